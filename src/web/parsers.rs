//! What strangers send, read as the endpoints read it, without a server: the fuzz targets in
//! `tests/fuzz` call these, and nothing else does.

use crate::{
    extract::{cookies, form::Fields, upload},
    forward_auth::original,
    management::{batch::Batch, body as management_body, shapes},
    messages::negotiate,
};
use actix_multipart::Multipart;
use actix_web::{HttpRequest, http::header::HeaderMap, web::Bytes};
use doorward_core::management::ManagementError;
use doorward_protocol::secret::Secret;
use futures_util::stream;
use serde::de::DeserializeOwned;
use std::{
    pin::pin,
    task::{Context, Poll, Waker},
};

pub use crate::{
    connection::{Framed, framed},
    extract::{client_address::client_address, upload::UploadedFile},
    management::{
        page::{Wanted as WantedPage, closed as page_cursor},
        path::{parameters as path_parameters, segment as path_segment},
    },
    scim::{bulk_order::BulkOrder as ScimBulkOrder, request::Search as ScimSearch},
};

/// Reads the body of each request of the management API that has one, as all of them: the place and
/// the text of each refusal.
pub fn management_bodies(body: &[u8]) -> Vec<ManagementError> {
    fn refusal<T: DeserializeOwned>(body: &[u8]) -> Option<ManagementError> {
        management_body::read::<T>(body).err()
    }
    let readers = [
        refusal::<Batch>,
        refusal::<shapes::users::NewUser>,
        refusal::<shapes::users::UserPatch>,
        refusal::<shapes::groups::NewGroup>,
        refusal::<shapes::roles::RoleBody>,
        refusal::<shapes::roles::NewGrant>,
        refusal::<shapes::apps::NewApp>,
        refusal::<shapes::apps::AppPatch>,
        refusal::<shapes::organizations::NewOrganization>,
        refusal::<shapes::organizations::OrganizationPatch>,
        refusal::<shapes::scim_targets::NewScimTarget>,
        refusal::<shapes::scim_targets::ScimTargetPatch>,
        refusal::<shapes::webhooks::NewWebhook>,
        refusal::<shapes::webhooks::WebhookReplay>,
    ];
    readers.iter().filter_map(|read| read(body)).collect()
}

/// The supported language that fits `Accept-Language` best (RFC 9110 §12.5.4).
pub fn language_of_header<'a>(header: &str, supported: &[&'a str]) -> Option<&'a str> {
    negotiate::by_accept_language(header, supported)
}

/// The supported language that fits `ui_locales` best (OpenID Connect Core §3.1.2.1).
pub fn language_of_parameter<'a>(ui_locales: &str, supported: &[&'a str]) -> Option<&'a str> {
    negotiate::by_ui_locales(ui_locales, supported)
}

/// The secret in the cookie with this name; `None` where the value cannot be one of this provider.
pub fn secret_cookie(request: &HttpRequest, name: &str) -> Option<Secret> {
    cookies::secret_named(request, name)
}

/// The host and the target of the request that a proxy asks about, at the address of a client's site
/// or at that of all; `None` where its headers do not name one.
pub fn proxied_request(
    client_id: Option<&str>,
    header: impl Fn(&str) -> Option<String>,
) -> Option<(Option<String>, String)> {
    let original = original::original(client_id, header)?;
    Some((original.request.host, original.request.target))
}

/// The fields and the file of a form (RFC 7578) that came in pieces; `None` where it is refused. A file of
/// more than so many bytes is not kept.
pub fn uploaded(
    headers: &HeaderMap,
    pieces: Vec<Bytes>,
    max_file_length: usize,
) -> Option<(Fields, Option<UploadedFile>)> {
    let number = pieces.len();
    let parts = Multipart::new(headers, stream::iter(pieces.into_iter().map(Ok)));
    let mut read = pin!(upload::read(parts, max_file_length));
    let mut context = Context::from_waker(Waker::noop());
    // All of it is there: whoever waits is asked again, and that is soon at an end.
    let mut turns = (0..=2 * number + 100).map(|_| read.as_mut().poll(&mut context));
    match turns.find(Poll::is_ready)? {
        Poll::Ready(read) => read.ok(),
        Poll::Pending => None,
    }
}
