//! The texts of an error page, in the language of its reader.

/// The texts of an error page.
pub struct PageErrorTexts {
    /// In a few words.
    pub title: String,
    /// What happened, in a sentence.
    pub what: String,
    /// Who can fix it, and how.
    pub remedy: String,
}

impl PageErrorTexts {
    pub(crate) fn new(title: String, what: String, remedy: String) -> Self {
        Self {
            title,
            what,
            remedy,
        }
    }
}
