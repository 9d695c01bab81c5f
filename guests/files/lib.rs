//! What a program does with a folder: makes it, writes files, lists, reads and renames them, removes all.

use std::fs;
use std::io::Result;
use std::path::Path;

use wasmeter_guest::Digest;

wasmeter_guest::bench!(Work, prepare, step);

struct Work {
    files: usize,
    content: Vec<u8>,
}

/// The input is the number of files and the size of the largest.
fn prepare(input: Vec<u8>) -> Work {
    let text = String::from_utf8(input).expect("the input is text");
    let mut numbers = text
        .split_whitespace()
        .map(|n| n.parse().expect("a number"));
    let mut next = || numbers.next().expect("two numbers");
    let files = next();
    let content = (0..next()).map(|i: usize| (i * 31 % 251) as u8).collect();
    Work { files, content }
}

fn step(work: &Work) -> u64 {
    work.run().expect("the working folder can be used")
}

impl Work {
    fn run(&self) -> Result<u64> {
        let folder = Path::new("work");
        fs::create_dir(folder)?;
        for i in 0..self.files {
            let size = self.content.len() * (i + 1) / self.files;
            fs::write(folder.join(format!("{i}.new")), &self.content[..size])?;
        }

        let mut names: Vec<_> = fs::read_dir(folder)?
            .map(|entry| Ok(entry?.file_name()))
            .collect::<Result<_>>()?;
        // A folder's order is the file system's own affair.
        names.sort();

        let mut digest = Digest::new();
        for name in names {
            let new = folder.join(&name);
            let old = new.with_extension("old");
            digest.bytes(name.as_encoded_bytes());
            digest.u64(fs::metadata(&new)?.len());
            fs::rename(&new, &old)?;
            digest.bytes(&fs::read(&old)?);
            fs::remove_file(&old)?;
        }
        fs::remove_dir(folder)?;
        Ok(digest.finish())
    }
}
