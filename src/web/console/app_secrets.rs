//! The tab of the page of an app with its secrets: when each was made, last used, and expires.

use super::{
    edit::{EditLink, Links},
    frame::Section,
};
use crate::{
    messages::Html,
    respond::address::{Address, Base},
};
use doorward_core::clients::KnownSecret;
use doorward_protocol::{
    management::{Permission, Resource},
    oauth::redirect_uri::with_query,
    time::Timestamp,
};

/// What the tab shows.
pub struct SecretsTab {
    /// Whether the app authenticates by a secret.
    pub is_used: bool,
    /// The secrets, the newest first.
    pub lines: Vec<SecretLine>,
    /// What can be done: add one, or a new one in the place of all.
    pub links: Vec<EditLink>,
    /// The entries of the audit log about them, for whoever may read that.
    pub history: Option<Address>,
}

/// A secret, as a line.
pub struct SecretLine {
    /// Its number among all secrets that the app ever had.
    pub number: i64,
    /// What it is for, or who keeps it.
    pub description: Option<String>,
    /// When it was made, where that is known.
    pub made: Option<Html>,
    /// When it was last used, where that was noted.
    pub used: Option<Html>,
    /// When it stops working.
    pub expires: Option<Html>,
    /// Whether it stopped working.
    pub is_expired: bool,
    /// The form that revokes it.
    pub revoke: Option<EditLink>,
}

impl SecretsTab {
    /// The tab of an app.
    pub fn of(client_id: &str, is_used: bool, secrets: Vec<KnownSecret>, links: Links<'_>) -> Self {
        let now = links.admin.caller.ctx.now();
        let shown = secrets
            .into_iter()
            .map(|secret| line(client_id, secret, now, links));
        let shown: Vec<SecretLine> = shown.collect();
        let about = [("app", client_id)];
        let names: &[&str] = if is_used {
            &["add-secret", "new-secret"]
        } else {
            &[]
        };
        Self {
            is_used,
            lines: shown,
            links: links.all(names, &about),
            history: history(client_id, links),
        }
    }
}

fn line(client_id: &str, secret: KnownSecret, now: Timestamp, links: Links<'_>) -> SecretLine {
    let (t, number) = (links.t, secret.number.to_string());
    let about = [("app", client_id), ("secret", number.as_str())];
    SecretLine {
        number: secret.number,
        made: secret.created_at.map(|at| t.when(at, now)),
        used: secret.last_used_at.map(|at| t.when(at, now)),
        expires: secret.expires_at.map(|at| t.when(at, now)),
        is_expired: secret.is_expired(now),
        description: secret.description,
        revoke: links.one("revoke-secret", &about),
    }
}

fn history(client_id: &str, links: Links<'_>) -> Option<Address> {
    let read = Permission::read(Resource::Audit);
    let may = links.admin.caller.may_of_app(read, client_id);
    let asked = [("event", "client"), ("app", client_id)];
    let base: Base<'_> = links.base;
    may.then(|| base.page(&with_query(Section::Audit.path(), asked)))
}
