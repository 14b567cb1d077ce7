//! `doorward healthcheck`.

use crate::{context::Context, output, settings::Settings};
use anyhow::{Context as _, anyhow, bail};
use clap::Args;
use doorward_protocol::text::noted;
use serde_json::json;
use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    time::Duration,
};

/// Ask the server of these settings whether it is ready (/readyz), as a container's health check
///
/// It is asked on this machine, at the address that it listens on, over TLS where it does TLS itself. The
/// exit status is 0 where it is ready, also if something of it is degraded, and 1 otherwise.
#[derive(Args)]
pub struct Healthcheck {
    /// Seconds within which it must have answered
    #[arg(long, value_name = "SECONDS", default_value_t = 5, value_parser = clap::value_parser!(u64).range(1..=300))]
    timeout: u64,
}

/// What the server said.
struct Health {
    status: u16,
    text: String,
}

impl Health {
    /// Another program that listens there does not say that it is ready.
    fn is_ready(&self) -> bool {
        self.status == 200 && self.text.starts_with("ready")
    }
}

/// Runs the subcommand.
pub async fn run(context: &Context, arguments: &Healthcheck) -> anyhow::Result<()> {
    let url = address(&context.settings)?;
    let timeout = Duration::from_secs(arguments.timeout);
    let asked = ask(&url, timeout).await;
    let document = match &asked {
        Ok(health) => {
            json!({"ready": health.is_ready(), "asked": url, "status": health.status, "answer": health.text})
        }
        Err(error) => json!({"ready": false, "asked": url, "error": format!("{error:#}")}),
    };
    let is_ready = asked.as_ref().is_ok_and(Health::is_ready);
    if is_ready || context.json {
        let text = || asked.as_ref().map(|health| health.text.clone());
        output::print(context.json, &document, || text().unwrap_or_default())?;
    }
    let health = asked?;
    if !is_ready {
        bail!("{url} answers {}: {}", health.status, health.text);
    }
    Ok(())
}

async fn ask(url: &str, timeout: Duration) -> anyhow::Result<Health> {
    // The certificate is for the issuer's host, and the server names one that has expired itself. Nothing
    // secret is sent, and no proxy is between a machine and itself.
    let client = reqwest::Client::builder()
        .danger_accept_invalid_certs(true)
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .timeout(timeout)
        .build()?;
    let no_answer = || {
        let seconds = timeout.as_secs();
        format!(
            "{url} gives no answer within {seconds} s: is the server running, with these settings?"
        )
    };
    let response = client.get(url).send().await.with_context(no_answer)?;
    let status = response.status().as_u16();
    let text = response.text().await.with_context(no_answer)?;
    Ok(Health {
        status,
        text: noted(text.trim()).replace(char::is_control, " "),
    })
}

/// Where the server is asked: at the address that it listens on, or on loopback where that is every
/// address of the machine.
fn address(settings: &Settings) -> anyhow::Result<String> {
    let listen = settings.listen.parse::<SocketAddr>()?;
    if listen.port() == 0 {
        return Err(anyhow!(
            "listen: the port is 0, so that nobody knows where the server listens: write one"
        ));
    }
    let ip = match listen.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    let tls = &settings.tls;
    let scheme = if tls.certificate.is_some() || tls.self_signed {
        "https"
    } else {
        "http"
    };
    let at = SocketAddr::new(ip, listen.port());
    Ok(format!("{scheme}://{at}/readyz"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_server_is_asked_on_this_machine() {
        let asked = |listen: &str, tls: bool| {
            let mut settings = Settings {
                listen: listen.into(),
                ..Settings::default()
            };
            settings.tls.self_signed = tls;
            address(&settings).ok()
        };
        for (listen, tls, url) in [
            ("0.0.0.0:80", false, "http://127.0.0.1:80/readyz"),
            ("[::]:8443", true, "https://[::1]:8443/readyz"),
            ("192.0.2.1:8080", false, "http://192.0.2.1:8080/readyz"),
        ] {
            assert_eq!(asked(listen, tls).as_deref(), Some(url));
        }
        assert_eq!(asked("127.0.0.1:0", false), None);
    }
}
