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
            let permitted = permitted(found, allow)?;
            Ok(Box::new(permitted.into_iter()) as Addrs)
        })
    }
}

/// The addresses of an answer that may be connected to. Each connection asks anew, and connects to one of
/// these.
fn permitted(
    found: impl Iterator<Item = SocketAddr>,
    allow: bool,
) -> Result<Vec<SocketAddr>, OutboundError> {
    let permitted: Vec<SocketAddr> = found
        .filter(|address| allow || is_public(address.ip()))
        .collect();
    if permitted.is_empty() {
        Err(OutboundError::Forbidden)
    } else {
        Ok(permitted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_an_answer_the_public_addresses_are_connected_to_alone() {
        let of = |answer: &[&str], allow| {
            let addresses = answer
                .iter()
                .map(|ip| SocketAddr::new(ip.parse().unwrap(), 0));
            permitted(addresses, allow).map(|permitted| {
                let texts = permitted.iter().map(|address| address.ip().to_string());
                texts.collect::<Vec<_>>()
            })
        };
        let (first, then) = (["198.41.0.4"], ["127.0.0.1"]);
        assert_eq!(of(&first, false).unwrap(), first);
        // A name that means something else at the next connection.
        assert_eq!(of(&then, false), Err(OutboundError::Forbidden));
        let mixed = ["10.1.2.3", "198.41.0.4", "::1", "64:ff9b::a00:1"];
        assert_eq!(of(&mixed, false).unwrap(), first);
        assert_eq!(
            of(&["10.1.2.3", "fd00::1"], false),
            Err(OutboundError::Forbidden)
        );
        assert_eq!(of(&[], false), Err(OutboundError::Forbidden));
        assert_eq!(of(&then, true).unwrap(), then);
    }

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
