//! Users who come from another system: their hashes, and `doorward import`.

use crate::{
    command_line::{Folder, output_of},
    on_both,
    world::{ADA, Backend, GRACE, World, eventually},
};
use doorward_core::users::{Declaration, GivenPassword};
use doorward_protocol::oidc::claims::StandardClaims;
use secrecy::ExposeSecret;
use serde_json::{Value, json};

on_both!(
    hashes_of_other_systems_sign_in_and_become_argon2id,
    ten_sign_ins_at_once_bring_a_hash_up_to_date_once,
    hashes_of_other_systems_tell_nothing_by_the_work_of_a_sign_in,
    users_of_a_realm_are_imported_once,
    an_address_that_an_import_gives_a_user_is_untrusted_without_a_word,
    rows_of_a_file_are_imported_and_bad_ones_are_reported,
    duplicates_are_treated_by_the_rule_that_is_said,
    users_of_hosted_systems_are_imported,
    users_of_a_table_are_imported,
    a_row_that_somebody_else_takes_meanwhile_stops_nobody,
    an_import_that_was_killed_goes_on_and_adds_each_row_once,
    values_of_declared_fields_are_imported,
    factors_that_do_not_come_along_are_told,
    members_that_no_field_has_are_told_once
);

const PASSWORD: &str = "correct horse battery";

/// Hashes of [`PASSWORD`]: how they were made stands beside the test vectors of
/// `src/adapters/hashing/foreign`.
const HASHES: [&str; 18] = [
    "$2y$05$cx4.qkasnjgCPzja76/Xi.ZBA9H0BcF.p3bCGV3ECtzyINRDKzLiq",
    "$bcrypt-sha256$v=2,t=2b,r=5$R6Ix.DXrUsaPZlwHsw4ifO$/Cn36zQ56ZLJeWrVO6LMDwEuNhYyJti",
    "bcrypt_sha256$$2b$05$/uUFuKlToSNNur2u368U5ujOFs11s5IhWbcMPvxWdfzAIkRnTVi4.",
    "$wp$2y$05$PDXjqS7izRHpsIK1NXjz.O8u2V4UKyWZrpF6l8JQltdVuwuK.Ybra",
    "$scrypt$ln=4,r=8,p=1$2xtDyHkvxTgHYOwdg/B+jw$EVr+V0atEbhhDrJM7XM7Mt5CNbYWAdpw2YOxgWrsjlc",
    "scrypt:1024:8:1$VjBWjKvfWzbGHLaA$642d5ba7fa32cb376961b6d46f9ec9532958e940b14b756393ef4f11702f6350651682e2e34c23c7b51eb69717ead020b31e7abd62622a29f147eddee8bd4c47",
    "$fbscrypt$v=1,n=4,r=8,p=1,ss=Bw==,sk=jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==$42xEC+ixf3L2lw==$ur6yS7v7umUThwD+eS32ACaMnQZk4HagRRrfuGXD3oxeK2CXbZ/x+Stj1RfxpXpCF8dA6W7cJ69HuII42NdK/g==",
    "$pbkdf2-sha512$10$qJWSEoLQ2tsbI0TonTMGoA$EnNMDcyvvSBu.PZPw7CFsVcnn1COohpO54GP4xExlr/A0IBvhYUkcDYCJf5PyFFEYlT92Ncxn4RD7Sdy.hJUIA",
    "pbkdf2_sha256$10$seasalt$za4/yAene8Rm3F9K2wxi3Fin9sGSuPXqNDUSKnjM97k=",
    "$6$rounds=1000$htZKzRlAYFrPnk5s$9oi783g8e3zi.eghrutClAO1Auo5m9TDDa6rATCkCsU4nOGMPJI48iIswWrCQVA/mGoOI9lTrHtb1W9BN1h12/",
    "$P$5ZStMXYBzyp/bYTY//o9YgjMguKQTI0",
    "$S$DcxwBKozVUqdcVQCR0Zp4QglDPw2YRT2mTTayCn6vhDupL9jzTvy",
    "AQAAAAEAACcQAAAAEOGdTkGwfh7NH3rddvI5f650hMlTjO+aoFoc86Svg3LilyNjdTEr9BK3aIBD9q5NsA==",
    "{SSHA}X8NCU38NK7CdP12v94p0UdHQhkIL4dx7",
    r#"{"type": "password", "secretData": "{\"value\": \"fjvIjBcY7uv6OAt3FX6vN7dYCK5ohcDAKBMlrFDoeSiWUVI1NTLLSmQRX2D0lJGdsb7pqG8qKrVQSWP03yKLAw==\", \"salt\": \"MDEyMzQ1Njc4OWFiY2RlZg==\", \"additionalParameters\": {}}", "credentialData": "{\"hashIterations\": 10, \"algorithm\": \"pbkdf2-sha256\", \"additionalParameters\": {}}"}"#,
    "argon2$argon2id$v=19$m=64,t=1,p=1$c2Vhc2FsdHNlYXNhbHQ$q5YYdHdggFYwtNGe+NSddAP4KdSGm+ny7DafR7QVJ+I",
    "$argon2i$v=19$m=64,t=1,p=1$xvjfO+ccg5Bybk1JCUEoBQ$QVDgpiRbCfX1fjcR4IPE2QYCG+U6aq0W1Mi9XTJttKo",
    "$argon2d$v=19$m=64,t=1,p=1$sxYipFQqRSiFMGYs5fy/Fw$f7Oi2InFhkO/ky0i6MA5n4uYR3FxVWgot17kNOm6Uhs",
];

