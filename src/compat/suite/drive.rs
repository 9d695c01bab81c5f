//! Does a test's operations: beside the guest while that runs, or when it has ended.

use super::http::{Fields, Message, Without, write_head};
use super::operation::{Operation, Output, Request};
use crate::worker::{GuestProcess, Written};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// How long an answer of the guest's is waited for, as in the suite's own runner.
const PATIENCE: Duration = Duration::from_secs(5);

/// How often the guest's output is looked at.
const INTERVAL: Duration = Duration::from_millis(2);

/// The other side of a test.
pub struct Driver<'a> {
    stdout: Tail,
    stderr: Tail,
    /// The end that is written to; closed when there is nothing more to do but to wait.
    stdin: Option<File>,
    ended: &'a AtomicBool,
    guest: GuestProcess,
    until: Instant,
    connections: BTreeMap<String, TcpStream>,
    /// Where the guest answers HTTP requests.
    service: Option<String>,
}

/// What the guest writes to one of its streams, and how much of that was read.
pub struct Tail {
    written: Written,
    read: usize,
}

impl Tail {
    /// What comes behind the first `read` bytes.
    pub fn behind(written: Written, read: usize) -> Self {
        Tail { written, read }
    }

    fn rest(&self) -> Vec<u8> {
        let mut all = self.written.so_far();
        all.drain(..self.read.min(all.len()));
        all
    }
}

impl<'a> Driver<'a> {
    /// `ended` is to be set when the guest has ended, and all that it wrote is there; it is not
    /// waited for beyond `until`.
    pub fn new(
        [stdout, stderr]: [Tail; 2],
        stdin: Option<File>,
        ended: &'a AtomicBool,
        guest: GuestProcess,
        until: Instant,
    ) -> Self {
        Driver {
            stdout,
            stderr,
            stdin,
            ended,
            guest,
            until,
            connections: BTreeMap::new(),
            service: None,
        }
    }

    /// Does them all, and closes the guest's standard input. The error says what was not as it is
    /// to be.
    pub fn operate(mut self, operations: &[Operation]) -> Result<(), String> {
        operations
            .iter()
            .try_for_each(|operation| self.one(operation))
    }

    fn one(&mut self, operation: &Operation) -> Result<(), String> {
        match operation {
            Operation::Run(_) | Operation::Wait { .. } => Ok(()),
            Operation::Read { id, payload } => self.read(*id, payload),
            Operation::Write { payload, .. } => match &mut self.stdin {
                Some(stdin) => told("write", stdin.write_all(payload.as_bytes())),
                None => Err("write: its standard input is closed".to_string()),
            },
            Operation::Connect { id, .. } => self.connect(id),
            Operation::Send { id, payload } => {
                told("send", self.connection(id).write_all(payload.as_bytes()))
            }
            Operation::Recv { id, payload } => {
                let mut got = Vec::new();
                let wanted = payload.len() as u64;
                let received = self.connection(id).take(wanted).read_to_end(&mut got);
                told("recv", received)?;
                wanted_is("recv", payload, &got)
            }
            Operation::Request(request) => self.request(request),
            Operation::Kill { signal } => match self.guest.signal(*signal) {
                true => Ok(()),
                false => Err(format!("kill: nobody is there for {signal}")),
            },
        }
    }

    /// The same length is compared: more may come.
    fn read(&mut self, id: Output, wanted: &str) -> Result<(), String> {
        // What has begun otherwise does not become what is wanted.
        let got = self.await_output(id, |written| {
            let compared = written.len().min(wanted.len());
            let settled = compared == wanted.len() || !wanted.as_bytes().starts_with(written);
            settled.then_some(compared)
        });
        let name = match id {
            Output::Stdout => "stdout",
            Output::Stderr => "stderr",
        };
        wanted_is(name, wanted, &got)
    }

    /// The next line, or what there is of it when nothing more comes.
    fn line(&mut self, id: Output) -> String {
        let end = |written: &[u8]| Some(written.iter().position(|&byte| byte == b'\n')? + 1);
        let line = self.await_output(id, end);
        String::from_utf8_lossy(&line).trim().to_string()
    }

