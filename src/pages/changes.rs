//! Changes since the run before.

use crate::compare::changes::has_other_native_compiler;
use crate::compare::comparison::{Comparison, Scope, Verdict};
use crate::compare::document::Document;
use crate::report::markdown::escaped;

/// In a line of Markdown.
pub fn in_short(changes: &Document) -> String {
    if let Some(why) = &changes.refused {
        return format!(
            "not compared: {}",
            escaped(why.lines().next().unwrap_or_default())
        );
    }
    let cells = || {
        let comparisons = changes.answer.comparisons.iter();
        comparisons.filter(|c| c.scope == Scope::Cell && !c.below_noise)
    };
    let count = |is: &dyn Fn(&Comparison) -> bool| cells().filter(|c| is(c)).count();
    let worse = count(&|c| c.verdict.is_worse());
    let better = count(&|c| c.verdict != Verdict::NoDifference && !c.verdict.is_worse());
    let broken = changes
        .answer
        .outcomes
        .iter()
        .filter(|ended| ended.is_worse())
        .count();
    let mended = changes.answer.outcomes.len() - broken;
    let before = changes.runs.first().map_or("", |run| run.started.as_str());
    let native = match has_other_native_compiler(&changes.changes) {
        true => "; native code was compiled by another compiler, which is in every ratio to it",
        false => "",
    };
    format!(
        "of {}, {better} cells became certainly better and {worse} worse, in {} no difference was \
        seen; {broken} no longer end as ok, {mended} end otherwise in another way; {} facts of \
        machine, plan, versions and modules differ{native}",
        escaped(before),
        changes.left_out,
        changes.changes.len()
    )
}
