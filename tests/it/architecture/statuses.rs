//! An error has its status in one place for each audience: OAuth clients, browsers and APIs.

use super::source::{SourceFile, workspace};
use syn::{spanned::Spanned, visit::Visit};

/// The map of each audience.
const MAPS: [&str; 3] = [
    "src/web/respond/oauth_error.rs",
    "src/web/respond/page_error_kind.rs",
    "src/web/respond/problem.rs",
];

/// A form that is shown again with what was filled in, which an error page would lose.
const FORMS: [&str; 1] = ["src/web/sign_in/submit.rs"];

/// The ends of names of types that say why something did not happen.
const ERRORS: [&str; 4] = ["Error", "Failure", "ErrorCode", "ErrorKind"];

/// The arms of a file that give an error a status.
#[derive(Default)]
struct Statuses {
    found: Vec<String>,
}

/// The names and the whole numbers of a part of the code.
#[derive(Default)]
struct Words {
    names: Vec<String>,
    numbers: Vec<u16>,
}

impl<'ast> Visit<'ast> for Words {
    fn visit_ident(&mut self, name: &'ast syn::Ident) {
        self.names.push(name.to_string());
    }

    fn visit_lit_int(&mut self, number: &'ast syn::LitInt) {
        self.numbers.extend(number.base10_parse::<u16>());
    }
}

fn names_error(pattern: &syn::Pat) -> bool {
    let mut words = Words::default();
    words.visit_pat(pattern);
    let is_error = |name: &String| ERRORS.iter().any(|end| name.ends_with(end));
    words.names.iter().any(is_error)
}

fn gives_status(body: &syn::Expr) -> bool {
    let mut words = Words::default();
    words.visit_expr(body);
    let is_status = |number: &u16| (400..600).contains(number);
    words.names.iter().any(|name| name == "StatusCode") || words.numbers.iter().any(is_status)
}

impl<'ast> Visit<'ast> for Statuses {
    fn visit_arm(&mut self, arm: &'ast syn::Arm) {
        if names_error(&arm.pat) && gives_status(&arm.body) {
            self.found
                .push(format!("line {}", arm.pat.span().start().line));
        }
        syn::visit::visit_arm(self, arm);
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if item.ident != "tests" {
            syn::visit::visit_item_mod(self, item);
        }
    }
}

fn statuses(ast: &syn::File) -> Vec<String> {
    let mut statuses = Statuses::default();
    statuses.visit_file(ast);
    statuses.found
}

#[test]
fn an_error_has_its_status_in_the_map_of_its_audience() {
    let files = workspace();
    let pages = files.iter().filter(|file| file.layer == "web");
    let known = MAPS.iter().chain(&FORMS);
    let is_elsewhere = |file: &&SourceFile| !known.clone().any(|known| *known == file.name());
    let found: Vec<_> = pages
        .filter(is_elsewhere)
        .map(|file| (file.name(), statuses(&file.ast)))
        .filter(|(_, arms)| !arms.is_empty())
        .collect();
    assert!(found.is_empty(), "{found:#?}");
    for map in MAPS {
        assert!(files.iter().any(|file| file.name() == map), "{map}");
    }
}

#[test]
fn an_error_with_a_status_is_found() {
    let twice = "fn status(error: &ManagementError) -> u16 {
        match error { ManagementError::Stale => 412, _ => 200 }
    }
    fn page(failure: FederationFailure) -> StatusCode {
        match failure { FederationFailure::Busy => StatusCode::OK }
    }
    fn other(outcome: Outcome) -> u16 { match outcome { Outcome::Taken => 409 } }";
    assert_eq!(statuses(&syn::parse_file(twice).unwrap()).len(), 2);
}
