//! Where an attempt to sign in is counted, and what is forgotten of it.

use doorward_protocol::{
    credentials::sign_in_attempts::{MEMORY, MEMORY_OF_USER},
    secret::Digest,
    text::{fold_loosely, fold_username},
    time::Lifetime,
};
use doorward_storage::{AttemptKey, NewSource, Store, Unit, User, UserKey};

/// Where an attempt is counted.
#[derive(Clone)]
pub(crate) struct Place {
    /// The same for every spelling of the name.
    name: Digest,
    /// The name as it was typed.
    spelling: Digest,
    source: Digest,
    /// The user, or the name where it is nobody's.
    user: Digest,
    /// All sources together that are new to the user.
    everywhere: Digest,
    /// What the source has of those.
    share: Digest,
    /// How long attempts from everywhere are remembered.
    memory: Lifetime,
    /// The source is a browser in which the user signed in before.
    is_known_browser: bool,
}

impl Place {
    /// The place of an attempt at a name that may be a user's, from a source that is new to the user.
    pub(super) fn of(identifier: &str, user: Option<&User>, source: Digest) -> Self {
        let name = name_digest(identifier);
        Self {
            user: user.map_or_else(|| digest_of_nobody(&name), digest_of_user),
            everywhere: Digest::of(b"every source that is new to the user"),
            // Anybody can make rows of names that are nobody's.
            memory: user.map_or(MEMORY, |_| MEMORY_OF_USER),
            name,
            spelling: spelling_digest(identifier),
            share: Digest::of(format!("share of {}", source.as_str()).as_bytes()),
            source,
            is_known_browser: false,
        }
    }

    /// The same where the source is a browser in which the user signed in before.
    pub(super) fn in_known_browser(self) -> Self {
        Self {
            is_known_browser: true,
            ..self
        }
    }

    /// Whether the source is a browser in which the user signed in before.
    pub(super) const fn is_known_browser(&self) -> bool {
        self.is_known_browser
    }

    /// What the attempt is counted by.
    pub(super) const fn key(&self) -> AttemptKey<'_> {
        AttemptKey {
            account: &self.name,
            spelling: &self.spelling,
            source: &self.source,
        }
    }

    /// What the attempt is counted by at its user.
    pub(super) fn of_user(&self) -> UserKey<'_> {
        UserKey {
            user: &self.user,
            source: &self.source,
            new: Some(NewSource {
                everywhere: &self.everywhere,
                share: &self.share,
                memory: self.memory,
            })
            .filter(|_| !self.is_known_browser),
        }
    }

    /// The statements that note that there were as many attempts in a row as there may be: a guard that
    /// it was not noted before.
    pub(super) fn note_most_attempts(&self) -> Unit {
        Store::note_most_attempts(&self.user, &self.everywhere)
    }

    /// Where attempts at the entry of this name in one directory are counted.
    pub(super) fn in_directory(&self, provider_id: &str) -> Self {
        let there =
            |name: &Digest| Digest::of(format!("{provider_id} {}", name.as_str()).as_bytes());
        Self {
            name: there(&self.name),
            spelling: there(&self.spelling),
            ..self.clone()
        }
    }
}

/// Forgets the attempts at a user from one source, by the name that was typed and by their other names,
/// and those from everywhere at the user.
pub(super) fn forget_attempts(place: &Place, user: Option<&User>) -> Unit {
    let typed = Store::forget_sign_in_attempts(place.key());
    let names = user
        .into_iter()
        .flat_map(|user| [user.email.as_deref(), user.username.as_deref()])
        .flatten();
    let of_names = names
        .map(|name| (name_digest(name), spelling_digest(name)))
        .filter(|(_, spelling)| *spelling != place.spelling)
        .fold(typed, |unit, (name, spelling)| {
            unit.then(Store::forget_sign_in_attempts(AttemptKey {
                account: &name,
                spelling: &spelling,
                source: &place.source,
            }))
        });
    of_names.then(forget_attempts_at_user(place))
}

/// Forgets the attempts at the user of a place, from there and from everywhere. A browser that is not
/// new to the user ends what was counted everywhere, too: the user is there.
fn forget_attempts_at_user(place: &Place) -> Unit {
    Store::forget_attempts_at_user(place.of_user(), &place.everywhere, &place.share)
}

/// Forgets the attempts at a user, wherever they came from.
pub(crate) fn forget_all_attempts(user: &User) -> Unit {
    names(user)
        .chain([digest_of_user(user)])
        .fold(Unit::new(), |unit, name| {
            unit.then(Store::forget_all_sign_in_attempts(&name))
        })
}

/// The key of a user, whatever name was typed.
fn digest_of_user(user: &User) -> Digest {
    Digest::of(format!("user {}", user.id).as_bytes())
}

/// What stands for the user of a name that is nobody's.
fn digest_of_nobody(name: &Digest) -> Digest {
    Digest::of(format!("nobody {}", name.as_str()).as_bytes())
}

/// The key of a name, however it is spelled.
fn name_digest(identifier: &str) -> Digest {
    Digest::of(format!("name {}", fold_loosely(identifier)).as_bytes())
}

/// The key of a name as it is typed. What finds a user here makes no difference between two that have
/// the same.
fn spelling_digest(identifier: &str) -> Digest {
    Digest::of(format!("spelling {}", fold_username(identifier)).as_bytes())
}

/// The keys of the names that a user signs in by.
fn names(user: &User) -> impl Iterator<Item = Digest> {
    [Some(&user.id), user.email.as_ref(), user.username.as_ref()]
        .into_iter()
        .flatten()
        .map(|name| name_digest(name))
}
