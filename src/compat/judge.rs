//! What became of a case.

use crate::compat::errno;
use crate::probe::{Case, Probe};
use crate::results::outcome::{End, Outcome};
use crate::results::support::{CaseEnd, CaseResult, Expect};
use wasmeter_worker::protocol::Reply;

/// What a reply without complaint says of a case.
pub fn judge(probe: &Probe, case: &Case, reply: &Reply) -> CaseResult {
    let failed = |what: String, got| {
        let evidence = match probe.source.is_text() {
            true => format!("{}: {what}", file_name(probe)),
            false => what,
        };
        failed(case, evidence, got)
    };
    let returned = reply
        .results
        .first()
        .and_then(|text| text.parse::<u64>().ok());
    match (case.must, returned) {
        (Expect::Exit(code), _) if reply.exit_code == Some(code) => passed(case),
        (Expect::Exit(code), _) => {
            let got = reply
                .exit_code
                .map_or("none".to_string(), |code| code.to_string());
            failed(format!("exit code {code} wanted"), got)
        }
        (Expect::Trap, _) => failed("a trap wanted".to_string(), "none".to_string()),
        (Expect::Link, _) => with_evidence(
            case,
            CaseEnd::NotShown,
            "it is there, and nothing here shows what it does".to_string(),
        ),
        (Expect::Tell, Some(value)) => with_evidence(case, CaseEnd::Passed, format!("{value:#x}")),
        (_, Some(0)) => passed(case),
        (_, Some(check)) if probe.source.is_text() => {
            failed(format!("check {check}"), "something else".to_string())
        }
        (_, Some(packed)) => packed_failure(probe, case, packed),
        (_, None) => failed("a result wanted".to_string(), "none".to_string()),
    }
}

/// What probes in C return: the line, what came, what was wanted; the highest bit, if these are no
/// errnos.
pub fn packed_failure(probe: &Probe, case: &Case, packed: u64) -> CaseResult {
    let values = packed >> 63 == 1;
    let line = (packed >> 32 & 0x7fff_ffff) as usize;
    let got = (packed >> 16 & 0xffff) as u16;
    let source = probe
        .lines
        .get(line.wrapping_sub(1))
        .map_or("", |text| text.trim());
    let nosys = !values && got == errno::NOSYS;
    let got = match values {
        true => got.to_string(),
        false => errno::name(got),
    };
    let failure = failed(case, format!("{}:{line}: {source}", file_name(probe)), got);
    match nosys {
        true => CaseResult {
            end: CaseEnd::Nosys,
            ..failure
        },
        false => failure,
    }
}

pub fn file_name(probe: &Probe) -> String {
    let file = probe.source.file.file_name().unwrap_or_default();
    format!("{}/{}", probe.source.group, file.to_string_lossy())
}

pub fn failed(case: &Case, evidence: String, got: String) -> CaseResult {
    CaseResult {
        got: Some(got),
        ..with_evidence(case, CaseEnd::Failed, evidence)
    }
}

pub fn with_evidence(case: &Case, end: CaseEnd, evidence: String) -> CaseResult {
    CaseResult {
        end,
        evidence: Some(evidence),
        ..passed(case)
    }
}

pub fn passed(case: &Case) -> CaseResult {
    CaseResult {
        case: case.export.clone(),
        end: CaseEnd::Passed,
        evidence: None,
        got: None,
        by: Vec::new(),
    }
}

pub fn ended(case: &Case, end: End) -> CaseResult {
    let how = match end.outcome {
        Outcome::Trap if [Expect::Trap, Expect::HoldOrTrap].contains(&case.must) => {
            return passed(case);
        }
        Outcome::Unsupported => CaseEnd::Unsupported,
        Outcome::Trap => CaseEnd::Trap,
        Outcome::Timeout => CaseEnd::Timeout,
        Outcome::Misreported => CaseEnd::Misreported,
        _ if end.at_limit => CaseEnd::Limit,
        _ => CaseEnd::Crashed,
    };
    with_evidence(case, how, end.message)
}
