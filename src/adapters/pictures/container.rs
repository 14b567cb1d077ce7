//! The file around a picture: its format, where the picture ends, and whether the file is something
//! else at the same time.

use super::error::PictureError;
use image::ImageFormat;

/// What other kinds of file begin with or need, in lower case. A picture has none of them: a browser, an
/// interpreter or a reader that looks for them would take the file for something else.
const MARKS: [&[u8]; 6] = [
    b"<script",
    b"<html",
    b"<!doctype",
    b"<?php",
    b"<svg",
    b"%pdf-",
];
/// The end of a directory of a ZIP archive, which may stand anywhere in a file, and its length without
/// the comment.
const ARCHIVE_END: &[u8] = b"PK\x05\x06";
const ARCHIVE_END_LENGTH: usize = 22;
/// What cameras of Samsung put at the end of the data that they add to a JPEG.
const CAMERA_END: &[u8] = b"SEFT";
const PNG_HEAD: &[u8] = b"\x89PNG\r\n\x1a\n";
const JPEG_HEAD: &[u8] = b"\xff\xd8\xff";

/// A format of pictures that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Container {
    Png,
    Jpeg,
    WebP,
    Gif,
}

impl Container {
    /// The format by the first bytes; what a browser calls the file does not count.
    pub(super) fn of(file: &[u8]) -> Option<Self> {
        if file.starts_with(PNG_HEAD) {
            Some(Self::Png)
        } else if file.starts_with(JPEG_HEAD) {
            Some(Self::Jpeg)
        } else if file.starts_with(b"RIFF") && file.get(8..12) == Some(b"WEBP") {
            Some(Self::WebP)
        } else if file.starts_with(b"GIF87a") || file.starts_with(b"GIF89a") {
            Some(Self::Gif)
        } else {
            None
        }
    }

    pub(super) const fn format(self) -> ImageFormat {
        match self {
            Self::Png => ImageFormat::Png,
            Self::Jpeg => ImageFormat::Jpeg,
            Self::WebP => ImageFormat::WebP,
            Self::Gif => ImageFormat::Gif,
        }
    }

    /// Whether the file is the picture and nothing else.
    ///
    /// # Errors
    /// `Damaged` where the picture has no end, `Polyglot` where something follows it or is hidden in it.
    pub(super) fn check(self, file: &[u8]) -> Result<(), PictureError> {
        let mut reader = Reader { file, at: 0 };
        let end = match self {
            Self::Png => png_end(&mut reader),
            Self::Jpeg => jpeg_end(&mut reader),
            Self::WebP => webp_end(&mut reader),
            Self::Gif => gif_end(&mut reader),
        };
        let rest = end
            .and_then(|end| file.get(end..))
            .ok_or(PictureError::Damaged)?;
        // Cameras put further pictures, and notes of their own, behind a JPEG.
        let is_of_camera =
            self == Self::Jpeg && (rest.starts_with(JPEG_HEAD) || rest.ends_with(CAMERA_END));
        let is_padding = rest.iter().all(|byte| *byte == 0);
        if !(is_padding || is_of_camera) || is_marked(file) || is_archive(file) {
            return Err(PictureError::Polyglot);
        }
        Ok(())
    }
}

fn is_marked(file: &[u8]) -> bool {
    let begins = |rest: &[u8]| {
        MARKS.iter().any(|mark| {
            rest.get(..mark.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(mark))
        })
    };
    let candidates = file
        .iter()
        .enumerate()
        .filter(|(_, byte)| matches!(**byte, b'<' | b'%'));
    candidates.filter_map(|(at, _)| file.get(at..)).any(begins)
}

/// Whether a directory of an archive ends the file. Programs look for it where the longest comment could
/// begin, and no further, so that what is there by chance in a picture is seldom taken for one.
fn is_archive(file: &[u8]) -> bool {
    let reach = ARCHIVE_END_LENGTH + usize::from(u16::MAX);
    let tail = file.get(file.len().saturating_sub(reach)..).unwrap_or(file);
    tail.windows(ARCHIVE_END_LENGTH)
        .any(|window| window.starts_with(ARCHIVE_END))
}

