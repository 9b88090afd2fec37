//! The plain words of a question to conditions: times first, then who is excluded, the office held and the order, then
//! the form of the question ([`super::sentence`]), and at last the topics.

use super::asides::{HeldThen, find_held, find_order};
use super::context::Context;
use super::draft::Draft;
use super::explain::{Choice, Meaning, ReadingNote};
use super::lexemes::{Sentence, is_plain_noun};
use super::negation::find_left_out;
use super::outlets::find_outlet;
use super::plan::{Asks, SentencePlan};
use super::request::{Frame, take_frame};
use super::speakers;
use super::times::{AskedTime, date_nodes, named_before, take_times};
use super::token::QueryWord;
use super::topics::{Little, Piece, needed, read_topics};
use super::tree::{Form, Node, Order, OutletRef, SpeakerRef, TopicField, TopicWord, WordGroup};
use super::vocabulary::{self, Kinds};
use super::who::{Certainty, Who};
use crate::people::{Gender, slug};
use crate::span::Span;
use crate::words::List;
use std::ops::Range;
use std::rc::Rc;

/// The conditions of a plain question; its dates stand last.
pub(super) fn read_plain_words(draft: &mut Draft, mut pieces: Vec<Piece>, has_speaker: bool) -> Vec<Node> {
    if pieces.is_empty() {
        return Vec::new();
    }
    let times = take_times(draft, &mut pieces);
    let context = draft.context;
    let mut sentence = Sentence::new(pieces, context);
    let mut nodes: Vec<Node> = Vec::new();
    let frame = take_frame(&mut sentence);
    explain_frame(draft, frame);
    let outlet = take_outlet(draft, &mut sentence);
    let left_out = take_left_out(&mut sentence);
    if let Some(HeldThen { stretch, name, certainty }) = find_held(&sentence) {
        if let Some(who) = take_speaker(draft, &sentence, name, certainty) {
            draft.explain(span_of(&sentence.pieces[stretch.clone()]), Meaning::Speaker(draft.syntax(&who.node)));
            nodes.push(who.node.clone());
        }
        sentence.remove(stretch);
    }
    if let Some((order, stretch)) = find_order(&sentence) {
        let name = if order == Order::Oldest { "oldest first" } else { "newest first" };
        draft.explain(span_of(&sentence.pieces[stretch.clone()]), Meaning::Order(name));
        draft.order.get_or_insert(order);
        sentence.remove(stretch);
    }
    let plan = sentence.plan(has_speaker);
    draft.form = match plan.asks {
        Asks::Quotes => draft.form.clone(),
        Asks::Count => Form::Count,
        Asks::When => Form::When,
        Asks::Who => Form::Who,
    };
    let mut country = None;
    let mut names_speaker = has_speaker || !plan.versus.is_empty();
    if let Some((stretch, certainty)) = &plan.speaker
        && let Some(who) = take_speaker(draft, &sentence, stretch.clone(), *certainty)
    {
        draft.explain(span_of(&sentence.pieces[stretch.clone()]), Meaning::Speaker(draft.syntax(&who.node)));
        names_speaker = true;
        country = who.country;
        nodes.push(who.node.clone());
    }
    if !names_speaker && let Some((pronoun, who)) = he_or_she(&sentence, &plan, &times, context) {
        draft.notes.extend(who.notes.iter().cloned());
        draft.explain(pronoun, Meaning::Speaker(draft.syntax(&who.node)));
        names_speaker = true;
        country = who.country;
        nodes.push(who.node.clone());
    }
    for side in &plan.versus {
        if let Some(who) = take_speaker(draft, &sentence, side.clone(), Certainty::Before) {
            draft.explain(span_of(&sentence.pieces[side.clone()]), Meaning::Speaker(draft.syntax(&who.node)));
            country = country.or(who.country);
            draft.add_side(who.node.clone());
        }
    }
    let names_persons = nodes.iter().any(|node| matches!(node, Node::Speaker(_)));
    nodes.extend(not_judged(draft, &sentence.pieces, &plan));
    nodes.extend(not_topic_person(draft, &sentence.pieces, &plan, &nodes));
    note_speakers_of_topic(draft, &sentence.pieces, &plan);
    nodes.append(&mut topic_nodes(draft, &sentence.pieces, &plan, names_speaker));
    nodes.extend(outlet);
    for left in left_out {
        if let Some(bearers) = left_out_bearers(draft, &left, &mut nodes) {
            draft.explain(left.span, Meaning::NotSpeaker(draft.syntax(&Node::Speaker(bearers))));
            continue;
        }
        nodes.extend(not_node(draft, left, names_persons));
    }
    explain_rest(draft, &sentence.pieces, &plan);
    date_nodes(draft, times, country, &mut nodes);
    nodes
}

