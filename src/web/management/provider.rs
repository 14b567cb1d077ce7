//! What belongs to the provider itself: identity providers, keys, the audit log, settings.

use super::{
    answer::{Answer, Reply},
    call::Call,
    route::{
        Handler::{Act, Read},
        Method, Route,
    },
    shapes::{
        moment,
        provider::{
            AuditEvent, AuditEvents, AuditHead, AuditHeads, IdentityProvider, IdentityProviders,
            Settings, SigningKey, SigningKeys,
        },
        when,
    },
};
use doorward_core::{
    keys::Activation,
    management::{AuditQuestion, ManagementError},
};
use doorward_protocol::{
    keys::signing_key::signing_now,
    management::{Permission, Resource},
};

/// How many entries of the audit log are shown where the caller names no number, and at most.
const DEFAULT_LIMIT: u32 = 100;
const MAX_LIMIT: u32 = 1000;

/// The routes of the provider itself.
pub const ROUTES: &[Route] = &[
    Route::get(
        "/providers",
        Permission::read(Resource::Providers),
        Read(|call| Box::pin(providers(call))),
    )
    .named(
        "listProviders",
        "List identity providers, without their secrets",
    )
    .gives(200, "IdentityProviders"),
    Route::get(
        "/keys",
        Permission::read(Resource::Keys),
        Read(|call| Box::pin(keys(call))),
    )
    .named("listKeys", "List signing keys, without their private parts")
    .gives(200, "SigningKeys"),
    Route::new(
        Method::Post,
        "/keys/rotate",
        Permission::write(Resource::Keys),
        Act(|call| Box::pin(rotate(call))),
    )
    .named(
        "rotateKeys",
        "Publish new signing keys, which sign once everybody has seen them",
    )
    .gives(200, "SigningKeys")
    .dangerous(),
    Route::get(
        "/audit",
        Permission::read(Resource::Audit),
        Read(|call| Box::pin(audit(call))),
    )
    .named(
        "listAudit",
        "List what happened, the newest first; an owner names their app",
    )
    .gives(200, "AuditEvents")
    .of_owners_as_the_action_says(),
    Route::get(
        "/audit/heads",
        Permission::read(Resource::Audit),
        Read(|call| Box::pin(audit_heads(call))),
    )
    .named(
        "listAuditHeads",
        "List the signed end of each day of the audit log, the newest first, with the key to verify them",
    )
    .gives(200, "AuditHeads"),
    Route::get(
        "/settings",
        Permission::read(Resource::Settings),
        Read(|call| Box::pin(settings(call))),
    )
    .named(
        "readSettings",
        "Show what the operator decided, as far as it is no secret",
    )
    .gives(200, "Settings"),
];

async fn providers(call: &Call<'_>) -> Answer {
    let configuration = call.provider.configuration().await?;
    let declared = configuration.identity_providers.iter();
    let providers = declared
        .map(|each| {
            let declared = each.declared();
            IdentityProvider {
                id: declared.id.clone(),
                kind: declared.kind.clone(),
                name: declared.name.clone(),
                enabled: declared.enabled,
                sign_up: declared.sign_up,
            }
        })
        .collect();
    Ok(Reply::document(&IdentityProviders { providers }))
}

async fn keys(call: &Call<'_>) -> Answer {
    let stored = call.provider.signing_keys().list().await?;
    let now = call.caller.ctx.now();
    let keys = stored
        .iter()
        .map(|key| SigningKey {
            kid: key.kid.clone(),
            algorithm: key.algorithm.as_str().to_owned(),
            created_at: when(key.created_at),
            signs: signing_now(&stored, key.algorithm, now)
                .is_some_and(|signing| signing.kid == key.kid),
            remove_after: key.remove_after.map(when),
        })
        .collect();
    Ok(Reply::document(&SigningKeys { keys }))
}

async fn rotate(call: &Call<'_>) -> Answer {
    let keys = call.provider.signing_keys();
    for algorithm in &call.provider.settings().algorithms {
        let published = keys.publish(&call.caller.ctx, *algorithm, Activation::WhenKnown);
        if published.await?.is_none() {
            return Err(ManagementError::changed_meanwhile());
        }
    }
    self::keys(call).await
}

fn limit(call: &Call<'_>) -> Result<u32, ManagementError> {
    let Some(text) = call.query.get("limit") else {
        return Ok(DEFAULT_LIMIT);
    };
    let number = text.parse().ok();
    number
        .filter(|limit| (1..=MAX_LIMIT).contains(limit))
        .ok_or_else(|| ManagementError::field("limit", format!("must be 1 to {MAX_LIMIT}")))
}

async fn audit_heads(call: &Call<'_>) -> Answer {
    let chain = call.provider.audit_chain();
    let heads = chain.heads(limit(call)?).await?;
    let heads = heads
        .into_iter()
        .map(|signed| AuditHead {
            day: when(signed.head.day),
            entries: signed.head.count,
            hash: signed.head.link.as_str().to_owned(),
            closed: signed.head.closed,
            deleted: signed.head.deleted.is_some(),
            signed: signed.jws,
        })
        .collect();
    Ok(Reply::document(&AuditHeads {
        key: chain.public_key()?,
        heads,
    }))
}

async fn audit(call: &Call<'_>) -> Answer {
    let time = |name: &str| {
        let text = call.query.get(name);
        text.map(|text| moment(name, text)).transpose()
    };
    let limit = limit(call)?;
    let asked = AuditQuestion {
        user_id: call.query.get("user"),
        client_id: call.query.get("app"),
        address: call.query.get("address"),
        event: call.query.get("event"),
        since: time("since")?,
        until: time("until")?,
        before: None,
    };
    let rows = call.management().audit(call.caller, &asked, limit).await?;
    let events = rows
        .into_iter()
        .map(|row| AuditEvent {
            id: row.id,
            time: when(row.at),
            event: row.action,
            actor_kind: row.actor_kind,
            actor_id: row.actor_id,
            user_id: row.subject,
            client_id: row.client_id,
            detail: row.detail,
            address: row.address,
            user_agent: row.user_agent,
            request_id: row.request_id,
        })
        .collect();
    Ok(Reply::document(&AuditEvents { events }))
}

#[expect(clippy::unused_async, reason = "handlers are asynchronous")]
async fn settings(call: &Call<'_>) -> Answer {
    let settings = call.provider.settings();
    let algorithms = settings.algorithms.iter();
    Ok(Reply::document(&Settings {
        issuer: call.provider.issuer().to_owned(),
        name: call.provider.name().as_ref().to_owned(),
        languages: settings.ui_locales.clone(),
        algorithms: algorithms.map(|it| it.as_str().to_owned()).collect(),
        passkeys: settings.passkeys,
        access_token_seconds: settings.lifetimes.access_token.as_seconds(),
    }))
}
