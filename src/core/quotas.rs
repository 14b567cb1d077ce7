//! What the rate limits count, how much of it is allowed, and the refusal of a caller that reached a
//! limit.

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case", const_into_str)]
pub enum Class {
    /// Wrong passwords, by address.
    SignIn,
    /// Failed client authentication, by address and client.
    ClientAuthentication,
    /// Unknown tokens at the introspection endpoint, by client.
    UnknownToken,
    /// Registered clients, by address.
    Registration,
    /// Registered clients within a day, by address.
    RegistrationsOfDay,
    /// Wrong passwords in all: over the limit, an attack is suspected.
    AllSignIns,
    /// Wrong passwords for one name, from wherever: over the limit, an attack is suspected.
    OneName,
    /// Changes and deletions of registrations, by address and by client.
    RegistrationChange,
    /// Requests for a mail (a new account, a new password), by address.
    Mail,
    /// Requests for a mail, by address: over the limit, the forms ask for a proof of work.
    MailWithoutProof,
    /// Requests for a mail in all: over the limit, the forms ask for a proof of work.
    AllMails,
    /// Questions how strong a password is, by address: each one costs some work.
    PasswordStrength,
    /// Requests to the management API, by caller.
    Management,
    /// Refusals of what administrators do that are written into the audit log, by caller.
    Refusal,
}

impl Class {
    /// The name in the RateLimit headers (draft-ietf-httpapi-ratelimit-headers).
    pub const fn name(self) -> &'static str {
        self.into_str()
    }

    /// The length of the window in which failures are counted, in seconds.
    pub(crate) const fn window(self) -> i64 {
        match self {
            Self::AllSignIns | Self::OneName | Self::Refusal => 600,
            Self::RegistrationsOfDay => 86_400,
            Self::Mail | Self::MailWithoutProof | Self::AllMails => 3600,
            _ => 60,
        }
    }
}

/// Failures at one name within ten minutes that are suspect, wherever they come from: as many as
/// SP 800-63B-4 §3.2.2 allows an account in a row.
const SUSPECT_FAILURES_OF_ONE_NAME: i64 = 100;
/// Passwords whose strength one address may ask for within a minute: several users who type.
const STRENGTHS_A_MINUTE: i64 = 300;
/// Requests that one caller of the management API may send within a minute: a hundred a second.
const REQUESTS_A_MINUTE: i64 = 6000;
/// Refusals of one caller within ten minutes that are written into the audit log.
const REFUSALS_IN_AUDIT_LOG: i64 = 20;

/// How many networks may ask for as many mails as one may without a proof of work, before everybody brings
/// one.
const NETWORKS_WITHOUT_PROOF: u32 = 20;

/// How many failures a minute are allowed; 0 means no limit.
#[derive(Clone, Copy, Debug)]
pub struct Quotas {
    /// Failures a minute for [`Class::SignIn`].
    pub sign_in: u32,
    /// Failures a minute for [`Class::ClientAuthentication`].
    pub client_authentication: u32,
    /// Failures a minute for [`Class::UnknownToken`].
    pub unknown_token: u32,
    /// Registrations a minute for [`Class::Registration`].
    pub registration: u32,
    /// Registrations a day for [`Class::RegistrationsOfDay`].
    pub registrations_of_day: u32,
    /// Failures for [`Class::AllSignIns`], within ten minutes; 0 means that nothing is suspect.
    pub all_sign_ins: u32,
    /// Changes a minute for [`Class::RegistrationChange`].
    pub registration_change: u32,
    /// Requests for a mail within an hour for [`Class::Mail`].
    pub mail: u32,
    /// Requests for a mail within an hour for [`Class::MailWithoutProof`].
    pub mail_without_proof: u32,
}

impl Quotas {
    pub(crate) fn of(self, class: Class) -> i64 {
        i64::from(match class {
            Class::AllSignIns => self.all_sign_ins,
            Class::OneName if self.all_sign_ins == 0 => 0,
            Class::OneName => return SUSPECT_FAILURES_OF_ONE_NAME,
            Class::PasswordStrength => return STRENGTHS_A_MINUTE,
            Class::Management => return REQUESTS_A_MINUTE,
            Class::Refusal => return REFUSALS_IN_AUDIT_LOG,
            Class::SignIn => self.sign_in,
            Class::ClientAuthentication => self.client_authentication,
            Class::UnknownToken => self.unknown_token,
            Class::Registration => self.registration,
            Class::RegistrationsOfDay => self.registrations_of_day,
            Class::RegistrationChange => self.registration_change,
            Class::Mail => self.mail,
            Class::MailWithoutProof => self.mail_without_proof,
            Class::AllMails => self
                .mail_without_proof
                .saturating_mul(NETWORKS_WITHOUT_PROOF),
        })
    }
}

/// A caller that reached a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limited {
    /// The limit that it reached.
    pub class: Class,
    /// The failures that are allowed in a window.
    pub quota: i64,
    /// Seconds until the next window.
    pub retry_after: i64,
}
