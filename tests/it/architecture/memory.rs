//! Everything that a process keeps in memory from one request to the next is named here with its
//! bound: whoever sends many requests must not fill it.

use super::source::{SourceFile, root, workspace};
use std::{collections::BTreeSet, fs};
use syn::visit::Visit;

/// What holds values that outlive a request: a lock, a map that has its own, a queue, a cell.
const KEEPERS: [&str; 18] = [
    "ArcSwap",
    "ArcSwapOption",
    "Cache",
    "DashMap",
    "DashSet",
    "LazyLock",
    "LruCache",
    "Mutex",
    "NumberedCache",
    "OnceCell",
    "OnceLock",
    "Receiver",
    "RefCell",
    "RwLock",
    "SegQueue",
    "Sender",
    "UnboundedReceiver",
    "UnboundedSender",
];

/// What does not let a stranger fill it.
enum Bound {
    /// There is one value, or as many as the program has places or names for.
    Fixed,
    /// As many as an operator declares, or has asked for.
    Operator,
    /// No more than this constant of the same file; the unit test of the same file fills it.
    AtMost(&'static str, &'static str),
    /// A channel with so many places, by a constant of the same file: whoever comes next is refused.
    Channel(&'static str),
    /// As many as requests or connections are under way, which have limits of their own; each takes
    /// its entry with it. The unit test of the same file shows that.
    UnderWay(&'static str),
}

use Bound::{AtMost, Channel, Fixed, Operator, UnderWay};

/// File, name of the field, static or tuple struct, and its bound.
const KEPT: &[(&str, &str, Bound)] = &[
    (
        "src/adapters/outbound/keyed_permits.rs",
        "in_use",
        UnderWay("a_key_has_so_many_permits_and_is_forgotten_with_the_last_caller"),
    ),
    // The messages with the texts of the operator.
    ("src/core/settings/own_pages.rs", "compiled", Fixed),
    ("src/protocol/keys/client_keys.rs", "PRODUCTS", Fixed),
    // As many as there are operations whose units are sent as one statement.
    ("src/storage/db/postgres/combined.rs", "Combinations", Fixed),
    // Nothing: whoever holds it writes.
    ("src/adapters/line_file/mod.rs", "writing", Fixed),
    (
        "src/core/management/counted_days.rs",
        "days",
        AtMost("MAX_DAYS", "no_more_days_are_kept_than_there_is_room_for"),
    ),
    (
        "src/core/shown_errors.rs",
        "kept",
        AtMost("MAX_KEPT", "no_more_pages_are_kept_than_there_is_room_for"),
    ),
    // Two stylesheets.
    ("src/web/assets.rs", "LIGHT", Fixed),
    ("src/web/assets.rs", "DARK", Fixed),
    // One permit.
    ("src/core/pictures.rs", "TURNS", Fixed),
    ("src/web/console/import.rs", "TURNS", Fixed),
    // As many buffers and pieces of work as there are permits; a permit is there before its work.
    ("src/adapters/hashing/password.rs", "memory", Fixed),
    ("src/adapters/hashing/verifier.rs", "memory", Fixed),
    ("src/adapters/hashing/password.rs", "threads", Fixed),
    (
        "src/cli/demo/app.rs",
        "sessions",
        AtMost("MAX_KEPT", "no_more_than_so_many_are_kept"),
    ),
    (
        "src/cli/demo/app.rs",
        "waiting",
        AtMost("MAX_KEPT", "no_more_than_so_many_are_kept"),
    ),
    (
        "src/cli/commands/import/source.rs",
        "rows",
        Channel("AHEAD"),
    ),
    ("src/core/audit_chain/mod.rs", "seen", Fixed),
    ("src/core/audit_chain/mod.rs", "reported", Fixed),
    ("src/core/migration/mod.rs", "breaker", Fixed),
    ("src/core/migration/mod.rs", "times", Fixed),
    ("src/cli/startup/system.rs", "START", Fixed),
    ("src/cli/startup/tls.rs", "certified", Fixed),
    ("src/cli/startup/tls.rs", "checked", Fixed),
    // As many as its users say, each of which is named here.
    ("src/core/numbered_cache.rs", "kept", Operator),
    (
        "src/core/oauth/token/known_tokens.rs",
        "kept",
        AtMost(
            "MAX_KNOWN",
            "no_more_tokens_are_kept_than_there_is_room_for",
        ),
    ),
    (
        "src/core/sessions/known_sessions.rs",
        "kept",
        AtMost(
            "MAX_KNOWN",
            "no_more_sessions_are_kept_than_there_is_room_for",
        ),
    ),
    (
        "src/core/access_decisions/known_users.rs",
        "kept",
        AtMost("MAX_KNOWN", "no_more_users_are_kept_than_there_is_room_for"),
    ),
    ("src/storage/db/access_changes.rs", "NEXT", Fixed),
    (
        "src/core/clients/documents.rs",
        "fetched",
        AtMost(
            "MAX_BYTES",
            "no_more_bytes_are_remembered_than_there_is_room_for",
        ),
    ),
    (
        "src/core/configuration/clients.rs",
        "clients",
        AtMost(
            "MAX_CLIENTS",
            "no_more_names_are_remembered_than_there_is_room_for",
        ),
    ),
    (
        "src/core/configuration/clients.rs",
        "origins",
        AtMost(
            "MAX_ORIGINS",
            "no_more_names_are_remembered_than_there_is_room_for",
        ),
    ),
    ("src/core/configuration/mod.rs", "current", Fixed),
    ("src/core/configuration/mod.rs", "refreshing", Fixed),
    ("src/core/credentials/passwords.rs", "stall", Fixed),
    (
        "src/core/credentials/policy/common_passwords.rs",
        "LIST",
        Fixed,
    ),
    // By the identifiers of declared providers.
    (
        "src/core/federation/identity_provider_health.rs",
        "providers",
        Operator,
    ),
    (
        "src/core/limits.rs",
        "Counters",
        AtMost(
            "MAX_COUNTERS",
            "a_flood_of_callers_is_kept_within_the_bound_at_the_same_cost",
        ),
    ),
    (
        "src/core/mail/mailbox.rs",
        "mails",
        AtMost("MAX_MAILS", "no_more_mails_are_kept_than_there_is_room_for"),
    ),
    ("src/core/mail/rest.rs", "state", Fixed),
    ("src/core/outbox/mod.rs", "clock_checked", Fixed),
    (
        "src/core/outbox/in_flight.rs",
        "counts",
        AtMost(
            "MAX_PER_KIND",
            "a_busy_receiver_or_kind_leaves_the_others_their_places",
        ),
    ),
    ("src/core/purge.rs", "sizes", Fixed),
    ("src/core/readiness.rs", "last", Fixed),
    ("src/core/sealing.rs", "root", Fixed),
    (
        "src/core/sessions/revocations.rs",
        "known",
        AtMost(
            "MAX_REMEMBERED",
            "no_more_ends_are_remembered_than_there_is_room_for",
        ),
    ),
    ("src/core/sessions/revocations.rs", "reading", Fixed),
    (
        "src/core/clients/first_sign_ins.rs",
        "known",
        AtMost(
            "MAX_CLIENTS",
            "no_more_clients_are_remembered_than_there_is_room_for",
        ),
    ),
    (
        "src/core/clients/secret_uses.rs",
        "noted",
        AtMost(
            "MAX_NOTED",
            "no_more_secrets_are_remembered_than_there_is_room_for",
        ),
    ),
    (
        "src/core/clients/secret_uses.rs",
        "waiting",
        AtMost("MAX_WAITING", "no_more_uses_wait_than_there_is_room_for"),
    ),
    (
        "src/core/sessions/session_clients.rs",
        "SessionClients",
        AtMost(
            "MAX_PAIRS",
            "no_more_pairs_are_remembered_than_there_is_room_for",
        ),
    ),
    ("src/core/workers.rs", "beats", Fixed),
    // The answer to one job.
    ("src/storage/db/sqlite/writer.rs", "done", Fixed),
    (
        "src/storage/db/sqlite/writer.rs",
        "jobs",
        Channel("MAX_WAITING"),
    ),
    ("src/storage/db/sqlite/file.rs", "opened", Fixed),
    // As many as there are permits; a permit is there before its connection.
    ("src/storage/db/sqlite/readers.rs", "idle", Fixed),
    ("src/storage/redis/mod.rs", "state", Fixed),
    (
        "src/web/connection/connections.rs",
        "open",
        UnderWay("each_network_has_its_own_and_gets_it_back"),
    ),
    // One for each request, which it goes with.
    ("src/web/extract/operation.rs", "page", Fixed),
    ("src/web/extract/operation.rs", "caller", Fixed),
    ("src/web/extract/operation.rs", "refusal", Fixed),
    // One for each shipped language.
    ("src/web/messages/catalogue.rs", "bundle", Fixed),
    ("src/web/messages/mod.rs", "SHIPPED", Fixed),
];

/// Finds the fields, statics and tuple structs of a file whose type has one of [`KEEPERS`].
#[derive(Default)]
struct Kept {
    names: BTreeSet<String>,
}

/// The identifiers in a type, also in the types that it is made of.
#[derive(Default)]
struct Idents(BTreeSet<String>);

impl<'ast> Visit<'ast> for Idents {
    fn visit_ident(&mut self, ident: &'ast proc_macro2::Ident) {
        self.0.insert(ident.to_string());
    }
}

fn keeps(kind: &syn::Type) -> bool {
    // What is borrowed is kept by somebody else.
    if matches!(kind, syn::Type::Reference(_)) {
        return false;
    }
    let mut idents = Idents::default();
    idents.visit_type(kind);
    KEEPERS.iter().any(|keeper| idents.0.contains(*keeper))
}

impl<'ast> Visit<'ast> for Kept {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if item.ident != "tests" {
            syn::visit::visit_item_mod(self, item);
        }
    }

    fn visit_item_struct(&mut self, item: &'ast syn::ItemStruct) {
        for field in &item.fields {
            if keeps(&field.ty) {
                let name = field.ident.as_ref().unwrap_or(&item.ident);
                self.names.insert(name.to_string());
            }
        }
    }

    fn visit_item_static(&mut self, item: &'ast syn::ItemStatic) {
        self.names.insert(item.ident.to_string());
    }
}

fn kept(file: &SourceFile) -> BTreeSet<String> {
    let mut kept = Kept::default();
    kept.visit_file(&file.ast);
    kept.names
}

/// The text of a file with its tests, which may be in a file of their own.
fn with_tests(name: &str) -> String {
    let path = root().join(name);
    let tests = path.with_extension("").join("tests.rs");
    fs::read_to_string(path).unwrap() + &fs::read_to_string(tests).unwrap_or_default()
}

#[test]
fn whatever_a_process_keeps_in_memory_is_named_with_its_bound() {
    let mut found = BTreeSet::new();
    for file in workspace() {
        if file.path.ends_with("tests.rs") {
            continue;
        }
        let names = kept(&file);
        found.extend(names.into_iter().map(|name| (file.name(), name)));
    }
    let named: BTreeSet<(String, String)> = KEPT
        .iter()
        .map(|(file, name, _)| ((*file).to_owned(), (*name).to_owned()))
        .collect();
    let missing: Vec<_> = found.difference(&named).collect();
    assert!(
        missing.is_empty(),
        "kept in memory without a bound: {missing:#?}"
    );
    let gone: Vec<_> = named.difference(&found).collect();
    assert!(gone.is_empty(), "named, and not there: {gone:#?}");
    for (file, name, bound) in KEPT {
        let content = with_tests(file);
        let has_test = |test: &str| content.contains(&format!("fn {test}("));
        match bound {
            Fixed | Operator => {}
            AtMost(constant, test) => assert!(
                content.contains(&format!("const {constant}:")) && has_test(test),
                "{file}: {name} has no constant {constant}, or no test {test}"
            ),
            Channel(constant) => assert!(
                content.contains(&format!("channel({constant})")),
                "{file}: {name} is no channel of {constant}"
            ),
            UnderWay(test) => assert!(has_test(test), "{file}: {name} has no test {test}"),
        }
    }
}

/// A value without the parenthesis that ends the call.
fn without_end_of_call(value: &str) -> &str {
    let is_open = value.matches('(').count() == value.matches(')').count();
    if is_open {
        value
    } else {
        value.strip_suffix(')').unwrap_or(value)
    }
}

/// Figures are kept by the values of their labels: none is what a stranger sent.
#[test]
fn labels_of_figures_are_a_few() {
    // The route is the pattern of a path, the status a number, the trouble a word of ours, the stream
    // one of the settings.
    let known = [
        "problem.failure.name()",
        "route",
        "route.clone()",
        "status",
        "stream.to_owned()",
    ];
    let mut found = BTreeSet::new();
    for file in workspace() {
        let code = file.code();
        for kind in ["counter!(", "gauge!(", "histogram!("] {
            for call in code.split(kind).skip(1) {
                let call = call.split(';').next().unwrap();
                for value in call.split("=> ").skip(1) {
                    let value = value.split([',', '\n']).next().unwrap().trim();
                    found.insert(without_end_of_call(value).to_owned());
                }
            }
        }
    }
    let of_ours = |value: &&String| !value.starts_with('"') && !known.contains(&value.as_str());
    let others: Vec<_> = found.iter().filter(of_ours).collect();
    assert!(others.is_empty(), "labels with other values: {others:?}");
    assert!(found.len() > 4, "labels were found: {found:?}");
}

#[test]
fn these_tests_can_fail() {
    let file: syn::File = syn::parse_str(
        "static ALL: Mutex<Vec<u8>> = Mutex::new(Vec::new());
         struct A { map: Arc<Mutex<HashMap<String, u8>>>, name: String, lent: &'a Mutex<u8> }
         struct B(moka::sync::Cache<String, ()>);
         mod tests { struct C { map: Mutex<u8> } }",
    )
    .unwrap();
    let mut kept = Kept::default();
    kept.visit_file(&file);
    let names: Vec<_> = kept.names.into_iter().collect();
    assert_eq!(names, ["ALL", "B", "map"]);
}
