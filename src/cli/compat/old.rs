//! Spellings of `compat` from before it had subcommands.

use std::ffi::{OsStr, OsString};

/// Options that are subcommands now, and whether a value follows that comes first there.
const OPTIONS: [(&str, &str, bool); 4] = [
    ("--suite", "suite", true),
    ("--against", "claims", true),
    ("--spec", "spec", false),
    ("--pin", "pin", false),
];

/// Options of every subcommand that a value follows.
const GLOBAL: [&str; 4] = ["--root", "--runtime-dir", "--emulated", "--color"];

/// A command line with the subcommand in place of an option, and a note that says so; as it is, if
/// it has none of these options, or several.
pub fn rewritten(words: Vec<OsString>) -> (Vec<OsString>, Option<String>) {
    let Some(compat) = subcommand(&words).filter(|at| words[*at] == "compat") else {
        return (words, None);
    };
    let is = |word: &OsStr, option: &str| {
        let word = word.to_string_lossy();
        word == option
            || word
                .strip_prefix(option)
                .is_some_and(|rest| rest.starts_with('='))
    };
    let found: Vec<_> = OPTIONS
        .iter()
        .filter_map(|option| {
            let mut words = words.iter().enumerate().skip(compat + 1);
            let (at, _) = words.find(|(_, word)| is(word, option.0))?;
            Some((option, at))
        })
        .collect();
    let [((option, subcommand, takes_value), at)] = found[..] else {
        return (words, None);
    };
    let mut words = words;
    let word = words.remove(at).to_string_lossy().into_owned();
    let mut moved = vec![OsString::from(subcommand)];
    match word.split_once('=') {
        Some((_, value)) => moved.push(value.into()),
        None if *takes_value && at < words.len() => moved.push(words.remove(at)),
        None => {}
    }
    words.splice(compat + 1..compat + 1, moved);
    let note = format!("note: `compat {option}` is written `compat {subcommand}` now");
    (words, Some(note))
}

/// Where the subcommand stands: behind global options and their values.
fn subcommand(words: &[OsString]) -> Option<usize> {
    let takes_value = |word: &OsString| GLOBAL.iter().any(|option| word == option);
    let mut at = 1;
    while words.get(at)?.to_string_lossy().starts_with('-') {
        at += 1 + usize::from(takes_value(&words[at]));
    }
    Some(at)
}

#[cfg(test)]
mod tests {
    use super::rewritten;

    #[test]
    fn an_option_becomes_its_subcommand() {
        let of = |line: &str| {
            let words = line.split(' ').map(Into::into).collect();
            let (words, note) = rewritten(words);
            let words: Vec<_> = words.iter().map(|word| word.to_str().unwrap()).collect();
            (words.join(" "), note.is_some())
        };
        let changed = |to: &str| (to.to_string(), true);
        assert_eq!(
            of("wasmeter compat -r a --suite dir --private"),
            changed("wasmeter compat suite dir -r a --private")
        );
        assert_eq!(
            of("wasmeter compat --suite=dir"),
            changed("wasmeter compat suite dir")
        );
        assert_eq!(
            of("wasmeter compat -r a --spec core-2.0/i64 x"),
            changed("wasmeter compat spec -r a core-2.0/i64 x")
        );
        assert_eq!(
            of("wasmeter compat wasm/x --against f.json"),
            changed("wasmeter compat claims f.json wasm/x")
        );
        assert_eq!(of("wasmeter compat --pin"), changed("wasmeter compat pin"));
        assert_eq!(
            of("wasmeter --root . compat --pin"),
            changed("wasmeter --root . compat pin")
        );
        assert_eq!(
            of("wasmeter -q --color never compat --pin"),
            changed("wasmeter -q --color never compat pin")
        );
        for line in [
            "wasmeter compat wasm",
            "wasmeter report --against f.json",
            "wasmeter exec program.wasm compat --suite x",
            "wasmeter compat --spec --against x",
        ] {
            assert_eq!(of(line), (line.to_string(), false));
        }
    }
}
