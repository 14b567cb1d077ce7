//! The form of an action, as it is posted.

use super::{
    action::Edit,
    app_settings,
    table::{PATH, named},
};
use crate::extract::{
    browser::Browser,
    form::{Fields, PostedForm},
};
use doorward_protocol::{oauth::redirect_uri::with_query, sessions::sso_session::SsoSession};

/// The longest address in which a form that is to be shown again travels, in bytes. What is longer is
/// shown with the values as they are now.
const MAX_ADDRESS: usize = 2000;

/// The form of an action.
pub struct EditForm {
    /// What was filled in.
    pub fields: Fields,
}

impl EditForm {
    /// The name of the action.
    pub fn action(&self) -> &str {
        self.fields.get("action").unwrap_or_default()
    }
}

/// What the token of the form is bound to beside the browser: the action, what it is about, and the
/// administrator.
pub fn purpose(edit: &Edit, values: &Fields, by: &SsoSession) -> String {
    let mut purpose = format!("console {} by {}", edit.name, by.user_id);
    for name in edit.about {
        purpose.push('\0');
        purpose.push_str(values.get(name).unwrap_or_default());
    }
    purpose
}

impl PostedForm for EditForm {
    fn from_fields(fields: &Fields) -> Self {
        Self {
            fields: fields.clone(),
        }
    }

    fn purpose(&self, browser: &Browser) -> Option<String> {
        let session = browser.session.as_ref()?;
        Some(purpose(named(self.action())?, &self.fields, session))
    }

    /// The page of the action with what was filled in.
    fn page(&self) -> String {
        let Some(edit) = named(self.action()) else {
            return "/admin".to_owned();
        };
        let value = |name: &&'static str| {
            let value = self.fields.get(name)?;
            Some((*name, value))
        };
        let about = || {
            let about = edit.about.iter().filter_map(value);
            [("action", edit.name)].into_iter().chain(about)
        };
        let settings: Vec<&'static str> = app_settings::typed(edit, &self.fields).collect();
        let typed = edit.typed.iter().chain(&settings);
        let typed = typed.chain(&["version", "filled"]);
        let filled = with_query(PATH, about().chain(typed.filter_map(value)));
        if filled.len() <= MAX_ADDRESS {
            return filled;
        }
        with_query(PATH, about())
    }
}
