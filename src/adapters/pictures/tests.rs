use super::*;
use image::{Rgb, RgbImage, Rgba, RgbaImage};

fn photo(width: u32, height: u32) -> DynamicImage {
    // The left half is red, the right half is blue.
    let paint = |x, _| {
        Rgb(if x < width / 2 {
            [250, 5, 5]
        } else {
            [5, 5, 250]
        })
    };
    RgbImage::from_fn(width, height, paint).into()
}

fn file(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    picture.write_to(&mut file, format).expect("a picture");
    file.into_inner()
}

const FORMATS: [ImageFormat; 4] = [
    ImageFormat::Png,
    ImageFormat::Jpeg,
    ImageFormat::WebP,
    ImageFormat::Gif,
];

fn read(picture: &Picture) -> DynamicImage {
    image::load_from_memory(&picture.bytes).expect("a picture that can be read")
}

#[test]
fn every_format_becomes_a_small_square_without_transparency_where_there_was_none() {
    for format in FORMATS {
        let renewed = renew(&file(&photo(900, 600), format)).expect("a picture");
        assert_eq!(renewed.media_type, "image/jpeg", "{format:?}");
        assert_eq!(read(&renewed).dimensions(), (SIDE, SIDE), "{format:?}");
    }
}

#[test]
fn a_small_picture_stays_as_small_and_transparency_is_kept() {
    let clear = RgbaImage::from_pixel(40, 30, Rgba([1, 2, 3, 128]));
    let renewed = renew(&file(&clear.into(), ImageFormat::Png)).expect("a picture");
    assert_eq!(renewed.media_type, "image/png");
    assert_eq!(read(&renewed).dimensions(), (30, 30));
}

/// A JPEG with an orientation, a comment and a place in its metadata.
fn with_metadata(orientation: u8) -> Vec<u8> {
    let plain = file(&photo(60, 60), ImageFormat::Jpeg);
    let mut exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    exif.extend([orientation, 0, 0, 0, 0, 0, 0]);
    exif.extend(b"the place where it was taken");
    let length = u16::try_from(exif.len() + 2).expect("short").to_be_bytes();
    let mut marked = plain[..2].to_vec();
    marked.extend([0xff, 0xe1]);
    marked.extend(length);
    marked.extend(exif);
    marked.extend(&plain[2..]);
    marked
}

#[test]
fn it_stands_upright_and_its_metadata_is_gone() {
    // 3: turned by half, so that blue is on the left.
    let renewed = renew(&with_metadata(3)).expect("a picture");
    let left = read(&renewed).get_pixel(5, 30);
    assert!(left[2] > 200 && left[0] < 60, "{left:?}");
    let place = b"the place";
    assert!(!renewed.bytes.windows(place.len()).any(|part| part == place));
}

#[test]
fn what_is_no_picture_is_refused() {
    for no_picture in [
        &b""[..],
        b"hello",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%PDF-1.7",
        b"BM\0\0",
    ] {
        assert_eq!(renew(no_picture).unwrap_err(), PictureError::NotAPicture);
    }
}

#[test]
fn a_file_that_ends_too_early_is_refused() {
    for format in FORMATS {
        let whole = file(&photo(64, 64), format);
        for length in [whole.len() - 1, whole.len() / 2, 20] {
            let refusal = renew(&whole[..length]).unwrap_err();
            assert_eq!(refusal, PictureError::Damaged, "{format:?}, {length}");
        }
    }
}

#[test]
fn a_picture_that_is_something_else_too_is_refused() {
    let archive = b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";
    for format in FORMATS {
        let whole = file(&photo(64, 64), format);
        for addition in [
            &b"<script>alert(1)</script>"[..],
            b"<HTML>",
            b"<?php system('id');",
            b"alert(1)",
            b"%PDF-1.4",
            archive,
        ] {
            let refusal = renew(&[&whole, addition].concat()).unwrap_err();
            assert_eq!(refusal, PictureError::Polyglot, "{format:?} {addition:?}");
        }
        assert!(
            renew(&[&whole, &[0_u8; 3][..]].concat()).is_ok(),
            "{format:?}"
        );
    }
    // Hidden in the metadata, where nothing follows the end.
    let mut hidden = with_metadata(1);
    let at = hidden.windows(9).position(|part| part == b"the place");
    let at = at.expect("the metadata");
    hidden.splice(at..at + 9, *b"<script>a");
    assert_eq!(renew(&hidden).unwrap_err(), PictureError::Polyglot);
}

#[test]
fn what_cameras_add_to_a_jpeg_is_left_out() {
    let whole = file(&photo(64, 64), ImageFormat::Jpeg);
    assert!(renew(&[&whole[..], &whole].concat()).is_ok());
    assert!(renew(&[&whole[..], b"a film of two seconds SEFT"].concat()).is_ok());
}

/// The head of a PNG that says that it is this large, and holds nothing.
fn bomb(width: u32, height: u32) -> Vec<u8> {
    let mut whole = file(&photo(8, 8), ImageFormat::Png);
    whole.splice(16..20, width.to_be_bytes());
    whole.splice(20..24, height.to_be_bytes());
    let sum = crc(&whole[12..29]);
    whole.splice(29..33, sum.to_be_bytes());
    whole
}

/// The check sum of a chunk (PNG §D).
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            (sum >> 1) ^ (0xedb8_8320 & (sum & 1).wrapping_neg())
        })
    })
}

#[test]
fn a_picture_of_too_many_pixels_is_refused_before_it_is_decoded() {
    for (width, height) in [(10_000, 10_000), (10_000, 1), (9_999, 9_999), (1, 60_000)] {
        let refusal = renew(&bomb(width, height)).unwrap_err();
        assert_eq!(refusal, PictureError::TooManyPixels, "{width} by {height}");
    }
}

proptest::proptest! {
    /// Whatever bytes come, they are refused or become a picture: nothing panics.
    #[test]
    fn any_bytes_are_taken_or_refused(
        format in 0..FORMATS.len(),
        at in proptest::prelude::any::<proptest::sample::Index>(),
        byte in proptest::prelude::any::<u8>(),
    ) {
        let mut broken = file(&photo(24, 24), FORMATS[format]);
        let at = at.index(broken.len());
        broken[at] = byte;
        if let Ok(picture) = renew(&broken) {
            read(&picture);
        }
    }
}
