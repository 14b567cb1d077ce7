//! What the user is asked, and what must not be asked.

use crate::{
    agent::{Landed, Manner},
    finding::{Checked, ensure},
    op::now,
    run::{Client, Flow, Run, seen},
};
use std::time::Duration;

/// The errors that say that a page would be needed (OpenID Connect Core 3.1.2.6).
const NEEDS_A_PAGE: [&str; 4] = [
    "login_required",
    "interaction_required",
    "consent_required",
    "account_selection_required",
];

/// Asks without a page, where somebody is signed in.
pub async fn silently(run: &mut Run, client: &Client, more: &[(&str, &str)]) -> Checked<Flow> {
    let mut request = run.request(client).with("prompt", "none");
    for (name, value) in more {
        request = request.with(name, value);
    }
    let before = run.agent.sign_ins;
    let flow = run.flow(client, &request).await?;
    ensure!(
        run.agent.sign_ins == before,
        "prompt=none showed a sign-in page"
    );
    Ok(flow)
}

/// Asks with `prompt=none` where no user is signed in.
pub async fn refused_without_a_page(run: &mut Run, client: &Client) -> Checked {
    let request = run.request(client).with("prompt", "none");
    let landed = run.go(client, &request, Manner::Watching).await?;
    if let Landed::Page(page) = &landed {
        return Err(crate::finding::Finding::Failed(format!(
            "prompt=none showed a page: {}",
            seen(page)
        )));
    }
    let answer = run.check_answer(landed, &request)?;
    let error = answer.get("error").unwrap_or_default();
    ensure!(
        NEEDS_A_PAGE.contains(&error),
        "the answer to prompt=none has the error {error:?}: somebody is still signed in, or it is \
         another error"
    );
    Ok(format!("error {error}"))
}

pub async fn prompt_none_not_logged_in(run: &mut Run) -> Checked {
    let client = run.client().await?;
    refused_without_a_page(run, &client).await
}

pub async fn prompt_none_logged_in(run: &mut Run) -> Checked {
    let client = run.client().await?;
    let request = run.request(&client);
    let first = run.flow(&client, &request).await?;
    let second = silently(run, &client, &[]).await?;
    same_sign_in(&first, &second)
}

fn same_sign_in(first: &Flow, second: &Flow) -> Checked {
    ensure!(
        first.sub() == second.sub(),
        "sub is another one the second time"
    );
    ensure!(
        first.auth_time() == second.auth_time() || second.auth_time().is_none(),
        "auth_time changed although the user did not sign in again"
    );
    Ok("the same sub and auth_time without a page".into())
}

pub async fn prompt_login(run: &mut Run) -> Checked {
    let client = run.client().await?;
    let request = run.request(&client);
    let first = run.flow(&client, &request).await?;
    tokio::time::sleep(Duration::from_millis(1100)).await;
    let before = run.agent.sign_ins;
    let request = run.request(&client).with("prompt", "login");
    let second = run.flow(&client, &request).await?;
    ensure!(
        run.agent.sign_ins > before,
        "prompt=login did not ask for the password again"
    );
    ensure!(
        first.sub() == second.sub(),
        "sub is another one the second time"
    );
    if let (Some(first), Some(second)) = (first.auth_time(), second.auth_time()) {
        ensure!(
            second > first,
            "auth_time did not move with the second sign-in"
        );
    }
    Ok("asked for the password again".into())
}

pub async fn max_age_1(run: &mut Run) -> Checked {
    let client = run.client().await?;
    let request = run.request(&client);
    let first = run.flow(&client, &request).await?;
    tokio::time::sleep(Duration::from_secs(2)).await;
    let before = run.agent.sign_ins;
    let request = run.request(&client).with("max_age", "1");
    let second = run.flow(&client, &request).await?;
    ensure!(
        run.agent.sign_ins > before,
        "max_age=1 did not ask for the password again after two seconds"
    );
    let auth_time = second.auth_time();
    ensure!(
        auth_time.is_some(),
        "auth_time is missing, and max_age was asked for"
    );
    let auth_time = auth_time.unwrap_or_default();
    ensure!(
        first.auth_time().is_none_or(|first| auth_time > first),
        "auth_time did not move with the second sign-in"
    );
    ensure!(
        (now() - auth_time).abs() < 30,
        "auth_time is not that of this sign-in"
    );
    Ok("asked for the password again, with a new auth_time".into())
}

pub async fn max_age_10000(run: &mut Run) -> Checked {
    let client = run.client().await?;
    let request = run.request(&client).with("max_age", "15000");
    let first = run.flow(&client, &request).await?;
    ensure!(
        first.auth_time().is_some(),
        "auth_time is missing, and max_age was asked for"
    );
    let before = run.agent.sign_ins;
    let request = run.request(&client).with("max_age", "10000");
    let second = run.flow(&client, &request).await?;
    ensure!(
        run.agent.sign_ins == before,
        "max_age=10000 asked for the password of somebody who had just signed in"
    );
    ensure!(
        second.auth_time().is_some(),
        "auth_time is missing the second time"
    );
    same_sign_in(&first, &second)
}

pub async fn id_token_hint(run: &mut Run) -> Checked {
    let client = run.client().await?;
    let request = run.request(&client);
    let first = run.flow(&client, &request).await?;
    let hint = first.id_token.clone();
    let second = silently(run, &client, &[("id_token_hint", &hint)]).await?;
    same_sign_in(&first, &second)
}
