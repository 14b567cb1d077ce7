//! User names that users give themselves. Names that administrators give are not looked at here.

use crate::text::{fold_name, fold_username};
use unicode_normalization::UnicodeNormalization;
use unicode_security::{MixedScript, skeleton};

/// Names that whoever reads them takes for the provider or for those who run it: mailboxes of RFC 2142,
/// and what systems call their own accounts and pages.
const RESERVED: [&str; 58] = [
    "abuse",
    "account",
    "accounts",
    "admin",
    "administrator",
    "administrators",
    "admins",
    "anonymous",
    "api",
    "auth",
    "billing",
    "contact",
    "daemon",
    "doorward",
    "everybody",
    "everyone",
    "ftp",
    "guest",
    "help",
    "helpdesk",
    "hostmaster",
    "info",
    "login",
    "mail",
    "mailerdaemon",
    "marketing",
    "me",
    "moderator",
    "moderators",
    "news",
    "nobody",
    "noc",
    "noreply",
    "null",
    "official",
    "operator",
    "owner",
    "owners",
    "password",
    "postmaster",
    "privacy",
    "root",
    "sales",
    "security",
    "self",
    "service",
    "signin",
    "staff",
    "sudo",
    "superuser",
    "support",
    "sysadmin",
    "system",
    "trouble",
    "undefined",
    "usenet",
    "webmaster",
    "www",
];

/// Why users do not give themselves a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChosenNameProblem {
    /// It is reserved, or looks like one that is.
    Reserved,
    /// It has letters of more than one script, or letters of another script that all look like ASCII.
    Disguised,
}

/// Whether users may give themselves a name; `reserved` are names that the operator adds to those that
/// are always reserved.
///
/// # Errors
/// Why they may not.
pub fn check_chosen_name(name: &str, reserved: &[String]) -> Result<(), ChosenNameProblem> {
    if looks_reserved(name, reserved) {
        return Err(ChosenNameProblem::Reserved);
    }
    let composed: String = name.trim().nfc().collect();
    if !composed.as_str().is_single_script() || passes_for_ascii(&composed) {
        return Err(ChosenNameProblem::Disguised);
    }
    Ok(())
}

/// The form in which a name is compared with reserved ones: without what separates words, and with one
/// letter for all that look like it.
pub fn reserved_form(name: &str) -> String {
    fold_name(name)
        .chars()
        .filter(|character| character.is_alphanumeric())
        .collect()
}

fn looks_reserved(name: &str, reserved: &[String]) -> bool {
    let form = reserved_form(name);
    let all = RESERVED
        .into_iter()
        .chain(reserved.iter().map(String::as_str));
    !form.is_empty() && all.into_iter().any(|word| reserved_form(word) == form)
}

/// Whether a name that is not ASCII looks like one that is, as it was typed or in lower case.
fn passes_for_ascii(name: &str) -> bool {
    // Unicode takes them for `ae`, `oe` and `w`; nobody who reads them does.
    let is_itself = |character| matches!(character, 'æ' | 'Æ' | 'œ' | 'Œ' | 'ш' | 'Ш');
    [name.to_owned(), fold_username(name)].iter().any(|form| {
        !form.is_ascii() && !form.contains(is_itself) && skeleton(form).all(|c| c.is_ascii())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use ChosenNameProblem::{Disguised, Reserved};
    use proptest::prelude::*;

    fn check(name: &str) -> Result<(), ChosenNameProblem> {
        check_chosen_name(name, &["Orchard Team".to_owned(), String::new()])
    }

    #[test]
    fn reserved_names_are_reserved_however_they_are_written() {
        for name in [
            "admin",
            "Admin",
            " ADMIN ",
            "adm1n",
            "\u{430}dmin",
            "adrnin",
            "ádmin",
            "\u{ff41}dmin",
            "ad-min",
            "root",
            "r00t",
            "R\u{41e}\u{41e}T",
            "no-reply",
            "no.reply",
            "NOREPLY",
            "post_master",
            "doorward",
            "null",
            "orchard.team",
            "0rchardTeam",
        ] {
            assert_eq!(check(name), Err(Reserved), "{name}");
        }
        for name in [
            "admina",
            "the-admin-of-hearts",
            "rooty",
            "ada",
            "___",
            "team",
        ] {
            assert_eq!(check(name), Ok(()), "{name}");
        }
    }

    #[test]
    fn a_name_is_of_one_script_and_does_not_pass_for_ascii() {
        for name in [
            "\u{430}da",
            "ad\u{430}",
            "gr\u{430}ce",
            // Cyrillic alone, and Greek capitals alone.
            "\u{441}\u{43e}\u{440}\u{430}",
            "\u{391}\u{392}\u{395}",
            "\u{1d41a}da",
            "ada\u{3b1}",
        ] {
            assert_eq!(check(name), Err(Disguised), "{name}");
        }
        for name in [
            "ada",
            "ada.lovelace-1815_x",
            "Jürgen",
            "ju\u{308}rgen",
            "Kjær",
            "søren",
            "łukasz",
            "саша",
            "нина.1987",
            "νικος",
            "山田太郎",
            "やまだ太郎",
            "김민준",
            "محمد",
            "ada🦊",
        ] {
            assert_eq!(check(name), Ok(()), "{name}");
        }
    }

    proptest! {
        #[test]
        fn every_reserved_name_is_refused_in_any_case(index in 0..RESERVED.len(), cases in any::<u32>()) {
            let name: String = RESERVED
                .get(index)
                .unwrap()
                .chars()
                .enumerate()
                .map(|(n, c)| if cases >> (n % 32) & 1 == 1 { c.to_ascii_uppercase() } else { c })
                .collect();
            prop_assert_eq!(check(&name), Err(Reserved));
        }

        #[test]
        fn any_text_is_judged(name in any::<String>()) {
            let _ = check(&name);
        }
    }
}
