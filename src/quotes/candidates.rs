//! Who could have said a quoted span: its candidate mentions, each described by the values of [`SPEAKER_FORM`]'s
//! variables. The scorer chooses among them, or declines.

use super::acts::{Act, ActClass, Bond};
use super::entities::Entities;
use super::lexicon::*;
use super::marks::{End, Quoted};
use super::mentions::{Case, Mention, MentionKind};
use super::model::{Form, NO_VALUES, Values, Variable};
use super::tokens::{Kind, Prose};
use super::word_class::{WORD_CLASSES, word_class_in};
use std::ops::Range;

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

/// Everything that the article's analysis gave, for describing candidates.
pub(crate) struct Scene<'s, 'a> {
    pub prose: &'s Prose<'a>,
    pub quoted: &'s [Quoted],
    pub mentions: &'s [Mention],
    pub entities: &'s Entities<'a>,
    pub acts: &'s [Act],
    /// Acts of each mention, as a range into `acts_by_mention`.
    acts_of: Vec<(u32, u32)>,
    acts_by_mention: Vec<u32>,
    /// What stands before each token, and before the end.
    before: Vec<Before>,
}

/// How many cues and quoted spans begin, and how many words stand, before a token.
#[derive(Clone, Copy, Default)]
struct Before {
    cues: u32,
    quotes: u32,
    words: u32,
}

impl<'s, 'a> Scene<'s, 'a> {
    pub fn new(
        prose: &'s Prose<'a>,
        quoted: &'s [Quoted],
        mentions: &'s [Mention],
        entities: &'s Entities<'a>,
        acts: &'s [Act],
    ) -> Scene<'s, 'a> {
        let mut by_mention: Vec<u32> = (0..acts.len() as u32).collect();
        by_mention.sort_by_key(|act| acts[*act as usize].mention);
        let mut acts_of = vec![(0, 0); mentions.len()];
        let mut at = 0;
        while at < by_mention.len() {
            let mention = acts[by_mention[at] as usize].mention;
            let end = at + by_mention[at..].iter().take_while(|act| acts[**act as usize].mention == mention).count();
            acts_of[mention] = (at as u32, end as u32);
            at = end;
        }
        let mut before = Vec::with_capacity(prose.tokens.len() + 1);
        let mut sum = Before::default();
        let mut cues = acts.iter().map(|act| act.cue).peekable();
        let mut outer = quoted.iter().filter(|quoted| quoted.parent.is_none()).map(|it| it.outer.start).peekable();
        for (at, token) in prose.tokens.iter().enumerate() {
            before.push(sum);
            let mut speaks = false;
            while cues.next_if_eq(&at).is_some() {
                speaks = true;
            }
            sum.cues += u32::from(speaks);
            while outer.next_if_eq(&at).is_some() {
                sum.quotes += 1;
            }
            sum.words += u32::from(matches!(token.kind, Kind::Word | Kind::Number));
        }
        before.push(sum);
        Scene { prose, quoted, mentions, entities, acts, acts_of, acts_by_mention: by_mention, before }
    }

