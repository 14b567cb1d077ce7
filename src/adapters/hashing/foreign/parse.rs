//! Reads the hashes of other programs by how they begin.

use super::{
    effort::BCRYPT_COSTS,
    encoding::{base64, bcrypt64, crypt_digit, hex},
    fields::{SHAPE, number, parameter, parts},
    function::{Digest, Function, Preparation, ScryptCost},
    hash::ForeignHash,
};

type Read = Result<ForeignHash, String>;
type Reader = fn(&str) -> Read;

/// How the text of a hash begins, and what reads the rest of it.
const FORMATS: [(&str, Reader); 28] = [
    ("bcrypt_sha256$", |rest| {
        Ok(bcrypt(rest)?.prepared_by(Preparation::Sha256Hex))
    }),
    ("bcrypt$", bcrypt),
    ("$bcrypt-sha256$", passlib_bcrypt),
    ("$wp$", |rest| {
        Ok(bcrypt_of(rest)?.prepared_by(Preparation::WordPress))
    }),
    ("$2a$", |rest| bcrypt_of(&format!("2a${rest}"))),
    ("$2b$", |rest| bcrypt_of(&format!("2b${rest}"))),
    ("$2x$", |rest| bcrypt_of(&format!("2x${rest}"))),
    ("$2y$", |rest| bcrypt_of(&format!("2y${rest}"))),
    ("$scrypt$", scrypt),
    ("scrypt$", django_scrypt),
    ("scrypt:", werkzeug_scrypt),
    ("$fbscrypt$", firebase),
    ("$pbkdf2$", |rest| pbkdf2(Digest::Sha1, rest)),
    ("$pbkdf2-sha1$", |rest| pbkdf2(Digest::Sha1, rest)),
    ("$pbkdf2-sha256$", |rest| pbkdf2(Digest::Sha256, rest)),
    ("$pbkdf2-sha512$", |rest| pbkdf2(Digest::Sha512, rest)),
    ("pbkdf2_sha1$", |rest| django_pbkdf2(Digest::Sha1, rest)),
    ("pbkdf2_sha256$", |rest| django_pbkdf2(Digest::Sha256, rest)),
    ("pbkdf2_sha512$", |rest| django_pbkdf2(Digest::Sha512, rest)),
    ("pbkdf2:sha1:", |rest| werkzeug_pbkdf2(Digest::Sha1, rest)),
    ("pbkdf2:sha256:", |rest| {
        werkzeug_pbkdf2(Digest::Sha256, rest)
    }),
    ("pbkdf2:sha512:", |rest| {
        werkzeug_pbkdf2(Digest::Sha512, rest)
    }),
    ("$5$", |rest| sha_crypt(Digest::Sha256, rest)),
    ("$6$", |rest| sha_crypt(Digest::Sha512, rest)),
    ("$P$", portable),
    ("$H$", portable),
    ("$S$", drupal),
    ("U$", |rest| {
        Ok(read(&format!("${rest}"))?.prepared_by(Preparation::Md5Hex))
    }),
];

/// What is known by its beginning and not read, and why.
const REFUSED: [(&str, &str); 9] = [
    ("$1$", "MD5-crypt is broken"),
    ("$apr1$", "MD5-crypt is broken"),
    ("md5$", "a single MD5 is broken"),
    ("sha1$", "a single SHA-1 is broken"),
    ("unsalted_", "a hash without salt is broken"),
    (
        "$7$",
        "this form of scrypt is not read; the form $scrypt$ln=…,r=…,p=…$ is",
    ),
    ("$y$", "yescrypt is not read"),
    ("$gy$", "yescrypt is not read"),
    ("!", "it is the mark of a password that cannot be used"),
];

