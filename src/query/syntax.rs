//! Tokens to a [`ParsedQuery`]: the grammar that plain questions and filters share.
//!
//! ```text
//! any      = clauses (OR clauses)*
//! clauses  = items (AND items)*
//! items    = item+                      all of them; a filter given twice holds for either value
//! item     = (- | NOT) item | ( any ) | field: values | "phrase"~3 | word | word*
//! values   = value (, value)* | ( any )
//! ```
//!
//! Nothing is resolved here: words and spans only. Never fails; what is wrong goes to the list of errors.

use super::error::{MOST_CHARACTERS, MOST_DEPTH, MOST_TERMS, QueryError};
use super::field::Field;
use super::token::{QueryToken, QueryWord, TokenKind, split};
use crate::span::Span;

/// A question as words and spans; nothing in it is resolved.
#[derive(Clone, Debug, PartialEq)]
pub struct ParsedQuery {
    pub(super) any: Any,
}

/// At least one of the clauses.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Any {
    pub clauses: Vec<Clauses>,
}

/// All of the clauses; `AND` stands between them.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Clauses {
    pub clauses: Vec<Vec<QueryItem>>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct QueryItem {
    pub span: Span,
    pub kind: ItemKind,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum ItemKind {
    Word(QueryWord),
    Phrase {
        text: String,
        slop: u32,
    },
    /// Sets words apart: those before it are no name or term together with those behind it.
    Comma,
    Not(Box<QueryItem>),
    Group(Any),
    /// Everything, `*`.
    Everything,
    Field {
        field: Field,
        values: Vec<FilterValue>,
        group: Option<Any>,
    },
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct FilterValue {
    pub span: Span,
    pub text: String,
    pub quoted: Option<u32>,
    /// White space stands between the colon and it: `office: home secretary`.
    pub spaced: bool,
}

/// Reads a question's grammar.
pub fn parse_question(question: &str) -> (ParsedQuery, Vec<QueryError>) {
    let mut errors = Vec::new();
    let empty = ParsedQuery { any: Any { clauses: Vec::new() } };
    if question.len() > MOST_CHARACTERS {
        let characters = question.chars().count();
        if characters > MOST_CHARACTERS {
            return (empty, vec![QueryError::TooLong { characters }]);
        }
    }
    let tokens = split(question, &mut errors);
    let is_term = |token: &&QueryToken| {
        matches!(token.kind, TokenKind::Word(_) | TokenKind::Quoted { .. } | TokenKind::Value(_) | TokenKind::Field(_))
    };
    if let Some(first_over) = tokens.iter().filter(is_term).nth(MOST_TERMS) {
        return (empty, vec![QueryError::TooManyTerms { span: first_over.span }]);
    }
    let mut parser = Parser { tokens, at: 0, depth: 0, errors };
    let mut any = parser.parse_any();
    while parser.at < parser.tokens.len() {
        // Only a bracket that nothing opened stops the parser early.
        let span = parser.tokens[parser.at].span;
        parser.errors.push(QueryError::UnbalancedBracket { span });
        parser.at += 1;
        let is_empty = |clauses: &Clauses| clauses.clauses.iter().all(Vec::is_empty);
        any.clauses.extend(parser.parse_any().clauses.into_iter().filter(|clauses| !is_empty(clauses)));
        if parser.errors.len() > 20 {
            break;
        }
    }
    parser.errors.sort_by_key(|error| error.span().map_or(0, Span::start));
    (ParsedQuery { any }, parser.errors)
}

struct Parser {
    tokens: Vec<QueryToken>,
    at: usize,
    depth: usize,
    errors: Vec<QueryError>,
}

impl Parser {
    fn peek(&self) -> Option<&TokenKind> {
        self.tokens.get(self.at).map(|token| &token.kind)
    }

    fn parse_any(&mut self) -> Any {
        let mut any = Any { clauses: vec![self.parse_clauses()] };
        while self.peek() == Some(&TokenKind::Or) {
            let span = self.tokens[self.at].span;
            self.at += 1;
            let clauses = self.parse_clauses();
            let is_empty = |clauses: &Clauses| clauses.clauses.iter().all(Vec::is_empty);
            if is_empty(&clauses) || any.clauses.last().is_some_and(is_empty) {
                self.errors.push(QueryError::LoneOperator { span, operator: "OR" });
            }
            any.clauses.push(clauses);
        }
        any
    }

    fn parse_clauses(&mut self) -> Clauses {
        let mut clauses = vec![self.parse_items()];
        while self.peek() == Some(&TokenKind::And) {
            let span = self.tokens[self.at].span;
            self.at += 1;
            let items = self.parse_items();
            if items.is_empty() || clauses.last().is_some_and(Vec::is_empty) {
                self.errors.push(QueryError::LoneOperator { span, operator: "AND" });
            }
            clauses.push(items);
        }
        Clauses { clauses }
    }

    fn parse_items(&mut self) -> Vec<QueryItem> {
        let mut items = Vec::new();
        while let Some(kind) = self.peek() {
            if matches!(kind, TokenKind::Or | TokenKind::And | TokenKind::Close) {
                break;
            }
            items.extend(self.parse_item());
        }
        items
    }

    fn parse_item(&mut self) -> Option<QueryItem> {
        let token = self.tokens.get(self.at)?.clone();
        self.at += 1;
        let kind = match token.kind {
            TokenKind::Word(word) => ItemKind::Word(word),
            TokenKind::Quoted { text, slop } => ItemKind::Phrase { text, slop },
            TokenKind::Comma => ItemKind::Comma,
            TokenKind::Value(text) if text == "*" => ItemKind::Everything,
            // A value without its field, after an error.
            TokenKind::Value(text) => ItemKind::Phrase { text, slop: 0 },
            TokenKind::Minus | TokenKind::Not => return self.parse_not(token.span, token.kind),
            TokenKind::Open => {
                let (any, end) = self.parse_group(token.span);
                return Some(QueryItem { span: token.span.hull(end), kind: ItemKind::Group(any) });
            }
            TokenKind::Field(field) => return self.parse_field(token.span, field),
            TokenKind::And | TokenKind::Or | TokenKind::Close => return None,
        };
        Some(QueryItem { span: token.span, kind })
    }

    fn parse_not(&mut self, span: Span, sign: TokenKind) -> Option<QueryItem> {
        let operator = if sign == TokenKind::Not { "NOT" } else { "-" };
        let ends = matches!(self.peek(), None | Some(TokenKind::And | TokenKind::Or | TokenKind::Close));
        if ends {
            self.errors.push(QueryError::LoneOperator { span, operator });
            return None;
        }
        if !self.enter(span) {
            return None;
        }
        let inner = self.parse_item();
        self.depth -= 1;
        let inner = inner?;
        Some(QueryItem { span: span.hull(inner.span), kind: ItemKind::Not(Box::new(inner)) })
    }

    /// What stands in brackets; the opening one is read already.
    fn parse_group(&mut self, open: Span) -> (Any, Span) {
        if !self.enter(open) {
            return (Any { clauses: Vec::new() }, open);
        }
        let any = self.parse_any();
        self.depth -= 1;
        let end = match self.tokens.get(self.at) {
            Some(token) if token.kind == TokenKind::Close => {
                let end = token.span;
                self.at += 1;
                end
            }
            _ => {
                if !self.errors.iter().any(|error| matches!(error, QueryError::TooDeep { .. })) {
                    self.errors.push(QueryError::UnbalancedBracket { span: open });
                }
                open
            }
        };
        (any, end)
    }

    /// Goes one level deeper; too deep, the rest of the question is not read.
    fn enter(&mut self, span: Span) -> bool {
        if self.depth >= MOST_DEPTH {
            if !self.errors.iter().any(|error| matches!(error, QueryError::TooDeep { .. })) {
                self.errors.push(QueryError::TooDeep { span });
            }
            self.at = self.tokens.len();
            return false;
        }
        self.depth += 1;
        true
    }

    fn parse_field(&mut self, span: Span, field: Field) -> Option<QueryItem> {
        let mut values: Vec<FilterValue> = Vec::new();
        let mut group = None;
        let mut whole = span;
        while let Some(token) = self.tokens.get(self.at) {
            let after_comma = self.at > 0 && self.tokens[self.at - 1].kind == TokenKind::Comma;
            let token = token.clone();
            let is_first = values.is_empty();
            match token.kind {
                TokenKind::Value(text) if !token.spaced || after_comma => {
                    values.push(FilterValue { span: token.span, text, quoted: None, spaced: false });
                }
                TokenKind::Quoted { text, slop } if is_first || !token.spaced || after_comma => {
                    values.push(FilterValue { span: token.span, text, quoted: Some(slop), spaced: false });
                }
                // `speaker: corbyn`, `compare: corbyn, may`
                TokenKind::Word(word) if is_first || after_comma => {
                    values.push(FilterValue { span: token.span, text: word.text, quoted: None, spaced: is_first });
                }
                TokenKind::Open if is_first => {
                    self.at += 1;
                    let (any, end) = self.parse_group(token.span);
                    group = Some(any);
                    whole = whole.hull(end);
                    break;
                }
                TokenKind::Comma if !is_first && !after_comma && self.continues_list(field, &values) => {
                    self.at += 1;
                    continue;
                }
                _ => break,
            }
            whole = whole.hull(token.span);
            self.at += 1;
        }
        if values.is_empty() && group.is_none() {
            self.errors.push(QueryError::EmptyValue { span, field: field.name() });
            return None;
        }
        if field.holds_words() && group.as_ref().is_some_and(|any| !any.is_words()) {
            self.errors.push(QueryError::NotWords { span: whole, field: field.title() });
            return None;
        }
        Some(QueryItem { span: whole, kind: ItemKind::Field { field, values, group } })
    }

    /// Whether another value of the same list stands behind the comma.
    fn continues_list(&self, field: Field, values: &[FilterValue]) -> bool {
        let is_spaced = values.first().is_some_and(|first| first.spaced);
        self.tokens.get(self.at + 1).is_some_and(|next| match next.kind {
            TokenKind::Value(_) | TokenKind::Quoted { .. } => !next.spaced || field == Field::Compare,
            // `speaker: corbyn,may`; sides are compared with white space between them, too.
            TokenKind::Word(_) => is_spaced && !next.spaced || field == Field::Compare,
            _ => false,
        })
    }
}

impl Any {
    /// The items, where there is nothing but one clause.
    pub(super) fn only_items(&self) -> Option<&[QueryItem]> {
        match self.clauses.as_slice() {
            [] => Some(&[]),
            [Clauses { clauses }] => match clauses.as_slice() {
                [] => Some(&[]),
                [items] => Some(items),
                _ => None,
            },
            _ => None,
        }
    }

    /// Words, phrases and words of one field, without OR, AND and NOT.
    fn is_words(&self) -> bool {
        self.only_items().is_some_and(|items| {
            items.iter().all(|item| match &item.kind {
                ItemKind::Word(_) | ItemKind::Phrase { .. } | ItemKind::Comma => true,
                ItemKind::Field { field: Field::Quote | Field::Title, group, .. } => {
                    group.as_ref().is_none_or(Any::is_words)
                }
                _ => false,
            })
        })
    }
}
