//! The shipped languages, and a second one that only these tests have.

use super::{
    Catalogue, Html, LOCALES, Messages, SIGNATURES,
    argument::{Argument, Escape},
    names,
};
use doorward_protocol::time::Timestamp;
use fluent_bundle::FluentResource;
use fluent_syntax::ast::{
    Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey,
};
use std::collections::{BTreeMap, BTreeSet};

/// Arabic: six plural forms, written from right to left. It lacks most messages.
const ARABIC: &str = "
sign_in_title = تسجيل الدخول
continue_to = المتابعة إلى <strong>{ $app }</strong>
ago_minutes = { $count ->
    [one] منذ دقيقة
    [two] منذ دقيقتين
    [few] منذ { $count } دقائق
   *[other] منذ { $count } دقيقة
}
privacy_of = { $missing }
";

fn in_arabic() -> Messages {
    let english: &[&str] = LOCALES.first().unwrap().1;
    let catalogue = Catalogue::new(&[("en", english), ("ar", &[ARABIC])]);
    Messages {
        catalogue: Box::leak(Box::new(catalogue)),
        language: 1,
        is_insecure: false,
    }
}

#[test]
fn a_language_has_its_tag_and_its_direction() {
    let (english, arabic) = (Messages::english(), in_arabic());
    assert_eq!((english.language(), english.direction()), ("en", "ltr"));
    assert_eq!((arabic.language(), arabic.direction()), ("ar", "rtl"));
}

#[test]
fn a_message_that_a_language_lacks_is_english() {
    let arabic = in_arabic();
    assert_eq!(arabic.sign_in_title(), "تسجيل الدخول");
    assert_eq!(arabic.sign_in_password(), "Password");
    // A translation that names an argument which does not exist counts as missing.
    assert_eq!(
        arabic.privacy_of("ملاحظات"),
        "Privacy policy of \u{2068}ملاحظات\u{2069}"
    );
}

#[test]
fn plurals_follow_the_rules_of_the_language() {
    let (english, arabic) = (Messages::english(), in_arabic());
    assert_eq!(english.ago_minutes(1_usize), "a minute ago");
    assert_eq!(english.ago_minutes(2_usize), "2 minutes ago");
    assert_eq!(arabic.ago_minutes(1_usize), "منذ دقيقة");
    assert_eq!(arabic.ago_minutes(2_usize), "منذ دقيقتين");
    assert_eq!(arabic.ago_minutes(3_usize), "منذ 3 دقائق");
    assert_eq!(arabic.ago_minutes(11_usize), "منذ 11 دقيقة");
}

#[test]
fn an_argument_is_isolated_only_where_its_direction_differs() {
    let english = Messages::english();
    assert_eq!(
        english.consent_allow("Notes (2)"),
        "Continue to Notes (2)",
        "no invisible character"
    );
    assert_eq!(
        english.consent_allow("ملاحظات"),
        "Continue to \u{2068}ملاحظات\u{2069}"
    );
    assert_eq!(
        in_arabic().continue_to("Notes").to_string(),
        "المتابعة إلى <strong>\u{2068}Notes\u{2069}</strong>"
    );
}

#[test]
fn arguments_of_a_message_with_markup_are_escaped() {
    assert_eq!(
        Messages::english()
            .continue_to("<script>\"'&</script>")
            .to_string(),
        "Continue to <strong>&#60;script&#62;&#34;&#39;&#38;&#60;/script&#62;</strong>"
    );
}

#[test]
fn a_moment_is_a_time_element_in_utc_with_how_long_ago_in_brackets() {
    let (at, hour) = (Timestamp(1_767_366_000_000), 3_600_000);
    let says = |later: i64| {
        Messages::english()
            .when(at, Timestamp(at.0 + later))
            .to_string()
    };
    assert_eq!(
        says(3 * hour),
        "<time datetime=\"2026-01-02T15:00:00Z\">2 Jan 2026, 15:00 UTC</time> (3 hours ago)"
    );
    assert!(says(0).ends_with("(just now)"));
    assert!(says(hour - 1).ends_with("(59 minutes ago)"));
    assert!(says(hour).ends_with("(an hour ago)"));
    assert!(says(49 * hour).ends_with("(2 days ago)"));
    assert!(says(-59_000).ends_with("(just now)"), "clocks differ");
    assert_eq!(
        says(-hour),
        "<time datetime=\"2026-01-02T15:00:00Z\">2 Jan 2026, 15:00 UTC</time>",
        "a moment to come"
    );
}

/// Renders every message of every shipped language, so that one that cannot be formatted, a
/// translation of nothing and an argument that English does not name fail here.
#[test]
fn every_shipped_language_can_be_formatted() {
    let value = Html::escaped("value");
    let catalogue = Catalogue::new(LOCALES);
    for (language, (tag, files)) in LOCALES.iter().enumerate() {
        let only = Catalogue::new(&[(tag, files)]);
        let mut defined = BTreeSet::new();
        for file in *files {
            let resource = FluentResource::try_new((*file).to_owned())
                .unwrap_or_else(|(_, errors)| panic!("{tag}: {errors:?}"));
            for entry in resource.entries() {
                if let Entry::Message(message) = entry {
                    assert!(defined.insert(message.id.name.to_owned()), "{tag}: twice");
                }
            }
        }
        for (key, variables, _) in SIGNATURES {
            let arguments: Vec<(&str, &dyn Argument)> = variables
                .iter()
                .map(|variable| (*variable, &value as &dyn Argument))
                .collect();
            let text = catalogue.format(language, key, &arguments, Escape::Html);
            assert!(!text.is_empty() && text != *key, "{tag}: {key}");
            if defined.remove(*key) {
                let own = only.format(0, key, &arguments, Escape::Html);
                assert!(own != *key, "{tag}: {key} names an unknown argument");
                let rest = own.replace("<strong>", "").replace("</strong>", "");
                assert!(!rest.contains('<'), "{tag}: {key} holds other markup");
            }
        }
        assert!(defined.is_empty(), "{tag} translates nothing: {defined:?}");
    }
}

