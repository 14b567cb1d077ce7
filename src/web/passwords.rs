//! New passwords: the field of a page that asks for one, how strong one is while it is typed, and why
//! one will not do.

use crate::{
    extract::{
        browser::Browser,
        form::{Fields, Form, PostedForm},
        operation::Operation,
    },
    messages::Messages,
    respond::{headers::NO_STORE, problem::Problem},
};
use actix_web::{
    HttpResponse,
    http::{StatusCode, header::CACHE_CONTROL},
    web::Data,
};
use doorward_core::{
    Provider,
    credentials::{PasswordContext, PasswordProblem, words_of},
    limits::Class,
};
use doorward_protocol::secret::{Secret, form_token};
use secrecy::SecretString;
use serde_json::json;

/// What the token of a question is bound to beside the browser.
const PURPOSE: &str = "password strength";
/// The fields of the page whose values a password must not rest on.
const WORDS: [&str; 5] = ["email", "username", "name", "given_name", "family_name"];
/// The longest word that is looked at, in characters.
const MAX_WORD: usize = 320;

/// What `pages/new_password.html` needs beside `t` and `base`: a page that includes it has one of these
/// as `new_password`. Its field is called `new_password`.
pub struct NewPassword {
    /// How many characters it must have at least.
    pub min_length: usize,
    /// The token with which the page asks how strong a password is.
    pub strength_token: String,
}

impl NewPassword {
    /// The field on a page for this browser.
    pub fn new(provider: &Provider, browser: &Secret) -> Self {
        Self {
            min_length: provider.passwords().min_length(),
            strength_token: form_token(browser, PURPOSE),
        }
    }
}

/// Why a password will not do, for whoever chose it.
pub fn reason(t: Messages, problem: PasswordProblem) -> String {
    match problem {
        PasswordProblem::TooShort(min) => t.password_too_short(min),
        PasswordProblem::TooLong => t.password_too_long(),
        PasswordProblem::Unusable => t.password_unusable(),
        PasswordProblem::Common => t.password_common(),
        PasswordProblem::OwnWord => t.password_own_word(),
        PasswordProblem::Pattern => t.password_pattern(),
        PasswordProblem::Date => t.password_date(),
        PasswordProblem::SingleWord => t.password_single_word(),
        PasswordProblem::Guessable => t.password_guessable(),
        PasswordProblem::Breached => t.password_breached(),
        PasswordProblem::Present => t.password_unchanged(),
        PasswordProblem::Revoked => t.password_had_before(),
    }
}

/// The status of the page that says so: what is longer than a password may be is no form of a user.
pub const fn status(problem: PasswordProblem) -> StatusCode {
    match problem {
        PasswordProblem::TooLong => StatusCode::BAD_REQUEST,
        _ => StatusCode::OK,
    }
}

fn label(t: Messages, score: u8) -> String {
    match score {
        0 => t.password_strength_0(),
        1 => t.password_strength_1(),
        2 => t.password_strength_2(),
        3 => t.password_strength_3(),
        _ => t.password_strength_4(),
    }
}

/// A question how strong a password is. It is neither kept nor logged.
pub struct StrengthForm {
    password: SecretString,
    words: Vec<String>,
}

impl PostedForm for StrengthForm {
    fn from_fields(fields: &Fields) -> Self {
        let words = WORDS.iter().filter_map(|name| fields.get(name));
        Self {
            password: fields.get("password").unwrap_or_default().into(),
            words: words
                .map(|word| word.chars().take(MAX_WORD).collect())
                .collect(),
        }
    }

    fn purpose(&self, _: &Browser) -> Option<String> {
        Some(PURPOSE.to_owned())
    }

    fn page(&self) -> String {
        "/account".to_owned()
    }
}

/// Says how strong a password is. Whoever is signed in has their own names among the words that it
/// must not rest on.
pub async fn strength(
    provider: Data<Provider>,
    ctx: Operation,
    browser: Browser,
    t: Messages,
    Form(form): Form<StrengthForm>,
) -> Result<HttpResponse, Problem> {
    let (limits, network) = (provider.rate_limits(), ctx.network());
    limits.check(&ctx, Class::PasswordStrength, &network)?;
    limits.count(&ctx, Class::PasswordStrength, &network).await;
    let mut words = form.words;
    if let Some(session) = &browser.session
        && let Some(user) = provider.users().get(&session.user_id).await?
    {
        words.extend(words_of(&user).into_iter().map(str::to_owned));
    }
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let about = PasswordContext {
        app: None,
        words: &words,
    };
    let strength = provider.passwords().strength(&form.password, &about);
    Ok(HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, NO_STORE))
        .json(json!({
            "score": strength.score,
            "label": label(t, strength.score),
            "problem": strength.problem.map(PasswordProblem::code),
            "reason": strength.problem.map(|problem| reason(t, problem)),
        })))
}
