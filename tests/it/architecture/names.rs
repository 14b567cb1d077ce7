//! The names of variants are derived (strum), so that both directions hold the same.

use super::source::workspace;
use syn::{spanned::Spanned, visit::Visit};

/// The ways in which a specification or a setting writes the name of a variant.
fn written(variant: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for letter in variant.chars() {
        if letter.is_uppercase() {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.extend(letter.to_lowercase());
        }
    }
    let camel = variant
        .chars()
        .take(1)
        .map(|first| first.to_ascii_lowercase());
    let camel = camel.chain(variant.chars().skip(1)).collect();
    vec![
        words.join("_"),
        words.join("-"),
        words.concat().to_uppercase(),
        camel,
        variant.to_owned(),
    ]
}

/// The last part of the path that is a variant.
fn variant(path: &syn::Path) -> Option<String> {
    let last = path.segments.last().filter(|_| path.segments.len() > 1)?;
    Some(last.ident.to_string())
}

fn variant_of_pattern(pattern: &syn::Pat) -> Option<String> {
    match pattern {
        syn::Pat::Path(path) => variant(&path.path),
        syn::Pat::Struct(pattern) => variant(&pattern.path),
        syn::Pat::TupleStruct(pattern) => variant(&pattern.path),
        _ => None,
    }
}

fn text_of(lit: &syn::Lit) -> Option<String> {
    match lit {
        syn::Lit::Str(text) => Some(text.value()),
        _ => None,
    }
}

/// The variant and the name of an arm, in either direction.
fn named(arm: &syn::Arm) -> Option<(String, String)> {
    match (&arm.pat, arm.body.as_ref()) {
        (syn::Pat::Lit(text), syn::Expr::Path(path)) => {
            Some((variant(&path.path)?, text_of(&text.lit)?))
        }
        (pattern, syn::Expr::Lit(text)) => {
            Some((variant_of_pattern(pattern)?, text_of(&text.lit)?))
        }
        _ => None,
    }
}

/// Tables of names that are written by hand, by their lines.
#[derive(Default)]
struct Tables(Vec<usize>);

impl<'ast> Visit<'ast> for Tables {
    fn visit_expr_match(&mut self, table: &'ast syn::ExprMatch) {
        let known = table.arms.iter();
        let known = known.filter(|arm| !matches!(arm.pat, syn::Pat::Wild(_)));
        let names: Vec<_> = known.map(named).collect();
        let is_name = |name: &Option<(String, String)>| {
            let name = name.as_ref();
            name.is_some_and(|(variant, text)| written(variant).contains(text))
        };
        if names.len() > 2 && names.iter().all(is_name) {
            self.0.push(table.span().start().line);
        }
        syn::visit::visit_expr_match(self, table);
    }
}

fn tables(file: &syn::File) -> Vec<usize> {
    let mut tables = Tables::default();
    tables.visit_file(file);
    tables.0
}

/// Files that read a few names into the variants of a type of another layer or crate.
const BY_HAND: [&str; 2] = ["src/storage/imports.rs", "src/web/management/sessions.rs"];

#[test]
fn names_of_variants_are_derived() {
    let mut found = Vec::new();
    for file in workspace() {
        if BY_HAND.contains(&file.name().as_str()) {
            continue;
        }
        let lines = tables(&file.ast).into_iter();
        found.extend(lines.map(|line| format!("{}:{line}", file.name())));
    }
    assert!(found.is_empty(), "derive them with strum: {found:#?}");
}

#[test]
fn a_table_of_names_is_found_in_either_direction() {
    let found = |text: &str| tables(&syn::parse_str(text).unwrap()).len();
    let to = r#"fn f() { match a { A::One => "one", A::TwoThree { .. } => "two-three", A::Six(_) => "six" } }"#;
    assert_eq!(found(to), 1);
    let from = r#"fn f() { match a { "one" => A::One, "twoThree" => A::TwoThree, "SIX" => A::Six, _ => return } }"#;
    assert_eq!(found(from), 1);
    let other = r#"fn f() { match a { A::One => "one", A::Two => "a pair", A::Six => "six" } }"#;
    assert_eq!(found(other), 0);
}
