//! Targets by the API and by a file.

use super::{TOKEN, apply, deliver_everything, file, report, stored};
use crate::{
    console::{
        administrator,
        edit::{done, open},
    },
    management::Caller,
    on_both,
    world::{ADA, GRACE, World},
};
use doorward_cli::Mode;
use serde_json::json;

on_both!(
    a_program_manages_targets,
    nobody_reads_or_changes_targets_without_the_scope,
    a_file_declares_targets,
    an_administrator_compares_and_pauses_in_the_console
);

const WRITE: &str = "doorward.scim_targets:write";

async fn a_program_manages_targets(world: World) {
    apply(&world, &file(&[ADA.0])).await;
    let robot = Caller::service(&world, "robot", WRITE).await;
    let new = json!({"name": "wiki", "app": "wiki", "url": "https://wiki.example/scim", "token": TOKEN, "groups": ["staff"], "enabled": false});
    for (wrong, value) in [
        ("url", "http://127.0.0.1:9/scim"),
        ("url", "https://192.168.0.1/"),
        ("app", "unknown"),
        ("token", "two words"),
        ("removal", "forget"),
    ] {
        let mut body = new.clone();
        body[wrong] = value.into();
        let refused = robot.post("/scim-targets", &body).await;
        assert_eq!(refused.problem(), "invalid", "{wrong} {}", refused.body);
    }
    let added = robot.post("/scim-targets", &new).await;
    assert_eq!(added.status, 201, "{}", added.body);
    assert!(added.header("location").ends_with("/scim-targets/wiki"));
    assert_eq!(
        robot.post("/scim-targets", &new).await.problem(),
        "conflict"
    );
    let shown = robot.get("/scim-targets/wiki").await;
    let listed = robot.get("/scim-targets").await;
    assert_eq!(listed.body["items"].as_array().unwrap().len(), 1);
    for told in [&added, &shown, &listed] {
        assert!(!told.body.to_string().contains(TOKEN), "{}", told.body);
    }
    // Another server gets no token that is not its own.
    let moved = json!({"url": "https://elsewhere.example/scim"});
    let refused = robot.patch("/scim-targets/wiki", &moved).await;
    assert_eq!(refused.problem(), "invalid", "{}", refused.body);
    let moved = json!({"url": "https://elsewhere.example/scim", "token": "another"});
    assert_eq!(robot.patch("/scim-targets/wiki", &moved).await.status, 200);
    let inward = json!({"allow_private_addresses": true});
    assert_eq!(
        robot.patch("/scim-targets/wiki", &inward).await.problem(),
        "invalid"
    );
    let tag = shown.header("etag").to_owned();
    let stale = robot.clone().and("if-match", &tag);
    let on = json!({"enabled": true});
    assert_eq!(
        stale.patch("/scim-targets/wiki", &on).await.problem(),
        "stale"
    );

    let everybody = json!({});
    let off = robot.post("/scim-targets/wiki/push", &everybody).await;
    assert_eq!(off.problem(), "invalid", "{}", off.body);
    assert_eq!(robot.patch("/scim-targets/wiki", &on).await.status, 200);
    let pushed = robot.post("/scim-targets/wiki/push", &everybody).await;
    assert_eq!(pushed.status, 202, "{}", pushed.body);
    let ada = json!({"user_id": world.sub(ADA.0).await});
    assert_eq!(
        robot.post("/scim-targets/wiki/push", &ada).await.status,
        202
    );
    let nobody = json!({"user_id": "nobody"});
    assert_eq!(
        robot.post("/scim-targets/wiki/push", &nobody).await.status,
        404
    );
    deliver_everything(&world).await;
    let told = robot.get("/scim-targets/wiki/report").await;
    assert_eq!(
        told.body["pass"]["id"], pushed.body["pass"],
        "{}",
        told.body
    );
    assert_eq!(told.body["waiting"], report(&world).await.waiting);
    let tested = robot.post("/scim-targets/wiki/test", &json!({})).await;
    assert_eq!((tested.status, &tested.body["works"]), (200, &json!(false)));
    assert_eq!(robot.delete("/scim-targets/wiki").await.status, 204);
    assert_eq!(robot.get("/scim-targets/wiki/report").await.status, 404);
}

