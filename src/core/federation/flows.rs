//! Rows of `federation_flows`: what waits until the browser comes back, used once.

use crate::{Error, Result, context::OperationContext, federation::Federation};
use doorward_protocol::{
    secret::{Digest, Secret},
    time::Lifetime,
};
use doorward_storage::{FederationFlow, Store};
use serde::{Serialize, de::DeserializeOwned};

/// How long a browser may take to come back.
const FLOW_TTL: Lifetime = Lifetime::minutes(10);

/// What one kind of flow stores.
pub(super) trait FlowContent: Serialize + DeserializeOwned {
    /// The kind of the flow, as the row stores it.
    const KIND: &'static str;
}

/// A flow that is not stored yet.
pub(super) struct NewFlow {
    /// The identifier that travels through the browser.
    pub(super) identifier: Secret,
    row: FederationFlow,
}

/// A flow of this browser, which is still stored.
pub(super) struct LoadedFlow<T> {
    pub(super) digest: Digest,
    pub(super) provider_id: String,
    pub(super) content: T,
}

impl Federation {
    /// Makes a flow that belongs to a browser.
    pub(super) fn new_flow<T: FlowContent>(
        &self,
        ctx: &OperationContext,
        provider_id: &str,
        browser: &Secret,
        content: &T,
    ) -> Result<NewFlow> {
        let identifier = Secret::generate(self.kernel.entropy.as_ref());
        let plain =
            serde_json::to_vec(content).map_err(|error| Error::Internal(error.to_string()))?;
        let row = FederationFlow {
            digest: identifier.digest(),
            kind: T::KIND.to_owned(),
            provider_id: provider_id.to_owned(),
            browser_digest: browser.digest(),
            sealed: self.kernel.master_key.seal(&plain)?,
            expires_at: ctx.now().plus(FLOW_TTL),
        };
        Ok(NewFlow { identifier, row })
    }

    /// Stores a flow, and gives the identifier that travels through the browser.
    pub(super) async fn store_flow(&self, flow: NewFlow) -> Result<Secret> {
        let unit = Store::add_federation_flow(&flow.row);
        self.kernel.database.commit_unaudited(unit).await?;
        Ok(flow.identifier)
    }

    /// The flow with this identifier; `None` where it expired, or is of another kind or browser.
    pub(super) async fn load_flow<T: FlowContent>(
        &self,
        ctx: &OperationContext,
        identifier: &Secret,
        browser: Option<&Secret>,
    ) -> Result<Option<LoadedFlow<T>>> {
        let store = self.kernel.database.read();
        let Some(flow) = store.federation_flow(&identifier.digest()).await? else {
            return Ok(None);
        };
        let is_of_browser =
            browser.is_some_and(|browser| browser.digest().matches(&flow.browser_digest));
        if !is_of_browser || flow.kind != T::KIND || ctx.now() >= flow.expires_at {
            return Ok(None);
        }
        let plain = self.kernel.master_key.open(&flow.sealed)?;
        let content =
            serde_json::from_slice(&plain).map_err(|error| Error::Internal(error.to_string()))?;
        Ok(Some(LoadedFlow {
            digest: flow.digest,
            provider_id: flow.provider_id,
            content,
        }))
    }

    /// Deletes a flow. `false` where another request used it first.
    pub(super) async fn use_flow(&self, digest: &Digest) -> Result<bool> {
        let unit = Store::use_federation_flow(digest);
        self.kernel.database.commit_unaudited(unit).await
    }
}
