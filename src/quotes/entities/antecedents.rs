//! Whom a pronoun or a bare description can mean: the mentions before it, each described by the values of
//! [`ANTECEDENT_FORM`]'s variables. A log-linear model shares one probability among them; an entity has the sum of its
//! mentions' shares.
//!
//! The weights are learned without anybody's marking who is meant, from agreement in gender: a pronoun shows which of
//! the people before it cannot be meant, and what holds of those who can (nearness, being the subject, having just
//! spoken) holds as well where several of one gender stand before it. The factors are those of the literature on
//! salience (Lappin and Leass, 1994), the use of agreement as the only teacher is in the spirit of Charniak and Elsner
//! (2009).

use super::super::candidates::variables;
use super::super::model::{Form, NO_VALUES, Values, Variable};
use super::super::word_class::{WORD_CLASSES, word_class_in};
use super::*;

variables! { ANTECEDENT_FORM: {
    SENTENCES = "sentences" ["0", "1", "2", "3-4", "5+"];
    PARAGRAPHS = "paragraphs" ["0", "1", "2", "3+"];
    POSITION = "position" [
        "opens-sentence", "opens-clause", "behind-word", "behind-verb", "behind-title", "governed", "agent", "owner",
        "modifier", "object",
    ];
    NEXT = "next" ["helper", "cue", "word", "preposition", "comma", "end", "conjunction", "mark", "other"];
    ROLE = "role" ["none", "speaks", "spoken"];
    KIND = "kind" ["full-name", "short-name", "pronoun", "role"];
    NAMED = "named-in-quote" ["no", "yes"];
    OWN = "own-place" ["speaks", "free", "owner", "object", "description"];
    BETWEEN = "people-between" ["0", "1", "2", "3+"];
    PROSE = "stands-in" ["prose", "heading"];
    BEFORE_OWN = "before-pronoun" WORD_CLASSES;
    }
    templates {
    [SENTENCES, POSITION];
    [SENTENCES, ROLE];
    [SENTENCES, OWN];
    [SENTENCES, KIND];
    [PARAGRAPHS, POSITION];
    [PARAGRAPHS, OWN];
    [POSITION, NEXT];
    [POSITION, OWN];
    [ROLE, OWN];
    [BETWEEN, POSITION];
    [BETWEEN, SENTENCES];
    [BETWEEN, ROLE];
    [KIND, POSITION];
    [NAMED, OWN];
    [PROSE, SENTENCES];
    [BEFORE_OWN, SENTENCES];
    [BEFORE_OWN, POSITION];
    [BEFORE_OWN, ROLE];
    }
    late []
}

/// A mention that could be what a pronoun stands for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Antecedent {
    pub entity: u32,
    pub values: Values,
}

/// What of an antecedent's values is its own.
#[derive(Clone, Copy, Debug)]
pub(super) struct Standing {
    position: u8,
    next: u8,
    kind: u8,
}

/// The antecedents of one pronoun whose gender tells some of them apart, for the training.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lesson {
    /// Each with whether its gender agrees with the pronoun's.
    pub antecedents: Vec<(Antecedent, bool)>,
}

impl Resolver<'_, '_> {
    /// Reads the mentions before `index` that could be meant, the nearest first, whatever their gender.
    pub(super) fn read_antecedents(&self, index: usize, antecedents: &mut Vec<Antecedent>) {
        /// Mentions that are looked at, and entities that are counted.
        const REACH: usize = 30;
        let mention = &self.mentions[index];
        // "her campaign" is as near to its person as "she" is.
        let is_pronoun = mention.kind == MentionKind::Pronoun || self.prose.tokens[mention.tokens.start].is(POSSESSIVE);
        let here = self.prose.tokens[mention.tokens.start].sentence;
        let own = self.own_place(index);
        let named_in_quote = self.named_in_quotes_beside(index);
        let mut seen: Vec<u32> = Vec::with_capacity(REACH);
        antecedents.clear();
        for other_index in (index.saturating_sub(REACH)..index).rev() {
            let other = &self.mentions[other_index];
            let Some(id) = self.of[other_index] else { continue };
            let entity = &self.list[id as usize];
            if entity.kind == EntityKind::Body
                || entity.kind == EntityKind::Unnamed && !is_pronoun
                || entity.kind == EntityKind::Name && entity.name.len() < 2
                || other.case == Case::Modifier && entity.person.is_none() && entity.name.len() < 2
                || other.quoted != mention.quoted && other.quoted.is_some()
            {
                continue;
            }
            let same_sentence = here == self.prose.tokens[other.tokens.start].sentence;
            if same_sentence && !is_pronoun {
                continue;
            }
            let between = seen.iter().filter(|known| **known != id).count();
            if !seen.contains(&id) {
                seen.push(id);
            }
            let mut values = self.antecedent_values(index, other_index);
            values[NAMED] = u8::from(named_in_quote.contains(&id));
            values[OWN] = own;
            values[BETWEEN] = between.min(3) as u8;
            antecedents.push(Antecedent { entity: id, values });
        }
    }

