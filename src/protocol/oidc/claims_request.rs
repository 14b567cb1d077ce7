//! The `claims` parameter (OpenID Connect Core §5.5): single claims, asked for by name.

use crate::{oauth::scope::Scope, oidc::claims};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Maximum length of the parameter, in bytes.
const MAX_BYTES: usize = 8 * 1024;

/// Names of claims to return in addition to those of the scope.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ClaimNames {
    /// Claims that userinfo returns.
    pub userinfo: Vec<String>,
    /// In the ID token.
    pub id_token: Vec<String>,
}

/// What the parameter asks for, as far as this provider knows such claims; unknown ones are
/// ignored, as §5.5 demands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimsRequest {
    /// Claims about the user.
    pub names: ClaimNames,
    /// The authentication contexts of which one is essential; empty where none is.
    pub essential_acr: Vec<String>,
    /// The only `sub` that will do.
    pub sub: Option<String>,
}

impl ClaimsRequest {
    /// Reads the parameter; `None` where it is not what §5.5 writes.
    pub fn parse(text: &str) -> Option<Self> {
        let document: Value = serde_json::from_str(text)
            .ok()
            .filter(|_| text.len() <= MAX_BYTES)?;
        let document = document.as_object()?;
        let mut request = Self::default();
        request.names.userinfo = member(
            document,
            "userinfo",
            &mut request.essential_acr,
            &mut request.sub,
        )?;
        request.names.id_token = member(
            document,
            "id_token",
            &mut request.essential_acr,
            &mut request.sub,
        )?;
        Some(request)
    }

    /// Without what the client's registration does not open.
    #[must_use]
    pub fn within(mut self, registered: &Scope) -> Self {
        let opened =
            |name: &String| claims::scope_of(name).is_some_and(|scope| registered.contains(scope));
        self.names.userinfo.retain(opened);
        self.names.id_token.retain(opened);
        self
    }

    /// The scopes that would open the same: what a user is asked about.
    pub fn implied_scope(&self) -> Scope {
        let names = self.names.userinfo.iter().chain(&self.names.id_token);
        let scopes: Vec<&str> = names.filter_map(|name| claims::scope_of(name)).collect();
        Scope::parse(&scopes.join(" ")).unwrap_or_default()
    }
}

/// The names under one member, each with `null` or an object of `essential`, `value` and `values`.
fn member(
    document: &Map<String, Value>,
    member: &str,
    acr: &mut Vec<String>,
    sub: &mut Option<String>,
) -> Option<Vec<String>> {
    let Some(wanted) = document.get(member) else {
        return Some(Vec::new());
    };
    let mut names = Vec::new();
    for (name, how) in wanted.as_object()? {
        let how = match how {
            Value::Null => &Map::new(),
            Value::Object(how) => how,
            _ => return None,
        };
        let essential = match how.get("essential") {
            None => false,
            Some(flag) => flag.as_bool()?,
        };
        let values: Vec<Value> = match (how.get("value"), how.get("values")) {
            (Some(_), Some(_)) => return None,
            (Some(one), None) => vec![one.clone()],
            (None, Some(several)) => several.as_array()?.clone(),
            (None, None) => Vec::new(),
        };
        let mut texts = values.iter().filter_map(Value::as_str).map(str::to_owned);
        match name.as_str() {
            "acr" if essential => acr.extend(texts),
            "sub" if !values.is_empty() => *sub = Some(texts.next()?),
            name if claims::scope_of(name).is_some() => names.push(name.to_owned()),
            _ => {}
        }
    }
    Some(names)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_are_read_and_unknown_ones_ignored() {
        let text = r#"{"userinfo":{"name":{"essential":true},"x_unknown":null},"id_token":{"email":null,"acr":{"essential":true,"values":["gold"]},"sub":{"value":"ada"}},"more":1}"#;
        let request = ClaimsRequest::parse(text).unwrap();
        assert_eq!(request.names.userinfo, ["name"]);
        assert_eq!(request.names.id_token, ["email"]);
        assert_eq!(
            (request.essential_acr.as_slice(), request.sub.as_deref()),
            (&["gold".to_owned()][..], Some("ada"))
        );
        assert_eq!(
            request.implied_scope(),
            Scope::parse("profile email").unwrap()
        );
        assert!(
            request
                .within(&Scope::parse("openid").unwrap())
                .implied_scope()
                .is_empty()
        );
        for wrong in [
            "",
            "[]",
            "1",
            r#"{"userinfo":[]}"#,
            r#"{"userinfo":{"name":1}}"#,
            r#"{"id_token":{"acr":{"value":1,"values":[]}}}"#,
        ] {
            assert_eq!(ClaimsRequest::parse(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused_without_panic(text in "\\PC{0,120}") {
            let _ = ClaimsRequest::parse(&text);
        }
    }
}
