//! Users whom an administrator looks for by a part of a name.

use super::{Management, ManagementOutcome};
use crate::users::User;

/// How many users are read at once.
const BATCH: i64 = 201;
/// How many users are looked at for one page: a text that few of them hold gives a short page, and a
/// place to go on.
const MAX_SCANNED: usize = 5000;

/// Which users are asked for.
pub struct UserQuestion<'a> {
    /// A part of the name, the address or the user name, or the whole identifier; empty for all.
    pub text: &'a str,
    /// The identifier after which the page begins; empty for the first page.
    pub after: &'a str,
    /// How many users the page has at most.
    pub limit: usize,
}

/// A page of users.
pub struct FoundUsers {
    /// The users, in the order of their identifiers; whoever is named exactly comes first.
    pub users: Vec<User>,
    /// Where the next page begins, if there may be one.
    pub next: Option<String>,
}

impl Management {
    /// The users whose name, address or user name holds a text.
    ///
    /// # Errors
    /// `Failed` where the database is unavailable.
    pub async fn find_users(&self, asked: &UserQuestion<'_>) -> ManagementOutcome<FoundUsers> {
        let text = asked.text.trim().to_lowercase();
        let named = if text.is_empty() {
            None
        } else {
            self.users.find(asked.text.trim()).await?
        };
        let named_id = named.as_ref().map(|user| user.id.clone());
        let mut users: Vec<User> = named
            .into_iter()
            .filter(|_| asked.after.is_empty())
            .collect();
        let (mut key, mut scanned, mut has_more) = (asked.after.to_owned(), 0, true);
        while has_more && users.len() < asked.limit && scanned < MAX_SCANNED {
            let batch = self.users_after(&key, BATCH).await?;
            has_more = i64::try_from(batch.len()).is_ok_and(|length| length == BATCH);
            for user in batch {
                if users.len() == asked.limit {
                    has_more = true;
                    break;
                }
                scanned += 1;
                key.clone_from(&user.id);
                if named_id.as_ref() != Some(&user.id) && holds(&user, &text) {
                    users.push(user);
                }
            }
        }
        let next = has_more.then_some(key);
        Ok(FoundUsers { users, next })
    }
}

/// Whether a name or address of a user holds a text in lower case.
fn holds(user: &User, text: &str) -> bool {
    let names = [&user.claims.name, &user.email, &user.username];
    let mut names = names.into_iter().flatten();
    text.is_empty() || names.any(|name| name.to_lowercase().contains(text))
}

#[cfg(test)]
mod tests {
    use super::holds;
    use crate::users::User;
    use doorward_protocol::{oidc::claims::StandardClaims, time::Timestamp};

    fn ada() -> User {
        User {
            id: "1".into(),
            email: Some("ada@example.com".into()),
            username: None,
            claims: StandardClaims {
                name: Some("Ada Lovelace".into()),
                ..StandardClaims::default()
            },
            address_said_by: None,
            picture_id: None,
            disabled_at: None,
            generation: 0,
            version: 0,
            created_at: Timestamp(0),
            updated_at: Timestamp(0),
        }
    }

    #[test]
    fn a_part_of_a_name_or_an_address_finds_a_user() {
        for text in ["", "love", "ada@", "example.com"] {
            assert!(holds(&ada(), text), "{text}");
        }
        for text in ["grace", "1"] {
            assert!(!holds(&ada(), text), "{text}");
        }
    }
}
