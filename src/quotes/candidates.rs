//! Who could have said a quoted span: its candidate mentions, each described by the values of [`SPEAKER_FORM`]'s
//! variables. The scorer chooses among them, or declines.

use super::acts::{Act, ActClass, Bond};
use super::lexicon::*;
use super::marks::{End, Quoted};
use super::mentions::{Case, MentionKind};
use super::model::{NO_VALUES, Values, form, values};
use super::scene::Scene;
use super::tokens::Kind;
use super::values::{QuotedShape, Sides, SourceKind, UpToTwo, word_class_in};
use super::word_class::WordClass;
use crate::words::List;

values! {
    /// The form of the words that name a candidate.
    pub(crate) enum CandidateKind {
        Person = "person",
        Name = "name",
        Body = "body",
        Place = "place",
        Role = "role",
        Unnamed = "unnamed",
        People = "people",
        HeShe = "he-she",
        They = "they",
        It = "it",
        /// The name of a person whom the register knows.
        Known = "known",
    }
}

values! {
    /// How a candidate stands in its sentence.
    pub(crate) enum CandidateCase {
        Free = "free",
        Governed = "governed",
        Agent = "agent",
        Owner = "owner",
        Object = "object",
        BehindVerb = "behind-verb",
        GovernedByOf = "governed-of",
    }
}

values! {
    /// Where the words of the candidate's act, or the candidate, stand from the quoted span.
    pub(crate) enum CandidatePlace {
        AfterAdjacent = "after-adjacent",
        AfterNear = "after-near",
        AfterSentence = "after-sentence",
        AfterNextSentence = "after-next-sentence",
        AfterFar = "after-far",
        AfterParagraph = "after-paragraph",
        BeforeColon = "before-colon",
        BeforeComma = "before-comma",
        BeforeAdjacent = "before-adjacent",
        BeforeNear = "before-near",
        BeforeSentence = "before-sentence",
        BeforeLastSentence = "before-last-sentence",
        BeforeParagraph = "before-paragraph",
        BeforeParagraphEnd = "before-paragraph-end",
        BeforeLastParagraph = "before-last-paragraph",
        BeforeFar = "before-far",
    }
}

impl CandidatePlace {
    /// Behind the words, in their sentence.
    pub fn is_right_after(self) -> bool {
        matches!(self, CandidatePlace::AfterAdjacent | CandidatePlace::AfterNear | CandidatePlace::AfterSentence)
    }

    /// Before the words, in their sentence.
    pub fn is_right_before(self) -> bool {
        use CandidatePlace::*;
        matches!(self, BeforeColon | BeforeComma | BeforeAdjacent | BeforeNear | BeforeSentence)
    }

    pub fn is_before(self) -> bool {
        self >= CandidatePlace::BeforeColon
    }
}

values! {
    /// Words from the candidate to the quoted span.
    pub(crate) enum Distance {
        UpToOne = "0-1",
        UpToThree = "2-3",
        UpToSix = "4-6",
        UpToTwelve = "7-12",
        UpTo25 = "13-25",
        UpTo50 = "26-50",
        Far = "51+",
    }
}

impl From<u32> for Distance {
    fn from(words: u32) -> Distance {
        match words {
            0..=1 => Distance::UpToOne,
            2..=3 => Distance::UpToThree,
            4..=6 => Distance::UpToSix,
            7..=12 => Distance::UpToTwelve,
            13..=25 => Distance::UpTo25,
            26..=50 => Distance::UpTo50,
            _ => Distance::Far,
        }
    }
}

values! {
    /// Who spoke last, as the candidate sees it; for nobody "the same" is nobody again.
    pub(crate) enum Last {
        None = "none",
        SameMention = "same-mention",
        SameEntity = "same-entity",
        Other = "other",
    }
}

impl Last {
    /// The candidate spoke last.
    pub fn is_same(self) -> bool {
        matches!(self, Last::SameMention | Last::SameEntity)
    }
}

values! {
    /// How the quoted span follows the one before.
    pub(crate) enum Gap {
        First = "first",
        /// It carries on the one before, which was left open for that.
        Continued = "continued",
        /// Only a tag stands between.
        Interrupted = "interrupted",
        SameSentence = "same-sentence",
        SameParagraph = "same-paragraph",
        NextParagraph = "next-paragraph",
        NextParagraphTagged = "next-paragraph-tagged",
        Far = "far",
    }
}