async fn nobody_reads_or_changes_targets_without_the_scope(world: World) {
    apply(&world, &file(&[])).await;
    let declared = super::declared("https://wiki.example/scim");
    super::add(&world, declared, TOKEN).await.unwrap();
    let reader = Caller::service(&world, "reader", "doorward.scim_targets:read").await;
    let other = Caller::service(&world, "other", "doorward.apps:write doorward.users:write").await;
    for path in ["", "/wiki", "/wiki/report"] {
        let path = format!("/scim-targets{path}");
        assert_eq!(reader.get(&path).await.status, 200, "{path}");
        assert_eq!(
            other.get(&path).await.problem(),
            "insufficient-scope",
            "{path}"
        );
    }
    for path in ["/wiki/test", "/wiki/push"] {
        for caller in [&reader, &other] {
            let path = format!("/scim-targets{path}");
            let refused = caller.post(&path, &json!({})).await;
            assert_eq!(refused.problem(), "insufficient-scope", "{path}");
        }
    }
    assert_eq!(reader.delete("/scim-targets/wiki").await.status, 403);
    assert_eq!(stored(&world).await.version, 1);
}

async fn a_file_declares_targets(world: World) {
    let targets = "[[scim_targets]]\nname = \"wiki\"\napp = \"wiki\"\nurl = \"https://wiki.example/scim\"\ntoken = \"the-token-of-the-app\"\nenabled = false\n";
    // The app is declared in the same file.
    let text = [&file(&[ADA.0, GRACE.0]), targets].concat();
    let applied = async |text: &str| {
        let mode = Mode {
            dry_run: false,
            prune: true,
        };
        let done = doorward_cli::apply_text_with(&world.provider, "all.toml", text, mode).await;
        world.expire_versions();
        done.map(|done| done["summary"]["change"].clone())
            .map_err(|error| error.to_string())
    };
    applied(&text).await.unwrap();
    assert_eq!(applied(&text).await.unwrap(), 0);
    let before = stored(&world).await;
    assert_eq!(applied(&text.replace(TOKEN, "another")).await.unwrap(), 1);
    assert_ne!(stored(&world).await.sealed_token, before.sealed_token);
    for (from, to, says) in [
        (
            "https://wiki.example/scim",
            "http://wiki.example/scim",
            "url must be an https address",
        ),
        ("app = \"wiki\"", "app = \"none\"", "there is no none"),
        (TOKEN, "two words", "token must be"),
        ("enabled", "removal = \"forget\"\nenabled", "forget"),
    ] {
        let error = applied(&text.replace(from, to)).await.unwrap_err();
        assert!(error.contains(says), "{error}");
    }
    applied(&file(&[ADA.0, GRACE.0])).await.unwrap();
    assert!(
        world
            .provider
            .scim_targets()
            .get("wiki")
            .await
            .unwrap()
            .is_none()
    );
}

async fn an_administrator_compares_and_pauses_in_the_console(world: World) {
    let liar = super::liar::Liar::open();
    let words = json!({"detail": "no room for <b>Ada</b>"});
    liar.lie(move |asked| {
        let is_new = asked.is("POST", "/Users");
        is_new.then(|| super::liar::Lie::says(400, &words))
    });
    apply(&world, &file(&[ADA.0])).await;
    super::add(&world, super::declared(liar.base()), TOKEN)
        .await
        .unwrap();
    deliver_everything(&world).await;
    let mut admin = administrator(&world, "admin").await;
    let listed = admin.get("/admin/scim-targets").await;
    assert!(listed.body.contains("/admin/scim-targets/wiki"));
    let path = "/admin/scim-targets/wiki";
    let shown = admin.get(path).await;
    assert!(
        shown.body.contains("no room for") && !shown.body.contains("<b>Ada"),
        "{}",
        shown.body
    );
    assert!(!shown.body.contains(TOKEN));
    liar.behave();
    for (action, is_active) in [
        ("compare-scim-target", true),
        ("pause-scim-target", false),
        ("resume-scim-target", true),
    ] {
        let form = open(&mut admin, path, action).await;
        let to = done(form.send(&mut admin).await);
        assert!(to.ends_with(path), "{action} {to}");
        assert_eq!(stored(&world).await.is_active(), is_active);
        deliver_everything(&world).await;
    }
    assert_eq!(liar.resources("/Users/").len(), 1);
    let shown = admin.get(path).await;
    assert!(shown.body.contains("id=\"fine\""), "{}", shown.body);
}