/// Reads a hash of any of these programs.
///
/// # Errors
/// Why it is none of them, in one sentence that does not hold it.
pub(in crate::hashing) fn read(text: &str) -> Read {
    if text.starts_with('{') {
        return ldap(text);
    }
    if let Some((_, reason)) = REFUSED.iter().find(|(begin, _)| text.starts_with(begin)) {
        return Err((*reason).to_owned());
    }
    for (begin, read) in FORMATS {
        if let Some(rest) = text.strip_prefix(begin) {
            let name = begin.trim_matches(['$', ':']);
            return read(rest).map_err(|reason| format!("{name}: {reason}"));
        }
    }
    aspnet(text)
}

/// bcrypt with its `$`.
fn bcrypt(text: &str) -> Read {
    bcrypt_of(text.strip_prefix('$').ok_or(SHAPE)?)
}

/// bcrypt: the revision, the cost, salt and hash. `$2x$` differs for characters beyond ASCII alone.
fn bcrypt_of(text: &str) -> Read {
    let [revision, cost, rest] = parts(text)?;
    let known = ["2a", "2b", "2x", "2y"].contains(&revision);
    let (salt, output) = rest.split_at_checked(22).ok_or(SHAPE)?;
    if !known || output.len() != 31 || cost.len() != 2 {
        return Err(SHAPE.into());
    }
    bcrypt_hash(number(cost)?, salt, output)
}

fn bcrypt_hash(cost: u32, salt: &str, output: &str) -> Read {
    if !BCRYPT_COSTS.contains(&cost) {
        return Err(format!(
            "its cost is {cost}, where {} to {} are allowed",
            BCRYPT_COSTS.start(),
            BCRYPT_COSTS.end()
        ));
    }
    let salt = bcrypt64(salt)?.try_into().map_err(|_| SHAPE)?;
    ForeignHash::new(Function::Bcrypt { cost, salt }, bcrypt64(output)?)
}

/// As passlib writes it: `v=2,t=2b,r=12$SALT$HASH`.
fn passlib_bcrypt(text: &str) -> Read {
    let [list, salt, output] = parts(text)?;
    if parameter(list, "v")? != "2" {
        return Err("version 2 alone is read".into());
    }
    let hash = bcrypt_hash(number(parameter(list, "r")?)?, salt, output)?;
    Ok(hash.prepared_by(Preparation::KeyedSha256(salt.to_owned())))
}

/// The form of PHC: `ln=16,r=8,p=1$SALT$HASH`.
fn scrypt(text: &str) -> Read {
    let [list, salt, output] = parts(text)?;
    let cost = scrypt_cost(list, "ln")?;
    let salt = base64(salt)?;
    ForeignHash::new(Function::Scrypt { cost, salt }, base64(output)?)
}

fn scrypt_cost(list: &str, log_n: &str) -> Result<ScryptCost, String> {
    Ok(ScryptCost {
        log_n: number(parameter(list, log_n)?)?,
        r: number(parameter(list, "r")?)?,
        p: number(parameter(list, "p")?)?,
    })
}

/// The exponent of a power of two.
fn log2(n: u64) -> Result<u8, String> {
    let log = u8::try_from(n.trailing_zeros()).ok();
    let log = log.filter(|_| n.is_power_of_two() && n > 1);
    log.ok_or_else(|| "N is no power of two".to_owned())
}

/// As Django writes it: `N$SALT$r$p$HASH`.
fn django_scrypt(text: &str) -> Read {
    let [n, salt, r, p, output] = parts(text)?;
    let cost = ScryptCost {
        log_n: log2(number(n)?)?,
        r: number(r)?,
        p: number(p)?,
    };
    let salt = salt.as_bytes().to_vec();
    ForeignHash::new(Function::Scrypt { cost, salt }, base64(output)?)
}

/// As Werkzeug writes it: `N:r:p$SALT$HASH`.
fn werkzeug_scrypt(text: &str) -> Read {
    let [list, salt, output] = parts(text)?;
    let mut numbers = list.split(':');
    let mut next = || numbers.next().ok_or(SHAPE);
    let cost = ScryptCost {
        log_n: log2(number(next()?)?)?,
        r: number(next()?)?,
        p: number(next()?)?,
    };
    let salt = salt.as_bytes().to_vec();
    ForeignHash::new(Function::Scrypt { cost, salt }, hex(output)?)
}