#[test]
fn the_menu_names_every_shipped_language() {
    let shipped: BTreeSet<&str> = LOCALES.iter().map(|(tag, _)| *tag).collect();
    let named: BTreeSet<&str> = names::NAMES.iter().map(|(tag, _)| *tag).collect();
    assert_eq!(shipped, named);
}

/// What two languages have to agree on in one message.
#[derive(Default, PartialEq, Eq)]
struct Shape {
    variables: BTreeSet<String>,
    has_strong: bool,
    /// The names of the variants of each selection by name.
    selections: Vec<BTreeSet<String>>,
    texts: Vec<String>,
}

impl Shape {
    fn read(&mut self, pattern: &Pattern<&str>) {
        for element in &pattern.elements {
            match element {
                PatternElement::TextElement { value } => self.texts.push((*value).to_owned()),
                PatternElement::Placeable { expression } => self.read_expression(expression),
            }
        }
    }

    fn read_expression(&mut self, expression: &Expression<&str>) {
        match expression {
            Expression::Inline(inline) => self.read_inline(inline),
            Expression::Select { selector, variants } => {
                self.read_inline(selector);
                let names = variants.iter().filter_map(|variant| match &variant.key {
                    VariantKey::Identifier { name } => Some((*name).to_owned()),
                    VariantKey::NumberLiteral { .. } => None,
                });
                self.selections.push(names.collect());
                for variant in variants {
                    self.read(&variant.value);
                }
            }
        }
    }

    fn read_inline(&mut self, inline: &InlineExpression<&str>) {
        match inline {
            InlineExpression::VariableReference { id } => {
                self.variables.insert(id.name.to_owned());
            }
            InlineExpression::Placeable { expression } => self.read_expression(expression),
            _ => {}
        }
    }
}

/// The messages of the files of a language.
fn shapes(files: &[&str]) -> BTreeMap<String, Shape> {
    let mut found = BTreeMap::new();
    for file in files {
        let resource = FluentResource::try_new((*file).to_owned()).unwrap();
        for entry in resource.entries() {
            let Entry::Message(message) = entry else {
                continue;
            };
            let mut shape = Shape::default();
            shape.read(message.value.as_ref().unwrap());
            let whole = shape.texts.concat();
            shape.has_strong = whole.contains("<strong>");
            found.insert(message.id.name.to_owned(), shape);
        }
    }
    found
}

const PLURALS: [&str; 6] = ["few", "many", "one", "other", "two", "zero"];

/// The forms that numbers take in a language (Unicode CLDR), as far as whole numbers below a million
/// go, in the order of the alphabet.
fn plural_forms(tag: &str) -> &'static [&'static str] {
    match tag {
        "ja" | "ko" | "zh-Hans" => &["other"],
        "pl" => &["few", "many", "one", "other"],
        "ar" => &PLURALS,
        _ => &["one", "other"],
    }
}

/// What is wrong with a text by the typography of every language here.
fn slips(text: &str) -> Vec<&'static str> {
    let mut found = Vec::new();
    if text.contains('\'') || text.contains('"') {
        found.push("a straight quotation mark or apostrophe");
    }
    if text.contains("...") {
        found.push("three points");
    }
    if text.contains("  ") {
        found.push("two spaces");
    }
    found
}

/// A missing key, an unused key and a placeholder that differs; and the forms of plurals.
#[test]
fn every_language_says_everything_that_english_says_and_nothing_else() {
    let english = shapes(LOCALES[0].1);
    let mut wrong = Vec::new();
    for (tag, files) in LOCALES {
        let shapes = shapes(files);
        let missing = english.keys().filter(|key| !shapes.contains_key(*key));
        wrong.extend(missing.map(|key| format!("{tag} lacks {key}")));
        for (key, shape) in &shapes {
            let Some(reference) = english.get(key) else {
                wrong.push(format!(
                    "{tag} translates {key}, which English does not have"
                ));
                continue;
            };
            if shape.variables != reference.variables {
                let (is, wanted) = (&shape.variables, &reference.variables);
                wrong.push(format!("{tag}: {key} names {is:?}, not {wanted:?}"));
            }
            if shape.has_strong != reference.has_strong {
                wrong.push(format!("{tag}: {key} has its <strong> otherwise"));
            }
            for names in shape.selections.iter().filter(|names| !names.is_empty()) {
                // A selection by a number; one by a word, or by `[0]`, is the same in each language.
                let has_forms = names.iter().eq(plural_forms(tag));
                let is_plural =
                    names.len() > 1 && names.iter().all(|name| PLURALS.contains(&name.as_str()));
                if !has_forms && (is_plural || !reference.selections.contains(names)) {
                    wrong.push(format!("{tag}: {key} has the variants {names:?}"));
                }
            }
            let slips = shape.texts.iter().flat_map(|text| slips(text));
            wrong.extend(slips.map(|slip| format!("{tag}: {key} has {slip}")));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_stands_between_backticks_is_code_and_nothing_of_it_is_markup() {
    for (text, html) in [
        ("plain & simple", "plain &#38; simple"),
        (
            "`a` and `<b>`",
            "<code>a</code> and <code>&#60;b&#62;</code>",
        ),
        ("`a", "`a"),
        ("`a` and `b", "<code>a</code> and `b"),
        ("", ""),
    ] {
        assert_eq!(Html::with_code(text).to_string(), html, "{text}");
    }
}
