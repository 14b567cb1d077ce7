//! Reading settings: the file, then `DOORWARD_` variables over it.
//!
//! Each variable is a figment provider of its own, so that whatever is wrong is reported with the
//! variable or the line of the file that it came from.

use crate::settings::{
    Settings, defaults,
    error::SettingsError,
    explicit,
    refused::Refused,
    source::{SettingsFile, Variable},
    validate::{read_issuer, validate},
};
use doorward_protocol::text::nearest;
use figment::{
    Figment,
    error::{Actual, Kind},
};
use std::path::{Path, PathBuf};

/// The settings file that is read where the command line names none.
const DEFAULT_FILE: &str = "config/doorward.toml";

/// Settings, and what an operator should know about where they came from.
#[derive(Debug)]
pub struct Loaded {
    /// The settings as a whole.
    pub settings: Settings,
    /// Sentences about variables that were ignored.
    pub warnings: Vec<String>,
}

/// Loads settings from a file (or the default one, if it is there) and from environment variables.
///
/// # Errors
/// The first thing that is wrong: its file and line or its variable, the reason, and the nearest
/// valid name.
pub fn load(
    file: Option<&Path>,
    variables: impl IntoIterator<Item = (String, String)>,
) -> Result<Loaded, SettingsError> {
    let file = SettingsFile::read(file_or_default(file)?)?;
    let mut figment = Figment::from(file.clone());
    extract(&figment).map_err(|error| in_file(&file, &error))?;
    let mut variables: Vec<_> = variables
        .into_iter()
        .filter_map(|(name, text)| Variable::parse(name, text))
        .collect();
    variables.sort_by(|a, b| a.name.cmp(&b.name));
    let mut warnings = Vec::new();
    let names: Vec<String> = variables.iter().map(|one| one.name.clone()).collect();
    for variable in variables {
        match overlay(&figment, &variable) {
            Ok(merged) => figment = merged,
            Err(Kind::UnknownField(..)) if is_file_of_setting(&figment, &variable) => {
                let read = variable.read_file(&names).map_err(SettingsError)?;
                figment = overlay(&figment, &read).map_err(|kind| in_file_of(&variable, &kind))?;
            }
            Err(Kind::UnknownField(..)) if variable.is_of_container_platform() => {
                warnings.push(format!(
                    "{} is ignored: it is no setting, and looks like the address of a service \
                     that the container platform announces",
                    variable.name
                ));
            }
            Err(kind) => return Err(in_variable(&variable, &kind)),
        }
    }
    let mut settings = extract(&figment).map_err(|error| SettingsError(error.to_string()))?;
    validate(&settings).map_err(|refused| at_source(&figment, &file, &refused))?;
    settings.explicit = explicit::explicit_settings(&figment);
    settings.defaults = defaults::default_settings(&settings.explicit);
    warnings.extend(write_issuer_in_one_form(&mut settings));
    // A file that the settings file names is found wherever the program was started.
    if let Some(folder) = file.path.parent() {
        let branding = &mut settings.branding;
        let relative = [
            &mut settings.declarations,
            &mut branding.texts,
            &mut branding.stylesheet,
        ];
        for path in relative.into_iter().flatten() {
            *path = folder.join(&*path);
        }
    }
    Ok(Loaded { settings, warnings })
}

/// Puts the issuer into its one form, and says so where that changed it.
fn write_issuer_in_one_form(settings: &mut Settings) -> Option<String> {
    let issuer = read_issuer(&settings.issuer, settings.insecure_http).ok()?;
    let written = std::mem::replace(&mut settings.issuer, issuer.as_str().to_owned());
    (written != settings.issuer).then(|| {
        format!(
            "the issuer {written} is used as {}, which is what clients must be given",
            settings.issuer
        )
    })
}

/// The file to read; `None` where no file is named and the default one does not exist.
fn file_or_default(file: Option<&Path>) -> Result<Option<PathBuf>, SettingsError> {
    if let Some(file) = file {
        return Ok(Some(file.to_path_buf()));
    }
    let default = PathBuf::from(DEFAULT_FILE);
    match default.try_exists() {
        Ok(true) => Ok(Some(default)),
        Ok(false) => Ok(None),
        Err(error) => Err(SettingsError(format!(
            "{DEFAULT_FILE} cannot be read: {error}"
        ))),
    }
}

fn extract(figment: &Figment) -> Result<Settings, Box<figment::Error>> {
    figment.extract().map_err(Box::new)
}

