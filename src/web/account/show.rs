//! The account page: who the user is here, where they are signed in, which apps they use.

use crate::{
    account::{
        AccountForm,
        frame::{AccountSection, Frame},
        receipt::says,
        recovery::{RecoveryBanner, banner},
        words::{device, place},
    },
    extract::signed_in::SignedIn,
    messages::{Html, Messages},
    respond::{address::Base, brand::Brand, html, page_error::PageError},
};
use actix_web::{HttpResponse, web::Data};
use askama::Template;
use doorward_core::{Configuration, Provider, federation::LinkedIdentityView, launchpad::opens_at};
use doorward_protocol::{secret::Secret, sessions::sso_session::SsoSession};

#[derive(Template)]
#[template(path = "pages/account.html")]
struct AccountPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    name: &'a str,
    email: Option<&'a str>,
    username: Option<&'a str>,
    frame: Frame,
    /// Whether the console is open to the user.
    is_administrator: bool,
    /// A request to get in without the second factor, which can be refused.
    recovery: Option<RecoveryBanner>,
    has_password: bool,
    identities: Vec<IdentityLine>,
    choices: Vec<(String, String)>,
    sessions: Vec<SessionLine>,
    receipts: Vec<ReceiptLine>,
    apps: Vec<AppLine>,
    tokens: FormTokens,
}

/// The token of each form on the page.
struct FormTokens {
    end_sessions: String,
    send_again: String,
    remove_app: String,
    link_identity: String,
    unlink_identity: String,
    refuse_recovery: String,
}

impl FormTokens {
    fn new(browser: &Secret, session: &SsoSession) -> Self {
        let token = |form: AccountForm| form.token(browser, session);
        Self {
            end_sessions: token(AccountForm::EndSessions),
            send_again: token(AccountForm::SendAgain),
            remove_app: token(AccountForm::RemoveApp),
            link_identity: token(AccountForm::LinkIdentity),
            unlink_identity: token(AccountForm::UnlinkIdentity),
            refuse_recovery: token(AccountForm::RefuseRecovery),
        }
    }
}

struct IdentityLine {
    provider_id: String,
    issuer: String,
    subject: String,
    name: String,
    label: String,
    since: Html,
}

struct SessionLine {
    sid: String,
    device: String,
    /// Where it was begun.
    place: Option<String>,
    since: Html,
    seen: Html,
    is_this: bool,
    /// The apps that were opened in it.
    apps: String,
}

struct ReceiptLine {
    id: String,
    name: String,
    says: Html,
    can_be_sent_again: bool,
}

/// What the user allowed an app.
struct Allowed {
    scope: String,
    since: Html,
}

struct AppLine {
    client_id: String,
    name: String,
    /// `None` for a trusted app, which asks for no consent.
    allowed: Option<Allowed>,
    /// Where a sign-in at the app begins (OpenID Connect Core §4).
    open: Option<String>,
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
    let configuration = provider.configuration().await?;
    let read = Lines {
        t,
        provider: &provider,
        configuration: &configuration,
        signed_in: &signed_in,
        clients: provider.sessions().clients_of_user(&user.id).await?,
    };
    let links = read.links().await?;
    let secret = browser.secret_or_new(&provider);
    let mut response = html::page(&AccountPage {
        t,
        base: Base::of(&provider),
        brand: Brand::of(&provider),
        name: user.display_name(),
        email: user.email.as_deref(),
        username: user.username.as_deref(),
        frame: Frame::new(AccountSection::Overview, browser),
        is_administrator: provider
            .management()
            .may_open_console(&user.id, signed_in.ctx.now())
            .await?,
        recovery: banner(&provider, &signed_in, t).await?,
        has_password: provider.users().has_password(&user.id).await?,
        choices: read.choices(&links).await?,
        identities: links,
        sessions: read.sessions().await?,
        receipts: read.receipts().await?,
        apps: read.apps().await?,
        tokens: FormTokens::new(&secret, session),
    })?;
    browser.keep_secret(&provider, &secret, &mut response);
    Ok(response)
}

/// Loads the lines of the page.
struct Lines<'a> {
    t: Messages,
    provider: &'a Provider,
    configuration: &'a Configuration,
    signed_in: &'a SignedIn,
    /// Which clients the sessions of the user signed in to: session identifier and `client_id`.
    clients: Vec<(String, String)>,
}

