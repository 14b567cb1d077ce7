use super::*;
use secrecy::ExposeSecret;

fn load_text(text: &str, variables: &[(&str, &str)]) -> Result<Loaded, String> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("settings.toml");
    std::fs::write(&file, text).unwrap();
    let variables = variables
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    load(Some(&file), variables).map_err(|error| {
        error
            .to_string()
            .replace(&file.display().to_string(), "FILE")
    })
}

fn error_of(text: &str, variables: &[(&str, &str)]) -> String {
    load_text(text, variables).unwrap_err()
}

#[test]
fn variables_win_over_the_file() {
    let variables = [
        ("DOORWARD_LISTEN", "127.0.0.1:2"),
        ("DOORWARD_SESSIONS__ABSOLUTE_HOURS", "3"),
        ("DOORWARD_KEYS__ALGORITHMS", "[\"ES256\"]"),
        ("HOME", "/"),
    ];
    let text = "listen = \"127.0.0.1:1\"\n[sessions]\nidle_minutes = 5";
    let settings = load_text(text, &variables).unwrap().settings;
    assert_eq!(settings.listen, "127.0.0.1:2");
    assert_eq!(settings.sessions.idle_minutes, 5);
    assert_eq!(settings.sessions.absolute_hours, 3);
    assert_eq!(settings.keys.algorithms, ["ES256"]);
}

#[test]
fn a_text_that_reads_as_a_number_stays_a_text() {
    let settings = load_text("", &[("DOORWARD_NAME", "42")]).unwrap().settings;
    assert_eq!(settings.name, "42");
}

#[test]
fn an_unknown_name_is_reported_with_its_line_and_the_nearest_name() {
    assert_eq!(
        error_of("\n[sessions]\nidle_minuts = 5", &[]),
        "FILE:3: there is no setting `idle_minuts`; did you mean `idle_minutes`?"
    );
    assert_eq!(
        error_of(
            "issuer = \"http://localhost:1\"\nsesions.idle_minutes = 5",
            &[]
        ),
        "FILE:2: there is no setting `sesions`; did you mean `sessions`?"
    );
}

#[test]
fn a_wrong_type_and_broken_syntax_are_reported_with_their_line() {
    assert!(error_of("listen = 5", &[]).starts_with("FILE:1: invalid type"));
    assert!(
        error_of("[sessions]\n\nidle_minutes = \"soon\"", &[]).starts_with("FILE:3: invalid type")
    );
    assert!(error_of("x = ", &[]).starts_with("FILE:1: "));
}

#[test]
fn a_value_of_a_wrong_type_is_not_shown() {
    let kinds = [
        ("4815162342", "a whole number"),
        ("48151623.42", "a number"),
        ("true", "a boolean"),
        ("[48151623]", "a list"),
        ("{ hunter2 = 1 }", "a table"),
    ];
    let settings = [("mail", "url"), ("redis", "url"), ("database", "url")];
    for (section, key) in settings {
        let refused = kinds.iter().filter(|(value, kind)| {
            let text = format!("[{section}]\n{key} = {value}");
            let Err(error) = load_text(&text, &[]) else {
                return false;
            };
            let said = format!("FILE:2: invalid type: found {kind}, expected ");
            assert!(error.starts_with(&said), "{text}: {error}");
            assert!(
                !error.contains("hunter2") && !error.contains("4815"),
                "{text}: {error}"
            );
            true
        });
        assert_eq!(refused.count(), 5, "{section}.{key}");
    }
    let variable = "DOORWARD_SESSIONS__IDLE_MINUTES";
    let error = error_of("", &[(variable, "hunter2")]);
    assert!(
        error.starts_with(&format!("{variable}: invalid type: found a text")),
        "{error}"
    );
    assert!(!error.contains("hunter2"), "{error}");
}

#[test]
fn an_unknown_variable_is_an_error_with_the_nearest_name() {
    assert_eq!(
        error_of("", &[("DOORWARD_ISUER", "x")]),
        "DOORWARD_ISUER: there is no setting of this name; did you mean DOORWARD_ISSUER?"
    );
    assert_eq!(
        error_of("", &[("DOORWARD_SESSIONS__IDLE_MINUTS", "5")]),
        "DOORWARD_SESSIONS__IDLE_MINUTS: there is no setting of this name; \
         did you mean DOORWARD_SESSIONS__IDLE_MINUTES?"
    );
    assert!(error_of("", &[("DOORWARD_PORT", "8080")]).starts_with("DOORWARD_PORT: there is no"));
}

#[test]
fn a_variable_of_a_wrong_type_is_named() {
    let error = error_of("", &[("DOORWARD_SESSIONS__IDLE_MINUTES", "soon")]);
    assert!(
        error.starts_with("DOORWARD_SESSIONS__IDLE_MINUTES: invalid type"),
        "{error}"
    );
    let error = error_of("", &[("DOORWARD_SESSIONS", "5")]);
    assert!(error.starts_with("DOORWARD_SESSIONS: "), "{error}");
}

