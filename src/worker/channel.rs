//! The two pipes of a worker. Neither writing nor reading waits longer than [`INTERVAL`].

use super::watch::INTERVAL;
use nix::fcntl::{FcntlArg, OFlag, fcntl};
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use std::io::{self, PipeReader, PipeWriter, Read, Write};
use std::os::fd::AsFd;

/// The largest reply, in bytes, as PROTOCOL.md says.
pub const LARGEST_REPLY: usize = 16 << 20;

/// The harness's ends of the pipes.
pub struct Channel {
    /// `None`: closed.
    requests: Option<PipeWriter>,
    replies: PipeReader,
    unread: Vec<u8>,
    /// The length of the part that is known to contain no end of a line.
    searched: usize,
}

/// The result of a turn.
pub enum Turn {
    /// A line, without its end.
    Line(Vec<u8>),
    /// The worker has closed its end.
    Closed,
    /// A line that is larger than [`LARGEST_REPLY`].
    TooLong,
    /// Nothing yet.
    Waiting,
}

impl Channel {
    /// Takes the ends over.
    pub fn new(requests: PipeWriter, replies: PipeReader) -> io::Result<Self> {
        fcntl(&requests, FcntlArg::F_SETFL(OFlag::O_NONBLOCK))?;
        Ok(Channel {
            requests: Some(requests),
            replies,
            unread: Vec::new(),
            searched: 0,
        })
    }

    /// Writes what the worker takes of `unsent`, and reads what it has written.
    pub fn turn(&mut self, unsent: &mut &[u8]) -> Turn {
        if let Some(line) = self.line() {
            return Turn::Line(line);
        }
        let (readable, writable) = self.poll(!unsent.is_empty());
        if writable {
            self.write(unsent);
        }
        if !readable {
            return Turn::Waiting;
        }
        let mut chunk = [0; 1 << 16];
        match self.replies.read(&mut chunk) {
            Ok(0) | Err(_) => return Turn::Closed,
            Ok(length) => self.unread.extend_from_slice(&chunk[..length]),
        }
        match self.line() {
            Some(line) => Turn::Line(line),
            None if self.unread.len() > LARGEST_REPLY => Turn::TooLong,
            None => Turn::Waiting,
        }
    }

    /// True if the worker has written what nobody asked for.
    pub fn holds_more(&self) -> bool {
        !self.unread.is_empty() || is_readable(&self.replies)
    }

    /// Closes the channel: the worker sees that there are no more requests.
    pub fn close(&mut self) {
        self.requests = None;
    }

    fn poll(&self, write: bool) -> (bool, bool) {
        let mut fds = vec![PollFd::new(self.replies.as_fd(), PollFlags::POLLIN)];
        if let (Some(requests), true) = (&self.requests, write) {
            fds.push(PollFd::new(requests.as_fd(), PollFlags::POLLOUT));
        }
        let interval = PollTimeout::try_from(INTERVAL).unwrap_or(PollTimeout::MAX);
        let _ = poll(&mut fds, interval);
        let is_ready = |fd: &PollFd| fd.revents().is_some_and(|events| !events.is_empty());
        (is_ready(&fds[0]), fds.get(1).is_some_and(is_ready))
    }

    /// A worker that has died cannot be written to; reading then shows how it died.
    fn write(&mut self, unsent: &mut &[u8]) {
        let Some(requests) = &mut self.requests else {
            return;
        };
        match requests.write(unsent) {
            Ok(length) => *unsent = &unsent[length..],
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            Err(_) => *unsent = &[],
        }
    }

    fn line(&mut self) -> Option<Vec<u8>> {
        let new = self.unread.get(self.searched..)?;
        let Some(end) = new.iter().position(|byte| *byte == b'\n') else {
            self.searched = self.unread.len();
            return None;
        };
        let end = self.searched + end;
        let rest = self.unread.split_off(end + 1);
        let mut line = std::mem::replace(&mut self.unread, rest);
        line.truncate(end);
        self.searched = 0;
        Some(line)
    }
}

fn is_readable(from: &impl AsFd) -> bool {
    let mut fds = [PollFd::new(from.as_fd(), PollFlags::POLLIN)];
    let ready = poll(&mut fds, PollTimeout::ZERO).is_ok_and(|ready| ready > 0);
    let holds = |events: PollFlags| events.contains(PollFlags::POLLIN);
    ready && fds[0].revents().is_some_and(holds)
}

#[cfg(test)]
mod tests {
    use super::{Channel, LARGEST_REPLY, Turn};
    use std::io::Write;

    fn pair() -> (Channel, std::io::PipeReader, std::io::PipeWriter) {
        let (theirs, requests) = std::io::pipe().unwrap();
        let (replies, to_us) = std::io::pipe().unwrap();
        (Channel::new(requests, replies).unwrap(), theirs, to_us)
    }

    #[test]
    fn a_request_that_nobody_reads_is_waited_for_turn_by_turn() {
        let (mut channel, _theirs, _to_us) = pair();
        let request = vec![b'x'; 1 << 20];
        let mut unsent = &request[..];
        for _ in 0..40 {
            assert!(matches!(channel.turn(&mut unsent), Turn::Waiting));
        }
        assert!(!unsent.is_empty() && unsent.len() < request.len());
    }

    #[test]
    fn lines_come_one_by_one() {
        let (mut channel, _theirs, mut to_us) = pair();
        to_us.write_all(b"one\ntwo\nthr").unwrap();
        let mut next = || match channel.turn(&mut &[][..]) {
            Turn::Line(line) => Some(line),
            _ => None,
        };
        assert_eq!(next().unwrap(), b"one");
        assert_eq!(next().unwrap(), b"two");
        assert!(next().is_none());
        to_us.write_all(b"ee\n").unwrap();
        assert_eq!(next().unwrap(), b"three");
        assert!(!channel.holds_more());
        to_us.write_all(b"more").unwrap();
        assert!(channel.holds_more());
        drop(to_us);
        while !matches!(channel.turn(&mut &[][..]), Turn::Closed) {}
    }

    #[test]
    fn a_reply_without_end_is_too_long() {
        let (mut channel, _theirs, mut to_us) = pair();
        let writer = std::thread::spawn(move || while to_us.write_all(&[b'x'; 4096]).is_ok() {});
        let mut turns = 0;
        while !matches!(channel.turn(&mut &[][..]), Turn::TooLong) {
            turns += 1;
            assert!(turns < 1_000_000);
        }
        assert!(channel.unread.len() <= LARGEST_REPLY + (1 << 16));
        drop(channel);
        writer.join().unwrap();
    }
}
