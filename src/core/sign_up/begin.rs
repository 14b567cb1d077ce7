//! The first step of creating an account: a mail to the address, or an invitation that came by mail.

use super::{Applicant, Pending, PendingInvitation, SignUp, SignUpRefusal, requested};
use crate::{
    Result,
    context::OperationContext,
    federation::home_of,
    mail::{Mail, MailContent},
    one_time_tokens::{IssuedToken, NewToken},
    users::{AddressProblem, check_address},
};
use doorward_protocol::{
    credentials::{one_time_token::TokenPurpose, sign_up::admits},
    secret::Secret,
};
use doorward_storage::{Invitation, Unit, User};

impl SignUp {
    /// Begins: sends a mail to the address. Gives the identifier that the browser goes on with.
    ///
    /// # Errors
    /// `Limited` where too many mails were asked for; where the database is unavailable.
    pub async fn begin(
        &self,
        ctx: &OperationContext,
        applicant: &Applicant<'_>,
    ) -> Result<std::result::Result<String, SignUpRefusal>> {
        let email = applicant.email.trim();
        let refusal = self.admits(applicant).err();
        let is_about_address =
            !matches!(refusal, Some(SignUpRefusal::Off | SignUpRefusal::NoAddress));
        if is_about_address
            && let Some(home) = home_of(&self.kernel, applicant.client, email).await?
        {
            return Ok(Err(SignUpRefusal::OfProvider(home.id().to_owned())));
        }
        if let Some(refusal) = refusal {
            return Ok(Err(refusal));
        }
        let purpose = TokenPurpose::SignUp;
        let requested = requested(email);
        self.mail_limits.admit(ctx, &requested).await?;
        let code_length = self.mail_limits.code_length(ctx, &requested).await?;
        let store = self.kernel.database.read();
        let owner = store.user_by_email(email).await?;
        let pending = Pending {
            email: email.to_owned(),
            flow: applicant.flow.map(str::to_owned),
            client_id: applicant.client.map(|client| client.client_id.clone()),
            language: applicant.language.to_owned(),
            device: applicant.user_agent.to_owned(),
            address: ctx.address(),
            is_taken: owner.is_some(),
            user_id: self.reserved_user_id(),
            invitation: None,
            first_owner: None,
        };
        let new = NewToken {
            purpose,
            subject: email,
            user: None,
            browser: Some(applicant.browser),
            content: &pending,
            is_confirmed: false,
            expires_at: None,
        };
        let issued = self.tokens.issue_with(ctx, &new, code_length)?;
        let mail = self.mail(ctx, &pending, &issued, owner.as_ref())?;
        let unit = issued.unit.then(mail);
        self.kernel.database.commit_unaudited(unit).await?;
        self.outbox.notify();
        Ok(Ok(issued.id))
    }

    fn admits(&self, applicant: &Applicant<'_>) -> std::result::Result<(), SignUpRefusal> {
        let mode = self.mode(applicant.client);
        let settings = &self.kernel.settings.sign_up;
        let email = applicant.email.trim();
        if !mode.has_page() || !self.mailer.can_send() {
            Err(SignUpRefusal::Off)
        } else if let Err(problem) = check_address(email) {
            Err(match problem {
                AddressProblem::NoAddress => SignUpRefusal::NoAddress,
                AddressProblem::Unmailable => SignUpRefusal::Unmailable,
            })
        } else if !admits(mode, &settings.domains, email) {
            Err(SignUpRefusal::OtherDomain)
        } else if settings.is_disposable(email) {
            Err(SignUpRefusal::Disposable)
        } else {
            Ok(())
        }
    }

    pub(super) fn mail(
        &self,
        ctx: &OperationContext,
        pending: &Pending,
        issued: &IssuedToken,
        owner: Option<&User>,
    ) -> Result<Unit> {
        let base = self.kernel.issuer();
        let content = if pending.is_taken {
            MailContent::AccountExists {
                sign_in_link: format!("{base}/sign-in"),
                reset_link: format!("{base}/forgot-password"),
            }
        } else {
            MailContent::SignUpCode {
                code: issued.code.clone(),
                link: format!("{base}/sign-up/confirm?token={}", issued.link.reveal()),
            }
        };
        // Mail goes to the address as it is stored: what was typed may only be equal to it by our rules.
        let to = owner
            .and_then(|owner| owner.email.as_deref())
            .unwrap_or(&pending.email);
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

    /// Begins an account by an invitation, whose link proves the address. Gives the identifier that
    /// the browser goes on with.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub(crate) async fn begin_invited(
        &self,
        ctx: &OperationContext,
        invitation: &Invitation,
        token_id: &str,
        browser: &Secret,
    ) -> Result<String> {
        let pending = Pending {
            email: invitation.email.clone(),
            flow: None,
            client_id: invitation.client_ids.first().cloned(),
            language: invitation.language.clone().unwrap_or_default(),
            device: String::new(),
            address: ctx.address(),
            is_taken: false,
            user_id: self.reserved_user_id(),
            invitation: Some(PendingInvitation {
                id: invitation.id.clone(),
                token_id: token_id.to_owned(),
                client_ids: invitation.client_ids.clone(),
            }),
            first_owner: None,
        };
        self.issue_confirmed(ctx, &pending, browser).await
    }

    /// Stores an account that needs no code by mail, for the browser that goes on with it: what it
    /// gives names it to the next step.
    pub(super) async fn issue_confirmed(
        &self,
        ctx: &OperationContext,
        pending: &Pending,
        browser: &Secret,
    ) -> Result<String> {
        let issued = self.tokens.issue(
            ctx,
            &NewToken {
                purpose: TokenPurpose::SignUp,
                subject: &pending.email,
                user: None,
                browser: Some(browser),
                content: pending,
                is_confirmed: true,
                expires_at: None,
            },
        )?;
        self.kernel.database.commit_unaudited(issued.unit).await?;
        Ok(issued.id)
    }
}
