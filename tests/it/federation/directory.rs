//! A real OpenLDAP server: bind, groups, StartTLS, referrals, injection.

use super::there_and_back;
use crate::world::{
    ADA, Backend, Shape, StandIn, World, authorize_query, claims_of, free_port, listens,
};
use doorward_protocol::federation::IdentityProviderSecrets;
use serde_json::{Value, json};
use std::{
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// A slapd of this test's own.
pub struct Slapd {
    child: Child,
    folder: PathBuf,
    port: u16,
}

impl Drop for Slapd {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// What goes to a directory without TLS: the operations, in their order.
struct Wire {
    port: u16,
    asked: Arc<Mutex<Vec<&'static str>>>,
}

impl Wire {
    async fn to(directory: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let asked: Arc<Mutex<Vec<&'static str>>> = Arc::default();
        let seen = Arc::clone(&asked);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let server = TcpStream::connect(("127.0.0.1", directory)).await.unwrap();
                let (mut from_client, mut to_client) = client.into_split();
                let (mut from_server, mut to_server) = server.into_split();
                tokio::spawn(async move {
                    let _ = tokio::io::copy(&mut from_server, &mut to_client).await;
                });
                let seen = Arc::clone(&seen);
                tokio::spawn(async move {
                    // The client waits for each answer, so that what is read at once is one message.
                    let mut message = [0; 4096];
                    while let Ok(length @ 1..) = from_client.read(&mut message).await {
                        seen.lock().unwrap().push(operation(&message[..length]));
                        to_server.write_all(&message[..length]).await.unwrap();
                    }
                });
            }
        });
        Self { port, asked }
    }

    /// What was asked since the last look.
    fn asked(&self) -> Vec<&'static str> {
        std::mem::take(&mut self.asked.lock().unwrap())
    }
}

/// The operation of a message (RFC 4511 §4.2): after its length, its number and the length of that.
fn operation(message: &[u8]) -> &'static str {
    let number = if message[1] < 0x80 {
        2
    } else {
        2 + usize::from(message[1] & 0x7f)
    };
    match message[number + 2 + usize::from(message[number + 1])] {
        0x60 => "bind",
        0x63 => "search",
        0x42 => "unbind",
        _ => "another",
    }
}

const ENTRIES: &str = "dn: dc=example,dc=com
objectClass: dcObject
objectClass: organization
dc: example
o: Example

dn: ou=people,dc=example,dc=com
objectClass: organizationalUnit
ou: people

dn: ou=groups,dc=example,dc=com
objectClass: organizationalUnit
ou: groups

dn: uid=hedy,ou=people,dc=example,dc=com
objectClass: inetOrgPerson
uid: hedy
cn: Hedy Lamarr
givenName: Hedy
sn: Lamarr
mail: hedy@corp.example
userPassword: frequencies hop about

dn: uid=ada,ou=people,dc=example,dc=com
objectClass: inetOrgPerson
uid: ada
cn: Another Ada
sn: Ada
mail: ada@example.com
userPassword: not the ada that you know

dn: uid=twin,ou=people,dc=example,dc=com
objectClass: inetOrgPerson
uid: twin
cn: Twin One
sn: One
mail: same@corp.example
userPassword: one of two with a name

dn: uid=twin2,ou=people,dc=example,dc=com
objectClass: inetOrgPerson
uid: twin2
cn: Twin Two
sn: Two
mail: same@corp.example
userPassword: one of two with a name

dn: uid=eve,ou=people,dc=example,dc=com
objectClass: inetOrgPerson
uid: eve
cn: Eve
sn: Eve
mail: root
userPassword: an address that she chose

dn: uid=silent,ou=people,dc=example,dc=com
objectClass: inetOrgPerson
uid: silent
cn: Silent
sn: Silent

dn: cn=admins,ou=groups,dc=example,dc=com
objectClass: groupOfNames
cn: admins
member: uid=hedy,ou=people,dc=example,dc=com

dn: ou=teams,ou=groups,dc=example,dc=com
objectClass: organizationalUnit
ou: teams

dn: cn=Wiki Writers,ou=teams,ou=groups,dc=example,dc=com
objectClass: groupOfNames
cn: Wiki Writers
member: uid=ada,ou=people,dc=example,dc=com

dn: cn=wheel,ou=groups,dc=example,dc=com
objectClass: posixGroup
cn: wheel
gidNumber: 10
memberUid: root
memberUid: hedy