values! {
    /// Where in its paragraph the quoted span stands.
    pub(crate) enum SpanOpening {
        Whole = "whole-paragraph",
        Opens = "opens-paragraph",
        Inside = "inside",
    }
}

values! {
    /// What the quoted words stand behind.
    pub(crate) enum Behind {
        Start = "start",
        Colon = "colon",
        Comma = "comma",
        Cue = "cue",
        Helper = "helper",
        Determiner = "determiner",
        Possessive = "possessive",
        That = "that",
        As = "as",
        Of = "of",
        About = "about",
        To = "to",
        Preposition = "preposition",
        Conjunction = "conjunction",
        Name = "name",
        Other = "other",
    }
}

form! {
    SPEAKER_FORM = "speakers";
    /// What is known of a mention with its act, whatever it may have said.
    early SourceValues {
        bond: Option<Bond> = "bond",
        class: Option<ActClass> = "class",
        kind: Option<CandidateKind> = "kind",
        case: CandidateCase = "case",
        form: Option<VerbForm> = "form",
        before_cue: WordClass = "before-cue",
        before: WordClass = "before-mention",
        second_before: WordClass = "second-before-mention",
        behind: WordClass = "behind-mention",
        second_behind: WordClass = "second-behind-mention",
    }
    /// What is known of a quoted span, whoever said it.
    late SpanValues {
        gap: Gap = "gap",
        opening: SpanOpening = "start",
        shape: QuotedShape = "shape",
        tagged: Sides = "tagged",
        words_behind: Behind = "words-behind",
        second_words_behind: WordClass = "second-word-behind",
        acts: Sides = "acts-in-sentence",
    }
    /// What is known of the two together.
    late PairValues {
        place: Option<CandidatePlace> = "place",
        quotes: UpToTwo = "quotes-between",
        cues: UpToTwo = "cues-between",
        distance: Distance = "distance",
        last: Last = "last-speaker",
        named_inside: bool = "named-in-quote",
    }
    => templates {
        [bond, place],
        [bond, class],
        [bond, place, class],
        [kind, bond],
        [tagged, place],
        [case, place],
        [quotes, place],
        [cues, place],
        [distance, place],
        [last, gap, opening],
        [last, gap, tagged],
        [last, kind],
        [last, place],
        [named_inside, kind],
        [shape, place],
        [shape, bond],
        [gap, bond],
        [opening, place],
        [words_behind, place],
        [words_behind, case],
        [second_words_behind, place],
        [acts, place],
        [form, bond],
        [before_cue, class],
        [before, place],
        [before, second_before],
        [second_before, place],
        [before, behind],
        [behind, second_behind],
        [second_behind, bond],
    }
}

impl SourceValues {
    /// Of one of whom nothing but the words' own place is known, and of nobody.
    pub const UNKNOWN: SourceValues = SourceValues {
        bond: None,
        class: None,
        kind: None,
        case: CandidateCase::Free,
        form: None,
        before_cue: WordClass::None,
        before: WordClass::None,
        second_before: WordClass::None,
        behind: WordClass::None,
        second_behind: WordClass::None,
    };
}

impl PairValues {
    /// Of a source whose place alone is known; `None` for nobody.
    pub const fn at(place: Option<CandidatePlace>, last: Last) -> PairValues {
        PairValues {
            place,
            quotes: UpToTwo::None,
            cues: UpToTwo::None,
            distance: Distance::UpToOne,
            last,
            named_inside: false,
        }
    }
}

/// One who could have said the words; `mention` is `None` for "nobody that is named".
#[derive(Clone, Copy, Debug)]
pub(crate) struct Candidate {
    pub mention: Option<usize>,
    /// The act that binds the mention closest to the words.
    pub act: Option<usize>,
    pub source: SourceValues,
    pub span: SpanValues,
    pub pair: PairValues,
}

impl Candidate {
    /// The values of [`SPEAKER_FORM`]'s variables.
    pub fn values(&self) -> Values {
        let mut values = NO_VALUES;
        self.source.write(&mut values);
        self.span.write(&mut values);
        self.pair.write(&mut values);
        values
    }
}

