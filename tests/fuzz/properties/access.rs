//! Questions about access, and pages of lists.

use super::{NOW, text};
use doorward_protocol::{
    access::{
        UserAccess,
        evaluation::{Action, Entity, Evaluation, Evaluations, MAX_EVALUATIONS, Searched},
        rules::{AccessRules, Asked, decide},
        search_page::{MAX_RESULTS, SearchPage},
    },
    oauth::authorization_request::Parameters,
    text::is_storable,
};
use doorward_web::parsers;
use serde_json::{Map, Value, json};

/// The longest type, identifier or name, in bytes.
const LONGEST: usize = 1024;
/// How many entries a page of the management API has at most.
const LONGEST_PAGE: usize = 200;
const SEARCHED: [Searched; 3] = [Searched::Subject, Searched::Resource, Searched::Action];

/// An evaluation as a request says it.
fn request(evaluation: &Evaluation) -> Map<String, Value> {
    let entity = |entity: &Entity| json!({"type": entity.kind, "id": entity.id, "properties": entity.properties});
    let Action { name, properties } = &evaluation.action;
    let request = json!({
        "subject": entity(&evaluation.subject), "resource": entity(&evaluation.resource),
        "action": {"name": name, "properties": properties}, "context": evaluation.context,
    });
    request.as_object().expect("an object").clone()
}

/// What was read keeps its bounds, and is read again as the same. Without a rule and a role, nothing but
/// the use of the app itself is allowed.
fn evaluation_holds(evaluation: &Evaluation) {
    let Evaluation {
        subject,
        action,
        resource,
        ..
    } = evaluation;
    for text in [
        &subject.kind,
        &subject.id,
        &action.name,
        &resource.kind,
        &resource.id,
    ] {
        assert!((1..=LONGEST).contains(&text.len()));
    }
    let again = Evaluation::read(&request(evaluation));
    assert_eq!(again.as_ref(), Ok(evaluation));
    let asked = Asked {
        client_id: "notes",
        rules: &AccessRules::default(),
        access: &UserAccess::default(),
        user: &Map::new(),
        now: NOW,
    };
    let is_use = (&*resource.kind, &*resource.id, &*action.name) == ("app", "notes", "use");
    assert_eq!(decide(asked, evaluation).allowed, is_use);
}

/// One evaluation, several, or a search (OpenID AuthZEN Authorization API 1.0, sections 6 to 8).
pub(super) fn access_evaluation(input: &[u8]) {
    let Ok(body) = serde_json::from_slice::<Map<String, Value>>(input) else {
        return;
    };
    let size = input.len();
    match Evaluation::read(&body) {
        Ok(evaluation) => evaluation_holds(&evaluation),
        Err(reason) => assert!(!reason.is_empty()),
    }
    match Evaluations::read(&body) {
        Ok(several) => {
            let mut count = 0;
            for evaluation in several.each() {
                count += 1;
                match evaluation {
                    Ok(evaluation) => {
                        evaluation_holds(&evaluation);
                        // Each has a copy of the defaults, and no more.
                        let held = Value::Object(request(&evaluation)).to_string().len();
                        assert!(held <= 2 * size + 200, "{held} bytes of {size}");
                    }
                    Err(reason) => assert!(!reason.is_empty()),
                }
            }
            assert!(count <= MAX_EVALUATIONS && (count == 0) == several.is_empty());
        }
        Err(reason) => assert!(!reason.is_empty()),
    }
    for searched in SEARCHED {
        match Evaluation::read_search(&body, searched) {
            Ok(evaluation) => {
                let left_empty = match searched {
                    Searched::Subject => &evaluation.subject.id,
                    Searched::Resource => &evaluation.resource.id,
                    Searched::Action => &evaluation.action.name,
                };
                assert!(left_empty.is_empty());
            }
            Err(reason) => assert!(!reason.is_empty()),
        }
        search_page(&body, searched);
    }
}

