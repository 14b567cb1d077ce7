//! The messages of every language, immutable.

use super::{
    argument::{Argument, Escape, fluent},
    direction::Direction,
};
use doorward_core::TextFile;
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
    /// Texts of the operator, which count before those of the files.
    own: Vec<String>,
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
        Self::with(locales, &[])
    }

    /// The same with texts of an operator, which count before the others.
    pub(crate) fn with(
        locales: &[(&'static str, &'static [&'static str])],
        own: &[TextFile],
    ) -> Self {
        let languages = locales.iter().map(|(tag, files)| {
            let own = own.iter().filter(|file| file.language == *tag);
            Language::new(tag, files, own.map(|file| file.text.clone()).collect())
        });
        Self {
            languages: languages.collect(),
        }
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
    fn new(tag: &'static str, files: &'static [&'static str], own: Vec<String>) -> Self {
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
            own,
            bundle: OnceLock::new(),
        }
    }

    fn parse(&self) -> FluentBundle<FluentResource> {
        let mut bundle = FluentBundle::new_concurrent(vec![self.id.clone()]);
        // Arguments are isolated where they need it: see `argument`.
        bundle.set_use_isolating(false);
        let shipped = self.files.iter().map(|file| (*file).to_owned());
        for file in shipped.chain(self.own.iter().cloned()) {
            let resource = FluentResource::try_new(file).unwrap_or_else(|(resource, _)| resource);
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
