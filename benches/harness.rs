//! What the harness itself costs: `cargo bench`. The goals stand beside each benchmark.

#[path = "../tests/common/noise.rs"]
mod noise;
#[path = "../tests/common/simulated.rs"]
mod simulated;

use criterion::{Criterion, criterion_group};
use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};
use simulated::{NATIVE, Simulated};
use std::hint::black_box;
use std::io::Cursor;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use wasmeter::stats::{self, Difference};
use wasmeter::worker::{Limits, Program, Worker};
use wasmeter_worker::protocol::{Artifact, Call, Reply, Request, WasiArguments};
use wasmeter_worker::{Configuration, Description, Failure, Runtime, Wasi, WasiSupport, serve_on};

/// Goal: at most 20 ms, the catalog read.
fn start(criterion: &mut Criterion) {
    criterion.bench_function("start: wasmeter guests list", |bencher| {
        bencher.iter(|| {
            let status = Command::new(env!("CARGO_BIN_EXE_wasmeter"))
                .args(["guests", "list", "--format", "json"])
                .stdout(Stdio::null())
                .status();
            assert!(status.is_ok_and(|status| status.success()));
        });
    });
}

/// Goal: at most 100 µs for a request and its reply, between processes. The worker is this program
/// itself.
fn round_trip(criterion: &mut Criterion) {
    let program = Program {
        argv: vec![std::env::current_exe().expect("a name").into_os_string()],
        env: vec![(AS_WORKER.to_string(), "1".to_string())],
        ..Program::default()
    };
    let limits = Limits {
        time: Duration::from_secs(600),
        memory_bytes: 1 << 30,
        output_bytes: 1 << 20,
        time_option: None,
        memory_option: None,
    };
    let started = Worker::start(&program, None, limits).expect("a scratch folder");
    let mut worker = started.unwrap_or_else(|end| panic!("{end}"));
    criterion.bench_function("protocol: one request and its reply", |bencher| {
        bencher.iter(|| {
            worker
                .ask(&Request::Describe)
                .unwrap_or_else(|end| panic!("{end}"))
        });
    });
}

/// Goal: the two differ by at most 0.1%: what the sampling loop adds to calls of about 1 ms each.
fn sampling(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("sampling: 40 calls");
    group.bench_function("hand-written loop", |bencher| {
        bencher.iter_custom(|iterations| (0..iterations).map(|_| by_hand()).sum());
    });
    group.bench_function("worker kit", |bencher| {
        bencher.iter_custom(|iterations| (0..iterations).map(|_| sampled()).sum());
    });
    group.finish();
    in_pairs();
}

/// One after the other, the machine's noise is larger than that. In pairs of random order it is the
/// same for both.
fn in_pairs() {
    let mut random = ChaCha8Rng::seed_from_u64(1);
    let times = [by_hand, sampled];
    let pairs: Vec<_> = (0..PAIRS)
        .map(|_| {
            let first = usize::from(random.random_bool(0.5));
            let mut ln = [0.0; 2];
            for at in [first, 1 - first] {
                ln[at] = times[at]().as_secs_f64().ln();
            }
            (ln[0], ln[1])
        })
        .collect();
    let difference = Difference::paired(&pairs).expect("pairs");
    let (low, high) = difference.interval(0.05).expect("enough pairs");
    let percent = |ln: f64| 100.0 * ln.exp_m1();
    println!(
        "sampling, {PAIRS} pairs: the worker kit takes {:+.3}% ({:+.3} to {:+.3}%) more than the \
        hand-written loop",
        percent(difference.centre()),
        percent(low),
        percent(high)
    );
}

const PAIRS: u32 = 50;

fn by_hand() -> Duration {
    let begin = Instant::now();
    let sum = (0..SAMPLES)
        .map(|_| spin(black_box(STEPS)))
        .fold(0, u64::wrapping_add);
    black_box(sum);
    begin.elapsed()
}

const AS_WORKER: &str = "WASMETER_BENCH_AS_WORKER";
const SAMPLES: u32 = 40;
const STEPS: u32 = 1_000_000;

