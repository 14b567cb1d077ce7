//! Connections to Redis: one server, the master that Sentinel names, or a Cluster.

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

/// The servers that an address names.
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
    /// Reads an address; nothing is connected yet. Over TLS the certificate authorities of a PEM
    /// file, if there is one, are trusted instead of the public ones.
    ///
    /// # Errors
    /// A sentence for the operator that names the setting and its forms.
    pub(super) fn parse(
        address: &str,
        authority: Option<&[u8]>,
        timeout: Duration,
    ) -> Result<Self, String> {
        let authority = authority.map(|pem| TlsCertificates {
            client_tls: None,
            root_cert: Some(pem.to_vec()),
        });
        let target = address.split_once("://").and_then(|(scheme, rest)| {
            let is_tls = scheme.starts_with("rediss");
            let authority = authority.filter(|_| is_tls);
            match scheme {
                "redis" | "rediss" => one(address, authority),
                "redis+sentinel" | "rediss+sentinel" => sentinel(rest, is_tls, authority),
                "redis+cluster" | "rediss+cluster" => cluster(rest, is_tls, authority, timeout),
                _ => None,
            }
        });
        target.ok_or_else(|| {
            "redis.url must be redis://HOST, redis+sentinel://HOST:26379,HOST:26379/MASTER or \
             redis+cluster://HOST:6379,HOST:6379, or the same with rediss"
                .to_owned()
        })
    }

    /// Connects to the server, or fails after the timeout.
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

fn one(address: &str, authority: Option<TlsCertificates>) -> Option<Target> {
    let client = match authority {
        Some(authority) => Client::build_with_tls(address, authority),
        None => Client::open(address),
    };
    client.ok().map(Target::One)
}

/// Reads `user:password@host:26379,host:26379/master/db`; credentials and database may be left out.
fn sentinel(rest: &str, is_tls: bool, authority: Option<TlsCertificates>) -> Option<Target> {
    let (servers, path) = rest.split_once('/')?;
    let (credentials, hosts) = parts(servers);
    let mut path = path.split('/');
    let master = path.next().filter(|name| !name.is_empty())?.to_owned();
    let db = match path.next().filter(|db| !db.is_empty()) {
        Some(db) => db.parse().ok()?,
        None => 0,
    };
    let address = |host: &str| {
        let known = format!("redis://{host}").as_str().into_connection_info();
        known.ok().map(|known| known.addr)
    };
    Some(Target::Sentinel(Box::new(Sentinels {
        hosts: hosts.map(address).collect::<Option<_>>()?,
        master,
        db,
        credentials,
        is_tls,
        authority,
    })))
}

/// Reads `user:password@host:6379,host:6379`; credentials may be left out.
fn cluster(
    rest: &str,
    is_tls: bool,
    authority: Option<TlsCertificates>,
    timeout: Duration,
) -> Option<Target> {
    let (credentials, hosts) = parts(rest.trim_end_matches('/'));
    let scheme = if is_tls { "rediss" } else { "redis" };
    let nodes: Vec<String> = hosts.map(|host| format!("{scheme}://{host}")).collect();
    let mut builder = ClusterClientBuilder::new(nodes)
        .retries(1)
        .connection_timeout(timeout)
        .response_timeout(timeout);
    if let (username, Some(password)) = credentials {
        builder = builder
            .username(username.unwrap_or_else(|| "default".to_owned()))
            .password(password);
    }
    if let Some(authority) = authority {
        builder = builder.certs(authority);
    }
    builder.build().ok().map(Target::Cluster)
}

/// User name and password.
type Credentials = (Option<String>, Option<String>);

/// The credentials and the hosts of `user:password@host,host`.
fn parts(authority: &str) -> (Credentials, impl Iterator<Item = &str>) {
    let (credentials, hosts) = authority.rsplit_once('@').unwrap_or(("", authority));
    // Percent-encoded, as in any URL.
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

/// Whether an error says that the connection is of no more use: it is broken, the master became a
/// replica, or the Cluster is down.
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
