//! The domains of organizations.

use super::{READ, WRITE, reached};
use crate::management::{
    answer::{Answer, Reply},
    call::Call,
    route::{
        Handler::{Change, Read},
        Method, Route,
    },
    shapes::organizations::{
        DomainVerification, NewOrganizationDomain, OrganizationDomain, OrganizationDomains,
    },
};
use doorward_core::{
    change_set::ChangeSet,
    management::{DomainOfOrganization, ManagementError},
};
use doorward_protocol::management::Verb;

/// The routes of the domains of organizations.
pub const ROUTES: &[Route] = &[
    Route::get(
        "/organizations/{organization}/domains",
        READ,
        Read(|call| Box::pin(domains(call))),
    )
    .named(
        "readOrganizationDomains",
        "The domains that an organization claims",
    )
    .gives(200, "OrganizationDomains"),
    Route::new(
        Method::Post,
        "/organizations/{organization}/domains",
        WRITE,
        Change(|call, changes| Box::pin(add_domain(call, changes))),
    )
    .named(
        "addOrganizationDomain",
        "Claim a domain: the answer names the TXT record that proves it",
    )
    .takes("NewOrganizationDomain")
    .gives(201, "OrganizationDomain"),
    Route::new(
        Method::Post,
        "/organizations/{organization}/domains/{domain}/verification",
        WRITE,
        Change(|call, changes| Box::pin(verify_domain(call, changes))),
    )
    .named(
        "verifyOrganizationDomain",
        "Verify a domain, by its TXT record or by the word of an administrator",
    )
    .takes("DomainVerification")
    .gives(200, "OrganizationDomain"),
    Route::new(
        Method::Delete,
        "/organizations/{organization}/domains/{domain}",
        WRITE,
        Change(|call, changes| Box::pin(remove_domain(call, changes))),
    )
    .named("removeOrganizationDomain", "Give a domain up")
    .gives_nothing(),
];

async fn domains(call: &Call<'_>) -> Answer {
    let organization = reached(call, Verb::Read).await?;
    let found = call
        .management()
        .organization_domains(&organization)
        .await?;
    let domains = found.iter().map(OrganizationDomain::of).collect();
    Ok(Reply::document(&OrganizationDomains { domains }))
}

async fn add_domain(call: &Call<'_>, changes: &mut ChangeSet<'_>) -> Answer {
    let organization = reached(call, Verb::Write).await?;
    let body: NewOrganizationDomain = call.body()?;
    let domain = DomainOfOrganization {
        organization: &organization,
        domain: &body.domain,
    };
    let added = call
        .management()
        .add_organization_domain(call.caller, changes, domain)
        .await?;
    Ok(Reply::document(&OrganizationDomain::of(&added)))
}

async fn verify_domain(call: &Call<'_>, changes: &mut ChangeSet<'_>) -> Answer {
    let organization = reached(call, Verb::Write).await?;
    let body: DomainVerification = call.body()?;
    let by = body
        .by
        .parse()
        .map_err(|_| ManagementError::field("/by", "must be dns or administrator"))?;
    let domain = DomainOfOrganization {
        organization: &organization,
        domain: call.part("domain"),
    };
    let verified = call
        .management()
        .verify_organization_domain(call.caller, changes, domain, by)
        .await?;
    Ok(Reply::document(&OrganizationDomain::of(&verified)))
}

async fn remove_domain(call: &Call<'_>, changes: &mut ChangeSet<'_>) -> Answer {
    let organization = reached(call, Verb::Write).await?;
    let domain = DomainOfOrganization {
        organization: &organization,
        domain: call.part("domain"),
    };
    call.management()
        .remove_organization_domain(call.caller, changes, domain)
        .await?;
    Ok(Reply::nothing())
}
