//! Whether an app heard of a sign-out, in words.

use crate::messages::{Html, Messages};
use doorward_core::logout::LogoutReceipt;
use doorward_protocol::time::Timestamp;

/// The state of a logout notice in words.
pub fn says(receipt: &LogoutReceipt, now: Timestamp, t: Messages) -> Html {
    match (
        receipt.state.as_str(),
        receipt.delivered_at,
        receipt.tried_at,
    ) {
        ("delivered", Some(at), _) => t.receipt_delivered(t.when(at, now)),
        ("given_up", ..) => Html::escaped(
            &t.receipt_given_up(usize::try_from(receipt.attempts).unwrap_or_default()),
        ),
        (_, _, Some(at)) => t.receipt_retrying(t.when(at, now)),
        _ => Html::escaped(&t.receipt_waiting()),
    }
}
