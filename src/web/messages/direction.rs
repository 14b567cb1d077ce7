//! The direction in which a language is written.

/// The direction in which a language is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    LeftToRight,
    RightToLeft,
}

impl Direction {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::LeftToRight => "ltr",
            Self::RightToLeft => "rtl",
        }
    }

    /// Whether a text would be displayed in another order inside a sentence of this direction.
    pub(crate) fn reorders(self, text: &str) -> bool {
        text.chars().any(|character| match self {
            Self::LeftToRight => is_right_to_left(character),
            Self::RightToLeft => character.is_alphanumeric() && !is_right_to_left(character),
        })
    }
}

/// The blocks of scripts that are written from right to left.
fn is_right_to_left(character: char) -> bool {
    matches!(u32::from(character), 0x0590..=0x08ff | 0xfb1d..=0xfdff | 0xfe70..=0xfeff | 0x1_0800..=0x1_0fff | 0x1_e800..=0x1_efff)
}
