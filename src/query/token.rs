//! A question's text to tokens with their places; the first stage.
//!
//! Takes any text, gives words, quoted stretches, brackets, signs and the names of filters, each with its span in
//! bytes of the question. Never fails: what is wrong goes to the list of errors, and reading goes on.

use super::error::{MOST_APART, QueryError};
use super::field::Field;
use crate::span::Span;
use crate::words::List;

#[derive(Clone, Debug, PartialEq)]
pub(super) struct QueryToken {
    pub span: Span,
    pub kind: TokenKind,
    /// Whether white space or the beginning stands before it.
    pub spaced: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum TokenKind {
    Word(QueryWord),
    /// A stretch in quotation marks, marks taken off; `slop` where `~3` follows double ones.
    Quoted {
        text: String,
        slop: u32,
    },
    Open,
    Close,
    /// `-` before something.
    Minus,
    And,
    Or,
    Not,
    /// `,` between values or words.
    Comma,
    /// `speaker:`; the span holds the colon.
    Field(Field),
    /// The value directly behind a field's colon, up to the next space or bracket.
    Value(String),
}

/// A plain word.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct QueryWord {
    /// As typed, without marks around it and without a possessive ending.
    pub text: String,
    /// Lower case, straight apostrophes.
    pub folded: String,
    pub possessive: bool,
    /// `nation*`.
    pub prefix: bool,
    /// `'16`: two digits behind an apostrophe that stands for a century.
    pub cut: bool,
}

impl QueryWord {
    pub(super) fn capital(&self) -> bool {
        self.text.chars().next().is_some_and(|first| first.is_uppercase())
    }

    /// Whether it stands for one person, who is named elsewhere.
    pub(super) fn is_he_or_she(&self) -> bool {
        List::He.has(&self.folded) || List::She.has(&self.folded)
    }

    /// Whether it is a little word of the language, not searched beside others.
    pub(super) fn is_little(&self) -> bool {
        self.searched() == self.folded && super::vocabulary::embedded().is_glue(&self.folded)
    }

    /// A dash or a bar that stands alone: it parts words and is none.
    pub(super) fn is_dash(&self) -> bool {
        matches!(self.folded.as_str(), "-" | BAR)
    }

    /// How a topic is searched: lower case, except where only the capitals tell a word from a little word of the
    /// language (`US`, `IT`, `WHO`).
    pub(super) fn searched(&self) -> String {
        let is_upper = self.text.chars().count() > 1 && !self.text.chars().any(char::is_lowercase);
        // `O.R.` printed in capitals would be an operator.
        let is_operator = matches!(self.text.as_str(), "OR" | "AND" | "NOT");
        // May is a name as soon as it has a capital.
        if !is_operator && (is_upper || self.text == "May") && super::vocabulary::embedded().is_glue(&self.folded) {
            self.text.clone()
        } else {
            self.folded.clone()
        }
    }
}

/// What stands between a headline and the name of the paper.
pub(super) const BAR: &str = "|";

const LONGEST_FIELD_NAME: usize = 20;

/// Whether a character opens or closes a stretch of exact words.
pub(super) fn is_quote_mark(char: char) -> bool {
    matches!(char, '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '＂')
}

fn is_dash(char: char) -> bool {
    matches!(char, '-' | '–' | '−' | '‐' | '‑')
}

/// Splits a question into tokens.
pub(super) fn split(text: &str, errors: &mut Vec<QueryError>) -> Vec<QueryToken> {
    let mut splitter = Splitter { text, at: 0, tokens: Vec::new(), errors };
    splitter.run();
    splitter.tokens
}

struct Splitter<'a> {
    text: &'a str,
    at: usize,
    tokens: Vec<QueryToken>,
    errors: &'a mut Vec<QueryError>,
}

