use super::*;

#[test]
fn nul_is_stored_nowhere() {
    assert!(is_storable("a\u{1}é") && !is_storable("a\0b") && !is_storable("\0"));
}

#[test]
fn printable_is_from_space_to_tilde() {
    assert!(is_printable_ascii(" ~azAZ09") && is_printable_ascii(""));
    for text in ["\u{1f}", "\u{7f}", "é", "\n"] {
        assert!(!is_printable_ascii(text), "{text:?}");
    }
}

#[test]
fn only_ascii_case_and_surrounding_space_are_folded() {
    assert_eq!(fold(" Ada@Example.COM\t"), "ada@example.com");
    // The Kelvin sign is no k, and an accent is not left out.
    assert_eq!(fold("\u{212a}É"), "\u{212a}É");
}

#[test]
fn a_near_name_is_suggested_and_a_far_one_is_not() {
    let names = ["issuer", "listen", "database"];
    assert_eq!(nearest("isuer", names), Some("issuer"));
    assert_eq!(nearest("databse", names), Some("database"));
    assert_eq!(nearest("qqqq", names), None);
    assert_eq!(nearest("x", []), None);
}

#[test]
fn names_that_look_the_same_are_the_same() {
    for name in [
        "Notes",
        "notes ",
        "N o t e s",
        "Notes\u{200b}",
        "\u{202e}Notes\u{2069}",
        "\u{ff2e}\u{ff4f}\u{ff54}\u{ff45}\u{ff53}",
        "No\u{ad}tes",
        "NOTES\u{fe0f}",
    ] {
        assert_eq!(fold_name(name), "notes", "{name:?}");
    }
    assert_ne!(fold_name("Note"), fold_name("Notes"));
    assert_eq!(fold_name("Ren\u{e9}"), fold_name("RENE\u{301}"));
}

#[test]
fn what_is_not_seen_is_found_and_letters_of_every_script_are_not() {
    let unseen =
        "\u{202e}\u{2066}\u{200f}\u{61c}\u{200d}\u{2063}\u{feff}\u{3164}\u{a0}\u{2028}\t\u{e0041}";
    assert!(unseen.chars().all(is_unseen));
    assert!(!"Notes é ночь 注释 ملاحظات הערות 🗒".chars().any(is_unseen));
}
