//! The guides of the families, written from the data files. A test compares them with docs/guides.

use super::{Family, Place, Preset, PresetError, all};
use doorward_protocol::clients::client_settings::ClientSetting;
use serde_json::Value;
use std::fmt::Write as _;

/// The guide of a family of apps.
///
/// # Errors
/// Where a data file is broken.
pub fn guide(family: Family) -> Result<String, PresetError> {
    let (title, _) = family.title();
    let mut page = format!(
        "# {title}\n\nA preset makes the client and prints what to write into the app, with the \
         secret filled in. Here the provider is `https://id.example.com`.\n\
         Every flag of `doorward client add` goes over what the preset says, such as \
         `--first-party true` for an app whose users are not asked for\nconsent; \
         [every setting](client-settings.md) has one. `doorward client presets` lists all presets.\n"
    );
    for preset in all()?.iter().filter(|preset| preset.family == family) {
        section(&mut page, preset)?;
    }
    Ok(page)
}

fn section(page: &mut String, preset: &Preset) -> Result<(), PresetError> {
    let chosen: Vec<(String, String)> = preset
        .values
        .iter()
        .filter(|value| value.default.is_none())
        .map(|value| {
            (
                value.name.clone(),
                value.example.clone().unwrap_or_default(),
            )
        })
        .collect();
    let url = preset
        .needs_url
        .then(|| format!("https://{}.example.com", preset.slug));
    let place = Place::new("https://id.example.com", "Doorward")
        .at(preset, url.as_deref(), &chosen)?
        .with_client(preset.slug, Some("THE-SECRET"))
        .with_random("A-RANDOM-TEXT");
    writeln!(page, "\n## {}\n\n```", preset.name)?;
    write!(page, "doorward client add --preset {}", preset.slug)?;
    if let Some(url) = &url {
        write!(page, " --url {url}")?;
    }
    for (name, text) in &chosen {
        write!(page, " --set {name}={text}")?;
    }
    writeln!(page, "\n```\n")?;
    let notes = preset.notes(&place)?;
    if !notes.is_empty() {
        writeln!(page, "{notes}\n")?;
    }
    for value in preset.values.iter().filter(|value| value.default.is_some()) {
        let default = value.default.as_deref().unwrap_or_default();
        writeln!(page, "`--set {}={default}`: {}.\n", value.name, value.help)?;
    }
    writeln!(page, "It sets:\n")?;
    for (name, value) in preset.client(&place)? {
        if ClientSetting::named(&name).is_some() && name != "client_name" && name != "client_uri" {
            writeln!(page, "- `{name}`: {}", said(&value))?;
        }
    }
    for snippet in preset.snippets(&place)? {
        writeln!(
            page,
            "\n{}:\n\n```{}\n{}```",
            snippet.title, snippet.language, snippet.text
        )?;
    }
    writeln!(page, "\n[Documentation]({})", preset.documentation)?;
    Ok(())
}

/// A value of a setting for a reader.
fn said(value: &Value) -> String {
    match value {
        Value::String(text) => format!("`{text}`"),
        Value::Array(list) => {
            let entries: Vec<String> = list.iter().map(said).collect();
            entries.join(", ")
        }
        other => format!("`{other}`"),
    }
}
