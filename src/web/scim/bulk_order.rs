//! The order of the operations of a bulk request (RFC 7644 §3.7): their own, but for those that name a
//! resource which a later one makes.

use doorward_protocol::scim::{member, text};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What stands before the name of an operation, whose resource is meant.
pub const PREFIX: &str = "bulkId:";

/// The operations that name what is not made yet. Each is looked at once for each name, however they
/// name each other.
#[derive(Default)]
struct WaitingOperations {
    /// The names that each operation lacks, by its place.
    lacking: BTreeMap<usize, BTreeSet<String>>,
    /// The places of the operations that lack a name.
    by_name: BTreeMap<String, Vec<usize>>,
    /// The places of those that lack no more: the first of them goes first.
    ready: BTreeSet<usize>,
}

impl WaitingOperations {
    fn add(&mut self, place: usize, lacking: BTreeSet<String>) {
        for name in &lacking {
            self.by_name.entry(name.clone()).or_default().push(place);
        }
        self.lacking.insert(place, lacking);
    }

    /// Takes note of the name of an operation that made something.
    fn made(&mut self, name: Option<&str>) {
        let Some(name) = name else {
            return;
        };
        for place in self.by_name.remove(name).unwrap_or_default() {
            let Some(lacking) = self.lacking.get_mut(&place) else {
                continue;
            };
            lacking.remove(name);
            if lacking.is_empty() {
                self.lacking.remove(&place);
                self.ready.insert(place);
            }
        }
    }
}

/// The operations of a request in the order in which they are carried out.
pub struct BulkOrder<'a> {
    operations: &'a [Value],
    /// The place of the first operation that was not looked at.
    next: usize,
    waiting: WaitingOperations,
}

impl<'a> BulkOrder<'a> {
    /// Orders these operations.
    pub fn new(operations: &'a [Value]) -> Self {
        Self {
            operations,
            next: 0,
            waiting: WaitingOperations::default(),
        }
    }

    /// The operation that is carried out next, and its place; `None` where none is left that can be.
    pub fn next(&mut self, is_made: impl Fn(&str) -> bool) -> Option<(usize, &'a Value)> {
        while let Some(operation) = self.operations.get(self.next) {
            let place = self.next;
            self.next += 1;
            let mut lacking = names_of(operation);
            lacking.retain(|name| !is_made(name));
            if lacking.is_empty() {
                return Some((place, operation));
            }
            self.waiting.add(place, lacking);
        }
        let place = self.waiting.ready.pop_first()?;
        Some((place, self.operations.get(place)?))
    }

    /// Takes note of the name of an operation that made something.
    pub fn made(&mut self, name: Option<&str>) {
        self.waiting.made(name);
    }

    /// The operations that name what no operation made.
    pub fn left(self) -> impl Iterator<Item = (usize, &'a Value)> {
        let operations = self.operations;
        let places = self.waiting.lacking.into_keys();
        places.filter_map(move |place| Some((place, operations.get(place)?)))
    }
}

/// The names of operations that an operation rests on.
fn names_of(operation: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let path = text(operation, "path").unwrap_or_default();
    let named = path.split('/').filter_map(|part| part.strip_prefix(PREFIX));
    found.extend(named.map(str::to_owned));
    if let Some(data) = member(operation, "data") {
        collect(data, &mut found);
    }
    found
}

fn collect(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => found.extend(text.strip_prefix(PREFIX).map(str::to_owned)),
        Value::Array(values) => {
            for value in values {
                collect(value, found);
            }
        }
        Value::Object(members) => {
            for value in members.values() {
                collect(value, found);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each operation names the one after it: the last one makes all others ready, one by one.
    #[test]
    fn a_reversed_chain_is_resolved_step_by_step() {
        let number = 1000;
        let mut waiting = WaitingOperations::default();
        for place in 0..number {
            waiting.add(place, BTreeSet::from([(place + 1).to_string()]));
        }
        waiting.made(None);
        waiting.made(Some("nothing"));
        assert_eq!(waiting.ready.pop_first(), None);
        let mut made = number;
        while made > 0 {
            waiting.made(Some(&made.to_string()));
            assert_eq!(waiting.ready, BTreeSet::from([made - 1]));
            made = waiting.ready.pop_first().unwrap();
        }
        assert!(waiting.lacking.is_empty() && waiting.by_name.len() <= 1);
    }

    /// What is ready later stands before what was ready first, where the client put it there.
    #[test]
    fn of_two_that_are_ready_the_first_one_goes_first() {
        let mut waiting = WaitingOperations::default();
        waiting.add(0, BTreeSet::from(["x".to_owned()]));
        waiting.add(1, BTreeSet::from(["y".to_owned()]));
        waiting.made(Some("y"));
        waiting.made(Some("x"));
        assert_eq!(waiting.ready.pop_first(), Some(0));
    }

    #[test]
    fn an_operation_waits_for_every_name_and_is_ready_once() {
        let mut waiting = WaitingOperations::default();
        waiting.add(0, ["a", "b"].map(str::to_owned).into());
        waiting.made(Some("a"));
        waiting.made(Some("a"));
        assert!(waiting.ready.is_empty());
        waiting.made(Some("b"));
        assert_eq!(waiting.ready, BTreeSet::from([0]));
    }
}
