//! The price of the boundary: a storm of one kind of call to the host. The input names the kind.
//!
//! A step makes `TIMES` of them through Rust's standard library, as a program would. How many WASI calls that
//! comes to stands as `units` in guest.toml; listing a folder counts as one, for the library asks again about
//! each entry where the runtime leaves its number out.

use std::fs::{self, File};
use std::io::{Read, Result, Seek, SeekFrom, Write};
use std::time::Instant;

use wasmeter_guest::Digest;

wasmeter_guest::bench!(Storm, prepare, step);

const TIMES: u64 = 100;
const FOLDER: &str = "folder";
const ENTRIES: u64 = 20;

struct Storm {
    call: fn(&mut Storm) -> Result<u64>,
    start: Instant,
    file: File,
}

fn prepare(input: Vec<u8>) -> Storm {
    let call = match input.trim_ascii() {
        b"clock" => Storm::clock,
        b"random" => Storm::random,
        b"yield" => Storm::yield_now,
        b"write" => Storm::write,
        b"read" => Storm::read,
        b"seek" => Storm::seek,
        b"stat" => Storm::stat,
        b"open-close" => Storm::open_close,
        b"readdir" => Storm::readdir,
        other => panic!("no such call: {}", other.escape_ascii()),
    };
    let file = scratch().expect("the working folder can be used");
    Storm {
        call,
        start: Instant::now(),
        file,
    }
}

/// A folder of some files, and one of them open.
fn scratch() -> Result<File> {
    fs::create_dir(FOLDER)?;
    for i in 0..ENTRIES {
        fs::write(format!("{FOLDER}/entry-{i}"), [b'x'; TIMES as usize])?;
    }
    File::open(format!("{FOLDER}/entry-0"))
}

fn step(storm: &mut Storm) -> u64 {
    let call = storm.call;
    let mut digest = Digest::new();
    digest.u64(call(storm).expect("the host does what it is asked"));
    digest.finish()
}

/// Each returns the number of calls whose result was right.
impl Storm {
    fn clock(&mut self) -> Result<u64> {
        let mut last = self.start;
        let mut right = 0;
        for _ in 0..TIMES {
            let now = Instant::now();
            right += u64::from(now >= last);
            last = now;
        }
        Ok(right)
    }

    fn random(&mut self) -> Result<u64> {
        let mut seen = 0;
        for _ in 0..TIMES {
            let mut bytes = [0; 8];
            getrandom::fill(&mut bytes).map_err(std::io::Error::other)?;
            seen |= u64::from_le_bytes(bytes);
        }
        // A hundred draws leave no bit at zero, but for one run in 2^94.
        Ok(u64::from(seen == u64::MAX))
    }

    fn yield_now(&mut self) -> Result<u64> {
        (0..TIMES).for_each(|_| std::thread::yield_now());
        Ok(TIMES)
    }

    fn write(&mut self) -> Result<u64> {
        let mut out = std::io::stdout().lock();
        for _ in 0..TIMES {
            out.write_all(b".")?;
            out.flush()?;
        }
        Ok(TIMES)
    }

    fn read(&mut self) -> Result<u64> {
        self.file.rewind()?;
        let mut right = 0;
        for _ in 0..TIMES {
            let mut byte = [0];
            self.file.read_exact(&mut byte)?;
            right += u64::from(byte == *b"x");
        }
        Ok(right)
    }

    fn seek(&mut self) -> Result<u64> {
        let mut sum = 0;
        for i in 0..TIMES {
            sum += self.file.seek(SeekFrom::Start(i))?;
        }
        Ok(sum)
    }

    fn stat(&mut self) -> Result<u64> {
        let mut sum = 0;
        for _ in 0..TIMES {
            sum += fs::metadata("folder/entry-7")?.len();
        }
        Ok(sum)
    }

    fn open_close(&mut self) -> Result<u64> {
        for _ in 0..TIMES {
            File::open("folder/entry-7")?;
        }
        Ok(TIMES)
    }

    fn readdir(&mut self) -> Result<u64> {
        let mut right = 0;
        for _ in 0..TIMES / 10 {
            right += u64::from(fs::read_dir(FOLDER)?.count() as u64 == ENTRIES);
        }
        Ok(right)
    }
}
