//! How often a mail may be asked for, and how long the code in it is.
//!
//! Requests about a name are counted by who makes them, so that one requester does not use up what the
//! others may ask for: each browser in which the user signed in before and each end site have counts of
//! their own. All who are unknown to the user have one together, so that no mailbox is flooded. Where
//! nobody proves to have signed in before, nothing that is counted, and no answer, depends on whether
//! the name is that of an account ([decision 44](../../docs/decisions/0044-sign-in-by-mail.md)).

use crate::{
    Error, Result,
    context::OperationContext,
    credentials::KnownBrowsers,
    kernel::Kernel,
    limits::{Class, Limited, RateLimits},
    one_time_tokens::subject_digest,
};
use doorward_protocol::{
    credentials::one_time_token::{CodeLength, TokenPurpose},
    secret::Digest,
    time::Lifetime,
};
use doorward_storage::{Store, TriesSpan, Unit, User};
use std::sync::Arc;

/// How many mails of one purpose about one name one requester gets within an hour: as many as a row of
/// `mailed_requests` remembers.
const MAILS_PER_HOUR: i64 = 3;
/// How many rows count the mails about one name that all who are unknown to its user ask for: each has
/// room for as many as an hour gives one requester.
const ROWS_OF_EVERYBODY: u8 = 4;
/// How many codes of usual length may be tried for one name within a day, whatever mails are sent.
const TRIES_PER_DAY: i64 = 25;
/// When somebody who asked for too many mails may ask again, in seconds.
const RETRY_AFTER: i64 = 3600;

/// The limits of mails that anybody may ask for.
pub(crate) struct MailLimits {
    kernel: Arc<Kernel>,
    limits: Arc<RateLimits>,
    known_browsers: Arc<KnownBrowsers>,
}

/// Who asks for a mail.
#[derive(Clone, Copy)]
pub(crate) enum Requester<'a> {
    /// A browser, with its cookie of the users who signed in there before.
    Browser { known_browser: Option<&'a str> },
    /// The user of a session, by its identifier.
    User(&'a str),
}

/// A mail that is asked for.
#[derive(Clone, Copy)]
pub(crate) struct RequestedMail<'a> {
    pub(crate) purpose: TokenPurpose,
    /// The name that was typed.
    pub(crate) name: &'a str,
    /// The user whose name it is.
    pub(crate) user: Option<&'a User>,
    pub(crate) requester: Requester<'a>,
}

/// What requests are counted by.
enum Source {
    /// The user signed in before in this browser.
    KnownBrowser(Digest),
    User(String),
    /// Whoever else asks from this end site.
    Site(String),
}

impl Source {
    const fn is_known_browser(&self) -> bool {
        matches!(self, Self::KnownBrowser(_))
    }

    /// The digest of something that is asked for from here.
    fn digest_of(&self, what: &str) -> Digest {
        let from = match self {
            Self::KnownBrowser(browser) => format!("browser {}", browser.as_str()),
            Self::User(user_id) => format!("user {user_id}"),
            Self::Site(site) => format!("site {site}"),
        };
        Digest::of(format!("{what} from the {from}").as_bytes())
    }
}

impl MailLimits {
    pub(crate) fn new(
        kernel: Arc<Kernel>,
        limits: &Arc<RateLimits>,
        known_browsers: &Arc<KnownBrowsers>,
    ) -> Self {
        Self {
            kernel,
            limits: Arc::clone(limits),
            known_browsers: Arc::clone(known_browsers),
        }
    }

    /// Refuses early what comes from a network that asked for too many mails. A cookie may prove that
    /// the user signed in in this browser before, which [`MailLimits::admit`] finds out.
    ///
    /// # Errors
    /// `Limited`.
    pub(crate) fn check_network(
        &self,
        ctx: &OperationContext,
        known_browser: Option<&str>,
    ) -> Result<()> {
        if known_browser.is_some_and(KnownBrowsers::can_be_cookie) {
            return Ok(());
        }
        self.limits.check(ctx, Class::Mail, &ctx.network())
    }

    /// Counts a request for a mail that is about no name, and refuses one too many of a network.
    ///
    /// # Errors
    /// `Limited`.
    pub(crate) async fn admit_nameless(&self, ctx: &OperationContext) -> Result<()> {
        let network = ctx.network();
        self.limits.check(ctx, Class::Mail, &network)?;
        self.limits.count(ctx, Class::Mail, &network).await;
        self.limits
            .count(ctx, Class::MailWithoutProof, &network)
            .await;
        self.limits.count(ctx, Class::AllMails, "").await;
        Ok(())
    }

