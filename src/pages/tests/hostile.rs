//! Names from elsewhere are text, and nothing else.

use super::{Material, material, page, pages};
use crate::pages::entry;
use crate::pages::landscape::{check, items};
use crate::pages::statements::Statements;

const NASTY: [&str; 8] = [
    "<script>alert(1)</script>",
    "a | b || c",
    "](javascript:alert(1)) [x](http://evil)",
    "=cmd()\t@x",
    "# heading\n\n- list\r\n> quote",
    "\"quoted\": 'x' # {y} [z] &a *b !c %d",
    "\u{202e}gnihtemos \u{85}\u{2028}\u{0} `code` **b** __u__",
    "-->\n<!-- wasmeter:end -->",
];

/// Everything that comes from elsewhere is one of these.
fn hostile(nasty: &str) -> Material {
    let mut material = material();
    let run = &mut material.runs[0].what;
    let bad = nasty.to_string();
    for notes in &mut run.header.runtimes {
        if notes.name == "fast" {
            notes.title = bad.clone();
            notes.description = bad.clone();
            notes.licence = bad.clone();
            notes.embedding = bad.clone();
            notes.homepage = format!("javascript:{nasty}");
            notes.repository = format!("https://example.org/>{nasty}");
            let landscape = notes.landscape.as_mut().unwrap();
            landscape.name = bad.clone();
        }
    }
    run.header.machine.cpu = bad.clone();
    run.header.machine.os = bad.clone();
    let name = format!("fast/{nasty}");
    for c in run
        .header
        .configurations
        .iter_mut()
        .filter(|c| c.name == "fast/jit")
    {
        c.name = name.clone();
        c.version = Some(bad.clone());
        c.why = bad.clone();
    }
    for made in &mut run.header.precompiled {
        made.configuration = name.clone();
    }
    for guest in run
        .header
        .guests
        .iter_mut()
        .filter(|guest| guest.name == "work")
    {
        guest.unit = bad.clone();
        guest.description = bad.clone();
        guest.group.name = bad.clone();
        guest.toolchain = bad.clone();
    }
    for process in run
        .processes
        .iter_mut()
        .filter(|p| p.configuration == "fast/jit")
    {
        process.configuration = name.clone();
        if process.input == "call/one" {
            process.outcome = crate::results::outcome::Outcome::Trap;
            process.message = Some(bad.clone());
        }
    }
    let record = &mut material.support[0].what;
    record.configurations[0].version = Some(bad.clone());
    record.configurations[2].unavailable = Some(bad.clone());
    for tried in &mut record.results {
        for case in &mut tried.cases {
            case.case = bad.clone();
            case.evidence = case.evidence.as_ref().map(|_| bad.clone());
        }
    }
    let mut statements: Statements = toml::from_str(
        "statements = []\n[source]\ntitle = \"a\"\nurl = \"javascript:x\"\ndate = \"b\"\n",
    )
    .unwrap();
    statements.source.title = bad.clone();
    statements.statements = vec![
        toml::from_str(
            "of = [\"fast\"]\nsays = \"\"\nreading = \"\"\nshown_by = [{ better = { \
        metric = \"time-per-unit\" } }]",
        )
        .unwrap(),
    ];
    statements.statements[0].says = bad.clone();
    statements.statements[0].reading = bad;
    material.statements = vec![statements];
    material
}

/// Markdown without what it takes literally.
fn literal(line: &str) -> String {
    let mut kept = String::new();
    let mut characters = line.chars();
    while let Some(c) = characters.next() {
        match c {
            '\\' => drop(characters.next()),
            c => kept.push(c),
        }
    }
    kept
}

#[test]
fn markdown_has_no_elements_links_or_columns_from_elsewhere() {
    for nasty in NASTY {
        for page in pages(&hostile(nasty)).unwrap() {
            if !page.name.ends_with(".md") {
                continue;
            }
            let mut columns = None;
            for line in page.text.lines() {
                let line = literal(line);
                let place = format!("{}: {line}", page.name);
                let ours = ["<br>", "<sub>", "</sub>"];
                let elements = ours
                    .iter()
                    .fold(line.clone(), |rest, e| rest.replace(e, ""));
                assert!(
                    !elements.contains("<s") && !elements.contains("<!"),
                    "{place}"
                );
                assert!(
                    !line.contains("](<javascript") && !line.contains("](javascript"),
                    "{place}"
                );
                assert!(!line.contains("](http://evil"), "{place}");
                assert!(
                    !line.contains('\u{202e}') && !line.contains('\0'),
                    "{place}"
                );
                assert!(
                    !line.starts_with("- list") && !line.starts_with("# heading"),
                    "{place}"
                );
                // Each row of a table has as many columns as its head.
                if line.starts_with('|') {
                    let here = line.matches('|').count();
                    assert_eq!(*columns.get_or_insert(here), here, "{place}");
                } else {
                    columns = None;
                }
            }
        }
    }
}

#[test]
fn csv_has_no_formulas_and_keeps_what_was_said() {
    for nasty in NASTY {
        let text = page(&hostile(nasty), "x86_64.csv");
        let mut seen = false;
        for row in csv::Reader::from_reader(text.as_bytes()).records() {
            for field in &row.unwrap() {
                assert!(
                    !field.starts_with(['=', '+', '@', '\t', '\r', '-']),
                    "{field:?}"
                );
                seen |= field.trim_start_matches('\'') == nasty;
            }
        }
        assert!(seen, "{nasty:?} is not in the file");
    }
}

#[test]
fn yaml_holds_every_name_as_text() {
    for nasty in NASTY {
        let material = hostile(nasty);
        let entries = entry::entries(&material);
        let items = items(&entries, None);
        let text = page(&material, "landscape.yml");
        // The bad addresses are reported, and nothing else: all is read as it was written.
        let drifts = check(&text, &items).unwrap_or_else(|error| panic!("{error:#} in {text}"));
        assert!(!drifts.is_empty());
        for drift in &drifts {
            assert!(drift.what.contains("no address"), "{drift:?} in {text}");
            assert_eq!(drift.item, nasty);
        }
    }
}
