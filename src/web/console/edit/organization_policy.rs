//! What holds while somebody signs in for an organization, and where its domains sign in.

use super::{
    action::{Done, Edit, EditCall},
    fields::{Choice, Field, FormView},
    organizations::{WRITE, done, organization_of, view},
};
use doorward_core::management::{ManagementError, ManagementOutcome, OrganizationChange};

const DEFAULT: &str = "default";
const REQUIRED: &str = "required";

/// The action on the policy of an organization.
pub const EDITS: &[Edit] = &[Edit {
    name: "change-organization-policy",
    permission: WRITE,
    is_dangerous: false,
    takes_away: false,
    about: &["organization"],
    typed: &["second_factor", "max_session_age", "provider"],
    title: |t| t.console_organization_policy_change(),
    effect: |t| t.console_organization_policy_effect(),
    describe: |call| Box::pin(describe(call)),
    carry_out: |call| Box::pin(change(call)),
}];

async fn describe(call: &EditCall<'_>) -> ManagementOutcome<FormView> {
    let (organization, t) = (organization_of(call).await?, call.t);
    let choices = vec![
        Choice::new(DEFAULT, t.console_organization_policy_default()),
        Choice::new(REQUIRED, t.console_organization_policy_required()),
    ];
    let present = if organization.second_factor {
        REQUIRED
    } else {
        DEFAULT
    };
    let age = organization.max_session_age;
    let age = age.map(|age| age.to_string()).unwrap_or_default();
    let fields = vec![
        Field::choice("second_factor", t.console_rule_second_factor(), choices)
            .term("second_factor")
            .holding(present),
        Field::line("max_session_age", t.console_organization_age())
            .term("max_session_age")
            .hint(t.console_organization_age_hint())
            .holding(age),
        Field::line("provider", t.console_organization_provider())
            .term("provider")
            .hint(t.console_organization_provider_hint())
            .holding(organization.provider_id.as_deref().unwrap_or_default()),
    ];
    Ok(view(&organization, fields))
}

async fn change(call: &EditCall<'_>) -> ManagementOutcome<Done> {
    let (organization, mut changes) = (organization_of(call).await?, call.changes());
    let age = call.filled("max_session_age").map(str::parse::<i64>);
    let age = age.transpose().map_err(|_| {
        ManagementError::field("max_session_age", call.t.console_organization_age_hint())
    })?;
    let change = OrganizationChange {
        second_factor: Some(call.value("second_factor") == REQUIRED),
        max_session_age: Some(age.unwrap_or_default()),
        provider_id: Some(call.value("provider").to_owned()),
        ..OrganizationChange::default()
    };
    let known = call
        .management()
        .change_organization(&call.admin.caller, &mut changes, organization, change)
        .await?;
    call.commit(changes).await?;
    Ok(done(&known))
}
