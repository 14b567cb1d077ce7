//! Why a user may open an app or not: the groups, roles and rules that decide, and what would be different.
//! The form changes nothing.

use super::{
    access_chain::{self, Kind, Step},
    admin::{Admin, AdminOrOwner},
    frame::{Frame, Section},
    reasons::of_access,
    refusal::{page_error, words},
};
use crate::{
    extract::query::Query,
    messages::Messages,
    respond::{address::Base, brand::Brand, html, page_error::PageError},
};
use actix_web::{HttpResponse, web::Data};
use askama::Template;
use doorward_core::{
    Provider,
    access::{Explanation, Question, Supposed, WhatIf},
    management::{ManagementError, ManagementOutcome},
};
use doorward_protocol::{
    access::rules::{AccessRule, AccessRules},
    clients::registered_client::RegisteredClient,
    management::{Permission, Resource},
    oauth::authorization_request::Parameters,
    time::Timestamp,
};
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use time::{PrimitiveDateTime, format_description::well_known::Iso8601};

/// The path of the page.
pub const PATH: &str = "/admin/explain";

#[derive(Template)]
#[template(path = "pages/console_explain.html")]
struct ExplainPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    frame: Frame,
    asked: &'a Fields<'a>,
    /// Whether the groups of users are shown: not to the owner of an app.
    has_groups: bool,
    problem: Option<String>,
    explained: Option<Explained>,
}

/// The fields as they were filled in.
#[derive(Clone, Copy)]
struct Fields<'a> {
    app: &'a str,
    user: &'a str,
    role: &'a str,
    group: &'a str,
    at: &'a str,
    action: &'a str,
    kind: &'a str,
    id: &'a str,
    context: &'a str,
}

impl<'a> Fields<'a> {
    fn of(query: &'a Parameters) -> Self {
        let field = |name| query.get(name).map(str::trim).unwrap_or_default();
        Self {
            app: field("app"),
            user: field("user"),
            role: field("role"),
            group: field("group"),
            at: field("at"),
            action: field("action"),
            kind: field("type"),
            id: field("id"),
            context: field("context"),
        }
    }

    /// Whether something is supposed that is not so.
    fn supposes(&self) -> bool {
        [self.role, self.group, self.at]
            .iter()
            .any(|field| !field.is_empty())
    }
}

/// What the page says about a user in an app.
struct Explained {
    user: String,
    app: String,
    /// What it comes from, as a tree.
    chain: Vec<Step>,
    now: SupposedLines,
    then: Option<SupposedLines>,
}

/// What a user may do in an app, with the reasons in the language of the administrator.
struct SupposedLines {
    allowed: bool,
    reason: String,
    groups: Vec<String>,
    roles: Vec<String>,
    permissions: Vec<String>,
    answer: Option<(bool, String)>,
}

impl SupposedLines {
    fn of(supposed: Supposed, t: Messages) -> Self {
        let answer = supposed.answer;
        Self {
            allowed: supposed.allowed,
            reason: of_access(&supposed.reason, t),
            groups: supposed.groups,
            roles: supposed.roles,
            permissions: supposed.permissions,
            answer: answer.map(|(allowed, reason)| (allowed, of_access(&reason, t))),
        }
    }
}

/// Shows the page.
pub async fn show(
    query: Query,
    provider: Data<Provider>,
    AdminOrOwner(admin): AdminOrOwner,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    let asked = Fields::of(&query);
    let read = Permission::read(Resource::Roles);
    let is_owner = !asked.app.is_empty() && admin.caller.acts_as_owner(read, asked.app);
    if !is_owner {
        admin.require(Permission::read(Resource::Users))?;
        admin.require(read)?;
    }
    let is_asked = !asked.app.is_empty() && !asked.user.is_empty();
    let outcome = if is_asked {
        explained(&provider, &admin, &asked, t).await.map(Some)
    } else {
        Ok(None)
    };
    let (explained, problem) = match outcome {
        Ok(explained) => (explained, None),
        Err(
            error @ (ManagementError::Invalid { .. }
            | ManagementError::Refused { .. }
            | ManagementError::NotFound(_)),
        ) => (None, Some(words(&error, t))),
        Err(error) => return Err(page_error(error)),
    };
    html::page(&ExplainPage {
        t,
        base: Base::of(&provider),
        brand: Brand::of(&provider),
        frame: Frame::new(
            if is_owner {
                Section::Apps
            } else {
                Section::Users
            },
            &admin,
            t,
        ),
        asked: &asked,
        has_groups: !is_owner,
        problem,
        explained,
    })
}

