//! `doorward check`.

use crate::startup::{self, Schema, SystemClock};
use crate::{Context, output};
use anyhow::bail;
use serde::Serialize;
use std::sync::Arc;

#[derive(Serialize)]
struct Finding {
    what: &'static str,
    ok: bool,
    detail: String,
}

/// Tries everything that `serve` needs, and names each problem.
pub async fn run(context: &Context) -> anyhow::Result<()> {
    let settings = &context.settings;
    let mut findings = vec![Finding {
        what: "settings",
        ok: true,
        detail: format!("issuer {}", settings.issuer),
    }];
    for (what, found) in [
        ("certificates", startup::check_certificates(settings)),
        ("places", startup::check_places(settings)),
    ] {
        findings.push(match found {
            Ok(detail) => Finding {
                what,
                ok: true,
                detail,
            },
            Err(error) => Finding {
                what,
                ok: false,
                detail: format!("{error:#}"),
            },
        });
    }
    let provider = startup::provider(settings, Schema::AsItIs, Arc::new(SystemClock)).await;
    findings.push(match &provider {
        Ok(provider) => Finding {
            what: "database and keys",
            ok: true,
            detail: format!(
                "{} answers and its schema is up to date",
                provider.store.kind()
            ),
        },
        Err(error) => Finding {
            what: "database and keys",
            ok: false,
            detail: format!("{error:#}"),
        },
    });
    findings.push(match startup::session_cache(settings) {
        Ok(None) => Finding { what: "redis", ok: true, detail: "not configured; sessions come from the database".into() },
        Ok(Some(cache)) if cache.is_healthy().await => Finding { what: "redis", ok: true, detail: "answers".into() },
        Ok(Some(_)) => Finding {
            what: "redis",
            ok: false,
            detail: "does not answer: start it, or correct redis.url; sessions come from the database meanwhile".into(),
        },
        Err(error) => Finding { what: "redis", ok: false, detail: format!("{error:#}") },
    });
    findings.push(match std::net::TcpListener::bind(&settings.listen) {
        Ok(_) => Finding {
            what: "listen",
            ok: true,
            detail: format!("{} is free", settings.listen),
        },
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => Finding {
            what: "listen",
            ok: true,
            detail: format!("{} is in use, perhaps by Doorward itself", settings.listen),
        },
        Err(error) => Finding {
            what: "listen",
            ok: false,
            detail: format!("{} cannot be listened on: {error}", settings.listen),
        },
    });
    let problems = findings.iter().filter(|finding| !finding.ok).count();
    output::print(
        context.json,
        &serde_json::json!({"ok": problems == 0, "findings": findings}),
        || {
            findings
                .iter()
                .map(|finding| {
                    format!(
                        "{:<5} {}: {}",
                        if finding.ok { "ok" } else { "WRONG" },
                        finding.what,
                        finding.detail
                    )
                })
                .collect::<Vec<_>>()
                .join("\n")
        },
    )?;
    if problems > 0 {
        bail!("{problems} of {} checks failed", findings.len());
    }
    Ok(())
}
