//! Who enters an organization by the domain of their address: whoever proves the address for the first time.

use crate::{Result, audit::Record, context::OperationContext, kernel::Kernel};
use doorward_protocol::{mail_address::MailAddress, secret::random_id};
use doorward_storage::{AuditActor, MemberKey, Stamp, Store, Unit};

/// How long the identifiers of rows are, in bytes.
const ID_BYTES: usize = 16;

/// The statements that put a user into the organization that the domain of their proven address is verified
/// for; none where there is no such organization, or the user was in it before.
///
/// # Errors
/// Where the database is unavailable.
pub(crate) async fn entering_by_domain(
    kernel: &Kernel,
    ctx: &OperationContext,
    user_id: &str,
    address: &str,
) -> Result<Unit> {
    let Some(address) = MailAddress::parse(address) else {
        return Ok(Unit::new());
    };
    let (domain, store) = (address.domain(), kernel.database.read());
    let Some(organization) = store.organization_of_domain(domain).await? else {
        return Ok(Unit::new());
    };
    let key = MemberKey {
        organization_id: &organization.id,
        user_id,
    };
    // Whoever was taken out of it stays out.
    if store.was_ever_in_organization(key).await? {
        return Ok(Unit::new());
    }
    let stamp = Stamp {
        at: ctx.now(),
        actor: AuditActor {
            kind: "user",
            id: Some(user_id),
        },
        managed: false,
    };
    let id = random_id(kernel.entropy.as_ref(), ID_BYTES);
    let detail = format!("{} by {domain}", organization.slug);
    let record = Record {
        action: "organization.member_added",
        subject: Some(user_id),
        client_id: None,
        detail: &detail,
    };
    let added = Store::add_member_by_domain(&id, key, domain, stamp);
    Ok(added.then(kernel.database.record(ctx, &record)))
}
