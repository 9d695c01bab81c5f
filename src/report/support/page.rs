//! The page: the matrix, the evidence it links to, and what was asked.

use super::super::markdown::{body, escaped, paragraph};
use super::super::model::{Field, Section, Table};
use super::sections;
use crate::report::tables::parts::Extent;
use crate::results::support::{Configuration, Record};

pub fn render(record: &Record) -> String {
    let machine = &record.machine;
    let head = format!(
        "# Support measured on {}\n\n{}, {} cores, {}; {}; wasmeter {}.\n\n{HOW}\n",
        machine.place(),
        paragraph(&machine.cpu),
        machine.cores,
        escaped(&machine.os),
        record.started,
        record.wasmeter,
    );
    let mut sections = sections(record, Extent::Whole);
    sections.push(versions(record));
    head + &body(&sections)
}

const HOW: &str = "\
Each cell is a probe that was run: a tiny module with several cases, each in a process of its own. \
`yes`: all cases passed; `no`: none; `ENOSYS`: the function is there and says that it is not \
implemented; `crash`: the runtime's process died in a case. A cell that is not `yes` leads to the \
evidence. `wasmeter compat 'GROUP/NAME' -r CONFIGURATION` shows a cell again (`wasi-p1/fd_read`, \
`wasm/tail-call`). A cell says nothing about what no case tries, and nothing is derived from \
documentation.";

fn versions(record: &Record) -> Section {
    let row = |c: &Configuration| {
        let version = c.version.as_deref().unwrap_or("unavailable");
        let worker = c.worker_sha256.as_deref().or(c.unavailable.as_deref());
        [c.name.as_str(), version, worker.unwrap_or("–")]
            .map(Field::text)
            .to_vec()
    };
    let header = [
        "mode",
        "version",
        "SHA-256 of the worker, or why there is none",
    ];
    Section {
        title: "Configurations".to_string(),
        note: "As the workers report it themselves.".to_string(),
        tables: vec![Table {
            title: String::new(),
            header: header.map(str::to_string).to_vec(),
            rows: record.configurations.iter().map(row).collect(),
            keys: header.len(),
        }],
    }
}
