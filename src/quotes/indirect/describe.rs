//! An act with a content, described for the model that weighs whether somebody is reported to have said so.

use super::super::acts::{Act, ActClass, Bond};
use super::super::lexicon::*;
use super::super::mentions::{Case, MentionKind};
use super::super::model::{NO_VALUES, Values, form, value_words, values};
use super::super::scene::Scene;
use super::super::tokens::{Kind, Token};
use super::super::values::{SourceKind, UpToThree, UpToTwo, word_class_in};
use super::super::word_class::WordClass;
use super::extents::{ContentOrder, Extent, Start, Stop};
use super::listed::{Lemma, OpeningWord};
use super::sums::Sums;
use std::ops::Range;

value_words! { ContentOrder {
    After = "after",
    Before = "before",
    Around = "around",
}}

value_words! { Start {
    Cue = "cue",
    Object = "object",
    Preposition = "preposition",
    That = "that",
    Front = "front",
    Colon = "colon",
}}

value_words! { Stop {
    Sentence = "sentence",
    Relative = "relative",
    Participle = "participle",
    Conjunction = "conjunction",
    Subordinate = "subordinate",
    Determiner = "determiner",
    Preposition = "preposition",
    Comma = "comma",
    Dash = "dash",
    Semicolon = "semicolon",
    Tag = "tag",
}}

values! {
    /// What the content begins with.
    pub(crate) enum Opens {
        That = "that",
        To = "to",
        Question = "question",
        Pronoun = "pronoun",
        Determiner = "determiner",
        Name = "name",
        Preposition = "preposition",
        Ing = "ing",
        Noun = "noun",
        Adjective = "adjective",
        Other = "other",
        ToNoun = "to-noun",
        Time = "time",
        There = "there",
        Object = "object",
    }
}

values! {
    /// Words of the content.
    pub(crate) enum Length {
        UpToTwo = "1-2",
        UpToFive = "3-5",
        UpToTwelve = "6-12",
        UpTo25 = "13-25",
        More = "26+",
    }
}

values! {
    /// Whether a finite verb stands in the content.
    pub(crate) enum VerbInside {
        No = "no",
        Helper = "helper",
        Form = "form",
    }
}

values! {
    /// Words between source and cue.
    pub(crate) enum Between {
        None = "0",
        UpToThree = "1-3",
        More = "4+",
    }
}

values! {
    /// Words that the sentence has behind the content.
    pub(crate) enum Rest {
        None = "0",
        UpToThree = "1-3",
        UpToTen = "4-10",
        More = "11+",
    }
}

values! {
    /// Where words in quotation marks stand.
    pub(crate) enum QuotedPart {
        None = "none",
        Inside = "inside",
        Behind = "behind",
    }
}

values! {
    /// What stands before the source in its clause.
    pub(crate) enum Lead {
        None = "none",
        Words = "words",
        Subordinate = "subordinate",
        Comma = "comma",
    }
}

values! {
    /// Whether a word of saying stands before the source in its sentence.
    pub(crate) enum Outer {
        None = "none",
        Near = "near",
        Far = "far",
    }
}

form! {
    REPORT_FORM = "reports";
    /// What is known of an act, whatever it reports.
    early ActValues {
        bond: Bond = "bond",
        class: ActClass = "class",
        form: Option<VerbForm> = "form",
        kind: SourceKind = "kind",
        distance: Between = "distance",
        lemma: Lemma = "lemma",
        between: UpToThree = "between",
        lead: Lead = "lead",
        before: WordClass = "before-source",
        second_before: WordClass = "second-before-source",
        behind: WordClass = "behind-source",
        before_cue: WordClass = "before-cue",
        second_before_cue: WordClass = "second-before-cue",
        word_before_cue: Option<OpeningWord> = "word-before-cue",
        behind_cue: WordClass = "behind-cue",
        second_behind_cue: WordClass = "second-behind-cue",
        outer: Outer = "verb-of-saying-before",
    }
    /// What is known of a content of it.
    late ContentValues {
        order: ContentOrder = "order",
        start: Start = "start",
        stop: Stop = "stop",
        rest: Rest = "rest",
        opens: Opens = "opens",
        first_word: OpeningWord = "first-word",
        second_word: WordClass = "second-word",
        third_word: WordClass = "third-word",
        length: Length = "length",
        verb: VerbInside = "verb-inside",
        inner: UpToTwo = "verbs-of-saying-inside",
        commas: UpToThree = "commas",
        next: Option<OpeningWord> = "next",
        then: WordClass = "then",
        verb_behind: bool = "verb-behind",
        quoted: QuotedPart = "quoted",
    }
    => templates {
        [lemma, opens],
        [lemma, form],
        [bond, distance],
        [class, length],
        [stop, rest, length],
        [start, lemma],
        [start, opens, class],
        [start, bond],
        [next, length],
        [next, form],
        [stop, lead, verb_behind],
        [stop, bond],
        [stop, commas],
        [stop, then, verb_behind],
        [lemma, stop],
        [lemma, verb],
        [quoted, opens],
        [between, bond, kind],
        [next, then, verb_behind],
        [start, commas, quoted],
        [before, bond],
        [before, lead],
        [before_cue, outer, order],
        [before_cue, inner, form],
        [before_cue, form, lead],
        [outer, between],
        [behind_cue, lemma],
        [second_word, start, inner],
        [third_word, start],
        [first_word, verb],
        [form, kind],
        [before, second_before],
        [before_cue, second_before_cue],
        [behind, bond],
        [behind_cue, second_behind_cue],
        [word_before_cue, bond],
    }
}

