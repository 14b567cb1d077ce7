//! The part of the account page about other ways in: link, unlink.

use crate::extract::operation;
use crate::federation::problem;
use crate::respond::page_error::NextPage;
use crate::{
    account::page::purpose,
    pages::{LetIn, let_in},
};
use crate::{
    extract::{browser::Browser, forms},
    respond::{headers::see_other, page_error::PageError},
};
use actix_session::Session;
use actix_web::{
    HttpRequest, HttpResponse,
    web::{Bytes, Data},
};
use doorward_core::{
    Provider,
    federation::{start_link, unlink},
};

/// Begins to link a provider. Asked for from our own page, by somebody who proved who they are just
/// now.
pub async fn link(
    request: HttpRequest,
    provider: Data<Provider>,
    session: Session,
    body: Bytes,
) -> Result<HttpResponse, PageError> {
    let ctx = &operation(&request, &provider);
    let browser = Browser::of(&request, &provider, &session)?;
    let (Some(sso), Some(secret)) = (&browser.session, &browser.secret) else {
        return Err(PageError::foreign_form());
    };
    let form = forms::read(&request, &body, &browser, |_| purpose(sso))?;
    if !sso.is_fresh(ctx.now()) {
        return Ok(see_other("/sign-in?way=again"));
    }
    match start_link(
        &provider,
        ctx,
        form.get("provider").unwrap_or_default(),
        sso,
        secret,
    )
    .await?
    {
        Ok(url) => Ok(see_other(&url)),
        Err(problem) => Err(problem::page(&problem)),
    }
}

/// Unlinks, unless it is the last way in.
pub async fn remove(
    request: HttpRequest,
    provider: Data<Provider>,
    session: Session,
    body: Bytes,
) -> Result<HttpResponse, PageError> {
    let ctx = &operation(&request, &provider);
    let browser = Browser::whole(&request, &provider, ctx, &session).await?;
    let Some(sso) = &browser.session else {
        return Err(PageError::foreign_form());
    };
    let form = forms::read(&request, &body, &browser, |_| purpose(sso))?;
    if !sso.is_fresh(ctx.now()) {
        return Ok(see_other("/sign-in?way=again"));
    }
    let user = provider
        .users()
        .get(&sso.user_id)
        .await?
        .ok_or_else(PageError::foreign_form)?;
    let field = |name| form.get(name).unwrap_or_default();
    if unlink(
        &provider,
        ctx,
        &user,
        (field("provider"), field("issuer"), field("subject")),
        sso,
    )
    .await?
    {
        // This session goes on under a new identifier, as after each change of how one signs in
        // (catalogue case A184).
        return let_in(
            &provider,
            ctx,
            (&browser, &session),
            LetIn {
                sid: &sso.sid,
                flow: None,
                remembered: sso.remembered,
            },
        )
        .await;
    }
    Err(PageError::last_method().with_next("/account", NextPage::Account))
}
