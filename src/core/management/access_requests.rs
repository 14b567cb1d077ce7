//! Roles that users asked for, as callers of the management API see and decide them.

use super::{Caller, Management, ManagementError, ManagementOutcome};
use crate::{access_requests::AccessRequest, change_set::ChangeSet, context::Actor, users::User};
use doorward_protocol::{
    access::requests::{EndProblem, MAX_REASON, check_end, check_reason},
    management::{Permission, Resource},
    time::Timestamp,
};
use doorward_storage::{RequestsBefore, Store};

const READ: Permission = Permission::read(Resource::Roles);
const WRITE: Permission = Permission::write(Resource::Roles);
/// The member of a request, and the field of a form, in which an end is wrong.
const END: &str = "expires_at";

impl Management {
    /// A request for a role that the caller may see, by its identifier.
    ///
    /// # Errors
    /// `NotFound`, also where it is about an app that the caller does not own.
    pub async fn access_request(
        &self,
        caller: &Caller,
        id: &str,
    ) -> ManagementOutcome<AccessRequest> {
        let found = self.kernel.database.read().access_request(id).await?;
        found
            .filter(|found| caller.may_of_app(READ, &found.client_id))
            .ok_or_else(|| ManagementError::NotFound(format!("access request {id}")))
    }

    /// The requests for roles after one that the caller may see, the oldest first; at most so many.
    ///
    /// # Errors
    /// `Failed` where the database is unavailable.
    pub async fn access_requests_after(
        &self,
        caller: &Caller,
        id: &str,
        limit: i64,
    ) -> ManagementOutcome<Vec<AccessRequest>> {
        let store = self.kernel.database.read();
        if caller.may(READ) {
            return Ok(store.access_requests_after(id, limit).await?);
        }
        let mut found = Vec::new();
        for app in &caller.apps {
            found.extend(store.access_requests_of_app_after(app, id, limit).await?);
        }
        found.sort_by(|one, other| one.id.cmp(&other.id));
        found.truncate(usize::try_from(limit).unwrap_or_default());
        Ok(found)
    }

    /// A page of the requests for roles that the caller may see, the newest first.
    ///
    /// # Errors
    /// `Failed` where the database is unavailable.
    pub async fn access_requests_before(
        &self,
        caller: &Caller,
        page: RequestsBefore<'_>,
    ) -> ManagementOutcome<Vec<AccessRequest>> {
        let store = self.kernel.database.read();
        if caller.may(READ) {
            return Ok(store.access_requests_before(page).await?);
        }
        let mut found = Vec::new();
        for app in &caller.apps {
            found.extend(store.access_requests_of_app_before(app, page).await?);
        }
        found.sort_by(|one, other| other.id.cmp(&one.id));
        found.truncate(usize::try_from(page.limit).unwrap_or_default());
        Ok(found)
    }

    /// How many requests for roles wait for an answer.
    ///
    /// # Errors
    /// `Failed` where the database is unavailable.
    pub async fn open_access_requests(&self, now: Timestamp) -> ManagementOutcome<i64> {
        let store = self.kernel.database.read();
        Ok(store.open_access_requests(now).await?)
    }

    /// Approves a request: the user has the role until a time.
    ///
    /// # Errors
    /// `OwnRequest`, `BeyondPowers`, `Conflict` where it waits no more, `NotFound` where the role is
    /// gone, `Invalid` where the end cannot be.
    pub async fn approve_access_request(
        &self,
        caller: &Caller,
        changes: &mut ChangeSet<'_>,
        request: &AccessRequest,
        until: Option<Timestamp>,
    ) -> ManagementOutcome<()> {
        let user = self.decider(caller, changes, request).await?;
        let role = self.role(request.role_of_app()).await?;
        check_end(role.longest, until, caller.ctx.now()).map_err(end_problem)?;
        let requests = &self.access_requests;
        Ok(requests.approve(changes, request, &user, until).await?)
    }

    /// Refuses a request, with a reason that the user reads.
    ///
    /// # Errors
    /// As [`Management::approve_access_request`]; `Invalid` where there is no reason.
    pub async fn refuse_access_request(
        &self,
        caller: &Caller,
        changes: &mut ChangeSet<'_>,
        request: &AccessRequest,
        reason: &str,
    ) -> ManagementOutcome<()> {
        let user = self.decider(caller, changes, request).await?;
        let wrong = |_| {
            let wanted = format!("say why, in {MAX_REASON} characters at most: the user reads it");
            ManagementError::field("reason", wanted)
        };
        check_reason(reason).map_err(wrong)?;
        let (requests, reason) = (&self.access_requests, reason.trim());
        Ok(requests.refuse(changes, request, &user, reason).await?)
    }

    /// The user behind a request that the caller may decide. What the caller may do is required of the
    /// commit too.
    async fn decider(
        &self,
        caller: &Caller,
        changes: &mut ChangeSet<'_>,
        request: &AccessRequest,
    ) -> ManagementOutcome<User> {
        if let Actor::User(id) = caller.ctx.actor() {
            if *id == request.user_id {
                return Err(ManagementError::OwnRequest);
            }
            if caller.may(WRITE) {
                changes.add_unaudited(Store::require_role_giver(id, caller.ctx.now()));
            }
        }
        caller.require_of_app(WRITE, &request.client_id)?;
        Self::require_reach_of_role(caller, request.role_of_app())?;
        caller.rest_on_app(changes, WRITE, &request.client_id);
        if !request.is_open(caller.ctx.now()) {
            let outcome = request.outcome.as_deref().unwrap_or("expired");
            return Err(ManagementError::Conflict(format!(
                "the request waits no more: it is {outcome}"
            )));
        }
        let user = self.users.get(&request.user_id).await?;
        user.ok_or_else(|| ManagementError::NotFound(format!("user {}", request.user_id)))
    }
}

fn end_problem(problem: EndProblem) -> ManagementError {
    let detail = match problem {
        EndProblem::Over => "the end of a role must be in the future",
        EndProblem::Missing => "this role is given for a time alone: choose an end",
        EndProblem::TooLate(_) => "this role is given for a shorter time: choose an earlier end",
    };
    ManagementError::field(END, detail)
}

#[cfg(test)]
mod tests {
    use doorward_protocol::management::{Permission, Powers, Resource, built_in_roles};

    /// The statements of the storage name these roles.
    #[test]
    fn owners_and_administrators_alone_may_give_roles() {
        let gives = Permission::write(Resource::Roles);
        let roles = built_in_roles();
        let allowed = roles
            .iter()
            .filter(|(name, _)| Powers::of_roles([*name]).allow(gives));
        let names: Vec<&str> = allowed.map(|(name, _)| name).collect();
        assert_eq!(names, ["admin", "owner"]);
    }
}
