//! Groups of guests, and what they count in.

use serde::{Deserialize, Serialize};

/// What the figures of a group's guests count in. Memory counts all guests, and so do starts in a
/// run without guests that are made for these.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CountsIn {
    /// The mean of throughput.
    #[default]
    Throughput,
    /// Starts: the guests are made to measure these. In the mean of throughput too, if they have
    /// one.
    Start,
    /// Calls to the host and work on files, which have a headline of their own.
    Host,
    /// The task that several guests do, each in its language. It has a section of its own: it would
    /// weigh too much in a mean.
    Language,
}

impl CountsIn {
    /// Whether it counts where throughput is shown and averaged.
    pub fn is_throughput(self) -> bool {
        matches!(self, CountsIn::Throughput | CountsIn::Start)
    }
}

/// The group of a guest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Written")]
pub struct Group {
    #[serde(rename = "group")]
    pub name: String,
    pub counts_in: CountsIn,
}

/// A group as any results file has it: older ones do not say what it counts in.
#[derive(Deserialize)]
struct Written {
    group: String,
    counts_in: Option<CountsIn>,
}

impl Group {
    /// A group of a file that does not say what it counts in: then the name said it.
    ///
    /// ```
    /// use wasmeter::results::group::{CountsIn, Group};
    ///
    /// assert_eq!(Group::by_name("startup").counts_in, CountsIn::Start);
    /// assert_eq!(Group::by_name("text").counts_in, CountsIn::Throughput);
    /// ```
    pub fn by_name(name: &str) -> Self {
        let counts_in = match name {
            "startup" => CountsIn::Start,
            "host-calls" | "wasi" => CountsIn::Host,
            "languages" => CountsIn::Language,
            _ => CountsIn::Throughput,
        };
        Group {
            name: name.to_string(),
            counts_in,
        }
    }
}

impl From<Written> for Group {
    fn from(written: Written) -> Self {
        match written.counts_in {
            None => Group::by_name(&written.group),
            Some(counts_in) => Group {
                name: written.group,
                counts_in,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{CountsIn, Group};
    use crate::report::tests::guest;
    use crate::results::schema::Guest;
    use serde_json::json;

    /// The guest of a results file.
    fn read(file: serde_json::Value) -> Guest {
        serde_json::from_value(file).unwrap()
    }

    #[test]
    fn a_file_says_what_a_group_counts_in() {
        let mut mine = guest("mine", "mine", "thing");
        mine.group.counts_in = CountsIn::Host;
        let file = serde_json::to_value(&mine).unwrap();
        assert_eq!(
            (&file["group"], &file["counts_in"]),
            (&json!("mine"), &json!("host"))
        );
        assert_eq!(read(file), mine);
    }

    #[test]
    fn an_older_file_is_read_by_the_names_of_its_groups() {
        for (name, counts_in) in [
            ("startup", CountsIn::Start),
            ("host-calls", CountsIn::Host),
            ("wasi", CountsIn::Host),
            ("languages", CountsIn::Language),
            ("numeric", CountsIn::Throughput),
        ] {
            let mut file = serde_json::to_value(guest("work", name, "thing")).unwrap();
            file.as_object_mut().unwrap().remove("counts_in");
            let group = read(file).group;
            assert_eq!((group.name.as_str(), group.counts_in), (name, counts_in));
        }
        // What a newer file says goes before its name.
        let mut file = serde_json::to_value(guest("work", "startup", "")).unwrap();
        file["counts_in"] = json!("throughput");
        assert_eq!(read(file).group.counts_in, CountsIn::Throughput);
        assert_eq!(Group::by_name("own").counts_in, CountsIn::default());
    }
}
