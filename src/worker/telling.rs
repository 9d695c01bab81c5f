//! The line of a standard error that says what went wrong: seldom the last one.

/// The most characters of a message that are quoted; all of it is kept elsewhere.
const LONGEST: usize = 300;

/// The messages of a panic within a panic: the first one is the reason.
const SECOND_PANICS: [&str; 2] = [
    "panic in a destructor during cleanup",
    "panic in a function that cannot unwind",
];

/// Returns the line that says what went wrong: the message of a panic, else the last line that is
/// neither a hint nor a frame of a stack.
pub fn telling_line(stderr: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(stderr);
    let lines: Vec<&str> = text.lines().collect();
    let best = rust_panic(&lines)
        .or_else(|| headed(&lines))
        .or_else(|| last(&lines))?;
    let cut: String = best.chars().take(LONGEST).collect();
    Some(if cut.len() < best.len() {
        cut + "…"
    } else {
        cut
    })
}

/// A Rust panic: its message may stand on the same line, as it did until 2023, or on those that
/// follow.
fn rust_panic(lines: &[&str]) -> Option<String> {
    let is_panic = |at: &usize| {
        let next = lines.get(at + 1).unwrap_or(&"");
        lines[*at].trim_start().starts_with("thread '")
            && lines[*at].contains("panicked at ")
            && !SECOND_PANICS.iter().any(|second| next.contains(second))
    };
    let at = (0..lines.len()).rev().find(is_panic)?;
    let (_, place) = lines[at].split_once("panicked at ")?;
    let message = lines[at + 1..].iter().map(|line| line.trim());
    let message: Vec<_> = message
        .take_while(|line| !is_beside(line) && !line.starts_with("thread '"))
        .filter(|line| !line.is_empty())
        .take(6)
        .collect();
    let place = place.trim_end_matches(':');
    Some(match message.is_empty() || place.starts_with('\'') {
        true => format!("panicked at {place}"),
        false => format!("panicked at {place}: {}", message.join(" ")),
    })
}

/// The words with which other languages begin such a message: frames of stacks follow it.
fn headed(lines: &[&str]) -> Option<String> {
    const HEADS: [&str; 4] = [
        "panic: ",
        "fatal error: ",
        "Exception in thread ",
        "Uncaught ",
    ];
    let is_head = |line: &&&str| HEADS.iter().any(|head| line.trim_start().starts_with(head));
    lines
        .iter()
        .find(is_head)
        .map(|line| line.trim().to_string())
}

fn last(lines: &[&str]) -> Option<String> {
    let said = lines.iter().rev().filter(|line| !line.trim().is_empty());
    let mut all = said.clone();
    let best = said.clone().find(|line| !is_beside(line.trim()));
    best.or_else(|| all.next())
        .map(|line| line.trim().to_string())
}

/// True if a line stands beside a message: a hint, or a frame of a stack.
fn is_beside(line: &str) -> bool {
    const HINTS: [&str; 8] = [
        "note: ",
        "help: ",
        "stack backtrace:",
        "wasm backtrace:",
        "Stack trace:",
        "goroutine ",
        "Node.js v",
        "exit status ",
    ];
    let numbered = line.split_once(": ").is_some_and(|(number, _)| {
        !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
    });
    numbered || line.starts_with("at ") || HINTS.iter().any(|hint| line.starts_with(hint))
}

#[cfg(test)]
mod tests {
    use super::telling_line;

    #[test]
    fn the_message_is_quoted_and_not_what_stands_beside_it() {
        let note = "note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace";
        let cases = [
            (
                format!("thread 'main' panicked at src/main.rs:4:5:\nno such file\n{note}\n"),
                "panicked at src/main.rs:4:5: no such file",
            ),
            (
                format!(
                    "thread 'main' (17) panicked at a.rs:1:1:\n\
                     assertion `left == right` failed\n  left: 1\n right: 2\n{note}\n\
                     Error: wasm trap\n"
                ),
                "panicked at a.rs:1:1: assertion `left == right` failed left: 1 right: 2",
            ),
            (
                format!("thread 'main' panicked at 'old', src/main.rs:4:5\n{note}\n"),
                "panicked at 'old', src/main.rs:4:5",
            ),
            (
                "thread 'a' panicked at a.rs:1:1:\nfirst\nstack backtrace:\n   0: f\n\
                 thread 'a' panicked at b.rs:2:2:\npanic in a destructor during cleanup\n"
                    .to_string(),
                "panicked at a.rs:1:1: first",
            ),
            (
                "panic: out of range\n\ngoroutine 1 [running]:\nmain.main()\n\t/a.go:3 +0x2\n"
                    .to_string(),
                "panic: out of range",
            ),
            (
                "Error: no\n    at f (a.js:1:1)\n\nNode.js v20.1.0\n".to_string(),
                "Error: no",
            ),
            (
                "Traceback (most recent call last):\n  File \"a\", line 1\nValueError: x\n"
                    .to_string(),
                "ValueError: x",
            ),
            (
                "a\nassertion failed: b\n\n".to_string(),
                "assertion failed: b",
            ),
            (note.to_string(), note),
        ];
        for (stderr, line) in cases {
            assert_eq!(telling_line(stderr.as_bytes()).as_deref(), Some(line));
        }
        assert_eq!(telling_line(b" \n"), None);
    }
}
