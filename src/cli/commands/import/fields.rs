//! A row by the names of its fields: those of this program, as CSV, JSON Lines and tables have them.

use doorward_core::users::ImportRow;
use doorward_protocol::{
    json,
    oidc::claims::{Address, StandardClaims},
    time::Timestamp,
};
use serde_json::{Map, Value};
use time::{Date, OffsetDateTime, format_description::well_known::Rfc3339};

/// The fields that are no standard claims (OpenID Connect Core §5.1).
const OWN: [&str; 7] = [
    "id",
    "sub",
    "email",
    "username",
    "password_hash",
    "disabled",
    "created_at",
];
/// The standard claims that a row can have, but for `address`, which may be one text.
const CLAIMS: [&str; 17] = [
    "name",
    "given_name",
    "family_name",
    "middle_name",
    "nickname",
    "preferred_username",
    "profile",
    "picture",
    "website",
    "gender",
    "birthdate",
    "zoneinfo",
    "locale",
    "email_verified",
    "phone_number",
    "phone_number_verified",
    "address",
];
/// The longest value of a claim, in characters.
const MAX_VALUE: usize = 2048;

/// Whether a field has a meaning here.
pub(super) fn is_known(name: &str) -> bool {
    OWN.contains(&name) || CLAIMS.contains(&name)
}

/// Every field, for whoever wrote another one.
pub(super) fn known() -> impl Iterator<Item = &'static str> {
    OWN.into_iter().chain(CLAIMS)
}

/// Which column holds which field, where they have different names.
#[derive(Clone, Debug, Default)]
pub(super) struct Mapping {
    mapped: Vec<Mapped>,
    /// The names of the fields that are declared as `[[user_attributes]]`.
    declared: Vec<String>,
}

#[derive(Clone, Debug)]
struct Mapped {
    field: String,
    column: String,
}

impl Mapping {
    /// Reads `field=column` texts, where users have these declared fields too.
    ///
    /// # Errors
    /// Which one names no field.
    pub(super) fn read(texts: &[String], declared: Vec<String>) -> anyhow::Result<Self> {
        let is_field = |name: &str| is_known(name) || declared.iter().any(|known| known == name);
        let mapped = texts.iter().map(|text| {
            let (field, column) = text.split_once('=').unwrap_or((text, ""));
            if !is_field(field) || column.is_empty() {
                let names: Vec<_> = known()
                    .map(str::to_owned)
                    .chain(declared.iter().cloned())
                    .collect();
                anyhow::bail!(
                    "--map {text}: write FIELD=COLUMN, where FIELD is one of {}",
                    names.join(", ")
                );
            }
            Ok(Mapped {
                field: field.to_owned(),
                column: column.to_owned(),
            })
        });
        let mapped = mapped.collect::<anyhow::Result<_>>()?;
        Ok(Self { mapped, declared })
    }

    /// The same with another column, unless its field has one already.
    pub(super) fn or(mut self, field: &str, column: &str) -> Self {
        if !self.mapped.iter().any(|mapped| mapped.field == field) {
            self.mapped.push(Mapped {
                field: field.to_owned(),
                column: column.to_owned(),
            });
        }
        self
    }

    /// Whether a column is read.
    pub(super) fn reads(&self, column: &str) -> bool {
        is_known(column)
            || self.declared.iter().any(|name| name == column)
            || self.mapped.iter().any(|mapped| mapped.column == column)
    }

    /// A row with the names of this program.
    pub(super) fn apply(&self, mut columns: Map<String, Value>) -> Map<String, Value> {
        for Mapped { field, column } in &self.mapped {
            let value = columns.get(column).cloned().unwrap_or(Value::Null);
            columns.insert(field.clone(), value);
        }
        columns
    }
}

