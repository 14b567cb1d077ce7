//! How the pages of an authorization request look: as the app decides, or else the organization that the
//! request names, or else the server.

use crate::{Result, kernel::Kernel};
use doorward_protocol::{branding::Accent, clients::registered_client::RegisteredClient};
use doorward_storage::Organization;

/// How the pages of an authorization request look.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RequestLook {
    /// The accent; none for that of the server.
    pub accent: Option<Accent>,
    /// The address of the logo beside the name of the app; none for the first letter of its name.
    pub logo: Option<String>,
    /// The name of the organization that is signed in for, where it has a look of its own.
    pub organization: Option<String>,
}

impl RequestLook {
    /// The look of an app, whatever organization its users sign in for. One that registered itself decides
    /// nothing: nobody vouches for it, and it must not look like another one.
    pub fn of_app(registered: &RegisteredClient) -> Self {
        let client = &registered.client;
        if registered.registered_by_itself {
            return Self {
                logo: client.logo_uri.clone(),
                ..Self::default()
            };
        }
        Self {
            accent: Accent::of_settings(client.accent, client.accent_dark)
                .ok()
                .flatten(),
            logo: client.logo_uri.clone(),
            organization: None,
        }
    }

    /// The same, where the sign-in is for an organization, which decides what the app leaves open.
    #[must_use]
    fn or(self, organization: &Organization) -> Self {
        let look = &organization.look;
        Self {
            accent: self.accent.or_else(|| look.accent().ok().flatten()),
            logo: self.logo.or_else(|| look.logo_uri.clone()),
            organization: Some(organization.name.clone()),
        }
    }
}

/// The look of a request of an app, which may name an organization by its identifier or its slug. An organization without
/// a look of its own is not named: whoever guesses slugs learns nothing of it.
pub(crate) async fn look(
    kernel: &Kernel,
    registered: &RegisteredClient,
    organization: Option<&str>,
) -> Result<RequestLook> {
    let of_app = RequestLook::of_app(registered);
    let knows_organizations =
        registered.client.organizations.is_some() && !registered.registered_by_itself;
    let Some(named) = organization.filter(|_| knows_organizations) else {
        return Ok(of_app);
    };
    let store = kernel.database.read();
    let found = match store.organization_by_id(named).await? {
        Some(found) => Some(found),
        None => store.organization(named).await?,
    };
    Ok(match found.filter(|found| !found.look.is_empty()) {
        Some(found) => of_app.or(&found),
        None => of_app,
    })
}