/// bcrypt with 32 rounds.
const BCRYPT: &str = "$2b$05$abcdefghijklmnopqrstuuD3mHdCr44zlIZ.VZCaYRpfQhXMYnEo.";

async fn put_hash(world: &World, email: &str, hash: &str) {
    let declaration = Declaration {
        email: email.into(),
        username: None,
        password: Some(GivenPassword::Hashed(hash.to_owned())),
        claims: StandardClaims::default(),
    };
    let ctx = world.context();
    let users = world.provider.users();
    users.put(&ctx, declaration, None).await.unwrap();
}

async fn stored(world: &World, email: &str) -> String {
    let id = world.sub(email).await;
    let found = world.provider.store().password_of_user(&id).await.unwrap();
    found.unwrap().hash
}

async fn attempt(world: &World, email: &str, password: &str) -> u16 {
    let mut browser = world.browser();
    let page = browser.get("/sign-in").await;
    let fields = [("username", email), ("password", password)];
    browser.submit(&page, &fields).await.status
}

async fn is_up_to_date(world: &World, email: &str) {
    eventually("a hash of today", async || {
        stored(world, email)
            .await
            .starts_with("$argon2id$v=19$m=64,t=1,p=1$")
    })
    .await;
}

async fn hashes_of_other_systems_sign_in_and_become_argon2id(world: World) {
    for (n, hash) in HASHES.iter().enumerate() {
        let email = format!("user{n}@example.com");
        put_hash(&world, &email, hash).await;
        assert_eq!(
            attempt(&world, &email, "correct horse batterz").await,
            200,
            "{hash}"
        );
        let before = stored(&world, &email).await;
        assert_eq!(attempt(&world, &email, PASSWORD).await, 303, "{hash}");
        // One of them begins as a hash of now does, and is replaced all the same.
        eventually("a new hash", async || {
            stored(&world, &email).await != before
        })
        .await;
        is_up_to_date(&world, &email).await;
        // The hash of now takes the same password, and a declaration of the old one changes nothing.
        assert_eq!(attempt(&world, &email, PASSWORD).await, 303, "{hash}");
        let after = stored(&world, &email).await;
        put_hash(&world, &email, hash).await;
        assert_eq!(stored(&world, &email).await, after, "{hash}");
    }
    let costs = "SELECT COUNT(*) FROM credentials WHERE cost = 'm=64,t=1,p=1'";
    let users = i64::try_from(HASHES.len()).unwrap() + 2;
    assert_eq!(world.numbers(costs).await, [users]);
}

async fn ten_sign_ins_at_once_bring_a_hash_up_to_date_once(world: World) {
    put_hash(&world, "lin@example.com", BCRYPT).await;
    let all = (0..10).map(|_| attempt(&world, "lin@example.com", PASSWORD));
    let answers = futures_util::future::join_all(all).await;
    assert!(answers.iter().all(|status| *status == 303), "{answers:?}");
    is_up_to_date(&world, "lin@example.com").await;
    let after = stored(&world, "lin@example.com").await;
    assert_eq!(attempt(&world, "lin@example.com", PASSWORD).await, 303);
    assert_eq!(stored(&world, "lin@example.com").await, after);
    let audit = "SELECT COUNT(*) FROM audit_events WHERE action = 'sign_in.succeeded'";
    assert_eq!(world.numbers(audit).await, [11]);
}

/// Whoever is unknown, has a hash of today, a cheap foreign one or a dear one: the same is computed.
async fn hashes_of_other_systems_tell_nothing_by_the_work_of_a_sign_in(world: World) {
    let cheap = "$2b$04$SlKJyugKsE4CE4L1DqhegeHlvnJhVAD13yOWhenLHI6yprrINo11e";
    let iterations = HASHES
        .iter()
        .find(|hash| hash.starts_with("pbkdf2_sha256$"))
        .unwrap();
    for (email, hash) in [
        ("dear@example.com", BCRYPT),
        ("cheap@example.com", cheap),
        ("django@example.com", iterations),
    ] {
        put_hash(&world, email, hash).await;
    }
    let work = || world.provider.passwords().work_done();
    let mut seen = Vec::new();
    for email in [
        "nobody@example.com",
        ADA.0,
        "dear@example.com",
        "cheap@example.com",
        "django@example.com",
    ] {
        let before = work();
        assert_eq!(attempt(&world, email, "a wrong password here").await, 200);
        seen.push(work() - before);
    }
    assert!(seen.iter().all(|work| *work == seen[0]), "{seen:?}");
    assert!(
        seen[0] > 64 + 32,
        "the foreign hashes are among it: {seen:?}"
    );
}

