//! The fields of a user as data: what they are called, which values they take, who reads and edits
//! them, and which claim carries them to apps (docs/decisions/0041).

mod check;
mod declaration;
mod value;

pub use declaration::{AttributeType, Label, Party, Required, UserAttribute};
pub use value::AttributeProblem;

use crate::oidc::claims::{DeclaredClaims, StandardClaims};
use regex::Regex;
use serde_json::Value;
use std::collections::BTreeMap;

/// A declaration that was checked, with its pattern compiled.
#[derive(Clone, Debug)]
struct Checked {
    attribute: UserAttribute,
    pattern: Option<Regex>,
}

/// Every declared field, by name. No name and no claim is there twice.
#[derive(Clone, Debug, Default)]
pub struct UserAttributes(BTreeMap<String, Checked>);

impl UserAttributes {
    /// The same with another declaration, in the place of the one of its name.
    ///
    /// # Errors
    /// What is wrong with the declaration.
    pub fn declare(&mut self, attribute: UserAttribute) -> Result<(), String> {
        let pattern = check::check(&attribute)?;
        let is_other = |known: &&Checked| known.attribute.name != attribute.name;
        if let Some(claim) = &attribute.claim {
            let mut others = self.0.values().filter(is_other);
            if let Some(other) = others.find(|known| known.attribute.claim.as_ref() == Some(claim))
            {
                let name = &other.attribute.name;
                return Err(format!("claim: {claim} carries {name} already"));
            }
        }
        let checked = Checked { attribute, pattern };
        self.0.insert(checked.attribute.name.clone(), checked);
        Ok(())
    }

    /// Every declaration, by name.
    pub fn iter(&self) -> impl Iterator<Item = &UserAttribute> {
        self.0.values().map(|checked| &checked.attribute)
    }

    /// The declaration of a name.
    pub fn get(&self, name: &str) -> Option<&UserAttribute> {
        self.0.get(name).map(|checked| &checked.attribute)
    }

    /// Fields that are asked for when an account is created, but for the name, which always is.
    pub fn at_registration(&self) -> impl Iterator<Item = &UserAttribute> {
        self.iter()
            .filter(|attribute| attribute.is_asked_at_registration())
    }

    /// Whether any field is asked for at the next sign-in of whoever has no value of it.
    pub fn are_asked_later(&self) -> bool {
        self.iter()
            .any(|attribute| attribute.required == Required::Later)
    }

