//! What a user had in the other system and does not have here: it is said, so that nobody is surprised.

use doorward_core::users::ImportRow;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use strum::IntoStaticStr;

/// What an import leaves behind of a user whom it adds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub(super) enum LeftBehind {
    /// Codes of an app.
    AuthenticatorApp,
    /// A passkey or a security key: it is bound to the address of the other system.
    Passkey,
    /// Codes on paper.
    RecoveryCodes,
    /// A telephone that gets codes.
    Telephone,
    /// A second factor whose kind is not said.
    SecondFactor,
    /// A credential of a kind that nobody here knows.
    Credential,
    /// A new password, which they had to choose at the next sign-in.
    NewPassword,
    /// Something else that they had to do at the next sign-in.
    RequiredAction,
}

impl LeftBehind {
    /// The name in the report.
    pub(super) fn name(self) -> &'static str {
        self.into()
    }

    /// What a user had, and what they do now.
    const fn texts(self) -> [&'static str; 2] {
        match self {
            Self::AuthenticatorApp => [
                "an authenticator app, which is not imported",
                "set up a new one",
            ],
            Self::Passkey => [
                "a passkey or security key, which is not imported",
                "add a new one",
            ],
            Self::RecoveryCodes => [
                "recovery codes, which are not imported",
                "get new ones with a second factor",
            ],
            Self::Telephone => [
                "a telephone as second factor, which is not imported",
                "set up another factor",
            ],
            Self::SecondFactor => ["a second factor, which is not imported", "set up a new one"],
            Self::Credential => [
                "a credential of another kind, which is not imported",
                "sign in without it",
            ],
            Self::NewPassword => [
                "to choose a new password at the next sign-in, which is not demanded here",
                "sign in with the password that they have",
            ],
            Self::RequiredAction => [
                "something else to do at the next sign-in, which is not demanded here",
                "sign in without it",
            ],
        }
    }

    /// What it is about so many users.
    pub(super) fn sentence(self, users: u64) -> String {
        let [had, now] = self.texts();
        let noun = if users == 1 { "user" } else { "users" };
        format!("{users} {noun} had {had}: they {now}")
    }
}

/// What is left behind of one user.
pub(super) type Left = BTreeSet<LeftBehind>;

/// A user of a source.
pub(super) struct FoundUser {
    pub(super) row: ImportRow,
    pub(super) left: Left,
}

impl From<ImportRow> for FoundUser {
    fn from(row: ImportRow) -> Self {
        Self {
            row,
            left: Left::new(),
        }
    }
}

/// How many users lose what.
#[derive(Clone, Debug, Default)]
pub(super) struct LeftCounts(BTreeMap<LeftBehind, u64>);

impl LeftCounts {
    /// Counts what is left behind of a user.
    pub(super) fn add(&mut self, left: &Left) {
        for kind in left {
            *self.0.entry(*kind).or_default() += 1;
        }
    }

    /// A sentence about each kind.
    pub(super) fn sentences(&self) -> impl Iterator<Item = String> {
        self.0.iter().map(|(kind, users)| kind.sentence(*users))
    }
}

impl serde::Serialize for LeftCounts {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(kind, users)| (kind.name(), users)))
    }
}

/// What a realm says of the credentials and the required actions of a user.
pub(super) fn of_realm(credentials: &[Value], actions: &[String]) -> Left {
    let kinds = credentials
        .iter()
        .filter_map(|credential| credential.get("type").and_then(Value::as_str));
    let credentials = kinds.filter_map(|kind| match kind {
        "password" | "password-history" => None,
        "otp" | "totp" | "hotp" => Some(LeftBehind::AuthenticatorApp),
        "webauthn" | "webauthn-passwordless" => Some(LeftBehind::Passkey),
        "recovery-authn-codes" => Some(LeftBehind::RecoveryCodes),
        _ => Some(LeftBehind::Credential),
    });
    let actions = actions.iter().filter_map(|action| match action.as_str() {
        // Whose address is not proven proves it here.
        "VERIFY_EMAIL" => None,
        "UPDATE_PASSWORD" => Some(LeftBehind::NewPassword),
        _ => Some(LeftBehind::RequiredAction),
    });
    credentials.chain(actions).collect()
}

/// What an export of Auth0 says of the factors of a user.
pub(super) fn of_auth0(user: &Map<String, Value>) -> Left {
    let list = |name: &str| user.get(name).and_then(Value::as_array);
    let enrolled = list("mfa_factors").into_iter().flatten();
    let enrolled = enrolled.filter_map(|factor| factor.as_object()?.keys().next());
    let enrolled = enrolled.map(|kind| match kind.as_str() {
        "totp" => LeftBehind::AuthenticatorApp,
        "phone" => LeftBehind::Telephone,
        _ => LeftBehind::SecondFactor,
    });
    let chosen = list("multifactor").into_iter().flatten();
    let chosen = chosen.filter_map(Value::as_str).map(|kind| match kind {
        "google-authenticator" => LeftBehind::AuthenticatorApp,
        _ => LeftBehind::SecondFactor,
    });
    enrolled.chain(chosen).collect()
}

/// What an export of Firebase says of the factors of a user.
pub(super) fn of_firebase(factors: &[Value]) -> Left {
    let kinds = factors.iter().map(|factor| {
        if factor.get("totpInfo").is_some() {
            LeftBehind::AuthenticatorApp
        } else if factor.get("phoneInfo").is_some() {
            LeftBehind::Telephone
        } else {
            LeftBehind::SecondFactor
        }
    });
    kinds.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn names(left: &Left) -> Vec<&'static str> {
        left.iter().map(|kind| kind.name()).collect()
    }

    #[test]
    fn what_each_system_says_of_factors_is_told() {
        let credentials = ["password", "otp", "totp", "webauthn-passwordless", "x509"];
        let credentials = credentials.map(|kind| json!({"type": kind}));
        let actions = ["VERIFY_EMAIL", "UPDATE_PASSWORD", "terms"].map(str::to_owned);
        assert_eq!(
            names(&of_realm(&credentials, &actions)),
            [
                "authenticator_app",
                "passkey",
                "credential",
                "new_password",
                "required_action"
            ]
        );
        for (user, expected) in [
            (
                json!({"mfa_factors": [{"totp": {"secret": "x"}}]}),
                vec!["authenticator_app"],
            ),
            (
                json!({"mfa_factors": [{"phone": {}}, {"email": {}}]}),
                vec!["telephone", "second_factor"],
            ),
            (json!({"multifactor": ["guardian"]}), vec!["second_factor"]),
            (json!({"multifactor": []}), vec![]),
            (
                json!({"multifactor": "guardian", "mfa_factors": {}}),
                vec![],
            ),
        ] {
            let left = of_auth0(user.as_object().unwrap());
            assert_eq!(names(&left), expected, "{user}");
        }
        let factors = [
            json!({"phoneInfo": "+44"}),
            json!({"totpInfo": {}}),
            json!(1),
        ];
        assert_eq!(
            names(&of_firebase(&factors)),
            ["authenticator_app", "telephone", "second_factor"]
        );
    }

    #[test]
    fn a_sentence_says_how_many_had_what_and_what_they_do() {
        assert_eq!(
            LeftBehind::AuthenticatorApp.sentence(12),
            "12 users had an authenticator app, which is not imported: they set up a new one"
        );
        assert!(
            LeftBehind::NewPassword
                .sentence(1)
                .starts_with("1 user had to choose")
        );
    }
}
