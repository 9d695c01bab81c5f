//! Standard output and error as pipes, as the official suite has them: some runtimes can wait for
//! pipes, and not for files.

use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use std::fs::File;
use std::io::{PipeReader, PipeWriter, Read, Write};
use std::os::fd::AsFd;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// The longest time that [`Piped::settle`] waits.
const PATIENCE: Duration = Duration::from_secs(1);

/// A pipe whose output goes on into a file.
pub struct Piped {
    reader: PipeReader,
    /// Held while something is on its way from the pipe into the file.
    moving: Arc<Mutex<()>>,
}

impl Piped {
    /// A pipe into `file`, and the end that is written to.
    pub fn into(mut file: File) -> std::io::Result<(Self, PipeWriter)> {
        let (mut reader, writer) = std::io::pipe()?;
        let piped = Piped {
            reader: reader.try_clone()?,
            moving: Arc::default(),
        };
        let moving = piped.moving.clone();
        std::thread::spawn(move || {
            let mut chunk = [0; 1 << 16];
            while holds_any(&reader, PollTimeout::NONE) {
                let _moving = moving.lock();
                let moved = reader
                    .read(&mut chunk)
                    .and_then(|n| file.write_all(&chunk[..n]));
                if moved.is_err() {
                    break;
                }
            }
        });
        Ok((piped, writer))
    }

    /// Waits until all that was written before is in the file. A writer that never pauses is not
    /// waited for.
    pub fn settle(&self) {
        let began = Instant::now();
        while holds_any(&self.reader, PollTimeout::ZERO) && began.elapsed() < PATIENCE {
            std::thread::sleep(Duration::from_millis(1));
        }
        drop(self.moving.lock());
    }
}

/// Waits until the pipe holds something, or time is over, or nobody can write to it any more.
fn holds_any(reader: &PipeReader, time: PollTimeout) -> bool {
    let mut fds = [PollFd::new(reader.as_fd(), PollFlags::POLLIN)];
    let woken = poll(&mut fds, time).is_ok_and(|n| n > 0);
    woken
        && fds[0]
            .revents()
            .is_some_and(|events| events.contains(PollFlags::POLLIN))
}

#[cfg(test)]
mod tests {
    use super::Piped;
    use std::io::Write;

    #[test]
    fn all_that_was_written_is_in_the_file() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let (piped, mut writer) = Piped::into(file.reopen().unwrap()).unwrap();
        for size in [1, 1000, 300_000] {
            writer.write_all(&vec![7; size]).unwrap();
            piped.settle();
        }
        drop(writer);
        piped.settle();
        let length = file.as_file().metadata().unwrap().len();
        assert_eq!(length, 301_001);
    }
}
