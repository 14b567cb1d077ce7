//! Logout in its four ways.

use super::prompts::{refused_without_a_page, silently};
use crate::{
    agent::{Answer, Landed, Manner, Page, encode, frames},
    finding::{Checked, Finding, ensure},
    jose::{self, Key},
    op::now,
    run::{Client, Flow, Run, fresh, seen},
};
use serde_json::{Value, json};
use std::time::Duration;

const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

async fn signed_in(run: &mut Run) -> Checked<(Client, Flow)> {
    let client = run.client().await?;
    let request = run.request(&client);
    let flow = run.flow(&client, &request).await?;
    Ok((client, flow))
}

/// Sends the browser to the end_session endpoint.
async fn ask(run: &mut Run, parameters: &[(&str, &str)], manner: Manner) -> Checked<Landed> {
    let fields: Vec<(String, String)> = parameters
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    let endpoint = run.op().endpoint("end_session_endpoint")?;
    let url = if fields.is_empty() {
        endpoint
    } else {
        format!("{endpoint}?{}", encode(&fields))
    };
    let bye = run.bye();
    let landed = run.agent.visit(&url, &bye, manner).await?;
    // A page that tells apps through the browser leads on by itself, for which a browser has
    // scripts and this one has not.
    match landed {
        Landed::Page(page) if page.status == 200 && manner == Manner::Willing => {
            Ok(go_on(page, &bye))
        }
        other => Ok(other),
    }
}

fn go_on(page: Page, bye: &str) -> Landed {
    match crate::agent::continues_to(&page)
        .into_iter()
        .find(|link| link.starts_with(bye))
    {
        Some(link) => {
            let query = link
                .split_once('?')
                .map(|(_, query)| query.to_owned())
                .unwrap_or_default();
            let parameters = url::form_urlencoded::parse(query.as_bytes())
                .into_owned()
                .collect();
            Landed::Client(Answer {
                parameters,
                mode: "query",
                location: link,
            })
        }
        None => Landed::Page(page),
    }
}

/// The browser came back to the client with exactly this state.
fn came_back(landed: Landed, state: Option<&str>) -> Checked {
    match landed {
        Landed::Client(answer) => {
            ensure!(
                answer.get("state") == state,
                "state came back as {:?}, not as {state:?}",
                answer.get("state")
            );
            Ok("back at the client".into())
        }
        Landed::Page(page) => Err(Finding::Failed(format!(
            "the browser was not sent back: {}",
            seen(&page)
        ))),
    }
}

/// The browser stayed with the provider, on a page that users can read.
fn stayed(landed: Landed) -> Checked {
    match landed {
        Landed::Page(page) => {
            ensure!(page.status < 500, "the provider broke: {}", seen(&page));
            Ok(seen(&page))
        }
        Landed::Client(answer) => Err(Finding::Failed(format!(
            "the browser was sent to {}",
            answer.location
        ))),
    }
}

pub async fn rp_initiated(run: &mut Run) -> Checked {
    let (client, flow) = signed_in(run).await?;
    let state = format!("{}-._~{}", fresh("state"), "x".repeat(100));
    let bye = run.bye();
    let landed = ask(
        run,
        &[
            ("id_token_hint", &flow.id_token),
            ("post_logout_redirect_uri", &bye),
            ("state", &state),
        ],
        Manner::Willing,
    )
    .await?;
    came_back(landed, Some(&state))?;
    refused_without_a_page(run, &client).await
}

pub async fn no_state(run: &mut Run) -> Checked {
    let (client, flow) = signed_in(run).await?;
    let bye = run.bye();
    let landed = ask(
        run,
        &[
            ("id_token_hint", &flow.id_token),
            ("post_logout_redirect_uri", &bye),
        ],
        Manner::Willing,
    )
    .await?;
    came_back(landed, None)?;
    refused_without_a_page(run, &client).await
}

