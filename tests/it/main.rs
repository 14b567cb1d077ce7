//! The one integration test binary: a provider in this process on a real port, its own database and its own clock for each test.

mod architecture;
mod world;

mod authorize;
mod browser;
mod client_authentication;
mod client_libraries;
mod code;
mod command_line;
mod discovery;
mod jose;
mod logout;
mod nodes;
mod pages;
mod refresh;
mod session;
mod sign_in;
mod storage;
mod userinfo;
