//! Every path, once.

use super::{
    assets,
    endpoints::{self, authorize, discovery, event_streams, health, registration, token, userinfo},
    pages::{account, consent, end_session, federation, identities, launchpad, select_account, sign_in},
    respond, session_store,
};
use crate::{domain::Provider, protocol::discovery::path};
use actix_web::web::{self, Data, ServiceConfig, get, head, post, resource};

/// Mounts every path. Only pages and the endpoints that a browser visits with its cookies read the session.
pub fn routes(config: &mut ServiceConfig, provider: &Data<Provider>) {
    config
        .service(resource(path::OPENID_CONFIGURATION).route(get().to(discovery::metadata)).route(head().to(discovery::metadata)))
        .service(resource(path::OAUTH_AUTHORIZATION_SERVER).route(get().to(discovery::metadata)).route(head().to(discovery::metadata)))
        .service(resource(path::JWKS).route(get().to(discovery::jwks)).route(head().to(discovery::jwks)))
        .service(resource(path::TOKEN).route(post().to(token::token)).route(web::method(actix_web::http::Method::OPTIONS).to(token::preflight)))
        .service(resource(path::INTROSPECT).route(post().to(token::introspect)))
        .service(resource(path::REVOKE).route(post().to(token::revoke)).route(web::method(actix_web::http::Method::OPTIONS).to(token::preflight)))
        .service(
            resource(path::USERINFO)
                .route(get().to(userinfo::get))
                .route(post().to(userinfo::post))
                .route(web::method(actix_web::http::Method::OPTIONS).to(token::preflight)),
        )
        .service(resource(path::REGISTER).route(post().to(registration::register)))
        .service(
            resource("/register/{client_id}")
                .route(get().to(registration::read))
                .route(web::put().to(registration::update))
                .route(web::delete().to(registration::delete)),
        )
        .service(resource("/federation/{id}/backchannel-logout").route(post().to(endpoints::federation::logout)))
        .service(resource(path::GLOBAL_TOKEN_REVOCATION).route(post().to(endpoints::global_token_revocation::revoke)))
        .service(resource(path::SSF_CONFIGURATION).route(get().to(event_streams::metadata)).route(head().to(event_streams::metadata)))
        .service(
            resource(path::EVENT_STREAM)
                .route(post().to(event_streams::create))
                .route(get().to(event_streams::read))
                .route(web::patch().to(event_streams::update))
                .route(web::put().to(event_streams::replace))
                .route(web::delete().to(event_streams::delete)),
        )
        .service(resource(path::EVENT_STREAM_STATUS).route(get().to(event_streams::status)).route(post().to(event_streams::set_status)))
        .service(resource(path::EVENT_STREAM_ADD_SUBJECT).route(post().to(event_streams::add_subject)))
        .service(resource(path::EVENT_STREAM_REMOVE_SUBJECT).route(post().to(event_streams::remove_subject)))
        .service(resource(path::EVENT_STREAM_VERIFY).route(post().to(event_streams::verify)))
        .service(resource("/ssf/poll/{stream_id}").route(post().to(event_streams::poll)))
        .service(resource("/forward-auth").route(web::route().to(endpoints::forward_auth::answer)))
        .service(resource("/livez").route(get().to(health::livez)).route(head().to(health::livez)))
        .service(resource("/readyz").route(get().to(health::readyz)).route(head().to(health::readyz)))
        .service(resource("/assets/{name}").route(get().to(assets::asset)))
        .service(
            web::scope("")
                .wrap(session_store::middleware(provider))
                .wrap(actix_web::middleware::from_fn(session_store::keep_cookie))
                .service(resource(path::AUTHORIZE).route(get().to(authorize::get)).route(post().to(authorize::post)))
                .service(resource("/authorize/resume").route(get().to(authorize::resume)))
                .service(resource("/sign-in").route(get().to(sign_in::show)).route(post().to(sign_in::submit)))
                .service(resource("/federation").route(post().to(sign_in::choose_provider)))
                .service(resource("/federation/{id}/callback").route(get().to(federation::callback)).route(post().to(federation::callback_post)))
                .service(resource("/federation/{id}/signed-out").route(get().to(federation::signed_out)))
                .service(resource("/link-account").route(get().to(federation::show_offer)).route(post().to(federation::submit_offer)))
                .service(resource("/consent").route(get().to(consent::show)).route(post().to(consent::submit)))
                .service(resource("/select-account").route(get().to(select_account::show)).route(post().to(select_account::submit)))
                .service(resource(path::END_SESSION).route(get().to(end_session::get)).route(post().to(end_session::post)))
                .service(resource("/end_session/confirm").route(post().to(end_session::confirm)))
                .service(resource(path::CHECK_SESSION).route(get().to(end_session::check_session)))
                .service(resource("/signed-out").route(get().to(end_session::signed_out)))
                .service(
                    resource("/me")
                        .route(get().to(endpoints::me::get))
                        .route(web::method(actix_web::http::Method::OPTIONS).to(endpoints::me::preflight)),
                )
                .service(resource("/account").route(get().to(account::show)))
                .service(resource("/account/identities").route(post().to(identities::link)))
                .service(resource("/account/identities/unlink").route(post().to(identities::remove)))
                .service(resource("/account/sessions").route(post().to(account::end_sessions)))
                .service(resource("/account/receipts").route(post().to(account::send_again)))
                .service(resource("/account/apps").route(post().to(account::unlink)))
                .service(resource("/").route(get().to(launchpad::show)))
                .default_service(web::route().to(respond::not_found)),
        );
}
