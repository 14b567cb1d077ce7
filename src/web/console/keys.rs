//! The signing keys: which one signs, which one signs next, and until when the old ones are accepted.

use super::{
    admin::Admin,
    frame::{Frame, Section},
};
use crate::{
    messages::{Html, Messages},
    respond::{address::Base, brand::Brand, html, page_error::PageError},
};
use actix_web::{HttpResponse, web::Data};
use askama::Template;
use doorward_core::Provider;
use doorward_protocol::{
    keys::signing_key::signing_now,
    management::{Permission, Resource},
};

#[derive(Template)]
#[template(path = "pages/console_keys.html")]
struct KeysPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    frame: Frame,
    keys: Vec<KeyLine>,
}

struct KeyLine {
    kid: String,
    algorithm: &'static str,
    status: String,
    created: Html,
    /// When it leaves the key set, where that is known.
    removed: Option<String>,
}

/// Shows the page.
pub async fn show(
    provider: Data<Provider>,
    admin: Admin,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    admin.require(Permission::read(Resource::Keys))?;
    let stored = provider.signing_keys().list().await?;
    let now = admin.caller.ctx.now();
    let keys = stored.iter().map(|key| {
        let signing = signing_now(&stored, key.algorithm, now);
        let signs = signing.is_some_and(|signing| signing.kid == key.kid);
        KeyLine {
            kid: key.kid.clone(),
            algorithm: key.algorithm.as_str(),
            status: match (signs, key.active_from > now) {
                (true, _) => t.console_key_signs(),
                (false, true) => t.console_key_next(),
                (false, false) => t.console_key_old(),
            },
            created: t.when(key.created_at, now),
            removed: key.remove_after.map(|at| t.date_time(at)),
        }
    });
    html::page(&KeysPage {
        t,
        base: Base::of(&provider),
        brand: Brand::of(&provider),
        frame: Frame::new(Section::Keys, &admin, t),
        keys: keys.collect(),
    })
}
