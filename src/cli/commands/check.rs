//! `doorward check`.

use crate::{
    commands::serve,
    context::Context,
    output,
    settings::Settings,
    startup::{self, Schema, SystemClock, open_files},
};
use anyhow::bail;
use doorward_protocol::{clients::registered_client::RegisteredClient, oauth::issuer::Issuer};
use futures_util::{StreamExt, stream};
use serde::Serialize;
use std::{io::ErrorKind, net::TcpListener, sync::Arc};

/// How many clients are looked at at once: the names of their addresses are resolved.
const LOOKUPS_AT_ONCE: usize = 32;

/// The result of one check.
#[derive(Serialize)]
struct Finding {
    what: &'static str,
    ok: bool,
    /// It works, and will not where much more is asked of it.
    warning: bool,
    detail: String,
}

impl Finding {
    fn new(what: &'static str, result: anyhow::Result<String>) -> Self {
        match result {
            Ok(detail) => Self {
                what,
                ok: true,
                warning: false,
                detail,
            },
            Err(error) => Self {
                what,
                ok: false,
                warning: false,
                detail: format!("{error:#}"),
            },
        }
    }

    /// What only warns does not fail the check.
    fn warning(what: &'static str, result: Result<String, String>) -> Self {
        let warning = result.is_err();
        let (Ok(detail) | Err(detail)) = result;
        Self {
            what,
            ok: true,
            warning,
            detail,
        }
    }

    fn line(&self) -> String {
        let verdict = match (self.ok, self.warning) {
            (false, _) => "WRONG",
            (true, true) => "warn",
            (true, false) => "ok",
        };
        format!("{verdict:<5} {}: {}", self.what, self.detail)
    }
}

/// Tries everything that `serve` needs, and names each problem.
pub async fn run(context: &Context) -> anyhow::Result<()> {
    let settings = &context.settings;
    let findings = [
        Finding::new("settings", Ok(issuer(settings))),
        Finding::warning("transport", transport(settings)),
        Finding::new("certificates", startup::check_certificates(settings)),
        Finding::warning("files of secrets", startup::check_secret_files(settings)),
        Finding::new("pages", startup::check_own_pages(settings)),
        Finding::new("places", startup::check_places(settings)),
        Finding::new("database and keys", database(settings).await),
        clients(settings).await,
        second_factors(settings).await,
        Finding::new("redis", redis(settings).await),
        mail(settings).await,
        Finding::new("migration", startup::check_migration(&settings.migration)),
        Finding::new("audit", startup::check_audit_streams(&settings.audit)),
        Finding::new("listen", listener(settings)),
        Finding::warning("open files", open_files::check(open_files::raise())),
    ];
    let problems = findings.iter().filter(|finding| !finding.ok).count();
    let document = serde_json::json!({"ok": problems == 0, "findings": findings});
    output::print(context.json, &document, || {
        findings
            .iter()
            .map(Finding::line)
            .collect::<Vec<_>>()
            .join("\n")
    })?;
    if problems > 0 {
        bail!("{problems} of {} checks failed", findings.len());
    }
    Ok(())
}

/// Whether others can read what is sent.
fn transport(settings: &Settings) -> Result<String, String> {
    if settings.insecure_http {
        return Err(format!("insecure_http = true: {}", serve::INSECURE_HTTP));
    }
    if settings.is_https() {
        return Ok("https".to_owned());
    }
    // Nothing stands between a browser of this machine and the server, so both mean one port.
    let port = url::Url::parse(&settings.issuer)
        .ok()
        .and_then(|issuer| issuer.port_or_known_default());
    let listens = settings.listen.rsplit(':').next();
    if port.map(|port| port.to_string()).as_deref() != listens {
        return Err(format!(
            "the issuer is {}, and this server listens on {}: set `listen` to the same port, unless \
             something forwards from there",
            settings.issuer, settings.listen
        ));
    }
    Ok("http on this machine alone".to_owned())
}

/// The issuer as clients must be given it, and what a proxy must know of its path.
fn issuer(settings: &Settings) -> String {
    let issuer = &settings.issuer;
    let path = Issuer::parse(issuer).map_or(String::new(), |parsed| parsed.path().to_owned());
    if path.is_empty() {
        return format!("issuer {issuer}");
    }
    format!(
        "issuer {issuer}; the proxy may leave {path} in requests or take it away, and must also pass \
         on /.well-known/oauth-authorization-server{path}, where RFC 8414 puts the metadata"
    )
}

async fn database(settings: &Settings) -> anyhow::Result<String> {
    let provider = startup::provider(settings, Schema::AsItIs, Arc::new(SystemClock)).await?;
    Ok(format!(
        "{} answers and its schema is up to date",
        provider.database_kind()
    ))
}

/// What an administrator should know about clients.
async fn clients(settings: &Settings) -> Finding {
    let list = async {
        let provider = startup::provider(settings, Schema::AsItIs, Arc::new(SystemClock)).await?;
        let clients = provider.clients().list().await?;
        anyhow::Ok((provider, clients))
    };
    let Ok((provider, clients)) = list.await else {
        // The database is a finding of its own.
        return Finding::warning("clients", Err("cannot be looked at".into()));
    };
    let provider = &provider;
    let about = |known: RegisteredClient| async move {
        let warnings = provider.clients().warnings(&known.client).await;
        let id = known.client.client_id;
        let said = warnings.into_iter();
        said.map(move |warning| format!("client {id}: {warning}"))
            .collect::<Vec<_>>()
    };
    let number = clients.len();
    let warnings: Vec<String> = stream::iter(clients.into_iter().map(about))
        .buffered(LOOKUPS_AT_ONCE)
        .concat()
        .await;
    Finding::warning(
        "clients",
        if warnings.is_empty() {
            Ok(format!("{number} are declared or registered"))
        } else {
            Err(warnings.join("; "))
        },
    )
}

/// Whether those who have to have a second factor can be there.
async fn second_factors(settings: &Settings) -> Finding {
    let unknown = async {
        let provider = startup::provider(settings, Schema::AsItIs, Arc::new(SystemClock)).await?;
        anyhow::Ok(provider.second_factors().unknown_requirements().await?)
    };
    let result = match unknown.await {
        // The database is a finding of its own.
        Err(_) => Err("cannot be looked at".into()),
        Ok(unknown) if unknown.is_empty() => {
            Ok(format!("{} for everybody", settings.second_factor.mode))
        }
        Ok(unknown) => Err(unknown.join("; ")),
    };
    Finding::warning("second factors", result)
}

async fn redis(settings: &Settings) -> anyhow::Result<String> {
    match startup::session_cache(settings, Arc::new(SystemClock))? {
        None => Ok("not configured; sessions come from the database".into()),
        Some(cache) if cache.is_healthy().await => Ok("answers and takes writes".into()),
        Some(_) => bail!(
            "does not answer, or takes no writes: start it, give it memory, or correct redis.url; \
             sessions come from the database meanwhile"
        ),
    }
}

/// Whether mails can be sent.
async fn mail(settings: &Settings) -> Finding {
    match startup::check_mail(settings).await {
        Ok(said) => Finding::warning("mail", said),
        Err(error) => Finding::new("mail", Err(error)),
    }
}

fn listener(settings: &Settings) -> anyhow::Result<String> {
    let listen = &settings.listen;
    match TcpListener::bind(listen) {
        Ok(_) => Ok(format!("{listen} is free")),
        Err(error) if error.kind() == ErrorKind::AddrInUse => {
            Ok(format!("{listen} is in use, perhaps by Doorward itself"))
        }
        Err(error) => bail!("{listen} cannot be listened on: {error}"),
    }
}
