//! METHODOLOGY.md and BIAS.md as parts of the page.

use maud::{Markup, PreEscaped};
use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

pub fn methodology() -> Markup {
    rendered(include_str!("../../../METHODOLOGY.md"))
}

pub fn bias() -> Markup {
    rendered(include_str!("../../../BIAS.md"))
}

/// Markdown without its title, as HTML below an `h2`. HTML in it is shown as text. Tables scroll by
/// themselves.
fn rendered(markdown: &str) -> Markup {
    let mut in_title = false;
    let events = Parser::new_ext(markdown, Options::ENABLE_TABLES).filter_map(|event| {
        match event {
            Event::Start(Tag::Heading {
                level: HeadingLevel::H1,
                ..
            }) => in_title = true,
            Event::End(TagEnd::Heading(HeadingLevel::H1)) => in_title = false,
            _ if in_title => {}
            event => return Some(placed(event)),
        }
        None
    });
    let mut text = String::new();
    html::push_html(&mut text, events);
    // Whatever looks like it in the document is escaped: these are the tables themselves.
    let scroll = r#"<div class="scroll" tabindex="0" role="group" aria-label="A table"><table>"#;
    let text = text.replace("<table>", scroll);
    PreEscaped(text.replace("</table>", "</table></div>"))
}

/// Where its headings and links belong in this page.
fn placed(event: Event) -> Event {
    match event {
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        Event::Start(Tag::Heading {
            id, classes, attrs, ..
        }) => Event::Start(Tag::Heading {
            level: HeadingLevel::H3,
            id,
            classes,
            attrs,
        }),
        Event::End(TagEnd::Heading(_)) => Event::End(TagEnd::Heading(HeadingLevel::H3)),
        Event::Start(Tag::Link {
            link_type,
            dest_url,
            title,
            id,
        }) => Event::Start(Tag::Link {
            link_type,
            dest_url: address(&dest_url),
            title,
            id,
        }),
        event => event,
    }
}

/// The documents lie one folder above the page.
fn address(link: &str) -> CowStr<'static> {
    let address = match link {
        "METHODOLOGY.md" => "#methodology".to_string(),
        "BIAS.md" => "#bias".to_string(),
        link if link.contains("://") => link.to_string(),
        link => match link.strip_prefix("results/") {
            Some(beside) => beside.to_string(),
            None => format!("../{link}"),
        },
    };
    address.into()
}

#[cfg(test)]
mod tests {
    use super::rendered;

    #[test]
    fn html_in_a_document_is_text() {
        let shown = rendered("# T\n\n<script>x</script> a <b>c</b> [d](BIAS.md)\n").into_string();
        assert_eq!(
            shown.trim(),
            "&lt;script&gt;x&lt;/script&gt; a &lt;b&gt;c&lt;/b&gt; [d](BIAS.md)"
        );
        let shown = rendered("a <b>c</b> [d](BIAS.md)\n").into_string();
        assert_eq!(
            shown.trim(),
            "<p>a &lt;b&gt;c&lt;/b&gt; <a href=\"#bias\">d</a></p>"
        );
        let shown = rendered("`<table>`\n\n| a |\n|---|\n| b |\n").into_string();
        assert_eq!(shown.matches("<table>").count(), 1, "{shown}");
        assert_eq!(shown.matches("</table></div>").count(), 1, "{shown}");
    }
}
