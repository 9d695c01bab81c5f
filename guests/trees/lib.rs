//! Builds, walks and frees binary trees, one node an allocation, and a map that grows and shrinks.

use std::collections::BTreeMap;

use wasmeter_guest::Digest;

wasmeter_guest::bench!(u32, prepare, step);

fn prepare(input: Vec<u8>) -> u32 {
    std::str::from_utf8(&input)
        .ok()
        .and_then(|text| text.trim().parse().ok())
        .expect("the input is a depth")
}

struct Tree {
    value: u64,
    children: Option<[Box<Tree>; 2]>,
}

impl Tree {
    fn grow(value: u64, depth: u32) -> Box<Tree> {
        let children = (depth > 0)
            .then(|| [2 * value, 2 * value + 1].map(|child| Tree::grow(child, depth - 1)));
        Box::new(Tree { value, children })
    }

    fn walk(&self, digest: &mut Digest) {
        if let Some([left, right]) = &self.children {
            left.walk(digest);
            digest.u64(self.value);
            right.walk(digest);
        }
    }
}

fn step(depth: &u32) -> u64 {
    let mut digest = Digest::new();
    let kept = Tree::grow(1, *depth);
    for i in 0..4 {
        Tree::grow(i, *depth - 2).walk(&mut digest);
    }
    kept.walk(&mut digest);

    let mut map = BTreeMap::new();
    let size = 1u64 << *depth;
    for i in 0..size {
        map.insert(
            i.wrapping_mul(0x9e37_79b9_7f4a_7c15),
            vec![i as u8; (i % 61) as usize],
        );
        if i % 3 == 0 {
            map.pop_first();
        }
    }
    for (key, value) in map {
        digest.u64(key);
        digest.bytes(&value);
    }
    digest.finish()
}
