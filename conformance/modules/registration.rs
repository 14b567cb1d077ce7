//! Dynamic registration, and what redirect URIs may and may not be.

use super::answers::page_of_error;
use crate::{
    agent::{Landed, Manner, addresses},
    finding::{Checked, Finding, ensure},
    jose::Key,
    run::{Auth, Run, fresh, seen},
};
use serde_json::{Value, json};

pub async fn redirect_uri_missing(run: &mut Run) -> Checked {
    let client = run
        .register(json!({"redirect_uris": [run.callback(), format!("{}/second", run.callback())]}))
        .await?;
    let request = run.request(&client).with("redirect_uri", "");
    page_of_error(run, &client, &request).await
}

pub async fn redirect_uri_query_ok(run: &mut Run) -> Checked {
    let client = run
        .register(json!({"redirect_uris": [format!("{}?foo=bar", run.callback())]}))
        .await?;
    let request = run.request(&client);
    let flow = run.flow(&client, &request).await?;
    ensure!(
        flow.answer.location.contains("foo=bar"),
        "the query of the redirect URI did not survive"
    );
    Ok("the query came back".into())
}

pub async fn redirect_uri_query_mismatch(run: &mut Run) -> Checked {
    let client = run
        .register(json!({"redirect_uris": [format!("{}?foo=bar", run.callback())]}))
        .await?;
    let request = run
        .request(&client)
        .with("redirect_uri", &format!("{}?foo=baz", run.callback()));
    page_of_error(run, &client, &request).await
}

pub async fn redirect_uri_query_added(run: &mut Run) -> Checked {
    let client = run.client().await?;
    let request = run
        .request(&client)
        .with("redirect_uri", &format!("{}?foo=bar", client.redirect_uri));
    page_of_error(run, &client, &request).await
}

/// A registration that must be refused.
async fn refused(run: &mut Run, changes: Value, codes: &[&str]) -> Checked {
    let key = if run.variant.auth == Auth::PrivateKey {
        Some(Key::generate("first")?)
    } else {
        None
    };
    let (status, answer) = run.try_register(changes, key.as_ref()).await?;
    ensure!(
        status == 400,
        "the registration answers with status {status}, not 400"
    );
    let error = answer["error"].as_str().unwrap_or_default();
    ensure!(
        codes.contains(&error),
        "the registration answers with the error {error:?}, not one of {codes:?}"
    );
    Ok(format!("400 {error}"))
}

pub async fn regfrag(run: &mut Run) -> Checked {
    refused(
        run,
        json!({"redirect_uris": [format!("{}#foobar", run.callback())]}),
        &["invalid_redirect_uri", "invalid_client_metadata"],
    )
    .await
}

pub async fn initiate_login_uri_without_https(run: &mut Run) -> Checked {
    refused(
        run,
        json!({"initiate_login_uri": "http://relying-party.example/login"}),
        &["invalid_client_metadata"],
    )
    .await
}

pub async fn initiate_login_uri(run: &mut Run) -> Checked {
    let uri = format!("https://relying-party.example/{}/login", run.folder);
    let client = run.register(json!({"initiate_login_uri": uri})).await?;
    ensure!(
        client.information["initiate_login_uri"] == uri,
        "the registration response does not repeat initiate_login_uri"
    );
    let (at, token) = (
        client.information["registration_client_uri"].as_str(),
        client.information["registration_access_token"].as_str(),
    );
    let (Some(at), Some(token)) = (at, token) else {
        return Err(Finding::Failed(
            "the registration cannot be read again".into(),
        ));
    };
    let response = run.op().http.get(at).bearer_auth(token).send().await?;
    ensure!(
        response.status() == 200,
        "registration_client_uri answers with status {}",
        response.status()
    );
    let read: Value = serde_json::from_str(&response.text().await?).unwrap_or_default();
    ensure!(
        read["initiate_login_uri"] == uri,
        "the client's configuration does not hold initiate_login_uri"
    );
    Ok("repeated, and read again".into())
}

/// A sign-in page that must show what was registered.
async fn shown(run: &mut Run, name: &str) -> Checked {
    let uri = format!("https://relying-party.example/{}/{name}", run.folder);
    let client = run.register(json!({name: uri})).await?;
    let request = run.request(&client);
    match run.go(&client, &request, Manner::Watching).await? {
        Landed::Page(page) => {
            ensure!(
                page.status == 200,
                "there is no sign-in page: {}",
                seen(&page)
            );
            ensure!(
                addresses(&page).contains(&uri),
                "the sign-in page does not show {name}"
            );
            Ok(format!("{name} on the sign-in page"))
        }
        Landed::Client(answer) => Err(Finding::Failed(format!(
            "there was no sign-in page, but an answer: {:?}",
            answer.get("error")
        ))),
    }
}

pub async fn logo_uri(run: &mut Run) -> Checked {
    shown(run, "logo_uri").await
}

pub async fn policy_uri(run: &mut Run) -> Checked {
    shown(run, "policy_uri").await
}

pub async fn tos_uri(run: &mut Run) -> Checked {
    shown(run, "tos_uri").await
}

pub async fn jwks_uri(run: &mut Run) -> Checked {
    let key = Key::generate("published")?;
    let path = run.path("jwks.json");
    let uri = run
        .shared
        .rp
        .serve(&path, "application/json", key.jwks()?.to_string());
    let client = run
        .register_with(json!({"jwks": null, "jwks_uri": uri}), Some(key))
        .await?;
    let request = run.request(&client);
    run.flow(&client, &request).await?;
    Ok("the client was authenticated by a key at its jwks_uri".into())
}

fn pairwise_is_offered(run: &Run) -> Checked<()> {
    if run.op().offers("subject_types_supported", "pairwise") {
        return Ok(());
    }
    Err(Finding::Skipped(
        "subject_types_supported has no pairwise".into(),
    ))
}

pub async fn sector_uri(run: &mut Run) -> Checked {
    pairwise_is_offered(run)?;
    let path = run.path("sector.json");
    let uri = run.shared.rp.serve(
        &path,
        "application/json",
        json!([run.callback()]).to_string(),
    );
    let public = run.register(json!({})).await?;
    let client = run
        .register(json!({"subject_type": "pairwise", "sector_identifier_uri": uri}))
        .await?;
    let request = run.request(&public);
    let known = run.flow(&public, &request).await?;
    let request = run.request(&client);
    let flow = run.flow(&client, &request).await?;
    ensure!(
        flow.sub() != known.sub(),
        "the pairwise client gets the sub of everybody"
    );
    Ok("a sub of its own".into())
}

pub async fn sector_bad(run: &mut Run) -> Checked {
    pairwise_is_offered(run)?;
    let path = run.path("sector.json");
    let uri = run.shared.rp.serve(
        &path,
        "application/json",
        json!([format!("https://{}.example/", fresh("other"))]).to_string(),
    );
    refused(
        run,
        json!({"subject_type": "pairwise", "sector_identifier_uri": uri}),
        &["invalid_client_metadata", "invalid_redirect_uri"],
    )
    .await
}
