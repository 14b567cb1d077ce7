//! What an administrator pasted: a request, a token, or the reference of an error page.

use base64::{Engine, engine::general_purpose::STANDARD};
use doorward_protocol::oauth::{
    authorization_request::Parameters, client_authentication::HttpCredentials,
};
use url::form_urlencoded::byte_serialize;

/// The length of the reference of an error page.
const REFERENCE_LENGTH: usize = 8;

/// What was pasted.
pub enum Pasted {
    /// An authorization request.
    Authorization(Parameters),
    /// A logout request.
    Logout(Parameters),
    /// A token request. It holds secrets, which are not shown again.
    Token(TokenRequest),
    /// The reference of an error page.
    Reference(String),
    /// Something else, which may be a token.
    Other(String),
}

/// A token request: its parameters, and the credentials of its header.
pub struct TokenRequest {
    /// The parameters of the body.
    pub parameters: Parameters,
    scheme: String,
    credentials: String,
}

impl TokenRequest {
    /// The credentials of the `Authorization` header, where there is one.
    pub fn http(&self) -> Option<HttpCredentials<'_>> {
        (!self.scheme.is_empty()).then_some(HttpCredentials {
            scheme: &self.scheme,
            credentials: &self.credentials,
        })
    }
}

/// Tells what a text is.
pub fn read(text: &str) -> Pasted {
    if text.contains("grant_type=") {
        return Pasted::Token(token_request(text));
    }
    let is_reference =
        text.len() == REFERENCE_LENGTH && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if is_reference {
        return Pasted::Reference(text.to_ascii_lowercase());
    }
    let query = text.split_once('?').map_or(text, |(_, query)| query);
    let query = query.split('#').next().unwrap_or_default();
    if text.contains("/end_session") || text.contains("post_logout_redirect_uri=") {
        return Pasted::Logout(Parameters::parse(query));
    }
    if text.starts_with("http") || text.contains("client_id=") {
        return Pasted::Authorization(Parameters::parse(query));
    }
    let token = text.strip_prefix("Bearer ").unwrap_or(text);
    Pasted::Other(token.trim().to_owned())
}

fn token_request(text: &str) -> TokenRequest {
    let mut request = if text.starts_with("curl") {
        of_curl(text)
    } else {
        of_lines(text)
    };
    request.body.retain(|piece| !piece.is_empty());
    let authorization = request.authorization.unwrap_or_default();
    let (scheme, credentials) = authorization.split_once(' ').unwrap_or_default();
    TokenRequest {
        parameters: Parameters::parse(&request.body.join("&")),
        scheme: scheme.to_owned(),
        credentials: credentials.trim().to_owned(),
    }
}

/// The pieces of a request as they are found.
#[derive(Default)]
struct Pieces {
    body: Vec<String>,
    /// The value of the `Authorization` header.
    authorization: Option<String>,
}

impl Pieces {
    fn header(&mut self, line: &str) {
        let (name, value) = line.split_once(':').unwrap_or_default();
        if name.trim().eq_ignore_ascii_case("authorization") {
            self.authorization = Some(value.trim().to_owned());
        }
    }
}

/// A request as it travels, or its body alone.
fn of_lines(text: &str) -> Pieces {
    let mut pieces = Pieces::default();
    for line in text.lines().map(str::trim) {
        if line.contains('=') && !line.to_ascii_lowercase().starts_with("authorization:") {
            let body = line.split_once('?').map_or(line, |(_, query)| query);
            pieces.body.push(body.trim_matches('&').to_owned());
        } else {
            pieces.header(line);
        }
    }
    pieces
}

/// A command line of curl.
fn of_curl(text: &str) -> Pieces {
    let mut pieces = Pieces::default();
    let mut words = words(text).into_iter();
    while let Some(word) = words.next() {
        let (option, attached) = option_of(&word);
        let Some(kind) = kind_of(option) else {
            continue;
        };
        let Some(value) = attached.map(str::to_owned).or_else(|| words.next()) else {
            break;
        };
        match kind {
            Kind::Data => pieces.body.push(value),
            Kind::Encoded => {
                let (name, value) = value.split_once('=').unwrap_or_default();
                let value: String = byte_serialize(value.as_bytes()).collect();
                pieces.body.push(format!("{name}={value}"));
            }
            Kind::User => {
                pieces.authorization = Some(format!("Basic {}", STANDARD.encode(value)));
            }
            Kind::Header => pieces.header(&value),
        }
    }
    pieces
}

