//! A headless Chromium, spoken to by the DevTools protocol through a pair of pipes.

use crate::common::root;
use command_fds::{CommandFdExt, FdMapping};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, PipeReader, PipeWriter, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;
use tempfile::TempDir;

/// How long an answer may take, on a busy machine too.
const PATIENCE: Duration = Duration::from_secs(60);

pub struct Browser {
    child: Child,
    to: PipeWriter,
    from: Receiver<Value>,
    session: String,
    asked: u64,
    /// Errors that the page has made: in its console, as exceptions, against its policy.
    pub errors: Vec<String>,
    loaded: bool,
    _profile: TempDir,
}

impl Browser {
    /// Starts one. `None` where there is no Chromium; that is said, with its fix.
    pub fn start() -> Option<Self> {
        let found = Command::new(root().join("scripts/chromium.sh"))
            .output()
            .unwrap();
        if !found.status.success() {
            // Not by a macro, whose output tests that pass keep to themselves.
            let why = String::from_utf8_lossy(&found.stderr);
            let _ = writeln!(std::io::stderr(), "the page goes untested: {why}");
            return None;
        }
        let found = String::from_utf8(found.stdout).unwrap();
        let mut environment = found.lines().filter_map(|line| line.split_once('='));
        let (_, program) = environment.next().expect("the program");
        let profile = TempDir::new().unwrap();
        let (their_input, to) = std::io::pipe().unwrap();
        let (from, their_output) = std::io::pipe().unwrap();
        let mut command = Command::new(program);
        command
            .args([
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
            ])
            .args([
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
            ])
            .args(["--remote-debugging-pipe", "about:blank"])
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .envs(environment)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .fd_mappings(vec![
                FdMapping {
                    parent_fd: their_input.into(),
                    child_fd: 3,
                },
                FdMapping {
                    parent_fd: their_output.into(),
                    child_fd: 4,
                },
            ])
            .unwrap();
        let child = command.spawn().unwrap();
        // What still holds the other ends of the pipes.
        drop(command);
        let mut browser = Browser {
            child,
            to,
            from: listen(from),
            session: String::new(),
            asked: 0,
            errors: Vec::new(),
            loaded: false,
            _profile: profile,
        };
        let target = browser.ask("Target.createTarget", json!({"url": "about:blank"}));
        let attached = json!({"targetId": target["targetId"], "flatten": true});
        let attached = browser.ask("Target.attachToTarget", attached);
        browser.session = attached["sessionId"]
            .as_str()
            .expect("a session")
            .to_string();
        for domain in ["Page", "Runtime", "Log", "DOM"] {
            browser.ask(&format!("{domain}.enable"), json!({}));
        }
        Some(browser)
    }

    /// Loads a page, afresh even if only the fragment is another.
    pub fn open(&mut self, page: &Path, fragment: &str) {
        self.navigate("about:blank");
        self.navigate(&format!("file://{}{fragment}", page.display()));
    }

    fn navigate(&mut self, url: &str) {
        self.loaded = false;
        self.ask("Page.navigate", json!({"url": url}));
        while !self.loaded {
            self.hear();
        }
    }

    /// The value of an expression of JavaScript in the page.
    pub fn value(&mut self, expression: &str) -> Value {
        let expression =
            json!({"expression": expression, "returnByValue": true, "awaitPromise": true});
        let answer = self.ask("Runtime.evaluate", expression);
        assert!(answer["exceptionDetails"].is_null(), "{answer}");
        answer["result"]["value"].clone()
    }

    /// One key, such as `Escape` or `Enter`.
    pub fn press(&mut self, key: &str) {
        let code = match key {
            "Escape" => 27,
            "Enter" => 13,
            "ArrowDown" => 40,
            "ArrowRight" => 39,
            _ => panic!("{key}"),
        };
        for kind in ["rawKeyDown", "keyUp"] {
            self.ask(
                "Input.dispatchKeyEvent",
                json!({"type": kind, "key": key, "code": key, "windowsVirtualKeyCode": code}),
            );
        }
    }

    /// Asks for something, and waits for the answer.
    pub fn ask(&mut self, method: &str, params: Value) -> Value {
        self.asked += 1;
        let mut request = json!({"id": self.asked, "method": method, "params": params});
        if !self.session.is_empty() {
            request["sessionId"] = json!(self.session);
        }
        let mut line = serde_json::to_vec(&request).unwrap();
        line.push(0);
        self.to.write_all(&line).unwrap();
        loop {
            if let Some(answer) = self.hear().filter(|answer| answer["id"] == self.asked) {
                assert!(answer["error"].is_null(), "{method}: {answer}");
                return answer["result"].clone();
            }
        }
    }

    /// One message; events are taken note of.
    fn hear(&mut self) -> Option<Value> {
        let message = self
            .from
            .recv_timeout(PATIENCE)
            .expect("an answer from Chromium");
        let params = &message["params"];
        match message["method"].as_str() {
            Some("Page.loadEventFired") => self.loaded = true,
            Some("Runtime.exceptionThrown") => {
                self.errors.push(params["exceptionDetails"].to_string())
            }
            Some("Log.entryAdded") if params["entry"]["level"] != "info" => {
                self.errors.push(params["entry"].to_string());
            }
            Some("Runtime.consoleAPICalled")
                if params["type"] == "error" || params["type"] == "warning" =>
            {
                self.errors.push(params["args"].to_string());
            }
            Some(_) => {}
            None => return Some(message),
        }
        None
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn listen(from: PipeReader) -> Receiver<Value> {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        for message in BufReader::new(from).split(0).map_while(Result::ok) {
            let heard = serde_json::from_slice(&message).map(|message| sender.send(message));
            if !matches!(heard, Ok(Ok(()))) {
                break;
            }
        }
    });
    receiver
}
