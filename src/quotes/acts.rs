//! Acts of saying: each cue (a word of saying, "according to", a colon or dash layout) with the mentions that could be
//! its source, and how each is bound to it.
//!
//! There is no parser behind this: a source is found by walking from the cue over auxiliaries, adverbs, appositions
//! and prepositional phrases. A cue can have several possible sources; the scorer weighs them by their [`Bond`].

use super::lexicon::*;
use super::marks::Quoted;
use super::mentions::{Case, Mention, MentionKind};
use super::tokens::{Kind, Prose};
use std::ops::Range;

/// One cue bound to one possible source.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Act {
    /// The cue's token; for a layout the colon or dash.
    pub cue: usize,
    /// Index of the mention.
    pub mention: usize,
    pub bond: Bond,
    pub class: ActClass,
}

/// How a source is bound to its cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Bond {
    /// "Smith said", "Smith has repeatedly said".
    Subject,
    /// "a spokesman for Smith said": the noun before the preposition.
    OverPreposition,
    /// "Smith, a Labour MP, said".
    OverApposition,
    /// "Smith, who said".
    Relative,
    /// "Smith rose and said".
    Coordinated,
    /// "Smith left, saying".
    Participle,
    /// "Smith went on to say".
    Infinitive,
    /// "said Smith".
    Inverted,
    /// "Smith was told": the one spoken to.
    Passive,
    /// "described by Smith as".
    Agent,
    /// "according to Smith".
    According,
    /// "Smith:" before the words.
    Colon,
    /// The words, then "- Smith".
    Dash,
    /// "told Smith": the one spoken to.
    Addressee,
    /// "Smith's claim that".
    Owner,
}

/// The kind of cue, as the scorer sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum ActClass {
    Say,
    Tell,
    Call,
    Vow,
    Think,
    Weak,
    According,
    Layout,
}

/// Mentions by the token at which they start or end.
pub(crate) struct MentionIndex {
    starting: Vec<u32>,
    ending: Vec<u32>,
}

const NO_MENTION: u32 = u32::MAX;

impl MentionIndex {
    pub fn new(prose: &Prose, mentions: &[Mention]) -> MentionIndex {
        let mut index = MentionIndex {
            starting: vec![NO_MENTION; prose.tokens.len() + 1],
            ending: vec![NO_MENTION; prose.tokens.len() + 1],
        };
        for (number, mention) in mentions.iter().enumerate() {
            if mention.case == Case::Modifier {
                continue;
            }
            // The longest mention wins where two start or end together.
            let length = mention.tokens.len();
            for (slot, at) in [(&mut index.starting, mention.tokens.start), (&mut index.ending, mention.tokens.end)] {
                let held = slot[at];
                if held == NO_MENTION || mentions[held as usize].tokens.len() < length {
                    slot[at] = number as u32;
                }
            }
        }
        index
    }

    pub fn starting_at(&self, token: usize) -> Option<usize> {
        self.starting.get(token).copied().filter(|number| *number != NO_MENTION).map(|number| number as usize)
    }

    /// The mention whose last token stands right before `token`.
    pub fn ending_before(&self, token: usize) -> Option<usize> {
        self.ending.get(token).copied().filter(|number| *number != NO_MENTION).map(|number| number as usize)
    }
}

