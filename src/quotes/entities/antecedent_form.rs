//! Whom a pronoun or a bare description can mean: the form of the model. The mentions before it are described by the values of
//! [`ANTECEDENT_FORM`]'s variables. A log-linear model shares one probability among them; an entity has the sum of its
//! mentions' shares.
//!
//! The weights are learned without anybody's marking who is meant, from agreement in gender: a pronoun shows which of
//! the people before it cannot be meant, and what holds of those who can (nearness, being the subject, having just
//! spoken) holds as well where several of one gender stand before it. The factors are those of the literature on
//! salience (Lappin and Leass, 1994), the use of agreement as the only teacher is in the spirit of Charniak and Elsner
//! (2009).

use super::super::model::{NO_VALUES, Values, form, value_words, values};
use super::super::values::UpToThree;
use super::super::word_class::WordClass;

/// What a mention does in the acts of saying.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ActRole {
    None,
    Speaks,
    Spoken,
}

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
    /// How sure it is that the mention itself means that entity.
    pub sure: f32,
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
    pub position: Position,
    pub next: Next,
    pub kind: AntecedentKind,
}

/// The antecedents of one pronoun whose gender tells some of them apart, for the training.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lesson {
    /// Each with whether its gender agrees with the pronoun's.
    pub antecedents: Vec<(Antecedent, bool)>,
}
