//! Every path, once; those of the transmitter of security events are in `events`, and those of the account
//! of a user in `account_pages`, and those of administrators in `console_pages`.

mod account_pages;
mod console_pages;

use crate::{
    access, assets, branding, events as event_streams,
    extract::session_store,
    federation::{backchannel_logout, callback, link_account},
    forward_auth, health,
    logout::{check_session, end_session, global_token_revocation, signed_out},
    mails::dev_mailbox,
    management,
    middleware::cors,
    oauth::{
        authorization_challenge, authorize, consent, discovery, missing_fields, no_access,
        registration, select_organization, token, userinfo,
    },
    pages::language,
    password_reset::{forgot, reset},
    passwords,
    recovery::{self, links as recovery_links},
    respond::not_found,
    scim,
    sign_in::{
        code as sign_in_code, identity_provider, link, passkey, second_factor, select_account,
        set_up, show as sign_in, submit,
    },
    sign_up::{begin, code, complete, confirm, first_owner, invitation},
    well_known,
};
use actix_web::{
    middleware::from_fn,
    web::{Data, ServiceConfig, delete, get, head, post, put, resource, route, scope},
};
use doorward_core::Provider;
use doorward_protocol::oauth::discovery::path;

/// Mounts every path.
pub fn routes(config: &mut ServiceConfig, provider: &Data<Provider>) {
    config
        .configure(public_documents)
        // What is asked for most comes before the paths with parameters, each of which is a regular
        // expression that a path is compared with.
        .service(
            resource(path::AUTHORIZE)
                .wrap(session_store::middleware(provider))
                .wrap(from_fn(session_store::keep_cookie))
                .wrap(from_fn(session_store::tell_failure))
                .route(get().to(authorize::get))
                .route(post().to(authorize::post)),
        )
        .configure(client_endpoints)
        .configure(event_streams::endpoints)
        .configure(access::endpoints)
        .configure(server_endpoints)
        .configure(management::documents)
        // Last, because it takes every path that is left.
        .service(
            scope("")
                .wrap(session_store::middleware(provider))
                .wrap(from_fn(session_store::keep_cookie))
                .wrap(from_fn(session_store::tell_failure))
                .configure(sign_in_pages)
                .configure(choices)
                .configure(sign_in_by_mail)
                .configure(pages_by_mail)
                .configure(sign_out_pages)
                .configure(account_pages::account_pages)
                .configure(account_pages::security_pages)
                .configure(console_pages::console_pages)
                .configure(management::endpoints)
                .configure(scim::endpoints),
        )
        .default_service(route().to(not_found::not_found));
}

/// Documents that anybody may read.
fn public_documents(config: &mut ServiceConfig) {
    config
        .service(
            resource(path::OPENID_CONFIGURATION)
                .wrap(cors::public_metadata())
                .wrap(cors::for_every_origin())
                .route(get().to(discovery::metadata))
                .route(head().to(discovery::metadata)),
        )
        .service(
            resource(path::OAUTH_AUTHORIZATION_SERVER)
                .wrap(cors::public_metadata())
                .wrap(cors::for_every_origin())
                .route(get().to(discovery::metadata))
                .route(head().to(discovery::metadata)),
        )
        .service(
            resource(path::JWKS)
                .wrap(cors::public_metadata())
                .wrap(cors::for_every_origin())
                .route(get().to(discovery::jwks))
                .route(head().to(discovery::jwks)),
        )
        .service(
            resource(path::AUTHZEN_CONFIGURATION)
                .wrap(cors::public_metadata())
                .wrap(cors::for_every_origin())
                .route(get().to(access::metadata))
                .route(head().to(access::metadata)),
        )
        .service(
            resource(path::SSF_CONFIGURATION)
                .wrap(cors::public_metadata())
                .wrap(cors::for_every_origin())
                .route(get().to(event_streams::metadata))
                .route(head().to(event_streams::metadata)),
        );
}

