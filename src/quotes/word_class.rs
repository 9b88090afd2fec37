//! What kind of word stands somewhere in a sentence, as the models see it.

/// The kind of a word or sign.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum WordClass {
    None,
    Comma,
    Pronoun,
    Name,
    Helper,
    Adverb,
    To,
    Relative,
    Conjunction,
    Determiner,
    Genitive,
    Preposition,
    Noun,
    Adjective,
    Ing,
    Number,
    #[default]
    Other,
    That,
    Time,
    Sign,
    Subordinate,
    Cue,
}

impl WordClass {
    /// The class of a word in lower case that no list knows: what its ending tells.
    pub fn of_unlisted(lower: &[u8]) -> WordClass {
        if lower.ends_with(b"ly") {
            WordClass::Adverb
        } else if lower.ends_with(b"ing") {
            WordClass::Ing
        } else {
            WordClass::Other
        }
    }

    /// The class of the same word with a capital: a name, unless it is one of the small words, whose capital is only that
    /// of a sentence's beginning.
    pub fn capitalised(self) -> WordClass {
        match self {
            WordClass::Cue
            | WordClass::Adverb
            | WordClass::Noun
            | WordClass::Adjective
            | WordClass::Ing
            | WordClass::Other => WordClass::Name,
            WordClass::To => WordClass::Preposition,
            small => small,
        }
    }
}
