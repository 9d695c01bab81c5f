//! A versus B: two modes side by side. Scripts fill it from the figures of the page; without them
//! `wasmeter compare` says the same.

use super::view::View;
use maud::{Markup, html};

/// A place for the comparison.
pub fn versus(views: &[View]) -> Markup {
    html! {
        form.js id="pair" aria-label="Two modes" {
            @if views.len() > 1 {
                label { "Machine"
                    select name="vrun" {
                        @for view in views { option value=(view.name) { (view.name) } }
                    }
                }
            }
            label { "A" select name="va" {} }
            label { "B" select name="vb" {} }
            output aria-live="polite" {}
        }
        div.js id="compared" {}
        p.note {
            "A ÷ B of the time for a unit of work, paired by round; in parentheses its 95% \
            interval (Student's, on logarithms). Below 1 A is faster. Equal: the interval reaches \
            1, or the difference is below the machine's noise. "
            code { "wasmeter compare FILE --between A B" }
            " compares all metrics, and limits the rate of false positives among all that it \
            reports."
        }
    }
}
