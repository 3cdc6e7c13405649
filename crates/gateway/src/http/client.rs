//! Which client a request comes from, and whether it may send one more now.

use crate::config::GatewayConfig;
use axum::extract::ConnectInfo;
use axum::http::{Extensions, HeaderMap};
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use ipnet::IpNet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// Addresses that rested are forgotten after this many requests.
const FORGET_EVERY: u32 = 4096;

/// Limits requests by client address. In process: with several processes each
/// has its own count.
pub(super) struct Clients {
    limiter: Option<DefaultKeyedRateLimiter<IpAddr>>,
    trusted: Vec<IpNet>,
    clock: DefaultClock,
    asked: AtomicU32,
}

impl Clients {
    pub(super) fn new(config: &GatewayConfig) -> Self {
        let limiter = config.rate.map(|rate| {
            RateLimiter::keyed(Quota::per_second(rate.per_second).allow_burst(rate.burst))
        });
        Self {
            limiter,
            trusted: config.trusted_proxies.clone(),
            clock: DefaultClock::default(),
            asked: AtomicU32::new(0),
        }
    }

    /// Counts a request of the client.
    ///
    /// # Errors
    /// How long the client must wait before the next one.
    pub(super) fn admit(
        &self,
        extensions: &Extensions,
        headers: &HeaderMap,
    ) -> Result<(), Duration> {
        let Some(limiter) = &self.limiter else {
            return Ok(());
        };
        if self.asked.fetch_add(1, Ordering::Relaxed) % FORGET_EVERY == FORGET_EVERY - 1 {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
        let peer = extensions
            .get::<ConnectInfo<SocketAddr>>()
            .map(|info| info.0.ip());
        let client = client_address(peer, headers, &self.trusted);
        limiter
            .check_key(&bucket(client))
            .map_err(|denied| denied.wait_time_from(self.clock.now()))
    }
}

/// The address of the client: the peer's, unless the peer is a trusted proxy;
/// then the last entry of `X-Forwarded-For` that no trusted proxy made. What
/// stands before that entry was written by the client and is not believed.
fn client_address(peer: Option<IpAddr>, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    let is_trusted = |address: &IpAddr| trusted.iter().any(|net| net.contains(address));
    // Without a peer (a test's direct call) everybody is one client.
    let mut client = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| {
        peer.to_canonical()
    });
    let forwarded = headers.get_all("x-forwarded-for");
    let mut hops = forwarded
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','));
    while is_trusted(&client) {
        let Some(hop) = hops
            .next_back()
            .and_then(|hop| hop.trim().parse::<IpAddr>().ok())
        else {
            break;
        };
        client = hop.to_canonical();
    }
    client
}

/// Whoever has one IPv6 address has the 64-bit network.
fn bucket(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn seen(peer: &str, forwarded: Option<&'static str>, trusted: &str) -> String {
        let mut headers = HeaderMap::new();
        if let Some(forwarded) = forwarded {
            headers.insert("x-forwarded-for", HeaderValue::from_static(forwarded));
        }
        client_address(
            Some(peer.parse().unwrap()),
            &headers,
            &[trusted.parse().unwrap()],
        )
        .to_string()
    }

    #[test]
    fn only_trusted_proxies_are_believed() {
        let proxies = "10.0.0.0/8";
        assert_eq!(
            seen("203.0.113.9", Some("198.51.100.1"), proxies),
            "203.0.113.9"
        );
        assert_eq!(
            seen("10.0.0.1", Some("198.51.100.1"), proxies),
            "198.51.100.1"
        );
        assert_eq!(
            seen("10.0.0.1", Some("6.6.6.6, 198.51.100.1"), proxies),
            "198.51.100.1"
        );
        assert_eq!(
            seen("10.0.0.1", Some("198.51.100.1, 10.0.0.2"), proxies),
            "198.51.100.1"
        );
        assert_eq!(seen("10.0.0.1", Some("nonsense"), proxies), "10.0.0.1");
        assert_eq!(seen("10.0.0.1", None, proxies), "10.0.0.1");
        assert_eq!(
            seen("::ffff:10.0.0.1", Some("198.51.100.1"), proxies),
            "198.51.100.1"
        );
    }

    #[test]
    fn an_ipv6_network_is_one_client() {
        let address = |text: &str| bucket(text.parse().unwrap());
        assert_eq!(address("2001:db8:1:2::1"), address("2001:db8:1:2:ffff::9"));
        assert_ne!(address("2001:db8:1:2::1"), address("2001:db8:1:3::1"));
    }
}
