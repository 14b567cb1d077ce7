//! The accent colour of pages, in the light and in the dark scheme. What is drawn in it must be seen
//! (WCAG 2.2, 1.4.11), and what is written on it or in it must be read (1.4.3).

use super::Colour;
use std::fmt;

/// The contrast that controls need with what is around them.
const CONTROL: f64 = 3.0;
/// The contrast that text needs.
const TEXT: f64 = 4.5;
/// The text of pages in the light scheme.
const INK: Colour = Colour::new(0x1c, 0x1b, 0x19);

/// Whether pages are light or dark.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, strum::Display, strum::EnumString, strum::IntoStaticStr,
)]
#[strum(serialize_all = "snake_case", const_into_str)]
pub enum Scheme {
    /// Dark text on a light page.
    Light,
    /// Light text on a dark page.
    Dark,
}

impl Scheme {
    /// The name in addresses and style sheets.
    pub const fn name(self) -> &'static str {
        self.into_str()
    }

    /// What pages and their cards are coloured with, as the stylesheet has it.
    pub const fn grounds(self) -> [Colour; 2] {
        match self {
            Self::Light => [Colour::new(0xf7, 0xf6, 0xf3), Colour::WHITE],
            Self::Dark => [Colour::new(0x13, 0x13, 0x12), Colour::new(0x1c, 0x1b, 0x19)],
        }
    }

    /// Where colours go that need more contrast.
    const fn away(self) -> Colour {
        match self {
            Self::Light => Colour::BLACK,
            Self::Dark => Colour::WHITE,
        }
    }

    /// The ground with the least contrast to a colour.
    fn worst(self, colour: Colour) -> (Colour, f64) {
        let [page, card] = self.grounds();
        let (with_page, with_card) = (colour.contrast(page), colour.contrast(card));
        if with_page <= with_card {
            (page, with_page)
        } else {
            (card, with_card)
        }
    }

    /// The nearest colour of the same hue that has so much contrast with page and card: the colour itself,
    /// or darker on a light page and lighter on a dark one.
    fn nearest(self, colour: Colour, needed: f64) -> Colour {
        (0..=u8::MAX)
            .map(|parts| colour.mixed(self.away(), parts))
            .find(|mixed| self.worst(*mixed).1 >= needed)
            .unwrap_or_else(|| self.away())
    }
}

/// What the stylesheet has for one scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SchemeColours {
    /// Buttons, frames and the ring around what has the focus.
    pub accent: Colour,
    /// The text of buttons.
    pub on_accent: Colour,
    /// Links, and other text in the accent.
    pub link: Colour,
}

/// An accent that can be seen in both schemes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accent {
    light: Colour,
    dark: Colour,
}

/// An accent that somebody could not see.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AccentError {
    /// The scheme in which it cannot be seen.
    pub scheme: Scheme,
    /// What was wanted.
    pub colour: Colour,
    /// The page or card that it is too much like.
    pub ground: Colour,
    /// The contrast with that.
    pub contrast: f64,
    /// The nearest colour that has enough.
    pub nearest: Colour,
}

impl AccentError {
    /// The contrast, rounded down, so that what fails never reads as enough.
    pub fn shown_contrast(&self) -> String {
        let hundredths = (self.contrast * 100.0).floor() / 100.0;
        format!("{hundredths:.2}:1")
    }

    /// The name of the setting that is wrong.
    pub const fn setting(&self) -> &'static str {
        match self.scheme {
            Scheme::Light => "accent",
            Scheme::Dark => "accent_dark",
        }
    }
}

impl fmt::Display for AccentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} cannot be seen well enough on {} pages: its contrast with {} is {}, and 3:1 is needed; \
             the nearest colour that has it is {}",
            self.colour,
            self.scheme,
            self.ground,
            self.shown_contrast(),
            self.nearest
        )
    }
}

impl std::error::Error for AccentError {}

impl Accent {
    /// That of the stylesheet of the pages.
    pub const OF_PAGES: Self = Self {
        light: Colour::new(0x0f, 0x5c, 0x4d),
        dark: Colour::new(0x63, 0xd2, 0xb5),
    };

    /// An accent for light pages and, where it is another one, for dark pages. Where nothing is said of dark
    /// pages, they get the nearest colour that can be seen there.
    ///
    /// # Errors
    /// Where a colour has a contrast of less than 3:1 with its page or card.
    pub fn new(light: Colour, dark: Option<Colour>) -> Result<Self, AccentError> {
        check(Scheme::Light, light)?;
        if let Some(dark) = dark {
            check(Scheme::Dark, dark)?;
        }
        Ok(Self {
            light,
            dark: dark.unwrap_or_else(|| Scheme::Dark.nearest(light, CONTROL)),
        })
    }

    /// The accent that two settings decide, each of which may be left out.
    ///
    /// # Errors
    /// The setting, and what is wrong with it.
    pub fn of_settings(
        accent: Option<Colour>,
        accent_dark: Option<Colour>,
    ) -> Result<Option<Self>, String> {
        match (accent, accent_dark) {
            (None, None) => Ok(None),
            (None, Some(_)) => Err("accent_dark needs accent beside it".into()),
            (Some(light), dark) => Self::new(light, dark)
                .map(Some)
                .map_err(|error| format!("{}: {error}", error.setting())),
        }
    }

    /// As it stands in an address: both colours.
    pub fn name(self) -> String {
        format!("{}-{}", self.light.digits(), self.dark.digits())
    }

    /// Reads the name again.
    pub fn of_name(name: &str) -> Option<Self> {
        let (light, dark) = name.split_once('-')?;
        let (light, dark) = (Colour::parse(light).ok()?, Colour::parse(dark).ok()?);
        let accent = Self::new(light, Some(dark)).ok()?;
        // Each accent has one address.
        (accent.name() == name).then_some(accent)
    }

