//! A mail server on this machine that keeps what it gets, and refuses, delays and goes away where a
//! test wants it.

use super::eventually;
use base64::{Engine, engine::general_purpose::STANDARD};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};
use tokio::{
    io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    sync::watch,
    task::JoinHandle,
};
use tokio_rustls::{TlsAcceptor, rustls};

/// How the server encrypts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encrypts {
    Never,
    /// From STARTTLS on.
    WhenAsked,
    /// From the first byte.
    Always,
}

/// A mail that the server took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    pub from: String,
    pub to: Vec<String>,
    /// Headers and body, as they came.
    pub text: String,
    pub is_encrypted: bool,
    /// User and password of the sign-in.
    pub credentials: Option<String>,
}

impl Taken {
    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<String> {
        let (headers, _) = self.text.split_once("\r\n\r\n")?;
        let unfolded = headers.replace("\r\n ", " ").replace("\r\n\t", " ");
        let mut lines = unfolded.split("\r\n");
        lines.find_map(|line| {
            let (found, value) = line.split_once(": ")?;
            found.eq_ignore_ascii_case(name).then(|| value.to_owned())
        })
    }
}

#[derive(Default)]
struct State {
    taken: Vec<Taken>,
    /// Every line that came, before and after STARTTLS.
    lines: Vec<String>,
    connections: usize,
    /// What a command is answered instead, by its first word; `DATA.` is the end of a mail.
    answers: HashMap<&'static str, String>,
}

pub struct SmtpSink {
    pub port: u16,
    /// The certificate, in PEM.
    pub certificate: String,
    encrypts: Encrypts,
    tls: TlsAcceptor,
    state: Arc<Mutex<State>>,
    /// Whether the answers to the ends of mails are held back.
    holds: watch::Sender<bool>,
    listening: Mutex<Option<JoinHandle<()>>>,
}

impl Drop for SmtpSink {
    fn drop(&mut self) {
        self.stop();
    }
}

impl SmtpSink {
    pub async fn open(encrypts: Encrypts) -> Self {
        let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
        let key = rustls::pki_types::PrivateKeyDer::try_from(made.signing_key.serialize_der());
        let config = rustls::ServerConfig::builder_with_provider(Arc::new(
            rustls::crypto::ring::default_provider(),
        ))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key.unwrap())
        .unwrap();
        let sink = Self {
            port: super::free_port(),
            certificate: made.cert.pem(),
            encrypts,
            tls: TlsAcceptor::from(Arc::new(config)),
            state: Arc::default(),
            holds: watch::Sender::new(false),
            listening: Mutex::default(),
        };
        sink.start().await;
        sink
    }

    /// The address for the settings, without what is behind the port.
    pub fn url(&self) -> String {
        let scheme = if self.encrypts == Encrypts::Always {
            "smtps"
        } else {
            "smtp"
        };
        format!("{scheme}://doorward:p%40ssword@localhost:{}", self.port)
    }

    /// The server is back, at the same port.
    pub async fn start(&self) {
        let listener = TcpListener::bind(("127.0.0.1", self.port)).await.unwrap();
        let (tls, encrypts) = (self.tls.clone(), self.encrypts);
        let (state, holds) = (Arc::clone(&self.state), self.holds.subscribe());
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let session = Session {
                    state: Arc::clone(&state),
                    holds: holds.clone(),
                    is_encrypted: encrypts == Encrypts::Always,
                    offers_tls: encrypts == Encrypts::WhenAsked,
                    credentials: None,
                };
                tokio::spawn(serve(stream, encrypts, tls.clone(), session));
            }
        });
        *self.listening.lock().unwrap() = Some(task);
    }

    /// The server is away: nobody listens.
    pub fn stop(&self) {
        if let Some(task) = self.listening.lock().unwrap().take() {
            task.abort();
        }
    }

    /// From now on a command is answered so; an empty answer closes the connection.
    pub fn answer(&self, command: &'static str, answer: &str) {
        let mut state = self.state.lock().unwrap();
        state.answers.insert(command, answer.to_owned());
    }

    /// Commands are answered as usual again.
    pub fn behave(&self) {
        self.state.lock().unwrap().answers.clear();
    }

    /// From now on the answer to the end of each mail is held back, or no longer.
    pub fn hold(&self, holds: bool) {
        self.holds.send_replace(holds);
    }

    pub fn taken(&self) -> Vec<Taken> {
        self.state.lock().unwrap().taken.clone()
    }

    pub fn lines(&self) -> Vec<String> {
        self.state.lock().unwrap().lines.clone()
    }

    pub fn connections(&self) -> usize {
        self.state.lock().unwrap().connections
    }

    /// The mails that the server took, once there are so many.
    pub async fn wait_for(&self, count: usize) -> Vec<Taken> {
        eventually("mails at the server", async || self.taken().len() >= count).await;
        self.taken()
    }
}

