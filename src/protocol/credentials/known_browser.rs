//! The cookie of a browser in which users signed in before: an identifier of the browser, and a code
//! for each of them that only the server can make.

/// How many codes a cookie holds at most.
pub const MAX_CODES: usize = 8;
/// The length of the identifier and of each code, in characters: 256 bits in base64url.
const LENGTH: usize = 43;

/// The value of the cookie in its parts; nothing of it is proven yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownBrowserCookie<'a> {
    /// The identifier of the browser.
    pub browser: &'a str,
    /// The codes, that of the user who signed in last first.
    pub codes: Vec<&'a str>,
}

impl<'a> KnownBrowserCookie<'a> {
    /// Takes a cookie apart; `None` where the value cannot be one of this server.
    pub fn parse(cookie: &'a str) -> Option<Self> {
        let mut parts = cookie.split('.');
        let browser = parts.next().filter(|part| is_part(part))?;
        let codes: Vec<&str> = parts.take(MAX_CODES + 1).collect();
        let is_of_server = codes.len() <= MAX_CODES && codes.iter().all(|part| is_part(part));
        is_of_server.then_some(Self { browser, codes })
    }

    /// The value of the cookie of the browser after somebody signed in: the codes of the new user
    /// stand first, and the oldest of more than [`MAX_CODES`] are forgotten.
    pub fn with_codes(&self, new: &[String]) -> String {
        let known = self
            .codes
            .iter()
            .filter(|code| !new.iter().any(|new| new == **code));
        let codes = new.iter().map(String::as_str).chain(known.copied());
        let mut value = self.browser.to_owned();
        for code in codes.take(MAX_CODES) {
            value.push('.');
            value.push_str(code);
        }
        value
    }
}

fn is_part(part: &str) -> bool {
    part.len() == LENGTH
        && part
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(letter: char) -> String {
        letter.to_string().repeat(LENGTH)
    }

    #[test]
    fn a_cookie_is_read_as_it_was_written() {
        let browser = part('b');
        let mut value = browser.clone();
        for letter in ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'] {
            let cookie = KnownBrowserCookie::parse(&value).unwrap();
            value = cookie.with_codes(&[part(letter)]);
        }
        let cookie = KnownBrowserCookie::parse(&value).unwrap();
        assert_eq!(cookie.browser, browser);
        let kept = ['9', '8', '7', '6', '5', '4', '3', '2'].map(part);
        assert_eq!(cookie.codes, kept);
        // A code that is there already moves to the front.
        let value = cookie.with_codes(&[part('2')]);
        let again = KnownBrowserCookie::parse(&value).unwrap();
        assert_eq!(
            again.codes,
            ['2', '9', '8', '7', '6', '5', '4', '3'].map(part)
        );
    }

    #[test]
    fn what_no_server_wrote_is_not_read() {
        let good = part('a');
        for value in [
            String::new(),
            "a".repeat(LENGTH - 1),
            format!("{good}."),
            format!(".{good}"),
            format!("{good}.{}", "a".repeat(LENGTH + 1)),
            format!("{good}.{}+", "a".repeat(LENGTH - 1)),
            format!("{good}.{}ä", "a".repeat(LENGTH - 2)),
            [good.as_str(); MAX_CODES + 2].join("."),
            [good.as_str(); 100].join("."),
        ] {
            assert_eq!(KnownBrowserCookie::parse(&value), None, "{value}");
        }
        let full = [good.as_str(); MAX_CODES + 1].join(".");
        assert!(KnownBrowserCookie::parse(&full).is_some());
        let mixed = format!("{}.{}", "aZ09-_9".repeat(6) + "-", part('_'));
        assert!(KnownBrowserCookie::parse(&mixed).is_some());
    }
}
