//! What the endpoints say to an authorization request or a token, check by check, for administrators
//! who look for the cause of a refusal. Nothing is written, and nothing is fetched.

use crate::{
    Configuration, Result,
    context::OperationContext,
    oauth::{
        authorize::{Authorization, RequestInspection},
        token::Tokens,
    },
};
use doorward_protocol::{
    keys::jws,
    oauth::{
        authorization_request::{AddressError, AddressRefusal, Parameters},
        refresh_token::{Presentation, Rotation, rotate},
    },
    secret::Secret,
    time::{Lifetime, Timestamp},
};
use serde_json::{Map, Value};

/// What is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Checked {
    /// `client_id`: the app is registered and enabled.
    Client,
    /// `redirect_uri`: it is registered for the app.
    RedirectUri,
    /// Everything else that the request asks for.
    Request,
    /// Whether the user may open the app.
    Access,
    /// Whether the text is a token at all.
    Shape,
    /// The signature, by the key that the header names.
    Signature,
    /// `iss`: this provider.
    Issuer,
    /// `exp`, `nbf` and `iat` against the clock of this server.
    Time,
    /// What kind of token it is, by `typ` and claims.
    Kind,
    /// Whether it is still accepted: the grant, the session, the user and the app behind it.
    Live,
}

/// One thing that was looked at, in the order in which the endpoints look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What was looked at.
    pub checked: Checked,
    /// Whether it is as it should be.
    pub is_good: bool,
    /// What was found, in the words of the specification.
    pub detail: String,
}

impl Finding {
    fn good(checked: Checked, detail: impl Into<String>) -> Self {
        Self {
            checked,
            is_good: true,
            detail: detail.into(),
        }
    }

    fn wrong(checked: Checked, detail: impl Into<String>) -> Self {
        Self {
            is_good: false,
            ..Self::good(checked, detail)
        }
    }
}

/// A token that was looked at.
#[derive(Debug)]
pub struct InspectedToken {
    /// Its header (RFC 7515 §4), where it is a JWT.
    pub header: Option<Value>,
    /// Its claims (RFC 7519 §4), where it is a JWT.
    pub claims: Option<Value>,
    /// What was found.
    pub findings: Vec<Finding>,
}

impl Authorization {
    /// What the authorization endpoint says to a request, up to the question who the user is.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn inspect(&self, parameters: &Parameters) -> Result<Vec<Finding>> {
        let object = ["request", "request_uri"];
        let object = object
            .into_iter()
            .find(|name| parameters.get(name).is_some());
        let inspected = self.inspect_request(parameters).await?;
        let name = |id: &str| format!("{id} is registered and enabled");
        let mut findings = Vec::new();
        match inspected {
            RequestInspection::NoAddress { refusal, disabled } => {
                let wrong = unanswerable(&refusal, disabled);
                if wrong.checked != Checked::Client {
                    let client_id = refusal.client_id.unwrap_or_default();
                    findings.push(Finding::good(Checked::Client, name(&client_id)));
                }
                findings.push(wrong);
            }
            RequestInspection::Refused {
                client_id,
                redirect_uri,
                error,
            } => {
                findings.push(Finding::good(Checked::Client, name(&client_id)));
                findings.push(Finding::good(Checked::RedirectUri, redirect_uri));
                let detail = format!("{}: {}", error.code.as_str(), error.hint);
                findings.push(Finding::wrong(Checked::Request, detail));
            }
            RequestInspection::Accepted {
                client_id,
                redirect_uri,
                scope,
            } => {
                findings.push(Finding::good(Checked::Client, name(&client_id)));
                findings.push(Finding::good(Checked::RedirectUri, redirect_uri));
                let detail = format!("scope that can be granted: {scope}");
                findings.push(Finding::good(Checked::Request, detail));
            }
        }
        if let Some(object) = object {
            findings.retain(|finding| finding.checked == Checked::Client);
            let detail = format!(
                "the request is in {object}, which is used once and not opened here: send the \
                 parameters that it holds"
            );
            findings.push(Finding::wrong(Checked::Request, detail));
        }
        Ok(findings)
    }
}

