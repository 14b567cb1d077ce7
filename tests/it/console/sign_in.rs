//! How users sign in, and the settings that say so.

use super::{
    administrator,
    edit::{EditForm, done},
};
use crate::{
    on_both,
    sign_in_limits::backend_of,
    world::{ADA, World},
};
use doorward_core::DefaultSetting;
use serde_json::json;

on_both!(
    the_rules_for_everybody_are_shown_and_an_app_is_made_stricter,
    the_settings_page_has_every_setting_with_its_value,
);

async fn the_rules_for_everybody_are_shown_and_an_app_is_made_stricter(world: World) {
    let document = json!({"client_name": "Shop", "redirect_uris": ["https://shop.example/cb"]});
    world.client("shop", &document, &json!({})).await;
    let mut owner = administrator(&world, "owner").await;
    let page = owner.get("/admin/sign-in").await.body;
    let (_, methods) = page.split_once("<ol id=\"methods\">").unwrap();
    let (methods, rest) = methods.split_once("</ol>").unwrap();
    assert!(
        methods.contains("Password") && methods.contains("Passkey"),
        "{methods}"
    );
    for shown in [
        "second_factor.mode",
        "passwords.min_length",
        "sign_up.mode",
        "Shop",
    ] {
        assert!(rest.contains(shown), "{shown}: {rest}");
    }
    assert!(every_setting_exists(&page), "{page}");
    let change = "/admin/edit?action=change-app-sign-in&app=shop";
    let form = EditForm::of(&owner.get(change).await);
    let wrong = form
        .with("sign_in_methods", "password\nno provider of that name")
        .send(&mut owner)
        .await;
    assert_eq!(wrong.status, 422, "{}", wrong.body);
    let form = EditForm::of(&wrong)
        .with("sign_in_methods", "passkey\npassword")
        .with("second_factor", "required")
        .with("sign_up", "no");
    assert_eq!(done(form.send(&mut owner).await), "/admin/sign-in");
    world.expire_versions();
    let stored = world.provider.clients().get("shop").await.unwrap();
    assert!(stored.client.second_factor.is_some() && !stored.client.sign_up);
    assert_eq!(stored.client.sign_in_methods.len(), 2);
    assert_eq!(stored.client.redirect_uris, ["https://shop.example/cb"]);
    let page = owner.get("/admin/sign-in").await.body;
    let (_, apps) = page.split_once("id=\"apps\"").unwrap();
    assert!(
        apps.contains("Required") && apps.contains("Passkey"),
        "{apps}"
    );
    // Back to what holds for everybody.
    let form = EditForm::of(&owner.get(change).await)
        .with("sign_in_methods", "")
        .with("second_factor", "")
        .with("sign_up", "yes");
    done(form.send(&mut owner).await);
    let stored = world.provider.clients().get("shop").await.unwrap();
    assert!(stored.client.second_factor.is_none() && stored.client.sign_up);
    assert!(stored.client.sign_in_methods.is_empty());
    let mut ada = world.signed_in(ADA).await;
    assert_eq!(ada.get(change).await.status, 403);
}

async fn the_settings_page_has_every_setting_with_its_value(world: World) {
    let backend = backend_of(&world);
    drop(world);
    let default = |key: &str, value: Option<&str>| DefaultSetting {
        key: key.to_owned(),
        value: value.map(str::to_owned),
        help: Some(format!("What {key} is for")),
    };
    let world = World::open_with(backend, |settings| {
        settings.defaults = vec![
            default("sessions.idle_minutes", Some("60")),
            default("mail.url", None),
        ];
    })
    .await;
    let mut owner = administrator(&world, "owner").await;
    let page = owner.get("/admin/settings").await.body;
    let (_, defaults) = page.split_once("id=\"defaults\"").unwrap();
    for shown in [
        "<code>sessions.idle_minutes</code><br><small lang=\"en\" dir=\"ltr\">What sessions.idle_minutes is for</small></th><td><code>60</code>",
        "What mail.url is for</small></th><td><span class=\"quiet\">Not set</span>",
    ] {
        assert!(defaults.contains(shown), "{shown}: {defaults}");
    }
}

/// Whether each setting that the page names is one of the example of the configuration.
fn every_setting_exists(page: &str) -> bool {
    let example = include_str!("../../../config/doorward.toml");
    let terms = page.split("<code>").skip(1);
    let terms = terms.filter_map(|rest| rest.split_once("</code>"));
    let settings: Vec<_> = terms.filter_map(|(term, _)| term.split_once('.')).collect();
    !settings.is_empty()
        && settings.iter().all(|(section, key)| {
            let (_, rest) = example
                .split_once(&format!("[{section}]"))
                .unwrap_or_default();
            let section = rest.split("\n# [").next().unwrap_or_default();
            // A default, or an example of what has none.
            section.contains(&format!("# {key} = ")) || section.contains(&format!("\n#{key} = "))
        })
}
