//! What is stored about a user, for them to take along or for an administrator.

use super::Users;
use crate::{Result, context::OperationContext};
use doorward_protocol::{time::Timestamp, users::attributes::Party};
use doorward_storage::{Holder, ScimKind, User};
use serde_json::{Value, json};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

/// A time as RFC 3339 has it, in UTC.
fn at(time: Timestamp) -> Option<String> {
    let at = OffsetDateTime::from_unix_timestamp(time.seconds()).ok()?;
    at.format(&Rfc3339).ok()
}

fn since(time: Option<Timestamp>) -> Option<String> {
    time.and_then(at)
}

impl Users {
    /// What is stored about a user, without secrets: neither hashes nor keys. Of the declared fields, what
    /// the reader may see; a value without a declaration is nobody's to see, and its name is listed.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn personal_data(
        &self,
        ctx: &OperationContext,
        user: &User,
        reader: Party,
    ) -> Result<Value> {
        let attributes = self.attributes().await?;
        let mut data = json!({
            "sub": user.id,
            "email": user.email,
            "username": user.username,
            "claims": attributes.standard_read_by(reader, &user.claims),
            "attributes": attributes.read_by(reader, &user.claims),
            "undeclared_attributes": attributes.undeclared(&user.claims).collect::<Vec<_>>(),
            "created_at": at(user.created_at),
            "updated_at": at(user.updated_at),
            "disabled_at": since(user.disabled_at),
            "picture": user.uploaded_picture(self.kernel.issuer()),
        });
        let parts = [
            ("credentials", self.credentials(&user.id).await?),
            ("passkeys", self.passkeys(&user.id).await?),
            ("second_factors", self.second_factors(&user.id).await?),
            ("terms", self.terms(&user.id).await?),
            ("deletion", self.deletion(&user.id).await?),
            ("identities", self.identities(&user.id).await?),
            ("sessions", self.sessions_of(ctx, &user.id).await?),
            ("apps", self.apps(&user.id).await?),
            ("roles", self.roles(&user.id).await?),
            ("access_requests", self.access_requests(&user.id).await?),
            ("owned_apps", self.owned_apps(&user.id).await?),
            ("groups", self.groups(&user.id).await?),
            ("organizations", self.organizations(&user.id).await?),
            ("provisioned", self.provisioned(&user.id).await?),
            ("events", self.events(&user.id).await?),
        ];
        if let Some(object) = data.as_object_mut() {
            object.extend(parts.map(|(name, part)| (name.to_owned(), part)));
        }
        Ok(data)
    }

    async fn credentials(&self, user_id: &str) -> Result<Value> {
        let found = self.kernel.database.read().credentials_of_user(user_id);
        let lines = found.await?.into_iter().map(|credential| {
            json!({
                "kind": credential.kind,
                "label": credential.label,
                "created_at": at(credential.created_at),
                "updated_at": at(credential.updated_at),
                "last_used_at": since(credential.last_used_at),
            })
        });
        Ok(lines.collect())
    }

    async fn passkeys(&self, user_id: &str) -> Result<Value> {
        let found = self.kernel.database.read().passkeys_of_user(user_id);
        let lines = found.await?.into_iter().map(|passkey| {
            json!({
                "label": passkey.label,
                "is_synced": passkey.is_synced,
                "created_at": at(passkey.created_at),
                "last_used_at": since(passkey.last_used_at),
            })
        });
        Ok(lines.collect())
    }

    /// The authenticator app, and how many recovery codes are left.
    async fn second_factors(&self, user_id: &str) -> Result<Value> {
        let store = self.kernel.database.read();
        let app = store.authenticator_app(user_id).await?.map(|app| {
            json!({
                "created_at": at(app.created_at),
                "last_used_at": since(app.last_used_at),
            })
        });
        let owned = store.second_factors(user_id).await?;
        Ok(json!({"authenticator_app": app, "recovery_codes": owned.recovery_codes}))
    }

    async fn terms(&self, user_id: &str) -> Result<Value> {
        let found = self.kernel.database.read().terms_of_user(user_id);
        let lines = found.await?.into_iter().map(|accepted| {
            json!({"version": accepted.version, "accepted_at": at(accepted.accepted_at)})
        });
        Ok(lines.collect())
    }

    /// When the account is deleted, where the user asked for it.
    async fn deletion(&self, user_id: &str) -> Result<Value> {
        let pending = self
            .kernel
            .database
            .read()
            .account_deletion(user_id)
            .await?;
        Ok(pending.map_or(Value::Null, |pending| {
            json!({"requested_at": at(pending.requested_at), "due_at": at(pending.due_at)})
        }))
    }

    async fn identities(&self, user_id: &str) -> Result<Value> {
        let found = self.kernel.database.read().identities_of_user(user_id);
        let lines = found.await?.into_iter().map(|identity| {
            json!({
                "provider": identity.provider_id,
                "issuer": identity.issuer,
                "subject": identity.subject,
                "label": identity.label,
                "linked_at": at(identity.linked_at),
                "last_used_at": since(identity.last_used_at),
            })
        });
        Ok(lines.collect())
    }

    async fn sessions_of(&self, ctx: &OperationContext, user_id: &str) -> Result<Value> {
        let store = self.kernel.database.read();
        let found = store.sessions_of_user(user_id, ctx.now()).await?;
        let lines = found.into_iter().map(|row| {
            json!({
                "begun_at": at(row.session.created_at),
                "last_used_at": at(row.session.last_seen_at),
                "expires_at": at(row.session.expires_at),
                "user_agent": row.user_agent,
                "address": row.address,
            })
        });
        Ok(lines.collect())
    }

    /// What apps were allowed, and what they were given.
    async fn apps(&self, user_id: &str) -> Result<Value> {
        let store = self.kernel.database.read();
        let allowed = store
            .consents_of_user(user_id)
            .await?
            .into_iter()
            .map(|consent| {
                json!({
                    "client_id": consent.client_id,
                    "scope": consent.consent.scope.to_string(),
                    "allowed_at": at(consent.given_at),
                })
            });
        let given = store
            .grants_of_user(user_id)
            .await?
            .into_iter()
            .map(|grant| {
                json!({
                    "client_id": grant.client_id,
                    "scope": grant.scope.to_string(),
                    "begun_at": at(grant.created_at),
                    "expires_at": at(grant.expires_at),
                    "revoked_at": since(grant.revoked_at),
                })
            });
        Ok(json!({
            "allowed": allowed.collect::<Vec<_>>(),
            "given": given.collect::<Vec<_>>(),
        }))
    }

    async fn roles(&self, user_id: &str) -> Result<Value> {
        let store = self.kernel.database.read();
        let found = store.roles_of_user(user_id).await?;
        let by_provider = found.into_iter().map(|role| {
            json!({"client_id": role.client_id, "role": role.role, "provider": role.provider_id})
        });
        let given = store.roles_given_to(Holder::User(user_id)).await?;
        let given = given.into_iter().map(|grant| {
            json!({
                "client_id": grant.client_id,
                "role": grant.role,
                "since": at(grant.since),
                "expires_at": since(grant.expires_at),
            })
        });
        Ok(by_provider.chain(given).collect())
    }

    /// The newest thousand times that the user owned an app.
    async fn owned_apps(&self, user_id: &str) -> Result<Value> {
        let store = self.kernel.database.read();
        let found = store.history_of_owned_apps(user_id).await?.into_iter();
        let lines = found.map(|owned| {
            json!({
                "client_id": owned.client_id, "since": at(owned.since),
                "ended_at": since(owned.ended_at),
            })
        });
        Ok(lines.collect())
    }

    /// The newest thousand requests for roles.
    async fn access_requests(&self, user_id: &str) -> Result<Value> {
        let store = self.kernel.database.read();
        let found = store.access_requests_of_user(user_id, 1000).await?;
        let lines = found.into_iter().map(|request| {
            json!({
                "client_id": request.client_id, "role": request.role,
                "reason": request.reason, "requested_at": at(request.requested_at),
                "outcome": request.outcome, "ended_at": since(request.ended_at),
                "answer": request.answer,
            })
        });
        Ok(lines.collect())
    }

    async fn groups(&self, user_id: &str) -> Result<Value> {
        let found = self.kernel.database.read().groups_of_user(user_id).await?;
        Ok(found.into_iter().map(|edge| edge.group).collect())
    }

    /// The organizations that the user is in.
    async fn organizations(&self, user_id: &str) -> Result<Value> {
        let store = self.kernel.database.read();
        let found = store.organizations_of_user(user_id).await?.into_iter();
        let lines = found.map(|organization| {
            json!({
                "slug": organization.slug, "name": organization.name,
                "owner": organization.owner,
            })
        });
        Ok(lines.collect())
    }

    /// What provisioning clients wrote.
    async fn provisioned(&self, user_id: &str) -> Result<Value> {
        let store = self.kernel.database.read();
        let written = store
            .scim_documents(ScimKind::Users, user_id, user_id)
            .await?;
        let written = written.into_values().next();
        Ok(written.map_or(Value::Null, |written| written.document))
    }

    /// The hundred newest entries of the audit log about the user.
    async fn events(&self, user_id: &str) -> Result<Value> {
        let found = self.kernel.database.read().audit_events_about(user_id);
        let lines = found.await?.into_iter().map(|event| {
            json!({
                "at": at(event.at),
                "action": event.action,
                "client_id": event.client_id,
                "detail": event.detail,
                "address": event.address,
                "user_agent": event.user_agent,
            })
        });
        Ok(lines.collect())
    }
}
