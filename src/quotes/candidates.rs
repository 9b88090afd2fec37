//! Who could have said a quoted span: its candidate mentions, each described by the values of [`SPEAKER_FORM`]'s
//! variables. The scorer chooses among them, or declines.

use super::acts::{Act, ActClass, Bond};
use super::lexicon::*;
use super::marks::{End, Quoted};
use super::mentions::{Case, MentionKind};
use super::model::{Form, NO_VALUES, Values, Variable};
use super::scene::Scene;
use super::tokens::{Kind, Prose};
use super::word_class::{WORD_CLASSES, word_class_in};

macro_rules! variables {
    (
        $form:ident: { $($index:ident = $name:literal $values:expr;)* }
        templates { $($template:expr;)* }
        late $late:expr
    ) => {
        variables!(@number 0usize, $($index,)*);
        pub(crate) static $form: Form = Form {
            variables: &[$(Variable { name: $name, values: &$values }),*],
            templates: &[$(&$template),*],
            late: &$late,
        };
    };
    (@number $n:expr, $index:ident, $($rest:ident,)*) => {
        pub(crate) const $index: usize = $n;
        variables!(@number $n + 1usize, $($rest,)*);
    };
    (@number $n:expr,) => {};
}
pub(crate) use variables;

variables! { SPEAKER_FORM: {
    BOND = "bond" [
        "none", "subject", "over-preposition", "over-apposition", "relative", "coordinated", "participle",
        "infinitive", "inverted", "passive", "agent", "according", "colon", "dash", "addressee", "owner",
    ];
    PLACE = "place" [
        "none", "after-adjacent", "after-near", "after-sentence", "after-next-sentence", "after-far", "after-paragraph",
        "before-colon", "before-comma", "before-adjacent", "before-near", "before-sentence", "before-last-sentence",
        "before-paragraph", "before-paragraph-end", "before-last-paragraph", "before-far",
    ];
    CLASS = "class" ["none", "say", "tell", "call", "vow", "think", "weak", "according", "layout"];
    KIND = "kind" [
        "none", "person", "name", "body", "place", "role", "unnamed", "people", "he-she", "they", "it", "known",
    ];
    CASE = "case" [
        "free", "governed", "agent", "owner", "modifier", "object", "behind-verb", "governed-of",
    ];
    QUOTES = "quotes-between" ["0", "1", "2+"];
    CUES = "cues-between" ["0", "1", "2+"];
    DISTANCE = "distance" ["0-1", "2-3", "4-6", "7-12", "13-25", "26-50", "51+"];
    LAST = "last-speaker" ["none", "same-mention", "same-entity", "other"];
    GAP = "gap" [
        "first", "continued", "interrupted", "same-sentence", "same-paragraph", "next-paragraph", "next-paragraph-tagged",
        "far",
    ];
    START = "start" ["whole-paragraph", "opens-paragraph", "inside"];
    SHAPE = "shape" ["1", "2-3", "4-8", "9+", "sentence-short", "sentence", "open-sentence"];
    OWN = "named-in-quote" ["no", "yes"];
    TAGGED = "tagged" ["no", "after", "before", "both"];
    BEHIND = "words-behind" [
        "start", "colon", "comma", "cue", "helper", "determiner", "possessive", "that", "as", "of", "about", "to",
        "preposition", "conjunction", "name", "other",
    ];
    SECOND_BEHIND = "second-word-behind" WORD_CLASSES;
    INSIDE = "acts-in-sentence" ["none", "before", "after", "both"];
    FORM = "form" ["none", "base", "third", "past", "participle", "ing"];
    BEFORE_CUE = "before-cue" WORD_CLASSES;
    PREV = "before-mention" WORD_CLASSES;
    SECOND_PREV = "second-before-mention" WORD_CLASSES;
    NEXT = "behind-mention" WORD_CLASSES;
    SECOND_NEXT = "second-behind-mention" WORD_CLASSES;
    }
    templates {
    [BOND, PLACE];
    [BOND, CLASS];
    [BOND, PLACE, CLASS];
    [KIND, BOND];
    [TAGGED, PLACE];
    [CASE, PLACE];
    [QUOTES, PLACE];
    [CUES, PLACE];
    [DISTANCE, PLACE];
    [LAST, GAP, START];
    [LAST, GAP, TAGGED];
    [LAST, KIND];
    [LAST, PLACE];
    [OWN, KIND];
    [SHAPE, PLACE];
    [SHAPE, BOND];
    [GAP, BOND];
    [START, PLACE];
    [BEHIND, PLACE];
    [BEHIND, CASE];
    [SECOND_BEHIND, PLACE];
    [INSIDE, PLACE];
    [FORM, BOND];
    [BEFORE_CUE, CLASS];
    [PREV, PLACE];
    [PREV, SECOND_PREV];
    [SECOND_PREV, PLACE];
    [PREV, NEXT];
    [NEXT, SECOND_NEXT];
    [SECOND_NEXT, BOND];
    }
    late [
        PLACE, QUOTES, CUES, DISTANCE, LAST, GAP, START, SHAPE, OWN, TAGGED, BEHIND, SECOND_BEHIND, INSIDE,
    ]
}

