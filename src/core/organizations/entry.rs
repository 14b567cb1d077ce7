//! How somebody enters an organization by an invitation: who may invite, and what makes the member.

use super::{Organization, members::key, record};
use crate::{
    Error, Result,
    access::{
        administrators::powers_of_user,
        effective::{SignedIn, user_access},
        no_role,
    },
    audit::Record,
    context::{Actor, OperationContext},
    kernel::Kernel,
};
use doorward_protocol::{
    clients::registered_client::RegisteredClient,
    management::{Permission, Powers, Resource, is_built_in_app},
    organizations::declared::RolesByApp,
    secret::random_id,
    text::nearest,
    time::Timestamp,
};
use doorward_storage::{
    AuditActor, Invitation, MemberKey, OrganizationHolder, RoleOfApp, Stamp, Store, Unit,
};

const WRITE: Permission = Permission::write(Resource::Organizations);

/// What somebody becomes in an organization, and by whose word.
#[derive(Clone, Copy)]
pub(crate) struct Entry<'a> {
    /// Where they are from now on.
    pub(crate) organization: &'a Organization,
    /// Whether as an owner of it.
    pub(crate) owner: bool,
    /// The roles that they get there, by app. One that the app does not have any more is left out.
    pub(crate) roles: &'a RolesByApp,
    /// By whose word.
    pub(crate) by: AuditActor<'a>,
}

/// Refuses roles that cannot be given in an organization.
///
/// # Errors
/// `Input` where an app has no such role, or it is one of administrators of this provider.
pub(crate) async fn require_roles(kernel: &Kernel, roles: &RolesByApp) -> Result<()> {
    for (client_id, names) in roles {
        if is_built_in_app(client_id) {
            return Err(Error::Input(format!(
                "the roles of {client_id} reach the whole provider: nobody gets them by an \
                 organization"
            )));
        }
        let app = kernel.database.read().client(client_id).await?;
        let app = app.ok_or_else(|| Error::Input(format!("no client is called {client_id}")))?;
        for name in names {
            if app.roles.get(name).is_none() {
                let known = app.roles.iter().map(|(name, _)| name);
                return Err(no_role(RoleOfApp { client_id, name }, nearest(name, known)));
            }
        }
    }
    Ok(())
}

/// The statements by which somebody accepts an invitation into an organization: the organization is
/// there, whoever invited may still invite into it with these roles, and the user is in it afterwards.
/// `None` where that does not hold any more. An invitation into no organization needs no statements.
///
/// # Errors
/// Where the database is unavailable.
pub(crate) async fn accepting(
    kernel: &Kernel,
    ctx: &OperationContext,
    invitation: &Invitation,
    user_id: &str,
) -> Result<Option<Unit>> {
    let Some(organization_id) = &invitation.organization_id else {
        return Ok(Some(Unit::new()));
    };
    let Some((organization, stands)) = offered(kernel, ctx, invitation, organization_id).await?
    else {
        return Ok(None);
    };
    let actor = Actor::CommandLine;
    let kind = invitation.actor_kind.as_deref().unwrap_or(actor.kind());
    let entry = Entry {
        organization: &organization,
        owner: invitation.organization_owner,
        roles: &invitation.organization_roles,
        by: AuditActor {
            kind,
            id: invitation.actor_id.as_deref(),
        },
    };
    Ok(Some(
        stands.then(entering(kernel, ctx, entry, user_id).await?),
    ))
}

/// The organization of an invitation, where it is offered still, with what must hold at the commit.
///
/// # Errors
/// Where the database is unavailable.
pub(crate) async fn offered(
    kernel: &Kernel,
    ctx: &OperationContext,
    invitation: &Invitation,
    organization_id: &str,
) -> Result<Option<(Organization, Unit)>> {
    let store = kernel.database.read();
    let Some(organization) = store.organization_by_id(organization_id).await? else {
        return Ok(None);
    };
    let inviter = (
        invitation.actor_kind.as_deref(),
        invitation.actor_id.as_deref(),
    );
    // The organization first, as whoever ends an owner holds it.
    let there = Store::require_organization(organization_id);
    let stands = match inviter {
        (Some("user"), Some(id)) => {
            user_stands(kernel, ctx.now(), id, invitation, organization_id).await?
        }
        (Some("client"), Some(id)) => client_stands(kernel, id).await?.then(Unit::new),
        _ => Some(Unit::new()),
    };
    Ok(stands.map(|stands| (organization, there.then(stands))))
}

