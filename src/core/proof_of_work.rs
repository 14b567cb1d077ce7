//! Challenges for pages whose form is to bring a proof of work, and whether one is there.

use crate::{context::OperationContext, kernel::Kernel};
use doorward_protocol::{
    credentials::proof_of_work::{PresentedProof, challenge, is_proof, is_valid_challenge},
    secret::Secret,
    time::Lifetime,
};

/// How long the challenge of a page is valid.
const CHALLENGE_LIFETIME: Lifetime = Lifetime::minutes(15);

/// A challenge for the page of a form.
pub struct Challenge {
    /// The value of the hidden field.
    pub text: String,
    /// How many zero bits the hash must begin with.
    pub bits: u32,
}

/// What a proof is for: it fits nothing else.
#[derive(Clone, Copy)]
pub(crate) struct Proven<'a> {
    pub(crate) name: &'a str,
    pub(crate) password: &'a str,
}

/// A challenge for a browser.
pub(crate) fn new_challenge(
    kernel: &Kernel,
    ctx: &OperationContext,
    browser: &Secret,
) -> Challenge {
    let expires_at = ctx.now().plus(CHALLENGE_LIFETIME);
    let browser = browser.digest();
    let key = &kernel.lasting_keys;
    Challenge {
        text: challenge(
            expires_at,
            &key.proof_of_work_code(browser.as_str(), expires_at),
        ),
        bits: kernel.settings.proof_of_work.bits,
    }
}

/// Whether a proof answers a challenge of this browser, for what it is to be for.
pub(crate) fn is_done(
    kernel: &Kernel,
    ctx: &OperationContext,
    browser: Option<&Secret>,
    proof: &PresentedProof<'_>,
    of: Proven<'_>,
) -> bool {
    let is_ours = browser.is_some_and(|browser| {
        let browser = browser.digest();
        is_valid_challenge(proof.challenge, ctx.now(), |expires_at| {
            let key = &kernel.lasting_keys;
            key.proof_of_work_code(browser.as_str(), expires_at)
        })
    });
    let bits = kernel.settings.proof_of_work.bits;
    is_ours && is_proof(proof, of.name, of.password, bits)
}
