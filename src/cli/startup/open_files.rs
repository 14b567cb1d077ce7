//! How many files, and so connections, this process may have open.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// What the databases, other servers and files need beside the connections of clients.
const RESERVED: u64 = 128;
/// With fewer, a crowd uses them up; `check` says so.
const FEW: u64 = 4096;
/// The most connections of all workers together.
const MAX_CONNECTIONS: u64 = 40_000;

/// Raises the limit to what the system allows this process at most (`RLIMIT_NOFILE`), and gives the limit
/// that holds then; `None` where there is none.
pub fn raise() -> Option<u64> {
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    if current == maximum {
        return current;
    }
    let raised = Rlimit {
        current: maximum,
        maximum,
    };
    match setrlimit(Resource::Nofile, raised) {
        Ok(()) => maximum,
        Err(error) => {
            tracing::warn!(%error, current, "the limit of open files cannot be raised");
            current
        }
    }
}

/// How many connections fit under a limit of open files.
pub fn connections(limit: Option<u64>) -> usize {
    let max = limit.map_or(MAX_CONNECTIONS, |limit| limit.saturating_sub(RESERVED));
    usize::try_from(max.clamp(RESERVED, MAX_CONNECTIONS)).unwrap_or(usize::MAX)
}

/// What `check` says of the limit: `Err` where it is low.
///
/// # Errors
/// How to raise it.
pub fn check(limit: Option<u64>) -> Result<String, String> {
    let connections = connections(limit);
    match limit {
        Some(limit) if limit < FEW => Err(format!(
            "{limit} may be open, enough for {connections} connections: raise the hard limit \
             (LimitNOFILE= of a systemd service, ulimit -Hn of a shell)"
        )),
        Some(limit) => Ok(format!(
            "{limit} may be open, enough for {connections} connections"
        )),
        None => Ok("no limit".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn some_files_stay_for_everything_else() {
        assert_eq!(connections(Some(1024)), 896);
        assert_eq!(connections(Some(1_000_000)), 40_000);
        assert_eq!(connections(None), 40_000);
        assert_eq!(connections(Some(64)), 128);
        assert!(check(Some(1024)).is_err() && check(Some(65_536)).is_ok() && check(None).is_ok());
    }

    #[test]
    fn the_limit_is_raised_once() {
        let raised = raise();
        assert_eq!(raised, getrlimit(Resource::Nofile).maximum);
        assert_eq!(raise(), raised);
    }
}