/// The candidates for a quoted span, each with room for its share; the first is nobody. `last` is the quoted span before and the mention chosen
/// for it.
pub(crate) fn candidates(scene: &Scene, quote: usize, last: Option<(usize, Option<usize>)>) -> Vec<(Candidate, f32)> {
    let mut candidates = Vec::new();
    let quoted = &scene.quoted[quote];
    let span = span_values(scene, quote, last.map(|(before, _)| before));
    candidates.push((nobody(span, last), 0.0));
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
        candidates.push((describe(scene, quote, index, span, last), 0.0));
    }
    if !last_seen && let Some((_, Some(chosen))) = last {
        candidates.push((describe(scene, quote, chosen, span, last), 0.0));
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

/// What all candidates of a quoted span share; `last` is the quoted span before.
pub(crate) fn span_values(scene: &Scene, quote: usize, last: Option<usize>) -> SpanValues {
    let start = scene.quoted[quote].outer.start;
    SpanValues {
        gap: gap(scene, quote, last),
        opening: opening(scene, quote),
        shape: QuotedShape::of(scene.prose, &scene.quoted[quote]),
        tagged: tagged(scene, quote),
        words_behind: behind(scene, quote),
        second_words_behind: word_class_in(scene.prose, start.checked_sub(2), scene.sentence_of(start)),
        acts: acts_in_sentence(scene, quote),
    }
}

/// Whether somebody speaks in the writer's words of the quoted span's sentence, before or after it.
fn acts_in_sentence(scene: &Scene, quote: usize) -> Sides {
    let outer = &scene.quoted[quote].outer;
    let speaks = |act: &Act| !matches!(act.bond, Bond::Addressee | Bond::Passive);
    let before = scene.acts_between(scene.sentence_of(outer.start).start, outer.start).any(speaks);
    let after = scene.acts_between(outer.end, scene.sentence_of(outer.end - 1).end).any(speaks);
    Sides::new(before, after)
}

/// What the quoted words stand behind.
fn behind(scene: &Scene, quote: usize) -> Behind {
    let quoted = &scene.quoted[quote];
    let paragraph = &scene.prose.paragraphs[quoted.paragraph].tokens;
    let Some(at) = quoted.outer.start.checked_sub(1).filter(|at| *at >= paragraph.start) else {
        return Behind::Start;
    };
    let token = &scene.prose.tokens[at];
    if token.sentence != scene.prose.tokens[quoted.outer.start].sentence {
        return Behind::Start;
    }
    match token.kind {
        Kind::Colon => Behind::Colon,
        Kind::Comma => Behind::Comma,
        Kind::Genitive => Behind::Possessive,
        Kind::Word => match scene.prose.str(at) {
            "as" => Behind::As,
            "of" => Behind::Of,
            "to" => Behind::To,
            word if List::About.has(word) => Behind::About,
            _ if token.is(THAT) => Behind::That,
            _ if token.word.cue.is_some() => Behind::Cue,
            _ if token.is(POSSESSIVE) => Behind::Possessive,
            _ if token.is(DETERMINER) => Behind::Determiner,
            _ if token.is(PREPOSITION) => Behind::Preposition,
            _ if token.is(AUXILIARY | NEGATION) => Behind::Helper,
            _ if token.is(CONJUNCTION) => Behind::Conjunction,
            _ if token.capital => Behind::Name,
            _ => Behind::Other,
        },
        _ => Behind::Other,
    }
}

/// How the mention stands, told finer than its own [`Case`].
fn standing(scene: &Scene, index: usize) -> CandidateCase {
    let mention = &scene.mentions[index];
    let tokens = &scene.prose.tokens;
    let before =
        mention.tokens.start.checked_sub(1).filter(|at| {
            tokens[*at].sentence == tokens[mention.tokens.start].sentence && tokens[*at].kind == Kind::Word
        });
    match mention.case {
        Case::Free if before.is_some_and(|at| tokens[at].word.cue.is_some()) => CandidateCase::BehindVerb,
        // A modifier is nobody's speaker; it is never asked for.
        Case::Free | Case::Modifier => CandidateCase::Free,
        Case::Governed if before.is_some_and(|at| scene.prose.str(at) == "of") => CandidateCase::GovernedByOf,
        Case::Governed => CandidateCase::Governed,
        Case::Agent => CandidateCase::Agent,
        Case::Owner => CandidateCase::Owner,
        Case::Object => CandidateCase::Object,
    }
}

fn nobody(span: SpanValues, last: Option<(usize, Option<usize>)>) -> Candidate {
    let last = match last {
        None => Last::None,
        Some((_, None)) => Last::SameMention,
        Some((_, Some(_))) => Last::Other,
    };
    Candidate { mention: None, act: None, source: SourceValues::UNKNOWN, span, pair: PairValues::at(None, last) }
}

/// Whether an act stands right beside the words: its tag.
pub(crate) fn tagged(scene: &Scene, quote: usize) -> Sides {
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
    Sides::new(before, after)
}

/// Describes a mention as one who could have said the words.
pub(crate) fn describe(
    scene: &Scene,
    quote: usize,
    index: usize,
    span: SpanValues,
    last: Option<(usize, Option<usize>)>,
) -> Candidate {
    let quoted = &scene.quoted[quote];
    let mention = &scene.mentions[index];
    let act = scene.acts_of(index).min_by_key(|act| {
        let cue = scene.acts[*act].cue;
        let distance =
            if cue >= quoted.outer.end { cue - quoted.outer.end } else { quoted.outer.start.saturating_sub(cue) };
        (distance, matches!(scene.acts[*act].bond, Bond::Addressee))
    });
    let hull = act.map_or((mention.tokens.start, mention.tokens.end), |act| scene.hull(&scene.acts[act]));
    let (low, high) = if mention.tokens.start >= quoted.outer.end {
        (quoted.outer.end, mention.tokens.start)
    } else {
        (mention.tokens.end.min(quoted.outer.start), quoted.outer.start)
    };
    let (cue_low, cue_high) = if hull.0 >= quoted.outer.end {
        (quoted.outer.end, hull.0)
    } else {
        (hull.1.min(quoted.outer.start), quoted.outer.start)
    };
    let entity = scene.entities.entity_of(index);
    let pair = PairValues {
        place: Some(place(scene, quoted, hull, act.is_some())),
        quotes: scene.quotes_between(low, high).into(),
        cues: scene.cues_between(cue_low, cue_high).into(),
        distance: scene.words_between(low, high).into(),
        last: match last {
            Some((_, Some(chosen))) if chosen == index => Last::SameMention,
            Some((_, Some(chosen))) if entity.is_some() && scene.entities.entity_of(chosen) == entity => {
                Last::SameEntity
            }
            Some((_, Some(_))) => Last::Other,
            _ => Last::None,
        },
        named_inside: entity.is_some() && names_inside(scene, quoted, entity),
    };
    Candidate { mention: Some(index), act, source: source_values(scene, index, act), span, pair }
}

/// What is known of the mention with this act of its own.
fn source_values(scene: &Scene, index: usize, act: Option<usize>) -> SourceValues {
    let mention = &scene.mentions[index];
    let act = act.map(|act| &scene.acts[act]);
    let cue = act.map(|act| act.cue);
    let (first, behind) = (mention.tokens.start, mention.tokens.end);
    let sentence = scene.sentence_of(first);
    let class_at = |at: Option<usize>| word_class_in(scene.prose, at, sentence);
    SourceValues {
        bond: act.map(|act| act.bond),
        class: act.map(|act| act.class),
        kind: Some(kind(scene, index)),
        case: standing(scene, index),
        form: cue.and_then(|cue| scene.prose.tokens[cue].word.cue).map(|cue| cue.form),
        before_cue: cue
            .map_or(WordClass::None, |cue| word_class_in(scene.prose, cue.checked_sub(1), scene.sentence_of(cue))),
        before: class_at(first.checked_sub(1)),
        second_before: class_at(first.checked_sub(2)),
        behind: class_at(Some(behind)),
        second_behind: class_at(Some(behind + 1)),
    }
}

fn kind(scene: &Scene, index: usize) -> CandidateKind {
    let entity = scene.entities.entity_of(index);
    let is_known = || entity.is_some_and(|id| scene.entities.list[id as usize].person.is_some());
    match SourceKind::of(scene.prose, &scene.mentions[index]) {
        SourceKind::Person if is_known() => CandidateKind::Known,
        SourceKind::Person => CandidateKind::Person,
        SourceKind::Name => CandidateKind::Name,
        SourceKind::Body => CandidateKind::Body,
        SourceKind::Place => CandidateKind::Place,
        SourceKind::Role => CandidateKind::Role,
        SourceKind::Unnamed => CandidateKind::Unnamed,
        SourceKind::People => CandidateKind::People,
        SourceKind::HeShe => CandidateKind::HeShe,
        SourceKind::They => CandidateKind::They,
        SourceKind::It => CandidateKind::It,
    }
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

fn place(scene: &Scene, quoted: &Quoted, hull: (usize, usize), speaks: bool) -> CandidatePlace {
    let tokens = &scene.prose.tokens;
    let (start, end) = (quoted.outer.start, quoted.outer.end);
    let paragraph = &scene.prose.paragraphs[quoted.paragraph].tokens;
    if hull.0 >= end {
        if hull.0 >= paragraph.end {
            return CandidatePlace::AfterParagraph;
        }
        let words = scene.words_between(end, hull.0);
        let last = tokens[end - 1].sentence;
        let sentence = tokens[hull.0].sentence;
        return match (words, sentence - last) {
            // `"We can win." Ms Example said`, but not `"We can win." Ms Example left.`
            (0, apart) if speaks || apart == 0 => CandidatePlace::AfterAdjacent,
            (1..=3, 0) => CandidatePlace::AfterNear,
            (_, 0) => CandidatePlace::AfterSentence,
            (_, 1) => CandidatePlace::AfterNextSentence,
            _ => CandidatePlace::AfterFar,
        };
    }
    if hull.1 > start {
        // Around the words: "Smith called it "…" and said".
        return CandidatePlace::BeforeAdjacent;
    }
    let before = tokens[start.saturating_sub(1)].kind;
    if hull.0 < paragraph.start {
        let in_last = scene.prose.paragraphs[..quoted.paragraph]
            .iter()
            .rposition(|p| p.is_prose)
            .is_some_and(|last| scene.prose.paragraphs[last].tokens.contains(&hull.0));
        if !in_last {
            return CandidatePlace::BeforeFar;
        }
        let last_end = scene.prose.paragraphs[scene.prose.paragraph_of(hull.0)].tokens.end;
        return if tokens[last_end - 1].sentence == tokens[hull.1 - 1].sentence {
            CandidatePlace::BeforeParagraphEnd
        } else {
            CandidatePlace::BeforeLastParagraph
        };
    }
    let words = scene.words_between(hull.1, start);
    let sentences = tokens[start].sentence - tokens[hull.1 - 1].sentence;
    match (words, sentences) {
        (0..=6, 0) if before == Kind::Colon => CandidatePlace::BeforeColon,
        (0..=6, 0) if before == Kind::Comma => CandidatePlace::BeforeComma,
        (0, 0) => CandidatePlace::BeforeAdjacent,
        (1..=3, 0) => CandidatePlace::BeforeNear,
        (_, 0) => CandidatePlace::BeforeSentence,
        (_, 1) => CandidatePlace::BeforeLastSentence,
        _ => CandidatePlace::BeforeParagraph,
    }
}

fn gap(scene: &Scene, quote: usize, last: Option<usize>) -> Gap {
    let quoted = &scene.quoted[quote];
    let Some(last) = last.map(|last| &scene.quoted[last]) else { return Gap::First };
    if quoted.continues && last.end == End::Open {
        return Gap::Continued;
    }
    if last.paragraph == quoted.paragraph {
        let (from, to) = (last.outer.end, quoted.outer.start);
        let tokens = &scene.prose.tokens;
        if tokens[last.outer.end - 1].sentence == tokens[quoted.outer.start].sentence {
            return Gap::SameSentence;
        }
        let single = tokens[from.min(to)..to].iter().filter(|token| token.kind == Kind::Stop).count() <= 1;
        let tag = scene.words_between(from, to) <= 14 && single && scene.acts_between(from, to).next().is_some();
        return if tag { Gap::Interrupted } else { Gap::SameParagraph };
    }
    let between = scene.prose.paragraphs[last.paragraph + 1..quoted.paragraph].iter().filter(|p| p.is_prose).count();
    let opens = quoted.outer.start == scene.prose.paragraphs[quoted.paragraph].tokens.start;
    if between > 0 || !opens {
        return Gap::Far;
    }
    let ended = scene.prose.paragraphs[last.paragraph].tokens.end == last.outer.end;
    if ended { Gap::NextParagraph } else { Gap::NextParagraphTagged }
}

fn opening(scene: &Scene, quote: usize) -> SpanOpening {
    let quoted = &scene.quoted[quote];
    let paragraph = &scene.prose.paragraphs[quoted.paragraph].tokens;
    if quoted.outer.start != paragraph.start {
        SpanOpening::Inside
    } else if quoted.outer.end >= paragraph.end {
        SpanOpening::Whole
    } else {
        SpanOpening::Opens
    }
}
