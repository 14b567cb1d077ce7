//! Where an address is, by a database of places that the operator brings (the MMDB format of
//! GeoLite2 and its like).

use maxminddb::{Reader, geoip2};
use std::{net::IpAddr, path::Path, sync::Arc};

/// A database of places.
#[derive(Clone)]
pub struct Places(Arc<Reader<Vec<u8>>>);

impl Places {
    /// Reads a file into memory.
    ///
    /// # Errors
    /// Where it cannot be read, or is no such database.
    pub fn open(file: &Path) -> Result<Self, String> {
        Reader::open_readfile(file)
            .map(|reader| Self(Arc::new(reader)))
            .map_err(|error| error.to_string())
    }

    /// The place of an address, in English: city and country as far as they are known.
    pub fn of(&self, address: &str) -> Option<String> {
        let address: IpAddr = address.parse().ok()?;
        let found: geoip2::City<'_> = self.0.lookup(address).ok()?.decode().ok()??;
        let parts: Vec<&str> = [found.city.names.english, found.country.names.english]
            .into_iter()
            .flatten()
            .collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }
}
