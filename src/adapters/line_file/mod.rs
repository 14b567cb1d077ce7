//! A file that lines are appended to, and that other programs may rotate away.

use std::{
    fs::{File, OpenOptions},
    io::{self, Read, Seek, SeekFrom, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

/// How much is read at a time where the last whole line is looked for.
const CHUNK: u64 = 64 * 1024;

/// A file that lines are appended to. It is opened for each batch, so that whoever renames it finds
/// the next lines in a new file.
#[derive(Clone, Debug)]
pub struct LineFile {
    path: PathBuf,
    /// One batch at a time, also where a write that hung goes on after nobody waits for it any more.
    writing: Arc<Mutex<()>>,
}

impl LineFile {
    /// The file at a path. It is made with the first batch, for its owner alone to read.
    pub fn new(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            writing: Arc::default(),
        }
    }

    /// Where the file is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Appends whole lines, and returns when they are on the disk. Where that fails, nothing of them
    /// stays.
    ///
    /// # Errors
    /// Where the file cannot be opened or written.
    pub async fn append(&self, lines: String) -> io::Result<()> {
        let file = self.clone();
        let done = tokio::task::spawn_blocking(move || {
            let _turn = file.writing.lock().unwrap_or_else(PoisonError::into_inner);
            append(&file.path, lines.as_bytes())
        });
        done.await.map_err(io::Error::other)?
    }
}

fn append(path: &Path, lines: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.read(true).append(true).create(true).mode(0o600);
    let mut file = options.open(path)?;
    let before = end_of_whole_lines(&mut file)?;
    let written = file.write_all(lines).and_then(|()| file.sync_data());
    if written.is_err() {
        // A full disk: what is written twice would not be what was meant.
        let _ = file.set_len(before);
    }
    written
}

/// The length of the file up to its last whole line. What comes after is the beginning of a line
/// that was interrupted, and is cut off: it is written again.
fn end_of_whole_lines(file: &mut File) -> io::Result<u64> {
    let length = file.metadata()?.len();
    let mut end = length;
    while end > 0 {
        let start = end.saturating_sub(CHUNK);
        let mut chunk = Vec::new();
        file.seek(SeekFrom::Start(start))?;
        Read::by_ref(file)
            .take(end - start)
            .read_to_end(&mut chunk)?;
        if let Some(at) = chunk.iter().rposition(|byte| *byte == b'\n') {
            end = start + u64::try_from(at).map_or(0, |at| at + 1);
            break;
        }
        end = start;
    }
    if end < length {
        file.set_len(end)?;
    }
    Ok(end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[tokio::test]
    async fn lines_are_appended_also_where_the_file_was_renamed_or_a_line_was_interrupted() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("audit.jsonl");
        let file = LineFile::new(&path);
        let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
        file.append("1\n2\n".into()).await.unwrap();
        file.append("3\n".into()).await.unwrap();
        assert_eq!(read("audit.jsonl"), "1\n2\n3\n");
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        std::fs::rename(&path, folder.path().join("old")).unwrap();
        file.append("4\n".into()).await.unwrap();
        assert_eq!(
            (read("old").as_str(), read("audit.jsonl").as_str()),
            ("1\n2\n3\n", "4\n")
        );
        for (broken, whole) in [("4\n5\n{\"half", "4\n5\n6\n"), ("half", "6\n"), ("", "6\n")] {
            std::fs::write(&path, broken).unwrap();
            file.append("6\n".into()).await.unwrap();
            assert_eq!(read("audit.jsonl"), whole);
        }
        let long = format!("1\n{}", "x".repeat(200_000));
        std::fs::write(&path, long).unwrap();
        file.append("2\n".into()).await.unwrap();
        assert_eq!(read("audit.jsonl"), "1\n2\n");
        std::fs::remove_dir_all(folder.path()).unwrap();
        assert!(file.append("7\n".into()).await.is_err());
    }
}
