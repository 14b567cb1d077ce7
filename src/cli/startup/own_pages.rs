//! The texts and the stylesheet that the operator writes for the pages.

use crate::settings::{BrandingSettings, Settings};
use anyhow::{Context as _, anyhow, bail};
use doorward_core::{OwnStylesheet, OwnTexts, TextFile};
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// The largest stylesheet, in bytes: every page of a new browser waits for it.
const MAX_STYLESHEET: usize = 256 * 1024;

/// The folder with the texts of apps, among those of all.
const APPS: &str = "apps";

/// The texts of the folder that the settings name, in the order of their names, with those of apps.
///
/// # Errors
/// What cannot be read, or cannot be said by the pages.
pub fn texts(branding: &BrandingSettings) -> anyhow::Result<OwnTexts> {
    let Some(folder) = &branding.texts else {
        return Ok(OwnTexts::default());
    };
    let texts = OwnTexts::of(files(folder)?);
    let texts = with_apps(texts, &folder.join(APPS))?;
    if texts.files().is_empty() && texts.of_apps().next().is_none() {
        bail!(
            "branding.texts: {} holds no texts; name a file after its language, such as de.ftl",
            folder.display()
        );
    }
    doorward_web::check_texts(&texts).map_err(|reason| anyhow!("branding.texts: {reason}"))?;
    Ok(texts)
}

/// Adds the texts of apps: a folder for each of them, named as its `client_id`.
fn with_apps(mut texts: OwnTexts, apps: &Path) -> anyhow::Result<OwnTexts> {
    if !apps.is_dir() {
        return Ok(texts);
    }
    for path in entries(apps)? {
        let client_id = path.file_name().unwrap_or_default().to_string_lossy();
        if !path.is_dir() {
            bail!(
                "branding.texts: {} is no folder; put the texts of an app into a folder that is named \
                 as its client_id, such as {APPS}/notes/de.ftl",
                path.display()
            );
        }
        texts = texts.with_app(client_id.into_owned(), files(&path)?);
    }
    Ok(texts)
}

/// The files of texts in a folder, in the order of their names: `de.ftl`, or files in a folder `de`.
fn files(folder: &Path) -> anyhow::Result<Vec<TextFile>> {
    let mut files = Vec::new();
    for path in entries(folder)? {
        let language = name(&path);
        if path.is_dir() && language != APPS {
            let own = entries(&path)?.into_iter().filter(|path| is_texts(path));
            for path in own {
                files.push(text_file(&path, &language)?);
            }
        } else if is_texts(&path) {
            files.push(text_file(&path, &language)?);
        }
    }
    Ok(files)
}

fn entries(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let unreadable = || {
        let folder = folder.display();
        format!("branding.texts: the folder {folder} cannot be read")
    };
    let found = fs::read_dir(folder).with_context(unreadable)?;
    let found = found.map(|entry| entry.map(|entry| entry.path()));
    let mut paths = found
        .collect::<Result<Vec<_>, _>>()
        .with_context(unreadable)?;
    paths.sort();
    Ok(paths)
}

/// The name of a file without its ending.
fn name(path: &Path) -> String {
    path.file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

fn is_texts(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "ftl")
}

fn text_file(path: &Path, language: &str) -> anyhow::Result<TextFile> {
    let place = path.display().to_string();
    let text = fs::read_to_string(path)
        .with_context(|| format!("branding.texts: {place} cannot be read"))?;
    Ok(TextFile {
        language: language.to_owned(),
        place,
        text,
    })
}

/// The stylesheet that the settings name.
///
/// # Errors
/// Where it cannot be read, is too long, or loads something from elsewhere, which no page may.
pub fn stylesheet(branding: &BrandingSettings) -> anyhow::Result<Option<OwnStylesheet>> {
    let Some(path) = &branding.stylesheet else {
        return Ok(None);
    };
    let place = path.display();
    let css = fs::read_to_string(path)
        .with_context(|| format!("branding.stylesheet: {place} cannot be read"))?;
    if css.len() > MAX_STYLESHEET {
        bail!("branding.stylesheet: {place} is longer than {MAX_STYLESHEET} bytes");
    }
    if let Some(line) = css.lines().position(loads_from_elsewhere) {
        bail!(
            "branding.stylesheet: {place}, line {}: pages load nothing from elsewhere; write the rules \
             themselves in place of @import, and a picture as url(data:…)",
            line + 1
        );
    }
    Ok(Some(OwnStylesheet::of(css)))
}

/// Whether a line imports rules, or names an address that is no `data:`. The policy of the pages blocks
/// both without a word.
fn loads_from_elsewhere(line: &str) -> bool {
    let line = line.to_ascii_lowercase();
    let is_foreign = |address: &str| {
        let address = address.trim_start_matches([' ', '\t', '"', '\'']);
        !(address.starts_with("data:") || address.starts_with('#'))
    };
    line.contains("@import") || line.split("url(").skip(1).any(is_foreign)
}

