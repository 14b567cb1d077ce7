//! The choice of a language from what a reader or an app prefers.

/// The most language ranges that are looked at.
const MAX_RANGES: usize = 32;

/// The supported language that fits `ui_locales` best (OpenID Connect Core §3.1.2.1): tags in
/// order of preference, separated by spaces.
pub(crate) fn by_ui_locales<'a>(ui_locales: &str, supported: &[&'a str]) -> Option<&'a str> {
    ui_locales
        .split_ascii_whitespace()
        .take(MAX_RANGES)
        .find_map(|range| lookup(range, supported))
}

/// The supported language that fits `Accept-Language` best (RFC 9110 §12.5.4).
pub(crate) fn by_accept_language<'a>(header: &str, supported: &[&'a str]) -> Option<&'a str> {
    let mut ranges: Vec<(&str, u16)> = header
        .split(',')
        .take(MAX_RANGES)
        .filter_map(weighted)
        .filter(|(_, weight)| *weight > 0)
        .collect();
    // Stable: equal weights stay in the order of the header.
    ranges.sort_by_key(|(_, weight)| std::cmp::Reverse(*weight));
    ranges.into_iter().find_map(|(range, _)| {
        if range == "*" {
            supported.first().copied()
        } else {
            lookup(range, supported)
        }
    })
}

/// A range and its weight in thousandths; a weight that cannot be read leaves the range out.
fn weighted(item: &str) -> Option<(&str, u16)> {
    let (range, parameter) = item.split_once(';').unwrap_or((item, "q=1"));
    let value = parameter.trim().strip_prefix(['q', 'Q'])?;
    let value: f32 = value.trim_start().strip_prefix('=')?.trim().parse().ok()?;
    (0.0..=1.0).contains(&value).then(|| {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between 0 and 1000"
        )]
        let weight = (value * 1000.0).round() as u16;
        (range.trim(), weight)
    })
}

/// Lookup (RFC 4647 §3.4): the range itself, then without its last subtags.
fn lookup<'a>(range: &str, supported: &[&'a str]) -> Option<&'a str> {
    let mut range = range;
    loop {
        if let Some(found) = supported.iter().find(|tag| tag.eq_ignore_ascii_case(range)) {
            return Some(found);
        }
        let (shorter, _) = range.rsplit_once('-')?;
        // A single letter begins an extension, and goes with what follows it.
        range = match shorter.rsplit_once('-') {
            Some((before, single)) if single.len() == 1 => before,
            _ => shorter,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SUPPORTED: [&str; 3] = ["en", "de", "pt-BR"];

    #[test]
    fn an_app_s_order_of_preference_counts() {
        assert_eq!(by_ui_locales("fr de en", &SUPPORTED), Some("de"));
        assert_eq!(by_ui_locales("de-AT-1996", &SUPPORTED), Some("de"));
        assert_eq!(by_ui_locales("PT-br", &SUPPORTED), Some("pt-BR"));
        assert_eq!(by_ui_locales("en-x-pirate", &SUPPORTED), Some("en"));
        assert_eq!(by_ui_locales("se", &SUPPORTED), None);
        assert_eq!(by_ui_locales("", &SUPPORTED), None);
    }

    #[test]
    fn a_browser_s_weights_count() {
        let chosen = |header| by_accept_language(header, &SUPPORTED);
        assert_eq!(chosen("en;q=0.5, de-DE;q=0.9"), Some("de"));
        assert_eq!(chosen("de;q=0, fr, *;q=0.1"), Some("en"));
        assert_eq!(chosen("de; q = 0.3 , en;q=0.3"), Some("de"));
        assert_eq!(chosen("de;q=2, en;q=nan"), None);
        assert_eq!(chosen("fr"), None);
        assert_eq!(chosen(";;;,,,"), None);
    }
}
