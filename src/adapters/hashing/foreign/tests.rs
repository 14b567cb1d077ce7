use super::{
    effort::{Effort, Kind},
    *,
};
use crate::hashing::stored_hash::storable_hash;
use proptest::prelude::*;

const PASSWORD: &str = "correct horse battery";

/// Hashes of [`PASSWORD`] that the programs themselves made, by Python 3.11 and Node.js 20:
///
/// ```text
/// pip install passlib 'bcrypt<4.1' django werkzeug argon2-cffi
/// passlib.hash.bcrypt.using(rounds=5).hash(PASSWORD), and so on for each of passlib.hash
/// werkzeug.security.generate_password_hash(PASSWORD, 'scrypt:1024:8:1')
/// django.contrib.auth.hashers.PBKDF2PasswordHasher().encode(PASSWORD, 'seasalt', 10)
/// npm install aspnet-identity-pw aspnetcore-identity-password-hasher drupal-hash firebase-scrypt
/// require('drupal-hash').hashPassword(PASSWORD)
/// ```
///
/// WordPress's is `'$wp' + password_hash(base64(hash_hmac('sha384', PASSWORD, 'wp-sha384')))`, by
/// Python's bcrypt.
const MADE_BY_OTHERS: [&str; 35] = [
    "$2b$05$abcdefghijklmnopqrstuuD3mHdCr44zlIZ.VZCaYRpfQhXMYnEo.",
    "$2a$05$6WvvvG6T5q4uaJX5i98/mO5ak0hfe.Rp0EoDGYAs9ajRuRiJ8YaiO",
    "$2y$05$cx4.qkasnjgCPzja76/Xi.ZBA9H0BcF.p3bCGV3ECtzyINRDKzLiq",
    "$2x$05$cx4.qkasnjgCPzja76/Xi.ZBA9H0BcF.p3bCGV3ECtzyINRDKzLiq",
    "$bcrypt-sha256$v=2,t=2b,r=5$R6Ix.DXrUsaPZlwHsw4ifO$/Cn36zQ56ZLJeWrVO6LMDwEuNhYyJti",
    "bcrypt_sha256$$2b$05$/uUFuKlToSNNur2u368U5ujOFs11s5IhWbcMPvxWdfzAIkRnTVi4.",
    "bcrypt$$2b$05$54BLplLJOP8plKsDvRgpEOUAz90GkPTnQsNboewgJgaZS/ol5Dx8q",
    "$wp$2y$05$PDXjqS7izRHpsIK1NXjz.O8u2V4UKyWZrpF6l8JQltdVuwuK.Ybra",
    "$scrypt$ln=4,r=8,p=1$2xtDyHkvxTgHYOwdg/B+jw$EVr+V0atEbhhDrJM7XM7Mt5CNbYWAdpw2YOxgWrsjlc",
    "scrypt:1024:8:1$VjBWjKvfWzbGHLaA$642d5ba7fa32cb376961b6d46f9ec9532958e940b14b756393ef4f11702f6350651682e2e34c23c7b51eb69717ead020b31e7abd62622a29f147eddee8bd4c47",
    "scrypt$16$seasalt$8$5$xAqYCS9W+caLs5681n2R3APXiV72AslhItKsBTG6TWWbPXynv+QwCiG9z2QDe6+Ni3HtwW9T7etq0bMXflFWlA==",
    "$fbscrypt$v=1,n=4,r=8,p=1,ss=Bw==,sk=jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==$42xEC+ixf3L2lw==$ur6yS7v7umUThwD+eS32ACaMnQZk4HagRRrfuGXD3oxeK2CXbZ/x+Stj1RfxpXpCF8dA6W7cJ69HuII42NdK/g==",
    "$pbkdf2$10$9d5bi3GO8X4PIQSg9P5f6w$36ipXvooN0oDoda5I7ezUuxHzhk",
    "$pbkdf2-sha256$10$ZizlPEdoLUUIoTTmHGMsxQ$d5F4fOj2Lcy5DX4BN.2S6qeqw9A5jPtI4wNq0J6H0dY",
    "$pbkdf2-sha512$10$qJWSEoLQ2tsbI0TonTMGoA$EnNMDcyvvSBu.PZPw7CFsVcnn1COohpO54GP4xExlr/A0IBvhYUkcDYCJf5PyFFEYlT92Ncxn4RD7Sdy.hJUIA",
    "{PBKDF2}10$6x2jtBZCCEHI.R8jxBhDKA$pJ7g9/oGmP7JWvZjaXniRttlXms",
    "{PBKDF2-SHA256}10$KIUwphRCyDlHiFEqJYSQkg$3.cl7TrsQRXRwiXRthWNFI40E.g2/CxMCLOpJJKVDwI",
    "{PBKDF2-SHA512}10$P4cQYmxN6V3LmbNWijFGyA$ZU.cCBuZTL8Wmhpg2QseRxRZoT.wVVEpbxB2wGGrxO8/BzygIEVh8DTcXh/u1WQSW/82tKdFwU1saVJWtIp1IA",
    "pbkdf2:sha256:10$Ny2qdAK0XTxQpG9Q$1bbb40bcea5ebaeb3981e1fd85f1a4eb5149ac189d8814f8492e709168fa09a7",
    "pbkdf2:sha512:10$5Sa9Hhjd1y2TXW1i$d2d8ed80ddc160ccb9f239db81e4c431b38b5be7dd2d9b174d348fbca252f62e71f62a6d3ef4eb16326f76d0de53765ff74dc0c9827e8902088a4eb90c48b15e",
    "pbkdf2_sha256$10$seasalt$za4/yAene8Rm3F9K2wxi3Fin9sGSuPXqNDUSKnjM97k=",
    "pbkdf2_sha1$10$seasalt$fcMYVCx+0goKOz+S+rDSQ8HUzdA=",
    "$5$rounds=1000$AMu29qXy9DhCcH9l$VVZJRPkJxpQCMHv3kzeoMxd/QhjGRAfkXKoC0cvWFFC",
    "$5$dBiS3Cn3nfWOlQJb$ZM67ZqPoIedqYn4PsFrBZQi2Zfsd39vp1FfcwrO/k95",
    "$6$rounds=1000$htZKzRlAYFrPnk5s$9oi783g8e3zi.eghrutClAO1Auo5m9TDDa6rATCkCsU4nOGMPJI48iIswWrCQVA/mGoOI9lTrHtb1W9BN1h12/",
    "{CRYPT}$6$iwqYUajIOcXVDalH$eLmlkR0oHpwW6gMrHdxwSIxfm43KECJ8fVl.uQI.YA0A/EDv1UnI.v/C.FwlayZJ5kQOBSUahfCl65AeQ7hnZ/",
    "$P$5ZStMXYBzyp/bYTY//o9YgjMguKQTI0",
    "$H$5Xtz7aa0ldatmz4dEZWBzS2wyPhtcE/",
    "$S$DcxwBKozVUqdcVQCR0Zp4QglDPw2YRT2mTTayCn6vhDupL9jzTvy",
    "AEdCyPj4EmQ43Mgdfu2V2QzfxZQJ1xmrE+H59/zjQvgHi/FUK+muA6A7ohJQvxV93A==",
    "AQAAAAEAACcQAAAAEOGdTkGwfh7NH3rddvI5f650hMlTjO+aoFoc86Svg3LilyNjdTEr9BK3aIBD9q5NsA==",
    "{SSHA}X8NCU38NK7CdP12v94p0UdHQhkIL4dx7",
    "{ssha256}3pDdDyZ2iDKWrsgTagqJtPhCKc3x5Hykpgng8AQGzxYVopSyVup97w==",
    "{SSHA512}JGQSkaQfEXYxmNxAHy8IYUDpWAYDdhwMSWfeqBtZ9kvbqa0Tn7EvT8pLVafB6lpk5iKfpeY+y9O1iPHG65+hQ25t7Z0TgpAS",
    r#"{"type": "password", "secretData": "{\"value\": \"fjvIjBcY7uv6OAt3FX6vN7dYCK5ohcDAKBMlrFDoeSiWUVI1NTLLSmQRX2D0lJGdsb7pqG8qKrVQSWP03yKLAw==\", \"salt\": \"MDEyMzQ1Njc4OWFiY2RlZg==\", \"additionalParameters\": {}}", "credentialData": "{\"hashIterations\": 10, \"algorithm\": \"pbkdf2-sha256\", \"additionalParameters\": {}}"}"#,
];

