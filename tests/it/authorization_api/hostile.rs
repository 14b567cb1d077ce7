//! Requests of the authorization API that nobody should send, and callers who should not.

use super::{apply, ask, client, file, question};
use crate::{
    on_both,
    world::{ADA, CALLBACK, SECRET, World, authorize_query, basic},
};
use serde_json::{Value, json};

on_both!(
    what_cannot_be_read_is_refused_and_what_is_unknown_is_denied,
    nobody_but_a_client_with_the_scope_is_answered
);

/// Sends a body as it is: the status, the answer and the identifier that came back.
async fn send(
    world: &World,
    path: &str,
    (kind, body): (&str, String),
) -> (u16, Value, Option<String>) {
    let request = world
        .http
        .post(world.at(&format!("/access/v1/{path}")))
        .header("authorization", basic("inventory", SECRET))
        .header("content-type", kind)
        .header("x-request-id", "7");
    let response = request.body(body).send().await.unwrap();
    let status = response.status().as_u16();
    let id = response
        .headers()
        .get("x-request-id")
        .map(|id| id.to_str().unwrap().to_owned());
    let text = response.text().await.unwrap();
    (status, serde_json::from_str(&text).unwrap_or_default(), id)
}

async fn what_cannot_be_read_is_refused_and_what_is_unknown_is_denied(world: World) {
    const JSON: &str = "application/json";
    apply(&world, &file()).await.unwrap();
    let good = question("ada@example.com", "move", ("shelf", "1"));
    let many = |count: usize| {
        let mut many = good.clone();
        many["evaluations"] = json!(vec![json!({}); count]);
        many.to_string()
    };
    let deep = format!("{{\"subject\": {}1{}", "[".repeat(9000), "]".repeat(9000));
    let nested = |depth: usize| {
        let mut good = good.clone();
        let inner = (0..depth).fold(json!(1), |inner, _| json!({ "a": inner }));
        good["context"] = inner;
        good.to_string()
    };
    for (status, path, kind, body) in [
        (
            200,
            "evaluation",
            "Application/JSON;charset=utf-8",
            good.to_string(),
        ),
        (200, "evaluation", JSON, nested(60)),
        (400, "evaluation", JSON, nested(500)),
        (400, "evaluation", JSON, deep),
        (400, "evaluation", "text/plain", good.to_string()),
        (
            400,
            "evaluation",
            "application/x-www-form-urlencoded",
            "subject=ada".to_owned(),
        ),
        (400, "evaluation", JSON, String::new()),
        (400, "evaluation", JSON, "[]".to_owned()),
        (400, "evaluation", JSON, format!("[{good}]")),
        (
            400,
            "evaluation",
            JSON,
            "{\"subject\": {\"type\": \"\u{0}\"}".to_owned(),
        ),
        (
            413,
            "evaluation",
            JSON,
            format!("{{\"x\": \"{}\"}}", "a".repeat(70_000)),
        ),
        (200, "evaluations", JSON, many(1000)),
        (400, "evaluations", JSON, many(1001)),
        (400, "evaluations", JSON, "{\"evaluations\": {}}".to_owned()),
        (400, "search/subject", JSON, "{}".to_owned()),
    ] {
        let found = send(&world, path, (kind, body.clone())).await;
        let shown = &body[..body.len().min(80)];
        assert_eq!(found.0, status, "{path} {kind} {shown} {}", found.1);
        assert_eq!(found.2.as_deref(), Some("7"), "{path} {kind} {shown}");
        if status == 400 {
            assert_eq!(found.1["error"], "invalid_request", "{path} {kind} {shown}");
        }
    }
    // A subject that cannot be: denied as anybody who is unknown.
    for (kind, id) in [
        ("user", "a\u{0}b".to_owned()),
        ("user", "\u{202e}x'; DROP TABLE users; --".to_owned()),
        ("user", "a".repeat(1000)),
        ("user", "%".to_owned()),
        ("robot", "ada@example.com".to_owned()),
    ] {
        let mut unknown = question(&id, "move", ("shelf", "1"));
        unknown["subject"]["type"] = json!(kind);
        let (status, answer) =
            ask(&world, &basic("inventory", SECRET), "evaluation", &unknown).await;
        assert_eq!(
            (status, &answer["decision"]),
            (200, &json!(false)),
            "{id:?}"
        );
        let nobody = question("nobody", "move", ("shelf", "1"));
        let (_, of_nobody) = ask(&world, &basic("inventory", SECRET), "evaluation", &nobody).await;
        assert_eq!(answer, of_nobody);
    }
    for page in [
        json!(7),
        json!({"limit": -1}),
        json!({"limit": "2"}),
        json!({"token": 1}),
        json!({"token": "!"}),
        json!({"token": "AAAA"}),
    ] {
        let mut request = question("", "move", ("shelf", "1"));
        request["page"] = page.clone();
        let (status, _) = ask(
            &world,
            &basic("inventory", SECRET),
            "search/subject",
            &request,
        )
        .await;
        assert_eq!(status, 400, "{page}");
    }
    for method in [
        reqwest::Method::GET,
        reqwest::Method::PUT,
        reqwest::Method::DELETE,
    ] {
        let request = world
            .http
            .request(method, world.at("/access/v1/evaluation"));
        let response = request.send().await.unwrap();
        assert_eq!(response.status().as_u16(), 405);
    }
}

