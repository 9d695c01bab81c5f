//! Records: the form in which added functions write times and results, amid the guest's own output.

/// The part of an addition that writes a record.
const RECORD: &str = include_str!("record.wat");
/// The part that reads the clock for one.
const NOW: &str = include_str!("now.wat");
/// Begins each record. Nothing that a guest writes has it but by a chance of 2^-64.
const MARK: u64 = 0xB47E_93D1_5C0F_A86E;
const BYTES: usize = 32;

/// One record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Record {
    pub kind: u64,
    pub ns: u64,
    pub result: u64,
}

/// Puts these parts into an addition that names them.
pub fn with_records(wat: &str) -> String {
    let record = RECORD.replace("{mark}", &(MARK as i64).to_string());
    wat.replace(";; {record}", &record).replace(";; {now}", NOW)
}

/// Takes the records out of what was written.
pub fn take(output: &mut Vec<u8>) -> Vec<Record> {
    let mut records = Vec::new();
    let mut rest = Vec::new();
    let mut at = 0;
    while at < output.len() {
        let record = output.get(at..at + BYTES);
        match record.filter(|record| record.starts_with(&MARK.to_le_bytes())) {
            Some(record) => {
                let word = |n: usize| {
                    let bytes = record[8 * n..8 * n + 8].try_into();
                    u64::from_le_bytes(bytes.expect("eight bytes"))
                };
                records.push(Record {
                    kind: word(1),
                    ns: word(2),
                    result: word(3),
                });
                at += BYTES;
            }
            None => {
                rest.push(output[at]);
                at += 1;
            }
        }
    }
    *output = rest;
    records
}
