//! The users of an export of Firebase (`firebase auth:export users.json`).

use super::{
    fields,
    left_behind::{self, FoundUser},
};
use clap::Args;
use doorward_core::users::ImportRow;
use doorward_protocol::{oidc::claims::StandardClaims, time::Timestamp};
use serde::Deserialize;
use serde_json::Value;

/// The parameters of the hashes, as the console shows them for a project.
#[derive(Args, Clone, Debug, Default)]
pub(super) struct FirebaseParameters {
    /// base64_signer_key of the project
    #[arg(long = "firebase-signer-key", value_name = "KEY")]
    signer_key: Option<String>,
    /// base64_salt_separator of the project
    #[arg(
        long = "firebase-salt-separator",
        value_name = "TEXT",
        default_value = "Bw=="
    )]
    salt_separator: String,
    /// rounds of the project
    #[arg(long = "firebase-rounds", value_name = "NUMBER", default_value_t = 8)]
    rounds: u32,
    /// mem_cost of the project
    #[arg(
        long = "firebase-mem-cost",
        value_name = "NUMBER",
        default_value_t = 14
    )]
    mem_cost: u32,
}

/// A user of a project.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct FirebaseUser {
    local_id: Option<String>,
    email: Option<String>,
    #[serde(default)]
    email_verified: bool,
    password_hash: Option<String>,
    salt: Option<String>,
    display_name: Option<String>,
    photo_url: Option<String>,
    phone_number: Option<String>,
    created_at: Option<String>,
    #[serde(default)]
    disabled: bool,
    #[serde(default)]
    mfa_info: Vec<Value>,
}

impl FirebaseUser {
    /// The user as they come here, and what is left behind.
    ///
    /// # Errors
    /// As [`FirebaseUser::row`].
    pub(super) fn found(self, parameters: &FirebaseParameters) -> Result<FoundUser, String> {
        let left = left_behind::of_firebase(&self.mfa_info);
        let row = self.row(parameters)?;
        Ok(FoundUser { row, left })
    }

    /// The row of the user.
    ///
    /// # Errors
    /// Where the hash cannot be read without parameters that were not given.
    fn row(self, parameters: &FirebaseParameters) -> Result<ImportRow, String> {
        let password_hash = match (self.password_hash, self.salt) {
            (Some(hash), Some(salt)) if !hash.is_empty() => {
                let key = parameters.signer_key.as_deref();
                let key = key.ok_or(
                    "password_hash: give the parameters of the project, --firebase-signer-key at least",
                )?;
                Some(format!(
                    "$fbscrypt$v=1,n={},r={},p=1,ss={},sk={key}${salt}${hash}",
                    parameters.mem_cost, parameters.rounds, parameters.salt_separator,
                ))
            }
            _ => None,
        };
        let created_at = self.created_at.and_then(|at| at.parse().ok());
        fields::bounded(ImportRow {
            claims: StandardClaims {
                name: self.display_name.filter(|name| !name.is_empty()),
                picture: self.photo_url.filter(|url| !url.is_empty()),
                email_verified: self.email.is_some().then_some(self.email_verified),
                // Firebase knows a number by a code that was sent to it.
                phone_number_verified: self.phone_number.is_some().then_some(true),
                phone_number: self.phone_number,
                ..StandardClaims::default()
            },
            others: serde_json::Map::new(),
            id: self.local_id,
            email: self.email,
            username: None,
            password_hash,
            disabled: self.disabled,
            created_at: created_at.map(Timestamp),
        })
    }
}
