//! The standard claims about a user (OpenID Connect Core §5.1) and which scope opens which (§5.4).

use crate::{access::place::ACCESS_CLAIMS, oauth::scope::Scope, text::is_disguise};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;

/// The standard claims, under their own names. `sub` is not among them: it is the user's
/// identifier.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[expect(
    missing_docs,
    reason = "each field is the claim of that name in OpenID Connect Core section 5.1"
)]
pub struct StandardClaims {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub given_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub family_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub middle_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nickname: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preferred_username: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profile: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub picture: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub website: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gender: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub birthdate: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zoneinfo: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email_verified: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone_number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone_number_verified: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<Address>,
    /// Values of declared fields that are no standard claims, by name
    /// ([`crate::users::attributes`]). They leave under the claims of their declarations alone.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<String, Value>,
}

impl StandardClaims {
    /// The first of the names of which a character is not seen or turns the direction of writing, and
    /// that `before` did not have: with it, it looks like the name of somebody else.
    pub fn disguised_name(&self, before: Option<&Self>) -> Option<&'static str> {
        let known = before.map(Self::names);
        let is_disguised = |index: usize, value: &Option<String>| {
            let is_kept = known.is_some_and(|known| known.get(index).is_some_and(|k| k.1 == value));
            !is_kept && value.iter().any(|value| value.contains(is_disguise))
        };
        let mut names = self.names().into_iter().enumerate();
        names.find_map(|(index, (name, value))| is_disguised(index, value).then_some(name))
    }

    /// Leaves out of the names what is not seen and what turns the direction of writing.
    pub fn undisguise_names(&mut self) {
        let names = [
            &mut self.name,
            &mut self.given_name,
            &mut self.family_name,
            &mut self.middle_name,
            &mut self.nickname,
            &mut self.preferred_username,
        ];
        for name in names {
            if let Some(text) = name {
                text.retain(|character| !is_disguise(character));
            }
            name.take_if(|text| text.trim().is_empty());
        }
    }

    const fn names(&self) -> [(&'static str, &Option<String>); 6] {
        [
            ("name", &self.name),
            ("given_name", &self.given_name),
            ("family_name", &self.family_name),
            ("middle_name", &self.middle_name),
            ("nickname", &self.nickname),
            ("preferred_username", &self.preferred_username),
        ]
    }

    /// Drops the proof of a phone number that is another one than before: whoever verified the old one
    /// said nothing about the new one. A proof that is new itself stays.
    pub fn drop_stale_phone_proof(&mut self, before: &Self) {
        if self.phone_number != before.phone_number
            && self.phone_number_verified == before.phone_number_verified
        {
            self.phone_number_verified = None;
        }
    }
}

/// The `address` claim (OpenID Connect Core §5.1.1).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[expect(
    missing_docs,
    reason = "each field is the member of that name in OpenID Connect Core section 5.1.1"
)]
pub struct Address {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub formatted: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub street_address: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locality: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
}

/// Every claim that discovery lists.
pub const SUPPORTED: [&str; 32] = [
    "sub",
    "name",
    "given_name",
    "family_name",
    "middle_name",
    "nickname",
    "preferred_username",
    "profile",
    "picture",
    "website",
    "gender",
    "birthdate",
    "zoneinfo",
    "locale",
    "updated_at",
    "email",
    "email_verified",
    "phone_number",
    "phone_number_verified",
    "address",
    "auth_time",
    "acr",
    "amr",
    "idp",
    "groups",
    "roles",
    "permissions",
    "sid",
    "azp",
    "iss",
    "aud",
    "nonce",
];

/// The claims that the scope `profile` opens (OpenID Connect Core §5.4), but for `updated_at`.
pub(crate) const PROFILE: [&str; 13] = [
    "name",
    "given_name",
    "family_name",
    "middle_name",
    "nickname",
    "preferred_username",
    "profile",
    "picture",
    "website",
    "gender",
    "birthdate",
    "zoneinfo",
    "locale",
];

/// A user as the protocol sees them.
#[derive(Clone, Debug, PartialEq)]
pub struct Subject {
    /// The `sub` claim: never reassigned, never an address.
    pub sub: String,
    /// The address they sign in with, where they have one.
    pub email: Option<String>,
    /// Their user name.
    pub username: Option<String>,
    /// The standard claims of the profile (OpenID Connect Core §5.1).
    pub claims: StandardClaims,
    /// When any of it last changed, in seconds.
    pub updated_at: i64,
}

/// The scope that opens a claim about a user (OpenID Connect Core §5.4); none where no scope does.
pub fn scope_of(claim: &str) -> Option<&'static str> {
    match claim {
        "email" | "email_verified" => Some("email"),
        "phone_number" | "phone_number_verified" => Some("phone"),
        "address" => Some("address"),
        "updated_at" => Some("profile"),
        name if PROFILE.contains(&name) => Some("profile"),
        _ => ACCESS_CLAIMS.into_iter().find(|known| *known == claim),
    }
}

