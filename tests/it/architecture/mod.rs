//! What the compiler cannot hold: which capability names which, no circles between files, every
//! third-party crate in its place, and the habits of docs/architecture.md.

mod documents;
mod json;
mod memory;
mod names;
mod promises;
mod routes;
mod short_lists;
mod source;
mod statuses;
mod words;

use source::{Graph, LAYERS, SourceFile, circles, root, workspace};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};
use syn::{spanned::Spanned, visit::Visit};

/// A layer, and the layers of ours in its manifest.
const MAY_DEPEND_ON: [(&str, &[&str]); 6] = [
    ("protocol", &[]),
    ("adapters", &["protocol"]),
    ("storage", &["protocol"]),
    ("core", &["adapters", "protocol", "storage"]),
    ("web", &["core", "protocol"]),
    ("cli", &["adapters", "core", "protocol", "storage", "web"]),
];

/// A third-party crate, and the folders that may name it.
const LIVES_ONLY_IN: [(&str, &[&str]); 34] = [
    ("josekit", &["adapters/keys"]),
    ("curve25519_dalek", &["adapters/keys"]),
    ("hkdf", &["adapters/keys"]),
    ("hmac", &["adapters/keys", "adapters/hashing/foreign"]),
    ("chacha20poly1305", &["adapters/keys"]),
    ("argon2", &["adapters/hashing"]),
    ("aes", &["adapters/hashing/foreign"]),
    ("bcrypt", &["adapters/hashing/foreign"]),
    ("pbkdf2", &["adapters/hashing/foreign"]),
    ("scrypt", &["adapters/hashing/foreign"]),
    ("sha_crypt", &["adapters/hashing/foreign"]),
    ("zxcvbn", &["core/credentials"]),
    ("totp_rs", &["adapters/authenticator_app"]),
    ("qrcode", &["adapters/authenticator_app"]),
    ("webauthn_rs", &["adapters/webauthn"]),
    ("maxminddb", &["adapters/geoip"]),
    (
        "reqwest",
        &["adapters/outbound", "cli/demo", "cli/commands/healthcheck"],
    ),
    ("openidconnect", &["adapters/outbound", "cli/demo"]),
    ("oauth2", &["adapters/outbound"]),
    ("ldap3", &["adapters/outbound"]),
    ("syslog_fmt", &["adapters/outbound"]),
    ("lettre", &["adapters/mail"]),
    ("sqlx", &["storage"]),
    ("rusqlite", &["storage/db/sqlite"]),
    ("redis", &["storage/redis"]),
    (
        "flate2",
        &[
            "core/browser_seal",
            "core/credentials/policy/common_passwords",
        ],
    ),
    ("arc_swap", &["core/configuration"]),
    (
        "moka",
        &[
            "core/clients",
            "core/configuration",
            "core/limits",
            "core/numbered_cache",
            "core/sessions",
            "core/federation",
        ],
    ),
    ("actix_session", &["web"]),
    ("askama", &["web"]),
    (
        "actix_web",
        &["web", "cli/demo", "cli/startup", "cli/commands"],
    ),
    ("fluent_bundle", &["web/messages"]),
    ("rand", &["cli/startup"]),
    ("clap", &["cli"]),
];

/// What a rule of `protocol` must not touch: a machine, HTTP, a database, a vendor.
const NOT_IN_PROTOCOL: [&str; 24] = [
    "std::fs",
    "std::net::Tcp",
    "std::env",
    "SystemTime",
    "Instant",
    "async fn",
    "tokio",
    "sqlx",
    "actix",
    "Authorization\"",
    "x-forwarded",
    "X-Forwarded",
    "Set-Cookie",
    "user-agent",
    "google",
    "github",
    "microsoft",
    "facebook",
    "gitlab",
    "discord",
    "appleid",
    "fn stored",
    "Stored",
    "SELECT ",
];

