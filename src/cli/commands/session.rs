//! `doorward session`.

use crate::startup::Schema;
use crate::{
    context::Context,
    output::{self, when},
};
use anyhow::anyhow;
use clap::{Args, Subcommand};
use doorward_core::Provider;
use doorward_protocol::{
    sessions::sso_session::{EndReason, SessionRef},
    time::Timestamp,
};
use doorward_storage::{LogoutReceipt, SessionRow, User};
use serde_json::{Value, json};

/// How far back receipts are shown, in days.
const DAYS: i64 = 30;

/// List and end SSO sessions, and show what their apps answered.
/// How many sessions a list names at most, the ones used last.
const MAX_LISTED: usize = 1000;

#[derive(Subcommand)]
pub enum SessionCommand {
    /// The live sessions of everybody (the newest thousand), or of a user
    List {
        /// Address, user name or identifier
        user: Option<String>,
    },
    /// End a session, or every session of a user: signed out of every app at once
    End(Which),
    /// What each app answered when it was told of the end of a session
    Receipts {
        #[command(flatten)]
        which: Which,
        /// Tell every app again that has not taken the notice
        #[arg(long)]
        send_again: bool,
    },
}

/// One session, or a user's.
#[derive(Args)]
#[group(required = true, multiple = false)]
pub struct Which {
    /// The session's identifier (sid)
    sid: Option<String>,
    /// Address, user name or identifier of a user
    #[arg(long)]
    user: Option<String>,
}

/// Runs the subcommand.
pub async fn run(context: &Context, command: SessionCommand) -> anyhow::Result<()> {
    let provider = context.provider(Schema::AsItIs).await?;
    match command {
        SessionCommand::List { user: Some(user) } => {
            let user = find(&provider, &user).await?;
            list(
                context,
                &provider,
                &provider
                    .sessions()
                    .of_user(&context.operation, &user.id)
                    .await?,
            )
        }
        SessionCommand::List { user: None } => {
            let sessions = provider.sessions();
            let page = sessions
                .latest(&context.operation, None, MAX_LISTED)
                .await?;
            list(context, &provider, &page.rows)
        }
        SessionCommand::End(which) => end(context, &provider, &which).await,
        SessionCommand::Receipts { which, send_again } => {
            receipts(context, &provider, &which, send_again).await
        }
    }
}

async fn find(provider: &Provider, identifier: &str) -> anyhow::Result<User> {
    let found = provider.users().find(identifier).await?;
    found.ok_or_else(|| {
        anyhow!("there is no user {identifier}; `doorward user list` shows all of them")
    })
}

fn list(context: &Context, provider: &Provider, rows: &[SessionRow]) -> anyhow::Result<()> {
    let describe = |row: &SessionRow| {
        let session = &row.session;
        json!({"sid": session.sid, "sub": session.user_id, "created_at": session.created_at.seconds(), "last_seen_at": session.last_seen_at.seconds(),
            "expires_at": session.expires_at.seconds(), "auth_time": session.auth_time.seconds(), "amr": session.authentication.amr, "idp": session.authentication.idp,
            "user_agent": row.user_agent, "address": row.address, "place": row.address.as_deref().and_then(|address| provider.sessions().place_of(address))})
    };
    output::print(
        context.json,
        &json!({"sessions": rows.iter().map(describe).collect::<Vec<Value>>()}),
        || {
            if rows.is_empty() {
                return "Nobody is signed in.".to_owned();
            }
            let line = |row: &SessionRow| {
                let method = row.session.authentication.sign_in_method();
                vec![
                    row.session.sid.clone(),
                    row.session.user_id.clone(),
                    when(row.session.created_at),
                    when(row.session.last_seen_at),
                    method.as_str().to_owned(),
                    row.address.clone().unwrap_or_default(),
                    row.user_agent.clone(),
                ]
            };
            output::table(
                &[
                    "SESSION",
                    "USER",
                    "SINCE",
                    "LAST SEEN",
                    "BY",
                    "ADDRESS",
                    "BROWSER",
                ],
                &rows.iter().map(line).collect::<Vec<_>>(),
            )
        },
    )
}

