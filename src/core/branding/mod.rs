//! How pages look: what the server, an organization and an app decide about it
//! ([decision 64](../../../docs/decisions/0064-branding.md)).

mod request_look;

pub use crate::look::{Look, ServerBranding, image_path};
pub use request_look::RequestLook;
pub(crate) use request_look::look;

use crate::{Error, Result, kernel::Kernel, pictures::ServedPicture};
use base64::{Engine, engine::general_purpose::STANDARD};
use doorward_adapters::pictures::Picture;
use doorward_protocol::secret::Digest;
use doorward_storage::BrandImage;

/// A picture as it is kept: its name is the digest of what it holds.
pub(crate) fn stored(picture: &Picture) -> BrandImage {
    BrandImage {
        digest: Digest::of(&picture.bytes).as_str().to_owned(),
        media_type: picture.media_type.to_owned(),
        content: STANDARD.encode(&picture.bytes),
    }
}

/// The logo or icon of a digest; none where it is shown no more.
///
/// # Errors
/// Where the database is unavailable.
pub(crate) async fn image(kernel: &Kernel, digest: &str) -> Result<Option<ServedPicture>> {
    let Some(stored) = kernel.database.read().brand_image(digest).await? else {
        return Ok(None);
    };
    let bytes = STANDARD
        .decode(&stored.content)
        .map_err(|error| Error::Internal(format!("a stored logo: {error}")))?;
    Ok(Some(ServedPicture {
        media_type: stored.media_type,
        bytes,
    }))
}
