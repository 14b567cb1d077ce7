//! Resource indicators (RFC 8707): where access tokens may be used.

use crate::{
    clients::client::Client,
    management,
    oauth::{
        authorization_request::Parameters,
        error_code::{ErrorCode, ProtocolError},
        scope::Scope,
    },
};
use url::Url;

/// The one parameter of OAuth that may be repeated (RFC 8707 §2).
pub const PARAMETER: &str = "resource";

/// The most resources that one request may name.
const MAX_RESOURCES: usize = 16;

/// The resources that a request names, each once: of an authorization request (RFC 8707 §2.1) or a
/// token request (§2.2). None where it names none.
///
/// # Errors
/// `invalid_target` where a resource is no absolute URI without a fragment, or is not one that the
/// client may address.
pub fn requested(
    parameters: &Parameters,
    client: &Client,
    issuer: &str,
) -> Result<Vec<String>, ProtocolError> {
    let mut asked: Vec<String> = Vec::new();
    for resource in parameters.all(PARAMETER) {
        if Url::parse(resource).is_err() || resource.contains('#') {
            return Err(invalid_target(
                "resource must be an absolute URI without a fragment (RFC 8707 section 2)",
            ));
        }
        if !may_address(client, issuer, resource) {
            return Err(invalid_target(
                "resource is not among this client's audiences (RFC 8707)",
            ));
        }
        if !asked.iter().any(|known| known == resource) {
            asked.push(resource.to_owned());
        }
        if asked.len() > MAX_RESOURCES {
            return Err(invalid_target("too many resources were named"));
        }
    }
    Ok(asked)
}

/// The audience of an access token: what the token request names, otherwise what was granted. Where
/// nothing was named at the authorization endpoint either, everything that the client may address.
///
/// # Errors
/// `invalid_target` where the token request names what was not granted (RFC 8707 §2.2), or where
/// nothing that was granted is left of what the client may address.
pub fn audience(
    requested: &[String],
    granted: &[String],
    client: &Client,
    issuer: &str,
) -> Result<Vec<String>, ProtocolError> {
    if granted.is_empty() && requested.is_empty() {
        let issuer = std::iter::once(issuer.to_owned());
        return Ok(issuer.chain(client.audience.iter().cloned()).collect());
    }
    let is_granted = |resource: &String| granted.is_empty() || granted.contains(resource);
    if !requested.iter().all(is_granted) {
        return Err(invalid_target(
            "resource is not among those of the authorization request (RFC 8707 section 2.2)",
        ));
    }
    let named = if requested.is_empty() {
        granted
    } else {
        requested
    };
    // The registration may have been narrowed since the authorization request.
    let left: Vec<String> = named
        .iter()
        .filter(|resource| may_address(client, issuer, resource))
        .cloned()
        .collect();
    if left.is_empty() {
        return Err(invalid_target(
            "no resource of the authorization request is among this client's audiences any more",
        ));
    }
    Ok(left)
}

/// The resources beside this provider that the tokens of an authorization request are for: what a user
/// allows them at.
pub fn beside_issuer(named: &[String], client: &Client, issuer: &str) -> Vec<String> {
    let mut resources = audience(&[], named, client, issuer).unwrap_or_default();
    resources.retain(|resource| resource != issuer);
    resources
}

/// The audience of a client that acts for itself and names no resource: the management API where its
/// whole scope is of that API.
pub fn default_audience_of_client(scope: &Scope, issuer: &str) -> Option<Vec<String>> {
    let is_all_of_api = !scope.is_empty() && scope.iter().all(management::is_scope_of_api);
    is_all_of_api.then(|| vec![management::audience(issuer)])
}

/// Whether a client may address a resource: this provider, for userinfo, the management API where it has
/// a scope of it, or an API that the client is registered for.
fn may_address(client: &Client, issuer: &str, resource: &str) -> bool {
    resource == issuer
        || client.audience.iter().any(|known| known == resource)
        || management::is_addressed_by(&client.scope) && resource == management::audience(issuer)
}