dn: ou=elsewhere,ou=people,dc=example,dc=com
objectClass: referral
objectClass: extensibleObject
ou: elsewhere
ref: ldap://127.0.0.1:9/dc=example,dc=com
";

impl Slapd {
    pub async fn start() -> Self {
        Self::start_with(ENTRIES).await
    }

    async fn start_with(entries: &str) -> Self {
        Self::start_with_limit(entries, "").await
    }

    /// A server with these entries and a line of configuration more.
    async fn start_with_limit(entries: &str, limit: &str) -> Self {
        let port = free_port();
        let folder =
            std::env::temp_dir().join(format!("doorward-slapd-{}-{port}", std::process::id()));
        std::fs::create_dir_all(folder.join("data")).unwrap();
        let certified = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
        std::fs::write(folder.join("certificate.pem"), certified.cert.pem()).unwrap();
        std::fs::write(
            folder.join("key.pem"),
            certified.signing_key.serialize_pem(),
        )
        .unwrap();
        let at = |name: &str| folder.join(name).display().to_string();
        let configuration = format!(
            "include /etc/ldap/schema/core.schema\ninclude /etc/ldap/schema/cosine.schema\ninclude /etc/ldap/schema/inetorgperson.schema\ninclude /etc/ldap/schema/nis.schema\n\
             pidfile {}\nmodulepath /usr/lib/ldap\nmoduleload back_mdb\nTLSCertificateFile {}\nTLSCertificateKeyFile {}\n\
             database mdb\nsuffix dc=example,dc=com\nrootdn cn=root,dc=example,dc=com\nrootpw \"who may search here\"\ndirectory {}\n\
             access to attrs=userPassword by anonymous auth by * none\naccess to * by dn.exact=cn=root,dc=example,dc=com read by anonymous auth by * none\n{limit}",
            at("pid"),
            at("certificate.pem"),
            at("key.pem"),
            at("data"),
        );
        std::fs::write(folder.join("slapd.conf"), configuration).unwrap();
        std::fs::write(folder.join("entries.ldif"), entries).unwrap();
        let add = Command::new("/usr/sbin/slapadd")
            .args(["-f", &at("slapd.conf"), "-l", &at("entries.ldif")])
            .output();
        let add = add.expect("slapd is missing: run ./scripts/test, which installs it");
        assert!(
            add.status.success(),
            "{}",
            String::from_utf8_lossy(&add.stderr)
        );
        let child = Command::new("/usr/sbin/slapd")
            .args([
                "-f",
                &at("slapd.conf"),
                "-h",
                &format!("ldap://127.0.0.1:{port}"),
                "-d",
                "0",
            ])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let slapd = Self {
            child,
            folder,
            port,
        };
        listens("127.0.0.1", port).await;
        slapd
    }

    pub const fn port(&self) -> u16 {
        self.port
    }

    pub fn certificate(&self) -> PathBuf {
        self.folder.join("certificate.pem")
    }

    pub async fn declare(&self, world: &World, extra: &Value, bind_password: &str) {
        let mut document = json!({"id": "corp", "kind": "ldap", "sign_up": true, "name": "the company directory",
            "roles": [{"claim": "groups", "value": "admins", "client_id": "notes", "role": "editor"}],
            "ldap": {"url": format!("ldap://localhost:{}", self.port), "start_tls": true, "bind_dn": "cn=root,dc=example,dc=com", "base_dn": "ou=people,dc=example,dc=com",
                "group_base_dn": "ou=groups,dc=example,dc=com", "mail_verified": true}});
        let mut extra = extra.as_object().unwrap().clone();
        if let Some(Value::Object(ldap)) = extra.remove("ldap") {
            document["ldap"].as_object_mut().unwrap().extend(ldap);
        }
        document.as_object_mut().unwrap().extend(extra);
        world
            .declare_provider(
                document,
                IdentityProviderSecrets {
                    bind_password: Some(bind_password.into()),
                    ..IdentityProviderSecrets::default()
                },
            )
            .await;
    }
}

async fn with_directory(backend: Backend) -> (Slapd, World) {
    let slapd = Slapd::start().await;
    let certificate = slapd.certificate();
    let world = World::open_with(backend, |settings| {
        settings.outbound.ca_file = Some(certificate);
    })
    .await;
    slapd
        .declare(&world, &json!({}), "who may search here")
        .await;
    (slapd, world)
}

