//! What the access engine says, in the language of the administrator. The English texts are the sentences
//! that programs read.

use crate::messages::Messages;
use doorward_core::access::{AccessReason, Giver, RoleSource};

/// Why a user may or may not do something in an app.
pub fn of_access(reason: &AccessReason, t: Messages) -> String {
    match reason {
        AccessReason::AppDisabled => t.reason_app_disabled(),
        AccessReason::UserDisabled => t.reason_user_disabled(),
        AccessReason::NotAdmitted { groups, roles } => t.reason_not_admitted(groups, roles),
        AccessReason::ForEveryone => t.reason_for_everyone(),
        AccessReason::Group { name } => t.reason_group(name),
        AccessReason::Role { name } => t.reason_role(name),
        AccessReason::Nothing => t.reason_nothing(),
        AccessReason::MayUseApp => t.reason_may_use_app(),
        AccessReason::Permission { name } => t.reason_permission(name),
        AccessReason::RuleAllows { name } => t.reason_rule_allows(name),
        AccessReason::RuleDenies { name } => t.reason_rule_denies(name),
    }
}

/// The same for several reasons.
pub fn of_accesses(reasons: &[AccessReason], t: Messages) -> Vec<String> {
    let reasons = reasons.iter().map(|reason| of_access(reason, t));
    reasons.collect()
}

/// Where a role of a user comes from.
pub fn of_source(source: &RoleSource, t: Messages) -> String {
    match source {
        RoleSource::User { by } => t.source_user(giver(by, t)),
        RoleSource::Group { group, by } => t.source_group(group, giver(by, t)),
        RoleSource::Role { role } => t.source_role(role),
        RoleSource::Everyone => t.source_everyone(),
        RoleSource::IdentityProvider => t.source_provider(),
    }
}

/// The same for several sources.
pub fn of_sources(sources: &[RoleSource], t: Messages) -> Vec<String> {
    let sources = sources.iter().map(|source| of_source(source, t));
    sources.collect()
}

fn giver(giver: &Giver, t: Messages) -> String {
    match (giver.kind.as_str(), giver.id.as_deref()) {
        ("user", Some(id)) => t.giver_user(id),
        ("client", Some(id)) => t.giver_client(id),
        ("identity_provider", Some(id)) => t.giver_provider(id),
        ("command_line", None) => t.giver_command_line(),
        ("worker", None) => t.giver_worker(),
        _ => giver.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use doorward_core::access::{AccessReasonKind, RoleSourceKind};
    use strum::IntoEnumIterator;

    fn reason(kind: AccessReasonKind) -> AccessReason {
        let name = || "editors".to_owned();
        match kind {
            AccessReasonKind::AppDisabled => AccessReason::AppDisabled,
            AccessReasonKind::UserDisabled => AccessReason::UserDisabled,
            AccessReasonKind::NotAdmitted => AccessReason::NotAdmitted {
                groups: "staff, guests".to_owned(),
                roles: name(),
            },
            AccessReasonKind::ForEveryone => AccessReason::ForEveryone,
            AccessReasonKind::Group => AccessReason::Group { name: name() },
            AccessReasonKind::Role => AccessReason::Role { name: name() },
            AccessReasonKind::Nothing => AccessReason::Nothing,
            AccessReasonKind::MayUseApp => AccessReason::MayUseApp,
            AccessReasonKind::Permission => AccessReason::Permission { name: name() },
            AccessReasonKind::RuleAllows => AccessReason::RuleAllows { name: name() },
            AccessReasonKind::RuleDenies => AccessReason::RuleDenies { name: name() },
        }
    }

    fn source(kind: RoleSourceKind, by: Giver) -> RoleSource {
        match kind {
            RoleSourceKind::User => RoleSource::User { by },
            RoleSourceKind::Group => RoleSource::Group {
                group: "staff".to_owned(),
                by,
            },
            RoleSourceKind::Role => RoleSource::Role {
                role: "admin".to_owned(),
            },
            RoleSourceKind::Everyone => RoleSource::Everyone,
            RoleSourceKind::IdentityProvider => RoleSource::IdentityProvider,
        }
    }

    fn givers() -> impl Iterator<Item = Giver> {
        let givers = [
            ("user", Some("u1")),
            ("client", Some("shop")),
            ("identity_provider", Some("google")),
            ("command_line", None),
            ("worker", None),
        ];
        givers.into_iter().map(|(kind, id)| Giver {
            kind: kind.to_owned(),
            id: id.map(str::to_owned),
        })
    }

    #[test]
    fn pages_say_in_english_what_programs_read_and_something_else_in_every_other_language() {
        let mut kinds = 0;
        for t in Messages::in_every_language() {
            let is_english = t.language() == "en";
            for kind in AccessReasonKind::iter() {
                let reason = reason(kind);
                let said = of_access(&reason, t);
                assert_eq!(said == reason.to_string(), is_english, "{said}");
                kinds += 1;
            }
            for kind in RoleSourceKind::iter() {
                for by in givers() {
                    let source = source(kind, by);
                    let said = of_source(&source, t);
                    assert_eq!(said == source.to_string(), is_english, "{said}");
                }
            }
        }
        assert_eq!(kinds, 12 * 11);
    }
}