/// Where `he` or `she` stands for the one who speaks, and whom it means: somebody of that gender whom a time names.
fn he_or_she(
    sentence: &Sentence,
    plan: &SentencePlan,
    times: &[AskedTime],
    context: &Context,
) -> Option<(Span, Rc<Who>)> {
    let is_topic = |at: &usize| plan.topics.iter().any(|topic| topic.contains(at));
    let others = (0..sentence.pieces.len()).filter(|at| !is_topic(at)).map(|at| &sentence.pieces[at]);
    let (span, pronoun) =
        others.filter_map(|piece| piece.word().map(|word| (piece.span, word))).find(|(_, word)| word.is_he_or_she())?;
    let other = if List::She.has(&pronoun.folded) { Gender::Male } else { Gender::Female };
    let register = context.register;
    let fits = |one: &SpeakerRef| match one {
        SpeakerRef::Id(id) => register.find_slug(id).is_none_or(|id| register.person(id).gender() != other),
        SpeakerRef::Named(_) => true,
    };
    let who = named_before(times)?;
    matches!(&who.node, Node::Speaker(refs) if refs.iter().any(fits)).then_some((span, who))
}

/// Tells what stands around the question and is no part of it.
fn explain_frame(draft: &mut Draft, frame: Frame) {
    frame.asking.into_iter().for_each(|span| draft.explain(span, Meaning::Asking));
    for span in frame.set_aside {
        draft.set_aside(span);
    }
}

/// `in the Guardian`: the condition on the outlet.
fn take_outlet(draft: &mut Draft, sentence: &mut Sentence) -> Option<Node> {
    let found = find_outlet(sentence).filter(|found| found.stretch.len() < sentence.pieces.len())?;
    let node = Node::Outlet(OutletRef::Words(found.name));
    let node = if found.is_left_out { Node::Not(Box::new(node)) } else { node };
    draft.explain(span_of(&sentence.pieces[found.stretch.clone()]), Meaning::Filter(draft.syntax(&node)));
    sentence.remove(found.stretch);
    Some(node)
}

/// What the question leaves out, before it is known as what.
struct LeftOutWords<'a> {
    span: Span,
    pieces: Vec<Piece<'a>>,
    /// Whom the words name, where they name somebody.
    who: Option<Rc<Who>>,
    is_source: bool,
}

fn take_left_out<'a>(sentence: &mut Sentence<'a>) -> Vec<LeftOutWords<'a>> {
    let mut taken = Vec::new();
    // Each turn takes words away, so there is an end to it.
    while let Some(left) = find_left_out(sentence) {
        taken.push(LeftOutWords {
            span: span_of(&sentence.pieces[left.stretch.clone()]),
            pieces: sentence.pieces[left.what.clone()].to_vec(),
            who: sentence.speaker(left.what, Certainty::Before),
            is_source: left.is_source,
        });
        sentence.remove(left.stretch);
    }
    taken
}

/// The condition for what is left out. Where the question asks for certain persons, nobody else need be left out, and a
/// name is what they are not to speak of.
fn not_node(draft: &mut Draft, left: LeftOutWords, names_persons: bool) -> Option<Node> {
    if let Some(who) = left.who.filter(|_| left.is_source || !names_persons) {
        draft.notes.extend(who.notes.iter().cloned());
        draft.explain(left.span, Meaning::NotSpeaker(draft.syntax(&who.node)));
        return Some(Node::Not(Box::new(who.node.clone())));
    }
    // `without tax and spending`: neither the one nor the other.
    let parts = parts_of(&left.pieces);
    let mut nodes: Vec<Node> = Vec::new();
    for part in parts {
        let topics = draft.read_topics(part, TopicField::Anywhere, Little::Dropped);
        let words: Vec<TopicWord> = topics.into_iter().map(|topic| topic.word).collect();
        let at_least = words.len();
        if at_least > 0 {
            nodes.push(Node::Not(Box::new(Node::Words(WordGroup { words, at_least }))));
        }
    }
    if nodes.is_empty() {
        return None;
    }
    let node = Node::All(nodes);
    draft.explain(left.span, Meaning::NotTopic(draft.syntax(&node)));
    Some(node)
}