/// One who could have said the words; `mention` is `None` for "nobody that is named".
#[derive(Clone, Copy, Debug)]
pub(crate) struct Candidate {
    pub mention: Option<usize>,
    /// The act that binds the mention closest to the words.
    pub act: Option<usize>,
    pub values: Values,
}

/// The candidates for a quoted span, each with room for its share; the first is nobody. `last` is the quoted span before and the mention chosen
/// for it.
pub(crate) fn candidates(scene: &Scene, quote: usize, last: Option<(usize, Option<usize>)>) -> Vec<(Candidate, f32)> {
    let mut candidates = Vec::new();
    let quoted = &scene.quoted[quote];
    let shared = shared_values(scene, quote, last);
    candidates.push((Candidate { mention: None, act: None, values: nobody(shared, last) }, 0.0));
    let paragraphs = &scene.prose.paragraphs;
    // Two paragraphs back and one ahead, headlines and captions left out.
    let mut first = quoted.paragraph;
    let mut back = 0;
    while first > 0 && back < 2 {
        first -= 1;
        back += usize::from(paragraphs[first].is_prose);
    }
    let ahead = (quoted.paragraph + 1).min(paragraphs.len() - 1);
    let from = paragraphs[first].tokens.start;
    let to = paragraphs[ahead].tokens.end;
    let start = scene.mentions.partition_point(|mention| mention.tokens.start < from);
    // Whoever says nothing there is looked for here and in the sentence that leads in: of eight thousand quotes with
    // known sources three had no other candidate.
    let lead_in = match paragraphs[..quoted.paragraph].iter().rfind(|before| before.is_prose) {
        Some(before) if !before.tokens.is_empty() => scene.sentence_of(before.tokens.end - 1).start,
        _ => paragraphs[quoted.paragraph].tokens.start,
    };
    // One long paragraph must not make every quote look at every mention.
    const REACH: usize = 40;
    let middle = scene.mentions.partition_point(|mention| mention.tokens.start < quoted.outer.start);
    let mut last_seen = false;
    for index in start.max(middle.saturating_sub(REACH))..scene.mentions.len().min(middle + REACH) {
        let mention = &scene.mentions[index];
        if mention.tokens.start >= to {
            break;
        }
        let prose = paragraphs[scene.prose.paragraph_of(mention.tokens.start)].is_prose;
        if mention.quoted.is_some() || !prose || mention.case == Case::Modifier {
            continue;
        }
        let has_act = scene.has_act(index);
        if !has_act && (is_spoken_for(scene, index) || owns_the_next(scene, index)) {
            continue;
        }
        let near =
            mention.tokens.start >= lead_in && scene.prose.paragraph_of(mention.tokens.start) <= quoted.paragraph;
        if !has_act && (!near || matches!(mention.case, Case::Object) || mention.kind == MentionKind::Place) {
            continue;
        }
        last_seen |= last.is_some_and(|(_, chosen)| chosen == Some(index));
        candidates.push((describe(scene, quote, index, shared, last), 0.0));
    }
    if !last_seen && let Some((_, Some(chosen))) = last {
        candidates.push((describe(scene, quote, chosen, shared, last), 0.0));
    }
    candidates
}