#[test]
fn a_value_out_of_range_is_reported_where_it_was_set() {
    let error = error_of("\nissuer = \"http://localhost:8080/\"", &[]);
    assert!(error.starts_with("FILE:2: issuer: "), "{error}");
    let error = error_of("", &[("DOORWARD_ISSUER", "http://op.example")]);
    assert!(error.starts_with("DOORWARD_ISSUER: "), "{error}");
    let error = error_of("[log]\nlevel = \"info\"\n[sessions]\nidle_minutes = 0", &[]);
    assert!(
        error.starts_with("FILE:4: sessions.idle_minutes: "),
        "{error}"
    );
}

/// What Kubernetes and Docker put into the environment of every container beside a service named
/// `doorward`, `doorward-metrics` or `doorward-http`.
const OF_THE_PLATFORM: [(&str, &str); 14] = [
    ("DOORWARD_PORT", "tcp://10.0.0.11:8080"),
    ("DOORWARD_PORT_8080_TCP", "tcp://10.0.0.11:8080"),
    ("DOORWARD_PORT_8080_TCP_PROTO", "tcp"),
    ("DOORWARD_PORT_8080_TCP_PORT", "8080"),
    ("DOORWARD_PORT_8080_TCP_ADDR", "10.0.0.11"),
    ("DOORWARD_PORT_53_UDP", "udp://[fd00::11]:53"),
    ("DOORWARD_SERVICE_HOST", "10.0.0.11"),
    ("DOORWARD_SERVICE_PORT", "8080"),
    ("DOORWARD_SERVICE_PORT_HTTP", "8080"),
    ("DOORWARD_METRICS_PORT", "tcp://10.0.0.12:9464"),
    ("DOORWARD_METRICS_SERVICE_HOST", "fd00::12"),
    ("DOORWARD_HTTP_SERVICE_PORT_WEB_UI", "8080"),
    ("DOORWARD_HTTP_PORT_8080_TCP_ADDR", "10.0.0.13"),
    ("DOORWARD_DB_ENV_GOSU_VERSION", "1.17"),
];

#[test]
fn variables_of_the_container_platform_are_ignored_with_a_warning() {
    let loaded = load_text("", &OF_THE_PLATFORM).unwrap();
    assert_eq!(loaded.warnings.len(), OF_THE_PLATFORM.len());
    for (name, _) in OF_THE_PLATFORM {
        assert!(
            loaded
                .warnings
                .iter()
                .any(|warning| warning.starts_with(name)),
            "{name}"
        );
    }
}

#[test]
fn a_mistake_that_resembles_a_service_is_still_an_error() {
    for (name, value) in [
        ("DOORWARD_PORT", "8443"),
        ("DOORWARD_SERVICE_HOST", "not an address"),
        ("DOORWARD_SERVICE_PORT", "http"),
        ("DOORWARD_PORT_8080_TCP", "8080"),
        ("DOORWARD_LISTEN_PORT", "8080"),
    ] {
        let error = error_of("", &[(name, value)]);
        assert!(
            error.starts_with(&format!("{name}: there is no setting")),
            "{error}"
        );
    }
}

#[test]
fn a_list_is_written_with_commas() {
    let variables = [
        ("DOORWARD_KEYS__ALGORITHMS", "ES256, RS256"),
        ("DOORWARD_HTTP__TRUSTED_PROXIES", "10.0.0.0/8"),
        (
            "DOORWARD_AUTHORIZATION__RESPONSE_TYPES",
            "code,code id_token",
        ),
    ];
    let settings = load_text("", &variables).unwrap().settings;
    assert_eq!(settings.keys.algorithms, ["ES256", "RS256"]);
    assert_eq!(settings.http.trusted_proxies, ["10.0.0.0/8"]);
    assert_eq!(
        settings.authorization.response_types,
        ["code", "code id_token"]
    );
    let error = error_of("", &[("DOORWARD_KEYS__ALGORITHMS", "ES256,HS256")]);
    assert!(error.starts_with("DOORWARD_KEYS__ALGORITHMS: "), "{error}");
}

