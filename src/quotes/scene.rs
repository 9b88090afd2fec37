//! Everything that an article's analysis gave, side by side, and what is asked of it again and again: the acts of a
//! mention or of a stretch, the words between two tokens. Plain data that the later steps take by reference.

use super::acts::Act;
use super::entities::Entities;
use super::marks::Quoted;
use super::mentions::Mention;
use super::tokens::{Kind, Prose};
use std::ops::Range;

/// What the steps before gave, by reference.
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
    before: Vec<CountsBefore>,
}

/// How many cues and quoted spans begin, and how many words stand, before a token.
#[derive(Clone, Copy, Default)]
struct CountsBefore {
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
        let mut sum = CountsBefore::default();
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

    /// The acts that the mention could be the source of, as indices.
    pub fn acts_of(&self, mention: usize) -> impl Iterator<Item = usize> + '_ {
        let (start, end) = self.acts_of[mention];
        self.acts_by_mention[start as usize..end as usize].iter().map(|act| *act as usize)
    }

    /// Whether the mention could be the source of an act.
    pub fn has_act(&self, mention: usize) -> bool {
        let (start, end) = self.acts_of[mention];
        end > start
    }

    /// The tokens of the token's sentence.
    pub fn sentence_of(&self, at: usize) -> &Range<usize> {
        &self.prose.sentences[self.prose.tokens[at].sentence as usize]
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

    /// Words and numbers that stand from the first token on and before the second.
    pub fn words_between(&self, start: usize, end: usize) -> u32 {
        if start >= end { 0 } else { self.before[end].words - self.before[start].words }
    }

    /// How many cues stand from the first token on and before the second.
    pub fn cues_between(&self, start: usize, end: usize) -> u32 {
        self.before[end].cues - self.before[start].cues
    }

    /// How many quoted spans begin from the first token on and before the second.
    pub fn quotes_between(&self, start: usize, end: usize) -> u32 {
        self.before[end].quotes - self.before[start].quotes
    }

    /// Whether two mentions mean one and the same.
    pub fn means_same(&self, one: usize, other: usize) -> bool {
        one == other
            || self.entities.entity_of(one).is_some() && self.entities.entity_of(one) == self.entities.entity_of(other)
    }
}
