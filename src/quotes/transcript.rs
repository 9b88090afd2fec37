//! Transcripts without quotation marks: debates, interviews and press conferences, in which each speech stands behind the
//! name of its speaker and a colon.
//!
//! Takes the paragraphs of an article, gives a quoted span for each speech of one that is a transcript; none where labels
//! are rare, because a list of keywords looks the same in an article. Not told apart: the paragraphs of a speech behind its
//! first, which may be the writer's.

use super::lexicon::*;
use super::marks::{End, Quoted};
use super::tokens::{Kind, MarkStyle, Prose};
use crate::words::List;
use std::collections::HashMap;
use std::ops::Range;

/// Tokens of the longest label.
const LONGEST_LABEL: usize = 20;
/// Words of the shortest speech.
const SHORTEST_SPEECH: usize = 3;

/// A label with a colon at the head of a paragraph.
struct SpeechLabel<'a> {
    paragraph: usize,
    colon: usize,
    form: LabelForm,
    /// As it is written, what stands in brackets left out.
    name: &'a str,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum LabelForm {
    /// "TESTBY:", "MR TESTBY:"
    Capitals,
    /// "Ann Example:"
    Name,
    /// "Ann Example (Exampleton North) (Lab):", "The Minister for Ferries (Ann Example):"
    Bracketed,
    /// "MOTION:": nobody speaks.
    Nobody,
}

/// The speeches of a transcript, in order of the text.
pub(crate) fn find_speeches(prose: &Prose) -> Vec<Quoted> {
    let labels: Vec<SpeechLabel> = (0..prose.paragraphs.len()).filter_map(|at| label_of(prose, at)).collect();
    if labels.is_empty() || !is_transcript(prose, &labels) {
        return Vec::new();
    }
    let speech = |label: &SpeechLabel| {
        let tokens = label.colon + 1..prose.paragraphs[label.paragraph].tokens.end;
        Quoted {
            span: prose.span(tokens.clone()),
            inner: tokens.clone(),
            outer: tokens,
            paragraph: label.paragraph,
            style: MarkStyle::Double,
            end: End::Unmarked,
            continues: false,
            parent: None,
        }
    };
    labels.iter().filter(|label| label.form != LabelForm::Nobody).map(speech).collect()
}

/// Whether so many paragraphs have labels, of several speakers, that nothing else is likely.
fn is_transcript(prose: &Prose, labels: &[SpeechLabel]) -> bool {
    const FEWEST: usize = 2;
    let paragraphs = prose.paragraphs.iter().filter(|paragraph| paragraph.is_prose).count();
    let mut speeches: HashMap<&str, usize> = HashMap::new();
    for label in labels.iter().filter(|label| label.form != LabelForm::Nobody) {
        *speeches.entry(label.name).or_default() += 1;
    }
    let told = |form: LabelForm| labels.iter().any(|label| label.form == form);
    let is_dense = labels.len() * 3 >= paragraphs;
    // Names in small letters label many things; of somebody who speaks, one comes twice.
    let is_sure = told(LabelForm::Bracketed) || told(LabelForm::Capitals) || speeches.values().any(|count| *count > 1);
    is_dense && is_sure && labels.len() >= FEWEST && speeches.len() >= FEWEST
}

fn label_of<'a>(prose: &Prose<'a>, at: usize) -> Option<SpeechLabel<'a>> {
    let paragraph = prose.paragraphs.get(at).filter(|paragraph| paragraph.is_prose)?;
    let tokens = paragraph.tokens.clone();
    let head = tokens.start..tokens.end.min(tokens.start + LONGEST_LABEL);
    let colon = head.clone().find(|at| prose.tokens[*at].kind == Kind::Colon).filter(|colon| *colon > tokens.start)?;
    let (name, brackets) = without_brackets(prose, tokens.start..colon)?;
    let form = form_of(prose, name.clone(), brackets)?;
    let speech = &prose.tokens[colon + 1..tokens.end];
    let words = speech.iter().filter(|token| token.kind == Kind::Word).count();
    let first = speech.first()?;
    let begins = first.kind == Kind::Word && first.capital && first.spaced;
    let ends = speech.last().is_some_and(|last| matches!(last.kind, Kind::Stop | Kind::Dash | Kind::CloseBracket));
    if !begins || !ends || words < SHORTEST_SPEECH {
        // "Vote: 12 for" is no speech, and yet a label among others.
        return (form == LabelForm::Nobody).then_some(SpeechLabel { paragraph: at, colon, form, name: "" });
    }
    Some(SpeechLabel { paragraph: at, colon, form, name: prose.span(name).of(prose.text) })
}

/// What stands before the first bracket, and whether all that follows stands in brackets.
fn without_brackets(prose: &Prose, label: Range<usize>) -> Option<(Range<usize>, bool)> {
    let kind = |at: usize| prose.tokens[at].kind;
    let Some(open) = label.clone().find(|at| kind(*at) == Kind::OpenBracket) else { return Some((label, false)) };
    let closed = label.end.checked_sub(1).is_some_and(|last| kind(last) == Kind::CloseBracket);
    (closed && open > label.start).then_some((label.start..open, true))
}

fn form_of(prose: &Prose, name: Range<usize>, brackets: bool) -> Option<LabelForm> {
    const MOST_WORDS: usize = 5;
    let tokens = &prose.tokens[name.clone()];
    let is_word = |at: usize| prose.tokens[at].kind == Kind::Word;
    if tokens.len() > LONGEST_LABEL || tokens.iter().any(|token| matches!(token.kind, Kind::Stop | Kind::Mark(_))) {
        return None;
    }
    if name.clone().any(|at| is_word(at) && List::LabelsNobody.has_any_case(prose.str(at)))
        || !name.clone().all(is_word)
    {
        let capital = tokens.first().is_some_and(|token| token.capital);
        return (capital && tokens.len() <= MOST_WORDS).then_some(LabelForm::Nobody);
    }
    let is_known = |of: Classes| tokens.iter().any(|token| token.is(of));
    let capitals = tokens.iter().all(|token| token.all_caps) && tokens.iter().any(|token| token.span.len() > 2);
    if brackets {
        let opens = tokens.first().is_some_and(|token| token.capital);
        return (opens && (tokens.len() > 1 || capitals)).then_some(LabelForm::Bracketed);
    }
    if tokens.len() > MOST_WORDS || is_known(PLACE | PARTY_NAME | WEEKDAY | MONTH | NOT_PERSON) {
        return None;
    }
    if capitals {
        return Some(LabelForm::Capitals);
    }
    let is_person = is_known(GIVEN | ANY_HONORIFIC);
    let named = tokens.len() > 1 && tokens.iter().all(|token| token.capital || token.is(PARTICLE));
    (named && is_person).then_some(LabelForm::Name)
}
