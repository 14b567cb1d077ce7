//! When a certificate ends (RFC 5280 section 4.1.2.5), read from its DER: nothing else of it is looked at.

use doorward_protocol::time::Timestamp;
use time::{Date, Month, PrimitiveDateTime, Time};

const SEQUENCE: u8 = 0x30;
const VERSION: u8 = 0xa0;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;

/// The end of a certificate; none where it is no certificate.
pub fn end_of(certificate: &[u8]) -> Option<Timestamp> {
    let (_, certificate, _) = element(certificate)?;
    let (_, mut rest, _) = element(certificate)?;
    if rest.first() == Some(&VERSION) {
        rest = element(rest)?.2;
    }
    // Serial number, signature algorithm and issuer.
    for _ in 0..3 {
        rest = element(rest)?.2;
    }
    let (tag, validity, _) = element(rest)?;
    if tag != SEQUENCE {
        return None;
    }
    let (tag, end, _) = element(element(validity)?.2)?;
    moment(tag, std::str::from_utf8(end).ok()?)
}

/// The tag and the content of the first element, and what follows it.
fn element(der: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&[tag, first], mut rest) = der.split_first_chunk()?;
    let mut length = usize::from(first);
    if first & 0x80 != 0 {
        let (bytes, after) = rest.split_at_checked(usize::from(first & 0x7f))?;
        if bytes.len() > 4 {
            return None;
        }
        let add = |length, byte: &u8| (length << 8) | usize::from(*byte);
        (length, rest) = (bytes.iter().fold(0, add), after);
    }
    let (content, after) = rest.split_at_checked(length)?;
    Some((tag, content, after))
}

/// `YYMMDDHHMMSSZ` or `YYYYMMDDHHMMSSZ`.
fn moment(tag: u8, text: &str) -> Option<Timestamp> {
    let digits = text.strip_suffix('Z')?;
    let (year, rest) = digits.split_at_checked(match tag {
        UTC_TIME => 2,
        GENERALIZED_TIME => 4,
        _ => return None,
    })?;
    let year: i32 = year.parse().ok()?;
    let year = match tag {
        UTC_TIME if year < 50 => 2000 + year,
        UTC_TIME => 1900 + year,
        _ => year,
    };
    let number = |at: usize| rest.get(at..at + 2)?.parse::<u8>().ok();
    let month = Month::try_from(number(0)?).ok()?;
    let date = Date::from_calendar_date(year, month, number(2)?).ok()?;
    let time = Time::from_hms(number(4)?, number(6)?, number(8)?).ok()?;
    let moment = PrimitiveDateTime::new(date, time).assume_utc();
    Some(Timestamp::from_seconds(moment.unix_timestamp()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_certificate_is_read() {
        for (year, end) in [
            (2030, 1_893_456_000),
            (2049, 2_493_072_000),
            (2100, 4_102_444_800),
        ] {
            let key = rcgen::KeyPair::generate().unwrap();
            let mut parameters = rcgen::CertificateParams::new(["localhost".to_owned()]).unwrap();
            parameters.not_after = rcgen::date_time_ymd(year, 1, 1);
            let certificate = parameters.self_signed(&key).unwrap();
            assert_eq!(
                end_of(certificate.der()),
                Some(Timestamp::from_seconds(end))
            );
            for length in 0..certificate.der().len() {
                assert_eq!(end_of(&certificate.der()[..length]), None);
            }
        }
        assert_eq!(end_of(&[0x30, 0x84, 0xff, 0xff, 0xff, 0xff]), None);
    }
}