/// The claims that administrators declared, each with the scope that opens it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeclaredClaims(BTreeMap<String, String>);

impl DeclaredClaims {
    /// No claim is declared.
    pub const NONE: Self = Self(BTreeMap::new());

    /// The scope that opens a claim, a standard one or a declared one; none where no scope does.
    pub fn scope_of<'a>(&'a self, claim: &str) -> Option<&'a str> {
        scope_of(claim).or_else(|| self.0.get(claim).map(String::as_str))
    }

    /// The names of the declared ones.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Whether a claim is declared.
    pub fn contains(&self, claim: &str) -> bool {
        self.0.contains_key(claim)
    }
}

impl<'a> FromIterator<(&'a str, &'a str)> for DeclaredClaims {
    fn from_iter<I: IntoIterator<Item = (&'a str, &'a str)>>(claims: I) -> Self {
        let owned = claims.into_iter();
        Self(
            owned
                .map(|(claim, scope)| (claim.to_owned(), scope.to_owned()))
                .collect(),
        )
    }
}

/// The claims that a scope opens, and those that were asked for by name, without `sub`.
pub fn released(subject: &Subject, scope: &Scope, names: &[String]) -> Map<String, Value> {
    let opened = names
        .iter()
        .filter_map(|name| scope_of(name))
        .collect::<Vec<_>>()
        .join(" ");
    let mut released = for_scope(
        subject,
        &scope.union(&Scope::parse(&opened).unwrap_or_default()),
    );
    released.retain(|name, _| {
        scope_of(name).is_some_and(|opener| scope.contains(opener))
            || names.iter().any(|wanted| wanted == name)
    });
    released
}

/// What userinfo says of the user under this scope: `sub`, and no claim beyond the scope.
fn for_scope(subject: &Subject, scope: &Scope) -> Map<String, Value> {
    let mut all = match serde_json::to_value(&subject.claims) {
        Ok(Value::Object(map)) => map,
        _ => Map::new(),
    };
    let mut granted = Map::new();
    granted.insert("sub".into(), subject.sub.clone().into());
    let mut take = |names: &[&str]| {
        for name in names {
            if let Some(value) = all.remove(*name) {
                granted.insert((*name).into(), value);
            }
        }
    };
    if scope.contains("profile") {
        take(&PROFILE);
    }
    if scope.contains("phone") {
        take(&["phone_number"]);
        take(&["phone_number_verified"]);
    }
    if scope.contains("address") {
        take(&["address"]);
    }
    if let (Some(email), true) = (&subject.email, scope.contains("email")) {
        granted.insert("email".into(), email.as_str().into());
        granted.insert(
            "email_verified".into(),
            subject.claims.email_verified.unwrap_or(false).into(),
        );
    }
    if scope.contains("profile") {
        // The name that the user has here, whatever a provider calls them.
        if let Some(username) = &subject.username {
            granted.insert("preferred_username".into(), username.clone().into());
        }
        granted
            .entry("preferred_username")
            .or_insert_with(|| made_username(subject).into());
        granted.insert("updated_at".into(), subject.updated_at.into());
    }
    granted
}

/// The longest part of an address that a made user name takes over, in characters.
const MAX_LOCAL_PART: usize = 48;

/// The length of the mark of a made user name, in hexadecimal digits.
const MARK: usize = 10;

/// Whether a name has the form of a made user name, so that it may be that of another user.
pub fn looks_made(name: &str) -> bool {
    let mark = name.rsplit_once('-').map(|(_, mark)| mark);
    mark.is_some_and(|mark| mark.len() == MARK && mark.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// A user name for a user who has none: the local part of the address, and a mark of the `sub`. Apps
/// make accounts by it, so it is another for each user, whoever else has an address with that local
/// part, and it stays the same while `sub` and address do. The mark is made of the `sub` that the
/// client knows, so that two clients of pairwise subjects learn nothing by it.
fn made_username(subject: &Subject) -> String {
    let local = subject.email.as_deref().unwrap_or_default();
    let local = local.split('@').next().unwrap_or_default().to_lowercase();
    let plain = |c: char| {
        if c.is_alphanumeric() || matches!(c, '.' | '_' | '-') {
            c
        } else {
            '-'
        }
    };
    let local: String = local.chars().take(MAX_LOCAL_PART).map(plain).collect();
    let local = if local.is_empty() { "user" } else { &local };
    let mark = Sha256::digest(format!("preferred_username {}", subject.sub));
    let mark = mark.iter().take(MARK / 2).map(|byte| format!("{byte:02x}"));
    format!("{local}-{}", mark.collect::<String>())
}

#[cfg(test)]
mod tests;