pub const HEDY: (&str, &str) = ("hedy", "frequencies hop about");

async fn attempt(world: &World, who: (&str, &str)) -> crate::world::Answer {
    let mut browser = world.browser();
    let page = browser.authorize(&authorize_query(&[])).await;
    browser.sign_in_on(&page, who).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_of_the_directory_types_their_password_here() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let (_slapd, world) = with_directory(backend).await;
        let answer = attempt(&world, HEDY).await;
        let (status, body) = world
            .redeem(
                &answer
                    .parameter("code")
                    .unwrap_or_else(|| panic!("{}", answer.body)),
            )
            .await;
        assert_eq!(status, 200, "{body}");
        let claims = claims_of(body["id_token"].as_str().unwrap());
        assert_eq!(
            (claims["idp"].as_str(), &claims["amr"], &claims["roles"]),
            (Some("corp"), &json!(["pwd"]), &json!(["editor"]))
        );
        let userinfo = world
            .userinfo(body["access_token"].as_str().unwrap())
            .await
            .1;
        assert_eq!(
            (
                userinfo["name"].as_str(),
                userinfo["email"].as_str(),
                userinfo["family_name"].as_str()
            ),
            (
                Some("Hedy Lamarr"),
                Some("hedy@corp.example"),
                Some("Lamarr")
            )
        );
        // By address too, and in any case: the same user.
        for name in ["hedy@corp.example", "HEDY"] {
            let answer = attempt(&world, (name, HEDY.1)).await;
            let body = world.redeem(&answer.parameter("code").unwrap()).await.1;
            assert_eq!(
                claims_of(body["id_token"].as_str().unwrap())["sub"],
                claims["sub"],
                "{name}"
            );
        }
        assert!(
            attempt(&world, ADA).await.parameter("code").is_some(),
            "those of here go on as before"
        );
        assert_eq!(world.provider.store().users().await.unwrap().len(), 3);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_that_is_typed_becomes_a_part_of_the_search() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let (_slapd, world) = with_directory(backend).await;
        for (name, password) in [
            ("hedy", "a wrong password here"),
            ("hedy", " "),
            ("*", HEDY.1),
            ("h*", HEDY.1),
            ("hedy)(uid=*", HEDY.1),
            ("*)(|(uid=hedy", HEDY.1),
            ("hedy)(|(objectClass=*", HEDY.1),
            ("uid=hedy,ou=people,dc=example,dc=com", HEDY.1),
            ("same@corp.example", "one of two with a name"),
            ("nobody", HEDY.1),
            ("cn=root", "who may search here"),
        ] {
            let answer = attempt(&world, (name, password)).await;
            assert!(
                answer.status == 200 && answer.body.contains("match"),
                "{name}: {} {}",
                answer.status,
                answer.body
            );
        }
        assert_eq!(world.provider.store().users().await.unwrap().len(), 2);
        // The directory's Ada is another than ours: her address is known here, so she is refused,
        // not let in as our Ada.
        let answer = attempt(&world, ("ada@example.com", "not the ada that you know")).await;
        assert!(
            answer.status == 403
                && answer
                    .body
                    .contains("with the same email address may already exist"),
            "{} {}",
            answer.status,
            answer.body
        );
        assert_eq!(world.provider.store().users().await.unwrap().len(), 2);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_offer_of_a_directory_that_speaks_for_the_address_is_proven_by_the_password_here() {
    let (slapd, world) = with_directory(Backend::Sqlite).await;
    slapd
        .declare(
            &world,
            &json!({"authoritative_for": ["example.com"]}),
            "who may search here",
        )
        .await;
    let mut browser = world.browser();
    let page = browser.authorize(&authorize_query(&[])).await;
    let offer = browser
        .sign_in_on(&page, ("ada@example.com", "not the ada that you know"))
        .await;
    assert!(
        offer.body.contains("Is this your account?"),
        "{}",
        offer.body
    );
    let (token, identifier) = (
        offer.field("form_token").unwrap(),
        offer.field("offer").unwrap(),
    );
    let answer = browser
        .post(
            "/link-account",
            &[
                ("form_token", &token),
                ("offer", &identifier),
                ("password", ADA.1),
            ],
        )
        .await;
    let answer = browser.follow(answer).await;
    assert!(answer.parameter("code").is_some(), "{}", answer.body);
    let again = attempt(&world, ("ada@example.com", "not the ada that you know")).await;
    assert!(again.parameter("code").is_some(), "linked: {}", again.body);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_directory_that_is_gone_wrong_or_not_trusted_says_so_and_lets_the_others_in() {
    let (slapd, world) = with_directory(Backend::Sqlite).await;
    let says = async |text: &str| {
        let answer = attempt(&world, HEDY).await;
        assert!(
            answer.status == 503 && answer.body.contains(text),
            "{} {}",
            answer.status,
            answer.body
        );
        assert!(attempt(&world, ADA).await.parameter("code").is_some());
    };
    slapd
        .declare(&world, &json!({}), "another password of the searcher")
        .await;
    says("reach your organization’s directory").await;
    // Over TLS that nobody vouches for nothing is said, least of all a password.
    let stranger = Slapd::start().await;
    stranger
        .declare(&world, &json!({}), "who may search here")
        .await;
    says("reach your organization’s directory").await;
    slapd
        .declare(&world, &json!({}), "who may search here")
        .await;
    assert!(attempt(&world, HEDY).await.parameter("code").is_some());
    drop(slapd);
    says("reach your organization’s directory").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_app_of_the_directory_alone_takes_no_password_of_here() {
    let (_slapd, world) = with_directory(Backend::Sqlite).await;
    world
        .client(
            "notes",
            &json!({"redirect_uris": [crate::world::CALLBACK], "first_party": true}),
            &json!({"providers": ["corp"]}),
        )
        .await;
    let answer = attempt(&world, ADA).await;
    assert!(
        answer.status == 200 && answer.body.contains("match"),
        "{}",
        answer.body
    );
    assert!(attempt(&world, HEDY).await.parameter("code").is_some());
    let up = StandIn::open(&world, Shape::Oidc);
    up.declare(&world, "up", &json!({"sign_up": true})).await;
    let page = world.browser().authorize(&authorize_query(&[])).await;
    assert!(!page.body.contains("/federation"), "nor another provider");
    world
        .client(
            "notes",
            &json!({"redirect_uris": [crate::world::CALLBACK], "first_party": true}),
            &json!({}),
        )
        .await;
    up.is(json!({"sub": "1"}));
    assert_eq!(
        there_and_back(&mut world.browser(), &up, "up").await.status,
        303
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn five_wrong_passwords_pause_the_directory_s_users_too() {
    let (_slapd, world) = with_directory(Backend::Sqlite).await;
    for _ in 0..5 {
        attempt(&world, ("hedy", "a wrong password here")).await;
    }
    assert_eq!(attempt(&world, HEDY).await.status, 429);
}

/// Attempts by any spelling of a name are one count, which no success of somebody else ends.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn spellings_of_a_name_of_the_directory_are_counted_as_one() {
    const SPELLINGS: [&str; 5] = ["hedy", "HEDY", "hedy ", "\u{ff48}\u{ff45}dy", "\u{ff28}EDY"];
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let (_slapd, world) = with_directory(backend).await;
        // The directory takes each of them for her name.
        for name in SPELLINGS {
            let answer = attempt(&world, (name, HEDY.1)).await;
            assert!(
                answer.parameter("code").is_some(),
                "{name}: {}",
                answer.body
            );
        }
        for name in SPELLINGS {
            let wrong = attempt(&world, (name, "a wrong password here")).await;
            assert_eq!(wrong.status, 200, "{name}");
            for somebody_else in [ADA, EVE] {
                let answer = attempt(&world, somebody_else).await;
                assert!(answer.parameter("code").is_some(), "{}", answer.body);
            }
        }
        for name in SPELLINGS {
            assert_eq!(attempt(&world, (name, HEDY.1)).await.status, 429, "{name}");
        }
    }
}

/// Somebody of the directory who has the name of a user here guesses that user's password, and signs in
/// with their own in between.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_success_in_the_directory_forgets_no_failures_at_an_account_of_here() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let (slapd, world) = with_directory(backend).await;
        let unverified = json!({"on_known_email": "new_account", "ldap": {"mail_verified": false}});
        slapd
            .declare(&world, &unverified, "who may search here")
            .await;
        let theirs = (ADA.0, "not the ada that you know");
        for _ in 0..5 {
            assert_eq!(
                attempt(&world, (ADA.0, "a guess at hers")).await.status,
                200
            );
            let own = attempt(&world, theirs).await;
            assert!(
                own.parameter("code").is_some() || own.status == 429,
                "{}",
                own.body
            );
        }
        assert_eq!(attempt(&world, (ADA.0, "one guess more")).await.status, 429);
        // Without the guesses they sign in as often as they like.
        world
            .advance(doorward_protocol::time::Lifetime::days(2))
            .await;
        for _ in 0..8 {
            let own = attempt(&world, theirs).await;
            assert!(own.parameter("code").is_some(), "{}", own.body);
        }
    }
}

/// The same at an app where the password of the user here does not count.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_success_in_the_directory_alone_forgets_no_failures_at_an_account_of_here() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let (slapd, world) = with_directory(backend).await;
        let unverified = json!({"on_known_email": "new_account", "ldap": {"mail_verified": false}});
        slapd
            .declare(&world, &unverified, "who may search here")
            .await;
        let notes = json!({"redirect_uris": [crate::world::CALLBACK], "first_party": true});
        let alone = json!({"providers": ["corp"]});
        world.client("notes", &notes, &alone).await;
        for _ in 0..4 {
            let guess = attempt(&world, (ADA.0, "a guess at hers")).await;
            assert_eq!(guess.status, 200);
        }
        let counts = "SELECT failures FROM sign_in_attempts ORDER BY account, source";
        let before = world.numbers(counts).await;
        let own = attempt(&world, (ADA.0, "not the ada that you know")).await;
        assert!(own.parameter("code").is_some(), "{}", own.body);
        // What is forgotten is what failed at the account of the directory: from there, and its name.
        let after = world.numbers(counts).await;
        assert_eq!(after, before[2..], "{before:?}");
    }
}

