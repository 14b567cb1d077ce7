//! Conditions of rules: what is known of the user, what the app says, and the time.

use super::{apply, ask, client, decides, question};
use crate::{
    on_both,
    world::{SECRET, World, basic},
};
use doorward_protocol::time::Lifetime;
use serde_json::{Value, json};

on_both!(
    a_condition_looks_at_the_user_the_resource_the_circumstances_and_the_time,
    a_rule_about_groups_counts_in_an_app_without_roles,
    a_page_of_users_ends_and_the_next_one_goes_on
);

/// One rule for each kind of attribute.
const RULES: &str = r#"
[[user_attributes]]
name = "department"

[[users]]
email = "ada@example.com"
email_verified = true
attributes = { department = "sales" }

[[users]]
email = "grace@example.com"
attributes = { department = "it" }

[[access_rules]]
app = "inventory"
name = "by department"
actions = ["sell"]
resource_type = "record"
when = [{ attribute = "user.department", operator = "equals", value = "sales" }]

[[access_rules]]
app = "inventory"
name = "by proven address"
actions = ["own"]
resource_type = "record"
when = [{ attribute = "resource.properties.owner", operator = "equals", value_of = "user.email" }]

[[access_rules]]
app = "inventory"
name = "from here"
actions = ["open"]
resource_type = "record"
when = [
  { attribute = "context.network.zone", operator = "one_of", value = ["office", "lab"] },
  { attribute = "action.properties.soft", operator = "equals", value = true },
  { attribute = "subject.properties.level", operator = "at_least", value = 3 },
]

[[access_rules]]
app = "inventory"
name = "by day"
actions = ["count"]
resource_type = "record"
when = [{ attribute = "time", operator = "between", value = ["08:00", "20:00"] }]
"#;

fn with(mut question: Value, changes: &[(&str, Value)]) -> Value {
    for (path, value) in changes {
        let mut place = &mut question;
        for name in path.split('.') {
            place = &mut place[name];
        }
        *place = value.clone();
    }
    question
}

async fn a_condition_looks_at_the_user_the_resource_the_circumstances_and_the_time(world: World) {
    let file = client("inventory", "doorward.access:evaluate") + RULES;
    apply(&world, &file).await.unwrap();
    let grace = world.sub("grace@example.com").await;
    let (ada, grace) = ("ada@example.com", grace.as_str());
    let about = |who: &str, action: &str| question(who, action, ("record", "1"));
    for (allowed, question) in [
        (true, about(ada, "sell")),
        (false, about(grace, "sell")),
        (
            true,
            with(
                about(ada, "own"),
                &[("resource.properties.owner", json!("ada@example.com"))],
            ),
        ),
        // Her address is not proven to be hers.
        (
            false,
            with(
                about(grace, "own"),
                &[("resource.properties.owner", json!("grace@example.com"))],
            ),
        ),
        (
            true,
            with(
                about(ada, "open"),
                &[
                    ("context.network.zone", json!("lab")),
                    ("action.properties.soft", json!(true)),
                    ("subject.properties.level", json!(3)),
                ],
            ),
        ),
        (
            false,
            with(
                about(ada, "open"),
                &[
                    ("context.network.zone", json!("street")),
                    ("action.properties.soft", json!(true)),
                    ("subject.properties.level", json!(3)),
                ],
            ),
        ),
        (
            false,
            with(
                about(ada, "open"),
                &[
                    ("context.network.zone", json!("lab")),
                    ("action.properties.soft", json!(true)),
                    ("subject.properties.level", json!("3")),
                ],
            ),
        ),
        (false, about(ada, "open")),
    ] {
        assert_eq!(decides(&world, &question).await, allowed, "{question}");
    }
    // Twice a day is the answer another one, whatever is kept.
    let counts = about(ada, "count");
    let mut answers = Vec::new();
    for _ in 0..24 {
        answers.push(decides(&world, &counts).await);
        world.advance(Lifetime::hours(1)).await;
    }
    assert_eq!(answers.iter().filter(|allowed| **allowed).count(), 12);
}

async fn a_rule_about_groups_counts_in_an_app_without_roles(world: World) {
    let rule = |effect: &str, name: &str, more: &str| {
        format!(
            "[[access_rules]]\napp = \"inventory\"\nname = \"{name}\"\neffect = \"{effect}\"\nactions = \
             [\"read\"]\nresource_type = \"record\"\n{more}\n"
        )
    };
    let file = client("inventory", "doorward.access:evaluate")
        + "[[groups]]\nname = \"Guests\"\n[[users]]\nemail = \"grace@example.com\"\n\
           email_verified = true\ngroups = [\"guests\"]\n"
        + &rule("allow", "everybody", "")
        + &rule("deny", "not guests", "groups = [\"Guests\"]");
    apply(&world, &file).await.unwrap();
    let about = |who: &str| question(who, "read", ("record", "1"));
    let ada = world.sub("ada@example.com").await;
    assert!(decides(&world, &about(&ada)).await);
    assert!(!decides(&world, &about("grace@example.com")).await);
}

async fn a_page_of_users_ends_and_the_next_one_goes_on(world: World) {
    let mut file = client("inventory", "doorward.access:evaluate")
        + "[[groups]]\nname = \"readers\"\n[[access_rules]]\napp = \"inventory\"\nname = \"readers\"\n\
           actions = [\"read\"]\nresource_type = \"record\"\ngroups = [\"readers\"]\n";
    let user = |number: usize| {
        let groups = if number.is_multiple_of(2) {
            "\"readers\""
        } else {
            ""
        };
        format!("[[users]]\nemail = \"reader{number}@example.com\"\ngroups = [{groups}]\n")
    };
    file += &(0..7).map(user).collect::<String>();
    apply(&world, &file).await.unwrap();
    let own = basic("inventory", SECRET);
    let mut request = question("", "read", ("record", "1"));
    let (mut found, mut pages) = (Vec::new(), 0);
    request["page"] = json!({"limit": 3});
    loop {
        let (status, answer) = ask(&world, &own, "search/subject", &request).await;
        assert_eq!(status, 200, "{answer}");
        let results = answer["results"].as_array().unwrap();
        assert_eq!(answer["page"]["count"], results.len());
        assert!(results.len() <= 3);
        found.extend(
            results
                .iter()
                .map(|one| one["id"].as_str().unwrap().to_owned()),
        );
        pages += 1;
        match answer["page"]["next_token"].as_str().unwrap() {
            "" => break,
            token => request["page"] = json!({"token": token}),
        }
    }
    let mut wanted = world
        .texts(
            "SELECT id FROM users WHERE email IN ('reader0@example.com', 'reader2@example.com', 'reader4@example.com', 'reader6@example.com')",
        )
        .await;
    wanted.sort();
    found.sort();
    assert_eq!((found, pages), (wanted, 2));
}
