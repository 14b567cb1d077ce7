//! Owners of apps: what they may do to their app, and that they reach nothing else.

mod attacks;
mod commands;
mod declared;
mod in_console;
mod races;
mod reach;

use crate::{
    access_requests::apply,
    world::{CALLBACK, SECRET, World},
};
use doorward_core::access::AppOwnerKey;

/// The app of which somebody is an owner, with roles, and another app.
const FILE: &str = r#"
[[clients]]
client_id = "wiki"
client_name = "Wiki"
client_secret = "SECRET"
redirect_uris = ["CALLBACK"]
first_party = true
scope = "openid profile roles"

[[clients]]
client_id = "depot"
client_secret = "SECRET"
redirect_uris = ["https://shop.example/cb"]
first_party = true
scope = "openid"

[[roles]]
app = "wiki"
name = "editor"
permissions = ["page.write"]
includes = ["reader"]
requestable = true
longest = "30d"

[[roles]]
app = "wiki"
name = "reader"
permissions = ["page.read"]

[[roles]]
app = "depot"
name = "buyer"
requestable = true
"#;

/// Declares the apps by hand, as far as anybody who changes them is told.
pub async fn declare(world: &World) {
    let file = FILE.replace("SECRET", SECRET).replace("CALLBACK", CALLBACK);
    apply(world, &file).await;
}

/// Makes a user an owner of an app, as the command line does.
pub async fn own(world: &World, email: &str, client_id: &str) {
    let (ctx, user_id) = (world.context(), world.sub(email).await);
    let mut changes = world.provider.change_set(&ctx);
    let key = AppOwnerKey {
        client_id,
        user_id: &user_id,
    };
    let access = world.provider.access();
    access.add_app_owner(&mut changes, key).await.unwrap();
    changes.commit_or_conflict().await.unwrap();
    world.expire_versions();
}

/// Ends that a user owns an app, as the command line does.
pub async fn disown(world: &World, email: &str, client_id: &str) {
    let (ctx, user_id) = (world.context(), world.sub(email).await);
    let mut changes = world.provider.change_set(&ctx);
    let key = AppOwnerKey {
        client_id,
        user_id: &user_id,
    };
    let access = world.provider.access();
    access.remove_app_owner(&mut changes, key).await.unwrap();
    changes.commit_or_conflict().await.unwrap();
    world.expire_versions();
}