/// Two directories know different users by one name: a success in one forgets nothing in the other.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_success_in_one_directory_forgets_no_failures_in_another() {
    let first = Slapd::start().await;
    let second = Slapd::start_with(&ENTRIES.replace(HEDY.1, "of another firm")).await;
    let trust = |slapd: &Slapd| std::fs::read_to_string(slapd.certificate()).unwrap();
    std::fs::write(first.certificate(), trust(&first) + &trust(&second)).unwrap();
    let certificates = first.certificate();
    let world = World::open_with(Backend::Sqlite, |settings| {
        settings.outbound.ca_file = Some(certificates);
    })
    .await;
    first
        .declare(&world, &json!({}), "who may search here")
        .await;
    let other = json!({"id": "firm", "ldap": {"mail_verified": false}});
    second.declare(&world, &other, "who may search here").await;
    for _ in 0..5 {
        let guess = attempt(&world, (HEDY.0, "a guess at hers")).await;
        assert!(guess.parameter("code").is_none());
        let own = attempt(&world, (HEDY.0, "of another firm")).await;
        assert!(own.parameter("code").is_some(), "{}", own.body);
    }
    // What was typed for the other directory counted here too, and she waits; the other one does not.
    assert_eq!(attempt(&world, HEDY).await.status, 429);
    let own = attempt(&world, (HEDY.0, "of another firm")).await;
    assert!(own.parameter("code").is_some(), "{}", own.body);
}