/// What is left out, one by one: parted by `and`, `or`, `nor`.
fn parts_of<'p, 'q>(pieces: &'p [Piece<'q>]) -> impl Iterator<Item = &'p [Piece<'q>]> {
    let parts = |piece: &Piece| {
        let kinds = piece.word().map(|word| vocabulary::embedded().kinds(&word.folded)).unwrap_or_default();
        kinds.has(Kinds::CONJUNCTION) || is_or(piece)
    };
    pieces.split(parts).filter(|part| !part.is_empty())
}

/// `Clinton, not Bill`: of several bearers of the name that is asked for, those called so are not meant; gives them. Whoever
/// alone is asked for was told from a namesake: `Ed Miliband, not David`. `not Jordan` leaves out a topic where nobody of
/// that name is called so.
fn left_out_bearers(draft: &mut Draft, left: &LeftOutWords, nodes: &mut [Node]) -> Option<Vec<SpeakerRef>> {
    let register = draft.context.register;
    let [piece] = left.pieces.as_slice() else { return None };
    let given = piece.word().filter(|word| register.is_given_name(&word.folded))?;
    let is_called = |one: &SpeakerRef| {
        let name = draft.label(&Node::Speaker(vec![one.clone()]));
        name.split(' ').next().is_some_and(|first| register.same_given_name(first, &given.folded))
    };
    for node in nodes {
        let Node::Speaker(refs) = node else { continue };
        let (called, others): (Vec<SpeakerRef>, Vec<SpeakerRef>) = refs.iter().cloned().partition(is_called);
        if others.is_empty() {
            continue;
        }
        if called.is_empty() {
            let [SpeakerRef::Id(only)] = others.as_slice() else { return None };
            let surname = register.person(register.find_slug(only)?).surname();
            let namesakes = register.find_name(&format!("{} {surname}", given.folded));
            let refs = namesakes.into_iter().map(|id| SpeakerRef::Id(register.person(id).slug().to_owned()));
            return Some(refs.collect::<Vec<_>>()).filter(|refs| !refs.is_empty());
        }
        *refs = others;
        let is_left_out = |id: &str| called.iter().any(|one| matches!(one, SpeakerRef::Id(called) if called == id));
        draft.notes.retain_mut(|note| match note {
            ReadingNote::SharedName { choices, .. } => {
                choices.retain(|choice| !is_left_out(&choice.id));
                choices.len() > 1
            }
            _ => true,
        });
        return Some(called);
    }
    None
}

/// The speaker whom a stretch of the sentence names, with the notes on how the name was read.
fn take_speaker(
    draft: &mut Draft,
    sentence: &Sentence,
    stretch: Range<usize>,
    certainty: Certainty,
) -> Option<Rc<Who>> {
    let who = sentence.speaker(stretch, certainty)?;
    draft.notes.extend(who.notes.iter().cloned());
    Some(who)
}

/// In `who called X a fraud` X is not the speaker: the condition that leaves X out.
fn not_judged(draft: &mut Draft, pieces: &[Piece], plan: &SentencePlan) -> Option<Node> {
    let stretch = plan.judged.clone().filter(|_| plan.asks == Asks::Who)?;
    let longest = (stretch.start + 4).min(stretch.end);
    let who = (stretch.start + 1..=longest).rev().find_map(|end| {
        let words: Option<Vec<&QueryWord>> = pieces[stretch.start..end].iter().map(Piece::word).collect();
        let who = speakers::resolve(&words?, Certainty::Leading, draft.context)?;
        match who.node {
            Node::Speaker(mut refs) if matches!(refs.first(), Some(SpeakerRef::Id(_))) => Some(refs.remove(0)),
            _ => None,
        }
    })?;
    let node = Node::Speaker(vec![who]);
    draft.notes.push(ReadingNote::NotSelf { name: draft.label(&node) });
    Some(Node::Not(Box::new(node)))
}

