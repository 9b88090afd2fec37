//! Pasted headlines: a question that is, word for word, the headline of an article of the index.
//!
//! However a headline could be read as a question, whoever pastes a whole one wants its article. The answer says so, and
//! how to ask the question instead.

use super::asked::Asked;
use super::request::Request;
use super::{Library, Result};
use crate::index::{Asking, fold_words};

/// Fewer words are a topic that some article is called by; with the name of a paper behind it, a headline can be shorter.
const FEWEST_WORDS: usize = 4;
const FEWEST_WITH_PAPER: usize = 3;
/// No headline is longer.
const MOST_WORDS: usize = 40;
/// So many quotes are looked at: some can be of articles whose headlines go on.
const MOST_LOOKED_AT: usize = 10;

impl Library {
    /// The question for the headline that this one is; `None` where it is none, or holds filters.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub(super) fn as_headline(&self, asked: &Asked, request: &Request) -> Result<Option<Asked>> {
        let text = asked.without_frame();
        let words = fold_words(text);
        let fewest = if text.len() < asked.question.len() { FEWEST_WITH_PAPER } else { FEWEST_WORDS };
        if asked.has_filters() || !(fewest..=MOST_WORDS).contains(&words.len()) {
            return Ok(None);
        }
        let bare: String = text.chars().map(|char| if is_mark(char) { ' ' } else { char }).collect();
        let question = format!("title:\"{}\"", bare.split_whitespace().collect::<Vec<_>>().join(" "));
        let Ok(headline) = self.read(&Request { question, ..request.clone() }) else { return Ok(None) };
        let asking = Asking { facets: Vec::new(), limit: MOST_LOOKED_AT, ..Asking::default() };
        let answer = self.store().ask(&headline.query, &asking)?;
        let is_whole = answer.hits.iter().any(|hit| {
            let title = hit.record.article.title.as_deref().unwrap_or_default();
            fold_words(title) == words
        });
        Ok(is_whole.then_some(headline))
    }
}

/// Signs that would end the phrase.
fn is_mark(char: char) -> bool {
    matches!(char, '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '＂' | '\\' | '*')
}
