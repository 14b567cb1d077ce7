//! The two forms of a mail: HTML and plain text, each the whole mail.

use super::{
    access, addresses, guessed,
    parts::{self, Fact, Link},
};
use crate::messages::Messages;
use askama::Template;
use doorward_core::mail::{MailView, RenderedMail};
use doorward_protocol::branding::{Accent, Scheme, SchemeColours};

#[derive(Template)]
#[template(path = "mails/mail.html")]
struct HtmlMail<'a> {
    t: Messages,
    subject: &'a str,
    /// Who it is from, above it.
    heading: &'a str,
    /// The address of the logo beside it.
    logo: Option<&'a str>,
    title: &'a str,
    paragraphs: &'a [String],
    code: Option<&'a str>,
    facts: &'a [Fact],
    before_button: &'a [String],
    button: Option<&'a Link>,
    after: &'a [String],
    second: Option<&'a Link>,
    asked: &'a [String],
    footer: &'a str,
    /// The colours of buttons and links, on light and on dark pages.
    light: SchemeColours,
    dark: SchemeColours,
}

#[derive(Template)]
#[template(path = "mails/mail.txt", escape = "none")]
struct TextMail<'a> {
    t: Messages,
    title: &'a str,
    paragraphs: &'a [String],
    code: Option<&'a str>,
    facts: &'a [Fact],
    before_button: &'a [String],
    button: Option<&'a Link>,
    after: &'a [String],
    second: Option<&'a Link>,
    asked: &'a [String],
    footer: &'a str,
}

/// Writes a mail in the language of its reader.
///
/// # Errors
/// Where a template fails.
pub fn render(view: &MailView<'_>) -> Result<RenderedMail, String> {
    let t = Messages::in_language_of(view.language, view.texts);
    let name = view.app.unwrap_or(view.brand);
    let own = access::parts(view.content, name, t)
        .or_else(|| addresses::parts(view.content, name, t))
        .or_else(|| guessed::parts(view.content, name, t));
    let parts = own.unwrap_or_else(|| parts::of(view, name, t));
    let asked = parts::asked(view.asked, t);
    let footer = t.mail_footer(view.brand, view.issuer);
    let accent = view.accent.unwrap_or(Accent::OF_PAGES);
    let html = HtmlMail {
        light: accent.colours(Scheme::Light),
        dark: accent.colours(Scheme::Dark),
        t,
        subject: &parts.subject,
        heading: name,
        logo: view.logo,
        title: &parts.title,
        paragraphs: &parts.paragraphs,
        code: parts.code.as_deref(),
        facts: &parts.facts,
        before_button: &parts.before_button,
        button: parts.button.as_ref(),
        after: &parts.after,
        second: parts.second.as_ref(),
        asked: &asked,
        footer: &footer,
    };
    let text = TextMail {
        t,
        title: html.title,
        paragraphs: html.paragraphs,
        code: html.code,
        facts: html.facts,
        before_button: html.before_button,
        button: html.button,
        after: html.after,
        second: html.second,
        asked: html.asked,
        footer: html.footer,
    };
    let failed = |error: askama::Error| error.to_string();
    Ok(RenderedMail {
        html: html.render().map_err(failed)?,
        text: text.render().map_err(failed)?,
        subject: parts.subject,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use doorward_core::{
        OwnTexts,
        mail::{Asked, MailContent},
    };
    use doorward_protocol::time::Timestamp;

    const ISSUER: &str = "https://id.example.com";

    fn rendered(content: &MailContent, app: Option<&str>) -> RenderedMail {
        let asked = Asked {
            user_agent: "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0".into(),
            place: Some("Berlin, Germany (203.0.113.7)".into()),
            at: Timestamp(1_800_000_000_000),
        };
        render(&MailView {
            content,
            language: Some("en-GB"),
            texts: &OwnTexts::default(),
            brand: "Example",
            accent: None,
            app,
            logo: None,
            issuer: ISSUER,
            asked: Some(&asked),
        })
        .unwrap()
    }

    #[test]
    fn both_forms_are_whole_and_the_subject_holds_no_secret() {
        for content in MailContent::samples(ISSUER, Timestamp(1_800_000_000_000)) {
            let mail = rendered(&content, Some("Notes"));
            let name = content.name();
            assert!(
                !mail.subject.is_empty() && !mail.subject.contains('\n'),
                "{name}"
            );
            let secrets = serde_json::to_value(&content).unwrap();
            let values = secrets.as_object().unwrap().values().next().unwrap();
            for (key, value) in values.as_object().unwrap() {
                let Some(value) = value.as_str() else {
                    continue;
                };
                if key == "device" {
                    continue;
                }
                assert!(mail.text.contains(value), "{name}: {key} in text");
                let escaped = value.replace('#', "&#35;");
                assert!(
                    mail.html.contains(value) || mail.html.contains(&escaped),
                    "{name}: {key} in HTML"
                );
                assert!(
                    !mail.subject.contains(value),
                    "{name}: {key} in the subject"
                );
            }
            assert!(!mail.text.contains("\n\n\n"), "{name}: {}", mail.text);
            assert!(mail.text.contains("\n-- \n"), "{name}");
            assert!(
                !mail.text.contains('<') && !mail.text.contains("&#"),
                "{name}"
            );
        }
    }

    #[test]
    fn what_a_stranger_chose_is_text_on_one_line() {
        let evil = "<b>Eve</b>\r\nhttps://evil.example";
        let content = MailContent::Invitation {
            link: format!("{ISSUER}/invitation"),
            inviter: Some(evil.into()),
            apps: vec![evil.into()],
            organization: None,
            expires_at: Timestamp(0),
        };
        let mail = rendered(&content, None);
        assert!(!mail.html.contains("<b>Eve"), "{}", mail.html);
        assert!(
            mail.text
                .contains("<b>Eve</b> https://evil.example invites you")
        );
    }
}
