//! What organizations may be called.

/// The longest slug, in characters.
pub const MAX_SLUG: usize = 63;

/// The longest display name, in characters.
pub const MAX_NAME: usize = 100;

/// Checks a slug: the short name of an organization in requests, claims and commands.
///
/// # Errors
/// What to change.
pub fn check_slug(slug: &str) -> Result<(), String> {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let is_bounded = !slug.starts_with('-') && !slug.ends_with('-');
    if (1..=MAX_SLUG).contains(&slug.len()) && is_bounded && slug.bytes().all(is_plain) {
        return Ok(());
    }
    Err(format!(
        "the slug of an organization must have 1 to {MAX_SLUG} lower case letters, digits and hyphens, \
         and begin and end without a hyphen, such as acme-north"
    ))
}

/// Checks the name that users see.
///
/// # Errors
/// What to change.
pub fn check_name(name: &str) -> Result<(), String> {
    let is_shown = |c: char| !c.is_control() && !crate::text::is_unseen(c);
    let length = name.chars().count();
    if (1..=MAX_NAME).contains(&length) && name.trim() == name && name.chars().all(is_shown) {
        return Ok(());
    }
    Err(format!(
        "the name of an organization must have 1 to {MAX_NAME} visible characters, without space around \
         them"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_is_a_label_of_lower_case() {
        for good in ["acme", "a", "acme-north", "4711", &"x".repeat(MAX_SLUG)] {
            assert_eq!(check_slug(good), Ok(()), "{good}");
        }
        for bad in [
            "",
            "Acme",
            "-acme",
            "acme-",
            "a b",
            "a_b",
            "größe",
            &"x".repeat(MAX_SLUG + 1),
        ] {
            assert!(check_slug(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_name_is_seen_as_it_is_written() {
        for good in ["Acme, Inc.", "Größe & Söhne", "株式会社"] {
            assert_eq!(check_name(good), Ok(()), "{good}");
        }
        for bad in ["", " Acme", "Ac\nme", "Ac\u{202e}me", &"x".repeat(101)] {
            assert!(check_name(bad).is_err(), "{bad}");
        }
    }
}
