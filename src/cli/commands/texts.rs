//! `doorward texts`.

use crate::{context::Context, output};
use anyhow::anyhow;
use clap::Args;
use serde_json::json;

/// Print the texts of the pages and mails in a language, to write others in their place
///
/// They are messages of Fluent, one `name = text` each. Those that a file of the folder `branding.texts`
/// has count in their place; a file is named after its language, such as de.ftl.
#[derive(Args)]
pub struct Texts {
    /// The language, such as de or pt-BR
    #[arg(default_value = "en")]
    language: String,
}

/// Runs the subcommand.
pub fn run(context: &Context, arguments: &Texts) -> anyhow::Result<()> {
    let language = arguments.language.as_str();
    let texts = doorward_web::shipped_texts(language).ok_or_else(|| {
        let languages = doorward_web::languages().join(", ");
        anyhow!("there are no pages in {language}; there are in {languages}")
    })?;
    let document = json!({"language": language, "texts": texts});
    output::print(context.json, &document, || texts.clone())
}
