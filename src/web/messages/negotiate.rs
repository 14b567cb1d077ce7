//! The choice of a language from what a reader or an app prefers.

/// The most language ranges that are looked at.
const MAX_RANGES: usize = 32;

/// Ranges that a shipped language answers under another tag: where a language is written in one way
/// here, whoever asks for it by its region or in general gets that.
const MEANT: [(&str, &str); 2] = [("zh", "zh-Hans"), ("pt", "pt-BR")];

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
    let find = |tag: &str| {
        let mut tags = supported.iter().copied();
        tags.find(|known| known.eq_ignore_ascii_case(tag))
    };
    let mut range = range;
    loop {
        let mut meant = MEANT.iter();
        let meant = meant.find(|(general, _)| general.eq_ignore_ascii_case(range));
        if let Some(found) = find(range).or_else(|| find(meant?.1)) {
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

    const SUPPORTED: [&str; 4] = ["en", "de", "pt-BR", "zh-Hans"];

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
    fn a_language_that_is_written_in_one_way_here_answers_for_its_regions() {
        assert_eq!(by_ui_locales("pt", &SUPPORTED), Some("pt-BR"));
        assert_eq!(by_ui_locales("pt-PT", &SUPPORTED), Some("pt-BR"));
        assert_eq!(by_ui_locales("zh-CN", &SUPPORTED), Some("zh-Hans"));
        assert_eq!(by_ui_locales("zh-Hans-SG", &SUPPORTED), Some("zh-Hans"));
        assert_eq!(by_ui_locales("zh pt", &["en"]), None);
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
