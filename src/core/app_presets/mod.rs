//! Presets: what a client of a well-known app needs, and what to write into the app. Each is a data
//! file in `config/presets`.

mod error;
mod files;
mod guide;
mod place;
mod placed;

pub use error::PresetError;
pub use guide::guide;
pub use place::Place;
pub use placed::{PlacedPreset, WrittenPreset};

use doorward_protocol::text::nearest;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A family of apps, which has a guide of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Family {
    /// Monitoring and dashboards.
    Monitoring,
    /// Git forges and what builds from them.
    Git,
    /// Wikis, notes and sites.
    Wikis,
    /// Storage and media.
    Storage,
    /// Chat, with users and with models.
    Chat,
    /// Kubernetes, secrets and machines.
    Platform,
    /// Proxies that sign users in for other sites.
    Proxies,
    /// Libraries and frameworks.
    Libraries,
}

impl Family {
    /// Every family, in the order of a list.
    pub const ALL: [Self; 8] = [
        Self::Monitoring,
        Self::Git,
        Self::Wikis,
        Self::Storage,
        Self::Chat,
        Self::Platform,
        Self::Proxies,
        Self::Libraries,
    ];

    /// The heading of the family, and the name of the file of its guide.
    pub const fn title(self) -> (&'static str, &'static str) {
        match self {
            Self::Monitoring => ("Monitoring and dashboards", "apps-monitoring.md"),
            Self::Git => ("Git forges and builds", "apps-git.md"),
            Self::Wikis => ("Wikis and notes", "apps-wikis.md"),
            Self::Storage => ("Storage and media", "apps-storage.md"),
            Self::Chat => ("Chat", "apps-chat.md"),
            Self::Platform => ("Kubernetes, Vault and platforms", "apps-platform.md"),
            Self::Proxies => ("Proxies", "apps-proxies.md"),
            Self::Libraries => ("Libraries and frameworks", "apps-libraries.md"),
        }
    }
}

/// A preset as its file says it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preset {
    /// The name on the command line; the file is called by it.
    #[serde(skip)]
    pub slug: &'static str,
    /// The name of the app.
    pub name: String,
    /// The family of the app.
    pub family: Family,
    /// Where the app documents these settings.
    pub documentation: String,
    /// Whether the address of the app must be given.
    #[serde(default = "yes")]
    pub needs_url: bool,
    /// What else is to be known.
    #[serde(default)]
    pub notes: String,
    /// The settings of the client, with placeholders.
    pub client: Map<String, Value>,
    /// Names that the app lets its operator choose.
    #[serde(default)]
    pub values: Vec<ChosenValue>,
    /// What to write into the app.
    pub snippets: Vec<Snippet>,
}

/// A name that the app lets its operator choose, such as that of the provider in a callback address.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ChosenValue {
    /// The name of the placeholder.
    pub name: String,
    /// What it is unless another is given; without it one must be given.
    #[serde(default)]
    pub default: Option<String>,
    /// A value for the guide, where there is no default.
    #[serde(default)]
    pub example: Option<String>,
    /// What it is and where it comes from.
    pub help: String,
}

/// A text to write into the app.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Snippet {
    /// Where it belongs: the name of a file, or of a page.
    pub title: String,
    /// The language of the text, for a guide.
    pub language: String,
    /// The text, with placeholders.
    pub text: String,
}

fn yes() -> bool {
    true
}

/// Every preset by its name.
///
/// # Errors
/// Where a data file is broken, which a test keeps from happening.
pub fn all() -> Result<Vec<Preset>, PresetError> {
    files::FILES
        .iter()
        .map(|(slug, text)| {
            let read = toml::from_str(text);
            let mut preset: Preset = read.map_err(|error| PresetError::Broken {
                preset: slug,
                cause: error.to_string(),
            })?;
            preset.slug = slug;
            Ok(preset)
        })
        .collect()
}

/// The preset of a name.
///
/// # Errors
/// Where there is none, with the nearest name.
pub fn named(name: &str) -> Result<Preset, PresetError> {
    let mut presets = all()?;
    if let Some(index) = presets.iter().position(|preset| preset.slug == name) {
        return Ok(presets.swap_remove(index));
    }
    let known = nearest(name, presets.iter().map(|preset| preset.slug));
    let suggestion = known.map(|known| format!("; did you mean {known}?"));
    Err(PresetError::Unknown {
        name: name.to_owned(),
        suggestion: suggestion.unwrap_or_default(),
    })
}

impl Preset {
    /// The settings of the client at its place.
    ///
    /// # Errors
    /// Where a placeholder stays.
    pub fn client(&self, place: &Place) -> Result<Map<String, Value>, PresetError> {
        let mut client = Map::from_iter([("client_name".to_owned(), self.name.clone().into())]);
        if self.needs_url {
            client.insert("client_uri".into(), place.url().into());
        }
        for (name, value) in &self.client {
            client.insert(name.clone(), filled(value, place)?);
        }
        Ok(client)
    }

    /// The texts for the app, with the secret where there is one.
    ///
    /// # Errors
    /// Where a placeholder stays.
    pub fn snippets(&self, place: &Place) -> Result<Vec<Snippet>, PresetError> {
        let fill = |snippet: &Snippet| {
            Ok(Snippet {
                title: snippet.title.clone(),
                language: snippet.language.clone(),
                text: place.fill(&snippet.text)?,
            })
        };
        self.snippets.iter().map(fill).collect()
    }

    /// The notes.
    ///
    /// # Errors
    /// Where a placeholder stays.
    pub fn notes(&self, place: &Place) -> Result<String, PresetError> {
        place.fill(&self.notes)
    }
}

/// A value with its placeholders filled, however deep they are.
fn filled(value: &Value, place: &Place) -> Result<Value, PresetError> {
    Ok(match value {
        Value::String(text) => place.fill(text)?.into(),
        Value::Array(list) => {
            let filled: Result<Vec<_>, PresetError> =
                list.iter().map(|entry| filled(entry, place)).collect();
            filled?.into()
        }
        other => other.clone(),
    })
}
