//! The secrets of a webhook: the present one, and the one of before while it is good.

use super::Webhooks;
use crate::{Error, Result, kernel::Kernel, sealing::Purpose};
use doorward_adapters::keys::WebhookSecret;
use doorward_protocol::{json, time::Timestamp};
use doorward_storage::StoredWebhook;
use serde::{Deserialize, Serialize};

/// The secrets, as they are sealed.
#[derive(Serialize, Deserialize)]
pub(super) struct Secrets {
    pub(super) present: String,
    pub(super) previous: Option<String>,
}

impl Secrets {
    /// The signatures of a message, one for each secret that is good: whoever knows either of them can
    /// verify it.
    pub(super) fn signatures(
        &self,
        webhook: &StoredWebhook,
        message: &Message<'_>,
        now: Timestamp,
    ) -> Result<String> {
        let is_good = webhook.previous_secret_ends_at.is_some_and(|end| now < end);
        let previous = self.previous.iter().filter(|_| is_good);
        let signatures = [&self.present].into_iter().chain(previous).map(|secret| {
            let secret = WebhookSecret::parse(secret).map_err(Error::Internal)?;
            Ok(secret.signature(message.id, message.seconds, message.body))
        });
        let signatures: Result<Vec<String>> = signatures.collect();
        Ok(signatures?.join(" "))
    }
}

/// What is signed.
pub(super) struct Message<'a> {
    /// The identifier of the event.
    pub(super) id: &'a str,
    /// When it is sent, in seconds since 1970.
    pub(super) seconds: i64,
    /// The JSON document that is signed.
    pub(super) body: &'a str,
}

/// The secrets of a webhook.
pub(super) fn open(kernel: &Kernel, webhook: &StoredWebhook) -> Result<Secrets> {
    let place = Purpose::WebhookSecrets;
    let opened = kernel
        .sealing
        .open(place.at(&[&webhook.name]), &webhook.sealed_secrets)?;
    serde_json::from_slice(&opened).map_err(|error| Error::Internal(json::reason(&error)))
}

impl Webhooks {
    pub(super) fn seal(&self, name: &str, secrets: &Secrets) -> Result<String> {
        let plain =
            serde_json::to_vec(secrets).map_err(|error| Error::Internal(error.to_string()))?;
        let place = Purpose::WebhookSecrets;
        self.kernel.sealing.seal(place.at(&[name]), &plain)
    }

    /// A secret that somebody chose, or a new one.
    ///
    /// # Errors
    /// `Input` where it is no secret of Standard Webhooks.
    pub(super) fn secret(&self, chosen: Option<String>) -> Result<String> {
        let Some(secret) = chosen else {
            return Ok(WebhookSecret::generate(self.kernel.entropy.as_ref()));
        };
        WebhookSecret::parse_standard(&secret)
            .map_err(|reason| Error::Input(format!("secret {reason}")))?;
        Ok(secret)
    }
}
