//! The mail is asked for, and asked for again.

use super::{MailBrowser, MailedSignIn, Pending};
use crate::{
    Result,
    audit::Record,
    context::OperationContext,
    federation::SignInMethods,
    mail::{Mail, MailContent},
    mail_limits::{RequestedMail, Requester},
    one_time_tokens::{IssuedToken, NewToken, subject_digest},
};
use doorward_protocol::{
    clients::client::Client,
    credentials::{
        one_time_token::{CodeLength, TokenPurpose, TokenRefusal},
        sign_in_method::SignInMethod,
    },
    secret::Secret,
    text::is_storable,
};
use doorward_storage::{Store, Unit, User};

/// The longest identifier, in bytes: an email address has 254 at most (RFC 5321 §4.5.3.1).
const MAX_IDENTIFIER: usize = 320;

/// Somebody who wants to sign in by mail.
pub struct MailRequest<'a> {
    /// The address or user name that was typed.
    pub identifier: &'a str,
    /// The secret of the browser.
    pub browser: &'a Secret,
    /// Its cookie of the users who signed in there before.
    pub known_browser: Option<&'a str>,
    /// The authorization request that waits.
    pub flow: Option<&'a str>,
    /// The client that the sign-in is for.
    pub client: Option<&'a Client>,
    /// The methods of that client.
    pub methods: &'a SignInMethods,
    /// The language of the mail.
    pub language: &'a str,
    /// The `User-Agent` header of the browser.
    pub user_agent: &'a str,
    /// Whether the user asked to stay signed in.
    pub remembered: bool,
    /// Whether the link leads anywhere: it does not for an app that has a form of its own.
    pub can_open_links: bool,
}

/// Whom a mail is for, and how long the code in it is.
struct Recipient<'a> {
    user: Option<&'a User>,
    /// The browser that goes on with it.
    browser: &'a Secret,
    code_length: CodeLength,
}

impl MailedSignIn {
    /// Sends a mail to the user whom an identifier names, if there is one. Gives the identifier that
    /// the browser goes on with; none where no method by mail is on.
    ///
    /// # Errors
    /// `Limited` where too many mails were asked for; where the database is unavailable.
    pub async fn begin(
        &self,
        ctx: &OperationContext,
        asked: &MailRequest<'_>,
    ) -> Result<Option<String>> {
        let is_on = |method: &SignInMethod| {
            self.kernel.settings.signs_in_by(method)
                && asked.client.is_none_or(|client| client.admits(method))
        };
        let code = is_on(&SignInMethod::Code);
        let link = asked.can_open_links && is_on(&SignInMethod::Link);
        if !code && !link {
            return Ok(None);
        }
        let identifier = asked.identifier.trim();
        let is_possible = identifier.len() <= MAX_IDENTIFIER && is_storable(identifier);
        let identifier = if is_possible { identifier } else { "" };
        let limits = &self.mail_limits;
        limits.check_network(ctx, asked.known_browser)?;
        let store = self.kernel.database.read();
        let found = store.user_by_identifier(identifier).await?;
        let user = found
            .as_ref()
            .filter(|user| user.disabled_at.is_none() && user.email.is_some());
        let requested = RequestedMail {
            purpose: TokenPurpose::SignIn,
            name: identifier,
            user,
            requester: Requester::Browser {
                known_browser: asked.known_browser,
            },
        };
        limits.admit(ctx, &requested).await?;
        let may_be_mailed = limits.may_be_mailed(ctx, &requested).await?;
        let code_length = limits.code_length(ctx, &requested).await?;
        let user = user.filter(|user| may_be_mailed && !is_sent_home(ctx, asked, user));
        let pending = Pending {
            identifier: identifier.to_owned(),
            email: user.and_then(|user| user.email.clone()),
            flow: asked.flow.map(str::to_owned),
            client_id: asked.client.map(|client| client.client_id.clone()),
            language: asked.language.to_owned(),
            device: asked.user_agent.to_owned(),
            address: ctx.address(),
            remembered: asked.remembered,
            code,
            link,
        };
        let to = Recipient {
            user,
            browser: asked.browser,
            code_length,
        };
        self.send(ctx, &pending, to).await.map(Some)
    }

