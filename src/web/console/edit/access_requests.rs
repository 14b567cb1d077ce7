//! Decisions about roles that users ask for.

use super::{
    action::{Done, Edit, EditCall},
    fields::{Field, FormView},
};
use crate::{console::frame::Section, messages::field_of_day};
use doorward_core::{
    access_requests::AccessRequest,
    management::{ManagementError, ManagementOutcome},
};
use doorward_protocol::{
    management::{Permission, Resource},
    time::{Lifetime, Timestamp},
};

const WRITE: Permission = Permission::write(Resource::Roles);

/// The field that names a request.
pub const REQUEST: &str = "request";

/// The decisions about a request.
pub const EDITS: &[Edit] = &[
    Edit {
        name: "approve-access-request",
        permission: WRITE,
        is_dangerous: false,
        takes_away: false,
        about: &[REQUEST],
        typed: &["expires_at"],
        title: |t| t.console_access_approve(),
        effect: |t| t.console_access_approve_effect(),
        describe: |call| Box::pin(describe_approval(call)),
        carry_out: |call| Box::pin(approve(call)),
    },
    Edit {
        name: "refuse-access-request",
        permission: WRITE,
        is_dangerous: false,
        takes_away: false,
        about: &[REQUEST],
        typed: &["reason"],
        title: |t| t.console_access_refuse(),
        effect: |t| t.console_access_refuse_effect(),
        describe: |call| Box::pin(describe_refusal(call)),
        carry_out: |call| Box::pin(refuse(call)),
    },
];

async fn request(call: &EditCall<'_>) -> ManagementOutcome<AccessRequest> {
    let id = call.value(REQUEST);
    call.management()
        .access_request(&call.admin.caller, id)
        .await
}

/// What the page of a decision shows.
async fn view(
    call: &EditCall<'_>,
    request: &AccessRequest,
    field: Field,
) -> ManagementOutcome<FormView> {
    let user = call.provider.users().get(&request.user_id).await?;
    let user = user.map(|user| user.label().to_owned());
    let subject = [
        user.unwrap_or_else(|| request.user_id.clone()),
        call.provider
            .access_requests()
            .app_name(&request.client_id)
            .await?,
        request.role.clone(),
    ];
    Ok(FormView {
        subject: Some(subject.join(" · ")),
        page: Section::AccessRequests.page_of(&request.id),
        fields: vec![field],
    })
}

async fn describe_approval(call: &EditCall<'_>) -> ManagementOutcome<FormView> {
    let (request, t) = (request(call).await?, call.t);
    // The last day that counts.
    let wished = request.wished_end.map(|end| end.minus(Lifetime(1)));
    let field = Field::day("expires_at", t.console_field_until())
        .holding(wished.map(field_of_day).unwrap_or_default());
    let app = call.provider.clients().get(&request.client_id).await?;
    let longest = app.roles.get(&request.role).and_then(|role| role.longest);
    let field = match longest.map(|longest| longest.latest_end(call.admin.caller.ctx.now())) {
        Some(end) => {
            let last_day = field_of_day(end.minus(Lifetime(1)));
            field.hint(t.access_until_longest(last_day)).required()
        }
        None => field.hint(t.console_field_until_hint()),
    };
    view(call, &request, field).await
}

async fn describe_refusal(call: &EditCall<'_>) -> ManagementOutcome<FormView> {
    let request = request(call).await?;
    let reason = Field::lines("reason", call.t.access_reason()).required();
    view(call, &request, reason).await
}

async fn approve(call: &EditCall<'_>) -> ManagementOutcome<Done> {
    let (request, mut changes) = (request(call).await?, call.changes());
    let wrong = || ManagementError::field("expires_at", call.t.console_field_until_wrong());
    let chosen = call.filled("expires_at");
    let chosen = chosen
        .map(|text| Timestamp::of_day(text).ok_or_else(wrong))
        .transpose()?;
    // The whole day that was chosen, in UTC; where it is the day that was wished for, to the minute.
    let end = chosen.map(|start| {
        let end = start.plus(Lifetime::days(1));
        let wished = request.wished_end;
        let is_that_day = |wished: &_| start < *wished && *wished <= end;
        wished.filter(is_that_day).unwrap_or(end)
    });
    call.management()
        .approve_access_request(&call.admin.caller, &mut changes, &request, end)
        .await?;
    call.commit(changes).await?;
    Ok(done(&request))
}

async fn refuse(call: &EditCall<'_>) -> ManagementOutcome<Done> {
    let (request, mut changes) = (request(call).await?, call.changes());
    let reason = call.required("reason")?;
    call.management()
        .refuse_access_request(&call.admin.caller, &mut changes, &request, reason)
        .await?;
    call.commit(changes).await?;
    Ok(done(&request))
}

fn done(request: &AccessRequest) -> Done {
    Done::Page(Section::AccessRequests.page_of(&request.id))
}
