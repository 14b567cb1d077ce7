//! A colour of sRGB, and its contrast with another one.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A colour of sRGB, written as `#rrggbb`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Colour {
    red: u8,
    green: u8,
    blue: u8,
}

/// A text that is no colour.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no colour: write # and six digits of 0 to 9 and a to f, such as #0f5c4d")]
pub struct ColourError;

impl Colour {
    /// The darkest colour.
    pub const BLACK: Self = Self::new(0, 0, 0);
    /// The lightest colour.
    pub const WHITE: Self = Self::new(255, 255, 255);

    /// A colour by its parts.
    pub const fn new(red: u8, green: u8, blue: u8) -> Self {
        Self { red, green, blue }
    }

    /// Reads `#rrggbb` or `#rgb`, in any case, also without the `#`.
    ///
    /// # Errors
    /// Where the text is no colour.
    pub fn parse(text: &str) -> Result<Self, ColourError> {
        let trimmed = text.trim();
        let digits = trimmed.strip_prefix('#').unwrap_or(trimmed);
        let digits = digits
            .chars()
            .map(|digit| {
                digit
                    .to_digit(16)
                    .and_then(|digit| u8::try_from(digit).ok())
            })
            .collect::<Option<Vec<u8>>>()
            .ok_or(ColourError)?;
        match *digits.as_slice() {
            [red, green, blue] => Ok(Self::new(red * 17, green * 17, blue * 17)),
            [r1, r2, g1, g2, b1, b2] => Ok(Self::new(r1 * 16 + r2, g1 * 16 + g2, b1 * 16 + b2)),
            _ => Err(ColourError),
        }
    }

    /// The six digits without the `#`, as they stand in an address.
    pub fn digits(self) -> String {
        format!("{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }

    /// The relative luminance (WCAG 2.2, "relative luminance").
    fn luminance(self) -> f64 {
        let part = |value: u8| {
            let value = f64::from(value) / 255.0;
            if value <= 0.04045 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * part(self.red) + 0.7152 * part(self.green) + 0.0722 * part(self.blue)
    }

    /// The contrast ratio, 1 to 21 (WCAG 2.2, "contrast ratio").
    pub fn contrast(self, other: Self) -> f64 {
        let (one, other) = (self.luminance(), other.luminance());
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    /// This colour with so many of 255 parts of another one.
    #[must_use]
    pub fn mixed(self, other: Self, parts: u8) -> Self {
        let mix = |one: u8, other: u8| {
            let (one, other, parts) = (u32::from(one), u32::from(other), u32::from(parts));
            let sum = one * (255 - parts) + other * parts;
            u8::try_from((sum + 127) / 255).unwrap_or(u8::MAX)
        };
        Self {
            red: mix(self.red, other.red),
            green: mix(self.green, other.green),
            blue: mix(self.blue, other.blue),
        }
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.digits())
    }
}

impl TryFrom<String> for Colour {
    type Error = ColourError;

    fn try_from(text: String) -> Result<Self, ColourError> {
        Self::parse(&text)
    }
}

impl From<Colour> for String {
    fn from(colour: Colour) -> Self {
        colour.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_read_in_each_form() {
        for text in ["#0f5c4d", "0F5C4D", " #0f5C4d "] {
            assert_eq!(Colour::parse(text).unwrap(), Colour::new(0x0f, 0x5c, 0x4d));
        }
        let read = Colour::parse("#1a2b3c").unwrap();
        assert_eq!(read, Colour::new(0x1a, 0x2b, 0x3c));
        assert_eq!(Colour::parse("#fa3").unwrap().to_string(), "#ffaa33");
        for wrong in [
            "",
            "#",
            "red",
            "#12345",
            "#1234567",
            "#12345g",
            "rgb(1,2,3)",
            "#0f5c4d80",
            "#١٢٣",
        ] {
            let error = Colour::parse(wrong).unwrap_err().to_string();
            assert!(error.contains("is no colour"), "{wrong}: {error}");
        }
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        let ratio = Colour::BLACK.contrast(Colour::WHITE);
        assert!((ratio - 21.0).abs() < 1e-9, "{ratio}");
        assert!((Colour::WHITE.contrast(Colour::WHITE) - 1.0).abs() < 1e-9);
        // The figures that the checker of WebAIM gives.
        for (one, other, expected) in [
            ("#777777", "#ffffff", 4.48),
            ("#0000ff", "#ffffff", 8.59),
            ("#0a0a0a", "#000000", 1.06),
        ] {
            let (one, other) = (Colour::parse(one).unwrap(), Colour::parse(other).unwrap());
            let ratio = one.contrast(other);
            assert!((ratio - expected).abs() < 0.01, "{one} {other}: {ratio}");
        }
    }
    #[test]
    fn a_mixture_lies_between_both_colours() {
        let grey = Colour::new(100, 100, 100);
        let other = Colour::new(0, 100, 255);
        assert_eq!(grey.mixed(other, 0), grey);
        assert_eq!(grey.mixed(other, 255), other);
        assert_eq!(grey.mixed(other, 51), Colour::new(80, 100, 131));
    }
}
