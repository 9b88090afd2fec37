//! Whom a pronoun or a bare description can mean: the mentions before it, each described by the values of
//! [`ANTECEDENT_FORM`]'s variables. A log-linear model shares one probability among them; an entity has the sum of its
//! mentions' shares.
//!
//! The weights are learned without anybody's marking who is meant, from agreement in gender: a pronoun shows which of
//! the people before it cannot be meant, and what holds of those who can (nearness, being the subject, having just
//! spoken) holds as well where several of one gender stand before it. The factors are those of the literature on
//! salience (Lappin and Leass, 1994), the use of agreement as the only teacher is in the spirit of Charniak and Elsner
//! (2009).

use super::super::model::{NO_VALUES, Values, form, value_words, values};
use super::super::values::{UpToThree, word_class_in};
use super::super::word_class::WordClass;
use super::*;

values! {
    /// Sentences from the antecedent to the pronoun.
    pub(crate) enum Sentences {
        None = "0",
        One = "1",
        Two = "2",
        UpToFour = "3-4",
        More = "5+",
    }
}

values! {
    /// What stands before a mention, and so which part of its sentence it can be.
    pub(crate) enum Position {
        OpensSentence = "opens-sentence",
        OpensClause = "opens-clause",
        BehindWord = "behind-word",
        BehindVerb = "behind-verb",
        BehindTitle = "behind-title",
        Governed = "governed",
        Agent = "agent",
        Owner = "owner",
        Modifier = "modifier",
        Object = "object",
    }
}

values! {
    /// What stands behind a mention.
    pub(crate) enum Next {
        Helper = "helper",
        Cue = "cue",
        Word = "word",
        Preposition = "preposition",
        Comma = "comma",
        End = "end",
        Conjunction = "conjunction",
        Mark = "mark",
        Other = "other",
    }
}

value_words! { ActRole {
    None = "none",
    Speaks = "speaks",
    Spoken = "spoken",
}}

values! {
    /// The form of a mention.
    pub(crate) enum AntecedentKind {
        FullName = "full-name",
        ShortName = "short-name",
        Pronoun = "pronoun",
        Role = "role",
    }
}

values! {
    /// How the pronoun itself stands.
    pub(crate) enum OwnPlace {
        Speaks = "speaks",
        Free = "free",
        Owner = "owner",
        Object = "object",
        Description = "description",
    }
}

values! {
    /// Where the antecedent stands.
    pub(crate) enum StandsIn {
        Prose = "prose",
        Heading = "heading",
    }
}

form! {
    ANTECEDENT_FORM = "antecedents";
    /// What is known of a mention as the antecedent of a pronoun.
    early AntecedentValues {
        sentences: Sentences = "sentences",
        paragraphs: UpToThree = "paragraphs",
        position: Position = "position",
        next: Next = "next",
        role: ActRole = "role",
        kind: AntecedentKind = "kind",
        named_in_quote: bool = "named-in-quote",
        own: OwnPlace = "own-place",
        between: UpToThree = "people-between",
        stands_in: StandsIn = "stands-in",
        before_own: WordClass = "before-pronoun",
    }
    => templates {
        [sentences, position],
        [sentences, role],
        [sentences, own],
        [sentences, kind],
        [paragraphs, position],
        [paragraphs, own],
        [position, next],
        [position, own],
        [role, own],
        [between, position],
        [between, sentences],
        [between, role],
        [kind, position],
        [named_in_quote, own],
        [stands_in, sentences],
        [before_own, sentences],
        [before_own, position],
        [before_own, role],
    }
}

impl AntecedentValues {
    /// The values of [`ANTECEDENT_FORM`]'s variables.
    pub fn values(&self) -> Values {
        let mut values = NO_VALUES;
        self.write(&mut values);
        values
    }
}

/// A mention that could be what a pronoun stands for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Antecedent {
    pub entity: u32,
    pub known: AntecedentValues,
}

/// What of an antecedent's values depends on the pronoun and on those between.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pronoun {
    pub own: OwnPlace,
    /// The antecedent is named inside quoted words of the pronoun's sentence.
    pub named_in_quote: bool,
    /// People between the two.
    pub between: UpToThree,
}

impl Pronoun {
    /// "it" and "they", for bodies: told by place alone.
    pub const OF_BODY: Pronoun = Pronoun { own: OwnPlace::Speaks, named_in_quote: false, between: UpToThree::None };
}

