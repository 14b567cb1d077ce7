//! Files of users: pictures, and the forms that carry them.

use actix_web::{
    http::header::{CONTENT_TYPE, HeaderMap, HeaderValue},
    web::Bytes,
};
use doorward_adapters::pictures::{Picture, PictureError, SIDE, renew};
use doorward_web::parsers::{UploadedFile, uploaded};
use image::{GenericImageView, ImageFormat};

/// The largest file that the form here keeps, and the most fields.
const MAX_FILE: usize = 2000;
const MAX_FIELDS: usize = 16;
/// The longest value of a field, in bytes.
const MAX_FIELD: usize = 4 * 1024;
const BOUNDARY: &str = "x-boundary";

/// A picture is written anew: small, square, of two formats, and without anything of what was sent beside
/// its pixels.
pub(super) fn picture(input: &[u8]) {
    let renewed = match renew(input) {
        Ok(renewed) => renewed,
        Err(error) => {
            let starts = [&b"\x89PNG"[..], b"\xff\xd8\xff", b"RIFF", b"GIF8"];
            let is_one = starts.iter().any(|start| input.starts_with(start));
            assert!(is_one || error == PictureError::NotAPicture);
            return assert!(!error.to_string().is_empty());
        }
    };
    let Picture { media_type, bytes } = &renewed;
    let format = match *media_type {
        "image/jpeg" => ImageFormat::Jpeg,
        "image/png" => ImageFormat::Png,
        other => panic!("{other}"),
    };
    let read = image::load_from_memory_with_format(bytes, format).expect("a picture");
    let (width, height) = read.dimensions();
    assert!(width == height && (1..=SIDE).contains(&width));
    // What else the file holds is not kept: markup, archives, metadata.
    let held = |mark: &[u8]| bytes.windows(mark.len()).any(|window| window == mark);
    for mark in [&b"<script"[..], b"<?php", b"Exif\0", b"tEXt", b"eXIf"] {
        assert!(!held(mark), "{}", String::from_utf8_lossy(mark));
    }
    // What is written here is taken again.
    let again = renew(bytes).expect("our own picture");
    assert_eq!(again.media_type, *media_type);
    let mut followed = bytes.clone();
    followed.extend(b"PK\x03\x04 and something else");
    let refused = renew(&followed).map(|picture| picture.media_type);
    assert_eq!(refused, Err(PictureError::Polyglot));
}

fn headers(content_type: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let value = HeaderValue::from_str(content_type).expect("a header");
    headers.insert(CONTENT_TYPE, value);
    headers
}

fn pieces(body: &[u8], length: usize) -> Vec<Bytes> {
    body.chunks(length.max(1))
        .map(Bytes::copy_from_slice)
        .collect()
}

/// What a form with a file says: its fields, and the file where it is not too large. The first byte says
/// in how large pieces it arrives, the rest is the body.
pub(super) fn upload(input: &[u8]) {
    let Some((first, body)) = input.split_first() else {
        return;
    };
    let headers = headers(&format!("multipart/form-data; boundary={BOUNDARY}"));
    let length = usize::from(*first) * 8 + 1;
    if let Some((fields, file)) = uploaded(&headers, pieces(body, length), MAX_FILE) {
        assert!(fields.iter().count() <= MAX_FIELDS);
        for (name, value) in fields.iter() {
            assert!(value.len() <= MAX_FIELD && fields.count(name) == 1);
            assert!(
                body.windows(value.len())
                    .any(|window| window == value.as_bytes())
            );
        }
        if let Some(UploadedFile::Whole(file)) = file {
            assert!((1..=MAX_FILE).contains(&file.len()) && file.len() < body.len());
            assert!(body.windows(file.len()).any(|window| window == file));
        }
    }
    // The same bytes as a file of a browser arrive as they are.
    let mark = format!("--{BOUNDARY}");
    if body
        .windows(mark.len())
        .any(|window| window == mark.as_bytes())
    {
        return;
    }
    let mut form = format!(
        "{mark}\r\nContent-Disposition: form-data; name=\"do\"\r\n\r\nsave\r\n{mark}\r\nContent-Disposition: \
         form-data; name=\"file\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n"
    )
    .into_bytes();
    form.extend(body);
    form.extend(format!("\r\n{mark}--\r\n").bytes());
    let (fields, file) = uploaded(&headers, pieces(&form, length), MAX_FILE).expect("a form");
    assert_eq!(fields.get("do"), Some("save"));
    match file {
        None => assert!(body.is_empty()),
        Some(UploadedFile::TooLarge) => assert!(body.len() > MAX_FILE),
        Some(UploadedFile::Whole(file)) => assert_eq!(file, body),
    }
}
