//! A provider of ours as an operator starts it: the program, on the conformance profile.

use crate::{
    database::{Backend, Database},
    wait::eventually,
};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use std::{
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

/// The user and the clients that config/conformance.apply.toml declares.
const CLIENTS: &str = include_str!("../../conformance/clients.example.json");

/// A provider under test.
pub struct Provider {
    pub issuer: String,
    pub listen: String,
    pub folder: PathBuf,
    variables: Vec<(String, String)>,
    child: Child,
    _database: Database,
}

impl Drop for Provider {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

pub fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
}

/// A folder of this test's own.
pub fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!(
        "doorward-conformance-{}-{name}",
        std::process::id()
    ));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// An authority of this test's own, and a certificate of it for this machine.
fn certificates(folder: &Path) {
    let mut authority = CertificateParams::new(Vec::new()).unwrap();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(authority, KeyPair::generate().unwrap()).unwrap();
    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new(vec!["localhost".to_owned()])
        .unwrap()
        .signed_by(&key, &authority)
        .unwrap();
    std::fs::write(folder.join("ca.pem"), authority.pem()).unwrap();
    std::fs::write(folder.join("certificate.pem"), certificate.pem()).unwrap();
    std::fs::write(folder.join("key.pem"), key.serialize_pem()).unwrap();
}

impl Provider {
    /// With https by itself, as the official suite meets it.
    pub async fn with_tls(backend: Backend, name: &str) -> Self {
        let (port, folder) = (free_port(), folder(name));
        certificates(&folder);
        let at = |file: &str| folder.join(file).display().to_string();
        let tls = [
            ("DOORWARD_TLS__CERTIFICATE", at("certificate.pem")),
            ("DOORWARD_TLS__KEY", at("key.pem")),
        ];
        Self::start(
            backend,
            format!("https://localhost:{port}"),
            port,
            folder.clone(),
            &tls,
        )
        .await
    }

    /// Behind something that stands at the issuer.
    pub async fn behind(issuer: String, name: &str) -> Self {
        Self::start(
            Backend::Sqlite,
            issuer,
            free_port(),
            folder(name),
            &[("DOORWARD_TLS__SELF_SIGNED", "false".to_owned())],
        )
        .await
    }

    async fn start(
        backend: Backend,
        issuer: String,
        port: u16,
        folder: PathBuf,
        more: &[(&str, String)],
    ) -> Self {
        let database = Database::migrated(backend).await;
        let listen = format!("127.0.0.1:{port}");
        let mut variables = vec![
            ("DOORWARD_ISSUER".to_owned(), issuer.clone()),
            ("DOORWARD_LISTEN".to_owned(), listen.clone()),
            ("DOORWARD_DATABASE__URL".to_owned(), database.url()),
            (
                "DOORWARD_MASTER_KEY_FILE".to_owned(),
                folder.join("master.key").display().to_string(),
            ),
            // What a password costs is not what is tested here.
            ("DOORWARD_PASSWORDS__MEMORY_KIB".to_owned(), "64".to_owned()),
            ("DOORWARD_PASSWORDS__ITERATIONS".to_owned(), "1".to_owned()),
            ("DOORWARD_LOG__LEVEL".to_owned(), "error".to_owned()),
        ];
        variables.extend(
            more.iter()
                .map(|(name, value)| ((*name).to_owned(), value.clone())),
        );
        let migrated = program(&variables).arg("migrate").output().unwrap();
        assert!(
            migrated.status.success(),
            "{}",
            String::from_utf8_lossy(&migrated.stderr)
        );
        let child = program(&variables)
            .arg("serve")
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let mut provider = Self {
            issuer,
            listen,
            folder,
            variables,
            child,
            _database: database,
        };
        provider.wait().await;
        provider
    }

    async fn wait(&mut self) {
        eventually("a provider that listens", async || {
            assert!(
                self.child.try_wait().unwrap().is_none(),
                "the provider stopped"
            );
            tokio::net::TcpStream::connect(&self.listen).await.is_ok()
        })
        .await;
    }

    /// A shell command that rotates its keys.
    fn rotate_keys(&self) -> String {
        let variables: Vec<String> = self
            .variables
            .iter()
            .map(|(name, value)| format!("{name}='{value}'"))
            .collect();
        format!(
            "{} {} --config {} keys rotate --now",
            variables.join(" "),
            env!("CARGO_BIN_EXE_doorward"),
            config()
        )
    }

    /// Runs the runner against it.
    pub fn hold(&self, registration: &str, arguments: &[&str]) -> Vec<Line> {
        let clients = self.folder.join(format!("{registration}.json"));
        std::fs::write(
            &clients,
            CLIENTS.replace("\"dynamic\"", &format!("\"{registration}\"")),
        )
        .unwrap();
        let mut all = vec!["--rotate-keys".to_owned(), self.rotate_keys()];
        if self.folder.join("ca.pem").exists() {
            all.extend([
                "--ca-file".to_owned(),
                self.folder.join("ca.pem").display().to_string(),
            ]);
        }
        all.extend(arguments.iter().map(|argument| (*argument).to_owned()));
        hold(&self.issuer, &clients, &all)
    }
}

fn config() -> String {
    format!("{}/config/conformance.toml", env!("CARGO_MANIFEST_DIR"))
}

fn program(variables: &[(String, String)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_doorward"));
    command
        .arg("--config")
        .arg(config())
        .envs(variables.iter().map(|(name, value)| (name, value)));
    command
}

/// A line of the runner's JSON.
#[derive(Debug, serde::Deserialize)]
pub struct Line {
    pub profile: String,
    pub module: String,
    pub result: String,
    pub section: String,
    pub seen: String,
}

/// Runs the runner against an issuer.
pub fn hold(issuer: &str, clients: &Path, arguments: &[String]) -> Vec<Line> {
    // A package of its own: built beside ours by `cargo test --workspace`.
    let runner =
        std::path::Path::new(env!("CARGO_BIN_EXE_doorward")).with_file_name("doorward-conformance");
    let mut command = Command::new(runner);
    command
        .args(["--issuer", issuer, "--json", "--clients"])
        .arg(clients)
        .args(arguments);
    let output = command.output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    let document: serde_json::Value = serde_json::from_str(&text).unwrap_or_else(|_| {
        panic!(
            "no report: {text}{}",
            String::from_utf8_lossy(&output.stderr)
        )
    });
    serde_json::from_value(document["modules"].clone()).unwrap()
}
