//! The page about who the user is.

use crate::{
    account::{
        AccountForm,
        frame::{AccountSection, Frame},
    },
    extract::{
        browser::Browser,
        form::{Fields, Form, PostedForm},
        query::Query,
        signed_in::SignedIn,
    },
    messages::{self, Messages},
    pages::attribute_fields::{self, AttributeField, TypedAttributes},
    respond::{address::Base, brand::Brand, headers::see_other, html, page_error::PageError},
};
use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web::Data};
use askama::Template;
use doorward_core::{
    Provider,
    own_account::{Profile, ProfileProblem},
};
use doorward_protocol::users::attributes::AttributeProblem;
use std::collections::BTreeMap;

#[derive(Template)]
#[template(path = "pages/account_profile.html")]
struct ProfilePage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    frame: Frame,
    profile: &'a Profile,
    /// The declared fields that the page has no others for.
    attribute_fields: Vec<AttributeField>,
    email: Option<&'a str>,
    is_verified: bool,
    told: Option<String>,
    problem: Option<String>,
    address_problem: Option<String>,
    picture: Option<String>,
    picture_problem: Option<String>,
    form_token: &'a str,
    picture_token: &'a str,
    address_token: &'a str,
    /// Whether the address can be changed here: mail can be sent.
    has_mail: bool,
}

/// What the page shows beside the profile.
#[derive(Default)]
pub struct Told {
    /// What was done.
    pub done: Option<String>,
    /// Why the profile was not taken.
    pub problem: Option<String>,
    /// Why the address was not taken.
    pub address_problem: Option<String>,
    /// Why the picture was not taken.
    pub picture_problem: Option<String>,
    /// What was typed.
    pub typed: Option<Profile>,
    /// What is wrong with the declared fields, by name.
    pub attribute_problems: BTreeMap<String, AttributeProblem>,
}

/// Shows the page.
pub async fn show(
    query: Query,
    provider: Data<Provider>,
    signed_in: SignedIn,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    let done = match query.get("saved") {
        Some("profile") => Some(t.profile_saved()),
        Some("picture") => Some(t.profile_picture_saved()),
        Some("no-picture") => Some(t.profile_picture_removed()),
        Some("address") => Some(t.profile_address_saved()),
        _ => None,
    };
    let told = Told {
        done,
        ..Told::default()
    };
    render(&provider, &signed_in, t, told).await
}

/// Shows the page with what is to be told.
pub async fn render(
    provider: &Provider,
    signed_in: &SignedIn,
    t: Messages,
    told: Told,
) -> Result<HttpResponse, PageError> {
    let (browser, session) = (&signed_in.browser, &signed_in.session);
    let user = provider.users().get(&session.user_id).await?;
    let user = user.ok_or_else(|| PageError::foreign_form("/sign-in"))?;
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let claims = &user.claims;
    let typed = TypedAttributes {
        typed: told.typed.as_ref().map(|typed| typed.attributes.clone()),
        problems: told.attribute_problems,
    };
    let attributes = provider.users().attributes().await?;
    let shown = attributes
        .iter()
        .filter(|attribute| attribute.is_read_by_user() && !attribute.is_on_profile());
    let attribute_fields = attribute_fields::fields(t, shown, claims, &typed);
    let profile = told.typed.unwrap_or_else(|| Profile {
        username: text(&user.username),
        name: text(&claims.name),
        given_name: text(&claims.given_name),
        family_name: text(&claims.family_name),
        nickname: text(&claims.nickname),
        website: text(&claims.website),
        locale: text(&claims.locale),
        zoneinfo: text(&claims.zoneinfo),
        attributes: BTreeMap::new(),
    });
    let secret = browser.secret_or_new(provider);
    let page = ProfilePage {
        t,
        base: Base::of(provider),
        brand: Brand::of(provider),
        frame: Frame::new(AccountSection::Profile, browser),
        profile: &profile,
        attribute_fields,
        email: user.email.as_deref(),
        is_verified: claims.email_verified == Some(true),
        told: told.done,
        problem: told.problem,
        address_problem: told.address_problem,
        picture: user.uploaded_picture(provider.settings().issuer.as_str()),
        picture_problem: told.picture_problem,
        form_token: &AccountForm::Profile.token(&secret, session),
        picture_token: &AccountForm::Picture.token(&secret, session),
        address_token: &AccountForm::Address.token(&secret, session),
        has_mail: provider.mailer().can_send(),
    };
    let mut response = html::page_with(StatusCode::OK, &page)?;
    browser.keep_secret(provider, &secret, &mut response);
    Ok(response)
}

/// The form of the page.
pub struct ProfileForm(Profile);

impl PostedForm for ProfileForm {
    fn from_fields(fields: &Fields) -> Self {
        let field = |name| fields.get(name).unwrap_or_default().to_owned();
        Self(Profile {
            username: field("username"),
            name: field("name"),
            given_name: field("given_name"),
            family_name: field("family_name"),
            nickname: field("nickname"),
            website: field("website"),
            locale: field("locale"),
            zoneinfo: field("zoneinfo"),
            attributes: attribute_fields::typed(fields),
        })
    }

    fn purpose(&self, browser: &Browser) -> Option<String> {
        AccountForm::Profile.purpose(browser)
    }

    fn page(&self) -> String {
        AccountSection::Profile.path().to_owned()
    }
}

/// Changes the profile.
pub async fn submit(
    request: HttpRequest,
    provider: Data<Provider>,
    signed_in: SignedIn,
    t: Messages,
    Form(form): Form<ProfileForm>,
) -> Result<HttpResponse, PageError> {
    let changed = provider
        .own_account()
        .change_profile(&signed_in.ctx, &signed_in.session, &form.0)
        .await?;
    let mut attribute_problems = BTreeMap::new();
    let problem = match changed {
        Ok(_) => {
            let page = "/account/profile?saved=profile";
            let mut response = see_other(&Base::of(&provider).page(page));
            // The language of the account is that of the pages from now on, in this browser too.
            messages::choose(&request, &provider, &form.0.locale, &mut response);
            return Ok(response);
        }
        Err(ProfileProblem::Username) => t.profile_username_wrong(),
        Err(ProfileProblem::UsernameTaken) => t.profile_username_taken(),
        Err(ProfileProblem::UsernameReserved) => t.profile_username_reserved(),
        Err(ProfileProblem::UsernameDisguised) => t.profile_username_disguised(),
        Err(ProfileProblem::Name) => t.sign_up_no_name(),
        Err(ProfileProblem::Value) => t.profile_value_wrong(),
        Err(ProfileProblem::TimeZone) => t.profile_time_zone_wrong(),
        Err(ProfileProblem::Website) => t.profile_website_wrong(),
        Err(ProfileProblem::Attributes(found)) => {
            let attributes = provider.users().attributes().await?;
            let built_in = attributes.iter().find_map(|attribute| {
                let problem = found.get(&attribute.name)?;
                let text = attribute_fields::reason(t, *problem);
                let label = attribute_fields::label(t, attribute);
                attribute
                    .is_on_profile()
                    .then(|| format!("{label}: {text}"))
            });
            attribute_problems = found;
            built_in.unwrap_or_else(|| t.attribute_problems())
        }
        Err(ProfileProblem::Conflict) => t.profile_conflict(),
    };
    let told = Told {
        problem: Some(problem),
        typed: Some(form.0),
        attribute_problems,
        ..Told::default()
    };
    render(&provider, &signed_in, t, told).await
}
