//! Sign-in with an account elsewhere: leave for a provider, arrive from it, and settle who that is
//! here.

mod arrive;
mod depart;
mod directory;
mod health;
mod leave;
mod links;
mod offer;
mod provider_test;
mod providers;
mod settle;

pub use arrive::{Answer, arrive};
pub use depart::{Departing, depart, start_link};
pub(crate) use directory::{Found, Typed, sign_in as sign_in_by_directory};
pub use health::UpstreamHealth;
pub use leave::{back_channel_logout, farewell, returned};
pub use links::{link_choices, links, unlink};
pub use offer::{Offer, accept_offer, offer};
pub use provider_test::{Finding, test};
pub use providers::{Declaration, plan, put, unit};
pub use settle::Outcome;

use crate::context::OperationContext;
use crate::{Configuration, Error, Provider, Result};
use doorward_adapters::{keys::MasterKey, outbound::Outbound};
use doorward_protocol::{
    clients::client::Client,
    federation::{IdentityProvider, IdentityProviderSecrets, Refusal},
    oidc::authentication_context::AuthenticationContext,
    secret::{Digest, Secret},
    time::Lifetime,
};
use doorward_storage::{FederationFlow, StoredIdentityProvider};
use serde::{Serialize, de::DeserializeOwned};
use std::sync::Arc;

/// How long a browser may stay away (attack catalogue, section 4).
const AWAY: Lifetime = Lifetime::minutes(10);

/// A provider elsewhere with its secrets opened.
pub struct Upstream {
    /// What is declared of it.
    pub provider: IdentityProvider,
    pub(crate) secrets: IdentityProviderSecrets,
}

impl Upstream {
    /// Opens what is stored.
    ///
    /// # Errors
    /// Where it was sealed under another master key.
    pub(crate) fn open(master_key: &MasterKey, stored: StoredIdentityProvider) -> Result<Self> {
        let plain = master_key.open(&stored.sealed_secrets)?;
        let secrets =
            serde_json::from_slice(&plain).map_err(|error| Error::Internal(error.to_string()))?;
        Ok(Self {
            provider: stored.provider,
            secrets,
        })
    }

    /// Where this provider sends browsers back to: fixed by our own issuer, never taken from a
    /// request.
    pub fn redirect_uri(&self, issuer: &str) -> String {
        format!("{issuer}/federation/{}/callback", self.provider.id)
    }

    fn outbound(&self, provider: &Provider) -> Outbound {
        provider
            .outbound
            .for_operator(self.provider.allow_private_addresses)
    }

    /// Whether users may come in by it.
    fn is_way_in(&self) -> bool {
        self.provider.enabled && !self.provider.link_only
    }
}

/// The ways in that an app's users have, or everybody's where no app asks.
pub struct Ways {
    /// A password that is kept here.
    pub password: bool,
    /// Directories, whose users type their password here too.
    pub directories: Vec<Arc<Upstream>>,
    /// Providers that the browser goes to.
    pub providers: Vec<Arc<Upstream>>,
}

impl Ways {
    /// The ways in for an app.
    pub fn of(
        kernel: &crate::Kernel,
        configuration: &Configuration,
        client: Option<&Client>,
    ) -> Self {
        let admits = |way: &str| client.is_none_or(|client| client.admits_way(way));
        let open = configuration
            .upstreams
            .iter()
            .filter(|upstream| upstream.is_way_in() && admits(&upstream.provider.id))
            .cloned();
        let (directories, providers) = open.partition(|upstream| upstream.provider.is_directory());
        Self {
            password: kernel.settings.password_sign_in && admits("password"),
            directories,
            providers,
        }
    }

    /// Whether there is a form for a name and a password.
    pub fn has_form(&self) -> bool {
        self.password || !self.directories.is_empty()
    }

    /// The one provider, where there is no other way.
    pub fn sole(&self) -> Option<&Arc<Upstream>> {
        match self.providers.as_slice() {
            [one] if !self.has_form() => Some(one),
            _ => None,
        }
    }

    /// The strongest authentication that one of them can give: a provider whose word on how it
    /// signed somebody in is believed may tell of several factors.
    pub fn strongest(&self) -> AuthenticationContext {
        let tells = self
            .providers
            .iter()
            .any(|upstream| upstream.provider.trust_amr);
        if tells {
            AuthenticationContext::MultiFactor
        } else {
            AuthenticationContext::SingleFactor
        }
    }