/// A browser in which somebody of the directory signed in has a budget of its own there.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_browser_that_signed_in_by_the_directory_has_a_budget_of_its_own() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let (_slapd, world) = with_directory(backend).await;
        let mut browser = world.browser();
        let page = browser.get("/sign-in?way=another").await;
        let answer = browser.sign_in_on(&page, HEDY).await;
        assert!(browser.session().is_some(), "{}", answer.body);
        browser.cookies.retain(|name, _| name == "doorward_known");
        for _ in 0..5 {
            for name in ["hedy", "eve", "nobody"] {
                attempt(&world, (name, "a wrong password here")).await;
            }
        }
        assert_eq!(attempt(&world, HEDY).await.status, 429);
        let known = browser.cookies.clone();
        let mut in_known = async |who: (&str, &str)| {
            browser.cookies.clone_from(&known);
            let page = browser.get("/sign-in?way=another").await;
            let fields = [("username", who.0), ("password", who.1)];
            browser.submit(&page, &fields).await.status
        };
        assert_eq!(in_known(HEDY).await, 303);
        assert_eq!(in_known(("HEDY", HEDY.1)).await, 303);
        // It helps with no other name.
        assert_eq!(in_known(EVE).await, 429);
        assert_eq!(in_known(("nobody", HEDY.1)).await, 429);
        // It is a budget, not a way around it.
        for _ in 0..5 {
            assert_eq!(in_known((HEDY.0, "a wrong password here")).await, 200);
        }
        assert_eq!(in_known(HEDY).await, 429);
    }
}

