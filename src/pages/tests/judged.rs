//! Statements come to the verdicts that the cells give.

use super::{material, named, results};
use crate::pages::Material;
use crate::pages::claim_check::Judge;
use crate::pages::claim_check::Judged;
use crate::pages::claim_check::finding::Verdict;
use crate::pages::statements::Statements;

fn statements(evidence: &str) -> Statements {
    let text = format!(
        "[source]\ntitle = \"a page\"\nurl = \"https://example.org\"\ndate = \"2026-01-01\"\n\
         [[statements]]\nof = [\"fast\", \"slow\", \"absent\"]\nsays = \"is so\"\nreading = \"as \
         it is read\"\nshown_by = [{evidence}]\n"
    );
    toml::from_str(&text).unwrap()
}

fn judged(evidence: &str, runtime: &str, look: impl Fn(&Judged)) -> Verdict {
    judged_in(material(), evidence, runtime, look)
}

fn judged_in(
    mut material: Material,
    evidence: &str,
    runtime: &str,
    look: impl Fn(&Judged),
) -> Verdict {
    material.statements = vec![statements(evidence)];
    let judge = Judge::new(&material);
    let found = judge.statements_of(runtime);
    assert_eq!(found.len(), 1);
    look(&found[0]);
    found[0].verdict
}

fn verdict(evidence: &str, runtime: &str) -> Verdict {
    judged(evidence, runtime, |_| {})
}

#[test]
fn who_is_better_is_shown_with_the_figure_and_where_it_stands() {
    let better = "{ better = { metric = \"time-per-unit\" } }";
    let found = judged(better, "fast", |judged| {
        let finding = &judged.findings[0];
        assert!(
            finding.says.contains("fast/jit: 2.00 × native"),
            "{finding:?}"
        );
        assert!(
            finding.says.contains("better than 1 of 1 other"),
            "{finding:?}"
        );
        assert_eq!(finding.cells.as_ref().unwrap().1, "Throughput");
    });
    assert_eq!(found, Verdict::Shown);
    assert_eq!(verdict(better, "slow"), Verdict::Contradicted);
    assert_eq!(verdict(better, "absent"), Verdict::NotShown);
    // Among interpreters, its other configuration counts; and where nobody else races, nothing is
    // shown.
    let among =
        |way: &str| format!("{{ better = {{ metric = \"time-per-unit\", among = [\"{way}\"] }} }}");
    let found = judged(&among("interpreter"), "fast", |judged| {
        assert!(
            judged.findings[0].says.contains("fast/interpreter: 6.00"),
            "{judged:?}"
        );
    });
    assert_eq!(found, Verdict::Shown);
    assert_eq!(verdict(&among("optimising"), "fast"), Verdict::NotShown);
    // Sizes have no noise, and the smaller of two configurations is a runtime's.
    assert_eq!(
        verdict("{ better = { metric = \"mapped-size\" } }", "fast"),
        Verdict::Shown
    );
}

#[test]
fn too_few_rounds_show_nothing() {
    let mut few = material();
    few.runs[0].what.processes.retain(|p| p.round < 2);
    few.runs[0].what.header.plan.rounds = 2;
    let better = "{ better = { metric = \"time-per-unit\" } }";
    assert_eq!(judged_in(few, better, "fast", |_| {}), Verdict::NotShown);
}

#[test]
fn probes_show_what_a_runtime_has_and_lacks() {
    let probes = |glob: &str, want: &str| {
        format!("{{ probes = {{ probes = [\"{glob}\"], want = \"{want}\" }} }}")
    };
    // With a switch on is not by default.
    let found = judged(&probes("wasm/wide", "yes"), "fast", |judged| {
        let says = &judged.findings[0].says;
        assert!(says.contains("wasm/wide: flag on fast/jit"), "{says}");
    });
    assert_eq!(found, Verdict::Partly);
    assert_eq!(
        verdict(&probes("wasi-p1/b", "yes"), "fast"),
        Verdict::Partly
    );
    assert_eq!(verdict(&probes("sandbox/a", "yes"), "fast"), Verdict::Shown);
    // It is not here, or nobody tried that.
    assert_eq!(
        verdict(&probes("wasi-p1/b", "yes"), "slow"),
        Verdict::NotShown
    );
    assert_eq!(
        verdict(&probes("nothing/*", "yes"), "fast"),
        Verdict::NotShown
    );
    // Where one is enough, that which held is.
    let any = probes("*", "yes").replace("\"yes\"", "\"yes\", any = true");
    assert_eq!(verdict(&probes("*", "yes"), "fast"), Verdict::Partly);
    assert_eq!(verdict(&any, "fast"), Verdict::Shown);
    let mut other = material();
    other.support[0]
        .what
        .results
        .retain(|t| t.configuration == "fast/loop");
    other.support[0].what.configurations.remove(0);
    let has_not = probes("wasi-p1/b", "no");
    assert_eq!(judged_in(other, &has_not, "fast", |_| {}), Verdict::Shown);
}

