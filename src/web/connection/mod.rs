//! Connections below HTTP: how many an address may hold, how long a request may take to arrive, and what
//! separates its lines. The framework sees none of this: a body that nobody reads, or the head of a
//! second request, would otherwise be waited for without end.

mod connections;
mod framed;
mod framing;
mod http2;
mod server;
mod stream;

pub use framed::{Framed, framed};
pub use server::{HTTP_2, ServerOptions, server};
pub use stream::Pace;
