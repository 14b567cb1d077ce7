//! Why a file is not taken as a picture.

/// Why a file is not taken as a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    /// It is of no format that is read: PNG, JPEG, WebP or GIF.
    #[error("the file is no PNG, JPEG, WebP or GIF")]
    NotAPicture,
    /// The file is broken or ends too early.
    #[error("the picture is damaged")]
    Damaged,
    /// It has too many pixels.
    #[error("the picture has too many pixels")]
    TooManyPixels,
    /// The file is a picture and something else, such as a page or an archive.
    #[error("the file holds something besides the picture")]
    Polyglot,
}