/// "a spokesman for Ms Example said": the spokesman has the word of saying, and Ms Example none.
fn is_spoken_for(scene: &Scene, index: usize) -> bool {
    let Some(outer) = index.checked_sub(1) else { return false };
    let preposition = scene.mentions[outer].tokens.end;
    scene.has_act(outer)
        && scene.mentions[index].case == Case::Governed
        && scene.mentions[index].tokens.start == preposition + 1
        && scene.prose.str(preposition) == "for"
}

/// "Labour's Ms Example", "Ms Example's lawyer": the owner of another mention.
fn owns_the_next(scene: &Scene, index: usize) -> bool {
    let owner = &scene.mentions[index];
    let behind = owner.tokens.end;
    owner.case == Case::Owner
        && [index.wrapping_sub(1), index + 1].iter().filter_map(|other| scene.mentions.get(*other)).any(|other| {
            other.tokens.start == behind + 1 || other.tokens.start <= owner.tokens.start && other.tokens.end > behind
        })
}

/// The values that all candidates of a quoted span share.
pub(crate) fn shared_values(scene: &Scene, quote: usize, last: Option<(usize, Option<usize>)>) -> Values {
    let mut values = NO_VALUES;
    values[GAP] = gap(scene, quote, last.map(|(quoted, _)| quoted));
    values[START] = start(scene, quote);
    values[SHAPE] = shape(scene.prose, &scene.quoted[quote]);
    values[TAGGED] = tagged(scene, quote);
    values[BEHIND] = behind(scene, quote);
    let start = scene.quoted[quote].outer.start;
    values[SECOND_BEHIND] = word_class_in(scene.prose, start.checked_sub(2), scene.sentence_of(start));
    values[INSIDE] = acts_in_sentence(scene, quote);
    values
}

/// Whether somebody speaks in the writer's words of the quoted span's sentence, before or after it.
fn acts_in_sentence(scene: &Scene, quote: usize) -> u8 {
    let outer = &scene.quoted[quote].outer;
    let speaks = |act: &Act| !matches!(act.bond, Bond::Addressee | Bond::Passive);
    let before = scene.acts_between(scene.sentence_of(outer.start).start, outer.start).any(speaks);
    let after = scene.acts_between(outer.end, scene.sentence_of(outer.end - 1).end).any(speaks);
    u8::from(before) + 2 * u8::from(after)
}

/// What the quoted words stand behind.
fn behind(scene: &Scene, quote: usize) -> u8 {
    let quoted = &scene.quoted[quote];
    let paragraph = &scene.prose.paragraphs[quoted.paragraph].tokens;
    let Some(at) = quoted.outer.start.checked_sub(1).filter(|at| *at >= paragraph.start) else { return 0 };
    let token = &scene.prose.tokens[at];
    if token.sentence != scene.prose.tokens[quoted.outer.start].sentence {
        return 0;
    }
    match token.kind {
        Kind::Colon => 1,
        Kind::Comma => 2,
        Kind::Genitive => 6,
        Kind::Word => match scene.prose.str(at) {
            "as" => 8,
            "of" => 9,
            "about" | "on" | "over" => 10,
            "to" => 11,
            _ if token.is(THAT) => 7,
            _ if token.word.cue.is_some() => 3,
            _ if token.is(POSSESSIVE) => 6,
            _ if token.is(DETERMINER) => 5,
            _ if token.is(PREPOSITION) => 12,
            _ if token.is(AUXILIARY | NEGATION) => 4,
            _ if token.is(CONJUNCTION) => 13,
            _ if token.capital => 14,
            _ => 15,
        },
        _ => 15,
    }
}