/// A page keeps its bounds, and its token leads on from there with the same request alone.
fn search_page(body: &Map<String, Value>, searched: Searched) {
    let page = match SearchPage::read(body, searched) {
        Ok(page) => page,
        Err(reason) => return assert!(reason.starts_with("page")),
    };
    assert!((1..=MAX_RESULTS).contains(&page.limit) && is_storable(&page.after));
    let with = |token: String| {
        let mut body = body.clone();
        body.insert("page".into(), json!({"token": token}));
        body
    };
    for after in ["report 7", "a b", "größe", &page.after] {
        let next = with(page.token_after(after));
        let read = SearchPage::read(&next, searched).expect("our own token");
        assert_eq!((&*read.after, read.limit), (after, page.limit));
        let mut other = next.clone();
        other.insert("another member".into(), json!(1));
        assert!(SearchPage::read(&other, searched).is_err());
        for another in SEARCHED.into_iter().filter(|another| *another != searched) {
            assert!(SearchPage::read(&next, another).is_err());
        }
    }
    let unstorable = with(page.token_after("a\0b"));
    assert!(SearchPage::read(&unstorable, searched).is_err());
}

/// A page of the management API keeps its bounds, and a cursor leads on from where it says; a path has the
/// parameters of its route. The first line is the query, the rest the path.
pub(super) fn page_token(input: &[u8]) {
    let Some(text) = text(input) else { return };
    let (query, path) = text.split_once('\n').unwrap_or((text, text));
    let parameters = Parameters::parse(query);
    match parsers::WantedPage::read(&parameters) {
        Ok(wanted) => {
            assert!((1..=LONGEST_PAGE).contains(&wanted.limit) && is_storable(&wanted.after));
            // One cursor for one place: nobody repeats a request under another.
            if let Some(cursor) = parameters.get("cursor") {
                assert_eq!(parsers::page_cursor(&wanted.after), cursor);
            }
            assert_eq!(wanted.filter.is_some(), parameters.get("filter").is_some());
        }
        Err(error) => {
            let wrong = ["limit", "cursor", "filter"];
            let reason = format!("{error:?}");
            assert!(wrong.iter().any(|name| reason.contains(name)), "{reason}");
        }
    }
    // Whatever key a list is in order by, its cursor is read as it.
    let cursor = parsers::page_cursor(text);
    let query = Parameters::parse(&format!("cursor={cursor}"));
    if is_storable(text) && !text.is_empty() && cursor.len() <= 8192 {
        let wanted = parsers::WantedPage::read(&query).expect("our own cursor");
        assert_eq!(wanted.after, text);
    }
    route_parameters(path);
}

fn route_parameters(path: &str) {
    for template in ["/users/{id}", "/apps/{app}/roles/{role}/grants", "/users"] {
        let Some(found) = parsers::path_parameters(template, path) else {
            continue;
        };
        assert_eq!(found.len(), template.matches('{').count());
        let mut written = template.to_owned();
        for (name, value) in &found {
            assert!(!value.is_empty());
            written = written.replace(&format!("{{{name}}}"), &parsers::path_segment(value));
        }
        assert_eq!(written.matches('/').count(), path.matches('/').count());
        assert_eq!(
            parsers::path_parameters(template, &written).as_ref(),
            Some(&found)
        );
    }
}

/// A refusal of a body is short, and repeats no value: what stands behind a colon may be a password.
pub(super) fn management_body(input: &[u8]) {
    let Ok(Value::Object(document)) = serde_json::from_slice(input) else {
        return;
    };
    let refusals = parsers::management_bodies(input);
    for refusal in &refusals {
        let said = format!("{refusal} {refusal:?}");
        assert!((3..8000).contains(&said.len()), "{} bytes", said.len());
    }
    // The same members with a value that no refusal may repeat.
    let secret = "kXw7-never-to-be-said";
    let marked: Map<String, Value> = document
        .into_iter()
        .map(|(name, _)| (name, secret.into()))
        .collect();
    for refusal in parsers::management_bodies(Value::Object(marked).to_string().as_bytes()) {
        assert!(!format!("{refusal:?}").contains(secret), "{refusal:?}");
    }
}