/// Runs `doorward import`, and gives whether it succeeded, and what it printed.
async fn import(world: &World, folder: &Folder, arguments: &[&str]) -> (bool, Value, String) {
    let mut all = vec!["import", "--json"];
    all.extend(arguments);
    let mut command = folder.command_over(world, &all);
    let (ok, out, err) = tokio::task::spawn_blocking(move || output_of(&mut command))
        .await
        .unwrap();
    (ok, serde_json::from_str(&out).unwrap_or_default(), err)
}

fn counts(summary: &Value) -> [i64; 5] {
    ["added", "updated", "skipped", "imported_before", "refused"]
        .map(|name| summary[name].as_i64().unwrap_or(-1))
}

async fn user(world: &World, email: &str) -> doorward_storage::User {
    let found = world.provider.store().user_by_identifier(email).await;
    found.unwrap().unwrap_or_else(|| panic!("{email} is here"))
}

/// A realm as `kc.sh export` writes it, with two users who can be imported.
fn realm() -> String {
    let credential: Value = serde_json::from_str(KEYCLOAK).unwrap();
    json!({"realm": "orchard", "users": [
        {"id": "8c5f6b0e-0b5c-4f5e-9a39-7f0a3c3e2f11", "username": "lin", "email": "lin@example.com",
         "emailVerified": true, "firstName": "Lin", "lastName": "Wu", "enabled": true,
         "createdTimestamp": 1_714_564_800_000_i64, "attributes": {"locale": ["de"]},
         "credentials": [credential], "realmRoles": ["admin"]},
        {"id": "8c5f6b0e-0b5c-4f5e-9a39-7f0a3c3e2f12", "username": "max", "enabled": false,
         "credentials": []},
        {"id": "8c5f6b0e-0b5c-4f5e-9a39-7f0a3c3e2f13", "username": "service-account-x",
         "serviceAccountClientId": "x"},
        {"id": 5, "username": ["broken"]},
    ]})
    .to_string()
}

const KEYCLOAK: &str = r#"{"type": "password", "secretData": "{\"value\": \"fjvIjBcY7uv6OAt3FX6vN7dYCK5ohcDAKBMlrFDoeSiWUVI1NTLLSmQRX2D0lJGdsb7pqG8qKrVQSWP03yKLAw==\", \"salt\": \"MDEyMzQ1Njc4OWFiY2RlZg==\", \"additionalParameters\": {}}", "credentialData": "{\"hashIterations\": 10, \"algorithm\": \"pbkdf2-sha256\", \"additionalParameters\": {}}"}"#;

async fn users_of_a_realm_are_imported_once(world: World) {
    let folder = Folder::new("realm");
    folder.write("realm.json", &realm());
    let arguments = [
        "--format",
        "keycloak",
        "realm.json",
        "--report",
        "report.jsonl",
    ];
    let mut dry = arguments.to_vec();
    dry.push("--dry-run");
    let (ok, summary, err) = import(&world, &folder, &dry).await;
    assert!(ok, "{err}");
    assert_eq!(counts(&summary), [2, 0, 0, 0, 2], "{summary}");
    assert_eq!(
        world.provider.store().users().await.unwrap().len(),
        2,
        "nothing was written"
    );
    let (ok, summary, err) = import(&world, &folder, &arguments).await;
    assert!(ok, "{err}");
    assert_eq!(counts(&summary), [2, 0, 0, 0, 2], "{summary}");
    let lin = user(&world, "lin@example.com").await;
    assert_eq!(
        lin.id, "8c5f6b0e-0b5c-4f5e-9a39-7f0a3c3e2f11",
        "apps know her by her sub"
    );
    assert_eq!(lin.created_at.0, 1_714_564_800_000);
    let claims = lin.claims;
    assert_eq!(
        (
            claims.name.as_deref(),
            claims.locale.as_deref(),
            claims.email_verified
        ),
        (Some("Lin Wu"), Some("de"), Some(true))
    );
    assert!(user(&world, "max").await.disabled_at.is_some());
    assert_eq!(attempt(&world, "lin@example.com", PASSWORD).await, 303);
    is_up_to_date(&world, "lin@example.com").await;
    let report = folder.read("report.jsonl");
    assert!(report.contains("service account of the client x") && report.lines().count() == 2);
    // Again: every row is known, and nobody comes back who was deleted here.
    let max = user(&world, "max").await;
    world
        .provider
        .users()
        .delete(&world.context(), &max)
        .await
        .unwrap();
    let (_, summary, _) = import(&world, &folder, &arguments).await;
    assert_eq!(counts(&summary), [0, 0, 0, 2, 2], "{summary}");
    let audit = "SELECT detail FROM audit_events WHERE action = 'user.imported'";
    assert_eq!(world.texts(audit).await, ["2 users from keycloak"]);
}

