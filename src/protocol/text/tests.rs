use super::*;
use proptest::prelude::*;

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
fn a_user_name_is_one_however_it_is_typed() {
    for name in [
        "J\u{fc}rgen",
        "ju\u{308}rgen",
        " JU\u{308}RGEN ",
        "\u{ff2a}\u{fc}rgen",
    ] {
        assert_eq!(fold_username(name), "j\u{fc}rgen", "{name:?}");
    }
    // Composed from jamo, which the profile would refuse.
    assert_eq!(fold_username("\u{1112}\u{1161}\u{11ab}"), "\u{d55c}");
    // Not of the profile, and found all the same.
    assert_eq!(fold_username("Ada Lovelace"), "ada lovelace");
    assert_eq!(fold_username("Ada Mu\u{308}ller"), "ada m\u{fc}ller");
    assert_eq!(fold_username("ada\u{1fae0}"), "ada\u{1fae0}");
}

#[test]
fn an_address_is_one_where_its_mail_is() {
    for address in [
        "m\u{fc}ller@b\u{fc}cher.example",
        "mu\u{308}ller@BU\u{308}CHER.Example",
    ] {
        assert_eq!(
            fold_address(address),
            "m\u{fc}ller@xn--bcher-kva.example",
            "{address:?}"
        );
    }
    assert_eq!(fold_address(" Ada@Example.COM\t"), "ada@example.com");
    assert_eq!(
        fold_address("ada@xn--bcher-kva.example"),
        fold_address("ada@b\u{fc}cher.example")
    );
    // What looks alike is somebody else's mailbox.
    for other in [
        "\u{212a}im@example.com",
        "\u{ff2b}im@example.com",
        "\u{3ba}im@example.com",
    ] {
        assert_ne!(fold_address(other), "kim@example.com", "{other:?}");
    }
    assert_ne!(
        fold_address("\u{c9}va@example.com"),
        fold_address("eva@example.com")
    );
}

#[test]
fn a_password_is_one_however_the_keyboard_sends_it() {
    for password in ["gr\u{fc}n\u{a0}und blau", "gru\u{308}n\u{3000}und blau"] {
        assert_eq!(
            opaque_string(password),
            "gr\u{fc}n und blau",
            "{password:?}"
        );
    }
    // Case, width and emoji of any age stay.
    for password in [
        "Gr\u{fc}n",
        "\u{ff21}\u{ff22}",
        "\u{1fae8}",
        " a ",
        "a\tb",
        "\u{378}",
    ] {
        assert_eq!(opaque_string(password), password);
    }
}

proptest! {
    #[test]
    fn what_is_folded_stays_as_it_is(text in "\\PC{0,20}", ascii in "[ -~]{0,20}") {
        for form in [fold_username, fold_address, opaque_string] {
            prop_assert_eq!(form(&form(&text)), form(&text));
        }
        prop_assert_eq!(fold_username(&ascii), fold(&ascii));
        prop_assert_eq!(fold_address(&ascii), fold(&ascii));
        prop_assert_eq!(opaque_string(&ascii), ascii);
    }

    #[test]
    fn composed_and_decomposed_text_is_one(text in "[a-zà-öø-ýΈ-ώ ]{1,20}") {
        let apart: String = text.nfd().collect();
        prop_assert_eq!(fold_username(&apart), fold_username(&text));
        prop_assert_eq!(fold_address(&apart), fold_address(&text));
        prop_assert_eq!(opaque_string(&apart), opaque_string(&text));
    }
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
        "N\u{43e}tes",
        "Not\u{435}s",
        "\u{39d}otes",
        "N\u{3bf}tes",
        "N0tes",
        "Not\u{e9}s",
        "Notes\u{332}",
        "\u{1d40d}otes",
        "\u{a4e0}otes",
    ] {
        assert_eq!(fold_name(name), "notes", "{name:?}");
    }
    for name in ["Wi\u{307}ki", "Wik\u{131}", "WIKI", "Wikl", "W1ki", "VVIKI"] {
        assert_eq!(fold_name(name), fold_name("Wiki"), "{name:?}");
    }
    assert_eq!(fold_name("\u{39c}achine"), fold_name("machine"));
    assert_ne!(fold_name("Note"), fold_name("Notes"));
    assert_ne!(fold_name("Notes of Ada"), fold_name("Notes"));
    assert_ne!(fold_name("🗒"), fold_name("🗓"));
    assert_eq!(fold_name("Ren\u{e9}"), fold_name("RENE\u{301}"));
}

