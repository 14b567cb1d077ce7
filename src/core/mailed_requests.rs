//! The forms that ask for a mail: where many do, each brings a proof of work.

use crate::{
    context::OperationContext,
    kernel::Kernel,
    limits::{Class, RateLimits},
    proof_of_work::{Challenge, Proven, is_done, new_challenge},
};
use doorward_protocol::{credentials::proof_of_work::PresentedProof, secret::Secret};
use std::sync::Arc;

/// The forms that ask for a mail: those that a program sends often cost it some work.
pub struct MailedRequests {
    pub(crate) kernel: Arc<Kernel>,
    pub(crate) limits: Arc<RateLimits>,
}

impl MailedRequests {
    /// The challenge for the page of such a form, where it is to bring a proof of work. Who asks for
    /// whose mail makes no difference.
    pub fn challenge(&self, ctx: &OperationContext, browser: &Secret) -> Option<Challenge> {
        self.needs_proof(ctx)
            .then(|| new_challenge(&self.kernel, ctx, browser))
    }

    /// Whether a form lacks the proof of work that it needs. `about` is what it names: an address, or
    /// the account that is being created.
    pub fn lacks_proof(
        &self,
        ctx: &OperationContext,
        browser: Option<&Secret>,
        proof: &PresentedProof<'_>,
        about: &str,
    ) -> bool {
        let of = Proven {
            name: about,
            password: "",
        };
        self.needs_proof(ctx) && !is_done(&self.kernel, ctx, browser, proof, of)
    }

    fn needs_proof(&self, ctx: &OperationContext) -> bool {
        let limits = &self.limits;
        limits.is_reached(ctx, Class::MailWithoutProof, &ctx.network())
            || limits.is_reached(ctx, Class::AllMails, "")
    }
}