/// Reads a row. What is empty is as what is missing; other fields are ignored.
///
/// # Errors
/// Which field is wrong.
pub fn row(mut fields: Map<String, Value>) -> Result<ImportRow, String> {
    let mut take = |name: &str| {
        let value = fields.remove(name).unwrap_or(Value::Null);
        Some(value).filter(|value| !is_empty(value))
    };
    let mut own = |name: &str| take(name).map(|value| text(name, value)).transpose();
    let id = own("id")?;
    let id = id.or(own("sub")?);
    let (email, username) = (own("email")?, own("username")?);
    let password_hash = own("password_hash")?;
    let disabled = take("disabled").map(|value| flag("disabled", &value));
    let created_at = take("created_at").map(|value| moment("created_at", &value));
    let mut claims = Map::new();
    for name in CLAIMS {
        let Some(value) = take(name) else {
            continue;
        };
        let value = match name {
            "email_verified" | "phone_number_verified" => Value::Bool(flag(name, &value)?),
            "address" => serde_json::to_value(address(value)?).unwrap_or_default(),
            name => Value::String(text(name, value)?),
        };
        claims.insert(name.to_owned(), value);
    }
    let claims: StandardClaims =
        serde_json::from_value(claims.into()).map_err(|error| json::reason(&error))?;
    bounded(ImportRow {
        id,
        email,
        username,
        claims,
        others: fields,
        password_hash,
        disabled: disabled.transpose()?.unwrap_or(false),
        created_at: created_at.transpose()?,
    })
}

/// A row whose values are not longer than they may be.
///
/// # Errors
/// Which field is.
pub(super) fn bounded(row: ImportRow) -> Result<ImportRow, String> {
    let own = [
        ("id", &row.id),
        ("email", &row.email),
        ("username", &row.username),
        ("password_hash", &row.password_hash),
    ];
    for (name, text) in own {
        check_length(name, text.as_deref().unwrap_or_default())?;
    }
    let claims = serde_json::to_value(&row.claims).unwrap_or_default();
    for (name, value) in claims.as_object().into_iter().flatten() {
        let parts = value.as_object().into_iter().flat_map(Map::values);
        for text in parts.chain([value]).filter_map(Value::as_str) {
            check_length(name, text)?;
        }
    }
    Ok(row)
}

fn check_length(name: &str, text: &str) -> Result<(), String> {
    if text.chars().count() > MAX_VALUE {
        return Err(format!("{name} is longer than {MAX_VALUE} characters"));
    }
    Ok(())
}

fn is_empty(value: &Value) -> bool {
    value.is_null() || value.as_str().is_some_and(|text| text.trim().is_empty())
}

fn text(name: &str, value: Value) -> Result<String, String> {
    let text = match value {
        Value::String(text) => text,
        Value::Number(number) => number.to_string(),
        // The credential of a Keycloak export may stand as it is.
        Value::Object(object) if name == "password_hash" => Value::Object(object).to_string(),
        _ => return Err(format!("{name} must be text")),
    };
    check_length(name, &text)?;
    Ok(text)
}

/// The address claim: its members, or one text.
fn address(value: Value) -> Result<Address, String> {
    match value {
        Value::String(text) => Ok(Address {
            formatted: Some(text),
            ..Address::default()
        }),
        object => serde_json::from_value(object)
            .map_err(|error| format!("address: {}", json::reason(&error))),
    }
}

/// A flag. A time stands for true: many tables say since when an address is verified.
pub(super) fn flag(name: &str, value: &Value) -> Result<bool, String> {
    let is_time = || moment(name, value).is_ok();
    match value {
        Value::Bool(flag) => Ok(*flag),
        Value::Number(number) if number.as_i64() == Some(0) => Ok(false),
        Value::Number(_) => Ok(true),
        Value::String(text) => match text.trim().to_lowercase().as_str() {
            "true" | "t" | "1" | "yes" | "y" => Ok(true),
            "false" | "f" | "0" | "no" | "n" | "" => Ok(false),
            _ if is_time() => Ok(true),
            _ => Err(format!("{name} must be true or false")),
        },
        Value::Null => Ok(false),
        _ => Err(format!("{name} must be true or false")),
    }
}

