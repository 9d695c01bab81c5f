//! The options `--color` and `--quiet`, which hold for all that is printed.

use super::options::Global;
use crate::out;
use clap::ColorChoice;
use std::ffi::OsString;

/// Does what the options say, from now on.
pub fn obey(global: &Global) {
    set_colour(global.color);
    if global.quiet {
        out::set_quiet();
    }
}

/// Sets the colours of help texts and errors of the command line: clap prints them before it gives
/// us its options.
pub fn obey_unparsed(words: &[OsString]) {
    set_colour(colour(words).unwrap_or_default());
}

fn set_colour(choice: ColorChoice) {
    out::set_colour(match choice {
        ColorChoice::Auto => anstream::ColorChoice::Auto,
        ColorChoice::Always => anstream::ColorChoice::Always,
        ColorChoice::Never => anstream::ColorChoice::Never,
    });
}

/// Returns the value of the first `--color`.
fn colour(words: &[OsString]) -> Option<ColorChoice> {
    let value = words.iter().enumerate().find_map(|(at, word)| {
        match word.to_str()?.strip_prefix("--color")? {
            "" => words.get(at + 1)?.to_str(),
            rest => rest.strip_prefix('='),
        }
    });
    value?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::colour;
    use clap::ColorChoice;

    #[test]
    fn the_colour_is_found_before_the_command_line_is_parsed() {
        let of = |line: &str| {
            let words: Vec<_> = line.split(' ').map(Into::into).collect();
            colour(&words)
        };
        assert_eq!(of("wasmeter --color=never"), Some(ColorChoice::Never));
        assert_eq!(
            of("wasmeter bench --color always"),
            Some(ColorChoice::Always)
        );
        for line in ["wasmeter bench", "wasmeter --color", "wasmeter --color red"] {
            assert_eq!(of(line), None, "{line}");
        }
    }
}