/// What of an antecedent's values is its own.
#[derive(Clone, Copy, Debug)]
pub(super) struct Standing {
    position: Position,
    next: Next,
    kind: AntecedentKind,
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
            let pronoun = Pronoun { own, named_in_quote: named_in_quote.contains(&id), between: between.into() };
            antecedents.push(Antecedent { entity: id, known: self.antecedent_values(index, other_index, pronoun) });
        }
    }

    pub(super) fn antecedent_values(&self, index: usize, other_index: usize, pronoun: Pronoun) -> AntecedentValues {
        let (mention, other) = (&self.mentions[index], &self.mentions[other_index]);
        let tokens = &self.prose.tokens;
        let start = mention.tokens.start;
        let sentence = &self.prose.sentences[tokens[start].sentence as usize];
        let paragraph = self.prose.paragraph_of(other.tokens.start);
        let Standing { position, next, kind } = self.standings[other_index];
        AntecedentValues {
            sentences: match tokens[start].sentence - tokens[other.tokens.start].sentence {
                0 => Sentences::None,
                1 => Sentences::One,
                2 => Sentences::Two,
                3..=4 => Sentences::UpToFour,
                _ => Sentences::More,
            },
            paragraphs: (self.prose.paragraph_of(start) - paragraph).into(),
            position,
            next,
            role: self.role_in_act[other_index],
            kind,
            named_in_quote: pronoun.named_in_quote,
            own: pronoun.own,
            between: pronoun.between,
            stands_in: if self.prose.paragraphs[paragraph].is_prose { StandsIn::Prose } else { StandsIn::Heading },
            before_own: word_class_in(self.prose, start.checked_sub(1), sentence),
        }
    }

    /// How the mention stands, whatever pronoun may mean it.
    pub(super) fn standing(&self, index: usize) -> Standing {
        let mention = &self.mentions[index];
        let kind = match mention.kind {
            MentionKind::Pronoun => AntecedentKind::Pronoun,
            MentionKind::Role | MentionKind::Unnamed => AntecedentKind::Role,
            _ if mention.head.len() > 1 => AntecedentKind::FullName,
            _ => AntecedentKind::ShortName,
        };
        Standing { position: self.position(index), next: self.next(mention.tokens.end), kind }
    }

    /// What stands before a mention, and so which part of its sentence it can be.
    fn position(&self, index: usize) -> Position {
        let mention = &self.mentions[index];
        match mention.case {
            Case::Governed => return Position::Governed,
            Case::Agent => return Position::Agent,
            Case::Owner => return Position::Owner,
            Case::Modifier => return Position::Modifier,
            Case::Object => return Position::Object,
            Case::Free => {}
        }
        if self.is_first_of_sentence(index) {
            return Position::OpensSentence;
        }
        let Some(before) = mention.tokens.start.checked_sub(1).map(|at| &self.prose.tokens[at]) else {
            return Position::OpensSentence;
        };
        match before.kind {
            Kind::Word if before.is(CONJUNCTION | SUBORDINATE | THAT | RELATIVE) => Position::OpensClause,
            Kind::Word if before.word.cue.is_some() || before.is(AUXILIARY) => Position::BehindVerb,
            Kind::Word if before.is(TITLE | SOURCE_NOUN | ADJECTIVE) => Position::BehindTitle,
            Kind::Word if before.capital => Position::BehindTitle,
            Kind::Word => Position::BehindWord,
            _ => Position::OpensClause,
        }
    }

    fn next(&self, at: usize) -> Next {
        let Some(next) = self.prose.tokens.get(at) else { return Next::End };
        match next.kind {
            Kind::Word if next.is(AUXILIARY | NEGATION) => Next::Helper,
            Kind::Word if next.word.cue.is_some() => Next::Cue,
            Kind::Word if next.is(CONJUNCTION) => Next::Conjunction,
            Kind::Word if next.is(PREPOSITION | SUBORDINATE | THAT | TIME) => Next::Preposition,
            Kind::Word if !next.capital => Next::Word,
            Kind::Comma | Kind::Dash | Kind::OpenBracket => Next::Comma,
            Kind::Stop | Kind::Colon | Kind::Semicolon => Next::End,
            Kind::Mark(_) => Next::Mark,
            _ => Next::Other,
        }
    }

    fn own_place(&self, index: usize) -> OwnPlace {
        let mention = &self.mentions[index];
        match (mention.kind, mention.case) {
            (MentionKind::Pronoun, Case::Object) => OwnPlace::Object,
            (MentionKind::Pronoun, _) if self.role_in_act[index] == ActRole::Speaks => OwnPlace::Speaks,
            (MentionKind::Pronoun, Case::Owner) => OwnPlace::Owner,
            (MentionKind::Pronoun, _) => OwnPlace::Free,
            _ if self.prose.tokens[mention.tokens.start].is(POSSESSIVE) => OwnPlace::Owner,
            _ => OwnPlace::Description,
        }
    }
}
