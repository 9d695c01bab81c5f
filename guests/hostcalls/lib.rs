//! The price of the boundary: a storm of one kind of call to the host. The input names the kind.
//!
//! A step makes `TIMES` of them through Rust's standard library, as a program would. How many WASI calls that
//! comes to stands as `units` in guest.toml; listing a folder counts as one, for the library asks again about
//! each entry where the runtime leaves its number out. Each kind prepares only what it needs, so that a runtime
//! is measured at all the calls that it has; for the same reason the kinds stay functions of their own, as some
//! runtimes look for a function's imports when it is first called.

use std::fs::{self, File};
use std::io::{Read, Result, Seek, SeekFrom, Write};
use std::time::Instant;

use wasmeter_guest::Digest;

wasmeter_guest::bench!(Storm, prepare, step);

const TIMES: u64 = 100;
const FILE: &str = "file";
const FOLDER: &str = "folder";
const ENTRIES: u64 = 20;

/// Makes the calls of a step, and returns the number of those whose result was right, or the sum of what they told.
type Storm = Box<dyn FnMut() -> Result<u64> + Send>;

fn prepare(input: Vec<u8>) -> Storm {
    let prepared = match input.trim_ascii() {
        b"clock" => clock(),
        b"random" => Ok(Box::new(random) as Storm),
        b"yield" => Ok(Box::new(yield_now) as Storm),
        b"write" => Ok(Box::new(write) as Storm),
        b"read" => read(),
        b"seek" => seek(),
        b"stat" => stat(),
        b"open-close" => open_close(),
        b"readdir" => readdir(),
        other => panic!("no such call: {}", other.escape_ascii()),
    };
    prepared.expect("the working folder can be used")
}

fn step(storm: &mut Storm) -> u64 {
    let mut digest = Digest::new();
    digest.u64(storm().expect("the host does what it is asked"));
    digest.finish()
}

#[inline(never)]
fn clock() -> Result<Storm> {
    let start = Instant::now();
    Ok(Box::new(move || {
        let mut last = start;
        let mut right = 0;
        for _ in 0..TIMES {
            let now = Instant::now();
            right += u64::from(now >= last);
            last = now;
        }
        Ok(right)
    }))
}

fn random() -> Result<u64> {
    let mut seen = 0;
    for _ in 0..TIMES {
        let mut bytes = [0; 8];
        getrandom::fill(&mut bytes).map_err(std::io::Error::other)?;
        seen |= u64::from_le_bytes(bytes);
    }
    // A hundred draws leave no bit at zero, but for one run in 2^94.
    Ok(u64::from(seen == u64::MAX))
}

fn yield_now() -> Result<u64> {
    (0..TIMES).for_each(|_| std::thread::yield_now());
    Ok(TIMES)
}

fn write() -> Result<u64> {
    let mut out = std::io::stdout().lock();
    for _ in 0..TIMES {
        out.write_all(b".")?;
        out.flush()?;
    }
    Ok(TIMES)
}

#[inline(never)]
fn read() -> Result<Storm> {
    let mut file = some_file()?;
    Ok(Box::new(move || {
        file.rewind()?;
        let mut right = 0;
        for _ in 0..TIMES {
            let mut byte = [0];
            file.read_exact(&mut byte)?;
            right += u64::from(byte == *b"x");
        }
        Ok(right)
    }))
}

#[inline(never)]
fn seek() -> Result<Storm> {
    let mut file = some_file()?;
    Ok(Box::new(move || {
        let mut sum = 0;
        for i in 0..TIMES {
            sum += file.seek(SeekFrom::Start(i))?;
        }
        Ok(sum)
    }))
}

#[inline(never)]
fn stat() -> Result<Storm> {
    some_file()?;
    Ok(Box::new(|| {
        let mut sum = 0;
        for _ in 0..TIMES {
            sum += fs::metadata(FILE)?.len();
        }
        Ok(sum)
    }))
}

#[inline(never)]
fn open_close() -> Result<Storm> {
    some_file()?;
    Ok(Box::new(|| {
        for _ in 0..TIMES {
            File::open(FILE)?;
        }
        Ok(TIMES)
    }))
}

#[inline(never)]
fn readdir() -> Result<Storm> {
    fs::create_dir(FOLDER)?;
    for i in 0..ENTRIES {
        fs::write(format!("{FOLDER}/entry-{i}"), "x")?;
    }
    Ok(Box::new(|| {
        let mut right = 0;
        for _ in 0..TIMES / 10 {
            right += u64::from(fs::read_dir(FOLDER)?.count() as u64 == ENTRIES);
        }
        Ok(right)
    }))
}

/// A file in the working folder, open.
#[inline(never)]
fn some_file() -> Result<File> {
    fs::write(FILE, [b'x'; TIMES as usize])?;
    File::open(FILE)
}
