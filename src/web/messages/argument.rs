//! Arguments of messages.
//!
//! Fluent can surround each argument with bidirectional isolates (U+2068, U+2069). Here only
//! an argument that holds letters of the other direction is isolated: nothing else would be
//! displayed in another order, and most pages stay free of invisible characters.

use super::direction::Direction;
use askama::filters::HtmlSafe;
use fluent_bundle::FluentValue;
use std::{borrow::Cow, fmt, sync::Arc};

/// Text that is HTML already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Html(String);

impl Html {
    /// The caller has escaped everything in it that is not markup.
    pub(crate) fn trusted(html: String) -> Self {
        Self(html)
    }

    /// Plain text as HTML, in which what stands between two backticks is code.
    pub(crate) fn with_code(text: &str) -> Self {
        let mut html = String::with_capacity(text.len());
        let pieces: Vec<&str> = text.split('`').collect();
        // A backtick that ends nothing stays as it is.
        let is_paired = pieces.len() % 2 == 1;
        for (number, piece) in pieces.iter().enumerate() {
            let is_code = number % 2 == 1 && (is_paired || number + 1 < pieces.len());
            if is_code {
                html.push_str("<code>");
            } else if number % 2 == 1 {
                html.push('`');
            }
            html.push_str(&escape_html(piece));
            if is_code {
                html.push_str("</code>");
            }
        }
        Self(html)
    }

    /// Plain text as HTML.
    pub(crate) fn escaped(text: &str) -> Self {
        Self(escape_html(text))
    }
}

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl HtmlSafe for Html {}

/// What a message is given.
pub(crate) enum Value<'a> {
    Text(&'a str),
    Number(usize),
    Html(&'a str),
}

/// Something that a message can be given.
pub(crate) trait Argument {
    fn value(&self) -> Value<'_>;
}

impl<T: Argument + ?Sized> Argument for &T {
    fn value(&self) -> Value<'_> {
        (**self).value()
    }
}

impl Argument for str {
    fn value(&self) -> Value<'_> {
        Value::Text(self)
    }
}

impl Argument for String {
    fn value(&self) -> Value<'_> {
        Value::Text(self)
    }
}

impl Argument for Arc<str> {
    fn value(&self) -> Value<'_> {
        Value::Text(self)
    }
}

impl Argument for usize {
    fn value(&self) -> Value<'_> {
        Value::Number(*self)
    }
}

impl Argument for Html {
    fn value(&self) -> Value<'_> {
        Value::Html(&self.0)
    }
}

/// Whether a text becomes part of HTML as it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Escape {
    Html,
    Never,
}

/// An argument as Fluent takes it.
pub(crate) fn fluent(
    argument: &dyn Argument,
    direction: Direction,
    escape: Escape,
) -> FluentValue<'static> {
    match argument.value() {
        Value::Number(number) => FluentValue::from(number),
        Value::Html(html) => FluentValue::from(html.to_owned()),
        Value::Text(text) => {
            let escaped = match escape {
                Escape::Html => Cow::Owned(escape_html(text)),
                Escape::Never => Cow::Borrowed(text),
            };
            FluentValue::from(if direction.reorders(text) {
                format!("\u{2068}{escaped}\u{2069}")
            } else {
                escaped.into_owned()
            })
        }
    }
}

/// Escapes text for element content and quoted attributes.
pub(crate) fn escape_html(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&#38;"),
            '<' => escaped.push_str("&#60;"),
            '>' => escaped.push_str("&#62;"),
            '"' => escaped.push_str("&#34;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}
