//! Organizations, who is in them, the roles that they give, and their domains. As in the tables of access,
//! rows that say who is a member or has a role are ended, never changed: they are the record.

pub(crate) mod domains;
pub(crate) mod members;
pub(crate) mod roles;
pub(crate) mod rows;
