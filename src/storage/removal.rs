//! Everything of a user: read for them, moved to another user, or deleted.

use crate::{
    Result, Store,
    db::{
        sql::{Row, columns, query},
        unit::Unit,
    },
};
use doorward_protocol::{oauth::scope::Scope, time::Timestamp};

/// What a user signs in with, without the secret.
#[derive(Clone, Debug)]
pub struct CredentialOfUser {
    /// What it is, such as `password`.
    pub kind: String,
    /// What the user calls it.
    pub label: Option<String>,
    /// When the user got it.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// When the user last signed in with it.
    pub last_used_at: Option<Timestamp>,
}

columns! {
    CREDENTIAL_OF_USER of c, read by credential_of_user -> CredentialOfUser {
        kind: Row::text(kind),
        label: Row::opt_text(label),
        created_at: Row::at(created_at),
        updated_at: Row::at(updated_at),
        last_used_at: Row::opt_at(last_used_at),
    }
}

/// What an app was given for a user.
#[derive(Clone, Debug)]
pub struct GrantOfUser {
    /// The identifier of the app.
    pub client_id: String,
    /// What it may do.
    pub scope: Scope,
    /// When the user signed in to it.
    pub created_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
    /// When it was ended before.
    pub revoked_at: Option<Timestamp>,
    /// The organization that the user signed in for, by identifier.
    pub organization_id: Option<String>,
}

columns! {
    GRANT_OF_USER of g, read by grant_of_user -> GrantOfUser {
        client_id: Row::text(client_id),
        scope: Row::scope(scope),
        created_at: Row::at(created_at),
        expires_at: Row::at(expires_at),
        revoked_at: Row::opt_at(revoked_at),
        organization_id: Row::opt_text(organization_id),
    }
}

/// A role of a user in an app.
#[derive(Clone, Debug)]
pub struct RoleOfUser {
    /// The identifier of the app.
    pub client_id: String,
    /// The name of the role.
    pub role: String,
    /// The identity provider that gave it.
    pub provider_id: String,
}

columns! {
    ROLE_OF_USER of r, read by role_of_user -> RoleOfUser {
        client_id: Row::text(client_id),
        role: Row::text(role),
        provider_id: Row::text(provider_id),
    }
}

/// A version of the terms that a user accepted.
#[derive(Clone, Debug)]
pub struct AcceptedTerms {
    /// The version, as the operator named it.
    pub version: String,
    /// When they accepted it.
    pub accepted_at: Timestamp,
}

columns! {
    ACCEPTED_TERMS of t, read by accepted_terms -> AcceptedTerms {
        version: Row::text(version),
        accepted_at: Row::at(accepted_at),
    }
}

impl Store {
    /// The versions of the terms that a user accepted.
    pub async fn terms_of_user(&self, user_id: &str) -> Result<Vec<AcceptedTerms>> {
        let select = query!(
            "SELECT {ACCEPTED_TERMS} FROM terms_acceptances t WHERE t.user_id = $1
             ORDER BY t.accepted_at, t.version"
        );
        let rows = self.rows(select.bind(user_id)).await?;
        rows.iter().map(accepted_terms).collect()
    }

    /// What a user signs in with, in the order in which they got it.
    pub async fn credentials_of_user(&self, user_id: &str) -> Result<Vec<CredentialOfUser>> {
        let select = query!(
            "SELECT {CREDENTIAL_OF_USER} FROM credentials c WHERE c.user_id = $1
             ORDER BY c.created_at, c.id"
        );
        let rows = self.rows(select.bind(user_id)).await?;
        rows.iter().map(credential_of_user).collect()
    }

    /// What apps were given for a user: the newest thousand, for display alone.
    pub async fn grants_of_user(&self, user_id: &str) -> Result<Vec<GrantOfUser>> {
        let select = query!(
            "SELECT {GRANT_OF_USER} FROM grants g WHERE g.user_id = $1
             ORDER BY g.created_at DESC LIMIT 1000"
        );
        let rows = self.rows(select.bind(user_id)).await?;
        rows.iter().map(grant_of_user).collect()
    }

    /// The roles of a user in every app.
    pub async fn roles_of_user(&self, user_id: &str) -> Result<Vec<RoleOfUser>> {
        let select = query!(
            "SELECT {ROLE_OF_USER} FROM user_roles r WHERE r.user_id = $1
             ORDER BY r.client_id, r.role, r.provider_id"
        );
        let rows = self.rows(select.bind(user_id)).await?;
        rows.iter().map(role_of_user).collect()
    }

