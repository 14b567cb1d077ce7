//! The stylesheet of an accent: it sets the tokens of the stylesheet of the pages, and nothing else.

use super::{Accent, Scheme};

/// The stylesheet of an accent, for a browser that chooses the scheme, or for one scheme alone.
pub fn stylesheet(accent: Accent, only: Option<Scheme>) -> String {
    let rule = |scheme| {
        let colours = accent.colours(scheme);
        format!(
            ":root {{ --accent: {}; --on-accent: {}; --link: {}; }}",
            colours.accent, colours.on_accent, colours.link
        )
    };
    match only {
        Some(scheme) => format!("{}\n", rule(scheme)),
        None => format!(
            "{}\n@media (prefers-color-scheme: dark) {{ {} }}\n",
            rule(Scheme::Light),
            rule(Scheme::Dark)
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_sets_the_tokens_of_each_scheme() {
        let accent = Accent::of_name("b3261e-ffb4ab").unwrap();
        let both = stylesheet(accent, None);
        assert_eq!(
            both,
            ":root { --accent: #b3261e; --on-accent: #ffffff; --link: #b3261e; }\n\
             @media (prefers-color-scheme: dark) { :root { --accent: #ffb4ab; --on-accent: #1c1b19; --link: #ffb4ab; } }\n"
        );
        let dark = stylesheet(accent, Some(Scheme::Dark));
        assert!(dark.contains("#ffb4ab") && !dark.contains("#b3261e") && !dark.contains("@media"));
    }
}
