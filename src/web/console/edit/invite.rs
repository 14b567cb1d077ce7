//! Invitations that are sent: to an account, to apps, and into an organization.

use super::{
    action::{Done, Edit, EditCall},
    fields::{Field, FormView},
    organizations::{OWNER, as_what, done, organization_of, view},
};
use crate::console::frame::Section;
use doorward_core::{
    invitations::{DEFAULT_LIFETIME, InvitedInto, NewInvitation},
    management::{ManagementError, ManagementOutcome},
    organizations::Organization,
    users::{AddressProblem, check_address},
};
use doorward_protocol::{
    management::{Permission, Resource, Verb},
    organizations::declared::RolesByApp,
};
use std::future::ready;

/// How many users are invited at once at most.
const MAX_INVITED: usize = 100;

/// The actions by which users are invited.
pub const EDITS: &[Edit] = &[
    Edit {
        name: "invite",
        permission: Permission::write(Resource::Users),
        is_dangerous: false,
        takes_away: false,
        about: &[],
        typed: &["emails", "apps", "into", "as", "roles"],
        title: |t| t.console_invite(),
        effect: |t| t.console_invite_effect(),
        describe: |call| Box::pin(ready(Ok(describe(call)))),
        carry_out: |call| Box::pin(invite(call)),
    },
    Edit {
        name: "invite-into-organization",
        permission: super::organizations::WRITE,
        is_dangerous: false,
        takes_away: false,
        about: &["organization"],
        typed: &["emails", "as", "roles"],
        title: |t| t.console_invite(),
        effect: |t| t.console_invite_into_effect(),
        describe: |call| Box::pin(describe_into(call)),
        carry_out: |call| Box::pin(invite_into(call)),
    },
];

fn emails_field(call: &EditCall<'_>) -> Field {
    Field::lines("emails", call.t.console_field_emails())
        .hint(call.t.console_field_emails_hint())
        .required()
}

fn roles_field(call: &EditCall<'_>, label: String) -> Field {
    Field::lines("roles", label).hint(call.t.console_invite_roles_hint())
}

fn describe(call: &EditCall<'_>) -> FormView {
    let t = call.t;
    FormView {
        subject: None,
        page: "/admin/users".into(),
        fields: vec![
            emails_field(call),
            Field::lines("apps", t.console_field_apps()).hint(t.console_field_apps_hint()),
            Field::line("into", t.console_invite_into()).hint(t.console_invite_into_hint()),
            as_what(call, false),
            roles_field(call, t.console_invite_app_roles()),
        ],
    }
}

async fn describe_into(call: &EditCall<'_>) -> ManagementOutcome<FormView> {
    let organization = organization_of(call).await?;
    let fields = vec![
        emails_field(call),
        as_what(call, false),
        roles_field(call, call.t.console_invite_roles()),
    ];
    Ok(view(&organization, fields))
}

/// The addresses of the form. Nobody is invited where one of them is none, so that the list can be put
/// right and sent again.
fn emails<'a>(call: &EditCall<'a>) -> ManagementOutcome<Vec<&'a str>> {
    let emails: Vec<&str> = call.lines("emails").collect();
    for email in &emails {
        let detail = match check_address(email) {
            Ok(()) => continue,
            Err(AddressProblem::NoAddress) => call.t.console_field_emails_wrong(email),
            Err(AddressProblem::Unmailable) => call.t.console_field_emails_unmailable(email),
        };
        return Err(ManagementError::field("emails", detail));
    }
    if emails.len() > MAX_INVITED {
        let detail = call.t.console_field_emails_many(MAX_INVITED);
        return Err(ManagementError::field("emails", detail));
    }
    Ok(emails)
}

/// The roles of the form, by app.
fn roles(call: &EditCall<'_>) -> ManagementOutcome<RolesByApp> {
    let mut roles = RolesByApp::new();
    for line in call.lines("roles") {
        let Some((app, role)) = line.split_once(char::is_whitespace) else {
            let detail = call.t.console_invite_roles_wrong(line);
            return Err(ManagementError::field("roles", detail));
        };
        let of_app = roles.entry(app.to_owned()).or_default();
        of_app.insert(role.trim().to_owned());
    }
    Ok(roles)
}

/// Invites each address.
async fn send(
    call: &EditCall<'_>,
    client_ids: &[String],
    organization: Option<&Organization>,
) -> ManagementOutcome<()> {
    let (emails, roles) = (emails(call)?, roles(call)?);
    let by = call.admin.signed_in.session.user_id.as_str();
    let by = call.management().user(by).await?;
    for email in emails {
        let new = NewInvitation {
            email,
            client_ids,
            language: None,
            inviter: Some(by.display_name()),
            lifetime: DEFAULT_LIFETIME,
            roles: &roles,
            into: organization.map(|organization| InvitedInto {
                organization,
                owner: call.value("as") == OWNER,
                roles: &roles,
            }),
        };
        call.management().invite(&call.admin.caller, &new).await?;
    }
    Ok(())
}

async fn invite(call: &EditCall<'_>) -> ManagementOutcome<Done> {
    let client_ids: Vec<String> = call.lines("apps").map(str::to_owned).collect();
    let organization = match call.filled("into") {
        Some(named) => Some(organization_named(call, named).await?),
        None => None,
    };
    send(call, &client_ids, organization.as_ref()).await?;
    Ok(Done::Page(Section::Invitations.path().into()))
}

/// The organization that the form names, which the administrator may change.
async fn organization_named(call: &EditCall<'_>, named: &str) -> ManagementOutcome<Organization> {
    let caller = &call.admin.caller;
    let unknown = || ManagementError::field("into", call.t.console_invite_into_unknown(named));
    if caller.require(super::organizations::WRITE).is_err() {
        return Err(unknown());
    }
    let found = call.management().organization(caller, named, Verb::Write);
    found.await.map_err(|error| match error {
        ManagementError::NotFound(_) => unknown(),
        error => error,
    })
}

async fn invite_into(call: &EditCall<'_>) -> ManagementOutcome<Done> {
    let organization = organization_of(call).await?;
    send(call, &[], Some(&organization)).await?;
    Ok(done(&organization))
}
