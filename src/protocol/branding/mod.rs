//! How pages look: the accent colour, and whether it can be read (WCAG 2.2).

mod accent;
mod colour;
mod stylesheet;

pub use accent::{Accent, AccentError, Scheme, SchemeColours};
pub use colour::{Colour, ColourError};
pub use stylesheet::stylesheet;