    async fn send(
        &self,
        ctx: &OperationContext,
        pending: &Pending,
        to: Recipient<'_>,
    ) -> Result<String> {
        let Recipient {
            user,
            browser,
            code_length,
        } = to;
        let purpose = TokenPurpose::SignIn;
        let new = NewToken {
            purpose,
            subject: &pending.identifier,
            user,
            browser: Some(browser),
            content: pending,
            is_confirmed: false,
            expires_at: None,
        };
        let issued = self.tokens.issue_with(ctx, &new, code_length)?;
        // Another browser that asked about the same address goes on: nobody ends it from here.
        let subject = subject_digest(purpose, &pending.identifier);
        let older = Store::replace_one_time_tokens_of_browser(
            purpose,
            &subject,
            &browser.digest(),
            ctx.now(),
        );
        let mail = self.mail(ctx, pending, &issued)?;
        let record = Record {
            action: "sign_in.mail_requested",
            subject: user.map(|user| user.id.as_str()),
            client_id: pending.client_id.as_deref(),
            detail: "",
        };
        let unit = older.then(issued.unit).then(mail);
        self.kernel.database.commit(ctx, unit, &[record]).await?;
        self.outbox.notify();
        Ok(issued.id)
    }

    fn mail(
        &self,
        ctx: &OperationContext,
        pending: &Pending,
        issued: &IssuedToken,
    ) -> Result<Unit> {
        let Some(to) = &pending.email else {
            return self.mailer.queue_nothing(ctx);
        };
        let base = self.kernel.issuer();
        let link = format!("{base}/sign-in/link?token={}", issued.link.reveal());
        let content = if pending.code {
            MailContent::SignInCode {
                code: issued.code.clone(),
                link: pending.link.then_some(link),
            }
        } else {
            MailContent::SignInLink { link }
        };
        self.mailer.queue(
            ctx,
            &Mail {
                to,
                language: Some(&pending.language),
                client_id: pending.client_id.as_deref(),
                content,
            },
        )
    }

    /// Sends another mail, which is counted as the first one is. `false` where the mail before is too
    /// recent, or there were too many.
    ///
    /// # Errors
    /// `Limited` where a network asked for too many mails; where the database is unavailable.
    pub async fn send_again(
        &self,
        ctx: &OperationContext,
        id: &str,
        browser: MailBrowser<'_>,
    ) -> Result<std::result::Result<bool, TokenRefusal>> {
        let token = match self.look(ctx, id, browser.secret).await? {
            Ok(token) => token,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let (purpose, pending) = (TokenPurpose::SignIn, &token.content);
        let requested = RequestedMail {
            purpose,
            name: &pending.identifier,
            user: token.user.as_ref(),
            requester: Requester::Browser {
                known_browser: browser.known_browser,
            },
        };
        let limits = &self.mail_limits;
        if !token.may_be_mailed_again(ctx) || !limits.admit_again(ctx, &requested).await? {
            return Ok(Ok(false));
        }
        let may_be_mailed = limits.may_be_mailed(ctx, &requested).await?;
        let code_length = limits.code_length(ctx, &requested).await?;
        let issued = self.tokens.renew(ctx, purpose, &token, code_length);
        let mail = if may_be_mailed && !token.is_outdated {
            self.mail(ctx, pending, &issued)?
        } else {
            self.mailer.queue_nothing(ctx)?
        };
        let unit = issued.unit.then(mail);
        let is_sent = self.kernel.database.commit_unaudited(unit).await?;
        self.outbox.notify();
        Ok(Ok(is_sent))
    }
}

/// Whether a user signs in at an identity provider alone, by whatever name they were asked for.
fn is_sent_home(ctx: &OperationContext, asked: &MailRequest<'_>, user: &User) -> bool {
    let is_sent_home = asked.methods.has_home(user.email.as_deref());
    if is_sent_home {
        tracing::info!(
            event = "sign_in.refused",
            reason = "home_realm",
            address = ctx.address(),
            client = asked.client.map_or("", |client| client.client_id.as_str()),
            "a user who signs in at an identity provider alone gets no mail that signs in"
        );
    }
    is_sent_home
}