    pub(super) fn antecedent_values(&self, index: usize, other_index: usize) -> Values {
        let (mention, other) = (&self.mentions[index], &self.mentions[other_index]);
        let tokens = &self.prose.tokens;
        let mut values = NO_VALUES;
        values[SENTENCES] = match tokens[mention.tokens.start].sentence - tokens[other.tokens.start].sentence {
            apart @ 0..=2 => apart as u8,
            3..=4 => 3,
            _ => 4,
        };
        let paragraph = self.prose.paragraph_of(other.tokens.start);
        values[PARAGRAPHS] = (self.prose.paragraph_of(mention.tokens.start) - paragraph).min(3) as u8;
        let standing = self.standings[other_index];
        values[POSITION] = standing.position;
        values[NEXT] = standing.next;
        values[ROLE] = match self.role_in_act[other_index] {
            ActRole::None => 0,
            ActRole::Speaks => 1,
            ActRole::Spoken => 2,
        };
        values[KIND] = standing.kind;
        let start = mention.tokens.start;
        let sentence = &self.prose.sentences[tokens[start].sentence as usize];
        values[BEFORE_OWN] = word_class_in(self.prose, start.checked_sub(1), sentence);
        values[PROSE] = u8::from(!self.prose.paragraphs[paragraph].is_prose);
        values
    }

    /// How the mention stands, whatever pronoun may mean it.
    pub(super) fn standing(&self, index: usize) -> Standing {
        let mention = &self.mentions[index];
        let kind = match mention.kind {
            MentionKind::Pronoun => 2,
            MentionKind::Role | MentionKind::Unnamed => 3,
            _ if mention.head.len() > 1 => 0,
            _ => 1,
        };
        Standing { position: self.position(index), next: self.next_value(mention.tokens.end), kind }
    }

    /// What stands before a mention, and so which part of its sentence it can be.
    fn position(&self, index: usize) -> u8 {
        let mention = &self.mentions[index];
        match mention.case {
            Case::Governed => return 5,
            Case::Agent => return 6,
            Case::Owner => return 7,
            Case::Modifier => return 8,
            Case::Object => return 9,
            Case::Free => {}
        }
        if self.is_first_of_sentence(index) {
            return 0;
        }
        let Some(before) = mention.tokens.start.checked_sub(1).map(|at| &self.prose.tokens[at]) else { return 0 };
        match before.kind {
            Kind::Word if before.is(CONJUNCTION | SUBORDINATE | THAT | RELATIVE) => 1,
            Kind::Word if before.word.cue.is_some() || before.is(AUXILIARY) => 3,
            Kind::Word if before.is(TITLE | SOURCE_NOUN | ADJECTIVE) => 4,
            Kind::Word if before.capital => 4,
            Kind::Word => 2,
            _ => 1,
        }
    }

    fn next_value(&self, at: usize) -> u8 {
        let Some(next) = self.prose.tokens.get(at) else { return 5 };
        match next.kind {
            Kind::Word if next.is(AUXILIARY | NEGATION) => 0,
            Kind::Word if next.word.cue.is_some() => 1,
            Kind::Word if next.is(CONJUNCTION) => 6,
            Kind::Word if next.is(PREPOSITION | SUBORDINATE | THAT | TIME) => 3,
            Kind::Word if !next.capital => 2,
            Kind::Comma | Kind::Dash | Kind::OpenBracket => 4,
            Kind::Stop | Kind::Colon | Kind::Semicolon => 5,
            Kind::Mark(_) => 7,
            _ => 8,
        }
    }

    fn own_place(&self, index: usize) -> u8 {
        let mention = &self.mentions[index];
        match (mention.kind, mention.case) {
            (MentionKind::Pronoun, Case::Object) => 3,
            (MentionKind::Pronoun, _) if self.role_in_act[index] == ActRole::Speaks => 0,
            (MentionKind::Pronoun, Case::Owner) => 2,
            (MentionKind::Pronoun, _) => 1,
            _ if self.prose.tokens[mention.tokens.start].is(POSSESSIVE) => 2,
            _ => 4,
        }
    }
}
