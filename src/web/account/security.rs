//! The security page of the account: second factors, and the browsers that are trusted.

use crate::{
    account::{
        AccountForm,
        frame::{AccountSection, Frame},
        words::{device, place},
    },
    extract::{
        browser::Browser,
        form::{Fields, Form, PostedForm},
        signed_in::SignedIn,
    },
    messages::{Html, Messages},
    respond::{address::Base, brand::Brand, headers::see_other, html, page_error::PageError},
};
use actix_web::{HttpResponse, web::Data};
use askama::Template;
use doorward_core::Provider;
use doorward_protocol::credentials::{
    one_time_code::RECOVERY_CODES, second_factor::SecondFactorMode,
};
use serde_json::json;

/// The path of the page.
pub const PATH: &str = "/account/security";

#[derive(Template)]
#[template(path = "pages/security.html")]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each decides about one part of the page"
)]
struct SecurityPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    frame: Frame,
    name: &'a str,
    has_password: bool,
    /// Whether second factors are used here.
    offers_factors: bool,
    has_app: bool,
    recovery_codes: usize,
    /// How many recovery codes a user gets.
    of_codes: usize,
    trusted: Vec<TrustedLine>,
    /// Whether passkeys are used here.
    offers_passkeys: bool,
    passkeys: Vec<PasskeyLine>,
    /// What the password manager is told of the passkeys that are known here, as JSON.
    known_passkeys: Option<String>,
    tokens: SecurityTokens,
}

/// The token of each form on the page.
struct SecurityTokens {
    remove_authenticator: String,
    renew_codes: String,
    distrust: String,
    rename_passkey: String,
    remove_passkey: String,
}

struct PasskeyLine {
    id: String,
    name: String,
    is_security_key: bool,
    is_synced: bool,
    since: Html,
    used: Option<Html>,
}

struct TrustedLine {
    id: String,
    device: String,
    place: Option<String>,
    since: Html,
    until: Html,
}

/// Shows the page.
pub async fn show(
    provider: Data<Provider>,
    signed_in: SignedIn,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    let (browser, session) = (&signed_in.browser, &signed_in.session);
    let user = provider
        .users()
        .get(&session.user_id)
        .await?
        .ok_or_else(|| PageError::foreign_form("/sign-in"))?;
    let factors = provider.second_factors();
    let owned = factors.of_user(&user.id).await?;
    let passkeys = provider.passkeys();
    let lines = passkey_lines(&provider, &signed_in, t).await?;
    let secret = browser.secret_or_new(&provider);
    let token = |form: AccountForm| form.token(&secret, session);
    let mut response = html::page(&SecurityPage {
        t,
        base: Base::of(&provider),
        brand: Brand::of(&provider),
        frame: Frame::new(AccountSection::Security, browser),
        name: user.display_name(),
        has_password: provider.users().has_password(&user.id).await?,
        offers_factors: factors.policy().mode != SecondFactorMode::Off,
        has_app: owned.has_app,
        recovery_codes: usize::try_from(owned.recovery_codes).unwrap_or_default(),
        of_codes: RECOVERY_CODES,
        trusted: trusted(&provider, &signed_in, t).await?,
        offers_passkeys: passkeys.are_available(),
        known_passkeys: passkeys.relying_party().map(|party| {
            let ids: Vec<&str> = lines.iter().map(|line| line.id.as_str()).collect();
            json!({
                "rpId": party,
                "userId": passkeys.user_handle(&user.id),
                "allAcceptedCredentialIds": ids,
            })
            .to_string()
        }),
        passkeys: lines,
        tokens: SecurityTokens {
            remove_authenticator: token(AccountForm::RemoveAuthenticator),
            renew_codes: token(AccountForm::RenewRecoveryCodes),
            distrust: token(AccountForm::DistrustBrowsers),
            rename_passkey: token(AccountForm::RenamePasskey),
            remove_passkey: token(AccountForm::RemovePasskey),
        },
    })?;
    browser.keep_secret(&provider, &secret, &mut response);
    Ok(response)
}

async fn passkey_lines(
    provider: &Provider,
    signed_in: &SignedIn,
    t: Messages,
) -> Result<Vec<PasskeyLine>, PageError> {
    let now = signed_in.ctx.now();
    let owned = provider
        .passkeys()
        .of_user(&signed_in.session.user_id)
        .await?;
    let lines = owned.into_iter().map(|passkey| PasskeyLine {
        name: if passkey.label.is_empty() {
            t.security_passkey_unnamed()
        } else {
            passkey.label
        },
        is_security_key: !passkey.signs_in,
        is_synced: passkey.is_synced,
        since: t.when(passkey.created_at, now),
        used: passkey.last_used_at.map(|at| t.when(at, now)),
        id: passkey.id,
    });
    Ok(lines.collect())
}

async fn trusted(
    provider: &Provider,
    signed_in: &SignedIn,
    t: Messages,
) -> Result<Vec<TrustedLine>, PageError> {
    let now = signed_in.ctx.now();
    let user_id = &signed_in.session.user_id;
    let browsers = provider
        .second_factors()
        .trusted_browsers(user_id, now)
        .await?;
    let lines = browsers.into_iter().map(|browser| TrustedLine {
        device: device(&browser.user_agent, t),
        place: browser.address.map(|address| place(provider, &address, t)),
        since: t.when(browser.created_at, now),
        until: t.when(browser.expires_at, now),
        id: browser.id,
    });
    Ok(lines.collect())
}

/// The form that ends the trust in browsers.
pub struct DistrustForm {
    /// The browser; every one where there is none.
    id: Option<String>,
}

impl PostedForm for DistrustForm {
    fn from_fields(fields: &Fields) -> Self {
        Self {
            id: fields.get("browser").map(str::to_owned),
        }
    }

    fn purpose(&self, browser: &Browser) -> Option<String> {
        AccountForm::DistrustBrowsers.purpose(browser)
    }

    fn page(&self) -> String {
        PATH.to_owned()
    }
}

/// Trusts one browser no more, or every one.
pub async fn distrust(
    provider: Data<Provider>,
    signed_in: SignedIn,
    Form(form): Form<DistrustForm>,
) -> Result<HttpResponse, PageError> {
    let user_id = &signed_in.session.user_id;
    provider
        .second_factors()
        .distrust(&signed_in.ctx, user_id, form.id.as_deref())
        .await?;
    Ok(see_other(&Base::of(&provider).page(PATH)))
}