/// How the mention stands, told finer than its own [`Case`].
fn case_value(scene: &Scene, index: usize) -> u8 {
    let mention = &scene.mentions[index];
    let tokens = &scene.prose.tokens;
    let before =
        mention.tokens.start.checked_sub(1).filter(|at| {
            tokens[*at].sentence == tokens[mention.tokens.start].sentence && tokens[*at].kind == Kind::Word
        });
    match mention.case {
        Case::Free if before.is_some_and(|at| tokens[at].word.cue.is_some()) => 6,
        Case::Governed if before.is_some_and(|at| scene.prose.str(at) == "of") => 7,
        case => case as u8,
    }
}

fn nobody(shared: Values, last: Option<(usize, Option<usize>)>) -> Values {
    let mut values = shared;
    values[LAST] = match last {
        None => 0,
        Some((_, None)) => 1,
        Some((_, Some(_))) => 3,
    };
    values
}

/// Whether an act stands right beside the words: its tag.
pub(crate) fn tagged(scene: &Scene, quote: usize) -> u8 {
    let quoted = &scene.quoted[quote];
    let paragraph = &scene.prose.paragraphs[quoted.paragraph].tokens;
    let near = |act: &&Act| !matches!(act.bond, Bond::Addressee | Bond::Passive);
    let after = scene.acts_between(quoted.outer.end, (quoted.outer.end + 6).min(paragraph.end)).any(|act| {
        near(&act) && {
            let hull = scene.hull(act);
            hull.0 >= quoted.outer.end && scene.words_between(quoted.outer.end, hull.0) == 0
        }
    });
    let before =
        scene.acts_between(quoted.outer.start.saturating_sub(6).max(paragraph.start), quoted.outer.start).any(|act| {
            near(&act)
                && scene.words_between(scene.hull(act).1, quoted.outer.start) <= 3
                && scene.prose.tokens[act.cue].sentence == scene.prose.tokens[quoted.outer.start].sentence
        });
    match (after, before) {
        (false, false) => 0,
        (true, false) => 1,
        (false, true) => 2,
        (true, true) => 3,
    }
}