#[test]
fn spellings_that_a_directory_takes_for_one_name_are_counted_as_one() {
    for name in [
        "hedy",
        "HEDY",
        " hedy ",
        "h e d y",
        "\u{ff28}\u{ff25}\u{ff24}\u{ff39}",
        "he\u{ad}dy",
        "hedy\u{200b}",
        "h\u{e9}dy",
        "he\u{301}dy",
        "\u{210b}edy",
        "\u{1e96}edy",
        "\u{2068}hedy\u{2069}",
        "he\u{111}y",
    ] {
        assert_eq!(fold_loosely(name), "hedy", "{name:?}");
    }
    for (one, other) in [
        ("Stra\u{df}e", "STRASSE"),
        (
            "\u{3c3}\u{3af}\u{3c3}\u{3c5}\u{3c6}\u{3bf}\u{3c2}",
            "\u{3a3}\u{38a}\u{3a3}\u{3a5}\u{3a6}\u{39f}\u{3a3}",
        ),
        ("\u{130}stanbul", "istanbul"),
        ("\u{131}stanbul", "istanbul"),
        ("\u{ff76}\u{ff9e}", "\u{304c}"),
        ("\u{c6}on", "aeon"),
        ("\u{212a}elvin", "kelvin"),
        ("\u{fb01}n", "fin"),
    ] {
        assert_eq!(fold_loosely(one), fold_loosely(other), "{one:?} {other:?}");
    }
    assert_ne!(fold_loosely("hedi"), fold_loosely("hedy"));
    assert_ne!(fold_loosely("ada"), fold_loosely("ada@example.com"));
}

proptest! {
    #[test]
    fn what_is_the_same_exactly_or_as_a_name_is_the_same_loosely(text in "\\PC{0,40}") {
        let loosely = fold_loosely(&text);
        prop_assert_eq!(&fold_loosely(&loosely), &loosely);
        for other in [fold(&text), fold_spelling(&text), text.to_uppercase(), text.to_lowercase()] {
            prop_assert_eq!(&fold_loosely(&other), &loosely, "{:?}", other);
        }
        let composed: String = text.nfkc().collect();
        prop_assert_eq!(&fold_loosely(&composed), &loosely);
    }

    #[test]
    fn a_form_is_its_own(
        text in "([\\PC\0\u{200b} @\u{300}-\u{345}\u{a8}\u{1e9b}\u{3d2}-\u{3d4}\u{130}a\u{3a5}]|\\PC){0,12}",
    ) {
        for form in [fold, fold_username, fold_address, fold_spelling, fold_loosely] {
            let folded = form(&text);
            prop_assert_eq!(&form(&folded), &folded);
        }
    }
}

#[test]
fn what_is_not_seen_is_found_and_letters_of_every_script_are_not() {
    let unseen =
        "\u{202e}\u{2066}\u{200f}\u{61c}\u{200d}\u{2063}\u{feff}\u{3164}\u{a0}\u{2028}\t\u{e0041}";
    assert!(unseen.chars().all(is_unseen));
    let looks_of_its_own = "\u{e000}\u{f0000}\u{fffd}\u{601}\u{13430}\u{1107f}\u{16fe4}\u{1d159}";
    assert!(looks_of_its_own.chars().all(is_unseen));
    assert!(!"Notes é ночь 注释 ملاحظات הערות 🗒".chars().any(is_unseen));
}

#[test]
fn a_name_is_written_with_everything_but_what_hides_in_it() {
    for name in [
        "山田\u{3000}太郎",
        "نام\u{200c}خانوادگی",
        "Ada \u{2764}\u{fe0f}",
    ] {
        assert!(!name.chars().any(is_disguise), "{name:?}");
    }
    for name in [
        "Ada\u{202e}ecarG",
        "\u{2066}Ada",
        "Gr\u{200b}ace",
        "Ada\u{0}",
        "a\u{2060}b",
    ] {
        assert!(name.chars().any(is_disguise), "{name:?}");
    }
}

#[test]
fn the_text_of_a_stranger_is_cut_between_characters() {
    assert_eq!(noted(""), "");
    assert_eq!(noted("/token"), "/token");
    assert_eq!(noted(&"é".repeat(256)), "é".repeat(256));
    assert_eq!(noted(&"x".repeat(10_000)).len(), MAX_NOTED_BYTES);
    let odd = format!("x{}", "é".repeat(10_000));
    assert_eq!(noted(&odd), format!("x{}", "é".repeat(255)));
}

#[test]
fn a_spelling_has_no_blanks_and_nothing_unseen() {
    for (spelling, form) in [
        ("My App", "myapp"),
        ("My\u{a0}App", "myapp"),
        ("My\u{200b}App", "myapp"),
        ("Ｍｙ App", "myapp"),
        ("e\u{200d}\u{301}", "é"),
        ("My-App", "my-app"),
        (" \u{200b}", ""),
    ] {
        assert_eq!(fold_spelling(spelling), form, "{spelling}");
    }
}
