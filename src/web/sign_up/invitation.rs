//! The link of an invitation. Opening it changes nothing; a button accepts.

use crate::{
    extract::{
        browser::Browser,
        form::{Fields, Form, PostedForm, page_about},
        operation::Operation,
        query::Query,
        return_page,
    },
    messages::Messages,
    respond::{
        address::{Address, Base},
        brand::Brand,
        headers::see_other,
        html,
        page_error::PageError,
    },
    sign_in::identity_provider::{Redirect, redirect_by_form},
};
use actix_web::{HttpResponse, http::StatusCode, web::Data};
use askama::Template;
use doorward_core::{
    Provider,
    context::Actor,
    invitations::{InvitedAccount, OpenInvitation},
};
use doorward_protocol::{
    credentials::one_time_token::{TokenPurpose, TokenRefusal},
    secret::{Secret, form_token},
};

#[derive(Template)]
#[template(path = "pages/invitation.html")]
struct InvitationPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    email: &'a str,
    inviter: Option<&'a str>,
    apps: String,
    /// The organization that they enter, and whether as an owner.
    into: Option<&'a str>,
    is_owner: bool,
    /// What the user is called who is signed in.
    signed_in: Option<String>,
    token: &'a str,
    form_token: &'a str,
}

fn purpose(token: &str) -> String {
    format!("invitation {token}")
}

fn refused(refusal: TokenRefusal) -> PageError {
    PageError::link_over(TokenPurpose::Invitation, refusal)
}

/// Shows who invites whom to what.
pub async fn show(
    query: Query,
    provider: Data<Provider>,
    ctx: Operation,
    browser: Browser,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    let token = query.get("token").unwrap_or_default();
    let link = Secret::presented(token);
    let found = provider.invitations().of_link(&ctx, &link).await?;
    let open = found.map_err(refused)?;
    let signed_in = match &browser.session {
        Some(session) => provider.users().get(&session.user_id).await?,
        None => None,
    };
    let secret = browser.secret_or_new(&provider);
    let OpenInvitation {
        invitation,
        apps,
        organization,
        ..
    } = open;
    let page = InvitationPage {
        t,
        base: Base::of(&provider),
        brand: Brand::of(&provider),
        email: &invitation.email,
        inviter: invitation.inviter.as_deref(),
        apps: apps.join(", "),
        into: organization.as_deref(),
        is_owner: invitation.organization_owner,
        signed_in: signed_in.map(|user| user.display_name().to_owned()),
        token,
        form_token: &form_token(&secret, &purpose(token)),
    };
    let mut response = html::page_with(StatusCode::OK, &page)?;
    browser.keep_secret(&provider, &secret, &mut response);
    Ok(response)
}

/// The form of the page.
pub struct InvitationForm {
    token: String,
    /// How it is accepted: as the `user` who is signed in, as a `new` one, or after a sign-in.
    accepted_as: String,
}

impl PostedForm for InvitationForm {
    fn from_fields(fields: &Fields) -> Self {
        let field = |name| fields.get(name).unwrap_or_default().to_owned();
        Self {
            token: field("token"),
            accepted_as: field("as"),
        }
    }

    fn purpose(&self, _: &Browser) -> Option<String> {
        Some(purpose(&self.token))
    }

    fn page(&self) -> String {
        page_about("/invitation", "token", Some(&self.token))
    }
}

/// Accepts the invitation, or goes where it can be accepted.
pub async fn submit(
    provider: Data<Provider>,
    ctx: Operation,
    browser: Browser,
    Form(form): Form<InvitationForm>,
) -> Result<HttpResponse, PageError> {
    let base = Base::of(&provider);
    let link = Secret::presented(form.token.as_str());
    let invitations = provider.invitations();
    match (form.accepted_as.as_str(), &browser.session, &browser.secret) {
        ("user", Some(session), _) => {
            let ctx = ctx.acting_as(Actor::User(session.user_id.clone()));
            let accepted = invitations.accept(&ctx, &link, &session.user_id).await?;
            let open = accepted.map_err(refused)?;
            Ok(match open {
                Some(open) => see_other(&Address::elsewhere(open)),
                None => see_other(&base.page("/")),
            })
        }
        ("new", _, Some(secret)) => {
            let begun = invitations
                .begin_account(&ctx, provider.sign_up(), &link, secret)
                .await?;
            // Where the address has an account, its user signs in. Only whoever holds the link learns
            // that, after they asked for it: the page itself is the same for every address.
            Ok(match begun.map_err(refused)? {
                InvitedAccount::Exists => sign_in_first(&provider, &form),
                InvitedAccount::Begun(ticket) => {
                    let next = page_about("/sign-up/complete", "ticket", Some(&ticket));
                    see_other(&base.page(&next))
                }
                InvitedAccount::OfProvider { provider_id, email } => {
                    let to = Redirect {
                        provider_id: &provider_id,
                        flow: None,
                        login_hint: Some(&email),
                        remembered: false,
                        is_form: true,
                    };
                    let mut response = redirect_by_form(&provider, &ctx, &browser, to).await?;
                    return_page::keep(&mut response, &provider, &form.page());
                    response
                }
            })
        }
        _ => Ok(sign_in_first(&provider, &form)),
    }
}

/// Sends the browser to the sign-in page, from which it comes back to the invitation.
fn sign_in_first(provider: &Provider, form: &InvitationForm) -> HttpResponse {
    let mut response = see_other(&Base::of(provider).page("/sign-in"));
    return_page::keep(&mut response, provider, &form.page());
    response
}
