use super::*;
use proptest::prelude::*;
use serde_json::json;

fn body(value: &Value) -> Map<String, Value> {
    value.as_object().cloned().unwrap_or_default()
}

fn whole() -> Value {
    json!({
        "subject": {"type": "user", "id": "ada"},
        "action": {"name": "read"},
        "resource": {"type": "record", "id": "1", "properties": {"status": "active"}},
        "context": {"ip": "192.0.2.1"},
    })
}

#[test]
fn a_request_without_a_part_is_refused_with_the_name_of_the_part() {
    assert!(Evaluation::read(&body(&whole())).is_ok());
    for (path, value, reason) in [
        ("/subject", Value::Null, "subject must be an object"),
        ("/subject", json!("ada"), "subject must be an object"),
        ("/subject/id", json!(7), "subject.id must be a text"),
        (
            "/subject/type",
            json!(""),
            "subject.type must have 1 to 1024 bytes",
        ),
        ("/action/name", json!(123), "action.name must be a text"),
        (
            "/resource/properties",
            json!([]),
            "properties must be an object",
        ),
        ("/context", json!("here"), "context must be an object"),
    ] {
        let mut request = whole();
        if let Some(place) = request.pointer_mut(path) {
            *place = value;
        }
        assert_eq!(
            Evaluation::read(&body(&request)),
            Err(reason.to_owned()),
            "{path}"
        );
    }
    assert_eq!(
        Evaluation::read(&Map::new()),
        Err("subject is missing".to_owned())
    );
}

#[test]
fn what_is_searched_for_is_ignored() {
    let request = json!({
        "subject": {"type": "user", "id": 1}, "action": 7, "resource": {"type": "record", "id": "1"},
    });
    assert!(Evaluation::read_search(&body(&request), Searched::Action).is_err());
    let request = json!({
        "subject": {"type": "user", "id": "ada"}, "action": 7, "resource": {"type": "record", "id": "1"},
    });
    let read = Evaluation::read_search(&body(&request), Searched::Action);
    assert_eq!(read.map(|read| read.action), Ok(Action::default()));
}

#[test]
fn an_evaluation_takes_what_it_lacks_from_the_request() {
    let mut request = body(&whole());
    request.insert(
        "evaluations".to_owned(),
        json!([{}, {"resource": {"id": "2"}}, {"action": {"name": "write"}}, 7, {"subject": null}]),
    );
    let read = Evaluations::read(&request).expect("the request is read");
    let each: Vec<_> = read.each().collect();
    let [first, second, third, fourth, fifth] = each.as_slice() else {
        panic!("there are five");
    };
    assert_eq!(*first, Evaluation::read(&body(&whole())));
    let second = second.as_ref().expect("it is whole");
    assert_eq!(
        (second.resource.kind.as_str(), second.resource.id.as_str()),
        ("record", "2")
    );
    assert!(
        second.resource.properties.is_empty(),
        "those are of another resource"
    );
    assert_eq!(
        third.as_ref().map(|third| third.action.name.as_str()),
        Ok("write")
    );
    assert!(fourth.is_err() && fifth.is_err());
}

#[test]
fn evaluations_end_as_the_request_says() {
    for (name, semantic) in [
        (json!({}), Ok(Semantic::ExecuteAll)),
        (
            json!({"evaluations_semantic": "execute_all"}),
            Ok(Semantic::ExecuteAll),
        ),
        (
            json!({"evaluations_semantic": "deny_on_first_deny"}),
            Ok(Semantic::DenyOnFirstDeny),
        ),
        (
            json!({"evaluations_semantic": "permit_on_first_permit"}),
            Ok(Semantic::PermitOnFirstPermit),
        ),
        (json!({"evaluations_semantic": "bogus"}), Err(())),
        (json!({"evaluations_semantic": 1}), Err(())),
    ] {
        let request = body(&json!({"options": name, "evaluations": []}));
        let read = Evaluations::read(&request)
            .map(|read| read.semantic)
            .map_err(|_| ());
        assert_eq!(read, semantic, "{name}");
    }
    assert!(
        Semantic::DenyOnFirstDeny.ends_with(false) && !Semantic::DenyOnFirstDeny.ends_with(true)
    );
    assert!(
        Semantic::PermitOnFirstPermit.ends_with(true) && !Semantic::ExecuteAll.ends_with(false)
    );
}

proptest! {
    /// Whatever text stands in the parts, reading ends and keeps it.
    #[test]
    fn what_is_read_is_what_was_sent(id in ".{1,40}", name in ".{1,40}") {
        let request = json!({
            "subject": {"type": "user", "id": id}, "action": {"name": name},
            "resource": {"type": "record", "id": "1"},
        });
        let read = Evaluation::read(&body(&request)).expect("it is whole");
        prop_assert_eq!((read.subject.id, read.action.name), (id, name));
    }
}

#[test]
fn there_are_only_so_many_evaluations_in_a_request() {
    for (count, is_fine) in [
        (0, true),
        (MAX_EVALUATIONS, true),
        (MAX_EVALUATIONS + 1, false),
    ] {
        let request = body(&json!({"evaluations": vec![json!({}); count]}));
        let read = Evaluations::read(&request);
        assert_eq!(read.is_ok(), is_fine, "{count}");
        assert!(read.is_err() || read.is_ok_and(|read| read.is_empty() == (count == 0)));
    }
    let request = body(&json!({"evaluations": {}}));
    assert!(Evaluations::read(&request).is_err());
}

#[test]
fn a_context_is_taken_whole_or_not_at_all() {
    let mut request = body(&whole());
    let default = json!({"type": "web", "id": "7", "name": "n", "ip": "192.0.2.1"});
    request.insert("context".to_owned(), default.clone());
    request.insert(
        "evaluations".to_owned(),
        json!([{"context": {"ip": "::1"}}, {}]),
    );
    let read = Evaluations::read(&request).expect("the request is read");
    let contexts: Vec<Value> = read
        .each()
        .map(|each| each.expect("it is whole").context.into())
        .collect();
    assert_eq!(contexts, [json!({"ip": "::1"}), default]);
}

#[test]
fn the_metadata_names_each_endpoint_below_the_issuer() {
    let issuer = "https://id.example/tenant";
    let metadata = metadata(issuer);
    assert_eq!(metadata["policy_decision_point"], issuer);
    for (name, path) in [
        ("access_evaluation_endpoint", path::ACCESS_EVALUATION),
        ("access_evaluations_endpoint", path::ACCESS_EVALUATIONS),
        ("search_subject_endpoint", path::SEARCH_SUBJECT),
        ("search_resource_endpoint", path::SEARCH_RESOURCE),
        ("search_action_endpoint", path::SEARCH_ACTION),
    ] {
        assert_eq!(metadata[name], format!("{issuer}{path}"), "{name}");
    }
}
