//! Tries the cases of a probe on a configuration, and says what became of them.

use super::shared::Shared;
use crate::build::Home;
use crate::catalog::runtime::Runtime;
use crate::compat::attempt::Trial;
use crate::compat::judge::{ended, passed, with_evidence};
use crate::compat::target::Target;
use crate::filter::Filter;
use crate::probe::{Case, Probe};
use crate::results::support::verdict::Verdict;
use crate::results::support::{CaseEnd, CaseResult, Expect, ProbeResult, SANDBOX, WithSwitch};
use anyhow::Result;
use tempfile::TempDir;

/// What a runtime must still run when it has ended another guest.
const NEXT: &str = "(module (memory (export \"memory\") 1) (func (export \"next\") (param i32) \
(result i64) i64.const 0))";

/// Tries every case of a probe; once more with a switch on, if the configuration leaves off what
/// the probe shows and its runtime has a switch for that. Fails only if the harness itself cannot
/// work.
pub fn try_all(
    target: Target,
    probe: &Probe,
    runtime: &Runtime,
    home: &Home,
) -> Result<ProbeResult> {
    let worker = match probe.is_component() {
        true => target.worker.for_components(),
        false => target.worker,
    };
    let target = Target { worker, ..target };
    let group = &probe.source.group;
    let cases = cases(target, probe, home)?;
    let verdict = Verdict::of(group, &cases);
    let on = match verdict {
        Verdict::Yes => None,
        _ => target.with(runtime, &probe.source.feature()),
    };
    let with_switch = match on {
        Some(target) => {
            let cases = self::cases(target, probe, home)?;
            Some(WithSwitch {
                how: target.switch().unwrap_or_default().to_string(),
                verdict: Verdict::of(group, &cases),
                cases,
            })
        }
        None => None,
    };
    let tried = ProbeResult {
        configuration: target.name.to_string(),
        probe: probe.source.full_name(),
        verdict,
        cases,
        with_switch,
    };
    Ok(match why_not_shown(runtime, &tried.probe) {
        Some(reason) => not_shown(tried, reason),
        None => tried,
    })
}

/// Why a runtime cannot show here what a probe is about, as its folder says.
fn why_not_shown<'a>(runtime: &'a Runtime, probe: &str) -> Option<&'a str> {
    let mut reasons = runtime.manifest.not_shown.iter();
    let is_it = |glob: &str| Filter::new(&[glob.to_string()]).is_ok_and(|glob| glob.matches(probe));
    let (_, reason) = reasons.find(|(glob, _)| is_it(glob))?;
    Some(reason)
}

/// Of a runtime that can be had with what a probe is about, but is not here for this `reason`: what
/// refused cases come to is that nothing was shown.
fn not_shown(mut tried: ProbeResult, reason: &str) -> ProbeResult {
    let refused = |case: &CaseResult| [CaseEnd::Unsupported, CaseEnd::NotShown].contains(&case.end);
    if tried.cases.iter().all(refused) {
        for case in &mut tried.cases {
            let words = case.evidence.take().unwrap_or_default();
            case.end = CaseEnd::NotShown;
            case.evidence = Some(format!("{reason} ({words})"));
        }
        tried.verdict = Verdict::NotShown;
    }
    tried
}

fn cases(target: Target, probe: &Probe, home: &Home) -> Result<Vec<CaseResult>> {
    let folder = TempDir::with_prefix("wasmeter-")?;
    let can = target.can();
    if let Some((end, why)) = probe.setting.lacks(&can) {
        let lacking = |case| with_evidence(case, end, why.to_string());
        return Ok(probe.cases.iter().map(lacking).collect());
    }
    let mut cases: Vec<Vec<CaseResult>> = vec![Vec::new(); probe.cases.len()];
    for way in probe.setting.ways(&can) {
        let target = Target {
            limits: way.limits.as_ref(),
            ..target
        };
        let mut plain = None;
        let mut shared = Shared::serves(target, probe).then(Shared::default);
        let next = match way.limits {
            Some(_) => Some(target.module(&wat::parse_str(NEXT)?, folder.path(), home)?),
            None => None,
        };
        for (case, results) in probe.cases.iter().zip(&mut cases) {
            let one_shot = target.worker.one_shot.then_some(way.argument);
            let make = || target.module(&probe.loaded_for(case, one_shot)?, folder.path(), home);
            let module = match (case.must, &plain) {
                _ if one_shot.is_some() => make()?,
                (Expect::Exit(_), _) => make()?,
                (_, Some(plain)) => Result::clone(plain),
                (_, None) => plain.insert(make()?).clone(),
            };
            results.push(match (module, next.clone().transpose()) {
                (Ok(module), Ok(next)) => {
                    let trial = Trial {
                        target,
                        probe,
                        case,
                        way: &way,
                        module: &module,
                        next: next.as_deref(),
                    };
                    let together = match &mut shared {
                        Some(shared) => shared.result(&trial)?,
                        None => None,
                    };
                    match together {
                        Some(result) => result,
                        None => trial.result()?,
                    }
                }
                (Err(end), _) | (_, Err(end)) => ended(case, end),
            });
        }
    }
    let together = probe.cases.iter().zip(cases);
    let mut cases: Vec<CaseResult> = together
        .map(|(case, results)| merge_variants(case, results))
        .collect();
    if probe.source.group == SANDBOX {
        for case in cases.iter_mut().filter(|case| case.end == CaseEnd::Failed) {
            case.end = CaseEnd::Escaped;
        }
    }
    Ok(cases)
}

/// What the ways of trying a case come to: it held if it held in one of them. What failed in others
/// is told.
fn merge_variants(case: &Case, mut results: Vec<CaseResult>) -> CaseResult {
    if results.len() == 1 {
        return results.remove(0);
    }
    let held = |result: &&CaseResult| result.end == CaseEnd::Passed;
    let by = results.iter().filter(held).flat_map(|r| r.by.clone());
    let failures = results.iter().filter(|result| !held(result));
    let failures = failures.filter_map(|result| result.evidence.clone());
    let evidence = failures.collect::<Vec<_>>().join("; ");
    CaseResult {
        end: results.iter().find(held).unwrap_or(&results[0]).end,
        evidence: Some(evidence).filter(|text| !text.is_empty()),
        by: by.collect(),
        ..passed(case)
    }
}

#[cfg(test)]
mod tests {
    use super::{Case, CaseEnd, Expect};
    use crate::compat::judge::ended;
    use crate::results::outcome::{End, Outcome};

    #[test]
    fn a_limit_is_told_from_a_crash_by_no_words() {
        let case = Case {
            export: "a case".to_string(),
            must: Expect::Hold,
        };
        let end = |outcome, at_limit| {
            let message = "ended by wasmeter: it says".to_string();
            let end = End {
                outcome,
                message,
                at_limit,
            };
            ended(&case, end).end
        };
        assert_eq!(end(Outcome::Crashed, false), CaseEnd::Crashed);
        assert_eq!(end(Outcome::Crashed, true), CaseEnd::Limit);
        assert_eq!(end(Outcome::Misreported, false), CaseEnd::Misreported);
    }
}
