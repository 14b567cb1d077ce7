//! Which IP addresses are on the public Internet, by the registries of IANA for special purposes
//! (RFC 6890, RFC 8190).
//!
//! Every range of the registries is refused, also those that are reachable from anywhere (AS112,
//! AMT, anycast for PCP and TURN): no document that a client publishes is there. Addresses that
//! contain an IPv4 address (mapped, NAT64, 6to4, Teredo) are refused whatever it is, because a
//! gateway may lead them into a private network.

use ipnet::{Ipv4Net, Ipv6Net};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// A range, and the specification that reserves it.
#[cfg_attr(
    not(test),
    expect(dead_code, reason = "tests name the source of a range")
)]
struct Special<T> {
    range: T,
    source: &'static str,
}

const fn v4(octets: [u8; 4], length: u8, source: &'static str) -> Special<Ipv4Net> {
    Special {
        range: Ipv4Net::new_assert(Ipv4Addr::from_octets(octets), length),
        source,
    }
}

const fn v6(segments: [u16; 8], length: u8, source: &'static str) -> Special<Ipv6Net> {
    Special {
        range: Ipv6Net::new_assert(Ipv6Addr::from_segments(segments), length),
        source,
    }
}

/// The IPv4 Special-Purpose Address Registry, and multicast.
const SPECIAL_V4: [Special<Ipv4Net>; 26] = [
    v4([0, 0, 0, 0], 8, "RFC 791: this network"),
    v4([0, 0, 0, 0], 32, "RFC 1122: this host"),
    v4([10, 0, 0, 0], 8, "RFC 1918: private use"),
    v4([100, 64, 0, 0], 10, "RFC 6598: shared address space"),
    v4([127, 0, 0, 0], 8, "RFC 1122: loopback"),
    v4([169, 254, 0, 0], 16, "RFC 3927: link local"),
    v4([172, 16, 0, 0], 12, "RFC 1918: private use"),
    v4([192, 0, 0, 0], 24, "RFC 6890: protocol assignments"),
    v4([192, 0, 0, 0], 29, "RFC 7335: IPv4 service continuity"),
    v4([192, 0, 0, 8], 32, "RFC 7600: IPv4 dummy address"),
    v4([192, 0, 0, 9], 32, "RFC 7723: PCP anycast"),
    v4([192, 0, 0, 10], 32, "RFC 8155: TURN anycast"),
    v4([192, 0, 0, 170], 31, "RFC 8880: NAT64/DNS64 discovery"),
    v4([192, 0, 2, 0], 24, "RFC 5737: documentation"),
    v4([192, 31, 196, 0], 24, "RFC 7535: AS112"),
    v4([192, 52, 193, 0], 24, "RFC 7450: AMT"),
    v4([192, 88, 99, 0], 24, "RFC 7526: 6to4 relay anycast"),
    v4([192, 168, 0, 0], 16, "RFC 1918: private use"),
    v4([192, 175, 48, 0], 24, "RFC 7534: direct delegation AS112"),
    v4([198, 18, 0, 0], 15, "RFC 2544: benchmarking"),
    v4([198, 51, 100, 0], 24, "RFC 5737: documentation"),
    v4([203, 0, 113, 0], 24, "RFC 5737: documentation"),
    v4([224, 0, 0, 0], 4, "RFC 5771: multicast"),
    v4([233, 252, 0, 0], 24, "RFC 6676: documentation"),
    v4([240, 0, 0, 0], 4, "RFC 1112: reserved"),
    v4([255, 255, 255, 255], 32, "RFC 919: limited broadcast"),
];