async fn end(context: &Context, provider: &Provider, which: &Which) -> anyhow::Result<()> {
    let reason = EndReason::Administrator;
    let ended = match (&which.sid, &which.user) {
        (Some(sid), _) => {
            let user_id = provider
                .store()
                .user_of_session(sid)
                .await?
                .ok_or_else(|| anyhow!("no session has this identifier"))?;
            usize::from(
                provider
                    .sessions()
                    .end(
                        &context.operation,
                        SessionRef {
                            sid,
                            user_id: &user_id,
                        },
                        reason,
                    )
                    .await?,
            )
        }
        (None, Some(user)) => {
            let user = find(provider, user).await?;
            provider
                .sessions()
                .end_all(&context.operation, &user.id, None, reason)
                .await?
        }
        (None, None) => 0,
    };
    output::print(context.json, &json!({"ended": ended}), || match ended {
        0 => "It had ended already.".to_owned(),
        1 => "One session ended; its apps are being told.".to_owned(),
        ended => format!("{ended} sessions ended; their apps are being told."),
    })
}

async fn receipts(
    context: &Context,
    provider: &Provider,
    which: &Which,
    send_again: bool,
) -> anyhow::Result<()> {
    let mut sent = 0;
    if send_again {
        let receipts = find_receipts(context, provider, which).await?;
        let waiting = receipts
            .iter()
            .filter(|receipt| receipt.state != "delivered");
        for LogoutReceipt { id, user_id, .. } in waiting {
            let logout = provider.logout();
            sent += usize::from(logout.send_again(&context.operation, id, user_id).await?);
        }
    }
    let receipts = find_receipts(context, provider, which).await?;
    let described: Vec<Value> = receipts.iter().map(describe_receipt).collect();
    let document = json!({"sent_again": sent, "receipts": described});
    output::print(context.json, &document, || {
        let table = receipt_table(&receipts);
        if send_again {
            format!("{table}\n{sent} are sent again by the running server.")
        } else {
            table
        }
    })
}

async fn find_receipts(
    context: &Context,
    provider: &Provider,
    which: &Which,
) -> anyhow::Result<Vec<LogoutReceipt>> {
    let (logout, ctx) = (provider.logout(), &context.operation);
    Ok(match (&which.sid, &which.user) {
        (Some(sid), _) => logout.receipts_of_session(ctx, sid).await?,
        (None, Some(user)) => {
            let user = find(provider, user).await?;
            logout.receipts_of_user(ctx, &user.id, DAYS).await?
        }
        (None, None) => Vec::new(),
    })
}

fn describe_receipt(receipt: &LogoutReceipt) -> Value {
    json!({
        "sid": receipt.sid, "client_id": receipt.client_id, "state": receipt.state,
        "attempts": receipt.attempts, "status": receipt.status,
        "reason": receipt.reason, "latency_ms": receipt.latency_ms,
        "queued_at": receipt.queued_at.seconds(),
        "tried_at": receipt.tried_at.map(Timestamp::seconds),
        "delivered_at": receipt.delivered_at.map(Timestamp::seconds),
    })
}

fn receipt_table(receipts: &[LogoutReceipt]) -> String {
    if receipts.is_empty() {
        return "No app had to be told.".to_owned();
    }
    let text = |value: Option<i64>| value.map_or_else(|| "-".to_owned(), |value| value.to_string());
    let rows = receipts.iter().map(|receipt| {
        let at = receipt.delivered_at.or(receipt.tried_at);
        vec![
            receipt.client_id.clone(),
            receipt.state.clone(),
            at.map(when).unwrap_or_default(),
            text(receipt.status),
            text(receipt.latency_ms),
            receipt.attempts.to_string(),
            receipt.sid.clone(),
            receipt.reason.clone().unwrap_or_else(|| "-".to_owned()),
        ]
    });
    output::table(
        &[
            "APP", "STATE", "WHEN", "STATUS", "MS", "TRIES", "SESSION", "REASON",
        ],
        &rows.collect::<Vec<_>>(),
    )
}
