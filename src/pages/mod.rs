//! The pages of a results folder: the landscape's Runtimes section, and files that other tools
//! load. They are made from what was measured and from statements about runtimes, and from nothing
//! else: the same input gives the same bytes.

mod architectures;
mod changes;
mod claim_check;
mod claims_section;
mod counts;
pub mod entry;
mod html;
pub mod inputs;
mod kind;
pub mod landscape;
mod machines;
pub mod ours;
mod ranking;
mod runtimes;
mod runtimes_table;
mod splice;
pub mod statements;
mod summary;
#[cfg(test)]
mod tests;
mod views;

pub use inputs::{Material, Named};
pub use splice::{block, splice};
pub(crate) use summary::summary_of;
pub use summary::{ANSWERING, Summary, summary};

use crate::analysis::cells::Cells;
use crate::report::{self, Format};
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

/// A file of a results folder.
pub struct Page {
    pub name: String,
    pub text: String,
}

/// The page with charts, alone.
pub fn html(material: &Material) -> Result<String> {
    let cells = material.cells();
    html::render(material, &cells, &entry::entries_of(material, &cells))
}

/// The data of the page's views, as JSON.
pub fn views(material: &Material) -> Result<String> {
    let cells = material.cells();
    let entries = entry::entries_of(material, &cells);
    let views = views::Views::of(material, &cells, &entries);
    Ok(serde_json::to_string_pretty(&views)? + "\n")
}

/// All pages, in the order in which they are made.
pub fn pages(material: &Material) -> Result<Vec<Page>> {
    pages_of(material, &material.cells())
}

/// The same, with the cells of the runs at hand.
fn pages_of(material: &Material, cells: &[Cells]) -> Result<Vec<Page>> {
    let mut pages = Vec::new();
    let mut add = |name: String, text: String| pages.push(Page { name, text });
    for (run, cells) in material.runs.iter().zip(cells) {
        add(format!("{}.md", run.name), report::markdown_of(cells));
        add(format!("{}.csv", run.name), report::csv_of(cells)?);
    }
    for run in &material.emulated {
        let cells = Cells::derive(&run.what);
        add(format!("{}.md", run.name), report::markdown_of(&cells));
        add(format!("{}.csv", run.name), report::csv_of(&cells)?);
    }
    for record in material.support.iter().chain(&material.emulated_support) {
        add(
            format!("{}.md", record.name),
            report::support_page(&record.what),
        );
    }
    for record in &material.spec {
        add(
            format!("{}.md", record.name),
            report::spec_page(&record.what),
        );
    }
    let entries = entry::entries_of(material, cells);
    if let Some(text) = claims_section::render(material, &entries) {
        add("CLAIMS.md".to_string(), text);
    }
    add(
        "index.html".to_string(),
        html::render(material, cells, &entries)?,
    );
    add(
        "landscape.yml".to_string(),
        landscape::render(&landscape::items(&entries, material.address.as_deref())),
    );
    add("cells.schema.json".to_string(), report::cells_schema()?);
    if let Some(text) = architectures::render(material) {
        add("ARCHITECTURES.md".to_string(), text);
    }
    if let Some(text) = machines::render(&material.machines) {
        add("MACHINES.md".to_string(), text);
    }
    // Of several machines, the first by name: that table knows no machines.
    if let Some(record) = material.support.first() {
        add(
            "features.json".to_string(),
            report::render_support(&record.what, Format::Features)?,
        );
    }
    // It leads to the others that there are.
    let beside: Vec<&str> = pages.iter().map(|page| page.name.as_str()).collect();
    let text = runtimes::render(material, cells, &entries, &beside);
    pages.push(Page {
        name: "RUNTIMES.md".to_string(),
        text,
    });
    Ok(pages)
}

/// Writes all pages into a folder, and says which. Writes none if one would replace a file that is
/// no page.
pub fn write(folder: &Path, material: &Material) -> Result<Vec<PathBuf>> {
    write_of(folder, material, &material.cells())
}

/// The same, with the cells of the runs at hand.
pub(crate) fn write_of(
    folder: &Path,
    material: &Material,
    cells: &[Cells],
) -> Result<Vec<PathBuf>> {
    std::fs::create_dir_all(folder).with_context(|| format!("{}", folder.display()))?;
    let mut written = Vec::new();
    let pages = pages_of(material, cells)?;
    for page in &pages {
        ours::check(&folder.join(&page.name))?;
    }
    for page in pages {
        let file = folder.join(page.name);
        std::fs::write(&file, page.text).with_context(|| format!("{}", file.display()))?;
        written.push(file);
    }
    Ok(written)
}
