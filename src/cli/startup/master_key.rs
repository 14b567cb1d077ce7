//! The master key: given, in a file, or made at first start; and the one that is to take its place.

use crate::{settings::Settings, startup::disk};
use anyhow::{Context, bail};
use doorward_adapters::keys::MasterKey;
use doorward_core::{
    readiness::{Condition, Problem},
    sealing::MasterKeys,
};
use doorward_protocol::secret::Entropy;
use secrecy::{ExposeSecret, SecretString};
use std::{
    io::Write,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

/// The master key, and the one that is to take its place, where there is one.
///
/// # Errors
/// Where a key must be given and is not, or cannot be read or written; where the file of the key that
/// sealed the database is gone.
pub fn master_keys(
    settings: &Settings,
    entropy: &dyn Entropy,
    is_sealed: bool,
) -> anyhow::Result<MasterKeys> {
    let file = file_of(settings);
    if let Some(file) = file.filter(|file| is_sealed && is_gone(file)) {
        bail!(
            "the master key is gone, and the database is sealed with it: put {} back from a backup; \
             another key opens nothing",
            file.display()
        );
    }
    Ok(MasterKeys {
        present: find_or_make(settings, entropy)?,
        new: new_master_key(settings)?,
    })
}

fn new_master_key(settings: &Settings) -> anyhow::Result<Option<MasterKey>> {
    if let Some(text) = &settings.new_master_key {
        let key = MasterKey::from_text(text).context("DOORWARD_NEW_MASTER_KEY")?;
        return Ok(Some(key));
    }
    let Some(file) = &settings.new_master_key_file else {
        return Ok(None);
    };
    let text = read(file)
        .with_context(|| format!("new_master_key_file {} cannot be read", file.display()))?;
    let key = MasterKey::from_text(&text).with_context(|| file.display().to_string())?;
    Ok(Some(key))
}

/// The file that holds the master key; none where the key is given.
pub(super) fn file_of(settings: &Settings) -> Option<PathBuf> {
    match (&settings.master_key, &settings.master_key_file) {
        (Some(_), _) => None,
        (None, Some(file)) => Some(file.clone()),
        (None, None) => {
            let url = settings.database.url.expose_secret();
            Some(beside_the_database(url))
        }
    }
}

fn is_gone(file: &Path) -> bool {
    matches!(file.try_exists(), Ok(false))
}

/// Says where the file of the master key is gone, or holds none of these keys: this process goes on, and
/// cannot start again.
pub fn condition(settings: &Settings, known: &MasterKeys) -> Condition {
    let file = file_of(settings);
    let new = known.new.as_ref();
    let known: Vec<String> = [Some(&known.present), new]
        .into_iter()
        .flatten()
        .map(|key| key.id().to_owned())
        .collect();
    Box::new(move |_| {
        let file = file.as_deref()?;
        if is_gone(file) {
            return Some(Problem::MasterKeyGone);
        }
        let key = read(file).ok().as_ref().map(MasterKey::from_text);
        let is_known = matches!(key, Some(Ok(key)) if known.iter().any(|id| id == key.id()));
        (!is_known).then_some(Problem::MasterKeyReplaced)
    })
}

/// Finds the master key, or makes one beside the database and says so. With an https issuer it must
/// be given.
fn find_or_make(settings: &Settings, entropy: &dyn Entropy) -> anyhow::Result<MasterKey> {
    if let Some(text) = &settings.master_key {
        return MasterKey::from_text(text).context("DOORWARD_MASTER_KEY");
    }
    if let Some(file) = &settings.master_key_file {
        if settings.master_key_create {
            make(file, entropy)?;
        }
        let text = read(file)
            .with_context(|| format!("master_key_file {} cannot be read", file.display()))?;
        return MasterKey::from_text(&text).with_context(|| file.display().to_string());
    }
    let file = beside_the_database(settings.database.url.expose_secret());
    if settings.is_https() {
        bail!(
            "the master key is missing: with an https issuer give it in DOORWARD_MASTER_KEY or DOORWARD_MASTER_KEY_FILE; make one with `openssl rand -base64 48`"
        );
    }
    make(&file, entropy)?;
    let text = read(&file).with_context(|| format!("{} cannot be read", file.display()))?;
    MasterKey::from_text(&text).with_context(|| file.display().to_string())
}

/// Makes a master key for its owner alone, unless there is one.
fn make(file: &Path, entropy: &dyn Entropy) -> anyhow::Result<()> {
    if file.exists() {
        return Ok(());
    }
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder)
            .with_context(|| format!("{} cannot be made", folder.display()))?;
    }
    let text = MasterKey::generate_text(entropy);
    // Written under a name of its own, then given its name: another process never reads half a key,
    // and of several that make one at once, one names its key.
    let mut random = [0; 8];
    entropy.fill(&mut random);
    let draft = file.with_extension(format!("{:016x}.new", u64::from_be_bytes(random)));
    write_private(&draft, &text)
        .with_context(|| format!("{} cannot be written", draft.display()))?;
    let named = std::fs::hard_link(&draft, file);
    std::fs::remove_file(&draft)
        .with_context(|| format!("{} cannot be removed", draft.display()))?;
    match named {
        Ok(()) => {
            tracing::warn!(file = %file.display(), "a master key was made; keep it with your backups: without it the database's keys are lost");
            Ok(())
        }
        // Another process made it in this very moment.
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error)
            .with_context(|| format!("the master key cannot be written to {}", file.display())),
    }
}

/// Writes a file for its owner alone; it is on the disk when this returns.
fn write_private(file: &Path, text: &str) -> std::io::Result<()> {
    let mut opened = std::fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(file)?;
    writeln!(opened, "{text}")?;
    opened.sync_all()
}

fn read(file: &Path) -> std::io::Result<SecretString> {
    Ok(SecretString::from(
        std::fs::read_to_string(file)?.trim().to_owned(),
    ))
}

fn beside_the_database(url: &str) -> PathBuf {
    let path = disk::file_of(url);
    let folder = path
        .as_deref()
        .and_then(Path::parent)
        .filter(|folder| !folder.as_os_str().is_empty());
    folder.map_or_else(
        || PathBuf::from("master.key"),
        |folder| folder.join("master.key"),
    )
}
