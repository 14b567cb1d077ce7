//! What an app would get of a user who signs in: the claims of each token and of userinfo, with where
//! each comes from. Nothing is signed or stored.

use super::{ClaimLine, Finding, claims::lines};
use crate::{
    Configuration, Result,
    access::effective::{SignedIn, user_access},
    context::OperationContext,
    oauth::{
        access_claims::access_claims,
        authorize::InteractionPage,
        release::{Granted, as_named, release, release_in_id_token},
        token::Tokens,
    },
};
use doorward_protocol::{
    access::place::Place,
    clients::client::{AccessTokenFormat, Client},
    oauth::{
        access_token::AccessToken, authorization_request::AuthorizationRequest,
        error_code::ProtocolError, grant::GrantFacts, resource::audience,
    },
    oidc::id_token::{HashInputs, IdToken},
    sessions::sso_session::SsoSession,
};
use serde_json::{Map, Value};

/// A sign-in of an app that was rehearsed.
#[derive(Debug, Default)]
pub struct Rehearsal {
    /// The address that the app sends the browser to.
    pub request: String,
    /// The checks of the request.
    pub findings: Vec<Finding>,
    /// What somebody sees who is not signed in; none where the request is refused before.
    pub for_nobody: Option<RehearsedPage>,
    /// How users of the app can sign in.
    pub methods: Vec<OfferedMethod>,
    /// What comes after the user signed in; none where no user was named or they are disabled.
    pub for_user: Option<RehearsedPage>,
    /// What the app gets in the end.
    pub tokens: RehearsedClaims,
}

/// What comes next in the browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RehearsedPage {
    /// A page that asks the user something.
    Page(InteractionPage),
    /// The app is told that it gets nothing.
    Refused(ProtocolError),
    /// The app gets its answer, at this redirect URI.
    Answer(String),
}

/// A way to sign in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OfferedMethod {
    /// A password that is checked here.
    Password,
    /// A passkey of the user.
    Passkey,
    /// A mailed code.
    Code,
    /// A mailed link.
    Link,
    /// An identity provider or a directory.
    Provider {
        /// Its identifier in addresses.
        id: String,
        /// The name on its button.
        name: String,
    },
}

/// The claims that an app gets.
#[derive(Debug, Default)]
pub struct RehearsedClaims {
    /// Those of the ID token; none without the scope `openid`.
    pub id_token: Vec<ClaimLine>,
    /// Those of the access token; none where it is opaque.
    pub access_token: Vec<ClaimLine>,
    /// Those of the userinfo response; none without the scope `openid`.
    pub userinfo: Vec<ClaimLine>,
}

/// Whose tokens are made for whom.
pub(in crate::oauth) struct RehearsedTokens<'a> {
    pub(in crate::oauth) request: &'a AuthorizationRequest,
    pub(in crate::oauth) client: &'a Client,
    pub(in crate::oauth) session: &'a SsoSession,
    pub(in crate::oauth) organization_id: Option<String>,
}

impl Tokens {
    /// The claims that the app would get.
    pub(in crate::oauth) async fn rehearse(
        &self,
        ctx: &OperationContext,
        configuration: &Configuration,
        basis: RehearsedTokens<'_>,
    ) -> Result<RehearsedClaims> {
        let (client, kernel) = (basis.client, &self.kernel);
        let facts = facts(&basis);
        let store = kernel.database.read();
        let Some(user) = store.user(&facts.user_id).await? else {
            return Ok(RehearsedClaims::default());
        };
        let who = SignedIn::from(&facts);
        let access = user_access(kernel, configuration, client, who, ctx.now()).await?;
        let granted = Granted {
            scope: &facts.scope,
            names: &facts.claims.id_token,
        };
        let with_access = |mut claims: Map<String, Value>, granted, place| {
            claims.extend(access_claims(kernel, client, &access, granted, place));
            as_named(client, claims)
        };
        let named = |claims| lines(configuration, Some(client), &claims);
        let mut rehearsed = RehearsedClaims::default();
        if facts.scope.contains("openid") {
            let mut claims = release_in_id_token(kernel, configuration, client, &user, &facts);
            claims.extend(self.id_token(ctx, client, &basis, &facts));
            rehearsed.id_token = named(with_access(claims, granted, Place::IdToken));
            let granted = Granted {
                names: &facts.claims.userinfo,
                ..granted
            };
            let claims = release(kernel, configuration, client, &user, granted);
            rehearsed.userinfo = named(with_access(claims, granted, Place::Userinfo));
        }
        if client.access_token_format == AccessTokenFormat::Jwt {
            let claims = self.access_token(ctx, client, &facts);
            let granted = Granted::scope(&facts.scope);
            rehearsed.access_token = named(with_access(claims, granted, Place::AccessToken));
        }
        Ok(rehearsed)
    }

    fn id_token(
        &self,
        ctx: &OperationContext,
        client: &Client,
        basis: &RehearsedTokens<'_>,
        facts: &GrantFacts,
    ) -> Map<String, Value> {
        let algorithm = client
            .id_token_signed_response_alg
            .unwrap_or_else(|| self.kernel.default_algorithm());
        let token = IdToken {
            iss: self.kernel.issuer(),
            sub: &self.kernel.subject_for(client, &facts.user_id),
            client_id: &client.client_id,
            sid: facts.sid.as_deref(),
            nonce: basis.request.nonce.as_deref(),
            auth_time: facts.auth_time,
            authentication: &facts.authentication,
            iat: ctx.now(),
            exp: ctx.now().plus(self.kernel.settings.lifetimes.id_token),
        };
        token.claims(HashInputs::default(), algorithm.as_str())
    }

    fn access_token(
        &self,
        ctx: &OperationContext,
        client: &Client,
        facts: &GrantFacts,
    ) -> Map<String, Value> {
        let issuer = self.kernel.issuer();
        let token = AccessToken {
            jti: String::new(),
            sub: self.kernel.subject_for(client, &facts.user_id),
            client_id: client.client_id.clone(),
            aud: audience(&[], &facts.resources, client, issuer).unwrap_or_default(),
            scope: facts.scope.clone(),
            iat: ctx.now(),
            exp: ctx.now().plus(self.kernel.settings.lifetimes.access_token),
            auth_time: Some(facts.auth_time),
            acr: Some(facts.authentication.acr().to_owned()),
            amr: facts.authentication.amr.clone(),
            sid: facts.sid.clone(),
        };
        token.claims(issuer)
    }
}

fn facts(basis: &RehearsedTokens<'_>) -> GrantFacts {
    let (request, session) = (basis.request, basis.session);
    GrantFacts {
        grant_id: String::new(),
        client_id: basis.client.client_id.clone(),
        user_id: session.user_id.clone(),
        sid: Some(session.sid.clone()),
        scope: request.scope.clone(),
        resources: request.resources.clone(),
        auth_time: session.auth_time,
        authentication: session.authentication.clone(),
        claims: request.claims.names.clone(),
        organization_id: basis.organization_id.clone(),
    }
}
