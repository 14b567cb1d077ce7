//! Redis by its address: one server, a master that Sentinel names, or a Cluster.

use ::redis::{
    AsyncConnectionConfig, Client, Cmd, ConnectionAddr, ErrorKind, IntoConnectionInfo, Pipeline,
    RedisError, RedisFuture, RedisResult, TlsCertificates, TlsMode, Value,
    aio::{ConnectionLike, MultiplexedConnection},
    cluster::{ClusterClient, ClusterClientBuilder},
    cluster_async::ClusterConnection,
    sentinel::{SentinelClient, SentinelClientBuilder, SentinelServerType},
};
use std::time::Duration;
use url::Url;

/// What an address means.
#[derive(Clone)]
pub(super) enum Target {
    One(Client),
    Sentinel(Box<Sentinels>),
    Cluster(ClusterClient),
}

/// A master that Sentinel names.
#[derive(Clone)]
pub(super) struct Sentinels {
    hosts: Vec<ConnectionAddr>,
    master: String,
    db: i64,
    credentials: Credentials,
    is_tls: bool,
    authority: Option<TlsCertificates>,
}

impl Sentinels {
    fn client(&self) -> RedisResult<SentinelClient> {
        let mut builder = SentinelClientBuilder::new(
            self.hosts.clone(),
            self.master.clone(),
            SentinelServerType::Master,
        )?
        .set_client_to_redis_db(self.db);
        if let Some(username) = &self.credentials.0 {
            builder = builder.set_client_to_redis_username(username.clone());
        }
        if let Some(password) = &self.credentials.1 {
            builder = builder.set_client_to_redis_password(password.clone());
        }
        if self.is_tls {
            builder = builder.set_client_to_redis_tls_mode(TlsMode::Secure);
        }
        if let Some(authority) = self.authority.clone().filter(|_| self.is_tls) {
            builder = builder.set_client_to_redis_certificates(authority);
        }
        builder.build()
    }
}

/// A connection of either kind.
#[derive(Clone)]
pub(super) enum Link {
    One(MultiplexedConnection),
    Cluster(ClusterConnection),
}

impl Target {
    /// Reads an address; nothing is connected yet. Over TLS the authorities of a PEM are trusted
    /// instead of the public ones, where there is one.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn parse(
        address: &str,
        authority: Option<&[u8]>,
        timeout: Duration,
    ) -> Result<Self, String> {
        let authority = authority.map(|pem| TlsCertificates {
            client_tls: None,
            root_cert: Some(pem.to_vec()),
        });
        let wrong = || {
            "redis.url must be redis://HOST, redis+sentinel://HOST:26379,HOST:26379/MASTER or \
             redis+cluster://HOST:6379,HOST:6379, or the same with rediss"
                .to_owned()
        };
        let (scheme, rest) = address.split_once("://").ok_or_else(wrong)?;
        let secure = scheme.starts_with("rediss");
        match scheme {
            "rediss" if let Some(authority) = authority => {
                Client::build_with_tls(address, authority)
                    .map(Self::One)
                    .map_err(|_| wrong())
            }
            "redis" | "rediss" => Client::open(address).map(Self::One).map_err(|_| wrong()),
            "redis+sentinel" | "rediss+sentinel" => {
                let (whom, path) = rest.split_once('/').ok_or_else(wrong)?;
                let (credentials, hosts) = parts(whom);
                let mut path = path.split('/');
                let master = path
                    .next()
                    .filter(|name| !name.is_empty())
                    .ok_or_else(wrong)?
                    .to_owned();
                let db = path
                    .next()
                    .filter(|db| !db.is_empty())
                    .map_or(Ok(0), |db| db.parse().map_err(|_| wrong()))?;
                let address = |host: &str| {
                    format!("redis://{host}")
                        .as_str()
                        .into_connection_info()
                        .map(|known| known.addr)
                        .map_err(|_| wrong())
                };
                let hosts = hosts.map(address).collect::<Result<_, _>>()?;
                Ok(Self::Sentinel(Box::new(Sentinels {
                    hosts,
                    master,
                    db,
                    credentials,
                    is_tls: secure,
                    authority,
                })))
            }
            "redis+cluster" | "rediss+cluster" => {
                let (credentials, hosts) = parts(rest.trim_end_matches('/'));
                let nodes: Vec<String> = hosts
                    .map(|host| format!("{}://{host}", if secure { "rediss" } else { "redis" }))
                    .collect();
                let builder = ClusterClientBuilder::new(nodes)
                    .retries(1)
                    .connection_timeout(timeout)
                    .response_timeout(timeout);
                let builder = match credentials {
                    (username, Some(password)) => builder
                        .username(username.unwrap_or_else(|| "default".to_owned()))
                        .password(password),
                    _ => builder,
                };
                let builder = match authority {
                    Some(authority) if secure => builder.certs(authority),
                    _ => builder,
                };
                builder.build().map(Self::Cluster).map_err(|_| wrong())
            }
            _ => Err(wrong()),
        }
    }

    /// Connects.
    pub(super) async fn connect(&self, timeout: Duration) -> RedisResult<Link> {
        let config = AsyncConnectionConfig::new()
            .set_connection_timeout(timeout)
            .set_response_timeout(timeout);
        match self {
            Self::One(client) => client
                .get_multiplexed_async_connection_with_config(&config)
                .await
                .map(Link::One),
            Self::Sentinel(sentinels) => sentinels
                .client()?
                .get_async_connection_with_config(&config)
                .await
                .map(Link::One),
            Self::Cluster(client) => client.get_async_connection().await.map(Link::Cluster),
        }
    }
}

