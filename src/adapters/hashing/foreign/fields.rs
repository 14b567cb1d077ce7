//! The parts of a hash as text.

/// What is said of a text that is no hash of its format.
pub(super) const SHAPE: &str = "it does not have the parts of this format";

/// The parts of a hash between `$`, as many as there must be.
pub(super) fn parts<const N: usize>(text: &str) -> Result<[&str; N], String> {
    let parts: Vec<&str> = text.split('$').collect();
    parts.try_into().map_err(|_| SHAPE.to_owned())
}

/// A number in decimal digits.
pub(super) fn number<T: std::str::FromStr>(text: &str) -> Result<T, String> {
    let digits = text.bytes().all(|digit| digit.is_ascii_digit());
    let number = text.parse().ok().filter(|_| digits);
    number.ok_or_else(|| "a number is missing or too large".to_owned())
}

/// A parameter of a list such as `ln=16,r=8,p=1`.
pub(super) fn parameter<'a>(list: &'a str, name: &str) -> Result<&'a str, String> {
    let mut found = list.split(',').filter_map(|part| {
        let (key, value) = part.split_once('=')?;
        (key == name).then_some(value)
    });
    found.next().ok_or_else(|| format!("{name} is missing"))
}
