//! `doorward role`: the roles of apps, and who has them.

use crate::{
    commands::audit_entry::moment,
    context::Context,
    output::{self, when},
    startup::Schema,
};
use anyhow::{anyhow, bail};
use clap::{Args, Subcommand};
use doorward_core::{Provider, access::Assignee, change_set::Change};
use doorward_protocol::access::requests::Longest;
use doorward_storage::{Group, RecordedGrant, RoleOfApp, User};
use serde_json::{Value, json};

/// The roles of apps, which `doorward apply` declares, and who has them.
#[derive(Subcommand)]
pub enum RoleCommand {
    /// The roles of an app
    List {
        /// The `client_id` of the app
        client_id: String,
    },
    /// Give a role to a user or to the members of a group
    Grant {
        #[command(flatten)]
        whom: Whom,
        /// When the role ends by itself, such as 2026-12-31 or 2026-12-31T18:00:00Z
        #[arg(long, value_name = "TIME")]
        until: Option<String>,
    },
    /// Take a role away
    Revoke(Whom),
    /// Let users ask for a role, or not any more
    Requestable {
        /// The `client_id` of the app
        client_id: String,
        /// The name of the role
        role: String,
        /// The longest time for which it may be asked for, such as 30d or 12h [default: any, also no end]
        #[arg(long, value_name = "TIME", conflicts_with = "off")]
        longest: Option<Longest>,
        /// Nobody may ask for it any more
        #[arg(long)]
        off: bool,
    },
    /// Every time that a role was given, by whom, and when and by whom it was taken away
    History {
        /// The `client_id` of the app
        client_id: String,
        /// The name of the role
        role: String,
    },
    /// Who has a role, also through groups and other roles, or who had it at a time
    Holders {
        /// The `client_id` of the app
        client_id: String,
        /// The name of the role
        role: String,
        /// At which time: 2026-12-31, 2026-12-31T18:00:00Z, or 7d for so long ago [default: now]
        #[arg(long, value_name = "TIME")]
        at: Option<String>,
    },
}

/// A role, and who has it or is to have it.
#[derive(Args)]
pub struct Whom {
    /// The `client_id` of the app
    client_id: String,
    /// The name of the role
    role: String,
    /// The user: email address, user name or identifier
    #[arg(long, required_unless_present = "group", conflicts_with = "group")]
    user: Option<String>,
    /// The group, by its name
    #[arg(long)]
    group: Option<String>,
}

/// Runs the subcommand.
pub async fn run(context: &Context, command: RoleCommand) -> anyhow::Result<()> {
    let provider = context.provider(Schema::AsItIs).await?;
    match command {
        RoleCommand::List { client_id } => list(context, &provider, &client_id).await,
        RoleCommand::Grant { whom, until } => {
            grant(context, &provider, &whom, until.as_deref()).await
        }
        RoleCommand::Revoke(whom) => revoke(context, &provider, &whom).await,
        RoleCommand::Requestable {
            client_id,
            role,
            longest,
            off,
        } => {
            let role = RoleOfApp {
                client_id: &client_id,
                name: &role,
            };
            let requests = (!off).then_some(Requests { longest });
            set_requestable(context, &provider, role, requests).await
        }
        RoleCommand::History { client_id, role } => {
            let role = RoleOfApp {
                client_id: &client_id,
                name: &role,
            };
            history(context, &provider, role).await
        }
        RoleCommand::Holders {
            client_id,
            role,
            at,
        } => {
            let role = RoleOfApp {
                client_id: &client_id,
                name: &role,
            };
            holders(context, &provider, role, at.as_deref()).await
        }
    }
}

