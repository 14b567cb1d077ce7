//! What authenticators are called, by their model (AAGUID). The names are those that the makers gave in
//! the community list of passkey authenticators and in the metadata of the FIDO Alliance.

const NAMES: [(&str, &str); 32] = [
    (
        "ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4",
        "Google Password Manager",
    ),
    ("adce0002-35bc-c60a-648b-0b25f1f05503", "Chrome on Mac"),
    ("08987058-cadc-4b81-b6e1-30de50dcbe96", "Windows Hello"),
    ("9ddd1817-af5a-4672-a2b9-3e3dd95000a9", "Windows Hello"),
    ("6028b017-b1d4-4c02-b4b3-afcdafc96bb2", "Windows Hello"),
    ("dd4ec289-e01d-41c9-bb89-70fa845d4bf2", "iCloud Keychain"),
    ("fbfc3007-154e-4ecc-8c0b-6e020557d7bd", "Apple Passwords"),
    ("bada5566-a7aa-401f-bd96-45619a55120d", "1Password"),
    ("d548826e-79b4-db40-a3d8-11116f7e8349", "Bitwarden"),
    ("531126d6-e717-415c-9320-3d9aa6981239", "Dashlane"),
    ("b84e4048-15dc-4dd0-8640-f4f60813c8af", "NordPass"),
    ("0ea242b4-43c4-4a1b-8b17-dd6d0b6baec6", "Keeper"),
    ("f3809540-7f14-49c1-a8b3-8f813b225541", "Enpass"),
    ("50726f74-6f6e-5061-7373-50726f746f6e", "Proton Pass"),
    ("fdb141b2-5d84-443e-8a35-4698c205a502", "KeePassXC"),
    ("53414d53-554e-4700-0000-000000000000", "Samsung Pass"),
    ("b5397666-4885-aa6b-cebf-e52262a439a2", "Chromium Browser"),
    ("771b48fd-d3d4-4f74-9232-fc157ab0507a", "Edge on Mac"),
    (
        "de1e552d-db1d-4423-a619-566b625cdc84",
        "Microsoft Authenticator",
    ),
    (
        "90a3ccdf-635c-4729-a248-9b709135078f",
        "Microsoft Authenticator",
    ),
    ("ee882879-721c-4913-9775-3dfcce97072a", "YubiKey 5"),
    ("fa2b99dc-9e39-4257-8f92-4a30d23c4118", "YubiKey 5 NFC"),
    ("2fc0579f-8113-47ea-b116-bb5a8db9202a", "YubiKey 5 NFC"),
    ("cb69481e-8ff7-4039-93ec-0a2729a154a8", "YubiKey 5"),
    ("c5ef55ff-ad9a-4b9f-b580-adebafe026d0", "YubiKey 5Ci"),
    ("d8522d9f-575b-4866-88a9-ba99fa02f35b", "YubiKey Bio"),
    (
        "149a2021-8ef6-4133-96b8-81f8d5b7f1f5",
        "Security Key by Yubico",
    ),
    (
        "b92c3f9a-c014-4056-887f-140a2501163b",
        "Security Key by Yubico",
    ),
    ("42b4fb4a-2866-43b2-9bf7-6c6669c2e5d3", "Titan Security Key"),
    (
        "0bb43545-fd2c-4185-87dd-feb0b2916ace",
        "Security Key by Yubico",
    ),
    ("8876631b-d4a0-427f-5773-0ec71c9e0279", "Solo"),
    ("12ded745-4bed-47d4-abaa-e713f51d6393", "Feitian BioPass"),
];

/// The name of a model, where it is known.
pub fn authenticator_name(aaguid: &str) -> Option<&'static str> {
    NAMES
        .iter()
        .find(|(known, _)| *known == aaguid)
        .map(|(_, name)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_model_is_there_once_in_the_form_in_which_it_is_looked_for() {
        for (number, (aaguid, name)) in NAMES.iter().enumerate() {
            assert!(!name.is_empty());
            assert_eq!(
                (aaguid.len(), aaguid.matches('-').count()),
                (36, 4),
                "{aaguid}"
            );
            assert!(aaguid.bytes().all(|b| b == b'-' || b.is_ascii_hexdigit()));
            assert_eq!(*aaguid, aaguid.to_lowercase());
            assert!(
                NAMES
                    .iter()
                    .skip(number + 1)
                    .all(|(other, _)| other != aaguid)
            );
        }
        assert_eq!(
            authenticator_name("bada5566-a7aa-401f-bd96-45619a55120d"),
            Some("1Password")
        );
        assert_eq!(
            authenticator_name("00000000-0000-0000-0000-000000000000"),
            None
        );
    }
}
