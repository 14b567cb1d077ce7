//! `doorward user invite` and `doorward user reset-password`.

use crate::{context::Context, output};
use anyhow::anyhow;
use clap::Args;
use doorward_core::{
    Provider,
    invitations::{DEFAULT_LIFETIME, Invitation, InvitedInto, NewInvitation},
    password_reset::LinkDelivery,
};
use doorward_protocol::{organizations::declared::RolesByApp, time::Lifetime};
use doorward_storage::User;
use serde_json::{Value, json};

/// Invite somebody, or look at the invitations.
#[derive(Args)]
pub struct Invite {
    /// The address of whom you invite
    #[arg(required_unless_present_any = ["list", "revoke", "again"])]
    email: Option<String>,
    /// An app that the invitation is for, by its client_id; may be given several times
    #[arg(long = "app", value_name = "CLIENT_ID")]
    apps: Vec<String>,
    /// Days for which the invitation can be accepted, 90 at most
    #[arg(long, default_value_t = DEFAULT_LIFETIME.as_seconds() / 86_400)]
    days: i64,
    /// Who invites, as the mail says it
    #[arg(long, value_name = "NAME")]
    from: Option<String>,
    /// The language of the mail, such as de
    #[arg(long)]
    language: Option<String>,
    /// The organization that whoever accepts is in, by slug or identifier
    #[arg(long, value_name = "ORGANIZATION")]
    organization: Option<String>,
    /// As an owner of the organization
    #[arg(long, requires = "organization")]
    owner: bool,
    /// A role of an app, in the organization where one is given; may be given several times
    #[arg(long = "role", value_names = ["CLIENT_ID", "ROLE"], num_args = 2)]
    roles: Vec<String>,
    /// List the invitations
    #[arg(long, conflicts_with_all = ["email", "revoke", "again"])]
    list: bool,
    /// Revoke an invitation, by its identifier
    #[arg(long, value_name = "ID", conflicts_with_all = ["email", "again"])]
    revoke: Option<String>,
    /// Send an invitation again, by its identifier
    #[arg(long, value_name = "ID", conflicts_with = "email")]
    again: Option<String>,
}

/// Runs `doorward user invite`.
pub async fn invite(context: &Context, provider: &Provider, invite: Invite) -> anyhow::Result<()> {
    let ctx = &context.operation;
    let invitations = provider.invitations();
    if invite.list {
        return list(context, provider).await;
    }
    if let Some(id) = invite.revoke {
        invitations.revoke(ctx, &id).await?;
        return output::print(context.json, &json!({"id": id, "state": "revoked"}), || {
            "The invitation is revoked: its link works no more.".to_owned()
        });
    }
    let sent = match (&invite.again, &invite.email) {
        (Some(id), _) => invitations.send_again(ctx, id).await?,
        (None, Some(email)) => {
            let organization = match &invite.organization {
                Some(named) => Some(provider.organizations().require(named).await?),
                None => None,
            };
            let roles = by_app(&invite.roles);
            let new = NewInvitation {
                email,
                client_ids: &invite.apps,
                language: invite.language.as_deref(),
                inviter: invite.from.as_deref(),
                lifetime: Lifetime::days(invite.days),
                roles: &roles,
                into: organization.as_ref().map(|organization| InvitedInto {
                    organization,
                    owner: invite.owner,
                    roles: &roles,
                }),
            };
            invitations.invite(ctx, &new).await?
        }
        (None, None) => return Err(anyhow!("name the address of whom you invite")),
    };
    output::print(context.json, &describe(&sent, context), || {
        format!(
            "An invitation for {} is queued; `doorward serve` sends it. It can be accepted until {}.",
            sent.email,
            output::when(sent.expires_at)
        )
    })
}

/// Pairs of an app and a role, by app.
fn by_app(pairs: &[String]) -> RolesByApp {
    let mut roles = RolesByApp::new();
    for pair in pairs.chunks_exact(2) {
        if let [app, role] = pair {
            roles.entry(app.clone()).or_default().insert(role.clone());
        }
    }
    roles
}

async fn list(context: &Context, provider: &Provider) -> anyhow::Result<()> {
    let invitations = provider.invitations().list().await?;
    let document = json!({
        "invitations": invitations
            .iter()
            .map(|invitation| describe(invitation, context))
            .collect::<Vec<_>>()
    });
    output::print(context.json, &document, || {
        if invitations.is_empty() {
            return "Nobody was invited yet; invite somebody with `doorward user invite ADDRESS`."
                .to_owned();
        }
        let rows: Vec<Vec<String>> = invitations
            .iter()
            .map(|invitation| {
                vec![
                    invitation.email.clone(),
                    state(invitation, context).to_owned(),
                    invitation.client_ids.join(", "),
                    output::when(invitation.expires_at),
                    invitation.id.clone(),
                ]
            })
            .collect();
        output::table(&["EMAIL", "STATE", "APPS", "UNTIL", "ID"], &rows)
    })
}

fn state(invitation: &Invitation, context: &Context) -> &'static str {
    invitation.state(context.operation.now())
}

fn describe(invitation: &Invitation, context: &Context) -> Value {
    json!({
        "id": invitation.id,
        "email": invitation.email,
        "apps": invitation.client_ids,
        "organization": invitation.organization_id,
        "owner": invitation.organization_owner,
        "roles": invitation.organization_roles,
        "state": state(invitation, context),
        "created_at": output::when(invitation.created_at),
        "expires_at": output::when(invitation.expires_at),
        "accepted_by": invitation.accepted_by,
    })
}

/// Runs `doorward user reset-password`.
pub async fn reset_password(
    context: &Context,
    provider: &Provider,
    user: &User,
    print_link: bool,
) -> anyhow::Result<()> {
    let delivery = if print_link {
        LinkDelivery::HandedOver
    } else {
        LinkDelivery::Mailed
    };
    let link = provider
        .password_reset()
        .for_user(&context.operation, user, delivery)
        .await?;
    let document = json!({"sub": user.id, "email": user.email, "link": link});
    output::print(context.json, &document, || match &link {
        Some(link) => format!(
            "Hand this link to {}; it works once, within an hour:\n{link}",
            user.label()
        ),
        None => format!(
            "A link for {} is queued; `doorward serve` sends it. It works once, within an hour.",
            user.label()
        ),
    })
}
