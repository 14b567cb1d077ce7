//! The flags of `client add` and `client change`, made from the list of all settings of a client.

use anyhow::anyhow;
use clap::{
    Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches,
    builder::{PossibleValue, PossibleValuesParser},
    error::ErrorKind,
    value_parser,
};
use doorward_protocol::clients::{
    client::Client,
    client_settings::{ClientSetting, Kind, TOPICS, all},
};
use serde_json::{Map, Value};

/// What the flags say of a client, under the names of its settings.
#[derive(Clone, Debug, Default)]
pub struct Metadata(Map<String, Value>);

impl Metadata {
    /// Lays what was named over a document.
    ///
    /// # Errors
    /// Where the settings do not make a client.
    pub(super) fn over(self, mut document: Value) -> anyhow::Result<Client> {
        if let Some(object) = document.as_object_mut() {
            object.extend(self.0);
        }
        serde_json::from_value(document).map_err(|error| anyhow!("{error}"))
    }
}

impl Args for Metadata {
    fn augment_args(command: Command) -> Command {
        let command = TOPICS.iter().fold(command, |command, topic| {
            command
                .next_help_heading(topic.heading)
                .args(topic.settings.iter().map(argument))
        });
        command.next_help_heading(None::<&str>)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for Metadata {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut named = Map::new();
        for setting in all() {
            if let Some(value) = value_of(setting, matches)? {
                named.insert(setting.name.to_owned(), value);
            }
        }
        Ok(Self(named))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        self.0.extend(Self::from_arg_matches(matches)?.0);
        Ok(())
    }
}

/// The parser of `--clear`: the name of a setting, with dashes or underscores.
pub(super) fn setting_parser() -> PossibleValuesParser {
    let name = |setting: &ClientSetting| {
        PossibleValue::new(setting.name)
            .alias(setting.name.replace('_', "-"))
            .alias(setting.flag())
    };
    PossibleValuesParser::new(all().map(name))
}

/// Takes the named settings out of a document, so that each is the default again.
pub(super) fn clear(document: &mut Value, names: &[String]) {
    let cleared = names.iter().filter_map(|name| ClientSetting::named(name));
    if let Some(object) = document.as_object_mut() {
        for setting in cleared {
            object.remove(setting.name);
        }
    }
}

fn argument(setting: &ClientSetting) -> Arg {
    let (flag, plural) = (setting.flag(), setting.name.replace('_', "-"));
    let argument = Arg::new(setting.name)
        .long(flag.clone())
        .help(help(setting));
    let argument = if plural == flag {
        argument
    } else {
        argument.alias(plural)
    };
    let argument = match setting.name {
        "sign_in_methods" => argument.alias("provider"),
        _ => argument,
    };
    match setting.kind {
        Kind::Text => argument.value_name("TEXT"),
        Kind::OneOf(names) => argument
            .value_name("NAME")
            .value_parser(PossibleValuesParser::new(names)),
        Kind::Switch => argument
            .value_name("true|false")
            .value_parser(value_parser!(bool)),
        Kind::Number => argument
            .value_name("NUMBER")
            .value_parser(value_parser!(u32)),
        Kind::Texts => argument.value_name("TEXT").action(ArgAction::Append),
        Kind::Names => argument.value_name("NAME").action(ArgAction::Append),
        Kind::NamesOrSwitch => argument.value_name("NAME|true").action(ArgAction::Append),
        Kind::Document => argument.value_name("JSON|@FILE"),
    }
}

fn help(setting: &ClientSetting) -> String {
    if setting.kind.is_list() {
        format!("{}; repeat for several", setting.help)
    } else {
        setting.help.to_owned()
    }
}

/// What the flag of a setting says; `None` where it is not there.
fn value_of(setting: &ClientSetting, matches: &ArgMatches) -> Result<Option<Value>, clap::Error> {
    let Some(raw) = matches.get_raw(setting.name) else {
        return Ok(None);
    };
    let mut texts: Vec<String> = raw
        .map(|text| text.to_string_lossy().into_owned())
        .collect();
    if setting.kind == Kind::Document {
        for text in &mut texts {
            *text = document(text).map_err(|reason| wrong(setting, &reason))?;
        }
    }
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    match setting.parse(&texts) {
        Ok(value) => Ok(Some(value)),
        Err(reason) => Err(wrong(setting, &reason)),
    }
}

/// The text of a document, which `@FILE` reads from a file.
fn document(text: &str) -> Result<String, String> {
    match text.strip_prefix('@') {
        None => Ok(text.to_owned()),
        Some(file) => {
            std::fs::read_to_string(file).map_err(|error| format!("{file} cannot be read: {error}"))
        }
    }
}

fn wrong(setting: &ClientSetting, reason: &str) -> clap::Error {
    let message = format!("--{}: {reason}\n", setting.flag());
    clap::Error::raw(ErrorKind::ValueValidation, message)
}