/// Firebase, in the form that Supabase wrote it in first: `v=1,n=14,r=8,p=1,ss=…,sk=…$SALT$HASH`.
fn firebase(text: &str) -> Read {
    let [list, salt, output] = parts(text)?;
    let cost = scrypt_cost(list, "n")?;
    let mut salt = base64(salt)?;
    salt.extend(base64(parameter(list, "ss")?)?);
    let (signer_key, output) = (base64(parameter(list, "sk")?)?, base64(output)?);
    if signer_key.len() != output.len() {
        return Err("the hash is not as long as the signer key".into());
    }
    let function = Function::Firebase {
        cost,
        salt,
        signer_key,
    };
    ForeignHash::new(function, output)
}

/// Django: the salt is text.
fn django_pbkdf2(digest: Digest, text: &str) -> Read {
    let [iterations, salt, output] = parts(text)?;
    let salt = salt.as_bytes().to_vec();
    pbkdf2_hash(digest, number(iterations)?, salt, base64(output)?)
}

/// Werkzeug: the salt is text, and the hash in hexadecimal digits.
fn werkzeug_pbkdf2(digest: Digest, text: &str) -> Read {
    let [iterations, salt, output] = parts(text)?;
    let salt = salt.as_bytes().to_vec();
    pbkdf2_hash(digest, number(iterations)?, salt, hex(output)?)
}

/// `rounds=5000$SALT$HASH`, where the rounds may be missing.
fn sha_crypt(digest: Digest, text: &str) -> Read {
    let (rounds, rest) = match text.strip_prefix("rounds=") {
        Some(rest) => rest.split_once('$').ok_or(SHAPE)?,
        None => ("5000", text),
    };
    let [salt, output] = parts(rest)?;
    let (rounds, is_sha256) = (number(rounds)?, digest == Digest::Sha256);
    let length = if is_sha256 { 43 } else { 86 };
    if rounds < 1000 || salt.len() > 16 || output.len() != length {
        return Err(SHAPE.into());
    }
    let salt = salt.as_bytes().to_vec();
    let function = if is_sha256 {
        Function::Sha256Crypt { rounds, salt }
    } else {
        Function::Sha512Crypt { rounds, salt }
    };
    ForeignHash::new(function, output.as_bytes().to_vec())
}

/// The rounds, the salt and the hash of the formats whose first character is the exponent of the rounds.
fn counted(text: &str) -> Result<(u32, Vec<u8>, Vec<u8>), String> {
    let (count, rest) = text.split_at_checked(1).ok_or(SHAPE)?;
    let (salt, output) = rest.split_at_checked(8).ok_or(SHAPE)?;
    let exponent = count.bytes().next().and_then(crypt_digit);
    let exponent = exponent.filter(|exponent| (7..=20).contains(exponent));
    let exponent = exponent.ok_or("its rounds are not between 2^7 and 2^20")?;
    let (salt, output) = (salt.as_bytes().to_vec(), output.as_bytes().to_vec());
    Ok((1 << exponent, salt, output))
}

/// WordPress and phpBB: the exponent of the rounds, eight characters of salt, the hash.
fn portable(text: &str) -> Read {
    let (rounds, salt, output) = counted(text)?;
    if output.len() != 22 {
        return Err(SHAPE.into());
    }
    ForeignHash::new(Function::Portable { rounds, salt }, output)
}

/// Drupal 7: the same by SHA-512, cut off after 55 characters in all.
fn drupal(text: &str) -> Read {
    let (rounds, salt, output) = counted(text)?;
    if output.len() != 43 {
        return Err(SHAPE.into());
    }
    ForeignHash::new(Function::Drupal { rounds, salt }, output)
}

