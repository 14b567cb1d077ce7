//! How pages look: what administrators decide about the server, and the logos of apps and organizations.

use super::{Caller, Management, ManagementError, ManagementOutcome, OrganizationChange, commit};
use crate::{
    audit::Record,
    branding::stored,
    change_set::ChangeSet,
    look::{BRANDING, ServerBranding, image_path},
    pictures::{PictureError, renewed},
};
use doorward_adapters::pictures::{renew_icon, renew_logo};
use doorward_protocol::{
    branding::{Accent, Colour},
    clients::registered_client::RegisteredClient,
    time::Timestamp,
};
use doorward_storage::{BrandImage, BrandImageUse, Organization, ProviderValue, Store, Unit};

/// What an administrator decides about the colours of the server's pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Accents {
    /// The accent; none for that of the settings.
    pub accent: Option<Colour>,
    /// The same on dark pages; none for one that is derived.
    pub accent_dark: Option<Colour>,
}

impl Accents {
    /// Those of the server's pages.
    pub const fn of(branding: &ServerBranding) -> Self {
        Self {
            accent: branding.accent,
            accent_dark: branding.accent_dark,
        }
    }
}

/// Which picture of the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServerImage {
    /// Its logo, on pages and in mails.
    Logo,
    /// Its icon, in the tab of a browser.
    Icon,
}

impl ServerImage {
    const fn used_for(self) -> BrandImageUse<'static> {
        match self {
            Self::Logo => BrandImageUse::Logo,
            Self::Icon => BrandImageUse::Icon,
        }
    }

    const fn of(self, branding: &mut ServerBranding) -> &mut Option<String> {
        match self {
            Self::Logo => &mut branding.logo,
            Self::Icon => &mut branding.icon,
        }
    }
}

impl Management {
    /// What was decided about how the pages of the server look.
    ///
    /// # Errors
    /// `Failed` where the database is unavailable.
    pub async fn branding(&self) -> ManagementOutcome<ServerBranding> {
        Ok(self.read_branding().await?.0)
    }

    async fn read_branding(&self) -> ManagementOutcome<(ServerBranding, i64)> {
        let stored = self.kernel.database.read().provider_value(BRANDING).await?;
        let text = stored.as_ref().map(|stored| stored.value.as_str());
        let version = stored.as_ref().map_or(0, |stored| stored.version);
        Ok((ServerBranding::read(text), version))
    }

    /// Decides about the colours of the server's pages, where they are still those that the caller saw.
    ///
    /// # Errors
    /// `Invalid` where a colour cannot be seen well enough; `Conflict` where somebody else changed it
    /// meanwhile.
    pub async fn change_accents(
        &self,
        caller: &Caller,
        accents: Accents,
        seen: Accents,
    ) -> ManagementOutcome<ServerBranding> {
        check_accents(accents)?;
        let (before, version) = self.read_branding().await?;
        if Accents::of(&before) != seen {
            return Err(ManagementError::changed_meanwhile());
        }
        let after = ServerBranding {
            accent: accents.accent,
            accent_dark: accents.accent_dark,
            ..before.clone()
        };
        let change = BrandingChange {
            before,
            after,
            version,
        };
        self.put_branding(caller, change, Unit::new()).await
    }

    /// Shows the picture of a file as the logo or icon of the server, in place of the one before.
    ///
    /// # Errors
    /// `Invalid` where the file is no picture that is taken; `Conflict`.
    pub async fn change_server_image(
        &self,
        caller: &Caller,
        kind: ServerImage,
        file: Vec<u8>,
    ) -> ManagementOutcome<ServerBranding> {
        let image = match kind {
            ServerImage::Logo => logo_of(file).await?,
            ServerImage::Icon => stored(&renewed(file, renew_icon).await?.map_err(refused)?),
        };
        let (before, version) = self.read_branding().await?;
        let mut after = before.clone();
        *kind.of(&mut after) = Some(image.digest.clone());
        let put = Store::put_brand_image(kind.used_for(), &image, caller.ctx.now());
        let change = BrandingChange {
            before,
            after,
            version,
        };
        self.put_branding(caller, change, put).await
    }

    /// Shows the mark again where the logo or the icon was.
    ///
    /// # Errors
    /// `Conflict` where somebody else changed it at the same time.
    pub async fn remove_server_image(
        &self,
        caller: &Caller,
        kind: ServerImage,
    ) -> ManagementOutcome<ServerBranding> {
        let (before, version) = self.read_branding().await?;
        let mut after = before.clone();
        *kind.of(&mut after) = None;
        let change = BrandingChange {
            before,
            after,
            version,
        };
        let removed = Store::remove_brand_image(kind.used_for());
        self.put_branding(caller, change, removed).await
    }

