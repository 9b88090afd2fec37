//! What stands beside quoted words and binds them to a speaker without a word of saying of their own: a label, a
//! signature, an introduction before a colon, the subject of the sentence before or behind; and what tells that they
//! name a thing.

use super::acts::{Act, ActClass, Bond};
use super::candidates::{BOND, CLASS, Candidate, LAST, PLACE, Scene, class_value, shape};
use super::entities::EntityKind;
use super::lexicon::*;
use super::marks::{End, Quoted};
use super::mentions::{Case, MentionKind};
use super::tokens::Kind;

/// The subject of the sentence beside the words.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Neighbour {
    pub subject: usize,
    /// The sentence says that this one was speaking just then.
    pub speaks: bool,
}

impl Scene<'_, '_> {
    /// A few words right behind one that names things: "the novel “…”", "so-called “…”", "nicknamed “…”".
    pub fn is_named_so(&self, quote: usize) -> bool {
        let quoted = &self.quoted[quote];
        // A nickname inside a name.
        let before = self.mentions.partition_point(|mention| mention.tokens.start < quoted.outer.start);
        if before.checked_sub(1).is_some_and(|at| {
            let around = &self.mentions[at];
            around.head.start < quoted.outer.start && quoted.outer.end < around.head.end
        }) {
            return true;
        }
        let naming = quoted
            .outer
            .start
            .checked_sub(1)
            .is_some_and(|at| self.prose.tokens[at].is(NAMING) && !self.prose.tokens[at].capital);
        naming && matches!(shape(self.prose, quoted), 0..=2)
    }

    /// Whether the marks hold the value of an attribute in markup that was left in the text: `<tweet author="…">`.
    pub fn is_markup(&self, quote: usize) -> bool {
        let quoted = &self.quoted[quote];
        let before = quoted.outer.start.checked_sub(1);
        before.is_some_and(|at| self.prose.str(at) == "=" && !self.prose.tokens[quoted.outer.start].spaced)
    }

    /// Whether both quoted spans stand behind one word of saying in one sentence: what is marked in reported speech is
    /// the speaker's ("said it was “a shame” and had to be “done again”").
    pub fn shares_report(&self, before: usize, quote: usize) -> bool {
        let (before, quoted) = (&self.quoted[before], &self.quoted[quote]);
        let sentence = self.prose.tokens[quoted.outer.start].sentence;
        let Some(tokens) = self.prose.sentences.get(sentence as usize) else { return false };
        let said = |act: &Act| {
            matches!(act.class, ActClass::Say | ActClass::Tell)
                && matches!(act.bond, Bond::Subject | Bond::OverApposition | Bond::OverPreposition)
        };
        before.style == quoted.style
            && tokens.contains(&before.outer.start)
            && self.acts_between(tokens.start, before.outer.start).any(said)
    }

    /// Whether the candidate's word of saying or the candidate stands in the sentence of the words.
    pub fn is_beside(&self, candidate: &Candidate) -> bool {
        matches!(candidate.values[PLACE], 1..=3 | 7..=11)
    }

    /// Whether two mentions mean one and the same.
    pub fn means_same(&self, one: usize, other: usize) -> bool {
        one == other
            || self.entities.entity_of(one).is_some() && self.entities.entity_of(one) == self.entities.entity_of(other)
    }

    /// Whether the candidate is nobody, or one that nothing binds to the words: no word of saying, not the one who spoke
    /// before, not the subject of a sentence.
    pub fn is_stray(&self, candidate: &Candidate) -> bool {
        let Some(mention) = candidate.mention else { return true };
        let carried = candidate.values[LAST] == 1 || candidate.values[LAST] == 2;
        candidate.act.is_none() && !carried && self.mentions[mention].case != Case::Free
    }

