//! Logout at the provider that a session came from (OpenID Connect RP-Initiated Logout).

use crate::{
    Configuration, Result,
    context::OperationContext,
    federation::{
        Federation, LoadedIdentityProvider,
        flows::{FlowContent, LoadedFlow},
    },
    sealing::Purpose,
};
use doorward_protocol::{
    federation::LogoutScope, logout::after_sign_out::AfterSignOut, oauth::redirect_uri::with_query,
    secret::Secret,
};

/// What waits for the browser to come back from the logout at the provider.
impl FlowContent for AfterSignOut {
    const KIND: &'static str = "logout";
}

impl Federation {
    /// Begins the logout at the provider that a session came from, and gives the address that the
    /// browser is sent to. `None` where the provider takes no part in the logout, or does not
    /// answer: it must not keep anybody from signing out here.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn begin_upstream_logout(
        &self,
        ctx: &OperationContext,
        sid: &str,
        browser: Option<&Secret>,
        after: AfterSignOut,
    ) -> Result<Option<String>> {
        let store = self.kernel.database.read();
        let (Some(browser), Some(session)) = (browser, store.upstream_session(sid).await?) else {
            return Ok(None);
        };
        let configuration = self.kernel.configuration().await?;
        let Some(provider) = logout_provider(&configuration, &session.provider_id) else {
            return Ok(None);
        };
        let Some(endpoint) = self.end_session_endpoint(provider).await else {
            return Ok(None);
        };
        let flow = self.new_flow(ctx, provider.id(), browser, &after)?;
        let state = self.store_flow(flow).await?;
        let id_token = session.sealed_id_token.and_then(|sealed| {
            let opened = self
                .kernel
                .sealing
                .open(Purpose::UpstreamIdToken.at(&[sid]), &sealed);
            let plain = opened.inspect_err(|error| {
                tracing::warn!(%error, "the ID token of a session cannot be opened; the logout at the identity provider goes on without it");
            }).ok()?;
            String::from_utf8(plain).ok()
        });
        let return_uri = format!(
            "{}/federation/{}/signed-out",
            self.kernel.issuer(),
            provider.id()
        );
        let mut query = vec![
            ("client_id", provider.declared().client_id.as_str()),
            ("post_logout_redirect_uri", &return_uri),
            ("state", state.reveal()),
        ];
        query.extend(id_token.as_deref().map(|hint| ("id_token_hint", hint)));
        Ok(Some(with_query(&endpoint, query)))
    }

    async fn end_session_endpoint(&self, provider: &LoadedIdentityProvider) -> Option<String> {
        let found = self.discover(provider).await.ok()?;
        let endpoint = found.document.get("end_session_endpoint")?;
        endpoint.as_str().map(str::to_owned)
    }

    /// Where a browser goes on after the logout at the provider, once.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn finish_upstream_logout(
        &self,
        ctx: &OperationContext,
        provider_id: &str,
        state: &Secret,
        browser: Option<&Secret>,
    ) -> Result<AfterSignOut> {
        let flow: Option<LoadedFlow<AfterSignOut>> = self.load_flow(ctx, state, browser).await?;
        let Some(flow) = flow.filter(|flow| flow.provider_id == provider_id) else {
            return Ok(AfterSignOut::default());
        };
        let is_first = self.use_flow(&flow).await?;
        Ok(if is_first {
            flow.content
        } else {
            AfterSignOut::default()
        })
    }
}

/// The provider, where a logout here reaches it.
fn logout_provider<'a>(
    configuration: &'a Configuration,
    id: &str,
) -> Option<&'a LoadedIdentityProvider> {
    configuration
        .identity_provider(id)
        .map(AsRef::as_ref)
        .filter(|provider| {
            provider.declared().logout == LogoutScope::Upstream && provider.resolved().is_openid()
        })
}