/// ASP.NET Identity: everything in one Base64 text, which begins with the number of the format.
fn aspnet(text: &str) -> Read {
    const UNKNOWN: &str = "its format is not known";
    let bytes = base64(text).map_err(|_| UNKNOWN)?;
    match bytes.split_first() {
        Some((0, rest)) if rest.len() == 48 => {
            let (salt, output) = rest.split_at_checked(16).ok_or(UNKNOWN)?;
            pbkdf2_hash(Digest::Sha1, 1000, salt.to_vec(), output.to_vec())
        }
        Some((1, rest)) => {
            let (head, rest) = rest.split_at_checked(12).ok_or(UNKNOWN)?;
            let mut numbers = head.chunks_exact(4).map(|bytes| {
                bytes
                    .iter()
                    .fold(0_u32, |number, byte| number << 8 | u32::from(*byte))
            });
            let mut next = || numbers.next().ok_or(UNKNOWN);
            let digest = match next()? {
                0 => Digest::Sha1,
                1 => Digest::Sha256,
                2 => Digest::Sha512,
                _ => return Err(UNKNOWN.into()),
            };
            let (iterations, salt_length) = (next()?, usize::try_from(next()?));
            let salt_length = salt_length.map_err(|_| UNKNOWN)?;
            let (salt, output) = rest.split_at_checked(salt_length).ok_or(UNKNOWN)?;
            pbkdf2_hash(digest, iterations, salt.to_vec(), output.to_vec())
        }
        _ => Err(UNKNOWN.into()),
    }
}

fn pbkdf2_hash(digest: Digest, iterations: u32, salt: Vec<u8>, output: Vec<u8>) -> Read {
    let function = Function::Pbkdf2 {
        digest,
        iterations,
        salt,
    };
    ForeignHash::new(function, output)
}

/// PHC `i=600000,l=32$SALT$HASH`, or passlib's `29000$SALT$HASH`.
fn pbkdf2(digest: Digest, text: &str) -> Read {
    let [list, salt, output] = parts(text)?;
    let iterations = parameter(list, "i").unwrap_or(list);
    pbkdf2_hash(digest, number(iterations)?, base64(salt)?, base64(output)?)
}

/// Reads `{SCHEME}HASH` (RFC 2307), as OpenLDAP and Dovecot write it. The scheme may be written in any case.
///
/// # Errors
/// Why it cannot be read.
fn ldap(text: &str) -> Read {
    let (scheme, rest) = text
        .strip_prefix('{')
        .and_then(|rest| rest.split_once('}'))
        .ok_or("its scheme does not end")?;
    match scheme.to_ascii_uppercase().as_str() {
        "SSHA" => salted(Digest::Sha1, rest),
        "SSHA256" => salted(Digest::Sha256, rest),
        "SSHA512" => salted(Digest::Sha512, rest),
        "PBKDF2" | "PBKDF2-SHA1" => pbkdf2(Digest::Sha1, rest),
        "PBKDF2-SHA256" => pbkdf2(Digest::Sha256, rest),
        "PBKDF2-SHA512" => pbkdf2(Digest::Sha512, rest),
        // What follows says by itself what it is.
        "CRYPT" | "BLF-CRYPT" | "SHA256-CRYPT" | "SHA512-CRYPT" if !rest.starts_with('{') => {
            read(rest)
        }
        "SHA" | "SHA256" | "SHA512" | "MD5" => Err("a hash without salt is broken".into()),
        "SMD5" => Err("a single MD5 is broken".into()),
        _ => Err("this LDAP scheme is not read".into()),
    }
}

/// The digest, with the salt behind it.
fn salted(digest: Digest, text: &str) -> Read {
    let mut output = base64(text)?;
    if output.len() <= digest.length() {
        return Err("a hash without salt is broken".into());
    }
    let salt = output.split_off(digest.length());
    ForeignHash::new(Function::Salted { digest, salt }, output)
}
