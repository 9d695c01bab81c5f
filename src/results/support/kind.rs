//! Kinds of cases: the name of a case says what must become of it.

use anyhow::{Result, bail};
use strsim::damerau_levenshtein;

/// What must become of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expect {
    /// It returns 0.
    Hold,
    /// It traps.
    Trap,
    /// It returns 0, or its call traps.
    HoldOrTrap,
    /// Anything: by itself it does not end.
    BeEnded,
    /// Anything: that it can be called at all shows that it is there, and not that it works.
    Link,
    /// It returns 0, and has printed what its name says.
    Print,
    /// It returns anything, and what it returned is recorded.
    Tell,
    /// It is a command, and ends with this code.
    Exit(i32),
}

/// What names begin with whose cases record what they return.
pub const TELLS: &str = "tells: ";

/// What names of the other kinds begin with, in words for people.
const KNOWN: &str = "`exits with N: `, `traps: `, `traps or `, `is ended: `, `links: `, \
    `prints TEXT: `, `tells: `";

/// Words that only names of these kinds begin with. Plain sentences begin with `links` and `tells`
/// too.
const RESERVED: [&str; 4] = ["exits with", "traps", "is ended", "prints"];

/// What some cases that must hold are about, in one word. They are pinned with these names; a new
/// one says it in a sentence.
const SUBJECTS: [&str; 6] = [
    "append",
    "creat",
    "directory",
    "nonblock",
    "rights",
    "trunc",
];

impl Expect {
    /// Of the name of a case. One of no kind must hold.
    ///
    /// ```
    /// use wasmeter::results::support::Expect;
    ///
    /// assert_eq!(Expect::of("traps: division by zero"), Expect::Trap);
    /// assert_eq!(Expect::of("exits with 3: at once"), Expect::Exit(3));
    /// assert_eq!(Expect::of("reads on from where it ended"), Expect::Hold);
    /// ```
    pub fn of(name: &str) -> Self {
        if name.starts_with("traps or ") {
            return Expect::HoldOrTrap;
        }
        let Some((head, _)) = name.split_once(": ") else {
            return Expect::Hold;
        };
        match head {
            "traps" => Expect::Trap,
            "is ended" => Expect::BeEnded,
            "links" => Expect::Link,
            "tells" => Expect::Tell,
            _ if head.starts_with("prints ") => Expect::Print,
            _ => exit_code(head).map_or(Expect::Hold, Expect::Exit),
        }
    }

    /// The same of a probe that is to be tried.
    ///
    /// # Errors
    /// The name begins nearly as those of a kind do: the case would only have to hold. Names the
    /// case, and the kinds.
    pub fn checked(name: &str) -> Result<Self> {
        match (Expect::of(name), mistyped(name)) {
            (Expect::Hold, Some(begin)) => bail!(
                "the case {name:?} begins with {begin:?}, which is no kind of case\nthe kinds: \
                 {KNOWN}; any other begins with a sentence, and must hold"
            ),
            (expect, _) => Ok(expect),
        }
    }
}

fn exit_code(head: &str) -> Option<i32> {
    head.strip_prefix("exits with ")?.parse().ok()
}

/// What a name begins with that is nearly a kind's, or one word before a colon.
fn mistyped(name: &str) -> Option<&str> {
    let head = name.split_once(": ").map(|(head, _)| head);
    let one_word = head.filter(|head| !head.contains(' ') && !SUBJECTS.contains(head));
    let near = |reserved: &&str| {
        let begin = first_words(name, reserved.split(' ').count());
        (damerau_levenshtein(begin, reserved) <= 1).then_some(begin)
    };
    one_word.or_else(|| RESERVED.iter().find_map(near))
}

/// The first `count` words, without a sign at their end.
fn first_words(name: &str, count: usize) -> &str {
    let end = name.match_indices(' ').nth(count - 1);
    let words = end.map_or(name, |(at, _)| &name[..at]);
    words.trim_end_matches([':', ';', ',', '.'])
}

#[cfg(test)]
mod tests {
    use super::Expect::{self, *};

    #[test]
    fn a_name_says_what_must_become_of_a_case() {
        for (name, expect) in [
            ("exits with 7: at once", Exit(7)),
            ("traps: a division by zero", Trap),
            ("traps or says no", HoldOrTrap),
            ("traps or refuses a clock: inval", HoldOrTrap),
            ("is ended: a loop", BeEnded),
            ("links: a model is loaded", Link),
            ("links a file to a second name", Hold),
            ("tells: f32: a sum", Tell),
            ("tells times in nanoseconds: years after 2020", Hold),
            ("prints a word: when it is asked", Print),
            ("refuses a file: notsock or notcapable", Hold),
            ("append: what is written comes at the end", Hold),
            ("ends with the sooner of two times", Hold),
            ("reads", Hold),
            ("", Hold),
        ] {
            assert_eq!(Expect::of(name), expect, "{name}");
            assert_eq!(Expect::checked(name).unwrap(), expect, "{name}");
        }
    }

    #[test]
    fn a_mistyped_kind_is_refused() {
        for (name, begin) in [
            ("tell: a sum", "tell"),
            ("link: a model is loaded", "link"),
            ("ends: a loop", "ends"),
            ("trap: a division by zero", "trap"),
            ("trasp: a division by zero", "trasp"),
            ("traps a division by zero", "traps"),
            ("trap or says no", "trap"),
            ("is endd: a loop", "is endd"),
            ("is ended by a limit", "is ended"),
            ("exit with 7: at once", "exit with"),
            ("exits with grace: at once", "exits with"),
            ("exits with 7, at once", "exits with"),
            ("prints nothing", "prints"),
            ("print a word: when it is asked", "print"),
        ] {
            let error = Expect::checked(name).unwrap_err().to_string();
            let begin = format!("{begin:?}");
            for part in [name, begin.as_str(), "`is ended: `"] {
                assert!(error.contains(part), "no {part} in {error}");
            }
            // Saved records are read as ever.
            assert_eq!(Expect::of(name), Hold);
        }
    }
}
