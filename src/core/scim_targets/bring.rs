//! One user or group is brought into line: what is wanted is compared with what the app has, and one
//! attempt at a time makes it so.

use super::{
    remote::{Answer, Attribute, Made, Remote, Trouble, identifier},
    wanted::{GONE, Scope, Wanted},
};
use crate::Result;
use doorward_protocol::{scim::text, scim_targets::difference::LeftOut};
use doorward_storage::{PushedKind, RemoteResource};
use serde_json::Value;

/// A user or group on its way to an app.
pub(super) struct Job<'a> {
    pub(super) scope: &'a Scope<'a>,
    pub(super) kind: PushedKind,
    pub(super) id: &'a str,
    /// The comparison that it belongs to; empty for none.
    pub(super) pass_id: &'a str,
}

/// What became of a resource that was to be made.
enum Put {
    /// It was made.
    Made(Done),
    /// The app has this one of the same name.
    InTheWay(Value),
}

/// A resource of the app.
#[derive(Clone, Copy)]
pub(super) struct Present<'a> {
    pub(super) resource: &'a Value,
    pub(super) left_out: LeftOut,
}

/// What was done.
pub(super) struct Done {
    /// What the app calls it; none where it has none.
    pub(super) remote_id: Option<String>,
    pub(super) is_made_here: bool,
    /// In a word.
    pub(super) outcome: &'static str,
}

impl Done {
    pub(super) fn with(known: &RemoteResource, outcome: &'static str) -> Self {
        Self {
            remote_id: known.remote_id.clone(),
            is_made_here: known.is_made_here,
            outcome,
        }
    }

    pub(super) const fn without(outcome: &'static str) -> Self {
        Self {
            remote_id: None,
            is_made_here: false,
            outcome,
        }
    }
}

/// The attribute by which an app finds a resource that it does not know by our identifier.
const fn shown_name(kind: PushedKind) -> &'static str {
    match kind {
        PushedKind::Users => "userName",
        PushedKind::Groups => "displayName",
    }
}

impl Job<'_> {
    pub(super) async fn wanted(&self) -> Result<Option<Wanted>> {
        match self.kind {
            PushedKind::Users => self.scope.user_by_id(self.id).await,
            PushedKind::Groups => self.scope.group(self.id).await,
        }
    }

    /// Whether there is nothing to do, as far as it is known here. A comparison asks the app all the same,
    /// about whoever it has.
    pub(super) fn is_in_line(
        &self,
        wanted: Option<&Wanted>,
        known: Option<&RemoteResource>,
    ) -> bool {
        let has = known.is_some_and(|known| known.remote_id.is_some());
        match wanted {
            None if !has => true,
            _ if !self.pass_id.is_empty() => false,
            _ => {
                let digest = wanted.map_or(GONE, |wanted| wanted.digest.as_str());
                known.is_some_and(|known| known.digest.as_deref() == Some(digest))
            }
        }
    }

    /// What is made of attributes that the app leaves out: once the same was written, it does not keep
    /// them.
    fn left_out(wanted: &Wanted, known: &RemoteResource) -> LeftOut {
        if known.digest.as_deref() == Some(&wanted.digest) {
            LeftOut::Ignored
        } else {
            LeftOut::Differs
        }
    }

    /// Makes the app have a user or group as wanted.
    pub(super) async fn put(
        &self,
        remote: &Remote<'_>,
        wanted: &Wanted,
        known: &RemoteResource,
    ) -> Answer<Done> {
        if let Some(id) = &known.remote_id
            && let Some(present) = remote.read(self.kind, id).await?
        {
            let present = Present {
                resource: &present,
                left_out: Self::left_out(wanted, known),
            };
            if let Some(outcome) = self.align(remote, wanted, id, present).await? {
                return Ok(Done::with(known, outcome));
            }
        }
        let name = shown_name(self.kind);
        let shown = text(&wanted.resource, name).unwrap_or_default();
        let [external_id, name] =
            [("externalId", self.id), (name, shown)].map(|(name, value)| Attribute { name, value });
        let found = match self.search(remote, &[external_id, name]).await? {
            Some(found) => found,
            None => match self.make(remote, wanted, name).await? {
                Put::Made(made) => return Ok(made),
                Put::InTheWay(found) => found,
            },
        };
        let id = self.identified(&found).await?;
        let as_found = Present {
            resource: &found,
            left_out: LeftOut::Differs,
        };
        let outcome = self.align(remote, wanted, &id, as_found).await?;
        let outcome = outcome.ok_or_else(|| Trouble::failed("the app finds it and has it not"))?;
        Ok(Done {
            remote_id: Some(id),
            is_made_here: false,
            outcome,
        })
    }

    /// Changes what differs; `None` where it is gone meanwhile.
    async fn align(
        &self,
        remote: &Remote<'_>,
        wanted: &Wanted,
        id: &str,
        present: Present<'_>,
    ) -> Answer<Option<&'static str>> {
        match self.kind {
            PushedKind::Users => self.align_user(remote, wanted, id, present).await,
            PushedKind::Groups => self.align_group(remote, wanted, id, present).await,
        }
    }

    /// The resource of the app that has these attributes: the first attribute that finds one decides.
    /// What another user or group here is known by is no match.
    async fn search(
        &self,
        remote: &Remote<'_>,
        attributes: &[Attribute<'_>],
    ) -> Answer<Option<Value>> {
        for by in attributes {
            let mut found = remote.find(self.kind, *by).await?;
            if found.len() > 1 {
                return Err(Trouble::conflict(format!(
                    "the app has {} resources with this {}",
                    found.len(),
                    by.name
                )));
            }
            if let Some(found) = found.pop() {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// What the app calls a resource that it was found by. Nobody else here may be known by it.
    async fn identified(&self, found: &Value) -> Answer<String> {
        let id = identifier(found)?;
        let store = self.scope.kernel.database.read();
        let target = &self.scope.target.name;
        let owner = store.owner_of_remote_id(target, self.kind, &id).await?;
        if owner.is_some_and(|other| other != self.id) {
            return Err(Trouble::conflict(
                "the app has this name for another user or group of this provider",
            ));
        }
        Ok(id)
    }

    /// Makes a resource, or finds the one that is in its way.
    async fn make(&self, remote: &Remote<'_>, wanted: &Wanted, name: Attribute<'_>) -> Answer<Put> {
        match remote.make(self.kind, &wanted.resource).await? {
            Made::New(id) => Ok(Put::Made(Done {
                remote_id: Some(id),
                is_made_here: true,
                outcome: "created",
            })),
            // Somebody made it since it was looked for, or it is in the way under another name.
            Made::Taken(words) => match self.search(remote, &[name]).await? {
                Some(found) => Ok(Put::InTheWay(found)),
                None => Err(Trouble::conflict(words)),
            },
        }
    }
}
