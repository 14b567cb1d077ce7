//! The declared fields of users, in the table `user_attributes`. Their values are among the claims of
//! each user.

use crate::{
    Result, Store,
    db::{
        configuration,
        sql::{Row, columns, query, to_json},
        unit::Unit,
    },
};
use doorward_protocol::{time::Timestamp, users::attributes::UserAttribute};

/// A declared field as stored.
#[derive(Clone, Debug)]
pub struct StoredUserAttribute {
    /// What is declared of it.
    pub attribute: UserAttribute,
    /// Rises with each change; 0 before there is a row.
    pub version: i64,
}

columns! {
    USER_ATTRIBUTE of a, read by user_attribute -> StoredUserAttribute {
        attribute: Row::json(document),
        version: Row::int(version),
    }
}

impl Store {
    /// Every declared field, by name.
    pub async fn user_attributes(&self) -> Result<Vec<StoredUserAttribute>> {
        let select = query!("SELECT {USER_ATTRIBUTE} FROM user_attributes a ORDER BY a.name");
        self.rows(select)
            .await?
            .iter()
            .map(user_attribute)
            .collect()
    }

    /// Adds a field whose version is 0, or changes it. A guard: the row must be of the version that was
    /// read, so that a slow writer takes nothing back.
    pub fn put_user_attribute(stored: &StoredUserAttribute, now: Timestamp) -> Unit {
        let put = if stored.version == 0 {
            query!(
                "INSERT INTO user_attributes (name, claim, document, created_at, updated_at, version)
                 VALUES ($1, $2, $3, $4, $4, $5 + 1) ON CONFLICT (name) DO NOTHING"
            )
        } else {
            query!(
                "UPDATE user_attributes SET claim = $2, document = $3, updated_at = $4,
                 version = version + 1 WHERE name = $1 AND version = $5"
            )
        };
        let put = put
            .bind(&stored.attribute.name)
            .bind(stored.attribute.claim.clone())
            .bind(to_json(&stored.attribute))
            .bind(now)
            .bind(stored.version);
        Unit::new().guard(put).run(configuration::bump())
    }

    /// Removes a declaration; values stay where they are. A guard: the row must be of the version that
    /// was read.
    pub fn remove_user_attribute(stored: &StoredUserAttribute) -> Unit {
        let delete = query!("DELETE FROM user_attributes WHERE name = $1 AND version = $2");
        let delete = delete.bind(&stored.attribute.name).bind(stored.version);
        Unit::new().guard(delete).run(configuration::bump())
    }
}
