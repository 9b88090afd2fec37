//! Where around a quote each word stands, kept as the word's frequency in one field: whoever scores a quote reads one
//! list for a word instead of one for each place.
//!
//! A field of the engine keeps for each word and document how often the word was met. The field `places` says instead
//! where: each stem is given to the engine as often as its code says (see [`Places::code`]). Phrases and other forms
//! need the fields of the places themselves.

use rustc_hash::FxHashMap;
use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer};

use super::analyze::{self, TEXT_BREAK};
use super::document::Texts;

/// Name under which the tokenizer is registered with the engine.
pub(super) const PLACES: &str = "onrecord_places";

/// The places of one word, as a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Places(u8);

impl Places {
    /// In a paragraph nearby and nowhere closer: the empty set.
    pub const NEARBY: Places = Places(0);
    /// In the quote, before it, in its paragraph or in the headline.
    pub const AROUND: Places = Places(1);
    pub const CONTEXT: Places = Places(2);
    pub const LEAD_IN: Places = Places(4);
    pub const QUOTE: Places = Places(8);
    pub const TITLE: Places = Places(16);

    pub fn holds(self, other: Places) -> bool {
        self.0 & other.0 == other.0
    }

    fn with(self, other: Places) -> Places {
        Places(self.0 | other.0)
    }

    /// How often the engine is given the word: from 1 to 17, the more frequent sets the fewer. What stands in a place
    /// stands around the quote, so that the first bit is told by the others.
    fn code(self) -> u8 {
        match self.0 >> 1 {
            0 => 1 + self.0,
            closer => 2 + closer,
        }
    }

    /// The set of a code; `None` where it is none.
    pub fn of_code(code: u32) -> Option<Places> {
        match u8::try_from(code).ok()? {
            code @ 1..=2 => Some(Places(code - 1)),
            code @ 3..=17 => Some(Places((code - 2) << 1).with(Places::AROUND)),
            _ => None,
        }
    }
}

/// Ends an entry of the field's text; no stem holds it.
const ENTRY_END: char = '\u{1f}';

/// The text of the field `places`: for each stem its code and itself. `around` is what [`Texts::around`] made, `nearby`
/// the paragraphs nearby, `name` the speaker's, whose capitalised words say nothing of the context's topic.
pub(super) fn write(
    texts: &Texts,
    around: &str,
    nearby: &str,
    name: Option<&str>,
    stemmed: &mut TextAnalyzer,
) -> String {
    let mut places: FxHashMap<String, Places> = FxHashMap::default();
    let name: Vec<String> = name.map_or_else(Vec::new, |name| stems(stemmed, name));
    // The layout of `Texts::around`: each text with a break behind it, then the quote where the context lacks it.
    let context = texts.lead_in.len() + TEXT_BREAK.len_utf8();
    let title = context + texts.context.len() + TEXT_BREAK.len_utf8();
    let alone = title + texts.title.len() + TEXT_BREAK.len_utf8();
    let quote = match texts.context.find(texts.quote) {
        Some(at) => context + at..context + at + texts.quote.len(),
        None => alone..around.len(),
    };
    let mut stream = stemmed.token_stream(around);
    while stream.advance() {
        let token = stream.token();
        let at = token.offset_from;
        let mut set = Places::AROUND;
        if at < context {
            set = set.with(Places::LEAD_IN);
        } else if at < title {
            let capitalised = || around[at..].chars().next().is_some_and(char::is_uppercase);
            if !(name.contains(&token.text) && capitalised()) {
                set = set.with(Places::CONTEXT);
            }
        } else if at < alone {
            set = set.with(Places::TITLE);
        }
        if quote.contains(&at) {
            set = set.with(Places::QUOTE);
        }
        add(&mut places, &token.text, set);
    }
    drop(stream);
    let mut stream = stemmed.token_stream(nearby);
    while stream.advance() {
        add(&mut places, &stream.token().text, Places::NEARBY);
    }
    let mut text = String::with_capacity(places.len() * 8);
    for (stem, set) in places {
        text.push(char::from(b'@' + set.code()));
        text.push_str(&stem);
        text.push(ENTRY_END);
    }
    text
}