impl Splitter<'_> {
    fn run(&mut self) {
        let mut spaced = true;
        while let Some(char) = self.text[self.at..].chars().next() {
            let start = self.at;
            if char.is_whitespace() || char.is_control() || matches!(char, '—' | '\u{200b}' | '\u{feff}') {
                self.at += char.len_utf8();
                spaced = true;
                continue;
            }
            match char {
                '(' => self.push_sign(TokenKind::Open, char, spaced),
                ')' => self.push_sign(TokenKind::Close, char, spaced),
                ',' => self.push_sign(TokenKind::Comma, char, spaced),
                _ if is_quote_mark(char) => self.read_quoted(spaced),
                '‘' | '\'' if spaced && self.read_single_quoted() => {}
                _ if is_dash(char) && self.sign_applies(char, spaced) => {
                    self.push_sign(TokenKind::Minus, char, spaced);
                    // What follows belongs to the sign, yet stands like a new word.
                    spaced = true;
                    continue;
                }
                _ => self.read_chunk(spaced),
            }
            debug_assert!(self.at > start);
            spaced = false;
        }
    }

    fn push(&mut self, start: usize, end: usize, kind: TokenKind, spaced: bool) {
        self.tokens.push(QueryToken { span: Span::new(start, end), kind, spaced });
    }

    fn push_sign(&mut self, kind: TokenKind, char: char, spaced: bool) {
        self.push(self.at, self.at + char.len_utf8(), kind, spaced);
        self.at += char.len_utf8();
    }

    /// A dash excludes only at the start of a word and directly before something: `Tony Blair - Iraq` has none.
    fn sign_applies(&self, char: char, spaced: bool) -> bool {
        let after = self.text[self.at + char.len_utf8()..].chars().next();
        let behind_bracket = matches!(self.tokens.last(), Some(token) if token.kind == TokenKind::Open);
        (spaced || behind_bracket)
            && after.is_some_and(|next| next.is_alphanumeric() || next == '(' || next == '*' || is_quote_mark(next))
    }

    /// The bytes of a stretch in single quotation marks that begins here, marks included: of two words or more, and closed
    /// where a word ends. An apostrophe begins none.
    fn single_quoted(&self) -> Option<usize> {
        let rest = &self.text[self.at..];
        let mut chars = rest.char_indices().skip(1).peekable();
        let mut before = None;
        let mut has_space = false;
        while let Some((at, char)) = chars.next() {
            let next = chars.peek().map_or(' ', |&(_, next)| next);
            let ends_word = before.is_some_and(|before: char| !before.is_whitespace()) && !next.is_alphanumeric();
            if matches!(char, '’' | '\'') && ends_word {
                return has_space.then_some(at + char.len_utf8());
            }
            // `'16` is a year.
            let begins_no_word = before.is_none() && !char.is_alphabetic();
            if is_quote_mark(char) || begins_no_word {
                return None;
            }
            has_space |= char.is_whitespace();
            before = Some(char);
        }
        None
    }

    /// Reads such a stretch, where one begins here; behind white space.
    fn read_single_quoted(&mut self) -> bool {
        let Some(length) = self.single_quoted() else { return false };
        let (start, end) = (self.at, self.at + length);
        let inside = self.text[start..end].trim_matches(['‘', '’', '\'']).to_owned();
        self.at = end;
        self.push(start, end, TokenKind::Quoted { text: inside, slop: 0 }, true);
        true
    }

    fn read_quoted(&mut self, spaced: bool) {
        let start = self.at;
        let mut chars = self.text[start..].char_indices().skip(1).peekable();
        let mut inside = String::new();
        let mut end = None;
        while let Some((offset, char)) = chars.next() {
            match (char, chars.peek()) {
                ('\\', Some(&(_, next))) if next == '\\' || is_quote_mark(next) => {
                    inside.push(next);
                    chars.next();
                }
                _ if is_quote_mark(char) => {
                    end = Some(start + offset + char.len_utf8());
                    break;
                }
                _ => inside.push(char),
            }
        }
        let closed = end.unwrap_or(self.text.len());
        if end.is_none() {
            let mark = self.text[start..].chars().next().map_or(1, char::len_utf8);
            self.errors.push(QueryError::UnbalancedQuote { span: Span::new(start, start + mark) });
        }
        self.at = closed;
        let mut slop = 0;
        if let Some(rest) = self.text[closed..].strip_prefix('~') {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            if digits > 0 {
                // One more than is allowed tells that it was too many.
                slop = rest[..digits].parse().unwrap_or(u32::MAX).min(MOST_APART + 1);
                self.at = closed + 1 + digits;
            }
        }
        self.push(start, self.at, TokenKind::Quoted { text: inside, slop }, spaced);
    }

    /// Everything up to the next space, bracket or quotation mark.
    fn read_chunk(&mut self, spaced: bool) {
        let start = self.at;
        let rest = &self.text[start..];
        let colon = rest.bytes().take(LONGEST_FIELD_NAME + 1).position(|byte| byte == b':');
        if let Some(colon) = colon.filter(|&colon| is_field_name(&rest[..colon])) {
            let name = &rest[..colon];
            let after = rest[colon + 1..].chars().next();
            let span = Span::new(start, start + colon + 1);
            match Field::find(&name.to_lowercase()) {
                // `law and order: Corbyn`: with a space behind it only a field's own name is one.
                Some(field) if after.is_none_or(char::is_whitespace) && field.name() != name.to_lowercase() => {}
                Some(field) => {
                    self.push(start, span.end(), TokenKind::Field(field), spaced);
                    self.at = span.end();
                    self.read_value();
                    return;
                }
                // `Brexit: what …` and `https://…` are text.
                None if after.is_some_and(|next| !next.is_whitespace() && next != '/') => {
                    let near = Field::find_near(&name.to_lowercase());
                    self.errors.push(QueryError::UnknownField { span, name: name.to_owned(), near });
                }
                None => {}
            }
        }
        if let Some(length) = short_year(rest) {
            self.at = start + length;
            let digits = rest[..length].trim_start_matches(is_apostrophe);
            self.push(start, self.at, TokenKind::Word(QueryWord { cut: true, ..plain(digits) }), spaced);
            return;
        }
        let Some(end) = word_end(rest) else {
            let first = rest.chars().next().map_or(1, char::len_utf8);
            self.at = start + first;
            // A lone dash or `&` is kept: ranges of dates and lists of names need them.
            let next = rest[first..].chars().next();
            let is_alone = spaced && next.is_none_or(|next| next.is_whitespace() || next == ')');
            match rest.chars().next() {
                Some('*') if is_alone => self.push(start, self.at, TokenKind::Value("*".to_owned()), spaced),
                Some('&') if is_alone => self.push(start, self.at, TokenKind::Word(plain("and")), spaced),
                Some(dash) if is_alone && is_dash(dash) => {
                    self.push(start, self.at, TokenKind::Word(plain("-")), spaced);
                }
                Some('|') if is_alone => self.push(start, self.at, TokenKind::Word(plain(BAR)), spaced),
                // What stands before a colon is no name together with what stands behind it.
                Some(':' | ';') if next.is_none_or(char::is_whitespace) && !self.tokens.is_empty() => {
                    self.push(start, self.at, TokenKind::Comma, spaced);
                }
                Some('@' | '#') if spaced => self.read_tag(),
                _ => {}
            }
            return;
        };
        let prefix = rest[end..].starts_with('*');
        self.at = start + end + usize::from(prefix);
        match &rest[..end] {
            "AND" => self.push(start, self.at, TokenKind::And, spaced),
            "OR" => self.push(start, self.at, TokenKind::Or, spaced),
            "NOT" => self.push(start, self.at, TokenKind::Not, spaced),
            text => {
                let possessive = rest[end..].starts_with(['\'', '’']);
                if let Some(word) = read_word(text, possessive, prefix) {
                    self.push(start, self.at, TokenKind::Word(word), spaced);
                }
            }
        }
    }

    /// The words of a name behind `@` and of a subject behind `#`, as capitals part them: `@realAnnExample`.
    fn read_tag(&mut self) {
        let rest = &self.text[self.at..];
        // An apostrophe that counts as a letter (U+02BC) is none of a tag's.
        let is_other = |char: char| !char.is_alphanumeric() && char != '_' || char == 'ʼ';
        let length = rest.find(is_other).unwrap_or(rest.len());
        let (tag, start) = (&rest[..length], self.at);
        let mut ends: Vec<usize> = tag
            .char_indices()
            .zip(tag.chars().skip(1))
            .filter(|((_, char), next)| {
                (char.is_lowercase() || char.is_ascii_digit()) && next.is_uppercase() || *char == '_'
            })
            .map(|((at, char), _)| at + char.len_utf8())
            .collect();
        ends.push(tag.len());
        // What stands before the name is no part of it: `@realAnnExample`.
        let is_prefixed = ends.len() > 2 && tag.starts_with(char::is_lowercase);
        let mut from = if is_prefixed { ends.remove(0) } else { 0 };
        for end in ends {
            let text = tag[from..end].trim_matches('_');
            if let Some(word) = read_word(text, false, false) {
                self.push(start + from, start + end, TokenKind::Word(word), true);
            }
            from = end;
        }
        self.at = start + length;
    }

    /// The value that stands directly behind a colon; quoted values and groups are read as everywhere.
    fn read_value(&mut self) {
        let rest = &self.text[self.at..];
        if let Some(end) = rest.strip_prefix('[').and_then(|inside| inside.find(']')) {
            let start = self.at;
            self.at += end + 2;
            let inside = self.text[start + 1..self.at - 1].replace(" TO ", "..");
            self.push(start, self.at, TokenKind::Value(inside), false);
            return;
        }
        let end = rest
            .find(|char: char| char.is_whitespace() || matches!(char, '(' | ')' | ',') || is_quote_mark(char))
            .unwrap_or(rest.len());
        if end > 0 {
            let start = self.at;
            self.at += end;
            self.push(start, self.at, TokenKind::Value(rest[..end].to_owned()), false);
        }
        // `date:"1 March 2016".."June 2017"` and lists go on behind a quoted value.
        loop {
            let rest = &self.text[self.at..];
            let mut chars = rest.chars();
            match (chars.next(), chars.next()) {
                (Some(mark), _) if is_quote_mark(mark) => self.read_quoted(false),
                (Some(','), Some(next)) if !next.is_whitespace() && next != ')' => {
                    self.push_sign(TokenKind::Comma, ',', false);
                    if !is_quote_mark(next) {
                        let rest = &self.text[self.at..];
                        let end = rest
                            .find(|char: char| {
                                char.is_whitespace() || matches!(char, '(' | ')' | ',') || is_quote_mark(char)
                            })
                            .unwrap_or(rest.len());
                        if end == 0 {
                            return;
                        }
                        let start = self.at;
                        self.at += end;
                        self.push(start, self.at, TokenKind::Value(rest[..end].to_owned()), false);
                    }
                }
                (Some('.'), Some('.')) => {
                    let end = rest
                        .find(|char: char| char.is_whitespace() || is_quote_mark(char) || char == ')')
                        .unwrap_or(rest.len());
                    let start = self.at;
                    self.at += end;
                    self.push(start, self.at, TokenKind::Value(rest[..end].to_owned()), false);
                }
                _ => return,
            }
        }
    }
}

