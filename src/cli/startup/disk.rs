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
    Box::new(move |_| warning(file.as_deref()?, LEAST_FREE))
}

fn warning(file: &Path, least: u64) -> Option<Problem> {
    let free = free_on_disk_of(file)?;
    (free < least).then_some(Problem::DiskNearlyFull)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_with_little_room_is_warned_of() {
        let folder = std::env::temp_dir();
        assert_eq!(warning(&folder, 1), None);
        assert_eq!(warning(&folder, u64::MAX), Some(Problem::DiskNearlyFull));
        assert_eq!(warning(&folder.join("not there"), u64::MAX), None);
    }

    #[test]
    fn only_sqlite_has_a_file() {
        let file = file_of("sqlite://data/doorward.db?mode=rwc");
        assert_eq!(file, Some(PathBuf::from("data/doorward.db")));
        assert_eq!(file_of("postgres://localhost/doorward"), None);
    }
}
