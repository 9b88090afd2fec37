//! Why a hit stands where it does, in words: where the words of the question stand, and what sets it before the next one.
//! The numbers behind it are for `--verbose` and for programs.

use super::look::Look;
use crate::harmless::clean;
use crate::index::{Hit, Match, WordScore};

const INDENT: &str = "      ";

/// Most places told of a word.
const MOST_PLACES: usize = 2;

/// The reasons of a hit; `next` is the one behind it.
pub fn in_words(hit: &Hit, next: Option<&Hit>, look: &Look) -> String {
    let Some(parts) = &hit.explained else { return String::new() };
    let mut reasons: Vec<String> = parts.words.iter().map(where_it_stands).collect();
    let kind = match hit.record.kind.as_str() {
        "direct" => "a whole statement in quotation marks",
        "partial" => "some words in quotation marks",
        _ => "reported without quotation marks",
    };
    let speaker = match (&hit.record.speaker, hit.record.confidence) {
        (None, _) => "the speaker cannot be told",
        (Some(_), 0.9..) => "who said it is sure",
        (Some(_), 0.7..) => "who said it is fairly sure",
        (Some(_), _) => "who said it is a guess",
    };
    reasons.push(kind.to_string());
    reasons.push(speaker.to_string());
    let mut text = look.wrap(&format!("Why: {}.", reasons.join("; ")), INDENT, INDENT);
    if let Some(reason) = next.and_then(|next| before_the_next(hit, next)) {
        text.push_str(&look.wrap(&format!("Before the next one: {reason}."), INDENT, INDENT));
    }
    text
}

/// `“nato” stands in the quote and the headline`.
fn where_it_stands(word: &WordScore) -> String {
    format!("“{}” stands {}", clean(&word.word), places(word))
}

fn places(word: &WordScore) -> String {
    // The nearest ones decide.
    let names: Vec<&str> = word
        .places
        .iter()
        .take(MOST_PLACES)
        .map(|place| match *place {
            "quote" => "in the quote",
            "lead-in" => "in the sentence before it",
            "paragraph" => "in its paragraph",
            "headline" => "in the headline",
            "nearby" => "in a paragraph nearby",
            _ => "in its paragraph as the speaker's name",
        })
        .collect();
    match names.as_slice() {
        [] => "nowhere near it".to_string(),
        [only] => (*only).to_string(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// What weighs most in favour of the first of two hits that follow each other.
fn before_the_next(hit: &Hit, next: &Hit) -> Option<String> {
    if hit.matched != next.matched {
        return Some(match next.matched {
            Match::SameArticle => "that one is of the same articles, on another thing".to_string(),
            Match::All | Match::Some => "it has more of the words".to_string(),
        });
    }
    let (own, other) = (hit.explained.as_ref()?, next.explained.as_ref()?);
    let worth = |word: &WordScore| word.rarity * word.worth;
    let gains = own.words.iter().map(|word| {
        let there = other.words.iter().find(|other| other.word == word.word);
        (worth(word) - there.map_or(0.0, worth), word, there)
    });
    let most = gains.max_by(|one, two| one.0.total_cmp(&two.0));
    match most {
        Some((gain, word, there)) if gain > 1e-3 => {
            let there = there.map_or_else(|| "nowhere near it".to_string(), places);
            let here = places(word);
            let name = clean(&word.word);
            Some(match here == there {
                true => format!("“{name}” itself stands there, and not another word for it"),
                false => format!("“{name}” stands {here}, there {there}"),
            })
        }
        _ if hit.record.kind != next.record.kind && hit.score > next.score => {
            let name = |kind: &str| match kind {
                "direct" => "a whole statement in quotation marks",
                "partial" => "a few quoted words",
                _ => "a report",
            };
            Some(format!("it is {}, that one {}", name(&hit.record.kind), name(&next.record.kind)))
        }
        _ if hit.record.confidence > next.record.confidence && hit.score > next.score => {
            Some("it is surer who said it".to_string())
        }
        _ => None,
    }
}

/// How the score is made up, a line for each word and one for the sum.
pub fn in_numbers(hit: &Hit) -> String {
    let Some(parts) = &hit.explained else { return String::new() };
    let mut text = String::new();
    for word in &parts.words {
        let product = word.rarity * word.worth;
        text.push_str(&format!(
            "{INDENT}{}: rarity {:.2} × places {:.2} = {product:.2}\n",
            clean(&word.word),
            word.rarity,
            word.worth
        ));
    }
    let record = &hit.record;
    let words = if parts.words.is_empty() { "0" } else { "the words" };
    text.push_str(&format!(
        "{INDENT}score {:.2} = {words} × {:.2} + {:.2} ({}, confidence {:.2}); rule {}\n",
        hit.score, parts.factor, parts.added, record.kind, record.confidence, record.rule
    ));
    text
}