/// Endpoints that clients call with their credentials or with a token. No cookie is read.
fn client_endpoints(config: &mut ServiceConfig) {
    config
        .service(
            resource(path::TOKEN)
                .wrap(cors::token_endpoint())
                .route(post().to(token::token)),
        )
        .service(
            resource(path::AUTHORIZATION_CHALLENGE).route(post().to(authorization_challenge::post)),
        )
        .service(
            resource(path::INTROSPECT)
                .wrap(cors::token_endpoint())
                .route(post().to(token::introspect)),
        )
        .service(
            resource(path::REVOKE)
                .wrap(cors::token_endpoint())
                .route(post().to(token::revoke)),
        )
        .service(
            resource(path::USERINFO)
                .wrap(cors::token_endpoint())
                .route(get().to(userinfo::get))
                .route(post().to(userinfo::post)),
        )
        .service(
            resource(path::REGISTER)
                .wrap(cors::registration())
                .route(post().to(registration::register)),
        )
        .service(
            resource("/register/{client_id}")
                .wrap(cors::registration())
                .route(get().to(registration::read))
                .route(put().to(registration::update))
                .route(delete().to(registration::delete)),
        );
}

/// Endpoints that other servers call, probes, files and the choice of a language. No cookie of a
/// session is read.
fn server_endpoints(config: &mut ServiceConfig) {
    config
        .service(
            resource("/federation/{id}/backchannel-logout")
                .route(post().to(backchannel_logout::logout)),
        )
        .service(
            resource(path::GLOBAL_TOKEN_REVOCATION)
                .route(post().to(global_token_revocation::revoke)),
        )
        // A proxy hands a redirect on to the browser, so the form with a slash is answered too.
        .service(resource("/forward-auth").route(route().to(forward_auth::answer)))
        .service(resource("/forward-auth/{client_id}").route(route().to(forward_auth::answer)))
        .route("/forward-auth/", route().to(forward_auth::answer))
        .route(
            "/forward-auth/{client_id}/",
            route().to(forward_auth::answer),
        )
        .service(
            resource("/livez")
                .route(get().to(health::livez))
                .route(head().to(health::livez)),
        )
        .service(
            resource("/readyz")
                .route(get().to(health::readyz))
                .route(head().to(health::readyz)),
        )
        .route(
            "/.well-known/change-password",
            get().to(well_known::change_password),
        )
        .route(
            "/.well-known/passkey-endpoints",
            get().to(well_known::passkey_endpoints),
        )
        .route("/.well-known/webauthn", get().to(well_known::webauthn))
        .service(resource("/assets/{name}").route(get().to(assets::asset)))
        .service(resource("/brand/images/{digest}").route(get().to(branding::image)))
        .service(resource("/brand/accents/{file}").route(get().to(branding::accent)))
        .service(
            resource("/brand/accents/{scheme}/{file}").route(get().to(branding::accent_of_scheme)),
        )
        .service(resource("/brand/styles/{file}").route(get().to(branding::own_stylesheet)))
        .service(resource("/language").route(post().to(language::choose)))
        .service(resource("/dev/mail").route(get().to(dev_mailbox::show)))
        .service(resource("/dev/mail.json").route(get().to(dev_mailbox::list)))
        .service(resource("/dev/mail/{number}").route(get().to(dev_mailbox::one)));
}

/// The pages of a sign-in, which read the browser's cookies.
fn sign_in_pages(config: &mut ServiceConfig) {
    config
        .service(resource("/authorize/resume").route(get().to(authorize::resume)))
        .service(
            resource("/sign-in")
                .route(get().to(sign_in::show))
                .route(post().to(submit::submit)),
        )
        .service(resource("/sign-in/passkey").route(post().to(passkey::submit)))
        .service(
            resource("/sign-in/second-factor")
                .route(get().to(second_factor::show))
                .route(post().to(second_factor::submit)),
        )
        .service(
            resource("/sign-in/second-factor/set-up")
                .route(get().to(set_up::show))
                .route(post().to(set_up::submit)),
        )
        .service(
            resource("/sign-in/second-factor/recovery")
                .route(get().to(recovery::show))
                .route(post().to(recovery::submit)),
        )
        .service(resource("/federation").route(post().to(identity_provider::choose)))
        .service(
            resource("/federation/{id}/callback")
                .route(get().to(callback::get))
                .route(post().to(callback::post)),
        )
        .service(
            resource("/link-account")
                .route(get().to(link_account::show))
                .route(post().to(link_account::submit)),
        )
        .service(
            resource("/missing-fields")
                .route(get().to(missing_fields::show))
                .route(post().to(missing_fields::submit)),
        )
        .service(resource("/password/strength").route(post().to(passwords::strength)));
}

