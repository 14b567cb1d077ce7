//! The file of a SQLite database. A process that has it open goes on reading and writing it after it
//! was deleted or another one was put in its place, and everything that it writes is lost with it. A
//! file that is damaged in one place can be read in the others.

use crate::{Error, Result, db::cause::Cause};
use std::{
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    sync::{
        OnceLock,
        atomic::{AtomicBool, Ordering},
    },
};

/// A file by its device and inode. While a process has it open, no other file gets the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct FileId {
    device: u64,
    inode: u64,
}

impl FileId {
    fn of(path: &Path) -> Option<Self> {
        let found = std::fs::metadata(path).ok()?;
        Some(Self {
            device: found.dev(),
            inode: found.ino(),
        })
    }
}

/// A file beside the database, which is there while anybody has the database open.
struct SideFile {
    path: PathBuf,
    opened: OnceLock<FileId>,
}

impl SideFile {
    fn of(database: &Path, ending: &str) -> Self {
        let mut path = database.as_os_str().to_owned();
        path.push(ending);
        Self {
            path: path.into(),
            opened: OnceLock::new(),
        }
    }

    fn is_the_same(&self) -> bool {
        match (FileId::of(&self.path), self.opened.get()) {
            (found, Some(opened)) => found == Some(*opened),
            (Some(found), None) => self.opened.set(found).is_ok(),
            (None, None) => true,
        }
    }
}

/// The files of an open database.
pub(crate) struct SqliteFile {
    path: PathBuf,
    opened: Option<FileId>,
    /// The write-ahead log, and its index in shared memory: a process that has another index than
    /// this one does not see what this one writes, and writes over it.
    beside: [SideFile; 2],
    /// What the last check found.
    is_gone: AtomicBool,
    /// Whether any statement has met a damaged page. It stays so until the server is restarted with a
    /// file that was restored.
    is_damaged: AtomicBool,
}

impl SqliteFile {
    /// The files of a database that was opened just now; a database in memory has none.
    pub(crate) fn opened(path: &Path) -> Self {
        Self {
            opened: FileId::of(path),
            path: path.to_owned(),
            beside: [SideFile::of(path, "-wal"), SideFile::of(path, "-shm")],
            is_gone: AtomicBool::new(false),
            is_damaged: AtomicBool::new(false),
        }
    }

    /// Whether the files at the paths are still the ones that are open.
    ///
    /// # Errors
    /// [`Cause::FileGone`].
    pub(crate) fn check(&self) -> Result<()> {
        let is_there = self.opened.is_none_or(|opened| {
            FileId::of(&self.path) == Some(opened) && self.beside.iter().all(SideFile::is_the_same)
        });
        if self.is_gone.swap(!is_there, Ordering::Relaxed) == is_there && !is_there {
            tracing::error!(
                file = %self.path.display(),
                "the database file was deleted or replaced; nothing is written until it is back or \
                 the server is restarted"
            );
        }
        if is_there { Ok(()) } else { Err(gone()) }
    }

    /// As [`Self::check`], by what the last check found: for reads, which are many.
    pub(crate) fn was_there(&self) -> Result<()> {
        if self.is_gone.load(Ordering::Relaxed) {
            Err(gone())
        } else {
            Ok(())
        }
    }

    /// Remembers what a statement found out about the file.
    pub(crate) fn note<T>(&self, result: &Result<T>) {
        let is_damage = matches!(result, Err(Error::Cannot(Cause::Damaged)));
        if is_damage && !self.is_damaged.swap(true, Ordering::Relaxed) {
            tracing::error!(
                file = %self.path.display(),
                "the database file is damaged: restore it from a backup"
            );
        }
    }

    /// Whether no statement has met a damaged page.
    ///
    /// # Errors
    /// [`Cause::Damaged`].
    pub(crate) fn check_damage(&self) -> Result<()> {
        if self.is_damaged.load(Ordering::Relaxed) {
            Err(Error::Cannot(Cause::Damaged))
        } else {
            Ok(())
        }
    }

    /// The answer to whoever wrote: the file may have been lost meanwhile, or be damaged.
    pub(crate) fn confirm<T>(&self, answer: Result<T>) -> Result<T> {
        self.note(&answer);
        self.check().and(answer)
    }
}

const fn gone() -> Error {
    Error::Cannot(Cause::FileGone)
}
