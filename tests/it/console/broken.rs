//! Broken set-ups, as administrators meet them: the page names the cause of each.

use super::{
    administrator,
    inspect::{inspect_for, request},
};
use crate::{
    on_both_wide,
    world::{ADA, Browser, CALLBACK, GRACE, SECRET, Tokens, VERIFIER, World, claims_of, encode},
};
use doorward_protocol::{sessions::sso_session::EndReason, time::Lifetime};
use josekit::jws::{HS256, JwsHeader, serialize_compact};
use serde_json::{Value, json};

on_both_wide!(the_page_names_the_cause_of_each_broken_set_up,);

/// A broken set-up: what it is, what is pasted, as which user, for which audience, and the cause that the
/// page names.
struct Broken {
    what: &'static str,
    text: String,
    user: &'static str,
    audience: &'static str,
    cause: &'static str,
}

fn broken(what: &'static str, text: impl Into<String>, cause: &'static str) -> Broken {
    Broken {
        what,
        text: text.into(),
        user: "",
        audience: "",
        cause,
    }
}

/// A token request of Notes as a command of curl, with changes.
pub fn curl(secret: &str, changes: &[(&str, &str)]) -> String {
    let mut form = vec![
        ("grant_type", "authorization_code"),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ];
    for (name, value) in changes {
        form.retain(|(known, _)| known != name);
        form.push((name, value));
    }
    form.retain(|(_, value)| !value.is_empty());
    format!(
        "curl https://id.example/token \\\n  -u 'notes:{secret}' \\\n  -d '{}'",
        encode(&form)
    )
}