/// Another system may have given accounts to anybody.
async fn an_address_that_an_import_gives_a_user_is_untrusted_without_a_word(world: World) {
    let folder = Folder::new("given");
    let id = world.sub("ada").await;
    for (said, is_trusted) in [("", false), ("true", true)] {
        let mut without = user(&world, "ada").await;
        without.email = None;
        without.claims.email_verified = None;
        let unit = doorward_storage::Store::change_user(&without);
        assert!(world.provider.store().commit(unit).await.unwrap());
        let csv = format!("id,email,email_verified\n{id},given{is_trusted}@example.com,{said}\n");
        folder.write("given.csv", &csv);
        let source = format!("given-{is_trusted}");
        let arguments = [
            "given.csv",
            "--on-duplicate",
            "update",
            "--source-name",
            &source,
        ];
        let (ok, summary, err) = import(&world, &folder, &arguments).await;
        assert!(ok, "{err}");
        assert_eq!(counts(&summary), [0, 1, 0, 0, 0], "{summary}");
        let given = user(&world, "ada").await;
        assert!(given.email.is_some());
        assert_eq!(!given.has_untrusted_address(), is_trusted);
    }
}

async fn rows_of_a_file_are_imported_and_bad_ones_are_reported(world: World) {
    let folder = Folder::new("csv");
    let csv = format!(
        "\u{feff}id,mail,username,name,password_hash,email_verified,disabled,created_at,shoe_size\n\
         42,lin@example.com,lin,Lin,{BCRYPT},true,,2024-05-01,38\n\
         ,broken,,,,,,,\n\
         ,ada@example.com,,,,,,,\n\
         ,max@example.com,,Max,{{SHA}}qvTGHdzF6KLavt4PO0gs2a6pQ00=,,,,\n\
         ,nul@example.com,,,,perhaps,,,\n\
         ,too,few\n\
         ,LIN@example.com,,,,,,,\n\
         ,grace.h@example.com,grace,,,,,,\n\
         ,moe@example.com,,,$2b$31$abcdefghijklmnopqrstuuD3mHdCr44zlIZ.VZCaYRpfQhXMYnEo.,,,,\n"
    );
    folder.write("users.csv", &csv);
    let arguments = [
        "users.csv",
        "--map",
        "email=mail",
        "--report",
        "report.jsonl",
    ];
    let (ok, summary, err) = import(&world, &folder, &arguments).await;
    assert!(ok, "{err}");
    assert!(err.contains("shoe_size"), "{err}");
    assert_eq!(counts(&summary), [1, 0, 2, 0, 6], "{summary}");
    let report = folder.read("report.jsonl");
    for (row, reason) in [
        (3, "no address"),
        (5, "without salt"),
        (6, "email_verified must be true or false"),
        (7, "it has 3 values"),
        (8, "an earlier row"),
        (10, "its cost is 31"),
    ] {
        let line = report
            .lines()
            .find(|line| line.contains(&format!("\"row\":{row},")));
        let line = line.unwrap_or_else(|| panic!("row {row} is reported: {report}"));
        assert!(line.contains(reason), "{line}");
    }
    assert!(
        !report.contains("qvTGHdz") && !err.contains("qvTGHdz"),
        "no hash is told"
    );
    assert_eq!(user(&world, "lin").await.id, "42");
    assert_eq!(attempt(&world, "lin", PASSWORD).await, 303);
    // A user can come without their password, where it cannot be read.
    let arguments = [
        "users.csv",
        "--map",
        "email=mail",
        "--without-unreadable-passwords",
    ];
    let (_, summary, _) = import(&world, &folder, &arguments).await;
    assert_eq!(counts(&summary), [2, 0, 2, 1, 4], "{summary}");
    // The same by JSON Lines, and what is no such file.
    let lines =
        "{\"email\": \"zoe@example.com\", \"address\": {\"country\": \"FR\"}}\n\nnonsense\n[1]\n";
    folder.write("users.jsonl", lines);
    let (_, summary, _) = import(&world, &folder, &["users.jsonl"]).await;
    assert_eq!(counts(&summary), [1, 0, 0, 0, 2], "{summary}");
    let country = user(&world, "zoe@example.com")
        .await
        .claims
        .address
        .unwrap()
        .country;
    assert_eq!(country.as_deref(), Some("FR"));
    for arguments in [
        &["users.json"][..],
        &["nowhere.csv"],
        &["users.jsonl", "--format", "keycloak"],
        &["users.csv", "--map", "shoe_size=mail"],
        &["users.csv", "--source-name", "a b"],
    ] {
        let (ok, _, err) = import(&world, &folder, arguments).await;
        assert!(!ok && err.starts_with("doorward: "), "{arguments:?}: {err}");
    }
}

