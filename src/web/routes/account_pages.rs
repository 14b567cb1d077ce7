//! The paths of the pages of the user who is signed in.

use crate::{
    account::{
        access, activity, address, address_links, ask_for_access, authenticator, data,
        forms as account_forms, launchpad, me, passkey_offer, passkeys, password, picture, profile,
        recovery as account_recovery, security, show as account,
    },
    federation::identities,
    middleware::cors,
    notices,
};
use actix_web::{
    middleware::from_fn,
    web::{ServiceConfig, get, post, resource},
};

/// Pages of the user who is signed in, by the browser's cookies.
pub(super) fn account_pages(config: &mut ServiceConfig) {
    config
        .service(
            resource("/me")
                .wrap(from_fn(cors::registered_origins))
                .route(get().to(me::get)),
        )
        .service(resource("/account").route(get().to(account::show)))
        .service(resource("/account/identities").route(post().to(identities::link)))
        .service(resource("/account/identities/unlink").route(post().to(identities::remove)))
        .service(resource("/account/sessions").route(post().to(account_forms::end_sessions)))
        .service(resource("/account/receipts").route(post().to(account_forms::send_again)))
        .service(
            resource("/account/profile")
                .route(get().to(profile::show))
                .route(post().to(profile::submit)),
        )
        .service(resource("/account/picture").route(post().to(picture::submit)))
        .service(resource("/pictures/{id}").route(get().to(picture::serve)))
        .configure(data_pages)
        .service(resource("/account/access").route(get().to(access::show)))
        .service(
            resource("/account/access/ask")
                .route(get().to(ask_for_access::show))
                .route(post().to(ask_for_access::submit)),
        )
        .service(resource("/account/access/withdraw").route(post().to(access::withdraw)))
        .service(resource("/account/activity").route(get().to(activity::show)))
        .service(
            resource("/account/password")
                .route(get().to(password::show))
                .route(post().to(password::submit)),
        )
        .service(
            resource("/account/address")
                .route(get().to(address::show_code))
                .route(post().to(address::begin)),
        )
        .service(resource("/account/address/code").route(post().to(address::submit_code)))
        .service(
            resource("/account-address")
                .route(get().to(address_links::show_link))
                .route(post().to(address_links::confirm)),
        )
        .service(
            resource("/account-address/undo")
                .route(get().to(address_links::show_undo))
                .route(post().to(address_links::undo)),
        )
        .service(resource("/account/apps").route(post().to(account_forms::unlink)))
        .service(
            resource("/not-me")
                .route(get().to(notices::show))
                .route(post().to(notices::submit)),
        )
        .service(resource("/").route(get().to(launchpad::show)));
}

/// Pages about the data of an account: taken along, or deleted with it.
fn data_pages(config: &mut ServiceConfig) {
    config
        .service(resource("/account/data").route(get().to(data::show)))
        .service(resource("/account/data/download").route(post().to(data::download)))
        .service(resource("/account/data/delete").route(post().to(data::delete)))
        .service(resource("/account/data/keep").route(post().to(data::keep)))
        .service(
            resource("/account-deletion/undo")
                .route(get().to(data::show_undo))
                .route(post().to(data::undo)),
        );
}

/// Pages about passkeys and second factors of the user who is signed in.
pub(super) fn security_pages(config: &mut ServiceConfig) {
    config
        .service(resource("/account/security").route(get().to(security::show)))
        .service(
            resource("/account/security/authenticator")
                .route(get().to(authenticator::show))
                .route(post().to(authenticator::submit)),
        )
        .service(
            resource("/account/security/authenticator/remove")
                .route(post().to(authenticator::remove)),
        )
        .service(
            resource("/account/security/recovery-codes")
                .route(post().to(authenticator::renew_codes)),
        )
        .service(resource("/account/security/passkeys/new").route(get().to(passkeys::new)))
        .service(
            resource("/account/security/passkeys/offer")
                .route(get().to(passkey_offer::show))
                .route(post().to(passkey_offer::submit)),
        )
        .service(resource("/account/security/passkeys").route(post().to(passkeys::add)))
        .service(resource("/account/security/passkeys/rename").route(post().to(passkeys::rename)))
        .service(resource("/account/security/passkeys/remove").route(post().to(passkeys::remove)))
        .service(
            resource("/account/security/trusted-browsers").route(post().to(security::distrust)),
        )
        .service(resource("/account/recovery/refuse").route(post().to(account_recovery::refuse)));
}
