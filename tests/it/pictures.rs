//! Pictures of users: uploaded, written anew, served, taken away.

use crate::{
    on_both,
    world::{ADA, Answer, Browser, GRACE, World},
};
use image::{DynamicImage, GenericImageView, ImageFormat, Rgb, RgbImage};
use std::io::Cursor;

on_both!(
    a_picture_is_written_anew_and_apps_learn_its_address,
    a_file_that_is_no_picture_is_refused_and_nothing_is_kept,
    a_picture_is_taken_away_and_goes_with_its_user,
    an_upload_without_the_token_of_its_page_is_refused,
    of_two_uploads_at_once_one_is_the_picture
);

fn picture(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let picture = RgbImage::from_pixel(width, height, Rgb([9, 120, 200]));
    let mut file = Cursor::new(Vec::new());
    DynamicImage::from(picture)
        .write_to(&mut file, format)
        .unwrap();
    file.into_inner()
}

async fn upload(browser: &mut Browser, file: &[u8]) -> Answer {
    let page = browser.get("/account/profile").await;
    let token = page.token_of("/account/picture").unwrap();
    let fields = [("form_token", token.as_str()), ("do", "save")];
    let answer = browser.upload("/account/picture", &fields, file).await;
    browser.follow(answer).await
}

async fn address(world: &World) -> Option<String> {
    let id = world.sub(ADA.0).await;
    let user = world.provider.store().user(&id).await.unwrap().unwrap();
    user.uploaded_picture(&world.issuer)
}

async fn a_picture_is_written_anew_and_apps_learn_its_address(world: World) {
    let mut browser = world.signed_in(ADA).await;
    let page = upload(&mut browser, &picture(700, 500, ImageFormat::Png)).await;
    assert!(page.body.contains("picture is saved"), "{}", page.body);
    let first = address(&world).await.unwrap();
    assert!(page.body.contains(&first), "the page shows it");
    let served = world.http.get(&first).send().await.unwrap();
    let header = |name: &str| served.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(header("content-type"), "image/jpeg");
    assert_eq!(header("cache-control"), "public, max-age=86400, immutable");
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert_eq!(header("cross-origin-resource-policy"), "cross-origin");
    assert!(header("content-security-policy").contains("sandbox"));
    let bytes = served.bytes().await.unwrap();
    let shown = image::load_from_memory(&bytes).unwrap();
    assert_eq!(shown.dimensions(), (500, 500));
    // The app learns of it, whatever was declared for the user.
    let scope = [("scope", "openid profile")];
    let tokens = world.tokens(&mut browser, &scope).await;
    let (_, claims) = world.userinfo(&tokens.access).await;
    assert_eq!(claims["picture"], first);
    // Each upload has another address, and the one before is gone.
    upload(&mut browser, &picture(40, 40, ImageFormat::WebP)).await;
    let second = address(&world).await.unwrap();
    assert_ne!(first, second);
    let gone = world.http.get(&first).send().await.unwrap();
    assert_eq!(gone.status(), 404);
    let (_, claims) = world.userinfo(&tokens.access).await;
    assert_eq!(claims["picture"], second);
}

async fn a_file_that_is_no_picture_is_refused_and_nothing_is_kept(world: World) {
    let mut browser = world.signed_in(ADA).await;
    let good = picture(64, 64, ImageFormat::Png);
    upload(&mut browser, &good).await;
    let before = address(&world).await;
    let mut large = good.clone();
    large[16..24].copy_from_slice(&[0, 0, 0x27, 0x10, 0, 0, 0x27, 0x10]);
    large.splice(29..33, crc_of_head(&large).to_be_bytes());
    let too_long = vec![0_u8; 5 * 1024 * 1024 + 1];
    let both = [&good[..], b"<script>alert(1)</script>"].concat();
    for (file, told) in [
        (&b""[..], "Choose a file first"),
        (
            b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
            "no PNG, JPEG",
        ),
        (b"just text", "no PNG, JPEG"),
        (&good[..good.len() / 2], "damaged"),
        (&large, "too large"),
        (&too_long, "more than 5 MB"),
        (&both, "something besides the picture"),
    ] {
        let page = upload(&mut browser, file).await;
        assert_eq!(page.status, 200);
        assert!(page.body.contains(told), "{told}: {}", page.body);
        assert_eq!(address(&world).await, before, "{told}");
    }
}

/// The check sum of the first chunk of a PNG (PNG §D).
fn crc_of_head(file: &[u8]) -> u32 {
    !file[12..29].iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            (sum >> 1) ^ (0xedb8_8320 & (sum & 1).wrapping_neg())
        })
    })
}

async fn a_picture_is_taken_away_and_goes_with_its_user(world: World) {
    let mut browser = world.signed_in(ADA).await;
    upload(&mut browser, &picture(64, 64, ImageFormat::Gif)).await;
    let first = address(&world).await.unwrap();
    let page = browser.get("/account/profile").await;
    let token = page.token_of("/account/picture").unwrap();
    let fields = [("form_token", token.as_str()), ("do", "remove")];
    let answer = browser.upload("/account/picture", &fields, b"").await;
    let page = browser.follow(answer).await;
    assert!(page.body.contains("picture is removed"), "{}", page.body);
    assert_eq!(address(&world).await, None);
    assert_eq!(world.http.get(&first).send().await.unwrap().status(), 404);
    upload(&mut browser, &picture(64, 64, ImageFormat::Jpeg)).await;
    let second = address(&world).await.unwrap();
    let users = world.provider.users();
    let store = world.provider.store();
    let user = store.user_by_email(ADA.0).await.unwrap().unwrap();
    users.delete(&world.context(), &user).await.unwrap();
    assert_eq!(world.http.get(&second).send().await.unwrap().status(), 404);
}

async fn an_upload_without_the_token_of_its_page_is_refused(world: World) {
    let file = picture(64, 64, ImageFormat::Png);
    let mut ada = world.signed_in(ADA).await;
    let mut grace = world.signed_in(GRACE).await;
    let page = grace.get("/account/profile").await;
    let theirs = page.token_of("/account/picture").unwrap();
    let mut stranger = world.browser();
    for (browser, token) in [(&mut ada, theirs.as_str()), (&mut stranger, "x")] {
        let fields = [("form_token", token), ("do", "save")];
        let answer = browser.upload("/account/picture", &fields, &file).await;
        assert_eq!(answer.status, 403, "{}", answer.body);
    }
    let page = ada.get("/account/profile").await;
    let token = page.token_of("/account/picture").unwrap();
    ada.extra_headers = vec![("sec-fetch-site", "cross-site".into())];
    let fields = [("form_token", token.as_str()), ("do", "save")];
    let answer = ada.upload("/account/picture", &fields, &file).await;
    assert_eq!(answer.status, 403, "{}", answer.body);
    assert_eq!(address(&world).await, None);
}

async fn of_two_uploads_at_once_one_is_the_picture(world: World) {
    let browser = world.signed_in(ADA).await;
    let uploads = (0..4).map(|n| {
        let mut browser = browser.again();
        async move { upload(&mut browser, &picture(30 + n, 40, ImageFormat::Png)).await }
    });
    for page in futures_util::future::join_all(uploads).await {
        assert_eq!(page.status, 200, "{}", page.body);
    }
    let address = address(&world).await.unwrap();
    assert_eq!(world.http.get(&address).send().await.unwrap().status(), 200);
}