/// User name and password.
type Credentials = (Option<String>, Option<String>);

/// User name and password, and the hosts, of `user:password@host,host`.
fn parts(authority: &str) -> (Credentials, impl Iterator<Item = &str>) {
    let (credentials, hosts) = authority.rsplit_once('@').unwrap_or(("", authority));
    // As any URL has them.
    let url = Url::parse(&format!("redis://{credentials}@host")).ok();
    let decoded = |text: &str| {
        Some(
            url::form_urlencoded::parse(format!("v={text}").as_bytes())
                .next()?
                .1
                .into_owned(),
        )
        .filter(|text| !text.is_empty())
    };
    let username = url.as_ref().and_then(|url| decoded(url.username()));
    let password = url.as_ref().and_then(|url| decoded(url.password()?));
    (
        (username, password),
        hosts
            .split(',')
            .map(str::trim)
            .filter(|host| !host.is_empty()),
    )
}

impl ConnectionLike for Link {
    fn req_packed_command<'a>(&'a mut self, cmd: &'a Cmd) -> RedisFuture<'a, Value> {
        match self {
            Self::One(connection) => connection.req_packed_command(cmd),
            Self::Cluster(connection) => connection.req_packed_command(cmd),
        }
    }

    fn req_packed_commands<'a>(
        &'a mut self,
        cmd: &'a Pipeline,
        offset: usize,
        count: usize,
    ) -> RedisFuture<'a, Vec<Value>> {
        match self {
            Self::One(connection) => connection.req_packed_commands(cmd, offset, count),
            Self::Cluster(connection) => connection.req_packed_commands(cmd, offset, count),
        }
    }

    fn get_db(&self) -> i64 {
        match self {
            Self::One(connection) => connection.get_db(),
            Self::Cluster(connection) => connection.get_db(),
        }
    }
}

/// Whether an error says that this connection leads to the wrong place, or nowhere: a master that
/// became a replica, a Cluster without it.
pub(super) fn is_lost(error: &RedisError) -> bool {
    error.is_io_error()
        || error.is_connection_dropped()
        || error.is_timeout()
        || error.is_cluster_error()
        || matches!(
            error.kind(),
            ErrorKind::ReadOnly
                | ErrorKind::MasterDown
                | ErrorKind::ClusterDown
                | ErrorKind::BusyLoadingError
                | ErrorKind::ClusterConnectionNotFound
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_which_kind_it_is() {
        let kind = |address: &str| match Target::parse(address, None, Duration::from_millis(1)) {
            Ok(Target::One(_)) => "one".to_owned(),
            Ok(Target::Sentinel(known)) => {
                let hosts: Vec<String> = known.hosts.iter().map(ToString::to_string).collect();
                let (username, password) = &known.credentials;
                format!(
                    "{} by {} in {} as {username:?}:{password:?} {}",
                    known.master,
                    hosts.join(" "),
                    known.db,
                    known.is_tls
                )
            }
            Ok(Target::Cluster(_)) => "cluster".to_owned(),
            Err(error) => error,
        };
        assert_eq!(kind("redis://127.0.0.1/"), "one");
        assert_eq!(kind("rediss://cache.internal/"), "one");
        assert_eq!(
            kind("redis+sentinel://a:26379,b:26379/main/2"),
            "main by a:26379 b:26379 in 2 as None:None false"
        );
        assert_eq!(
            kind("rediss+sentinel://u:p%40ss@a:26379/main"),
            "main by a:26379 in 0 as Some(\"u\"):Some(\"p@ss\") true"
        );
        assert_eq!(kind("redis+cluster://a:1,b:2"), "cluster");
        for wrong in [
            "http://a/",
            "redis+sentinel://a:26379",
            "redis+sentinel://a:26379/",
            "redis+sentinel://a:26379/m/x",
            "nonsense",
            "redis+cluster://",
        ] {
            assert!(
                kind(wrong).starts_with("redis.url must be"),
                "{wrong}: {}",
                kind(wrong)
            );
        }
    }
}
