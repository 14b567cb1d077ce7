//! The messages of every language, immutable.

use super::{
    argument::{Argument, Escape, fluent},
    direction::Direction,
};
use fluent_bundle::{FluentArgs, FluentResource, concurrent::FluentBundle};
use std::sync::OnceLock;
use unic_langid::{CharacterDirection, LanguageIdentifier};

/// The messages of one language. They are parsed for the first reader: most servers meet few
/// languages.
struct Language {
    tag: &'static str,
    direction: Direction,
    id: LanguageIdentifier,
    files: &'static [&'static str],
    bundle: OnceLock<FluentBundle<FluentResource>>,
}

/// Every language, the reference first.
pub(crate) struct Catalogue {
    languages: Vec<Language>,
}

impl Catalogue {
    /// The messages of languages, each with the text of its files. A message that cannot be read
    /// falls back to English, and a test holds that there is none.
    pub(crate) fn new(locales: &[(&'static str, &'static [&'static str])]) -> Self {
        let languages = locales
            .iter()
            .map(|(tag, files)| Language::new(tag, files))
            .collect();
        Self { languages }
    }

    pub(crate) fn tags(&self) -> impl Iterator<Item = &'static str> {
        self.languages.iter().map(|language| language.tag)
    }

    pub(crate) fn tag(&self, language: usize) -> &'static str {
        self.languages.get(language).map_or("en", |found| found.tag)
    }

    pub(crate) fn direction(&self, language: usize) -> Direction {
        self.languages
            .get(language)
            .map_or(Direction::LeftToRight, |found| found.direction)
    }

    /// A message in a language, or in the reference where the language lacks it.
    pub(crate) fn format(
        &self,
        language: usize,
        key: &str,
        arguments: &[(&str, &dyn Argument)],
        escape: Escape,
    ) -> String {
        self.languages
            .get(language)
            .and_then(|language| language.format(key, arguments, escape))
            .or_else(|| self.languages.first()?.format(key, arguments, escape))
            .unwrap_or_else(|| key.to_owned())
    }
}

impl Language {
    fn new(tag: &'static str, files: &'static [&'static str]) -> Self {
        let id: LanguageIdentifier = tag.parse().unwrap_or_default();
        let direction = match id.character_direction() {
            CharacterDirection::RTL => Direction::RightToLeft,
            _ => Direction::LeftToRight,
        };
        Self {
            tag,
            direction,
            id,
            files,
            bundle: OnceLock::new(),
        }
    }

    fn parse(&self) -> FluentBundle<FluentResource> {
        let mut bundle = FluentBundle::new_concurrent(vec![self.id.clone()]);
        // Arguments are isolated where they need it: see `argument`.
        bundle.set_use_isolating(false);
        for file in self.files {
            let resource = FluentResource::try_new((*file).to_owned())
                .unwrap_or_else(|(resource, _)| resource);
            bundle.add_resource_overriding(resource);
        }
        bundle
    }

    fn format(
        &self,
        key: &str,
        arguments: &[(&str, &dyn Argument)],
        escape: Escape,
    ) -> Option<String> {
        let bundle = self.bundle.get_or_init(|| self.parse());
        let pattern = bundle.get_message(key)?.value()?;
        let mut values = FluentArgs::with_capacity(arguments.len());
        for (name, argument) in arguments {
            values.set(*name, fluent(*argument, self.direction, escape));
        }
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, Some(&values), &mut errors);
        errors.is_empty().then(|| text.into_owned())
    }
}
