//! Paths of PATCH operations (RFC 7644 §3.5.2, figure 7).

use super::{ENTERPRISE_USER, GROUP, Refusal, Result, ScimType, USER};
use crate::scim_filter::Filter;

/// What a PATCH operation is about.
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    /// The extension that the attribute belongs to.
    pub extension: Option<&'static str>,
    /// The attribute; none where it is the whole extension.
    pub attribute: Option<String>,
    /// Which of its values.
    pub filter: Option<Filter>,
    /// The name of the sub-attribute.
    pub sub_attribute: Option<String>,
}

impl Path {
    /// Reads a path.
    ///
    /// # Errors
    /// `InvalidPath` and `InvalidFilter`.
    pub fn parse(text: &str) -> Result<Self> {
        let text = text.trim();
        let invalid = || {
            Refusal::new(
                ScimType::InvalidPath,
                format!(
                    "{text} is no path: it is an attribute, attribute.sub, attribute[filter] or attribute[filter].sub"
                ),
            )
        };
        let Unprefixed { extension, rest } = without_schema(text);
        if rest.is_empty() && extension.is_some() {
            return Ok(Self {
                extension,
                attribute: None,
                filter: None,
                sub_attribute: None,
            });
        }
        let (attribute, filter, rest) = match rest.split_once('[') {
            None => match rest.split_once('.') {
                None => (rest, None, None),
                Some((attribute, sub)) => (attribute, None, Some(sub)),
            },
            Some((attribute, rest)) => {
                let end = closing(rest).ok_or_else(invalid)?;
                let filter = rest.get(..end).unwrap_or_default();
                let filter = Filter::parse(filter)
                    .map_err(|reason| Refusal::new(ScimType::InvalidFilter, reason))?;
                let after = rest.get(end + 1..).unwrap_or_default();
                let sub = match after.strip_prefix('.') {
                    None if after.is_empty() => None,
                    None => return Err(invalid()),
                    Some(sub) => Some(sub),
                };
                (attribute, Some(filter), sub)
            }
        };
        let names = [Some(attribute), rest];
        if !names.into_iter().flatten().all(is_name) {
            return Err(invalid());
        }
        Ok(Self {
            extension,
            attribute: Some(attribute.to_owned()),
            filter,
            sub_attribute: rest.map(str::to_owned),
        })
    }
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '$')
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "-_$".contains(c))
}

/// A path without the schema before it.
struct Unprefixed<'a> {
    extension: Option<&'static str>,
    rest: &'a str,
}

fn without_schema(text: &str) -> Unprefixed<'_> {
    for (schema, extension) in [
        (USER, None),
        (GROUP, None),
        (ENTERPRISE_USER, Some(ENTERPRISE_USER)),
    ] {
        let head = text.get(..schema.len());
        if head.is_some_and(|head| head.eq_ignore_ascii_case(schema)) {
            let rest = text.get(schema.len()..).unwrap_or_default();
            if rest.is_empty() {
                return Unprefixed { extension, rest };
            }
            if let Some(rest) = rest.strip_prefix([':', '.']) {
                return Unprefixed { extension, rest };
            }
        }
    }
    Unprefixed {
        extension: None,
        rest: text,
    }
}

/// Where a filter ends: the bracket that stands in no text.
fn closing(text: &str) -> Option<usize> {
    let (mut in_text, mut escaped, mut depth) = (false, false, 0_usize);
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => in_text = !in_text,
            '[' if !in_text => depth += 1,
            ']' if !in_text && depth == 0 => return Some(at),
            ']' if !in_text => depth -= 1,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_a_path_is_read() {
        let path = |text| Path::parse(text).unwrap();
        assert_eq!(
            path("displayName").attribute.as_deref(),
            Some("displayName")
        );
        let name = path("name.familyName");
        assert_eq!(name.sub_attribute.as_deref(), Some("familyName"));
        let work = path("emails[type eq \"a]b\"].value");
        assert!(work.filter.is_some() && work.sub_attribute.as_deref() == Some("value"));
        let member = path("members[value eq \"1\"]");
        assert!(member.filter.is_some() && member.sub_attribute.is_none());
        let core = path("urn:ietf:params:scim:schemas:core:2.0:User:name.givenName");
        assert_eq!(
            (core.extension, core.attribute.as_deref()),
            (None, Some("name"))
        );
        let extension =
            path("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value");
        assert_eq!(extension.extension, Some(ENTERPRISE_USER));
        assert_eq!(extension.attribute.as_deref(), Some("manager"));
        assert_eq!(path(ENTERPRISE_USER).attribute, None);
        for wrong in ["", "a.b.c", "a[", "a[b pr]c", "a[b pr].", ".a", "1a", "a b"] {
            assert!(Path::parse(wrong).is_err(), "{wrong}");
        }
        let filter = Path::parse("a[b xx 1]").unwrap_err();
        assert_eq!(filter.scim_type, ScimType::InvalidFilter);
    }

    #[test]
    fn a_filter_ends_at_its_own_bracket() {
        for (text, sub) in [
            (r#"emails[type eq "a]b"].value"#, Some("value")),
            (r#"emails[type eq "a[b"].value"#, Some("value")),
            (r#"emails[type eq "a\"]b"].value"#, Some("value")),
            (r#"emails[type eq "a\\"].value"#, Some("value")),
            (r"a[b[c eq 1]].d", Some("d")),
            (r#"a[b[c eq 1] and e[f eq "]"]].d"#, Some("d")),
            (r"a[b[c eq 1]]", None),
        ] {
            let path = Path::parse(text).unwrap();
            assert!(path.filter.is_some(), "{text}");
            assert_eq!(path.sub_attribute.as_deref(), sub, "{text}");
        }
        for wrong in [r#"a[b eq "x]"#, "a[b[c eq 1]", r"a[b eq 1\]", "a[b eq 1]]"] {
            let refused = Path::parse(wrong).unwrap_err();
            assert_eq!(refused.scim_type, ScimType::InvalidPath, "{wrong}");
        }
    }
}
