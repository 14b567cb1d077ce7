//! Why a database cannot do its work, by the codes of SQLite and PostgreSQL.

/// A state of the database that an operator has to mend. The text says what it is, and names no
/// path, address or value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Cause {
    /// Nobody answers at its address, or not in time.
    #[error("the database does not answer")]
    NoAnswer,
    /// It answers, and does not let this program in.
    #[error("the database refuses the user or the password of database.url")]
    NoLogin,
    /// It answers, and has no database of the name.
    #[error("the server has no database of the name in database.url: create it")]
    NoDatabase,
    /// Every connection of this process is in use.
    #[error("every connection to the database is in use")]
    NoConnection,
    /// Another process, or another transaction, keeps writers out.
    #[error("the database takes no writes: another process holds it locked")]
    Locked,
    /// It can be read alone.
    #[error("the database is read-only")]
    ReadOnly,
    /// There is no room to write.
    #[error("the disk of the database is full")]
    DiskFull,
    /// The disk reports errors.
    #[error("the disk of the database cannot be read or written")]
    DiskError,
    /// What the database reads is not what it wrote.
    #[error("the database is damaged: restore it from a backup")]
    Damaged,
    /// The file that this process has open is no longer the one at its path.
    #[error(
        "the database file was deleted or replaced while this server runs: put it back, or restart \
         the server"
    )]
    FileGone,
    /// The user of the database may not do what this program does.
    #[error(
        "the database user lacks privileges: grant it SELECT, INSERT, UPDATE and DELETE on every table"
    )]
    NoPrivilege,
    /// Tables or columns are missing, or the schema is of an older release.
    #[error("the schema of the database is older than this program: run `doorward migrate`")]
    SchemaOlder,
    /// The schema is of a newer release that this one does not work with.
    #[error("the schema of the database is newer than this program: start the newer release")]
    SchemaNewer,
}

impl Cause {
    /// The state that an error code stands for; `None` where the code says nothing about the state
    /// of the database.
    pub(crate) fn of_code(code: &str) -> Option<Self> {
        // A PostgreSQL code (SQLSTATE) has five characters; an SQLite code is a shorter number.
        if code.len() == 5 {
            return of_sqlstate(code);
        }
        // The low byte of an extended code is the primary one (https://sqlite.org/rescode.html).
        match code.parse::<u32>().ok()? & 0xff {
            5 | 6 => Some(Self::Locked),
            8 => Some(Self::ReadOnly),
            10 => Some(Self::DiskError),
            11 | 26 => Some(Self::Damaged),
            13 => Some(Self::DiskFull),
            // A statement that was interrupted at its deadline; a file that cannot be opened.
            9 | 14 => Some(Self::NoAnswer),
            _ => None,
        }
    }
}

fn of_sqlstate(code: &str) -> Option<Cause> {
    Some(match code {
        // disk_full; io_error and the others of that class.
        "53100" => Cause::DiskFull,
        "58000" | "58030" | "58P01" | "58P02" => Cause::DiskError,
        // read_only_sql_transaction.
        "25006" => Cause::ReadOnly,
        // lock_not_available.
        "55P03" => Cause::Locked,
        // data_corrupted, index_corrupted.
        "XX001" | "XX002" => Cause::Damaged,
        // undefined_table, undefined_column, invalid_schema_name.
        "42P01" | "42703" | "3F000" => Cause::SchemaOlder,
        // insufficient_privilege.
        "42501" => Cause::NoPrivilege,
        // invalid_authorization_specification, invalid_password.
        "28000" | "28P01" => Cause::NoLogin,
        // invalid_catalog_name.
        "3D000" => Cause::NoDatabase,
        // too_many_connections, query_canceled, admin_shutdown, crash_shutdown, cannot_connect_now,
        // database_dropped.
        "53300" | "57014" | "57P01" | "57P02" | "57P03" | "57P04" => Cause::NoAnswer,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_both_databases_are_told_apart() {
        for (code, cause) in [
            ("13", Some(Cause::DiskFull)),
            ("778", Some(Cause::DiskError)),
            ("1032", Some(Cause::ReadOnly)),
            ("517", Some(Cause::Locked)),
            ("26", Some(Cause::Damaged)),
            ("9", Some(Cause::NoAnswer)),
            ("1", None),
            ("53100", Some(Cause::DiskFull)),
            ("25006", Some(Cause::ReadOnly)),
            ("55P03", Some(Cause::Locked)),
            ("42P01", Some(Cause::SchemaOlder)),
            ("42501", Some(Cause::NoPrivilege)),
            ("28P01", Some(Cause::NoLogin)),
            ("28000", Some(Cause::NoLogin)),
            ("3D000", Some(Cause::NoDatabase)),
            ("57P03", Some(Cause::NoAnswer)),
            ("23505", None),
            ("", None),
        ] {
            assert_eq!(Cause::of_code(code), cause, "{code}");
        }
    }
}
