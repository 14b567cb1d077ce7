//! What a hash costs, and the work that hides it: who verifies a password does the same work
//! whoever the user is and however old their hash.

use super::error::PasswordError;
use argon2::{Params, password_hash::phc::PasswordHash};

/// The greatest cost that a stored hash may have. One that asks for more was not made by this program,
/// and is the hash of no password.
const MAX_COST: PasswordParameters = PasswordParameters {
    memory: 128 * 1024,
    iterations: 10,
    parallelism: 8,
};
/// The largest number of different costs that every verification does the work of.
pub(super) const MAX_COSTS: usize = 4;

/// The most work of all costs in use together, beside today's: what one of the greatest costs.
const MAX_WORK: u64 = MAX_COST.memory as u64 * MAX_COST.iterations as u64;
/// The length of a hash.
const OUTPUT_BYTES: usize = 32;

/// The cost of a hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PasswordParameters {
    /// The memory of one hash, in KiB.
    pub memory: u32,
    /// The number of passes over the memory.
    pub iterations: u32,
    /// The number of lanes, which are computed one after the other.
    pub parallelism: u32,
}

impl PasswordParameters {
    /// Reads the parameters of a hash in PHC format, such as `m=65536,t=3,p=1`. `None` where they
    /// are no parameters of this program, or cost more than it ever asks for.
    pub fn parse(text: &str) -> Option<Self> {
        let mut numbers = ["m=", "t=", "p="]
            .into_iter()
            .zip(text.split(','))
            .map_while(|(name, part)| part.strip_prefix(name)?.parse().ok());
        let read = Self {
            memory: numbers.next()?,
            iterations: numbers.next()?,
            parallelism: numbers.next()?,
        };
        read.is_bearable().then_some(read)
    }

    fn of(params: &Params) -> Self {
        Self {
            memory: params.m_cost(),
            iterations: params.t_cost(),
            parallelism: params.p_cost(),
        }
    }

    /// Whether a hash of this cost can be computed, and costs no more than this program ever asks
    /// for.
    fn is_bearable(self) -> bool {
        self.memory <= MAX_COST.memory
            && self.iterations <= MAX_COST.iterations
            && self.parallelism <= MAX_COST.parallelism
            && params(self).is_ok()
    }

    /// The work of one hash, in KiB that are filled.
    pub(super) fn work(self) -> u64 {
        u64::from(self.memory) * u64::from(self.iterations)
    }
}

/// Whether a hash that another program stored can be verified here.
///
/// # Errors
/// What it must be instead, in one sentence; never the hash.
pub fn check_password_hash(text: &str) -> Result<(), String> {
    let Err(reason) = StoredHash::read(text) else {
        return Ok(());
    };
    let others = [
        ("$2", "bcrypt"),
        ("$argon2i$", "Argon2i"),
        ("$argon2d$", "Argon2d"),
        ("$pbkdf2", "PBKDF2"),
        ("pbkdf2_", "PBKDF2"),
        ("$scrypt$", "scrypt"),
        ("$7$", "scrypt"),
        ("$y$", "yescrypt"),
        ("$1$", "MD5-crypt"),
        ("$5$", "SHA-crypt"),
        ("$6$", "SHA-crypt"),
        ("{", "an LDAP scheme"),
    ];
    let known = others.iter().find(|(begin, _)| text.starts_with(begin));
    let reason = known.map_or(reason, |(_, name)| format!("{name} is not read"));
    Err(format!(
        "{reason}; it must be Argon2id in PHC format with 32 bytes of output, such as \
         $argon2id$v=19$m=65536,t=3,p=1$SALT$HASH"
    ))
}

/// A stored hash, read.
pub(super) struct StoredHash {
    pub(super) cost: PasswordParameters,
    pub(super) salt: Vec<u8>,
    pub(super) output: Vec<u8>,
}

impl StoredHash {
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let hash = PasswordHash::new(text).map_err(|error| error.to_string())?;
        if hash.algorithm.as_str() != "argon2id" || hash.version.is_some_and(|v| v != 19) {
            return Err("it is not Argon2id of version 19".into());
        }
        let cost = Params::try_from(&hash).map_err(|error| error.to_string())?;
        let cost = PasswordParameters::of(&cost);
        if !cost.is_bearable() {
            return Err(format!("it costs too much: {cost:?}"));
        }
        match (hash.salt, hash.hash) {
            (Some(_), Some(output)) if output.as_bytes().len() != OUTPUT_BYTES => {
                Err("it is not of this program's length".into())
            }
            (Some(salt), Some(output)) => Ok(Self {
                cost,
                salt: salt.to_vec(),
                output: output.as_bytes().to_vec(),
            }),
            _ => Err("it is incomplete".into()),
        }
    }

    /// A hash of this cost that no password has.
    pub(super) fn decoy(cost: PasswordParameters) -> Self {
        Self {
            cost,
            salt: vec![7; 16],
            output: vec![0; OUTPUT_BYTES],
        }
    }
}

/// The costs that a verification does the work of, in one order for everybody: today's, and the
/// greatest of those in use. The cost of the hash itself is among them in any case: one that was left
/// out stands in the place of a greater one, with as much more work as makes both equal.
pub(super) fn costs(
    today: PasswordParameters,
    theirs: Option<PasswordParameters>,
    in_use: &[PasswordParameters],
) -> Vec<PasswordParameters> {
    let mut others = in_use.to_vec();
    others.retain(|cost| *cost != today && cost.is_bearable());
    others.sort_by_key(|cost| (cost.work(), *cost));
    others.dedup();
    let spare = others.len().saturating_sub(MAX_COSTS - 1);
    let mut costs = others.split_off(spare);
    while costs.iter().map(|cost| cost.work()).sum::<u64>() > MAX_WORK {
        costs.pop();
    }
    costs.push(today);
    if let Some(theirs) = theirs
        && !costs.contains(&theirs)
    {
        let greater = costs.iter_mut().filter(|cost| cost.work() >= theirs.work());
        if let Some(place) = greater.min_by_key(|cost| cost.work()) {
            let rest = place.work() - theirs.work();
            *place = theirs;
            costs.extend(of_work(rest));
        } else {
            // Only where others ask for more than the bound together.
            costs.push(theirs);
        }
    }
    costs
}

/// A cost of about this work, in one lane; none where the work is too little to be a hash.
fn of_work(work: u64) -> Option<PasswordParameters> {
    let iterations = work.div_ceil(u64::from(MAX_COST.memory)).max(1);
    let cost = PasswordParameters {
        memory: u32::try_from(work / iterations).ok()?,
        iterations: u32::try_from(iterations).ok()?,
        parallelism: 1,
    };
    cost.is_bearable().then_some(cost)
}

/// The parameters as the library takes them.
pub(super) fn params(parameters: PasswordParameters) -> Result<Params, PasswordError> {
    Params::new(
        parameters.memory,
        parameters.iterations,
        parameters.parallelism,
        Some(OUTPUT_BYTES),
    )
    .map_err(|error| PasswordError::Failed(error.to_string()))
}
