//! How many connections each network holds.

use doorward_core::context::network;
use ipnet::IpNet;
use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// The open connections of a network.
#[derive(Default)]
struct Open {
    count: u32,
    /// A connection was refused since the count was last below the limit.
    is_reported: bool,
}

/// The open connections, by network. Trusted proxies speak for many users, and are not limited.
pub struct Connections {
    /// The most connections of a network; 0 means no limit.
    limit: u32,
    trusted_proxies: Vec<IpNet>,
    open: Mutex<HashMap<String, Open>>,
}

/// A connection that is counted while this lives.
pub struct Admitted {
    connections: Arc<Connections>,
    network: Option<String>,
}

impl Connections {
    /// Nobody is connected yet. A network may hold `limit` connections; 0 means no limit.
    pub fn new(limit: u32, trusted_proxies: Vec<IpNet>) -> Arc<Self> {
        Arc::new(Self {
            limit,
            trusted_proxies,
            open: Mutex::default(),
        })
    }

    /// Counts a connection; `None` where its network holds too many.
    pub fn admit(self: &Arc<Self>, peer: Option<IpAddr>) -> Option<Admitted> {
        let peer = peer.map(|peer| peer.to_canonical()).filter(|peer| {
            let mut trusted = self.trusted_proxies.iter();
            self.limit > 0 && !trusted.any(|proxy| proxy.contains(peer))
        });
        let network = peer.map(network);
        if let Some(network) = &network
            && !self.count(network)
        {
            metrics::counter!("doorward_connections_refused_total").increment(1);
            return None;
        }
        Some(Admitted {
            connections: Arc::clone(self),
            network,
        })
    }

    /// `false` where the network holds too many. The first refusal is logged, not each of a flood.
    fn count(&self, network: &str) -> bool {
        let mut open = self.open();
        let known = open.entry(network.to_owned()).or_default();
        if known.count < self.limit {
            known.count += 1;
            return true;
        }
        if !std::mem::replace(&mut known.is_reported, true) {
            let limit = self.limit;
            tracing::warn!(
                network,
                limit,
                "connections are refused: the network holds too many"
            );
        }
        false
    }

    fn open(&self) -> MutexGuard<'_, HashMap<String, Open>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Admitted {
    fn drop(&mut self) {
        let Some(network) = &self.network else { return };
        let mut open = self.connections.open();
        if let Some(known) = open.get_mut(network) {
            known.count = known.count.saturating_sub(1);
            known.is_reported &= known.count + 1 >= self.connections.limit;
            if known.count == 0 {
                open.remove(network);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_network_has_its_own_and_gets_it_back() {
        let connections = Connections::new(2, vec!["10.0.0.0/8".parse().unwrap()]);
        let admit = |peer: &str| connections.admit(Some(peer.parse().unwrap()));
        let (first, second) = (admit("192.0.2.1"), admit("::ffff:192.0.2.1"));
        assert!(first.is_some() && second.is_some() && admit("192.0.2.1").is_none());
        assert!(admit("192.0.2.2").is_some());
        drop(first);
        let third = admit("192.0.2.1");
        assert!(third.is_some() && admit("192.0.2.1").is_none());
        let household = [admit("2001:db8::1"), admit("2001:db8::2")];
        assert!(household.iter().all(Option::is_some) && admit("2001:db8::3").is_none());
        let proxied: Vec<_> = (0..9).map(|_| admit("10.1.2.3")).collect();
        assert!(proxied.iter().all(Option::is_some));
        drop((second, third, household, proxied));
        assert!(connections.open().is_empty());
        // Whoever is refused leaves nothing, and each of many takes its own with it.
        let many: Vec<_> = (0..50_000_u32)
            .filter_map(|n| {
                let peer = std::net::Ipv4Addr::from_bits(0xC600_0000 + n / 5).to_string();
                admit(&peer)
            })
            .collect();
        assert_eq!((many.len(), connections.open().len()), (20_000, 10_000));
        drop(many);
        assert!(connections.open().is_empty());
        let unlimited = Connections::new(0, Vec::new());
        let many: Vec<_> = (0..9).map(|_| unlimited.admit(None)).collect();
        assert!(many.iter().all(Option::is_some));
    }
}
