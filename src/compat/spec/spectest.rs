//! The module `spectest`, which scripts import from: a module as others are, so that no worker
//! needs functions of its own.

const COMMON: &str = include_str!("spectest.wat");
const PLACE: &str = ";; What some runtimes lack comes here.";
const TABLE64: &str = r#"(table (export "table64") i64 10 20 funcref)"#;
const SHARED: &str = r#"(memory (export "shared_memory") 1 2 shared)"#;

/// Its forms, the fullest first: a runtime is given the first that it takes.
pub fn forms() -> Vec<Vec<u8>> {
    // A second memory is not for everybody, wherever a shared one is.
    let forms = [
        [TABLE64, SHARED].concat(),
        TABLE64.to_string(),
        SHARED.to_string(),
        String::new(),
    ];
    let encode = |more: &String| {
        let text = COMMON.replace(PLACE, more);
        wat::parse_str(text).expect("it is our own text")
    };
    forms.iter().map(encode).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_forms_differ() {
        let forms = super::forms();
        assert!(forms.windows(2).all(|pair| pair[0] != pair[1]));
    }
}
