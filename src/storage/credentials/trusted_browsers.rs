//! Browsers in which a user is not asked for a second factor.

use crate::{
    Result, Store,
    db::{
        sql::{Row, columns, query},
        unit::Unit,
    },
};
use doorward_protocol::{
    secret::Digest,
    time::{CLOCK_TOLERANCE, Timestamp},
};

/// A browser that a user trusts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrustedBrowser {
    /// Names the browser in the list of its user.
    pub id: String,
    /// The `User-Agent` header.
    pub user_agent: String,
    /// The address that the browser had.
    pub address: Option<String>,
    /// When the user began to trust it.
    pub created_at: Timestamp,
    /// When the user last signed in there.
    pub last_used_at: Timestamp,
    /// Until when it is trusted.
    pub expires_at: Timestamp,
}

/// A browser that a user begins to trust.
#[derive(Clone, Copy)]
pub struct NewTrustedBrowser<'a> {
    /// The digest of what its cookie holds.
    pub digest: &'a Digest,
    /// The user who trusts it.
    pub user_id: &'a str,
    /// The generation of the user.
    pub generation: i64,
}

columns! {
    TRUSTED_BROWSER of b, read by trusted_browser -> TrustedBrowser {
        id: Row::text(id),
        user_agent: Row::text(user_agent),
        address: Row::opt_text(address),
        created_at: Row::at(created_at),
        last_used_at: Row::at(last_used_at),
        expires_at: Row::at(expires_at),
    }
}

impl Store {
    /// Whether a user trusts the browser whose cookie has this digest. One that they began to trust while
    /// the clock was ahead would be trusted for longer than it may.
    ///
    /// # Errors
    /// Where the database is away.
    pub async fn is_trusted_browser(
        &self,
        digest: &Digest,
        user_id: &str,
        now: Timestamp,
    ) -> Result<bool> {
        let select = query!(
            "SELECT b.id FROM trusted_browsers b JOIN users u ON u.id = b.user_id
             WHERE b.digest = $1 AND b.user_id = $2 AND b.expires_at > $3
             AND b.created_at <= $4 AND b.generation = u.generation"
        );
        let select = select.bind(digest).bind(user_id).bind(now);
        let row = self.row(select.bind(now.plus(CLOCK_TOLERANCE))).await?;
        Ok(row.is_some())
    }

    /// The browsers that a user trusts, the one used last first.
    ///
    /// # Errors
    /// Where the database is away.
    pub async fn trusted_browsers(
        &self,
        user_id: &str,
        now: Timestamp,
    ) -> Result<Vec<TrustedBrowser>> {
        let select = query!(
            "SELECT {TRUSTED_BROWSER} FROM trusted_browsers b JOIN users u ON u.id = b.user_id
             WHERE b.user_id = $1 AND b.expires_at > $2 AND b.created_at <= $3
             AND b.generation = u.generation ORDER BY b.last_used_at DESC LIMIT 100"
        );
        let select = select.bind(user_id).bind(now);
        let rows = self.rows(select.bind(now.plus(CLOCK_TOLERANCE))).await?;
        rows.iter().map(trusted_browser).collect()
    }

    /// A user begins to trust a browser.
    pub fn trust_browser(new: NewTrustedBrowser<'_>, browser: &TrustedBrowser) -> Unit {
        let insert = query!(
            "INSERT INTO trusted_browsers (digest, id, user_id, generation, user_agent, address,
             created_at, last_used_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
        );
        let insert = insert
            .bind(new.digest)
            .bind(&browser.id)
            .bind(new.user_id)
            .bind(new.generation)
            .bind(&browser.user_agent)
            .bind(browser.address.clone());
        Unit::new().run(
            insert
                .bind(browser.created_at)
                .bind(browser.last_used_at)
                .bind(browser.expires_at),
        )
    }

    /// A user signed in in a browser that they trust.
    pub fn use_trusted_browser(digest: &Digest, user_id: &str, now: Timestamp) -> Unit {
        let update = query!(
            "UPDATE trusted_browsers SET last_used_at = $1 WHERE digest = $2 AND user_id = $3"
        );
        Unit::new().run(update.bind(now).bind(digest).bind(user_id))
    }

    /// A user trusts a browser no more: one of their list, or every one. A guard: there was one.
    pub fn distrust_browsers(user_id: &str, id: Option<&str>) -> Unit {
        let delete =
            query!("DELETE FROM trusted_browsers WHERE user_id = $1 AND (id = $2 OR $2 IS NULL)");
        Unit::new().guard(delete.bind(user_id).bind(id.map(str::to_owned)))
    }
}