/// A request that must not send the browser anywhere, and must not sign anybody out unasked.
async fn refused(
    run: &mut Run,
    client: &Client,
    parameters: &[(&str, &str)],
    elsewhere: &str,
) -> Checked {
    let fields: Vec<(String, String)> = parameters
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    let url = format!(
        "{}?{}",
        run.op().endpoint("end_session_endpoint")?,
        encode(&fields)
    );
    let host = elsewhere.split('/').take(3).collect::<Vec<_>>().join("/");
    let seen = stayed(run.agent.visit(&url, &host, Manner::Watching).await?)?;
    silently(run, client, &[]).await?;
    Ok(format!("{seen}; still signed in"))
}

pub async fn bad_uri(run: &mut Run) -> Checked {
    let (client, flow) = signed_in(run).await?;
    let elsewhere = format!("{}/{}", run.bye(), fresh("elsewhere"));
    refused(
        run,
        &client,
        &[
            ("id_token_hint", &flow.id_token),
            ("post_logout_redirect_uri", &elsewhere),
            ("state", "s"),
        ],
        &elsewhere,
    )
    .await
}

pub async fn query_added(run: &mut Run) -> Checked {
    let (client, flow) = signed_in(run).await?;
    let elsewhere = format!("{}?foo=bar", run.bye());
    refused(
        run,
        &client,
        &[
            ("id_token_hint", &flow.id_token),
            ("post_logout_redirect_uri", &elsewhere),
            ("state", "s"),
        ],
        &elsewhere,
    )
    .await
}

pub async fn modified_hint(run: &mut Run) -> Checked {
    let (client, flow) = signed_in(run).await?;
    let (hint, bye) = (
        jose::unsigned(&Value::Object(flow.claims.clone())),
        run.bye(),
    );
    refused(
        run,
        &client,
        &[
            ("id_token_hint", &hint),
            ("post_logout_redirect_uri", &bye),
            ("state", "s"),
        ],
        &bye,
    )
    .await
}

pub async fn bad_hint(run: &mut Run) -> Checked {
    let (client, flow) = signed_in(run).await?;
    let (hint, bye) = (
        Key::generate("foreign")?.sign(&Value::Object(flow.claims.clone()))?,
        run.bye(),
    );
    refused(
        run,
        &client,
        &[
            ("id_token_hint", &hint),
            ("post_logout_redirect_uri", &bye),
            ("state", "s"),
        ],
        &bye,
    )
    .await
}

pub async fn no_hint(run: &mut Run) -> Checked {
    let (client, _) = signed_in(run).await?;
    let bye = run.bye();
    refused(
        run,
        &client,
        &[("post_logout_redirect_uri", &bye), ("state", "s")],
        &bye,
    )
    .await
}

/// A request that names no way back: the user is signed out, after being asked where nothing
/// proves the client.
async fn signed_out_on_a_page(
    run: &mut Run,
    client: &Client,
    parameters: &[(&str, &str)],
) -> Checked {
    let seen = stayed(ask(run, parameters, Manner::Willing).await?)?;
    refused_without_a_page(run, client).await?;
    Ok(format!("{seen}; signed out"))
}

pub async fn no_params(run: &mut Run) -> Checked {
    let (client, _) = signed_in(run).await?;
    signed_out_on_a_page(run, &client, &[]).await
}

pub async fn no_uri(run: &mut Run) -> Checked {
    let (client, flow) = signed_in(run).await?;
    signed_out_on_a_page(run, &client, &[("id_token_hint", &flow.id_token)]).await
}

pub async fn only_state(run: &mut Run) -> Checked {
    let (client, _) = signed_in(run).await?;
    signed_out_on_a_page(run, &client, &[("state", &fresh("state"))]).await
}

