//! Cases that a record withholds, and what is known about them from elsewhere.

use super::record::Record;
use super::withheld::{Known, Withheld, join};

impl Known {
    /// Adds the cases that a record withholds, and what it knows of the runtimes.
    pub fn add(&mut self, record: &Record) {
        join(&mut self.cases, &record.withheld);
        for notes in &record.runtimes {
            if let Some(security) = &notes.security {
                self.runtimes.insert(notes.name.clone(), security.clone());
            }
        }
    }
}

impl Record {
    /// Adds the cases that no longer are in the tree, of probes that `wanted` takes, with what was
    /// seen of them on this kind of machine and on configurations that are here.
    pub fn recall(&mut self, known: &Known, wanted: impl Fn(&str) -> bool) {
        let place = self.machine.place();
        let here: Vec<String> = self.here().map(|c| c.name.clone()).collect();
        let mut recalled = Vec::new();
        for case in known.cases.iter().filter(|case| wanted(&case.probe)) {
            let mut case = case.clone();
            case.seen.retain_mut(|seen| {
                seen.on
                    .retain(|configuration, _| here.contains(configuration));
                seen.place == place && !seen.on.is_empty()
            });
            if !case.seen.is_empty() {
                recalled.push(case);
            }
        }
        join(&mut self.withheld, &recalled);
        for notes in &mut self.runtimes {
            let security = known.runtimes.get(&notes.name);
            notes.security = notes.security.take().or_else(|| security.cloned());
        }
    }

    /// Returns the number of withheld cases of a probe.
    pub fn withheld_of(&self, probe: &str) -> usize {
        let of_it = |case: &&Withheld| case.probe == probe;
        self.withheld.iter().filter(of_it).count()
    }
}