pub(crate) fn describe(
    scene: &Scene,
    quote: usize,
    index: usize,
    shared: Values,
    last: Option<(usize, Option<usize>)>,
) -> Candidate {
    let quoted = &scene.quoted[quote];
    let mention = &scene.mentions[index];
    let mut values = shared;
    let act = scene.acts_of(index).min_by_key(|act| {
        let cue = scene.acts[*act].cue;
        let distance =
            if cue >= quoted.outer.end { cue - quoted.outer.end } else { quoted.outer.start.saturating_sub(cue) };
        (distance, matches!(scene.acts[*act].bond, Bond::Addressee))
    });
    let hull = match act {
        Some(act) => {
            values[BOND] = scene.acts[act].bond as u8 + 1;
            values[CLASS] = class_value(scene.acts[act].class);
            let cue = scene.acts[act].cue;
            values[FORM] = scene.prose.tokens[cue].word.cue.map_or(0, |cue| cue.form as u8 + 1);
            values[BEFORE_CUE] = word_class_in(scene.prose, cue.checked_sub(1), scene.sentence_of(cue));
            scene.hull(&scene.acts[act])
        }
        None => (mention.tokens.start, mention.tokens.end),
    };
    values[PLACE] = place(scene, quoted, hull, act.is_some());
    let entity = scene.entities.entity_of(index);
    values[KIND] = match mention.kind {
        MentionKind::Person if entity.is_some_and(|id| scene.entities.list[id as usize].person.is_some()) => 11,
        MentionKind::Person => 1,
        MentionKind::Name => 2,
        MentionKind::Body => 3,
        MentionKind::Place => 4,
        MentionKind::Role => 5,
        MentionKind::Unnamed => 6 + u8::from(mention.plural),
        MentionKind::Pronoun => {
            let token = &scene.prose.tokens[mention.tokens.start];
            if token.is(THEY) {
                9
            } else if token.is(IT) {
                10
            } else {
                8
            }
        }
    };
    values[CASE] = case_value(scene, index);
    let (first, behind) = (mention.tokens.start, mention.tokens.end);
    let sentence = scene.sentence_of(first);
    values[PREV] = word_class_in(scene.prose, first.checked_sub(1), sentence);
    values[SECOND_PREV] = word_class_in(scene.prose, first.checked_sub(2), sentence);
    values[NEXT] = word_class_in(scene.prose, Some(behind), sentence);
    values[SECOND_NEXT] = word_class_in(scene.prose, Some(behind + 1), sentence);
    let (low, high) = if mention.tokens.start >= quoted.outer.end {
        (quoted.outer.end, mention.tokens.start)
    } else {
        (mention.tokens.end.min(quoted.outer.start), quoted.outer.start)
    };
    values[QUOTES] = scene.quotes_between(low, high).min(2) as u8;
    let (cue_low, cue_high) = if hull.0 >= quoted.outer.end {
        (quoted.outer.end, hull.0)
    } else {
        (hull.1.min(quoted.outer.start), quoted.outer.start)
    };
    values[CUES] = scene.cues_between(cue_low, cue_high).min(2) as u8;
    values[DISTANCE] = match scene.words_between(low, high) {
        0..=1 => 0,
        2..=3 => 1,
        4..=6 => 2,
        7..=12 => 3,
        13..=25 => 4,
        26..=50 => 5,
        _ => 6,
    };
    values[LAST] = match last {
        Some((_, Some(chosen))) if chosen == index => 1,
        Some((_, Some(chosen))) if entity.is_some() && scene.entities.entity_of(chosen) == entity => 2,
        Some((_, Some(_))) => 3,
        _ => 0,
    };
    values[OWN] = u8::from(entity.is_some() && names_inside(scene, quoted, entity));
    Candidate { mention: Some(index), act, values }
}

fn names_inside(scene: &Scene, quoted: &Quoted, entity: Option<u32>) -> bool {
    let first = scene.mentions.partition_point(|mention| mention.tokens.start < quoted.inner.start);
    scene.mentions[first..]
        .iter()
        .enumerate()
        .take_while(|(_, mention)| mention.tokens.start < quoted.inner.end)
        .take(24)
        .any(|(offset, mention)| {
            mention.kind != MentionKind::Pronoun && scene.entities.entity_of(first + offset) == entity
        })
}

