//! What a look is decided for: the server, an app or an organization.

use crate::{
    console::{admin::Admin, frame::Section, refusal::page_error},
    respond::page_error::PageError,
};
use doorward_core::{
    Provider,
    branding::ServerBranding,
    management::{
        Accents, ManagementError, ManagementOutcome, OrganizationChange, ServerImage,
        check_accents, commit,
    },
    organizations::Organization,
};
use doorward_protocol::{
    branding::Colour,
    clients::registered_client::RegisteredClient,
    management::{Permission, Resource, Verb},
    oauth::{authorization_request::Parameters, redirect_uri::with_query},
};
use std::sync::Arc;

/// The path of the page.
pub const PAGE: &str = "/admin/branding";

/// What a look is decided for, as it is now.
pub enum Subject {
    /// The server, with its name.
    Server {
        /// What was decided.
        branding: ServerBranding,
        /// The name that pages show.
        name: Arc<str>,
    },
    /// An app, as registered.
    App(Box<RegisteredClient>),
    /// An organization, as stored.
    Organization(Box<Organization>),
}

/// Which subject an address or a form names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SubjectName {
    /// The `client_id` of an app; empty for none.
    pub app: String,
    /// The identifier or slug of an organization; empty for none.
    pub organization: String,
}

impl SubjectName {
    /// The subject that the query of an address or the fields of a form name.
    pub fn of(named: &Parameters) -> Self {
        let text = |name| named.get(name).unwrap_or_default().trim().to_owned();
        Self {
            app: text("app"),
            organization: text("organization"),
        }
    }

    /// The path of the page about it, with more parameters.
    pub fn page(&self, path: &str, more: &[(&str, &str)]) -> String {
        let named = [
            ("app", self.app.as_str()),
            ("organization", self.organization.as_str()),
        ];
        let named = named.into_iter().filter(|(_, value)| !value.is_empty());
        let parameters: Vec<(&str, &str)> = named.chain(more.iter().copied()).collect();
        if parameters.is_empty() {
            return path.to_owned();
        }
        with_query(path, parameters)
    }

    const fn kind(&self) -> Resource {
        match (self.app.is_empty(), self.organization.is_empty()) {
            (false, _) => Resource::Apps,
            (true, false) => Resource::Organizations,
            (true, true) => Resource::Settings,
        }
    }

    /// What it takes to see how it looks.
    pub const fn read(&self) -> Permission {
        Permission::read(self.kind())
    }

    /// What it takes to change that.
    pub const fn write(&self) -> Permission {
        Permission::write(self.kind())
    }

    /// Refuses whoever may not do this to it. How an app or an organization looks, its owners
    /// decide too.
    ///
    /// # Errors
    /// 403; 404 for the owner of another app.
    pub fn require(&self, permission: Permission, admin: &Admin) -> Result<(), PageError> {
        match self.kind() {
            Resource::Apps => admin.require_of_app(permission, &self.app),
            Resource::Organizations => admin.require_of_some_organization(permission.verb),
            _ => admin.require(permission),
        }
    }

    /// The part of the navigation that it belongs to.
    pub const fn section(&self) -> Section {
        match self.kind() {
            Resource::Apps => Section::Apps,
            Resource::Organizations => Section::Organizations,
            _ => Section::Branding,
        }
    }

    /// Loads it for whoever may see it.
    ///
    /// # Errors
    /// 403, 404; where the database is unavailable.
    pub async fn load(&self, provider: &Provider, admin: &Admin) -> Result<Subject, PageError> {
        self.require(self.read(), admin)?;
        let management = provider.management();
        let loaded = match self.kind() {
            Resource::Apps => management
                .app(&self.app)
                .await
                .map(|app| Subject::App(Box::new(app))),
            Resource::Organizations => management
                .organization(&admin.caller, &self.organization, Verb::Read)
                .await
                .map(|found| Subject::Organization(Box::new(found))),
            _ => server(provider).await,
        };
        loaded.map_err(page_error)
    }
}

async fn server(provider: &Provider) -> ManagementOutcome<Subject> {
    let management = provider.management();
    Ok(Subject::Server {
        branding: management.branding().await?,
        name: management.provider_name().await?.name,
    })
}

/// The values of the form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Values {
    /// The name; for the server alone.
    pub name: String,
    /// The accent, as it was written.
    pub accent: String,
    /// The accent on dark pages, as it was written.
    pub accent_dark: String,
    /// The address of the privacy policy; for apps alone.
    pub policy_uri: String,
    /// The address of the terms; for apps alone.
    pub tos_uri: String,
}