/// Costs as the stored hash of Firebase has them in a real project, and its own example.
const FIREBASE: &str = "$fbscrypt$v=1,n=14,r=8,p=1,ss=Bw==,\
    sk=jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==\
    $42xEC+ixf3L2lw==\
    $lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ==";

fn verifies(stored: &str, password: &str) -> bool {
    let storable = storable_hash(stored).unwrap_or_else(|reason| panic!("{stored}: {reason}"));
    let hash = read(&storable.text).unwrap();
    let efforts = Efforts::default().with(Some(&hash));
    efforts.verify(Some(&hash), password).unwrap()
}

#[test]
fn hashes_that_other_programs_made_are_verified() {
    for stored in MADE_BY_OTHERS {
        assert!(verifies(stored, PASSWORD), "{stored}");
        for wrong in [
            "correct horse batterz",
            "correct horse battery ",
            "Correct horse battery",
            "",
        ] {
            // WordPress takes away blanks at the ends.
            let is_same = stored.starts_with("$wp$") && wrong.trim() == PASSWORD;
            assert_eq!(verifies(stored, wrong), is_same, "{stored}: {wrong:?}");
        }
        let storable = storable_hash(stored).unwrap();
        assert!(
            Efforts::default().add_text(&storable.cost),
            "{}",
            storable.cost
        );
    }
    assert!(verifies(FIREBASE, "user1password") && !verifies(FIREBASE, "user2password"));
}