    /// The ways that can give more than one factor.
    #[must_use]
    pub fn stronger(mut self) -> Self {
        self.providers
            .retain(|upstream| upstream.provider.trust_amr);
        Self {
            password: false,
            directories: Vec::new(),
            ..self
        }
    }

    /// A provider among the ways in.
    pub fn provider(&self, id: &str) -> Option<&Arc<Upstream>> {
        self.providers
            .iter()
            .find(|upstream| upstream.provider.id == id)
    }

    /// The provider at which who has this address is at home.
    pub fn home_of(&self, address: &str) -> Option<&Arc<Upstream>> {
        self.providers
            .iter()
            .find(|upstream| upstream.provider.is_home_realm_of(address))
    }

    /// Whether an address can lead to a provider.
    pub fn has_home_realms(&self) -> bool {
        self.providers
            .iter()
            .any(|upstream| !upstream.provider.home_realms.is_empty())
    }
}

/// What went wrong on the way to a provider or back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The way back is unknown, used, too old, another browser's or another provider's.
    Stale,
    /// The provider is none of the ways in.
    NotAWayIn,
    /// The user, or the provider for them, said no.
    Denied,
    /// The provider said that it cannot just now, or nobody answered.
    Unreachable,
    /// So many wait for it already that nobody else does.
    Busy,
    /// It refuses us: something between us is not as declared.
    Misconfigured,
    /// What it said cannot be believed.
    Unbelievable,
    /// What it said is believed, and they do not come in.
    Refused(Refusal),
}

/// Trouble, with what a page needs to offer the other ways.
#[derive(Clone, Debug)]
pub struct Problem {
    /// What.
    pub trouble: Trouble,
    /// The provider's name, where it is known.
    pub name: Option<String>,
    /// The request that waits, where there is one.
    pub flow: Option<String>,
    /// Whether the user was linking, on the account page.
    pub linking: bool,
    /// For the log: what exactly, never a secret.
    pub cause: String,
}

impl Problem {
    fn new(trouble: Trouble, upstream: Option<&Upstream>, flow: Option<&str>) -> Self {
        let name = upstream.map(|upstream| upstream.provider.display_name().to_owned());
        Self {
            trouble,
            name,
            flow: flow.map(str::to_owned),
            linking: false,
            cause: String::new(),
        }
    }

    fn because(mut self, cause: impl std::fmt::Display) -> Self {
        self.cause = cause.to_string();
        self
    }
}

/// An action that a provider elsewhere has a part in: ours may fail, or theirs.
pub type Federated<T> = Result<std::result::Result<T, Box<Problem>>>;

/// Keeps something until the browser comes back with the identifier.
fn keep<T: Serialize>(
    provider: &Provider,
    ctx: &OperationContext,
    kind: &str,
    provider_id: &str,
    browser: &Secret,
    content: &T,
) -> Result<(Secret, FederationFlow)> {
    let identifier = Secret::generate(provider.entropy.as_ref());
    let plain = serde_json::to_vec(content).map_err(|error| Error::Internal(error.to_string()))?;
    let flow = FederationFlow {
        digest: identifier.digest(),
        kind: kind.to_owned(),
        provider_id: provider_id.to_owned(),
        browser_digest: browser.digest(),
        sealed: provider.master_key.seal(&plain)?,
        expires_at: ctx.now().plus(AWAY),
    };
    Ok((identifier, flow))
}

/// What was kept, for the browser that it belongs to; `None` for everything else.
async fn recall<T: DeserializeOwned>(
    provider: &Provider,
    ctx: &OperationContext,
    kind: &str,
    identifier: &Secret,
    browser: Option<&Secret>,
) -> Result<Option<(Digest, String, T)>> {
    let Some(flow) = provider.store.federation_flow(&identifier.digest()).await? else {
        return Ok(None);
    };
    let is_this_browsers =
        browser.is_some_and(|browser| browser.digest().matches(&flow.browser_digest));
    if !is_this_browsers || flow.kind != kind || ctx.now() >= flow.expires_at {
        return Ok(None);
    }
    let plain = provider.master_key.open(&flow.sealed)?;
    let content =
        serde_json::from_slice(&plain).map_err(|error| Error::Internal(error.to_string()))?;
    Ok(Some((flow.digest, flow.provider_id, content)))
}