async fn duplicates_are_treated_by_the_rule_that_is_said(world: World) {
    let folder = Folder::new("duplicates");
    let csv = format!(
        "email,username,name,locale,password_hash\n\
         ADA@example.com,,Ada King,en,{BCRYPT}\n\
         new@example.com,grace,Somebody,,\n\
         grace@example.com,ada,Neither,,\n"
    );
    folder.write("users.csv", &csv);
    let (ok, summary, err) =
        import(&world, &folder, &["users.csv", "--on-duplicate", "fail"]).await;
    assert!(
        !ok && counts(&summary) == [0, 0, 0, 0, 3],
        "{summary} {err}"
    );
    let (_, summary, _) = import(&world, &folder, &["users.csv"]).await;
    assert_eq!(counts(&summary), [0, 0, 3, 0, 0], "{summary}");
    let ada = user(&world, ADA.0).await;
    let update = ["users.csv", "--on-duplicate", "update"];
    let (_, summary, _) = import(&world, &folder, &update).await;
    assert_eq!(counts(&summary), [0, 1, 0, 0, 2], "{summary}");
    let changed = user(&world, ADA.0).await;
    assert_eq!(changed.id, ada.id);
    assert_eq!(changed.claims.name.as_deref(), Some("Ada King"));
    assert_eq!(changed.claims.locale.as_deref(), Some("en"));
    assert_eq!(
        changed.claims.phone_number, ada.claims.phone_number,
        "what is not said stays"
    );
    assert_eq!(
        attempt(&world, ADA.0, ADA.1).await,
        303,
        "her password here stays"
    );
    let (_, summary, _) = import(&world, &folder, &update).await;
    assert_eq!(counts(&summary), [0, 0, 0, 1, 2], "{summary}");
}

async fn users_of_hosted_systems_are_imported(world: World) {
    let folder = Folder::new("hosted");
    let auth0 = json!({
        "user_id": "auth0|5f7c8ec7c33c6c004bbafe82", "email": "lin@example.com",
        "email_verified": true, "name": "Lin", "created_at": "2024-05-01T12:00:00.000Z",
        "passwordHash": BCRYPT, "app_metadata": {"plan": "gold"},
    });
    folder.write("auth0.ndjson", &format!("{auth0}\n"));
    let (ok, summary, err) = import(&world, &folder, &["auth0.ndjson", "--format", "auth0"]).await;
    assert!(ok && counts(&summary) == [1, 0, 0, 0, 0], "{summary} {err}");
    assert_eq!(
        user(&world, "lin@example.com").await.id,
        "auth0|5f7c8ec7c33c6c004bbafe82"
    );
    assert_eq!(attempt(&world, "lin@example.com", PASSWORD).await, 303);
    let hash = HASHES
        .iter()
        .find(|hash| hash.starts_with("$fbscrypt$"))
        .unwrap();
    let [.., salt, output] = hash.split('$').collect::<Vec<_>>()[..] else {
        panic!("{hash}");
    };
    let firebase = json!({"users": [{
        "localId": "k3Yb1", "email": "max@example.com", "emailVerified": true, "passwordHash": output,
        "salt": salt, "displayName": "Max", "createdAt": "1714564800000",
    }]});
    folder.write("firebase.json", &firebase.to_string());
    let (_, summary, _) = import(&world, &folder, &["firebase.json", "--format", "firebase"]).await;
    assert_eq!(
        counts(&summary),
        [0, 0, 0, 0, 1],
        "the key of the project is missing: {summary}"
    );
    let key = hash
        .split("sk=")
        .nth(1)
        .and_then(|rest| rest.split('$').next())
        .unwrap();
    let arguments = [
        "firebase.json",
        "--format",
        "firebase",
        "--firebase-signer-key",
        key,
        "--firebase-mem-cost",
        "4",
    ];
    let (ok, summary, err) = import(&world, &folder, &arguments).await;
    assert!(ok && counts(&summary) == [1, 0, 0, 0, 0], "{summary} {err}");
    assert_eq!(attempt(&world, "max@example.com", PASSWORD).await, 303);
}

