//! What users type: codes, addresses, names and the values of fields.

use super::text;
use doorward_core::users::is_email;
use doorward_protocol::{
    credentials::{
        one_time_code::{TypedCode, grouped, read_code},
        one_time_token::{CodeLength, TokenPurpose, typed_code},
    },
    mail_address::{MailAddress, MailSender, one_line},
    organizations::{Domain, challenge_name},
    text::{
        fold, fold_address, fold_loosely, fold_name, fold_spelling, fold_username, is_storable,
        is_unseen, noted, opaque_string,
    },
    users::attributes::{AttributeProblem, AttributeType, UserAttributes},
};
use serde_json::{Value, json};
use std::sync::LazyLock;

/// The letters and digits of a recovery code.
const RECOVERY: &[u8] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// A code is what it is without what separates its letters, in one spelling, and of one kind.
pub(super) fn typed_code_of_users(input: &[u8]) {
    let Some(text) = text(input) else { return };
    for purpose in [TokenPurpose::SignUp, TokenPurpose::SignIn] {
        let Some(code) = typed_code(text, purpose) else {
            continue;
        };
        let lengths = [CodeLength::Usual, CodeLength::Long];
        let lengths = lengths.map(|length| purpose.code_digits(length) as usize);
        assert!(lengths.contains(&code.len()) && code.bytes().all(|b| b.is_ascii_digit()));
        let typed: String = text.chars().filter(char::is_ascii_digit).collect();
        assert_eq!(code, typed);
        assert_eq!(typed_code(&code, purpose).as_ref(), Some(&code));
        assert_eq!(typed_code(&format!("{code}0"), purpose), None);
    }
    let shown = match read_code(text) {
        TypedCode::App(code) => {
            assert_eq!(typed_code(text, TokenPurpose::SignUp).as_ref(), Some(&code));
            format!("{} {}", &code[..3], &code[3..])
        }
        TypedCode::Recovery(code) => {
            assert!(code.len() == 16 && code.bytes().all(|b| RECOVERY.contains(&b)));
            grouped(&code)
        }
        TypedCode::Neither => return,
    };
    for other in [
        &shown,
        &shown.to_ascii_uppercase(),
        &shown.replace('1', "l"),
    ] {
        let is_app = matches!(read_code(text), TypedCode::App(_));
        assert!(is_app && other.contains('l') || read_code(other) == read_code(text));
    }
}

/// An address names one receiver, in one spelling, on one line; a domain is what the DNS has; what is
/// folded stays so.
pub(super) fn mail_address(input: &[u8]) {
    let Some(text) = text(input) else { return };
    if let Some(address) = MailAddress::parse(text) {
        let read = address.as_str();
        assert!(read.len() <= 254 && (1..=64).contains(&address.local().len()));
        assert!(read.bytes().all(|b| b.is_ascii_graphic()) && !read.contains(['<', '>', '"', ',']));
        assert_eq!(read, format!("{}@{}", address.local(), address.domain()));
        assert_eq!(read.matches('@').count(), 1);
        assert!(
            address
                .domain()
                .split('.')
                .all(|label| (1..=63).contains(&label.len()))
        );
        assert_eq!(MailAddress::parse(read).as_ref(), Some(&address));
        // Two spellings of one receiver are one account.
        assert_eq!(fold_address(text), fold_address(read));
        assert!(is_email(read));
    }
    match MailSender::parse(text) {
        Ok(sender) => {
            let name = sender.name.clone().unwrap_or_default();
            assert!(!name.chars().any(is_unseen) && name.chars().count() <= 100);
            let written = match &sender.name {
                Some(name) => format!("\"{name}\" <{}>", sender.address.as_str()),
                None => sender.address.as_str().to_owned(),
            };
            assert_eq!(MailSender::parse(&written), Ok(sender));
        }
        Err(reason) => assert!(reason.contains("address")),
    }
    match Domain::parse(text) {
        Ok(domain) => {
            let read = domain.as_str();
            assert!(read.contains('.') && read.len() <= 253 && !read.contains('@'));
            assert_eq!(Domain::parse(read).as_ref(), Ok(&domain));
            let question = challenge_name(read);
            assert!(doorward_adapters::outbound::dns_question(&question).is_some());
        }
        Err(reason) => assert!(reason.contains("example.com")),
    }
    if is_email(text) {
        assert!(text.len() <= 254 && is_storable(text) && !text.contains(char::is_whitespace));
    }
}