    /// Takes what has come as soon as `enough` says how much of it; all, if nothing more can come.
    fn await_output(&mut self, id: Output, enough: impl Fn(&[u8]) -> Option<usize>) -> Vec<u8> {
        let (ended, until) = (self.ended, self.until);
        let tail = match id {
            Output::Stdout => &mut self.stdout,
            Output::Stderr => &mut self.stderr,
        };
        loop {
            // Asked first: what was written by then is read below.
            let last = ended.load(Ordering::SeqCst) || Instant::now() >= until;
            let mut rest = tail.rest();
            let length = enough(&rest).or(last.then_some(rest.len()));
            if let Some(length) = length {
                rest.truncate(length);
                tail.read += rest.len();
                return rest;
            }
            std::thread::sleep(INTERVAL);
        }
    }

    fn connect(&mut self, id: &str) -> Result<(), String> {
        let line = self.line(Output::Stdout);
        let Ok(address) = line.parse() else {
            return Err(format!(
                "connect: its next line is no address and port: {line:?}"
            ));
        };
        let connection = told(
            "connect",
            TcpStream::connect_timeout(&address, PATIENCE).and_then(|connection| {
                connection.set_read_timeout(Some(PATIENCE))?;
                connection.set_write_timeout(Some(PATIENCE))?;
                Ok(connection)
            }),
        )?;
        self.connections.insert(id.to_string(), connection);
        Ok(())
    }

    fn connection(&self, id: &str) -> &TcpStream {
        &self.connections[id]
    }

    fn request(&mut self, request: &Request) -> Result<(), String> {
        let service = match &self.service {
            Some(service) => service.clone(),
            None => {
                let line = self.line(Output::Stderr);
                let from = line.find("http://").map(|at| &line[at + 7..]);
                let Some(rest) = from else {
                    return Err(format!(
                        "request: its first line on standard error has no http://: {line:?}"
                    ));
                };
                let address = rest.split(['/', ' ']).next().unwrap_or_default();
                self.service.insert(address.to_string()).clone()
            }
        };
        let what = format!("{} {}", request.method, request.path);
        let got = told(&what, exchange(&service, request))?;
        let wanted = &request.response;
        if got.status() != Some(wanted.status) {
            let status = got.status().map_or("none".to_string(), |s| s.to_string());
            return Err(format!("{what}: status {status}, wanted {}", wanted.status));
        }
        for (name, value) in &wanted.headers {
            let is = got.header_values(name);
            if is.as_ref() != Some(value) {
                return Err(format!("{what}: {name}: {is:?}, wanted {value:?}"));
            }
        }
        match got.body == wanted.body.as_bytes() {
            true => Ok(()),
            false => wanted_is(&what, &format!("{} and no more", wanted.body), &got.body),
        }
    }
}

/// Sends a request and reads what is answered.
fn exchange(service: &str, request: &Request) -> std::io::Result<Message> {
    let mut connection = TcpStream::connect(service)?;
    connection.set_read_timeout(Some(PATIENCE))?;
    connection.set_write_timeout(Some(PATIENCE))?;
    let path = request.path.trim_start_matches('/');
    let mut headers: Fields = vec![
        ("Host".to_string(), service.to_string()),
        ("Accept".to_string(), "*/*".to_string()),
        ("Connection".to_string(), "close".to_string()),
    ];
    headers.extend(request.headers.clone());
    if !request.body.is_empty() || !["GET", "HEAD"].contains(&&*request.method) {
        headers.push(("Content-Length".into(), request.body.len().to_string()));
    }
    let start = format!("{} /{path} HTTP/1.1", request.method);
    write_head(&mut connection, &start, &headers)?;
    connection.write_all(request.body.as_bytes())?;
    let mut from = BufReader::new(connection);
    let without = match request.method == "HEAD" {
        true => Without::OnlyAHead,
        false => Without::ToTheEnd,
    };
    let read = Message::read(&mut from, without)?;
    read.ok_or_else(|| std::io::ErrorKind::UnexpectedEof.into())
}

fn told<T>(what: &str, done: std::io::Result<T>) -> Result<T, String> {
    done.map_err(|error| format!("{what}: {error}"))
}

fn wanted_is(what: &str, wanted: &str, got: &[u8]) -> Result<(), String> {
    if got == wanted.as_bytes() {
        return Ok(());
    }
    let got = String::from_utf8_lossy(&got[..got.len().min(80)]).into_owned();
    Err(format!("{what}: {got:?}, wanted {wanted:?}"))
}
