//! Access tokens as JWTs (RFC 9068), and what a presented one must be.

use crate::{keys::jws, oauth::scope::Scope, time::Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The media type in the `typ` header (RFC 9068 §2.1).
pub const TYP: &str = "at+jwt";

/// The media type in the `typ` header of access tokens that are JWTs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum AccessTokenTyp {
    /// What RFC 9068 §2.1 says, so that nothing takes an access token for something else.
    #[default]
    #[serde(rename = "at+jwt")]
    AtJwt,
    /// For an API whose library knows no other.
    #[serde(rename = "JWT")]
    Jwt,
}

impl AccessTokenTyp {
    /// The value of the header.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AtJwt => TYP,
            Self::Jwt => "JWT",
        }
    }

    /// Whether it is what RFC 9068 says.
    pub fn is_default(&self) -> bool {
        *self == Self::AtJwt
    }
}

/// What an access token says, whatever its format.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessToken {
    /// Its identifier: `GRANT.RANDOM`, so that the grant is found without a claim of our own.
    pub jti: String,
    /// The user, or the client that acts for itself.
    pub sub: String,
    /// The client it was given to.
    pub client_id: String,
    /// Who may accept it.
    pub aud: Vec<String>,
    /// What it allows.
    pub scope: Scope,
    /// When it was issued (the claim `iat`, RFC 7519 §4.1.6).
    pub iat: Timestamp,
    /// When it expires (the claim `exp`, RFC 7519 §4.1.4).
    pub exp: Timestamp,
    /// When credentials were checked, where a user was there.
    pub auth_time: Option<Timestamp>,
    /// How strong that was (RFC 9068 §2.2.1, RFC 9470 §6).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acr: Option<String>,
    /// And by which methods.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub amr: Vec<String>,
    /// The identifier of the session it was issued in; none for client credentials.
    pub sid: Option<String>,
}

impl AccessToken {
    /// The grant that it belongs to; none for a client's own.
    pub fn grant_id(&self) -> Option<&str> {
        self.jti.split_once('.').map(|(grant_id, _)| grant_id)
    }

    /// The claims of RFC 9068 §2.2.
    pub fn claims(&self, issuer: &str) -> Map<String, Value> {
        let mut claims = Map::new();
        claims.insert("iss".into(), issuer.into());
        claims.insert("sub".into(), self.sub.clone().into());
        claims.insert("aud".into(), audience(&self.aud));
        claims.insert("client_id".into(), self.client_id.clone().into());
        claims.insert("scope".into(), self.scope.to_string().into());
        claims.insert("jti".into(), self.jti.clone().into());
        claims.insert("iat".into(), self.iat.seconds().into());
        claims.insert("exp".into(), self.exp.seconds().into());
        if let Some(auth_time) = self.auth_time {
            claims.insert("auth_time".into(), auth_time.seconds().into());
        }
        if let Some(acr) = &self.acr {
            claims.insert("acr".into(), acr.clone().into());
            claims.insert("amr".into(), self.amr.clone().into());
        }
        if let Some(sid) = &self.sid {
            claims.insert("sid".into(), sid.clone().into());
        }
        claims
    }

    /// Reads the claims of a JWT whose signature holds; `None` where it is no live access token of
    /// ours. The `typ` may be `JWT`, which the caller admits of a client that
    /// is registered so: no other token of this provider
    /// has a `jti`, a `client_id` and a `scope`, and none can get them.
    pub fn from_claims(
        typ: Option<&str>,
        claims: &Map<String, Value>,
        issuer: &str,
        now: Timestamp,
    ) -> Option<Self> {
        let exp = Timestamp::from_seconds(jws::numeric_date(claims, "exp")?);
        let iat = Timestamp::from_seconds(jws::numeric_date(claims, "iat")?);
        if !matches!(typ, Some(TYP | "JWT"))
            || jws::text(claims, "iss")? != issuer
            || now >= exp
            || iat.is_ahead_of(now)
        {
            return None;
        }
        let aud = match claims.get("aud")? {
            Value::String(one) => vec![one.clone()],
            Value::Array(several) => several
                .iter()
                .map(|one| one.as_str().map(str::to_owned))
                .collect::<Option<_>>()?,
            _ => return None,
        };
        let text = |name| jws::text(claims, name).map(str::to_owned);
        Some(Self {
            jti: text("jti")?,
            sub: text("sub")?,
            client_id: text("client_id")?,
            aud,
            scope: Scope::parse(jws::text(claims, "scope")?)?,
            iat,
            exp,
            auth_time: jws::numeric_date(claims, "auth_time").map(Timestamp::from_seconds),
            acr: text("acr"),
            amr: texts(claims, "amr"),
            sid: text("sid"),
        })
    }
}

/// The texts of a claim that is a list of them; none where it is not there.
pub fn texts(claims: &Map<String, Value>, name: &str) -> Vec<String> {
    let list = claims.get(name).and_then(Value::as_array);
    list.map(|list| {
        list.iter()
            .filter_map(|one| one.as_str().map(str::to_owned))
            .collect()
    })
    .unwrap_or_default()
}

/// One audience as text, several as an array (RFC 7519 §4.1.3).
pub fn audience(aud: &[String]) -> Value {
    match aud {
        [one] => one.clone().into(),
        several => several.to_vec().into(),
    }
}

#[cfg(test)]
mod tests;