/// Finds the acts outside quotation marks, in order of their cues.
pub(crate) fn find_acts(
    prose: &Prose,
    quoted: &[Quoted],
    mentions: &[Mention],
    index: &MentionIndex,
    lexicon: &Lexicon,
) -> Vec<Act> {
    let mut finder = ActFinder { prose, mentions, index, lexicon, within: None, acts: Vec::new() };
    let mut quoted = quoted.iter().filter(|quoted| quoted.parent.is_none()).peekable();
    for paragraph in prose.paragraphs.iter().filter(|paragraph| paragraph.is_prose) {
        let tokens = paragraph.tokens.clone();
        finder.find_layout(tokens.start, tokens.end);
        let mut outside = tokens.start;
        for at in prose.cues_in(tokens.clone()) {
            while let Some(before) = quoted.next_if(|quoted| quoted.outer.start <= at) {
                finder.find_dash(&before.outer, &tokens);
                outside = before.outer.end;
            }
            if at >= outside {
                finder.find_at(at, tokens.start, tokens.end);
            }
        }
        while let Some(before) = quoted.next_if(|quoted| quoted.outer.start < tokens.end) {
            finder.find_dash(&before.outer, &tokens);
        }
    }
    finder.acts.sort_by_key(|act| act.cue);
    finder.acts
}

/// Finds the acts inside the marks of a quoted span, outside the marks that stand in it: whom the speaker quotes.
pub(crate) fn find_acts_within(
    prose: &Prose,
    quoted: &[Quoted],
    parent: usize,
    mentions: &[Mention],
    index: &MentionIndex,
    lexicon: &Lexicon,
) -> Vec<Act> {
    let mut finder = ActFinder { prose, mentions, index, lexicon, within: Some(parent), acts: Vec::new() };
    let inner = quoted[parent].inner.clone();
    let children = quoted.partition_point(|other| other.outer.start <= quoted[parent].outer.start);
    let mut children = quoted[children..].iter().take_while(|child| child.outer.start < inner.end).peekable();
    let mut outside = inner.start;
    for at in prose.cues_in(inner.clone()) {
        while let Some(child) = children.next_if(|child| child.outer.start <= at) {
            outside = child.outer.end.max(outside);
        }
        if at >= outside {
            finder.find_at(at, inner.start, inner.end);
        }
    }
    finder.acts
}

struct ActFinder<'p, 'a> {
    prose: &'p Prose<'a>,
    mentions: &'p [Mention],
    index: &'p MentionIndex,
    lexicon: &'p Lexicon,
    /// The quoted span whose words are looked at; `None` is the writer's own.
    within: Option<usize>,
    acts: Vec<Act>,
}

impl ActFinder<'_, '_> {
    fn find_at(&mut self, at: usize, start: usize, end: usize) {
        let token = &self.prose.tokens[at];
        if token.kind != Kind::Word {
            return;
        }
        if self.prose.is_according_to(at) {
            if let Some(mention) = self.index.starting_at(at + 2) {
                self.push(at, mention, Bond::According, ActClass::According);
            }
            return;
        }
        if token.is(WORDS_SAID) && !token.capital && self.bind_owner(at, start) {
            return;
        }
        let Some(cue) = token.word.cue else { return };
        // "those asked": to whom it was done.
        let is_passive = at > start && self.prose.str(at - 1) == "those" && cue.form == VerbForm::Past;
        if is_passive || token.capital && !self.is_sentence_start(at) || self.is_noun_use(at, cue, start) {
            return;
        }
        let class = self.class_of(cue);
        self.bind_left(at, cue, class, start);
        self.bind_right(at, cue, class, start, end);
    }

    fn class_of(&self, cue: Cue) -> ActClass {
        match cue.class {
            CueClass::Say if self.lexicon.lemma(cue) == "tell" => ActClass::Tell,
            CueClass::Say => ActClass::Say,
            CueClass::Call => ActClass::Call,
            CueClass::Vow => ActClass::Vow,
            CueClass::Think => ActClass::Think,
            CueClass::Weak => ActClass::Weak,
        }
    }

