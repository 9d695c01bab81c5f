//! The servers that a test talks to: on the loopback, for as long as the test runs.

use super::http::{Fields, Message, Without, write_chunks, write_head};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::{self, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

/// How long a client is waited for.
const PATIENCE: Duration = Duration::from_secs(10);
const METHODS: [&str; 7] = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"];

/// A server, as a test's file has it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Server {
    name: String,
    #[serde(default)]
    kind: Kind,
    #[serde(default)]
    endpoints: Vec<Endpoint>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Kind {
    #[default]
    Listening,
    /// An address at which nobody listens.
    Closed,
}

/// What is answered to a method and a path.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Endpoint {
    #[serde(default = "get")]
    method: String,
    #[serde(default = "root")]
    path: String,
    #[serde(default)]
    mode: Mode,
    response: Option<Answer>,
}

pub(super) fn get() -> String {
    "GET".to_string()
}

pub(super) fn root() -> String {
    "/".to_string()
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Mode {
    /// What stands in the file.
    #[default]
    Static,
    /// The request's body.
    EchoBody,
    /// The request's first line, headers and trailers, as headers.
    EchoHeaders,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Value")]
struct Answer(Parts);

#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Parts {
    status: Option<u16>,
    headers: BTreeMap<String, String>,
    body: Option<String>,
    chunks: Option<Vec<String>>,
    trailers: BTreeMap<String, String>,
}

impl TryFrom<Value> for Answer {
    type Error = serde_json::Error;

    /// Text is short for a body of a response that is otherwise the usual one.
    fn try_from(value: Value) -> Result<Self, Self::Error> {
        Ok(Answer(match value {
            Value::String(body) => Parts {
                body: Some(body),
                ..Parts::default()
            },
            parts => serde_json::from_value(parts)?,
        }))
    }
}

impl Server {
    /// The variable in which the guest finds its address.
    pub fn variable(&self) -> String {
        format!("HTTP_SERVER_{}", self.name.to_uppercase())
    }

    /// Why it is none that the suite's specification allows.
    pub fn problem(&self) -> Option<String> {
        let name = &self.name;
        let of_a_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        if name.is_empty() || !name.chars().all(of_a_name) {
            return Some(format!("the name of a server is no name: {name:?}"));
        }
        if self.kind == Kind::Closed && !self.endpoints.is_empty() {
            return Some(format!("its server {name} is closed, and has endpoints"));
        }
        self.endpoints.iter().find_map(|endpoint| {
            let Endpoint { method, path, .. } = endpoint;
            let why = endpoint.problem()?;
            Some(format!("its endpoint {method} {path} {why}"))
        })
    }

    /// Makes it.
    pub fn start(&self) -> io::Result<Running> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        if self.kind == Kind::Closed {
            // Dropped, the listener leaves an address that nobody is given again so soon.
            return Ok(Running {
                address,
                over: Arc::default(),
                thread: None,
            });
        }
        let over = Arc::new(AtomicBool::new(false));
        let (is_over, endpoints) = (over.clone(), Arc::new(self.endpoints.clone()));
        let thread = std::thread::spawn(move || {
            while let Ok((client, _)) = listener.accept() {
                if is_over.load(Ordering::SeqCst) {
                    break;
                }
                let endpoints = endpoints.clone();
                // What a client does to its connection is found out by the guest.
                std::thread::spawn(move || answer(&client, &endpoints));
            }
        });
        Ok(Running {
            address,
            over,
            thread: Some(thread),
        })
    }
}

impl Endpoint {
    fn problem(&self) -> Option<&'static str> {
        let method = self.method.to_ascii_uppercase();
        if !METHODS.contains(&&*method) {
            return Some("has a method that the suite does not know");
        }
        let response = self.response.as_ref().map(|answer| &answer.0);
        match (self.mode, response) {
            (Mode::EchoBody | Mode::EchoHeaders, Some(_)) => Some("echoes, and has a response"),
            (_, Some(parts)) if parts.chunks.is_some() && parts.body.is_some() => {
                Some("has a body and chunks")
            }
            (_, Some(parts)) if parts.chunks.is_none() && !parts.trailers.is_empty() => {
                Some("has trailers without chunks")
            }
            _ => None,
        }
    }
}

