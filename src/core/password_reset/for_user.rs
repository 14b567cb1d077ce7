//! A link for a new password that an operator asks for on behalf of a user.

use super::{LinkDelivery, PasswordReset, Reset};
use crate::{
    Error, Result,
    audit::Record,
    context::OperationContext,
    mail::{Mail, MailContent},
    one_time_tokens::NewToken,
};
use doorward_protocol::credentials::one_time_token::TokenPurpose;
use doorward_storage::{Store, Unit, User};

impl PasswordReset {
    /// Makes a link for a user, on behalf of an operator: mailed, or given back to be handed over.
    ///
    /// # Errors
    /// `Input` where the user has no address or mail cannot be sent; where the database is
    /// unavailable.
    pub async fn for_user(
        &self,
        ctx: &OperationContext,
        user: &User,
        delivery: LinkDelivery,
    ) -> Result<Option<String>> {
        let Some(email) = &user.email else {
            return Err(Error::Input(
                "this user has no address: give one with `doorward user change --email`".into(),
            ));
        };
        if delivery == LinkDelivery::Mailed && !self.mailer.can_send() {
            return Err(Error::Input(
                "mail cannot be sent: set mail.url in the settings, or print the link with --print-link".into(),
            ));
        }
        let purpose = TokenPurpose::ResetPassword;
        let issued = self.tokens.issue(
            ctx,
            &NewToken {
                purpose,
                subject: email,
                user: Some(user),
                browser: None,
                content: &Reset {
                    email: Some(email.clone()),
                    flow: None,
                    browser: String::new(),
                    is_handed_over: delivery == LinkDelivery::HandedOver,
                },
                is_confirmed: false,
                expires_at: None,
            },
        )?;
        let link = self.link(&issued.link);
        let mail = match delivery {
            LinkDelivery::HandedOver => Unit::new(),
            LinkDelivery::Mailed => self.mailer.queue(
                ctx,
                &Mail {
                    to: email,
                    language: user.claims.locale.as_deref(),
                    client_id: None,
                    content: MailContent::ResetPassword { link: link.clone() },
                },
            )?,
        };
        let record = Record {
            action: "password_reset.requested",
            subject: Some(&user.id),
            client_id: None,
            detail: "by an administrator",
        };
        let older = Store::replace_one_time_tokens_of_user(purpose, &user.id, ctx.now());
        let unit = older.then(issued.unit).then(mail);
        self.kernel.database.commit(ctx, unit, &[record]).await?;
        Ok((delivery == LinkDelivery::HandedOver).then_some(link))
    }
}
