//! A run, as the views read it.

use crate::analysis::cells::Cells;
use crate::analysis::figures::{Figures, Row};

/// A run, with values that are derived from it once.
pub struct Run<'a> {
    pub name: &'a str,
    pub cells: &'a Cells<'a>,
    pub figures: Figures<'a>,
    /// Instructions of builds for the same architecture, counted under emulation.
    pub counted: Option<Figures<'a>>,
}

impl<'a> Run<'a> {
    pub fn row(&self, name: &str) -> Option<&Row<'a>> {
        let mut rows = self.figures.rows.iter();
        rows.find(|row| row.configuration.name == name)
    }
}
