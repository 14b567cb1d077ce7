//! What the hashes of other programs cost.

use std::{collections::BTreeMap, fmt, str::FromStr};
use strum::{EnumString, IntoStaticStr};

/// The least and the greatest cost of bcrypt, as the exponent of its rounds.
pub(super) const BCRYPT_COSTS: std::ops::RangeInclusive<u32> = 4..=15;

/// What a hash is made by. The work of two hashes of one kind can be compared by a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, EnumString, IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub(super) enum Kind {
    /// Counted in rounds.
    Bcrypt,
    /// Counted in blocks of 128 bytes that are mixed.
    Scrypt,
    /// Counted in iterations, of every block of the output.
    #[strum(serialize = "pbkdf2-sha1")]
    Pbkdf2Sha1,
    /// Counted in iterations, of every block of the output.
    #[strum(serialize = "pbkdf2-sha256")]
    Pbkdf2Sha256,
    /// Counted in iterations, of every block of the output.
    #[strum(serialize = "pbkdf2-sha512")]
    Pbkdf2Sha512,
    /// Counted in rounds of SHA-crypt.
    #[strum(serialize = "sha256-crypt")]
    Sha256Crypt,
    /// Counted in rounds of SHA-crypt.
    #[strum(serialize = "sha512-crypt")]
    Sha512Crypt,
    /// Counted in digests, as WordPress and phpBB made them.
    #[strum(serialize = "md5-rounds")]
    Md5Rounds,
    /// Counted in digests, as Drupal made them.
    #[strum(serialize = "sha512-rounds")]
    Sha512Rounds,
    /// One digest, which takes no time that could be told apart.
    SaltedDigest,
}

impl Kind {
    /// The most work that a stored hash may ask for: a second or two of one core.
    pub(super) const fn ceiling(self) -> u64 {
        match self {
            Self::Bcrypt => 1 << *BCRYPT_COSTS.end(),
            Self::Scrypt => 1 << 22,
            Self::Pbkdf2Sha1 | Self::Pbkdf2Sha256 | Self::Pbkdf2Sha512 => 5_000_000,
            Self::Sha256Crypt | Self::Sha512Crypt | Self::Md5Rounds | Self::Sha512Rounds => 1 << 20,
            Self::SaltedDigest => 1,
        }
    }
}

/// The work of a hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Effort {
    pub(super) kind: Kind,
    pub(super) amount: u64,
}

impl Effort {
    /// The work of a hash that asks for no more than it may.
    ///
    /// # Errors
    /// Where it asks for more.
    pub(super) fn allowed(kind: Kind, amount: u64) -> Result<Self, String> {
        if (1..=kind.ceiling()).contains(&amount) {
            return Ok(Self { kind, amount });
        }
        let (name, ceiling) = (<&str>::from(kind), kind.ceiling());
        Err(format!(
            "it costs too much, or nothing: {amount} of {name}, where {ceiling} are allowed"
        ))
    }

    /// The same work rounded up by an eighth at most, so that hashes whose number of iterations was
    /// drawn by chance have few different costs.
    pub(super) fn rounded(self) -> Self {
        let bits = u64::BITS - self.amount.leading_zeros();
        let step = 1_u64 << bits.saturating_sub(4);
        let amount = self.amount.div_ceil(step) * step;
        Self {
            amount: amount.min(self.kind.ceiling()),
            ..self
        }
    }
}

impl fmt::Display for Effort {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}", <&str>::from(self.kind), self.amount)
    }
}

impl FromStr for Effort {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let read = text.split_once(':').and_then(|(kind, amount)| {
            let kind = Kind::from_str(kind).ok()?;
            Some((kind, amount.parse().ok()?))
        });
        let (kind, amount) = read.ok_or("it is no cost")?;
        Self::allowed(kind, amount)
    }
}

/// The most work of each kind among the hashes that are stored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::hashing) struct Efforts(BTreeMap<Kind, u64>);

impl Efforts {
    /// Adds the work of hashes of one cost.
    pub(super) fn add(&mut self, effort: Effort) {
        let amount = self.0.entry(effort.kind).or_default();
        *amount = effort.amount.max(*amount);
    }

    /// Adds the cost of hashes as it is stored beside them. `false` where it is none of these.
    pub(in crate::hashing) fn add_text(&mut self, text: &str) -> bool {
        let effort = text.parse();
        effort.map(|effort| self.add(effort)).is_ok()
    }

    /// How much work of all kinds it is.
    pub(in crate::hashing) fn total(&self) -> u64 {
        self.iter().map(|effort| effort.amount).sum()
    }

    /// The work of each kind, in one order.
    pub(super) fn iter(&self) -> impl Iterator<Item = Effort> {
        let efforts = self.0.iter();
        efforts.map(|(&kind, &amount)| Effort { kind, amount })
    }
}
