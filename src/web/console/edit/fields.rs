//! The fields of a form of the console.

use crate::messages::Html;
use doorward_protocol::secret::Digest;

/// The field in which the name of what will be lost is typed.
pub const CONFIRM: &str = "confirm";

/// What the page of an action shows.
pub struct FormView {
    /// What it is about, by the name that administrators know; none for what is new.
    pub subject: Option<String>,
    /// The page that it belongs to.
    pub page: String,
    /// The fields, with the values that hold now.
    pub fields: Vec<Field>,
}

/// One field of a form.
pub struct Field {
    /// Its name in the form.
    pub name: &'static str,
    /// What it is called.
    pub label: String,
    /// The standard's word for it.
    pub term: Option<&'static str>,
    /// What else helps to fill it in.
    pub hint: Option<String>,
    /// The same in English, in every language.
    pub english_hint: Option<Html>,
    /// A value that it could have.
    pub example: Option<String>,
    /// How it is filled in.
    pub kind: FieldKind,
    /// Its value: as it is now, or as it was filled in.
    pub value: String,
    /// Its value as it is now, where somebody else changed it meanwhile.
    pub now: Option<String>,
    /// Whether it must be filled in.
    pub is_required: bool,
}

/// How a field is filled in.
pub enum FieldKind {
    /// By one line of text.
    Line,
    /// By several lines of text.
    Lines,
    /// By the date of a day.
    Day,
    /// By a day and a time of it, in UTC.
    Moment,
    /// One of several values.
    Choice(Vec<Choice>),
    /// By a secret, which no page and no address shows again.
    Secret,
}

/// A value that can be chosen.
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
}

impl Choice {
    /// A value that can be chosen.
    pub fn new(value: &str, label: String) -> Self {
        Self {
            value: value.to_owned(),
            label,
        }
    }
}

impl Field {
    fn of(name: &'static str, label: String, kind: FieldKind) -> Self {
        Self {
            name,
            label,
            term: None,
            hint: None,
            english_hint: None,
            example: None,
            kind,
            value: String::new(),
            now: None,
            is_required: false,
        }
    }

    /// A field of one line.
    pub fn line(name: &'static str, label: String) -> Self {
        Self::of(name, label, FieldKind::Line)
    }

    /// A field of several lines.
    pub fn lines(name: &'static str, label: String) -> Self {
        Self::of(name, label, FieldKind::Lines)
    }

    /// A field for a secret. Its name is not among those that travel in addresses.
    pub fn secret(name: &'static str, label: String) -> Self {
        Self::of(name, label, FieldKind::Secret)
    }

    /// A field for a day.
    pub fn day(name: &'static str, label: String) -> Self {
        Self::of(name, label, FieldKind::Day)
    }

    /// A field for a day and a time of it, in UTC.
    pub fn moment(name: &'static str, label: String) -> Self {
        Self::of(name, label, FieldKind::Moment)
    }

    /// A field for one of several values, the first unless another holds.
    pub fn choice(name: &'static str, label: String, choices: Vec<Choice>) -> Self {
        let first = choices.first().map(|choice| choice.value.clone());
        let field = Self::of(name, label, FieldKind::Choice(choices));
        field.holding(first.unwrap_or_default())
    }

    /// With the value that holds now.
    #[must_use]
    pub fn holding(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    /// With the standard's word for it.
    #[must_use]
    pub const fn term(mut self, term: &'static str) -> Self {
        self.term = Some(term);
        self
    }

    /// With what else helps to fill it in.
    #[must_use]
    pub fn hint(mut self, hint: String) -> Self {
        self.hint = Some(hint);
        self
    }

    /// With what else helps to fill it in, in English in every language.
    #[must_use]
    pub fn english_hint(mut self, hint: &str) -> Self {
        self.english_hint = Some(Html::with_code(hint));
        self
    }

    /// With a value that it could have.
    #[must_use]
    pub fn example(mut self, example: Option<String>) -> Self {
        self.example = example;
        self
    }

    /// Whether something beside the label helps to fill it in.
    pub const fn is_explained(&self) -> bool {
        self.hint.is_some() || self.english_hint.is_some()
    }

    /// As one that must be filled in.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.is_required = true;
        self
    }

    /// The `type` of its `input` element.
    pub const fn input_type(&self) -> &'static str {
        match self.kind {
            FieldKind::Day => "date",
            FieldKind::Moment => "datetime-local",
            FieldKind::Secret => "password",
            FieldKind::Line | FieldKind::Lines | FieldKind::Choice(_) => "text",
        }
    }

    /// Whether it has several lines.
    pub const fn is_lines(&self) -> bool {
        matches!(self.kind, FieldKind::Lines)
    }

    /// Whether it is typed anew each time.
    pub const fn is_secret(&self) -> bool {
        matches!(self.kind, FieldKind::Secret)
    }

    /// The values that can be chosen; none where anything can be filled in.
    pub fn choices(&self) -> &[Choice] {
        match &self.kind {
            FieldKind::Choice(choices) => choices,
            FieldKind::Line
            | FieldKind::Lines
            | FieldKind::Day
            | FieldKind::Moment
            | FieldKind::Secret => &[],
        }
    }
}

/// What tells whether the values are still those that an administrator saw.
pub fn version_of(fields: &[Field]) -> String {
    let mut text = String::new();
    for field in fields {
        text.push_str(&field.value.replace('\r', ""));
        text.push('\0');
    }
    Digest::of(text.as_bytes()).as_str().to_owned()
}