    /// "Smith's repeated claim that", "Smith's promise to": a noun of saying with its owner; whether it is one.
    fn bind_owner(&mut self, at: usize, start: usize) -> bool {
        const MOST_ADJECTIVES: usize = 3;
        let goes_on = self.prose.tokens.get(at + 1).is_some_and(|next| match next.kind {
            Kind::Word => next.is(THAT) || next.is(PREPOSITION) && !next.is(SUBORDINATE),
            Kind::Mark(_) | Kind::Colon | Kind::Comma => true,
            _ => false,
        });
        if !goes_on {
            return false;
        }
        let adjective = |before: &usize| {
            let token = &self.prose.tokens[*before];
            token.kind == Kind::Word && !token.is(DETERMINER | PREPOSITION | CONJUNCTION | AUXILIARY)
        };
        let owned = (start + 1..at).rev().take(MOST_ADJECTIVES).take_while(adjective).last().unwrap_or(at);
        let genitive = owned.checked_sub(1).filter(|before| self.prose.tokens[*before].kind == Kind::Genitive);
        let Some(owner) = genitive.and_then(|genitive| self.index.ending_before(genitive)) else {
            return false;
        };
        let class = self.prose.tokens[at].word.cue.map_or(ActClass::Say, |cue| self.class_of(cue));
        self.push(at, owner, Bond::Owner, class);
        true
    }

    fn is_sentence_start(&self, at: usize) -> bool {
        at == 0
            || self.prose.tokens[at - 1].sentence != self.prose.tokens[at].sentence
            || self.prose.tokens[at - 1].kind != Kind::Word
    }

    /// "a report", "his claims", "the demand": the form is a noun's behind a determiner or an adjective.
    fn is_noun_use(&self, at: usize, cue: Cue, start: usize) -> bool {
        if at == start {
            return false;
        }
        let before = &self.prose.tokens[at - 1];
        if cue.form == VerbForm::Ing {
            // "the ruling", "a warning"
            return before.is(DETERMINER) && !before.is(THAT | PEOPLE);
        }
        if !matches!(cue.form, VerbForm::Base | VerbForm::Third) {
            return false;
        }
        before.kind == Kind::Genitive
            || before.is(DETERMINER | POSSESSIVE) && !before.is(RELATIVE | THAT | SHE) && !before.is(PEOPLE)
            || before.is(PREPOSITION) && self.prose.str(at - 1) != "to"
    }