/// Whether the texts and the stylesheet can be used; says what there is.
///
/// # Errors
/// What cannot be used, and why.
pub fn check(settings: &Settings) -> anyhow::Result<String> {
    let texts = texts(&settings.branding)?;
    let apps: Vec<&str> = texts.of_apps().map(|(client_id, _)| client_id).collect();
    let of_apps = match apps.len() {
        0 => String::new(),
        _ => format!(" (mails of {})", apps.join(", ")),
    };
    let all = texts.of_apps().map(|(_, of_app)| of_app).chain([&texts]);
    let languages: BTreeSet<&str> = all
        .flat_map(OwnTexts::files)
        .map(|file| file.language.as_str())
        .collect();
    let texts = match languages.len() {
        0 => "the shipped texts".to_owned(),
        _ => format!(
            "texts of your own in {}{of_apps}",
            languages.into_iter().collect::<Vec<_>>().join(", ")
        ),
    };
    Ok(match stylesheet(&settings.branding)? {
        None => texts,
        Some(own) => format!("{texts}, and {} bytes of style", own.css.len()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(texts: Option<&Path>, stylesheet: Option<&Path>) -> BrandingSettings {
        BrandingSettings {
            texts: texts.map(Path::to_owned),
            stylesheet: stylesheet.map(Path::to_owned),
            ..BrandingSettings::default()
        }
    }

    #[test]
    fn texts_are_files_or_folders_named_after_their_language() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let read = || texts(&of(Some(folder.path()), None));
        assert!(read().unwrap_err().to_string().contains("de.ftl"));
        fs::write(at("de.ftl"), "sign_in_title = Eins\n").unwrap();
        fs::write(at("README.md"), "not a text").unwrap();
        fs::create_dir(at("pt-BR")).unwrap();
        fs::write(at("pt-BR/b.ftl"), "sign_in_title = B\n").unwrap();
        fs::write(at("pt-BR/a.ftl"), "sign_in_title = A\n").unwrap();
        let found = read().unwrap();
        let read_as = found
            .files()
            .iter()
            .map(|file| (file.language.as_str(), file.text.trim()));
        let expected = [
            ("de", "sign_in_title = Eins"),
            ("pt-BR", "sign_in_title = A"),
            ("pt-BR", "sign_in_title = B"),
        ];
        assert_eq!(read_as.collect::<Vec<_>>(), expected);
        fs::write(at("tlh.ftl"), "sign_in_title = C\n").unwrap();
        let refused = read().unwrap_err().to_string();
        assert!(
            refused.contains("tlh.ftl: there are no pages in the language"),
            "{refused}"
        );
        let nowhere = texts(&of(Some(&at("nowhere")), None)).unwrap_err();
        assert!(nowhere.to_string().contains("cannot be read"));
    }

    #[test]
    fn an_app_has_texts_of_its_own_after_those_of_all() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let branding = of(Some(folder.path()), None);
        fs::create_dir_all(at("apps/notes/de")).unwrap();
        fs::write(at("apps/notes/de/mails.ftl"), "sign_in_title = Notizen\n").unwrap();
        let found = texts(&branding).unwrap();
        assert!(found.files().is_empty());
        fs::write(at("de.ftl"), "sign_in_title = Eins\n").unwrap();
        let found = texts(&branding).unwrap();
        let of = |client_id| {
            let files = found.of_app(client_id).files().iter();
            files.map(|file| file.text.trim()).collect::<Vec<_>>()
        };
        assert_eq!(of(None), ["sign_in_title = Eins"]);
        assert_eq!(of(Some("wiki")), ["sign_in_title = Eins"]);
        let both = ["sign_in_title = Eins", "sign_in_title = Notizen"];
        assert_eq!(of(Some("notes")), both);
        let settings = Settings {
            branding: branding.clone(),
            ..Settings::default()
        };
        assert_eq!(
            check(&settings).unwrap(),
            "texts of your own in de (mails of notes)"
        );
        fs::write(at("apps/notes/fr.ftl"), "sign_inn_title = X\n").unwrap();
        let refused = texts(&branding).unwrap_err().to_string();
        assert!(refused.contains("did you mean sign_in_title"), "{refused}");
        fs::remove_file(at("apps/notes/fr.ftl")).unwrap();
        fs::write(at("apps/notes.ftl"), "sign_in_title = X\n").unwrap();
        let refused = texts(&branding).unwrap_err().to_string();
        assert!(refused.contains("apps/notes/de.ftl"), "{refused}");
    }

    #[test]
    fn a_stylesheet_that_loads_something_is_refused_with_its_line() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("own.css");
        let read = |css: &str| {
            fs::write(&file, css).unwrap();
            stylesheet(&of(None, Some(&file))).map_err(|error| error.to_string())
        };
        let kept =
            "main { background: URL(data:image/png;base64,AAAA) }\n.a { clip-path: url(\"#a\") }";
        assert_eq!(read(kept).unwrap().unwrap().css, kept);
        for css in [
            "a {}\n@IMPORT 'x.css';",
            "a {}\nb { background: url(https://cdn.example/x.png) }",
            "a {}\nb { background: url( '//cdn.example/x.png') }",
            "a {}\nb { background: url(data:,) , url(x.png) }",
        ] {
            let refused = read(css).unwrap_err();
            assert!(refused.contains("line 2"), "{css}: {refused}");
        }
        assert!(
            read(&"a".repeat(MAX_STYLESHEET + 1))
                .unwrap_err()
                .contains("longer")
        );
    }
}