/// Work that the optimiser can neither drop nor shorten, and that is the same code in both loops.
#[inline(never)]
fn spin(n: u32) -> u64 {
    (0..n).fold(1, |hash, step| {
        black_box(hash ^ u64::from(step)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// The wall time of the same calls as the worker kit reports it.
fn sampled() -> Duration {
    let requests = [
        Request::engine("spin"),
        Request::Load {
            file: "/dev/null".into(),
            artifact: Artifact::Wasm,
        },
        Request::Instantiate(WasiArguments::default()),
        Request::Call(Call {
            samples: SAMPLES,
            ..Call::once(0, "spin", STEPS)
        }),
    ];
    let line = |request| serde_json::to_string(request).expect("plain data") + "\n";
    let lines: String = requests.iter().map(line).collect();
    let mut replies = Vec::new();
    serve_on::<Spin>(Cursor::new(lines), &mut replies, 0).expect("memory is writable");
    let last = replies
        .split(|byte| *byte == b'\n')
        .rfind(|line| !line.is_empty());
    let reply: Reply = serde_json::from_slice(last.expect("a reply")).expect("a reply");
    assert_eq!(reply.samples_ns.len(), SAMPLES as usize);
    Duration::from_nanos(reply.ns)
}

/// A runtime that only spins.
struct Spin;

impl Runtime for Spin {
    type Module = ();
    type Instance = ();
    type Function = ();

    fn describe() -> Description {
        Description {
            name: "spin".to_string(),
            version: "1".to_string(),
            configurations: vec![Configuration {
                name: "spin".to_string(),
                artifact: Artifact::Wasm,
                can: Default::default(),
            }],
            wasi: WasiSupport::Worker,
            features: Vec::new(),
        }
    }

    fn engine(_: &str) -> Result<Self, Failure> {
        Ok(Spin)
    }

    fn compile(&self, _: &[u8]) -> Result<(), Failure> {
        Ok(())
    }

    fn load(&self, _: &Path) -> Result<(), Failure> {
        Ok(())
    }

    fn instantiate(&self, (): &(), _: &Wasi) -> Result<(), Failure> {
        Ok(())
    }

    fn function(&self, (): &mut (), _: &str) -> Result<(), Failure> {
        Ok(())
    }

    fn call(&self, (): &mut (), (): &mut (), n: u32) -> Result<u64, Failure> {
        Ok(spin(black_box(n)))
    }

    fn start(&self, (): &mut ()) -> Result<i32, Failure> {
        Ok(0)
    }
}

/// Goal: at most 1 s for a million timed calls, from the file to the tables: 25 configurations, 40
/// inputs, 25 rounds, 40 calls of a process.
fn analysing(criterion: &mut Criterion) {
    const CONFIGURATIONS: [&str; 25] = [
        "a/a", "a/b", "a/c", "a/d", "b/a", "b/b", "b/c", "b/d", "c/a", "c/b", "c/c", "c/d", "d/a",
        "d/b", "d/c", "d/d", "e/a", "e/b", "e/c", "e/d", "f/a", "f/b", "f/c", "f/d", NATIVE,
    ];
    let guests = [
        "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m",
    ];
    let sizes = ["large", "medium", "small"];
    let inputs = guests
        .iter()
        .flat_map(|guest| sizes.map(|size| format!("{guest}/{size}")));
    let inputs = inputs.chain(["n/small".to_string()]).map(String::leak);
    let folder = tempfile::TempDir::new().expect("a scratch folder");
    let file = |name: &str, seed: u64| {
        let simulated = Simulated {
            configurations: CONFIGURATIONS.to_vec(),
            inputs: inputs.clone().map(|input| &*input).collect(),
            ..Simulated::new(seed, 25)
        };
        let mut results = simulated.results();
        for timed in results
            .processes
            .iter_mut()
            .filter_map(|p| p.throughput.as_mut())
        {
            let first = timed.samples_ns[0];
            timed.samples_ns = (0..40).map(|call| first + call * 37 % 977).collect();
        }
        assert_eq!(results.processes.len(), 25_000);
        let file = folder.path().join(name);
        results.write(&file).expect("a scratch folder");
        file
    };
    let (a, b) = (file("a.json", 1), file("b.json", 2));
    let mut group = criterion.benchmark_group("analysing: 10⁶ samples");
    group.sample_size(10);
    let mut command = |name: &str, arguments: &[&std::ffi::OsStr]| {
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                let mut wasmeter = Command::new(env!("CARGO_BIN_EXE_wasmeter"));
                let status = wasmeter.args(arguments).stdout(Stdio::null()).status();
                assert!(status.is_ok_and(|status| status.success()));
            });
        });
    };
    let (a, b) = (a.as_os_str(), b.as_os_str());
    command("wasmeter rank", &["rank".as_ref(), a]);
    command(
        "wasmeter compare --between",
        &[
            "compare".as_ref(),
            a,
            "--between".as_ref(),
            "a/a".as_ref(),
            "a/b".as_ref(),
        ],
    );
    command("wasmeter report", &["report".as_ref(), a]);
    command(
        "wasmeter compare, of two files: 2·10⁶",
        &["compare".as_ref(), a, b],
    );
    group.finish();
}

/// Goal: at most 1 s. The statistics alone, of pairs of process samples, and of calls as if each
/// were one.
fn comparing(criterion: &mut Criterion) {
    let processes: Vec<Vec<f64>> = (0..25_000_u64)
        .map(|process| {
            (0..40)
                .map(|call| 1e6 + (process * 40 + call) as f64 % 977.0)
                .collect()
        })
        .collect();
    let mut group = criterion.benchmark_group("comparing: 10⁶ samples");
    group.sample_size(10);
    group.bench_function("cells of 25 pairs", |bencher| {
        bencher.iter(|| {
            let times: Vec<f64> = processes
                .iter()
                .filter_map(|calls| stats::median(calls))
                .map(f64::ln)
                .collect();
            let pairs: Vec<_> = times
                .chunks_exact(2)
                .map(|pair| (pair[0], pair[1]))
                .collect();
            let differences: Vec<_> = pairs.chunks(25).filter_map(Difference::paired).collect();
            let level = stats::common_level(
                &differences.iter().map(Difference::p).collect::<Vec<_>>(),
                0.01,
            );
            differences
                .iter()
                .filter_map(|d| Some((d.centre(), d.interval(level)?)))
                .count()
        });
    });
    group.bench_function("one comparison of all", |bencher| {
        bencher.iter(|| {
            let all: Vec<_> = processes.iter().flatten().map(|ns| (*ns, 1e6)).collect();
            let difference = Difference::paired(&all).expect("pairs");
            (difference.centre(), difference.interval(0.01))
        });
    });
    group.finish();
}

fn benches(criterion: &mut Criterion) {
    analysing(criterion);
    comparing(criterion);
    start(criterion);
    round_trip(criterion);
    sampling(criterion);
}

criterion_group!(all, benches);

fn main() {
    if std::env::var_os(AS_WORKER).is_some() {
        wasmeter_worker::serve::<Spin>().expect("the harness keeps the descriptors open");
    }
    all();
    Criterion::default().configure_from_args().final_summary();
}
