//! What holds for every request, and what holds for the paths that other origins may read.

pub mod body;
pub mod cors;
pub mod guard;
pub mod panics;
pub mod trace;
