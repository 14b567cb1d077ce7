//! What text may hold before anything else looks at it.

use precis_core::profile::PrecisFastInvocation;
use precis_profiles::UsernameCaseMapped;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
use unicode_security::skeleton;

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

/// Without surrounding space, in lower case as far as it is ASCII. Rows of earlier releases hold names
/// and addresses of users in this form.
pub fn fold(identifier: &str) -> String {
    identifier.trim().to_ascii_lowercase()
}

/// The form in which two user names are one: the profile UsernameCaseMapped (RFC 8265 §3.3), without
/// surrounding space. A name that the profile has no form for, such as one with a space within, is
/// composed, and ASCII is put in lower case.
pub fn fold_username(name: &str) -> String {
    let composed = composed(name.trim());
    match UsernameCaseMapped::enforce(composed.as_str()) {
        Ok(form) => form.into_owned(),
        Err(_) => composed.to_ascii_lowercase(),
    }
}

/// Whether two lists of names have one in common, in any spelling.
pub fn share_a_name(one: &[String], other: &[String]) -> bool {
    let folded: Vec<String> = other.iter().map(|name| fold_username(name)).collect();
    one.iter().any(|name| folded.contains(&fold_username(name)))
}

/// The form in which two email addresses are one: composed, ASCII in lower case, and the domain as the
/// DNS has it. What only looks alike stays different, such as `K` and the Kelvin sign: whoever receives
/// the mail of one address may not be whoever receives that of the other, and would take over the
/// account.
pub fn fold_address(address: &str) -> String {
    let address = address.trim();
    match address.rsplit_once('@') {
        // Each part by itself: a character of the domain must not keep the local part from being composed.
        Some((local, domain)) if !domain.is_ascii() => {
            let local = composed(local).to_ascii_lowercase();
            match url::Host::parse(domain) {
                Ok(url::Host::Domain(domain)) => format!("{local}@{domain}"),
                _ => format!("{local}@{}", composed(domain)),
            }
        }
        _ => composed(address).to_ascii_lowercase(),
    }
}

/// The text with letters and marks composed (NFC): a keyboard may send `ü` as one character or as two.
/// A text with a character that NFC puts another one in the place of, such as `K` for the Kelvin sign,
/// stays as it is.
fn composed(text: &str) -> String {
    let is_replaced = |character: char| {
        let mut form = std::iter::once(character).nfc();
        form.next() != Some(character) || form.next().is_some()
    };
    if text.is_ascii() || text.chars().any(is_replaced) {
        text.to_owned()
    } else {
        text.nfc().collect()
    }
}

/// A password in the form that is hashed: every kind of space is the space, letters and marks are
/// composed (the mapping of the profile OpaqueString, RFC 8265 §4.2). The profile also refuses
/// characters that its version of Unicode does not know; a new emoji is no reason to refuse a password.
pub fn opaque_string(password: &str) -> String {
    let is_space = |character: char| {
        character.is_whitespace()
            && !character.is_control()
            && !matches!(character, '\u{2028}' | '\u{2029}')
    };
    let spaced = password
        .chars()
        .map(|character| if is_space(character) { ' ' } else { character });
    spaced.nfc().collect()
}

/// The form in which two names of apps look alike: the skeleton of UTS #39 §4, in lower case, without
/// marks and blanks. `i`, `l` and `1` are one letter, so are `o` and `0`, and `vv` is `w`.
pub fn fold_name(name: &str) -> String {
    let lower = |text: String| -> String { text.chars().flat_map(char::to_lowercase).collect() };
    let compatible: String = name.nfkc().collect();
    // Some capitals look alike and their small letters do not, and the other way round.
    let capitals = lower(skeleton(&compatible).collect());
    let alike = lower(skeleton(&capitals).collect());
    let bare: String = alike
        .nfd()
        .filter(|character| !is_combining_mark(*character) && !is_unseen(*character))
        .collect();
    let letters: String = bare
        .chars()
        .filter(|character| !character.is_whitespace())
        .map(|character| match character {
            'i' | '1' => 'l',
            '0' => 'o',
            other => other,
        })
        .collect();
    letters.replace("vv", "w")
}

