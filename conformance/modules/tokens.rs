//! ID tokens, codes and refresh tokens at the token endpoint.

use crate::{
    finding::{Checked, Finding, ensure},
    jose::{self, Key},
    op::Expected,
    run::{Auth, Client, Flow, Run},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::time::Duration;

fn alg_of(flow: &Flow) -> Checked {
    Ok(jose::header(&flow.id_token)?
        .get("alg")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned())
}

pub async fn idtoken_signature(run: &mut Run) -> Checked {
    let client = run.register(json!({})).await?;
    let request = run.request(&client);
    let flow = run.flow(&client, &request).await?;
    ensure!(
        alg_of(&flow)? == "RS256",
        "the default algorithm is {}, not RS256",
        alg_of(&flow)?
    );
    ensure!(
        jose::header(&flow.id_token)?.contains_key("kid"),
        "the ID token has no kid"
    );
    Ok("RS256 with a kid".into())
}

pub async fn idtoken_rs256(run: &mut Run) -> Checked {
    let client = run
        .register(json!({"id_token_signed_response_alg": "RS256"}))
        .await?;
    let request = run.request(&client);
    let flow = run.flow(&client, &request).await?;
    ensure!(
        alg_of(&flow)? == "RS256",
        "RS256 was registered, and the ID token is under {}",
        alg_of(&flow)?
    );
    Ok("RS256 as registered".into())
}

pub async fn idtoken_unsigned(run: &mut Run) -> Checked {
    if !run
        .op()
        .offers("id_token_signing_alg_values_supported", "none")
    {
        return Err(Finding::Skipped(
            "id_token_signing_alg_values_supported has no none, as is good practice".into(),
        ));
    }
    let client = run
        .register(json!({"id_token_signed_response_alg": "none"}))
        .await?;
    let request = run.request(&client);
    let answer = run.answer(&client, &request).await?;
    let (status, response) = run
        .redeem(&client, answer.get("code").unwrap_or_default(), &[])
        .await?;
    ensure!(
        status == 200,
        "the token endpoint answers with status {status}"
    );
    let header = jose::header(response["id_token"].as_str().unwrap_or_default())?;
    ensure!(
        header.get("alg").and_then(Value::as_str) == Some("none"),
        "none was registered, and the ID token is signed"
    );
    Ok("an ID token without signature".into())
}

/// A code that was redeemed once.
async fn redeemed(run: &mut Run) -> Checked<(Client, Flow, String)> {
    let client = run.client().await?;
    let request = run.request(&client);
    let answer = run.answer(&client, &request).await?;
    let code = answer.get("code").unwrap_or_default().to_owned();
    let flow = run.finish(&client, &request, answer).await?;
    Ok((client, flow, code))
}

async fn refused_again(run: &Run, client: &Client, code: &str) -> Checked {
    let (status, response) = run.redeem(client, code, &[]).await?;
    ensure!(status == 400, "a used code answers with status {status}");
    ensure!(
        response["error"] == "invalid_grant",
        "a used code answers with the error {}",
        response["error"]
    );
    Ok("400 invalid_grant".into())
}

pub async fn codereuse(run: &mut Run) -> Checked {
    let (client, _, code) = redeemed(run).await?;
    refused_again(run, &client, &code).await
}

pub async fn codereuse_30seconds(run: &mut Run) -> Checked {
    let (client, flow, code) = redeemed(run).await?;
    tokio::time::sleep(Duration::from_secs(30)).await;
    refused_again(run, &client, &code).await?;
    let endpoint = run.op().endpoint("userinfo_endpoint")?;
    let status = run
        .op()
        .http
        .get(endpoint)
        .bearer_auth(flow.access_token.unwrap_or_default())
        .send()
        .await?
        .status();
    if status.is_client_error() {
        return Ok(format!(
            "400 invalid_grant, and the first access token is worth status {status}"
        ));
    }
    Err(Finding::Warning(format!(
        "the access token of a code that was used twice still answers with status {status}"
    )))
}

pub async fn client_secret_post(run: &mut Run) -> Checked {
    run.variant.auth = Auth::Post;
    let client = run.client().await?;
    let request = run.request(&client);
    run.flow(&client, &request).await?;
    Ok("client_secret in the body".into())
}

pub async fn valid_pkce(run: &mut Run) -> Checked {
    let client = run.client().await?;
    let verifier = format!("{}{}", crate::run::fresh("verifier"), "-".repeat(43));
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(&verifier));
    let request = run
        .request(&client)
        .with("code_challenge", &challenge)
        .with("code_challenge_method", "S256");
    let answer = run.answer(&client, &request).await?;
    ensure!(
        answer.get("error").is_none(),
        "a request with PKCE is answered with the error {:?}",
        answer.get("error")
    );
    let code = answer.get("code").unwrap_or_default();
    let (status, response) = run
        .redeem(&client, code, &[("code_verifier", &verifier)])
        .await?;
    ensure!(
        status == 200,
        "the token endpoint answers with status {status}: {}",
        response["error"]
    );
    let access_token = response["access_token"].as_str().unwrap_or_default();
    let expected = Expected {
        client_id: &client.id,
        nonce: request.get("nonce"),
        access_token: Some(access_token),
        ..Expected::default()
    };
    run.op()
        .id_token(response["id_token"].as_str().unwrap_or_default(), expected)
        .await?;
    Ok("S256 goes through".into())
}

