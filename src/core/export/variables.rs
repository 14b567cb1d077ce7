//! Names of variables that stand for secrets.

use std::collections::BTreeSet;

/// The names that were given so far: no two secrets have one.
#[derive(Default)]
pub(super) struct Variables(BTreeSet<String>);

impl Variables {
    /// A reference to a variable whose name is made of words.
    pub(super) fn of(&mut self, words: &[&str]) -> String {
        let name = words.join("_").to_uppercase();
        let name = name.replace(|c: char| !c.is_ascii_alphanumeric(), "_");
        let mut free = name.clone();
        let mut number = 2;
        while !self.0.insert(free.clone()) {
            free = format!("{name}_{number}");
            number += 1;
        }
        format!("${{{free}}}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_secrets_stand_in_one_variable() {
        let mut variables = Variables::default();
        let first = variables.of(&["CLIENT", "my-app", "SECRET"]);
        let second = variables.of(&["CLIENT", "my.app", "SECRET"]);
        assert_eq!(first, "${CLIENT_MY_APP_SECRET}");
        assert_eq!(second, "${CLIENT_MY_APP_SECRET_2}");
    }
}