    /// The sources before the cue.
    fn bind_left(&mut self, cue_at: usize, cue: Cue, class: ActClass, start: usize) {
        let sentence = self.prose.tokens[cue_at].sentence;
        let mut at = cue_at;
        let (mut passive, mut infinitive) = (false, false);
        while at > start {
            let token = &self.prose.tokens[at - 1];
            // "who's called", "that's said"
            let helps_relative = || at >= 2 && self.prose.tokens[at - 2].is(RELATIVE | THAT);
            if token.sentence != sentence
                || token.kind == Kind::Genitive && self.index.ending_before(at - 1).is_none() && !helps_relative()
            {
                break;
            }
            let helper = token.kind == Kind::Word && !token.capital && token.is(AUXILIARY | NEGATION | ADVERB)
                || token.kind == Kind::Genitive;
            let to = token.kind == Kind::Word && self.prose.str(at - 1) == "to";
            // An adverb may end a mention ("people here"); a mention wins over its being skipped.
            if !(helper || to) || self.index.ending_before(at).is_some() {
                break;
            }
            passive |= token.is(BE) && matches!(cue.form, VerbForm::Past | VerbForm::Participle);
            infinitive |= to;
            at -= 1;
        }
        let bond = |plain: Bond| {
            if passive {
                Bond::Passive
            } else if infinitive {
                Bond::Infinitive
            } else {
                plain
            }
        };
        if at == start || self.prose.tokens[at - 1].sentence != sentence {
            if at == cue_at && cue.form == VerbForm::Ing {
                self.bind_clause_subject(cue_at, start, Bond::Participle, class);
                self.bind_subject_behind(cue_at, class);
            }
            return;
        }
        if let Some(mention) = self.index.ending_before(at) {
            if !self.is_spoken_for(mention) {
                self.push(cue_at, mention, bond(Bond::Subject), class);
            }
            self.bind_over_prepositions(cue_at, mention, class, passive);
            if infinitive || cue.form == VerbForm::Ing {
                self.bind_clause_subject(
                    cue_at,
                    start,
                    if infinitive { Bond::Infinitive } else { Bond::Participle },
                    class,
                );
            }
            return;
        }
        let before = &self.prose.tokens[at - 1];
        // "quoted a friend of Smith as saying"
        if cue.form == VerbForm::Ing
            && self.prose.str(at - 1) == "as"
            && let Some(mention) = self.index.ending_before(at - 1)
        {
            match self.mentions[mention].case {
                Case::Free => self.push(cue_at, mention, Bond::Subject, class),
                _ => self.bind_over_prepositions(cue_at, mention, class, false),
            }
            return;
        }
        match before.kind {
            Kind::Comma | Kind::Dash | Kind::CloseBracket if cue.form != VerbForm::Ing => {
                self.bind_over_apposition(cue_at, at - 1, start, bond(Bond::OverApposition), class);
            }
            Kind::Word if before.is(RELATIVE) => {
                let antecedent = if self.prose.tokens.get(at.wrapping_sub(2)).is_some_and(|t| t.kind == Kind::Comma) {
                    at - 2
                } else {
                    at - 1
                };
                if let Some(mention) = self.named_before(antecedent) {
                    self.push(cue_at, mention, bond(Bond::Relative), class);
                }
            }
            // "businesses that warn", "a report that said"
            Kind::Word if before.is(THAT) && (cue.form.is_finite() || cue.form == VerbForm::Base) => {
                if let Some(mention) = self.index.ending_before(at - 1) {
                    self.push(cue_at, mention, bond(Bond::Relative), class);
                }
            }
            Kind::Word if before.is(CONJUNCTION) => {
                self.bind_clause_subject(cue_at, start, bond(Bond::Coordinated), class);
            }
            _ if cue.form == VerbForm::Ing => {
                self.bind_clause_subject(cue_at, start, Bond::Participle, class);
                let opens = at >= 2 && self.prose.tokens[at - 2].sentence != sentence || at == start + 1;
                if opens && before.is(PREPOSITION) {
                    self.bind_subject_behind(cue_at, class);
                }
            }
            _ if infinitive => self.bind_clause_subject(cue_at, start, Bond::Infinitive, class),
            _ => {
                self.bind_over_phrases(cue_at, at, start, bond(Bond::OverPreposition), class);
                if cue.form.is_finite() {
                    self.bind_clause_subject(cue_at, start, bond(Bond::Coordinated), class);
                }
            }
        }
    }

    /// The mention that ends before this token, a bracket behind it left out: "Ann Example (D-N.Y.)".
    fn named_before(&self, at: usize) -> Option<usize> {
        const LONGEST: usize = 8;
        if at > 0 && self.prose.tokens[at - 1].kind == Kind::CloseBracket {
            let open =
                (at.saturating_sub(LONGEST)..at).rev().find(|at| self.prose.tokens[*at].kind == Kind::OpenBracket)?;
            return self.index.ending_before(open);
        }
        self.index.ending_before(at)
    }

    /// "Observers in Leeds and around the country say": the noun before the phrases that stand between it and the cue.
    fn bind_over_phrases(&mut self, cue: usize, end: usize, start: usize, bond: Bond, class: ActClass) {
        const LONGEST: usize = 9;
        let sentence = self.prose.tokens[cue].sentence;
        for at in (start..end).rev().take(LONGEST) {
            let token = &self.prose.tokens[at];
            if token.sentence != sentence
                || !matches!(token.kind, Kind::Word | Kind::Number | Kind::Genitive)
                || token.is(AUXILIARY | SUBORDINATE | RELATIVE | THAT) && !token.is(PREPOSITION)
                || token.word.cue.is_some_and(|cue| cue.form.is_finite())
            {
                return;
            }
            if token.is(PREPOSITION)
                && let Some(mention) = self.before_preposition(at)
                && self.mentions[mention].case == Case::Free
            {
                self.push(cue, mention, bond, class);
                return;
            }
        }
    }

