//! Request objects, by value and by reference.

use crate::{
    agent::{Landed, Manner},
    finding::{Checked, Finding, ensure},
    jose::{self, Key},
    run::{Client, Request, Run, fresh, seen},
};
use serde_json::{Map, Value, json};

fn unsigned_is_offered(run: &Run) -> Checked<()> {
    let op = run.op();
    if op
        .metadata
        .contains_key("request_object_signing_alg_values_supported")
        && !op.offers("request_object_signing_alg_values_supported", "none")
    {
        return Err(Finding::Skipped(
            "request_object_signing_alg_values_supported has no none".into(),
        ));
    }
    Ok(())
}

/// The claims of an object for a request, and what still travels outside it (OpenID Connect Core
/// 6.1).
fn split(run: &Run, client: &Client, request: &Request) -> (Value, Request) {
    let mut claims: Map<String, Value> = request
        .parameters
        .iter()
        .map(|(name, value)| (name.clone(), Value::String(value.clone())))
        .collect();
    claims.insert("iss".into(), client.id.clone().into());
    claims.insert("aud".into(), run.op().issuer.clone().into());
    let outside = ["client_id", "response_type", "scope", "redirect_uri"];
    let parameters = request
        .parameters
        .iter()
        .filter(|(name, _)| outside.contains(&name.as_str()))
        .cloned()
        .collect();
    (Value::Object(claims), Request { parameters })
}

/// Sends a request whose state and nonce are in the object alone, and checks that both come back.
async fn honoured(
    run: &mut Run,
    client: &Client,
    whole: &Request,
    sent: &Request,
    unsupported: &str,
) -> Checked {
    let url = format!(
        "{}?{}",
        run.op().endpoint("authorization_endpoint")?,
        crate::agent::encode(&sent.parameters)
    );
    let landed = run
        .agent
        .visit(&url, &client.redirect_uri, Manner::Willing)
        .await?;
    if let Landed::Client(answer) = &landed
        && answer.get("error") == Some(unsupported)
    {
        return Err(Finding::Skipped(format!("the provider says {unsupported}")));
    }
    let answer = run.check_answer(landed, whole)?;
    run.finish(client, whole, answer).await?;
    Ok("state and nonce of the object came back".into())
}

pub async fn value_unsigned_or_rejected(run: &mut Run) -> Checked {
    unsigned_is_offered(run)?;
    let client = run.client().await?;
    let whole = run.request(&client);
    let (claims, outside) = split(run, &client, &whole);
    let sent = outside.with("request", &jose::unsigned(&claims));
    let seen = honoured(run, &client, &whole, &sent, "request_not_supported").await?;
    if run.op().metadata.get("request_parameter_supported") != Some(&Value::Bool(true)) {
        return Err(Finding::Warning(
            "request objects work, and request_parameter_supported does not say so".into(),
        ));
    }
    Ok(seen)
}

/// A client with a request object at an address of its own.
async fn by_reference(run: &mut Run, key: Option<&Key>) -> Checked {
    let path = run.path("request.jwt");
    let uri = run.shared.rp.at(&path);
    let mut changes = json!({"request_uris": [uri]});
    if let Some(key) = key {
        changes["jwks"] = key.jwks()?;
        changes["request_object_signing_alg"] = "RS256".into();
    }
    let client = match (run.variant.auth, key) {
        (crate::run::Auth::PrivateKey, Some(key)) => {
            run.register_with(changes, Some(key.clone())).await?
        }
        _ => run.register(changes).await?,
    };
    let whole = run.request(&client);
    let (claims, outside) = split(run, &client, &whole);
    let object = match key {
        Some(key) => key.sign(&claims)?,
        None => jose::unsigned(&claims),
    };
    run.shared
        .rp
        .serve(&path, "application/oauth-authz-req+jwt", object);
    let sent = outside.with("request_uri", &uri);
    honoured(run, &client, &whole, &sent, "request_uri_not_supported").await
}

pub async fn uri_unsigned_or_rejected(run: &mut Run) -> Checked {
    unsigned_is_offered(run)?;
    by_reference(run, None).await
}

pub async fn uri_unsigned(run: &mut Run) -> Checked {
    unsigned_is_offered(run)?;
    by_reference(run, None).await
}

pub async fn uri_signed(run: &mut Run) -> Checked {
    let key = Key::generate("request")?;
    by_reference(run, Some(&key)).await
}

pub async fn redirect_uri_inside(run: &mut Run) -> Checked {
    unsigned_is_offered(run)?;
    let client = run.client().await?;
    let whole = run.request(&client);
    let (claims, outside) = split(run, &client, &whole);
    // Outside the object stands an address that is not registered: it must neither be used nor
    // preferred.
    let elsewhere = format!("{}/{}", client.redirect_uri, fresh("elsewhere"));
    let sent = outside
        .with("redirect_uri", &elsewhere)
        .with("request", &jose::unsigned(&claims));
    let url = format!(
        "{}?{}",
        run.op().endpoint("authorization_endpoint")?,
        crate::agent::encode(&sent.parameters)
    );
    match run
        .agent
        .visit(&url, &client.redirect_uri, Manner::Willing)
        .await?
    {
        Landed::Client(answer) if answer.get("error") == Some("request_not_supported") => Err(
            Finding::Skipped("the provider says request_not_supported".into()),
        ),
        Landed::Client(answer) => {
            ensure!(
                !answer.location.starts_with(&elsewhere),
                "the browser was sent to an address that is not registered"
            );
            let answer = run.check_answer(Landed::Client(answer), &whole)?;
            run.finish(&client, &whole, answer).await?;
            Ok("redirect_uri of the object was used".into())
        }
        Landed::Page(page) => {
            ensure!(
                page.status >= 400,
                "the browser was left on a page: {}",
                seen(&page)
            );
            Ok(seen(&page))
        }
    }
}
