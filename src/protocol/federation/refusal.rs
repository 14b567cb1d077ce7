//! Why federation refuses a sign-in.

/// Why a sign-in by an identity provider is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The assertion has no subject that can be a key.
    Unreadable,
    /// The identity is outside the domains or tenants that the declaration admits.
    NotAdmitted,
    /// No user is linked, and no new user may be created.
    NoAccount,
    /// A user has the same email address, and this sign-in does not prove that it is theirs.
    KnownEmail,
    /// The provider may only be linked.
    LinkOnly,
    /// The user is disabled.
    Disabled,
    /// The identity is linked to another user.
    LinkedToAnother,
}
