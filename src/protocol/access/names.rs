//! What groups, roles and permissions may be called.

/// The longest name, in characters.
pub const MAX_NAME: usize = 128;

/// Checks the name of a group.
///
/// # Errors
/// What to change.
pub fn check_group_name(name: &str) -> Result<(), String> {
    check("a group", name)
}

/// Checks the name of a role.
///
/// # Errors
/// What to change.
pub fn check_role_name(name: &str) -> Result<(), String> {
    check("a role", name)
}

/// Checks a permission: a slug such as `inventory.write`.
///
/// # Errors
/// What to change.
pub fn check_permission(name: &str) -> Result<(), String> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._:-/*".contains(&byte);
    if (1..=MAX_NAME).contains(&name.len()) && name.bytes().all(plain) {
        return Ok(());
    }
    Err(format!(
        "the permission {name:?} must have 1 to {MAX_NAME} letters, digits and . _ : - / *, such as \
         inventory.write"
    ))
}

/// Names stand in claims and headers with commas between them, so they hold none.
fn check(what: &str, name: &str) -> Result<(), String> {
    let is_plain = |c: char| !c.is_control() && c != ',' && !is_invisible(c);
    let length = name.chars().count();
    if !(1..=MAX_NAME).contains(&length) || name.trim() != name {
        return Err(format!(
            "the name of {what} must have 1 to {MAX_NAME} characters, without space around them"
        ));
    }
    if !name.chars().all(is_plain) {
        return Err(format!(
            "the name of {what} must have no comma, control character or invisible character"
        ));
    }
    Ok(())
}

/// Characters that change how a name looks without being seen.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_plain() {
        for good in [
            "editor",
            "Domain Users",
            "Größe",
            "a/b",
            &"x".repeat(MAX_NAME),
        ] {
            assert_eq!(check_group_name(good), Ok(()), "{good}");
            assert_eq!(check_role_name(good), Ok(()), "{good}");
        }
        for bad in [
            "",
            " a",
            "a ",
            "a,b",
            "a\nb",
            "a\u{202e}b",
            &"x".repeat(MAX_NAME + 1),
        ] {
            assert!(
                check_group_name(bad).is_err() && check_role_name(bad).is_err(),
                "{bad}"
            );
        }
        for good in ["inventory.write", "a:b", "*", "files/read", "A-1_b"] {
            assert_eq!(check_permission(good), Ok(()), "{good}");
        }
        for bad in ["", "a b", "a,b", "größe", "\""] {
            assert!(check_permission(bad).is_err(), "{bad}");
        }
    }
}
