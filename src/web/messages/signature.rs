//! What a message names, read from its text: by `build.rs` of the shipped ones, and at start of those of
//! an operator.

use fluent_syntax::ast::{Expression, InlineExpression, Pattern, PatternElement};

/// What a message needs to be told, and what it becomes.
#[derive(Default)]
pub struct Signature {
    /// The variables that it names, each once, in their order.
    pub variables: Vec<String>,
    /// Whether it is HTML: it holds `<strong>`, or a moment.
    pub has_markup: bool,
}

impl Signature {
    /// Reads the text of a message.
    pub fn of<S: AsRef<str>>(pattern: &Pattern<S>) -> Result<Self, String> {
        let mut signature = Self::default();
        signature.read_pattern(pattern)?;
        Ok(signature)
    }

    fn read_pattern<S: AsRef<str>>(&mut self, pattern: &Pattern<S>) -> Result<(), String> {
        for element in &pattern.elements {
            match element {
                PatternElement::TextElement { value } => {
                    self.has_markup |= has_markup(value.as_ref())?;
                }
                PatternElement::Placeable { expression } => self.read_expression(expression)?,
            }
        }
        Ok(())
    }

    fn read_expression<S: AsRef<str>>(&mut self, expression: &Expression<S>) -> Result<(), String> {
        match expression {
            Expression::Inline(inline) => self.read_inline(inline),
            Expression::Select { selector, variants } => {
                self.read_inline(selector)?;
                variants
                    .iter()
                    .try_for_each(|variant| self.read_pattern(&variant.value))
            }
        }
    }

    fn read_inline<S: AsRef<str>>(&mut self, inline: &InlineExpression<S>) -> Result<(), String> {
        match inline {
            InlineExpression::VariableReference { id } => {
                let variable = id.name.as_ref().to_owned();
                // A moment is a <time> element.
                self.has_markup |= variable == "when";
                if !self.variables.contains(&variable) {
                    self.variables.push(variable);
                }
                Ok(())
            }
            InlineExpression::StringLiteral { .. }
            | InlineExpression::NumberLiteral { .. }
            | InlineExpression::TermReference { .. } => Ok(()),
            InlineExpression::Placeable { expression } => self.read_expression(expression),
            InlineExpression::MessageReference { .. }
            | InlineExpression::FunctionReference { .. } => {
                Err("references to messages and functions are not supported".to_owned())
            }
        }
    }
}

/// `<strong>` is the only element that a message may hold.
fn has_markup(text: &str) -> Result<bool, String> {
    let rest = text.replace("<strong>", "").replace("</strong>", "");
    if rest.contains(['<', '>', '&']) {
        return Err(format!("only <strong> may stand in a message: {text}"));
    }
    Ok(rest.len() != text.len())
}