impl Tokens {
    /// What this provider says to a token: an access token, an ID token, a logout token or a refresh
    /// token. A refresh token is not used up.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn inspect(&self, ctx: &OperationContext, text: &str) -> Result<InspectedToken> {
        let configuration = self.kernel.configuration().await?;
        if text.contains('.') {
            return self.inspect_jwt(ctx, &configuration, text).await;
        }
        let presented = Secret::presented(text);
        let finding = if let Some(live) = self.live_access_token(ctx, &presented).await? {
            let detail = format!(
                "an access token of {} that is accepted",
                live.token.client_id
            );
            Finding::good(Checked::Live, detail)
        } else {
            self.inspect_refresh_token(ctx, &configuration, &presented)
                .await?
        };
        Ok(InspectedToken {
            header: None,
            claims: None,
            findings: vec![finding],
        })
    }

    async fn inspect_refresh_token(
        &self,
        ctx: &OperationContext,
        configuration: &Configuration,
        presented: &Secret,
    ) -> Result<Finding> {
        let store = self.kernel.database.read();
        let unknown = "no token of this provider that is accepted: it is cut off, of another provider, \
                       expired or revoked";
        let Some(token) = store.refresh_token(&presented.digest()).await? else {
            return Ok(Finding::wrong(Checked::Live, unknown));
        };
        let client_id = &token.facts.client_id;
        let Some(registered) = configuration.client(client_id).await? else {
            let detail =
                format!("a refresh token of {client_id}, which is not registered any more");
            return Ok(Finding::wrong(Checked::Live, detail));
        };
        let presentation = Presentation {
            client: &registered.client,
            requested: None,
            grace: Lifetime(0),
        };
        Ok(match rotate(&token, presentation, ctx.now()) {
            Rotation::Rotate(scope) => Finding::good(
                Checked::Live,
                format!("a refresh token of {client_id} that is accepted, for {scope}"),
            ),
            Rotation::Refuse(error) | Rotation::RevokeFamily(error) => Finding::wrong(
                Checked::Live,
                format!("a refresh token of {client_id}: {}", error.hint),
            ),
            Rotation::Repeat(_) => Finding::wrong(
                Checked::Live,
                format!("a refresh token of {client_id} that was used just now"),
            ),
        })
    }

    async fn inspect_jwt(
        &self,
        ctx: &OperationContext,
        configuration: &Configuration,
        text: &str,
    ) -> Result<InspectedToken> {
        let parsed = jws::parse(text).or_else(|| jws::parse_unsigned(text));
        let Some(parsed) = parsed else {
            let detail = "three parts with dots between, each base64url, are a JWT; this is cut off, or \
                          was changed on its way";
            return Ok(InspectedToken {
                header: None,
                claims: None,
                findings: vec![Finding::wrong(Checked::Shape, detail)],
            });
        };
        let (now, claims) = (ctx.now(), &parsed.claims);
        let is_signed = configuration.keyring.verify(text, now).is_some();
        let mut findings = vec![
            issuer(claims, self.kernel.issuer()),
            signature(configuration, &parsed, is_signed, now),
            time(claims, now),
            kind(parsed.typ.as_deref(), claims),
        ];
        if claims.contains_key("client_id") && findings.iter().all(|finding| finding.is_good) {
            findings.push(match self.live_access_token(ctx, &Secret::presented(text)).await? {
                Some(_) => Finding::good(Checked::Live, "accepted"),
                None => Finding::wrong(
                    Checked::Live,
                    "not accepted any more: it was revoked, its session ended, or the user or the app \
                     is disabled or lost the access",
                ),
            });
        }
        Ok(InspectedToken {
            header: Some(serde_json::json!({
                "alg": parsed.alg, "kid": parsed.kid, "typ": parsed.typ,
            })),
            claims: Some(parsed.claims.into()),
            findings,
        })
    }
}

/// What is wrong with a request that cannot be answered at any address.
fn unanswerable(refusal: &AddressRefusal, disabled: bool) -> Finding {
    let client_id = refusal.client_id.as_deref().unwrap_or_default();
    let sent = refusal.redirect_uri.as_deref().unwrap_or_default();
    let (checked, detail) = match refusal.error {
        AddressError::ClientMissing => (Checked::Client, "client_id is missing".to_owned()),
        AddressError::ClientUnknown if disabled => {
            (Checked::Client, format!("{client_id} is disabled"))
        }
        AddressError::ClientUnknown => (
            Checked::Client,
            format!("no app is registered as {client_id}"),
        ),
        AddressError::RedirectUriMissing => {
            (Checked::RedirectUri, "redirect_uri is missing".to_owned())
        }
        AddressError::RedirectUriUnregistered => {
            let nearest = refusal.nearest.as_deref();
            let nearest = nearest.map(|uri| format!("; registered is {uri}"));
            let nearest = nearest.unwrap_or_default();
            (
                Checked::RedirectUri,
                format!("{sent} is not registered{nearest}"),
            )
        }
        AddressError::LocalhostUnregistered => (
            Checked::RedirectUri,
            format!(
                "{sent} is not registered, and the port of localhost never varies: register \
                 http://127.0.0.1 for any port (RFC 8252 section 7.3)"
            ),
        ),
        AddressError::Repeated => (
            Checked::Client,
            "client_id or redirect_uri was sent more than once".to_owned(),
        ),
        AddressError::Unusable => (
            Checked::Request,
            "a parameter is too long or is not text".to_owned(),
        ),
        AddressError::RequestObject => {
            (Checked::Request, "the request object is invalid".to_owned())
        }
    };
    Finding::wrong(checked, detail)
}

