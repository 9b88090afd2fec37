//! What can be wrong with a question: each error with its place, a stable code and a hint.
//!
//! Takes what the parser and the resolver found; gives messages. All spans count bytes of the question.

use super::field::Field;
use crate::span::Span;
use thiserror::Error;

/// The longest question that is read, in characters.
pub const MOST_CHARACTERS: usize = 10_000;
/// The most words and values that one question may have.
pub const MOST_TERMS: usize = 256;
/// How deep brackets may be nested.
pub const MOST_DEPTH: usize = 32;
/// The most further words that `"a b"~5` may leave between the words of a phrase.
pub const MOST_APART: u32 = 50;
/// The most phrases with `~` that one question may have: each costs what its places cost.
pub const MOST_NEAR: usize = 16;
/// The fewest letters that `nation*` may begin with.
pub const SHORTEST_PREFIX: usize = 2;
/// The most words with `*` that one question may have: each stands for all words that begin so.
pub const MOST_PREFIXES: usize = 16;

/// Why a question cannot be read. Each `span` is the place in the question, in bytes, end excluded; `near` is what may be
/// meant.
#[derive(Clone, Debug, PartialEq, Error)]
#[allow(missing_docs, reason = "each message says what is wrong, and with which of the values")]
pub enum QueryError {
    #[error("the question has {characters} characters; {MOST_CHARACTERS} are the most that is read")]
    TooLong { characters: usize },
    #[error("the question has more than {MOST_TERMS} words and values")]
    TooManyTerms { span: Span },
    #[error("brackets are nested more than {MOST_DEPTH} deep")]
    TooDeep { span: Span },
    #[error("this bracket has no partner")]
    UnbalancedBracket { span: Span },
    #[error("this quotation mark is never closed")]
    UnbalancedQuote { span: Span },
    #[error("there is no filter called `{name}:`")]
    UnknownField { span: Span, name: String, near: Option<&'static str> },
    #[error("`{field}:` has no value")]
    EmptyValue { span: Span, field: &'static str },
    #[error("no party in the register is called `{name}`")]
    UnknownParty { span: Span, name: String, near: Option<String>, known: Vec<String> },
    #[error("no office in the register is called `{name}`")]
    UnknownOffice { span: Span, name: String, near: Option<String>, known: Vec<String> },
    #[error("`{name}` is no kind of quote")]
    UnknownKind { span: Span, name: String },
    #[error("`{value}` is no value of `{field}:`")]
    UnknownChoice { span: Span, field: &'static str, value: String, choices: &'static str },
    #[error("`{value}` is no number from 0 to 1")]
    BadConfidence { span: Span, value: String },
    #[error("`{value}` cannot be read as a date")]
    BadDate { span: Span, value: String },
    #[error("there is no such day as `{value}`")]
    ImpossibleDate { span: Span, value: String, last: Option<chrono::NaiveDate> },
    #[error("these dates end before they begin: from {from} to {to}")]
    ReversedDates { span: Span, from: chrono::NaiveDate, to: chrono::NaiveDate },
    #[error("only words and phrases can stand inside `{field}:( )`")]
    NotWords { span: Span, field: String },
    #[error("`{operator}` has nothing to work on")]
    LoneOperator { span: Span, operator: &'static str },
    #[error("words can be looked for at most {MOST_APART} places apart")]
    TooFar { span: Span },
    #[error("the question has more than {MOST_NEAR} phrases with `~`")]
    TooManyNear { span: Span },
    #[error("`{prefix}*` begins with fewer than {SHORTEST_PREFIX} letters")]
    ShortPrefix { span: Span, prefix: String },
    #[error("the question has more than {MOST_PREFIXES} words with `*`")]
    TooManyPrefixes { span: Span },
}

impl QueryError {
    /// The stable name, for programs: `unknown-party`.
    pub fn code(&self) -> &'static str {
        match self {
            QueryError::TooLong { .. } => "too-long",
            QueryError::TooManyTerms { .. } => "too-many-terms",
            QueryError::TooDeep { .. } => "too-deep",
            QueryError::UnbalancedBracket { .. } => "unbalanced-bracket",
            QueryError::UnbalancedQuote { .. } => "unbalanced-quote",
            QueryError::UnknownField { .. } => "unknown-field",
            QueryError::EmptyValue { .. } => "empty-value",
            QueryError::UnknownParty { .. } => "unknown-party",
            QueryError::UnknownOffice { .. } => "unknown-office",
            QueryError::UnknownKind { .. } => "unknown-kind",
            QueryError::UnknownChoice { .. } => "unknown-choice",
            QueryError::BadConfidence { .. } => "bad-confidence",
            QueryError::BadDate { .. } => "bad-date",
            QueryError::ImpossibleDate { .. } => "impossible-date",
            QueryError::ReversedDates { .. } => "reversed-dates",
            QueryError::NotWords { .. } => "not-words",
            QueryError::LoneOperator { .. } => "lone-operator",
            QueryError::TooFar { .. } => "too-far",
            QueryError::TooManyNear { .. } => "too-many-near",
            QueryError::ShortPrefix { .. } => "short-prefix",
            QueryError::TooManyPrefixes { .. } => "too-many-prefixes",
        }
    }

    /// Where in the question, in bytes; `None` where the whole question is at fault.
    pub fn span(&self) -> Option<Span> {
        match self {
            QueryError::TooLong { .. } => None,
            QueryError::TooManyTerms { span }
            | QueryError::TooDeep { span }
            | QueryError::UnbalancedBracket { span }
            | QueryError::UnbalancedQuote { span }
            | QueryError::UnknownField { span, .. }
            | QueryError::EmptyValue { span, .. }
            | QueryError::UnknownParty { span, .. }
            | QueryError::UnknownOffice { span, .. }
            | QueryError::UnknownKind { span, .. }
            | QueryError::UnknownChoice { span, .. }
            | QueryError::BadConfidence { span, .. }
            | QueryError::BadDate { span, .. }
            | QueryError::ImpossibleDate { span, .. }
            | QueryError::ReversedDates { span, .. }
            | QueryError::NotWords { span, .. }
            | QueryError::LoneOperator { span, .. }
            | QueryError::TooFar { span }
            | QueryError::TooManyNear { span }
            | QueryError::ShortPrefix { span, .. }
            | QueryError::TooManyPrefixes { span } => Some(*span),
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> String {
        match self {
            QueryError::TooLong { .. }
            | QueryError::TooManyTerms { .. }
            | QueryError::TooManyNear { .. }
            | QueryError::TooManyPrefixes { .. } => "ask for less at once, or ask several questions".to_owned(),
            QueryError::TooDeep { .. } => "take some of the brackets away".to_owned(),
            QueryError::UnbalancedBracket { .. } => {
                "close it, or put the words into quotation marks to search for them as they are".to_owned()
            }
            QueryError::UnbalancedQuote { .. } => "close it, or take it away".to_owned(),
            QueryError::UnknownField { name, near: Some(near), .. } => {
                format!("did you mean `{near}:`? To search for the words, write \"{name}: …\" in quotation marks")
            }
            QueryError::UnknownField { name, .. } => format!(
                "filters are {}; `onrecord help query` explains them. To search for the words, write \"{name}: …\" in \
                 quotation marks",
                Field::shown_names().map(|name| format!("{name}:")).collect::<Vec<_>>().join(" ")
            ),
            QueryError::EmptyValue { field, .. } => {
                format!("write it directly behind the colon, `{field}:word` or `{field}:\"several words\"`")
            }
            QueryError::UnknownParty { near: Some(near), .. } => {
                format!("did you mean `party:{near}`? `onrecord parties` lists them all")
            }
            QueryError::UnknownParty { known, .. } => {
                format!("parties are {} and others; `onrecord parties` lists those of the archive", known.join(", "))
            }
            QueryError::UnknownOffice { near: Some(near), .. } => format!("did you mean `office:{near}`?"),
            QueryError::UnknownOffice { known, .. } if !known.is_empty() => format!(
                "did you mean {}? `onrecord offices` lists those of the archive",
                known.iter().map(|id| format!("`office:{id}`")).collect::<Vec<_>>().join(" or ")
            ),
            QueryError::UnknownOffice { .. } => {
                "write the office as papers do, `office:\"home secretary\"`, `office:\"Labour leader\"`".to_owned()
            }
            QueryError::UnknownKind { .. } => "kinds are direct, partial and indirect".to_owned(),
            QueryError::UnknownChoice { choices, .. } => format!("it can be {choices}"),
            QueryError::BadConfidence { .. } => "write it as in `confidence:0.9`".to_owned(),
            QueryError::BadDate { .. } => {
                "write `date:2016`, `date:2016-08`, `date:2016-08-18`, `date:2016-08..2016-10`, \
                 `date:\"18 August 2016\"` or `since:2016`"
                    .to_owned()
            }
            QueryError::ImpossibleDate { last: Some(last), .. } => {
                let (day, month) = (last.format("%-d %B %Y"), last.format("%B %Y"));
                format!("{month} has {} days: write `{day}`, or `{month}` for all of it", last.format("%-d"))
            }
            QueryError::ImpossibleDate { last: None, .. } => {
                "check the day and the month; numbers are read day first unless month first is asked for".to_owned()
            }
            QueryError::ReversedDates { from, to, .. } => {
                format!("put the earlier date first, as in `date:{to}..{from}`")
            }
            QueryError::TooFar { .. } => {
                format!("write `~{MOST_APART}` or less, or the words without quotation marks: they may stand anywhere")
            }
            QueryError::ShortPrefix { .. } => "write more of the word, as in `nation*`".to_owned(),
            QueryError::NotWords { .. } => "put the filters outside the brackets".to_owned(),
            QueryError::LoneOperator { operator, .. } => {
                format!("put a word or a filter behind it, or write \"{operator}\" in quotation marks")
            }
        }
    }
}

/// The error for people, with the place underlined:
///
/// ```text
/// error[unknown-party]: no party in the register is called `Labor`
///   party:Labor climate
///         ^^^^^
/// hint: did you mean `party:labour`? `onrecord parties` lists them all
/// ```
pub fn render_error(error: &QueryError, question: &str) -> String {
    use std::fmt::Write;
    const WIDTH: usize = 100;
    // Only the line ends that are added here part the lines of an error: the question can hold some of its own.
    let on_one_line = |text: String| text.replace(char::is_control, " ");
    let mut text = format!("error[{}]: {}\n", error.code(), on_one_line(error.to_string()));
    if let Some(span) = error.span() {
        let before = question.get(..span.start()).unwrap_or("");
        let shown = |char: char| if char.is_control() { ' ' } else { char };
        // A long question is shown around the spot only.
        let skipped = before.chars().count().saturating_sub(WIDTH / 2);
        let lead: String = before.chars().skip(skipped).map(shown).collect();
        let rest: String = question.get(span.start()..).unwrap_or("").chars().take(WIDTH).map(shown).collect();
        let marks = span.of(question).chars().take(WIDTH).count().max(1);
        let gap = " ".repeat(lead.chars().count());
        let _ = writeln!(text, "  {lead}{rest}\n  {gap}{}", "^".repeat(marks));
    }
    let _ = write!(text, "hint: {}", on_one_line(error.hint()));
    text
}
