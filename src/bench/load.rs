//! A load that is made on purpose, to see what it does to measurements.

use std::sync::atomic::{AtomicBool, Ordering};

/// Does `work` while `threads` other threads compute.
pub fn beside<T>(threads: usize, work: impl FnOnce() -> T) -> T {
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while !done.load(Ordering::Relaxed) {
                    std::hint::spin_loop();
                }
            });
        }
        let result = work();
        done.store(true, Ordering::Relaxed);
        result
    })
}
