//! The domains of organizations.

use super::{
    action::{Done, Edit, EditCall},
    fields::{Choice, Field, FormView},
    organizations::{WRITE, done, organization_of, view},
};
use doorward_core::management::{DomainOfOrganization, ManagementOutcome};
use doorward_protocol::organizations::VerifiedBy;

const DNS: &str = "dns";
const ADMINISTRATOR: &str = "administrator";

/// The actions on domains of organizations.
pub const EDITS: &[Edit] = &[
    Edit {
        name: "add-domain",
        permission: WRITE,
        is_dangerous: false,
        takes_away: false,
        about: &["organization"],
        typed: &["domain"],
        title: |t| t.console_domain_add(),
        effect: |t| t.console_domain_add_effect(),
        describe: |call| Box::pin(describe_new(call)),
        carry_out: |call| Box::pin(add(call)),
    },
    Edit {
        name: "verify-domain",
        permission: WRITE,
        is_dangerous: false,
        takes_away: false,
        about: &["organization", "domain"],
        typed: &["by"],
        title: |t| t.console_domain_verify(),
        effect: |t| t.console_domain_verify_effect(),
        describe: |call| Box::pin(describe_verify(call)),
        carry_out: |call| Box::pin(verify(call)),
    },
    Edit {
        name: "remove-domain",
        permission: WRITE,
        is_dangerous: false,
        takes_away: false,
        about: &["organization", "domain"],
        typed: &[],
        title: |t| t.console_domain_remove(),
        effect: |t| t.console_domain_remove_effect(),
        describe: |call| Box::pin(describe(call)),
        carry_out: |call| Box::pin(remove(call)),
    },
];

async fn describe_new(call: &EditCall<'_>) -> ManagementOutcome<FormView> {
    let organization = organization_of(call).await?;
    let domain = Field::line("domain", call.t.console_domain())
        .hint(call.t.console_domain_hint())
        .required();
    Ok(view(&organization, vec![domain]))
}

async fn describe(call: &EditCall<'_>) -> ManagementOutcome<FormView> {
    let organization = organization_of(call).await?;
    Ok(FormView {
        subject: Some(format!("{} · {}", organization.name, call.value("domain"))),
        ..view(&organization, Vec::new())
    })
}

async fn describe_verify(call: &EditCall<'_>) -> ManagementOutcome<FormView> {
    let t = call.t;
    let mut proofs = vec![Choice::new(DNS, t.console_domain_by_dns())];
    // The word of an owner proves nothing.
    if call.admin.caller.may(WRITE) {
        proofs.push(Choice::new(ADMINISTRATOR, t.console_domain_by_word()));
    }
    let by = Field::choice("by", t.console_domain_by(), proofs);
    Ok(FormView {
        fields: vec![by],
        ..describe(call).await?
    })
}

async fn add(call: &EditCall<'_>) -> ManagementOutcome<Done> {
    let (organization, mut changes) = (organization_of(call).await?, call.changes());
    let domain = DomainOfOrganization {
        organization: &organization,
        domain: call.required("domain")?,
    };
    call.management()
        .add_organization_domain(&call.admin.caller, &mut changes, domain)
        .await?;
    call.commit(changes).await?;
    Ok(done(&organization))
}

async fn verify(call: &EditCall<'_>) -> ManagementOutcome<Done> {
    let (organization, mut changes) = (organization_of(call).await?, call.changes());
    let by = match call.value("by") {
        ADMINISTRATOR => VerifiedBy::Administrator,
        _ => VerifiedBy::Dns,
    };
    let domain = DomainOfOrganization {
        organization: &organization,
        domain: call.value("domain"),
    };
    call.management()
        .verify_organization_domain(&call.admin.caller, &mut changes, domain, by)
        .await?;
    call.commit(changes).await?;
    Ok(done(&organization))
}

async fn remove(call: &EditCall<'_>) -> ManagementOutcome<Done> {
    let (organization, mut changes) = (organization_of(call).await?, call.changes());
    let domain = DomainOfOrganization {
        organization: &organization,
        domain: call.value("domain"),
    };
    call.management()
        .remove_organization_domain(&call.admin.caller, &mut changes, domain)
        .await?;
    call.commit(changes).await?;
    Ok(done(&organization))
}