    /// The mention before a preposition, a word that may stand between them left out: "people familiar with the plan",
    /// "a source close to Ms Example", "aides briefed on it".
    fn before_preposition(&self, preposition: usize) -> Option<usize> {
        if let Some(mention) = self.index.ending_before(preposition) {
            return Some(mention);
        }
        let between = preposition.checked_sub(1)?;
        let token = &self.prose.tokens[between];
        let describes = token.kind == Kind::Word
            && !token.capital
            && !token.is(AUXILIARY | NEGATION | DETERMINER | PREPOSITION | CONJUNCTION | SUBORDINATE | RELATIVE | THAT)
            && token.word.cue.is_none();
        let described = |mention: &usize| {
            let head = &self.prose.tokens[self.mentions[*mention].head.start];
            matches!(self.mentions[*mention].kind, MentionKind::Unnamed | MentionKind::Role)
                && head.is(PERSON | MAN | WOMAN | PEOPLE)
        };
        self.index.ending_before(between).filter(|mention| describes && described(mention))
    }

    /// "a spokesman for Ms Example said": the one behind the preposition has others speak.
    fn is_spoken_for(&self, mention: usize) -> bool {
        let start = self.mentions[mention].tokens.start;
        let Some(preposition) = start.checked_sub(1) else { return false };
        self.prose.str(preposition) == "for"
            && self.mentions[mention].case == Case::Governed
            && self.index.ending_before(preposition).is_some_and(|outer| {
                let head = &self.prose.tokens[self.mentions[outer].head.start];
                matches!(self.mentions[outer].kind, MentionKind::Unnamed | MentionKind::Role)
                    && head.is(PERSON | MAN | WOMAN | PEOPLE)
            })
    }

    /// "a spokesman for the Smith campaign in Leeds said": the nouns before the prepositions, outermost last.
    fn bind_over_prepositions(&mut self, cue: usize, mention: usize, class: ActClass, passive: bool) {
        let mut inner = mention;
        for _ in 0..3 {
            if !matches!(self.mentions[inner].case, Case::Governed | Case::Owner | Case::Object) {
                break;
            }
            let start = self.mentions[inner].tokens.start;
            let Some(outer) = start.checked_sub(1).and_then(|preposition| self.before_preposition(preposition)) else {
                break;
            };
            self.push(cue, outer, if passive { Bond::Passive } else { Bond::OverPreposition }, class);
            inner = outer;
        }
    }

    /// "Smith, a Labour MP from Leeds, said": the mention before the comma (or dash, or bracket) that opens what the
    /// one before the cue closes.
    fn bind_over_apposition(&mut self, cue: usize, close: usize, start: usize, bond: Bond, class: ActClass) {
        const LONGEST: usize = 32;
        // "the party's leader, Ann Example, said": the name itself stands between the commas.
        if let Some(mention) = self.index.ending_before(close)
            && matches!(self.mentions[mention].kind, MentionKind::Person | MentionKind::Name)
            && self.mentions[mention].case == Case::Free
            && self.mentions[mention]
                .tokens
                .start
                .checked_sub(1)
                .is_some_and(|at| self.prose.tokens[at].kind == Kind::Comma)
        {
            self.push(cue, mention, bond, class);
        }
        let kind = self.prose.tokens[close].kind;
        let sentence = self.prose.tokens[close].sentence;
        let mut found = 0;
        let mut at = close;
        while at > start && close - at < LONGEST && found < 2 {
            at -= 1;
            let token = &self.prose.tokens[at];
            if token.sentence != sentence
                || token.is_mark() && found == 0 && close - at > 1 && token.kind == Kind::Semicolon
            {
                break;
            }
            let opens = match kind {
                Kind::CloseBracket => token.kind == Kind::OpenBracket,
                Kind::Dash => token.kind == Kind::Dash,
                _ => token.kind == Kind::Comma,
            };
            if !opens {
                continue;
            }
            if let Some(mention) = self.named_before(at) {
                self.push(cue, mention, bond, class);
                self.bind_over_prepositions(cue, mention, class, bond == Bond::Passive);
                found += 1;
            }
        }
    }

