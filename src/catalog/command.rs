//! The table `[command]` of `runtime.toml`: how a runtime is driven that has only a command line.

use anyhow::{Result, bail};
use regex_automata::meta::{BuildError, Config, Regex};
use regex_automata::util::captures::Captures;
use regex_automata::util::syntax;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The use of the program of `[worker]`. Lists are arguments, a word each.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommandLine {
    /// Arguments with which it prints its version.
    pub version: Vec<String>,
    /// Finds the version in what it then prints: the pattern's group, or all that it matches.
    #[serde(default = "any_version")]
    pub version_pattern: Pattern,
    /// With these it runs a module. `{module}` stands for the file; words of their own are
    /// `{args}`, the guest's arguments after its name, `{flags}`, the configuration's, and `{dir}`
    /// and `{env}`: what the keys of these names say, if the guest is given a folder, and for each
    /// of its variables.
    pub run: Vec<String>,
    /// `{dir}` stands for the folder that becomes the guest's `/`. Left out: it can preopen none.
    pub dir: Option<Vec<String>>,
    /// `{name}` and `{value}` stand for a variable's. Left out: it passes none on.
    pub env: Option<Environment>,
    /// With these it compiles `{module}` ahead of time, and writes the file `{to}`. `{flags}` as in
    /// `run`.
    #[serde(default)]
    pub precompile: Vec<String>,
    /// The program's own environment.
    #[serde(default)]
    pub sets: BTreeMap<String, String>,
    /// The message with which it refuses a module, on standard error or output. Looked for only
    /// where it ends with another code than 0.
    pub refused: Option<Pattern>,
    /// The message there when the guest trapped.
    pub trapped: Option<Pattern>,
    /// The codes that it ends with when it refuses a module or the guest trapped. Any other is then
    /// the guest's, whatever was written. Left out: they are not known, and what was written
    /// decides.
    #[serde(default)]
    pub failure_codes: Vec<i32>,
    /// The lines that it prints itself on the guest's standard output. They are removed.
    pub chatter: Option<Pattern>,
    /// In that, the milliseconds of compiling or loading the module: the pattern's group, the sum
    /// over all that it matches.
    pub load_ms: Option<Pattern>,
    /// In that, the milliseconds from the call of `_start` to its end: the pattern's group.
    pub start_ms: Option<Pattern>,
    /// The abilities that it lacks whatever its arguments are.
    #[serde(default)]
    pub lacks: Vec<Lack>,
}

/// The abilities that every command line is taken to have unless its runtime.toml lists them as
/// lacking. The protocol check tests them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Lack {
    /// It does not end with the guest's exit code: it reports a guest that exits with another one
    /// than 0 like a trap.
    ExitCodes,
    /// Files that a guest writes in its folder do not reach the host's.
    WrittenFiles,
}

/// The way in which the guest gets its environment.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Environment {
    /// By arguments, for each variable.
    Arguments(Vec<String>),
    /// The program's own environment is the guest's too: `"inherited"`.
    Inherited(Inherited),
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Inherited {
    Inherited,
}

/// A regular expression; `^` and `$` match at lines.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Pattern {
    text: String,
    regex: Regex,
}

impl Pattern {
    /// The text of its first group, or of the whole match if it has none.
    pub fn find(&self, text: &[u8]) -> Option<String> {
        let mut found = self.regex.create_captures();
        self.regex.captures(text, &mut found);
        let part = found.get_group(1).or(found.get_group(0))?;
        Some(String::from_utf8_lossy(&text[part.range()]).into_owned())
    }

    /// The sum of the numbers that its first groups match, if there are any.
    pub fn sum(&self, text: &[u8]) -> Option<f64> {
        let number = |found: Captures| {
            let part = &text[found.get_group(1)?.range()];
            std::str::from_utf8(part).ok()?.parse::<f64>().ok()
        };
        let numbers: Vec<_> = self.regex.captures_iter(text).filter_map(number).collect();
        (!numbers.is_empty()).then(|| numbers.iter().sum())
    }

    /// The line in which its first match begins.
    pub fn line(&self, text: &[u8]) -> Option<String> {
        let at = self.regex.find(text)?.start();
        let begin = text[..at]
            .iter()
            .rposition(|b| *b == b'\n')
            .map_or(0, |end| end + 1);
        let line = text[begin..].split(|b| *b == b'\n').next()?;
        Some(String::from_utf8_lossy(line).trim().to_string())
    }

