//! The address that a request comes from: the peer's, or the one that trusted proxies report in
//! `X-Forwarded-For`. Headers of other peers are ignored.

use core::net::IpAddr;
use ipnet::IpNet;

/// The address of the client. Where the peer is a trusted proxy, the entries of the header are read
/// from right to left for as long as they are trusted proxies themselves. An entry that cannot be
/// read ends this, and the address of the proxy that wrote it is used.
pub fn client_address<'a>(
    peer: IpAddr,
    forwarded_for: impl DoubleEndedIterator<Item = &'a str>,
    trusted: &[IpNet],
) -> IpAddr {
    let is_trusted = |address: IpAddr| trusted.iter().any(|network| network.contains(&address));
    let mut here = canonical(peer);
    let hops: Vec<&str> = forwarded_for.flat_map(|header| header.split(',')).collect();
    for hop in hops.into_iter().rev() {
        if !is_trusted(here) {
            break;
        }
        let Some(address) = read(hop) else { break };
        here = address;
    }
    here
}

/// An address as proxies write it: bare, in brackets, with a port or a zone.
fn read(hop: &str) -> Option<IpAddr> {
    let hop = hop.trim().trim_matches('"');
    let bare = match hop.strip_prefix('[') {
        Some(rest) => rest.split(']').next()?,
        None if hop.matches(':').count() == 1 => hop.split(':').next()?,
        None => hop,
    };
    bare.split('%').next()?.parse().ok().map(canonical)
}

/// An IPv4-mapped IPv6 address (RFC 4291 §2.5.5.2) as IPv4.
fn canonical(address: IpAddr) -> IpAddr {
    address.to_canonical()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn from(peer: &str, headers: &[&str], trusted: &[&str]) -> String {
        let trusted: Vec<IpNet> = trusted
            .iter()
            .map(|network| network.parse().unwrap())
            .collect();
        client_address(peer.parse().unwrap(), headers.iter().copied(), &trusted).to_string()
    }

    #[test]
    fn only_trusted_proxies_say_who_it_is() {
        let ours = ["10.0.0.0/8", "fd00::/8"];
        for (peer, headers, expected) in [
            ("203.0.113.9", vec!["198.51.100.1"], "203.0.113.9"),
            ("10.0.0.1", vec!["198.51.100.1"], "198.51.100.1"),
            ("10.0.0.1", vec!["6.6.6.6, 198.51.100.1"], "198.51.100.1"),
            (
                "10.0.0.1",
                vec!["6.6.6.6", "198.51.100.1, 10.0.0.2"],
                "198.51.100.1",
            ),
            ("10.0.0.1", vec!["6.6.6.6, nonsense"], "10.0.0.1"),
            ("10.0.0.1", vec![], "10.0.0.1"),
            ("10.0.0.1", vec!["[2001:db8::1]:443"], "2001:db8::1"),
            ("10.0.0.1", vec!["fe80::1%eth0"], "fe80::1"),
            ("10.0.0.1", vec!["198.51.100.1:5555"], "198.51.100.1"),
            (
                "::ffff:10.0.0.1",
                vec!["::ffff:198.51.100.1"],
                "198.51.100.1",
            ),
            ("fd00::7", vec!["2001:db8::9"], "2001:db8::9"),
        ] {
            assert_eq!(from(peer, &headers, &ours), expected, "{peer} {headers:?}");
        }
        assert_eq!(from("10.0.0.1", &["198.51.100.1"], &[]), "10.0.0.1");
    }

    proptest! {
        #[test]
        fn a_stranger_is_who_they_are_whatever_they_say(headers in proptest::collection::vec("\\PC{0,30}", 0..4)) {
            let headers: Vec<&str> = headers.iter().map(String::as_str).collect();
            prop_assert_eq!(from("203.0.113.9", &headers, &["10.0.0.0/8"]), "203.0.113.9");
        }
    }
}
