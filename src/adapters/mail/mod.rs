//! Mail by SMTP (RFC 5321): one connection, one envelope and one receiver for each mail.

mod error;
mod message;
mod server_url;

pub use error::SmtpError;
pub use message::OutgoingMail;

use lettre::{
    address::Envelope,
    transport::smtp::{
        authentication::{Credentials, Mechanism},
        client::{AsyncSmtpConnection, Certificate, CertificateStore, TlsParameters},
        extension::ClientId,
    },
};
use server_url::{Encryption, ServerUrl};
use std::time::Duration;

/// How long it may take to connect.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(15);
/// How long one mail may take from the connection to the last answer. It is less than the lease of
/// a mail in the outbox, so that no other node begins meanwhile.
const MAIL_TIMEOUT: Duration = Duration::from_mins(1);

/// The mail server that takes what this provider sends.
#[derive(Clone)]
pub struct SmtpServer {
    url: ServerUrl,
    tls: Option<TlsParameters>,
    hello: ClientId,
}

impl SmtpServer {
    /// The server at an address such as `smtp://user:password@host:587`. `authorities` are trusted
    /// beside the public ones, in PEM. `host` is how this server introduces itself.
    ///
    /// # Errors
    /// What is wrong with the address or the authorities; nothing of a password.
    pub fn new(url: &str, authorities: Option<&[u8]>, host: &str) -> Result<Self, String> {
        let url = ServerUrl::parse(url)?;
        let tls = match url.encryption {
            Encryption::None => None,
            Encryption::StartTls | Encryption::Implicit => {
                Some(tls_parameters(&url.host, authorities)?)
            }
        };
        let hello = if host.contains('.') && host.parse::<std::net::IpAddr>().is_err() {
            ClientId::Domain(host.to_owned())
        } else {
            ClientId::default()
        };
        Ok(Self { url, tls, hello })
    }

    /// Checks the address of a server without the rest.
    ///
    /// # Errors
    /// What is wrong with it; nothing of a password.
    pub fn check_url(url: &str) -> Result<(), String> {
        ServerUrl::parse(url).map(|_| ())
    }

    /// Host and port, for messages to operators.
    pub fn place(&self) -> String {
        format!("{}:{}", self.url.host, self.url.port)
    }

    /// Whether mails and passwords reach the server encrypted.
    pub fn is_encrypted(&self) -> bool {
        self.tls.is_some()
    }

    /// Connects and signs in, and sends nothing.
    ///
    /// # Errors
    /// Why no mail could be sent now.
    pub async fn probe(&self) -> Result<(), SmtpError> {
        let probe = async {
            let mut connection = self.connect().await?;
            let _ = connection.quit().await;
            Ok(())
        };
        within(probe).await
    }

    /// Sends a mail.
    ///
    /// # Errors
    /// [`SmtpError::Unavailable`] where the server takes no mails now, [`SmtpError::Later`] where it
    /// does not take this one now, [`SmtpError::Refused`] where it never will.
    pub async fn send(&self, mail: &OutgoingMail<'_>) -> Result<(), SmtpError> {
        let (envelope, bytes) = message::build(mail)?;
        within(self.deliver(&envelope, &bytes)).await
    }

    async fn deliver(&self, envelope: &Envelope, bytes: &[u8]) -> Result<(), SmtpError> {
        let mut connection = self.connect().await?;
        connection
            .send(envelope, bytes)
            .await
            .map_err(|error| SmtpError::of_mail(&error))?;
        // The server has the mail: whatever happens from here on changes nothing.
        let _ = connection.quit().await;
        Ok(())
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, SmtpError> {
        let implicit = (self.url.encryption == Encryption::Implicit)
            .then(|| self.tls.clone())
            .flatten();
        let unavailable = |error| SmtpError::of_server(&error);
        let mut connection = AsyncSmtpConnection::connect_tokio1(
            (self.url.host.as_str(), self.url.port),
            Some(CONNECT_TIMEOUT),
            &self.hello,
            implicit,
            None,
        )
        .await
        .map_err(unavailable)?;
        if self.url.encryption == Encryption::StartTls
            && let Some(tls) = &self.tls
        {
            connection
                .starttls(tls.clone(), &self.hello)
                .await
                .map_err(unavailable)?;
        }
        if let Some((user, password)) = self.url.credentials() {
            let credentials = Credentials::new(user, password);
            connection
                .auth(&[Mechanism::Plain, Mechanism::Login], &credentials)
                .await
                .map_err(|error| SmtpError::of_sign_in(&error))?;
        }
        Ok(connection)
    }
}

async fn within<T>(work: impl Future<Output = Result<T, SmtpError>>) -> Result<T, SmtpError> {
    tokio::time::timeout(MAIL_TIMEOUT, work)
        .await
        .unwrap_or_else(|_| Err(SmtpError::timeout()))
}

fn tls_parameters(host: &str, authorities: Option<&[u8]>) -> Result<TlsParameters, String> {
    let mut builder =
        TlsParameters::builder(host.to_owned()).certificate_store(CertificateStore::WebpkiRoots);
    if let Some(pem) = authorities {
        let certificate = Certificate::from_pem(pem).map_err(|error| error.to_string())?;
        builder = builder.add_root_certificate(certificate);
    }
    builder.build_rustls().map_err(|error| error.to_string())
}
