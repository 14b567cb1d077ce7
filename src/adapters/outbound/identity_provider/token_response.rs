//! The token response of a provider (RFC 6749 §5.1), as far as it is needed here. What is not needed
//! may be of any type: some providers send `expires_in` as text or `scope` as a list.

use super::TokenSet;
use oauth2::{
    AccessToken, Client, ClientId, ClientSecret, EndpointNotSet, RefreshToken, Scope,
    StandardRevocableToken, TokenResponse,
    basic::{
        BasicErrorResponse, BasicRevocationErrorResponse, BasicTokenIntrospectionResponse,
        BasicTokenType,
    },
};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use std::{fmt, time::Duration};

/// A client that reads [`ProviderTokens`], with or without the endpoints.
pub(super) type TokenClient<Authorization, Token> = Client<
    BasicErrorResponse,
    ProviderTokens,
    BasicTokenIntrospectionResponse,
    StandardRevocableToken,
    BasicRevocationErrorResponse,
    Authorization,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    Token,
>;

/// A client without endpoints.
pub(super) fn token_client(
    client_id: &str,
    client_secret: &str,
) -> TokenClient<EndpointNotSet, EndpointNotSet> {
    Client::new(ClientId::new(client_id.to_owned()))
        .set_client_secret(ClientSecret::new(client_secret.to_owned()))
}

/// The tokens of a token response. Access tokens are used as bearer tokens, whatever `token_type` says.
#[derive(Debug, Deserialize, Serialize)]
pub(super) struct ProviderTokens {
    access_token: AccessToken,
    #[serde(default, skip_serializing, deserialize_with = "text")]
    id_token: Option<IdTokenText>,
}

/// An ID token as it was sent. It stands in no log.
struct IdTokenText(String);

impl fmt::Debug for IdTokenText {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[an ID token]")
    }
}

fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<IdTokenText>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::String(text) => Some(IdTokenText(text)),
        _ => None,
    })
}

impl From<ProviderTokens> for TokenSet {
    fn from(tokens: ProviderTokens) -> Self {
        Self {
            access_token: tokens.access_token.into_secret(),
            id_token: tokens.id_token.map(|text| text.0),
        }
    }
}

impl TokenResponse for ProviderTokens {
    type TokenType = BasicTokenType;

    fn access_token(&self) -> &AccessToken {
        &self.access_token
    }

    fn token_type(&self) -> &BasicTokenType {
        &BasicTokenType::Bearer
    }

    fn expires_in(&self) -> Option<Duration> {
        None
    }

    fn refresh_token(&self) -> Option<&RefreshToken> {
        None
    }

    fn scopes(&self) -> Option<&Vec<Scope>> {
        None
    }
}