fn topic_nodes(draft: &mut Draft, pieces: &[Piece], plan: &SentencePlan, names_speaker: bool) -> Vec<Node> {
    let mut nodes = Vec::new();
    let mut exact: Vec<TopicWord> = Vec::new();
    let mut loose: Vec<TopicWord> = Vec::new();
    let mut preferred: Vec<Range<usize>> = plan.preferred.clone();
    // `how many times did X say W` counts the quotes that hold W.
    let counts_words = plan.asks == Asks::Count && plan.says_words;
    let field = if counts_words { TopicField::Quote } else { TopicField::Anywhere };
    let needs = |words: usize| if plan.is_bare || counts_words { words } else { needed(words, names_speaker) };
    for stretch in &plan.topics {
        let stretch = without_nouns_of_saying(draft, pieces, stretch.clone(), &mut preferred);
        let topic = &pieces[stretch];
        let only_glue = topic.iter().all(|piece| piece.word().is_some_and(QueryWord::is_little));
        // `what did X say about it`: there is no topic.
        if only_glue && (plan.speaker.is_some() || !plan.is_bare) {
            continue;
        }
        // `pages or books`: each side is a topic of its own.
        let is_little = |piece: &Piece| piece.word().is_some_and(QueryWord::is_little);
        let sides: Vec<&[Piece]> = topic.split(is_or).filter(|side| !side.iter().all(is_little)).collect();
        let is_even = |sides: &[&[Piece]]| {
            let counts = sides.iter().map(|side| read_topics(side, field, Little::Dropped, draft.context).len());
            let counts: Vec<usize> = counts.collect();
            counts.windows(2).all(|pair| pair[0] == pair[1]) || counts.iter().any(|count| *count > 2)
        };
        // `reform the NHS or die`: one row of words, of which any will do.
        if sides.len() > 1 && names_speaker && !is_even(&sides) {
            let topics = draft.read_topics(topic, field, Little::Dropped);
            draft.explain_topics(&topics);
            let words = topics.into_iter().map(|topic| topic.word).collect();
            nodes.push(Node::Words(WordGroup { words, at_least: 1 }));
            continue;
        }
        if sides.len() > 1 {
            let sides: Vec<Node> = sides.into_iter().filter_map(|side| side_node(draft, side, needs)).collect();
            nodes.push(Node::Any(sides));
            continue;
        }
        // `for or against Y`: one side says nothing.
        let topic = if let [side] = sides.as_slice() { side } else { topic };
        let topics = draft.read_topics(topic, field, Little::Dropped);
        draft.explain_topics(&topics);
        for topic in topics {
            if topic.exact && !plan.is_bare { exact.push(topic.word) } else { loose.push(topic.word) }
        }
    }
    if !exact.is_empty() {
        let at_least = exact.len();
        nodes.push(Node::Words(WordGroup { words: exact, at_least }));
    }
    if !loose.is_empty() {
        let at_least = needs(loose.len());
        nodes.push(Node::Words(WordGroup { words: loose, at_least }));
    }
    nodes.extend(preferred_node(draft, pieces, &preferred));
    nodes
}

fn is_or(piece: &Piece) -> bool {
    piece.word().is_some_and(|word| matches!(word.folded.as_str(), "or" | "and/or"))
}

/// One side of an `or`.
fn side_node(draft: &mut Draft, pieces: &[Piece], needs: impl Fn(usize) -> usize) -> Option<Node> {
    let topics = draft.read_topics(pieces, TopicField::Anywhere, Little::Dropped);
    draft.explain_topics(&topics);
    let all_exact = topics.iter().all(|topic| topic.exact);
    let words: Vec<TopicWord> = topics.into_iter().map(|topic| topic.word).collect();
    let at_least = if all_exact { words.len() } else { needs(words.len()) };
    (!words.is_empty()).then_some(Node::Words(WordGroup { words, at_least }))
}