/// The form in which two spellings are one name: NFKC, in lower case, without blanks and what is not
/// seen. Directories compare names so (RFC 4518 §2), and rows of earlier releases hold names of apps
/// in it.
pub fn fold_spelling(name: &str) -> String {
    let form = |text: &str| -> String {
        let folded = text.nfkc().flat_map(char::to_lowercase);
        folded
            .filter(|character| !character.is_whitespace() && !is_unseen(*character))
            .collect()
    };
    // Letters and marks between which something was that is not seen are composed by the second turn.
    form(&form(name))
}

/// The form in which attempts at a name are counted: every spelling that a directory may take for the
/// same name (RFC 4518 §2; Active Directory ignores accents, width and kinds of kana too) is one. Two
/// names of different users can fall together here, so it never finds anybody.
pub fn fold_loosely(name: &str) -> String {
    let case = |text: &str| -> String {
        let upper = text.nfkd().flat_map(char::to_uppercase);
        upper.flat_map(char::to_lowercase).nfkd().collect()
    };
    // A letter that ended as a composition of another case is decomposed by the second turn.
    case(&case(name))
        .chars()
        .filter(|c| !c.is_whitespace() && !is_unseen(*c) && !is_combining_mark(*c))
        .fold(String::new(), |mut folded, character| {
            match plain_letters(character) {
                Some(letters) => folded.push_str(letters),
                None => folded.push(katakana(character)),
            }
            folded
        })
}

/// The letters that some directories take for a letter which Unicode does not decompose.
const fn plain_letters(character: char) -> Option<&'static str> {
    Some(match character {
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ħ' => "h",
        'ł' => "l",
        'þ' => "th",
        'ŧ' => "t",
        _ => return None,
    })
}

/// The katakana of a hiragana.
fn katakana(character: char) -> char {
    match character {
        '\u{3041}'..='\u{3096}' => char::from_u32(u32::from(character) + 0x60).unwrap_or(character),
        other => other,
    }
}

/// Whether a character is not seen, or changes the direction of what stands around it (Unicode
/// properties `Default_Ignorable_Code_Point`, `Bidi_Control`, `Cc` and `Cf`, blanks other than the
/// space, and what has no look of its own, such as private use): with it a name looks like another
/// one.
pub fn is_unseen(character: char) -> bool {
    let is_blank = character != ' ' && character.is_whitespace();
    is_blank
        || character.is_control()
        || matches!(
            character,
            '\u{ad}'
                | '\u{34f}'
                | '\u{600}'..='\u{605}'
                | '\u{61c}'
                | '\u{6dd}'
                | '\u{70f}'
                | '\u{890}'..='\u{891}'
                | '\u{8e2}'
                | '\u{115f}'..='\u{1160}'
                | '\u{17b4}'..='\u{17b5}'
                | '\u{180b}'..='\u{180f}'
                | '\u{200b}'..='\u{200f}'
                | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{2800}'
                | '\u{3164}'
                | '\u{e000}'..='\u{f8ff}'
                | '\u{fdd0}'..='\u{fdef}'
                | '\u{fe00}'..='\u{fe0f}'
                | '\u{feff}'
                | '\u{ffa0}'
                | '\u{fff0}'..='\u{ffff}'
                | '\u{1107f}'
                | '\u{110bd}'
                | '\u{110cd}'
                | '\u{13430}'..='\u{1345f}'
                | '\u{16fe4}'
                | '\u{1bca0}'..='\u{1bca3}'
                | '\u{1d159}'
                | '\u{1d173}'..='\u{1d17a}'
                | '\u{e0000}'..='\u{e0fff}'
                | '\u{f0000}'..='\u{10ffff}'
        )
}

/// Whether a character may not stand in the name of somebody: it is not seen, and nobody writes names with
/// it, as some do with the joiners, the variation selectors of emoji and the wide space.
pub fn is_disguise(character: char) -> bool {
    let is_written = matches!(
        character,
        '\u{a0}' | '\u{200c}' | '\u{200d}' | '\u{3000}' | '\u{fe0e}' | '\u{fe0f}'
    );
    is_unseen(character) && !is_written
}

/// The longest text of a stranger that is logged or stored beside something else, in bytes.
pub const MAX_NOTED_BYTES: usize = 512;

/// The beginning of a text of a stranger, as long as it may be in a log line or beside something
/// that is stored: whole characters.
pub fn noted(text: &str) -> &str {
    text.get(..text.floor_char_boundary(MAX_NOTED_BYTES))
        .unwrap_or_default()
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

#[cfg(test)]
mod tests;
