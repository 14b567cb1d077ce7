//! How much room is left for the database, where its file is on this machine.

use crate::settings::Settings;
use doorward_core::readiness::{Condition, Problem};
use rustix::fs::statvfs;
use secrecy::ExposeSecret;
use std::path::{Path, PathBuf};

/// The least room that is left without a warning: what a busy day writes, and the log of SQLite.
const LEAST_FREE: u64 = 64 * 1024 * 1024;

/// Warns where the disk of a SQLite database is nearly full.
pub fn condition(settings: &Settings) -> Condition {
    let file = file_of(settings.database.url.expose_secret());
    Box::new(move |_| {
        let free = free_on_disk_of(file.as_deref()?)?;
        (free < LEAST_FREE).then_some(Problem::DiskNearlyFull)
    })
}

/// The file of a SQLite database; none of another one.
pub fn file_of(url: &str) -> Option<PathBuf> {
    let path = url
        .strip_prefix("sqlite://")
        .or_else(|| url.strip_prefix("sqlite:"))?;
    Some(PathBuf::from(path.split('?').next().unwrap_or(path)))
}

/// The bytes that this process may still write there; none where nobody knows.
fn free_on_disk_of(file: &Path) -> Option<u64> {
    let disk = statvfs(file).ok()?;
    Some(disk.f_bavail.saturating_mul(disk.f_frsize))
}
