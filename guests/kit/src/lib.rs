//! The kit of the Rust guests: [`bench!`] exports what the harness calls, [`Digest`] folds a step's
//! whole result into 64 bits. `bench.h` beside it does the same for C and C++.

use std::io::Read;

/// Folds bytes and numbers into 64 bits, eight bytes at a time so that it costs little beside the work.
/// It guards against wrong results, not against malice. `bench.h` computes the very same.
#[derive(Clone, Copy)]
pub struct Digest(u64);

impl Digest {
    #[expect(
        clippy::new_without_default,
        reason = "a digest always starts the same way"
    )]
    pub fn new() -> Self {
        Digest(0xcbf2_9ce4_8422_2325)
    }

    pub fn u64(&mut self, value: u64) {
        let h = (self.0 ^ value).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = h ^ (h >> 32);
    }

    /// The bytes, the last word padded with zeros, then their number.
    pub fn bytes(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.u64(u64::from_le_bytes(*word));
        }
        let mut last = [0; 8];
        last[..rest.len()].copy_from_slice(rest);
        self.u64(u64::from_le_bytes(last));
        self.u64(bytes.len() as u64);
    }

    pub fn finish(self) -> u64 {
        self.0
    }
}

/// The whole of stdin, which is the guest's input.
pub fn input() -> Vec<u8> {
    let mut bytes = Vec::new();
    std::io::stdin()
        .read_to_end(&mut bytes)
        .expect("stdin can be read");
    bytes
}

/// Runs `n` steps. The compiler can see neither which function a step is nor what it does to the state,
/// so it can drop, merge or hoist none.
pub fn run<S>(state: &mut S, step: fn(&mut S) -> u64, n: u32) -> u64 {
    let mut sum = 0u64;
    for _ in 0..n {
        let step = std::hint::black_box(step);
        sum = sum.wrapping_add(step(std::hint::black_box(state)));
    }
    sum
}

/// Exports `bench(n)`: `$setup(Vec<u8>) -> S` prepares the input once, each `$step(&S) -> u64` does one step
/// from that state and returns the digest of its result. `bench(0)` touches nothing.
#[macro_export]
macro_rules! bench {
    ($state:ty, $setup:path, $step:path) => {
        #[unsafe(no_mangle)]
        pub extern "C" fn bench(n: u32) -> u64 {
            static STATE: ::std::sync::Mutex<Option<$state>> = ::std::sync::Mutex::new(None);
            if n == 0 {
                return 0;
            }
            let mut state = STATE.lock().expect("a panic ends the program");
            let state = state.get_or_insert_with(|| $setup($crate::input()));
            $crate::run(state, |state: &mut $state| $step(state), n)
        }

        /// rustc links no start-up code into a library for WASI; a reactor runs its constructors here.
        #[cfg(target_arch = "wasm32")]
        #[unsafe(no_mangle)]
        pub extern "C" fn _initialize() {
            unsafe extern "C" {
                fn __wasm_call_ctors();
            }
            // SAFETY: the linker makes this function, and a host calls `_initialize` once.
            unsafe { __wasm_call_ctors() }
        }
    };
}
