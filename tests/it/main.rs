//! The one integration test binary: a provider in this process on a real port, its own database and
//! its own clock for each test.

#![expect(
    clippy::too_many_lines,
    reason = "a flow is told from its beginning to its end"
)]
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed, and says where"
)]
#![expect(
    clippy::disallowed_methods,
    reason = "tests measure how long a real answer takes"
)]

mod access;
mod access_requests;
mod accessibility;
mod account_data;
mod account_groups;
mod account_pages;
mod activity;
mod address_races;
mod alike_addresses;
mod app_owners;
mod architecture;
mod audit;
mod audit_streams;
mod missing_fields;
mod webhooks;
mod world;

mod authorization_api;
mod authorization_challenge;
mod authorize;
mod bounds;
mod branding;
mod browser;
mod chosen_names;
mod chosen_passwords;
mod client_authentication;
mod client_claims;
mod client_libraries;
mod client_secrets;
mod client_settings;
mod clock;
mod code;
mod command_line;
mod configuration_as_code;
mod console;
mod cookies;
mod cors;
mod database_faults;
mod deleted_clients;
mod discovery;
mod ends;
mod event_streams;
mod examples;
mod factor_notices;
mod fail2ban;
mod federation;
mod fetches;
mod first_owner;
mod flood;
mod form_states;
mod forms;
mod forward_auth;
mod forward_auth_api;
mod fuzz;
mod generations;
mod global_token_revocation;
mod guessed_users;
mod hostile_documents;
mod http2;
mod invitations;
mod invited_roles;
mod issuer_path;
mod jose;
mod killed;
mod languages;
mod late_bodies;
mod late_pages;
mod limits;
mod limits_without_redis;
mod list_bounds;
mod live_tokens;
mod log_reader;
mod logout;
mod logout_notices;
mod made_once;
mod mail;
mod mail_limits;
mod mail_proofs;
mod mailed_sign_in;
mod mailed_sign_in_limits;
mod management;
mod many_clients;
mod master_key;
mod migration_hook;
mod moving_in;
mod new_passwords;
mod nodes;
mod odd_credentials;
mod operators;
mod organizations;
mod outbox;
mod own_account;
mod pages;
mod passkey_pages;
mod passkeys;
mod password_reset;
mod path_spellings;
mod pictures;
mod places;
mod presets;
mod proof_of_work_page;
mod proofs;
mod proven_addresses;
mod proxies;
mod reach;
mod readiness;
mod recovery;
mod redis_failover;
mod refresh;
mod refusal_log;
mod refused_connections;
mod registration;
mod released_identity;
mod remembered;
mod remembered_consents;
mod replaced_addresses;
mod request_objects;
mod resources;
mod response_types;
mod role_history;
mod rolling;
mod scim;
mod scim_targets;
mod sealing;
mod second_factors;
mod secrets;
mod self_registered;
mod session;
mod session_cache;
mod sign_in;
mod sign_in_limits;
mod sign_in_methods;
mod sign_up;
mod slow_senders;
mod sqlite_faults;
mod step_up;
mod stopping;
mod storage;
mod stored_costs;
mod strangers;
mod timing;
mod tls;
mod troubleshooting;
mod unmailable_addresses;
mod user_attributes;
mod user_commands;
mod userinfo;
mod web_message;