    /// Moves what a user signs in with to another user: linked identities and credentials. It fails
    /// where both have a password.
    pub fn move_sign_in_methods(from: &str, into: &str) -> Unit {
        let identities = query!("UPDATE identities SET user_id = $2 WHERE user_id = $1");
        let credentials = query!("UPDATE credentials SET user_id = $2 WHERE user_id = $1");
        Unit::new()
            .run(identities.bind(from).bind(into))
            .run(credentials.bind(from).bind(into))
    }

    /// Moves what a user allowed apps, and the roles that they have, to another user. What both have
    /// stays as the other one has it.
    pub fn move_consents_and_roles(from: &str, into: &str) -> Unit {
        let consents = query!(
            "UPDATE consents SET user_id = $2 WHERE user_id = $1 AND NOT EXISTS (SELECT 1
             FROM consents o WHERE o.user_id = $2 AND o.client_id = consents.client_id)"
        );
        let roles = query!(
            "UPDATE user_roles SET user_id = $2 WHERE user_id = $1 AND NOT EXISTS (SELECT 1
             FROM user_roles o WHERE o.user_id = $2 AND o.client_id = user_roles.client_id
             AND o.role = user_roles.role AND o.provider_id = user_roles.provider_id)"
        );
        // The record of who was where when goes with the user; what both have now stays once.
        let groups = query!(
            "UPDATE group_members SET user_id = $2 WHERE user_id = $1 AND (ended_at IS NOT NULL
             OR NOT EXISTS (SELECT 1 FROM group_members o WHERE o.user_id = $2
             AND o.group_id = group_members.group_id AND o.ended_at IS NULL))"
        );
        let grants = query!(
            "UPDATE role_grants SET user_id = $2 WHERE user_id = $1 AND (ended_at IS NOT NULL
             OR NOT EXISTS (SELECT 1 FROM role_grants o WHERE o.user_id = $2
             AND o.client_id = role_grants.client_id AND o.role = role_grants.role
             AND o.ended_at IS NULL))"
        );
        let organizations = query!(
            "UPDATE organization_members
             SET user_id = $2 WHERE user_id = $1 AND (ended_at IS NOT NULL OR NOT EXISTS (SELECT 1 FROM organization_members o
             WHERE o.user_id = $2 AND o.organization_id = organization_members.organization_id
             AND o.ended_at IS NULL))"
        );
        let organization_roles = query!(
            "UPDATE organization_roles
             SET user_id = $2 WHERE user_id = $1 AND (ended_at IS NOT NULL OR NOT EXISTS (SELECT 1 FROM organization_roles o
             WHERE o.user_id = $2 AND o.organization_id = organization_roles.organization_id
             AND o.client_id = organization_roles.client_id AND o.role = organization_roles.role
             AND o.ended_at IS NULL))"
        );
        [
            consents,
            roles,
            groups,
            grants,
            organizations,
            organization_roles,
        ]
        .into_iter()
        .fold(Self::move_requests_and_apps(from, into), |unit, query| {
            unit.run(query.bind(from).bind(into))
        })
    }

    /// Moves the roles that a user asked for, and the apps that they own, to another user.
    fn move_requests_and_apps(from: &str, into: &str) -> Unit {
        let requests = query!(
            "UPDATE access_requests SET user_id = $2 WHERE user_id = $1 AND (ended_at IS NOT NULL
             OR NOT EXISTS (SELECT 1 FROM access_requests o WHERE o.user_id = $2
             AND o.client_id = access_requests.client_id AND o.role = access_requests.role
             AND o.ended_at IS NULL))"
        );
        let owned_apps = query!(
            "UPDATE app_owners SET user_id = $2 WHERE user_id = $1 AND (ended_at IS NOT NULL
             OR NOT EXISTS (SELECT 1 FROM app_owners o WHERE o.user_id = $2
             AND o.client_id = app_owners.client_id AND o.ended_at IS NULL))"
        );
        Unit::new()
            .run(requests.bind(from).bind(into))
            .run(owned_apps.bind(from).bind(into))
    }

    /// Deletes the password of a user.
    pub fn delete_password(user_id: &str) -> Unit {
        let delete = query!("DELETE FROM credentials WHERE user_id = $1 AND kind = 'password'");
        Unit::new().run(delete.bind(user_id))
    }

    /// Deletes a user with everything that refers to them. Of the audit log, what happened and when
    /// stays, without where from and without names; `erasure` is the provider's mark of that. A guard:
    /// there is such a user.
    pub fn delete_user(id: &str, erasure: String) -> Unit {
        let audit = query!(
            "UPDATE audit_events SET address = NULL, user_agent = NULL, request_id = NULL, detail = '',
             salt = NULL, erasure = $2 WHERE subject = $1"
        );
        let user = query!("DELETE FROM users WHERE id = $1");
        Unit::new()
            .run(audit.bind(id).bind(erasure))
            .guard(user.bind(id))
    }
}