async fn serve(stream: TcpStream, encrypts: Encrypts, tls: TlsAcceptor, mut session: Session) {
    session.state.lock().unwrap().connections += 1;
    if encrypts == Encrypts::Always {
        if let Ok(stream) = tls.accept(stream).await {
            session.talk(stream, true).await;
        }
        return;
    }
    if let Some(stream) = session.talk(stream, true).await {
        let Ok(stream) = tls.accept(stream).await else {
            return;
        };
        (session.is_encrypted, session.offers_tls) = (true, false);
        session.talk(stream, false).await;
    }
}

struct Session {
    state: Arc<Mutex<State>>,
    holds: watch::Receiver<bool>,
    is_encrypted: bool,
    offers_tls: bool,
    credentials: Option<String>,
}

impl Session {
    /// Talks until the end, or until the client asks for TLS: then the stream is given back.
    async fn talk<S>(&mut self, stream: S, greets: bool) -> Option<S>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        let mut stream = BufReader::new(stream);
        if greets {
            let greeting = self.answer_to("CONNECT", "220 sink ESMTP");
            say(&mut stream, &greeting).await?;
        }
        let (mut from, mut to) = (String::new(), Vec::new());
        loop {
            let line = self.line(&mut stream).await?;
            let command = line.split([' ', ':']).next().unwrap_or_default();
            let command = command.to_ascii_uppercase();
            let answer = match command.as_str() {
                "EHLO" => {
                    let tls = if self.offers_tls {
                        "250-STARTTLS\r\n"
                    } else {
                        ""
                    };
                    format!("250-sink\r\n{tls}250-8BITMIME\r\n250 AUTH PLAIN LOGIN")
                }
                "STARTTLS" if self.offers_tls => {
                    say(&mut stream, "220 go ahead").await?;
                    return Some(stream.into_inner());
                }
                "AUTH" => {
                    let encoded = line.rsplit(' ').next().unwrap_or_default();
                    let decoded = STANDARD.decode(encoded).unwrap_or_default();
                    let decoded = String::from_utf8(decoded).unwrap_or_default();
                    self.credentials = Some(decoded.replace('\0', " ").trim().to_owned());
                    self.answer_to("AUTH", "235 welcome")
                }
                "MAIL" => {
                    (from, to) = (path(&line), Vec::new());
                    self.answer_to("MAIL", "250 ok")
                }
                "RCPT" => {
                    let answer = self.answer_to("RCPT", "250 ok");
                    if answer.starts_with("250") {
                        to.push(path(&line));
                    }
                    answer
                }
                "DATA" => {
                    say(&mut stream, "354 go ahead").await?;
                    let text = self.data(&mut stream).await?;
                    let answer = self.answer_to("DATA.", "250 taken");
                    if answer.is_empty() || answer.starts_with("250") {
                        self.keep(&from, &to, text);
                    }
                    self.holds.wait_for(|holds| !holds).await.ok()?;
                    answer
                }
                "QUIT" => "221 bye".to_owned(),
                _ => "502 no".to_owned(),
            };
            say(&mut stream, &answer).await?;
        }
    }

    fn answer_to(&self, command: &'static str, usual: &str) -> String {
        let state = self.state.lock().unwrap();
        state.answers.get(command).cloned().unwrap_or(usual.into())
    }

    fn keep(&self, from: &str, to: &[String], text: String) {
        self.state.lock().unwrap().taken.push(Taken {
            from: from.to_owned(),
            to: to.to_vec(),
            text,
            is_encrypted: self.is_encrypted,
            credentials: self.credentials.clone(),
        });
    }

    async fn line<S>(&self, stream: &mut BufReader<S>) -> Option<String>
    where
        S: AsyncRead + Unpin,
    {
        let mut line = String::new();
        if stream.read_line(&mut line).await.ok()? == 0 {
            return None;
        }
        let line = line.trim_end_matches(['\r', '\n']).to_owned();
        self.state.lock().unwrap().lines.push(line.clone());
        Some(line)
    }

    async fn data<S>(&self, stream: &mut BufReader<S>) -> Option<String>
    where
        S: AsyncRead + Unpin,
    {
        let mut text = String::new();
        loop {
            let mut line = String::new();
            if stream.read_line(&mut line).await.ok()? == 0 {
                return None;
            }
            if line == ".\r\n" {
                return Some(text);
            }
            text.push_str(line.strip_prefix('.').unwrap_or(&line));
        }
    }
}

/// What stands between angle brackets.
fn path(line: &str) -> String {
    let inner = line
        .split_once('<')
        .and_then(|(_, rest)| rest.split_once('>'));
    inner.map(|(path, _)| path.to_owned()).unwrap_or_default()
}

/// An empty answer ends the session.
async fn say<S: AsyncRead + AsyncWrite + Unpin>(
    stream: &mut BufReader<S>,
    answer: &str,
) -> Option<()> {
    if answer.is_empty() {
        return None;
    }
    let answer = format!("{answer}\r\n");
    stream.get_mut().write_all(answer.as_bytes()).await.ok()?;
    stream.get_mut().flush().await.ok()
}
