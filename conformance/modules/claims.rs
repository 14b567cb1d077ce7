//! Claims: which scope opens which, where they come, and how userinfo is asked.

use crate::{
    agent::encode,
    finding::{Checked, Finding, ensure},
    jose,
    op::claims_of,
    run::{Flow, Run},
};
use serde_json::{Map, Value, json};

const PROFILE: [&str; 13] = [
    "name",
    "given_name",
    "family_name",
    "middle_name",
    "nickname",
    "preferred_username",
    "profile",
    "picture",
    "website",
    "gender",
    "birthdate",
    "zoneinfo",
    "locale",
];
const EMAIL: [&str; 2] = ["email", "email_verified"];
const PHONE: [&str; 2] = ["phone_number", "phone_number_verified"];

async fn scope(run: &mut Run, scopes: &[&str], expected: &[&str]) -> Checked {
    if let Some(missing) = scopes.iter().find(|scope| {
        run.op().metadata.contains_key("scopes_supported")
            && !run.op().offers("scopes_supported", scope)
    }) {
        return Err(Finding::Skipped(format!(
            "scopes_supported has no {missing}"
        )));
    }
    let client = run.client().await?;
    let request = run
        .request(&client)
        .with("scope", &format!("openid {}", scopes.join(" ")));
    let flow = run.flow(&client, &request).await?;
    let from_userinfo = match &flow.access_token {
        Some(access_token) => run.op().userinfo(access_token).await?,
        None => flow.claims.clone(),
    };
    let missing: Vec<&&str> = expected
        .iter()
        .filter(|name| !from_userinfo.contains_key(**name))
        .collect();
    if !missing.is_empty() {
        return Err(Finding::Warning(format!(
            "claims of the scope are missing: {missing:?}"
        )));
    }
    if flow.access_token.is_some()
        && let Some(leaked) = expected
            .iter()
            .find(|name| flow.claims.contains_key(**name))
    {
        return Err(Finding::Warning(format!(
            "{leaked} is in the ID token, although there is an access token for it"
        )));
    }
    Ok(format!("{} claims of {}", expected.len(), scopes.join(" ")))
}

pub async fn scope_profile(run: &mut Run) -> Checked {
    scope(run, &["profile"], &PROFILE).await
}

pub async fn scope_email(run: &mut Run) -> Checked {
    scope(run, &["email"], &EMAIL).await
}

pub async fn scope_address(run: &mut Run) -> Checked {
    scope(run, &["address"], &["address"]).await
}

pub async fn scope_phone(run: &mut Run) -> Checked {
    scope(run, &["phone"], &PHONE).await
}

pub async fn scope_all(run: &mut Run) -> Checked {
    let all: Vec<&str> = PROFILE
        .iter()
        .chain(&EMAIL)
        .chain(&PHONE)
        .copied()
        .chain(["address"])
        .collect();
    scope(run, &["profile", "email", "address", "phone"], &all).await
}

async fn signed_in(run: &mut Run) -> Checked<(Flow, String)> {
    let client = run.client().await?;
    let request = run.request(&client);
    let flow = run.flow(&client, &request).await?;
    let access_token = flow
        .access_token
        .clone()
        .ok_or_else(|| Finding::Skipped("no access token in this flow".into()))?;
    Ok((flow, access_token))
}

fn same_user(flow: &Flow, claims: &Map<String, Value>) -> Checked {
    ensure!(
        flow.claims.is_empty() || claims.get("sub") == flow.claims.get("sub"),
        "sub of userinfo is not the one of the ID token"
    );
    Ok("the sub of the ID token".into())
}

pub async fn userinfo_get(run: &mut Run) -> Checked {
    let (flow, access_token) = signed_in(run).await?;
    same_user(&flow, &run.op().userinfo(&access_token).await?)
}

pub async fn userinfo_post_header(run: &mut Run) -> Checked {
    let (flow, access_token) = signed_in(run).await?;
    let response = run
        .op()
        .http
        .post(run.op().endpoint("userinfo_endpoint")?)
        .bearer_auth(&access_token)
        .send()
        .await?;
    same_user(&flow, &claims_of(response).await?)
}

pub async fn userinfo_post_body(run: &mut Run) -> Checked {
    let (flow, access_token) = signed_in(run).await?;
    let request = run
        .op()
        .http
        .post(run.op().endpoint("userinfo_endpoint")?)
        .header("content-type", "application/x-www-form-urlencoded");
    let response = request
        .body(encode(&[("access_token".to_owned(), access_token)]))
        .send()
        .await?;
    match claims_of(response).await {
        Ok(claims) => same_user(&flow, &claims),
        Err(Finding::Failed(text)) => Err(Finding::Warning(format!(
            "a token in the body is not taken: {text}"
        ))),
        Err(other) => Err(other),
    }
}

pub async fn userinfo_rs256(run: &mut Run) -> Checked {
    if !run
        .op()
        .offers("userinfo_signing_alg_values_supported", "RS256")
    {
        return Err(Finding::Skipped(
            "userinfo_signing_alg_values_supported has no RS256".into(),
        ));
    }
    let client = run
        .register(json!({"userinfo_signed_response_alg": "RS256"}))
        .await?;
    let request = run.request(&client);
    let flow = run.flow(&client, &request).await?;
    let Some(access_token) = &flow.access_token else {
        return Err(Finding::Skipped("no access token in this flow".into()));
    };
    let op = run.op();
    let response = op
        .http
        .get(op.endpoint("userinfo_endpoint")?)
        .bearer_auth(access_token)
        .send()
        .await?;
    let content_type = response
        .headers()
        .get("content-type")
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .to_owned();
    ensure!(
        response.status() == 200,
        "userinfo answers with status {}",
        response.status()
    );
    ensure!(
        content_type.starts_with("application/jwt"),
        "userinfo answers with the content type {content_type:?}"
    );
    let token = response.text().await?;
    ensure!(
        op.verify(&token).await? == "RS256",
        "userinfo is signed, but not under RS256"
    );
    let claims = jose::claims(&token)?;
    same_user(&flow, &claims)?;
    ensure!(!claims.contains_key("nonce"), "userinfo has a nonce");
    if claims.get("iss").and_then(Value::as_str) != Some(op.issuer.as_str())
        || claims.get("aud").and_then(Value::as_str) != Some(client.id.as_str())
    {
        return Err(Finding::Warning(
            "signed userinfo should have iss and aud".into(),
        ));
    }
    Ok("application/jwt under RS256".into())
}

pub async fn claims_essential(run: &mut Run) -> Checked {
    let client = run.client().await?;
    let alone = run.variant.response_type == "id_token";
    let member = if alone { "id_token" } else { "userinfo" };
    let request = run.request(&client).with(
        "claims",
        &json!({member: {"name": {"essential": true}}}).to_string(),
    );
    let flow = run.flow(&client, &request).await?;
    if alone {
        return if flow.claims.contains_key("name") {
            Ok("name in the ID token".into())
        } else {
            Err(Finding::Warning("name did not come".into()))
        };
    }
    let access_token = flow.access_token.clone().unwrap_or_default();
    if !run.op().userinfo(&access_token).await?.contains_key("name") {
        return Err(Finding::Warning("name did not come from userinfo".into()));
    }
    if flow.claims.contains_key("name") {
        return Err(Finding::Warning(
            "name was asked of userinfo and came in the ID token".into(),
        ));
    }
    Ok("name from userinfo alone".into())
}
