//! Why a mail was not sent, by what follows from it.

use lettre::transport::smtp::Error;
use std::error::Error as _;

/// Why a mail was not sent. `Display` says nothing of what the server wrote, which often repeats the
/// address of the receiver; [`SmtpError::said`] does, for an operator who typed that address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SmtpError {
    /// The server takes no mails now: it is away, busy, or does not accept this provider.
    #[error("{cause}")]
    Unavailable {
        /// What is wrong, without the words of the server.
        cause: String,
        /// What the server wrote.
        said: String,
    },
    /// The server does not take this mail now.
    #[error("{cause}")]
    Later {
        /// What is wrong, without the words of the server.
        cause: String,
        /// What the server wrote.
        said: String,
    },
    /// The server never takes this mail.
    #[error("{cause}")]
    Refused {
        /// What is wrong, without the words of the server.
        cause: String,
        /// What the server wrote.
        said: String,
    },
}

impl SmtpError {
    /// An error before the mail was offered: every mail would meet it.
    pub(super) fn of_server(error: &Error) -> Self {
        Self::Unavailable {
            cause: class(error),
            said: said(error),
        }
    }

    /// An error of the sign-in at the server.
    pub(super) fn of_sign_in(error: &Error) -> Self {
        let cause = match error.status() {
            Some(code) => format!("the mail server refused the user or the password ({code})"),
            None => format!("no sign-in at the mail server: {}", class(error)),
        };
        Self::Unavailable {
            cause,
            said: said(error),
        }
    }

    /// An error of one mail, once the server was ready to take it.
    pub(super) fn of_mail(error: &Error) -> Self {
        let (cause, said) = (class(error), said(error));
        let closes = error.status().is_some_and(|code| code.to_string() == "421");
        if error.is_permanent() {
            Self::Refused { cause, said }
        } else if error.is_transient() && !closes {
            Self::Later { cause, said }
        } else {
            Self::Unavailable { cause, said }
        }
    }

    /// The server did not answer in time.
    pub(super) fn timeout() -> Self {
        Self::Unavailable {
            cause: "the mail server did not answer in time".into(),
            said: String::new(),
        }
    }

    /// A mail that can be sent to nobody.
    pub(super) fn unsendable(cause: &str) -> Self {
        Self::Refused {
            cause: cause.to_owned(),
            said: String::new(),
        }
    }

    /// What happened, with what the server wrote.
    pub fn said(&self) -> String {
        let (Self::Unavailable { said, .. }
        | Self::Later { said, .. }
        | Self::Refused { said, .. }) = self;
        if said.is_empty() {
            self.to_string()
        } else {
            format!("{self}: {said}")
        }
    }
}

/// What kind of error it is, in words that quote nobody.
fn class(error: &Error) -> String {
    if let Some(code) = error.status() {
        return format!("the mail server answered {code}");
    }
    if error.is_timeout() {
        return "the mail server did not answer in time".into();
    }
    if error.is_tls() {
        return format!("TLS with the mail server failed: {}", said(error));
    }
    if error.is_response() {
        return "the mail server answered something that is not SMTP, or closed the connection"
            .into();
    }
    // Errors of the connection and of lettre itself quote nothing of a mail.
    format!("{error}")
}

/// What the server wrote, or what the connection reported, on one line.
fn said(error: &Error) -> String {
    let Some(source) = error.source() else {
        return String::new();
    };
    let text = source.to_string();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
