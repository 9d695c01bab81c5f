//! Tries the cases of a probe on a configuration.

use super::errno;
use super::probe::{Case, FEATURES, Must, Probe};
use super::record::{CaseEnd, CaseResult, Tried, WithSwitch};
use super::subject::Subject;
use super::verdict::Verdict;
use super::world;
use crate::build::Home;
use crate::catalog::filter::Filter;
use crate::catalog::runtime::Runtime;
use crate::worker::{End, Limits, Outcome, Worker};
use anyhow::Result;
use std::path::Path;
use std::time::Duration;
use tempfile::TempDir;
use wasmeter_worker::protocol::{Call, Reply, Request, WasiArguments};

const LIMITS: Limits = Limits {
    time: Duration::from_secs(10),
    memory_bytes: 1 << 30,
    output_bytes: 16 << 20,
};

/// How long a case gets that does not end by itself.
const ENDLESS: Duration = Duration::from_secs(3);

/// Tries every case of a probe; once more with a switch on, if the configuration leaves off what the probe shows and
/// its runtime has a switch for that. Fails only if the harness itself cannot work.
pub fn try_all(subject: Subject, probe: &Probe, runtime: &Runtime, home: &Home) -> Result<Tried> {
    let worker = match probe.is_component() {
        true => subject.worker.for_components(),
        false => subject.worker,
    };
    let subject = Subject { worker, ..subject };
    let group = &probe.source.group;
    let cases = cases(subject, probe, home)?;
    let verdict = Verdict::of(group, &cases);
    let configuration = subject.name.rsplit('/').next().unwrap_or_default();
    let switch = match verdict {
        Verdict::Yes => None,
        _ if group != FEATURES => None,
        _ => runtime.switch(configuration, &probe.source.name),
    };
    let on = switch.and_then(|switch| subject.with(switch, &probe.source.name));
    let with_switch = match (switch, on) {
        (Some(switch), Some(subject)) => {
            let cases = self::cases(subject, probe, home)?;
            Some(WithSwitch {
                how: switch.how.clone(),
                verdict: Verdict::of(group, &cases),
                cases,
            })
        }
        _ => None,
    };
    let tried = Tried {
        configuration: subject.name.to_string(),
        probe: probe.source.full_name(),
        verdict,
        cases,
        with_switch,
    };
    Ok(match why_not_shown(runtime, &tried.probe) {
        Some(reason) => not_shown(tried, reason),
        None => tried,
    })
}

fn cases(subject: Subject, probe: &Probe, home: &Home) -> Result<Vec<CaseResult>> {
    let folder = TempDir::with_prefix("wasmeter-")?;
    let mut plain = None;
    let mut cases = Vec::new();
    for case in &probe.cases {
        let make = || subject.module(&probe.loaded_for(case)?, folder.path(), home);
        let module = match (case.must, &plain) {
            (Must::Exit(_), _) => make()?,
            (_, Some(plain)) => Result::clone(plain),
            (_, None) => plain.insert(make()?).clone(),
        };
        cases.push(match module {
            Ok(module) => try_case(subject, probe, case, &module)?,
            Err(end) => ended(case, end),
        });
    }
    Ok(cases)
}

/// Why a runtime cannot show here what a probe is about, as its folder says.
fn why_not_shown<'a>(runtime: &'a Runtime, probe: &str) -> Option<&'a str> {
    let mut reasons = runtime.manifest.not_shown.iter();
    let is_it = |glob: &str| Filter::new(&[glob.to_string()]).is_ok_and(|glob| glob.matches(probe));
    let (_, reason) = reasons.find(|(glob, _)| is_it(glob))?;
    Some(reason)
}

/// Of a runtime that can be had with what a probe is about, but is not here for this `reason`: what refused cases
/// come to is that nothing was shown.
fn not_shown(mut tried: Tried, reason: &str) -> Tried {
    let refused = |case: &CaseResult| [CaseEnd::Unsupported, CaseEnd::NotShown].contains(&case.end);
    if tried.cases.iter().all(refused) {
        for case in &mut tried.cases {
            let words = case.evidence.take().unwrap_or_default();
            case.end = CaseEnd::NotShown;
            case.evidence = Some(format!("{reason} ({words})"));
        }
        tried.verdict = Verdict::NotShown;
    }
    tried
}