    /// The colour in a scheme.
    pub const fn colour(self, scheme: Scheme) -> Colour {
        match scheme {
            Scheme::Light => self.light,
            Scheme::Dark => self.dark,
        }
    }

    /// What the stylesheet has for a scheme.
    pub fn colours(self, scheme: Scheme) -> SchemeColours {
        let accent = self.colour(scheme);
        let can_be_read = |text: &Colour| text.contrast(accent) >= TEXT;
        SchemeColours {
            accent,
            on_accent: [Colour::WHITE, INK]
                .into_iter()
                .find(can_be_read)
                .unwrap_or(Colour::BLACK),
            link: scheme.nearest(accent, TEXT),
        }
    }
}

fn check(scheme: Scheme, colour: Colour) -> Result<(), AccentError> {
    let (ground, contrast) = scheme.worst(colour);
    if contrast >= CONTROL {
        return Ok(());
    }
    Err(AccentError {
        scheme,
        colour,
        ground,
        contrast,
        nearest: scheme.nearest(colour, CONTROL),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SCHEMES: [Scheme; 2] = [Scheme::Light, Scheme::Dark];

    fn a_colour() -> impl Strategy<Value = Colour> {
        any::<[u8; 3]>().prop_map(|[red, green, blue]| Colour::new(red, green, blue))
    }

    proptest! {
        /// Whatever is taken can be seen and read; whatever is refused cannot, and the colour that is
        /// named instead is taken.
        #[test]
        fn what_is_taken_can_be_seen_and_read(light in a_colour(), dark in proptest::option::of(a_colour())) {
            match Accent::new(light, dark) {
                Ok(accent) => for scheme in SCHEMES {
                    let colours = accent.colours(scheme);
                    prop_assert!(colours.on_accent.contrast(colours.accent) >= 4.5);
                    for ground in scheme.grounds() {
                        prop_assert!(colours.accent.contrast(ground) >= 3.0);
                        prop_assert!(colours.link.contrast(ground) >= 4.5);
                    }
                    prop_assert_eq!(Accent::of_name(&accent.name()), Some(accent));
                },
                Err(error) => {
                    prop_assert!(error.contrast < 3.0);
                    prop_assert!(error.colour.contrast(error.ground) < 3.0);
                    let shown: f64 = error.shown_contrast().trim_end_matches(":1").parse().unwrap();
                    prop_assert!(shown < 3.0);
                    let (light, dark) = match error.scheme {
                        Scheme::Light => (error.nearest, None),
                        Scheme::Dark => (light, Some(error.nearest)),
                    };
                    prop_assert!(Accent::new(light, dark).is_ok());
                }
            }
        }

        /// The nearest colour is no further than it must be: one step less is refused.
        #[test]
        fn the_nearest_colour_is_just_enough(light in a_colour()) {
            if let Err(error) = Accent::new(light, None) {
                let steps = (0..=u8::MAX).map(|parts| light.mixed(Colour::BLACK, parts));
                let refused = steps.take_while(|mixed| *mixed != error.nearest);
                for mixed in refused {
                    prop_assert!(Accent::new(mixed, None).is_err(), "{mixed} is nearer");
                }
            }
        }
    }

    #[test]
    fn a_refusal_names_the_figure_and_a_colour_that_passes() {
        let error = Accent::new(Colour::parse("#ffe000").unwrap(), None).unwrap_err();
        let text = error.to_string();
        assert!(
            text.contains("#ffe000") && text.contains(":1, and 3:1"),
            "{text}"
        );
        assert!(text.contains(&error.nearest.to_string()), "{text}");
        assert_eq!(error.setting(), "accent");
        let light = Colour::parse("#0f5c4d").unwrap();
        let error = Accent::new(light, Some(Colour::BLACK)).unwrap_err();
        assert_eq!(error.setting(), "accent_dark");
    }

    #[test]
    fn each_accent_has_one_name() {
        for wrong in [
            "",
            "0f5c4d",
            "0F5C4D-63d2b5",
            "0f5c4d-63d2b5-",
            "fff-000",
            "ffffff-63d2b5",
        ] {
            assert_eq!(Accent::of_name(wrong), None, "{wrong}");
        }
        assert!(Accent::of_name("0f5c4d-63d2b5").is_some());
    }
    #[test]
    fn a_contrast_is_shown_in_hundredths_and_never_as_more_than_it_is() {
        let error = Accent::new(Colour::WHITE, None).unwrap_err();
        for (contrast, shown) in [
            (2.999, "2.99:1"),
            (2.5, "2.50:1"),
            (1.0, "1.00:1"),
            (1.059, "1.05:1"),
        ] {
            let error = AccentError { contrast, ..error };
            assert_eq!(error.shown_contrast(), shown);
        }
    }

    #[test]
    fn a_dark_accent_needs_one_beside_it() {
        let (light, dark) = (Colour::new(0x0f, 0x5c, 0x4d), Colour::new(0x63, 0xd2, 0xb5));
        assert_eq!(Accent::of_settings(None, None), Ok(None));
        let both = Accent::of_settings(Some(light), Some(dark));
        assert_eq!(both, Ok(Some(Accent::OF_PAGES)));
        let derived = Accent::new(light, None).unwrap();
        assert_eq!(Accent::of_settings(Some(light), None), Ok(Some(derived)));
        for (accent, accent_dark, about) in [
            (None, Some(dark), "accent_dark needs accent"),
            (Some(Colour::WHITE), None, "accent: "),
            (Some(light), Some(Colour::BLACK), "accent_dark: "),
        ] {
            let reason = Accent::of_settings(accent, accent_dark).unwrap_err();
            assert!(reason.starts_with(about), "{reason}");
        }
    }
}
