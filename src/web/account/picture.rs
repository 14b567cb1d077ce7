//! The picture of a user: uploaded, taken away, and served to whoever has its address.

use super::{
    AccountForm,
    frame::AccountSection,
    profile::{self, Told},
};
use crate::{
    extract::{
        browser::Browser,
        form::{Fields, PostedForm},
        signed_in::SignedIn,
        upload::{Upload, UploadForm, UploadedFile},
    },
    messages::Messages,
    respond::{address::Base, headers::see_other, page_error::PageError},
};
use actix_web::{
    HttpResponse,
    http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY},
    web::{Data, Path},
};
use doorward_core::{
    Provider,
    own_account::{MAX_PICTURE_LENGTH, PictureError},
};

/// A picture has another address after each upload, so what an address gives never changes. After a day
/// nobody shows a picture that was taken away.
const CACHED: &str = "public, max-age=86400, immutable";
/// A file of a user, although written by this provider: it runs nothing and loads nothing.
const INERT: &str = "default-src 'none'; frame-ancestors 'none'; sandbox";

/// The form with the picture.
pub struct PictureForm {
    is_removal: bool,
}

impl PostedForm for PictureForm {
    fn from_fields(fields: &Fields) -> Self {
        Self {
            is_removal: fields.get("do") == Some("remove"),
        }
    }

    fn purpose(&self, browser: &Browser) -> Option<String> {
        AccountForm::Picture.purpose(browser)
    }

    fn page(&self) -> String {
        AccountSection::Profile.path().to_owned()
    }
}

impl UploadForm for PictureForm {
    const MAX_FILE_LENGTH: usize = MAX_PICTURE_LENGTH;
}

/// Takes a picture, or takes it away.
pub async fn submit(
    provider: Data<Provider>,
    signed_in: SignedIn,
    t: Messages,
    Upload { form, file }: Upload<PictureForm>,
) -> Result<HttpResponse, PageError> {
    let (own_account, session) = (provider.own_account(), &signed_in.session);
    let saved = |done: &str| {
        let page = format!("/account/profile?saved={done}");
        see_other(&Base::of(&provider).page(&page))
    };
    if form.is_removal {
        own_account.remove_picture(&signed_in.ctx, session).await?;
        return Ok(saved("no-picture"));
    }
    let problem = match file {
        None => t.profile_picture_none(),
        Some(UploadedFile::TooLarge) => t.profile_picture_too_large(),
        Some(UploadedFile::Whole(file)) => {
            let changed = own_account.change_picture(&signed_in.ctx, session, file);
            match changed.await? {
                Ok(()) => return Ok(saved("picture")),
                Err(PictureError::NotAPicture) => t.profile_picture_no_picture(),
                Err(PictureError::Damaged) => t.profile_picture_damaged(),
                Err(PictureError::TooManyPixels) => t.profile_picture_too_many_pixels(),
                Err(PictureError::Polyglot) => t.profile_picture_more_than_a_picture(),
            }
        }
    };
    let told = Told {
        picture_problem: Some(problem),
        ..Told::default()
    };
    profile::render(&provider, &signed_in, t, told).await
}

/// Gives a picture to whoever has its address: pages of apps show it.
pub async fn serve(provider: Data<Provider>, id: Path<String>) -> Result<HttpResponse, PageError> {
    let Some(picture) = provider.own_account().picture(&id).await? else {
        return Ok(HttpResponse::NotFound().finish());
    };
    Ok(HttpResponse::Ok()
        .content_type(picture.media_type)
        .insert_header((CACHE_CONTROL, CACHED))
        .insert_header((CONTENT_SECURITY_POLICY, INERT))
        .insert_header(("cross-origin-resource-policy", "cross-origin"))
        .body(picture.bytes))
}