/// The capabilities of each layer, and the parts of the same layer that their files may name.
///
/// The direction is that of knowledge: `("sessions", &["outbox"])` says that sessions put messages
/// into the outbox, and that the outbox knows nothing of sessions. What two capabilities do
/// together belongs to the one that names the other, or to a file of its own above both, as
/// `sign_out` is above `logout` and `federation`. `provider` puts the services together and may
/// name every one; nothing names it. A part that names nothing needs no line. An edge that is
/// missing here is a decision to make, not a line to add.
const CAPABILITY_MAY_NAME: [(&str, &str, &[&str]); 133] = [
    // What the specifications say. Those of OAuth, OpenID Connect and clients are one body of rules in
    // several documents, which refer to each other.
    (
        "protocol",
        "access",
        &[
            "clients",
            "oauth",
            "organizations",
            "secret",
            "text",
            "time",
        ],
    ),
    ("protocol", "audit_chain", &["secret", "time"]),
    (
        "protocol",
        "clients",
        &[
            "access",
            "branding",
            "credentials",
            "forward_auth",
            "keys",
            "logout",
            "mail_address",
            "oauth",
            "oidc",
            "organizations",
            "secret",
            "text",
            "time",
        ],
    ),
    (
        "protocol",
        "credentials",
        &["oidc", "secret", "sessions", "text", "time"],
    ),
    ("protocol", "events", &["oauth", "sessions", "text", "time"]),
    (
        "protocol",
        "federation",
        &[
            "credentials",
            "keys",
            "oauth",
            "oidc",
            "origin",
            "secret",
            "text",
            "time",
        ],
    ),
    (
        "protocol",
        "forward_auth",
        &["oauth", "oidc", "origin", "text", "time"],
    ),
    ("protocol", "json", &["text"]),
    ("protocol", "keys", &["clients", "time"]),
    (
        "protocol",
        "logout",
        &["clients", "oauth", "oidc", "sessions", "time", "text"],
    ),
    ("protocol", "mail_address", &["text"]),
    ("protocol", "management", &["access", "oauth"]),
    (
        "protocol",
        "oauth",
        &[
            "access",
            "clients",
            "credentials",
            "keys",
            "management",
            "oidc",
            "secret",
            "sessions",
            "text",
            "time",
            "users",
        ],
    ),
    (
        "protocol",
        "oidc",
        &[
            "access",
            "clients",
            "keys",
            "oauth",
            "organizations",
            "secret",
            "sessions",
            "text",
            "time",
        ],
    ),
    (
        "protocol",
        "organizations",
        &["branding", "mail_address", "text"],
    ),
    ("protocol", "secret", &["time"]),
    (
        "protocol",
        "sessions",
        &["credentials", "oauth", "oidc", "secret", "time"],
    ),
    (
        "protocol",
        "users",
        &["mail_address", "oauth", "oidc", "text", "time"],
    ),
    ("protocol", "webhooks", &["text", "time"]),
    ("protocol", "scim_targets", &["oidc", "scim", "text"]),
    ("core", "branding", &["error", "kernel", "look", "pictures"]),
    ("core", "look", &["error", "settings"]),
    ("core", "pictures", &["error"]),
    (
        "core",
        "access_decisions",
        &[
            "access",
            "configuration",
            "context",
            "error",
            "kernel",
            "numbered_cache",
            "oauth",
        ],
    ),
    (
        "core",
        "access_requests",
        &[
            "access",
            "audit",
            "change_set",
            "configuration",
            "context",
            "error",
            "kernel",
            "mail",
            "outbox",
        ],
    ),
    (
        "core",
        "access_reviews",
        &["context", "error", "kernel", "oauth", "outbox"],
    ),
    ("core", "audit", &["context"]),
    (
        "core",
        "audit_chain",
        &["audit", "context", "error", "kernel"],
    ),
    (
        "core",
        "audit_streams",
        &["audit", "context", "error", "kernel"],
    ),
    ("core", "browser_seal", &["error", "kernel", "sealing"]),
    (
        "core",
        "change_set",
        &[
            "access_reviews",
            "audit",
            "context",
            "error",
            "kernel",
            "sessions",
        ],
    ),
    (
        "core",
        "clients",
        &[
            "audit",
            "change_set",
            "context",
            "declared",
            "error",
            "kernel",
            "limits",
            "numbered_cache",
            "quotas",
            "sealing",
            "settings",
        ],
    ),
    (
        "core",
        "configuration",
        &[
            "context",
            "database",
            "error",
            "federation",
            "look",
            "sealing",
            "settings",
        ],
    ),
    (
        "core",
        "credentials",
        &[
            "access",
            "audit",
            "browser_seal",
            "context",
            "error",
            "kernel",
            "limits",
            "mail",
            "notices",
            "proof_of_work",
            "quotas",
            "sealing",
            "sessions",
            "settings",
        ],
    ),
    ("core", "database", &["audit", "context", "error"]),
    ("core", "error", &["quotas"]),
    (
        "core",
        "events",
        &[
            "audit",
            "configuration",
            "context",
            "error",
            "kernel",
            "oauth",
            "outbox",
            "sealing",
            "users",
        ],
    ),
    (
        "core",
        "declarations",
        &[
            "access",
            "audit",
            "change_set",
            "clients",
            "declared",
            "error",
            "federation",
            "kernel",
            "organizations",
            "scim_targets",
            "users",
            "webhooks",
        ],
    ),
    ("core", "declared", &["context", "error", "kernel"]),
    (
        "core",
        "domain_members",
        &["audit", "context", "error", "kernel"],
    ),
    ("core", "export", &["declared", "error", "kernel"]),
    (
        "core",
        "federation",
        &[
            "audit",
            "change_set",
            "clients",
            "configuration",
            "context",
            "credentials",
            "declared",
            "domain_members",
            "error",
            "kernel",
            "mail",
            "notices",
            "oauth",
            "sealing",
            "sessions",
            "settings",
            "users",
        ],
    ),
    (
        "core",
        "forward_auth",
        &[
            "access",
            "audit",
            "browser_seal",
            "configuration",
            "context",
            "error",
            "kernel",
            "oauth",
            "sealing",
            "sessions",
        ],
    ),
    (
        "core",
        "kernel",
        &[
            "configuration",
            "context",
            "database",
            "error",
            "look",
            "sealing",
            "settings",
        ],
    ),
    (
        "core",
        "keys",
        &["audit", "context", "error", "kernel", "sealing"],
    ),
    ("core", "launchpad", &["access", "error", "kernel", "oauth"]),
    ("core", "limits", &["context", "error", "kernel"]),
    (
        "core",
        "logout",
        &[
            "audit",
            "configuration",
            "context",
            "error",
            "kernel",
            "oauth",
            "outbox",
            "sessions",
            "users",
        ],
    ),
    (
        "core",
        "invitations",
        &[
            "audit",
            "context",
            "error",
            "events",
            "federation",
            "kernel",
            "launchpad",
            "mail",
            "one_time_tokens",
            "organizations",
            "outbox",
            "sign_up",
            "users",
        ],
    ),
    (
        "core",
        "mail_limits",
        &[
            "context",
            "credentials",
            "error",
            "kernel",
            "limits",
            "one_time_tokens",
            "quotas",
        ],
    ),
    (
        "core",
        "mailed_requests",
        &["context", "kernel", "limits", "proof_of_work", "quotas"],
    ),
    (
        "core",
        "mailed_sign_in",
        &[
            "audit",
            "change_set",
            "context",
            "credentials",
            "domain_members",
            "error",
            "federation",
            "kernel",
            "mail",
            "mail_limits",
            "one_time_tokens",
            "outbox",
            "sessions",
        ],
    ),
    (
        "core",
        "authorization_challenge",
        &[
            "context",
            "credentials",
            "error",
            "federation",
            "kernel",
            "mailed_requests",
            "mailed_sign_in",
            "oauth",
            "sessions",
            "sign_in_form",
        ],
    ),
    (
        "core",
        "one_time_tokens",
        &["context", "error", "kernel", "sealing"],
    ),
    (
        "core",
        "own_account",
        &[
            "audit",
            "change_set",
            "context",
            "credentials",
            "domain_members",
            "error",
            "federation",
            "kernel",
            "mail",
            "mail_limits",
            "notices",
            "one_time_tokens",
            "outbox",
            "pictures",
            "sessions",
            "users",
        ],
    ),
    (
        "core",
        "password_reset",
        &[
            "audit",
            "change_set",
            "context",
            "credentials",
            "domain_members",
            "error",
            "federation",
            "kernel",
            "mail",
            "mail_limits",
            "notices",
            "one_time_tokens",
            "outbox",
            "sessions",
        ],
    ),
    (
        "core",
        "migration",
        &["context", "error", "kernel", "users"],
    ),
    ("core", "proof_of_work", &["context", "kernel"]),
    (
        "core",
        "recovery",
        &[
            "audit",
            "context",
            "credentials",
            "error",
            "kernel",
            "mail",
            "mail_limits",
            "notices",
            "one_time_tokens",
            "outbox",
            "sessions",
        ],
    ),
    (
        "core",
        "sign_up",
        &[
            "audit",
            "context",
            "credentials",
            "domain_members",
            "error",
            "events",
            "federation",
            "kernel",
            "launchpad",
            "mail",
            "mail_limits",
            "one_time_tokens",
            "organizations",
            "outbox",
            "sessions",
            "users",
        ],
    ),
    (
        "core",
        "mail",
        &[
            "audit", "branding", "context", "error", "kernel", "look", "outbox", "sealing",
            "settings",
        ],
    ),
    (
        "core",
        "notices",
        &["audit", "context", "error", "kernel", "mail", "sessions"],
    ),
    (
        "core",
        "oauth",
        &[
            "access",
            "audit",
            "branding",
            "clients",
            "configuration",
            "context",
            "credentials",
            "error",
            "federation",
            "kernel",
            "limits",
            "numbered_cache",
            "outbox",
            "quotas",
            "sealing",
            "sessions",
        ],
    ),
    ("core", "outbox", &["context", "error", "kernel"]),
    ("core", "purge", &["audit_chain", "context", "kernel"]),
    (
        "core",
        "readiness",
        &[
            "credentials",
            "error",
            "kernel",
            "sealing",
            "sessions",
            "workers",
        ],
    ),
    ("core", "sealing", &["error"]),
    (
        "core",
        "sessions",
        &[
            "audit",
            "configuration",
            "context",
            "error",
            "kernel",
            "numbered_cache",
            "outbox",
        ],
    ),
    ("core", "settings", &["quotas"]),
    (
        "core",
        "sign_in_form",
        &[
            "context",
            "credentials",
            "error",
            "federation",
            "migration",
            "users",
        ],
    ),
    (
        "core",
        "sign_out",
        &["context", "error", "federation", "logout", "sessions"],
    ),
    (
        "core",
        "users",
        &[
            "audit",
            "change_set",
            "context",
            "credentials",
            "declared",
            "error",
            "kernel",
            "notices",
            "sessions",
        ],
    ),
    ("storage", "audit", &["db"]),
    ("storage", "brand_images", &["db"]),
    ("storage", "clients", &["db"]),
    ("storage", "credentials", &["db", "users"]),
    ("storage", "events", &["db"]),
    ("storage", "federation", &["db", "users"]),
    ("storage", "forward_auth", &["db", "sessions", "users"]),
    ("storage", "imports", &["db"]),
    ("storage", "keys", &["db"]),
    ("storage", "logout", &["db"]),
    ("storage", "notices", &["db"]),
    ("storage", "oauth", &["db", "users"]),
    ("storage", "outbox", &["db"]),
    ("storage", "account_deletions", &["db"]),
    ("storage", "pictures", &["db"]),
    ("storage", "removal", &["db"]),
    ("storage", "sessions", &["db", "users"]),
    ("storage", "users", &["db"]),
    (
        "web",
        "account",
        &[
            "extract",
            "messages",
            "pages",
            "passwords",
            "respond",
            "sessions",
        ],
    ),
    ("web", "access", &["extract", "respond"]),
    ("web", "branding", &["respond"]),
    ("web", "connection", &["middleware", "respond", "routes"]),
    (
        "web",
        "console",
        &[
            "account",
            "extract",
            "mails",
            "management",
            "messages",
            "middleware",
            "pages",
            "respond",
            "sign_in",
        ],
    ),
    ("web", "events", &["extract", "respond"]),
    ("web", "extract", &["respond"]),
    (
        "web",
        "federation",
        &["account", "extract", "messages", "respond", "sessions"],
    ),
    ("web", "forward_auth", &["extract", "respond"]),
    ("web", "messages", &["extract"]),
    ("web", "pages", &["extract", "messages", "respond"]),
    (
        "web",
        "logout",
        &["extract", "messages", "pages", "respond"],
    ),
    (
        "web",
        "middleware",
        &["extract", "messages", "metrics", "respond"],
    ),
    (
        "web",
        "oauth",
        &[
            "account", "extract", "messages", "pages", "respond", "waiting",
        ],
    ),
    ("web", "mails", &["account", "messages", "respond"]),
    ("web", "notices", &["extract", "messages", "respond"]),
    // What the fuzz targets read, of whatever capability it is.
    (
        "web",
        "parsers",
        &[
            "connection",
            "extract",
            "forward_auth",
            "management",
            "messages",
            "scim",
        ],
    ),
    (
        "web",
        "password_reset",
        &[
            "extract",
            "messages",
            "pages",
            "passwords",
            "respond",
            "waiting",
        ],
    ),
    ("web", "passwords", &["extract", "messages", "respond"]),
    (
        "web",
        "recovery",
        &["extract", "messages", "respond", "sign_in", "waiting"],
    ),
    ("web", "respond", &["extract", "messages"]),
    ("web", "sessions", &["extract", "respond"]),
    (
        "web",
        "sign_up",
        &[
            "account",
            "extract",
            "messages",
            "pages",
            "passwords",
            "respond",
            "sessions",
            "sign_in",
            "waiting",
        ],
    ),
    (
        "web",
        "sign_in",
        &[
            "account",
            "extract",
            "federation",
            "messages",
            "pages",
            "respond",
            "sessions",
            "waiting",
        ],
    ),
    ("web", "well_known", &["respond"]),
    // A request of an app that waits, for every page of a sign-in.
    (
        "web",
        "waiting",
        &["extract", "messages", "oauth", "respond"],
    ),
    (
        "core",
        "access",
        &[
            "audit",
            "change_set",
            "configuration",
            "context",
            "declared",
            "error",
            "federation",
            "kernel",
            "oauth",
        ],
    ),
    ("storage", "access", &["audit", "clients", "db", "users"]),
    ("protocol", "scim", &["scim_filter"]),
    ("storage", "declared_entries", &["clients", "db"]),
    (
        "core",
        "management",
        &[
            "access",
            "access_requests",
            "app_presets",
            "audit",
            "branding",
            "change_set",
            "clients",
            "configuration",
            "context",
            "credentials",
            "error",
            "invitations",
            "kernel",
            "limits",
            "look",
            "oauth",
            "organizations",
            "pictures",
            "quotas",
            "users",
        ],
    ),
    (
        "core",
        "organizations",
        &[
            "access",
            "audit",
            "change_set",
            "context",
            "declared",
            "error",
            "kernel",
        ],
    ),
    ("storage", "organizations", &["access", "db", "users"]),
    ("storage", "management", &["db"]),
    ("web", "management", &["extract", "respond"]),
    (
        "core",
        "scim",
        &[
            "audit",
            "change_set",
            "credentials",
            "kernel",
            "management",
            "users",
        ],
    ),
    (
        "core",
        "webhooks",
        &[
            "audit",
            "change_set",
            "context",
            "declared",
            "error",
            "kernel",
            "outbox",
            "sealing",
        ],
    ),
    ("storage", "provider_values", &["db"]),
    ("storage", "webhooks", &["db"]),
    ("storage", "scim_targets", &["db", "outbox"]),
    (
        "core",
        "scim_targets",
        &[
            "access",
            "audit",
            "change_set",
            "configuration",
            "context",
            "declared",
            "error",
            "kernel",
            "outbox",
            "sealing",
        ],
    ),
    ("storage", "scim", &["db", "users"]),
    (
        "web",
        "scim",
        &["extract", "management", "middleware", "respond"],
    ),
];