/// A flow with everything that makes a provider give a refresh token.
async fn with_refresh_token(run: &mut Run, client: &Client) -> Checked<(Flow, String)> {
    let mut request = run.request(client);
    if run.op().offers("scopes_supported", "offline_access") {
        request = request
            .with("scope", "openid offline_access")
            .with("prompt", "consent");
    }
    let flow = run.flow(client, &request).await?;
    let token = flow.token_response["refresh_token"]
        .as_str()
        .map(str::to_owned);
    let token = token.ok_or_else(|| Finding::Skipped("no refresh token was given".into()))?;
    Ok((flow, token))
}

async fn refreshed(run: &Run, client: &Client, flow: &Flow, token: &str) -> Checked<Value> {
    let (status, response) = run
        .token(
            client,
            &[("grant_type", "refresh_token"), ("refresh_token", token)],
        )
        .await?;
    ensure!(
        status == 200,
        "a refresh answers with status {status}: {}",
        response["error"]
    );
    let access_token = response["access_token"].as_str().unwrap_or_default();
    run.op().userinfo(access_token).await?;
    if let Some(id_token) = response["id_token"].as_str() {
        run.op().verify(id_token).await?;
        let claims = jose::claims(id_token)?;
        for name in ["iss", "sub", "aud"] {
            ensure!(
                claims.get(name) == flow.claims.get(name),
                "{name} of the ID token changed with a refresh (OIDC Core 12.2)"
            );
        }
        ensure!(
            jose::seconds(&claims, "iat")? >= jose::seconds(&flow.claims, "iat")?,
            "iat of the ID token went back"
        );
        let auth_time = claims.get("auth_time").and_then(Value::as_i64);
        ensure!(
            auth_time.is_none() || auth_time == flow.auth_time(),
            "auth_time changed with a refresh"
        );
    }
    Ok(response)
}

pub async fn refresh_token(run: &mut Run) -> Checked {
    let client = run.client().await?;
    let (flow, token) = with_refresh_token(run, &client).await?;
    let response = refreshed(run, &client, &flow, &token).await?;
    let newest = response["refresh_token"]
        .as_str()
        .unwrap_or(&token)
        .to_owned();
    let second = run.second_client().await?;
    let (status, answer) = run
        .token(
            &second,
            &[("grant_type", "refresh_token"), ("refresh_token", &newest)],
        )
        .await?;
    ensure!(
        status == 400,
        "another client's refresh token answers with status {status}"
    );
    ensure!(
        answer["error"] == "invalid_grant",
        "another client's refresh token answers with the error {}",
        answer["error"]
    );
    if !run.op().offers("grant_types_supported", "refresh_token") {
        return Err(Finding::Warning(
            "refresh tokens work, and grant_types_supported does not say so".into(),
        ));
    }
    Ok("refreshed; worthless to another client".into())
}

pub async fn rp_key_rotation(run: &mut Run) -> Checked {
    if !run.variant.has("code") {
        return Err(Finding::Skipped("no code in this flow".into()));
    }
    let (first, second, path) = (
        Key::generate("first")?,
        Key::generate("second")?,
        run.path("jwks.json"),
    );
    let uri = run
        .shared
        .rp
        .serve(&path, "application/json", first.jwks()?.to_string());
    let mut client = run
        .register_with(json!({"jwks": null, "jwks_uri": uri}), Some(first))
        .await?;
    let (flow, token) = with_refresh_token(run, &client).await?;
    run.shared
        .rp
        .serve(&path, "application/json", second.jwks()?.to_string());
    client.key = Some(second);
    // A careful provider asks an address again no sooner than after some seconds.
    tokio::time::sleep(Duration::from_secs(6)).await;
    refreshed(run, &client, &flow, &token).await?;
    Ok("the new key was fetched when it was used".into())
}

pub async fn assertion_for_issuer(run: &mut Run) -> Checked {
    if !run.variant.has("code") {
        return Err(Finding::Skipped("no code in this flow".into()));
    }
    let client = run.register(json!({})).await?;
    let request = run.request(&client);
    let answer = run.answer(&client, &request).await?;
    let issuer = run.op().issuer.clone();
    let form = [
        ("grant_type", "authorization_code"),
        ("code", answer.get("code").unwrap_or_default()),
        ("redirect_uri", client.redirect_uri.as_str()),
    ];
    let (status, response) = run.token_for(&client, &form, &issuer).await?;
    if status == 200 {
        return Ok("an assertion for the issuer is taken".into());
    }
    Err(Finding::Warning(format!(
        "an assertion whose aud is the issuer answers with status {status}: {}",
        response["error"]
    )))
}
