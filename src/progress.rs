//! Progress on standard error: bars with an ETA on a terminal, plain lines elsewhere, nothing with
//! `--quiet`.

use crate::out;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// The progress of one job of several steps.
pub struct Progress {
    bar: ProgressBar,
    plain: bool,
    label: String,
    began: Instant,
    /// Steps that took none of this time.
    skipped: AtomicU64,
    last_line: Mutex<Instant>,
}

/// Off a terminal, a line appears this often.
const PLAIN_INTERVAL: Duration = Duration::from_secs(15);

impl Progress {
    /// A job of `steps` steps.
    pub fn new(label: &str, steps: u64) -> Self {
        let plain = out::is_quiet() || !std::io::stderr().is_terminal();
        let bar = if plain {
            ProgressBar::hidden()
        } else {
            ProgressBar::new(steps)
        };
        bar.set_length(steps);
        let style = ProgressStyle::with_template(
            "{prefix} {bar:24} {pos}/{len} {elapsed}, ETA {eta}  {wide_msg}",
        );
        bar.set_style(style.unwrap_or(ProgressStyle::default_bar()));
        bar.set_prefix(label.to_string());
        bar.enable_steady_tick(Duration::from_millis(200));
        Progress {
            bar,
            plain,
            label: label.to_string(),
            began: Instant::now(),
            skipped: AtomicU64::new(0),
            last_line: Mutex::new(Instant::now()),
        }
    }

    /// Shows the current work.
    pub fn message(&self, text: &str) {
        self.bar.set_message(text.to_string());
    }

    /// Shows a message of a set-up: on a terminal like any message, elsewhere as a line.
    pub fn announce(&self, text: &str) {
        if self.plain {
            hint!("{text}");
        } else {
            self.message(text);
        }
    }

    /// One step is done.
    pub fn step(&self) {
        self.bar.inc(1);
        let mut last_line = self.last_line.lock().expect("no panic");
        if self.plain && last_line.elapsed() >= PLAIN_INTERVAL {
            let (done, all) = (self.bar.position(), self.bar.length().unwrap_or(0));
            let spent = self.began.elapsed().as_secs_f64();
            let timed = done - self.skipped.load(Ordering::Relaxed);
            let left = spent / timed as f64 * all.saturating_sub(done) as f64;
            hint!("{} {done}/{all}, {spent:.0} s, ETA {left:.0} s", self.label);
            *last_line = Instant::now();
        }
    }

    /// Counts one step that was done before, and that says nothing about the time of others.
    pub fn skip(&self) {
        self.skipped.fetch_add(1, Ordering::Relaxed);
        self.bar.inc(1);
        self.bar.reset_eta();
    }

    /// Corrects the number of steps.
    pub fn correct(&self, steps: u64) {
        self.bar.set_length(steps);
    }

    /// Returns the number of steps that are done.
    pub fn done(&self) -> u64 {
        self.bar.position()
    }

    /// A warning: a line that stays, also with `--quiet`.
    pub fn note(&self, text: &str) {
        if self.plain {
            eprintln!("{text}");
        } else {
            self.bar.suspend(|| eprintln!("{text}"));
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