/// The values of [`REPORT_FORM`]'s variables.
pub(super) fn values(act: &ActValues, content: &ContentValues) -> Values {
    let mut values = NO_VALUES;
    act.write(&mut values);
    content.write(&mut values);
    values
}

/// Tokens looked at beside a content or a source: a sentence without end must not cost its square.
const NEAR: usize = 80;

/// What is known of an act, whatever its content.
pub(super) fn act_values(scene: &Scene, lexicon: &Lexicon, act: &Act) -> ActValues {
    let tokens = &scene.prose.tokens;
    let mention = &scene.mentions[act.mention];
    let cue = tokens[act.cue].word.cue;
    let between = scene.mentions[act.mention + 1..]
        .iter()
        .take(NEAR)
        .take_while(|other| other.tokens.start < act.cue)
        .filter(|other| other.case == Case::Free && other.kind != MentionKind::Place)
        .count();
    let start = mention.tokens.start;
    let sentence = scene.sentence_of(act.cue);
    let own = scene.sentence_of(start);
    let class_in = |at: Option<usize>, tokens: &Range<usize>| word_class_in(scene.prose, at, tokens);
    let (low, high) = if mention.tokens.start > act.cue {
        (act.cue + 1, mention.tokens.start)
    } else {
        (mention.tokens.end, act.cue)
    };
    ActValues {
        bond: act.bond,
        class: act.class,
        form: cue.map(|cue| cue.form),
        kind: SourceKind::of(scene.prose, mention),
        distance: match high.saturating_sub(low) {
            0 => Between::None,
            1..=3 => Between::UpToThree,
            _ => Between::More,
        },
        lemma: cue.map_or(Lemma::NONE, |cue| Lemma::of(lexicon.lemma(cue))),
        between: between.into(),
        lead: lead(scene, act),
        before: class_in(start.checked_sub(1), own),
        second_before: class_in(start.checked_sub(2), own),
        behind: class_in(Some(mention.tokens.end), own),
        before_cue: class_in(act.cue.checked_sub(1), sentence),
        second_before_cue: class_in(act.cue.checked_sub(2), sentence),
        word_before_cue: (act.cue > sentence.start).then(|| OpeningWord::at(scene.prose, act.cue - 1)),
        behind_cue: class_in(Some(act.cue + 1), sentence),
        second_behind_cue: class_in(Some(act.cue + 2), sentence),
        outer: match (sentence.start..start.min(act.cue)).rev().take(NEAR).position(|at| tokens[at].says()) {
            None => Outer::None,
            Some(0..=6) => Outer::Near,
            Some(_) => Outer::Far,
        },
    }
}

impl ContentValues {
    /// A word or two without a verb or words in marks.
    pub fn is_fragment(&self) -> bool {
        self.length == Length::UpToTwo
            && self.verb == VerbInside::No
            && self.quoted != QuotedPart::Inside
            && self.opens != Opens::To
    }
}

