//! The page on which one chooses what to add: an app that has a preset, or another one.

use super::{
    admin::Admin,
    edit::{EditLink, Links},
    frame::{Frame, Section},
    refusal::page_error,
};
use crate::{
    messages::Messages,
    respond::{
        address::{Address, Base},
        brand::Brand,
        html,
        page_error::PageError,
    },
};
use actix_web::{HttpResponse, web::Data};
use askama::Template;
use doorward_core::{
    Error, Provider,
    app_presets::{Family, Preset, all},
};
use doorward_protocol::{
    management::{Permission, Resource},
    oauth::redirect_uri::with_query,
};

#[derive(Template)]
#[template(path = "pages/console_presets.html")]
struct PresetsPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    frame: Frame,
    /// The form for an app without a preset.
    other: Option<EditLink>,
    families: Vec<FamilyOfPresets>,
}

struct FamilyOfPresets {
    title: String,
    presets: Vec<PresetLink>,
}

struct PresetLink {
    slug: &'static str,
    name: String,
    address: Address,
}

/// The families in the order of the page: what one writes oneself comes first.
const ORDER: [Family; 8] = [
    Family::Libraries,
    Family::Wikis,
    Family::Git,
    Family::Monitoring,
    Family::Storage,
    Family::Chat,
    Family::Platform,
    Family::Proxies,
];

fn title(family: Family, t: Messages) -> String {
    match family {
        Family::Monitoring => t.console_family_monitoring(),
        Family::Git => t.console_family_git(),
        Family::Wikis => t.console_family_wikis(),
        Family::Storage => t.console_family_storage(),
        Family::Chat => t.console_family_chat(),
        Family::Platform => t.console_family_platform(),
        Family::Proxies => t.console_family_proxies(),
        Family::Libraries => t.console_family_libraries(),
    }
}

/// Shows the page.
pub async fn show(
    provider: Data<Provider>,
    admin: Admin,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    admin.require(Permission::write(Resource::Apps))?;
    let base = Base::of(&provider);
    let presets = all().map_err(|error| page_error(Error::Internal(error.to_string()).into()))?;
    let link = |preset: &Preset| PresetLink {
        slug: preset.slug,
        name: preset.name.clone(),
        address: base.page(&with_query(
            "/admin/edit",
            [("action", "add-app-by-preset"), ("preset", preset.slug)],
        )),
    };
    let of = |family: Family| FamilyOfPresets {
        title: title(family, t),
        presets: presets
            .iter()
            .filter(|preset| preset.family == family)
            .map(link)
            .collect(),
    };
    let links = Links {
        base,
        admin: &admin,
        t,
    };
    html::page(&PresetsPage {
        t,
        base,
        brand: Brand::of(&provider),
        frame: Frame::new(Section::Apps, &admin, t),
        other: links.one("add-app", &[]),
        families: ORDER.into_iter().map(of).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::{Family, ORDER};

    #[test]
    fn every_family_is_on_the_page_once() {
        for family in Family::ALL {
            assert_eq!(ORDER.iter().filter(|each| **each == family).count(), 1);
        }
    }
}