fn place(scene: &Scene, quoted: &Quoted, hull: (usize, usize), speaks: bool) -> u8 {
    let tokens = &scene.prose.tokens;
    let (start, end) = (quoted.outer.start, quoted.outer.end);
    let paragraph = &scene.prose.paragraphs[quoted.paragraph].tokens;
    if hull.0 >= end {
        if hull.0 >= paragraph.end {
            return 6;
        }
        let words = scene.words_between(end, hull.0);
        let last = tokens[end - 1].sentence;
        let sentence = tokens[hull.0].sentence;
        return match (words, sentence - last) {
            // `"We can win." Ms Example said`, but not `"We can win." Ms Example left.`
            (0, apart) if speaks || apart == 0 => 1,
            (1..=3, 0) => 2,
            (_, 0) => 3,
            (_, 1) => 4,
            _ => 5,
        };
    }
    if hull.1 > start {
        // Around the words: "Smith called it "…" and said".
        return 9;
    }
    let before = tokens[start.saturating_sub(1)].kind;
    if hull.0 < paragraph.start {
        let in_last = scene.prose.paragraphs[..quoted.paragraph]
            .iter()
            .rposition(|p| p.is_prose)
            .is_some_and(|last| scene.prose.paragraphs[last].tokens.contains(&hull.0));
        if !in_last {
            return 16;
        }
        let last_end = scene.prose.paragraphs[scene.prose.paragraph_of(hull.0)].tokens.end;
        return if tokens[last_end - 1].sentence == tokens[hull.1 - 1].sentence { 14 } else { 15 };
    }
    let words = scene.words_between(hull.1, start);
    let sentences = tokens[start].sentence - tokens[hull.1 - 1].sentence;
    match (words, sentences) {
        (0..=6, 0) if before == Kind::Colon => 7,
        (0..=6, 0) if before == Kind::Comma => 8,
        (0, 0) => 9,
        (1..=3, 0) => 10,
        (_, 0) => 11,
        (_, 1) => 12,
        _ => 13,
    }
}

fn gap(scene: &Scene, quote: usize, last: Option<usize>) -> u8 {
    let quoted = &scene.quoted[quote];
    let Some(last) = last.map(|last| &scene.quoted[last]) else { return 0 };
    if quoted.continues && last.end == End::Open {
        return 1;
    }
    if last.paragraph == quoted.paragraph {
        let (from, to) = (last.outer.end, quoted.outer.start);
        let tokens = &scene.prose.tokens;
        if tokens[last.outer.end - 1].sentence == tokens[quoted.outer.start].sentence {
            return 3;
        }
        let single = tokens[from.min(to)..to].iter().filter(|token| token.kind == Kind::Stop).count() <= 1;
        let tag = scene.words_between(from, to) <= 14 && single && scene.acts_between(from, to).next().is_some();
        return if tag { 2 } else { 4 };
    }
    let between = scene.prose.paragraphs[last.paragraph + 1..quoted.paragraph].iter().filter(|p| p.is_prose).count();
    let opens = quoted.outer.start == scene.prose.paragraphs[quoted.paragraph].tokens.start;
    if between > 0 || !opens {
        return 7;
    }
    let ended = scene.prose.paragraphs[last.paragraph].tokens.end == last.outer.end;
    if ended { 5 } else { 6 }
}

fn start(scene: &Scene, quote: usize) -> u8 {
    let quoted = &scene.quoted[quote];
    let paragraph = &scene.prose.paragraphs[quoted.paragraph].tokens;
    if quoted.outer.start != paragraph.start {
        2
    } else if quoted.outer.end >= paragraph.end {
        0
    } else {
        1
    }
}

/// The length and form of the quoted words.
pub(crate) fn shape(prose: &Prose, quoted: &Quoted) -> u8 {
    let tokens = &prose.tokens[quoted.inner.clone()];
    let words = tokens.iter().filter(|token| matches!(token.kind, Kind::Word | Kind::Number)).count();
    let capital = tokens.first().is_some_and(|token| token.capital || token.kind == Kind::Number);
    let ended = tokens.last().is_some_and(|token| matches!(token.kind, Kind::Stop | Kind::Comma | Kind::Dash))
        || quoted.end != End::Closed;
    match (words, capital && words > 1, ended) {
        (0..=5, true, true) => 4,
        (6.., true, true) => 5,
        (6.., true, false) => 6,
        (0..=1, ..) => 0,
        (2..=3, ..) => 1,
        (4..=8, ..) => 2,
        _ => 3,
    }
}

pub(super) fn class_value(class: ActClass) -> u8 {
    match class {
        ActClass::Say => 1,
        ActClass::Tell => 2,
        ActClass::Call => 3,
        ActClass::Vow => 4,
        ActClass::Think => 5,
        ActClass::Weak => 6,
        ActClass::According => 7,
        ActClass::Layout => 8,
    }
}