#[test]
fn ways_of_executing_are_counted_and_named() {
    let executes = |way: &str| format!("{{ executes = {{ as_one_of = [\"{way}\"] }} }}");
    assert_eq!(verdict(&executes("interpreter"), "slow"), Verdict::Shown);
    assert_eq!(verdict(&executes("interpreter"), "fast"), Verdict::Partly);
    assert_eq!(
        verdict(&executes("baseline"), "slow"),
        Verdict::Contradicted
    );
    assert_eq!(
        verdict(
            "{ executes = { as_one_of = [\"optimising\"], any = true } }",
            "fast"
        ),
        Verdict::Shown
    );
    assert_eq!(
        verdict("{ ways = { at_least = 2 } }", "fast"),
        Verdict::Shown
    );
    assert_eq!(
        verdict("{ ways = { at_least = 2 } }", "slow"),
        Verdict::NotShown
    );
}

#[test]
fn the_same_bytes_must_have_run_on_several_machines() {
    let portable = "{ portable = { architectures = 2, systems = 1 } }";
    assert_eq!(verdict(portable, "fast"), Verdict::NotShown);
    let two = |sha256: &str| {
        let mut two = material();
        let mut other = results();
        other.header.machine.arch = "aarch64".to_string();
        for guest in &mut other.header.guests {
            guest.sha256 = sha256.repeat(32);
        }
        two.runs.push(named("aarch64", other));
        two
    };
    assert_eq!(
        judged_in(two("cd"), portable, "fast", |_| {}),
        Verdict::Shown
    );
    assert_eq!(
        judged_in(two("aa"), portable, "fast", |_| {}),
        Verdict::NotShown
    );
    let anywhere = "{ portable = { architectures = 2, systems = 2 } }";
    assert_eq!(
        judged_in(two("cd"), anywhere, "fast", |_| {}),
        Verdict::Partly
    );
}

#[test]
fn a_statement_about_all_is_judged_by_all_and_listed_once() {
    let mut material = material();
    material.statements = vec![statements(
        "{ executes = { as_one_of = [\"interpreter\"] } }, { portable = { architectures = 2, \
        systems = 1 } }",
    )];
    material.statements[0].statements[0].of = vec!["*".to_string()];
    let judge = Judge::new(&material);
    assert!(judge.statements_of("fast").is_empty());
    let found = judge.statements_of_all(&["fast", "slow"]);
    assert_eq!(found[0].verdict, Verdict::Partly);
    let says: Vec<_> = found[0].findings.iter().map(|f| f.says.as_str()).collect();
    assert_eq!(says.len(), 3, "{says:?}");
    assert!(
        says[1].starts_with("fast, slow: measured on x86_64"),
        "{says:?}"
    );
}

#[test]
fn without_evidence_nothing_is_shown() {
    assert_eq!(verdict("", "fast"), Verdict::NotShown);
}

/// Those of the project can be read, name runtimes that there are, and probes that there are.
#[test]
fn the_statements_of_the_project_are_of_what_there_is() {
    use crate::catalog::Catalog;
    use crate::filter::Filter;
    use crate::pages::statements::Evidence;
    use crate::probe::sources;
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let catalog = Catalog::load(root, &[]).unwrap();
    let probes: Vec<_> = sources(root)
        .unwrap()
        .iter()
        .map(|s| s.full_name())
        .collect();
    let all = Statements::read_all(&root.join("statements")).unwrap();
    assert!(!all.is_empty());
    for statement in all.iter().flat_map(|s| &s.statements) {
        for of in &statement.of {
            let known = catalog.runtimes.iter().any(|r| r.name == *of);
            assert!(known || of == "*", "{of} is no runtime");
        }
        for evidence in &statement.shown_by {
            if let Evidence::Probes { probes: globs, .. } = evidence {
                let filter = Filter::new(globs).unwrap();
                filter
                    .check("probe", "probes/", probes.iter().map(String::as_str))
                    .unwrap();
            }
        }
    }
}
