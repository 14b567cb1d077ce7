//! What leaves about a user: every answer to somebody else that names a user is made here, from what
//! was granted. A test reads the source and allows the claims of a user to be read for an answer in no
//! other place.

use crate::{Configuration, kernel::Kernel};
use doorward_protocol::{
    clients::client::Client,
    oauth::{grant::GrantFacts, scope::Scope},
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
fn released_to(
    kernel: &Kernel,
    client: &Client,
    user: &User,
    granted: Granted<'_>,
) -> Map<String, Value> {
    let mut subject = user.subject(kernel.issuer());
    subject.sub = kernel.subject_for(client, &user.id);
    let scope = granted.scope.intersection(&client.scope);
    let may_have =
        |name: &&String| scope_of(name).is_none_or(|opener| client.scope.contains(opener));
    let names: Vec<String> = granted.names.iter().filter(may_have).cloned().collect();
    let mut claims = released(&subject, &scope, &names);
    claims.insert("sub".into(), subject.sub.into());
    claims
}

/// The claims about a user that a client gets: what was granted, and the `sub` that it knows the user
/// by (OpenID Connect Core §8). They have their names here; [`as_named`] comes last.
pub(crate) fn release(
    kernel: &Kernel,
    configuration: &Configuration,
    client: &Client,
    user: &User,
    granted: Granted<'_>,
) -> Map<String, Value> {
    let mut claims = released_to(kernel, client, user, granted);
    let is_granted = |claim: &str, scope: &str| {
        granted.scope.contains(scope) || granted.names.iter().any(|name| name == claim)
    };
    let may_have =
        |claim: &str, scope: &str| client.scope.contains(scope) && is_granted(claim, scope);
    let attributes = &configuration.user_attributes;
    claims.extend(attributes.released(&user.claims, may_have));
    claims
}

/// What this provider knows of a user, for the conditions of the rules of an app, which an operator wrote:
/// nothing of it leaves.
pub(crate) fn known_of_user(
    kernel: &Kernel,
    configuration: &Configuration,
    client: &Client,
    user: &User,
) -> Map<String, Value> {
    let claims = serde_json::to_value(&user.claims).unwrap_or_default();
    let mut known = match claims {
        Value::Object(mut claims) => {
            claims.remove("attributes");
            claims
        }
        _ => Map::new(),
    };
    let declared = |name: &&String| configuration.user_attributes.get(name).is_some();
    for name in user.claims.attributes.keys().filter(declared) {
        let value = user.claims.attributes.get(name).cloned();
        known.insert(name.clone(), value.unwrap_or_default());
    }
    known.insert("id".into(), user.id.clone().into());
    known.insert("sub".into(), kernel.subject_for(client, &user.id).into());
    known.insert("username".into(), user.username.clone().into());
    // Nobody gets the rights of an address or a number that is not proven to be theirs.
    let email = user
        .email
        .clone()
        .filter(|_| user.claims.email_verified == Some(true));
    known.insert("email".into(), email.into());
    if user.claims.phone_number_verified != Some(true) {
        known.remove("phone_number");
    }
    known
}

/// Whether an ID token of a grant holds claims about the user.
pub(crate) fn has_claims_in_id_token(client: &Client, facts: &GrantFacts) -> bool {
    !facts.claims.id_token.is_empty() || !client.id_token_claims.is_none()
}

/// The claims about a user in an ID token: those that the request asked for there by name, and those
/// of the granted scope that the client is registered to get there.
pub(crate) fn release_in_id_token(
    kernel: &Kernel,
    configuration: &Configuration,
    client: &Client,
    user: &User,
    facts: &GrantFacts,
) -> Map<String, Value> {
    let names = &facts.claims.id_token;
    let granted = Granted {
        scope: &facts.scope,
        names,
    };
    let mut claims = release(kernel, configuration, client, user, granted);
    claims.retain(|name, _| {
        name == "sub" || names.contains(name) || client.id_token_claims.includes(name)
    });
    claims
}

/// The finished claims of a token or an answer, under the names that the client wants them.
pub(crate) fn as_named(client: &Client, claims: Map<String, Value>) -> Map<String, Value> {
    client.claim_map.apply(claims)
}

/// The name of a user for the introspection response (RFC 7662 §2.2): what the user signs in by, where
/// the grant of the client opens that.
pub(crate) fn release_username(
    kernel: &Kernel,
    client: &Client,
    user: &User,
    granted: Granted<'_>,
) -> Option<String> {
    let claims = released_to(kernel, client, user, granted);
    let opens = |claim| claims.contains_key(claim);
    user.username
        .clone()
        .filter(|_| opens("preferred_username"))
        .or_else(|| user.email.clone().filter(|_| opens("email")))
}

/// What the provider tells a user about themself.
pub(crate) fn release_to_themself(kernel: &Kernel, user: &User) -> Map<String, Value> {
    let scope = Scope::parse("openid profile email").unwrap_or_default();
    let mut claims = released(&user.subject(kernel.issuer()), &scope, &[]);
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