    /// Counts a request for a mail, and refuses one too many: of a network, or about a name, in
    /// whatever spelling.
    ///
    /// # Errors
    /// `Limited`, or where the database is unavailable.
    pub(crate) async fn admit(
        &self,
        ctx: &OperationContext,
        requested: &RequestedMail<'_>,
    ) -> Result<()> {
        if self.admit_again(ctx, requested).await? {
            return Ok(());
        }
        Err(Error::Limited(Limited {
            class: Class::Mail,
            quota: MAILS_PER_HOUR,
            retry_after: RETRY_AFTER,
        }))
    }

    /// As [`MailLimits::admit`], for another mail of the same token: `false` where it would be one too
    /// many about the name.
    ///
    /// # Errors
    /// `Limited` where a network asked for too many; where the database is unavailable.
    pub(crate) async fn admit_again(
        &self,
        ctx: &OperationContext,
        requested: &RequestedMail<'_>,
    ) -> Result<bool> {
        let source = self.source(ctx, requested);
        if !source.is_known_browser() {
            self.admit_nameless(ctx).await?;
        }
        let subject = subject_digest(requested.purpose, requested.name);
        self.count(ctx, &source, subject.as_str()).await
    }

    /// Whether one more mail may go to whoever a name belongs to: their names are counted together. It
    /// is never told, since it would tell that they are of one account: the mail is left out. Where the
    /// name is nobody's, the work is the same.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub(crate) async fn may_be_mailed(
        &self,
        ctx: &OperationContext,
        requested: &RequestedMail<'_>,
    ) -> Result<bool> {
        let purpose = requested.purpose.name();
        let whose = match requested.user {
            Some(user) => format!("{purpose} of the user {}", user.id),
            None => format!("{purpose} of nobody, {}", requested.name),
        };
        let source = self.source(ctx, requested);
        let may_be = self.count(ctx, &source, &whose).await?;
        if !may_be {
            tracing::info!(
                event = "mail.left_out",
                reason = "too_many_for_one_user",
                address = ctx.address(),
                "a user was not mailed: too many mails were asked for by their names"
            );
        }
        Ok(may_be)
    }

    /// Counts a request about something by who makes it, then among those of everybody who is unknown.
    /// One that is too many for its requester is not among those. `false` where it is one too many.
    async fn count(&self, ctx: &OperationContext, source: &Source, about: &str) -> Result<bool> {
        let database = &self.kernel.database;
        let own = counted(ctx, &source.digest_of(about));
        if !database.commit_unaudited(own).await? {
            return Ok(false);
        }
        if source.is_known_browser() {
            return Ok(true);
        }
        for row in 0..ROWS_OF_EVERYBODY {
            let of_everybody = Digest::of(format!("{about} of everybody, {row}").as_bytes());
            let counted = counted(ctx, &of_everybody);
            if database.commit_unaudited(counted).await? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// How long the code of the next mail is: after many tries, or while many may still be made, one
    /// that nobody guesses, so that nobody has to wait because of the tries of somebody else.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub(crate) async fn code_length(
        &self,
        ctx: &OperationContext,
        requested: &RequestedMail<'_>,
    ) -> Result<CodeLength> {
        let purpose = requested.purpose;
        let subject = subject_digest(purpose, requested.name);
        let user_id = requested.user.map_or("", |user| user.id.as_str());
        let store = self.kernel.database.read();
        let span = TriesSpan {
            since: ctx.now().minus(Lifetime::days(1)),
            now: ctx.now(),
        };
        let about = store.tries_about(purpose, &subject, span).await?;
        let of_user = store.tries_of_user(purpose, user_id, span).await?;
        Ok(if about.max(of_user) < TRIES_PER_DAY {
            CodeLength::Usual
        } else {
            CodeLength::Long
        })
    }

    fn source(&self, ctx: &OperationContext, requested: &RequestedMail<'_>) -> Source {
        match requested.requester {
            Requester::User(user_id) => Source::User(user_id.to_owned()),
            Requester::Browser { known_browser } => known_browser
                .zip(requested.user)
                .and_then(|(cookie, user)| self.known_browsers.source(cookie, &user.id))
                .map_or_else(|| Source::Site(ctx.site()), Source::KnownBrowser),
        }
    }
}

/// The statement that counts a mail by a digest.
fn counted(ctx: &OperationContext, digest: &Digest) -> Unit {
    Store::count_mailed_request(digest, ctx.now(), ctx.now().minus(Lifetime::hours(1)))
}
