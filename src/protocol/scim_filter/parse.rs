//! The grammar of filters (RFC 7644 §3.4.2.2, figure 1). `and` binds more tightly than `or`.

use super::{Attribute, Comparison, Filter, MAX_LENGTH};
use serde_json::Value;

/// How deeply filters may stand in each other.
const MAX_DEPTH: usize = 20;
/// How many comparisons a filter may have: each is looked at for each entry of a list.
const MAX_COMPARISONS: usize = 50;

impl Filter {
    /// Reads a filter.
    ///
    /// # Errors
    /// What is wrong, and where.
    pub fn parse(text: &str) -> Result<Self, String> {
        filter(text)
    }
}

/// Reads a whole filter.
fn filter(text: &str) -> Result<Filter, String> {
    if text.len() > MAX_LENGTH {
        return Err(format!("a filter may have {MAX_LENGTH} bytes at most"));
    }
    let mut reader = Reader {
        text,
        at: 0,
        comparisons: 0,
    };
    let filter = reader.alternatives(0)?;
    reader.skip_spaces();
    if reader.at < text.len() {
        return Err(reader.expected("and, or, or the end"));
    }
    Ok(filter)
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    comparisons: usize,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn skip_spaces(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches(' ').len();
    }

    fn expected(&self, what: &str) -> String {
        let at = self.text.get(..self.at).unwrap_or_default().chars().count();
        format!("expected {what} at character {}", at + 1)
    }

    /// Takes a sign, where it comes next.
    fn takes(&mut self, sign: char) -> bool {
        self.skip_spaces();
        let is_next = self.rest().starts_with(sign);
        if is_next {
            self.at += sign.len_utf8();
        }
        is_next
    }

    /// The word that comes next, without taking it.
    fn word(&mut self) -> &'a str {
        self.skip_spaces();
        let rest = self.rest();
        let is_part = |c: char| c.is_ascii_alphanumeric() || "-_$.:/".contains(c);
        let end = rest.find(|c: char| !is_part(c)).unwrap_or(rest.len());
        rest.get(..end).unwrap_or_default()
    }

    /// Takes a word of the grammar, in any case.
    fn takes_word(&mut self, word: &str) -> bool {
        let is_next = self.word().eq_ignore_ascii_case(word);
        if is_next {
            self.at += word.len();
        }
        is_next
    }

    fn alternatives(&mut self, depth: usize) -> Result<Filter, String> {
        let mut left = self.conditions(depth)?;
        while self.takes_word("or") {
            let right = self.conditions(depth)?;
            left = Filter::Or(Box::new(left), Box::new(right));
        }
        Ok(left)
    }

    fn conditions(&mut self, depth: usize) -> Result<Filter, String> {
        let mut left = self.condition(depth)?;
        while self.takes_word("and") {
            let right = self.condition(depth)?;
            left = Filter::And(Box::new(left), Box::new(right));
        }
        Ok(left)
    }

    fn condition(&mut self, depth: usize) -> Result<Filter, String> {
        if depth >= MAX_DEPTH {
            return Err(format!("filters may stand in each other {MAX_DEPTH} deep"));
        }
        if self.takes('(') {
            return self.closed(depth, ')');
        }
        let begin = self.at;
        if self.takes_word("not") && self.takes('(') {
            return Ok(Filter::Not(Box::new(self.closed(depth, ')')?)));
        }
        self.at = begin;
        let attribute = self.attribute()?;
        if self.takes('[') {
            let inner = self.closed(depth, ']')?;
            return Ok(Filter::Some(attribute, Box::new(inner)));
        }
        self.comparison(attribute)
    }

    /// What stands before a closing sign.
    fn closed(&mut self, depth: usize, sign: char) -> Result<Filter, String> {
        let inner = self.alternatives(depth + 1)?;
        if self.takes(sign) {
            Ok(inner)
        } else {
            Err(self.expected(&sign.to_string()))
        }
    }

    fn comparison(&mut self, attribute: Attribute) -> Result<Filter, String> {
        self.comparisons += 1;
        if self.comparisons > MAX_COMPARISONS {
            return Err(format!("a filter may have {MAX_COMPARISONS} comparisons"));
        }
        let comparison = match self.word().to_ascii_lowercase().as_str() {
            "pr" => {
                self.at += 2;
                return Ok(Filter::Present(attribute));
            }
            "eq" => Comparison::Equal,
            "ne" => Comparison::NotEqual,
            "co" => Comparison::Contains,
            "sw" => Comparison::StartsWith,
            "ew" => Comparison::EndsWith,
            "gt" => Comparison::Greater,
            "ge" => Comparison::GreaterOrEqual,
            "lt" => Comparison::Less,
            "le" => Comparison::LessOrEqual,
            _ => return Err(self.expected("eq, ne, co, sw, ew, gt, ge, lt, le or pr")),
        };
        self.at += 2;
        let value = self.value()?;
        Ok(Filter::Compare(attribute, comparison, value))
    }

    fn attribute(&mut self) -> Result<Attribute, String> {
        let word = self.word();
        // A schema stands before its attributes, with colons and dots of its own (RFC 7644 §3.10).
        let (schema, path) = match word.rfind(':') {
            Some(colon)
                if word
                    .get(..4)
                    .is_some_and(|urn| urn.eq_ignore_ascii_case("urn:")) =>
            {
                let after = word.get(colon + 1..).unwrap_or_default();
                (word.get(..colon), after)
            }
            _ => (None, word),
        };
        let names = schema.into_iter().chain(path.split('.'));
        let names: Vec<String> = names.map(str::to_owned).collect();
        let is_name =
            |name: &String| name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '$');
        if !names.iter().all(is_name) {
            return Err(self.expected("an attribute"));
        }
        self.at += word.len();
        Ok(Attribute(names))
    }

    /// A value, in JSON.
    fn value(&mut self) -> Result<Value, String> {
        self.skip_spaces();
        let rest = self.rest();
        let read = if rest.starts_with('"') {
            let mut texts = serde_json::Deserializer::from_str(rest).into_iter::<Value>();
            let text = texts.next().and_then(Result::ok);
            text.map(|text| (text, texts.byte_offset()))
        } else {
            let is_end = |c: char| c.is_whitespace() || c == ')' || c == ']';
            let end = rest.find(is_end).unwrap_or(rest.len());
            let word = rest
                .get(..end)
                .and_then(|word| serde_json::from_str(word).ok());
            word.map(|value: Value| (value, end))
        };
        match read {
            Some((value, length)) if !value.is_object() => {
                self.at += length;
                Ok(value)
            }
            _ => Err(self.expected("a value: \"text\" in quotes, a number, true, false or null")),
        }
    }
}
