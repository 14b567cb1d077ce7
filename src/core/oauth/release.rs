//! What leaves about a user: every answer to somebody else that names a user is made here, from what
//! was granted. A test reads the source and allows the claims of a user to be read for an answer in no
//! other place.

use crate::kernel::Kernel;
use doorward_protocol::{
    clients::client::Client,
    oauth::scope::Scope,
    oidc::claims::{released, scope_of},
};
use doorward_storage::User;
use serde_json::{Map, Value};

/// What a user allowed a client, or an operator in the user's place.
#[derive(Clone, Copy)]
pub(crate) struct Granted<'a> {
    /// The scope, which opens the claims of OpenID Connect Core §5.4.
    pub(crate) scope: &'a Scope,
    /// Claims that were granted by name (OpenID Connect Core §5.5).
    pub(crate) names: &'a [String],
}

impl<'a> Granted<'a> {
    /// A scope, and nothing by name.
    pub(crate) const fn scope(scope: &'a Scope) -> Self {
        Self { scope, names: &[] }
    }
}

/// What was granted and the client may still have: it may be registered for less by now.
fn released_to(client: &Client, user: &User, granted: Granted<'_>) -> Map<String, Value> {
    let subject = user.subject();
    let scope = granted.scope.intersection(&client.scope);
    let may_have =
        |name: &&String| scope_of(name).is_none_or(|opener| client.scope.contains(opener));
    let names: Vec<String> = granted.names.iter().filter(may_have).cloned().collect();
    released(&subject, &scope, &names)
}

/// The claims about a user that a client gets: what was granted, and the `sub` that it knows the user
/// by (OpenID Connect Core §8).
pub(crate) fn release(
    kernel: &Kernel,
    client: &Client,
    user: &User,
    granted: Granted<'_>,
) -> Map<String, Value> {
    let mut claims = released_to(client, user, granted);
    let sub = kernel.subject_for(client, &user.id);
    claims.insert("sub".into(), sub.into());
    claims
}

/// The name of a user for the introspection response (RFC 7662 §2.2): what the user signs in by, where
/// the grant of the client opens that.
pub(crate) fn release_username(
    client: &Client,
    user: &User,
    granted: Granted<'_>,
) -> Option<String> {
    let claims = released_to(client, user, granted);
    let opens = |claim| claims.contains_key(claim);
    user.username
        .clone()
        .filter(|_| opens("preferred_username"))
        .or_else(|| user.email.clone().filter(|_| opens("email")))
}

/// What the provider tells a user about themself.
pub(crate) fn release_to_themself(user: &User) -> Map<String, Value> {
    let scope = Scope::parse("openid profile email").unwrap_or_default();
    let mut claims = released(&user.subject(), &scope, &[]);
    claims.insert("sub".into(), user.id.clone().into());
    claims
}

/// A user as a site behind a proxy knows them.
pub struct SiteUser {
    /// The user name, or else the email address or the subject.
    pub username: String,
    /// The `sub` that the site knows the user by.
    pub subject: String,
    /// The email address; empty where none is known.
    pub email: String,
    /// The full name; empty where none is known.
    pub name: String,
}

/// What a site behind a proxy gets. Its declaration is the grant: only operators declare sites, and
/// they are first-party apps.
pub(crate) fn release_to_site(kernel: &Kernel, client: &Client, user: &User) -> SiteUser {
    let subject = kernel.subject_for(client, &user.id);
    SiteUser {
        username: user
            .username
            .clone()
            .or_else(|| user.email.clone())
            .unwrap_or_else(|| subject.clone()),
        subject,
        email: user.email.clone().unwrap_or_default(),
        name: user.claims.name.clone().unwrap_or_default(),
    }
}