pub async fn session_management(run: &mut Run) -> Checked {
    let (client, flow) = signed_in(run).await?;
    let first = flow
        .answer
        .get("session_state")
        .unwrap_or_default()
        .to_owned();
    ensure!(!first.is_empty(), "the answer has no session_state");
    ensure!(
        !first.contains(' '),
        "session_state holds a space, which separates it from client_id"
    );
    // What the frame answers is for a browser with scripts to see; that it can be framed and holds
    // a script is seen here.
    let iframe = run.op().endpoint("check_session_iframe")?;
    let Landed::Page(page) = run.agent.visit(&iframe, "", Manner::Watching).await? else {
        return Err(Finding::Failed("check_session_iframe leads away".into()));
    };
    ensure!(
        page.status == 200,
        "check_session_iframe answers so: {}",
        seen(&page)
    );
    ensure!(
        !page.headers.contains_key("x-frame-options"),
        "check_session_iframe forbids to be framed (X-Frame-Options)"
    );
    let policy = page
        .headers
        .get("content-security-policy")
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    ensure!(
        !policy.contains("frame-ancestors 'none'") && !policy.contains("frame-ancestors 'self'"),
        "check_session_iframe forbids to be framed: {policy}"
    );
    ensure!(
        page.html.contains("<script"),
        "check_session_iframe has no script"
    );
    let bye = run.bye();
    let landed = ask(
        run,
        &[
            ("id_token_hint", &flow.id_token),
            ("post_logout_redirect_uri", &bye),
        ],
        Manner::Willing,
    )
    .await?;
    came_back(landed, None)?;
    refused_without_a_page(run, &client).await?;
    let request = run.request(&client);
    let second = run.flow(&client, &request).await?;
    ensure!(
        second.answer.get("session_state") != Some(first.as_str()),
        "session_state is the same after another sign-in"
    );
    Ok("session_state is there and changes; the frame can be framed".into())
}

pub async fn front_channel(run: &mut Run) -> Checked {
    let path = run.path("front");
    let uri = run.shared.rp.at(&path);
    let client = run
        .register(
            json!({"frontchannel_logout_uri": uri, "frontchannel_logout_session_required": true}),
        )
        .await?;
    let request = run.request(&client);
    let flow = run.flow(&client, &request).await?;
    let (bye, state) = (run.bye(), fresh("state"));
    let fields = [
        ("id_token_hint".to_owned(), flow.id_token.clone()),
        ("post_logout_redirect_uri".into(), bye.clone()),
        ("state".into(), state.clone()),
    ];
    let url = format!(
        "{}?{}",
        run.op().endpoint("end_session_endpoint")?,
        encode(&fields)
    );
    let landed = run.agent.visit(&url, &bye, Manner::Willing).await?;
    let Landed::Page(page) = landed else {
        return Err(Finding::Failed(
            "the browser was sent back before the client was told".into(),
        ));
    };
    ensure!(
        !crate::agent::refreshes_by_itself(&page),
        "the page has <meta http-equiv=\"refresh\"> outside <noscript>, so a browser with scripts goes on twice"
    );
    let framed = frames(&page);
    let frame = framed
        .iter()
        .find(|frame| frame.starts_with(&uri))
        .ok_or_else(|| {
            Finding::Failed(format!(
                "no frame of frontchannel_logout_uri: {}",
                seen(&page)
            ))
        })?;
    check_frame(&run.op().issuer, frame, &flow)?;
    check_frame_policy(&page, &uri)?;
    run.op().http.get(frame).send().await?;
    ensure!(
        !run.shared.rp.received(&path).is_empty(),
        "the frame did not reach the client"
    );
    came_back(go_on(page, &bye), Some(&state))?;
    refused_without_a_page(run, &client).await?;
    Ok("framed with iss and sid, then back".into())
}

/// Checks `iss` and `sid` in the address of a frame (OpenID Connect Front-Channel Logout 3).
fn check_frame(issuer: &str, frame: &str, flow: &Flow) -> Checked<()> {
    let query = frame
        .split_once('?')
        .map(|(_, query)| query.to_owned())
        .unwrap_or_default();
    let told: std::collections::BTreeMap<String, String> =
        url::form_urlencoded::parse(query.as_bytes())
            .into_owned()
            .collect();
    ensure!(
        told.get("iss").map(String::as_str) == Some(issuer),
        "iss of the frame is {:?}",
        told.get("iss")
    );
    let sid = flow.claims.get("sid").and_then(Value::as_str);
    ensure!(
        sid.is_some() && told.get("sid").map(String::as_str) == sid,
        "sid of the frame is {:?}, and of the ID token {sid:?}",
        told.get("sid")
    );
    Ok(())
}