/// What is asked of the directory tells nobody whether there is an entry, and neither does the answer.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_directory_is_asked_the_same_for_every_name_that_does_not_sign_in() {
    let (slapd, world) = with_directory(Backend::Sqlite).await;
    let wire = Wire::to(slapd.port).await;
    let plain =
        json!({"ldap": {"url": format!("ldap://127.0.0.1:{}", wire.port), "start_tls": false}});
    slapd.declare(&world, &plain, "who may search here").await;
    assert!(attempt(&world, HEDY).await.parameter("code").is_some());
    assert_eq!(
        wire.asked(),
        ["bind", "search", "bind", "bind", "search", "unbind"]
    );
    let user = world.provider.store().users().await.unwrap();
    let hedy = user
        .iter()
        .find(|user| user.email.as_deref() == Some("hedy@corp.example"));
    let hedy = hedy.unwrap().id.clone();
    let user = world.provider.store().user(&hedy).await.unwrap().unwrap();
    let users = world.provider.users();
    users
        .set_disabled(&world.context(), &user, true)
        .await
        .unwrap();
    let disabled_here = attempt(&world, HEDY).await;
    assert_eq!(
        wire.asked(),
        ["bind", "search", "bind", "bind", "search", "unbind"]
    );
    let told = |answer: &crate::world::Answer| (answer.status, answer.body.contains("match"));
    assert_eq!(told(&disabled_here), (200, true), "{}", disabled_here.body);
    world.disable(crate::world::GRACE.0).await;
    for who in [
        ("nobody", HEDY.1),
        ("hedy", "a wrong password here"),
        ("eve@nowhere.example", HEDY.1),
        ("same@corp.example", "one of two with a name"),
        // Without a password in the directory, and locked.
        ("silent", HEDY.1),
        // With the right password of an account that is disabled here.
        crate::world::GRACE,
    ] {
        let answer = attempt(&world, who).await;
        assert_eq!(told(&answer), (200, true), "{}: {}", who.0, answer.body);
        assert_eq!(
            wire.asked(),
            ["bind", "search", "bind", "unbind"],
            "{}",
            who.0
        );
    }
}

/// The own name of an entry is stronger than an address that another entry has.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_name_of_an_entry_wins_over_the_address_of_another() {
    let entries = ENTRIES.replace("mail: root", "mail: hedy");
    let slapd = Slapd::start_with(&entries).await;
    let certificate = slapd.certificate();
    let world = World::open_with(Backend::Sqlite, |settings| {
        settings.outbound.ca_file = Some(certificate);
    })
    .await;
    slapd
        .declare(&world, &rule("admins"), "who may search here")
        .await;
    assert_eq!(roles_of(&world, HEDY).await, json!(["editor"]));
    let by_address = attempt(&world, (HEDY.0, EVE.1)).await;
    assert!(
        by_address.parameter("code").is_none(),
        "{}",
        by_address.body
    );
    assert_eq!(roles_of(&world, EVE).await, Value::Null);
}

/// A directory that returns the first of several entries does not say which of them is meant.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_search_that_is_cut_off_finds_nobody() {
    let slapd = Slapd::start_with_limit(ENTRIES, "sizelimit 1\n").await;
    let certificate = slapd.certificate();
    let world = World::open_with(Backend::Sqlite, |settings| {
        settings.outbound.ca_file = Some(certificate);
    })
    .await;
    slapd
        .declare(&world, &json!({}), "who may search here")
        .await;
    assert!(attempt(&world, HEDY).await.parameter("code").is_some());
    let answer = attempt(&world, ("same@corp.example", "one of two with a name")).await;
    assert!(
        answer.status == 200 && answer.body.contains("match"),
        "{}",
        answer.body
    );
}