fn try_case(subject: Subject, probe: &Probe, case: &Case, module: &Path) -> Result<CaseResult> {
    let mut limits = LIMITS;
    if case.must == Must::BeEnded {
        limits.time = ENDLESS;
    }
    // Some runtimes have no environment for guests, and refuse one.
    for with_environment in [true, false] {
        let fresh = TempDir::with_prefix("wasmeter-")?;
        let stdin = fresh.path().join("stdin");
        let _open = world::open_pipe(&stdin, world::STDIN)?;
        let worker = subject.start(&stdin, limits)?;
        let reply = match worker {
            Ok(mut worker) => {
                let dir = worker.guest_dir();
                world::make(&dir)?;
                let mut wasi = world::arguments(&dir, with_environment);
                wasi.network = probe.needs("network");
                if probe.needs("visitor") {
                    wasi.listen = Some(world::visitor()?);
                }
                let reply = ask(&mut worker, subject, module, probe, case, wasi);
                if !world::is_intact(&dir) {
                    let evidence = "what lies beside the guest's folder was changed";
                    return Ok(failed(case, evidence.to_string(), "a change".to_string()));
                }
                reply
            }
            Err(end) => Err(Failure::Before(end)),
        };
        match reply {
            Ok(reply) => return Ok(judge(probe, case, &reply)),
            Err(Failure::Before(refusal))
                if with_environment && refusal.outcome == Outcome::Unsupported => {}
            Err(Failure::Before(end) | Failure::Inside(end)) => return Ok(ended(case, end)),
        }
    }
    unreachable!("the second attempt returns")
}

/// Where a process's way ended.
enum Failure {
    /// Before the case was called.
    Before(End),
    Inside(End),
}

fn ask(
    worker: &mut Worker,
    subject: Subject,
    module: &Path,
    probe: &Probe,
    case: &Case,
    wasi: WasiArguments,
) -> Result<Reply, Failure> {
    subject.load(worker, module).map_err(Failure::Inside)?;
    if let Must::Exit(_) = case.must {
        return worker.step(&Request::Run(wasi)).map_err(Failure::Before);
    }
    let instance = worker
        .step(&Request::Instantiate(wasi))
        .map_err(Failure::Before)?
        .instance
        .unwrap_or(0);
    let call = Call::once(instance, &probe.export(case), 0);
    worker.step(&Request::Call(call)).map_err(Failure::Inside)
}

/// What a reply without complaint says of a case.
fn judge(probe: &Probe, case: &Case, reply: &Reply) -> CaseResult {
    let failed = |what: String, got| {
        let evidence = match probe.source.is_text() {
            true => format!("{}: {what}", file_name(probe)),
            false => what,
        };
        failed(case, evidence, got)
    };
    let returned = reply
        .results
        .first()
        .and_then(|text| text.parse::<u64>().ok());
    match (case.must, returned) {
        (Must::Exit(code), _) if reply.exit_code == Some(code) => passed(case),
        (Must::Exit(code), _) => {
            let got = reply
                .exit_code
                .map_or("none".to_string(), |code| code.to_string());
            failed(format!("exit code {code} wanted"), got)
        }
        (Must::Trap, _) => failed("a trap wanted".to_string(), "none".to_string()),
        (Must::Link, _) => CaseResult {
            end: CaseEnd::NotShown,
            evidence: Some("it is there, and nothing here shows what it does".to_string()),
            ..passed(case)
        },
        (_, Some(0)) => passed(case),
        (_, Some(check)) if probe.source.is_text() => {
            failed(format!("check {check}"), "something else".to_string())
        }
        (_, Some(packed)) => packed_failure(probe, case, packed),
        (_, None) => failed("a result wanted".to_string(), "none".to_string()),
    }
}

/// What probes in C return: the line, what came, what was wanted; the highest bit, if these are no errnos.
fn packed_failure(probe: &Probe, case: &Case, packed: u64) -> CaseResult {
    let values = packed >> 63 == 1;
    let line = (packed >> 32 & 0x7fff_ffff) as usize;
    let got = (packed >> 16 & 0xffff) as u16;
    let source = probe
        .lines
        .get(line.wrapping_sub(1))
        .map_or("", |text| text.trim());
    let nosys = !values && got == errno::NOSYS;
    CaseResult {
        case: case.export.clone(),
        end: if nosys {
            CaseEnd::Nosys
        } else {
            CaseEnd::Failed
        },
        evidence: Some(format!("{}:{line}: {source}", file_name(probe))),
        got: Some(if values {
            got.to_string()
        } else {
            errno::name(got)
        }),
    }
}

fn file_name(probe: &Probe) -> String {
    let file = probe.source.file.file_name().unwrap_or_default();
    format!("{}/{}", probe.source.group, file.to_string_lossy())
}

fn failed(case: &Case, evidence: String, got: String) -> CaseResult {
    CaseResult {
        case: case.export.clone(),
        end: CaseEnd::Failed,
        evidence: Some(evidence),
        got: Some(got),
    }
}

fn passed(case: &Case) -> CaseResult {
    CaseResult {
        case: case.export.clone(),
        end: CaseEnd::Passed,
        evidence: None,
        got: None,
    }
}

fn ended(case: &Case, end: End) -> CaseResult {
    let how = match end.outcome {
        Outcome::Trap if [Must::Trap, Must::HoldOrTrap].contains(&case.must) => {
            return passed(case);
        }
        Outcome::Unsupported => CaseEnd::Unsupported,
        Outcome::Trap => CaseEnd::Trap,
        Outcome::Timeout => CaseEnd::Timeout,
        _ if end.message.starts_with("ended by wasmeter") => CaseEnd::Limit,
        _ => CaseEnd::Crashed,
    };
    CaseResult {
        case: case.export.clone(),
        end: how,
        evidence: Some(end.message),
        got: None,
    }
}
