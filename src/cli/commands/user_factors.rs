//! `doorward user factors`.

use crate::{context::Context, output};
use clap::{Args, ValueEnum};
use doorward_core::{Provider, credentials::second_factors::RemovedFactors};
use doorward_storage::User;
use serde_json::json;

/// Second factors and passkeys of a user.
#[derive(Args)]
pub struct FactorsArgs {
    /// Address, user name or identifier
    pub user: String,
    /// Take these away, and end every session of the user
    #[arg(long, value_name = "WHICH")]
    remove: Option<Which>,
    /// Make a code that the user can use once within 15 minutes instead of their second factor
    #[arg(long, conflicts_with = "remove")]
    one_time_code: bool,
}

/// What is taken away.
#[derive(Clone, Copy, ValueEnum)]
enum Which {
    /// The authenticator app
    App,
    /// Passkeys and security keys
    Passkeys,
    /// Everything, with the recovery codes
    All,
}

/// Runs the subcommand.
pub async fn run(
    context: &Context,
    provider: &Provider,
    user: &User,
    args: &FactorsArgs,
) -> anyhow::Result<()> {
    let factors = provider.second_factors();
    let (ctx, label) = (&context.operation, user.label());
    if let Some(which) = args.remove {
        let removed = match which {
            Which::App => RemovedFactors::App,
            Which::Passkeys => RemovedFactors::Passkeys,
            Which::All => RemovedFactors::All,
        };
        factors.remove_for(ctx, &user.id, removed).await?;
        let document = json!({"id": user.id, "removed": true});
        return output::print(context.json, &document, || {
            format!("Removed. {label} was signed out everywhere.")
        });
    }
    if args.one_time_code {
        let code = factors.give_code(ctx, &user.id).await?;
        let document = json!({"id": user.id, "code": code});
        return output::print(context.json, &document, || {
            format!(
                "A code for {label}, shown this once: {code}\n\
                 It is good once within 15 minutes, where a recovery code is asked for. Tell it to nobody else."
            )
        });
    }
    let owned = factors.of_user(&user.id).await?;
    let passkeys = provider.passkeys().of_user(&user.id).await?;
    let names: Vec<&str> = passkeys.iter().map(|key| key.label.as_str()).collect();
    let document = json!({
        "id": user.id, "authenticator_app": owned.has_app, "passkeys": owned.passkeys,
        "security_keys": owned.security_keys, "recovery_codes": owned.recovery_codes,
        "names": names,
    });
    output::print(context.json, &document, || {
        let app = if owned.has_app { "yes" } else { "no" };
        format!(
            "{label}\n  authenticator app  {app}\n  passkeys           {}\n  security keys      {}\n  \
             recovery codes     {}",
            owned.passkeys, owned.security_keys, owned.recovery_codes
        )
    })
}
