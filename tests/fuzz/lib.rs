//! The fuzz targets: what holds for whatever a stranger sends.

pub mod properties;
