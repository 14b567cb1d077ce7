//! The forms of the page, and what is wrong with what was filled in.

use super::subject::{PAGE, SubjectName, Values};
use crate::{
    extract::{
        browser::Browser,
        form::{Fields, PostedForm},
        upload::UploadForm,
    },
    messages::Messages,
};
use doorward_core::{
    management::{Accents, ServerImage},
    pictures::MAX_PICTURE_LENGTH,
};
use doorward_protocol::{
    branding::{Accent, Colour, Scheme},
    sessions::sso_session::SsoSession,
};

/// What a form asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// To see what the values would look like.
    Preview,
    /// To save the values.
    Save,
    /// To show the file as the logo or the icon.
    Upload(ServerImage),
    /// To show no such picture any more.
    Remove(ServerImage),
}

/// A form of the page.
pub struct BrandingForm {
    /// What the look is of.
    pub subject: SubjectName,
    /// What it asks for.
    pub asked: Asked,
    /// What was filled in.
    pub values: Values,
    /// The digest of the values that the form was made from.
    pub version: String,
}

impl PostedForm for BrandingForm {
    fn from_fields(fields: &Fields) -> Self {
        let field = |name| fields.get(name).unwrap_or_default().trim().to_owned();
        Self {
            asked: match fields.get("do").unwrap_or_default() {
                "save" => Asked::Save,
                "logo" => Asked::Upload(ServerImage::Logo),
                "icon" => Asked::Upload(ServerImage::Icon),
                "remove-logo" => Asked::Remove(ServerImage::Logo),
                "remove-icon" => Asked::Remove(ServerImage::Icon),
                _ => Asked::Preview,
            },
            values: Values::of(fields),
            version: field("version"),
            subject: SubjectName::of(fields),
        }
    }

    fn purpose(&self, browser: &Browser) -> Option<String> {
        let session = browser.session.as_ref();
        session.map(|session| purpose(session, &self.subject))
    }

    /// With what was filled in. The form of a picture holds nothing but a file, which only the browser has.
    fn page(&self) -> String {
        if !matches!(self.asked, Asked::Save | Asked::Preview) {
            return self.subject.page(PAGE, &[]);
        }
        let filled = [("filled", "1"), ("version", self.version.as_str())];
        let values = self.values.named().into_iter();
        let values = values.filter(|(_, value)| !value.is_empty());
        let all: Vec<(&str, &str)> = filled.into_iter().chain(values).collect();
        self.subject.page(PAGE, &all)
    }
}

impl UploadForm for BrandingForm {
    const MAX_FILE_LENGTH: usize = MAX_PICTURE_LENGTH;
}

/// What the token of a form is bound to beside the browser: this administrator, and what the look is of.
pub fn purpose(session: &SsoSession, subject: &SubjectName) -> String {
    format!(
        "console branding by {} of app {} organization {}",
        session.user_id, subject.app, subject.organization
    )
}

/// What is wrong, and with which field.
#[derive(Clone, Debug, Default)]
pub struct Problem {
    /// In a sentence.
    pub text: String,
    /// The name of the field.
    pub field: &'static str,
}

/// The colours that were filled in.
///
/// # Errors
/// What is wrong with one of them, for whoever filled it in.
pub fn accents(values: &Values, t: Messages) -> Result<Accents, Problem> {
    let colour = |field, text: &str| {
        if text.is_empty() {
            return Ok(None);
        }
        Colour::parse(text).map(Some).map_err(|_| Problem {
            text: t.branding_no_colour(text),
            field,
        })
    };
    let accents = Accents {
        accent: colour("accent", &values.accent)?,
        accent_dark: colour("accent_dark", &values.accent_dark)?,
    };
    match accents.accent {
        None if accents.accent_dark.is_some() => Err(Problem {
            text: t.branding_dark_alone(),
            field: "accent",
        }),
        None => Ok(accents),
        Some(light) => match Accent::new(light, accents.accent_dark) {
            Ok(_) => Ok(accents),
            Err(error) => {
                let (colour, nearest) = (error.colour.to_string(), error.nearest.to_string());
                let contrast = error.shown_contrast();
                Err(Problem {
                    text: match error.scheme {
                        Scheme::Light => t.branding_faint_light(colour, contrast, nearest),
                        Scheme::Dark => t.branding_faint_dark(colour, contrast, nearest),
                    },
                    field: error.setting(),
                })
            }
        },
    }
}
