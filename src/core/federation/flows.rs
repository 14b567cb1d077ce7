//! What waits until the browser comes back, for one use. What a stranger begins travels sealed through
//! the browser, and its row is made by its use. What is too long for that, or asked for by somebody who
//! proved something, is a row of `federation_flows`.

use crate::{Error, Result, context::OperationContext, federation::Federation, sealing::Purpose};
use doorward_protocol::{
    json,
    secret::{Digest, Secret, random_id},
    time::{Lifetime, Timestamp},
};
use doorward_storage::{FederationFlow, Store, Unit};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// How long a browser may take to come back.
const FLOW_TTL: Lifetime = Lifetime::minutes(10);
/// The longest sealed flow, in bytes. It travels as `state`, and providers limit the length of an
/// address.
const MAX_SEALED_BYTES: usize = 2048;
/// The length of the identifier inside a sealed flow, in random bytes.
const ID_BYTES: usize = 16;

/// What one kind of flow stores.
pub(super) trait FlowContent: Serialize + DeserializeOwned {
    /// The kind of the flow, as the row stores it.
    const KIND: &'static str;
}

/// A flow that the browser takes along.
pub(super) struct NewFlow {
    /// The identifier that travels through the browser.
    pub(super) identifier: Secret,
    /// The row of a flow that is stored.
    row: Option<FederationFlow>,
}

/// A flow of this browser that nobody used yet.
pub(super) struct LoadedFlow<T> {
    pub(super) digest: Digest,
    pub(super) provider_id: String,
    pub(super) content: T,
    /// Whether it is a row. Otherwise its use will be one.
    pub(super) is_stored: bool,
    expires_at: Timestamp,
}

impl<T> LoadedFlow<T> {
    /// Uses the flow: a guard, so that it happens once.
    pub(super) fn use_unit(&self) -> Unit {
        if self.is_stored {
            Store::use_federation_flow(&self.digest)
        } else {
            Store::use_sealed_federation_flow(&self.digest, self.expires_at)
        }
    }
}

/// A flow as it travels through the browser.
#[derive(Serialize, Deserialize)]
struct SealedFlow<T> {
    /// Names the row of its use. It is sealed too, so that a flow has one row, however its text is
    /// written.
    id: String,
    provider_id: String,
    expires_at: Timestamp,
    content: T,
}

/// What a flow of this kind is sealed for.
fn purpose<T: FlowContent>() -> String {
    format!("identity provider: {}", T::KIND)
}

/// The columns that decide who may go on with a flow, and where: its content opens beside them
/// alone.
fn columns(row: &FederationFlow) -> [&str; 4] {
    [
        row.digest.as_str(),
        &row.kind,
        &row.provider_id,
        row.browser_digest.as_str(),
    ]
}

impl Federation {
    /// Makes a flow that belongs to a browser and is to be stored.
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
        let mut row = FederationFlow {
            digest: identifier.digest(),
            kind: T::KIND.to_owned(),
            provider_id: provider_id.to_owned(),
            browser_digest: browser.digest(),
            sealed: String::new(),
            expires_at: ctx.now().plus(FLOW_TTL),
        };
        let sealing = &self.kernel.sealing;
        row.sealed = sealing.seal(Purpose::FederationFlow.at(&columns(&row)), &plain)?;
        Ok(NewFlow {
            identifier,
            row: Some(row),
        })
    }

    /// Makes a flow that travels sealed through its browser. `None`: it is too long for that.
    pub(super) fn new_sealed_flow<T: FlowContent>(
        &self,
        ctx: &OperationContext,
        provider_id: &str,
        browser: &Secret,
        content: &T,
    ) -> Result<Option<NewFlow>> {
        let flow = SealedFlow {
            id: random_id(self.kernel.entropy.as_ref(), ID_BYTES),
            provider_id: provider_id.to_owned(),
            expires_at: ctx.now().plus(FLOW_TTL),
            content,
        };
        let sealed = self
            .kernel
            .seal_for_browser(&purpose::<T>(), browser, &flow)?;
        let fits = sealed.reveal().len() <= MAX_SEALED_BYTES;
        Ok(fits.then_some(NewFlow {
            identifier: sealed,
            row: None,
        }))
    }

    /// Stores a flow that is to be stored, and gives the identifier that travels through the
    /// browser.
    pub(super) async fn store_flow(&self, flow: NewFlow) -> Result<Secret> {
        if let Some(row) = &flow.row {
            let unit = Store::add_federation_flow(row);
            self.kernel.database.commit_unaudited(unit).await?;
        }
        Ok(flow.identifier)
    }

    /// The flow with this identifier; `None` where it expired, was used, or is of another kind or
    /// browser.
    pub(super) async fn load_flow<T: FlowContent>(
        &self,
        ctx: &OperationContext,
        identifier: &Secret,
        browser: Option<&Secret>,
    ) -> Result<Option<LoadedFlow<T>>> {
        let Some(flow) = self.known_flow::<T>(identifier, browser).await? else {
            return Ok(None);
        };
        if !flow.expires_at.ends_a_valid(FLOW_TTL, ctx.now()) {
            return Ok(None);
        }
        let store = self.kernel.database.read();
        let is_used = !flow.is_stored && store.federation_flow(&flow.digest).await?.is_some();
        Ok(Some(flow).filter(|_| !is_used))
    }

    /// The flow of this browser with this identifier, also where it expired or was used: nobody goes
    /// on with it, but it says what the user wanted.
    pub(super) async fn known_flow<T: FlowContent>(
        &self,
        identifier: &Secret,
        browser: Option<&Secret>,
    ) -> Result<Option<LoadedFlow<T>>> {
        let Some(browser) = browser else {
            return Ok(None);
        };
        match self.open_flow(identifier, browser) {
            Some(sealed) => Ok(Some(sealed)),
            None => self.stored_flow(identifier, browser).await,
        }
    }

    fn open_flow<T: FlowContent>(
        &self,
        identifier: &Secret,
        browser: &Secret,
    ) -> Option<LoadedFlow<T>> {
        let flow: SealedFlow<T> =
            self.kernel
                .open_for_browser(&purpose::<T>(), browser, identifier)?;
        Some(LoadedFlow {
            digest: Digest::of(flow.id.as_bytes()),
            provider_id: flow.provider_id,
            content: flow.content,
            is_stored: false,
            expires_at: flow.expires_at,
        })
    }

    async fn stored_flow<T: FlowContent>(
        &self,
        identifier: &Secret,
        browser: &Secret,
    ) -> Result<Option<LoadedFlow<T>>> {
        let store = self.kernel.database.read();
        let found = store.federation_flow(&identifier.digest()).await?;
        let is_of_browser = |flow: &FederationFlow| browser.digest().matches(&flow.browser_digest);
        let Some(flow) = found.filter(|flow| is_of_browser(flow) && flow.kind == T::KIND) else {
            return Ok(None);
        };
        let sealing = &self.kernel.sealing;
        let plain = sealing.open(Purpose::FederationFlow.at(&columns(&flow)), &flow.sealed)?;
        let content = serde_json::from_slice(&plain)
            .map_err(|error| Error::Internal(json::reason(&error)))?;
        Ok(Some(LoadedFlow {
            digest: flow.digest,
            provider_id: flow.provider_id,
            content,
            is_stored: true,
            expires_at: flow.expires_at,
        }))
    }

    /// Uses a flow up. `false` where another request used it first.
    pub(super) async fn use_flow<T>(&self, flow: &LoadedFlow<T>) -> Result<bool> {
        self.kernel.database.commit_unaudited(flow.use_unit()).await
    }
}
