//! The events that webhooks can be told of. Each is made from entries of the audit log; its name,
//! its version and its members stay, whatever the audit log calls what happened.

use crate::text::nearest;
use Source::{App, Detail, User};

#[cfg(test)]
mod tests;

/// An event that webhooks can be told of.
#[derive(Debug)]
pub struct EventType {
    /// Its name, as `noun.verb`.
    pub name: &'static str,
    /// The version of its document. A member may be added to a version; whatever else changes
    /// makes a new one.
    pub version: u32,
    /// When it happens, in a sentence.
    pub meaning: &'static str,
    /// The actions of the audit log that it is made from.
    pub actions: &'static [&'static str],
    /// The members of its data, beside who did it.
    pub data: &'static [Member],
}

/// A member of the data of an event: a text, or null.
#[derive(Debug)]
pub struct Member {
    /// The key of the member in `data`.
    pub name: &'static str,
    /// What it says.
    pub meaning: &'static str,
    /// Where it comes from.
    pub source: Source,
}

/// The field of an audit entry that a member comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The user whom it happened to.
    User,
    /// The app that it happened to or through.
    App,
    /// The detail. Only events whose detail is the same kind of value each time name it.
    Detail,
}

const USER: Member = member("user_id", "The identifier of the user", User);
const APP: Member = member("app_id", "The client_id of the app", App);
const ROLE: Member = member("role", "The name of the role in the app", Detail);
const GROUP: Member = member("group", "The name of the group", Detail);
const REASON: Member = member("reason", "Why, as a code", Detail);
const FACTOR: Member = member("factor", "The kind of the second factor, as a code", Detail);
const PROVIDER: Member = member(
    "provider_id",
    "The identifier of the identity provider",
    Detail,
);

const fn member(name: &'static str, meaning: &'static str, source: Source) -> Member {
    Member {
        name,
        meaning,
        source,
    }
}

const fn event(
    name: &'static str,
    meaning: &'static str,
    actions: &'static [&'static str],
    data: &'static [Member],
) -> EventType {
    EventType {
        name,
        version: 1,
        meaning,
        actions,
        data,
    }
}

/// What a webhook is told when somebody tests it. Nobody subscribes to it.
pub const TEST: EventType = event(
    "webhook.test",
    "Somebody tests the webhook",
    &["webhook.tested"],
    &[],
);

