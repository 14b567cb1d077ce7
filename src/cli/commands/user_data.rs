//! `doorward user unlock`, `export`, `delete` and `merge`.

use crate::{context::Context, output};
use anyhow::{anyhow, bail};
use doorward_core::{Provider, users::User};
use doorward_protocol::users::attributes::Party;
use serde_json::json;

/// The user of a name.
pub(super) async fn find(provider: &Provider, name: &str) -> anyhow::Result<User> {
    provider
        .users()
        .find(name)
        .await?
        .ok_or_else(|| anyhow!("there is no user {name}; `doorward user list` shows all of them"))
}

/// Lets a user sign in without a wait after failed attempts.
pub async fn unlock(context: &Context, provider: &Provider, name: &str) -> anyhow::Result<()> {
    let user = find(provider, name).await?;
    provider.users().unlock(&context.operation, &user).await?;
    output::print(context.json, &json!({"sub": user.id}), || {
        format!("Failed sign-ins of {} are forgotten.", user.label())
    })
}

/// Prints what is stored about a user, as JSON in any case.
pub async fn export(context: &Context, provider: &Provider, name: &str) -> anyhow::Result<()> {
    let user = find(provider, name).await?;
    let users = provider.users();
    let data = users.personal_data(&context.operation, &user, Party::Admin);
    let data = data.await?;
    let pretty = serde_json::to_string_pretty(&data)?;
    output::print(context.json, &data, || pretty)
}

/// Deletes a user.
pub async fn delete(
    context: &Context,
    provider: &Provider,
    name: &str,
    is_meant: bool,
) -> anyhow::Result<()> {
    let user = find(provider, name).await?;
    if !is_meant {
        bail!(
            "{} is deleted with everything of theirs, and does not come back: say so with --yes",
            user.label()
        );
    }
    provider.users().delete(&context.operation, &user).await?;
    output::print(
        context.json,
        &json!({"sub": user.id, "deleted": true}),
        || format!("{} is deleted and signed out of everything.", user.label()),
    )
}

/// Who is merged into whom.
pub struct Merge<'a> {
    /// The user who leaves.
    pub from: &'a str,
    /// The user who stays.
    pub into: &'a str,
    /// Whether the password of the one who leaves is dropped where both have one.
    pub drop_password: bool,
}

/// Merges a user into another one.
pub async fn merge(
    context: &Context,
    provider: &Provider,
    merge: &Merge<'_>,
) -> anyhow::Result<()> {
    let from = find(provider, merge.from).await?;
    let into = find(provider, merge.into).await?;
    let users = provider.users();
    let ctx = &context.operation;
    users.merge(ctx, &from, &into, merge.drop_password).await?;
    output::print(
        context.json,
        &json!({"sub": into.id, "merged": from.id}),
        || {
            format!(
                "{} is part of {} now, signs in as them, and was signed out of everything.",
                from.label(),
                into.label()
            )
        },
    )
}
