//! Lists of the table `access_requests`: of every app, and of one.

use super::requests::{ACCESS_REQUEST, AccessRequest, access_request};
use crate::{Result, Store, db::sql::query};
use doorward_protocol::time::Timestamp;

/// A text after every identifier: these begin with the time in hexadecimal digits.
const AFTER_ALL: &str = "z";

/// Which requests a list holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestState {
    /// Those that wait for an answer.
    Open,
    /// Those that wait no more.
    Ended,
}

/// A page of a list that begins with the newest.
#[derive(Clone, Copy, Debug)]
pub struct RequestsBefore<'a> {
    /// Which requests it holds.
    pub state: RequestState,
    /// The request before which all of them are.
    pub id: Option<&'a str>,
    /// The time by which a request waits or not.
    pub now: Timestamp,
    /// How many it holds at most.
    pub limit: i64,
}

impl Store {
    /// The requests after one, the oldest first; at most so many.
    pub async fn access_requests_after(&self, id: &str, limit: i64) -> Result<Vec<AccessRequest>> {
        let select = query!(
            "SELECT {ACCESS_REQUEST} FROM access_requests q WHERE q.id > $1
             ORDER BY q.id LIMIT $2"
        );
        let rows = self.rows(select.bind(id).bind(limit)).await?;
        rows.iter().map(access_request).collect()
    }

    /// The requests for roles of an app after one, the oldest first; at most so many.
    pub async fn access_requests_of_app_after(
        &self,
        client_id: &str,
        id: &str,
        limit: i64,
    ) -> Result<Vec<AccessRequest>> {
        let select = query!(
            "SELECT {ACCESS_REQUEST} FROM access_requests q WHERE q.client_id = $1 AND q.id > $2
             ORDER BY q.id LIMIT $3"
        );
        let rows = self.rows(select.bind(client_id).bind(id).bind(limit));
        rows.await?.iter().map(access_request).collect()
    }

    /// As [`Store::access_requests_before`], of one app.
    pub async fn access_requests_of_app_before(
        &self,
        client_id: &str,
        page: RequestsBefore<'_>,
    ) -> Result<Vec<AccessRequest>> {
        let select = match page.state {
            RequestState::Open => query!(
                "SELECT {ACCESS_REQUEST} FROM access_requests q
                 WHERE q.client_id = $4 AND q.ended_at IS NULL AND q.expires_at > $1 AND q.id < $2
                 ORDER BY q.id DESC LIMIT $3"
            ),
            RequestState::Ended => query!(
                "SELECT {ACCESS_REQUEST} FROM access_requests q
                 WHERE q.client_id = $4 AND (q.ended_at IS NOT NULL OR q.expires_at <= $1)
                 AND q.id < $2 ORDER BY q.id DESC LIMIT $3"
            ),
        };
        let select = select.bind(page.now).bind(page.id.unwrap_or(AFTER_ALL));
        let rows = self.rows(select.bind(page.limit).bind(client_id)).await?;
        rows.iter().map(access_request).collect()
    }

    /// The requests before one, the newest first; at most so many.
    pub async fn access_requests_before(
        &self,
        page: RequestsBefore<'_>,
    ) -> Result<Vec<AccessRequest>> {
        let select = match page.state {
            RequestState::Open => query!(
                "SELECT {ACCESS_REQUEST} FROM access_requests q
                 WHERE q.ended_at IS NULL AND q.expires_at > $1 AND q.id < $2
                 ORDER BY q.id DESC LIMIT $3"
            ),
            RequestState::Ended => query!(
                "SELECT {ACCESS_REQUEST} FROM access_requests q
                 WHERE (q.ended_at IS NOT NULL OR q.expires_at <= $1)
                 AND q.id < $2 ORDER BY q.id DESC LIMIT $3"
            ),
        };
        let select = select.bind(page.now).bind(page.id.unwrap_or(AFTER_ALL));
        let rows = self.rows(select.bind(page.limit)).await?;
        rows.iter().map(access_request).collect()
    }

    /// How many requests wait for an answer.
    pub async fn open_access_requests(&self, now: Timestamp) -> Result<i64> {
        let select = query!(
            "SELECT COUNT(*) AS many FROM access_requests q
             WHERE q.ended_at IS NULL AND q.expires_at > $1"
        );
        let row = self.row(select.bind(now)).await?;
        row.map_or(Ok(0), |row| row.int("many"))
    }
}