    /// Text without what it matches.
    pub fn remove(&self, text: &[u8]) -> Vec<u8> {
        let mut rest = Vec::new();
        let mut from = 0;
        for found in self.regex.find_iter(text) {
            rest.extend_from_slice(&text[from..found.start()]);
            from = found.end();
        }
        rest.extend_from_slice(&text[from..]);
        rest
    }
}

/// Output without the lines in which one of the patterns matches.
pub fn without(patterns: &[Pattern], output: &[u8]) -> Vec<u8> {
    let lines = output.split_inclusive(|byte| *byte == b'\n');
    let stays = |line: &&[u8]| !patterns.iter().any(|pattern| pattern.find(line).is_some());
    lines.filter(stays).flatten().copied().collect()
}

impl TryFrom<String> for Pattern {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        // Of ASCII, and without what makes searches of long texts faster: the tables for both would
        // take most of the time in which a catalog is read.
        let syntax = syntax::Config::new()
            .multi_line(true)
            .unicode(false)
            .utf8(false);
        let config = Config::new().auto_prefilter(false).utf8_empty(false);
        let regex = Regex::builder()
            .syntax(syntax)
            .configure(config)
            .build(&text);
        let reason = |error: BuildError| {
            let syntax = error.syntax_error().map(ToString::to_string);
            syntax.unwrap_or_else(|| format!("regex: {error}"))
        };
        let regex = regex.map_err(reason)?;
        Ok(Pattern { text, regex })
    }
}

impl From<Pattern> for String {
    fn from(pattern: Pattern) -> Self {
        pattern.text
    }
}

fn any_version() -> Pattern {
    let text = r"\d+\.\d+[-+.\w]*".to_string();
    text.try_into().expect("a pattern")
}

impl CommandLine {
    /// True if the program's own environment is the guest's.
    pub fn inherits(&self) -> bool {
        matches!(self.env, Some(Environment::Inherited(_)))
    }

    /// True if an exit code is known to be the guest's, because the command line ends otherwise
    /// when something fails.
    pub fn is_of_guest(&self, code: i32) -> bool {
        let known = !self.failure_codes.is_empty() && !self.lacks.contains(&Lack::ExitCodes);
        known && !self.failure_codes.contains(&code)
    }

    /// Fails if a word has braces that mean nothing in its list, or if `{module}` is nowhere.
    pub fn check(&self) -> Result<()> {
        let none = Vec::new();
        let env = match &self.env {
            Some(Environment::Arguments(words)) => words,
            _ => &none,
        };
        let dir = self.dir.as_ref().unwrap_or(&none);
        // Its words; which may stand alone for a list; which may be within one.
        type List<'a> = (&'a str, &'a [String], &'a [&'a str], &'a [&'a str]);
        let lists: [List; 5] = [
            ("version", &self.version, &[], &[]),
            (
                "run",
                &self.run,
                &["flags", "dir", "env", "args"],
                &["module"],
            ),
            (
                "precompile",
                &self.precompile,
                &["flags"],
                &["module", "to"],
            ),
            ("dir", dir, &[], &["dir"]),
            ("env", env, &[], &["name", "value"]),
        ];
        for (key, words, alone, within) in lists {
            for word in words {
                let is_list = alone.iter().any(|name| *word == format!("{{{name}}}"));
                let known = |text: String, name: &&str| text.replace(&format!("{{{name}}}"), "");
                let rest = within.iter().fold(word.clone(), known);
                if !is_list && rest.contains(['{', '}']) {
                    bail!(
                        "command.{key}: {word:?} means nothing here; words may be {alone:?}, and \
                        contain {within:?}"
                    );
                }
            }
            let wants = |name: &str| {
                !words
                    .iter()
                    .any(|word| word.contains(&format!("{{{name}}}")))
            };
            if key == "run" && wants("module") {
                bail!("command.run: it wants a word with {{module}}");
            }
            if key == "precompile" && !words.is_empty() && (wants("module") || wants("to")) {
                bail!("command.precompile: it wants words with {{module}} and {{to}}");
            }
        }
        Ok(())
    }
}
