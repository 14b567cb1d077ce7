//! The names, the actions and the texts of the catalogue.

use super::*;
use std::collections::BTreeSet;

#[test]
fn no_two_events_have_a_name_or_an_action_in_common() {
    let all = || CATALOGUE.iter().chain([&TEST]);
    let names: BTreeSet<&str> = all().map(|one| one.name).collect();
    assert_eq!(names.len(), all().count());
    let actions = || all().flat_map(|one| one.actions);
    assert_eq!(actions().collect::<BTreeSet<_>>().len(), actions().count());
}

#[test]
fn a_test_is_told_and_nobody_subscribes_to_it() {
    assert_eq!(told_of("webhook.tested").unwrap().name, "webhook.test");
    assert!(of_action("webhook.tested").is_none() && check_name("webhook.test").is_err());
    assert_eq!(of_action("user.registered").unwrap().name, "user.created");
    assert!(told_of("sign_in.failed").is_none());
}

#[test]
fn a_wrong_name_is_answered_with_the_nearest_one() {
    assert_eq!(check_name("user.created"), Ok(()));
    let refused = check_name("user.create").unwrap_err();
    assert!(refused.contains("did you mean user.created?"), "{refused}");
}