/// What an option of curl is about.
#[derive(Clone, Copy)]
enum Kind {
    Data,
    Encoded,
    User,
    Header,
}

fn kind_of(option: &str) -> Option<Kind> {
    Some(match option {
        "-d" | "--data" | "--data-raw" | "--data-ascii" | "--data-binary" => Kind::Data,
        "--data-urlencode" => Kind::Encoded,
        "-u" | "--user" => Kind::User,
        "-H" | "--header" => Kind::Header,
        _ => return None,
    })
}

/// An option, with the value that is attached to it.
fn option_of(word: &str) -> (&str, Option<&str>) {
    if word.starts_with("--") {
        return word
            .split_once('=')
            .map_or((word, None), |(option, value)| (option, Some(value)));
    }
    match word.split_at_checked(2) {
        Some((option, value)) if word.starts_with('-') && !value.is_empty() => {
            (option, Some(value))
        }
        _ => (word, None),
    }
}

/// The words of a command line, as a shell takes them apart.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote: Option<char> = None;
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match (quote, letter) {
            (Some(open), _) if open == letter => quote = None,
            (None, '\'' | '"') => {
                quote = Some(letter);
                word.get_or_insert_default();
            }
            (None | Some('"'), '\\') => match letters.next() {
                None | Some('\n' | '\r') => {}
                Some(escaped) => word.get_or_insert_default().push(escaped),
            },
            (None, space) if space.is_whitespace() => words.extend(word.take()),
            _ => word.get_or_insert_default().push(letter),
        }
    }
    words.extend(word);
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_told_from_a_token() {
        for text in [
            "https://id.example/authorize?client_id=wiki&scope=openid#top",
            "client_id=wiki&scope=openid",
            "/authorize?client_id=wiki&scope=openid",
        ] {
            let Pasted::Authorization(parameters) = read(text) else {
                panic!("{text}");
            };
            assert_eq!(parameters.get("client_id"), Some("wiki"), "{text}");
            assert_eq!(parameters.get("scope"), Some("openid"), "{text}");
        }
        for text in ["eyJhbGciOiJSUzI1NiJ9.e30.x", "opaque", "Bearer eyJ"] {
            assert!(matches!(read(text), Pasted::Other(_)), "{text}");
        }
        assert!(matches!(read("K3V9QX2A"), Pasted::Reference(r) if r == "k3v9qx2a"));
        assert!(matches!(
            read("https://id.example/end_session?client_id=wiki"),
            Pasted::Logout(_)
        ));
    }

    #[test]
    fn a_token_request_is_read_however_it_is_written() {
        let basic = STANDARD.encode("wiki:s3cr:et");
        for text in [
            "curl -X POST https://id.example/token \\\n  -u 'wiki:s3cr:et' \\\n  -d grant_type=authorization_code -d \"code=a b\" --data-urlencode 'redirect_uri=https://a.example/?x=1&y'".to_owned(),
            format!("curl --header=\"Authorization: Basic {basic}\" --data 'grant_type=authorization_code&code=a+b' -dredirect_uri=https%3A%2F%2Fa.example%2F%3Fx%3D1%26y https://id.example/token"),
            format!("POST /token HTTP/1.1\nHost: id.example\nauthorization: Basic {basic}\n\ngrant_type=authorization_code&code=a+b&redirect_uri=https%3A%2F%2Fa.example%2F%3Fx%3D1%26y"),
        ] {
            let Pasted::Token(request) = read(&text) else {
                panic!("{text}");
            };
            let get = |name| request.parameters.get(name);
            assert_eq!(get("grant_type"), Some("authorization_code"), "{text}");
            assert_eq!(get("code"), Some("a b"), "{text}");
            assert_eq!(get("redirect_uri"), Some("https://a.example/?x=1&y"), "{text}");
            let http = request.http().unwrap();
            assert_eq!((http.scheme, http.credentials), ("Basic", basic.as_str()), "{text}");
        }
        let Pasted::Token(request) =
            read("grant_type=refresh_token&client_id=wiki&refresh_token=x")
        else {
            panic!();
        };
        assert!(request.http().is_none());
        assert_eq!(request.parameters.get("client_id"), Some("wiki"));
    }

    #[test]
    fn half_a_command_is_no_failure() {
        for text in [
            "curl -d grant_type=x -u",
            "curl 'grant_type=",
            "curl -d \"grant_type=x\\",
        ] {
            assert!(matches!(read(text), Pasted::Token(_)), "{text}");
        }
    }
}
