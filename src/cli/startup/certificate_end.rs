//! When a certificate ends (RFC 5280 §4.1.2.5).

use doorward_protocol::time::Timestamp;
use x509_parser::parse_x509_certificate;

/// The end of a certificate in DER; none where it is no certificate.
pub fn end_of(certificate: &[u8]) -> Option<Timestamp> {
    let (_, certificate) = parse_x509_certificate(certificate).ok()?;
    let end = certificate.validity().not_after.timestamp();
    Some(Timestamp::from_seconds(end))
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
