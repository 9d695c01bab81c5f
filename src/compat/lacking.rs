//! Which of the features that a module needs a configuration lacks, by the probes of them.

use super::run::try_all;
use crate::build::Home;
use crate::catalog::runtime::Runtime;
use crate::compat::target::Target;
use crate::probe::{Probe, Source};
use crate::results::support::verdict::Verdict;
use crate::results::support::{FEATURES, ProbeResult};
use anyhow::Result;

/// Features that are called otherwise here than probes are, or have further probes.
const PROBES: [(&str, &[&str]); 3] = [
    ("saturating-float-to-int", &["saturating-conversions"]),
    ("threads", &["atomics", "shared-memory"]),
    (
        "reference-types",
        &["reference-types", "externref", "multiple-tables"],
    ),
];

/// Whether a source is of a probe of that feature: by its name, or by that of a part of it
/// (`simd-floats`).
pub fn is_of(source: &Source, feature: &str) -> bool {
    let named = PROBES.iter().find(|(name, _)| *name == feature);
    let is_it = || match named {
        Some((_, probes)) => probes.contains(&source.name.as_str()),
        None => {
            let part = source.name.strip_prefix(feature);
            part.is_some_and(|part| part.is_empty() || part.starts_with('-'))
        }
    };
    source.group == FEATURES && is_it()
}

/// The features among `needed` that a configuration lacks, in words: those whose probes, tried now,
/// do not all pass. A feature without a probe is not known to be lacking.
pub fn lacking(
    target: Target,
    needed: &[String],
    probes: &[Probe],
    runtime: &Runtime,
    home: &Home,
) -> Result<Vec<String>> {
    let mut lacking = Vec::new();
    for feature in needed {
        let its = probes.iter().filter(|probe| is_of(&probe.source, feature));
        let tried = its.map(|probe| try_all(target, probe, runtime, home));
        let tried: Vec<ProbeResult> = tried.collect::<Result<_>>()?;
        lacking.extend(in_words(feature, &tried));
    }
    Ok(lacking)
}

fn in_words(feature: &str, tried: &[ProbeResult]) -> Option<String> {
    let lacks: Vec<_> = tried.iter().filter(|t| t.verdict != Verdict::Yes).collect();
    let none = tried.iter().all(|t| t.verdict == Verdict::No);
    let switch = lacks.first()?.with_switch.as_ref();
    let helps = |t: &&ProbeResult| {
        t.with_switch
            .as_ref()
            .is_some_and(|on| on.verdict == Verdict::Yes)
    };
    Some(match switch.filter(|_| lacks.iter().all(helps)) {
        Some(on) => format!("{feature} (off by default, on with {})", on.how),
        None if none => feature.to_string(),
        None => format!("part of {feature}"),
    })
}

#[cfg(test)]
mod tests {
    use super::{ProbeResult, Source, Verdict, in_words, is_of};
    use crate::results::support::WithSwitch;

    fn of(verdict: Verdict, on: Option<Verdict>) -> ProbeResult {
        ProbeResult {
            configuration: String::new(),
            probe: String::new(),
            verdict,
            cases: Vec::new(),
            with_switch: on.map(|verdict| WithSwitch {
                how: "--it".to_string(),
                verdict,
                cases: Vec::new(),
            }),
        }
    }

    #[test]
    fn what_does_not_pass_is_lacking() {
        let (yes, no) = (of(Verdict::Yes, None), of(Verdict::No, None));
        let words = |tried: &[&ProbeResult]| {
            let tried: Vec<ProbeResult> = tried.iter().map(|t| (*t).clone()).collect();
            in_words("simd", &tried)
        };
        assert_eq!(words(&[]), None);
        assert_eq!(words(&[&yes, &yes]), None);
        assert_eq!(words(&[&no, &no]).unwrap(), "simd");
        assert_eq!(words(&[&yes, &no]).unwrap(), "part of simd");
        let off = of(Verdict::No, Some(Verdict::Yes));
        let on = "simd (off by default, on with --it)";
        assert_eq!(words(&[&yes, &off]).unwrap(), on);
        assert_eq!(words(&[&off, &no]).unwrap(), "simd");
        assert_eq!(
            words(&[&of(Verdict::No, Some(Verdict::No))]).unwrap(),
            "simd"
        );
    }

    #[test]
    fn probes_are_found_by_the_features_name() {
        let is = |group: &str, name: &str, feature: &str| {
            let source = Source {
                group: group.to_string(),
                name: name.to_string(),
                file: "".into(),
            };
            is_of(&source, feature)
        };
        assert!(is("wasm", "gc", "gc") && is("wasm", "gc-arrays", "gc"));
        assert!(is("wasm", "atomics", "threads") && is("wasm", "externref", "reference-types"));
        assert!(!is("wasm", "relaxed-simd", "simd") && !is("wasix", "threads", "threads"));
        assert!(!is("wasm", "multi-value", "multi-memory"));
    }
}