/// The IPv6 Special-Purpose Address Registry, multicast, and ranges that were given up.
const SPECIAL_V6: [Special<Ipv6Net>; 30] = [
    v6([0, 0, 0, 0, 0, 0, 0, 1], 128, "RFC 4291: loopback"),
    v6([0; 8], 128, "RFC 4291: unspecified"),
    v6([0; 8], 96, "RFC 4291: IPv4-compatible, given up"),
    v6([0, 0, 0, 0, 0, 0xffff, 0, 0], 96, "RFC 4291: IPv4-mapped"),
    v6(
        [0, 0, 0, 0, 0xffff, 0, 0, 0],
        96,
        "RFC 2765: IPv4-translated",
    ),
    v6([0x64, 0xff9b, 0, 0, 0, 0, 0, 0], 96, "RFC 6052: NAT64"),
    v6(
        [0x64, 0xff9b, 1, 0, 0, 0, 0, 0],
        48,
        "RFC 8215: local NAT64",
    ),
    v6([0x100, 0, 0, 0, 0, 0, 0, 0], 64, "RFC 6666: discard only"),
    v6([0x100, 0, 0, 1, 0, 0, 0, 0], 64, "RFC 9780: dummy prefix"),
    v6(
        [0x2001, 0, 0, 0, 0, 0, 0, 0],
        23,
        "RFC 2928: protocol assignments",
    ),
    v6([0x2001, 0, 0, 0, 0, 0, 0, 0], 32, "RFC 4380: Teredo"),
    v6([0x2001, 1, 0, 0, 0, 0, 0, 1], 128, "RFC 7723: PCP anycast"),
    v6([0x2001, 1, 0, 0, 0, 0, 0, 2], 128, "RFC 8155: TURN anycast"),
    v6(
        [0x2001, 1, 0, 0, 0, 0, 0, 3],
        128,
        "RFC 9665: DNS-SD SRP anycast",
    ),
    v6([0x2001, 2, 0, 0, 0, 0, 0, 0], 48, "RFC 5180: benchmarking"),
    v6([0x2001, 3, 0, 0, 0, 0, 0, 0], 32, "RFC 7450: AMT"),
    v6([0x2001, 4, 0x112, 0, 0, 0, 0, 0], 48, "RFC 7535: AS112"),
    v6(
        [0x2001, 0x10, 0, 0, 0, 0, 0, 0],
        28,
        "RFC 4843: ORCHID, given up",
    ),
    v6([0x2001, 0x20, 0, 0, 0, 0, 0, 0], 28, "RFC 7343: ORCHIDv2"),
    v6(
        [0x2001, 0x30, 0, 0, 0, 0, 0, 0],
        28,
        "RFC 9374: drone identifiers",
    ),
    v6(
        [0x2001, 0xdb8, 0, 0, 0, 0, 0, 0],
        32,
        "RFC 3849: documentation",
    ),
    v6([0x2002, 0, 0, 0, 0, 0, 0, 0], 16, "RFC 3056: 6to4"),
    v6(
        [0x2620, 0x4f, 0x8000, 0, 0, 0, 0, 0],
        48,
        "RFC 7534: direct delegation AS112",
    ),
    v6(
        [0x3ffe, 0, 0, 0, 0, 0, 0, 0],
        16,
        "RFC 3701: 6bone, given up",
    ),
    v6([0x3fff, 0, 0, 0, 0, 0, 0, 0], 20, "RFC 9637: documentation"),
    v6(
        [0x5f00, 0, 0, 0, 0, 0, 0, 0],
        16,
        "RFC 9602: segment routing",
    ),
    v6([0xfc00, 0, 0, 0, 0, 0, 0, 0], 7, "RFC 4193: unique local"),
    v6([0xfe80, 0, 0, 0, 0, 0, 0, 0], 10, "RFC 4291: link local"),
    v6(
        [0xfec0, 0, 0, 0, 0, 0, 0, 0],
        10,
        "RFC 3879: site local, given up",
    ),
    v6([0xff00, 0, 0, 0, 0, 0, 0, 0], 8, "RFC 4291: multicast"),
];

