//! A user fills in declared fields that are asked for at a sign-in.

use super::{OwnAccount, profile::unwritten};
use crate::{Result, audit::Record, context::OperationContext};
use doorward_protocol::users::attributes::{AttributeProblem, UserAttribute};
use doorward_storage::{Store, User};
use std::collections::BTreeMap;

impl OwnAccount {
    /// Takes what was typed into the fields that a user lacks, and into no other one. Where nothing is
    /// missing any more, or the account changed meanwhile, nothing is written: whoever goes on is asked
    /// for what is missing still.
    ///
    /// # Errors
    /// Where the database is unavailable. What is wrong with the values is an outcome, by name.
    pub async fn fill_in(
        &self,
        ctx: &OperationContext,
        user_id: &str,
        typed: &BTreeMap<String, String>,
    ) -> Result<std::result::Result<(), BTreeMap<String, AttributeProblem>>> {
        let configuration = self.kernel.configuration().await?;
        let attributes = &configuration.user_attributes;
        let Some(user) = self.kernel.database.read().user(user_id).await? else {
            return Ok(Ok(()));
        };
        let missing: Vec<String> = attributes
            .missing(&user.claims)
            .map(|attribute| attribute.name.clone())
            .collect();
        if missing.is_empty() {
            return Ok(Ok(()));
        }
        let is_asked = |attribute: &UserAttribute| missing.contains(&attribute.name);
        let claims = match attributes.take(typed, &user.claims, is_asked) {
            Ok(claims) => claims,
            Err(problems) => return Ok(Err(problems)),
        };
        let unwritten = unwritten(&claims).filter(|name| missing.iter().any(|asked| asked == name));
        let problems: BTreeMap<String, AttributeProblem> = unwritten
            .map(|name| (name.to_owned(), AttributeProblem::Form))
            .collect();
        if !problems.is_empty() {
            return Ok(Err(problems));
        }
        let record = Record {
            action: "user.changed",
            subject: Some(&user.id),
            client_id: None,
            detail: "missing fields",
        };
        let changed = User {
            claims,
            updated_at: ctx.now(),
            ..user.clone()
        };
        let unit = Store::change_user(&changed);
        self.kernel.database.commit(ctx, unit, &[record]).await?;
        Ok(Ok(()))
    }
}
