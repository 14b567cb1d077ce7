//! The metadata document and the key set.

use crate::{
    finding::{Checked, Finding, ensure},
    op::Op,
    run::Run,
};
use serde_json::Value;
use std::{collections::HashSet, process::Stdio};
use url::{Host, Url};

/// Metadata that a specification defines (OpenID Connect Discovery 3, RFC 8414 2, the logout
/// specifications, and their companions).
const KNOWN: &str = "issuer authorization_endpoint token_endpoint userinfo_endpoint jwks_uri \
    registration_endpoint scopes_supported \
    response_types_supported response_modes_supported grant_types_supported acr_values_supported \
    subject_types_supported \
    id_token_signing_alg_values_supported id_token_encryption_alg_values_supported \
    id_token_encryption_enc_values_supported \
    userinfo_signing_alg_values_supported userinfo_encryption_alg_values_supported \
    userinfo_encryption_enc_values_supported \
    request_object_signing_alg_values_supported request_object_encryption_alg_values_supported \
    request_object_encryption_enc_values_supported \
    token_endpoint_auth_methods_supported token_endpoint_auth_signing_alg_values_supported \
    display_values_supported claim_types_supported \
    claims_supported service_documentation claims_locales_supported ui_locales_supported \
    claims_parameter_supported request_parameter_supported \
    request_uri_parameter_supported require_request_uri_registration op_policy_uri op_tos_uri \
    revocation_endpoint \
    revocation_endpoint_auth_methods_supported \
    revocation_endpoint_auth_signing_alg_values_supported introspection_endpoint \
    introspection_endpoint_auth_methods_supported \
    introspection_endpoint_auth_signing_alg_values_supported \
    introspection_signing_alg_values_supported introspection_encryption_alg_values_supported \
    introspection_encryption_enc_values_supported \
    code_challenge_methods_supported signed_metadata \
    authorization_response_iss_parameter_supported prompt_values_supported \
    end_session_endpoint check_session_iframe frontchannel_logout_supported \
    frontchannel_logout_session_supported backchannel_logout_supported \
    backchannel_logout_session_supported device_authorization_endpoint \
    pushed_authorization_request_endpoint \
    require_pushed_authorization_requests tls_client_certificate_bound_access_tokens \
    mtls_endpoint_aliases dpop_signing_alg_values_supported \
    authorization_signing_alg_values_supported authorization_encryption_alg_values_supported \
    authorization_encryption_enc_values_supported \
    require_signed_request_object backchannel_token_delivery_modes_supported \
    backchannel_authentication_endpoint \
    backchannel_authentication_request_signing_alg_values_supported \
    backchannel_user_code_parameter_supported protected_resources \
    authorization_details_types_supported client_id_metadata_document_supported";

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

pub async fn verification(run: &mut Run) -> Checked {
    let op = run.op();
    check_addresses(&op)?;
    for name in ["authorization_endpoint", "token_endpoint", "jwks_uri"] {
        op.endpoint(name)?;
    }
    check_required_lists(&op)?;
    // The dynamic profile is about all of these (OpenID Connect Core 15.2).
    if run.variant.auth == crate::run::Auth::PrivateKey {
        check_dynamic(&op)?;
    }
    op.fetch_keys().await?;
    check_recommended(&op)?;
    Ok(format!("{} entries", op.metadata.len()))
}

/// Checks the issuer, and that every address is an https address.
fn check_addresses(op: &Op) -> Checked<()> {
    let issuer = op.metadata.get("issuer").and_then(Value::as_str);
    ensure!(
        issuer == Some(op.issuer.as_str()),
        "issuer of the metadata is {issuer:?}, not {}",
        op.issuer
    );
    // Only a provider for development, on its own machine, may do without TLS.
    let local = Url::parse(&op.issuer).is_ok_and(|url| is_loopback(&url));
    for (name, value) in op.metadata.iter().filter(|(name, _)| {
        name.ends_with("_endpoint")
            || ["jwks_uri", "issuer", "check_session_iframe"].contains(&name.as_str())
    }) {
        let url = value.as_str().and_then(|text| Url::parse(text).ok());
        ensure!(
            url.as_ref()
                .is_some_and(|url| url.scheme() == "https" || local && is_loopback(url)),
            "{name} is no https address"
        );
    }
    Ok(())
}

/// A list of texts in the metadata; empty where it is missing.
fn list(op: &Op, name: &str) -> Checked<Vec<String>> {
    let Some(value) = op.metadata.get(name) else {
        return Ok(Vec::new());
    };
    let texts = value.as_array().and_then(|list| {
        list.iter()
            .map(|one| one.as_str().map(str::to_owned))
            .collect::<Option<Vec<_>>>()
    });
    texts.ok_or_else(|| Finding::Failed(format!("{name} is no list of texts")))
}