#[test]
fn every_secret_comes_from_a_file_too() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let url = file("url", "postgres://u:p@db/doorward\n");
    let redis = file("redis", "redis://:secret@cache\r\n");
    let key = file("key", "0123456789abcdef0123456789abcdef0123456789a\n");
    let variables = [
        ("DOORWARD_DATABASE__URL_FILE", url.as_str()),
        ("DOORWARD_REDIS__URL_FILE", redis.as_str()),
        ("DOORWARD_NAME_FILE", key.as_str()),
        ("DOORWARD_MASTER_KEY_FILE", key.as_str()),
        ("DOORWARD_NEW_MASTER_KEY_FILE", key.as_str()),
    ];
    let settings = load_text("", &variables).unwrap().settings;
    assert_eq!(
        settings.database.url.expose_secret(),
        "postgres://u:p@db/doorward"
    );
    assert_eq!(
        settings.redis.url.unwrap().expose_secret(),
        "redis://:secret@cache"
    );
    assert_eq!(settings.name.len(), 43);
    // These are settings of their own, which are read at the start.
    assert!(settings.master_key_file.is_some() && settings.new_master_key_file.is_some());

    let empty = file("empty", "\n");
    let secret = file("number", "a secret of words");
    for (variables, reason) in [
        (
            vec![("DOORWARD_DATABASE__URL_FILE", "/nowhere/url")],
            "/nowhere/url cannot be read",
        ),
        (
            vec![("DOORWARD_DATABASE__URL_FILE", empty.as_str())],
            "is empty",
        ),
        (
            vec![
                ("DOORWARD_DATABASE__URL_FILE", url.as_str()),
                ("DOORWARD_DATABASE__URL", "sqlite://x"),
            ],
            "are both set",
        ),
        (
            vec![("DOORWARD_DATABSE__URL_FILE", url.as_str())],
            "there is no setting",
        ),
        (
            vec![("DOORWARD_SESSIONS__IDLE_MINUTES_FILE", secret.as_str())],
            "cannot be this setting",
        ),
        (
            vec![("DOORWARD_DATABASE__URL_FILE", secret.as_str())],
            "must begin with sqlite",
        ),
    ] {
        let error = error_of("", &variables);
        assert!(
            error.contains(reason) && error.starts_with("DOORWARD_"),
            "{error}"
        );
        assert!(!error.contains("of words"), "{error}");
    }
}

#[test]
fn an_issuer_is_used_in_its_one_form_or_refused_where_it_was_set() {
    for (written, issuer) in [
        ("HTTPS://ID.Example.com", "https://id.example.com"),
        (
            "https://id.example.com:443/Auth",
            "https://id.example.com/Auth",
        ),
        ("HTTP://LocalHost:8080", "http://localhost:8080"),
    ] {
        let loaded = load_text(&format!("issuer = \"{written}\""), &[]).unwrap();
        assert_eq!(loaded.settings.issuer, issuer);
        assert_eq!(loaded.settings.is_https(), issuer.starts_with("https:"));
        let [warning] = loaded.warnings.as_slice() else {
            panic!("{:?}", loaded.warnings)
        };
        assert!(
            warning.contains(written) && warning.contains(issuer),
            "{warning}"
        );
    }
    let loaded = load_text("", &[("DOORWARD_ISSUER", "https://id.example.com/auth")]).unwrap();
    assert!(loaded.warnings.is_empty());
    for (written, what) in [
        ("https://id.example.com/auth/", "slash"),
        ("https://id.example.com?x", "query"),
        ("https://ada@id.example.com", "user"),
        ("https://id.example.com/a/../b", "dot segments"),
        ("https://id.example.com/token", "page of Doorward"),
        ("HTTP://id.example.com", "https"),
    ] {
        let error = error_of("", &[("DOORWARD_ISSUER", written)]);
        let start = "DOORWARD_ISSUER: must";
        assert!(error.starts_with(start) && error.contains(what), "{error}");
    }
    // TLS of this server goes with https, in whatever case it is written.
    load_text(
        "issuer = \"HTTPS://localhost\"\ntls.self_signed = true",
        &[],
    )
    .unwrap();
}

#[test]
fn the_ways_to_sign_in_are_named_once_each() {
    let of = |methods: &str| error_of(&format!("[sign_in]\nmethods = {methods}"), &[]);
    let unknown = of(r#"["password", "google"]"#);
    assert!(
        unknown.contains("google is none of password, passkey, code, link"),
        "{unknown}"
    );
    assert!(of(r#"["code", "code"]"#).contains("names code twice"));
    let read = load_text("[sign_in]\nmethods = [\"link\", \"password\"]", &[]).unwrap();
    let settings = read.settings.sign_in;
    assert_eq!(settings.methods, ["link", "password"]);
    // Without a way to send mails, those by mail are off.
    assert_eq!(settings.methods(false).len(), 1);
}

#[test]
fn each_explicit_setting_is_known_with_where_it_comes_from() {
    let variables = [
        ("DOORWARD_SESSIONS__ABSOLUTE_HOURS", "3"),
        ("DOORWARD_MASTER_KEY", "a secret of thirty-two characters"),
    ];
    let text = "listen = \"127.0.0.1:1\"\n[sessions]\nidle_minutes = 5";
    let explicit = load_text(text, &variables).unwrap().settings.explicit;
    let lines: Vec<_> = explicit
        .iter()
        .map(|one| {
            (
                one.key.as_str(),
                one.value.as_deref(),
                one.variable.as_deref(),
            )
        })
        .collect();
    assert_eq!(
        lines,
        [
            ("listen", Some("127.0.0.1:1"), None),
            ("master_key", None, Some("DOORWARD_MASTER_KEY")),
            (
                "sessions.absolute_hours",
                Some("3"),
                Some("DOORWARD_SESSIONS__ABSOLUTE_HOURS")
            ),
            ("sessions.idle_minutes", Some("5"), None),
        ]
    );
}
