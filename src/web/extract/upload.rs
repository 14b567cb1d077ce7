//! A form of ours that carries a file (RFC 7578).

use super::{
    browser::Browser,
    form::{Fields, PostedForm, proven},
    operation::{Operation, provider},
};
use crate::respond::page_error::PageError;
use actix_multipart::{Field, Multipart};
use actix_web::{
    FromRequest, HttpRequest,
    dev::Payload,
    http::header::CONTENT_TYPE,
    web::{Bytes, BytesMut},
};
use futures_util::StreamExt;
use std::{future::Future, pin::Pin};

/// The name of the field with the file.
pub const FILE: &str = "file";
/// The longest value of a field that is no file, in bytes.
const MAX_FIELD_LENGTH: usize = 4 * 1024;
/// The most fields.
const MAX_FIELDS: usize = 16;
/// The largest body that is read to its end, so that the browser shows the answer to a file that is too
/// large, in bytes.
const MAX_READ_LENGTH: usize = 64 * 1024 * 1024;

/// A form that came from our page for its purpose, with its file.
pub struct Upload<T> {
    /// The form with its other fields.
    pub form: T,
    /// The file; none where nobody chose one.
    pub file: Option<UploadedFile>,
}

/// What was sent as the file.
pub enum UploadedFile {
    /// The whole file, as it was sent.
    Whole(Vec<u8>),
    /// More than may be sent.
    TooLarge,
}

/// A form that carries a file of at most so many bytes.
pub trait UploadForm: PostedForm {
    /// The largest file that is kept, in bytes.
    const MAX_FILE_LENGTH: usize;
}

impl<T: UploadForm> FromRequest for Upload<T> {
    type Error = actix_web::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Self::Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let browser = Browser::from_request(request, payload);
        let is_multipart = request
            .headers()
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| value.starts_with("multipart/form-data"));
        let parts = is_multipart.then(|| Multipart::from_request(request, payload));
        let body = (!is_multipart).then(|| Bytes::from_request(request, payload));
        let request = request.clone();
        Box::pin(async move {
            let browser = browser.await?;
            if browser.session.is_none() {
                let fields = match (parts, body) {
                    (Some(parts), _) => before_file(parts.await?).await,
                    (None, Some(body)) => super::form::fields(&request, &body.await?)?,
                    (None, None) => Fields::parse(""),
                };
                return Err(PageError::foreign_form(T::from_fields(&fields).page()).into());
            }
            let (fields, file) = match (parts, body) {
                (Some(parts), _) => read(parts.await?, T::MAX_FILE_LENGTH).await?,
                (None, Some(body)) => (super::form::fields(&request, &body.await?)?, None),
                (None, None) => return Err(PageError::bad_request().into()),
            };
            let form = proven::<T>(&request, &fields, &browser)?;
            if !is_signed_in_still(&request, &browser).await? {
                return Err(PageError::foreign_form(form.page()).into());
            }
            Ok(Self { form, file })
        })
    }
}

/// Whether the session of a browser is live once the file has come, which may take long.
async fn is_signed_in_still(
    request: &HttpRequest,
    browser: &Browser,
) -> Result<bool, actix_web::Error> {
    let Some(session) = &browser.session else {
        return Ok(false);
    };
    let provider = provider(request)?;
    let ctx = Operation::of(request, &provider);
    let is_live = provider.sessions().is_live(&ctx, session).await;
    Ok(is_live.map_err(PageError::from)?)
}

/// The fields before the file, by which somebody who is signed out meanwhile is led back to the form as
/// it was. A file of a stranger is not read.
async fn before_file(mut parts: Multipart) -> Fields {
    let mut fields = url::form_urlencoded::Serializer::new(String::new());
    for _ in 0..MAX_FIELDS {
        let Some(Ok(mut part)) = parts.next().await else {
            break;
        };
        let name = part.name().map(str::to_owned).unwrap_or_default();
        let is_file = name == FILE;
        let value = if is_file {
            None
        } else {
            short_value(&mut part).await
        };
        let Some(value) = value else {
            break;
        };
        fields.append_pair(&name, &value);
    }
    Fields::parse(&fields.finish())
}

/// The value of a field, where it is text and not too long.
async fn short_value(part: &mut Field) -> Option<String> {
    let mut value = BytesMut::new();
    while let Some(chunk) = part.next().await {
        value.extend_from_slice(&chunk.ok()?);
        if value.len() > MAX_FIELD_LENGTH {
            return None;
        }
    }
    String::from_utf8(value.to_vec()).ok()
}

/// Reads every part. The file is dropped once it is too large, and the rest is read all the same.
pub async fn read(
    mut parts: Multipart,
    max_file_length: usize,
) -> Result<(Fields, Option<UploadedFile>), actix_web::Error> {
    let mut fields = url::form_urlencoded::Serializer::new(String::new());
    let (mut file, mut length, mut number) = (None, 0, 0);
    while let Some(part) = parts.next().await {
        let mut part = part.map_err(|_| PageError::bad_request())?;
        number += 1;
        let name = part.name().map(str::to_owned).unwrap_or_default();
        let is_file = name == FILE;
        let max = if is_file {
            max_file_length
        } else {
            MAX_FIELD_LENGTH
        };
        let mut value = BytesMut::new();
        let mut is_too_large = false;
        while let Some(chunk) = part.next().await {
            let chunk = chunk.map_err(|_| PageError::bad_request())?;
            length += chunk.len();
            is_too_large = is_too_large || value.len() + chunk.len() > max;
            if is_too_large {
                value.clear();
            } else {
                value.extend_from_slice(&chunk);
            }
            if length > MAX_READ_LENGTH {
                return Err(PageError::bad_request().into());
            }
        }
        match (is_file, is_too_large) {
            (true, true) => file = Some(UploadedFile::TooLarge),
            // A browser sends an empty part where nobody chose a file.
            (true, false) if value.is_empty() => {}
            (true, false) => file = Some(UploadedFile::Whole(value.to_vec())),
            (false, false) if number <= MAX_FIELDS => {
                let value = std::str::from_utf8(&value).map_err(|_| PageError::bad_request())?;
                fields.append_pair(&name, value);
            }
            (false, _) => return Err(PageError::bad_request().into()),
        }
    }
    let fields = Fields::parse(&fields.finish());
    if fields.has_repeated() || fields.has_unusable() {
        return Err(PageError::bad_request().into());
    }
    Ok((fields, file))
}
