//! The `claims` parameter (OpenID Connect Core §5.5): single claims, asked for by name.

use crate::{oauth::scope::Scope, oidc::claims::DeclaredClaims};
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

impl ClaimNames {
    /// Whether none is asked for.
    pub fn is_empty(&self) -> bool {
        self.userinfo.is_empty() && self.id_token.is_empty()
    }
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
    /// The scopes that would open the same claims: what a user is asked about.
    #[serde(default)]
    pub implied_scope: Scope,
}

impl ClaimsRequest {
    /// Reads the parameter; `None` where it is not what §5.5 writes. Claims that administrators declared
    /// are asked for as the standard ones are.
    pub fn parse(text: &str, declared: &DeclaredClaims) -> Option<Self> {
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
        Some(request.known_by(|name| declared.scope_of(name)))
    }

    /// With the names alone that a scope opens.
    fn known_by<'a>(mut self, scope_of: impl Fn(&str) -> Option<&'a str>) -> Self {
        let mut scopes = Vec::new();
        let mut is_known = |name: &String| {
            let scope = scope_of(name);
            scopes.extend(scope);
            scope.is_some()
        };
        self.names.userinfo.retain(&mut is_known);
        self.names.id_token.retain(&mut is_known);
        self.implied_scope = Scope::parse(&scopes.join(" ")).unwrap_or_default();
        self
    }

    /// Without what the client's registration does not open.
    #[must_use]
    pub fn within(self, registered: &Scope, declared: &DeclaredClaims) -> Self {
        let scope_of = |name: &str| declared.scope_of(name);
        self.known_by(|name| scope_of(name).filter(|scope| registered.contains(scope)))
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
            name => names.push(name.to_owned()),
        }
    }
    Some(names)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parse(text: &str) -> Option<ClaimsRequest> {
        ClaimsRequest::parse(text, &DeclaredClaims::default())
    }

    #[test]
    fn names_are_read_and_unknown_ones_ignored() {
        let text = r#"{"userinfo":{"name":{"essential":true},"x_unknown":null},"id_token":{"email":null,"acr":{"essential":true,"values":["gold"]},"sub":{"value":"ada"}},"more":1}"#;
        let request = parse(text).unwrap();
        assert_eq!(request.names.userinfo, ["name"]);
        assert_eq!(request.names.id_token, ["email"]);
        assert_eq!(
            (request.essential_acr.as_slice(), request.sub.as_deref()),
            (&["gold".to_owned()][..], Some("ada"))
        );
        assert_eq!(
            request.implied_scope,
            Scope::parse("profile email").unwrap()
        );
        assert!(
            request
                .within(&Scope::parse("openid").unwrap(), &DeclaredClaims::default())
                .implied_scope
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
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_declared_claim_is_asked_for_by_name_within_its_scope() {
        let declared = DeclaredClaims::from_iter([("shoe", "body")]);
        let text =
            r#"{"userinfo":{"shoe":null,"hat":null},"id_token":{"shoe":{"essential":true}}}"#;
        let request = ClaimsRequest::parse(text, &declared).unwrap();
        assert_eq!(request.names.userinfo, ["shoe"]);
        assert_eq!(request.names.id_token, ["shoe"]);
        let scope = |text: &str| Scope::parse(text).unwrap();
        assert_eq!(request.implied_scope, scope("body"));
        let within = request.clone().within(&scope("openid body"), &declared);
        assert_eq!(within, request);
        let without = request.within(&scope("openid profile"), &declared);
        assert!(without.names.userinfo.is_empty() && without.names.id_token.is_empty());
        assert!(without.implied_scope.is_empty());
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused_without_panic(text in "\\PC{0,120}") {
            let _ = parse(&text);
        }
    }

    #[test]
    fn a_wish_for_a_context_is_no_demand_and_a_sub_without_a_value_is_a_name() {
        let acr = |how: &str| {
            let text = format!(r#"{{"id_token":{{"acr":{how}}}}}"#);
            parse(&text).unwrap().essential_acr
        };
        assert_eq!(acr(r#"{"essential":true,"value":"gold"}"#), ["gold"]);
        for wish in [
            "null",
            r#"{"value":"gold"}"#,
            r#"{"essential":false,"values":["gold"]}"#,
            r#"{"essential":true}"#,
        ] {
            assert!(acr(wish).is_empty(), "{wish}");
        }
        let sub = |how: &str| {
            let text = format!(r#"{{"id_token":{{"sub":{how}}}}}"#);
            parse(&text).map(|request| request.sub)
        };
        for (how, expected) in [
            ("null", Some(None)),
            (r#"{"essential":true}"#, Some(None)),
            (r#"{"values":[]}"#, Some(None)),
            (r#"{"value":"ada"}"#, Some(Some("ada".to_owned()))),
            (r#"{"values":["ada"]}"#, Some(Some("ada".to_owned()))),
            (r#"{"value":7}"#, None),
        ] {
            assert_eq!(sub(how), expected, "{how}");
        }
    }
}
