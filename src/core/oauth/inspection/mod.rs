//! What the endpoints say to a request or a token, check by check, for administrators who look for the
//! cause of a refusal. Nothing is written, nothing is used up, and nothing is fetched.

mod claims;
mod inactive;
mod rehearsal;
mod request;
mod token;
mod token_request;

pub use claims::{ClaimLine, ClaimOrigin};
pub use inactive::InactiveReason;
pub(in crate::oauth) use rehearsal::RehearsedTokens;
pub use rehearsal::{OfferedMethod, Rehearsal, RehearsedClaims, RehearsedPage};
pub use token::InspectedToken;

use crate::access::AccessReason;
use doorward_protocol::{
    oauth::scope::Scope,
    oauth::{
        authorization_code::{CodeFault, ProofFault},
        authorization_request::RequestCheck,
        client_authentication::AuthenticationFailure,
        error_code::ProtocolError,
    },
};

/// What is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Checked {
    /// `client_id`: the app is registered and enabled.
    Client,
    /// `redirect_uri`: it is registered for the app.
    RedirectUri,
    /// The form of the request.
    Request,
    /// One check of an authorization request.
    Check(RequestCheck),
    /// Whether the user may open the app.
    Access,
    /// What the authorization endpoint does next.
    Decision,
    /// Client authentication at the token endpoint.
    Authentication,
    /// `grant_type`: the app may use it.
    GrantType,
    /// The authorization code.
    Code,
    /// What belongs to the code: the redirect URI and the code verifier.
    Proof,
    /// Whether the text is a token at all.
    Shape,
    /// The signature, by the key that the header names.
    Signature,
    /// `iss`: this provider.
    Issuer,
    /// `aud`: whom the token is for.
    Audience,
    /// `exp`, `nbf` and `iat` against the clock of this server.
    Time,
    /// What kind of token it is, by `typ` and claims.
    Kind,
    /// Whether it is still accepted: the grant, the session, the user and the app behind it.
    Live,
    /// `id_token_hint` of a sign-out.
    Hint,
    /// `post_logout_redirect_uri`: it is registered for the app.
    LogoutUri,
}

/// How bad something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// It is as it should be.
    Good,
    /// It is not refused, but less happens than was asked for.
    Noted,
    /// It is refused.
    Wrong,
}

/// One thing that was looked at, in the order in which the endpoints look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What was looked at.
    pub checked: Checked,
    /// Whether it is as it should be.
    pub verdict: Verdict,
    /// What was found.
    pub fact: Fact,
}

impl Finding {
    /// Something that is as it should be.
    pub const fn good(checked: Checked, fact: Fact) -> Self {
        Self {
            checked,
            verdict: Verdict::Good,
            fact,
        }
    }

    /// Something that is refused.
    pub const fn wrong(checked: Checked, fact: Fact) -> Self {
        Self {
            checked,
            verdict: Verdict::Wrong,
            fact,
        }
    }

    /// Something that is not refused, and not as it was meant either.
    pub const fn noted(checked: Checked, fact: Fact) -> Self {
        Self {
            checked,
            verdict: Verdict::Noted,
            fact,
        }
    }
}

/// What was found, in no language yet. Secrets are in none of them.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "each name is the sentence that its message says, and each field a value in it"
)]
pub enum Fact {
    ClientRegistered {
        client_id: String,
    },
    ClientMissing,
    ClientUnknown {
        client_id: String,
    },
    ClientDisabled {
        client_id: String,
    },
    Repeated,
    Unusable,
    RedirectUriRegistered {
        uri: String,
    },
    RedirectUriMissing,
    RedirectUriUnregistered {
        sent: String,
        nearest: Option<String>,
    },
    LocalhostUnregistered {
        sent: String,
    },
    RequestObjectInvalid,
    RequestObjectNotOpened {
        parameter: &'static str,
    },
    CheckPassed {
        sent: Option<String>,
    },
    CheckFailed {
        check: RequestCheck,
        error: ProtocolError,
    },
    ScopeNarrowed {
        left_out: Scope,
    },
    Refused {
        error: ProtocolError,
    },
    Admitted {
        reasons: Vec<AccessReason>,
    },
    NotAdmitted {
        reasons: Vec<AccessReason>,
    },
    Authenticated,
    AuthenticationFailed {
        failure: AuthenticationFailure,
        registered: &'static str,
    },
    KeysNotFetched,
    GrantTypeAllowed {
        grant_type: String,
    },
    GrantTypeUnknown {
        sent: String,
    },
    GrantTypeNotRegistered {
        sent: String,
    },
    CodeGood,
    CodeUnknown,
    CodeFailed {
        fault: CodeFault,
    },
    ProofGood,
    ProofFailed {
        fault: ProofFault,
    },
    RedirectUriDiffers {
        sent: String,
        expected: String,
    },
    RefreshTokenGood {
        client_id: String,
        scope: Scope,
    },
    NotAToken,
    IssuerOurs {
        iss: String,
    },
    IssuerOther {
        iss: String,
        ours: String,
    },
    IssuerMissing,
    KidMissing,
    Signed {
        alg: String,
        kid: String,
    },
    SignatureWrong {
        kid: String,
    },
    KeyUnknown {
        kid: String,
    },
    TimeAhead {
        claim: &'static str,
        seconds: i64,
    },
    Expired {
        seconds: i64,
    },
    GoodFor {
        seconds: i64,
    },
    ExpMissing,
    LogoutToken,
    LogoutTokenWithoutEvents,
    LogoutTokenWithNonce,
    LogoutTokenWithoutSubject,
    AccessToken,
    IdToken,
    AudienceIs {
        aud: String,
    },
    AudienceOther {
        aud: String,
        expected: String,
    },
    AudienceUnregistered {
        aud: String,
    },
    Accepted {
        client_id: String,
    },
    Ended {
        reason: InactiveReason,
    },
    HintGood {
        client_id: String,
    },
    HintInvalid,
    HintOfOtherClient {
        of: String,
        sent: String,
    },
    LogoutUriRegistered {
        uri: String,
    },
    LogoutUriUnregistered {
        sent: String,
        nearest: Option<String>,
    },
    LogoutWithoutClient,
}