async fn nobody_but_a_client_with_the_scope_is_answered(world: World) {
    let public = format!(
        "[[clients]]\nclient_id = \"public\"\ntoken_endpoint_auth_method = \"none\"\nredirect_uris = \
         [\"{CALLBACK}\"]\nscope = \"openid doorward.access:evaluate\"\n"
    );
    let user = client("asks", "doorward.access:evaluate");
    apply(&world, &(file() + &public + &user)).await.unwrap();
    let question = question("ada@example.com", "move", ("shelf", "1"));
    // A user's token is no client's, whatever its scope is.
    let mut ada = world.signed_in(ADA).await;
    let changes = [
        ("client_id", "asks"),
        ("scope", "openid doorward.access:evaluate"),
    ];
    let answer = ada
        .get(&format!("/authorize?{}", authorize_query(&changes)))
        .await;
    let users = match answer.parameter("code") {
        None => None,
        Some(code) => {
            let form = [
                ("grant_type", "authorization_code"),
                ("code", code.as_str()),
                ("redirect_uri", CALLBACK),
                ("code_verifier", crate::world::VERIFIER),
            ];
            let (_, body) = world
                .post("/token", Some(basic("asks", SECRET)), &form)
                .await;
            body["access_token"].as_str().map(str::to_owned)
        }
    };
    for (status, authorization) in [
        (401, basic("public", "")),
        (401, basic("nobody", SECRET)),
        (401, "Basic !".to_owned()),
        (401, "Bearer".to_owned()),
        (401, "Bearer eyJhbGciOiJub25lIn0.e30.".to_owned()),
    ] {
        let (found, _) = ask(&world, &authorization, "evaluation", &question).await;
        assert_eq!(found, status, "{authorization}");
    }
    if let Some(token) = users {
        let (found, _) = ask(&world, &format!("Bearer {token}"), "evaluation", &question).await;
        assert_eq!(found, 403);
    }
    // A token loses the scope with its client, and stands for nothing once the client is disabled.
    let form = [("grant_type", "client_credentials")];
    let own = Some(basic("inventory", SECRET));
    let (_, token) = world.post("/token", own, &form).await;
    let bearer = format!("Bearer {}", token["access_token"].as_str().unwrap());
    assert_eq!(ask(&world, &bearer, "evaluation", &question).await.0, 200);
    let without = file().replace("openid doorward.access:evaluate\"", "openid\"");
    apply(&world, &without).await.unwrap();
    assert_eq!(ask(&world, &bearer, "evaluation", &question).await.0, 403);
    // Nobody asks without saying who they are, nor as two.
    let asks = || {
        let request = world.http.post(world.at("/access/v1/evaluations"));
        request
            .header("content-type", "application/json")
            .body(question.to_string())
    };
    assert_eq!(asks().send().await.unwrap().status().as_u16(), 401);
    let twice = asks()
        .header("authorization", basic("inventory", SECRET))
        .header("authorization", basic("every", SECRET));
    assert_eq!(twice.send().await.unwrap().status().as_u16(), 400);
}