    /// Whole sentences in marks without a tag, in a paragraph beside one person's doings: the subject of the sentence
    /// before or behind (`Ann Example took the stage. "We can win."`). `None` where both sides name another.
    ///
    /// It cannot tell a sentence about the one who answers (`"We can win." Mr Testby disagrees.`) from one about the
    /// one who spoke, and is not sure for that.
    pub fn neighbour(&self, quote: usize) -> Option<Neighbour> {
        let quoted = &self.quoted[quote];
        let whole = matches!(shape(self.prose, quoted), 4 | 5);
        if !whole || self.tagged(quote) != 0 {
            return None;
        }
        let tokens = &self.prose.tokens;
        let paragraph = &self.prose.paragraphs[quoted.paragraph].tokens;
        let before = (quoted.outer.start > paragraph.start)
            .then(|| quoted.outer.start - 1)
            .filter(|at| tokens[*at].kind == Kind::Stop)
            .and_then(|at| self.subject(tokens[at].sentence));
        const MOST_PARAGRAPHS: usize = 24;
        let goes_on = |at: &usize| {
            self.quoted[*at].end == End::Open && self.quoted.get(*at + 1).is_some_and(|next| next.continues)
        };
        let last = quote + (quote..).take(MOST_PARAGRAPHS).take_while(goes_on).count();
        let last = &self.quoted[last];
        let behind = (last.outer.end < self.prose.paragraphs[last.paragraph].tokens.end)
            .then_some(last.outer.end)
            .filter(|at| tokens[*at].capital && tokens[*at].sentence != tokens[*at - 1].sentence)
            .and_then(|at| self.subject(tokens[at].sentence));
        if let Some(subject) = behind.filter(|subject| self.is_speaking(*subject)) {
            return Some(Neighbour { subject, speaks: true });
        }
        let subject = match (before, behind) {
            (Some(one), Some(other)) if !self.means_same(one, other) => return None,
            (one, other) => one.or(other)?,
        };
        Some(Neighbour { subject, speaks: false })
    }

    /// "Ann Example was speaking at a rally."
    fn is_speaking(&self, subject: usize) -> bool {
        let behind = self.mentions[subject].tokens.end;
        self.prose.tokens.get(behind).is_some_and(|token| token.is(BE))
            && self.prose.tokens.get(behind + 1).is_some_and(|token| token.is(SPEAKING))
    }

    /// The person with whom a sentence begins, a phrase before a comma left out, where nothing in it is quoted.
    fn subject(&self, sentence: u32) -> Option<usize> {
        let sentence = self.prose.sentences.get(sentence as usize)?;
        let first = self.mentions.partition_point(|mention| mention.tokens.start < sentence.start);
        const LONGEST_PHRASE: usize = 6;
        let mention = self.mentions.get(first)?;
        let phrase = mention.tokens.start.checked_sub(sentence.start)?;
        let begins =
            phrase == 0 || phrase <= LONGEST_PHRASE && self.prose.tokens[mention.tokens.start - 1].kind == Kind::Comma;
        if !begins {
            return None;
        }
        let entity = &self.entities.list[self.entities.entity_of(first)? as usize];
        let plain = (sentence.clone()).all(|at| !self.prose.tokens[at].is_mark());
        (plain && mention.case == Case::Free && entity.kind == EntityKind::Person).then_some(first)
    }

    /// The act that ends the paragraph before with a colon ("Asked about it, Ms Example said:"), where the words open the
    /// next one.
    fn introduction(&self, quoted: &Quoted) -> Option<usize> {
        const REACH: usize = 8;
        let paragraphs = &self.prose.paragraphs;
        if quoted.outer.start != paragraphs[quoted.paragraph].tokens.start {
            return None;
        }
        let before = paragraphs[..quoted.paragraph].iter().rfind(|paragraph| paragraph.is_prose)?;
        let colon = before.tokens.end.checked_sub(1).filter(|at| *at > before.tokens.start)?;
        if self.prose.tokens[colon].kind != Kind::Colon {
            return None;
        }
        let from = self.acts.partition_point(|act| act.cue < colon.saturating_sub(REACH).max(before.tokens.start));
        let to = self.acts.partition_point(|act| act.cue < colon);
        // Of several the plainest binding: "as his aides were told, Mr Testby said:".
        (from..to)
            .filter(|act| {
                let Act { cue, mention, bond, class } = self.acts[*act];
                matches!(bond, Bond::Subject | Bond::Inverted | Bond::OverApposition | Bond::Relative)
                    && matches!(class, ActClass::Say | ActClass::Tell)
                    && self.mentions[mention].tokens.end <= colon
                    && cue < colon
            })
            .max_by_key(|act| {
                let Act { cue, mention, bond, .. } = self.acts[*act];
                (cue, bond == Bond::Subject, std::cmp::Reverse(mention))
            })
    }

