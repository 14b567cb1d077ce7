//! The table `pictures`: what users uploaded, and the picture that each user has.

use crate::{
    Result, Store,
    db::{
        sql::{Row, columns, query},
        unit::Unit,
    },
};
use doorward_protocol::time::Timestamp;

/// A picture of a user.
#[derive(Clone, Debug)]
pub struct StoredPicture {
    /// What stands in its address.
    pub id: String,
    /// The media type.
    pub media_type: String,
    /// The file, in base64.
    pub content: String,
}

columns! {
    PICTURE of p, read by picture -> StoredPicture {
        id: Row::text(id),
        media_type: Row::text(media_type),
        content: Row::text(content),
    }
}

impl Store {
    /// The picture with this identifier.
    pub async fn picture(&self, id: &str) -> Result<Option<StoredPicture>> {
        let select = query!("SELECT {PICTURE} FROM pictures p WHERE p.id = $1");
        self.row(select.bind(id))
            .await?
            .map(|row| picture(&row))
            .transpose()
    }

    /// Gives a user a picture in place of the one before. The user is written first, so that of two at
    /// once one waits for the other. A guard: the user must be of the generation that was read.
    pub fn put_picture(
        user_id: &str,
        generation: i64,
        picture: &StoredPicture,
        now: Timestamp,
    ) -> Unit {
        let put = query!(
            "INSERT INTO pictures (user_id, id, media_type, content, created_at)
             VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (user_id) DO UPDATE SET id = excluded.id,
             media_type = excluded.media_type, content = excluded.content,
             created_at = excluded.created_at"
        );
        let put = put
            .bind(user_id)
            .bind(&picture.id)
            .bind(&picture.media_type)
            .bind(&picture.content)
            .bind(now);
        name_picture(user_id, generation, Some(&picture.id), now).run(put)
    }

    /// Takes the picture of a user away. A guard: the user must be of the generation that was read.
    pub fn remove_picture(user_id: &str, generation: i64, now: Timestamp) -> Unit {
        let delete = query!("DELETE FROM pictures WHERE user_id = $1");
        name_picture(user_id, generation, None, now).run(delete.bind(user_id))
    }
}

fn name_picture(user_id: &str, generation: i64, id: Option<&str>, now: Timestamp) -> Unit {
    let update = query!(
        "UPDATE users SET picture_id = $2, updated_at = $3, version = version + 1
         WHERE id = $1 AND generation = $4"
    );
    let update = update.bind(user_id).bind(id.map(str::to_owned)).bind(now);
    Unit::new().guard(update.bind(generation))
}
