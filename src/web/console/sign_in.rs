//! How users sign in: what holds for everybody, and what each app decides for itself.

use super::{
    admin::Admin,
    edit::{EditLink, Links},
    frame::{Frame, Section},
    list::last_of_full,
    refusal::page_error,
};
use crate::{
    extract::query::Query,
    messages::Messages,
    respond::{
        address::{Address, Base},
        brand::Brand,
        html,
        page_error::PageError,
    },
};
use actix_web::{HttpResponse, web::Data};
use askama::Template;
use doorward_core::{Provider, ProviderSettings, federation::SignInMethods};
use doorward_protocol::{
    clients::registered_client::RegisteredClient,
    credentials::{
        second_factor::{ClientSecondFactor, RequiredOf, SecondFactorMode},
        sign_in_method::SignInMethod,
        sign_up::SignUpMode,
    },
    management::{Permission, Resource},
    oauth::redirect_uri::with_query,
};

/// How many apps a page has.
const LIMIT: i64 = 50;
/// A day, in seconds.
const DAY: i64 = 86_400;
/// An hour, in seconds.
const HOUR: i64 = 3_600;

#[derive(Template)]
#[template(path = "pages/console_sign_in.html")]
struct SignInPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    frame: Frame,
    rules: Vec<Rule>,
    /// The ways to sign in where no app decides otherwise, in the order of the page.
    methods: Vec<String>,
    /// Where the administrator may read apps.
    apps: Option<Vec<AppLine>>,
    next: Option<Address>,
}

/// A rule that holds for everybody.
struct Rule {
    label: String,
    /// The name of the setting.
    term: &'static str,
    value: String,
}

struct AppLine {
    name: String,
    page: Address,
    /// The ways that it lists itself; empty where it takes those of everybody.
    methods: Vec<String>,
    needs_second_factor: bool,
    takes_new_users: bool,
    change: Option<EditLink>,
}

/// What a sign-in method is called on pages.
fn name_of(method: &SignInMethod, t: Messages) -> String {
    match method {
        SignInMethod::Password => t.console_method_password(),
        SignInMethod::Passkey => t.console_method_passkey(),
        SignInMethod::Code => t.console_method_code(),
        SignInMethod::Link => t.console_method_link(),
        SignInMethod::IdentityProvider(id) => id.clone(),
    }
}

/// Shows the page.
pub async fn show(
    query: Query,
    provider: Data<Provider>,
    admin: Admin,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    admin.require(Permission::read(Resource::Settings))?;
    let (settings, base) = (provider.settings(), Base::of(&provider));
    let configuration = provider.configuration().await?;
    let all = SignInMethods::for_client(settings, &configuration, None);
    let own = settings.sign_in_methods.iter();
    let own = own.map(|one| name_of(one, t));
    let others = all.directories.iter().chain(&all.providers);
    let others = others.map(|each| each.display_name().to_owned());
    let after = query.get("after").unwrap_or_default();
    let (mut apps, mut next) = (None, None);
    if admin.caller.may(Permission::read(Resource::Apps)) {
        let read = provider
            .management()
            .apps_after(&admin.caller, after, LIMIT)
            .await;
        let read = read.map_err(page_error)?;
        next = last_of_full(&read, LIMIT).map(|last| {
            let place = [("after", last.client.client_id.as_str())];
            base.page(&with_query(Section::SignIn.path(), place))
        });
        let links = Links {
            base,
            admin: &admin,
            t,
        };
        let signing_in = read.iter().filter(|app| app.client.signs_in_users());
        apps = Some(signing_in.map(|app| line(app, links)).collect());
    }
    html::page(&SignInPage {
        t,
        base,
        brand: Brand::of(&provider),
        frame: Frame::new(Section::SignIn, &admin, t),
        rules: rules(&provider, t),
        methods: own.chain(others).collect(),
        apps,
        next,
    })
}

fn line(app: &RegisteredClient, links: Links<'_>) -> AppLine {
    let client = &app.client;
    let methods = client.sign_in_methods.iter();
    AppLine {
        name: client.display_name().to_owned(),
        page: links.base.page(&Section::Apps.page_of(&client.client_id)),
        methods: methods.map(|one| name_of(one, links.t)).collect(),
        needs_second_factor: client.second_factor == Some(ClientSecondFactor::Required),
        takes_new_users: client.sign_up,
        change: links.one("change-app-sign-in", &[("app", &client.client_id)]),
    }
}

/// What the settings decide for everybody.
fn rules(provider: &Provider, t: Messages) -> Vec<Rule> {
    let settings = provider.settings();
    let mut rules = factor_rules(settings, t);
    rules.extend([
        Rule {
            label: t.console_rule_length(),
            term: "passwords.min_length",
            value: settings.password_rules.min_length.to_string(),
        },
        Rule {
            label: t.console_rule_breaches(),
            term: "passwords.breach_api",
            value: yes_or_no(settings.password_rules.breach_url.is_some(), t),
        },
        Rule {
            label: t.console_rule_sign_up(),
            term: "sign_up.mode",
            value: match settings.sign_up.mode {
                SignUpMode::Off => t.console_sign_up_off(),
                SignUpMode::Invitation => t.console_sign_up_invitation(),
                SignUpMode::Domain => t.console_sign_up_domain(settings.sign_up.domains.join(", ")),
                SignUpMode::Open => t.console_sign_up_open(),
            },
        },
    ]);
    rules
}

fn yes_or_no(is_so: bool, t: Messages) -> String {
    if is_so {
        t.console_yes()
    } else {
        t.console_no()
    }
}

/// What they decide about second factors.
fn factor_rules(settings: &ProviderSettings, t: Messages) -> Vec<Rule> {
    let second_factor = &settings.second_factor;
    let days = |seconds: i64| match seconds / DAY {
        0 => t.console_never(),
        days => t.console_days(usize::try_from(days).unwrap_or_default()),
    };
    let rule = |label, term, value| Rule { label, term, value };
    vec![
        rule(
            t.console_rule_second_factor(),
            "second_factor.mode",
            match second_factor.mode {
                SecondFactorMode::Off => t.console_factor_off(),
                SecondFactorMode::Offered => t.console_factor_offered(),
                SecondFactorMode::Required => t.console_factor_required(),
            },
        ),
        rule(
            t.console_rule_second_factor_of(),
            "second_factor.required_groups",
            required_of(&settings.second_factor_required_of).unwrap_or_else(|| t.console_no()),
        ),
        rule(
            t.console_rule_after_providers(),
            "second_factor.after_identity_providers",
            yes_or_no(second_factor.after_identity_providers, t),
        ),
        rule(
            t.console_rule_trusted(),
            "second_factor.trusted_browser_days",
            days(second_factor.trusted_browser.as_seconds()),
        ),
        rule(
            t.console_rule_recovery(),
            "second_factor.recovery_delay_hours",
            match second_factor.recovery_delay.as_seconds() / HOUR {
                0 => t.console_rule_recovery_off(),
                hours => t.console_webhook_hours(hours.to_string()),
            },
        ),
    ]
}

/// The groups and roles that need a second factor, a role with its app before it. `None` where none does.
fn required_of(required: &RequiredOf) -> Option<String> {
    let groups = required.groups.iter().cloned();
    let roles = required.roles.iter().flat_map(|(client_id, roles)| {
        let named = roles.iter();
        named.map(move |role| format!("{client_id}: {role}"))
    });
    let all: Vec<String> = groups.chain(roles).collect();
    (!all.is_empty()).then(|| all.join(", "))
}
