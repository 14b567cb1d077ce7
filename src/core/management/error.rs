//! Why an action of the management API did not happen.

use crate::{Error, RefusedChange, limits::Limited, pictures::PictureError};
use doorward_protocol::management::Permission;

/// What is wrong with one member of a request.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct FieldError {
    /// Where it is: a JSON Pointer into the body (RFC 6901), or the name of a parameter.
    pub pointer: String,
    /// What to change.
    pub detail: String,
}

/// Why an action did not happen.
#[derive(Debug, thiserror::Error)]
pub enum ManagementError {
    /// Nobody who is known calls.
    #[error("{0}")]
    Unauthenticated(&'static str),
    /// A request of a browser may come from another site.
    #[error(
        "the request may come from another site: send it from a page of this server, with the header Doorward-CSRF: 1"
    )]
    ForeignOrigin,
    /// The caller may not do this.
    #[error("this needs {0}")]
    Forbidden(Permission),
    /// The caller would reach further than their own permissions.
    #[error("nobody grants, takes away or acts on what they do not have themselves: this needs {}", .0.join(", "))]
    BeyondPowers(Vec<String>),
    /// The caller owns the app, and would change what its owners do not.
    #[error("an owner of an app does not change {}: ask an administrator", .0.join(", "))]
    BeyondOwner(Vec<String>),
    /// The caller would decide what they asked for themselves.
    #[error("nobody decides their own request: somebody else who may give the role has to")]
    OwnRequest,
    /// The user signed in too long ago for this.
    #[error(
        "this asks for a sign-in of the last ten minutes: sign in again, then repeat the request"
    )]
    SignInAgain,
    /// There is no such thing.
    #[error("there is no {0}")]
    NotFound(String),
    /// The request cannot be carried out as it is.
    #[error("{detail}")]
    Invalid {
        /// What to change.
        detail: String,
        /// The same, by member.
        errors: Vec<FieldError>,
    },
    /// A file is not taken as a picture.
    #[error("content: {0}")]
    Picture(PictureError),
    /// Something is in the way.
    #[error("{0}")]
    Conflict(String),
    /// As `Invalid` or `Conflict`, for a reason of a known kind.
    #[error("{reason}")]
    Refused {
        /// Why, with its sentence.
        reason: RefusedChange,
        /// Whether it is a conflict with what there is.
        is_conflict: bool,
        /// The member that it is about, as [`FieldError::pointer`] says it.
        pointer: Option<String>,
    },
    /// It was changed since the caller read it.
    #[error("it was changed since you read it: read it again, and decide anew")]
    Stale,
    /// The caller asked too often.
    #[error("too many requests in this minute")]
    Limited(Limited),
    /// A failure of ours.
    #[error(transparent)]
    Failed(Error),
}

impl ManagementError {
    /// A request that cannot be carried out.
    pub fn invalid(detail: impl Into<String>) -> Self {
        Self::Invalid {
            detail: detail.into(),
            errors: Vec::new(),
        }
    }

    /// A member that cannot be as it is.
    pub fn field(pointer: &str, detail: impl Into<String>) -> Self {
        let detail = detail.into();
        Self::Invalid {
            errors: vec![FieldError {
                pointer: pointer.to_owned(),
                detail: detail.clone(),
            }],
            detail,
        }
    }

    /// A request that cannot be carried out, for a reason of a known kind.
    pub const fn refused(reason: RefusedChange) -> Self {
        Self::Refused {
            reason,
            is_conflict: false,
            pointer: None,
        }
    }

    /// A member that cannot be as it is, for a reason of a known kind.
    pub fn refused_field(pointer: &str, reason: RefusedChange) -> Self {
        Self::Refused {
            reason,
            is_conflict: false,
            pointer: Some(pointer.to_owned()),
        }
    }

    /// Something is in the way that is known.
    pub const fn conflict(reason: RefusedChange) -> Self {
        Self::Refused {
            reason,
            is_conflict: true,
            pointer: None,
        }
    }

    /// Another change came first.
    pub const fn changed_meanwhile() -> Self {
        Self::conflict(RefusedChange::ChangedMeanwhile)
    }
}

impl From<Error> for ManagementError {
    fn from(error: Error) -> Self {
        match error {
            Error::Input(detail) => Self::invalid(detail),
            Error::Refused(reason) => Self::Refused {
                is_conflict: reason.is_conflict(),
                reason,
                pointer: None,
            },
            Error::Protocol(error) => Self::invalid(error.hint),
            Error::Limited(limited) => Self::Limited(limited),
            failed @ (Error::Unavailable(_) | Error::Internal(_)) => Self::Failed(failed),
        }
    }
}

impl From<doorward_storage::Error> for ManagementError {
    fn from(error: doorward_storage::Error) -> Self {
        Error::from(error).into()
    }
}
