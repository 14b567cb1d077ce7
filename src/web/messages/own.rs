//! Texts of an operator in place of the shipped ones.

use super::{LOCALES, SHIPPED, SIGNATURES, catalogue::Catalogue, signature::Signature};
use doorward_core::{OwnTexts, TextFile};
use doorward_protocol::text::nearest;
use fluent_syntax::{
    ast::{Entry, Message},
    parser::{self, ParserError},
};

/// The messages with the texts of an operator.
pub(super) fn catalogue(texts: &OwnTexts) -> &'static Catalogue {
    if texts.files().is_empty() {
        return &SHIPPED;
    }
    let compile = |texts: &OwnTexts| Catalogue::with(LOCALES, texts.files());
    texts.compiled(compile).unwrap_or(&SHIPPED)
}

/// The shipped messages of a language, as Fluent: what an operator writes other texts for. `None` where
/// the pages are not shipped in it.
pub fn shipped_texts(language: &str) -> Option<String> {
    let (_, files) = LOCALES.iter().find(|(tag, _)| *tag == language)?;
    Some(files.concat())
}

/// Whether the pages and mails can say the texts of an operator.
///
/// # Errors
/// The file and the line that cannot be used, and why.
pub fn check_texts(texts: &OwnTexts) -> Result<(), String> {
    let of_apps = texts.of_apps().flat_map(|(_, texts)| texts.files());
    texts.files().iter().chain(of_apps).try_for_each(check_file)
}

fn check_file(file: &TextFile) -> Result<(), String> {
    let place = &file.place;
    if !LOCALES.iter().any(|(tag, _)| *tag == file.language) {
        let shipped: Vec<&str> = LOCALES.iter().map(|(tag, _)| *tag).collect();
        return Err(format!(
            "{place}: there are no pages in the language {:?}; a folder is one of {}",
            file.language,
            shipped.join(", ")
        ));
    }
    let resource = parser::parse(file.text.as_str()).map_err(|(_, errors)| {
        let (line, what) = first_error(&file.text, &errors);
        format!("{place}, line {line}: this is no message of Fluent (`name = text`): {what}")
    })?;
    for entry in &resource.body {
        match entry {
            Entry::Message(message) => {
                check_message(message).map_err(|reason| format!("{place}: {reason}"))?;
            }
            Entry::Term(term) => {
                return Err(format!(
                    "{place}: -{} is a term; write its text where it is used",
                    term.id.name
                ));
            }
            Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => {}
            Entry::Junk { content } => {
                return Err(format!("{place}: this is no message: {}", content.trim()));
            }
        }
    }
    Ok(())
}

fn first_error(text: &str, errors: &[ParserError]) -> (usize, String) {
    let Some(error) = errors.first() else {
        return (1, "it cannot be read".to_owned());
    };
    let before = text.get(..error.pos.start).unwrap_or(text);
    (before.matches('\n').count() + 1, error.kind.to_string())
}

fn check_message(message: &Message<&str>) -> Result<(), String> {
    let name = message.id.name;
    let found = SIGNATURES.iter().find(|(known, ..)| *known == name);
    let Some((_, variables, has_markup)) = found else {
        let names = SIGNATURES.iter().map(|(known, ..)| *known);
        let hint = nearest(name, names).map_or_else(
            || "`doorward texts` prints all".to_owned(),
            |near| format!("did you mean {near}? `doorward texts` prints all"),
        );
        return Err(format!("there is no text {name}: {hint}"));
    };
    let Some(value) = &message.value else {
        return Err(format!("{name} has no text"));
    };
    if !message.attributes.is_empty() {
        return Err(format!("{name} has attributes, which no page shows"));
    }
    let own = Signature::of(value).map_err(|reason| format!("{name}: {reason}"))?;
    let unknown = |variable: &&String| !variables.contains(&variable.as_str());
    if let Some(variable) = own.variables.iter().find(unknown) {
        let told: Vec<String> = variables.iter().map(|it| format!("{{ ${it} }}")).collect();
        let told = if told.is_empty() {
            "it has no placeholders".to_owned()
        } else {
            format!("it may name {}", told.join(", "))
        };
        return Err(format!("{name} names {{ ${variable} }}: {told}"));
    }
    if own.has_markup && !has_markup {
        return Err(format!("{name} is shown as plain text: leave <strong> out"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::Messages;

    fn file(language: &str, text: &str) -> TextFile {
        TextFile {
            language: language.to_owned(),
            place: "texts/own.ftl".to_owned(),
            text: text.to_owned(),
        }
    }

    fn texts(files: &[(&str, &str)]) -> OwnTexts {
        OwnTexts::of(files.iter().map(|(tag, text)| file(tag, text)).collect())
    }

    #[test]
    fn a_text_is_said_in_its_language_alone_and_the_rest_as_shipped() {
        let own = texts(&[
            ("de", "sign_in_title = Willkommen\n"),
            ("de", "sign_in_title = Hereinspaziert\n"),
        ]);
        assert_eq!(check_texts(&own), Ok(()));
        let in_language = |tag| Messages::in_language_of(Some(tag), &own);
        assert_eq!(in_language("de").sign_in_title(), "Hereinspaziert");
        let shipped = OwnTexts::default();
        for (tag, key) in [("de", "password"), ("fr", "sign_in_title")] {
            let text = |own| Messages::in_language_of(Some(tag), own).text(key, &[]);
            assert_eq!(text(&own), text(&shipped), "{tag} {key}");
        }
    }

    #[test]
    fn what_no_page_can_say_is_refused_with_its_place() {
        for (tag, text, said) in [
            ("xx", "a = b\n", "no pages in the language \"xx\""),
            ("de", "sign_inn_title = b\n", "did you mean sign_in_title?"),
            ("de", "# a comment\nsign_in_title\n", "line 2"),
            ("de", "sign_in_title = { $app }\n", "has no placeholders"),
            ("de", "sign_in_title = <b>x</b>\n", "only <strong>"),
            ("de", "sign_in_title = <strong>x</strong>\n", "plain text"),
            ("de", "sign_in_title = { password }\n", "references"),
            ("de", "sign_in_title = x\n    .title = y\n", "attributes"),
            ("de", "-brand = x\n", "is a term"),
        ] {
            let refused = check_texts(&texts(&[(tag, text)])).unwrap_err();
            assert!(refused.starts_with("texts/own.ftl"), "{refused}");
            assert!(refused.contains(said), "{text}: {refused}");
        }
    }

    /// Whatever is shipped may be written again, also with the texts of another language.
    #[test]
    fn every_shipped_text_could_be_one_of_an_operator() {
        for (tag, _) in LOCALES {
            let shipped = shipped_texts(tag).unwrap();
            assert_eq!(check_texts(&texts(&[("de", &shipped)])), Ok(()), "{tag}");
        }
        assert_eq!(shipped_texts("xx"), None);
    }
}
