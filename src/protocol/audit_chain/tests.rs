//! A random chain, and everything that somebody with the database can do to it.

use super::*;
use crate::{secret::Digest, time::Timestamp};
use proptest::prelude::*;

struct Key(&'static str);

impl Seals for Key {
    fn of_entry(&self, digest: &Digest) -> String {
        Digest::of(format!("{} entry {}", self.0, digest.as_str()).as_bytes())
            .as_str()
            .to_owned()
    }

    fn of_erasure(&self, subject: &str) -> String {
        Digest::of(format!("{} erased {subject}", self.0).as_bytes())
            .as_str()
            .to_owned()
    }
}

const KEY: Key = Key("the key of the provider");
/// What somebody has who does not have the key.
const OTHER: Key = Key("a guess");

#[derive(Clone, Debug, PartialEq)]
struct Row {
    id: String,
    at: i64,
    action: String,
    actor: Option<String>,
    subject: Option<String>,
    detail: String,
    address: Option<String>,
    salt: Option<String>,
    commitment: String,
    seal: String,
    erasure: Option<String>,
    position: i64,
    link: String,
}

impl Row {
    fn fields(&self) -> Fields<'_> {
        Fields {
            id: &self.id,
            at: Timestamp(self.at),
            action: &self.action,
            actor_kind: "user",
            actor_id: self.actor.as_deref(),
            subject: self.subject.as_deref(),
            client_id: None,
            detail: &self.detail,
            address: self.address.as_deref(),
            user_agent: None,
            request_id: None,
        }
    }

    fn chained(&self) -> Chained<'_> {
        Chained {
            fields: self.fields(),
            salt: self.salt.as_deref(),
            commitment: Some(&self.commitment),
            seal: Some(&self.seal),
            erasure: self.erasure.as_deref(),
            position: self.position,
            link: Some(&self.link),
        }
    }

    /// Commitment and seal anew, with a key.
    fn sealed(mut self, key: &Key) -> Self {
        let salt = self.salt.clone().unwrap_or_default();
        self.commitment = commitment(&self.fields(), &salt).as_str().to_owned();
        let digest = digest(&self.fields(), &Digest::from_encoded(&self.commitment));
        self.seal = key.of_entry(&digest);
        self
    }
}

const DAY: Timestamp = Timestamp(1_800_000_000_000 - 1_800_000_000_000 % 86_400_000);

/// Positions and links anew, as anybody can compute them.
fn rechained(mut rows: Vec<Row>) -> (Vec<Row>, Digest) {
    let mut before = first_link(DAY, None);
    for (number, row) in rows.iter_mut().enumerate() {
        row.position = i64::try_from(number).unwrap() + 1;
        let digest = digest(&row.fields(), &Digest::from_encoded(&row.commitment));
        before = link(&before, row.position, &digest);
        before.as_str().clone_into(&mut row.link);
    }
    (rows, before)
}

fn head_of(rows: &[Row], link: Digest) -> Head {
    Head {
        day: DAY,
        count: i64::try_from(rows.len()).unwrap(),
        link,
        previous: None,
        began: DAY,
        closed: true,
        deleted: None,
    }
}

fn examined(rows: &[Row], head: &Head) -> Result<(), Damage> {
    let mut rows = rows.to_vec();
    rows.sort_by_key(|row| row.position);
    let mut check = DayCheck::new(DAY, None);
    for row in &rows {
        check.take(&row.chained(), &KEY)?;
    }
    check.end(head)
}

fn row() -> impl Strategy<Value = Row> {
    let text = "[a-c.]{1,3}";
    (
        text,
        0..100_i64,
        text,
        proptest::option::of(text),
        text,
        text,
    )
        .prop_map(|(id, at, action, subject, detail, salt)| {
            Row {
                id,
                at,
                action,
                actor: Some("ada".to_owned()),
                subject,
                detail,
                address: Some("192.0.2.1".to_owned()),
                salt: Some(salt),
                commitment: String::new(),
                seal: String::new(),
                erasure: None,
                position: 0,
                link: String::new(),
            }
            .sealed(&KEY)
        })
}

fn edit(row: &Row, which: usize) -> Row {
    let mut row = row.clone();
    match which % 9 {
        0 => row.id.push('x'),
        1 => row.at += 1,
        2 => row.action.push('x'),
        3 => row.actor = None,
        4 => row.subject = Some("somebody else".to_owned()),
        5 => row.detail.push('x'),
        6 => row.address = None,
        7 => row.salt = Some("another".to_owned()),
        // The private fields are gone, as if the user had been deleted.
        _ => {
            (row.salt, row.address) = (None, None);
            row.detail.clear();
            row.erasure = Some(OTHER.of_erasure(row.subject.as_deref().unwrap_or_default()));
        }
    }
    row
}