fn manifest(layer: &str) -> toml::Table {
    let text = fs::read_to_string(root().join("src").join(layer).join("Cargo.toml")).unwrap();
    text.parse().unwrap()
}

#[test]
fn each_layer_depends_on_the_layers_below_it_alone() {
    for (layer, allowed) in MAY_DEPEND_ON {
        let manifest = manifest(layer);
        let named = manifest["dependencies"].as_table().unwrap().keys();
        for other in named.filter_map(|name| name.strip_prefix("doorward-")) {
            assert!(
                allowed.contains(&other),
                "src/{layer}/Cargo.toml names {other}"
            );
        }
    }
    let conformance = fs::read_to_string(root().join("conformance/Cargo.toml")).unwrap();
    assert!(
        !conformance.contains("doorward-core"),
        "the runner shares nothing with the provider"
    );
}

/// Whether code names a crate: `word::`, not as a part of a longer word or path.
fn names_crate(code: &str, word: &str) -> bool {
    let path = format!("{word}::");
    code.match_indices(&path).any(|(at, _)| {
        !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':')
            || code[..at].ends_with(" ::")
    }) || code.contains(&format!("use {word};"))
}

#[test]
fn each_third_party_crate_lives_in_its_place() {
    let manifests = LAYERS.map(|layer| (layer, manifest(layer)));
    let depends = |layer: &str, word: &str| {
        let manifest = &manifests.iter().find(|(name, _)| *name == layer).unwrap().1;
        let named = manifest["dependencies"].as_table().unwrap();
        named.contains_key(&word.replace('_', "-"))
    };
    for file in workspace() {
        let code = file.code();
        for (word, homes) in LIVES_ONLY_IN {
            // A layer without the dependency cannot name the crate: the word is a module of ours.
            if !depends(file.layer, word) {
                continue;
            }
            let is_home = homes.iter().any(|home| {
                let place = format!("{}/{}", file.layer, file.path);
                place
                    .strip_prefix(home)
                    .is_some_and(|rest| rest.starts_with(['/', '.']))
            });
            let is_ours =
                code.contains(&format!("mod {word}")) || code.contains(&format!("crate::{word}"));
            assert!(
                is_home || is_ours || !names_crate(&code, word),
                "{} names {word}",
                file.name()
            );
        }
    }
}

