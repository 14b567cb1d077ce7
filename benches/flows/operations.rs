//! The operations of the table, each of which can be run by itself.

use super::{
    client::{self, Session},
    measure::{Load, LoadOutcome, run},
};

/// A request, or a flow of requests, whose cost is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    Jwks,
    Discovery,
    ClientCredentials,
    SilentAuthorize,
    SilentFlow,
    Refresh,
    Userinfo,
    Introspect,
}

impl Operation {
    /// In the order of the table.
    pub const ALL: [Self; 8] = [
        Self::Jwks,
        Self::Discovery,
        Self::ClientCredentials,
        Self::SilentAuthorize,
        Self::SilentFlow,
        Self::Refresh,
        Self::Userinfo,
        Self::Introspect,
    ];

    /// How the table calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Jwks => "JWKS",
            Self::Discovery => "discovery",
            Self::ClientCredentials => "client_credentials, JWT",
            Self::SilentAuthorize => "silent authorize",
            Self::SilentFlow => "full silent flow",
            Self::Refresh => "refresh, rotated",
            Self::Userinfo => "userinfo",
            Self::Introspect => "introspect",
        }
    }

    /// The operation whose name begins like this.
    pub fn named(name: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|operation| operation.name().starts_with(name))
            .unwrap_or_else(|| {
                panic!(
                    "no operation is called {name}: {:?}",
                    Self::ALL.map(Self::name)
                )
            })
    }

    /// How many signatures it makes.
    pub fn signatures(self) -> u32 {
        match self {
            Self::ClientCredentials => 1,
            Self::SilentFlow | Self::Refresh => 2,
            _ => 0,
        }
    }

    /// Repeats it at this server for as long as the load says.
    pub async fn measure(self, load: &Load, url: &str, session: &Session) -> LoadOutcome {
        match self {
            Self::Jwks => get(load, format!("{url}/.well-known/jwks.json")).await,
            Self::Discovery => get(load, format!("{url}/.well-known/openid-configuration")).await,
            Self::ClientCredentials => {
                run(load, |http| client::client_credentials(http, url)).await
            }
            Self::SilentAuthorize => {
                run(load, |http| async move {
                    client::authorize(&http, session).await;
                })
                .await
            }
            Self::SilentFlow => silent_flow(load, session).await,
            Self::Refresh => {
                let families = client::Families::new(session, load.clients).await;
                run(load, |http| families.refresh(http)).await
            }
            Self::Userinfo => {
                let token = client::flow(&client::http(), session).await.access;
                run(load, |http| client::userinfo(http, url, &token)).await
            }
            Self::Introspect => {
                let token = client::flow(&client::http(), session).await.access;
                run(load, |http| client::introspect(http, url, &token)).await
            }
        }
    }
}

async fn get(load: &Load, url: String) -> LoadOutcome {
    run(load, |http| {
        let url = url.clone();
        async move { client::get(&http, &url).await }
    })
    .await
}

/// Authorize without a page, code and token, over and over.
pub async fn silent_flow(load: &Load, session: &Session) -> LoadOutcome {
    run(load, |http| async move {
        client::flow(&http, session).await;
    })
    .await
}
