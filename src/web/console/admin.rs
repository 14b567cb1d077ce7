//! The administrator who is signed in in the browser.

use super::refusal::page_error;
use crate::{
    extract::{
        form::{Form, PostedForm},
        operation::provider,
        signed_in::SignedIn,
    },
    management::caller::count,
    respond::page_error::PageError,
};
use actix_web::{FromRequest, HttpRequest, dev::Payload};
use doorward_core::management::Caller;
use doorward_protocol::management::Permission;
use std::{future::Future, pin::Pin};

/// Somebody who is signed in and has a role of the app that is built in. Whoever has none gets the page
/// that says so.
pub struct Admin {
    /// The browser and its session.
    pub signed_in: SignedIn,
    /// What they may do.
    pub caller: Caller,
}

impl Admin {
    /// Refuses a page or an action that the administrator may not have.
    ///
    /// # Errors
    /// 403.
    pub fn require(&self, permission: Permission) -> Result<(), PageError> {
        self.caller.require(permission).map_err(page_error)
    }
}

impl FromRequest for Admin {
    type Error = actix_web::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Self::Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let signed_in = SignedIn::from_request(request, payload);
        let request = request.clone();
        Box::pin(async move {
            let (signed_in, provider) = (signed_in.await?, provider(&request)?);
            let caller = provider
                .management()
                .caller_by_session(&signed_in.ctx, &signed_in.session)
                .await
                .map_err(page_error)?;
            if !caller.is_administrator() {
                return Err(PageError::not_for_you("this needs a role of the app doorward").into());
            }
            count(&provider, &caller).await.map_err(page_error)?;
            Ok(Self { signed_in, caller })
        })
    }
}

/// A form that an administrator posted. Where they are signed out meanwhile, the page says so and leads
/// back to the form as it was.
pub struct AdminForm<T> {
    /// Who posted it.
    pub admin: Admin,
    /// The form that they posted.
    pub form: T,
}

impl<T: PostedForm> FromRequest for AdminForm<T> {
    type Error = actix_web::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Self::Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let form = Form::<T>::from_request(request, payload);
        let request = request.clone();
        Box::pin(async move {
            // The form first: it knows the page that its sender is led back to.
            let Form(form) = form.await?;
            let admin = Admin::from_request(&request, &mut Payload::None).await?;
            Ok(Self { admin, form })
        })
    }
}