/// The table of another program beside the tables of this one: an import only reads.
async fn users_of_a_table_are_imported(world: World) {
    let argon2id = HASHES
        .iter()
        .find(|hash| hash.starts_with("argon2$"))
        .unwrap();
    let argon2id = argon2id.strip_prefix("argon2").unwrap();
    world
        .execute(&format!(
            "CREATE TABLE \"old users\" (uid INTEGER, \"the mail\" TEXT, pw TEXT, verified_at TEXT);
             INSERT INTO \"old users\" VALUES
             (7, 'lin@example.com', '{BCRYPT}', '2024-05-01 12:00:00'),
             (8, 'not an address', NULL, NULL), (9, 'max@example.com', NULL, NULL);
             CREATE TABLE members (id TEXT, email TEXT, password_hash TEXT,
             is_email_verified BOOLEAN, created_at TIMESTAMP);
             INSERT INTO members VALUES ('0d5f1b0e-0b5c-4f5e-9a39-7f0a3c3e2f11',
             'rugi@example.com', '{argon2id}', true, '2024-05-01 12:00:00');"
        ))
        .await;
    let folder = Folder::new("table");
    let url = world.settings.database.url.expose_secret();
    let arguments = [
        url,
        "--table",
        "old users",
        "--map",
        "id=uid",
        "--map",
        "email=the mail",
        "--map",
        "password_hash=pw",
        "--map",
        "email_verified=verified_at",
    ];
    let (ok, summary, err) = import(&world, &folder, &arguments).await;
    assert!(ok && counts(&summary) == [2, 0, 0, 0, 1], "{summary} {err}");
    let lin = user(&world, "lin@example.com").await;
    assert_eq!(
        (lin.id.as_str(), lin.claims.email_verified),
        ("7", Some(true))
    );
    assert_eq!(
        user(&world, "max@example.com").await.claims.email_verified,
        Some(false),
        "nobody says that it was proven"
    );
    assert_eq!(attempt(&world, "lin@example.com", PASSWORD).await, 303);
    let arguments = [url, "--format", "rugi-auth", "--table", "members"];
    let (ok, summary, err) = import(&world, &folder, &arguments).await;
    assert!(ok && counts(&summary) == [1, 0, 0, 0, 0], "{summary} {err}");
    let rugi = user(&world, "rugi@example.com").await;
    assert_eq!(rugi.id, "0d5f1b0e-0b5c-4f5e-9a39-7f0a3c3e2f11");
    assert_eq!(
        (rugi.claims.email_verified, rugi.created_at.0),
        (Some(true), 1_714_564_800_000)
    );
    assert_eq!(attempt(&world, "rugi@example.com", PASSWORD).await, 303);
    let (ok, _, err) = import(&world, &folder, &[url, "--table", "nothing"]).await;
    assert!(!ok, "{err}");
    let password = url.split(['@', ':']).nth(2).unwrap_or_default();
    assert!(password.len() < 4 || !err.contains(password), "{err}");
}

/// Two imports of one file at once, and somebody who signs up meanwhile: everybody is here once.
async fn a_row_that_somebody_else_takes_meanwhile_stops_nobody(world: World) {
    let folder = Folder::new("race");
    let lines: Vec<String> = (0..600)
        .map(|n| json!({"email": format!("u{n}@example.com"), "id": format!("u-{n}")}).to_string())
        .collect();
    folder.write("users.jsonl", &lines.join("\n"));
    let one = import(&world, &folder, &["users.jsonl"]);
    let two = import(&world, &folder, &["users.jsonl"]);
    let (one, two) = tokio::join!(one, two);
    assert!(one.0 && two.0, "{one:?} {two:?}");
    let users = world.numbers("SELECT COUNT(*) FROM users").await;
    assert_eq!(users, [602]);
    let added = counts(&one.1)[0] + counts(&two.1)[0];
    assert_eq!(added, 600, "{} {}", one.1, two.1);
}

async fn an_import_that_was_killed_goes_on_and_adds_each_row_once(world: World) {
    const ROWS: i64 = 12_000;
    let folder = Folder::new("killed");
    let lines: Vec<String> = (0..ROWS)
        .map(|n| json!({"email": format!("u{n}@example.com"), "id": format!("u-{n}")}).to_string())
        .collect();
    folder.write("users.jsonl", &lines.join("\n"));
    let mut command = folder.command_over(&world, &["import", "users.jsonl"]);
    let quiet = std::process::Stdio::null;
    let mut child = command.stdout(quiet()).stderr(quiet()).spawn().unwrap();
    let count = async || world.numbers("SELECT COUNT(*) FROM users").await[0] - 2;
    eventually("some rows", async || count().await > 0).await;
    child.kill().unwrap();
    child.wait().unwrap();
    let before = count().await;
    assert!(before > 0 && before < ROWS, "{before}");
    let rows = "SELECT COUNT(*) FROM imported_rows";
    assert_eq!(world.numbers(rows).await, [before], "a batch is whole");
    let (ok, summary, err) = import(&world, &folder, &["users.jsonl"]).await;
    assert!(ok, "{err}");
    assert_eq!(counts(&summary)[0], ROWS - before, "{summary}");
    assert_eq!(counts(&summary)[3], before, "{summary}");
    assert_eq!(count().await, ROWS);
    let distinct = "SELECT COUNT(DISTINCT email) FROM users WHERE email LIKE 'u%@example.com'";
    assert_eq!(world.numbers(distinct).await, [ROWS]);
    assert_eq!(world.numbers(rows).await, [ROWS]);
}

