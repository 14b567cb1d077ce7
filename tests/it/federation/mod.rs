//! Sign-in with an account elsewhere, against stand-ins that can lie, real providers, and a real
//! directory.

mod account;
mod chain;
mod command_line;
mod directory;
mod home_realms;
mod lies;
mod linking;
mod methods;
mod presets;
mod proven;
mod sign_out;
mod trouble;
mod under_way;

use crate::world::{Answer, Browser, StandIn, Way, World, authorize_query};
use serde_json::{Value, json};
use std::fmt::Write;

/// Goes from the sign-in page of Notes to the provider and back, as far as the callback.
async fn there_and_back(browser: &mut Browser, up: &StandIn, id: &str) -> Answer {
    let page = browser.authorize(&authorize_query(&[("prompt", "")])).await;
    let away = browser.choose(&page, id).await;
    assert_eq!(away.status, 303, "{}", away.body);
    come_back(browser, up, &away).await
}

/// Goes where a redirect leads, and brings the provider's answer to the callback.
async fn come_back(browser: &mut Browser, up: &StandIn, away: &Answer) -> Answer {
    let url = away.location.as_deref().unwrap();
    assert!(url.starts_with(&up.base), "{url}");
    match up.visit(url).await {
        Way::Redirect(location) => browser.get(&location).await,
        Way::Form(action, body) => {
            let pairs: Vec<(String, String)> = url::form_urlencoded::parse(body.as_bytes())
                .into_owned()
                .collect();
            let form: Vec<(&str, &str)> = pairs
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str()))
                .collect();
            // A form from another site brings no Lax cookies.
            let kept = std::mem::take(&mut browser.cookies);
            let answer = browser.post(&action, &form).await;
            browser.cookies.extend(kept);
            assert_eq!(answer.status, 303, "{}", answer.body);
            browser.get(answer.location.as_deref().unwrap()).await
        }
    }
}

/// The whole way into Notes; the ID token's claims.
pub async fn into_notes(
    world: &World,
    browser: &mut Browser,
    up: &StandIn,
    id: &str,
) -> serde_json::Map<String, Value> {
    let back = there_and_back(browser, up, id).await;
    assert_eq!(back.status, 303, "{} {}", back.status, back.body);
    let answer = browser.follow(back).await;
    let code = answer
        .parameter("code")
        .unwrap_or_else(|| panic!("no code: {:?} {}", answer.location, answer.body));
    let (status, body) = world.redeem(&code).await;
    assert_eq!(status, 200, "{body}");
    crate::world::claims_of(body["id_token"].as_str().unwrap())
}

/// Everything in the store that a sign-in could change.
async fn state_of(world: &World) -> String {
    let mut state = String::new();
    for user in world.provider.store().users().await.unwrap() {
        let identities = world
            .provider
            .store()
            .identities_of_user(&user.id)
            .await
            .unwrap();
        let sessions = world
            .provider
            .store()
            .sessions_of_user(&user.id, world.provider.now())
            .await
            .unwrap();
        let linked: Vec<_> = identities
            .iter()
            .map(|identity| {
                (
                    &identity.provider_id,
                    &identity.subject,
                    identity.last_used_at,
                )
            })
            .collect();
        writeln!(
            state,
            "{} {:?} {linked:?} {}",
            user.id,
            user.email,
            sessions.len()
        )
        .unwrap();
    }
    state
}

fn sign_up() -> Value {
    json!({"sign_up": true})
}