/// What is known of this content.
pub(super) fn content_values(scene: &Scene, sums: &Sums, extent: &Extent) -> ContentValues {
    let tokens = &scene.prose.tokens;
    let rest = extent.rest.start..extent.rest.end.min(extent.rest.start + NEAR);
    let opening = extent.content.last();
    let inside = sums.of_all(&extent.content);
    let next = rest.clone().find(|at| matches!(tokens[*at].kind, Kind::Word | Kind::Number));
    let then = next.map(|at| at + 1).filter(|at| *at < rest.end);
    let clause = rest.start.saturating_add(1)..rest.end;
    let clause = clause.start..clause.clone().find(|at| tokens[*at].kind == Kind::Comma).unwrap_or(clause.end);
    let behind = sums.of(&clause);
    ContentValues {
        order: extent.order,
        start: extent.start,
        stop: extent.stop,
        rest: match sums.of(&rest).words {
            0 => Rest::None,
            1..=3 => Rest::UpToThree,
            4..=10 => Rest::UpToTen,
            _ => Rest::More,
        },
        opens: opens(scene, &opening),
        first_word: OpeningWord::at(scene.prose, opening.start),
        second_word: word_class_in(scene.prose, Some(opening.start + 1), &opening),
        third_word: word_class_in(scene.prose, Some(opening.start + 2), &opening),
        length: match inside.words {
            0..=2 => Length::UpToTwo,
            3..=5 => Length::UpToFive,
            6..=12 => Length::UpToTwelve,
            13..=25 => Length::UpTo25,
            _ => Length::More,
        },
        verb: match (inside.helpers, inside.verb_forms) {
            (0, 0) => VerbInside::No,
            (0, _) => VerbInside::Form,
            _ => VerbInside::Helper,
        },
        inner: inside.says.into(),
        commas: (inside.commas as usize).into(),
        next: next.map(|at| OpeningWord::at(scene.prose, at)),
        then: word_class_in(scene.prose, then, &rest),
        verb_behind: behind.helpers + behind.verb_forms > 0,
        quoted: match (inside.quoted, sums.of(&rest).quoted) {
            (0, 0) => QuotedPart::None,
            (0, _) => QuotedPart::Behind,
            _ => QuotedPart::Inside,
        },
    }
}

/// What the stretch begins with.
fn opens(scene: &Scene, opening: &Range<usize>) -> Opens {
    let tokens = &scene.prose.tokens;
    let first = &tokens[opening.start];
    let word = scene.prose.str(opening.start);
    let only_time =
        |token: &Token| token.is(TIME | ADVERB | DETERMINER | PREPOSITION | SUBORDINATE) || token.kind != Kind::Word;
    let to_noun = || {
        tokens.get(opening.start + 1).is_some_and(|next| next.capital || next.is(DETERMINER | POSSESSIVE | OBJECT_FORM))
    };
    match () {
        () if tokens[opening.clone()].iter().all(only_time) => Opens::Time,
        () if first.is(THAT) => Opens::That,
        () if word == "to" && to_noun() => Opens::ToNoun,
        () if word == "there" => Opens::There,
        () if first.is(OBJECT_FORM) && !first.is(POSSESSIVE) => Opens::Object,
        () if word == "to" => Opens::To,
        () if first.is(SUBORDINATE | RELATIVE) => Opens::Question,
        () if first.is(HE | SHE | THEY | IT | FIRST | SECOND) && !first.is(POSSESSIVE) => Opens::Pronoun,
        () if first.is(DETERMINER | POSSESSIVE) => Opens::Determiner,
        () if first.capital => Opens::Name,
        () if first.is(PREPOSITION) => Opens::Preposition,
        () if word.ends_with("ing") => Opens::Ing,
        () if first.is(SOURCE_NOUN) => Opens::Noun,
        () if first.is(ADJECTIVE) => Opens::Adjective,
        () => Opens::Other,
    }
}

/// What stands before the source in its clause.
fn lead(scene: &Scene, act: &Act) -> Lead {
    let tokens = &scene.prose.tokens;
    let start = scene.mentions[act.mention].tokens.start.min(act.cue);
    let sentence = tokens[start].sentence;
    let mut words = 0;
    for at in (0..start).rev().take(NEAR) {
        let token = &tokens[at];
        if token.sentence != sentence {
            break;
        }
        match token.kind {
            Kind::Comma | Kind::Semicolon | Kind::Dash if words == 0 => return Lead::Comma,
            Kind::Comma | Kind::Semicolon | Kind::Dash => return Lead::Words,
            Kind::Word if token.is(SUBORDINATE | RELATIVE) => return Lead::Subordinate,
            _ => words += 1,
        }
    }
    if words > 0 { Lead::Words } else { Lead::None }
}
