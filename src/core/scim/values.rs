//! What a resource says of a user, and what the user is by now.

use super::{ScimOutcome, is_empty};
use crate::{credentials::GivenPassword, users::User};
use doorward_protocol::{
    oidc::claims::{Address, StandardClaims},
    scim::{ENTERPRISE_USER, member, primary, schemas::USER_ATTRIBUTES, switch, text},
};
use serde_json::{Map, Value, json};

/// Attributes that have a place of their own.
const ELSEWHERE: [&str; 2] = ["externalId", "active"];

/// What a resource says of a user.
pub(super) struct Values {
    pub(super) email: Option<String>,
    pub(super) username: Option<String>,
    pub(super) claims: StandardClaims,
    pub(super) active: Option<bool>,
    pub(super) password: Option<GivenPassword>,
}

impl Values {
    /// Reads a resource. What SCIM has no place for stays as it is with the user.
    pub(super) fn read(resource: &Value, user: Option<&User>) -> ScimOutcome<Self> {
        // Somebody without a name is shown by their identifier.
        let shown = user
            .filter(|user| user.username.is_none())
            .map(|user| user.id.as_str());
        let signs_in_as = text(resource, "userName").filter(|name| shown != Some(*name));
        let (address, username) = match signs_in_as {
            Some(name) if name.contains('@') => (Some(name.to_owned()), None),
            name => (None, name.map(str::to_owned)),
        };
        let main = primary(resource, "emails").and_then(|email| text(email, "value"));
        let email = address.or_else(|| main.map(str::to_owned));
        let before = user.map(|user| user.claims.clone()).unwrap_or_default();
        let password = text(resource, "password").map(|text| GivenPassword::from(text.to_owned()));
        Ok(Self {
            email,
            username,
            claims: claims(resource, before),
            active: switch(resource, "active")?,
            password,
        })
    }

    /// Whether a user is not as the resource says, whether active or not.
    pub(super) fn differ_from(&self, user: &User) -> bool {
        self.password.is_some()
            || self.email.is_some() && self.email != user.email
            || self.username != user.username
            || self.claims != user.claims
    }
}

fn claims(resource: &Value, before: StandardClaims) -> StandardClaims {
    let own = |name: &str| text(resource, name).map(str::to_owned);
    let name = member(resource, "name").unwrap_or(&Value::Null);
    let part = |key: &str| text(name, key).map(str::to_owned);
    let first = |list: &str| {
        let value = primary(resource, list).and_then(|value| text(value, "value"));
        value.map(str::to_owned)
    };
    let (given_name, family_name) = (part("givenName"), part("familyName"));
    let both = || match (&given_name, &family_name) {
        (Some(given), Some(family)) => Some(format!("{given} {family}")),
        (one, other) => one.clone().or_else(|| other.clone()),
    };
    StandardClaims {
        name: own("displayName")
            .or_else(|| part("formatted"))
            .or_else(both),
        middle_name: part("middleName"),
        nickname: own("nickName"),
        profile: own("profileUrl"),
        locale: own("locale"),
        zoneinfo: own("timezone"),
        phone_number: first("phoneNumbers"),
        picture: first("photos"),
        address: primary(resource, "addresses").map(address_of),
        given_name,
        family_name,
        ..before
    }
}

fn address_of(value: &Value) -> Address {
    let part = |name: &str| text(value, name).map(str::to_owned);
    Address {
        formatted: part("formatted"),
        street_address: part("streetAddress"),
        locality: part("locality"),
        region: part("region"),
        postal_code: part("postalCode"),
        country: part("country"),
    }
}

/// The attributes that are kept as the client wrote them.
pub(super) fn kept(resource: &Value) -> Map<String, Value> {
    let names = USER_ATTRIBUTES.into_iter().chain([ENTERPRISE_USER]);
    names
        .filter(|name| !ELSEWHERE.contains(name))
        .filter_map(|name| Some((name.to_owned(), member(resource, name)?.clone())))
        .filter(|(_, value)| !is_empty(value))
        .collect()
}

/// Lays what became different here over what clients wrote: users change their profile too.
pub(super) fn overlay(resource: &mut Map<String, Value>, said: &Values, user: &User) {
    let signs_in_as = user.username.as_deref().or(user.email.as_deref());
    resource.insert("userName".into(), signs_in_as.unwrap_or(&user.id).into());
    resource.insert("active".into(), user.disabled_at.is_none().into());
    if said.email != user.email {
        resource.insert("emails".into(), only(user.email.as_ref()));
    }
    let (said, present) = (&said.claims, &user.claims);
    for (name, said, present) in [
        ("displayName", &said.name, &present.name),
        ("nickName", &said.nickname, &present.nickname),
        ("profileUrl", &said.profile, &present.profile),
        ("locale", &said.locale, &present.locale),
        ("timezone", &said.zoneinfo, &present.zoneinfo),
    ] {
        if said != present {
            resource.insert(name.to_owned(), json!(present));
        }
    }
    for (name, said, present) in [
        ("phoneNumbers", &said.phone_number, &present.phone_number),
        ("photos", &said.picture, &present.picture),
    ] {
        if said != present {
            resource.insert(name.to_owned(), only(present.as_ref()));
        }
    }
    if said.address != present.address {
        let address = present.address.iter().map(|address| {
            json!({
                "formatted": address.formatted, "streetAddress": address.street_address,
                "locality": address.locality, "region": address.region,
                "postalCode": address.postal_code, "country": address.country, "primary": true,
            })
        });
        resource.insert("addresses".into(), address.collect());
    }
    overlay_name(resource, said, present);
}

/// A list with one value, or with none.
fn only(value: Option<&String>) -> Value {
    let values = value.into_iter();
    values
        .map(|value| json!({"value": value, "primary": true}))
        .collect()
}

fn overlay_name(
    resource: &mut Map<String, Value>,
    said: &StandardClaims,
    present: &StandardClaims,
) {
    for (part, said, present) in [
        ("givenName", &said.given_name, &present.given_name),
        ("familyName", &said.family_name, &present.family_name),
        ("middleName", &said.middle_name, &present.middle_name),
    ] {
        if said == present {
            continue;
        }
        let name = resource.entry("name").or_insert_with(|| json!({}));
        if let Value::Object(name) = name {
            match present {
                Some(value) => name.insert(part.to_owned(), value.clone().into()),
                None => name.remove(part),
            };
        }
    }
}