async fn values_of_declared_fields_are_imported(world: World) {
    let file = r#"
[[user_attributes]]
name = "shoe_size"
type = "number"
max = 50
[[user_attributes]]
name = "department"
type = "choice"
options = ["Sales", "Support"]
[[user_attributes]]
name = "secret_note"
read = ["admin"]
edit = ["admin"]
"#;
    let applied = doorward_cli::apply_text(&world.provider, "declared.toml", file).await;
    applied.unwrap();
    world.expire_versions();
    let folder = Folder::new("fields");
    folder.write(
        "users.csv",
        "email,shoe_size,department,secret_note,unheard\n\
         one@example.com,38,Sales,of note,x\n\
         two@example.com,,,,\n\
         three@example.com,70,Sales,,\n\
         four@example.com,40,Kitchen,,\n",
    );
    let (_, summary, err) = import(&world, &folder, &["users.csv"]).await;
    assert_eq!(counts(&summary), [2, 0, 0, 0, 2], "{summary}");
    assert!(err.contains("these columns are not read: unheard"), "{err}");
    let attributes = async |email: &str| json!(user(&world, email).await.claims.attributes);
    let first = json!({"shoe_size": 38, "department": "Sales", "secret_note": "of note"});
    assert_eq!(attributes("one@example.com").await, first);
    assert_eq!(attributes("two@example.com").await, json!({}));
    // A row lays what it says over what is known, and leaves the rest.
    let row = json!({"email": "one@example.com", "id": "1", "shoe_size": 39});
    folder.write("more.jsonl", &row.to_string());
    let update = ["more.jsonl", "--on-duplicate", "update"];
    let (_, summary, err) = import(&world, &folder, &update).await;
    assert_eq!(counts(&summary), [0, 1, 0, 0, 0], "{summary} {err}");
    let second = json!({"shoe_size": 39, "department": "Sales", "secret_note": "of note"});
    assert_eq!(attributes("one@example.com").await, second);
    // A column that is called otherwise.
    folder.write("mapped.csv", "email,size\nfive@example.com,41\n");
    let mapped = ["mapped.csv", "--map", "shoe_size=size"];
    let (ok, summary, err) = import(&world, &folder, &mapped).await;
    assert!(ok && counts(&summary)[0] == 1, "{summary} {err}");
    assert_eq!(
        attributes("five@example.com").await,
        json!({"shoe_size": 41})
    );
    // An attribute of Keycloak with the name of a field.
    let realm = json!({"users": [{
        "id": "8c5f6b0e-0b5c-4f5e-9a39-7f0a3c3e2f11", "username": "kim",
        "email": "kim@example.com", "attributes": {"department": ["Support"], "other": ["x"]},
    }]});
    folder.write("realm.json", &realm.to_string());
    let arguments = ["realm.json", "--format", "keycloak"];
    let (ok, summary, err) = import(&world, &folder, &arguments).await;
    assert!(ok && counts(&summary)[0] == 1, "{summary} {err}");
    assert_eq!(
        attributes("kim@example.com").await,
        json!({"department": "Support"})
    );
}