/// Checks that the Content Security Policy of the page admits a frame of the client.
fn check_frame_policy(page: &Page, uri: &str) -> Checked<()> {
    let policy = page
        .headers
        .get("content-security-policy")
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .to_owned();
    let origin = uri.split('/').take(3).collect::<Vec<_>>().join("/");
    ensure!(
        policy.is_empty() || !policy.contains("default-src 'none'") || policy.contains(&origin),
        "the page's own policy forbids its frame"
    );
    Ok(())
}

pub async fn back_channel(run: &mut Run) -> Checked {
    let path = run.path("back");
    let uri = run.shared.rp.at(&path);
    let client = run
        .register(
            json!({"backchannel_logout_uri": uri, "backchannel_logout_session_required": true}),
        )
        .await?;
    let request = run.request(&client);
    let flow = run.flow(&client, &request).await?;
    let (bye, state) = (run.bye(), fresh("state"));
    let landed = ask(
        run,
        &[
            ("id_token_hint", &flow.id_token),
            ("post_logout_redirect_uri", &bye),
            ("state", &state),
        ],
        Manner::Willing,
    )
    .await?;
    came_back(landed, Some(&state))?;
    let received = run.shared.rp.wait_for(&path, Duration::from_secs(30)).await;
    ensure!(
        received.len() == 1,
        "{} notices came within thirty seconds",
        received.len()
    );
    let Some(notice) = received.first() else {
        return Err(Finding::Failed("no notice".into()));
    };
    ensure!(
        notice.method == "POST" && notice.query.is_empty(),
        "the notice is no POST without a query"
    );
    let form: Vec<(String, String)> = url::form_urlencoded::parse(notice.body.as_bytes())
        .into_owned()
        .collect();
    let token = match form.as_slice() {
        [(name, token)] if name == "logout_token" => token.clone(),
        _ => {
            return Err(Finding::Failed(
                "the notice must hold logout_token and nothing else".into(),
            ));
        }
    };
    check_logout_token(run, &client, &flow, &token).await?;
    refused_without_a_page(run, &client).await?;
    Ok("a logout token, and the session is over".into())
}

async fn check_logout_token(run: &Run, client: &Client, flow: &Flow, token: &str) -> Checked<()> {
    let op = run.op();
    op.verify(token).await?;
    let (header, claims) = (jose::header(token)?, jose::claims(token)?);
    let text = |name: &str| claims.get(name).and_then(Value::as_str);
    ensure!(
        header
            .get("typ")
            .is_none_or(|typ| typ == "logout+jwt" || typ == "JWT"),
        "typ of the logout token is {:?}",
        header.get("typ")
    );
    ensure!(
        text("iss") == Some(op.issuer.as_str()),
        "iss of the logout token is {:?}",
        text("iss")
    );
    ensure!(
        text("aud") == Some(client.id.as_str()),
        "aud of the logout token is not the client"
    );
    ensure!(
        text("jti").is_some_and(|jti| !jti.is_empty()),
        "the logout token has no jti"
    );
    ensure!(
        (jose::seconds(&claims, "iat")? - now()).abs() < 300,
        "iat of the logout token is far away"
    );
    ensure!(
        jose::seconds(&claims, "exp")? > now() - 60,
        "the logout token is expired"
    );
    ensure!(
        claims
            .get("events")
            .and_then(|events| events.get(EVENT))
            .is_some_and(Value::is_object),
        "the logout token has not the event of a logout"
    );
    ensure!(
        !claims.contains_key("nonce"),
        "the logout token has a nonce"
    );
    ensure!(
        text("sub").is_some() || text("sid").is_some(),
        "the logout token has neither sub nor sid"
    );
    ensure!(
        text("sub").is_none_or(|sub| sub == flow.sub()),
        "sub of the logout token is another one"
    );
    ensure!(
        text("sid").is_none_or(|sid| flow.claims.get("sid").and_then(Value::as_str) == Some(sid)),
        "sid of the logout token is another one"
    );
    Ok(())
}
