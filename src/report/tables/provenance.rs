//! Where the figures come from: the machine, and the plan of the run.

use super::super::model::{Field, Section, Table};
use crate::analysis::cells::Cells;
use crate::analysis::number;

pub fn section(cells: &Cells) -> Section {
    let header = &cells.results.header;
    let machine = &header.machine;
    let plan = &header.plan;
    let or_none = |text: &Option<String>, none: &str| text.clone().unwrap_or(none.to_string());
    let machine = [
        ("architecture", machine.arch.clone()),
        (
            "emulated by",
            or_none(&machine.emulator, "nothing: it is the machine's own"),
        ),
        (
            "processor",
            format!("{}, {} cores", machine.cpu, machine.cores),
        ),
        ("memory", number::bytes(machine.memory_bytes)),
        ("system", machine.os.clone()),
        ("kernel", machine.kernel.clone()),
        (
            "frequency governor",
            or_none(&machine.governor, "not shown by the kernel"),
        ),
        (
            "virtualised",
            or_none(&machine.virtualised, "no hypervisor noticed"),
        ),
        ("load when it began", format!("{:.2}", machine.load)),
        ("scratch folders on", machine.scratch.clone()),
    ];
    let millis = |ns: u64| format!("{} ms", ns / 1_000_000);
    let plan = [
        ("wasmeter", header.wasmeter.clone()),
        ("schema", header.schema.clone()),
        ("started", header.started.clone()),
        ("finished", cells.results.finished.clone()),
        ("rounds", plan.rounds.to_string()),
        ("seed of the orders", plan.seed.to_string()),
        (
            "timed calls of a process",
            format!(
                "{} at the most, within {}",
                plan.samples,
                millis(plan.budget_ns)
            ),
        ),
        ("a timed call takes at least", millis(plan.sample_ns)),
        (
            "a process is ended after",
            format!("{} s", plan.timeout_ns / 1_000_000_000),
        ),
        ("or above", number::bytes(plan.memory_limit_bytes)),
        ("process samples", cells.results.processes.len().to_string()),
    ];
    Section {
        title: "Provenance".to_string(),
        note: format!(
            "Every figure comes from the raw samples of a results file, through the command \
            `wasmeter report`. One cell is measured again by `{}`; `wasmeter report --format csv` \
            lists that command for each cell.",
            cells.command("CONFIGURATION", "GUEST/INPUT")
        ),
        tables: vec![pairs("Machine", &machine), pairs("Plan", &plan)],
    }
}

fn pairs(title: &str, pairs: &[(&str, String)]) -> Table {
    let row = |(name, value): &(&str, String)| vec![Field::text(*name), Field::text(value)];
    Table {
        title: title.to_string(),
        header: vec!["what".to_string(), "value".to_string()],
        rows: pairs.iter().map(row).collect(),
        keys: 2,
    }
}
