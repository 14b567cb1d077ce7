//! The binary as users and programs use it.

use crate::world::{Backend, CALLBACK, SECRET, World, eventually, free_port, free_ports};
use secrecy::ExposeSecret;
use serde_json::Value;
use std::{
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
};
use tokio::io::AsyncBufReadExt;

/// A folder of a test's own.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!(
            "doorward-cli-{name}-{}-{}",
            std::process::id(),
            free_port()
        ));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub fn write(&self, name: &str, text: &str) -> PathBuf {
        let file = self.0.join(name);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, text).unwrap();
        file
    }

    /// What a file of this folder holds.
    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.0.join(name)).unwrap()
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_doorward"));
        command
            .current_dir(&self.0)
            .args(arguments)
            .stdin(Stdio::null());
        command
            .env("DOORWARD_PASSWORDS__MEMORY_KIB", "64")
            .env("DOORWARD_PASSWORDS__ITERATIONS", "1");
        command
    }

    /// A command over the database of a world, with the master key that the world was opened with.
    pub fn command_over(&self, world: &World, arguments: &[&str]) -> Command {
        let settings = &world.settings;
        let master_key = settings.master_key.as_ref().unwrap();
        let mut command = self.command(arguments);
        command
            .env(
                "DOORWARD_DATABASE__URL",
                settings.database.url.expose_secret(),
            )
            .env("DOORWARD_MASTER_KEY", master_key.expose_secret())
            .env("DOORWARD_ISSUER", &world.issuer);
        command
    }

    /// A line of a shell in this folder.
    pub fn shell(&self, line: &str) -> Command {
        let mut command = Command::new("sh");
        command
            .current_dir(&self.0)
            .args(["-c", line])
            .stdin(Stdio::null())
            .env("DOORWARD_PASSWORDS__MEMORY_KIB", "64")
            .env("DOORWARD_PASSWORDS__ITERATIONS", "1");
        command
    }

    /// Where a file of the folder is.
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    pub fn run(&self, arguments: &[&str]) -> (bool, String, String) {
        output_of(&mut self.command(arguments))
    }

    pub fn json(&self, arguments: &[&str]) -> Value {
        let (ok, out, err) = self.run(arguments);
        assert!(ok, "{arguments:?}: {err}");
        serde_json::from_str(&out).unwrap_or_else(|_| panic!("{arguments:?} printed {out}"))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Runs a command: whether it succeeded, and what it printed and said.
pub fn output_of(command: &mut Command) -> (bool, String, String) {
    text(&command.output().unwrap())
}

fn text(output: &Output) -> (bool, String, String) {
    (
        output.status.success(),
        String::from_utf8_lossy(&output.stdout).into_owned(),
        String::from_utf8_lossy(&output.stderr).into_owned(),
    )
}

pub struct Server(pub Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

pub async fn answers(url: &str) {
    eventually(&format!("an answer of {url}"), async || {
        reqwest::get(url)
            .await
            .is_ok_and(|response| response.status().is_success())
    })
    .await;
}

pub const APPLY: &str = r#"
[[clients]]
client_id = "notes"
client_name = "Notes"
client_secret = "a secret of the notes app, long enough"
redirect_uris = ["https://notes.example/callback"]
grant_types = ["authorization_code", "refresh_token", "client_credentials"]
scope = "openid notes:read"
first_party = true

[[users]]
email = "ada@example.com"
username = "ada"
password = "notes on the analytical engine"
name = "Ada Lovelace"
address = { locality = "London" }
"#;

#[test]
fn every_command_explains_itself() {
    let folder = Folder::new("help");
    for command in [
        vec![],
        vec!["serve"],
        vec!["demo"],
        vec!["migrate"],
        vec!["check"],
        vec!["healthcheck"],
        vec!["apply"],
        vec!["user"],
        vec!["user", "add"],
        vec!["client", "change"],
        vec!["keys", "rotate"],
        vec!["provider", "test"],
        vec!["session", "receipts"],
        vec!["audit", "list"],
    ] {
        let (ok, out, _) = folder.run(&[command.clone(), vec!["--help"]].concat());
        assert!(
            ok && out.contains("Usage: doorward") && out.contains("--json"),
            "{command:?}: {out}"
        );
    }
}

#[test]
fn settings_that_are_wrong_stop_the_start_with_their_place() {
    let folder = Folder::new("settings");
    let file = folder.write("own.toml", "\nisuer = \"http://localhost:1\"\n");
    let (ok, _, err) = folder.run(&["--config", file.to_str().unwrap(), "check"]);
    assert!(
        !ok && err.contains("own.toml:2: there is no setting `isuer`; did you mean `issuer`?"),
        "{err}"
    );
    folder.write("config/doorward.toml", "[sessions]\nidle_minutes = 0\n");
    let (ok, _, err) = folder.run(&["check"]);
    assert!(
        !ok && err.contains("config/doorward.toml:2: sessions.idle_minutes: must be between"),
        "{err}"
    );
    let (ok, _, err) = text(
        &Folder::new("env")
            .command(&["check"])
            .env("DOORWARD_DATABSE__URL", "x")
            .output()
            .unwrap(),
    );
    assert!(
        !ok && err.contains("did you mean DOORWARD_DATABASE__URL?"),
        "{err}"
    );
    let (ok, _, err) = text(
        &Folder::new("https")
            .command(&["check"])
            .env("DOORWARD_ISSUER", "https://id.example.com")
            .output()
            .unwrap(),
    );
    assert!(!ok && err.contains("checks failed"), "{err}");
    let issuers = Folder::new("issuers");
    let issuer = |written: &str| {
        let mut command = issuers.command(&["check"]);
        let (_, out, err) = text(&command.env("DOORWARD_ISSUER", written).output().unwrap());
        out + &err
    };
    for (written, said) in [
        ("HTTP://LocalHost:8080", "issuer http://localhost:8080\n"),
        (
            "http://localhost:8080/auth",
            "issuer http://localhost:8080/auth; the proxy may leave /auth in requests",
        ),
        (
            "http://localhost/auth",
            "/.well-known/oauth-authorization-server/auth",
        ),
        (
            "https://id.example.com/",
            "DOORWARD_ISSUER: must not end with a slash",
        ),
        (
            "https://id.example.com/me",
            "DOORWARD_ISSUER: must not have the path /me",
        ),
    ] {
        let told = issuer(written);
        assert!(told.contains(said), "{written}: {told}");
    }
    let (ok, _, err) = folder.run(&["--config", "missing.toml", "check"]);
    assert!(!ok && err.contains("missing.toml cannot be read"), "{err}");
}

#[test]
fn the_commented_settings_file_is_the_defaults() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(root.join("config/doorward.toml")).unwrap();
    let uncommented: String = text
        .lines()
        .map(|line| {
            line.strip_prefix("# ")
                .filter(|rest| rest.contains(" = ") || rest.starts_with('['))
                .unwrap_or(line)
        })
        .fold(String::new(), |all, line| all + line + "\n");
    let folder = Folder::new("defaults");
    let file = folder.write("all.toml", &uncommented.replace("metrics_listen_off", ""));
    let load = |path: &Path| {
        doorward_cli::settings::load(Some(path), [])
            .unwrap()
            .settings
    };
    let (all, none) = (load(&file), load(&folder.write("none.toml", "")));
    assert_eq!(
        (
            all.issuer,
            all.listen,
            all.keys.algorithms,
            all.sessions.idle_minutes
        ),
        (
            none.issuer,
            none.listen,
            none.keys.algorithms,
            none.sessions.idle_minutes
        )
    );
    assert_eq!(
        (
            all.tokens.access_token_seconds,
            all.passwords.memory_kib,
            all.log.level
        ),
        (
            none.tokens.access_token_seconds,
            none.passwords.memory_kib,
            none.log.level
        )
    );
    for example in ["config/production.example.toml", "config/conformance.toml"] {
        if root.join(example).exists() {
            load(&root.join(example));
        }
    }
}

#[test]
fn apply_is_idempotent_shows_first_and_applies_all_or_nothing() {
    let folder = Folder::new("apply");
    let file = folder.write("apply.toml", APPLY);
    let file = file.to_str().unwrap();
    let changes = |document: &Value| {
        document["changes"]
            .as_array()
            .unwrap()
            .iter()
            .map(|change| change["change"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        changes(&folder.json(&["apply", file, "--dry-run", "--json"])),
        ["add", "add"]
    );
    assert_eq!(
        folder.json(&["client", "list", "--json"])["clients"]
            .as_array()
            .unwrap()
            .len(),
        0,
        "a dry run changes nothing"
    );
    assert_eq!(
        changes(&folder.json(&["apply", file, "--json"])),
        ["add", "add"]
    );
    assert_eq!(
        changes(&folder.json(&["apply", file, "--json"])),
        ["none", "none"]
    );
    for private in ["master.key", "doorward.db"] {
        assert_eq!(
            std::fs::metadata(folder.0.join(private))
                .unwrap()
                .permissions()
                .mode()
                & 0o777,
            0o600,
            "{private}"
        );
    }

    let better = folder.write(
        "changed.toml",
        &APPLY.replace("\"Notes\"", "\"Better Notes\""),
    );
    assert_eq!(
        changes(&folder.json(&["apply", better.to_str().unwrap(), "--json"])),
        ["change", "none"]
    );
    let bad = folder.write(
        "bad.toml",
        &format!(
            "{}\n[[clients]]\nclient_id = \"evil\"\nclient_secret = \"0123456789abcdef\"\nredirect_uris = [\"http://evil.example/cb\"]\n",
            APPLY.replace("\"Notes\"", "\"Other\"")
        ),
    );
    let (ok, _, err) = folder.run(&["apply", bad.to_str().unwrap()]);
    assert!(
        !ok && err.contains("bad.toml:18: client evil")
            && err.contains("https")
            && err.contains("nothing was applied"),
        "{err}"
    );
    let clients = folder.json(&["client", "list", "--json"]);
    assert_eq!(
        (
            clients["clients"].as_array().unwrap().len(),
            clients["clients"][0]["client_name"].as_str()
        ),
        (1, Some("Better Notes"))
    );
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/apply.example.toml");
    folder.json(&["apply", example.to_str().unwrap(), "--json"]);
}

/// The secrets of the client `app`, whose second one was made in the place of the first.
fn two_secrets_of_a_client(folder: &Folder) {
    let add = [
        "client",
        "secret",
        "add",
        "app",
        "--description",
        "new server",
    ];
    let added = folder.json(&[&add[..], &["--expires", "90d", "--json"]].concat());
    assert_eq!(added["client_secret"].as_str().unwrap().len(), 43);
    assert_eq!(added["secret"], 3, "{added}");
    assert!(added["expires_at"].is_string() && added["last_used_at"].is_null());
    let (ok, _, err) = folder.run(&add);
    assert!(!ok && err.contains("two live secrets already"), "{err}");
    let list = folder.json(&["client", "secret", "list", "app", "--json"]);
    let numbers: Vec<&Value> = list["secrets"]
        .as_array()
        .unwrap()
        .iter()
        .map(|secret| &secret["secret"])
        .collect();
    assert_eq!(numbers, [3, 2], "{list}");
    assert_eq!(list["secrets"][0]["description"], "new server");
    assert!(
        !list
            .to_string()
            .contains(added["client_secret"].as_str().unwrap())
    );
    let (ok, out, _) = folder.run(&["client", "secret", "list", "app"]);
    assert!(
        ok && out.contains("LAST USED") && out.contains("not noted yet"),
        "{out}"
    );
    let revoked = folder.json(&["client", "secret", "revoke", "app", "2", "--json"]);
    assert_eq!(revoked["revoked"], true);
    for (number, says) in [("2", "no secret of this number"), ("3", "the last secret")] {
        let (ok, _, err) = folder.run(&["client", "secret", "revoke", "app", number]);
        assert!(!ok && err.contains(says), "{err}");
    }
    let (ok, _, err) = folder.run(&["client", "secret", "add", "app", "--expires", "soon"]);
    assert!(!ok && err.contains("soon is no end"), "{err}");
    let (ok, out, _) = folder.run(&["client", "secret", "add", "app", "--expires", "2100-01-01"]);
    assert!(
        ok && out.contains("Secret 4 of app, shown this once: "),
        "{out}"
    );
    assert!(
        out.contains("It works until 2100-01-01T00:00:00Z."),
        "{out}"
    );
}

#[test]
fn users_clients_and_keys_are_listed_added_changed_disabled_and_rotated() {
    let folder = Folder::new("nouns");
    let added = folder.json(&[
        "user",
        "add",
        "--email",
        "grace@example.com",
        "--name",
        "Grace Hopper",
        "--json",
    ]);
    assert_eq!(added["password"].as_str().unwrap().len(), 43);
    let (ok, _, err) = folder.run(&["user", "add", "--email", "GRACE@example.com"]);
    assert!(!ok && err.contains("exists already"), "{err}");
    let (ok, _, err) = folder.run(&["user", "change", "grace@example.com", "--password", "short"]);
    assert!(!ok && err.contains("15 characters"), "{err}");
    folder.json(&[
        "user",
        "change",
        "grace@example.com",
        "--username",
        "grace",
        "--json",
    ]);
    assert_eq!(
        folder.json(&["user", "disable", "grace", "--json"])["disabled"],
        true
    );
    assert_eq!(
        folder.json(&["user", "list", "--json"])["users"][0]["disabled"],
        true
    );
    assert_eq!(
        folder.json(&["user", "enable", "grace", "--json"])["disabled"],
        false
    );
    let (ok, _, err) = folder.run(&["user", "disable", "nobody"]);
    assert!(!ok && err.contains("doorward user list"), "{err}");

    let client = folder.json(&[
        "client",
        "add",
        "--client-id",
        "app",
        "--redirect-uri",
        CALLBACK,
        "--json",
    ]);
    assert_eq!(client["client_secret"].as_str().unwrap().len(), 43);
    let rotated = folder.json(&["client", "rotate", "app", "--json"]);
    assert_ne!(client["client_secret"], rotated["client_secret"]);
    two_secrets_of_a_client(&folder);
    assert_eq!(
        folder.json(&["client", "change", "app", "--client-name", "App", "--json"])["client_name"],
        "App"
    );
    assert_eq!(
        folder.json(&["client", "disable", "app", "--json"])["disabled"],
        true
    );
    let (ok, _, err) = folder.run(&[
        "client",
        "add",
        "--client-id",
        "bad",
        "--redirect-uri",
        "http://evil.example/",
    ]);
    assert!(!ok && err.contains("https"), "{err}");

    assert_eq!(
        folder.json(&["keys", "list", "--json"])["keys"]
            .as_array()
            .unwrap()
            .len(),
        4
    );
    let published = folder.json(&["keys", "rotate", "--algorithm", "ES256", "--json"]);
    assert_eq!(published["published"][0]["state"], "published");
    let states = |folder: &Folder| {
        folder.json(&["keys", "list", "--json"])["keys"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|key| key["alg"] == "ES256")
            .map(|key| key["state"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(states(&folder), ["signing", "published"]);
    // Without its successor the old key stays for good.
    let kid = published["published"][0]["kid"].as_str().unwrap();
    folder.json(&["keys", "disable", kid, "--json"]);
    let keys = folder.json(&["keys", "list", "--json"])["keys"].clone();
    let left = keys
        .as_array()
        .unwrap()
        .iter()
        .filter(|key| key["alg"] == "ES256");
    let left: Vec<_> = left.map(|key| &key["remove_after"]).collect();
    assert_eq!(left, [&Value::Null]);
    folder.json(&["keys", "rotate", "--algorithm", "ES256", "--json"]);
    assert_eq!(states(&folder), ["signing", "published"]);
    folder.json(&["keys", "rotate", "--algorithm", "ES256", "--now", "--json"]);
    assert_eq!(states(&folder), ["verifying", "published", "signing"]);
    let signing = folder.json(&["keys", "list", "--json"])["keys"]
        .as_array()
        .unwrap()
        .iter()
        .find(|key| key["state"] == "signing")
        .unwrap()["kid"]
        .as_str()
        .unwrap()
        .to_owned();
    let (ok, _, err) = folder.run(&["keys", "disable", &signing]);
    assert!(!ok && err.contains("rotate --now"), "{err}");
}

/// What the command line changed, a running server sees at once, on both databases, with and
/// without Redis.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_running_server_sees_what_the_command_line_changed_at_once() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let world = World::open(backend).await;
        let folder = Folder::new("running");
        let run = |arguments: &[&str]| {
            let (ok, out, err) = output_of(&mut folder.command_over(&world, arguments));
            assert!(ok, "{err}");
            out
        };
        let form = [("grant_type", "client_credentials")];
        let ask = async |secret: &str| {
            world
                .post("/token", Some(crate::world::basic("robot", secret)), &form)
                .await
                .0
        };
        assert_eq!(ask(SECRET).await, 401);
        let added: Value = serde_json::from_str(&run(&[
            "client",
            "add",
            "--client-id",
            "robot",
            "--grant-type",
            "client_credentials",
            "--scope",
            "notes:read",
            "--json",
        ]))
        .unwrap();
        assert_eq!(ask(added["client_secret"].as_str().unwrap()).await, 200);
        let rotated: Value =
            serde_json::from_str(&run(&["client", "rotate", "robot", "--json"])).unwrap();
        assert_eq!(ask(added["client_secret"].as_str().unwrap()).await, 401);
        assert_eq!(ask(rotated["client_secret"].as_str().unwrap()).await, 200);
        run(&["client", "disable", "robot"]);
        assert_eq!(ask(rotated["client_secret"].as_str().unwrap()).await, 401);
        let mut browser = world.signed_in(crate::world::ADA).await;
        let tokens = world.tokens(&mut browser, &[]).await;
        run(&["user", "disable", "ada"]);
        assert_eq!(browser.get("/account").await.status, 303);
        assert_eq!(world.userinfo(&tokens.access).await.0, 401);
        let published: Value =
            serde_json::from_str(&run(&["keys", "rotate", "--algorithm", "ES256", "--json"]))
                .unwrap();
        world.expire_versions();
        let keys = world.text_at("/.well-known/jwks.json").await;
        assert!(keys.contains(published["published"][0]["kid"].as_str().unwrap()));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn serve_opens_figures_on_their_own_listener_logs_no_secret_and_drains_on_sigterm() {
    let folder = Folder::new("serve");
    folder.json(&[
        "apply",
        folder.write("apply.toml", APPLY).to_str().unwrap(),
        "--json",
    ]);
    let (port, figures) = (free_port(), free_port());
    let log = std::fs::File::create(folder.0.join("log")).unwrap();
    let child = folder
        .command(&["serve", "--json"])
        .env("DOORWARD_LISTEN", format!("127.0.0.1:{port}"))
        .env("DOORWARD_ISSUER", format!("http://localhost:{port}"))
        .env("DOORWARD_METRICS__LISTEN", format!("127.0.0.1:{figures}"))
        .env("DOORWARD_LOG__LEVEL", "trace")
        .env("DOORWARD_LOG__FORMAT", "json")
        .stdout(std::fs::File::create(folder.0.join("said")).unwrap())
        .stderr(log)
        .spawn()
        .unwrap();
    let mut server = Server(child);
    let base = format!("http://localhost:{port}");
    answers(&format!("{base}/readyz")).await;
    let (_, _, err) = text(
        &folder
            .command(&["serve"])
            .env("DOORWARD_LISTEN", format!("127.0.0.1:{port}"))
            .output()
            .unwrap(),
    );
    assert!(
        err.contains("cannot be listened on") && err.contains("DOORWARD_LISTEN"),
        "{err}"
    );

    let http = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap();
    let query = crate::world::authorize_query(&[("scope", "openid")]);
    let mut browser = crate::world::Browser::at(&base);
    let page = browser.authorize(&query).await;
    let answer = browser.sign_in_on(&page, crate::world::ADA).await;
    let code = answer.parameter("code").unwrap();
    let form = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", CALLBACK),
        ("code_verifier", crate::world::VERIFIER),
    ];
    let request = http
        .post(format!("{base}/token"))
        .header("authorization", crate::world::basic("notes", SECRET))
        .header("content-type", "application/x-www-form-urlencoded");
    let body: Value = serde_json::from_str(
        &request
            .body(crate::world::encode(&form))
            .send()
            .await
            .unwrap()
            .text()
            .await
            .unwrap(),
    )
    .unwrap();
    let tokens = crate::world::Tokens::from(&body);
    assert_eq!(
        http.get(format!("{base}/userinfo"))
            .bearer_auth(&tokens.access)
            .send()
            .await
            .unwrap()
            .status()
            .as_u16(),
        200
    );
    browser
        .get("/authorize?client_id=notes&redirect_uri=https://evil.example/")
        .await;

    let metrics = http
        .get(format!("http://127.0.0.1:{figures}/metrics"))
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    assert!(
        metrics.contains("doorward_http_requests_total") && metrics.contains("route=\"/token\""),
        "{metrics}"
    );
    assert!(
        Command::new("kill")
            .args(["-TERM", &server.0.id().to_string()])
            .status()
            .unwrap()
            .success()
    );
    assert!(
        server.0.wait().unwrap().success(),
        "SIGTERM ends it in order"
    );

    let said: Value =
        serde_json::from_str(&std::fs::read_to_string(folder.0.join("said")).unwrap()).unwrap();
    assert_eq!(said["issuer"], base);
    let log = std::fs::read_to_string(folder.0.join("log")).unwrap();
    assert!(log.contains("Doorward is running"));
    let session = browser.session().unwrap();
    let secrets = [
        crate::world::ADA.1,
        SECRET,
        &code,
        &tokens.access,
        &tokens.refresh,
        &tokens.id,
        crate::world::VERIFIER,
        &session,
        &browser.cookies["doorward_browser"],
        "ada@example.com",
    ];
    for secret in secrets {
        assert!(!log.contains(secret), "the log holds {secret:.12}…");
    }
    // Nor does the database file hold any of them in clear, but the address.
    let database = std::fs::read(folder.0.join("doorward.db")).unwrap();
    for secret in [
        crate::world::ADA.1,
        SECRET,
        &code,
        &tokens.refresh,
        &session,
    ] {
        assert!(
            !database
                .windows(secret.len())
                .any(|window| window == secret.as_bytes())
        );
    }
}

/// `doorward user list | head -1`: what is not read is not missed.
#[test]
fn what_a_client_lacks_for_its_response_types_is_said_at_once() {
    let folder = Folder::new("response_types");
    let add = |grants: &[&str]| {
        let mut arguments = vec![
            "client",
            "add",
            "--client-id",
            "spa",
            "--redirect-uri",
            "https://spa.example/cb",
        ];
        arguments.extend(["--response-type", "code id_token"]);
        arguments.extend(grants.iter().flat_map(|grant| ["--grant-type", grant]));
        folder.run(&arguments)
    };
    let (ok, _, said) = add(&["refresh_token"]);
    assert!(
        !ok && said.contains("add authorization_code and implicit"),
        "{said}"
    );
    let (ok, _, said) = add(&["authorization_code", "implicit"]);
    assert!(
        ok && said.contains("refuses the response_types code id_token")
            && said.contains("authorization.response_types"),
        "{said}"
    );
}

#[test]
fn a_command_that_makes_a_new_database_says_so_once() {
    let folder = Folder::new("new_database");
    let (ok, out, said) = folder.run(&["user", "list"]);
    assert!(ok && !out.contains("new and empty"), "{out}");
    assert!(said.contains("doorward.db is new and empty"), "{said}");
    let (ok, _, said) = folder.run(&["user", "list"]);
    assert!(ok && !said.contains("new and empty"), "{said}");
}

#[test]
fn a_reader_that_leaves_early_is_no_error() {
    let folder = Folder::new("pipe");
    for (number, arguments) in [["user", "list"], ["client", "presets"]].iter().enumerate() {
        let mut child = folder
            .command(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(
            output.status.success() && !said.contains("panicked"),
            "{number}: {said}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_demo_says_what_is_there_and_keeps_or_drops_its_data() {
    let folder = Folder::new("demo");
    let port = free_ports(4);
    let start = async |fresh: bool| {
        let mut arguments = vec![
            "demo".to_owned(),
            "--json".into(),
            "--port".into(),
            port.to_string(),
        ];
        if fresh {
            arguments.push("--fresh".into());
        }
        let mut command = tokio::process::Command::from(
            folder.command(&arguments.iter().map(String::as_str).collect::<Vec<_>>()),
        );
        let mut child = command
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut line = String::new();
        tokio::io::BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .await
            .unwrap();
        (child, serde_json::from_str::<Value>(&line).unwrap())
    };
    let (mut child, said) = start(false).await;
    assert_eq!(said["issuer"], format!("http://localhost:{port}"));
    assert_eq!(
        said["apps"][0]["redirect_uri"],
        format!("http://localhost:{}/callback", port + 1)
    );
    for url in [
        format!("{}/readyz", said["issuer"].as_str().unwrap()),
        said["apps"][0]["url"].as_str().unwrap().into(),
        said["apps"][1]["url"].as_str().unwrap().into(),
    ] {
        assert!(
            reqwest::get(&url).await.unwrap().status().is_success(),
            "{url} answers when the line is printed"
        );
    }
    let (_, _, err) = folder.run(&["demo", "--port", &port.to_string()]);
    assert!(
        err.contains(&format!("port {port} is busy")) && err.contains("--port"),
        "{err}"
    );
    let mut browser = crate::world::Browser::at(said["issuer"].as_str().unwrap());
    let page = browser.get("/sign-in").await;
    let user = (
        said["users"][0]["email"].as_str().unwrap(),
        said["users"][0]["password"].as_str().unwrap(),
    );
    assert_eq!(
        browser
            .submit(&page, &[("username", user.0), ("password", user.1)])
            .await
            .status,
        303
    );
    let launchpad = browser.get("/").await.body;
    for app in said["apps"].as_array().unwrap() {
        let tile = format!("href=\"{}\"", app["url"].as_str().unwrap());
        // The first user lacks the role that one app asks for.
        assert_eq!(
            launchpad.contains(&tile),
            app["role"].is_null(),
            "{launchpad}"
        );
    }
    child.kill().await.unwrap();
    let (mut child, _) = start(false).await;
    assert_eq!(
        browser.get("/account").await.status,
        200,
        "a second start keeps everybody signed in"
    );
    child.kill().await.unwrap();
    let (mut child, _) = start(true).await;
    assert_eq!(
        browser.get("/account").await.status,
        303,
        "--fresh starts over"
    );
    child.kill().await.unwrap();
}

/// Secrets that stand elsewhere, or are known by their hashes alone.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn secrets_come_from_variables_and_files_and_as_hashes() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let world = World::open(backend).await;
        let folder = Folder::new("elsewhere");
        let apply = |text: &str| {
            let file = folder.write("apply.toml", text);
            let mut command =
                folder.command_over(&world, &["apply", file.to_str().unwrap(), "--json"]);
            let command = command
                .env("OF_VARIABLE", "a secret of a variable, long enough")
                .env("HOST", "app.example");
            output_of(command)
        };
        let ask = async |client: &str, secret: &str| {
            let form = [("grant_type", "client_credentials")];
            let authorization = Some(crate::world::basic(client, secret));
            world.post("/token", authorization, &form).await.0
        };
        let client = |id: &str, secret: &str| {
            format!(
                "[[clients]]\nclient_id = \"{id}\"\ngrant_types = [\"client_credentials\"]\nscope = \
                 \"notes:read\"\nclient_uri = \"https://${{HOST}}\"\n{secret}\n"
            )
        };
        folder.write("secret", "a secret of a file, which is long enough\n");
        let hashed = "a secret that is known by its hash";
        let digest: String = <sha2::Sha256 as sha2::Digest>::digest(hashed)
            .iter()
            .fold(String::new(), |all, byte| format!("{all}{byte:02x}"));
        let password = "a password from another program";
        let argon2id = {
            use argon2::password_hash::PasswordHasher;
            argon2::Argon2::new(
                argon2::Algorithm::Argon2id,
                argon2::Version::V0x13,
                argon2::Params::new(64, 2, 1, Some(32)).unwrap(),
            )
            .hash_password_with_salt(password.as_bytes(), b"a salt of sixteen")
            .unwrap()
            .to_string()
        };
        let text = [
            client("variable", "client_secret = \"${OF_VARIABLE}\""),
            client("file", "client_secret = { file = \"secret\" }"),
            client("hash", &format!("client_secret_hash = \"{digest}\"")),
            format!("[[users]]\nemail = \"lin@example.com\"\npassword_hash = \"{argon2id}\"\n"),
        ]
        .concat();
        let (ok, _, err) = apply(&text);
        assert!(ok, "{err}");
        world.expire_versions();
        assert_eq!(
            ask("variable", "a secret of a variable, long enough").await,
            200
        );
        assert_eq!(
            ask("file", "a secret of a file, which is long enough").await,
            200
        );
        assert_eq!(
            (ask("hash", hashed).await, ask("hash", &digest).await),
            (200, 401)
        );
        world.signed_in(("lin@example.com", password)).await;
        // Also after the password was hashed anew at the sign-in, nothing changes.
        let (ok, out, err) = apply(&text);
        assert!(ok, "{err}");
        let document: Value = serde_json::from_str(&out).unwrap();
        let changes = document["changes"].as_array().unwrap();
        assert!(
            changes.iter().all(|change| change["change"] == "none"),
            "{out}"
        );

        for (text, reason) in [
            (client("x", "client_secret = \"${NOBODY}\""), "apply.toml:6: client_secret: the variable NOBODY is not set"),
            (client("x", "client_secret = { file = \"nowhere\" }"), "the file nowhere cannot be read"),
            (client("x", "client_secret_hash = \"abc\""), "apply.toml:6: client_secret_hash: it must be the SHA-256"),
            (client("x", "client_secret_hash = \"$2b$12$abcdefghijklmnopqrstuv\""), "no other is read"),
            (client("x", &format!("token_endpoint_auth_method = \"client_secret_jwt\"\nclient_secret_hash = \"{digest}\"")), "client_secret must be given once"),
            (client("x", &format!("token_endpoint_auth_method = \"private_key_jwt\"\njwks_uri = \"https://a.example/k\"\nclient_secret_hash = \"{digest}\"")), "client_secret_hash does not go with"),
            (client("x", &format!("client_secret = \"0123456789abcdef0123456789abcdef\"\nclient_secret_hash = \"{digest}\"")), "must not both be given"),
            ("[[users]]\nemail = \"x@example.com\"\npassword_hash = \"$2b$12$abcdefghijklmnopqrstuv\"\n".into(), "password_hash: 2b: it does not have the parts"),
            ("[[users]]\nemail = \"x@example.com\"\npassword_hash = \"\"\n".into(), "password_hash: "),
            (format!("[[users]]\nemail = \"x@example.com\"\npassword = \"{password}\"\npassword_hash = \"{argon2id}\"\n"), "must not both be given"),
        ] {
            let (ok, _, err) = apply(&text);
            assert!(!ok && err.contains(reason), "{text}: {err}");
            assert!(!err.contains(&digest) && !err.contains("abcdefghijk"), "{err}");
        }
        // The command line takes the same hashes.
        let prefixed = format!("sha256:{digest}");
        let (ok, out, err) = output_of(&mut folder.command_over(
            &world,
            &[
                "client",
                "add",
                "--client-id",
                "by-flag",
                "--grant-type",
                "client_credentials",
                "--scope",
                "notes:read",
                "--client-secret-hash",
                &prefixed,
                "--json",
            ],
        ));
        assert!(ok && out.contains("\"client_secret\":null"), "{out}{err}");
        world.expire_versions();
        assert_eq!(ask("by-flag", hashed).await, 200);
        let (ok, _, err) = output_of(&mut folder.command_over(
            &world,
            &[
                "user",
                "add",
                "--email",
                "ann@example.com",
                "--password-hash",
                &argon2id,
            ],
        ));
        assert!(ok, "{err}");
        world.signed_in(("ann@example.com", password)).await;
    }
}

/// An address that will not be called is no error, since it may be public tomorrow: whoever declares it
/// is told.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn addresses_that_will_not_be_called_are_a_warning() {
    let folder = Folder::new("uncalled");
    let settings = "issuer = \"http://localhost:7000\"\n\
                    master_key = \"a master key for tests, of 32 characters or more\"\n";
    folder.write("config/doorward.toml", settings);
    let client = |id: &str, uri: &str| {
        format!(
            "[[clients]]\nclient_id = \"{id}\"\nclient_secret = \"a secret that is long enough for it\"\n\
             redirect_uris = [\"https://{id}.example/cb\"]\nbackchannel_logout_uri = \"{uri}\"\n"
        )
    };
    let uncalled = [
        "https://10.0.0.7/logout",
        "https://localhost/logout",
        "https://[fd00::1]/logout",
    ];
    let mut text = client("public", "https://1.1.1.1/logout");
    for (number, uri) in uncalled.iter().enumerate() {
        text += &client(&format!("inside-{number}"), uri);
    }
    let file = folder.write("apply.toml", &text);
    let file = file.to_str().unwrap();
    let applied = folder.json(&["apply", file, "--json"]);
    let checked = folder.json(&["check", "--json"]);
    let said = checked["findings"].to_string();
    for (number, uri) in uncalled.iter().enumerate() {
        let line = &applied["changes"][number + 1];
        let warning = line["warnings"][0].as_str().unwrap_or_default();
        assert!(
            warning.contains(uri)
                && warning.contains("backchannel_logout_uri")
                && warning.contains("outbound.allow_private_addresses"),
            "{applied}"
        );
        assert!(said.contains(uri), "{said}");
    }
    assert!(!said.contains("1.1.1.1") && checked["ok"] == true, "{said}");
    let (ok, _, err) = folder.run(&[
        "client",
        "change",
        "public",
        "--backchannel-logout-uri",
        "https://192.168.0.1/logout",
    ]);
    assert!(ok && err.contains("192.168.0.1"), "{err}");
    folder.write(
        "config/doorward.toml",
        &format!("{settings}[outbound]\nallow_private_addresses = true\n"),
    );
    let checked = folder.json(&["check", "--json"]);
    let said = checked["findings"].to_string();
    assert!(!said.contains("will not be called"), "{said}");
}