/// As every bcrypt does it: a password is 72 bytes at most. What it ends at NUL is refused.
#[test]
fn bcrypt_looks_at_72_bytes() {
    let stored = "$2b$04$SlKJyugKsE4CE4L1DqhegeHlvnJhVAD13yOWhenLHI6yprrINo11e";
    assert!(verifies(stored, &"x".repeat(80)) && verifies(stored, &"x".repeat(72)));
    assert!(!verifies(stored, &"x".repeat(71)));
    let short = MADE_BY_OTHERS[0];
    assert!(!verifies(short, &format!("{PASSWORD}\0")));
    assert!(!verifies(short, &format!("{PASSWORD}\0{PASSWORD}")));
}

#[test]
fn a_hash_of_monstrous_cost_is_none() {
    for stored in [
        "$2b$16$abcdefghijklmnopqrstuuD3mHdCr44zlIZ.VZCaYRpfQhXMYnEo.",
        "$2b$03$abcdefghijklmnopqrstuuD3mHdCr44zlIZ.VZCaYRpfQhXMYnEo.",
        "$2b$31$abcdefghijklmnopqrstuuD3mHdCr44zlIZ.VZCaYRpfQhXMYnEo.",
        "$scrypt$ln=18,r=8,p=1$2xtDyHkvxTgHYOwdg/B+jw$EVr+V0atEbhhDrJM7XM7Mt5CNbYWAdpw2YOxgWrsjlc",
        "$scrypt$ln=63,r=8,p=1$2xtDyHkvxTgHYOwdg/B+jw$EVr+V0atEbhhDrJM7XM7Mt5CNbYWAdpw2YOxgWrsjlc",
        "$scrypt$ln=255,r=8,p=1$2xtDyHkvxTgHYOwdg/B+jw$EVr+V0atEbhhDrJM7XM7Mt5CNbYWAdpw2YOxgWrsjlc",
        "$scrypt$ln=4,r=4294967295,p=4294967295$2xtDyHkvxTgHYOwdg$EVr+V0atEbhhDrJM7XM7Mt5CNbYWAdpw2YOx",
        "$scrypt$ln=4,r=0,p=0$2xtDyHkvxTgHYOwdg/B+jw$EVr+V0atEbhhDrJM7XM7Mt5CNbYWAdpw2YOxgWrsjlc",
        "$scrypt$ln=0,r=8,p=1000000$2xtDyHkvxTgHYOwdg/B+jw$EVr+V0atEbhhDrJM7XM7Mt5CNbYWAdpw2YOxgWrsjlc",
        "scrypt$9223372036854775808$seasalt$8$5$xAqYCS9W+caLs5681n2R3APXiV72AslhItKsBTG6TWWbPXynv",
        "$pbkdf2-sha256$i=4294967295$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaGhhc2g",
        "$pbkdf2-sha256$0$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaGhhc2g",
        "pbkdf2_sha256$99999999999999999999$seasalt$za4/yAene8Rm3F9K2wxi3Fin9sGSuPXqNDUSKnjM97k=",
        "$6$rounds=999999999$htZKzRlAYFrPnk5s$9oi783g8e3zi.eghrutClAO1Auo5m9TDDa6rATCkCsU4nOGMPJI48iIswWrCQVA/mGoOI9lTrHtb1W9BN1h12/",
        "$P$ZtZtMXYBzyp/bYTY//o9YgjMguKQTI0",
        "$S$zcxwBKozVUqdcVQCR0Zp4QglDPw2YRT2mTTayCn6vhDupL9jzTvy",
        // ASP.NET Identity with 4294967295 iterations.
        "AQAAAAH/////AAAAEOGdTkGwfh7NH3rddvI5f650hMlTjO+aoFoc86Svg3LilyNjdTEr9BK3aIBD9q5NsA==",
    ] {
        let refused = storable_hash(stored).unwrap_err();
        assert!(!refused.contains(&stored[12..]), "{refused}");
    }
}

