//! What an operator writes for the pages: texts in place of the shipped ones, and rules of style.

use doorward_protocol::secret::Digest;
use std::{any::Any, collections::BTreeMap, fmt, sync::OnceLock};

/// A file of texts, in the syntax of Fluent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextFile {
    /// The language of the texts, as a BCP 47 tag.
    pub language: String,
    /// Where it is, for what is said about it.
    pub place: String,
    /// What it holds.
    pub text: String,
}

/// Texts in place of the shipped ones.
#[derive(Default)]
pub struct OwnTexts {
    files: Vec<TextFile>,
    /// Those of the mails about an app, after the others, by its `client_id`.
    of_apps: BTreeMap<String, OwnTexts>,
    compiled: OnceLock<&'static (dyn Any + Send + Sync)>,
}

impl OwnTexts {
    /// The texts of files. Of two with one name, that of the later file counts.
    pub fn of(files: Vec<TextFile>) -> Self {
        Self {
            files,
            ..Self::default()
        }
    }

    /// With the texts of the mails about an app, which come before those of all.
    #[must_use]
    pub fn with_app(mut self, client_id: String, files: Vec<TextFile>) -> Self {
        let all = self.files.iter().cloned().chain(files);
        self.of_apps.insert(client_id, Self::of(all.collect()));
        self
    }

    /// The texts of the mails about an app; those of all where it has none of its own.
    pub fn of_app(&self, client_id: Option<&str>) -> &Self {
        let own = client_id.and_then(|client_id| self.of_apps.get(client_id));
        own.unwrap_or(self)
    }

    /// The texts of every app that has some of its own, by its `client_id`.
    pub fn of_apps(&self) -> impl Iterator<Item = (&str, &Self)> {
        self.of_apps.iter().map(|(id, texts)| (id.as_str(), texts))
    }

    /// The files, in the order in which they count.
    pub fn files(&self) -> &[TextFile] {
        &self.files
    }

    /// What was made of the texts, once for a process: settings live as long as it does.
    pub fn compiled<T: Any + Send + Sync>(
        &self,
        compile: impl FnOnce(&Self) -> T,
    ) -> Option<&'static T> {
        let compiled = self
            .compiled
            .get_or_init(|| Box::leak(Box::new(compile(self))));
        compiled.downcast_ref()
    }
}

impl fmt::Debug for OwnTexts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OwnTexts")
            .field("files", &self.files.len())
            .finish_non_exhaustive()
    }
}

/// A stylesheet that pages of users have after that of Doorward.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnStylesheet {
    /// The rules, as the operator wrote them.
    pub css: String,
    /// A name that another stylesheet does not have, so that browsers may keep this one.
    pub name: String,
}

impl OwnStylesheet {
    /// Names a stylesheet by its digest.
    pub fn of(css: String) -> Self {
        let name = Digest::of(css.as_bytes()).as_str().to_owned();
        Self { css, name }
    }
}
