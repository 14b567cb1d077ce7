//! Every setting of an app by the forms of its page.

use super::{
    administrator,
    edit::{EditForm, address},
};
use crate::{client_settings::example, on_both, world::World};
use doorward_protocol::clients::client_settings::{Kind, all};
use serde_json::{Value, json};

on_both!(every_setting_of_an_app_is_on_a_tab_and_changed_there);

const TABS: [&str; 5] = ["basics", "sign-in", "tokens", "sign-out", "access"];

async fn every_setting_of_an_app_is_on_a_tab_and_changed_there(world: World) {
    let mut owner = administrator(&world, "owner").await;
    let mut auditor = administrator(&world, "auditor").await;
    let mut changed = 0;
    for setting in all() {
        let id = setting.flag();
        let mut document = json!({});
        for (other, text) in example(setting) {
            if other.name != setting.name {
                document[other.name] = other.parse(&[&text]).unwrap();
            }
        }
        if setting.name == "redirect_uris" {
            document["redirect_uris"] = json!(["https://notes.example.com/first"]);
        }
        world.client(&id, &document, &json!({})).await;
        world.expire_versions();
        let stored = async || {
            let app = world.provider.clients().get(&id).await.unwrap();
            serde_json::to_value(&app.client).unwrap()[setting.name].clone()
        };
        let before = stored().await;
        for tab in TABS {
            let page = format!("/admin/apps/{id}?tab={tab}");
            let shown = owner.get(&page).await;
            assert_eq!(shown.status, 200, "{}", shown.body);
            assert_eq!(address(&auditor.get(&page).await, "change-app"), None);
            let link = address(&shown, "change-app").unwrap();
            let form = EditForm::of(&owner.get(&link).await);
            if !form.0.contains_key(setting.name) {
                continue;
            }
            assert!(
                shown
                    .body
                    .contains(&format!("<code>{}</code>", setting.name))
            );
            // What nobody changes stays.
            let same = form.send(&mut owner).await;
            assert_eq!(same.location.as_ref(), Some(&page), "{}", same.body);
            world.expire_versions();
            assert_eq!(stored().await, before, "{}", setting.name);
            let list = setting.kind == Kind::Names;
            let text = if list {
                setting.example.replace(',', "\r\n")
            } else {
                setting.example.to_owned()
            };
            let form = EditForm::of(&owner.get(&link).await);
            let answer = form.with(setting.name, &text).send(&mut owner).await;
            assert_eq!(answer.status, 303, "{}: {}", setting.name, answer.body);
            world.expire_versions();
            let value = setting.parse(&[setting.example]).unwrap();
            assert_eq!(stored().await, value, "{}", setting.name);
            assert!(owner.get(&page).await.status == 200);
            changed += 1;
            let needed = ["redirect_uris", "token_endpoint_auth_method"];
            if needed.contains(&setting.name) {
                continue;
            }
            let form = EditForm::of(&owner.get(&link).await);
            let answer = form.with(setting.name, "").send(&mut owner).await;
            assert_eq!(answer.status, 303, "{}: {}", setting.name, answer.body);
            world.expire_versions();
            assert!(is_default(&before, &stored().await), "{}", setting.name);
        }
    }
    assert_eq!(changed, all().count(), "each on one tab");
}

/// Whether a setting that was emptied is as it was before it was set.
fn is_default(before: &Value, after: &Value) -> bool {
    before == after || after.is_null()
}
