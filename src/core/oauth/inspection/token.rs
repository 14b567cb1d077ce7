//! A token, looked at as this provider looks.

use super::{
    Checked, ClaimLine, Fact, Finding, InactiveReason, Verdict, claims::lines,
    inactive::inactive_reason_of_refresh_token,
};
use crate::{Configuration, Result, context::OperationContext, oauth::token::Tokens};
use doorward_protocol::{
    keys::jws,
    oauth::{
        access_token::AccessToken,
        refresh_token::{Presentation, Rotation, rotate},
    },
    secret::Secret,
    time::{Lifetime, Timestamp},
};
use doorward_storage::TokenKey;
use serde_json::{Map, Value};

/// A token that was looked at.
#[derive(Debug, Default)]
pub struct InspectedToken {
    /// Its header (RFC 7515 §4), where it is a JWT.
    pub header: Option<Value>,
    /// Its claims (RFC 7519 §4), where it is a JWT, each with where it comes from.
    pub claims: Vec<ClaimLine>,
    /// What was found.
    pub findings: Vec<Finding>,
}

impl Tokens {
    /// What this provider says to a token: an access token, an ID token, a logout token or a refresh
    /// token. A refresh token is not used up. `expected` is the audience that the app or API expects,
    /// where that was said.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn inspect(
        &self,
        ctx: &OperationContext,
        text: &str,
        expected: Option<&str>,
    ) -> Result<InspectedToken> {
        let configuration = self.kernel.configuration().await?;
        if text.contains('.') {
            return self.inspect_jwt(ctx, &configuration, text, expected).await;
        }
        let presented = Secret::presented(text);
        let finding = if let Some(live) = self.live_access_token(ctx, &presented).await? {
            let client_id = live.token.client_id;
            Finding::good(Checked::Live, Fact::Accepted { client_id })
        } else {
            self.inspect_refresh_token(ctx, &configuration, &presented)
                .await?
        };
        Ok(InspectedToken {
            findings: vec![finding],
            ..InspectedToken::default()
        })
    }

    pub(super) async fn inspect_refresh_token(
        &self,
        ctx: &OperationContext,
        configuration: &Configuration,
        presented: &Secret,
    ) -> Result<Finding> {
        let ended = |reason| Finding::wrong(Checked::Live, Fact::Ended { reason });
        let store = self.kernel.database.read();
        let Some(token) = store.refresh_token(&presented.digest()).await? else {
            return Ok(ended(InactiveReason::Unknown));
        };
        let client_id = &token.facts.client_id;
        let registered = configuration.client(client_id).await?;
        let Some(registered) = registered.filter(|registered| !registered.disabled) else {
            return Ok(ended(InactiveReason::AppGone));
        };
        let presentation = Presentation {
            client: &registered.client,
            requested: None,
            grace: Lifetime(0),
        };
        Ok(match rotate(&token, presentation, ctx.now()) {
            Rotation::Rotate(scope) => {
                let client_id = client_id.clone();
                Finding::good(Checked::Live, Fact::RefreshTokenGood { client_id, scope })
            }
            Rotation::Repeat(_) | Rotation::Refuse(_) | Rotation::RevokeFamily(_) => {
                ended(inactive_reason_of_refresh_token(&token, ctx.now()))
            }
        })
    }

    async fn inspect_jwt(
        &self,
        ctx: &OperationContext,
        configuration: &Configuration,
        text: &str,
        expected: Option<&str>,
    ) -> Result<InspectedToken> {
        let parsed = jws::parse(text).or_else(|| jws::parse_unsigned(text));
        let Some(parsed) = parsed else {
            return Ok(InspectedToken {
                findings: vec![Finding::wrong(Checked::Shape, Fact::NotAToken)],
                ..InspectedToken::default()
            });
        };
        let (now, claims) = (ctx.now(), &parsed.claims);
        let is_signed = configuration.keyring.verify(text, now).is_some();
        let mut findings = vec![
            issuer(claims, self.kernel.issuer()),
            signature(configuration, &parsed, is_signed, now),
            audience(configuration, claims, expected).await?,
            time(claims, now),
            kind(parsed.typ.as_deref(), claims),
        ];
        let is_right =
            |each: &Finding| each.checked == Checked::Audience || each.verdict == Verdict::Good;
        if claims.contains_key("client_id") && findings.iter().all(is_right) {
            findings.push(self.live(ctx, configuration, text, &parsed).await?);
        }
        let client_id = jws::text(claims, "client_id").or_else(|| jws::text(claims, "aud"));
        let registered = match client_id {
            Some(client_id) => configuration.client(client_id).await?,
            None => None,
        };
        let client = registered.as_ref().map(|registered| &registered.client);
        let lines = lines(configuration, client, claims);
        Ok(InspectedToken {
            header: Some(serde_json::json!({
                "alg": parsed.alg, "kid": parsed.kid, "typ": parsed.typ,
            })),
            claims: lines,
            findings,
        })
    }

    /// Whether an access token is accepted whose signature and time hold.
    async fn live(
        &self,
        ctx: &OperationContext,
        configuration: &Configuration,
        text: &str,
        parsed: &jws::Unverified<'_>,
    ) -> Result<Finding> {
        let live = self
            .live_access_token(ctx, &Secret::presented(text))
            .await?;
        if let Some(live) = live {
            let client_id = live.token.client_id;
            return Ok(Finding::good(Checked::Live, Fact::Accepted { client_id }));
        }
        let (issuer, now) = (self.kernel.issuer(), ctx.now());
        let typ = parsed.typ.as_deref();
        let token = AccessToken::from_claims(typ, &parsed.claims, issuer, now);
        let reason = match &token {
            None => InactiveReason::Unknown,
            Some(token) => match token.grant_id() {
                None => InactiveReason::Revoked,
                Some(grant_id) => {
                    let key = TokenKey {
                        grant_id,
                        jti: &token.jti,
                        sid: token.sid.as_deref().unwrap_or_default(),
                    };
                    let client_id = &token.client_id;
                    self.inactive_reason(configuration, key, client_id, now)
                        .await?
                }
            },
        };
        Ok(Finding::wrong(Checked::Live, Fact::Ended { reason }))
    }
}