/// What is said about a user leaves through one file, which knows what was granted.
#[test]
fn claims_about_a_user_leave_through_one_file() {
    for file in workspace() {
        let (code, name) = (file.code(), file.name());
        let releases = code.contains("released(") || code.contains(".subject()");
        let is_home = file.layer == "protocol" || file.path == "oauth/release.rs";
        let is_above = ["core", "web"].contains(&file.layer);
        assert!(
            !is_above || !releases || is_home,
            "{name} reads claims for an answer"
        );
    }
}

#[test]
fn no_files_name_each_other_in_a_circle() {
    let files = workspace();
    let mut found = Vec::new();
    for layer in LAYERS {
        found.extend(
            circles(&Graph::of(layer, &files).edges())
                .into_iter()
                .map(|circle| (layer, circle)),
        );
    }
    assert!(found.is_empty(), "{found:#?}");
}

/// The capability that each file belongs to, by its path.
fn capabilities<'a>(layer: &str, files: &'a [SourceFile]) -> BTreeMap<&'a str, &'a str> {
    files
        .iter()
        .filter(|file| file.layer == layer)
        .map(|file| (file.path.as_str(), file.capability()))
        .collect()
}

#[test]
fn capabilities_name_only_what_the_table_allows() {
    let files = workspace();
    let mut found = BTreeSet::new();
    for layer in ["protocol", "adapters", "storage", "core", "web"] {
        let capabilities = capabilities(layer, &files);
        for (file, others) in Graph::of(layer, &files).edges() {
            let from = capabilities[file.as_str()];
            // The roots of the crates and what puts the parts together.
            if ["", "provider", "routes"].contains(&from) {
                continue;
            }
            let allowed = CAPABILITY_MAY_NAME
                .iter()
                .find(|(of, name, _)| (*of, *name) == (layer, from))
                .map_or(&[][..], |(_, _, allowed)| allowed);
            let others = others.iter().map(|other| capabilities[other.as_str()]);
            let foreign = others.filter(|other| *other != from && !other.is_empty());
            let refused = foreign.filter(|other| !allowed.contains(other));
            found.extend(refused.map(|other| format!("src/{layer}/{file} names {other}")));
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn rules_touch_no_machine_no_http_no_database_and_no_vendor() {
    for file in workspace().iter().filter(|file| file.layer == "protocol") {
        let code = file.code();
        for word in NOT_IN_PROTOCOL {
            assert!(!code.contains(word), "{} names {word}", file.name());
        }
    }
}

#[test]
fn web_names_neither_the_master_key_nor_storage() {
    for file in workspace().iter().filter(|file| file.layer == "web") {
        let code = file.code();
        for word in [
            "master_key",
            "MasterKey",
            "doorward_storage",
            ".store.",
            ".store()",
            "doorward_adapters",
        ] {
            assert!(!code.contains(word), "{} names {word}", file.name());
        }
    }
}

/// A request is read by extractors; what reads parts of it by hand says why.
const READS_A_QUERY: [(&str, &str); 6] = [
    ("src/web/extract/client_auth.rs", "an extractor"),
    ("src/web/extract/query.rs", "an extractor"),
    (
        "src/web/console/bulk.rs",
        "a parameter that stands there once for each user",
    ),
    (
        "src/web/oauth/authorize.rs",
        "a request object is taken from it as it was sent",
    ),
    (
        "src/web/oauth/userinfo.rs",
        "a token in it is refused, whatever else there is",
    ),
    (
        "src/web/messages/language.rs",
        "the page that the menu of languages leads back to",
    ),
];

#[test]
fn queries_are_read_by_an_extractor() {
    let files = workspace();
    let web = files.iter().filter(|file| file.layer == "web");
    let read = web.filter(|file| file.code().contains(".query_string()"));
    let read: BTreeSet<String> = read.map(SourceFile::name).collect();
    let known = READS_A_QUERY.map(|(file, _)| file.to_owned());
    assert_eq!(read, BTreeSet::from(known));
}

#[test]
fn core_writes_through_its_database_alone() {
    for file in workspace()
        .iter()
        .filter(|file| file.layer == "core" && file.path != "database.rs")
    {
        let code: String = file.code().split_whitespace().collect();
        for word in ["store.commit(", "read().commit("] {
            assert!(
                !code.contains(word),
                "{} commits past core::database",
                file.name()
            );
        }
    }
}

#[test]
fn files_stay_small() {
    let files = workspace();
    let large = files.iter().filter(|file| file.text.lines().count() > 400);
    let large: Vec<String> = large.map(SourceFile::name).collect();
    assert!(large.is_empty(), "over 400 lines: {large:#?}");
}

/// Functions over sixty lines, each with the reason why it is one piece.
const LONG_FUNCTIONS: [(&str, &str); 0] = [];

/// What each function of a file looks like from outside.
#[derive(Default)]
struct Functions {
    /// Names and lengths in lines.
    lengths: Vec<(String, usize)>,
    /// Those with a parameter that is a tuple.
    with_tuples: Vec<String>,
}

fn is_tuple(kind: &syn::Type) -> bool {
    match kind {
        syn::Type::Tuple(tuple) => !tuple.elems.is_empty(),
        syn::Type::Reference(reference) => is_tuple(&reference.elem),
        // `Option<(A, B)>` names its parts as little.
        syn::Type::Path(path) => path.path.segments.last().is_some_and(is_optional_tuple),
        _ => false,
    }
}

fn is_optional_tuple(segment: &syn::PathSegment) -> bool {
    let syn::PathArguments::AngleBracketed(arguments) = &segment.arguments else {
        return false;
    };
    segment.ident == "Option"
        && arguments.args.iter().any(|argument| match argument {
            syn::GenericArgument::Type(kind) => is_tuple(kind),
            _ => false,
        })
}

impl Functions {
    fn add(&mut self, signature: &syn::Signature, lines: usize) {
        let name = signature.ident.to_string();
        let inputs = signature.inputs.iter();
        if inputs
            .filter_map(|input| match input {
                syn::FnArg::Typed(typed) => Some(&typed.ty),
                syn::FnArg::Receiver(_) => None,
            })
            .any(|kind| is_tuple(kind))
        {
            self.with_tuples.push(name.clone());
        }
        self.lengths.push((name, lines));
    }
}

fn lines_of(node: &impl Spanned) -> usize {
    let span = node.span();
    span.end().line - span.start().line + 1
}

impl<'ast> Visit<'ast> for Functions {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.add(&item.sig, lines_of(&item.sig) + lines_of(&item.block) - 1);
        syn::visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.add(&item.sig, lines_of(&item.sig) + lines_of(&item.block) - 1);
        syn::visit::visit_impl_item_fn(self, item);
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if item.ident != "tests" {
            syn::visit::visit_item_mod(self, item);
        }
    }
}

fn functions(file: &SourceFile) -> Functions {
    let mut functions = Functions::default();
    // Tests tell a whole flow, and tables of cases are tuples.
    if !file.path.ends_with("tests.rs") {
        functions.visit_file(&file.ast);
    }
    functions
}

/// The functions of each file of the layers and of the conformance package.
fn every_function() -> Vec<(String, Functions)> {
    let layers = workspace();
    let of_layers = layers.iter().map(|file| (file.name(), functions(file)));
    let package = sources(&root().join("conformance"));
    let of_package = package.iter().map(|path| {
        let mut functions = Functions::default();
        functions.visit_file(&syn::parse_file(&fs::read_to_string(path).unwrap()).unwrap());
        (
            path.strip_prefix(root()).unwrap().display().to_string(),
            functions,
        )
    });
    of_layers.chain(of_package).collect()
}

/// An administrator may name the provider in the console, which goes before the setting.
#[test]
fn pages_take_the_name_of_the_provider_from_the_configuration() {
    let files = workspace();
    let pages = files.iter().filter(|file| file.layer == "web");
    let wrong: Vec<String> = pages
        .filter(|file| file.code().contains("settings().name"))
        .map(SourceFile::name)
        .collect();
    assert!(wrong.is_empty(), "use Provider::name instead: {wrong:#?}");
}

#[test]
fn functions_stay_small() {
    let mut long = Vec::new();
    for (file, functions) in every_function() {
        for (name, lines) in functions.lengths {
            let place = format!("{file}::{name}");
            if lines > 60 && !LONG_FUNCTIONS.iter().any(|(known, _)| *known == place) {
                long.push(format!("{place}: {lines}"));
            }
        }
    }
    assert!(long.is_empty(), "over 60 lines: {long:#?}");
}

#[test]
fn parameters_are_named() {
    let mut found = Vec::new();
    for (file, functions) in every_function() {
        let names = functions.with_tuples.into_iter();
        found.extend(names.map(|name| format!("{file}::{name}")));
    }
    assert!(found.is_empty(), "a tuple hides parameters: {found:#?}");
}

#[test]
fn doc_comments_say_more_than_two_words() {
    let mut found = Vec::new();
    for (name, text) in words::every_file() {
        let mut block = String::new();
        for line in text.lines().map(str::trim_start) {
            if let Some(text) = line.strip_prefix("///") {
                block.push_str(text);
            } else {
                if !block.is_empty() && block.split_whitespace().count() <= 2 {
                    found.push(format!("{name}:{block}"));
                }
                block.clear();
            }
        }
    }
    assert!(
        found.is_empty(),
        "{} doc comments say nothing: {found:#?}",
        found.len()
    );
}

/// The files of the tests that sleep, each with the reason.
const SLEEPS: [(&str, &str); 6] = [
    (
        "src/web/connection/stream/tests.rs",
        "in the paused time of tokio, which costs none",
    ),
    ("tests/it/world/wait.rs", "waits for conditions"),
    (
        "tests/it/world/site.rs",
        "a stand-in that is slow on purpose",
    ),
    (
        "tests/it/world/upstream.rs",
        "a stand-in that is slow on purpose",
    ),
    (
        "tests/it/scim_targets/liar.rs",
        "an app that is slow on purpose",
    ),
    ("tests/it/architecture/mod.rs", "names the word"),
];

/// Source files under a folder, by their path in it.
fn sources(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(folder).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    paths
        .flat_map(|path| {
            if path.is_dir() {
                sources(&path)
            } else {
                vec![path]
            }
        })
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect()
}

/// Time passes in a test where the test moves its clock; what happens in another task or process is
/// waited for by its condition.
#[test]
fn tests_wait_for_conditions_alone() {
    let mut found = BTreeSet::new();
    for (name, text) in words::every_file() {
        let tests = if name.starts_with("tests/") || name.ends_with("/tests.rs") {
            Some(text.as_str())
        } else {
            text.split_once("#[cfg(test)]\nmod tests {")
                .map(|(_, tests)| tests)
        };
        if tests.is_some_and(|tests| tests.contains("sleep(")) {
            found.insert(name);
        }
    }
    let known = SLEEPS.map(|(path, _)| path.to_owned());
    assert_eq!(found, BTreeSet::from(known));
}

/// Whatever a browser may post to is a form of ours, which the test of forms from elsewhere goes
/// through, or is sent on by GET.
#[test]
fn every_form_is_guarded_against_other_sites() {
    let read = |path| fs::read_to_string(root().join(path)).unwrap();
    let routes = read("src/web/routes.rs")
        + &read("src/web/routes/account_pages.rs")
        + &read("src/web/routes/console_pages.rs");
    let (_, with_session) = routes.split_once("\nfn sign_in_pages").unwrap();
    let posted = with_session.split("resource(").skip(1).filter(|route| {
        route
            .split(".service(")
            .next()
            .is_some_and(|route| route.contains("post()"))
    });
    let mut found: Vec<&str> = posted
        .map(|route| route.split(')').next().unwrap().trim().trim_matches('"'))
        .collect();
    // Requests of other sites: read by GET alone, after a redirect.
    let by_get = [
        "path::AUTHORIZE",
        "path::END_SESSION",
        "/federation/{id}/callback",
    ];
    found.retain(|path| !by_get.contains(path));
    let mut known = crate::session::EVERY_FORM.to_vec();
    found.sort_unstable();
    known.sort_unstable();
    assert_eq!(found, known);
}

#[test]
fn these_tests_can_fail() {
    assert!(names_crate("let x = sqlx::query();", "sqlx"));
    assert!(!names_crate("let x = mysqlx::query();", "sqlx"));
    let edges = BTreeMap::from(
        [("a", "b"), ("b", "c"), ("c", "a"), ("d", "a")]
            .map(|(from, to)| (from.to_owned(), BTreeSet::from([to.to_owned()]))),
    );
    let circle = ["a", "b", "c"].map(str::to_owned);
    assert_eq!(circles(&edges), [BTreeSet::from(circle)]);
    let tuple: syn::ItemFn = syn::parse_str("fn f(&self, pair: &(u8, u8)) {}")
        .unwrap_or_else(|_| syn::parse_str("fn f(pair: &(u8, u8)) {}").unwrap());
    let mut functions = Functions::default();
    functions.visit_item_fn(&tuple);
    assert_eq!(functions.with_tuples, ["f"]);
}