/// Whoever only claims an address is not told that it is known.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_that_the_directory_does_not_vouch_for_is_not_said_to_be_known() {
    let (slapd, world) = with_directory(Backend::Sqlite).await;
    let closed = json!({"sign_up": false, "ldap": {"mail_verified": false}});
    slapd.declare(&world, &closed, "who may search here").await;
    let known = attempt(&world, ("ada", "not the ada that you know")).await;
    let unknown = attempt(&world, HEDY).await;
    for answer in [&known, &unknown] {
        assert_eq!(answer.status, 403);
        assert!(
            answer.body.contains("is not connected to an account here"),
            "{}",
            answer.body
        );
        assert!(
            !answer.body.contains("same email address"),
            "{}",
            answer.body
        );
    }
}

/// The roles of somebody in Notes.
async fn roles_of(world: &World, who: (&str, &str)) -> Value {
    let answer = attempt(world, who).await;
    let code = answer.parameter("code");
    let code = code.unwrap_or_else(|| panic!("{}: {}", who.0, answer.body));
    let (status, body) = world.redeem(&code).await;
    assert_eq!(status, 200, "{body}");
    claims_of(body["id_token"].as_str().unwrap())
        .get("roles")
        .cloned()
        .unwrap_or(Value::Null)
}

fn rule(value: &str) -> Value {
    json!({"roles": [{"claim": "groups", "value": value, "client_id": "notes", "role": "editor"}]})
}

const EVE: (&str, &str) = ("eve", "an address that she chose");

/// The name that was typed can be another user's name in a group: what counts is the entry.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn groups_are_those_of_the_entry_and_not_of_what_was_typed() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let (slapd, world) = with_directory(backend).await;
        slapd
            .declare(&world, &rule("wheel"), "who may search here")
            .await;
        // Her address is the name of a member of the group.
        for name in ["root", "eve"] {
            assert_eq!(roles_of(&world, (name, EVE.1)).await, Value::Null, "{name}");
        }
        for name in ["hedy", "hedy@corp.example", "HEDY"] {
            assert_eq!(roles_of(&world, (name, HEDY.1)).await, json!(["editor"]));
        }
        // Also where the filter of the declaration asks for a name alone.
        let mut by_name = rule("wheel");
        by_name["ldap"] = json!({"group_filter": "(memberUid={username})"});
        slapd.declare(&world, &by_name, "who may search here").await;
        assert_eq!(roles_of(&world, ("root", EVE.1)).await, Value::Null);
        assert_eq!(roles_of(&world, HEDY).await, json!(["editor"]));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn groups_are_named_by_common_name_or_by_distinguished_name_in_any_case() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let (slapd, world) = with_directory(backend).await;
        for (value, names, is_editor) in [
            ("admins", "cn", true),
            ("ADMINS", "cn", true),
            (" Admins ", "cn", true),
            ("admin", "cn", false),
            ("cn=admins,ou=groups,dc=example,dc=com", "cn", false),
            ("cn=admins,ou=groups,dc=example,dc=com", "dn", true),
            ("CN=Admins, OU=Groups, DC=Example, DC=Com", "dn", true),
            (
                "cn=admins,ou=teams,ou=groups,dc=example,dc=com",
                "dn",
                false,
            ),
            ("cn=admins,dc=example,dc=com", "dn", false),
        ] {
            let mut declared = rule(value);
            declared["ldap"] = json!({"group_names": names});
            slapd
                .declare(&world, &declared, "who may search here")
                .await;
            let expected = if is_editor {
                json!(["editor"])
            } else {
                Value::Null
            };
            assert_eq!(roles_of(&world, HEDY).await, expected, "{value} by {names}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_of_a_directory_is_verified_only_where_the_declaration_says_so() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        for vouches in [false, true] {
            let (slapd, world) = with_directory(backend).await;
            let declared = json!({"ldap": {"mail_verified": vouches}});
            slapd
                .declare(&world, &declared, "who may search here")
                .await;
            let answer = attempt(&world, HEDY).await;
            let body = world.redeem(&answer.parameter("code").unwrap()).await.1;
            let userinfo = world
                .userinfo(body["access_token"].as_str().unwrap())
                .await
                .1;
            let (email, verified) = (userinfo.get("email"), userinfo.get("email_verified"));
            if vouches {
                assert_eq!(email, Some(&json!("hedy@corp.example")));
                assert_eq!(verified, Some(&json!(true)));
            } else {
                assert_eq!(email, None, "an unverified address is not taken over");
                assert_ne!(verified, Some(&json!(true)));
            }
        }
    }
}
