//! The findings of a judge.

/// The verdict on a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// All that would show it does.
    Shown,
    /// Some of it does.
    Partly,
    /// No cell here says anything of it.
    NotShown,
    /// All that was measured says otherwise.
    Contradicted,
}

impl Verdict {
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Shown => "shown",
            Verdict::Partly => "partly",
            Verdict::NotShown => "could not be tested here",
            Verdict::Contradicted => "refuted",
        }
    }

    /// Returns the verdict on parts that all belong to it. A part that is not shown does not speak
    /// against other parts that were measured.
    pub fn of_all(parts: impl IntoIterator<Item = Verdict>) -> Self {
        let parts: Vec<_> = parts.into_iter().collect();
        let any = |verdict| parts.contains(&verdict);
        let only = |verdict| parts.iter().all(|part| *part == verdict);
        if parts.is_empty() || only(Verdict::NotShown) {
            Verdict::NotShown
        } else if only(Verdict::Shown) {
            Verdict::Shown
        } else if any(Verdict::Shown) || any(Verdict::Partly) {
            Verdict::Partly
        } else {
            Verdict::Contradicted
        }
    }

    /// Returns the verdict on several parts of which one is enough.
    pub fn of_best(parts: impl IntoIterator<Item = Verdict>) -> Self {
        let order = [Verdict::Shown, Verdict::Partly, Verdict::Contradicted];
        let parts: Vec<_> = parts.into_iter().collect();
        let best = order.into_iter().find(|verdict| parts.contains(verdict));
        best.unwrap_or(Verdict::NotShown)
    }
}

/// The result of one piece of evidence.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    pub verdict: Verdict,
    /// In words, with the figures.
    pub says: String,
    /// Where its cells are: the name of a page without its ending, and a heading there.
    pub cells: Option<(String, String)>,
}

impl Finding {
    pub fn none(says: impl Into<String>) -> Self {
        Finding {
            verdict: Verdict::NotShown,
            says: says.into(),
            cells: None,
        }
    }
}