/// Global unicast (RFC 4291 §2.4): what IANA has not given to anybody yet is no public address.
const GLOBAL_UNICAST: Ipv6Net = Ipv6Net::new_assert(Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0), 3);

/// Whether an address is on the public Internet: not on this machine or in a private network, not
/// an IPv6 form of such an address, and in no other range with a special purpose.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => !SPECIAL_V4
            .iter()
            .any(|special| special.range.contains(&address)),
        IpAddr::V6(address) => {
            GLOBAL_UNICAST.contains(&address)
                && !SPECIAL_V6
                    .iter()
                    .any(|special| special.range.contains(&address))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn no_address_of_a_special_range_is_public() {
        for Special { range, source } in SPECIAL_V4 {
            let middle = Ipv4Addr::from_bits(
                range.network().to_bits() / 2 + range.broadcast().to_bits() / 2,
            );
            for address in [range.network(), middle, range.broadcast()] {
                assert!(
                    !range.contains(&address) || !is_public(address.into()),
                    "{address}: {source}"
                );
            }
            assert!(range.contains(&range.network()), "{source}");
        }
        for Special { range, source } in SPECIAL_V6 {
            let middle = Ipv6Addr::from_bits(
                range.network().to_bits() / 2 + range.broadcast().to_bits() / 2,
            );
            for address in [range.network(), middle, range.broadcast()] {
                assert!(
                    !range.contains(&address) || !is_public(address.into()),
                    "{address}: {source}"
                );
            }
        }
    }

    #[test]
    fn the_neighbours_of_special_ranges_are_public() {
        for public in [
            "1.0.0.0",
            "9.255.255.255",
            "11.0.0.0",
            "100.63.255.255",
            "100.128.0.0",
            "126.255.255.255",
            "128.0.0.0",
            "169.253.255.255",
            "169.255.0.0",
            "172.15.255.255",
            "172.32.0.0",
            "191.255.255.255",
            "192.0.1.0",
            "192.0.3.0",
            "192.31.195.255",
            "192.31.197.0",
            "192.52.194.0",
            "192.88.98.255",
            "192.88.100.0",
            "192.167.255.255",
            "192.169.0.0",
            "192.175.49.0",
            "198.17.255.255",
            "198.20.0.0",
            "198.51.99.255",
            "203.0.112.255",
            "203.0.114.0",
            "223.255.255.255",
            "8.8.8.8",
            "1.1.1.1",
            "2000::",
            "2001:200::1",
            "2001:db7::1",
            "2001:db9::1",
            "2003::1",
            "2606:4700:4700::1111",
            "2620:4f:8001::1",
            "2a00:1450:4001::1",
            "3ffd::1",
            "3fff:1000::1",
        ] {
            assert!(is_public(parsed(public)), "{public}");
        }
    }

    #[test]
    fn forms_of_other_addresses_are_not_public() {
        for private in [
            "::ffff:127.0.0.1",
            "::ffff:8.8.8.8",
            "::127.0.0.1",
            "::8.8.8.8",
            "::ffff:0:127.0.0.1",
            "64:ff9b::127.0.0.1",
            "64:ff9b::10.0.0.1",
            "64:ff9b::8.8.8.8",
            "64:ff9b:1::10.0.0.1",
            "64:ff9b:1:ffff:ffff:ffff:ffff:ffff",
            "2002:7f00:1::",
            "2002:0a00:0001::1",
            "2001:0:4136:e378:8000:63bf:3fff:fdd2",
            "2001:0:7f00:1::",
            "fe80::1",
            "169.254.169.254",
            "fd00:ec2::254",
        ] {
            assert!(!is_public(parsed(private)), "{private}");
        }
    }

    #[test]
    fn what_nobody_has_yet_is_not_public() {
        for unassigned in [
            "1::1", "200::1", "400::1", "1fff::1", "4000::1", "8000::1", "fbff::1",
        ] {
            assert!(!is_public(parsed(unassigned)), "{unassigned}");
        }
    }
}
