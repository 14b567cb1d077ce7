//! The languages by their own names, for the menu: whoever looks for a language reads that one, and
//! perhaps no other.

/// Tag and name of each shipped language, in the order of the menu: by the Latin alphabet, then the
/// other scripts.
pub(super) const NAMES: [(&str, &str); 12] = [
    ("de", "Deutsch"),
    ("en", "English"),
    ("es", "Español"),
    ("fr", "Français"),
    ("it", "Italiano"),
    ("nl", "Nederlands"),
    ("pl", "Polski"),
    ("pt-BR", "Português (Brasil)"),
    ("ar", "العربية"),
    ("ja", "日本語"),
    ("ko", "한국어"),
    ("zh-Hans", "简体中文"),
];

/// The name of a language.
pub(super) fn of(tag: &str) -> Option<&'static str> {
    let mut names = NAMES.iter();
    names
        .find(|(known, _)| *known == tag)
        .map(|(_, name)| *name)
}