    /// The speaker whom the layout names: a label inside the marks ("SMITH: We will") or a signature behind them.
    pub fn layout(&self, quote: usize) -> Option<Candidate> {
        let quoted = &self.quoted[quote];
        let mut values = self.shared_values(quote, None);
        if let Some(mention) = self.label(quoted) {
            values[BOND] = Bond::Colon as u8 + 1;
            values[PLACE] = 7;
            return Some(Candidate { mention: Some(mention), act: None, values });
        }
        if let Some(act) = self.introduction(quoted) {
            values[BOND] = self.acts[act].bond as u8 + 1;
            values[CLASS] = class_value(self.acts[act].class);
            values[PLACE] = 7;
            return Some(Candidate { mention: Some(self.acts[act].mention), act: Some(act), values });
        }
        let first = self.acts.partition_point(|act| act.cue < quoted.outer.end);
        let act = (first..self.acts.len())
            .take_while(|act| self.acts[*act].cue == quoted.outer.end)
            .find(|act| self.acts[*act].bond == Bond::Dash)?;
        values[BOND] = Bond::Dash as u8 + 1;
        values[PLACE] = 1;
        Some(Candidate { mention: Some(self.acts[act].mention), act: Some(act), values })
    }

    /// "Ms Example branded it “a disgrace” and Mr Testby “a shame”": the second sentence leaves out its verb, and the name
    /// right before the words is who said them. Told only where the first one's object is a thing ("it", "this"): of
    /// "called Ms Example “a liar” and Mr Testby “a fool”" both are called so by somebody else.
    pub fn gapped(&self, quote: usize, last: usize) -> Option<usize> {
        let (before, quoted) = (&self.quoted[last], &self.quoted[quote]);
        let tokens = &self.prose.tokens;
        let same_sentence = tokens[before.outer.start].sentence == tokens[quoted.outer.start].sentence;
        let object = before.outer.start.checked_sub(1).filter(|at| tokens[*at].is(IT) || self.is_pointing(*at))?;
        let called = self.acts_between(object.saturating_sub(1), object).any(|act| act.class == ActClass::Call);
        let behind = self.mentions.partition_point(|mention| mention.tokens.end <= quoted.outer.start);
        let named =
            (behind.saturating_sub(3)..behind).rev().find(|at| self.mentions[*at].tokens.end == quoted.outer.start)?;
        let mention = &self.mentions[named];
        let joined = mention.tokens.start == before.outer.end + 1 && tokens[before.outer.end].is(CONJUNCTION);
        let person = matches!(mention.kind, MentionKind::Person | MentionKind::Body) && mention.case == Case::Free;
        (same_sentence && called && joined && person).then_some(named)
    }

    fn is_pointing(&self, token: usize) -> bool {
        matches!(self.prose.str(token), "this" | "that" | "these" | "them")
    }

    /// The mention that labels the words inside the marks, if any.
    pub fn label(&self, quoted: &Quoted) -> Option<usize> {
        let first = self.mentions.partition_point(|mention| mention.tokens.start < quoted.inner.start);
        let mention = self.mentions.get(first).filter(|mention| mention.tokens.start == quoted.inner.start)?;
        let colon = self.prose.tokens.get(mention.tokens.end).is_some_and(|token| token.kind == Kind::Colon);
        let named = matches!(mention.kind, MentionKind::Person | MentionKind::Name);
        let capitals = self.prose.tokens[mention.head.clone()].iter().all(|token| token.all_caps);
        (colon && named && capitals && mention.tokens.end + 1 < quoted.inner.end).then_some(first)
    }
}