/// Reads a file from its beginning. Each step is none where the file ends before.
struct Reader<'a> {
    file: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let end = self.at.checked_add(length)?;
        let taken = self.file.get(self.at..end)?;
        self.at = end;
        Some(taken)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    fn four(&mut self) -> Option<[u8; 4]> {
        self.take(4)?.try_into().ok()
    }

    fn two(&mut self) -> Option<[u8; 2]> {
        self.take(2)?.try_into().ok()
    }

    /// Blocks of GIF: each with its length before it, until one of length zero.
    fn skip_blocks(&mut self) -> Option<()> {
        loop {
            match self.byte()? {
                0 => return Some(()),
                length => self.take(usize::from(length))?,
            };
        }
    }

    /// The colours of GIF, by the flags before them.
    fn skip_colours(&mut self, flags: u8) -> Option<()> {
        if flags & 0x80 != 0 {
            self.take(3 << ((flags & 7) + 1))?;
        }
        Some(())
    }
}

/// Chunks until `IEND` (PNG §5.3).
fn png_end(reader: &mut Reader<'_>) -> Option<usize> {
    reader.take(PNG_HEAD.len())?;
    loop {
        let length = usize::try_from(u32::from_be_bytes(reader.four()?)).ok()?;
        let kind = reader.four()?;
        reader.take(length.checked_add(4)?)?;
        if &kind == b"IEND" {
            return Some(reader.at);
        }
    }
}

/// One chunk that says how long it is; an odd length is padded (RFC 9649 §2.3).
fn webp_end(reader: &mut Reader<'_>) -> Option<usize> {
    reader.take(4)?;
    let length = usize::try_from(u32::from_le_bytes(reader.four()?)).ok()?;
    let padded = length.checked_add(length & 1)?;
    // Some writers leave the padding out at the end of the file.
    reader.take(padded.min(reader.file.len().checked_sub(8)?.max(length)))?;
    Some(reader.at)
}

/// Blocks until the trailer (GIF89a §17 to §27).
fn gif_end(reader: &mut Reader<'_>) -> Option<usize> {
    let flags = *reader.take(13)?.get(10)?;
    reader.skip_colours(flags)?;
    loop {
        match reader.byte()? {
            0x3b => return Some(reader.at),
            0x21 => {
                reader.byte()?;
                reader.skip_blocks()?;
            }
            0x2c => {
                let flags = *reader.take(9)?.get(8)?;
                reader.skip_colours(flags)?;
                reader.byte()?;
                reader.skip_blocks()?;
            }
            _ => return None,
        }
    }
}

/// Segments until the end of the image (ITU-T T.81 §B.1). The data after the start of a scan has no
/// length: it goes on to the next marker that is neither a restart nor a stuffed byte.
fn jpeg_end(reader: &mut Reader<'_>) -> Option<usize> {
    reader.take(2)?;
    loop {
        match marker(reader)? {
            0xd9 => return Some(reader.at),
            0x01 | 0xd0..=0xd7 => {}
            kind => {
                let length = usize::from(u16::from_be_bytes(reader.two()?));
                reader.take(length.checked_sub(2)?)?;
                if kind == 0xda {
                    skip_scan(reader)?;
                }
            }
        }
    }
}

/// The next marker, which fill bytes may precede.
fn marker(reader: &mut Reader<'_>) -> Option<u8> {
    if reader.byte()? != 0xff {
        return None;
    }
    loop {
        match reader.byte()? {
            0xff => {}
            0 => return None,
            kind => return Some(kind),
        }
    }
}

fn skip_scan(reader: &mut Reader<'_>) -> Option<()> {
    loop {
        if reader.byte()? == 0xff {
            let next = *reader.file.get(reader.at)?;
            if !matches!(next, 0 | 0xff | 0xd0..=0xd7) {
                reader.at -= 1;
                return Some(());
            }
        }
    }
}