fn is_field_name(name: &str) -> bool {
    name.len() >= 2
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && name.bytes().any(|byte| byte.is_ascii_alphabetic())
}

/// The bytes of the word at the start of `text`, `None` where there is none: letters and digits, and between them
/// signs that join (`anti-war`, `9/11`, `o'brien`, `1,000`, `10:30`).
fn word_end(text: &str) -> Option<usize> {
    let mut end = 0;
    let mut before = ' ';
    let mut chars = text.char_indices().peekable();
    while let Some((at, char)) = chars.next() {
        let next = chars.peek().map_or(' ', |&(_, next)| next);
        let joins = match char {
            ',' | ':' => before.is_ascii_digit() && next.is_ascii_digit(),
            '.' | '\'' | '’' | 'ʼ' | '`' | '/' | '&' | '_' | '@' | '+' => is_letter(next),
            dash if is_dash(dash) => is_letter(next),
            _ => false,
        };
        if is_letter(char) {
            end = at + char.len_utf8();
        } else if !joins || end == 0 {
            break;
        }
        before = char;
    }
    (end > 0).then_some(end)
}

fn is_apostrophe(char: char) -> bool {
    matches!(char, '\'' | '’' | '‘' | 'ʼ' | '`')
}

/// The bytes of a year cut short, `'16`, at the start of `text`.
fn short_year(text: &str) -> Option<usize> {
    let digits = text.strip_prefix(is_apostrophe)?;
    let is_year = digits.bytes().take(2).filter(u8::is_ascii_digit).count() == 2;
    let ends = !digits.get(2..)?.starts_with(|next: char| is_letter(next) || is_apostrophe(next));
    (is_year && ends).then_some(text.len() - digits.len() + 2)
}

