//! Words to topic words (query terms): terms of several words, names of people, synonyms, exact phrases, prefixes.
//!
//! Takes the words that say what a question is about, gives what is to be looked for. The same function reads plain
//! questions and the words of syntax, so that a query that was written back finds its synonyms again.

use super::context::Context;
use super::token::QueryWord;
use super::tree::{Matching, TopicField, TopicWord, Wording};
use super::vocabulary::{self, Kinds};
use crate::people::Gender;
use crate::span::Span;
use crate::words::List;

/// A word or phrase of the question.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece<'a> {
    pub span: Span,
    pub kind: PieceKind<'a>,
    /// A comma before it: no term and no name reaches over it.
    pub apart: bool,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum PieceKind<'a> {
    Word(&'a QueryWord),
    Phrase { text: &'a str, slop: u32 },
}

impl<'a> Piece<'a> {
    pub(super) fn word(&self) -> Option<&'a QueryWord> {
        match self.kind {
            PieceKind::Word(word) => Some(word),
            PieceKind::Phrase { .. } => None,
        }
    }
}

/// A topic word and where it stands in the question.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Topic {
    pub word: TopicWord,
    pub span: Span,
    pub exact: bool,
}

/// The weight of a bare surname for a full name, and of a name without its title.
const SURNAME: f32 = 0.7;
const WITHOUT_TITLE: f32 = 0.9;

/// Longest full name that is looked for, in words.
const LONGEST_NAME: usize = 4;

/// What becomes of the little words of the language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Little {
    /// Plain questions are full of them: left out, unless there is nothing else.
    Dropped,
    /// Syntax means what it says.
    Kept,
}

/// The topic words.
pub(super) fn read_topics(pieces: &[Piece], field: TopicField, little: Little, context: &Context) -> Vec<Topic> {
    let mut topics = Vec::new();
    let mut at = 0;
    while at < pieces.len() {
        let (topic, length) = read_topic(&pieces[at..], field, little, context);
        topics.extend(topic);
        at += length;
    }
    if topics.is_empty() {
        topics = pieces.iter().filter_map(|piece| plain(piece, field)).collect();
    }
    topics
}

fn read_topic(pieces: &[Piece], field: TopicField, little: Little, context: &Context) -> (Option<Topic>, usize) {
    let word = match pieces[0].kind {
        PieceKind::Phrase { text, slop } => return (phrase(text, slop, pieces[0].span, field), 1),
        PieceKind::Word(word) if word.prefix => return (plain(&pieces[0], field), 1),
        PieceKind::Word(word) if word.is_dash() => return (None, 1),
        PieceKind::Word(word) => word,
    };
    // The plain words from here on, up to a comma or a dash.
    let words: Vec<&QueryWord> = pieces
        .iter()
        .enumerate()
        .take_while(|(index, piece)| *index == 0 || !piece.apart)
        .map_while(|(_, piece)| piece.word().filter(|word| !word.prefix && !word.is_dash()))
        .take(8)
        .collect();
    let folded: Vec<&str> = words.iter().map(|word| word.folded.as_str()).collect();
    let term = context.synonyms.find_term(&folded).unwrap_or(0);
    let name = name_length(&words, context);
    // `article 13`, `tier 3`: the number alone would find any.
    let is_number = |word: &&QueryWord| word.folded.len() <= 3 && word.folded.bytes().all(|byte| byte.is_ascii_digit());
    let is_numbered = List::Numbered.has(&word.folded) && !word.possessive && words.get(1).is_some_and(is_number);
    let length = term.max(name).max(1 + usize::from(is_numbered));
    if length == 1 && little == Little::Dropped && word.is_little() {
        return (None, 1);
    }
    let searched: Vec<String> = words[..length].iter().map(|word| word.searched()).collect();
    let stemmed =
        |words: &[String], weight: f32| Wording { words: words.to_vec(), matching: Matching::Stemmed, weight };
    let mut wordings = vec![stemmed(&searched, 1.0)];
    if name == length && length > 1 {
        let titles = title_count(&words[..length], context);
        if titles > 0 {
            wordings.push(stemmed(&searched[titles..], WITHOUT_TITLE));
        }
        let surname = surname_length(&words[..length], context);
        if surname < length - titles {
            let surname = &searched[length - surname..];
            let is_common = |word: &String| !vocabulary::embedded().kinds(&word.to_lowercase()).is_empty();
            match surname {
                // `may` is the verb nearly everywhere: the name is one behind a title.
                [word] if is_common(word) => {
                    let titled = |title: &str| stemmed(&[title.to_owned(), word.to_lowercase()], SURNAME);
                    wordings.extend(courtesy_titles(&words[titles..length], context).iter().map(|title| titled(title)));
                }
                surname => wordings.push(stemmed(surname, SURNAME)),
            }
        }
    }
    // `us` is no country: a little word stands for itself.
    if (term == length || name < 2) && !(length == 1 && word.is_little()) {
        wordings.extend(context.synonyms.other_wordings(&folded[..length]));
    }
    let span = pieces[0].span.hull(pieces[length - 1].span);
    (Some(Topic { word: TopicWord { wordings, field }, span, exact: false }), length)
}

