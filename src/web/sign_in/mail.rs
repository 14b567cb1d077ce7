//! Asks for a code or a link by mail, for what was typed into the sign-in form.

use crate::{
    respond::{address::Base, headers::see_other, page_error::PageError, refusal::RefusalReason},
    sign_in::{code, submit::Submission},
};
use actix_web::{HttpResponse, http::StatusCode};
use doorward_core::mailed_sign_in::MailRequest;

impl Submission<'_> {
    /// Sends the mail, and goes on to the page that waits for its code.
    pub(super) async fn ask_for_mail(&self) -> Result<HttpResponse, PageError> {
        let identifier = self.identifier().trim();
        let status = StatusCode::OK;
        if !self.methods.has_mail() {
            return Ok(RefusalReason::METHOD_OFF.of(self.show(None, status)?));
        }
        let (false, Some(secret)) = (identifier.is_empty(), &self.browser.secret) else {
            return self.show(Some(self.t.sign_in_mail_incomplete()), status);
        };
        let (requests, proof) = (self.provider.mailed_requests(), self.form.proof.presented());
        if requests.lacks_proof(self.ctx, Some(secret), &proof, self.identifier()) {
            let shown = self.show(Some(self.t.mail_proof_needed()), status)?;
            return Ok(RefusalReason::LACKS_PROOF.of(shown));
        }
        let asked = MailRequest {
            identifier,
            browser: secret,
            known_browser: self.browser.known(),
            flow: self.form.flow.as_deref(),
            client: self.pending.map(|pending| &pending.registered.client),
            methods: self.methods,
            language: self.t.language(),
            user_agent: self.ctx.device().user_agent,
            remembered: self.form.remembered,
            can_open_links: true,
        };
        let mailed = self.provider.mailed_sign_in();
        let Some(ticket) = mailed.begin(self.ctx, &asked).await? else {
            return Ok(RefusalReason::METHOD_OFF.of(self.show(None, status)?));
        };
        let page = Base::of(self.provider).page(&code::page(&ticket));
        let mut response = see_other(&page);
        self.browser
            .keep_secret(self.provider, secret, &mut response);
        Ok(response)
    }
}
