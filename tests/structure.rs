//! The structure of `src/`: imports run down from floor to floor, and no file imports itself in a
//! circle.

use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The rooms, from the top floor to the ground. A room imports from lower floors only.
const FLOORS: [&[&str]; 8] = [
    &["cli"],
    &["pipeline", "pages"],
    &["bench", "compat", "protocol_check", "report"],
    &["build", "compare", "cli_adapter"],
    &["catalog", "probe", "analysis", "module", "worker"],
    &["component", "results"],
    &[
        "command_line",
        "environment",
        "filter",
        "hash",
        "instrument",
        "progress",
        "stats",
    ],
    &["files", "out"],
];

/// A module's path below the crate: `["bench", "run"]`.
type Module = Vec<String>;

/// What each module imports.
type Imports = BTreeMap<Module, BTreeSet<Module>>;

#[test]
fn rooms_import_from_lower_floors_only() {
    let floor = |room: &str| {
        let found = FLOORS.iter().position(|floor| floor.contains(&room));
        found.unwrap_or_else(|| panic!("{room} is on no floor of tests/structure.rs"))
    };
    let mut up = Vec::new();
    for (module, imported) in imports().iter().filter(|(module, _)| !module.is_empty()) {
        for other in imported.iter().filter(|other| !other.is_empty()) {
            let (from, to) = (&module[0], &other[0]);
            if from != to && floor(from) >= floor(to) {
                up.push(format!(
                    "{} imports {}",
                    module.join("::"),
                    other.join("::")
                ));
            }
        }
    }
    assert!(up.is_empty(), "{up:#?}");
}

#[test]
fn no_file_imports_itself_in_a_circle() {
    let imports = imports();
    let mut circles = Vec::new();
    for start in imports.keys() {
        let mut reached = BTreeSet::new();
        let mut next: Vec<&Module> = imports[start].iter().collect();
        while let Some(module) = next.pop() {
            if reached.insert(module) {
                next.extend(imports.get(module).into_iter().flatten());
            }
        }
        if reached.contains(start) {
            circles.push(start.join("::"));
        }
    }
    assert!(circles.is_empty(), "in circles: {circles:#?}");
}

/// A circle that is there is seen: the test can fail.
#[test]
fn imports_are_found_however_they_are_written() {
    let text = "use super::b::{self, c::Item};\n// use crate::never;\nuse crate::{\n    d,\n    \
                e::f as g,\n};\nfn f() { crate::h::i(); j::k(); }\n#[cfg(test)]\nmod tests { use \
                crate::only_in_tests; }\n";
    let child = BTreeSet::from(["j".to_string()]);
    let found: Vec<String> = paths(text, &child, &["a".to_string(), "x".to_string()])
        .iter()
        .map(|path| path.join("::"))
        .collect();
    assert_eq!(
        found,
        ["a::b", "a::b::c::Item", "d", "e::f", "h::i", "a::x::j::k"]
    );
}

/// Every module of `src/` but for tests, and what it imports.
fn imports() -> Imports {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = files(&root);
    let modules: BTreeSet<&Module> = files.keys().collect();
    let mut imports = Imports::new();
    for (module, file) in &files {
        let text = std::fs::read_to_string(file).unwrap();
        let below = |other: &&&Module| other.len() == module.len() + 1 && other.starts_with(module);
        let children = modules.iter().filter(below);
        let children = children.map(|child| child[module.len()].clone()).collect();
        let mut imported = BTreeSet::new();
        for path in paths(&text, &children, module) {
            let lengths = (0..=path.len()).rev();
            let is_module = |length: &usize| modules.contains(&path[..*length].to_vec());
            let length = lengths.into_iter().find(is_module).unwrap_or(0);
            imported.insert(path[..length].to_vec());
        }
        imported.remove(module);
        imports.insert(module.clone(), imported);
    }
    imports
}

fn files(root: &Path) -> BTreeMap<Module, PathBuf> {
    let mut files = BTreeMap::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let below = path.strip_prefix(root).unwrap().with_extension("");
            let mut module: Module = below
                .iter()
                .map(|part| part.to_string_lossy().into_owned())
                .collect();
            let is_test = module.iter().any(|part| part == "tests");
            if path.extension().is_none_or(|ending| ending != "rs")
                || is_test
                || below == Path::new("main")
            {
                continue;
            }
            if ["mod", "lib"].contains(&module.last().unwrap().as_str()) {
                module.pop();
            }
            files.insert(module, path);
        }
    }
    files
}

/// The paths that a module's text names, from the crate on. `children` are the modules below it.
fn paths(text: &str, children: &BTreeSet<String>, module: &[String]) -> Vec<Vec<String>> {
    let text = text.split("\n#[cfg(test)]\nmod tests {").next().unwrap();
    let text = Regex::new(r"//[^\n]*").unwrap().replace_all(text, "");
    let used = Regex::new(r"(?m)^[ \t]*(?:pub(?:\([a-z]+\))? )?use ([^;]+);").unwrap();
    let mut written = Vec::new();
    for import in used.captures_iter(&text) {
        written.extend(flat(
            &import[1].split_whitespace().collect::<Vec<_>>().join(" "),
        ));
    }
    let rest = used.replace_all(&text, "");
    let inline = Regex::new(r"(?-u:\b)[a-z_]+(?:::[A-Za-z0-9_]+)+").unwrap();
    written.extend(
        inline
            .find_iter(&rest)
            .map(|path| path.as_str().to_string()),
    );
    let absolute = |path: &String| {
        let mut parts: Vec<&str> = path.split(" as ").next()?.trim().split("::").collect();
        let mut base = module.to_vec();
        match parts[0] {
            "crate" => base.clear(),
            "self" => {}
            "super" => drop(base.pop()),
            first if children.contains(first) => parts.insert(0, "self"),
            _ => return None,
        }
        for part in parts.into_iter().skip(1).map(str::trim) {
            match part {
                "super" => drop(base.pop()),
                "self" => {}
                part => base.push(part.to_string()),
            }
        }
        Some(base)
    };
    written.iter().filter_map(absolute).collect()
}

/// `a::{b, c::{d, e}}` as single paths.
fn flat(tree: &str) -> Vec<String> {
    let Some((head, rest)) = tree.split_once('{') else {
        return vec![tree.trim().to_string()];
    };
    let body = &rest[..rest.rfind('}').expect("rustfmt closes what it opens")];
    let (mut depth, mut parts) = (0, vec![String::new()]);
    for letter in body.chars() {
        depth += i32::from(letter == '{') - i32::from(letter == '}');
        match letter {
            ',' if depth == 0 => parts.push(String::new()),
            letter => parts.last_mut().expect("one at least").push(letter),
        }
    }
    let parts = parts.iter().map(|part| part.trim());
    parts
        .filter(|part| !part.is_empty())
        .flat_map(|part| flat(&format!("{}{part}", head.trim())))
        .collect()
}
