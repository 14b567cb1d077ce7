//! When somebody signed in to an app for the first time, in the table `first_sign_ins`.

use crate::{
    Result, Store,
    db::{sql::query, unit::Unit},
};
use doorward_protocol::time::Timestamp;

impl Store {
    /// When a code of a client was exchanged for the first time, as far as it was noted.
    pub async fn first_sign_in(&self, client_id: &str) -> Result<Option<Timestamp>> {
        let select = query!("SELECT at FROM first_sign_ins WHERE client_id = $1");
        let row = self.row(select.bind(client_id)).await?;
        row.map(|row| row.at("at")).transpose()
    }

    /// Notes that a code of a client was exchanged, where it is the first. Nothing fails where the
    /// client is gone.
    pub fn note_first_sign_in(client_id: &str, now: Timestamp) -> Unit {
        let insert = query!(
            "INSERT INTO first_sign_ins (client_id, at)
             SELECT c.client_id, $2 FROM clients c WHERE c.client_id = $1 /*FOR SHARE*/
             ON CONFLICT (client_id) DO NOTHING"
        );
        Unit::new().run(insert.bind(client_id).bind(now))
    }
}