/// What nobody should have kept: without a salt, or by a single digest that is broken.
#[test]
fn what_is_no_protection_is_refused_by_its_name() {
    for (stored, reason) in [
        ("{SHA}qvTGHdzF6KLavt4PO0gs2a6pQ00=", "without salt"),
        ("{SSHA}qvTGHdzF6KLavt4PO0gs2a6pQ00=", "without salt"),
        ("{MD5}X03MO1qnZdYdgyfeuILPmQ==", "without salt"),
        ("$1$abcdefgh$abcdefghijklmnopqrstuv", "MD5-crypt"),
        (
            "sha1$salt$5baa61e4c9b93f3f0682250b6cf8331b7ee68fd8",
            "SHA-1",
        ),
        ("5f4dcc3b5aa765d61d8327deb882cf99", "not known"),
        ("5baa61e4c9b93f3f0682250b6cf8331b7ee68fd8", "not known"),
        ("$y$j9T$abc$def", "yescrypt"),
        ("!abcdef", "cannot be used"),
        ("hunter2 in plain text", "not known"),
        ("", "not known"),
    ] {
        let refused = storable_hash(stored).unwrap_err();
        assert!(refused.contains(reason), "{stored}: {refused}");
    }
}

#[test]
fn a_credential_of_keycloak_is_stored_as_the_hash_that_it_is() {
    let argon2 = r#"{"type":"password","secretData":"{\"value\":\"sD+PiV7XBeXZ9/6vAIHAjn2Lccp865LStO1u48WveaA=\",\"salt\":\"4RzjvHfunfO+9z7nHEOIEQ==\",\"additionalParameters\":{}}","credentialData":"{\"hashIterations\":1,\"algorithm\":\"argon2\",\"additionalParameters\":{\"hashLength\":[\"32\"],\"memory\":[\"64\"],\"type\":[\"id\"],\"version\":[\"1.3\"],\"parallelism\":[\"1\"]}}"}"#;
    let stored = storable_hash(argon2).unwrap();
    assert_eq!(
        stored.text,
        "$argon2id$v=19$m=64,t=1,p=1$4RzjvHfunfO+9z7nHEOIEQ$sD+PiV7XBeXZ9/6vAIHAjn2Lccp865LStO1u48WveaA"
    );
    assert_eq!(stored.cost, "m=64,t=1,p=1");
    let pbkdf2 = MADE_BY_OTHERS
        .iter()
        .find(|stored| stored.starts_with('{') && stored.contains('"'));
    let stored = storable_hash(pbkdf2.unwrap()).unwrap();
    assert!(
        stored.text.starts_with("$pbkdf2-sha256$i=10$"),
        "{}",
        stored.text
    );
    assert_eq!(stored.cost, "pbkdf2-sha256:20");
    for text in [
        "{\"a\": 1}",
        "{\"",
        r#"{"type":"otp","secretData":"{}","credentialData":"{}"}"#,
    ] {
        assert!(storable_hash(text).is_err(), "{text}");
    }
    // The name of an algorithm is told, and a hash in its place is not.
    let refused = |algorithm: &str| {
        let data = format!("{{\"hashIterations\":1,\"algorithm\":\"{algorithm}\"}}");
        let secret = "{\"value\":\"AAAA\",\"salt\":\"AAAA\"}";
        let text = serde_json::json!({"secretData": secret, "credentialData": data});
        storable_hash(&text.to_string()).unwrap_err()
    };
    assert!(refused("scram-sha-256").contains("algorithm scram-sha-256 is not read"));
    let hash = "sD+PiV7XBeXZ9/6vAIHAjn2Lccp865LStO1u48WveaA=";
    assert!(!refused(hash).contains(hash));
}

