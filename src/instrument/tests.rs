//! Instrumented modules are valid, and keep the parts of the original.

use super::body::function_of;
use super::survey::Survey;
use super::{Ask, Calls, is_command, start_telling, told, with_clock, with_start};
use std::path::Path;
use wasmparser::{FunctionBody, Parser, Payload, Validator, WasmFeatures};

fn valid(wasm: &[u8]) {
    let mut validator = Validator::new_with_features(WasmFeatures::all());
    validator.validate_all(wasm).unwrap();
}

#[test]
fn every_reactor_becomes_a_command() {
    let pinned = Path::new(env!("CARGO_MANIFEST_DIR")).join("guests/pinned");
    let mut made = 0;
    for file in std::fs::read_dir(pinned).unwrap() {
        let wasm = std::fs::read(file.unwrap().path()).unwrap();
        if is_command(&wasm) {
            continue;
        }
        let command = with_start(&wasm).unwrap();
        valid(&command);
        assert!(is_command(&command));
        let (before, after) = (Survey::of(&wasm).unwrap(), Survey::of(&command).unwrap());
        assert!(after.function("_initialize").is_none());
        assert_eq!(after.callable(), before.callable());
        assert!(after.defined > before.defined);
        made += 1;
    }
    assert!(made > 10, "{made}");
}

#[test]
fn what_cannot_become_a_command_is_reported() {
    let refusal = |wat: &str| {
        let error = with_start(&wat::parse_str(wat).unwrap()).unwrap_err();
        format!("{error:#}")
    };
    let bench = "(func (export \"bench\") (param i32) (result i64) i64.const 0)";
    let memory64 = "(memory (export \"memory\") i64 1)";
    assert!(refusal("(module)").contains("exports no function"));
    assert!(refusal(&format!("(module {bench})")).contains("exports no memory"));
    assert!(refusal(&format!("(module {memory64} {bench})")).contains("64-bit"));
    assert!(with_start(b"not a module").is_err());
}

#[test]
fn imports_that_a_guest_has_are_not_added_twice() {
    let wasm = wat::parse_str(
        "(module
            (import \"wasi_snapshot_preview1\" \"fd_write\" (func (param i32 i32 i32 i32) (result \
            i32)))
            (import \"other\" \"f\" (func))
            (memory (export \"memory\") 1)
            (func (export \"bench\") (param i32) (result i64) call 1 i64.const 5))",
    );
    let command = with_start(&wasm.unwrap()).unwrap();
    valid(&command);
    let survey = Survey::of(&command).unwrap();
    let writes = survey
        .imports
        .iter()
        .filter(|import| import.name == "fd_write");
    assert_eq!(writes.count(), 1);
    assert!(survey.imports.iter().any(|import| import.module == "other"));
}

#[test]
fn the_marks_of_a_section_are_no_imports_any_more() {
    let wasm = wat::parse_str(
        "(module
            (import \"bench\" \"end\" (func $end))
            (import \"other\" \"f\" (func $f))
            (import \"bench\" \"start\" (func $start))
            (memory (export \"memory\") 1)
            (table 1 funcref) (elem (i32.const 0) $end)
            (func (export \"_start\") call $start call $f call $end))",
    );
    let timed = with_clock(&wasm.unwrap()).unwrap();
    valid(&timed);
    let survey = Survey::of(&timed).unwrap();
    assert!(survey.imports.iter().all(|import| import.module != "bench"));
    assert!(survey.export("bench.start").is_none());
}

#[test]
fn an_argument_has_only_letters_and_output_without_records_is_left_as_it_is() {
    let ask = Ask {
        export: "bench",
        prepare: None,
        warm_up_ns: 0,
        n: 3,
        samples: 1,
        budget_ns: u64::MAX,
    };
    let argument = ask.argument();
    assert_eq!(argument.len(), 96);
    assert!(argument.bytes().all(|byte| byte.is_ascii_lowercase()));
    let mut output = b"printed\0by the guest".to_vec();
    assert_eq!(Calls::take(&mut output), Calls::default());
    assert_eq!(output, b"printed\0by the guest");
}

fn bodies(wasm: &[u8]) -> Vec<FunctionBody<'_>> {
    let body = |payload| match payload {
        Ok(Payload::CodeSectionEntry(body)) => Some(body),
        _ => None,
    };
    Parser::new(0).parse_all(wasm).filter_map(body).collect()
}

/// Each instruction of a body: its bytes, and the function that it names.
fn instructions<'a>(wasm: &'a [u8], body: &FunctionBody) -> Vec<(&'a [u8], Option<u32>)> {
    let reader = body.get_operators_reader().unwrap();
    let all: Vec<_> = reader
        .into_iter_with_offsets()
        .map(Result::unwrap)
        .collect();
    let ends = all.iter().skip(1).map(|(_, offset)| *offset);
    let ends = ends.chain([body.range().end]);
    all.iter()
        .zip(ends)
        .map(|((operator, offset), end)| {
            (&wasm[*offset as usize..end as usize], function_of(operator))
        })
        .collect()
}

#[test]
fn the_guests_instructions_stay_what_they_are_byte_for_byte() {
    let pinned = Path::new(env!("CARGO_MANIFEST_DIR")).join("guests/pinned");
    let (mut calls, mut padded) = (0, 0);
    for guest in ["json", "sha256", "lua"] {
        let wasm = std::fs::read(pinned.join(guest).with_extension("wasm")).unwrap();
        let command = with_start(&wasm).unwrap();
        for (before, after) in bodies(&wasm).iter().zip(bodies(&command)) {
            let before = instructions(&wasm, before);
            let after = instructions(&command, &after);
            assert_eq!(before.len(), after.len());
            for ((before, function), (after, number)) in before.iter().zip(after) {
                let Some(number) = number else {
                    assert_eq!(*before, after);
                    continue;
                };
                assert_eq!(before[0], after[0]);
                assert!(function.is_some() && number < 1 << 14);
                // One more byte, if the number has become too great for those that were there.
                let wants = if number < 128 { 1 } else { 2 };
                assert_eq!(after.len() - 1, wants.max(before.len() - 1));
                calls += 1;
                padded += usize::from(after.len() - 1 > wants);
            }
        }
    }
    assert!(calls > 1000 && padded > 1000, "{calls} {padded}");
}

#[test]
fn a_command_that_tells_is_what_the_guest_was() {
    let wasm = |memory: &str| {
        let wat = format!(
            "(module {memory} (func (export \"_initialize\"))
               (func (export \"is it so\") (param i32) (result i64) (i64.extend_i32_u \
               (memory.size))))"
        );
        wat::parse_str(wat).unwrap()
    };
    let narrow = wasm("(memory (export \"memory\") 1)");
    let command = start_telling(&narrow, "is it so", u32::MAX).unwrap();
    valid(&command);
    assert!(is_command(&command));
    assert!(start_telling(&narrow, "is it not", 0).is_err());
    // The value is in a record on standard output; without one, nothing is known, whatever the exit
    // code.
    assert_eq!(told(&narrow, b"something else".to_vec(), 0).unwrap(), None);

    // WASI cannot write from it, so the exit code is the value.
    let hidden = wasm("(memory 1)");
    let command = start_telling(&hidden, "is it so", 0).unwrap();
    valid(&command);
    let imports = Survey::of(&command).unwrap().imports;
    let names: Vec<_> = imports.iter().map(|import| import.name).collect();
    assert_eq!(names, ["proc_exit"]);
    let code = |code| told(&hidden, Vec::new(), code).unwrap();
    assert_eq!(
        (code(0), code(3), code(134), code(-1)),
        (Some(0), Some(3), None, None)
    );
}
