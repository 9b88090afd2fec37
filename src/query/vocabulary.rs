//! The words of questions: what each can be, from `data/vocabulary.tsv`.
//!
//! Takes folded words (lower case, straight apostrophes), gives their [`Kinds`]. The table is read once and never
//! changes.

use std::collections::HashMap;
use std::sync::LazyLock;

const TABLE: &str = include_str!("data/vocabulary.tsv");

/// A set of the kinds that a word or phrase can be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Kinds(u32);

macro_rules! kinds {
    ($($name:ident $word:literal $bit:literal),* $(,)?) => {
        impl Kinds {
            $(pub(super) const $name: Kinds = Kinds(1 << $bit);)*

            fn find(word: &str) -> Option<Kinds> {
                match word { $($word => Some(Kinds::$name),)* _ => None }
            }
        }
    };
}

kinds! {
    SAY "say" 0, ACT "act" 1, JUDGE "judge" 2, CALL "call" 3, NOUN "noun" 4, ABOUT "about" 5, BY "by" 6, VERSUS "vs" 7,
    EXCEPT "except" 8, CONJUNCTION "conjunction" 9, FIRST "order-first" 10, LAST "order-last" 11, QUESTION "question" 12,
    COUNT "count" 13, AUX "aux" 14, AUDIENCE "audience" 15, OPENER "opener" 16, GLUE "glue" 17, ANYONE "anyone" 18,
    TITLE "title" 19, FORMER "former" 20, ORDINARY "ordinary" 21, TIME "time" 22, COMPARE "compare" 23,
    REQUEST "request" 24, ASK "ask" 25, COURTESY "courtesy" 26, MARK "mark" 27,
    SET_ASIDE "set-aside" 28, PLAIN "plain" 29, PUBLISHED "published" 30,
}

impl Kinds {
    pub(super) const VERB: Kinds = Kinds(Kinds::SAY.0 | Kinds::ACT.0 | Kinds::JUDGE.0 | Kinds::CALL.0);

    /// Whether any of `other` is among these.
    pub(super) fn has(self, other: Kinds) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether the word has a part in the grammar of questions; a word that is also a name or a title has none.
    pub(super) fn is_grammar(self) -> bool {
        self.0 & !(Kinds::ORDINARY.0 | Kinds::TITLE.0 | Kinds::FORMER.0 | Kinds::ANYONE.0) != 0
    }

    pub(super) fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Those of both.
    pub(super) fn with(self, other: Kinds) -> Kinds {
        Kinds(self.0 | other.0)
    }
}

/// Whether the word, in lower case, is a little word of the language, which is no topic beside others.
pub(crate) fn is_little_word(folded: &str) -> bool {
    EMBEDDED.is_glue(folded)
}

/// The table, ready for look-ups.
pub(super) struct Vocabulary {
    kinds: HashMap<&'static str, Kinds>,
    /// First words of phrases, with the number of words of the longest.
    phrases: HashMap<&'static str, usize>,
}

static EMBEDDED: LazyLock<Vocabulary> = LazyLock::new(|| Vocabulary::read_table(TABLE).0);

pub(super) fn embedded() -> &'static Vocabulary {
    &EMBEDDED
}

impl Vocabulary {
    /// The table, and the rows that cannot be read; a test keeps the embedded one free of them.
    fn read_table(table: &'static str) -> (Vocabulary, Vec<&'static str>) {
        let mut vocabulary = Vocabulary { kinds: HashMap::with_capacity(2000), phrases: HashMap::new() };
        let mut refused = Vec::new();
        for row in table.lines().filter(|row| !row.is_empty() && !row.starts_with('#')) {
            let Some((text, names)) = row.split_once('\t') else {
                refused.push(row);
                continue;
            };
            let mut kinds = Kinds::default();
            for name in names.split(' ') {
                match Kinds::find(name) {
                    Some(kind) => kinds = kinds.with(kind),
                    None => refused.push(row),
                }
            }
            if vocabulary.kinds.insert(text, kinds).is_some() {
                refused.push(row);
            }
            if let Some((first, _)) = text.split_once(' ') {
                let words = text.split(' ').count();
                let longest = vocabulary.phrases.entry(first).or_insert(words);
                *longest = words.max(*longest);
            }
        }
        (vocabulary, refused)
    }

    pub(super) fn kinds(&self, folded: &str) -> Kinds {
        self.kinds.get(folded).copied().unwrap_or_default()
    }

    pub(super) fn is_glue(&self, folded: &str) -> bool {
        self.kinds(folded).has(Kinds::GLUE)
    }

    /// The number of words of the longest phrase that begins so; 1 where none does.
    pub(super) fn longest_phrase(&self, first: &str) -> usize {
        self.phrases.get(first).copied().unwrap_or(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sound_and_sorted() {
        let (vocabulary, refused) = Vocabulary::read_table(TABLE);
        assert_eq!(refused, Vec::<&str>::new());
        let rows: Vec<&str> =
            TABLE.lines().skip(1).map(|row| row.split_once('\t').map_or(row, |(text, _)| text)).collect();
        let unsorted: Vec<_> = rows.windows(2).filter(|pair| pair[0] >= pair[1]).collect();
        assert_eq!(unsorted, Vec::<&[&str]>::new());
        assert!(vocabulary.kinds("said").has(Kinds::SAY) && vocabulary.kinds("said").has(Kinds::GLUE));
        assert!(vocabulary.kinds("nato").is_empty());
    }
}