/// A topic without the nouns of saying at its ends (`brexit quotes`, `Europe speech`): those that only say that somebody
/// said something are set aside, the others lift a quote that has them. Where there is nothing else, they are the topic.
fn without_nouns_of_saying(
    draft: &mut Draft,
    pieces: &[Piece],
    mut stretch: Range<usize>,
    preferred: &mut Vec<Range<usize>>,
) -> Range<usize> {
    let kinds = |at: usize| {
        let word = pieces[at].word().filter(|word| !word.prefix);
        word.map_or(Kinds::default(), |word| vocabulary::embedded().kinds(&word.folded))
    };
    let is_set_aside = |at: usize| kinds(at).has(Kinds::SET_ASIDE);
    let lifts =
        |at: usize| kinds(at).has(Kinds::NOUN) && !pieces[at].word().is_some_and(|word| is_plain_noun(&word.folded));
    let tells = |at: usize| !pieces[at].word().is_some_and(|word| word.is_little() || word.is_dash());
    // `free speech`, `ministry of defence` are terms of their own.
    let ends_term = |end: usize| {
        const LONGEST: usize = 4;
        (2..=LONGEST.min(end)).any(|length| {
            let words: Vec<&str> =
                pieces[end - length..end].iter().filter_map(Piece::word).map(|word| word.folded.as_str()).collect();
            draft.context.synonyms.find_term(&words) == Some(length)
        })
    };
    let whole = stretch.clone();
    let mut taken: Vec<usize> = Vec::new();
    while stretch.len() > 1 && (is_set_aside(stretch.end - 1) || lifts(stretch.end - 1)) && !ends_term(stretch.end) {
        stretch.end -= 1;
        taken.push(stretch.end);
    }
    while stretch.len() > 1 && is_set_aside(stretch.start) {
        taken.push(stretch.start);
        stretch.start += 1;
    }
    if !stretch.clone().any(tells) {
        return whole;
    }
    for at in taken {
        if is_set_aside(at) { draft.set_aside(pieces[at].span) } else { preferred.push(at..at + 1) }
    }
    stretch
}

fn preferred_node(draft: &mut Draft, pieces: &[Piece], stretches: &[Range<usize>]) -> Option<Node> {
    let mut preferred: Vec<TopicWord> = Vec::new();
    for stretch in stretches {
        let pieces = &pieces[stretch.clone()];
        let topics = draft.read_topics(pieces, TopicField::Anywhere, Little::Dropped);
        let words: Vec<String> =
            topics.iter().filter_map(|topic| topic.word.wordings.first()).map(|word| word.words.join(" ")).collect();
        draft.explain(span_of(pieces), Meaning::Preferred(words.join(", ")));
        preferred.extend(topics.into_iter().map(|topic| topic.word));
    }
    (!preferred.is_empty()).then_some(Node::Prefer(WordGroup { words: preferred, at_least: 1 }))
}

/// Who is the topic of a question about what others say is not one of them: `Example MPs on Ann Example`, `did any Example MP
/// attack Ann Example over the ferries`. Of two persons each may have spoken of the other.
fn not_topic_person(draft: &mut Draft, pieces: &[Piece], plan: &SentencePlan, asked: &[Node]) -> Option<Node> {
    let is_group = |node: &Node| matches!(node, Node::Party(_) | Node::Office(_) | Node::All(_));
    let asks_others = plan.asks == Asks::Who || asked.iter().any(is_group);
    if plan.judged.is_some() || !asks_others {
        return None;
    }
    let topics = plan.topics.iter().flat_map(|stretch| items_of(&pieces[stretch.clone()]));
    let mut persons: Vec<Rc<Who>> = topics.filter_map(|item| told_of(item, draft.context)).collect();
    persons.dedup_by(|a, b| a.node == b.node);
    let [person] = persons.as_slice() else { return None };
    draft.notes.push(ReadingNote::NotSelf { name: draft.label(&person.node) });
    Some(Node::Not(Box::new(person.node.clone())))
}

