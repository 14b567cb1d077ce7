//! The administrator who is signed in in the browser.

use super::refusal::page_error;
use crate::{
    extract::{
        browser::Browser,
        form::{Form, PostedForm},
        operation::{Operation, provider},
        signed_in::{self, SignedIn},
        upload::{Upload, UploadForm},
    },
    management::caller::count,
    respond::page_error::PageError,
};
use actix_web::{FromRequest, HttpRequest, dev::Payload};
use doorward_core::{Provider, management::Caller};
use doorward_protocol::management::{Permission, Resource, Verb};
use std::{future::Future, pin::Pin};

/// Somebody who is signed in and has a role of the app that is built in, or, where it comes from
/// [`AdminOrOwner`], owns an app or an organization. Whoever has none of them gets the page that says so.
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
        // Owners have what they do asked for by what they own.
        self.require_role()?;
        self.caller.require(permission).map_err(page_error)
    }

    /// Refuses whoever has no role of the app that is built in: of most pages, owners have nothing.
    fn require_role(&self) -> Result<(), PageError> {
        if self.caller.is_administrator() {
            return Ok(());
        }
        Err(not_for_you())
    }

    /// Refuses what whoever is signed in may not do to an app. To the owner of another app there is none.
    ///
    /// # Errors
    /// 403, 404.
    pub fn require_of_app(&self, permission: Permission, id: &str) -> Result<(), PageError> {
        let required = self.caller.require_of_app(permission, id);
        required.map_err(page_error)
    }

    /// Refuses whoever may do something to no organization at all. Which one it is about, the action asks.
    ///
    /// # Errors
    /// 403.
    pub fn require_of_some_organization(&self, verb: Verb) -> Result<(), PageError> {
        let resource = Resource::Organizations;
        let required = self.caller.require(Permission { resource, verb });
        required.map_err(page_error)
    }

    /// Refuses whoever may do something to no app at all: the page shows what is of theirs.
    ///
    /// # Errors
    /// 403.
    pub fn require_of_some_app(&self, permission: Permission) -> Result<(), PageError> {
        let required = self.caller.require_of_some_app(permission);
        required.map_err(page_error)
    }

    /// Whether they may open the pages of an app.
    pub fn sees_app(&self, client_id: &str) -> bool {
        let read = Permission::read(Resource::Apps);
        self.caller.require_of_app(read, client_id).is_ok()
    }

    /// What whoever is signed in may do by now: after something that may have taken long.
    ///
    /// # Errors
    /// Where they are signed out meanwhile, or may do nothing here any more.
    pub async fn caller_now(&self, provider: &Provider) -> Result<Caller, PageError> {
        let (ctx, session) = (&self.signed_in.ctx, &self.signed_in.session);
        if !provider.sessions().is_live(ctx, session).await? {
            return Err(PageError::foreign_form("/admin"));
        }
        let management = provider.management();
        let caller = management.caller_by_session(ctx, session).await;
        let caller = caller.map_err(page_error)?;
        if !caller.may_anything() {
            return Err(not_for_you());
        }
        Ok(caller)
    }
}

/// An administrator, or the owner of an app or of an organization, who has the pages that ask for this alone. What they see and
/// do there is for the page to require.
pub struct AdminOrOwner(pub Admin);

impl FromRequest for Admin {
    type Error = actix_web::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Self::Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let found = AdminOrOwner::from_request(request, payload);
        Box::pin(async move {
            let AdminOrOwner(admin) = found.await?;
            admin.require_role()?;
            Ok(admin)
        })
    }
}

fn not_for_you() -> PageError {
    let why = "this needs a role of the app doorward";
    Operation::note_refusal(why);
    PageError::not_for_you(why)
}

impl FromRequest for AdminOrOwner {
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
            Operation::note_caller(&caller.ctx);
            if !caller.may_anything() {
                return Err(not_for_you().into());
            }
            require_factor(&request, &provider, &signed_in).await?;
            count(&provider, &caller).await.map_err(page_error)?;
            Ok(Self(Admin { signed_in, caller }))
        })
    }
}

/// Sends whoever has to have a second factor, by a group or a role, to sign in with it, where their session
/// began before they had to.
async fn require_factor(
    request: &HttpRequest,
    provider: &Provider,
    signed_in: &SignedIn,
) -> Result<(), actix_web::Error> {
    if !lacks_factor(provider, signed_in).await? {
        return Ok(());
    }
    if request.method().is_safe() {
        signed_in::again(request)
    } else {
        Err(PageError::foreign_form("/admin").into())
    }
}

/// Whether the session of somebody began with one factor, and they have to have two.
async fn lacks_factor(provider: &Provider, signed_in: &SignedIn) -> Result<bool, PageError> {
    let trusted = signed_in.browser.context().trusted_browser;
    let (ctx, session) = (&signed_in.ctx, &signed_in.session);
    let factors = provider.second_factors();
    Ok(factors.lacks_required(ctx, session, trusted).await?)
}

/// A form that an administrator posted. Where they are signed out meanwhile, the page says so and leads
/// back to the form as it was.
pub struct AdminForm<T> {
    /// Who posted it.
    pub admin: Admin,
    /// The form that they posted.
    pub form: T,
}

/// A form that an administrator or the owner of an app posted, as [`AdminForm`].
pub struct AdminOrOwnerForm<T>(pub AdminForm<T>);

impl<T: PostedForm> FromRequest for AdminOrOwnerForm<T> {
    type Error = actix_web::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Self::Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let form = Form::<T>::from_request(request, payload);
        let request = request.clone();
        Box::pin(async move {
            // The form first: it knows the page that its sender is led back to.
            let Form(form) = form.await?;
            let signed_in = SignedIn::from_request(&request, &mut Payload::None).await?;
            if lacks_factor(&*provider(&request)?, &signed_in).await? {
                return Err(PageError::foreign_form(form.page()).into());
            }
            let AdminOrOwner(admin) =
                AdminOrOwner::from_request(&request, &mut Payload::None).await?;
            Ok(Self(AdminForm { admin, form }))
        })
    }
}

impl<T: PostedForm> FromRequest for AdminForm<T> {
    type Error = actix_web::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Self::Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let form = AdminOrOwnerForm::<T>::from_request(request, payload);
        Box::pin(async move {
            let AdminOrOwnerForm(form) = form.await?;
            form.admin.require_role()?;
            Ok(form)
        })
    }
}

/// A form with a file that an administrator or the owner of an app posted. They are that when it begins, and
/// when all of it has come; what they may do is for the page to require.
pub struct AdminUpload<T> {
    /// Who posted it.
    pub admin: Admin,
    /// The form with its file.
    pub upload: Upload<T>,
}

impl<T: UploadForm> FromRequest for AdminUpload<T> {
    type Error = actix_web::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Self::Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let admin = AdminOrOwner::from_request(request, payload);
        let browser = Browser::from_request(request, payload);
        let upload = Upload::<T>::from_request(request, payload);
        let request = request.clone();
        Box::pin(async move {
            if browser.await?.session.is_none() {
                // The form knows the page that its sender is led back to.
                upload.await?;
                return Err(PageError::foreign_form("/admin").into());
            }
            let (AdminOrOwner(admin), upload) = (admin.await?, upload.await?);
            let provider = provider(&request)?;
            let caller = admin.caller_now(&provider).await?;
            let admin = Admin { caller, ..admin };
            Ok(Self { admin, upload })
        })
    }
}
