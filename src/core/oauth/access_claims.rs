//! The claims about groups, roles and permissions, in every place where an app gets them.

use crate::{kernel::Kernel, oauth::release::Granted};
use doorward_protocol::{
    access::{
        UserAccess,
        claims::{Asked, claims, within},
        place::Place,
    },
    clients::client::Client,
    oauth::discovery::path::USERINFO,
};
use serde_json::{Map, Value};

/// The claims for one place, under their own names, with the organization that the user is signed in for. Those that are too large for a token are left out
/// of it, and the token says that they are at the userinfo endpoint.
pub(crate) fn access_claims(
    kernel: &Kernel,
    client: &Client,
    access: &UserAccess,
    granted: Granted<'_>,
    place: Place,
) -> Map<String, Value> {
    let scope = granted.scope.intersection(&client.scope);
    let asked = Asked {
        scope: &scope,
        names: granted.names,
    };
    let claims = claims(client, access, asked, place);
    let mut released = match place {
        Place::IdToken | Place::AccessToken => {
            let userinfo = format!("{}{USERINFO}", kernel.issuer());
            within(
                claims,
                kernel.settings.access_claims_bytes,
                &userinfo,
                client,
            )
        }
        Place::Userinfo | Place::Introspection => claims,
    };
    if let Some(organization) = &access.organization {
        released.insert("org_id".into(), organization.id.clone().into());
        released.insert("org_name".into(), organization.slug.clone().into());
    }
    released
}
