//! The services that other services stand on.

use crate::{
    access_requests::AccessRequests,
    access_reviews::AccessReviews,
    audit_streams::{AuditStream, AuditStreams},
    clients::documents::DocumentCache,
    clients::{Clients, Registration},
    credentials::{
        KnownBrowsers, PasskeySignIn, Passkeys, PasswordParts, Passwords, SecondFactorParts,
        SecondFactors, SignIn, SignInGuard,
    },
    events::SecurityEventPushes,
    kernel::Kernel,
    keys::GenerateKey,
    limits::RateLimits,
    logout::LogoutNotices,
    mail::{MailParts, Mailer, Mails},
    mail_limits::MailLimits,
    migration::MigrationHook,
    notices::Notices,
    oauth::token::Tokens,
    one_time_tokens::OneTimeTokens,
    outbox::{Outbox, OutboxHandler},
    readiness::{Condition, ReadinessCheck, ReadinessParts},
    scim_targets::ScimPushes,
    sessions::account_group::AccountGroups,
    sessions::{SessionParts, Sessions},
    users::ReadImport,
    webhooks::WebhookDeliveries,
    workers::Workers,
};
use doorward_adapters::breaches::BreachFile;
use doorward_adapters::geoip::Places;
use doorward_adapters::hashing::HashingPool;
use doorward_adapters::outbound::Outbound;
use doorward_storage::redis::SessionCache;
use serde_json::Value;
use std::sync::Arc;

/// What startup hands in beside what every capability shares.
pub struct ProviderParts {
    /// Where addresses are, where the operator brought a database of places.
    pub places: Option<Places>,
    /// Redis, where there is one.
    pub session_cache: Option<SessionCache>,
    /// The threads that hash passwords.
    pub hashing: HashingPool,
    /// Passwords that were stolen elsewhere, where the operator brought a file of them.
    pub breaches: Option<BreachFile>,
    /// Calls to addresses that clients chose.
    pub outbound: Outbound,
    /// Where mails go, and how they are written.
    pub mail: MailParts,
    /// The system that users move in from at a sign-in.
    pub migration: Option<MigrationHook>,
    /// Where the audit log is streamed to.
    pub audit_streams: Vec<AuditStream>,
    /// How a file of users of another system is read.
    pub read_import: ReadImport,
    /// How a signing key is generated.
    pub generate_key: GenerateKey,
    /// What this process needs beside the database.
    pub conditions: Vec<Condition>,
}

/// The services that others stand on.
pub(super) struct Base {
    pub(super) kernel: Arc<Kernel>,
    /// Requests to addresses that clients or operators chose.
    pub(super) outbound: Outbound,
    pub(super) documents: Arc<DocumentCache<Value>>,
    pub(super) clients: Arc<Clients>,
    pub(super) outbox: Outbox,
    pub(super) one_time_tokens: Arc<OneTimeTokens>,
    pub(super) mailer: Arc<Mailer>,
    pub(super) notices: Arc<Notices>,
    pub(super) access_requests: Arc<AccessRequests>,
    pub(super) sessions: Arc<Sessions>,
    pub(super) account_groups: Arc<AccountGroups>,
    pub(super) rate_limits: Arc<RateLimits>,
    pub(super) mail_limits: Arc<MailLimits>,
    pub(super) tokens: Arc<Tokens>,
    pub(super) passwords: Arc<Passwords>,
    pub(super) known_browsers: Arc<KnownBrowsers>,
    pub(super) second_factors: Arc<SecondFactors>,
    pub(super) passkeys: Arc<Passkeys>,
    pub(super) workers: Arc<Workers>,
    pub(super) readiness: ReadinessCheck,
    pub(super) audit_streams: AuditStreams,
    /// The system that users move in from, until its service is made.
    pub(super) migration: Option<MigrationHook>,
    /// How a file of users of another system is read.
    pub(super) read_import: ReadImport,
}

impl Base {
    pub(super) fn new(kernel: Kernel, parts: ProviderParts) -> Self {
        let (shared, outbound) = (Arc::new(kernel), parts.outbound);
        let kernel = || Arc::clone(&shared);
        let documents = Arc::new(DocumentCache::new(Arc::clone(&shared.clock)));
        let clients = clients(&shared, &documents, &outbound);
        let mailer = Arc::new(Mailer::new(kernel(), parts.mail, parts.places.clone()));
        let outbox = outbox(&shared, &outbound, &mailer);
        let session_parts = SessionParts {
            cache: parts.session_cache.clone(),
            places: parts.places,
            outbox: outbox.clone(),
        };
        let sessions = Arc::new(Sessions::new(kernel(), session_parts));
        let rate_limits = Arc::new(RateLimits::new(kernel(), parts.session_cache));
        let notices = notices(&shared, &mailer, &sessions);
        let known_browsers = Arc::new(KnownBrowsers::new(kernel(), Arc::clone(&notices)));
        let passkeys = Arc::new(Passkeys::new(kernel()));
        let second_factor_parts = SecondFactorParts {
            sessions: Arc::clone(&sessions),
            known_browsers: Arc::clone(&known_browsers),
            passkeys: Arc::clone(&passkeys),
            notices: Arc::clone(&notices),
        };
        let passwords = passwords(kernel(), parts.hashing, parts.breaches, &outbound);
        let workers = Arc::new(Workers::new(Arc::clone(&shared.clock)));
        let readiness_parts = ReadinessParts {
            sessions: Arc::clone(&sessions),
            passwords: Arc::clone(&passwords),
            workers: Arc::clone(&workers),
            conditions: parts.conditions,
        };
        Self {
            audit_streams: AuditStreams::new(kernel(), outbound.clone(), parts.audit_streams),
            migration: parts.migration,
            read_import: parts.read_import,
            tokens: tokens(&shared, &clients, &rate_limits),
            one_time_tokens: Arc::new(OneTimeTokens::new(kernel())),
            outbound,
            documents,
            clients,
            access_requests: access_requests(&shared, &mailer, &outbox),
            outbox,
            mailer,
            notices,
            account_groups: Arc::new(AccountGroups::new(kernel(), Arc::clone(&sessions))),
            sessions,
            mail_limits: Arc::new(MailLimits::new(kernel(), &rate_limits, &known_browsers)),
            rate_limits,
            readiness: ReadinessCheck::new(kernel(), readiness_parts),
            passwords,
            known_browsers,
            second_factors: Arc::new(SecondFactors::new(kernel(), second_factor_parts)),
            passkeys,
            workers,
            kernel: shared,
        }
    }
}