    /// Writes a change, with what it replaces in the audit log.
    async fn put_branding(
        &self,
        caller: &Caller,
        change: BrandingChange,
        images: Unit,
    ) -> ManagementOutcome<ServerBranding> {
        let BrandingChange {
            before,
            after,
            version,
        } = change;
        if before == after {
            return Ok(after);
        }
        let value = ProviderValue {
            name: BRANDING.to_owned(),
            value: text(&after),
            version,
        };
        let detail = format!("{} -> {}", text(&before), value.value);
        let record = Record {
            action: "provider.branding_changed",
            subject: None,
            client_id: None,
            detail: &detail,
        };
        let unit = Store::put_provider_value(&value, caller.ctx.now()).then(images);
        let database = &self.kernel.database;
        if database.commit(&caller.ctx, unit, &[record]).await? {
            return Ok(after);
        }
        Err(ManagementError::changed_meanwhile())
    }

    /// Shows the picture of a file as the logo of an app: its `logo_uri` is the address of it.
    ///
    /// # Errors
    /// `Invalid` where the file is no picture that is taken; as [`Management::change_app`].
    pub async fn change_app_logo(
        &self,
        caller: &Caller,
        mut changes: ChangeSet<'_>,
        app: &RegisteredClient,
        file: Option<Vec<u8>>,
    ) -> ManagementOutcome<RegisteredClient> {
        let mut client = app.client.clone();
        let used = BrandImageUse::App(&app.client.client_id);
        let logo = self.logo(used, file, changes.context().now()).await?;
        client.logo_uri = logo.address;
        let app = self
            .change_app(caller, &mut changes, client, app.version)
            .await?;
        changes.add_unaudited(logo.unit);
        commit(changes).await?;
        Ok(app)
    }

    /// Shows the picture of a file as the logo of an organization, or none.
    ///
    /// # Errors
    /// `Invalid` where the file is no picture that is taken; as [`Management::change_organization`].
    pub async fn change_organization_logo(
        &self,
        caller: &Caller,
        mut changes: ChangeSet<'_>,
        organization: &Organization,
        file: Option<Vec<u8>>,
    ) -> ManagementOutcome<Organization> {
        let mut look = organization.look.clone();
        let used = BrandImageUse::Organization(&organization.id);
        let logo = self.logo(used, file, changes.context().now()).await?;
        look.logo_uri = logo.address;
        let change = OrganizationChange {
            look: Some(look),
            ..OrganizationChange::default()
        };
        let organization = self
            .change_organization(caller, &mut changes, organization.clone(), change)
            .await?;
        changes.add_unaudited(logo.unit);
        commit(changes).await?;
        Ok(organization)
    }

    /// The logo that a file becomes, or none where there is no file.
    async fn logo(
        &self,
        used: BrandImageUse<'_>,
        file: Option<Vec<u8>>,
        now: Timestamp,
    ) -> ManagementOutcome<Logo> {
        let Some(file) = file else {
            return Ok(Logo {
                address: None,
                unit: Store::remove_brand_image(used),
            });
        };
        let image = logo_of(file).await?;
        Ok(Logo {
            address: Some(self.address_of(&image.digest)),
            unit: Store::put_brand_image(used, &image, now),
        })
    }

    /// The whole address of a logo, as apps and mails have it.
    fn address_of(&self, digest: &str) -> String {
        format!("{}{}", self.kernel.issuer(), image_path(digest))
    }
}

/// A logo that takes the place of another one.
struct Logo {
    /// Where it is read; none for no logo.
    address: Option<String>,
    /// The statements that store it.
    unit: Unit,
}

/// What changes of how the server's pages look.
struct BrandingChange {
    before: ServerBranding,
    after: ServerBranding,
    /// The version of the row that was read.
    version: i64,
}

fn text(branding: &ServerBranding) -> String {
    serde_json::to_string(branding).unwrap_or_default()
}

/// Refuses colours that cannot be seen well enough.
///
/// # Errors
/// `Invalid` with the member.
pub fn check_accents(accents: Accents) -> ManagementOutcome<()> {
    let Some(light) = accents.accent else {
        return match accents.accent_dark {
            None => Ok(()),
            Some(_) => Err(ManagementError::field(
                "accent_dark",
                "accent_dark needs accent beside it",
            )),
        };
    };
    Accent::new(light, accents.accent_dark)
        .map(|_| ())
        .map_err(|error| ManagementError::field(error.setting(), error.to_string()))
}

/// The logo of a file.
async fn logo_of(file: Vec<u8>) -> ManagementOutcome<BrandImage> {
    let logo = renewed(file, renew_logo).await?;
    Ok(stored(&logo.map_err(refused)?))
}

fn refused(error: PictureError) -> ManagementError {
    ManagementError::Picture(error)
}
