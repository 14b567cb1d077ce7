//! What a hash costs, and the work that hides it: who verifies a password does the same work
//! whoever the user is and however old their hash.

use super::{error::PasswordError, foreign::Efforts};
use argon2::Params;

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
/// The length of a hash that is made here.
pub(super) const OUTPUT_BYTES: usize = 32;

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

impl std::fmt::Display for PasswordParameters {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            memory,
            iterations,
            parallelism,
        } = self;
        write!(formatter, "m={memory},t={iterations},p={parallelism}")
    }
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

    pub(super) fn of(params: &Params) -> Self {
        Self {
            memory: params.m_cost(),
            iterations: params.t_cost(),
            parallelism: params.p_cost(),
        }
    }

    /// Whether a hash of this cost can be computed, and costs no more than this program ever asks
    /// for.
    pub(super) fn is_bearable(self) -> bool {
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

/// The costs of the hashes that are stored.
#[derive(Clone, Debug, Default)]
pub struct CostsInUse {
    pub(super) argon2: Vec<PasswordParameters>,
    pub(super) others: Efforts,
}

impl CostsInUse {
    /// Reads costs as they are stored beside their hashes. One that is none of this program, or that no
    /// hash may have, is left out.
    pub fn read<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let mut costs = Self::default();
        for text in texts {
            if !costs.others.add_text(text) {
                costs.argon2.extend(PasswordParameters::parse(text));
            }
        }
        costs
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
    params_for(parameters, OUTPUT_BYTES)
}

/// The same for an output of so many bytes.
pub(super) fn params_for(
    parameters: PasswordParameters,
    output: usize,
) -> Result<Params, PasswordError> {
    Params::new(
        parameters.memory,
        parameters.iterations,
        parameters.parallelism,
        Some(output),
    )
    .map_err(|error| PasswordError::Failed(error.to_string()))
}