    /// The subject of the clause that a participle, an infinitive or a second verb shares.
    fn bind_clause_subject(&mut self, cue: usize, start: usize, bond: Bond, class: ActClass) {
        let sentence = self.prose.tokens[cue].sentence;
        let first = self.prose.sentences.get(sentence as usize).map_or(start, |tokens| tokens.start.max(start));
        let after = self.mentions.partition_point(|mention| mention.tokens.start < first);
        let mut pushed = 0;
        for (offset, mention) in self.mentions[after..].iter().enumerate() {
            if mention.tokens.end > cue || pushed == 2 {
                break;
            }
            if mention.case == Case::Free
                && mention.quoted.is_none()
                && mention.kind != MentionKind::Place
                && !self.names_place(mention)
            {
                self.push(cue, after + offset, bond, class);
                pushed += 1;
            }
        }
    }

    /// "Bemoaning the delay, Smith left", "After calling it a shame, Smith left": the subject stands behind the comma.
    fn bind_subject_behind(&mut self, cue: usize, class: ActClass) {
        const LONGEST: usize = 40;
        let sentence = self.prose.tokens[cue].sentence;
        let end = self.prose.sentences.get(sentence as usize).map_or(cue, |tokens| tokens.end).min(cue + LONGEST);
        let subject = (cue + 1..end)
            .filter(|at| {
                // American papers set the comma inside the marks.
                self.prose.tokens[*at].kind == Kind::Comma
                    || self.prose.tokens[*at].is_mark() && self.prose.tokens[*at - 1].kind == Kind::Comma
            })
            .find_map(|at| {
                self.index.starting_at(at + 1).filter(|mention| {
                    let free = self.mentions[*mention].case == Case::Free && self.mentions[*mention].quoted.is_none();
                    let behind = self.mentions[*mention].tokens.end;
                    free && self.prose.tokens.get(behind).is_some_and(|next| {
                        next.kind == Kind::Word
                            && (next.is(AUXILIARY | ADVERB) || next.word.cue.is_some() || !next.capital)
                    })
                })
            });
        if let Some(mention) = subject {
            self.push(cue, mention, Bond::Participle, class);
        }
    }

    /// "the United Kingdom": a place for all its article.
    fn names_place(&self, mention: &Mention) -> bool {
        let name = self.prose.span(mention.head.clone()).of(self.prose.text);
        mention.head.len() > 1
            && self.prose.tokens[mention.head.start].capital
            && self.lexicon.is_place(&name.to_lowercase())
    }