/// A time: seconds or milliseconds since 1970, RFC 3339, or as SQL writes it, in UTC.
pub(super) fn moment(name: &str, value: &Value) -> Result<Timestamp, String> {
    let wrong = || format!("{name} must be a time such as 2024-05-01T12:00:00Z");
    let number = match value {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    if let Some(number) = number {
        // Later than the year 5138 in seconds: milliseconds.
        let milliseconds = if number.unsigned_abs() >= 100_000_000_000 {
            Some(number)
        } else {
            number.checked_mul(1000)
        };
        return milliseconds.map(Timestamp).ok_or_else(wrong);
    }
    let text = value.as_str().ok_or_else(wrong)?.trim();
    let milliseconds = |at: OffsetDateTime| {
        let milliseconds = at.unix_timestamp_nanos() / 1_000_000;
        i64::try_from(milliseconds)
            .map(Timestamp)
            .map_err(|_| wrong())
    };
    if let Ok(at) = OffsetDateTime::parse(&rfc3339(text), &Rfc3339) {
        return milliseconds(at);
    }
    let day = time::format_description::parse_borrowed::<2>("[year]-[month]-[day]");
    let day = Date::parse(text, &day.map_err(|_| wrong())?).map_err(|_| wrong())?;
    milliseconds(day.midnight().assume_utc())
}

/// A time of SQL as RFC 3339 has it: `2024-05-01 12:00:00+00` is `2024-05-01T12:00:00+00:00`.
fn rfc3339(text: &str) -> String {
    let text = text.replacen(' ', "T", 1);
    let (_, clock) = text.split_once('T').unwrap_or(("", ""));
    let offset = clock.find(['+', '-']).and_then(|at| clock.get(at..));
    match offset {
        _ if clock.ends_with(['Z', 'z']) => text,
        None => text + "Z",
        Some(offset) if offset.len() == 3 => text + ":00",
        Some(offset) if offset.len() == 5 => {
            let (hours, minutes) = offset.split_at_checked(3).unwrap_or_default();
            text.trim_end_matches(offset).to_owned() + hours + ":" + minutes
        }
        Some(_) => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn times_are_read_as_other_systems_write_them() {
        for (given, expected) in [
            (json!(1_714_564_800), 1_714_564_800_000),
            (json!(1_714_564_800_123_i64), 1_714_564_800_123),
            (json!("1714564800000"), 1_714_564_800_000),
            (json!("2024-05-01T12:00:00Z"), 1_714_564_800_000),
            (json!("2024-05-01T12:00:00.123Z"), 1_714_564_800_123),
            (json!("2024-05-01T14:00:00+02:00"), 1_714_564_800_000),
            (json!("2024-05-01 12:00:00"), 1_714_564_800_000),
            (json!("2024-05-01 12:00:00.123456+00"), 1_714_564_800_123),
            (json!("2024-05-01 14:00:00+0200"), 1_714_564_800_000),
            (json!("2024-05-01"), 1_714_521_600_000),
            (json!(-1), -1000),
            (json!(i64::MIN), i64::MIN),
        ] {
            assert_eq!(moment("at", &given), Ok(Timestamp(expected)), "{given}");
        }
        for wrong in [
            json!("yesterday"),
            json!(""),
            json!({}),
            json!("2024-13-01"),
        ] {
            assert!(moment("at", &wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_row_is_read_by_the_names_of_its_fields() {
        let texts = ["email_verified=email_verified_at".into(), "id=uid".into()];
        let mapping = Mapping::read(&texts, Vec::new());
        let columns = json!({
            "uid": 42, "email": "ada@example.com", "username": "", "name": "Ada", "disabled": "f",
            "email_verified_at": "2024-05-01 12:00:00", "address": "12 St James's Square",
            "shoe_size": 38, "password_hash": "$2b$05$x", "created_at": "2024-05-01",
        });
        let read = row(mapping.unwrap().apply(columns.as_object().unwrap().clone())).unwrap();
        assert_eq!(read.id.as_deref(), Some("42"));
        assert_eq!((read.username, read.disabled), (None, false));
        assert_eq!(read.claims.email_verified, Some(true));
        assert!(read.claims.address.unwrap().formatted.is_some());
        for wrong in [
            json!({"email": ["a"]}),
            json!({"email_verified": "perhaps"}),
            json!({"name": "x".repeat(3000)}),
            json!({"address": "x".repeat(3000)}),
            json!({"address": {"locality": "x".repeat(3000)}}),
            json!({"created_at": "then"}),
            json!({"address": {"planet": "Earth"}}),
        ] {
            assert!(row(wrong.as_object().unwrap().clone()).is_err(), "{wrong}");
        }
        assert!(Mapping::read(&["email".into()], Vec::new()).is_err());
        let size = ["shoe_size=size".to_owned()];
        assert!(Mapping::read(&size, Vec::new()).is_err());
        let declared = Mapping::read(&size, vec!["shoe_size".into()]).unwrap();
        assert!(declared.reads("size") && declared.reads("shoe_size") && !declared.reads("hat"));
    }
}
