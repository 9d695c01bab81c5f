//! Runs jobs two at a time: compilers and linkers have long stretches on one core.

use std::collections::BTreeMap;
use std::sync::Mutex;

/// Does `work` for every job, two at a time in their order, and gives the results in that order.
pub fn two_at_a_time<J: Sync, R: Send>(jobs: &[J], work: impl Fn(&J) -> R + Sync) -> Vec<R> {
    let next = Mutex::new(0..jobs.len());
    let results = Mutex::new(BTreeMap::new());
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let Some(index) = next.lock().expect("no panic").next() else {
                        break;
                    };
                    let result = work(&jobs[index]);
                    results.lock().expect("no panic").insert(index, result);
                }
            });
        }
    });
    results
        .into_inner()
        .expect("no panic")
        .into_values()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::two_at_a_time;

    #[test]
    fn results_keep_the_order_of_the_jobs() {
        let jobs: Vec<u64> = (0..20).collect();
        let slow_first = |job: &u64| {
            std::thread::sleep(std::time::Duration::from_millis(20 - job));
            job * job
        };
        let squares: Vec<u64> = jobs.iter().map(|job| job * job).collect();
        assert_eq!(two_at_a_time(&jobs, slow_first), squares);
    }
}
