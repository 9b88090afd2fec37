//! What is said without quotation marks: debates, interviews and press conferences, in which each speech stands behind the
//! name of its speaker and a colon; and statements of offices and parties, whose paragraphs stand below "… said:".
//!
//! Takes the paragraphs of an article, gives a quoted span for each speech of one that is a transcript; none where labels
//! are rare, because a list of keywords looks the same in an article. Below "… said:" a paragraph is somebody's where it
//! says *I* or *we*. Not told apart: the paragraphs of a speech in a transcript behind its first, which may be the writer's.

use super::lexicon::*;
use super::marks::{End, Quoted};
use super::tokens::{Kind, MarkStyle, Prose, Token};
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
    let mut speeches = find_transcript(prose);
    if speeches.is_empty() {
        find_statements(prose, &mut speeches);
    }
    speeches
}

/// The paragraphs below each line that ends in "… said:", as far as they say *I* or *we*.
fn find_statements(prose: &Prose, found: &mut Vec<Quoted>) {
    let mut at = 0;
    while at < prose.paragraphs.len() {
        let introduced = introduces(prose, at);
        at += 1;
        if !introduced {
            continue;
        }
        let first = found.len();
        // The first may say neither, where the second does.
        while stands_alone(prose, at)
            && (speaks_of_itself(prose, at)
                || found.len() == first && stands_alone(prose, at + 1) && speaks_of_itself(prose, at + 1))
        {
            let tokens = prose.paragraphs[at].tokens.clone();
            if let Some(before) = found.get_mut(first..).and_then(<[Quoted]>::last_mut) {
                before.end = End::Open;
            }
            let continues = found.len() > first;
            found.push(unmarked(prose, at, tokens, continues));
            at += 1;
        }
    }
}

/// Whether a paragraph ends in a colon behind a word of saying.
fn introduces(prose: &Prose, at: usize) -> bool {
    const REACH: usize = 8;
    let paragraph = &prose.paragraphs[at];
    let tokens = &prose.tokens[paragraph.tokens.clone()];
    let is_colon = tokens.last().is_some_and(|last| last.kind == Kind::Colon);
    let tail = tokens.len().saturating_sub(REACH);
    let says = |token: &Token| token.word.cue.is_some_and(|cue| cue.class == CueClass::Say && cue.form.is_finite());
    paragraph.is_prose && is_colon && tokens[tail..].iter().any(says)
}

/// Whether it is a paragraph of prose that holds no marks.
fn stands_alone(prose: &Prose, at: usize) -> bool {
    let Some(paragraph) = prose.paragraphs.get(at).filter(|paragraph| paragraph.is_prose) else { return false };
    let tokens = &prose.tokens[paragraph.tokens.clone()];
    let is_speech = tokens.first().is_some_and(|first| first.kind == Kind::Word && first.capital);
    let ends = tokens.last().is_some_and(|last| last.kind == Kind::Stop);
    is_speech && ends && !tokens.iter().any(Token::is_mark)
}

/// Whether a paragraph is in the first person.
fn speaks_of_itself(prose: &Prose, at: usize) -> bool {
    let Some(paragraph) = prose.paragraphs.get(at) else { return false };
    prose.tokens[paragraph.tokens.clone()].iter().any(|token| token.is(FIRST) && token.kind == Kind::Word)
}

fn unmarked(prose: &Prose, paragraph: usize, tokens: Range<usize>, continues: bool) -> Quoted {
    Quoted {
        span: prose.span(tokens.clone()),
        inner: tokens.clone(),
        outer: tokens,
        paragraph,
        style: MarkStyle::Double,
        end: End::Closed,
        continues,
        unmarked: true,
        parent: None,
    }
}

fn find_transcript(prose: &Prose) -> Vec<Quoted> {
    let labels: Vec<SpeechLabel> = (0..prose.paragraphs.len()).filter_map(|at| label_of(prose, at)).collect();
    if labels.is_empty() || !is_transcript(prose, &labels) {
        return Vec::new();
    }
    let speech = |label: &SpeechLabel| {
        let tokens = label.colon + 1..prose.paragraphs[label.paragraph].tokens.end;
        unmarked(prose, label.paragraph, tokens, false)
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
