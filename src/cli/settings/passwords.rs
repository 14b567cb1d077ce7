//! The settings of passwords.

use serde::Deserialize;
use std::path::PathBuf;

/// Passwords that are stored here, and the cost of their hashes.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PasswordSettings {
    /// Characters that a new password must have at least, 8 to 64.
    pub min_length: u32,
    /// A file of stolen passwords: SHA-1 hashes in hexadecimal digits, sorted, one a line.
    pub breach_file: Option<PathBuf>,
    /// The address of a service that knows stolen passwords, for range queries; empty asks none.
    pub breach_api: String,
    /// Argon2id memory in KiB.
    pub memory_kib: u32,
    /// Argon2id passes over the memory.
    pub iterations: u32,
    /// Argon2id lanes (degree of parallelism).
    pub parallelism: u32,
    /// Passwords that are hashed at the same time; 0 means half of the cores.
    pub concurrency: usize,
    /// Sign-ins that may wait for a free place.
    pub queue: usize,
    /// Seconds that they wait at most.
    pub queue_seconds: u32,
    /// Wrong passwords within ten minutes, from everywhere together, that raise an alert; 0 raises
    /// none.
    pub alert_failures: u32,
    /// When sign-in forms ask for a proof of work: `off`, `when_attacked` or `always`.
    pub proof_of_work: String,
    /// Zero bits that its hash must begin with: each one more doubles the work.
    pub proof_of_work_bits: u32,
}

impl Default for PasswordSettings {
    fn default() -> Self {
        Self {
            min_length: 15,
            breach_file: None,
            breach_api: String::new(),
            memory_kib: 64 * 1024,
            iterations: 3,
            parallelism: 1,
            concurrency: 0,
            queue: 64,
            queue_seconds: 5,
            alert_failures: 500,
            proof_of_work: "off".into(),
            proof_of_work_bits: 18,
        }
    }
}
