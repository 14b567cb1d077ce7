//! Which changes here can change what an app has: by the actions of the audit log.

/// Whom a change is about, as far as it can change what an app has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trigger<'a> {
    /// It is about one user.
    User(&'a str),
    /// Any number of users, or groups.
    Everybody,
}

/// What a user can do or undergo without any app having to know.
const OF_USERS_ALONE: [&str; 3] = [
    "user.unlocked",
    "user.deletion_requested",
    "user.deletion_undone",
];

/// What an entry of the audit log can change; `None` for nothing.
pub fn of_action<'a>(action: &str, subject: Option<&'a str>) -> Option<Trigger<'a>> {
    let (noun, verb) = action.split_once('.')?;
    let is_about_users = match noun {
        "user" => !OF_USERS_ALONE.contains(&action),
        "group" | "role" | "identity" => true,
        "client" => matches!(verb, "changed" | "updated" | "enabled" | "disabled"),
        "app" => verb == "access_ended",
        _ => false,
    };
    if !is_about_users {
        return None;
    }
    Some(subject.map_or(Trigger::Everybody, Trigger::User))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_about_its_user_or_about_everybody() {
        let ada = Some("ada");
        for action in ["user.changed", "group.member_added", "role.granted"] {
            assert_eq!(of_action(action, ada), Some(Trigger::User("ada")));
        }
        for action in ["group.deleted", "role.granted", "client.changed"] {
            assert_eq!(of_action(action, None), Some(Trigger::Everybody));
        }
        for action in ["sign_in.succeeded", "user.unlocked", "client.added", ""] {
            assert_eq!(of_action(action, ada), None, "{action}");
        }
    }
}
