//! What follows from the metadata of a client.

use super::{Client, GrantType, TokenEndpointAuthMethod};
use crate::{
    access::{UserAccess, place::Place},
    credentials::sign_in_method::SignInMethod,
    text::share_a_name,
};

impl Client {
    /// Whether its users may sign in by a method.
    pub fn admits(&self, method: &SignInMethod) -> bool {
        self.sign_in_methods.is_empty() || self.sign_in_methods.contains(method)
    }

    /// Whether it gets the claims about groups, roles and permissions in this place.
    pub fn has_access_claims_in(&self, place: Place) -> bool {
        self.access_claims_in.is_empty() || self.access_claims_in.contains(&place)
    }

    /// Whether only some users may use it: members of a group, or holders of a role.
    pub fn is_restricted(&self) -> bool {
        !self.allowed_groups.is_empty() || !self.allowed_roles.is_empty()
    }

    /// Whether a user with these groups and roles may use it.
    pub fn admits_user(&self, access: &UserAccess) -> bool {
        !self.is_restricted()
            || share_a_name(&self.allowed_groups, &access.groups)
            || self
                .allowed_roles
                .iter()
                .any(|role| access.roles.contains(role))
    }

    /// Whether users sign in to it, as to an app or a site; a machine has tokens of its own alone.
    pub fn signs_in_users(&self) -> bool {
        self.may_use(GrantType::AuthorizationCode) || self.may_use(GrantType::Implicit)
    }

    /// Whether it may use the grant type.
    pub fn may_use(&self, grant_type: GrantType) -> bool {
        self.grant_types.contains(&grant_type)
    }

    /// Whether it holds no credential.
    pub fn is_public(&self) -> bool {
        self.token_endpoint_auth_method == TokenEndpointAuthMethod::None
    }

    /// The addresses of the client that the provider calls, with the names of their metadata.
    pub fn called_addresses(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let single = [
            ("backchannel_logout_uri", &self.backchannel_logout_uri),
            ("jwks_uri", &self.jwks_uri),
            ("sector_identifier_uri", &self.sector_identifier_uri),
        ];
        let single = single
            .into_iter()
            .filter_map(|(name, uri)| Some((name, uri.as_deref()?)));
        let listed = self.request_uris.iter();
        single.chain(listed.map(|uri| ("request_uris", uri.as_str())))
    }

    /// The name to show: its own, or its identifier.
    pub fn display_name(&self) -> &str {
        if self.client_name.is_empty() {
            &self.client_id
        } else {
            &self.client_name
        }
    }

    /// Whether this redirect URI is registered.
    pub fn has_redirect_uri(&self, requested: &str) -> bool {
        self.redirect_uris
            .iter()
            .any(|registered| crate::oauth::redirect_uri::matches(registered, requested))
    }

    /// Whether consent of last time may stand for today's: only where the client's identity is
    /// assured, which a bare redirect to this very machine or to a private-use scheme is not (RFC
    /// 8252 §8.6).
    pub fn identity_is_assured(&self, redirect_uri: &str) -> bool {
        let is_https = |uri| url::Url::parse(uri).is_ok_and(|url| url.scheme() == "https");
        !self.is_public() || is_https(redirect_uri)
    }
}
