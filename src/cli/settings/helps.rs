//! What each setting is for, as the comments of the settings file say it.

use std::collections::BTreeMap;

/// Every setting, commented, at its default.
const COMMENTED: &str = include_str!("../../../config/doorward.toml");

/// What each setting is for, by its name. Settings that follow one another without a comment between them
/// share the one before.
pub(super) fn helps() -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let (mut section, mut help) = (Some(""), String::new());
    let mut is_over = false;
    for line in COMMENTED.lines() {
        if line.starts_with("#[[") || line.starts_with("# [[") {
            // Entries of a list have no names of their own.
            section = None;
        } else if let Some(rest) = line.strip_prefix("# [") {
            section = rest.strip_suffix(']');
            help.clear();
        } else if let Some(name) = setting(line) {
            let key = section.map(|section| match section {
                "" => name.to_owned(),
                section => format!("{section}.{name}"),
            });
            if let Some(key) = key.filter(|_| !help.is_empty()) {
                found.insert(key, help.clone());
            }
            is_over = true;
        } else if let Some(said) = line.strip_prefix("# ") {
            if is_over {
                help.clear();
            } else if !help.is_empty() {
                help.push(' ');
            }
            help.push_str(said.trim());
            is_over = false;
        } else {
            help.clear();
        }
    }
    found
}

/// The name of the setting of a line: behind nothing, a hash, or a hash and a space.
fn setting(line: &str) -> Option<&str> {
    let line = line.strip_prefix('#').unwrap_or(line);
    let line = line.strip_prefix(' ').unwrap_or(line);
    let (name, _) = line.split_once(" = ")?;
    let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    name.chars().all(is_name).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_belongs_to_the_settings_below_it() {
        let found = helps();
        let help = |key: &str| found.get(key).map(String::as_str).unwrap_or_default();
        for (key, begins, ends) in [
            (
                "branding.accent",
                "The accent colour of pages",
                "is refused.",
            ),
            (
                "branding.accent_dark",
                "The same on dark pages",
                "from the accent.",
            ),
            (
                "tls.certificate",
                "HTTPS by this server itself",
                "terminate TLS.",
            ),
            ("tls.key", "HTTPS by this server itself", "terminate TLS."),
            ("tls.http2", "Whether HTTP/2 is offered", "HTTP/1.1."),
        ] {
            let help = help(key);
            assert!(
                help.starts_with(begins) && help.ends_with(ends),
                "{key}: {help}"
            );
            assert!(
                !help.contains(" = ") && !help.contains('#'),
                "{key}: {help}"
            );
        }
    }
}
