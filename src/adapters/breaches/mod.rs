//! Passwords that were stolen elsewhere, by their SHA-1: a file as Have I Been Pwned gives it away,
//! sorted by hash, or range queries that tell five digits of the hash and no more.

use sha1::{Digest, Sha1};
use std::{fs::File, io, os::unix::fs::FileExt, path::Path};

/// The digits of a SHA-1 in hexadecimal.
const DIGITS: usize = 40;
/// The digits that a range query tells (k-anonymity).
const PREFIX: usize = 5;
/// The longest line that is read: the hash, `:`, how often it was found, and the end of the line.
const MAX_LINE: usize = 80;

/// The SHA-1 of a password in hexadecimal digits, in upper case as the lists have it.
fn digest(password: &str) -> String {
    use std::fmt::Write;
    let bytes = Sha1::digest(password.as_bytes());
    bytes
        .iter()
        .fold(String::with_capacity(DIGITS), |mut text, byte| {
            // Writing to a text does not fail.
            let _ = write!(text, "{byte:02X}");
            text
        })
}

/// A file of hashes, one a line, sorted, each with `:` and a number behind it or alone. It may have
/// many gigabytes: about 35 places of it are read for a password.
#[derive(Debug)]
pub struct BreachFile {
    file: File,
    length: u64,
}

impl BreachFile {
    /// Opens a file and looks at its first line.
    ///
    /// # Errors
    /// Where it cannot be read, or does not begin with a hash.
    pub fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let length = file.metadata()?.len();
        let opened = Self { file, length };
        let first = opened.line_at(0)?;
        if length > 0 && first.is_none_or(|line| line.hash.is_none()) {
            let reason = "it does not begin with a SHA-1 in hexadecimal digits";
            return Err(io::Error::new(io::ErrorKind::InvalidData, reason));
        }
        Ok(opened)
    }

    /// Whether the file holds a password.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn holds(&self, password: &str) -> io::Result<bool> {
        let wanted = digest(password);
        // What is before `low` is smaller, what begins at `high` or behind it is not.
        let (mut low, mut high) = (0, self.length);
        while low < high {
            let middle = low + (high - low) / 2;
            let Some(line) = self.first_line_from(middle, low)? else {
                high = middle;
                continue;
            };
            if line.start >= high {
                high = middle;
                continue;
            }
            match line.hash.as_deref() {
                Some(hash) if hash == wanted => return Ok(true),
                Some(hash) if hash < wanted.as_str() => low = line.end,
                // A line that is no hash, such as an empty one, is taken for the end of the file.
                Some(_) | None => high = middle,
            }
        }
        Ok(false)
    }

    /// The first line that begins at a place or behind it; `from` is a place where a line begins.
    fn first_line_from(&self, place: u64, from: u64) -> io::Result<Option<Line>> {
        if place == from {
            return self.line_at(place);
        }
        // The line before ends at the place, or goes on beyond it.
        let Some(rest) = self.line_at(place - 1)? else {
            return Ok(None);
        };
        self.line_at(rest.end)
    }

    /// The text from a place to the end of its line; `None` at the end of the file.
    fn line_at(&self, start: u64) -> io::Result<Option<Line>> {
        let mut buffer = [0; MAX_LINE];
        let mut filled = 0;
        while let Some(space) = buffer.get_mut(filled..).filter(|space| !space.is_empty()) {
            let at = start + u64::try_from(filled).unwrap_or_default();
            match self.file.read_at(space, at)? {
                0 => break,
                read => filled += read,
            }
        }
        let text = buffer.get(..filled).unwrap_or_default();
        let Some(text) = text.split_inclusive(|byte| *byte == b'\n').next() else {
            return Ok(None);
        };
        let hash = text
            .get(..DIGITS)
            .and_then(|hash| std::str::from_utf8(hash).ok());
        let hash = hash.filter(|hash| hash.bytes().all(|digit| digit.is_ascii_hexdigit()));
        Ok(Some(Line {
            start,
            end: start + u64::try_from(text.len()).unwrap_or_default(),
            hash: hash.map(str::to_ascii_uppercase),
        }))
    }
}

/// A line of the file.
struct Line {
    start: u64,
    /// Where the next one begins.
    end: u64,
    hash: Option<String>,
}

/// What a service is asked about a password: the first five digits of its SHA-1, and no more. It
/// answers with the ends of every hash that begins so.
pub struct RangeQuery {
    prefix: String,
    rest: String,
}

impl RangeQuery {
    /// The question about a password.
    pub fn about(password: &str) -> Self {
        let digest = digest(password);
        let (prefix, rest) = digest.split_at_checked(PREFIX).unwrap_or_default();
        Self {
            prefix: prefix.to_owned(),
            rest: rest.to_owned(),
        }
    }

    /// The digits that are told.
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// Whether the answer holds the password.
    pub fn is_in(&self, answer: &str) -> bool {
        answer.lines().any(|line| {
            let (end, count) = line.split_once(':').unwrap_or((line, "1"));
            // What was added to hide the number of lines is found no times.
            end.trim().eq_ignore_ascii_case(&self.rest) && count.trim() != "0"
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn file(lines: &[String], end: &str) -> (tempfile::NamedTempFile, BreachFile) {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        for line in lines {
            write!(file, "{line}{end}").unwrap();
        }
        file.flush().unwrap();
        let opened = BreachFile::open(file.path()).unwrap();
        (file, opened)
    }

    #[test]
    fn every_password_of_a_file_is_found_and_no_other() {
        for count in [0, 1, 2, 3, 10, 257] {
            let mut hashes: Vec<String> = (0..count)
                .map(|n| format!("{}:{n}", digest(&format!("password {n}"))))
                .collect();
            hashes.sort();
            for end in ["\n", "\r\n"] {
                let (_kept, file) = file(&hashes, end);
                for n in 0..count {
                    assert!(
                        file.holds(&format!("password {n}")).unwrap(),
                        "{n} of {count}"
                    );
                }
                for n in count..count + 40 {
                    assert!(
                        !file.holds(&format!("password {n}")).unwrap(),
                        "{n} of {count}"
                    );
                }
            }
        }
    }

    #[test]
    fn hashes_alone_in_lower_case_are_read_and_other_files_refused() {
        let mut hashes: Vec<String> = ["a", "b", "c"]
            .map(|word| digest(word).to_lowercase())
            .into();
        hashes.sort();
        let (_kept, opened) = file(&hashes, "\n");
        assert!(opened.holds("b").unwrap() && !opened.holds("d").unwrap());
        let mut words = tempfile::NamedTempFile::new().unwrap();
        write!(words, "123456\npassword\n").unwrap();
        assert!(BreachFile::open(words.path()).is_err());
        assert!(BreachFile::open(Path::new("/nowhere")).is_err());
    }

    /// The example of the service itself, with the SHA-1 of "password".
    #[test]
    fn a_range_query_tells_five_digits() {
        let query = RangeQuery::about("password");
        assert_eq!(query.prefix(), "5BAA6");
        let answer =
            "1D2DA4053E34E76F6576ED1DA63134B5E2A:2\r\n1E4C9B93F3F0682250B6CF8331B7EE68FD8:9\r\n";
        assert!(query.is_in(answer));
        assert!(!query.is_in(&answer.replace(":9", ":0")) && !query.is_in(""));
        assert!(!RangeQuery::about("another").is_in(answer));
    }
}