fn add(places: &mut FxHashMap<String, Places>, stem: &str, set: Places) {
    match places.get_mut(stem) {
        Some(known) => *known = known.with(set),
        None => {
            places.insert(stem.to_owned(), set);
        }
    }
}

fn stems(stemmed: &mut TextAnalyzer, text: &str) -> Vec<String> {
    analyze::terms(stemmed, text).into_iter().map(|term| term.text).collect()
}

/// Reads what [`write()`] wrote: each stem as often as its code says.
#[derive(Clone, Default)]
pub(super) struct PlaceCodes {
    token: Token,
}

pub(super) struct CodeStream<'a> {
    rest: &'a str,
    /// How often the stem is still to be given.
    left: u8,
    token: &'a mut Token,
}

impl Tokenizer for PlaceCodes {
    type TokenStream<'a> = CodeStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> CodeStream<'a> {
        self.token.reset();
        CodeStream { rest: text, left: 0, token: &mut self.token }
    }
}

impl TokenStream for CodeStream<'_> {
    fn advance(&mut self) -> bool {
        if self.left > 0 {
            self.left -= 1;
            return true;
        }
        let Some((entry, rest)) = self.rest.split_once(ENTRY_END) else { return false };
        self.rest = rest;
        let Some(code) = entry.bytes().next().filter(u8::is_ascii) else { return false };
        self.left = code.saturating_sub(b'@' + 1);
        self.token.text.clear();
        self.token.text.push_str(&entry[1..]);
        self.token.position = self.token.position.wrapping_add(1);
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::analyze::{Form, analyzer};

    fn shown(texts: &Texts, nearby: &str, name: &str) -> Vec<(String, usize)> {
        let text = write(texts, &texts.around(), nearby, Some(name), &mut analyzer(Form::Stemmed));
        let mut codes = PlaceCodes::default();
        let mut stream = codes.token_stream(&text);
        let mut counts: FxHashMap<String, usize> = FxHashMap::default();
        while stream.advance() {
            *counts.entry(stream.token().text.clone()).or_default() += 1;
        }
        let mut counts: Vec<_> = counts.into_iter().collect();
        counts.sort();
        counts
    }

    #[test]
    fn every_set_comes_back_from_its_code() {
        for set in (0..32).map(Places).filter(|set| set.0 == 0 || set.holds(Places::AROUND)) {
            assert_eq!(Places::of_code(u32::from(set.code())), Some(set));
            assert!((1..=17).contains(&set.code()));
        }
        assert_eq!(Places::of_code(0), None);
        assert_eq!(Places::of_code(18), None);
        assert_eq!(Places::of_code(1000), None);
    }

    #[test]
    fn each_stem_is_given_as_often_as_its_places_say() {
        let texts = Texts {
            quote: "Taxes will rise",
            lead_in: "Asked of taxes:",
            context: "“Taxes will rise,” Ann Testby said of the Testby fund",
            title: "Funds",
        };
        let found = shown(&texts, "The fund is old.", "Ann Testby");
        let code = |stem: &str| found.iter().find(|(known, _)| known == stem).map(|(_, count)| *count as u32);
        let places = |stem: &str| code(stem).and_then(Places::of_code).unwrap();
        let set = |places: &[Places]| places.iter().fold(Places::AROUND, |set, place| set.with(*place));
        assert_eq!(places("tax"), set(&[Places::QUOTE, Places::CONTEXT, Places::LEAD_IN]));
        assert_eq!(places("rise"), set(&[Places::QUOTE, Places::CONTEXT]));
        assert_eq!(places("fund"), set(&[Places::CONTEXT, Places::TITLE]));
        assert_eq!(places("testbi"), Places::AROUND);
        assert_eq!(places("old"), Places::NEARBY);
        assert_eq!(code("absent"), None);
    }

    #[test]
    fn a_quote_in_pieces_stands_behind_the_other_texts() {
        let texts =
            Texts { quote: "We go now", lead_in: "", context: "“We go,” he said, “now”", title: "A walk" };
        let found = shown(&texts, "", "");
        let now = found.iter().find(|(stem, _)| stem == "now").map(|(_, count)| *count as u32).unwrap();
        assert!(Places::of_code(now).unwrap().holds(Places::QUOTE));
    }
}
