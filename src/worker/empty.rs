//! The empty program: the smallest worker there is. What it takes from before it is made until its
//! ready line arrives is what the system takes to make any process, and no runtime's.
//!
//! It is written here, byte by byte: a compiled one would need a compiler on the machine that
//! measures, and would bring a C library's start with it. It has no libraries, and one page.

use super::clock::nanoseconds;
use super::family::lock;
use super::program::Program;
use crate::environment;
use std::fs::File;
use std::io::{self, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::PathBuf;
use std::time::Instant;
use tempfile::TempDir;
use wasmeter_worker::Spawn;
use wasmeter_worker::protocol::{REPLY_FD, REQUEST_FD};

/// Writes 15 bytes that follow the code to descriptor 4, waits for a byte or the end of descriptor
/// 3, and exits with 0.
#[rustfmt::skip]
#[cfg(target_arch = "x86_64")]
const CODE: [u8; 50] = [
    0xb8, 1, 0, 0, 0,                // mov eax, 1          write
    0xbf, 4, 0, 0, 0,                // mov edi, 4
    0x48, 0x8d, 0x35, 0x21, 0, 0, 0, // lea rsi, [rip+0x21] behind the code
    0xba, 15, 0, 0, 0,               // mov edx, 15
    0x0f, 0x05,                      // syscall
    0x31, 0xc0,                      // xor eax, eax        read
    0xbf, 3, 0, 0, 0,                // mov edi, 3
    0x48, 0x89, 0xe6,                // mov rsi, rsp
    0xba, 1, 0, 0, 0,                // mov edx, 1
    0x0f, 0x05,                      // syscall
    0xb8, 0xe7, 0, 0, 0,             // mov eax, 231        exit_group
    0x31, 0xff,                      // xor edi, edi
    0x0f, 0x05,                      // syscall
];

#[rustfmt::skip]
#[cfg(target_arch = "aarch64")]
const CODE: [u8; 52] = [
    0x08, 0x08, 0x80, 0xd2, // mov x8, 64   write
    0x80, 0x00, 0x80, 0xd2, // mov x0, 4
    0x61, 0x01, 0x00, 0x10, // adr x1, 44   behind the code
    0xe2, 0x01, 0x80, 0xd2, // mov x2, 15
    0x01, 0x00, 0x00, 0xd4, // svc 0
    0xe8, 0x07, 0x80, 0xd2, // mov x8, 63   read
    0x60, 0x00, 0x80, 0xd2, // mov x0, 3
    0xe1, 0x03, 0x00, 0x91, // mov x1, sp
    0x22, 0x00, 0x80, 0xd2, // mov x2, 1
    0x01, 0x00, 0x00, 0xd4, // svc 0
    0xc8, 0x0b, 0x80, 0xd2, // mov x8, 94   exit_group
    0x00, 0x00, 0x80, 0xd2, // mov x0, 0
    0x01, 0x00, 0x00, 0xd4, // svc 0
];

/// `e_machine` of the ELF header.
const MACHINE: u16 = if cfg!(target_arch = "x86_64") {
    62
} else {
    183
};

const LINE: &[u8] = b"{\"protocol\":1}\n";

/// The program, in a folder of its own.
pub struct Empty {
    file: PathBuf,
    folder: TempDir,
}

impl Empty {
    /// Writes the program.
    ///
    /// # Errors
    /// If no file can be written into the folder for temporary ones.
    pub fn new() -> io::Result<Self> {
        let folder = TempDir::with_prefix("wasmeter-")?;
        let file = folder.path().join("empty");
        // While it is open for writing it cannot be executed, and a process that is made now would
        // hold it open.
        let _lock = lock();
        let mut how = File::options();
        how.write(true).create_new(true).mode(0o755);
        how.open(&file)?.write_all(&elf())?;
        Ok(Empty { file, folder })
    }

    /// Returns the program, to start it like a worker.
    pub fn program(&self) -> Program {
        Program {
            name: "empty".to_string(),
            argv: vec![self.file.clone().into()],
            ..Program::default()
        }
    }

    /// Starts it as a worker is started, and gives the time from just before it is made until its
    /// line arrives, in nanoseconds.
    ///
    /// # Errors
    /// If it cannot be executed, for instance because its folder is on a file system that forbids
    /// it.
    pub fn start_ns(&self) -> io::Result<u64> {
        let (worker_requests, requests) = io::pipe()?;
        let (mut replies, worker_replies) = io::pipe()?;
        let null = File::options().read(true).write(true).open("/dev/null")?;
        let process = Spawn::new(&self.file)
            .env(environment::inherited())
            .current_dir(self.folder.path())
            .descriptor(null.try_clone()?, 0)
            .descriptor(null.try_clone()?, 1)
            .descriptor(null, 2)
            .descriptor(worker_requests, REQUEST_FD)
            .descriptor(worker_replies, REPLY_FD)
            .leader_of_a_group()
            .ready()?;
        let mut lock = lock();
        let began = Instant::now();
        let mut child = lock.start(&process)?;
        drop(process);
        let mut line = [0; LINE.len()];
        replies.read_exact(&mut line)?;
        let ns = nanoseconds(began.elapsed());
        drop(requests);
        child.wait()?;
        Ok(ns)
    }
}

/// An executable of 64 bits without sections: its header, the part that is loaded (all of it), the
/// mark that its stack is not executed, and the code with the line behind it.
fn elf() -> Vec<u8> {
    const BASE: u64 = 0x40_0000;
    const HEADERS: u64 = 64 + 2 * 56;
    let size = HEADERS + (CODE.len() + LINE.len()) as u64;
    let mut elf = b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0".to_vec();
    let half = |n: u16| n.to_le_bytes().to_vec();
    let word = |n: u32| n.to_le_bytes().to_vec();
    let long = |n: u64| n.to_le_bytes().to_vec();
    // Executable, machine, version; entry; program headers, no sections; no flags; sizes and
    // numbers of headers.
    elf.extend([half(2), half(MACHINE), word(1)].concat());
    elf.extend([long(BASE + HEADERS), long(64), long(0), word(0)].concat());
    elf.extend([half(64), half(56), half(2), half(64), half(0), half(0)].concat());
    // PT_LOAD, to be read and executed; from 0 at BASE; sizes; aligned to the largest pages that
    // kernels have.
    elf.extend([word(1), word(5), long(0), long(BASE), long(BASE)].concat());
    elf.extend([long(size), long(size), long(0x1_0000)].concat());
    // PT_GNU_STACK, to be read and written.
    elf.extend([word(0x6474_e551), word(6)].concat());
    elf.extend([0; 48]);
    elf.extend(CODE);
    elf.extend(LINE);
    elf
}

#[cfg(test)]
mod tests {
    use super::{Empty, LINE};
    use crate::worker::{Limits, Worker};
    use std::time::Duration;
    use wasmeter_worker::protocol::Ready;

    /// It is a worker: its line is understood, and it ends when its requests do.
    #[test]
    fn it_keeps_to_the_protocol() {
        assert_eq!(serde_json::from_slice::<Ready>(LINE).unwrap().protocol, 1);
        let empty = Empty::new().unwrap();
        assert!(empty.start_ns().unwrap() > 0);
        let limits = Limits {
            time: Duration::from_secs(60),
            memory_bytes: 1 << 30,
            output_bytes: 1 << 20,
            time_option: None,
            memory_option: None,
        };
        let worker = Worker::start(&empty.program(), None, limits)
            .unwrap()
            .unwrap();
        let closed = worker.close().unwrap();
        assert_eq!(closed.status.code(), Some(0));
    }
}