/// Every event, by what it is about.
pub const CATALOGUE: &[EventType] = &[
    event(
        "user.created",
        "An account was made: by an administrator, a file, its user, an identity provider or another system",
        &["user.added", "user.registered", "user.migrated"],
        &[USER, APP],
    ),
    event(
        "user.changed",
        "The profile, the addresses or the attributes of a user changed",
        &[
            "user.changed",
            "user.provisioned",
            "user.address_changed",
            "user.address_change_undone",
        ],
        &[USER],
    ),
    event(
        "user.disabled",
        "A user was disabled, and cannot sign in",
        &["user.disabled"],
        &[USER],
    ),
    event(
        "user.enabled",
        "A user who was disabled may sign in again",
        &["user.enabled"],
        &[USER],
    ),
    event(
        "user.deletion_requested",
        "A user asked for the deletion of the account, which waits a while",
        &["user.deletion_requested"],
        &[USER],
    ),
    event(
        "user.deletion_undone",
        "The account is not deleted after all",
        &["user.deletion_undone"],
        &[USER],
    ),
    event(
        "user.deleted",
        "A user was deleted with everything about them",
        &["user.deleted"],
        &[USER],
    ),
    event(
        "user.merged",
        "Two accounts became one",
        &["user.merged"],
        &[
            USER,
            member(
                "merged_user_id",
                "The identifier of the account that is gone",
                Detail,
            ),
        ],
    ),
    event(
        "session.started",
        "A user signed in",
        &["sign_in.succeeded"],
        &[USER],
    ),
    event(
        "session.ended",
        "A session ended",
        &["session.ended"],
        &[USER, REASON],
    ),
    event(
        "user.sessions_ended",
        "Every session of a user ended, or every one but the one that asked for it",
        &["sessions.ended"],
        &[USER, REASON],
    ),
    event(
        "password.changed",
        "A user has a new password",
        &["password.changed", "password_reset.completed"],
        &[USER],
    ),
    event(
        "second_factor.added",
        "A user has another second factor",
        &["second_factor.added"],
        &[USER, FACTOR],
    ),
    event(
        "second_factor.removed",
        "A second factor of a user was removed",
        &["second_factor.removed"],
        &[USER, FACTOR],
    ),
    event(
        "identity.linked",
        "A user can sign in by an identity provider",
        &["identity.linked"],
        &[USER, PROVIDER],
    ),
    event(
        "identity.unlinked",
        "A user cannot sign in by an identity provider any more",
        &["identity.unlinked"],
        &[USER, PROVIDER],
    ),
    event(
        "role.granted",
        "A user or a group has a role in an app; where it is a group, user_id is null",
        &["role.granted"],
        &[USER, APP, ROLE],
    ),
    event(
        "role.revoked",
        "A role was taken from a user or a group; where it is a group, user_id is null",
        &["role.revoked"],
        &[USER, APP, ROLE],
    ),
    event(
        "role.expired",
        "The end of a role came; where a group had it, user_id is null",
        &["role.expired"],
        &[USER, APP, ROLE],
    ),
    event(
        "access_request.created",
        "A user asked for a role in an app",
        &["access_request.created"],
        &[USER, APP, ROLE],
    ),
    event(
        "access_request.approved",
        "A user was given the role that they asked for",
        &["access_request.approved"],
        &[USER, APP, ROLE],
    ),
    event(
        "access_request.refused",
        "A user was not given the role that they asked for",
        &["access_request.refused"],
        &[USER, APP, ROLE],
    ),
    event(
        "group.created",
        "A group was added",
        &["group.added"],
        &[GROUP],
    ),
    event(
        "group.changed",
        "A group was changed, or declared by a file or a directory",
        &["group.changed", "group.applied", "group.provisioned"],
        &[GROUP],
    ),
    event(
        "group.deleted",
        "A group was deleted",
        &["group.deleted"],
        &[GROUP],
    ),
    event(
        "group.member_added",
        "A user is in a group",
        &["group.member_added"],
        &[USER, GROUP],
    ),
    event(
        "group.member_removed",
        "A user is not in a group any more",
        &["group.member_removed"],
        &[USER, GROUP],
    ),
    event(
        "app.changed",
        "An app was added or changed, by an administrator, a file or itself",
        &[
            "client.added",
            "client.registered",
            "client.applied",
            "client.changed",
            "client.updated",
            "client.secret_changed",
            "client.secret_added",
            "client.secret_revoked",
        ],
        &[APP],
    ),
    event(
        "app.owner_added",
        "A user owns an app from now on, and administers it",
        &["client.owner_added"],
        &[USER, APP],
    ),
    event(
        "app.owner_removed",
        "A user does not own an app any more",
        &["client.owner_removed"],
        &[USER, APP],
    ),
    event(
        "app.disabled",
        "An app was disabled: nobody signs in to it",
        &["client.disabled"],
        &[APP],
    ),
    event(
        "app.enabled",
        "An app that was disabled is in use again",
        &["client.enabled"],
        &[APP],
    ),
    event(
        "app.deleted",
        "An app was deleted",
        &["client.deleted", "client.expired"],
        &[APP],
    ),
    event(
        "app.access_ended",
        "A user may not use an app any more: what they had there has ended",
        &["app.access_ended"],
        &[USER, APP],
    ),
    event(
        "consent.given",
        "A user allowed an app something",
        &["consent.given"],
        &[USER, APP],
    ),
    event(
        "consent.withdrawn",
        "A user took back what an app was allowed",
        &["app.unlinked"],
        &[USER, APP],
    ),
    event(
        "invitation.accepted",
        "Somebody who was invited has an account",
        &["invitation.accepted"],
        &[USER, APP],
    ),
    event(
        "signing_key.published",
        "A signing key is in the key set",
        &["signing_key.published"],
        &[],
    ),
    event(
        "signing_key.removed",
        "A signing key left the key set",
        &["signing_key.removed"],
        &[],
    ),
];

/// The event that an action of the audit log is, for webhooks that asked for it.
pub fn of_action(action: &str) -> Option<&'static EventType> {
    CATALOGUE.iter().find(|one| one.actions.contains(&action))
}

/// As [`of_action`], with the event of a test.
pub fn told_of(action: &str) -> Option<&'static EventType> {
    if TEST.actions.contains(&action) {
        Some(&TEST)
    } else {
        of_action(action)
    }
}

/// Refuses a name that is no event.
///
/// # Errors
/// What it may have been meant to be.
pub fn check_name(name: &str) -> Result<(), String> {
    let names = || CATALOGUE.iter().map(|one| one.name);
    if names().any(|known| known == name) {
        return Ok(());
    }
    Err(match nearest(name, names()) {
        Some(known) => format!("there is no event {name}; did you mean {known}?"),
        None => format!("there is no event {name}: `doorward webhook events` lists them"),
    })
}
