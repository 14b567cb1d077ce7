//! A mail as it is sent: text and HTML as alternatives, with the headers of one that a program wrote.

use super::SmtpError;
use doorward_protocol::{
    mail_address::{MailAddress, MailSender, one_line},
    time::Timestamp,
};
use lettre::{
    Address, Message,
    address::Envelope,
    message::{
        Mailbox, MultiPart,
        header::{HeaderName, HeaderValue},
    },
};
use std::time::{Duration, SystemTime};

/// The longest subject, in characters.
const MAX_SUBJECT: usize = 200;

/// A mail to one receiver.
#[derive(Clone, Copy, Debug)]
pub struct OutgoingMail<'a> {
    /// Who it comes from.
    pub from: &'a MailSender,
    /// Who gets it.
    pub to: &'a MailAddress,
    /// What it is about, on one line.
    pub subject: &'a str,
    /// The whole mail as plain text.
    pub text: &'a str,
    /// The whole mail as HTML.
    pub html: &'a str,
    /// The same at each attempt, so that a receiver who gets it twice keeps one.
    pub id: &'a str,
    /// When it was written.
    pub date: Timestamp,
}

fn address(address: &MailAddress) -> Result<Address, SmtpError> {
    Address::new(address.local(), address.domain())
        .map_err(|_| SmtpError::unsendable("the address is none that mail can be sent to"))
}

/// The envelope with its one receiver, and the mail in bytes.
pub(super) fn build(mail: &OutgoingMail<'_>) -> Result<(Envelope, Vec<u8>), SmtpError> {
    let (from, to) = (address(&mail.from.address)?, address(mail.to)?);
    let name = mail.from.name.as_deref().map(|name| one_line(name, 100));
    let unsendable = |_| SmtpError::unsendable("the mail could not be put together");
    let date = Duration::from_millis(u64::try_from(mail.date.0).unwrap_or_default());
    let header = |name: &'static str, value: &str| {
        HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
    };
    let message = Message::builder()
        .from(Mailbox::new(name, from.clone()))
        .to(Mailbox::new(None, to.clone()))
        .subject(one_line(mail.subject, MAX_SUBJECT))
        .message_id(Some(format!(
            "<{}@{}>",
            mail.id,
            mail.from.address.domain()
        )))
        .date(SystemTime::UNIX_EPOCH + date)
        // No vacation notice answers it (RFC 3834 §5).
        .raw_header(header("Auto-Submitted", "auto-generated"))
        .raw_header(header("X-Auto-Response-Suppress", "All"))
        .multipart(MultiPart::alternative_plain_html(
            mail.text.to_owned(),
            mail.html.to_owned(),
        ))
        .map_err(unsendable)?;
    let envelope = Envelope::new(Some(from), vec![to])
        .map_err(|_| SmtpError::unsendable("the mail has no receiver"))?;
    Ok((envelope, message.formatted()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn built(from: &str, to: &str, subject: &str) -> (Envelope, String) {
        let from = MailSender::parse(from).unwrap_or_else(|_| MailSender {
            name: Some(from.to_owned()),
            address: MailAddress::parse("no-reply@example.com").unwrap(),
        });
        let mail = OutgoingMail {
            from: &from,
            to: &MailAddress::parse(to).unwrap(),
            subject,
            text: "Grüße\r\n.\r\nRCPT TO:<eve@evil.example>\r\n",
            html: "<p>Grüße</p>",
            id: "m1",
            date: Timestamp(1_800_000_000_000),
        };
        let (envelope, bytes) = build(&mail).unwrap();
        (envelope, String::from_utf8(bytes).unwrap())
    }

    #[test]
    fn nothing_that_is_put_into_a_header_adds_a_line_or_a_receiver() {
        for evil in [
            "Notes\r\nBcc: eve@evil.example",
            "Notes\nBcc: eve@evil.example",
            "Notes\rBcc: eve@evil.example",
            "Notes\u{560a}\u{560d}Bcc: eve@evil.example",
            "Notes\u{2028}Bcc: eve@evil.example",
            "Notes\u{85}Bcc: eve@evil.example",
            "\"Notes\" <eve@evil.example>, x",
            "Notes\0",
        ] {
            let (envelope, text) = built(evil, "ada@example.com", evil);
            assert_eq!(envelope.to().len(), 1);
            assert_eq!(envelope.to()[0].to_string(), "ada@example.com");
            assert!(
                text.is_ascii(),
                "no byte is left to be read as a line's end"
            );
            let (headers, _) = text.split_once("\r\n\r\n").unwrap();
            let names: Vec<&str> = headers
                .split("\r\n")
                .filter(|line| !line.starts_with([' ', '\t']))
                .filter_map(|line| Some(line.split_once(':')?.0))
                .collect();
            for name in ["From", "To", "Subject", "Message-ID", "Date"] {
                assert_eq!(names.iter().filter(|n| **n == name).count(), 1, "{name}");
            }
            assert!(
                !names.contains(&"Bcc") && !names.contains(&"Cc"),
                "{headers}"
            );
            assert!(!headers.replace("\r\n", "").contains(['\r', '\n']));
        }
    }

    #[test]
    fn a_mail_is_the_same_at_each_attempt() {
        let (_, text) = built("Example <no-reply@example.com>", "ada@example.com", "Hello");
        assert!(text.contains("Message-ID: <m1@example.com>\r\n"));
        assert!(text.contains("Date: Fri, 15 Jan 2027 08:00:00 +0000\r\n"));
        assert!(text.contains("Auto-Submitted: auto-generated\r\n"));
        assert!(
            text.contains("From: \"Example\" <no-reply@example.com>\r\n")
                || text.contains("From: Example <no-reply@example.com>\r\n")
        );
    }
}