    fn acts_of(&self, mention: usize) -> impl Iterator<Item = usize> + '_ {
        let (start, end) = self.acts_of[mention];
        self.acts_by_mention[start as usize..end as usize].iter().map(|act| *act as usize)
    }

    /// The candidates for a quoted span; the first is nobody. `last` is the quoted span before and the mention chosen
    /// for it.
    pub fn candidates(&self, quote: usize, last: Option<(usize, Option<usize>)>, candidates: &mut Vec<Candidate>) {
        candidates.clear();
        let quoted = &self.quoted[quote];
        let shared = self.shared_values(quote, last);
        candidates.push(Candidate { mention: None, act: None, values: self.nobody(shared, last) });
        let paragraphs = &self.prose.paragraphs;
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
        let start = self.mentions.partition_point(|mention| mention.tokens.start < from);
        // Whoever says nothing there is looked for here and in the sentence that leads in: of eight thousand quotes with
        // known sources three had no other candidate.
        let lead_in = match paragraphs[..quoted.paragraph].iter().rfind(|before| before.is_prose) {
            Some(before) if !before.tokens.is_empty() => self.sentence_of(before.tokens.end - 1).start,
            _ => paragraphs[quoted.paragraph].tokens.start,
        };
        // One long paragraph must not make every quote look at every mention.
        const REACH: usize = 40;
        let middle = self.mentions.partition_point(|mention| mention.tokens.start < quoted.outer.start);
        let mut last_seen = false;
        for index in start.max(middle.saturating_sub(REACH))..self.mentions.len().min(middle + REACH) {
            let mention = &self.mentions[index];
            if mention.tokens.start >= to {
                break;
            }
            let prose = paragraphs[self.prose.paragraph_of(mention.tokens.start)].is_prose;
            if mention.quoted.is_some() || !prose || mention.case == Case::Modifier {
                continue;
            }
            let (acts, _) = self.acts_of[index];
            let has_act = self.acts_of[index].1 > acts;
            if !has_act && (self.is_spoken_for(index) || self.owns_the_next(index)) {
                continue;
            }
            let near =
                mention.tokens.start >= lead_in && self.prose.paragraph_of(mention.tokens.start) <= quoted.paragraph;
            if !has_act && (!near || matches!(mention.case, Case::Object) || mention.kind == MentionKind::Place) {
                continue;
            }
            last_seen |= last.is_some_and(|(_, chosen)| chosen == Some(index));
            candidates.push(self.describe(quote, index, shared, last));
        }
        if !last_seen && let Some((_, Some(chosen))) = last {
            candidates.push(self.describe(quote, chosen, shared, last));
        }
    }

    /// "a spokesman for Ms Example said": the spokesman has the word of saying, and Ms Example none.
    fn is_spoken_for(&self, index: usize) -> bool {
        let Some(outer) = index.checked_sub(1) else { return false };
        let (acts, end) = self.acts_of[outer];
        let preposition = self.mentions[outer].tokens.end;
        end > acts
            && self.mentions[index].case == Case::Governed
            && self.mentions[index].tokens.start == preposition + 1
            && self.prose.str(preposition) == "for"
    }

    /// "Labour's Ms Example", "Ms Example's lawyer": the owner of another mention.
    fn owns_the_next(&self, index: usize) -> bool {
        let owner = &self.mentions[index];
        let behind = owner.tokens.end;
        owner.case == Case::Owner
            && [index.wrapping_sub(1), index + 1].iter().filter_map(|other| self.mentions.get(*other)).any(|other| {
                other.tokens.start == behind + 1
                    || other.tokens.start <= owner.tokens.start && other.tokens.end > behind
            })
    }

    /// The values that all candidates of a quoted span share.
    pub fn shared_values(&self, quote: usize, last: Option<(usize, Option<usize>)>) -> Values {
        let mut values = NO_VALUES;
        values[GAP] = self.gap(quote, last.map(|(quoted, _)| quoted));
        values[START] = self.start(quote);
        values[SHAPE] = shape(self.prose, &self.quoted[quote]);
        values[TAGGED] = self.tagged(quote);
        values[BEHIND] = self.behind(quote);
        let start = self.quoted[quote].outer.start;
        values[SECOND_BEHIND] = word_class_in(self.prose, start.checked_sub(2), self.sentence_of(start));
        values[INSIDE] = self.acts_in_sentence(quote);
        values
    }

    /// The tokens of the token's sentence.
    fn sentence_of(&self, at: usize) -> &Range<usize> {
        &self.prose.sentences[self.prose.tokens[at].sentence as usize]
    }

    /// Whether somebody speaks in the writer's words of the quoted span's sentence, before or after it.
    fn acts_in_sentence(&self, quote: usize) -> u8 {
        let outer = &self.quoted[quote].outer;
        let speaks = |act: &Act| !matches!(act.bond, Bond::Addressee | Bond::Passive);
        let before = self.acts_between(self.sentence_of(outer.start).start, outer.start).any(speaks);
        let after = self.acts_between(outer.end, self.sentence_of(outer.end - 1).end).any(speaks);
        u8::from(before) + 2 * u8::from(after)
    }

    /// What the quoted words stand behind.
    fn behind(&self, quote: usize) -> u8 {
        let quoted = &self.quoted[quote];
        let paragraph = &self.prose.paragraphs[quoted.paragraph].tokens;
        let Some(at) = quoted.outer.start.checked_sub(1).filter(|at| *at >= paragraph.start) else { return 0 };
        let token = &self.prose.tokens[at];
        if token.sentence != self.prose.tokens[quoted.outer.start].sentence {
            return 0;
        }
        match token.kind {
            Kind::Colon => 1,
            Kind::Comma => 2,
            Kind::Genitive => 6,
            Kind::Word => match self.prose.str(at) {
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
    fn case_value(&self, index: usize) -> u8 {
        let mention = &self.mentions[index];
        let tokens = &self.prose.tokens;
        let before = mention.tokens.start.checked_sub(1).filter(|at| {
            tokens[*at].sentence == tokens[mention.tokens.start].sentence && tokens[*at].kind == Kind::Word
        });
        match mention.case {
            Case::Free if before.is_some_and(|at| tokens[at].word.cue.is_some()) => 6,
            Case::Governed if before.is_some_and(|at| self.prose.str(at) == "of") => 7,
            case => case as u8,
        }
    }

    fn nobody(&self, shared: Values, last: Option<(usize, Option<usize>)>) -> Values {
        let mut values = shared;
        values[LAST] = match last {
            None => 0,
            Some((_, None)) => 1,
            Some((_, Some(_))) => 3,
        };
        values
    }

    /// Whether an act stands right beside the words: its tag.
    pub fn tagged(&self, quote: usize) -> u8 {
        let quoted = &self.quoted[quote];
        let paragraph = &self.prose.paragraphs[quoted.paragraph].tokens;
        let near = |act: &&Act| !matches!(act.bond, Bond::Addressee | Bond::Passive);
        let after = self.acts_between(quoted.outer.end, (quoted.outer.end + 6).min(paragraph.end)).any(|act| {
            near(&act) && {
                let hull = self.hull(act);
                hull.0 >= quoted.outer.end && self.words_between(quoted.outer.end, hull.0) == 0
            }
        });
        let before = self
            .acts_between(quoted.outer.start.saturating_sub(6).max(paragraph.start), quoted.outer.start)
            .any(|act| {
                near(&act)
                    && self.words_between(self.hull(act).1, quoted.outer.start) <= 3
                    && self.prose.tokens[act.cue].sentence == self.prose.tokens[quoted.outer.start].sentence
            });
        match (after, before) {
            (false, false) => 0,
            (true, false) => 1,
            (false, true) => 2,
            (true, true) => 3,
        }
    }

    /// The acts whose cue lies in this range of tokens.
    pub fn acts_between(&self, start: usize, end: usize) -> impl Iterator<Item = &Act> {
        let first = self.acts.partition_point(|act| act.cue < start);
        self.acts[first..].iter().take_while(move |act| act.cue < end)
    }

    /// First token and the one behind the last of an act's cue and mention.
    pub fn hull(&self, act: &Act) -> (usize, usize) {
        let mention = &self.mentions[act.mention];
        let close = act.cue.abs_diff(mention.tokens.start) < 30;
        if close {
            (act.cue.min(mention.tokens.start), (act.cue + 1).max(mention.tokens.end))
        } else {
            (act.cue, act.cue + 1)
        }
    }

    pub fn words_between(&self, start: usize, end: usize) -> u32 {
        if start >= end { 0 } else { self.before[end].words - self.before[start].words }
    }

    pub fn describe(
        &self,
        quote: usize,
        index: usize,
        shared: Values,
        last: Option<(usize, Option<usize>)>,
    ) -> Candidate {
        let quoted = &self.quoted[quote];
        let mention = &self.mentions[index];
        let mut values = shared;
        let act = self.acts_of(index).min_by_key(|act| {
            let cue = self.acts[*act].cue;
            let distance =
                if cue >= quoted.outer.end { cue - quoted.outer.end } else { quoted.outer.start.saturating_sub(cue) };
            (distance, matches!(self.acts[*act].bond, Bond::Addressee))
        });
        let hull = match act {
            Some(act) => {
                values[BOND] = self.acts[act].bond as u8 + 1;
                values[CLASS] = class_value(self.acts[act].class);
                let cue = self.acts[act].cue;
                values[FORM] = self.prose.tokens[cue].word.cue.map_or(0, |cue| cue.form as u8 + 1);
                values[BEFORE_CUE] = word_class_in(self.prose, cue.checked_sub(1), self.sentence_of(cue));
                self.hull(&self.acts[act])
            }
            None => (mention.tokens.start, mention.tokens.end),
        };
        values[PLACE] = self.place(quoted, hull, act.is_some());
        let entity = self.entities.entity_of(index);
        values[KIND] = match mention.kind {
            MentionKind::Person if entity.is_some_and(|id| self.entities.list[id as usize].person.is_some()) => 11,
            MentionKind::Person => 1,
            MentionKind::Name => 2,
            MentionKind::Body => 3,
            MentionKind::Place => 4,
            MentionKind::Role => 5,
            MentionKind::Unnamed => 6 + u8::from(mention.plural),
            MentionKind::Pronoun => {
                let token = &self.prose.tokens[mention.tokens.start];
                if token.is(THEY) {
                    9
                } else if token.is(IT) {
                    10
                } else {
                    8
                }
            }
        };
        values[CASE] = self.case_value(index);
        let (first, behind) = (mention.tokens.start, mention.tokens.end);
        let sentence = self.sentence_of(first);
        values[PREV] = word_class_in(self.prose, first.checked_sub(1), sentence);
        values[SECOND_PREV] = word_class_in(self.prose, first.checked_sub(2), sentence);
        values[NEXT] = word_class_in(self.prose, Some(behind), sentence);
        values[SECOND_NEXT] = word_class_in(self.prose, Some(behind + 1), sentence);
        let (low, high) = if mention.tokens.start >= quoted.outer.end {
            (quoted.outer.end, mention.tokens.start)
        } else {
            (mention.tokens.end.min(quoted.outer.start), quoted.outer.start)
        };
        values[QUOTES] = (self.before[high].quotes - self.before[low].quotes).min(2) as u8;
        let (cue_low, cue_high) = if hull.0 >= quoted.outer.end {
            (quoted.outer.end, hull.0)
        } else {
            (hull.1.min(quoted.outer.start), quoted.outer.start)
        };
        values[CUES] = (self.before[cue_high].cues - self.before[cue_low].cues).min(2) as u8;
        values[DISTANCE] = match self.words_between(low, high) {
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
            Some((_, Some(chosen))) if entity.is_some() && self.entities.entity_of(chosen) == entity => 2,
            Some((_, Some(_))) => 3,
            _ => 0,
        };
        values[OWN] = u8::from(entity.is_some() && self.names_inside(quoted, entity));
        Candidate { mention: Some(index), act, values }
    }

    fn names_inside(&self, quoted: &Quoted, entity: Option<u32>) -> bool {
        let first = self.mentions.partition_point(|mention| mention.tokens.start < quoted.inner.start);
        self.mentions[first..]
            .iter()
            .enumerate()
            .take_while(|(_, mention)| mention.tokens.start < quoted.inner.end)
            .take(24)
            .any(|(offset, mention)| {
                mention.kind != MentionKind::Pronoun && self.entities.entity_of(first + offset) == entity
            })
    }

    fn place(&self, quoted: &Quoted, hull: (usize, usize), speaks: bool) -> u8 {
        let tokens = &self.prose.tokens;
        let (start, end) = (quoted.outer.start, quoted.outer.end);
        let paragraph = &self.prose.paragraphs[quoted.paragraph].tokens;
        if hull.0 >= end {
            if hull.0 >= paragraph.end {
                return 6;
            }
            let words = self.words_between(end, hull.0);
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
            let in_last = self.prose.paragraphs[..quoted.paragraph]
                .iter()
                .rposition(|p| p.is_prose)
                .is_some_and(|last| self.prose.paragraphs[last].tokens.contains(&hull.0));
            if !in_last {
                return 16;
            }
            let last_end = self.prose.paragraphs[self.prose.paragraph_of(hull.0)].tokens.end;
            return if tokens[last_end - 1].sentence == tokens[hull.1 - 1].sentence { 14 } else { 15 };
        }
        let words = self.words_between(hull.1, start);
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

    fn gap(&self, quote: usize, last: Option<usize>) -> u8 {
        let quoted = &self.quoted[quote];
        let Some(last) = last.map(|last| &self.quoted[last]) else { return 0 };
        if quoted.continues && last.end == End::Open {
            return 1;
        }
        if last.paragraph == quoted.paragraph {
            let (from, to) = (last.outer.end, quoted.outer.start);
            let tokens = &self.prose.tokens;
            if tokens[last.outer.end - 1].sentence == tokens[quoted.outer.start].sentence {
                return 3;
            }
            let single = tokens[from.min(to)..to].iter().filter(|token| token.kind == Kind::Stop).count() <= 1;
            let tag = self.words_between(from, to) <= 14 && single && self.acts_between(from, to).next().is_some();
            return if tag { 2 } else { 4 };
        }
        let between = self.prose.paragraphs[last.paragraph + 1..quoted.paragraph].iter().filter(|p| p.is_prose).count();
        let opens = quoted.outer.start == self.prose.paragraphs[quoted.paragraph].tokens.start;
        if between > 0 || !opens {
            return 7;
        }
        let ended = self.prose.paragraphs[last.paragraph].tokens.end == last.outer.end;
        if ended { 5 } else { 6 }
    }

    fn start(&self, quote: usize) -> u8 {
        let quoted = &self.quoted[quote];
        let paragraph = &self.prose.paragraphs[quoted.paragraph].tokens;
        if quoted.outer.start != paragraph.start {
            2
        } else if quoted.outer.end >= paragraph.end {
            0
        } else {
            1
        }
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
