//! Reads that bring the first so many rows alone. A list that is cut off must not decide what a user
//! loses, which sessions end or who is told: such a read has no limit, or goes on to the next rows.

use super::source::workspace;
use std::collections::{BTreeMap, BTreeSet};

/// Each read with a limit in its statement, and the files of core that may call it.
const SHORT_LISTS: &[(&str, &[&str])] = &[
    // For display, and for the copy of what is known of a user.
    ("audit_events_about", &["users/personal_data.rs"]),
    ("clients_on_launchpad", &["launchpad.rs"]),
    (
        "clients_with_requestable_roles",
        &["access_requests/offers.rs"],
    ),
    ("grants_of_role", &["access/history.rs"]),
    ("grants_of_user", &["users/personal_data.rs"]),
    ("history_of_members", &["organizations/members.rs"]),
    ("history_of_app_owners", &["access/app_owners.rs"]),
    ("history_of_owned_apps", &["users/personal_data.rs"]),
    ("invitations", &["invitations.rs"]),
    ("logout_receipts_of_user", &["logout/receipts.rs"]),
    ("roles_of_members", &["organizations/roles.rs"]),
    ("roles_of_organization", &["organizations/roles.rs"]),
    (
        "trusted_browsers",
        &["credentials/second_factors/trusted_browsers.rs"],
    ),
    ("users", &["users/mod.rs"]),
    // A worker takes so many, and the next ones in its next round.
    ("due_account_deletions", &["users/removal.rs"]),
    ("due_recoveries", &["recovery/mod.rs"]),
    (
        "unused_registrations",
        &["clients/registration_deletion.rs"],
    ),
    // One of them is enough, or whoever is not among them has less and not more.
    (
        "apps_owned_by",
        &["management/app_secrets.rs", "management/caller.rs"],
    ),
    ("clients_of_origin", &["configuration/clients.rs"]),
    (
        "organizations_of_user",
        &[
            "oauth/authorize/decide.rs",
            "organizations/members.rs",
            "users/personal_data.rs",
        ],
    ),
    (
        "owners",
        &[
            "change_set.rs",
            "management/activity.rs",
            "sign_up/first_owner.rs",
        ],
    ),
    (
        "passkeys_of_user",
        &[
            "credentials/passkeys/mod.rs",
            "credentials/passkeys/registration.rs",
            "credentials/second_factors/passkeys.rs",
            "federation/linked_identities.rs",
            "users/personal_data.rs",
        ],
    ),
    ("password_costs", &["credentials/passwords.rs"]),
];

/// The names of the functions whose statement has a limit above one.
fn limited(code: &str) -> impl Iterator<Item = &str> {
    code.match_indices("LIMIT ").filter_map(|(at, word)| {
        let number: String = code[at + word.len()..]
            .chars()
            .take_while(char::is_ascii_digit)
            .collect();
        let limit: u32 = number.parse().ok()?;
        let (_, function) = code[..at].rsplit_once("fn ")?;
        (limit > 1).then(|| function.split(['(', '<']).next().unwrap_or_default())
    })
}

#[test]
fn no_list_that_is_cut_off_decides_more_than_it_shows() {
    let files = workspace();
    let of_layer = |layer: &'static str| files.iter().filter(move |file| file.layer == layer);
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in of_layer("storage") {
        let code = file.code();
        for name in limited(&code) {
            found.entry(name.to_owned()).or_default();
        }
    }
    for file in of_layer("core") {
        let code: String = file.code().split_whitespace().collect();
        for (name, callers) in &mut found {
            let calls = [format!("store.{name}("), format!("read().{name}(")];
            if calls.iter().any(|call| code.contains(call)) {
                callers.insert(file.path.clone());
            }
        }
    }
    let known = SHORT_LISTS.iter().map(|(name, callers)| {
        let callers = callers.iter().map(|caller| (*caller).to_owned());
        ((*name).to_owned(), callers.collect())
    });
    assert_eq!(found, known.collect::<BTreeMap<_, BTreeSet<_>>>());
}