fn passwords(
    kernel: Arc<Kernel>,
    hashing: HashingPool,
    breaches: Option<BreachFile>,
    outbound: &Outbound,
) -> Arc<Passwords> {
    let parts = PasswordParts {
        hashing,
        breaches,
        outbound: outbound.for_operator(true), // The operator chose its address.
    };
    Arc::new(Passwords::new(kernel, parts))
}

fn clients(
    kernel: &Arc<Kernel>,
    documents: &Arc<DocumentCache<Value>>,
    outbound: &Outbound,
) -> Arc<Clients> {
    let (kernel, documents) = (Arc::clone(kernel), Arc::clone(documents));
    Arc::new(Clients::new(kernel, documents, outbound.clone()))
}

fn access_requests(
    kernel: &Arc<Kernel>,
    mailer: &Arc<Mailer>,
    outbox: &Outbox,
) -> Arc<AccessRequests> {
    let (kernel, mailer) = (Arc::clone(kernel), Arc::clone(mailer));
    Arc::new(AccessRequests::new(kernel, mailer, outbox.clone()))
}

fn notices(kernel: &Arc<Kernel>, mailer: &Arc<Mailer>, sessions: &Arc<Sessions>) -> Arc<Notices> {
    let (kernel, mailer) = (Arc::clone(kernel), Arc::clone(mailer));
    Arc::new(Notices::new(kernel, mailer, Arc::clone(sessions)))
}

fn tokens(kernel: &Arc<Kernel>, clients: &Arc<Clients>, limits: &Arc<RateLimits>) -> Arc<Tokens> {
    let (kernel, clients) = (Arc::clone(kernel), Arc::clone(clients));
    Arc::new(Tokens::new(kernel, clients, Arc::clone(limits)))
}

/// The outbox with a handler for each kind of message.
fn outbox(kernel: &Arc<Kernel>, outbound: &Outbound, mailer: &Arc<Mailer>) -> Outbox {
    let notices = LogoutNotices::new(Arc::clone(kernel), outbound.clone());
    let pushes = SecurityEventPushes::new(Arc::clone(kernel), outbound.clone());
    let webhooks = WebhookDeliveries::new(Arc::clone(kernel), outbound.clone());
    let scim_pushes = ScimPushes::new(Arc::clone(kernel), outbound.clone());
    let reviews = AccessReviews::new(Arc::clone(kernel));
    let mut handlers: Vec<Arc<dyn OutboxHandler>> = vec![
        Arc::new(notices),
        Arc::new(pushes),
        Arc::new(reviews),
        Arc::new(webhooks),
        Arc::new(scim_pushes),
    ];
    for mails in Mails::of_each_server(mailer) {
        handlers.push(Arc::new(mails));
    }
    Outbox::new(Arc::clone(kernel), handlers)
}

/// Sign-in with a password, behind what guards it.
pub(super) fn sign_in(base: &Base) -> SignIn {
    let (limits, browsers) = (&base.rate_limits, &base.known_browsers);
    let kernel = || Arc::clone(&base.kernel);
    let guard = SignInGuard::new(kernel(), Arc::clone(limits), Arc::clone(browsers));
    let (passwords, factors) = (&base.passwords, &base.second_factors);
    let notices = Arc::clone(&base.notices);
    SignIn::new(
        kernel(),
        Arc::clone(passwords),
        Arc::clone(factors),
        guard,
        notices,
    )
}

/// Sign-in by a passkey.
pub(super) fn passkey_sign_in(base: &Base) -> PasskeySignIn {
    let (passkeys, factors) = (&base.passkeys, &base.second_factors);
    let kernel = Arc::clone(&base.kernel);
    PasskeySignIn::new(kernel, Arc::clone(passkeys), Arc::clone(factors))
}

/// The registration of clients by themselves, with its limits.
pub(super) fn registration(base: &Base) -> Registration {
    let (kernel, clients) = (Arc::clone(&base.kernel), Arc::clone(&base.clients));
    let limits = Arc::clone(&base.rate_limits);
    Registration::new(kernel, clients, limits, base.outbound.clone())
}
