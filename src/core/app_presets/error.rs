//! Why a preset cannot be used as it was asked for.

/// Why a preset cannot be used as it was asked for, in the words of the command line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PresetError {
    /// There is none of this name.
    #[error("there is no preset {name}{suggestion}; `doorward client presets` lists them")]
    Unknown {
        /// The name that was asked for.
        name: String,
        /// The nearest name, as a part of the sentence.
        suggestion: String,
    },
    /// The address of the app is needed, and is not there.
    #[error("--url is missing: the address of {0}, such as https://app.example.com")]
    NoUrl(String),
    /// The address is none of an app.
    #[error("--url: {0} is no address of an app, such as https://app.example.com")]
    WrongUrl(String),
    /// The address has a query or credentials, for example.
    #[error("--url: the address of the app has a host and perhaps a port and a path, nothing else")]
    UrlWithMore,
    /// A name was chosen that the preset does not have.
    #[error("the preset {preset} has no value {name} to set{known}")]
    UnknownValue {
        /// The preset that was asked for.
        preset: &'static str,
        /// The name that it does not have.
        name: String,
        /// The names that it has, as a part of the sentence.
        known: String,
    },
    /// A name must be chosen, and is not there.
    #[error("--set {name}=… is missing: {help}")]
    NoValue {
        /// The name of the placeholder.
        name: String,
        /// What it is and where it comes from.
        help: String,
    },
    /// A name has characters that it may not have.
    #[error("--set {0}: it may have letters, digits, hyphens, dots and underscores")]
    WrongValue(String),
    /// A placeholder stays; a test keeps that from happening.
    #[error("there is no value for %{0}%")]
    NoPlaceholder(String),
    /// A data file is broken; a test keeps that from happening.
    #[error("the preset {preset} is broken: {cause}")]
    Broken {
        /// The name of the file.
        preset: &'static str,
        /// What is wrong in it.
        cause: String,
    },
    /// The text of a guide could not be written.
    #[error("a guide could not be written")]
    Unwritten(#[from] std::fmt::Error),
}