async fn list(context: &Context, provider: &Provider, client_id: &str) -> anyhow::Result<()> {
    let registered = provider.clients().get(client_id).await?;
    let document = json!({"client_id": client_id, "roles": registered.roles});
    output::print(context.json, &document, || {
        if registered.roles.is_empty() {
            return format!(
                "{client_id} has no roles; declare some under [[roles]] and run `doorward apply FILE`."
            );
        }
        let join = |names: &std::collections::BTreeSet<String>| {
            names.iter().cloned().collect::<Vec<_>>().join(", ")
        };
        let rows = registered.roles.iter().map(|(name, role)| {
            vec![
                name.to_owned(),
                join(&role.permissions),
                join(&role.includes),
                if role.default { "yes" } else { "" }.to_owned(),
                match role.longest {
                    Some(longest) => format!("for {longest}"),
                    None if role.requestable => "yes".to_owned(),
                    None => String::new(),
                },
                role.description.clone().unwrap_or_default(),
            ]
        });
        output::table(
            &[
                "ROLE",
                "PERMISSIONS",
                "INCLUDES",
                "EVERYBODY",
                "ON REQUEST",
                "DESCRIPTION",
            ],
            &rows.collect::<Vec<_>>(),
        )
    })
}

/// That users may ask for a role.
struct Requests {
    longest: Option<Longest>,
}

async fn set_requestable(
    context: &Context,
    provider: &Provider,
    role: RoleOfApp<'_>,
    requests: Option<Requests>,
) -> anyhow::Result<()> {
    let registered = provider.clients().get(role.client_id).await?;
    let (app, name) = (role.client_id, role.name);
    let known = registered.roles.get(name).cloned();
    let mut definition = known.ok_or_else(|| {
        anyhow!("{app} has no role {name}; `doorward role list {app}` shows them")
    })?;
    definition.requestable = requests.is_some();
    definition.longest = requests.and_then(|requests| requests.longest);
    let longest = definition.longest;
    let document = json!({
        "client_id": app, "role": name, "requestable": definition.requestable, "longest": longest,
    });
    let is_requestable = definition.requestable;
    let mut changes = provider.change_set(&context.operation);
    provider
        .access()
        .put_role(&mut changes, role, definition)
        .await?;
    changes.commit_or_conflict().await?;
    output::print(context.json, &document, || {
        match (is_requestable, longest) {
            (true, Some(longest)) => {
                format!("Users may ask for {name} in {app}, for {longest} at most.")
            }
            (true, None) => format!("Users may ask for {name} in {app}."),
            (false, _) => format!("Nobody may ask for {name} in {app} any more."),
        }
    })
}

/// The user or the group that a command names.
enum Named {
    User(Box<User>),
    Group(Group),
}

impl Named {
    fn assignee(&self) -> Assignee<'_> {
        match self {
            Self::User(user) => Assignee::User(user),
            Self::Group(group) => Assignee::Group(group),
        }
    }
}

async fn named(provider: &Provider, whom: &Whom) -> anyhow::Result<Named> {
    if let Some(group) = &whom.group {
        return Ok(Named::Group(provider.access().group(group).await?));
    }
    let Some(user) = &whom.user else {
        bail!("name a user by --user or a group by --group");
    };
    let found = provider.users().find(user).await?;
    let found = found
        .ok_or_else(|| anyhow!("no user is called {user}; `doorward user list` shows them"))?;
    Ok(Named::User(Box::new(found)))
}

async fn grant(
    context: &Context,
    provider: &Provider,
    whom: &Whom,
    until: Option<&str>,
) -> anyhow::Result<()> {
    let now = context.operation.now();
    let until = until.map(|text| moment(text, now)).transpose()?;
    let named = named(provider, whom).await?;
    let mut changes = provider.change_set(&context.operation);
    let change = provider
        .access()
        .grant_role(&mut changes, named.assignee(), role_of(whom), until)
        .await?;
    changes.commit_or_conflict().await?;
    let until = until.map_or_else(String::new, |until| format!(" until {}", when(until)));
    said(
        context,
        whom,
        change,
        &format!("has the role {}{until}", whom.role),
    )
}

async fn revoke(context: &Context, provider: &Provider, whom: &Whom) -> anyhow::Result<()> {
    let named = named(provider, whom).await?;
    let mut changes = provider.change_set(&context.operation);
    let change = provider
        .access()
        .revoke_role(&mut changes, named.assignee(), role_of(whom))
        .await?;
    if change == Change::None {
        require_role(context, provider, role_of(whom)).await?;
    }
    changes.commit_or_conflict().await?;
    let text = format!("was not given the role {}, or has it no more", whom.role);
    said(context, whom, change, &text)
}

