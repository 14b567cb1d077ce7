//! The table `brand_images`: the logos and icons that pages show.

use crate::{
    Result, Store,
    db::{
        sql::{Row, columns, query},
        unit::Unit,
    },
};
use doorward_protocol::time::Timestamp;

/// A logo or an icon, as it is served.
#[derive(Clone, Debug)]
pub struct BrandImage {
    /// The digest of the file, which stands in its address.
    pub digest: String,
    /// The media type.
    pub media_type: String,
    /// The file, in base64.
    pub content: String,
}

columns! {
    IMAGE of i, read by image -> BrandImage {
        digest: Row::text(digest),
        media_type: Row::text(media_type),
        content: Row::text(content),
    }
}

/// What a picture is shown for.
#[derive(Clone, Copy, Debug)]
pub enum BrandImageUse<'a> {
    /// The logo of this provider.
    Logo,
    /// Its icon, in the tab of a browser.
    Icon,
    /// The logo of an app, by its `client_id`.
    App(&'a str),
    /// The logo of an organization, by its identifier.
    Organization(&'a str),
}

impl<'a> BrandImageUse<'a> {
    fn name(self) -> String {
        match self {
            Self::Logo => "server logo".to_owned(),
            Self::Icon => "server icon".to_owned(),
            Self::App(client_id) => format!("app {client_id}"),
            Self::Organization(id) => format!("organization {id}"),
        }
    }

    const fn client_id(self) -> Option<&'a str> {
        match self {
            Self::App(client_id) => Some(client_id),
            _ => None,
        }
    }

    const fn organization_id(self) -> Option<&'a str> {
        match self {
            Self::Organization(id) => Some(id),
            _ => None,
        }
    }
}

impl Store {
    /// The picture of a digest.
    pub async fn brand_image(&self, digest: &str) -> Result<Option<BrandImage>> {
        let select = query!(
            "SELECT {IMAGE} FROM brand_images i WHERE i.digest = $1 AND i.used_for =
             (SELECT MIN(o.used_for) FROM brand_images o WHERE o.digest = $1)"
        );
        let row = self.row(select.bind(digest)).await?;
        row.map(|row| image(&row)).transpose()
    }

    /// Keeps a picture in place of the one that was shown for the same before.
    pub fn put_brand_image(used: BrandImageUse<'_>, put: &BrandImage, now: Timestamp) -> Unit {
        let insert = query!(
            "INSERT INTO brand_images (used_for, client_id, organization_id, digest, media_type, content, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (used_for) DO UPDATE SET digest = excluded.digest,
             media_type = excluded.media_type, content = excluded.content,
             created_at = excluded.created_at"
        );
        let insert = insert
            .bind(used.name())
            .bind(used.client_id().map(str::to_owned))
            .bind(used.organization_id().map(str::to_owned))
            .bind(&put.digest)
            .bind(&put.media_type)
            .bind(&put.content)
            .bind(now);
        Unit::new().run(insert)
    }

    /// Removes the picture that is shown for something.
    pub fn remove_brand_image(used: BrandImageUse<'_>) -> Unit {
        let delete = query!("DELETE FROM brand_images WHERE used_for = $1");
        Unit::new().run(delete.bind(used.name()))
    }
}