/// Letters, digits and the marks that combine with them. An apostrophe that counts as a letter with the Unicode
/// Standard is a sign that joins, as the others are.
fn is_letter(char: char) -> bool {
    char.is_alphanumeric() && char != 'ʼ' || unicode_normalization::char::is_combining_mark(char)
}

/// The word of a text that [`word_end`] found; `None` where nothing of it can be searched.
fn read_word(text: &str, mut possessive: bool, prefix: bool) -> Option<QueryWord> {
    let text = text.replace(['’', 'ʼ', '`'], "'");
    possessive &= text.to_lowercase().ends_with('s');
    let is_edge = |char: char| !char.is_alphanumeric() || char == 'ʼ';
    // Repeated until nothing changes: marks can stand behind an ending, and an ending behind marks.
    let mut inner = text.trim_matches(is_edge);
    while let Some(owner) = inner.strip_suffix("'s").or_else(|| inner.strip_suffix("'S")) {
        inner = owner.trim_matches(is_edge);
        possessive = true;
    }
    let mut text = inner.to_owned();
    if is_dotted(&text) {
        text.retain(|char| char != '.');
    }
    let folded = text.to_lowercase().trim_matches(is_edge).to_owned();
    (!folded.is_empty()).then_some(QueryWord { text, folded, possessive, prefix, cut: false })
}