proptest! {
    #[test]
    fn whatever_is_done_to_a_random_chain_is_found(
        rows in proptest::collection::vec(row(), 2..12),
        at in 0..1000_usize,
        other in 0..1000_usize,
        which in 0..9_usize,
    ) {
        let (rows, end) = rechained(rows);
        let head = head_of(&rows, end);
        prop_assert_eq!(examined(&rows, &head), Ok(()));
        let (at, other) = (at % rows.len(), other % rows.len());

        let mut edited = rows.clone();
        edited[at] = edit(&rows[at], which);
        prop_assert!(examined(&edited, &head).is_err(), "edited");
        // Everything that needs no key is computed again.
        let resealed = if edited[at].salt.is_some() { edited[at].clone().sealed(&OTHER) } else { edited[at].clone() };
        edited[at] = resealed;
        prop_assert!(examined(&rechained(edited).0, &head).is_err(), "edited and chained again");

        let mut removed = rows.clone();
        removed.remove(at);
        prop_assert!(examined(&removed, &head).is_err(), "removed");
        prop_assert!(examined(&rechained(removed).0, &head).is_err(), "removed and chained again");

        let mut inserted = rows.clone();
        inserted.insert(at, edit(&rows[other], 0).sealed(&OTHER));
        prop_assert!(examined(&rechained(inserted).0, &head).is_err(), "inserted");
        let mut copied = rows.clone();
        copied.insert(at, rows[other].clone());
        prop_assert!(examined(&copied, &head).is_err(), "copied");
        prop_assert!(examined(&rechained(copied).0, &head).is_err(), "copied and chained again");

        if rows[at].fields() != rows[other].fields() || rows[at].salt != rows[other].salt {
            let mut swapped = rows.clone();
            swapped.swap(at, other);
            let places = |row: &mut Row, of: &Row| {
                (row.position, row.link) = (of.position, of.link.clone());
            };
            places(&mut swapped[at], &rows[at]);
            places(&mut swapped[other], &rows[other]);
            prop_assert!(examined(&swapped, &head).is_err(), "swapped");
            prop_assert_eq!(examined(&rechained(swapped).0, &head), Err(Damage::Replaced));
        }
    }

    #[test]
    fn an_erasure_by_the_provider_breaks_nothing(
        rows in proptest::collection::vec(row(), 1..12),
        at in 0..1000_usize,
    ) {
        let (mut rows, end) = rechained(rows);
        let head = head_of(&rows, end);
        let at = at % rows.len();
        let row = &mut rows[at];
        (row.salt, row.address) = (None, None);
        row.detail.clear();
        row.erasure = Some(KEY.of_erasure(row.subject.as_deref().unwrap_or_default()));
        prop_assert_eq!(examined(&rows, &head), Ok(()));
        rows[at].detail = "x".to_owned();
        prop_assert_eq!(examined(&rows, &head), Err(Damage::DetailChanged));
    }
}

#[test]
fn a_head_is_read_as_it_was_signed() {
    for previous in [
        None,
        Some(PreviousDay {
            day: Timestamp(DAY.0 - 86_400_000),
            link: Digest::of(b"the day before"),
        }),
    ] {
        let head = Head {
            previous,
            deleted: Some(DAY),
            ..head_of(&[], first_link(DAY, None))
        };
        let claims = head.claims("https://id.example.com", DAY);
        assert_eq!(Head::from_claims(&claims), Some(head));
    }
    let claims = head_of(&[], Digest::of(b"")).claims("https://id.example.com", DAY);
    for name in ["day", "entries", "hash", "began", "closed"] {
        let mut claims = claims.clone();
        claims.remove(name);
        assert_eq!(Head::from_claims(&claims), None, "{name}");
    }
}

#[test]
fn two_entries_have_one_digest_where_they_are_the_same_alone() {
    // The same letters in other fields.
    let one = |subject, client_id| Fields {
        id: "a",
        at: DAY,
        action: "b",
        actor_kind: "c",
        actor_id: None,
        subject,
        client_id,
        detail: "",
        address: None,
        user_agent: None,
        request_id: None,
    };
    let of = |subject, client_id| digest(&one(subject, client_id), &Digest::of(b""));
    assert_ne!(of(Some("xy"), None), of(None, Some("xy")));
    assert_ne!(of(Some("x"), Some("y")), of(Some("xy"), Some("")));
    assert_ne!(of(Some(""), None), of(None, None));
}

#[test]
fn an_entry_at_another_place_is_told_by_what_happened_there() {
    let sealed = |id: &str| {
        let row = Row {
            id: id.to_owned(),
            at: 0,
            action: "a".to_owned(),
            actor: None,
            subject: None,
            detail: String::new(),
            address: None,
            salt: Some("s".to_owned()),
            commitment: String::new(),
            seal: String::new(),
            erasure: None,
            position: 0,
            link: String::new(),
        };
        row.sealed(&KEY)
    };
    let (rows, end) = rechained(["1", "2", "3"].map(sealed).to_vec());
    let head = head_of(&rows, end.clone());
    let [first, second, third] = rows.as_slice() else {
        panic!("there are three");
    };
    let of = |rows: &[&Row], head: &Head| {
        let rows: Vec<Row> = rows.iter().map(|row| (*row).clone()).collect();
        examined(&rows, head)
    };
    assert_eq!(of(&[first, second, third], &head), Ok(()));
    assert_eq!(of(&[first, third], &head), Err(Damage::Removed));
    assert_eq!(of(&[second, third], &head), Err(Damage::Removed));
    assert_eq!(
        of(&[first, second, second, third], &head),
        Err(Damage::Inserted)
    );
    assert_eq!(of(&[first, second], &head), Err(Damage::Truncated));
    assert_eq!(of(&[], &head), Err(Damage::Truncated));
    let shorter = Head { count: 2, ..head };
    assert_eq!(of(&[first, second, third], &shorter), Err(Damage::Inserted));
    let other = head_of(&rows, Digest::of(b"another link"));
    assert_eq!(of(&[first, second, third], &other), Err(Damage::Replaced));
}

#[test]
fn a_day_begins_at_midnight_also_before_1970() {
    const DAY_LONG: i64 = 86_400_000;
    for (at, day) in [
        (0, 0),
        (1, 0),
        (DAY_LONG - 1, 0),
        (DAY_LONG, DAY_LONG),
        (-1, -DAY_LONG),
        (-DAY_LONG, -DAY_LONG),
    ] {
        assert_eq!(day_of(Timestamp(at)), Timestamp(day), "{at}");
    }
}
