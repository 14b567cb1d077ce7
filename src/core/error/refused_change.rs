//! Why a change was refused, as values with a sentence each. The sentence is English, for programs and the
//! command line; the console says the same in the language of its reader.

use strum::{EnumDiscriminants, EnumIter};

/// Why nothing was changed that would have left the provider without an owner, or without one from some
/// day on.
pub(crate) const LAST_OWNER: &str = "nobody would be an owner of this provider any more, or only until a role ends: give the role owner of doorward without an end to somebody else first";

/// Why nothing was changed that would have left an organization without an owner.
pub(crate) const LAST_OWNER_OF_ORGANIZATION: &str = "nobody would be an owner of the organization any more: make another member an owner first, or delete the organization";

/// Why a change was refused that somebody asked for, who can ask for another one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, EnumDiscriminants)]
#[strum_discriminants(
    derive(EnumIter),
    name(RefusedChangeKind),
    doc = "The kinds of refusals."
)]
pub enum RefusedChange {
    /// Nobody changes the app that is built in.
    #[error("doorward is Doorward itself: nobody changes it")]
    BuiltInApp,
    /// There is an app of this identifier.
    #[error("{client_id} exists already")]
    AppExists {
        /// The identifier of the app.
        client_id: String,
    },
    /// There is a group of this name.
    #[error("the group {name} exists already")]
    GroupExists {
        /// The name of the group.
        name: String,
    },
    /// A group would be in itself, also through others.
    #[error("the group {name} would be in itself")]
    GroupInItself {
        /// The name of the group.
        name: String,
    },
    /// There is an organization with this slug.
    #[error("the organization {slug} exists already")]
    OrganizationExists {
        /// The slug of the organization.
        slug: String,
    },
    /// There is a webhook of this name.
    #[error("the webhook {name} exists already")]
    WebhookExists {
        /// The name of the webhook.
        name: String,
    },
    /// There is a SCIM target of this name.
    #[error("the SCIM target {name} exists already")]
    ScimTargetExists {
        /// The name of the target.
        name: String,
    },
    /// There is a user of this address or user name.
    #[error(
        "the address or the user name belongs to a user already: change that one, or choose another name"
    )]
    UserExists,
    /// An address or user name is that of another user.
    #[error("{name} belongs to another user already: choose another name")]
    NameTaken {
        /// The address or user name.
        name: String,
    },
    /// Nobody has this identifier, address or user name.
    #[error("there is no user {name}")]
    NoUser {
        /// What was looked for.
        name: String,
    },
    /// A change of a user who has no address gives none.
    #[error("this user has no address yet: give one")]
    AddressMissing,
    /// What is to be an address is none.
    #[error("email must be one address, such as ada@example.com, of 254 characters at most")]
    NoAddress,
    /// Mail is not sent to such an address.
    #[error(
        "mail cannot be sent to this address: before the @ it may have letters from a to z, digits, single dots and signs such as + and -"
    )]
    UnmailableAddress,
    /// What is to be a user name is none.
    #[error(
        "username must have 1 to 64 characters, without spaces and without @, so that it is never the address of another user"
    )]
    NoUsername,
    /// The name of the provider is too long.
    #[error("the name has {max} characters at most")]
    NameTooLong {
        /// How many characters it may have.
        max: usize,
    },
    /// The name of the provider holds a character that cannot be seen.
    #[error("the name holds a character that nobody sees")]
    UnseenCharacter,
    /// The end of a role is over.
    #[error("the end of a role must be in the future")]
    RoleEndsInPast,
    /// An app has no such role.
    #[error("{app} has no role {name}")]
    NoRole {
        /// The app, by its `client_id`.
        app: String,
        /// The name of the role.
        name: String,
    },
    /// There is no such group.
    #[error("there is no group {name}")]
    NoGroup {
        /// What was looked for.
        name: String,
    },
    /// A file of declarations manages what would change.
    #[error(
        "{source_name} manages this, under [[{table}]]: change it there and apply the file, or send force=true, which holds until then"
    )]
    Managed {
        /// The name of the file.
        source_name: String,
        /// The table of the file.
        table: String,
    },
    /// Nobody would be an owner of the provider.
    #[error("{}", LAST_OWNER)]
    LastOwner,
    /// Nobody would be an owner of an organization.
    #[error("{}", LAST_OWNER_OF_ORGANIZATION)]
    LastOwnerOfOrganization,
    /// Another change came first.
    #[error(
        "it was changed at the same time and nothing was written: read it again, and repeat the request"
    )]
    ChangedMeanwhile,
}

impl RefusedChange {
    /// Whether it is what somebody else did that is in the way: the same change may be made later, or under
    /// another name. Whoever looked before, and was overtaken, is told the same as whoever came later.
    pub const fn is_conflict(&self) -> bool {
        matches!(
            self,
            Self::AppExists { .. }
                | Self::GroupExists { .. }
                | Self::OrganizationExists { .. }
                | Self::WebhookExists { .. }
                | Self::ScimTargetExists { .. }
                | Self::UserExists
                | Self::NameTaken { .. }
                | Self::ChangedMeanwhile
        )
    }
}
