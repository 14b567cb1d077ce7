//! The clients of each session, the notices that tell them of its end, and the receipts.

pub(crate) mod logout_notices;
pub(crate) mod logout_receipts;
pub(crate) mod session_clients;