/// A server that is there until this is dropped.
pub struct Running {
    pub address: SocketAddr,
    over: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.over.store(true, Ordering::SeqCst);
        if let Some(thread) = self.thread.take() {
            // It waits for somebody.
            drop(TcpStream::connect(self.address));
            let _ = thread.join();
        }
    }
}

/// Answers one request; its connection ends then.
fn answer(client: &TcpStream, endpoints: &[Endpoint]) -> io::Result<()> {
    client.set_read_timeout(Some(PATIENCE))?;
    client.set_write_timeout(Some(PATIENCE))?;
    let Some(request) = Message::read(&mut BufReader::new(client), Without::NoBody)? else {
        return Ok(());
    };
    let mut words = request.start.split(' ');
    let (method, path) = (words.next().unwrap_or_default(), words.next());
    let asked = |endpoint: &&Endpoint| {
        endpoint.method.eq_ignore_ascii_case(method) && Some(&*endpoint.path) == path
    };
    let is_head = method == "HEAD";
    let mut to = client;
    let of = |map: &BTreeMap<String, String>| map.clone().into_iter().collect::<Fields>();
    // The last of its kind counts, as in a table.
    let Some(endpoint) = endpoints.iter().rev().find(asked) else {
        return whole(&mut to, 404, Fields::new(), b"", is_head);
    };
    match endpoint.mode {
        Mode::EchoBody => whole(&mut to, 200, Fields::new(), &request.body, is_head),
        Mode::EchoHeaders => whole(
            &mut to,
            200,
            echoed(&request, method, path.unwrap_or_default()),
            b"",
            is_head,
        ),
        Mode::Static => {
            let parts = endpoint.response.clone().unwrap_or_default().0;
            let (status, mut headers) = (parts.status.unwrap_or(200), of(&parts.headers));
            let Some(chunks) = parts.chunks else {
                let body = parts.body.unwrap_or_default();
                return whole(&mut to, status, headers, body.as_bytes(), is_head);
            };
            headers.push(field("Transfer-Encoding", "chunked"));
            if !parts.trailers.is_empty() {
                let names: Vec<_> = parts.trailers.keys().cloned().collect();
                headers.push(field("Trailer", names.join(", ")));
            }
            head(&mut to, status, headers)?;
            if is_head {
                return Ok(());
            }
            write_chunks(&mut to, &chunks, &of(&parts.trailers))
        }
    }
}

/// First line, headers and trailers of a request, as headers: the values of one name together, in
/// its first place.
fn echoed(request: &Message, method: &str, path: &str) -> Fields {
    let mut names: Vec<String> = Vec::new();
    for (name, _) in &request.headers {
        let name = name.to_ascii_lowercase();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let mut echoed = vec![
        field("x-request-method", method),
        field("x-request-path", path),
    ];
    for name in names {
        for (_, value) in request
            .headers
            .iter()
            .filter(|(known, _)| known.eq_ignore_ascii_case(&name))
        {
            echoed.push(field(format!("x-echo-{name}"), value));
        }
    }
    let trailers = request.trailers.iter();
    echoed.extend(trailers.map(|(name, value)| {
        let name = name.to_ascii_lowercase();
        field(format!("x-trailer-{name}"), value)
    }));
    echoed
}

fn field(name: impl Into<String>, value: impl Into<String>) -> (String, String) {
    (name.into(), value.into())
}

fn head(to: &mut impl Write, status: u16, mut headers: Fields) -> io::Result<()> {
    headers.push(field("Connection", "close"));
    write_head(to, &format!("HTTP/1.1 {status} -"), &headers)
}

fn whole(
    to: &mut impl Write,
    status: u16,
    mut headers: Fields,
    body: &[u8],
    is_head: bool,
) -> io::Result<()> {
    headers.push(field("Content-Length", body.len().to_string()));
    head(to, status, headers)?;
    if is_head { Ok(()) } else { to.write_all(body) }
}
