//! A preset for an app at its address: the client that it makes, and what is written into the app then.

use super::{Place, Preset, PresetError, Snippet, named};
use doorward_protocol::clients::client::Client;
use serde_json::{Map, Value};

/// A preset for an app at its address.
pub struct PlacedPreset {
    /// The preset as its file says it.
    pub preset: Preset,
    place: Place,
}

/// What is written into an app whose client was made from a preset.
pub struct WrittenPreset {
    /// The preset as its file says it.
    pub preset: Preset,
    /// What else is to be known.
    pub notes: String,
    /// The texts for the app, with the secret where there is one.
    pub snippets: Vec<Snippet>,
}

impl PlacedPreset {
    /// The preset of a name, for an app at an address.
    ///
    /// # Errors
    /// Where there is no such preset, or the address or a chosen name is missing or wrong.
    pub fn new(
        name: &str,
        provider: Place,
        url: Option<&str>,
        chosen: &[(String, String)],
    ) -> Result<Self, PresetError> {
        let preset = named(name)?;
        let place = provider.at(&preset, url, chosen)?;
        Ok(Self { preset, place })
    }

    /// The settings of the client.
    ///
    /// # Errors
    /// Where a placeholder stays.
    pub fn client(&self) -> Result<Map<String, Value>, PresetError> {
        self.preset.client(&self.place)
    }

    /// What is written into the app, with a random text for a secret of the app's own.
    ///
    /// # Errors
    /// Where a placeholder stays.
    pub fn written(
        self,
        client: &Client,
        secret: Option<&str>,
        random: &str,
    ) -> Result<WrittenPreset, PresetError> {
        let place = self.place.with_random(random);
        let place = place.with_client(&client.client_id, secret);
        Ok(WrittenPreset {
            notes: self.preset.notes(&place)?,
            snippets: self.preset.snippets(&place)?,
            preset: self.preset,
        })
    }
}
