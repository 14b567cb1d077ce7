//! A user uploads a picture, or takes it away.

use super::OwnAccount;
use crate::{
    Error, Result,
    audit::Record,
    context::OperationContext,
    pictures::{PictureError, ServedPicture, renewed},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use doorward_adapters::pictures;
use doorward_protocol::{secret::random_id, sessions::sso_session::SsoSession};
use doorward_storage::{Store, StoredPicture, Unit};

impl OwnAccount {
    /// Gives the user of a session the picture of a file. Nothing of a file that is refused is kept, and
    /// of one that is taken only the pixels are.
    ///
    /// # Errors
    /// `Unavailable` where too many pictures are read at once, or the database is unavailable.
    pub async fn change_picture(
        &self,
        ctx: &OperationContext,
        session: &SsoSession,
        file: Vec<u8>,
    ) -> Result<std::result::Result<(), PictureError>> {
        let renewed = match renewed(file, pictures::renew).await? {
            Ok(renewed) => renewed,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let picture = StoredPicture {
            id: random_id(self.kernel.entropy.as_ref(), 16),
            media_type: renewed.media_type.to_owned(),
            content: STANDARD.encode(&renewed.bytes),
        };
        let unit = Store::put_picture(&session.user_id, session.generation, &picture, ctx.now());
        self.commit_picture(ctx, session, unit, "picture").await?;
        Ok(Ok(()))
    }

    /// Takes the picture of the user of a session away.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn remove_picture(&self, ctx: &OperationContext, session: &SsoSession) -> Result<()> {
        let unit = Store::remove_picture(&session.user_id, session.generation, ctx.now());
        self.commit_picture(ctx, session, unit, "picture removed")
            .await
    }

    async fn commit_picture(
        &self,
        ctx: &OperationContext,
        session: &SsoSession,
        unit: Unit,
        detail: &str,
    ) -> Result<()> {
        let record = Record {
            action: "user.changed",
            subject: Some(&session.user_id),
            client_id: None,
            detail,
        };
        // To read a picture takes a while, in which the session may end.
        let unit = unit.then(Store::require_live_session(session.reference()));
        if self.kernel.database.commit(ctx, unit, &[record]).await? {
            return Ok(());
        }
        Err(Error::Unavailable("the account changed meanwhile".into()))
    }

    /// The picture at an address; none where it was replaced or taken away.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn picture(&self, id: &str) -> Result<Option<ServedPicture>> {
        let Some(stored) = self.kernel.database.read().picture(id).await? else {
            return Ok(None);
        };
        let bytes = STANDARD
            .decode(&stored.content)
            .map_err(|error| Error::Internal(format!("a stored picture: {error}")))?;
        Ok(Some(ServedPicture {
            media_type: stored.media_type,
            bytes,
        }))
    }
}