async fn explained(
    provider: &Provider,
    admin: &Admin,
    asked: &Fields<'_>,
    t: Messages,
) -> ManagementOutcome<Explained> {
    let (management, caller) = (provider.management(), &admin.caller);
    let user = management.require_user("user", asked.user).await?;
    let app = management.app(asked.app).await?;
    let why = management.explain(caller, &user, asked.app).await?;
    let context = context(asked.context, t)?;
    let question = (!asked.action.is_empty()).then_some(Question {
        action: asked.action,
        resource_type: asked.kind,
        resource_id: asked.id,
        context: &context,
    });
    let present = WhatIf {
        question,
        ..WhatIf::default()
    };
    let now = management.suppose(caller, &user, asked.app, present);
    let now = now.await?;
    let then = if asked.supposes() {
        let some = |text| Some(text).filter(|text: &&str| !text.is_empty());
        let supposed = WhatIf {
            role: some(asked.role),
            group: some(asked.group),
            at: some(asked.at).map(|at| moment(at, t)).transpose()?,
            question,
        };
        let then = management.suppose(caller, &user, asked.app, supposed);
        Some(then.await?)
    } else {
        None
    };
    let found = Found { why, now, then };
    let is_owner = caller.acts_as_owner(Permission::read(Resource::Roles), asked.app);
    // The owner of an app knows a user by what they asked with, and learns no name.
    let name = if is_owner {
        user.label()
    } else {
        user.display_name()
    };
    Ok(lines(name, &app, found, t))
}

/// The circumstances that were filled in.
fn context(text: &str, t: Messages) -> ManagementOutcome<Map<String, Value>> {
    if text.is_empty() {
        return Ok(Map::new());
    }
    serde_json::from_str(text)
        .map_err(|_| ManagementError::field("context", t.explain_bad_context()))
}

/// The moment that was filled in, in UTC.
fn moment(text: &str, t: Messages) -> ManagementOutcome<Timestamp> {
    let seconds = if text.len() == "2026-12-31T18:00".len() {
        ":00"
    } else {
        ""
    };
    let parsed = PrimitiveDateTime::parse(&format!("{text}{seconds}"), &Iso8601::DATE_TIME);
    let moment = parsed.map_err(|_| ManagementError::field("at", t.explain_bad_time()))?;
    Ok(Timestamp::from_seconds(
        moment.assume_utc().unix_timestamp(),
    ))
}

/// What the access engine found.
struct Found {
    why: Explanation,
    now: Supposed,
    then: Option<Supposed>,
}

/// What the page says.
fn lines(user: &str, app: &RegisteredClient, found: Found, t: Messages) -> Explained {
    let Found { why, now, then } = found;
    let found = access_chain::Found {
        user,
        defined: &app.roles,
        groups: &why.groups,
        roles: &why.roles,
        rules: rules(&app.access_rules, &now),
    };
    Explained {
        chain: found.steps(t),
        app: app.client.display_name().to_owned(),
        user: user.to_owned(),
        now: SupposedLines::of(now, t),
        then: then.map(|then| SupposedLines::of(then, t)),
    }
}

/// The rules of an app that could be about somebody with these groups, roles and permissions.
fn rules<'a>(rules: &'a AccessRules, held: &Supposed) -> Vec<(&'a str, &'a AccessRule)> {
    let has_one = |wanted: &BTreeSet<String>, held: &[String]| {
        wanted.is_empty() || held.iter().any(|name| wanted.contains(name))
    };
    let concerns = |rule: &AccessRule| {
        has_one(&rule.groups, &held.groups)
            && has_one(&rule.roles, &held.roles)
            && has_one(&rule.permissions, &held.permissions)
    };
    let concerning = rules.iter().filter(|(_, rule)| concerns(rule));
    concerning.collect()
}

#[cfg(test)]
mod tests {
    use super::moment;
    use crate::messages::Messages;
    use doorward_protocol::time::Timestamp;

    #[test]
    fn a_moment_is_read_as_a_field_for_one_writes_it() {
        let t = Messages::english();
        let expected = Timestamp::from_seconds(1_798_740_000);
        for text in ["2026-12-31T18:00", "2026-12-31T18:00:00"] {
            assert_eq!(moment(text, t).unwrap(), expected, "{text}");
        }
        for text in ["tomorrow", "2026-12-31", "2026-13-31T18:00"] {
            assert!(moment(text, t).is_err(), "{text}");
        }
    }
}