fn issuer(claims: &Map<String, Value>, ours: &str) -> Finding {
    match claims.get("iss").and_then(Value::as_str) {
        Some(iss) if iss == ours => Finding::good(Checked::Issuer, iss),
        Some(iss) => Finding::wrong(
            Checked::Issuer,
            format!("issued by {iss}; this provider is {ours}, compared letter by letter"),
        ),
        None => Finding::wrong(Checked::Issuer, "iss is missing"),
    }
}

fn signature(
    configuration: &Configuration,
    parsed: &jws::Unverified<'_>,
    is_signed: bool,
    now: Timestamp,
) -> Finding {
    let wrong = |detail: String| Finding::wrong(Checked::Signature, detail);
    let Some(kid) = parsed.kid.as_deref() else {
        return wrong("the header names no key (kid)".into());
    };
    if is_signed {
        return Finding::good(
            Checked::Signature,
            format!("{} by the key {kid}", parsed.alg),
        );
    }
    let jwks = configuration.keyring.jwks(now);
    let published = jwks
        .get("keys")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    if published
        .into_iter()
        .any(|key| key.get("kid").is_some_and(|known| known == kid))
    {
        return wrong(format!(
            "not signed by the key {kid}: the token was changed or cut off"
        ));
    }
    wrong(format!(
        "the key {kid} is not in the key set of this provider: an old key that was removed, or a token \
         of another provider"
    ))
}

/// A moment of a claim, in seconds since 1970.
fn moment(claims: &Map<String, Value>, name: &str) -> Option<Timestamp> {
    let seconds = claims.get(name)?.as_i64()?;
    Some(Timestamp(seconds.saturating_mul(1000)))
}

fn time(claims: &Map<String, Value>, now: Timestamp) -> Finding {
    let seconds = |from: Timestamp, to: Timestamp| (to.0.saturating_sub(from.0)) / 1000;
    let ahead = ["nbf", "iat"].into_iter().find_map(|name| {
        let at = moment(claims, name).filter(|at| at.is_ahead_of(now))?;
        Some((name, at))
    });
    if let Some((name, at)) = ahead {
        let detail = format!(
            "{name} is {} seconds ahead of the clock of this server: compare the clocks",
            seconds(now, at)
        );
        return Finding::wrong(Checked::Time, detail);
    }
    match moment(claims, "exp") {
        Some(exp) if exp <= now => {
            let detail = format!("expired {} seconds ago (exp)", seconds(exp, now));
            Finding::wrong(Checked::Time, detail)
        }
        Some(exp) => {
            let detail = format!("good for {} seconds more (exp)", seconds(now, exp));
            Finding::good(Checked::Time, detail)
        }
        None => Finding::wrong(Checked::Time, "exp is missing"),
    }
}

fn kind(typ: Option<&str>, claims: &Map<String, Value>) -> Finding {
    let good = |detail: &str| Finding::good(Checked::Kind, detail);
    let wrong = |detail: &str| Finding::wrong(Checked::Kind, detail);
    let has = |name: &str| claims.contains_key(name);
    if has("events") || typ == Some("logout+jwt") {
        return match (has("events"), has("nonce"), has("sub") || has("sid")) {
            (true, false, true) => good("a logout token"),
            (false, ..) => wrong("a logout token without events"),
            (_, true, _) => wrong("a logout token must not have a nonce"),
            (_, _, false) => wrong("a logout token needs sub or sid"),
        };
    }
    if has("client_id") {
        return good("an access token: for APIs, not for who is signed in");
    }
    good("an ID token: for the app in aud, not for APIs")
}