/// An assertion of the client `signs`, with changes.
fn assertion(world: &World, changes: &Value) -> String {
    let now = world.clock_seconds();
    let mut claims = json!({
        "iss": "signs", "sub": "signs", "aud": world.issuer, "jti": "j-1", "iat": now, "exp": now + 60,
    });
    for (name, value) in changes.as_object().unwrap() {
        claims[name] = value.clone();
    }
    let signer = HS256.signer_from_bytes(SECRET.as_bytes()).unwrap();
    let mut header = JwsHeader::new();
    header.set_token_type("JWT");
    let assertion = serialize_compact(claims.to_string().as_bytes(), &header, &signer).unwrap();
    encode(&[
        ("grant_type", "client_credentials"),
        (
            "client_assertion_type",
            "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        ),
        ("client_assertion", &assertion),
    ])
}

/// The apps that the set-ups are about, beside Notes.
pub async fn declare_apps(world: &World) {
    let callback = json!({"redirect_uris": ["https://app.example/cb"]});
    for (client_id, extra) in [
        ("closed", json!({"allowed_roles": ["editor"]})),
        ("off", json!({})),
        (
            "implicit",
            json!({"response_types": ["id_token"], "grant_types": ["implicit"]}),
        ),
        ("strict", json!({"strict_client_authentication": true})),
        (
            "signs",
            json!({
                "token_endpoint_auth_method": "client_secret_jwt",
                "grant_types": ["authorization_code", "client_credentials"],
            }),
        ),
    ] {
        world.client(client_id, &callback, &extra).await;
    }
    let (clients, ctx) = (world.provider.clients(), world.context());
    clients.set_disabled(&ctx, "off", true).await.unwrap();
    world.expire_versions();
}

/// A request of one of the other apps.
fn of_app(client_id: &str, changes: &[(&str, &str)]) -> String {
    let mut all = vec![
        ("client_id", client_id),
        ("redirect_uri", "https://app.example/cb"),
    ];
    all.extend(changes);
    request(&all)
}

/// What is wrong with a request of the logout endpoint.
fn broken_sign_out(world: &World) -> Broken {
    let uri = "https://notes.example/by";
    let query = encode(&[("client_id", "notes"), ("post_logout_redirect_uri", uri)]);
    broken(
        "logout URI not registered",
        format!("{}/end_session?{query}", world.issuer),
        "https://notes.example/by is not registered for the app",
    )
}

/// What is wrong with requests of the authorization endpoint.
fn broken_requests() -> Vec<Broken> {
    vec![
        broken(
            "wrong redirect URI",
            request(&[("redirect_uri", "https://notes.example/callbck")]),
            "https://notes.example/callbck is not registered for the app. The registered one that is most like it: https://notes.example/callback",
        ),
        broken(
            "unknown app",
            request(&[("client_id", "nowhere")]),
            "No app is registered as nowhere",
        ),
        broken("app disabled", of_app("off", &[]), "off is disabled"),
        broken(
            "PKCE missing",
            request(&[("code_challenge", ""), ("code_challenge_method", "")]),
            "code_challenge (PKCE) is missing or wrong",
        ),
        broken(
            "response type not registered",
            request(&[("response_type", "id_token")]),
            "or the app is not registered for it",
        ),
        broken(
            "wrong response mode",
            request(&[("response_mode", "smoke")]),
            "may not use this response_mode",
        ),
        broken(
            "nonce missing for implicit",
            of_app("implicit", &[("response_type", "id_token"), ("nonce", "")]),
            "nonce is missing",
        ),
        broken(
            "scope not allowed",
            request(&[("scope", "openid notes:write")]),
            "The app is not registered for notes:write",
        ),
        broken(
            "nothing of the scope",
            request(&[("scope", "notes:write")]),
            "registered for nothing of this scope",
        ),
        Broken {
            user: GRACE.0,
            ..broken(
                "role missing",
                of_app("closed", &[]),
                "none of its allowed_roles (editor)",
            )
        },
    ]
}

/// A token request of a strict client with its secret at the wrong place.
fn strict_request() -> String {
    encode(&[
        ("grant_type", "authorization_code"),
        ("code", "x"),
        ("client_id", "strict"),
        ("client_secret", SECRET),
    ])
}

/// What is wrong with token requests. The code is one of Notes that nobody redeemed.
fn broken_token_requests(code: &str, used: &str) -> Vec<Broken> {
    vec![
        broken(
            "wrong secret",
            curl("not the secret", &[("code", code)]),
            "The client secret is wrong",
        ),
        broken(
            "wrong verifier",
            curl(
                SECRET,
                &[
                    ("code", code),
                    ("code_verifier", &VERIFIER.replace('d', "e")),
                ],
            ),
            "code_verifier does not belong to the code_challenge",
        ),
        broken(
            "verifier missing",
            curl(SECRET, &[("code", code), ("code_verifier", "")]),
            "code_verifier is missing",
        ),
        broken(
            "another redirect URI than before",
            curl(
                SECRET,
                &[("code", code), ("redirect_uri", "http://127.0.0.1/cb")],
            ),
            "The sign-in began with the redirect_uri https://notes.example/callback",
        ),
        broken(
            "replayed code",
            curl(SECRET, &[("code", used)]),
            "The code was used before",
        ),
        broken(
            "code cut off",
            curl(SECRET, &[("code", "abc")]),
            "No such code was issued to this app",
        ),
        broken(
            "wrong client authentication method",
            strict_request(),
            "sent another way than is registered (client_secret_basic)",
        ),
        broken(
            "no credential",
            "grant_type=authorization_code&code=x&client_id=notes",
            "sent no secret and no assertion",
        ),
        broken(
            "grant type not registered",
            curl(SECRET, &[("grant_type", "implicit")]),
            "There is no grant type implicit",
        ),
    ]
}

/// What is wrong with assertions of clients.
fn broken_assertions(world: &World) -> Vec<Broken> {
    let now = world.clock_seconds();
    vec![
        broken(
            "clock of the app is ahead",
            assertion(world, &json!({"iat": now + 900, "exp": now + 960})),
            "nbf or iat of the assertion is in the future",
        ),
        broken(
            "clock of the app is behind",
            assertion(world, &json!({"iat": now - 900, "exp": now - 840})),
            "The assertion has expired",
        ),
        broken(
            "assertion for somebody else",
            assertion(world, &json!({"aud": "https://other.example"})),
            "aud of the assertion must be this server",
        ),
    ]
}

async fn assert_named(owner: &mut Browser, cases: &[Broken]) {
    for case in cases {
        let found = inspect_for(owner, &case.text, case.user, case.audience).await;
        let is_named = found.iter().any(|(is_good, line)| {
            (!is_good || line.contains(">Note<")) && line.contains(case.cause)
        });
        assert!(
            is_named,
            "{}: {} is not in {found:#?}",
            case.what, case.cause
        );
    }
}

async fn the_page_names_the_cause_of_each_broken_set_up(world: World) {
    declare_apps(&world).await;
    let mut owner = administrator(&world, "owner").await;
    let mut ada = world.signed_in(ADA).await;
    let (code, used) = (
        world.code(&mut ada, &[]).await,
        world.code(&mut ada, &[]).await,
    );
    assert_eq!(world.redeem(&used).await.0, 200);
    let requests = broken_requests();
    let of_tokens = broken_token_requests(&code, &used);
    let assertions = broken_assertions(&world);
    assert!(requests.len() + of_tokens.len() + assertions.len() >= 20);
    assert_named(&mut owner, &requests).await;
    assert_named(&mut owner, &[broken_sign_out(&world)]).await;
    assert_named(&mut owner, &of_tokens).await;
    assert_named(&mut owner, &assertions).await;
    assert_eq!(world.redeem(&code).await.0, 200, "looking used nothing up");
    broken_tokens(&world, &mut owner, &mut ada).await;
    world.disable(GRACE.0).await;
    world.expire_versions();
    let disabled = Broken {
        user: GRACE.0,
        ..broken("user disabled", request(&[]), "the user is disabled")
    };
    assert_named(&mut owner, &[disabled]).await;
}

/// What is wrong with tokens.
async fn broken_tokens(world: &World, owner: &mut Browser, ada: &mut Browser) {
    let tokens = world
        .tokens(ada, &[("scope", "openid offline_access")])
        .await;
    let resigned = |change: &dyn Fn(&mut serde_json::Map<String, Value>)| {
        let mut claims = claims_of(&tokens.id);
        change(&mut claims);
        let signer = HS256.signer_from_bytes(SECRET.as_bytes()).unwrap();
        let mut header = JwsHeader::new();
        header.set_key_id("k-1");
        serialize_compact(Value::from(claims).to_string().as_bytes(), &header, &signer).unwrap()
    };
    let other = resigned(&|claims| {
        claims.insert("iss".into(), "https://other.example".into());
    });
    let ahead = resigned(&|claims| {
        claims.insert("iat".into(), 99_999_999_999_i64.into());
    });
    assert_named(
        owner,
        &[
            broken(
                "wrong issuer",
                other.clone(),
                "Issued by https://other.example",
            ),
            broken("unknown key", other, "The key k-1 is not in the key set"),
            broken("clock ahead", ahead, "ahead of the clock of this server"),
            Broken {
                audience: "photos",
                ..broken(
                    "wrong audience",
                    tokens.id.clone(),
                    "It is for notes, but photos was expected",
                )
            },
        ],
    )
    .await;
    tokens_that_ended(world, owner, tokens).await;
}

/// Tokens that were good once.
async fn tokens_that_ended(world: &World, owner: &mut Browser, tokens: Tokens) {
    assert_eq!(world.revoke(&tokens.access).await, 200);
    assert_named(
        owner,
        &[broken("revoked token", tokens.access, "It was revoked")],
    )
    .await;
    let second = world.tokens(&mut world.signed_in(ADA).await, &[]).await;
    let (sessions, ctx) = (world.provider.sessions(), world.context());
    let sub = world.sub(ADA.0).await;
    let ended = sessions.end_all(&ctx, &sub, None, EndReason::Administrator);
    ended.await.unwrap();
    world.expire_versions();
    let session_ended = "The session that it came from has ended";
    assert_named(
        owner,
        &[
            broken(
                "session ended, refresh token",
                second.refresh,
                session_ended,
            ),
            broken("session ended, access token", second.access, session_ended),
        ],
    )
    .await;
    world.advance(Lifetime::minutes(61)).await;
    *owner = administrator(world, "owner").await;
    assert_named(
        owner,
        &[broken("expired token", tokens.id, "seconds ago (exp)")],
    )
    .await;
}
