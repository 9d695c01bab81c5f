//! The results of wasi-testsuite: for people, and as JUnit's XML for programs.

use super::model::{Field, Section, Table};
use crate::results::suite::{TestEnd, TestResult};
use anyhow::Result;
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};
use std::collections::BTreeMap;
use std::time::Duration;

/// Returns the number of tests by end, and those that were not as expected.
pub fn sections(results: &[TestResult]) -> Vec<Section> {
    let mut counts: BTreeMap<(&str, String), [usize; 5]> = BTreeMap::new();
    let mut failures: BTreeMap<(&str, &str, &str), Vec<&str>> = BTreeMap::new();
    for result in results {
        let configuration = match &result.switch {
            Some(how) => format!("{} with {how}", result.configuration),
            None => result.configuration.clone(),
        };
        counts.entry((&result.suite, configuration)).or_default()[result.end as usize] += 1;
        if result.end.is_failure() {
            let message = result
                .message
                .as_deref()
                .unwrap_or("it was expected to fail, and passed");
            let key = (result.suite.as_str(), result.test.as_str(), message);
            failures.entry(key).or_default().push(&result.configuration);
        }
    }
    let row = |((suite, configuration), counts): ((&str, String), [usize; 5])| {
        let fields = [suite.to_string(), configuration].into_iter();
        fields
            .chain(counts.map(|count| count.to_string()))
            .map(Field::text)
            .collect()
    };
    let failed = |((suite, test, message), on): ((&str, &str, &str), Vec<&str>)| {
        let fields = [
            suite.to_string(),
            test.to_string(),
            message.to_string(),
            on.join(" "),
        ];
        fields.map(Field::text).to_vec()
    };
    let words = |words: &[&str]| words.iter().map(ToString::to_string).collect();
    let section = |title: &str, note: &str, header, rows: Vec<Vec<Field>>, keys| Section {
        title: title.to_string(),
        note: note.to_string(),
        tables: vec![Table {
            title: String::new(),
            header,
            rows,
            keys,
        }],
    };
    let header = words(&["suite", "mode", "pass", "fail", "skip", "xfail", "xpass"]);
    let mut sections = vec![section(
        "wasi-testsuite",
        "The suite's own modules and expectations. Skipped: named tests, tests that are not \
        known here, and tests that the runtime refuses throughout.",
        header,
        counts.into_iter().map(row).collect(),
        2,
    )];
    if !failures.is_empty() {
        let header = words(&["suite", "test", "what happened", "on"]);
        sections.push(section(
            "What failed",
            "Each test with what it came to instead.",
            header,
            failures.into_iter().map(failed).collect(),
            4,
        ));
    }
    sections
}

/// A test suite for each configuration and suite.
pub fn junit(results: &[TestResult]) -> Result<String> {
    let mut suites: BTreeMap<String, Vec<&TestResult>> = BTreeMap::new();
    for result in results {
        let name = format!("{}: {}", result.configuration, result.suite);
        suites.entry(name).or_default().push(result);
    }
    let mut report = Report::new("wasi-testsuite");
    for (name, results) in suites {
        let mut suite = TestSuite::new(name);
        suite.add_test_cases(results.into_iter().map(case));
        report.add_test_suite(suite);
    }
    Ok(report.to_string()?)
}

fn case(result: &TestResult) -> TestCase {
    let mut status = match result.end {
        TestEnd::Pass | TestEnd::Xfail => TestCaseStatus::success(),
        TestEnd::Skip => TestCaseStatus::skipped(),
        TestEnd::Fail | TestEnd::Xpass => TestCaseStatus::non_success(NonSuccessKind::Failure),
    };
    match (&result.message, result.end) {
        (_, TestEnd::Xpass) => {
            status.set_message("it was expected to fail, and passed");
        }
        (Some(message), TestEnd::Fail | TestEnd::Skip) => {
            status.set_message(message.clone());
        }
        _ => {}
    }
    let mut case = TestCase::new(result.test.clone(), status);
    if let Some(stderr) = &result.stderr {
        case.set_system_err(stderr.clone());
    }
    case.set_classname(result.configuration.clone());
    case.set_time(Duration::from_secs_f64(result.seconds));
    case
}
