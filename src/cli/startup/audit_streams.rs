//! Where the audit log is streamed to, by the settings.

use crate::settings::{AuditSettings, AuditStreamSettings};
use anyhow::{Context, anyhow};
use doorward_adapters::{
    keys::WebhookSecret,
    line_file::LineFile,
    outbound::{ClientCertificate, syslog::SyslogServer},
};
use doorward_core::audit_streams::{AuditReceiver, AuditStream, AuditWebhook};
use secrecy::ExposeSecret;
use std::{fs, path::Path};

/// The streams of the settings.
///
/// # Errors
/// What is wrong with one of them.
pub(super) fn streams(settings: &AuditSettings) -> anyhow::Result<Vec<AuditStream>> {
    let stream = |settings: &AuditStreamSettings| {
        let receiver =
            receiver(settings).with_context(|| format!("audit.streams {}", settings.name))?;
        Ok(AuditStream {
            name: settings.name.clone(),
            from_beginning: settings.begins_with_the_oldest(),
            receiver,
        })
    };
    settings.streams.iter().map(stream).collect()
}

fn receiver(settings: &AuditStreamSettings) -> anyhow::Result<AuditReceiver> {
    match settings.kind.as_str() {
        "syslog" => syslog(settings).map(AuditReceiver::Syslog),
        "webhook" => webhook(settings).map(AuditReceiver::Webhook),
        _ => {
            let path = settings.path.as_ref();
            let path = path.ok_or_else(|| anyhow!("it needs path"))?;
            Ok(AuditReceiver::File(LineFile::new(path)))
        }
    }
}

fn syslog(settings: &AuditStreamSettings) -> anyhow::Result<SyslogServer> {
    let read = |name: &str, file: Option<&Path>| {
        let read = file.map(|file| {
            fs::read(file).with_context(|| format!("{name} {} cannot be read", file.display()))
        });
        read.transpose()
    };
    let authorities = read("ca_file", settings.ca_file.as_deref())?;
    let certificate = read("certificate", settings.certificate.as_deref())?;
    let key = read("key", settings.key.as_deref())?;
    let own = certificate
        .as_deref()
        .zip(key.as_deref())
        .map(|(certificate, key)| ClientCertificate { certificate, key });
    let url = settings.url.as_deref().unwrap_or_default();
    // The address was checked with the settings: what is left are the files.
    SyslogServer::new(url, authorities.as_deref(), own)
        .map_err(|reason| anyhow!("ca_file, certificate or key cannot be used: {reason}"))
}

fn webhook(settings: &AuditStreamSettings) -> anyhow::Result<AuditWebhook> {
    let secret = match (&settings.secret, &settings.secret_file) {
        (Some(secret), _) => secret.expose_secret().to_owned(),
        (None, Some(file)) => fs::read_to_string(file)
            .with_context(|| format!("secret_file {} cannot be read", file.display()))?
            .trim_end()
            .to_owned(),
        (None, None) => String::new(),
    };
    Ok(AuditWebhook {
        url: settings.url.clone().unwrap_or_default(),
        secret: WebhookSecret::parse(&secret).map_err(|reason| anyhow!("its secret {reason}"))?,
        allow_private_addresses: settings.allow_private_addresses,
    })
}

/// Whether the receivers that the settings name can be used, as far as no entry is sent.
///
/// # Errors
/// What is wrong with one of them.
pub fn check(settings: &AuditSettings) -> anyhow::Result<String> {
    let streams = streams(settings)?;
    if streams.is_empty() {
        return Ok("the log is streamed nowhere".to_owned());
    }
    for stream in &settings.streams {
        let folder = stream.path.as_deref().and_then(Path::parent);
        if let Some(folder) = folder.filter(|it| !it.as_os_str().is_empty() && !it.is_dir()) {
            let (name, folder) = (&stream.name, folder.display());
            return Err(anyhow!("audit.streams {name}: there is no folder {folder}"));
        }
    }
    let names: Vec<&str> = streams.iter().map(|it| it.name.as_str()).collect();
    Ok(format!(
        "streamed to {}; `doorward audit streams` shows how far",
        names.join(", ")
    ))
}
