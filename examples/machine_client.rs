//! A program without a user: it gets an access token for itself, and an API asks whether the token
//! holds.
//!
//! `cargo run --example machine_client ISSUER CLIENT_ID CLIENT_SECRET SCOPE`

use anyhow::{Context, ensure};
use oauth2::{
    ClientId, ClientSecret, Scope, TokenIntrospectionResponse, TokenResponse, TokenUrl,
    basic::BasicClient,
};
use openidconnect::{IntrospectionUrl, reqwest};

#[actix_web::main]
async fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [issuer, client_id, client_secret, scope] = arguments.as_slice() else {
        anyhow::bail!("usage: machine_client ISSUER CLIENT_ID CLIENT_SECRET SCOPE");
    };
    // No redirects: an answer that sends a secret elsewhere is not followed.
    let http = reqwest::ClientBuilder::new()
        .redirect(reqwest::redirect::Policy::none())
        .build()?;
    let client = BasicClient::new(ClientId::new(client_id.clone()))
        .set_client_secret(ClientSecret::new(client_secret.clone()))
        .set_token_uri(TokenUrl::new(format!("{issuer}/token"))?)
        .set_introspection_url(IntrospectionUrl::new(format!("{issuer}/introspect"))?);
    let token = client
        .exchange_client_credentials()
        .add_scope(Scope::new(scope.clone()))
        .request_async(&http)
        .await
        .context("no token was given")?;
    let seconds = token.expires_in().map_or(0, |lifetime| lifetime.as_secs());
    println!("A token for {scope}, good for {seconds} seconds.");
    let state = client
        .introspect(token.access_token())
        .request_async(&http)
        .await
        .context("the token could not be looked at")?;
    ensure!(state.active(), "the token does not hold");
    println!(
        "The API may trust it: it belongs to {}.",
        state
            .client_id()
            .map_or("nobody", |client_id| client_id.as_str())
    );
    Ok(())
}
