//! The guard against private addresses behind public names (DNS rebinding).

use super::{OutboundError, is_public};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::net::SocketAddr;

/// A resolver that returns only addresses that may be requested.
pub(super) struct Guard {
    pub(super) allow_private_addresses: bool,
}

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let allow = self.allow_private_addresses;
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let permitted: Vec<SocketAddr> = found
                .filter(|address| allow || is_public(address.ip()))
                .collect();
            if permitted.is_empty() {
                Err(OutboundError::Forbidden.into())
            } else {
                Ok(Box::new(permitted.into_iter()) as Addrs)
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_name_that_resolves_to_this_machine_is_refused() {
        let resolve = async |allow| {
            Guard {
                allow_private_addresses: allow,
            }
            .resolve("localhost".parse().unwrap())
            .await
            .map(Iterator::count)
        };
        assert!(
            resolve(false)
                .await
                .is_err_and(|error| error.downcast_ref() == Some(&OutboundError::Forbidden))
        );
        assert!(resolve(true).await.is_ok_and(|count| count > 0));
    }
}
