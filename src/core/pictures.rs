//! Pictures that were uploaded: read and written anew one at a time, away from the threads that answer.

use crate::{Error, Result};
use doorward_adapters::pictures::Picture;
use std::time::Duration;
use tokio::sync::{Semaphore, SemaphorePermit};

pub use doorward_adapters::pictures::PictureError;

/// The largest file that is taken, in bytes.
pub const MAX_PICTURE_LENGTH: usize = 5 * 1024 * 1024;
/// How long somebody waits until another picture is read.
const TURN_TIMEOUT: Duration = Duration::from_secs(10);

/// Pictures are read one at a time: each takes much memory, and a core.
static TURNS: Semaphore = Semaphore::const_new(1);

/// A picture as it is served.
pub struct ServedPicture {
    /// The media type.
    pub media_type: String,
    /// The whole file, as it is served.
    pub bytes: Vec<u8>,
}

async fn turn() -> Result<SemaphorePermit<'static>> {
    let turn = tokio::time::timeout(TURN_TIMEOUT, TURNS.acquire()).await;
    turn.ok()
        .and_then(std::result::Result::ok)
        .ok_or_else(|| Error::Unavailable("too many pictures are read at once".into()))
}

/// Writes the picture of a file anew, in its turn. The inner error says why the file is not taken.
///
/// # Errors
/// `Unavailable` where too many pictures are read at once.
pub(crate) async fn renewed(
    file: Vec<u8>,
    renew: fn(&[u8]) -> std::result::Result<Picture, PictureError>,
) -> Result<std::result::Result<Picture, PictureError>> {
    let turn = turn().await?;
    // The turn goes with the work, which goes on where the browser does not wait for it.
    let renewed = tokio::task::spawn_blocking(move || {
        let renewed = renew(&file);
        drop(turn);
        renewed
    });
    renewed
        .await
        .map_err(|error| Error::Internal(format!("reading a picture: {error}")))
}