#[test]
fn few_costs_stand_for_many_numbers_of_iterations() {
    let costs: std::collections::BTreeSet<String> = (90_000..110_000)
        .map(|amount| {
            let effort = Effort::allowed(Kind::Pbkdf2Sha256, amount).unwrap();
            let rounded = effort.rounded();
            assert!(rounded.amount >= amount && rounded.amount - amount <= amount / 8);
            rounded.to_string()
        })
        .collect();
    assert!(costs.len() <= 4, "{costs:?}");
    let exact = Effort::allowed(Kind::Bcrypt, 1 << 12).unwrap();
    assert_eq!(exact.rounded().to_string(), "bcrypt:4096");
    for text in [
        "bcrypt",
        "bcrypt:",
        "bcrypt:65536",
        "bcrypt:-1",
        "md4:5",
        "m=64,t=1,p=1",
    ] {
        assert!(!Efforts::default().add_text(text), "{text}");
    }
}

proptest! {
    /// Whatever the database or a file holds is a hash or a refusal, and cheap.
    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,120}") {
        let _ = storable_hash(&text);
    }

    #[test]
    fn any_tail_of_a_known_beginning_is_read_or_refused(
        which in 0..MADE_BY_OTHERS.len(),
        cut in 0..120_usize,
        tail in "[$,:=a-zA-Z0-9./+{}\"]{0,40}",
    ) {
        let begin: String = MADE_BY_OTHERS[which].chars().take(cut).collect();
        let _ = storable_hash(&format!("{begin}{tail}"));
    }

    #[test]
    fn what_is_read_again_is_the_same(which in 0..MADE_BY_OTHERS.len()) {
        let stored = storable_hash(MADE_BY_OTHERS[which]).unwrap();
        prop_assert_eq!(storable_hash(&stored.text).unwrap(), stored);
    }
}
