//! Pictures that users upload: read, judged, cut to a square and written anew, so that nothing of the
//! file itself is kept, neither metadata nor what somebody hid in it.

mod container;
mod error;

pub use error::PictureError;

use container::Container;
use image::{
    DynamicImage, GenericImageView, ImageDecoder, ImageFormat, ImageReader, Limits,
    codecs::{jpeg::JpegEncoder, png::PngEncoder},
};
use std::io::Cursor;

/// The longest side of a picture that is kept, in pixels.
pub const SIDE: u32 = 512;
/// The first length of a side that is refused, in pixels.
const TOO_LONG: u32 = 10_000;
/// The most pixels that are decoded: those of a large camera.
const MAX_PIXELS: u64 = 50_000_000;
/// The most memory that a decoder may take, and that a picture may take twice, in bytes.
const MAX_MEMORY: u64 = 320 * 1024 * 1024;
/// The side of an icon, in pixels.
const ICON_SIDE: u32 = 128;
/// The longest PNG of a logo, in bytes: what takes more is a photograph, which is written as JPEG.
const MAX_FLAT: usize = 200 * 1024;
/// The quality of JPEG, of 100.
const QUALITY: u8 = 85;

/// A picture that can be served.
#[derive(Debug)]
pub struct Picture {
    /// The media type: `image/jpeg`, or `image/png` where parts are transparent.
    pub media_type: &'static str,
    /// The whole file, as it is served.
    pub bytes: Vec<u8>,
}

/// Reads a picture of a user and writes it anew: upright, square, with a side of [`SIDE`] pixels at
/// most, without metadata. Of several frames, the first is taken. It takes up to a second of CPU, and
/// about 400 MiB of memory at most.
///
/// # Errors
/// Why the file is not taken.
pub fn renew(file: &[u8]) -> Result<Picture, PictureError> {
    let square = square(&read(file)?, SIDE);
    encode(&square).map_err(|_| PictureError::Damaged)
}

/// Reads a logo and writes it anew: the whole picture, [`SIDE`] pixels wide and high at most. Drawings stay
/// sharp: only what would be large is written as JPEG.
///
/// # Errors
/// Why the file is not taken.
pub fn renew_logo(file: &[u8]) -> Result<Picture, PictureError> {
    let picture = read(file)?;
    let (width, height) = picture.dimensions();
    let logo = if width <= SIDE && height <= SIDE {
        picture
    } else {
        picture.resize(SIDE, SIDE, image::imageops::FilterType::CatmullRom)
    };
    let flat = png(&logo).map_err(|_| PictureError::Damaged)?;
    if flat.bytes.len() <= MAX_FLAT {
        return Ok(flat);
    }
    encode(&logo).map_err(|_| PictureError::Damaged)
}

/// Reads an icon and writes it anew: a square of 128 pixels at most, as PNG.
///
/// # Errors
/// Why the file is not taken.
pub fn renew_icon(file: &[u8]) -> Result<Picture, PictureError> {
    png(&square(&read(file)?, ICON_SIDE)).map_err(|_| PictureError::Damaged)
}

/// Judges a file and decodes it.
fn read(file: &[u8]) -> Result<DynamicImage, PictureError> {
    let container = Container::of(file).ok_or(PictureError::NotAPicture)?;
    container.check(file)?;
    decode(file, container.format())
}

fn decode(file: &[u8], format: ImageFormat) -> Result<DynamicImage, PictureError> {
    let damaged = |_| PictureError::Damaged;
    let mut reader = ImageReader::with_format(Cursor::new(file), format);
    reader.limits(memory_limits());
    let mut decoder = reader.into_decoder().map_err(damaged)?;
    // The size stands in the head: nothing is decoded before it is judged.
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    if width >= TOO_LONG || height >= TOO_LONG || pixels > MAX_PIXELS {
        return Err(PictureError::TooManyPixels);
    }
    // The decoder does not count the picture itself, of which turning and cutting make a second one.
    let mut left = memory_limits();
    let bytes = decoder.total_bytes();
    left.reserve(bytes)
        .and_then(|()| left.reserve(bytes))
        .map_err(|_| PictureError::TooManyPixels)?;
    let orientation = decoder.orientation().map_err(damaged)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(damaged)?;
    picture.apply_orientation(orientation);
    Ok(picture)
}

fn memory_limits() -> Limits {
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_MEMORY);
    limits
}

/// The square in the middle, made smaller where it is larger than `largest`.
fn square(picture: &DynamicImage, largest: u32) -> DynamicImage {
    let (width, height) = picture.dimensions();
    let side = width.min(height);
    let (x, y) = ((width - side) / 2, (height - side) / 2);
    let square = picture.crop_imm(x, y, side, side);
    if side <= largest {
        return square;
    }
    square.resize_exact(largest, largest, image::imageops::FilterType::CatmullRom)
}

fn png(picture: &DynamicImage) -> image::ImageResult<Picture> {
    let mut bytes = Vec::new();
    let picture = DynamicImage::from(picture.to_rgba8());
    picture.write_with_encoder(PngEncoder::new(&mut bytes))?;
    Ok(Picture {
        media_type: "image/png",
        bytes,
    })
}

fn encode(picture: &DynamicImage) -> image::ImageResult<Picture> {
    let is_transparent = picture.color().has_alpha()
        && picture
            .pixels()
            .any(|(_, _, image::Rgba([.., alpha]))| alpha < u8::MAX);
    if is_transparent {
        return png(picture);
    }
    let mut bytes = Vec::new();
    let picture = DynamicImage::from(picture.to_rgb8());
    picture.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, QUALITY))?;
    Ok(Picture {
        media_type: "image/jpeg",
        bytes,
    })
}

#[cfg(test)]
mod tests;
