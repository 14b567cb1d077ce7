//! Apps that are added by a preset: what they need is known, but for their address.

use super::{
    action::{Done, Edit, EditCall, WrittenApp},
    fields::{Choice, Field, FormView},
};
use doorward_core::{
    app_presets::{PlacedPreset, Preset, PresetError, named},
    management::{AppByPreset, ManagementError, ManagementOutcome},
};
use doorward_protocol::management::{Permission, Resource};
use std::future::ready;

/// The page on which a preset is chosen.
pub const GALLERY: &str = "/admin/add-app";

/// The actions on presets.
pub const EDITS: &[Edit] = &[Edit {
    name: "add-app-by-preset",
    permission: Permission::write(Resource::Apps),
    is_dangerous: false,
    takes_away: false,
    about: &["preset"],
    typed: &["url", "value", "client_name", "client_id", "consent"],
    title: |t| t.console_app_add(),
    effect: |t| t.console_preset_effect(),
    describe: |call| Box::pin(ready(describe(call))),
    carry_out: |call| Box::pin(add(call)),
}];

fn preset_of(call: &EditCall<'_>) -> ManagementOutcome<Preset> {
    let missing = |error: PresetError| match error {
        PresetError::Unknown { name, .. } => ManagementError::NotFound(format!("preset {name}")),
        other => failed(&other),
    };
    named(call.value("preset")).map_err(missing)
}

/// A preset that cannot be read is a fault of this program, which its tests look for.
fn failed(error: &PresetError) -> ManagementError {
    doorward_core::Error::Internal(error.to_string()).into()
}

fn describe(call: &EditCall<'_>) -> ManagementOutcome<FormView> {
    let (t, preset) = (call.t, preset_of(call)?);
    let consent = vec![
        Choice::new("no", t.console_consent_no()),
        Choice::new("yes", t.console_consent_yes()),
    ];
    // Users see the app, not the library that signs them in.
    let (name, _) = preset.name.split_once(" (").unwrap_or((&preset.name, ""));
    let url = Field::line("url", t.console_preset_url())
        .hint(t.console_preset_url_hint())
        .required();
    // A preset has one such name at most, which a test holds.
    let value = preset.values.first().map(|value| {
        Field::line("value", t.console_preset_value())
            .hint(value.help.clone())
            .holding(value.default.clone().unwrap_or_default())
            .required()
    });
    let fields = [preset.needs_url.then_some(url), value].into_iter();
    let always = [
        Field::line("client_name", t.console_name())
            .term("client_name")
            .holding(name)
            .required(),
        Field::line("client_id", t.console_identifier())
            .term("client_id")
            .hint(t.console_preset_client_id_hint())
            .holding(preset.slug)
            .required(),
        Field::choice("consent", t.console_field_consent(), consent),
    ];
    Ok(FormView {
        subject: Some(preset.name),
        page: GALLERY.into(),
        fields: fields.flatten().chain(always).collect(),
    })
}

/// The preset with what was filled in.
fn placed(call: &EditCall<'_>, preset: &Preset) -> ManagementOutcome<PlacedPreset> {
    let chosen: Vec<(String, String)> = preset
        .values
        .iter()
        .map(|value| (value.name.clone(), call.value("value").to_owned()))
        .collect();
    let place = call.management().preset_place();
    let wrong = |error: PresetError| match &error {
        PresetError::NoUrl(_) | PresetError::WrongUrl(_) | PresetError::UrlWithMore => {
            ManagementError::field("url", call.t.console_preset_url_wrong())
        }
        PresetError::NoValue { .. } | PresetError::WrongValue(_) => {
            ManagementError::field("value", call.t.console_preset_value_wrong())
        }
        other => failed(other),
    };
    PlacedPreset::new(preset.slug, place, call.filled("url"), &chosen).map_err(wrong)
}

async fn add(call: &EditCall<'_>) -> ManagementOutcome<Done> {
    let (preset, mut changes) = (preset_of(call)?, call.changes());
    let placed = placed(call, &preset)?;
    let wanted = AppByPreset {
        client_id: call.required("client_id")?,
        client_name: call.required("client_name")?,
        first_party: call.value("consent") == "no",
    };
    let (added, written) = call
        .management()
        .add_app_by_preset(&call.admin.caller, &mut changes, placed, wanted)
        .await?;
    call.commit(changes).await?;
    let client = added.registered.client;
    Ok(Done::Written(Box::new(WrittenApp {
        name: client.display_name().to_owned(),
        url: client.client_uri.clone(),
        client_id: client.client_id,
        secret: added.secret,
        written,
    })))
}

#[cfg(test)]
mod tests {
    use doorward_core::app_presets::all;

    #[test]
    fn a_preset_asks_for_one_name_at_most() {
        for preset in all().unwrap() {
            assert!(preset.values.len() <= 1, "{}", preset.slug);
        }
    }
}
