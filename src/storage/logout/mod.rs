//! Logout notices and their receipts.

pub(crate) mod logout_notices;
pub(crate) mod logout_receipts;
