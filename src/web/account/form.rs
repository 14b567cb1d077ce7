//! What the forms of the account page have in common.

use doorward_protocol::sessions::sso_session::SsoSession;

/// What the forms are bound to beside the browser: one user's form is never another's.
pub fn purpose(session: &SsoSession) -> String {
    format!("account {}", session.user_id)
}
