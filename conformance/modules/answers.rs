//! The authorization endpoint: what it answers, and what it must not mind.

use crate::{
    agent::{Landed, Manner},
    finding::{Checked, Finding, ensure},
    run::{Client, Request, Run, seen},
};

pub async fn server(run: &mut Run) -> Checked {
    let client = run.client().await?;
    let request = run.request(&client);
    let flow = run.flow(&client, &request).await?;
    if run.variant.has("code") && flow.token_response["expires_in"].as_i64().is_none() {
        return Err(Finding::Warning(
            "the token response has no expires_in".into(),
        ));
    }
    if flow
        .front_claims
        .as_ref()
        .unwrap_or(&flow.claims)
        .contains_key("name")
    {
        return Err(Finding::Warning(
            "the ID token has the claim name, which was not requested".into(),
        ));
    }
    Ok(format!(
        "sub {}, {} parameters in the answer",
        flow.sub(),
        flow.answer.parameters.len()
    ))
}

pub async fn response_type_missing(run: &mut Run) -> Checked {
    let client = run.client().await?;
    let request = run.request(&client).with("response_type", "");
    refused(
        run,
        &client,
        &request,
        &["unsupported_response_type", "invalid_request"],
    )
    .await
}

pub async fn no_nonce_succeeds(run: &mut Run) -> Checked {
    let client = run.client().await?;
    let request = run.request(&client).with("nonce", "");
    run.flow(&client, &request).await?;
    Ok("an ID token without nonce".into())
}

pub async fn no_nonce_fails(run: &mut Run) -> Checked {
    let client = run.client().await?;
    let request = run.request(&client).with("nonce", "");
    refused(run, &client, &request, &["invalid_request"]).await
}

/// A request that must be refused, by one of these errors or by a page.
pub async fn refused(run: &mut Run, client: &Client, request: &Request, codes: &[&str]) -> Checked {
    match run.go(client, request, Manner::Watching).await? {
        Landed::Client(answer) => {
            let error = answer.get("error").unwrap_or_default();
            ensure!(
                codes.contains(&error),
                "the answer has the error {error:?}, not one of {codes:?}"
            );
            ensure!(
                ["code", "id_token", "access_token"]
                    .iter()
                    .all(|name| answer.get(name).is_none()),
                "the refusal holds a code or token"
            );
            ensure!(
                answer.get("state") == request.get("state"),
                "the refusal has another state"
            );
            Ok(format!("error {error}"))
        }
        Landed::Page(page) => {
            ensure!(
                page.status >= 400,
                "the request was taken up: {}",
                seen(&page)
            );
            Ok(seen(&page))
        }
    }
}

/// A request that must end on a page of the provider: nothing may go to an address that is not
/// proven.
pub async fn page_of_error(run: &mut Run, client: &Client, request: &Request) -> Checked {
    let url = format!(
        "{}?{}",
        run.op().endpoint("authorization_endpoint")?,
        crate::agent::encode(&request.parameters)
    );
    // Whatever is sent to the host of the client counts as sent to the client.
    let host = client
        .redirect_uri
        .split('/')
        .take(3)
        .collect::<Vec<_>>()
        .join("/");
    match run.agent.visit(&url, &host, Manner::Watching).await? {
        Landed::Page(page) => {
            ensure!(
                page.status >= 400,
                "the request was taken up: {}",
                seen(&page)
            );
            Ok(seen(&page))
        }
        Landed::Client(answer) => Err(Finding::Failed(format!(
            "the browser was sent to {}",
            answer.location.split(['?', '#']).next().unwrap_or_default()
        ))),
    }
}

pub async fn alternate(run: &mut Run) -> Checked {
    let client = run.client().await?;
    let mut request = run.request(&client).with("scope", "email openid");
    request.parameters.reverse();
    run.flow(&client, &request).await?;
    Ok("another order of parameters and scopes".into())
}

async fn with(run: &mut Run, name: &str, value: &str) -> Checked {
    let client = run.client().await?;
    let request = run.request(&client).with(name, value);
    run.flow(&client, &request).await?;
    Ok(format!("{name}={value} did no harm"))
}

pub async fn display_page(run: &mut Run) -> Checked {
    with(run, "display", "page").await
}

pub async fn display_popup(run: &mut Run) -> Checked {
    with(run, "display", "popup").await
}

pub async fn unknown_parameter(run: &mut Run) -> Checked {
    with(run, "extra", "foobar").await
}

pub async fn login_hint(run: &mut Run) -> Checked {
    with(run, "login_hint", "buffy@relying-party.example").await
}

pub async fn ui_locales(run: &mut Run) -> Checked {
    with(run, "ui_locales", "se").await
}

pub async fn claims_locales(run: &mut Run) -> Checked {
    with(run, "claims_locales", "se").await
}

pub async fn acr_values(run: &mut Run) -> Checked {
    let offered: Vec<String> = run
        .op()
        .metadata
        .get("acr_values_supported")
        .and_then(serde_json::Value::as_array)
        .map(|list| {
            list.iter()
                .filter_map(|one| one.as_str().map(str::to_owned))
                .collect()
        })
        .unwrap_or_default();
    let asked = if offered.is_empty() {
        "1 2".to_owned()
    } else {
        offered.join(" ")
    };
    let client = run.client().await?;
    let request = run.request(&client).with("acr_values", &asked);
    let flow = run.flow(&client, &request).await?;
    if run.variant.response_type == "code token" && flow.claims.is_empty() {
        return Ok("no ID token in this flow".into());
    }
    let acr = flow
        .claims
        .get("acr")
        .and_then(serde_json::Value::as_str)
        .unwrap_or_default()
        .to_owned();
    if asked.split(' ').any(|one| one == acr) {
        return Ok(format!("acr {acr}"));
    }
    Err(Finding::Warning(format!(
        "acr of the ID token is {acr:?}, not one of {asked:?}"
    )))
}

pub async fn registered_redirect_uri(run: &mut Run) -> Checked {
    let client = run.client().await?;
    let request = run.request(&client).with(
        "redirect_uri",
        &format!("{}/{}", client.redirect_uri, crate::run::fresh("other")),
    );
    page_of_error(run, &client, &request).await
}

pub async fn post_request(run: &mut Run) -> Checked {
    let client = run.client().await?;
    let request = run.request(&client);
    let endpoint = run.op().endpoint("authorization_endpoint")?;
    let landed = run
        .agent
        .submit(
            &endpoint,
            &request.parameters,
            &client.redirect_uri,
            Manner::Willing,
        )
        .await?;
    if let Landed::Page(page) = &landed
        && matches!(page.status, 404 | 405)
    {
        return Err(Finding::Warning(format!(
            "the authorization endpoint does not take POST: {}",
            seen(page)
        )));
    }
    let answer = run.check_answer(landed, &request)?;
    run.finish(&client, &request, answer).await?;
    Ok("POST works as GET does".into())
}