fn plain(text: &str) -> QueryWord {
    QueryWord { text: text.to_owned(), folded: text.to_owned(), possessive: false, prefix: false, cut: false }
}

/// The plain words of a text, whatever signs it holds.
pub(super) fn words_of(text: &str) -> Vec<QueryWord> {
    let mut errors = Vec::new();
    // A colon between digits belongs to a time of day; elsewhere it would make a filter.
    let mut before = ' ';
    let mut spaced = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        let is_time = before.is_ascii_digit() && chars.peek().is_some_and(char::is_ascii_digit);
        let parts = matches!(char, '(' | ')') || char == ':' && !is_time || is_quote_mark(char);
        spaced.push(if parts { ' ' } else { char });
        before = char;
    }
    split(&spaced, &mut errors)
        .into_iter()
        .filter_map(|token| match token.kind {
            TokenKind::Word(word) => Some(word),
            _ => None,
        })
        .collect()
}

/// The words without articles and the like at both ends: what can be a name of them.
pub(super) fn without_glue<'w, 'a>(mut words: &'w [&'a QueryWord]) -> &'w [&'a QueryWord] {
    let is_article = |word: &QueryWord| {
        matches!(
            word.folded.as_str(),
            "the" | "a" | "an" | "this" | "our" | "these" | "those" | "any" | "all" | "some" | "-"
        )
    };
    while let [first, rest @ ..] = words
        && (is_article(first) || matches!(first.folded.as_str(), "and" | "or"))
    {
        words = rest;
    }
    while let [rest @ .., last] = words
        && matches!(last.folded.as_str(), "-" | "and" | "the" | "himself" | "herself" | "themselves" | "ever" | "also")
    {
        words = rest;
    }
    words
}

/// The words as typed, with single spaces.
pub(super) fn text_of(words: &[&QueryWord]) -> String {
    words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
}

/// `N.H.S`, `U.S`: single letters with full stops between.
fn is_dotted(text: &str) -> bool {
    text.contains('.') && text.split('.').all(|part| part.chars().count() == 1 && !part.starts_with(char::is_numeric))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let mut errors = Vec::new();
        split(text, &mut errors)
            .into_iter()
            .map(|token| match token.kind {
                TokenKind::Word(word) => format!("{}{}", word.folded, if word.possessive { "'s" } else { "" }),
                TokenKind::Quoted { text, slop } => format!("<{text}>{slop}"),
                TokenKind::Field(field) => format!("{}:", field.name()),
                TokenKind::Value(value) => format!("={value}"),
                other => format!("{other:?}"),
            })
            .collect()
    }

    #[test]
    fn marks_are_taken_off() {
        assert_eq!(shown("What’s the N.H.S. “worth it”~2?"), ["what's", "the", "nhs", "<worth it>2"]);
        assert_eq!(
            shown("Trump’s tweets, the lawyers' 9/11 1,000"),
            ["trump's", "tweets", "Comma", "the", "lawyers's", "9/11", "1,000"]
        );
    }

    #[test]
    fn a_year_cut_short_is_known() {
        let mut errors = Vec::new();
        let cut = |token: QueryToken| matches!(token.kind, TokenKind::Word(word) if word.cut);
        let tokens = split("Aug '16 ’17, '16' '90s 'x", &mut errors);
        assert_eq!(tokens.into_iter().map(cut).collect::<Vec<_>>(), [false, true, true, false, false, false, false]);
    }

    #[test]
    fn no_ending_is_left_behind_a_mark() {
        assert_eq!(shown("A`S\u{113e1}: b's's"), ["a's", "Comma", "b's"]);
    }

    #[test]
    fn signs_need_something_behind_them() {
        assert_eq!(shown("Blair - Iraq -tax"), ["blair", "-", "iraq", "Minus", "tax"]);
        assert_eq!(shown("anti-war (-\"a b\")"), ["anti-war", "Open", "Minus", "<a b>0", "Close"]);
    }

    #[test]
    fn values_stand_behind_their_colon() {
        assert_eq!(
            shown("speaker:a-b,c date:2016-08..2016-10"),
            ["speaker:", "=a-b", "Comma", "=c", "date:", "=2016-08..2016-10"]
        );
        assert_eq!(
            shown("date:\"1 March 2016\"..\"June 2017\" date:[2016 TO 2017]"),
            ["date:", "<1 March 2016>0", "=..", "<June 2017>0", "date:", "=2016..2017"]
        );
        assert_eq!(shown("Brexit: https://example.org"), ["brexit", "Comma", "https", "example.org"]);
    }
}