/// Folding twice is folding once, and nothing unseen is left where names are compared by their looks.
pub(super) fn names(input: &[u8]) {
    let Some(text) = text(input) else { return };
    let forms: [fn(&str) -> String; 6] = [
        fold,
        fold_username,
        fold_address,
        fold_spelling,
        fold_loosely,
        opaque_string,
    ];
    for (number, form) in forms.into_iter().enumerate() {
        let folded = form(text);
        assert_eq!(form(&folded), folded, "form {number} of {text:?}");
    }
    for folded in [fold_name(text), fold_spelling(text), fold_loosely(text)] {
        assert!(!folded.chars().any(|c| is_unseen(c) || c.is_whitespace()));
    }
    // What is not seen makes no other name of an app.
    assert_eq!(fold_name(&format!(" {text}\u{200b}")), fold_name(text));
    // The case of a name that a directory compares does not count.
    assert_eq!(fold_loosely(&text.to_uppercase()), fold_loosely(text));
    let line = one_line(text, 50);
    assert!(!line.chars().any(is_unseen) && line.chars().count() <= 51);
    let noted = noted(text);
    assert!(text.starts_with(noted) && noted.len() <= 512);
}

static FIELDS: LazyLock<UserAttributes> = LazyLock::new(|| {
    let mut fields = UserAttributes::default();
    for declared in [
        json!({"name": "nick_text", "label": "A", "type": "text", "max_length": 20, "pattern": "[a-z ]*"}),
        json!({"name": "size", "label": "A", "type": "number", "min": -5, "max": 1e6}),
        json!({"name": "news", "label": "A", "type": "boolean"}),
        json!({"name": "day", "label": "A", "type": "date"}),
        json!({"name": "second_email", "label": "A", "type": "email"}),
        json!({"name": "mobile", "label": "A", "type": "phone"}),
        json!({"name": "page", "label": "A", "type": "url"}),
        json!({"name": "team", "label": "A", "type": "choice", "options": ["red", "blue"]}),
    ] {
        let field = serde_json::from_value(declared).expect("a declaration");
        fields.declare(field).expect("a field");
    }
    fields
});

/// A value that is read is one that the declaration takes, and is read again as it is written.
pub(super) fn attribute_value(input: &[u8]) {
    let Some(text) = text(input) else { return };
    for field in FIELDS.iter() {
        let (name, kind) = (&*field.name, field.kind());
        let value = match FIELDS.read(name, text) {
            Ok(Some(value)) => value,
            Ok(None) => {
                assert!(text.trim().is_empty());
                continue;
            }
            Err(problem) => {
                let is_of_field = !matches!(
                    problem,
                    AttributeProblem::Unknown | AttributeProblem::Missing
                );
                assert!(is_of_field && !problem.to_string().is_empty());
                continue;
            }
        };
        let held = [(name.to_owned(), value.clone())].into();
        assert_eq!(FIELDS.check(&held), Ok(()), "{name}");
        let written = match &value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        if !value.is_f64() {
            assert_eq!(
                FIELDS.read(name, &written),
                Ok(Some(value.clone())),
                "{name}"
            );
        }
        assert!(!written.chars().any(char::is_control) && is_storable(&written));
        match kind {
            AttributeType::Number => {
                assert!(value.as_f64().is_some_and(|n| (-5.0..=1e6).contains(&n)));
            }
            AttributeType::Boolean => assert!(value.is_boolean()),
            AttributeType::Date => {
                let shape: String = written
                    .chars()
                    .map(|c| if c.is_ascii_digit() { '0' } else { c })
                    .collect();
                assert_eq!(shape, "0000-00-00");
            }
            AttributeType::Phone => assert!(written.starts_with('+') && written.len() <= 16),
            AttributeType::Choice => assert!(["red", "blue"].contains(&&*written)),
            AttributeType::Text => assert!(written.len() <= 20),
            AttributeType::Email => assert!(MailAddress::parse(&written).is_some()),
            AttributeType::Url => assert!(written.chars().count() <= 200),
        }
    }
    assert_eq!(FIELDS.read("nobody", text), Err(AttributeProblem::Unknown));
}
