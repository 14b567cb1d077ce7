//! What text may hold before anything else looks at it.

/// Maximum length of a request parameter, in bytes.
pub const MAX_PARAMETER_BYTES: usize = 8 * 1024;

/// Whether the text can be stored by every database and shown on every page: no NUL, which
/// PostgreSQL refuses.
pub fn is_storable(text: &str) -> bool {
    !text.contains('\0')
}

/// Printable ASCII of RFC 6749 Appendix A (`%x20-7E`), the alphabet of identifiers, scopes and
/// states.
pub fn is_printable_ascii(text: &str) -> bool {
    text.bytes().all(|byte| (0x20..=0x7e).contains(&byte))
}

/// The form in which two user names or addresses are compared: without surrounding space, in lower
/// case. Only ASCII is folded: Unicode folding would make different addresses equal, such as those
/// with `K` and the Kelvin sign, and let one user take over the account of another.
pub fn fold(identifier: &str) -> String {
    identifier.trim().to_ascii_lowercase()
}

/// The nearest of some names to a misspelt one, if any is near.
pub fn nearest<'a>(wrong: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    names
        .into_iter()
        .map(|name| (strsim::jaro_winkler(wrong, name), name))
        .filter(|(likeness, _)| *likeness > 0.7)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}