fn issuer(claims: &Map<String, Value>, ours: &str) -> Finding {
    match jws::text(claims, "iss") {
        Some(iss) if iss == ours => {
            let iss = iss.to_owned();
            Finding::good(Checked::Issuer, Fact::IssuerOurs { iss })
        }
        Some(iss) => {
            let fact = Fact::IssuerOther {
                iss: iss.to_owned(),
                ours: ours.to_owned(),
            };
            Finding::wrong(Checked::Issuer, fact)
        }
        None => Finding::wrong(Checked::Issuer, Fact::IssuerMissing),
    }
}

fn signature(
    configuration: &Configuration,
    parsed: &jws::Unverified<'_>,
    is_signed: bool,
    now: Timestamp,
) -> Finding {
    let Some(kid) = parsed.kid.clone() else {
        return Finding::wrong(Checked::Signature, Fact::KidMissing);
    };
    if is_signed {
        let alg = parsed.alg.clone();
        return Finding::good(Checked::Signature, Fact::Signed { alg, kid });
    }
    let jwks = configuration.keyring.jwks(now);
    let mut published = jwks
        .get("keys")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    let is_published =
        published.any(|key| key.get("kid").is_some_and(|known| *known == kid.as_str()));
    let fact = if is_published {
        Fact::SignatureWrong { kid }
    } else {
        Fact::KeyUnknown { kid }
    };
    Finding::wrong(Checked::Signature, fact)
}

/// Whom a token is for, beside whom it should be for: an ID token and a logout token are for an app that
/// is registered here.
async fn audience(
    configuration: &Configuration,
    claims: &Map<String, Value>,
    expected: Option<&str>,
) -> Result<Finding> {
    let named: Vec<&str> = match claims.get("aud") {
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).collect(),
        Some(Value::String(aud)) => vec![aud],
        _ => Vec::new(),
    };
    let aud = named.join(", ");
    if let Some(expected) = expected.filter(|expected| !named.contains(expected)) {
        let expected = expected.to_owned();
        let fact = Fact::AudienceOther { aud, expected };
        return Ok(Finding::wrong(Checked::Audience, fact));
    }
    let is_for_api = claims.contains_key("client_id");
    let registered = match named.first() {
        Some(first) if !is_for_api => configuration.client(first).await?,
        _ => None,
    };
    Ok(if is_for_api || registered.is_some() {
        Finding::good(Checked::Audience, Fact::AudienceIs { aud })
    } else {
        Finding::wrong(Checked::Audience, Fact::AudienceUnregistered { aud })
    })
}

/// A moment of a claim, in seconds since 1970.
fn moment(claims: &Map<String, Value>, name: &str) -> Option<Timestamp> {
    let seconds = claims.get(name)?.as_i64()?;
    Some(Timestamp(seconds.saturating_mul(1000)))
}

fn time(claims: &Map<String, Value>, now: Timestamp) -> Finding {
    let seconds = |from: Timestamp, to: Timestamp| to.0.saturating_sub(from.0) / 1000;
    let ahead = ["nbf", "iat"].into_iter().find_map(|claim| {
        let at = moment(claims, claim).filter(|at| at.is_ahead_of(now))?;
        let seconds = seconds(now, at);
        Some(Fact::TimeAhead { claim, seconds })
    });
    if let Some(fact) = ahead {
        return Finding::wrong(Checked::Time, fact);
    }
    match moment(claims, "exp") {
        Some(exp) if exp <= now => {
            let seconds = seconds(exp, now);
            Finding::wrong(Checked::Time, Fact::Expired { seconds })
        }
        Some(exp) => {
            let seconds = seconds(now, exp);
            Finding::good(Checked::Time, Fact::GoodFor { seconds })
        }
        None => Finding::wrong(Checked::Time, Fact::ExpMissing),
    }
}

fn kind(typ: Option<&str>, claims: &Map<String, Value>) -> Finding {
    let has = |name: &str| claims.contains_key(name);
    let wrong = |fact| Finding::wrong(Checked::Kind, fact);
    if has("events") || typ == Some("logout+jwt") {
        return match (has("events"), has("nonce"), has("sub") || has("sid")) {
            (true, false, true) => Finding::good(Checked::Kind, Fact::LogoutToken),
            (false, ..) => wrong(Fact::LogoutTokenWithoutEvents),
            (_, true, _) => wrong(Fact::LogoutTokenWithNonce),
            (_, _, false) => wrong(Fact::LogoutTokenWithoutSubject),
        };
    }
    let fact = if has("client_id") {
        Fact::AccessToken
    } else {
        Fact::IdToken
    };
    Finding::good(Checked::Kind, fact)
}
