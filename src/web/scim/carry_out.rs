//! One request, or one operation of a bulk request.

use super::{
    request::{Request, Search, no_such},
    response::{Reply, has_tag, part},
};
use doorward_core::{
    Provider,
    change_set::ChangeSet,
    management::{self, Caller, ManagementError},
    scim::{Kind, ScimError},
};
use doorward_protocol::{
    management::{Permission, Resource},
    scim::{LIST, schemas::MAX_RESULTS},
};
use serde_json::json;

/// Carries a request out.
///
/// # Errors
/// Why nothing happened.
pub async fn carry_out(
    provider: &Provider,
    caller: &Caller,
    request: &Request,
) -> Result<Reply, ScimError> {
    let (endpoint, id) = request.path.split_once('/').unwrap_or((&request.path, ""));
    let (kind, of) = match endpoint {
        ".search" if request.method == "POST" && id.is_empty() => {
            return search_everything(provider, caller, request).await;
        }
        "Users" => (Kind::Users, Resource::Users),
        "Groups" => (Kind::Groups, Resource::Groups),
        _ => return Err(no_such(&request.path)),
    };
    let is_read = request.method == "GET" || id == ".search";
    let needed = if is_read {
        Permission::read(of)
    } else {
        Permission::write(of)
    };
    caller.require(needed)?;
    let scim = provider.scim(caller);
    match (request.method.as_str(), id) {
        ("GET", "") => Ok(Reply::document(scim.list(kind, &request.query).await?)),
        ("POST", ".search") => {
            let search = Search::read(request.body()?)?;
            let found = scim.list(kind, &search.query).await?;
            Ok(Reply::document(found).showing(search.selection))
        }
        ("GET", id) => Ok(Reply::document(scim.resource(kind, id).await?)),
        ("POST", "") => {
            let body = request.body()?;
            let mut changes = provider.change_set(&caller.ctx);
            let id = match kind {
                Kind::Users => scim.add_user(&mut changes, body).await?,
                Kind::Groups => scim.add_group(&mut changes, body).await?,
            };
            commit(changes).await?;
            let added = scim.resource(kind, &id).await?;
            Ok(Reply {
                status: 201,
                ..Reply::document(added)
            })
        }
        ("PUT" | "PATCH" | "DELETE", id) if !id.is_empty() => {
            Box::pin(changed(provider, caller, request, Changed { kind, id })).await
        }
        _ => Err(no_such(&request.path)),
    }
}

/// Searches users, then groups (RFC 7644 §3.4.3): those that the caller may read.
async fn search_everything(
    provider: &Provider,
    caller: &Caller,
    request: &Request,
) -> Result<Reply, ScimError> {
    let search = Search::read(request.body()?)?;
    let kinds = [
        (Kind::Users, Permission::read(Resource::Users)),
        (Kind::Groups, Permission::read(Resource::Groups)),
    ];
    if kinds
        .iter()
        .all(|(_, needed)| caller.require(*needed).is_err())
    {
        caller.require(Permission::read(Resource::Users))?;
    }
    let scim = provider.scim(caller);
    let (mut query, mut total, mut found) = (search.query.clone(), 0, Vec::new());
    for (kind, needed) in kinds {
        if caller.require(needed).is_err() {
            continue;
        }
        let page = scim.list(kind, &query).await?;
        let number = part(&page, "totalResults").as_u64().unwrap_or_default();
        let resources = part(&page, "Resources")
            .as_array()
            .cloned()
            .unwrap_or_default();
        let (before, here) = (usize::try_from(number).unwrap_or_default(), resources.len());
        query.start_index = query.start_index.saturating_sub(before).max(1);
        query.count = Some(query.count.unwrap_or(MAX_RESULTS).min(MAX_RESULTS) - here);
        total += number;
        found.extend(resources);
    }
    let page = json!({
        "schemas": [LIST], "totalResults": total, "startIndex": search.query.start_index,
        "itemsPerPage": found.len(), "Resources": found,
    });
    Ok(Reply::document(page).showing(search.selection))
}

/// What is changed.
#[derive(Clone, Copy)]
struct Changed<'a> {
    kind: Kind,
    id: &'a str,
}

async fn changed(
    provider: &Provider,
    caller: &Caller,
    request: &Request,
    Changed { kind, id }: Changed<'_>,
) -> Result<Reply, ScimError> {
    let scim = provider.scim(caller);
    if let Some(tags) = &request.if_match {
        let present = scim.resource(kind, id).await?;
        if !has_tag(tags, &present) {
            return Err(ManagementError::Stale.into());
        }
    }
    let method = request.method.as_str();
    if (method, kind) == ("DELETE", Kind::Users) {
        scim.delete_user(id).await?;
        return Ok(Reply::nothing());
    }
    let mut changes = provider.change_set(&caller.ctx);
    match (method, kind) {
        ("PUT", Kind::Users) => scim.put_user(&mut changes, id, request.body()?).await?,
        ("PUT", Kind::Groups) => scim.put_group(&mut changes, id, request.body()?).await?,
        ("PATCH", Kind::Users) => {
            scim.patch_user(&mut changes, id, request.body()?).await?;
        }
        ("PATCH", Kind::Groups) => {
            scim.patch_group(&mut changes, id, request.body()?).await?;
        }
        _ => scim.delete_group(&mut changes, id).await?,
    }
    commit(changes).await?;
    if method == "DELETE" {
        return Ok(Reply::nothing());
    }
    Ok(Reply::document(scim.resource(kind, id).await?))
}

async fn commit(changes: ChangeSet<'_>) -> Result<(), ScimError> {
    Ok(management::commit(changes).await?)
}