/// The number of words of the name of a person at the beginning, 0 where there is none: a full name that the
/// register knows, or a title and a surname.
fn name_length(words: &[&QueryWord], context: &Context) -> usize {
    let text = |words: &[&QueryWord]| words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
    let titles = title_count(words, context);
    let names = words.get(titles..).unwrap_or(&[]);
    for length in (2..=LONGEST_NAME.min(names.len())).rev() {
        let name = &names[..length];
        // What belongs to somebody is no name of somebody: `Trump's doctor`.
        let owned = name[..length - 1].iter().any(|word| word.possessive);
        if !owned && !name[0].is_little() && !context.register.find_name(&text(name)).is_empty() {
            return titles + length;
        }
    }
    // `Mr judge's` names nobody, with the ending or without.
    let is_name =
        |word: &QueryWord| !word.is_little() && (!can_be_title(word) || context.register.is_surname(&word.folded));
    let Some(surname) = names.first().filter(|word| titles > 0 && is_name(word)) else { return 0 };
    let is_courtesy = matches!(
        words[0].folded.as_str(),
        "mr" | "mrs" | "ms" | "miss" | "dr" | "sir" | "dame" | "lady" | "baroness" | "lord"
    );
    let last = &words[titles - 1];
    let known = context.register.find_surname(&surname.folded);
    if last.possessive {
        0
    } else if is_courtesy || known.iter().any(|&id| context.register.person(id).prominence() >= 5) {
        titles + 1
    } else {
        0
    }
}

/// The titles that papers set before the surname of whoever bears the full name.
fn courtesy_titles(name: &[&QueryWord], context: &Context) -> &'static [&'static str] {
    let text = name.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
    let bearers = context.register.find_name(&text);
    let all = |gender: Gender| bearers.iter().all(|&id| context.register.person(id).gender() == gender);
    match () {
        () if bearers.is_empty() => &["mr", "mrs", "ms"],
        () if all(Gender::Female) => &["mrs", "ms"],
        () if all(Gender::Male) => &["mr"],
        () => &["mr", "mrs", "ms"],
    }
}

/// The number of words of the surname at the end of a full name.
fn surname_length(name: &[&QueryWord], context: &Context) -> usize {
    (1..name.len())
        .rev()
        .find(|&length| {
            let surname: Vec<&str> = name[name.len() - length..].iter().map(|word| word.folded.as_str()).collect();
            context.register.is_surname(&surname.join(" "))
        })
        .unwrap_or(1)
}

/// The number of titles before a name; behind another one, a title that is a surname as well is the surname: `Mr King`.
fn title_count(words: &[&QueryWord], context: &Context) -> usize {
    let is_surname = |at: usize| at > 0 && context.register.is_surname(&words[at].folded);
    (0..words.len()).take_while(|&at| is_title(words[at]) && !is_surname(at)).count()
}

fn is_title(word: &QueryWord) -> bool {
    !word.possessive && can_be_title(word)
}

fn can_be_title(word: &QueryWord) -> bool {
    vocabulary::embedded().kinds(&word.folded).has(Kinds::TITLE)
}

fn plain(piece: &Piece, field: TopicField) -> Option<Topic> {
    let word = match piece.kind {
        PieceKind::Word(word) => word,
        PieceKind::Phrase { text, slop } => return phrase(text, slop, piece.span, field),
    };
    if word.is_dash() {
        return None;
    }
    let matching = if word.prefix { Matching::Prefix } else { Matching::Stemmed };
    let wordings = vec![Wording { words: vec![word.searched()], matching, weight: 1.0 }];
    Some(Topic { word: TopicWord { wordings, field }, span: piece.span, exact: word.prefix })
}

/// The very words; `None` where there is no letter or digit among them.
fn phrase(text: &str, slop: u32, span: Span, field: TopicField) -> Option<Topic> {
    let is_prefix = text.trim_end().ends_with('*');
    let mut words: Vec<String> = text
        .split(|char: char| {
            !(char.is_alphanumeric() || matches!(char, '\'' | '’' | '-' | '.' | ',' | '/' | '&' | '%' | '£' | '$'))
        })
        .map(|word| word.trim_matches(|char: char| !char.is_alphanumeric()).replace('’', "'"))
        .filter(|word| !word.is_empty())
        .collect();
    if words.is_empty() {
        return None;
    }
    if let [word] = words.as_mut_slice()
        && is_prefix
    {
        *word = word.to_lowercase();
    }
    let matching = if is_prefix { Matching::Prefix } else { Matching::Exact { slop } };
    let wordings = vec![Wording { words, matching, weight: 1.0 }];
    Some(Topic { word: TopicWord { wordings, field }, span, exact: true })
}

/// How many of the topic words of a plain question are needed. Where the question names who speaks, a quote with one
/// of two words or half of more may be what is meant, and the rank sees to the order; where only the words tell what
/// is asked for, two in three must be there.
pub(super) fn needed(words: usize, names_speaker: bool) -> usize {
    match (words, names_speaker) {
        (0..=2, true) => 1,
        (_, true) => words.div_ceil(2),
        (0..=2, false) => words.max(1),
        (_, false) => (2 * words).div_ceil(3),
    }
}