    /// The fields that a user is asked for at the next sign-in: those without a value that the declaration
    /// takes.
    pub fn missing<'a>(
        &'a self,
        claims: &'a StandardClaims,
    ) -> impl Iterator<Item = &'a UserAttribute> {
        let lacks = |checked: &&Checked| {
            let attribute = &checked.attribute;
            let is_taken =
                |value: Value| value::check(attribute, checked.pattern.as_ref(), &value).is_ok();
            attribute.required == Required::Later && !attribute.of(claims).is_some_and(is_taken)
        };
        let lacking = self.0.values().filter(lacks);
        lacking.map(|checked| &checked.attribute)
    }

    /// Every declared claim with its scope.
    pub fn declared_claims(&self) -> DeclaredClaims {
        let carried = self.iter();
        carried
            .filter_map(|attribute| attribute.claim.as_deref().zip(attribute.scope.as_deref()))
            .collect()
    }

    /// Every declared claim.
    pub fn claims(&self) -> impl Iterator<Item = &str> {
        self.iter()
            .filter_map(|attribute| attribute.claim.as_deref())
    }

    /// Every scope that opens a declared claim; one may be there several times.
    pub fn scopes(&self) -> impl Iterator<Item = &str> {
        self.iter()
            .filter_map(|attribute| attribute.scope.as_deref())
    }

    /// The values of a user under their claims, as far as a scope opens them or they are among the
    /// names. A value that its declaration takes no more is left out.
    pub fn released<'a>(
        &'a self,
        claims: &'a StandardClaims,
        may_have: impl Fn(&str, &str) -> bool + 'a,
    ) -> impl Iterator<Item = (String, Value)> + 'a {
        self.0.values().filter_map(move |checked| {
            let (attribute, pattern) = (&checked.attribute, checked.pattern.as_ref());
            let (claim, scope) = attribute.claim.as_deref().zip(attribute.scope.as_deref())?;
            if !may_have(claim, scope) {
                return None;
            }
            let value = claims.attributes.get(&attribute.name)?;
            value::check(attribute, pattern, value).ok()?;
            Some((claim.to_owned(), value.clone()))
        })
    }

    /// The values of a user in declared fields that somebody may see, by the names of the fields. Standard
    /// claims are among the claims.
    pub fn read_by<'a>(
        &'a self,
        reader: Party,
        claims: &'a StandardClaims,
    ) -> BTreeMap<&'a str, &'a Value> {
        let own = claims.attributes.iter();
        own.filter(|(name, _)| {
            self.get(name)
                .is_some_and(|known| known.read.contains(&reader))
        })
        .map(|(name, value)| (name.as_str(), value))
        .collect()
    }

    /// The standard claims of a user that somebody may see.
    pub fn standard_read_by(&self, reader: Party, claims: &StandardClaims) -> Value {
        let mut seen = serde_json::to_value(claims).unwrap_or_default();
        if let Some(seen) = seen.as_object_mut() {
            seen.remove("attributes");
            let is_hidden = |known: &UserAttribute| !known.read.contains(&reader);
            seen.retain(|name, _| !self.get(name).is_some_and(is_hidden));
        }
        seen
    }

    /// The fields of which a user has a value, and no declaration speaks any more.
    pub fn undeclared<'a>(&'a self, claims: &'a StandardClaims) -> impl Iterator<Item = &'a str> {
        let names = claims.attributes.keys().map(String::as_str);
        names.filter(|name| self.get(name).is_none())
    }

    /// Reads what was typed into a field. `None` where nothing was.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(&self, name: &str, typed: &str) -> Result<Option<Value>, AttributeProblem> {
        let checked = self.0.get(name).ok_or(AttributeProblem::Unknown)?;
        value::read(&checked.attribute, checked.pattern.as_ref(), typed)
    }

    /// Takes what was typed into some of the fields: the claims of the user with it.
    ///
    /// # Errors
    /// What is wrong, by the name of the field.
    pub fn take(
        &self,
        typed: &BTreeMap<String, String>,
        before: &StandardClaims,
        is_asked: impl Fn(&UserAttribute) -> bool,
    ) -> Result<StandardClaims, BTreeMap<String, AttributeProblem>> {
        let mut claims = serde_json::to_value(before).unwrap_or_default();
        let mut attributes = before.attributes.clone();
        let mut problems = BTreeMap::new();
        for attribute in self.iter().filter(|attribute| is_asked(attribute)) {
            let name = &attribute.name;
            let typed = typed.get(name).map_or("", String::as_str);
            let value = match self.read(name, typed) {
                Ok(value) => value,
                Err(problem) => {
                    problems.insert(name.clone(), problem);
                    continue;
                }
            };
            match (attribute.is_standard(), value) {
                (true, value) => {
                    if let Some(claims) = claims.as_object_mut() {
                        claims.insert(name.clone(), value.unwrap_or_default());
                    }
                }
                (false, Some(value)) => _ = attributes.insert(name.clone(), value),
                (false, None) => _ = attributes.remove(name),
            }
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let mut taken: StandardClaims =
            serde_json::from_value(claims).unwrap_or_else(|_| before.clone());
        taken.attributes = attributes;
        taken.drop_stale_phone_proof(before);
        Ok(taken)
    }

    /// Checks values that were declared or imported: each has a declaration that takes it.
    ///
    /// # Errors
    /// The name, and what is wrong with its value.
    pub fn check(&self, values: &BTreeMap<String, Value>) -> Result<(), String> {
        for (name, value) in values {
            let checked = self.0.get(name);
            let checked = checked.filter(|checked| !checked.attribute.is_standard());
            let checked =
                checked.ok_or_else(|| format!("attributes: no field {name} is declared"))?;
            value::check(&checked.attribute, checked.pattern.as_ref(), value)
                .map_err(|problem| format!("attributes: {name}: {problem}"))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
