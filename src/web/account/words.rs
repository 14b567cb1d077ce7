//! Devices and places in words.

use crate::messages::Messages;
use doorward_core::Provider;

/// An address with its place, where that is known.
pub fn place(provider: &Provider, address: &str, t: Messages) -> String {
    match provider.sessions().place_of(address) {
        Some(place) => t.place_with_address(place.clone(), address),
        None => address.to_owned(),
    }
}

/// A browser in words.
pub fn device(user_agent: &str, t: Messages) -> String {
    let first = |names: &[(&str, &str)]| {
        names
            .iter()
            .find(|(mark, _)| user_agent.contains(mark))
            .map(|(_, name)| (*name).to_owned())
    };
    let browser = first(&[
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("HeadlessChrome", "Chrome"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = first(&[
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS X", "Mac"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => t.device_browser_on_system(browser, system),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => t.device_unknown(),
    }
}
