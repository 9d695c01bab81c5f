//! Holds a worker to its limits while it is waited for, and ends it.

use super::channel::{LARGEST_REPLY, Turn};
use super::{Closed, STDERR, STDOUT, Worker, watch};
use crate::results::outcome::{End, Outcome};
use nix::sys::signal::Signal;
use std::os::unix::process::ExitStatusExt;
use std::time::{Duration, Instant};

/// The first thing that a worker is waited for, before any request.
pub const READY: &str = "ready";
const READY_LINE: &str = r#"{"protocol":1}"#;

impl Worker {
    /// Closes the requests, and waits for the worker to end by itself.
    pub fn close(mut self) -> Result<Closed, End> {
        self.awaited = "the end of requests";
        self.channel.close();
        loop {
            if let Ok(Some(status)) = self.child.try_wait() {
                let left = self.family.end(&mut self.child);
                return Ok(Closed { status, left });
            }
            match self.channel.turn(&mut &[][..]) {
                Turn::Line(_) | Turn::TooLong => {
                    return Err(self.broken("the worker wrote more than one reply".to_string()));
                }
                Turn::Closed => std::thread::sleep(Duration::from_millis(1)),
                Turn::Waiting => {}
            }
            self.look()?;
        }
    }

    /// Understands a line. An object is wanted: a list of its values would do for serde.
    pub(super) fn parse<T: serde::de::DeserializeOwned>(&mut self, line: &[u8]) -> Result<T, End> {
        let problem = if line.trim_ascii_start().starts_with(b"{") {
            // All of it must be text, also the parts that are not looked at.
            match std::str::from_utf8(line).map(serde_json::from_str) {
                Ok(Ok(parsed)) => return Ok(parsed),
                Ok(Err(error)) => error.to_string(),
                Err(error) => error.to_string(),
            }
        } else {
            "an object is wanted".to_string()
        };
        let shown = String::from_utf8_lossy(&line[..line.len().min(80)]).into_owned();
        Err(self.broken(format!("a malformed reply: {shown:?} ({problem})")))
    }

    /// Writes a request and reads one line; meanwhile holds the worker to its limits.
    pub(super) fn exchange(&mut self, request: &[u8]) -> Result<Vec<u8>, End> {
        let mut unsent = request;
        loop {
            match self.channel.turn(&mut unsent) {
                Turn::Line(line) if unsent.is_empty() => return Ok(line),
                Turn::Line(_) => {
                    let what = "the worker answered a request that it had not read";
                    return Err(self.broken(what.to_string()));
                }
                Turn::Closed => return Err(self.died()),
                Turn::TooLong => {
                    let limit = LARGEST_REPLY >> 20;
                    return Err(self.at_limit(&format!("a reply of more than {limit} MiB")));
                }
                // What it has started may hold its end of the pipe open.
                Turn::Waiting if self.has_ended() && !self.channel.holds_more() => {
                    return Err(self.died());
                }
                Turn::Waiting => {}
            }
            self.look()?;
        }
    }

    fn has_ended(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(Some(_)))
    }

    /// Ends the worker if its time is over, or if it uses more than it may.
    fn look(&mut self) -> Result<(), End> {
        if self.timed_from.elapsed() >= self.limits.time {
            self.kill();
            let (limit, awaited) = (self.limits.time.as_secs_f64(), self.awaited);
            let message = match awaited {
                READY => format!(
                    "no answer within {limit} s: the ready line, {READY_LINE}, did not come on \
                     descriptor 4 (see PROTOCOL.md)"
                ),
                _ => format!("no answer within {limit} s, to `{awaited}`"),
            };
            let message = message + &watch::lifted_by(self.limits.time_option);
            return Err(End::new(Outcome::Timeout, message));
        }
        if self.looked.elapsed() < watch::INTERVAL {
            return Ok(());
        }
        self.looked = Instant::now();
        let scratch = self.scratch.path();
        let output = [scratch.join(STDOUT), scratch.join(STDERR)];
        match self.limits.exceeded(self.family.resident_bytes(), &output) {
            Some(excess) => Err(self.at_limit(&excess)),
            None => Ok(()),
        }
    }

    pub(super) fn broken(&mut self, message: String) -> End {
        self.kill();
        End::new(Outcome::Crashed, message)
    }

    fn at_limit(&mut self, excess: &str) -> End {
        let during = match self.awaited {
            READY => "before it was ready".to_string(),
            awaited => format!("during `{awaited}`"),
        };
        End {
            at_limit: true,
            ..self.broken(format!("ended by wasmeter {during}: {excess}"))
        }
    }

    /// Returns the end of a worker that closed its replies.
    fn died(&mut self) -> End {
        // It may have closed the pipe and live on: it gets a moment to end by itself.
        let patience = Instant::now() + Duration::from_millis(500);
        let status = loop {
            match self.child.try_wait() {
                Ok(Some(status)) => break Some(status),
                _ if Instant::now() >= patience => break None,
                _ => std::thread::sleep(Duration::from_millis(1)),
            }
        };
        let how = match status.map(|s| (s.signal(), s.code())) {
            Some((Some(signal), _)) => Signal::try_from(signal).map_or_else(
                |_| format!("killed by signal {signal}"),
                |name| format!("killed by {name}"),
            ),
            Some((None, Some(code))) => format!("exited with code {code} instead of answering"),
            _ => "closed its replies without an answer".to_string(),
        };
        self.broken(match self.telling_line() {
            Some(line) => format!("{how}; its last words: {line}"),
            None => how,
        })
    }

    /// Ends it with all that it has started, and says what it would have left behind.
    pub(super) fn kill(&mut self) {
        let left = self.family.end(&mut self.child);
        if !left.is_empty() {
            let (name, left) = (&self.name, left.join(", "));
            eprintln!("{name}: its worker left processes behind, which were ended: {left}");
        }
    }
}