/// The things that a topic names side by side or one in relation to the other: `Example and the ferries`, `Example over the
/// ferries`. `Example's ferries` and `Example ferries` are one.
fn items_of<'p, 'q>(topic: &'p [Piece<'q>]) -> Vec<&'p [Piece<'q>]> {
    let parts = |piece: &Piece| {
        let Some(word) = piece.word() else { return true };
        let kinds = vocabulary::embedded().kinds(&word.folded);
        let links = Kinds::CONJUNCTION.with(Kinds::ABOUT).with(Kinds::VERB);
        kinds.has(links) && !word.capital_may() || List::Preposition.has(&word.folded) || word.is_dash() || is_or(piece)
    };
    let at_commas = topic.chunk_by(|_, next| !next.apart);
    at_commas.flat_map(|chunk| chunk.split(parts)).filter(|item| !item.is_empty()).collect()
}

/// The one person whom the words name and do nothing else.
fn told_of(item: &[Piece], context: &Context) -> Option<Rc<Who>> {
    let words: Option<Vec<&QueryWord>> = item.iter().map(Piece::word).collect();
    let words = words.filter(|words| (1..=4).contains(&words.len()))?;
    if words.iter().any(|word| word.possessive) {
        return None;
    }
    let who = speakers::resolve(&words, Certainty::Trailing, context)?;
    matches!(&who.node, Node::Speaker(refs) if matches!(refs.as_slice(), [SpeakerRef::Id(_)])).then_some(Rc::new(who))
}

/// Tells of speakers who are called as the whole topic is.
fn note_speakers_of_topic(draft: &mut Draft, pieces: &[Piece], plan: &SentencePlan) {
    let [stretch] = plan.topics.as_slice() else { return };
    let pieces = &pieces[stretch.clone()];
    let words: Option<Vec<&QueryWord>> = pieces.iter().map(Piece::word).collect();
    let is_asked = plan.speaker.is_none() && plan.versus.is_empty() && plan.asks == Asks::Quotes;
    let Some(words) = words.filter(|words| is_asked && (1..=5).contains(&words.len())) else { return };
    let text = words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
    let Some(known) = draft.context.speakers.find_id(&slug(&text)) else { return };
    let choices = vec![Choice { id: known.id, name: known.name, quotes: known.quotes }];
    draft.notes.push(ReadingNote::TopicNotSpeaker { words: text, choices });
}

/// What became neither speaker nor topic: words that ask, and little words.
fn explain_rest(draft: &mut Draft, pieces: &[Piece], plan: &SentencePlan) {
    let asks = match plan.asks {
        Asks::Quotes => None,
        Asks::Count => Some("how many"),
        Asks::When => Some("when"),
        Asks::Who => Some("who"),
    };
    let mut pending: Option<Span> = None;
    let mut rest: Vec<(Span, Meaning)> = Vec::new();
    for (index, piece) in pieces.iter().enumerate() {
        let inside = |stretch: &Range<usize>| stretch.contains(&index);
        let is_read = draft.parts.iter().any(|part| part.span.covers(piece.span))
            || plan.speaker.as_ref().is_some_and(|(stretch, _)| inside(stretch));
        let kinds = piece.word().map(|word| vocabulary::embedded().kinds(&word.folded)).unwrap_or_default();
        let is_negation = piece.word().is_some_and(|word| word.is_little() && List::Negation.has(&word.folded));
        if !is_read && is_negation {
            // `did not support`: those who did are found, too.
            draft.set_aside(piece.span);
        } else if !is_read && plan.topics.iter().any(inside) {
            rest.push((piece.span, Meaning::Glue));
        } else if !is_read && (kinds.has(Kinds::COUNT) || kinds.has(Kinds::QUESTION)) && asks.is_some() {
            rest.push((piece.span, Meaning::Form(asks.unwrap_or_default())));
        } else if !is_read {
            pending = Some(pending.map_or(piece.span, |before| before.hull(piece.span)));
            continue;
        }
        rest.extend(pending.take().map(|span| (span, Meaning::Asking)));
    }
    rest.extend(pending.map(|span| (span, Meaning::Asking)));
    rest.into_iter().for_each(|(span, meaning)| draft.explain(span, meaning));
}

fn span_of(pieces: &[Piece]) -> Span {
    let spans = pieces.iter().map(|piece| piece.span);
    spans.reduce(Span::hull).unwrap_or(Span::new(0, 0))
}