impl Lines<'_> {
    fn user_id(&self) -> &str {
        &self.signed_in.session.user_id
    }

    /// The name of a client.
    async fn name(&self, client_id: &str) -> Result<String, PageError> {
        let registered = self.configuration.client(client_id).await?;
        Ok(registered.map_or_else(
            || client_id.to_owned(),
            |registered| registered.client.display_name().to_owned(),
        ))
    }

    async fn sessions(&self) -> Result<Vec<SessionLine>, PageError> {
        let (ctx, this) = (&self.signed_in.ctx, &self.signed_in.session);
        let rows = self
            .provider
            .sessions()
            .of_user(ctx, self.user_id())
            .await?;
        let mut lines = Vec::new();
        for row in rows {
            lines.push(SessionLine {
                device: device(&row.user_agent, self.t),
                place: row
                    .address
                    .map(|address| place(self.provider, &address, self.t)),
                since: self.t.when(row.session.created_at, ctx.now()),
                seen: self.t.when(row.session.last_seen_at, ctx.now()),
                is_this: row.session.sid == this.sid,
                apps: self.apps_in(&row.session.sid).await?,
                sid: row.session.sid,
            });
        }
        Ok(lines)
    }

    /// The names of the apps that were opened in a session.
    async fn apps_in(&self, sid: &str) -> Result<String, PageError> {
        let mut names = Vec::new();
        for (known, client_id) in &self.clients {
            if known == sid {
                names.push(self.name(client_id).await?);
            }
        }
        Ok(names.join(", "))
    }

    async fn receipts(&self) -> Result<Vec<ReceiptLine>, PageError> {
        let ctx = &self.signed_in.ctx;
        let receipts = self
            .provider
            .logout()
            .receipts_of_user(ctx, self.user_id(), 1)
            .await?;
        let mut lines = Vec::new();
        for receipt in receipts {
            lines.push(ReceiptLine {
                name: self.name(&receipt.client_id).await?,
                says: says(&receipt, ctx.now(), self.t),
                can_be_sent_again: receipt.state != "delivered",
                id: receipt.id,
            });
        }
        Ok(lines)
    }

    /// The apps that the user allowed something, then those that are open somewhere and that ask
    /// for no consent.
    async fn apps(&self) -> Result<Vec<AppLine>, PageError> {
        let ctx = &self.signed_in.ctx;
        let consents = self
            .provider
            .consents()
            .of_user(ctx, self.user_id())
            .await?;
        let mut open: Vec<String> = self
            .clients
            .iter()
            .map(|(_, client_id)| client_id.clone())
            .filter(|client_id| consents.iter().all(|(known, ..)| known != client_id))
            .collect();
        open.sort();
        open.dedup();
        let mut apps = Vec::new();
        for (client_id, scope, at) in consents {
            let allowed = Allowed {
                scope: scope.to_string(),
                since: self.t.when(at, ctx.now()),
            };
            apps.push(self.app(client_id, Some(allowed)).await?);
        }
        for client_id in open {
            apps.push(self.app(client_id, None).await?);
        }
        Ok(apps)
    }

    async fn app(&self, client_id: String, allowed: Option<Allowed>) -> Result<AppLine, PageError> {
        let registered = self.configuration.client(&client_id).await?;
        Ok(AppLine {
            open: registered
                .as_ref()
                .and_then(|registered| opens_at(&registered.client, self.provider.issuer())),
            name: self.name(&client_id).await?,
            allowed,
            client_id,
        })
    }

    /// The identities that the user signs in by.
    async fn links(&self) -> Result<Vec<IdentityLine>, PageError> {
        let now = self.signed_in.ctx.now();
        let links = self
            .provider
            .federation()
            .linked_identities(self.user_id())
            .await?;
        let identities = links.into_iter().map(
            |LinkedIdentityView {
                 identity,
                 provider_name,
             }| IdentityLine {
                name: provider_name,
                label: identity.label,
                since: self.t.when(identity.linked_at, now),
                provider_id: identity.provider_id,
                issuer: identity.issuer,
                subject: identity.subject,
            },
        );
        Ok(identities.collect())
    }

    /// The identity providers that the user may link besides: identifier and name.
    async fn choices(&self, links: &[IdentityLine]) -> Result<Vec<(String, String)>, PageError> {
        let mut choices = self.provider.federation().linkable_providers().await?;
        choices.retain(|upstream| links.iter().all(|link| link.provider_id != upstream.id()));
        Ok(choices
            .iter()
            .map(|choice| (choice.id().to_owned(), choice.display_name().to_owned()))
            .collect())
    }
}
