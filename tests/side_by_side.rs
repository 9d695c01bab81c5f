//! The benchmark that puts other harnesses beside wasmeter: that it comes to its table, not what
//! the table says.

mod common;

use common::{root, text};
use std::process::Command;

#[test]
fn the_table_has_a_row_for_each_tool_and_load() {
    let output = Command::new(env!("CARGO"))
        .args([
            "bench",
            "--profile",
            "dev",
            "--locked",
            "--bench",
            "side-by-side",
            "--",
        ])
        .args([
            "--rounds",
            "1",
            "--seconds",
            "0.4",
            "--load",
            "1",
            "--resamples",
            "1000",
        ])
        .current_dir(root())
        .output()
        .unwrap();
    let (stdout, stderr) = (text(&output.stdout), text(&output.stderr));
    assert!(output.status.success(), "{stdout}{stderr}");
    let rows: Vec<Vec<&str>> = stdout
        .lines()
        .filter(|line| line.starts_with("| "))
        .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
        .collect();
    assert_eq!(
        rows[0],
        [
            "tool",
            "beside it",
            "seconds a comparison",
            "false positives",
            "+1% found",
            "+3% found",
            "+5% found"
        ]
    );
    for tool in ["Criterion 0.", "wasmeter 0."] {
        let of_tool: Vec<_> = rows.iter().filter(|row| row[0].starts_with(tool)).collect();
        let beside: Vec<_> = of_tool.iter().map(|row| row[1]).collect();
        assert_eq!(beside, ["nothing", "1 busy thread"], "{stdout}");
        for row in of_tool {
            // Two comparisons with itself in a round, and one with each that does more.
            assert!(row[3].contains(" of 2 ("), "{row:?}");
            assert!(
                row[4..].iter().all(|found| found.contains(" of 1 (")),
                "{row:?}"
            );
        }
    }
    assert!(stdout.starts_with("Measured 20"), "{stdout}");
    let hyperfine = rows
        .iter()
        .filter(|row| row[0].starts_with("hyperfine"))
        .count();
    assert!(
        hyperfine == 2
            || stdout.contains("hyperfine is not installed")
            || stdout.contains("is left out: 1.16 or newer is wanted"),
        "{stdout}"
    );
}
