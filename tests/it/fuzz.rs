//! The input that the fuzz targets keep, through the same properties, in every test run.

#[path = "../fuzz/properties/mod.rs"]
mod properties;

use properties::{TARGETS, run};
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

fn folder(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fuzz")
        .join(name)
}

fn names(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder);
    let entries = entries.unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect()
}

#[test]
fn what_strangers_sent_once_keeps_its_properties() {
    for (name, _) in TARGETS {
        let corpus = folder("corpus").join(name);
        let inputs = names(&corpus);
        assert!(inputs.len() > 1, "{name} keeps no input");
        for input in inputs {
            let bytes = fs::read(corpus.join(&input)).unwrap();
            let held = std::panic::catch_unwind(|| run(name, &bytes));
            assert!(
                held.is_ok(),
                "{name}/{input}: {}",
                String::from_utf8_lossy(&bytes)
            );
        }
    }
}

#[test]
fn every_target_can_be_run_and_what_is_kept_is_small() {
    let known: BTreeSet<String> = TARGETS.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(names(&folder("corpus")), known);
    let files = known.iter().map(|name| format!("{name}.rs")).collect();
    assert_eq!(names(&folder("targets")), files);
    let manifest = fs::read_to_string(folder("Cargo.toml")).unwrap();
    let mut size = 0;
    for name in &known {
        assert!(manifest.contains(&format!("name = \"{name}\"\npath = \"targets/{name}.rs\"")));
        let target = fs::read_to_string(folder("targets").join(format!("{name}.rs"))).unwrap();
        assert!(
            target.contains(&format!("run(\"{name}\", input)")),
            "{name}"
        );
        let corpus = folder("corpus").join(name);
        for input in names(&corpus) {
            size += fs::metadata(corpus.join(input)).unwrap().len();
        }
    }
    assert!(
        size < 150_000,
        "{size} bytes are kept: minimise them (scripts/fuzz --minimise)"
    );
}

/// Numbers that look random and are the same in each run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap() % below.max(1)
    }
}

/// Pieces that mean something to one parser or another.
const PIECES: [&str; 24] = [
    "&", "=", "%00", "%ff", "+", " ", "\n", "\"", "\\", "//", "@", ":", "[::1]", "..", ";q=", ",",
    "null", "{}", "[]", "-1", "1e9", "\u{202e}", "\u{fffd}", "é",
];

/// The input with one small change.
fn changed(input: &[u8], other: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = input.to_vec();
    let at = dice.roll(bytes.len() + 1);
    let end = (at + 1 + dice.roll(8)).min(bytes.len());
    match dice.roll(6) {
        0 if at < bytes.len() => bytes[at] ^= 1 << dice.roll(8),
        1 => drop(bytes.splice(at..at, PIECES[dice.roll(PIECES.len())].bytes())),
        2 if at < end => drop(bytes.drain(at..end)),
        3 if at < end => {
            let twice = bytes[at..end].to_vec();
            drop(bytes.splice(at..at, twice));
        }
        4 => {
            // The beginning of one and the end of another.
            bytes.truncate(at);
            bytes.extend(&other[dice.roll(other.len() + 1)..]);
        }
        _ if at < end => drop(bytes.splice(at..end, PIECES[dice.roll(PIECES.len())].bytes())),
        _ => {}
    }
    bytes
}

/// A little of what `scripts/fuzz` does, without its compiler: changes of what is kept. For as many
/// seconds a target as FUZZ_SECONDS says, and 2000 changes where it says nothing.
#[test]
fn what_is_near_to_it_keeps_its_properties() {
    let seconds = std::env::var("FUZZ_SECONDS").ok();
    let time = seconds.map(|text| std::time::Duration::from_secs(text.parse().unwrap()));
    for (name, _) in TARGETS {
        let corpus = folder("corpus").join(name);
        let mut inputs: Vec<Vec<u8>> = names(&corpus)
            .into_iter()
            .map(|input| fs::read(corpus.join(input)).unwrap())
            .collect();
        let (kept, started) = (inputs.len(), std::time::Instant::now());
        let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
        // Keys are parsed by OpenSSL, and pictures are decoded, which takes its time.
        let is_slow = ["client_keys", "passkey_creation", "passkey_use", "picture"].contains(&name);
        let most = if is_slow { 200 } else { 2000 };
        for turn in 0_usize.. {
            if time.map_or(turn == most, |time| started.elapsed() > time) {
                break;
            }
            let (one, other) = (dice.roll(inputs.len()), dice.roll(inputs.len()));
            let input = changed(&inputs[one], &inputs[other], &mut dice);
            let held = std::panic::catch_unwind(|| run(name, &input));
            assert!(
                held.is_ok(),
                "{name}: {:?}",
                String::from_utf8_lossy(&input)
            );
            // Changes of changes: a few hundred, each in the place of an older one.
            if inputs.len() < 300 {
                inputs.push(input);
            } else {
                let place = kept + dice.roll(300 - kept);
                inputs[place] = input;
            }
        }
    }
}