/// Whoever had a second factor is added without it, and the command and its report say so.
async fn factors_that_do_not_come_along_are_told(world: World) {
    let folder = Folder::new("factors");
    let password: Value = serde_json::from_str(KEYCLOAK).unwrap();
    let realm = json!({"realm": "orchard", "users": [
        {"username": "lin", "credentials": [password, {"type": "otp"}, {"type": "webauthn"}],
         "requiredActions": ["UPDATE_PASSWORD", "VERIFY_EMAIL"]},
        {"username": "max", "credentials": [{"type": "otp"}], "requiredActions": []},
        {"username": "moe", "credentials": []},
        {"username": "a b", "credentials": [{"type": "otp"}]},
    ]});
    folder.write("realm.json", &realm.to_string());
    let arguments = [
        "realm.json",
        "--format",
        "keycloak",
        "--report",
        "report.jsonl",
    ];
    let (ok, summary, err) = import(&world, &folder, &arguments).await;
    assert!(ok && counts(&summary) == [3, 0, 0, 0, 1], "{summary} {err}");
    assert_eq!(
        summary["left_behind"],
        json!({"authenticator_app": 2, "passkey": 1, "new_password": 1})
    );
    for sentence in [
        "2 users had an authenticator app, which is not imported: they set up a new one",
        "1 user had a passkey or security key, which is not imported: they add a new one",
        "1 user had to choose a new password at the next sign-in, which is not demanded here",
    ] {
        assert!(err.contains(sentence), "{err}");
    }
    let read = |name: &str| {
        let lines = folder.read(name);
        let lines = lines
            .lines()
            .map(|line| serde_json::from_str(line).unwrap());
        lines.collect::<Vec<Value>>()
    };
    let report = read("report.jsonl");
    let of = |user: &str| report.iter().find(|line| line["user"] == user);
    assert_eq!(
        *of("lin").unwrap(),
        json!({"row": 1, "user": "lin", "outcome": "added", "reason": "",
               "left_behind": ["authenticator_app", "passkey", "new_password"]})
    );
    assert_eq!(
        of("max").unwrap()["left_behind"],
        json!(["authenticator_app"])
    );
    assert_eq!(report.len(), 3, "who loses nothing has no line: {report:?}");
    let refused = report.iter().find(|line| line["row"] == 4).unwrap();
    assert_eq!(refused["outcome"], "refused");
    assert_eq!(
        refused.get("left_behind"),
        None,
        "a refused row loses no factor"
    );
    assert_eq!(attempt(&world, "lin", PASSWORD).await, 303);
    // Once they are here, there is nothing to say.
    let (_, summary, err) = import(&world, &folder, &arguments).await;
    assert_eq!(counts(&summary), [0, 0, 0, 3, 1], "{summary}");
    assert!(!err.contains("not imported"), "{err}");
    let auth0 =
        json!({"user_id": "auth0|1", "email": "zoe@example.com", "multifactor": ["guardian"]});
    folder.write("auth0.ndjson", &auth0.to_string());
    let firebase = json!({"users": [{"localId": "f1", "email": "kim@example.com",
        "mfaInfo": [{"phoneInfo": "+442079460000"}]}]});
    folder.write("firebase.json", &firebase.to_string());
    for (file, format, kind) in [
        ("auth0.ndjson", "auth0", "second_factor"),
        ("firebase.json", "firebase", "telephone"),
    ] {
        let arguments = [file, "--format", format, "--report", "other.jsonl"];
        let (ok, summary, err) = import(&world, &folder, &arguments).await;
        assert!(ok && counts(&summary)[0] == 1, "{summary} {err}");
        assert!(err.contains("1 user had a"), "{err}");
        assert_eq!(read("other.jsonl")[0]["left_behind"], json!([kind]));
    }
}

async fn members_that_no_field_has_are_told_once(world: World) {
    let folder = Folder::new("members");
    let lines = [
        json!({"email": "lin@example.com", "pasword_hash": BCRYPT}),
        json!({"email": "max@example.com", "pasword_hash": BCRYPT, "sh\u{1b}oe": 1, "size": 2}),
    ];
    folder.write(
        "users.jsonl",
        &lines.map(|line| line.to_string()).join("\n"),
    );
    let (ok, summary, err) = import(&world, &folder, &["users.jsonl"]).await;
    assert!(ok && counts(&summary)[0] == 2, "{summary} {err}");
    let told = "doorward: these members are not read: pasword_hash, sh\u{fffd}oe, size\n";
    assert_eq!(err.matches(told).count(), 1, "{err}");
    assert!(!err.contains(BCRYPT), "{err}");
    // What is mapped is read, and nothing is said where everything is.
    let mapped = ["--map", "password_hash=pasword_hash", "--map", "name=size"];
    folder.write(
        "one.jsonl",
        &json!({"email": "moe@example.com", "pasword_hash": BCRYPT}).to_string(),
    );
    let arguments = [&["one.jsonl"], &mapped[..]].concat();
    let (ok, summary, err) = import(&world, &folder, &arguments).await;
    assert!(ok && counts(&summary)[0] == 1, "{summary} {err}");
    assert!(!err.contains("not read"), "{err}");
    assert_eq!(attempt(&world, "moe@example.com", PASSWORD).await, 303);
    // Of many names some are told.
    let many: serde_json::Map<String, Value> =
        (0..50).map(|n| (format!("x{n}"), json!(1))).collect();
    folder.write("many.jsonl", &json!(many).to_string());
    let (_, _, err) = import(&world, &folder, &["many.jsonl"]).await;
    assert!(
        err.contains("x1, ") && err.contains(", and more\n"),
        "{err}"
    );
    assert!(!err.contains("x49"), "{err}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_user_is_added_with_the_hash_of_another_system_at_the_command_line() {
    let world = World::open(Backend::Sqlite).await;
    let folder = Folder::new("hash");
    let add = [
        "user",
        "add",
        "--email",
        "lin@example.com",
        "--password-hash",
        BCRYPT,
    ];
    let (ok, _, err) = output_of(&mut folder.command_over(&world, &add));
    assert!(ok, "{err}");
    assert_eq!(attempt(&world, "lin@example.com", PASSWORD).await, 303);
    assert_eq!(attempt(&world, GRACE.0, GRACE.1).await, 303);
}