/// Checks the lists that OpenID Connect Discovery 3 requires.
fn check_required_lists(op: &Op) -> Checked<()> {
    ensure!(
        !list(op, "response_types_supported")?.is_empty(),
        "response_types_supported is missing or empty"
    );
    ensure!(
        !list(op, "subject_types_supported")?.is_empty(),
        "subject_types_supported is missing or empty"
    );
    ensure!(
        list(op, "id_token_signing_alg_values_supported")?
            .iter()
            .any(|alg| alg == "RS256"),
        "id_token_signing_alg_values_supported has no RS256"
    );
    list(op, "code_challenge_methods_supported")?;
    ensure!(
        !op.metadata.contains_key("scopes_supported") || op.offers("scopes_supported", "openid"),
        "scopes_supported has no openid"
    );
    Ok(())
}

/// Checks what a provider with dynamic registration must support (OpenID Connect Core 15.2).
fn check_dynamic(op: &Op) -> Checked<()> {
    let sorted = |text: &str| {
        let mut words: Vec<&str> = text.split(' ').collect();
        words.sort_unstable();
        words.join(" ")
    };
    let offered: HashSet<String> = list(op, "response_types_supported")?
        .iter()
        .map(|one| sorted(one))
        .collect();
    for needed in ["code", "id_token", "id_token token"] {
        ensure!(
            offered.contains(needed),
            "response_types_supported has no {needed:?}"
        );
    }
    let grants = list(op, "grant_types_supported")?;
    ensure!(
        grants.is_empty()
            || ["authorization_code", "implicit"]
                .iter()
                .all(|one| grants.iter().any(|grant| grant == one)),
        "grant_types_supported lacks authorization_code or implicit"
    );
    op.endpoint("registration_endpoint")?;
    Ok(())
}

/// Warns of what is recommended and missing, and of metadata that no specification defines.
fn check_recommended(op: &Op) -> Checked<()> {
    for name in ["scopes_supported", "claims_supported", "userinfo_endpoint"] {
        if !op.metadata.contains_key(name) {
            return Err(Finding::Warning(format!("{name} is missing")));
        }
    }
    let objects = list(op, "request_object_signing_alg_values_supported")?;
    if !objects.is_empty() && !objects.iter().any(|alg| alg == "RS256") {
        return Err(Finding::Warning(
            "request_object_signing_alg_values_supported has no RS256".into(),
        ));
    }
    let unknown = op
        .metadata
        .keys()
        .find(|name| !KNOWN.split_whitespace().any(|known| known == *name));
    if let Some(unknown) = unknown {
        return Err(Finding::Warning(format!(
            "no specification defines the metadata {unknown}"
        )));
    }
    Ok(())
}

/// Endpoints that must be there, and flags that must be true.
fn promised(run: &Run, endpoints: &[&str], flags: &[&str]) -> Checked {
    for name in endpoints {
        run.op().endpoint(name)?;
    }
    for name in flags {
        ensure!(
            run.op().metadata.get(*name) == Some(&Value::Bool(true)),
            "{name} is not true in the metadata"
        );
    }
    Ok([endpoints, flags].concat().join(", "))
}

pub async fn rp_initiated_logout(run: &mut Run) -> Checked {
    promised(run, &["end_session_endpoint"], &[])
}

pub async fn session_management(run: &mut Run) -> Checked {
    promised(run, &["end_session_endpoint", "check_session_iframe"], &[])
}

pub async fn front_channel(run: &mut Run) -> Checked {
    promised(
        run,
        &["end_session_endpoint"],
        &[
            "frontchannel_logout_supported",
            "frontchannel_logout_session_supported",
        ],
    )
}

pub async fn back_channel(run: &mut Run) -> Checked {
    promised(
        run,
        &["end_session_endpoint"],
        &[
            "backchannel_logout_supported",
            "backchannel_logout_session_supported",
        ],
    )
}

/// The `kid`s of a key set.
fn kids(jwks: &Value) -> Vec<String> {
    let keys = jwks
        .get("keys")
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default();
    keys.iter()
        .filter_map(|key| key.get("kid").and_then(Value::as_str).map(str::to_owned))
        .collect()
}

pub async fn rotate_keys(run: &mut Run) -> Checked {
    let Some(command) = run.shared.rotate_keys.clone() else {
        return Err(Finding::Skipped(
            "needs --rotate-keys, a command that rotates the provider's signing keys".into(),
        ));
    };
    let before = kids(&run.op().fetch_keys().await?);
    let status = tokio::process::Command::new("sh")
        .arg("-c")
        .arg(&command)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .status()
        .await;
    ensure!(
        status.as_ref().is_ok_and(std::process::ExitStatus::success),
        "the command of --rotate-keys failed"
    );
    let after = kids(&run.op().fetch_keys().await?);
    ensure!(
        after.iter().any(|kid| !before.contains(kid)),
        "the key set has no new key after the rotation"
    );
    if let Some(gone) = before.iter().find(|kid| !after.contains(kid)) {
        return Err(Finding::Warning(format!(
            "the key {gone} left the key set at once: tokens under it cannot be verified any more"
        )));
    }
    let client = run.client().await?;
    let request = run.request(&client);
    run.flow(&client, &request).await?;
    Ok(format!(
        "{} keys before, {} after",
        before.len(),
        after.len()
    ))
}
