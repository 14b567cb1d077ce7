//! Adds, reads, changes and deletes a group and a user with the client that openapi-generator made.
//! Usage: client BASE, with the access token in TOKEN.

use doorward_api::apis::Error;
use doorward_api::apis::configuration::Configuration;
use doorward_api::apis::default_api::{
    change_user, create_group, create_user, delete_group, delete_user, list_groups, read_user,
};
use doorward_api::models::{NewGroup, NewUser, Problem, UserPatch};

#[tokio::main]
async fn main() {
    let api = Configuration {
        base_path: std::env::args().nth(1).expect("BASE"),
        oauth_access_token: Some(std::env::var("TOKEN").expect("TOKEN")),
        ..Configuration::new()
    };
    let new = || NewGroup::new("climbers".to_owned());
    let group = create_group(&api, new(), None, None).await.unwrap();
    assert_eq!(group.name, "climbers");
    assert_eq!(
        problem(create_group(&api, new(), None, None).await).status,
        409
    );
    let page = list_groups(&api, None, None, Some(200)).await.unwrap();
    assert!(
        page.items.iter().any(|found| found.name == "climbers"),
        "{page:?}"
    );

    let mut new = NewUser::new("junko@example.com".to_owned());
    new.name = Some(Some("Junko".to_owned()));
    let user = create_user(&api, new, None, None).await.unwrap();
    // What is not named stays; null takes a value away: the types tell these apart.
    let mut patch = UserPatch::new();
    patch.name = Some(Some("Junko Tabei".to_owned()));
    let changed = change_user(&api, &user.id, patch, None, None)
        .await
        .unwrap();
    assert_eq!(changed.name, Some(Some("Junko Tabei".to_owned())));
    let mut patch = UserPatch::new();
    patch.name = Some(None);
    change_user(&api, &user.id, patch, None, None)
        .await
        .unwrap();
    let read = read_user(&api, &user.id).await.unwrap();
    assert_eq!(
        (read.name.flatten(), read.email.flatten().as_deref()),
        (None, Some("junko@example.com"))
    );

    delete_user(&api, &user.id, None, None).await.unwrap();
    delete_group(&api, "climbers", None, None).await.unwrap();
    assert_eq!(problem(read_user(&api, &user.id).await).status, 404);
}

/// The problem by which a call was refused.
fn problem<T: std::fmt::Debug, E: std::fmt::Debug>(answer: Result<T, Error<E>>) -> Problem {
    match answer {
        Err(Error::ResponseError(refused)) => {
            serde_json::from_str(&refused.content).expect("a problem")
        }
        other => panic!("{other:?}"),
    }
}
