//! What an action found out, line by line.

/// What an action found out.
pub struct Report {
    /// The page that it belongs to.
    pub page: String,
    /// What it is about.
    pub subject: String,
    /// All of it in a sentence.
    pub says: String,
    /// Whether everything is as it must be.
    pub is_good: bool,
    /// What was found, in the order in which it was looked at.
    pub lines: Vec<ReportLine>,
}

/// One thing that an action found out.
pub struct ReportLine {
    /// What was looked at.
    pub name: String,
    /// Whether it is as it must be.
    pub is_good: bool,
    /// What was found, and what to do where it is wrong, in English.
    pub text: String,
}
