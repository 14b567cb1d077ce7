//! Where a preset is used: the values of its placeholders, which stand between percent signs.

use super::{Preset, PresetError};
use doorward_protocol::oauth::discovery::path;
use std::collections::BTreeMap;
use url::Url;

/// The values of the placeholders of a preset.
#[derive(Clone, Debug, Default)]
pub struct Place(BTreeMap<String, String>);

impl Place {
    /// A place without an app: what this provider is.
    pub fn new(issuer: &str, provider: &str) -> Self {
        let mut place = Self::default();
        place.set("issuer", issuer);
        place.set("provider", provider);
        for (name, path) in [
            ("authorization_endpoint", path::AUTHORIZE),
            ("token_endpoint", path::TOKEN),
            ("userinfo_endpoint", path::USERINFO),
            ("end_session_endpoint", path::END_SESSION),
            ("jwks_uri", path::JWKS),
        ] {
            place.set(name, &format!("{issuer}{path}"));
        }
        place
    }

    /// Adds the address of the app and the names that its operator chose.
    ///
    /// # Errors
    /// Where the address cannot be that of an app, or a name is missing or unknown.
    pub fn at(
        mut self,
        preset: &Preset,
        url: Option<&str>,
        chosen: &[(String, String)],
    ) -> Result<Self, PresetError> {
        match url {
            Some(url) => self.set_url(url)?,
            None if preset.needs_url => return Err(PresetError::NoUrl(preset.name.clone())),
            None => {}
        }
        let is_known = |name: &str| preset.values.iter().any(|value| value.name == name);
        if let Some((name, _)) = chosen.iter().find(|(name, _)| !is_known(name)) {
            return Err(PresetError::UnknownValue {
                preset: preset.slug,
                name: name.clone(),
                known: known_values(preset),
            });
        }
        for value in &preset.values {
            let given = chosen.iter().rev().find(|(name, _)| *name == value.name);
            let text = given.map(|(_, text)| text).or(value.default.as_ref());
            let text = text.ok_or_else(|| PresetError::NoValue {
                name: value.name.clone(),
                help: value.help.clone(),
            })?;
            let is_plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
            if text.is_empty() || !text.bytes().all(is_plain) {
                return Err(PresetError::WrongValue(value.name.clone()));
            }
            self.set(&value.name, text);
        }
        Ok(self)
    }

    /// Adds the client and its secret; without one the place of the secret stays empty.
    #[must_use]
    pub fn with_client(mut self, client_id: &str, secret: Option<&str>) -> Self {
        self.set("client_id", client_id);
        self.set("client_secret", secret.unwrap_or_default());
        self
    }

    /// Adds a random text for a secret of the app's own.
    #[must_use]
    pub fn with_random(mut self, random: &str) -> Self {
        self.set("random", random);
        self
    }

    /// The address of the app, without a slash at its end; empty where there is none.
    pub fn url(&self) -> &str {
        self.0.get("url").map_or("", String::as_str)
    }

    fn set(&mut self, name: &str, value: &str) {
        self.0.insert(name.to_owned(), value.to_owned());
    }

    fn set_url(&mut self, url: &str) -> Result<(), PresetError> {
        let parsed = Url::parse(url)
            .ok()
            .filter(|parsed| matches!(parsed.scheme(), "http" | "https") && parsed.has_host());
        let parsed = parsed.ok_or_else(|| PresetError::WrongUrl(url.to_owned()))?;
        let is_plain = parsed.query().is_none()
            && parsed.fragment().is_none()
            && parsed.username().is_empty()
            && parsed.password().is_none();
        if !is_plain {
            return Err(PresetError::UrlWithMore);
        }
        let plain = parsed.as_str().trim_end_matches('/');
        self.set("url", plain);
        let is_https = parsed.scheme() == "https";
        self.set("is_https", if is_https { "true" } else { "false" });
        let encoded: String = url::form_urlencoded::byte_serialize(plain.as_bytes()).collect();
        self.set("url_encoded", &encoded);
        Ok(())
    }

    /// A text with its placeholders filled.
    ///
    /// # Errors
    /// Where one has no value.
    pub fn fill(&self, text: &str) -> Result<String, PresetError> {
        let mut filled = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('%') {
            filled.push_str(before);
            match placeholder(after) {
                None => {
                    filled.push('%');
                    rest = after;
                }
                Some(name) => {
                    let value = self.0.get(name);
                    let value = value.ok_or_else(|| PresetError::NoPlaceholder(name.to_owned()))?;
                    filled.push_str(value);
                    rest = after.get(name.len() + 1..).unwrap_or_default();
                }
            }
        }
        filled.push_str(rest);
        Ok(filled)
    }
}

/// The name of a placeholder, where one begins after a percent sign.
fn placeholder(after: &str) -> Option<&str> {
    let (name, _) = after.split_once('%')?;
    let is_name =
        |name: &str| name.len() > 2 && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    Some(name).filter(|name| is_name(name))
}

/// The values that a preset has, for a message.
fn known_values(preset: &Preset) -> String {
    let names: Vec<&str> = preset
        .values
        .iter()
        .map(|value| value.name.as_str())
        .collect();
    if names.is_empty() {
        String::new()
    } else {
        format!("; it has {}", names.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_filled_and_percent_signs_stay() {
        let place = Place::new("https://id.example.com", "Doorward").with_client("app", None);
        let text = "a=%client_id% b=%2Flogin c=100% d=%issuer%/x%%";
        let filled = place.fill(text).unwrap();
        assert_eq!(
            filled,
            "a=app b=%2Flogin c=100% d=https://id.example.com/x%%"
        );
        assert!(place.fill("%unknown_name%").is_err());
    }

    #[test]
    fn an_address_is_that_of_an_app() {
        let preset = super::super::named("grafana").unwrap();
        let place = || Place::new("https://id.example.com", "Doorward");
        for (url, kept) in [
            ("https://g.example.com", "https://g.example.com"),
            ("https://g.example.com/", "https://g.example.com"),
            (
                "https://example.com:8443/grafana/",
                "https://example.com:8443/grafana",
            ),
            ("http://localhost:3000", "http://localhost:3000"),
        ] {
            let place = place().at(&preset, Some(url), &[]).unwrap();
            assert_eq!(place.url(), kept);
            let is_https = kept.starts_with("https://").to_string();
            assert_eq!(place.fill("%is_https%").unwrap(), is_https);
        }
        for wrong in [
            "g.example.com",
            "ftp://g.example.com",
            "https://g.example.com?x",
            "https://u@g.example.com",
            "",
        ] {
            assert!(place().at(&preset, Some(wrong), &[]).is_err(), "{wrong}");
        }
        assert!(place().at(&preset, None, &[]).is_err());
        let unknown = [("source".to_owned(), "x".to_owned())];
        assert!(
            place()
                .at(&preset, Some("https://g.example.com"), &unknown)
                .is_err()
        );
    }
}
