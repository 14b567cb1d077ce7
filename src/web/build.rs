//! Generates one method of `Messages` for each message of `templates/locales/en`, with one
//! parameter for each variable that the message names, so that a missing message or a forgotten
//! argument does not compile. Embeds the messages of every language.

#[path = "messages/signature.rs"]
mod signature;

use fluent_syntax::{ast::Entry, parser};
use signature::Signature;
use std::{
    collections::BTreeMap,
    env,
    error::Error,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

const LOCALES: &str = "../../templates/locales";
const REFERENCE: &str = "en";

fn main() -> Result<(), Box<dyn Error>> {
    let locales = Path::new(&env::var("CARGO_MANIFEST_DIR")?)
        .join(LOCALES)
        .canonicalize()?;
    println!("cargo::rerun-if-changed={}", locales.display());
    let mut languages = Vec::new();
    for language in entries(&locales)? {
        println!("cargo::rerun-if-changed={}", language.display());
        languages.push((name(&language), entries(&language)?));
    }
    let (_, reference) = languages
        .iter()
        .find(|(language, _)| language == REFERENCE)
        .ok_or("templates/locales/en is missing")?;
    let signatures = signatures(reference)?;
    let code = methods(&signatures)? + &embedded(&languages)?;
    let out = PathBuf::from(env::var("OUT_DIR")?).join("messages.rs");
    Ok(fs::write(out, code)?)
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut found = fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<Vec<_>, std::io::Error>>()?;
    found.sort();
    Ok(found)
}

fn name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

fn signatures(files: &[PathBuf]) -> Result<BTreeMap<String, Signature>, Box<dyn Error>> {
    let mut found = BTreeMap::new();
    for file in files {
        println!("cargo::rerun-if-changed={}", file.display());
        let text = fs::read_to_string(file)?;
        let resource = parser::parse(text.as_str())
            .map_err(|(_, errors)| format!("{}: {errors:?}", file.display()))?;
        for entry in &resource.body {
            let Entry::Message(message) = entry else {
                continue;
            };
            let (id, Some(value)) = (message.id.name, &message.value) else {
                return Err(format!("{}: a message without a text", file.display()).into());
            };
            let signature = Signature::of(value)
                .map_err(|error| format!("{}: {id}: {error}", file.display()))?;
            if found.insert(id.to_owned(), signature).is_some() {
                return Err(format!("{}: {id} is defined twice", file.display()).into());
            }
        }
    }
    Ok(found)
}

fn methods(signatures: &BTreeMap<String, Signature>) -> Result<String, std::fmt::Error> {
    let mut code = String::from("#[deny(dead_code)]\nimpl Messages {\n");
    for (id, signature) in signatures {
        let mut parameters = String::new();
        let mut arguments = String::new();
        for variable in &signature.variables {
            write!(parameters, ", {variable}: impl Argument")?;
            write!(
                arguments,
                "(\"{variable}\", &{variable} as &dyn Argument), "
            )?;
        }
        let (method, returned) = if signature.has_markup {
            ("html", "Html")
        } else {
            ("text", "String")
        };
        writeln!(
            code,
            "pub(crate) fn {id}(self{parameters}) -> {returned} {{ self.{method}(\"{id}\", &[{arguments}]) }}"
        )?;
    }
    code.push_str("}\n");
    code.push_str("const SIGNATURES: &[(&str, &[&str], bool)] = &[\n");
    for (id, signature) in signatures {
        writeln!(
            code,
            "(\"{id}\", &{:?}, {}),",
            signature.variables, signature.has_markup
        )?;
    }
    code.push_str("];\n");
    Ok(code)
}

/// The texts of every language, the reference first.
fn embedded(languages: &[(String, Vec<PathBuf>)]) -> Result<String, std::fmt::Error> {
    let mut code = String::from("const LOCALES: &[(&str, &[&str])] = &[\n");
    let (first, others): (Vec<_>, Vec<_>) = languages
        .iter()
        .partition(|(language, _)| language == REFERENCE);
    for (language, files) in first.into_iter().chain(others) {
        write!(code, "(\"{language}\", &[")?;
        for file in files {
            write!(code, "include_str!({:?}), ", file.display().to_string())?;
        }
        code.push_str("]),\n");
    }
    code.push_str("];\n");
    Ok(code)
}
