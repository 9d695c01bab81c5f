//! What making a worker costs beyond making any process: `cargo bench --bench spawn [-- MEGABYTES
//! ROUNDS]`.
//!
//! The smallest program there is, from just before it is made until its first line arrives, made in
//! several ways by a process that holds 500 MB. In turn: by `vfork` and `execve` and nothing else;
//! as wasmeter starts every worker; as it starts the empty program beside process samples. Then by
//! `fork`. Goal: a worker takes at most 0.1 ms more than the first.

use nix::libc;
use nix::sched::{CloneFlags, clone};
use nix::sys::wait::waitpid;
use nix::unistd::Pid;
use std::ffi::CString;
use std::hint::black_box;
use std::io::{PipeReader, PipeWriter, Read};
use std::os::fd::{AsRawFd, OwnedFd, RawFd};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::process::CommandExt;
use std::process::Command;
use std::time::Instant;
use wasmeter::build::built::LIMITS;
use wasmeter::stats::Difference;
use wasmeter::worker::{Empty, Program, Worker};

/// A way to start the program, and its time in nanoseconds.
type Variant<'a> = Box<dyn Fn() -> f64 + 'a>;

fn main() {
    let numbers = std::env::args()
        .skip(1)
        .filter_map(|word| word.parse().ok());
    let numbers: Vec<usize> = numbers.collect();
    let [megabytes, rounds] = match numbers.as_slice() {
        [megabytes, rounds, ..] => [*megabytes, *rounds],
        [megabytes] => [*megabytes, 200],
        [] => [500, 200],
    };
    let held = vec![1_u8; megabytes << 20];
    let empty = Empty::new().expect("a folder for temporary files");
    let program = empty.program();
    let ways: [(&str, Variant); 4] = [
        ("vfork and execve alone", Box::new(|| bare(&program))),
        ("as a worker", Box::new(|| as_worker(&program))),
        (
            "beside a sample",
            Box::new(|| empty.start_ns().expect("a process") as f64),
        ),
        ("fork", Box::new(|| forked(&program))),
    ];
    let mut times = [const { Vec::new() }; 4];
    for round in 0..rounds {
        // Each follows each of the others as often as it goes before it.
        for at in 0..3 {
            let at = if round % 2 == 0 { at } else { 2 - at };
            times[at].push(ways[at].1());
        }
    }
    // It disturbs what comes next: all that was held is written anew when it is touched.
    for _ in 0..rounds.div_ceil(10) {
        times[3].push(ways[3].1());
    }
    black_box(&held);
    println!(
        "the smallest program from a process of {megabytes} MB, {rounds} times each, by fork a \
        tenth of that:"
    );
    for ((name, _), own) in ways.iter().zip(&times) {
        let (usual, quick) = (of_share(own, 0.5), of_share(own, 0.1));
        println!("  {name:22} {usual:8.3} ms, in the quickest tenth {quick:8.3} ms");
    }
    let pairs: Vec<_> = times[1].iter().zip(&times[0]).collect();
    let more: Vec<f64> = pairs.iter().map(|(ours, bare)| *ours - *bare).collect();
    let logs: Vec<_> = pairs
        .iter()
        .map(|(ours, bare)| (ours.ln(), bare.ln()))
        .collect();
    let more = of_share(&more, 0.5);
    let quick = of_share(&times[1], 0.1) - of_share(&times[0], 0.1);
    let ratio = Difference::paired(&logs).map_or(f64::NAN, |d| d.centre().exp());
    println!(
        "a worker takes {more:+.3} ms more than vfork and execve alone (quickest tenths: \
        {quick:+.3} ms), {ratio:.2} times as long; goal: at most 0.100 ms more"
    );
}

/// What that share of the times is at most, in milliseconds. On a machine that does something else,
/// the quickest say more.
fn of_share(times: &[f64], share: f64) -> f64 {
    let mut times = times.to_vec();
    times.sort_by(f64::total_cmp);
    let at = (times.len() as f64 * share) as usize;
    times.get(at).map_or(f64::NAN, |ns| ns / 1e6)
}

/// Ends of pipes: the program's two, and ours.
fn pipes() -> (PipeReader, PipeWriter, PipeReader, PipeWriter) {
    let (theirs_in, requests) = std::io::pipe().expect("a pipe");
    let (replies, theirs_out) = std::io::pipe().expect("a pipe");
    (theirs_in, theirs_out, replies, requests)
}

/// Waits for the first byte.
fn arrival(began: Instant, mut replies: PipeReader) -> f64 {
    let mut line = [0; 15];
    replies.read_exact(&mut line).expect("its line");
    began.elapsed().as_nanos() as f64
}

/// Makes a process that gets the two descriptors, and does nothing else.
fn bare(program: &Program) -> f64 {
    let (theirs_in, theirs_out, replies, requests) = pipes();
    let file = CString::new(program.argv[0].as_bytes()).expect("a name");
    let argv = [file.as_ptr(), std::ptr::null()];
    let envp = [std::ptr::null()];
    let [from, to] = [high(theirs_in.into()), high(theirs_out.into())];
    let mut stack = vec![0; 1 << 16];
    let become_it = Box::new(|| {
        // SAFETY: system calls only, on what was made ready; these numbers are the new program's.
        unsafe {
            libc::dup2(from.as_raw_fd(), 3);
            libc::dup2(to.as_raw_fd(), 4);
            libc::execve(file.as_ptr(), argv.as_ptr(), envp.as_ptr());
            libc::_exit(127)
        }
    });
    let flags = CloneFlags::CLONE_VM | CloneFlags::CLONE_VFORK;
    let began = Instant::now();
    // SAFETY: it has a stack of its own, and this thread waits until it has become another program.
    let pid = unsafe { clone(become_it, &mut stack, flags, Some(libc::SIGCHLD)) };
    let ns = arrival(began, replies);
    drop(requests);
    wait(pid.expect("a process"));
    ns
}

/// A copy with a number that nobody else uses.
fn high(ours: OwnedFd) -> OwnedFd {
    let copy = nix::fcntl::fcntl(&ours, nix::fcntl::FcntlArg::F_DUPFD_CLOEXEC(10));
    let copy: RawFd = copy.expect("a descriptor");
    // SAFETY: fcntl has just made it.
    unsafe { std::os::fd::FromRawFd::from_raw_fd(copy) }
}

fn wait(pid: Pid) {
    waitpid(pid, None).expect("its end");
}

fn as_worker(program: &Program) -> f64 {
    let started = Worker::start(program, None, LIMITS).expect("a scratch folder");
    started.unwrap_or_else(|end| panic!("{end}")).spawn_ns as f64
}

/// As it was done before December 2026: what is to be done in the new process has the standard
/// library use `fork`.
fn forked(program: &Program) -> f64 {
    let (theirs_in, theirs_out, replies, requests) = pipes();
    let [from, to] = [high(theirs_in.into()), high(theirs_out.into())];
    let mut command = Command::new(&program.argv[0]);
    let (from, to) = (from.as_raw_fd(), to.as_raw_fd());
    let descriptors = move || {
        // SAFETY: as above.
        unsafe {
            libc::dup2(from, 3);
            libc::dup2(to, 4);
        }
        Ok(())
    };
    // SAFETY: system calls only.
    unsafe { command.pre_exec(descriptors) };
    let began = Instant::now();
    let mut child = command.spawn().expect("a process");
    let ns = arrival(began, replies);
    drop(requests);
    child.wait().expect("its end");
    ns
}