/// The pages of a sign-in that ask for what it is for.
fn choices(config: &mut ServiceConfig) {
    config
        .service(
            resource("/select-organization")
                .route(get().to(select_organization::show))
                .route(post().to(select_organization::submit)),
        )
        .service(
            resource("/no-access")
                .route(get().to(no_access::show))
                .route(post().to(no_access::submit)),
        )
        .service(
            resource("/consent")
                .route(get().to(consent::show))
                .route(post().to(consent::submit)),
        )
        .service(
            resource("/select-account")
                .route(get().to(select_account::show))
                .route(post().to(select_account::submit)),
        );
}

/// The pages of a sign-in by a mailed code or link.
fn sign_in_by_mail(config: &mut ServiceConfig) {
    config
        .service(
            resource("/sign-in/code")
                .route(get().to(sign_in_code::show))
                .route(post().to(sign_in_code::submit)),
        )
        .service(resource("/sign-in/code/again").route(post().to(sign_in_code::send_again)))
        .service(
            resource("/sign-in/link")
                .route(get().to(link::show))
                .route(post().to(link::submit)),
        );
}

/// The pages of accounts that are created or found again by mail.
fn pages_by_mail(config: &mut ServiceConfig) {
    config
        .service(
            resource("/sign-up")
                .route(get().to(begin::show))
                .route(post().to(begin::submit)),
        )
        .service(
            resource("/sign-up/code")
                .route(get().to(code::show))
                .route(post().to(code::submit)),
        )
        .service(resource("/sign-up/state").route(get().to(code::state)))
        .service(resource("/sign-up/again").route(post().to(code::send_again)))
        .service(
            resource("/sign-up/confirm")
                .route(get().to(confirm::show))
                .route(post().to(confirm::submit)),
        )
        .service(
            resource("/sign-up/complete")
                .route(get().to(complete::show))
                .route(post().to(complete::submit)),
        )
        .service(
            resource("/setup")
                .route(get().to(first_owner::show))
                .route(post().to(first_owner::submit)),
        )
        .service(
            resource("/invitation")
                .route(get().to(invitation::show))
                .route(post().to(invitation::submit)),
        )
        .service(
            resource("/forgot-password")
                .route(get().to(forgot::show))
                .route(post().to(forgot::submit)),
        )
        .service(
            resource("/reset-password")
                .route(get().to(reset::show))
                .route(post().to(reset::submit)),
        )
        .service(
            resource("/recovery")
                .route(get().to(recovery_links::show))
                .route(post().to(recovery_links::complete)),
        )
        .service(
            resource("/recovery/refuse")
                .route(get().to(recovery_links::show_refusal))
                .route(post().to(recovery_links::refuse)),
        );
}

/// The logout endpoint and the pages of a sign-out, which read the browser's cookies.
fn sign_out_pages(config: &mut ServiceConfig) {
    config
        .service(
            resource(path::END_SESSION)
                .route(get().to(end_session::get))
                .route(post().to(end_session::post)),
        )
        .service(resource("/end_session/confirm").route(post().to(end_session::confirm)))
        .service(resource("/federation/{id}/signed-out").route(get().to(callback::signed_out)))
        .service(resource(path::CHECK_SESSION).route(get().to(check_session::show)))
        .service(resource("/signed-out").route(get().to(signed_out::show)));
}