/// Merges one variable: as the number, boolean or list that it reads as, otherwise as text, or as the
/// entries of a list with commas between them.
fn overlay(figment: &Figment, variable: &Variable) -> Result<Figment, Kind> {
    let mut failure = Kind::MissingField(variable.name.clone().into());
    for value in variable.readings() {
        let merged = figment.clone().merge(variable.with(value));
        match extract(&merged) {
            Ok(_) => return Ok(merged),
            Err(error) => failure = error.kind,
        }
    }
    let list = figment.clone().merge(variable.with(variable.entries()));
    match extract(&list) {
        Ok(_) => Ok(list),
        Err(_) => Err(failure),
    }
}

/// Whether a variable names the file of a setting: its name without the end is a setting.
fn is_file_of_setting(figment: &Figment, variable: &Variable) -> bool {
    let Some(setting) = variable.of_file("x".into()) else {
        return false;
    };
    !matches!(overlay(figment, &setting), Err(Kind::UnknownField(..)))
}

/// What is wrong with a setting that came from a file; not what the file holds.
fn in_file_of(variable: &Variable, kind: &Kind) -> SettingsError {
    let expected = match kind {
        Kind::InvalidType(_, expected) | Kind::InvalidValue(_, expected) => expected.as_str(),
        _ => "another value",
    };
    SettingsError(format!(
        "{}: what the file holds cannot be this setting: expected {expected}",
        variable.name
    ))
}

/// What is wrong with a setting, without a value that may be a password: neither a text in the place of
/// something else, nor anything in the place of a text.
fn without_value(kind: &Kind) -> String {
    match kind {
        Kind::InvalidType(found, expected) => {
            format!("invalid type: found {}, expected {expected}", named(found))
        }
        Kind::InvalidValue(Actual::Str(_) | Actual::Char(_) | Actual::Bytes(_), expected) => {
            format!("invalid value: expected {expected}")
        }
        kind => kind.to_string(),
    }
}

/// What a value is, without what it holds.
const fn named(value: &Actual) -> &'static str {
    match value {
        Actual::Bool(_) => "a boolean",
        Actual::Unsigned(_) | Actual::Signed(_) => "a whole number",
        Actual::Float(_) => "a number",
        Actual::Seq => "a list",
        Actual::Map => "a table",
        Actual::Char(_) | Actual::Str(_) | Actual::Bytes(_) => "a text",
        _ => "another type",
    }
}

fn in_variable(variable: &Variable, kind: &Kind) -> SettingsError {
    let Kind::UnknownField(field, expected) = kind else {
        return SettingsError(format!("{}: {}", variable.name, without_value(kind)));
    };
    let suggestion = variable
        .suggestion(field, expected)
        .map(|name| format!("; did you mean {name}?"));
    SettingsError(format!(
        "{}: there is no setting of this name{}",
        variable.name,
        suggestion.unwrap_or_default()
    ))
}

fn in_file(file: &SettingsFile, error: &figment::Error) -> SettingsError {
    let mut path: Vec<&str> = error.path.iter().map(String::as_str).collect();
    let Kind::UnknownField(field, expected) = &error.kind else {
        let what = without_value(&error.kind);
        return SettingsError(format!("{}: {what}", file.place_of(&path)));
    };
    if path.last() != Some(&field.as_str()) {
        path.push(field);
    }
    SettingsError(format!(
        "{}: {}",
        file.place_of(&path),
        unknown(field, expected)
    ))
}

fn unknown(field: &str, expected: &[&str]) -> String {
    if ["clients", "providers", "users", "user_attributes"].contains(&field) {
        return format!(
            "[[{field}]] belongs in the file that `doorward apply` reads, or that the setting \
             `declarations` names"
        );
    }
    match nearest(field, expected.iter().copied()) {
        Some(known) => format!("there is no setting `{field}`; did you mean `{known}`?"),
        None => format!("there is no setting `{field}`"),
    }
}

/// A refused value with the variable or the line that set it.
fn at_source(figment: &Figment, file: &SettingsFile, refused: &Refused) -> SettingsError {
    let Refused { key, reason } = refused;
    let source = figment.find_metadata(key);
    if let Some(variable) = source.filter(|source| source.source.is_none()) {
        return SettingsError(format!("{}: {reason}", variable.name));
    }
    if source.is_none() {
        return SettingsError(format!("{key}: {reason}"));
    }
    let path: Vec<&str> = key.split('.').collect();
    SettingsError(format!("{}: {key}: {reason}", file.place_of(&path)))
}

#[cfg(test)]
mod tests;