const fn invalid_target(hint: &'static str) -> ProtocolError {
    ProtocolError::new(ErrorCode::InvalidTarget, hint)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const ISSUER: &str = "https://op.example";
    const API: &str = "https://api.example/v1";
    const FILES: &str = "https://files.example";

    fn client(audience: &[&str]) -> Client {
        serde_json::from_value(json!({"client_id": "c", "audience": audience})).unwrap()
    }

    fn asked(form: &str) -> Result<Vec<String>, ErrorCode> {
        let client = client(&[API, FILES, "urn:jobs"]);
        requested(&Parameters::parse(form), &client, ISSUER).map_err(|error| error.code)
    }

    fn audience_of(
        requested: &[&str],
        granted: &[&str],
        registered: &[&str],
    ) -> Result<Vec<String>, ErrorCode> {
        let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        let (requested, granted): (Vec<_>, Vec<_>) = (owned(requested), owned(granted));
        let client = client(registered);
        audience(&requested, &granted, &client, ISSUER).map_err(|error| error.code)
    }

    #[test]
    fn what_is_asked_for_is_registered_and_named_once() {
        for (form, resources) in [
            ("a=1", vec![]),
            ("resource=", vec![]),
            ("resource=urn:jobs", vec!["urn:jobs"]),
            (
                "resource=https://files.example&resource=https://api.example/v1",
                vec![FILES, API],
            ),
            (
                "resource=https://op.example&resource=https://op.example",
                vec![ISSUER],
            ),
        ] {
            assert_eq!(asked(form).unwrap(), resources, "{form}");
        }
        for form in [
            "resource=https://other.example",
            "resource=https://api.example/v1/",
            "resource=https://api.example/v1%23x",
            "resource=https://API.example/v1",
            "resource=/v1",
            "resource=c",
            "resource=urn:jobs&resource=https://other.example",
        ] {
            assert_eq!(asked(form), Err(ErrorCode::InvalidTarget), "{form}");
        }
    }

    #[test]
    fn a_user_allows_what_is_named_or_everything_beside_this_provider() {
        let client = client(&[API, FILES]);
        let beside = |named: &[&str]| {
            let named: Vec<String> = named.iter().map(|text| (*text).to_owned()).collect();
            beside_issuer(&named, &client, ISSUER)
        };
        assert_eq!(beside(&[]), [API, FILES]);
        assert_eq!(beside(&[FILES]), [FILES]);
        assert_eq!(beside(&[ISSUER]), [""; 0]);
        assert_eq!(beside(&["https://other.example"]), [""; 0]);
    }

    #[test]
    fn the_management_api_is_addressed_by_its_scopes() {
        let with = |scope: &str| -> Client {
            serde_json::from_value(json!({"client_id": "c", "scope": scope})).unwrap()
        };
        let form = Parameters::parse("resource=https://op.example/api/v1");
        let api = vec!["https://op.example/api/v1".to_owned()];
        let ask = |scope: &str| requested(&form, &with(scope), ISSUER);
        assert_eq!(ask("openid doorward.users:read").unwrap(), api);
        assert_eq!(ask("openid").unwrap_err().code, ErrorCode::InvalidTarget);
        let default =
            |scope: &str| default_audience_of_client(&Scope::parse(scope).unwrap(), ISSUER);
        assert_eq!(default("doorward.users:read"), Some(api));
        assert_eq!(default("doorward.users:read jobs"), None);
        assert_eq!(default(""), None);
    }

    #[test]
    fn no_request_names_more_than_sixteen() {
        let known: Vec<String> = (0..=MAX_RESOURCES).map(|n| format!("urn:r{n}")).collect();
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        let ask = |count: usize| {
            let form = format!("resource={}", known[..count].join("&resource="));
            requested(&Parameters::parse(&form), &client(&known), ISSUER)
        };
        assert_eq!(ask(MAX_RESOURCES).unwrap().len(), MAX_RESOURCES);
        let refused = ask(MAX_RESOURCES + 1).unwrap_err();
        assert_eq!(refused.code, ErrorCode::InvalidTarget);
    }

    #[test]
    fn the_audience_never_exceeds_what_was_granted_or_is_registered() {
        let both = [API, FILES];
        for (requested, granted, registered, audience) in [
            (vec![], vec![], vec![API, FILES], vec![ISSUER, API, FILES]),
            (vec![API], vec![], vec![API, FILES], vec![API]),
            (vec![], vec![API], vec![API, FILES], vec![API]),
            (vec![FILES], both.to_vec(), vec![API, FILES], vec![FILES]),
            (vec![], both.to_vec(), vec![FILES], vec![FILES]),
            (vec![], vec![ISSUER], vec![], vec![ISSUER]),
        ] {
            let found = audience_of(&requested, &granted, &registered).unwrap();
            assert_eq!(found, audience, "{requested:?} of {granted:?}");
        }
        for (requested, granted, registered) in [
            (vec![FILES], vec![API], vec![API, FILES]),
            (vec![API, FILES], vec![API], vec![API, FILES]),
            (vec![ISSUER], vec![API], vec![API]),
            (vec![], vec![API], vec![FILES]),
        ] {
            assert_eq!(
                audience_of(&requested, &granted, &registered),
                Err(ErrorCode::InvalidTarget),
                "{requested:?} of {granted:?}"
            );
        }
    }

    #[test]
    fn a_resource_with_a_fragment_is_refused_even_where_it_is_registered() {
        let client = client(&["urn:jobs#x", "relative"]);
        for form in ["resource=urn:jobs%23x", "resource=relative"] {
            let refused = requested(&Parameters::parse(form), &client, ISSUER).unwrap_err();
            assert_eq!(refused.code, ErrorCode::InvalidTarget, "{form}");
        }
    }
}