impl Values {
    /// Those that the query of an address or the fields of a form name.
    pub fn of(named: &Parameters) -> Self {
        let text = |name| named.get(name).unwrap_or_default().trim().to_owned();
        Self {
            name: text("name"),
            accent: text("accent"),
            accent_dark: text("accent_dark"),
            policy_uri: text("policy_uri"),
            tos_uri: text("tos_uri"),
        }
    }

    /// Each with the name of its field.
    pub fn named(&self) -> [(&'static str, &str); 5] {
        [
            ("name", &self.name),
            ("accent", &self.accent),
            ("accent_dark", &self.accent_dark),
            ("policy_uri", &self.policy_uri),
            ("tos_uri", &self.tos_uri),
        ]
    }
}

impl Subject {
    /// The name of the app or organization.
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Server { .. } => None,
            Self::App(app) => Some(app.client.display_name()),
            Self::Organization(organization) => Some(&organization.name),
        }
    }

    /// Whether it is an app that registered itself, which looks as the server does.
    pub fn is_stranger(&self) -> bool {
        matches!(self, Self::App(app) if app.registered_by_itself)
    }

    /// The values that hold.
    pub fn values(&self) -> Values {
        let text =
            |colour: Option<Colour>| colour.as_ref().map(ToString::to_string).unwrap_or_default();
        match self {
            Self::Server { branding, name } => Values {
                name: name.to_string(),
                accent: text(branding.accent),
                accent_dark: text(branding.accent_dark),
                ..Values::default()
            },
            Self::App(app) => Values {
                accent: text(app.client.accent),
                accent_dark: text(app.client.accent_dark),
                policy_uri: app.client.policy_uri.clone().unwrap_or_default(),
                tos_uri: app.client.tos_uri.clone().unwrap_or_default(),
                ..Values::default()
            },
            Self::Organization(organization) => Values {
                accent: text(organization.look.accent),
                accent_dark: text(organization.look.accent_dark),
                ..Values::default()
            },
        }
    }

    /// Saves what was filled in.
    ///
    /// # Errors
    /// As the actions of the management API.
    pub async fn save(
        self,
        provider: &Provider,
        admin: &Admin,
        values: &Values,
        accents: Accents,
    ) -> ManagementOutcome<()> {
        let (management, caller) = (provider.management(), &admin.caller);
        check_accents(accents)?;
        let mut changes = provider.change_set(&caller.ctx);
        let filled = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        match self {
            Self::Server { name, branding } => {
                if values.name != *name {
                    management
                        .rename_provider(caller, &values.name, &name)
                        .await?;
                }
                let seen = Accents::of(&branding);
                management.change_accents(caller, accents, seen).await?;
                return Ok(());
            }
            Self::App(app) => {
                let seen = app.version;
                let client = doorward_protocol::clients::client::Client {
                    accent: accents.accent,
                    accent_dark: accents.accent_dark,
                    policy_uri: filled(&values.policy_uri),
                    tos_uri: filled(&values.tos_uri),
                    ..app.client
                };
                management
                    .change_app(caller, &mut changes, client, seen)
                    .await?;
            }
            Self::Organization(organization) => {
                let mut look = organization.look.clone();
                look.accent = accents.accent;
                look.accent_dark = accents.accent_dark;
                let change = OrganizationChange {
                    look: Some(look),
                    ..OrganizationChange::default()
                };
                let found = management
                    .organization(caller, &organization.id, Verb::Write)
                    .await?;
                if found.version != organization.version {
                    return Err(ManagementError::changed_meanwhile());
                }
                management
                    .change_organization(caller, &mut changes, found, change)
                    .await?;
            }
        }
        commit(changes).await
    }

    /// Takes a picture in place of the one before, or takes that away.
    ///
    /// # Errors
    /// As the actions of the management API; `Invalid` where the file is not taken.
    pub async fn save_image(
        &self,
        provider: &Provider,
        admin: &Admin,
        kind: ServerImage,
        file: Option<Vec<u8>>,
    ) -> ManagementOutcome<()> {
        let (management, caller) = (provider.management(), &admin.caller);
        let changes = provider.change_set(&caller.ctx);
        match self {
            Self::Server { .. } => {
                match file {
                    Some(file) => management.change_server_image(caller, kind, file).await?,
                    None => management.remove_server_image(caller, kind).await?,
                };
            }
            Self::App(app) => {
                let app = management
                    .app_in_reach(caller, &app.client.client_id)
                    .await?;
                management
                    .change_app_logo(caller, changes, &app, file)
                    .await?;
            }
            Self::Organization(organization) => {
                let found = management
                    .organization(caller, &organization.id, Verb::Write)
                    .await?;
                management
                    .change_organization_logo(caller, changes, &found, file)
                    .await?;
            }
        }
        Ok(())
    }
}
