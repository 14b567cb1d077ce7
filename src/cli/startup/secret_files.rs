//! Whether other users of this machine can read the files that hold secrets.

use super::{disk, master_key};
use crate::settings::Settings;
use secrecy::ExposeSecret;
use std::{
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

/// The permission of everybody to read.
const OTHERS_READ: u32 = 0o004;

/// Warns of each file that everybody may read: the master key, the key that is to take its place, the
/// database, and what audit streams are signed with.
///
/// # Errors
/// The warning.
pub fn check(settings: &Settings) -> Result<String, String> {
    let database = disk::file_of(settings.database.url.expose_secret());
    let files = [
        master_key::file_of(settings),
        settings.new_master_key_file.clone(),
        database,
    ];
    let of_streams = settings.audit.streams.iter();
    let of_streams = of_streams.flat_map(|it| [it.secret_file.clone(), it.key.clone()]);
    let open: Vec<PathBuf> = files
        .into_iter()
        .chain(of_streams)
        .flatten()
        .filter(|file| is_readable_by_others(file))
        .collect();
    let warnings: Vec<String> = open
        .iter()
        .map(|file| {
            let file = file.display();
            format!("every user of this machine can read {file}: `chmod o-rwx {file}`")
        })
        .collect();
    if warnings.is_empty() {
        return Ok("no file of them can be read by everybody".to_owned());
    }
    Err(warnings.join("; "))
}

/// Containers give secrets below /run to every user inside, on purpose.
fn is_readable_by_others(file: &Path) -> bool {
    !file.starts_with("/run")
        && file
            .metadata()
            .is_ok_and(|metadata| metadata.permissions().mode() & OTHERS_READ != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_everybody_reads_is_found() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("master.key");
        std::fs::write(&file, "a key").expect("a file");
        for (mode, is_open) in [(0o600, false), (0o640, false), (0o604, true), (0o644, true)] {
            let permissions = std::fs::Permissions::from_mode(mode);
            std::fs::set_permissions(&file, permissions).expect("permissions");
            assert_eq!(is_readable_by_others(&file), is_open, "{mode:o}");
        }
        assert!(!is_readable_by_others(&folder.path().join("none")));
    }
}