/// What must hold at the commit of a user who invited: an owner is one still, and has the roles that they
/// give. `None` where they may not invite any more.
async fn user_stands(
    kernel: &Kernel,
    now: Timestamp,
    user_id: &str,
    invitation: &Invitation,
    organization_id: &str,
) -> Result<Option<Unit>> {
    let store = kernel.database.read();
    let user = store.user(user_id).await?;
    if user.is_none_or(|user| user.disabled_at.is_some()) {
        return Ok(None);
    }
    if powers_of_user(kernel, user_id, now).await?.allow(WRITE) {
        return Ok(Some(Unit::new()));
    }
    let key = MemberKey {
        organization_id,
        user_id,
    };
    let member = store.organization_of_member(key).await?;
    let is_owner = member.is_some_and(|member| member.owner);
    if !is_owner || !has_roles(kernel, key, &invitation.organization_roles, now).await? {
        return Ok(None);
    }
    Ok(Some(Store::require_organization_owner(key)))
}

/// Whether a service account that invited is there still, and may still change organizations.
async fn client_stands(kernel: &Kernel, client_id: &str) -> Result<bool> {
    let client = kernel.database.read().client(client_id).await?;
    let may = |client: &RegisteredClient| {
        !client.disabled && Powers::of_scope(&client.client.scope).allow(WRITE)
    };
    Ok(client.as_ref().is_some_and(may))
}

/// Whether somebody has roles in an organization themselves: nobody gives what they do not have.
///
/// # Errors
/// Where the database is unavailable.
pub(crate) async fn has_roles(
    kernel: &Kernel,
    key: MemberKey<'_>,
    roles: &RolesByApp,
    now: Timestamp,
) -> Result<bool> {
    for (client_id, names) in roles {
        let configuration = kernel.configuration().await?;
        let Some(app) = configuration.client(client_id).await? else {
            return Ok(false);
        };
        let who = SignedIn {
            user_id: key.user_id,
            organization_id: Some(key.organization_id),
        };
        let own = user_access(kernel, &configuration, &app.client, who, now).await?;
        if own.organization.is_none() || !names.iter().all(|name| own.roles.contains(name)) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The statements that make a user a member, each with its audit entry. Whoever is in the organization
/// already stays in it, and loses nothing.
async fn entering(
    kernel: &Kernel,
    ctx: &OperationContext,
    entry: Entry<'_>,
    user_id: &str,
) -> Result<Unit> {
    let (organization, store) = (entry.organization, kernel.database.read());
    let (key, stamp) = (key(organization, user_id), entry.stamp(ctx));
    let record = |action| record(action, Some(user_id), &organization.slug);
    let add = || {
        let id = random_id(kernel.entropy.as_ref(), ID_BYTES);
        Store::add_organization_member(&id, key, entry.owner, stamp)
    };
    let mut unit = match store.organization_of_member(key).await? {
        None => {
            let added = record("organization.member_added");
            add().then(kernel.database.record(ctx, &added))
        }
        Some(present) if entry.owner && !present.owner => {
            let added = record("organization.owner_added");
            let raised = Store::end_membership(key, stamp).then(add());
            raised.then(kernel.database.record(ctx, &added))
        }
        Some(_) => Store::require_organization_member(key),
    };
    for (client_id, names) in entry.roles {
        let Some(app) = store.client(client_id).await? else {
            continue;
        };
        for name in names {
            let (role, holder) = (
                RoleOfApp { client_id, name },
                OrganizationHolder::Member(key),
            );
            if app.roles.get(name).is_none() || store.has_organization_role(holder, role).await? {
                continue;
            }
            let id = random_id(kernel.entropy.as_ref(), ID_BYTES);
            let detail = format!("{}: {name}", organization.slug);
            let granted = Record {
                client_id: Some(client_id),
                ..self::record("organization.role_granted", Some(user_id), &detail)
            };
            unit = unit
                .then(Store::require_roles_of_app(client_id, app.roles_version))
                .then(Store::add_organization_role(&id, holder, role, stamp))
                .then(kernel.database.record(ctx, &granted));
        }
    }
    Ok(unit)
}

/// How long the identifiers of rows are, in bytes.
const ID_BYTES: usize = 16;

impl<'a> Entry<'a> {
    fn stamp(&self, ctx: &OperationContext) -> Stamp<'a> {
        Stamp {
            at: ctx.now(),
            actor: self.by,
            managed: false,
        }
    }
}