    /// The sources behind the cue: inversion and the agent of a passive; and the one spoken to.
    fn bind_right(&mut self, cue_at: usize, cue: Cue, class: ActClass, start: usize, end: usize) {
        let mut next = cue_at + 1;
        if self.prose.tokens.get(next).is_some_and(|token| token.is(ADVERB) && !token.capital)
            && self.index.starting_at(next).is_none()
        {
            next += 1;
        }
        if next >= end {
            return;
        }
        let finite = cue.form.is_finite() || cue.form == VerbForm::Base;
        if let Some(mention) = self.index.starting_at(next) {
            let after_words = cue_at == start
                || matches!(self.prose.tokens[cue_at - 1].kind, Kind::Mark(_) | Kind::Comma | Kind::Stop | Kind::Dash)
                || self.is_sentence_start(cue_at);
            if finite && after_words && self.mentions[mention].case != Case::Object && class != ActClass::Tell {
                self.push(cue_at, mention, Bond::Inverted, class);
                return;
            }
            if class == ActClass::Tell || class == ActClass::Say {
                self.push(cue_at, mention, Bond::Addressee, class);
                // "told the paper's Ann Example": she is the one spoken to, as is her paper.
                let owned = (self.mentions[mention].case == Case::Owner)
                    .then(|| self.index.starting_at(self.mentions[mention].tokens.end + 1))
                    .flatten();
                if let Some(owned) = owned {
                    self.push(cue_at, owned, Bond::Addressee, class);
                }
            }
        }
        if matches!(cue.form, VerbForm::Past | VerbForm::Participle) {
            let behind = self.behind_quoted(cue_at + 1, end);
            for at in behind..end.min(behind + 5) {
                if self.prose.tokens[at].kind != Kind::Word {
                    break;
                }
                if self.prose.str(at) == "by"
                    && let Some(mention) = self.index.starting_at(at + 1)
                {
                    self.push(cue_at, mention, Bond::Agent, class);
                    break;
                }
            }
        }
    }

    /// "described as “a ruin” by Ann Example": the token behind the words in marks, where they stand right here, "as" and
    /// the like before them; else this one.
    fn behind_quoted(&self, at: usize, end: usize) -> usize {
        const LONGEST: usize = 24;
        let open = at + usize::from(self.prose.str(at) == "as");
        if open >= end || !self.prose.tokens[open].is_mark() {
            return at;
        }
        let close = (open + 1..end.min(open + LONGEST)).find(|at| self.prose.tokens[*at].is_mark());
        close.map_or(at, |close| close + 1)
    }

    /// "WALLACE: …", "Ann Example, Labour: …", "From Ann Example:" at the head of a paragraph.
    fn find_layout(&mut self, start: usize, end: usize) {
        const LONGEST: usize = 14;
        for at in start..end.min(start + LONGEST) {
            let token = &self.prose.tokens[at];
            match token.kind {
                Kind::Colon => {
                    let first = if matches!(self.prose.str(start), "From" | "By") { start + 1 } else { start };
                    if let Some(mention) = self.index.starting_at(first)
                        && self.mentions[mention].tokens.end <= at
                        && (first + self.mentions[mention].tokens.len() == at
                            || !(start..at).any(|index| self.prose.tokens[index].word.cue.is_some()))
                    {
                        self.push(at, mention, Bond::Colon, ActClass::Layout);
                    }
                    return;
                }
                Kind::Stop | Kind::Mark(_) => return,
                _ => {}
            }
        }
    }

    /// `"…" - Ann Example` behind a quoted span, or in a short line below it.
    fn find_dash(&mut self, outer: &Range<usize>, paragraph: &Range<usize>) {
        const LONGEST_LINE: usize = 16;
        let (at, end) = (outer.end, paragraph.end);
        let below = self.prose.paragraphs.get(self.prose.paragraph_of(at)).map(|paragraph| paragraph.tokens.clone());
        let end = match below.filter(|below| at == end && below.start == at && below.len() <= LONGEST_LINE) {
            Some(below) => below.end,
            None => end,
        };
        if at + 1 < end
            && self.prose.tokens[at].kind == Kind::Dash
            && let Some(mention) = self.index.starting_at(at + 1)
            && (self.mentions[mention].tokens.end == end
                || matches!(
                    self.prose.tokens[self.mentions[mention].tokens.end].kind,
                    Kind::Comma | Kind::OpenBracket | Kind::Stop | Kind::Mark(_)
                ))
        {
            self.push(at, mention, Bond::Dash, ActClass::Layout);
        }
    }

    fn push(&mut self, cue: usize, mention: usize, bond: Bond, class: ActClass) {
        if self.mentions[mention].quoted == self.within {
            self.acts.push(Act { cue, mention, bond, class });
        }
    }
}