/// Refuses a role that no app has, where nothing was found for it: one that was deleted has a history.
async fn require_role(
    context: &Context,
    provider: &Provider,
    role: RoleOfApp<'_>,
) -> anyhow::Result<()> {
    let changes = provider.change_set(&context.operation);
    Ok(provider.access().require_role(&changes, role).await?)
}

fn role_of(whom: &Whom) -> RoleOfApp<'_> {
    RoleOfApp {
        client_id: &whom.client_id,
        name: &whom.role,
    }
}

fn said(context: &Context, whom: &Whom, change: Change, what: &str) -> anyhow::Result<()> {
    let document = json!({
        "client_id": whom.client_id, "role": whom.role, "user": whom.user, "group": whom.group,
        "change": change,
    });
    output::print(context.json, &document, || {
        let holder = match (&whom.user, &whom.group) {
            (_, Some(group)) => format!("The group {group}"),
            (user, None) => user.clone().unwrap_or_default(),
        };
        format!("{holder} {what} in {}.", whom.client_id)
    })
}

async fn history(
    context: &Context,
    provider: &Provider,
    role: RoleOfApp<'_>,
) -> anyhow::Result<()> {
    let grants = provider.access().grants_of_role(role).await?;
    if grants.is_empty() {
        require_role(context, provider, role).await?;
    }
    let described: Vec<Value> = grants.iter().map(describe).collect();
    let document = json!({"client_id": role.client_id, "role": role.name, "grants": described});
    output::print(context.json, &document, || {
        if grants.is_empty() {
            return format!("Nobody was ever given {} in {}.", role.name, role.client_id);
        }
        let rows: Vec<Vec<String>> = grants.iter().map(line).collect();
        output::table(
            &[
                "USER OR GROUP",
                "SINCE",
                "GIVEN BY",
                "EXPIRES",
                "ENDED",
                "ENDED BY",
            ],
            &rows,
        )
    })
}

fn describe(grant: &RecordedGrant) -> Value {
    json!({
        "user_id": grant.user_id, "group_id": grant.group_id,
        "since": when(grant.since), "by": by(&grant.actor_kind, grant.actor_id.as_deref()),
        "expires_at": grant.expires_at.map(when),
        "ended_at": grant.ended_at.map(when),
        "ended_by": ended_by(grant),
        "request_id": grant.request_id,
    })
}

fn line(grant: &RecordedGrant) -> Vec<String> {
    let holder = match (&grant.user_id, &grant.group_id) {
        (Some(user), _) => user.clone(),
        (None, group) => format!("group {}", group.clone().unwrap_or_default()),
    };
    vec![
        holder,
        when(grant.since),
        by(&grant.actor_kind, grant.actor_id.as_deref()),
        grant.expires_at.map(when).unwrap_or_default(),
        grant.ended_at.map(when).unwrap_or_default(),
        ended_by(grant).unwrap_or_default(),
    ]
}

fn by(kind: &str, id: Option<&str>) -> String {
    let kind = kind.replace('_', " ");
    id.map_or_else(|| kind.clone(), |id| format!("{kind} {id}"))
}

fn ended_by(grant: &RecordedGrant) -> Option<String> {
    let kind = grant.ended_by_kind.as_deref()?;
    Some(by(kind, grant.ended_by_id.as_deref()))
}

async fn holders(
    context: &Context,
    provider: &Provider,
    role: RoleOfApp<'_>,
    at: Option<&str>,
) -> anyhow::Result<()> {
    let now = context.operation.now();
    let at = at.map_or(Ok(now), |text| moment(text, now))?;
    let holders = provider.access().holders_at(role, at).await?;
    if !holders.everybody && holders.user_ids.is_empty() {
        require_role(context, provider, role).await?;
    }
    let document = json!({
        "client_id": role.client_id, "role": role.name, "at": when(at),
        "everybody": holders.everybody, "user_ids": holders.user_ids,
    });
    output::print(context.json, &document, || {
        let (app, name, at) = (role.client_id, role.name, when(at));
        if holders.everybody {
            return format!("Every user had {name} in {app} at {at}.");
        }
        if holders.user_ids.is_empty() {
            return format!("Nobody had {name} in {app} at {at}.");
        }
        format!("{name} in {app} at {at}:\n{}", holders.user_ids.join("\n"))
    })
}
