//! What stands around a hit: the paragraphs before and behind it, and where a topic word stands that the hit itself does
//! not hold. Why a quote was found must be seen beside it.

use std::ops::Range;

use super::answer::topic_words;
use super::ask::{Elsewhere, Hit, ParagraphsAround};
use super::matching::{self, Haystack, Needle};
use super::stored::StoredArticle;
use crate::article::BlockKind;
use crate::query::tree::{Node, TopicField, TopicWord};
use crate::span::Span;
use crate::words::sentences_around;

/// Most passages told of one hit.
const MOST: usize = 3;

/// The paragraphs around the quote in this place of its article, so many before it and behind it.
pub(super) fn paragraphs(article: &StoredArticle, place: usize, most: usize) -> Option<ParagraphsAround> {
    let (all, own) = prose_around(article, article.words_of(place)?);
    let texts = |range: Range<usize>| all[range].iter().map(|span| span.of(&article.text).to_string()).collect();
    Some(ParagraphsAround {
        before: texts(own.start.saturating_sub(most)..own.start),
        behind: texts(own.end..(own.end + most).min(all.len())),
        own: texts(own),
    })
}

/// The paragraphs of an article, and which of them the stretch lies in.
fn prose_around(article: &StoredArticle, stretch: Span) -> (Vec<Span>, Range<usize>) {
    let is_prose = |kind: BlockKind| matches!(kind, BlockKind::Paragraph | BlockKind::Subheading);
    let all: Vec<Span> = article.blocks.iter().filter(|block| is_prose(block.kind)).map(|block| block.span).collect();
    let first = all.partition_point(|span| span.end() <= stretch.start());
    let last = all.partition_point(|span| span.start() < stretch.end());
    (all, first..last.max(first))
}

/// Words of a question of which a hit must have so many.
struct Wanted {
    needles: Vec<Needle>,
    least: usize,
}

/// What a condition wants of words. Of alternatives one is enough; what only lifts a quote is not needed.
fn wanted(node: &Node, all: &mut Vec<Wanted>) {
    match node {
        Node::All(nodes) => nodes.iter().for_each(|node| wanted(node, all)),
        Node::Any(nodes) => {
            let mut words = Vec::new();
            nodes.iter().for_each(|node| topic_words(node, &mut words));
            all.push(Wanted { needles: anywhere(words.into_iter().map(|(word, _)| word)), least: 1 });
        }
        Node::Words(group) => {
            all.push(Wanted { needles: anywhere(group.words.iter()), least: group.at_least });
        }
        _ => {}
    }
}

fn anywhere<'n>(words: impl Iterator<Item = &'n TopicWord>) -> Vec<Needle> {
    words.map(Needle::new).filter(|needle| needle.field == TopicField::Anywhere).collect()
}

/// Tells of the words that a hit must have and that are not to be seen in it as it is printed where else they stand, the
/// nearest place first: in the lead-in, the paragraph, the headline, the paragraphs nearby.
pub(super) fn tell_elsewhere(hit: &mut Hit, root: &Node, article: Option<(&StoredArticle, usize)>) {
    let mut all = Vec::new();
    wanted(root, &mut all);
    let record = &hit.record;
    let printed = match (&record.sentence, record.kind.as_str()) {
        (Some(sentence), "partial" | "indirect") => format!("{}\n{sentence}", record.quote),
        _ => record.quote.clone(),
    };
    let title = record.article.title.as_deref();
    let places = [("lead-in", record.lead_in.as_deref()), ("paragraph", Some(&*record.context)), ("headline", title)];
    for Wanted { needles, least } in all {
        let shown = Haystack::new(&needles, &printed);
        let missing: Vec<&Needle> = needles.iter().filter(|needle| needle.find_all(&shown).is_empty()).collect();
        let least = least.min(needles.len());
        let mut left = least.saturating_sub(needles.len() - missing.len());
        for needle in missing {
            if left == 0 || hit.elsewhere.len() >= MOST {
                break;
            }
            let near = places.iter().filter_map(|(place, text)| passage(needle, place, (*text)?));
            let found = near.into_iter().next().or_else(|| nearby(needle, article?));
            if let Some(found) = found {
                left -= 1;
                add(&mut hit.elsewhere, found);
            }
        }
    }
}

/// The sentence of the text that holds the word first; the whole of a headline.
fn passage(needle: &Needle, place: &'static str, text: &str) -> Option<Elsewhere> {
    let haystack = Haystack::new(std::slice::from_ref(needle), text);
    let found = matching::merge_stretches(needle.find_all(&haystack));
    let (start, end) = *found.first()?;
    let around = if place == "headline" { 0..text.len() } else { sentences_around(text, start..end) };
    let sentence = text.get(around.clone())?;
    let inside = found.iter().filter(|(a, b)| around.start <= *a && *b <= around.end);
    let inside: Vec<(usize, usize)> = inside.map(|(a, b)| (a - around.start, b - around.start)).collect();
    Some(Elsewhere { place, text: sentence.to_string(), matches: matching::in_characters(sentence, &inside) })
}

/// In the paragraphs before and behind the quote, the nearest first.
fn nearby(needle: &Needle, (article, place): (&StoredArticle, usize)) -> Option<Elsewhere> {
    const REACH: usize = 6;
    let (all, own) = prose_around(article, article.words_of(place)?);
    let steps = (1..=REACH).flat_map(|step| [own.start.checked_sub(step), Some(own.end + step - 1)]);
    let paragraphs = steps.flatten().filter_map(|at| all.get(at));
    paragraphs.into_iter().find_map(|span| passage(needle, "nearby", span.of(&article.text)))
}

/// Two words in one passage are told with one passage.
fn add(list: &mut Vec<Elsewhere>, more: Elsewhere) {
    match list.iter_mut().find(|known| known.place == more.place && known.text == more.text) {
        Some(known) => {
            known.matches.extend(more.matches);
            known.matches.sort_unstable();
            known.matches.dedup();
        }
        None => list.push(more),
    }
}
