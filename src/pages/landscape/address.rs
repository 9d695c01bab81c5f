//! Addresses: whether a text is one, and where a page has a runtime's measurements.

/// True if it is the address of something on the web.
pub fn is_url(text: &str) -> bool {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    let is_host = |host: &str| host.contains('.') && !host.starts_with('.');
    let plain = |c: char| !c.is_whitespace() && !c.is_control() && !"<>\"".contains(c);
    rest.is_some_and(|rest| {
        is_host(rest.split('/').next().unwrap_or_default()) && rest.chars().all(plain)
    })
}

/// The address of a page, if it is one to which a runtime's anchor can be added.
pub fn page(text: &str) -> Result<String, String> {
    if is_url(text) && !text.contains('#') {
        Ok(text.to_string())
    } else {
        Err("the address of a page is wanted, such as https://example.org/index.html".to_string())
    }
}

/// Where a page has the measurements of a runtime, by the name of its folder.
pub fn of_runtime(page: &str, name: &str) -> String {
    format!("{page}#runtime-{name}")
}
