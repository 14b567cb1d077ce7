//! How pages look: of the server, of an app, of an organization; and who decides it.

mod api;
mod chromium;
mod console;
mod own_pages;
mod pages;
mod strangers;

use crate::{management::Caller, world::World};
use base64::{Engine, engine::general_purpose::STANDARD};
use image::{DynamicImage, ImageFormat, Rgba, RgbaImage};
use serde_json::{Value, json};
use std::io::Cursor;

/// A logo that is wider than it is high, and transparent in parts.
pub fn logo() -> Vec<u8> {
    let paint = |x, _| Rgba([179, 38, 30, if x < 40 { 255 } else { 90 }]);
    let mut file = Cursor::new(Vec::new());
    DynamicImage::from(RgbaImage::from_fn(90, 30, paint))
        .write_to(&mut file, ImageFormat::Png)
        .unwrap();
    file.into_inner()
}

/// The body of an upload by the API.
pub fn upload(file: &[u8]) -> Value {
    json!({"content": STANDARD.encode(file)})
}

/// Whoever may decide how everything looks.
pub async fn painter(world: &World) -> Caller<'_> {
    let scope = "doorward.settings:write doorward.apps:write doorward.organizations:write";
    Caller::service(world, "painter", scope).await
}
