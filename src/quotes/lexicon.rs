//! The word lists of the quotes room, read once from the tables in `data/`, and the names of the register: a word in,
//! its classes out.

use super::word_class::WordClass;
use crate::people::{Gender, Register, fold_name};
use rustc_hash::{FxHashMap, FxHashSet};

/// Classes of a word, as bits: a word can be of several ("may" is a month and a modal).
pub(crate) type Classes = u64;

macro_rules! classes {
    ($($name:ident = $text:literal),* $(,)?) => {
        classes!(@bits 0u32, $($name = $text,)*);
        /// The class that a table names so.
        fn class_of(text: &str) -> Option<Classes> {
            match text { $($text => Some($name),)* _ => None }
        }
    };
    (@bits $n:expr, $name:ident = $text:literal, $($rest:tt)*) => {
        pub(crate) const $name: Classes = 1 << $n;
        classes!(@bits $n + 1u32, $($rest)*);
    };
    (@bits $n:expr,) => {};
}

classes! {
    DETERMINER = "det",
    POSSESSIVE = "possessive",
    HE = "he",
    SHE = "she",
    THEY = "they",
    IT = "it",
    FIRST = "first",
    SECOND = "second",
    RELATIVE = "relative",
    ADDRESSING = "addressing",
    CHARGING = "charging",
    THAT = "that",
    PREPOSITION = "preposition",
    CONJUNCTION = "conjunction",
    SUBORDINATE = "subordinate",
    BE = "be",
    HAVE = "have",
    MODAL = "modal",
    DO = "do",
    NEGATION = "negation",
    PAST = "past",
    ADVERB = "adverb",
    TIME = "time",
    MONTH = "month",
    WEEKDAY = "weekday",
    ADJECTIVE = "adjective",
    PERSON = "person",
    MAN = "man",
    WOMAN = "woman",
    PEOPLE = "people",
    BODY = "body",
    PAPER = "paper",
    SEAT = "seat",
    HONORIFIC_MAN = "honorific-man",
    HONORIFIC_WOMAN = "honorific-woman",
    HONORIFIC = "honorific",
    TITLE = "title",
    SUFFIX = "suffix",
    PARTICLE = "particle",
    ACCORDING = "according",
    QUANTITY = "quantity",
    BY_PLACE = "by-place",
    BODY_NAME = "body-name",
    NOT_PERSON = "not-person",
    PLACE = "place",
    OBJECT_FORM = "object-form",
    SPEAKING = "speaking",
    NAMING = "naming",
    WORDS_SAID = "words-said",
    GIVEN = "given-name",
    GIVEN_MAN = "given-name-man",
    GIVEN_WOMAN = "given-name-woman",
    SURNAME = "surname",
    NAME_ALONE = "name-alone",
    NAME_END = "name-end",
    PARTY_NAME = "party-name",
    PARTY_START = "party-start",
}

/// What the register says of a word; the tables say the rest.
const FROM_REGISTER: Classes =
    GIVEN | GIVEN_MAN | GIVEN_WOMAN | SURNAME | NAME_ALONE | NAME_END | PARTY_NAME | PARTY_START;
/// Any word that can be the head of a nominal mention.
pub(crate) const SOURCE_NOUN: Classes = PERSON | MAN | WOMAN | PEOPLE | BODY | PAPER;
/// Any honorific.
pub(crate) const ANY_HONORIFIC: Classes = HONORIFIC | HONORIFIC_MAN | HONORIFIC_WOMAN;
/// Verbs that help other verbs.
pub(crate) const AUXILIARY: Classes = BE | HAVE | MODAL | DO;

/// What a word of saying takes as its object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CueClass {
    /// What was said.
    Say,
    /// Whom or what the words are about.
    Call,
    /// What somebody will do, or wants done.
    Vow,
    /// What somebody holds.
    Think,
    /// Carries quoted words only beside quotation marks.
    Weak,
}

/// The form of a verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum VerbForm {
    Base,
    Third,
    Past,
    /// A participle that differs from the past tense ("written").
    Participle,
    Ing,
}

impl VerbForm {
    /// Whether the form alone tells of a verb with a subject; the base form can be an infinitive or a noun.
    pub fn is_finite(self) -> bool {
        matches!(self, VerbForm::Past | VerbForm::Third)
    }
}

/// A word of saying in one of its forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cue {
    pub class: CueClass,
    pub form: VerbForm,
    /// Index of the lemma, for [`Lexicon::lemma`].
    pub lemma: u16,
}

/// What the lists say of a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Word {
    pub classes: Classes,
    pub cue: Option<Cue>,
    /// The kind of word that it is in lower case, told once for each word of the lists.
    pub class: WordClass,
}

impl Word {
    pub fn is(self, classes: Classes) -> bool {
        self.classes & classes != 0
    }
}

pub(crate) struct Lexicon {
    /// Words of up to [`PACKED`] bytes as numbers: nearly all, and found without a comparison of texts.
    short: FxHashMap<u128, Word>,
    /// Those of them that the tables hold, without the register's: few enough to stay in the processor's cache, and all
    /// that a word in lower case is asked for.
    common: FxHashMap<u128, Word>,
    long: FxHashMap<Box<str>, Word>,
    lemmas: Vec<&'static str>,
    /// Places of two and more words, folded.
    places: FxHashSet<&'static str>,
}

const CUES: &str = include_str!("data/cues.tsv");
const WORDS: &str = include_str!("data/words.tsv");
const NOUNS: &str = include_str!("data/nouns.tsv");
const TITLES: &str = include_str!("data/titles.tsv");
const BODIES: &str = include_str!("data/bodies.tsv");
const PLACES: &str = include_str!("data/places.tsv");

impl Lexicon {
    /// The tables that are built into the program, and the register's names as classes of words: what a text asks of
    /// every capitalised word is answered by the one look-up that every word gets anyway.
    pub fn with_register(register: &Register) -> Lexicon {
        let mut lexicon = Lexicon::new();
        lexicon.tell_classes();
        lexicon.common = lexicon.short.clone();
        for name in register.given_names().filter(|name| is_plain(name)) {
            lexicon.add_class(name, given_name_classes(register, name));
        }
        for name in register.surnames() {
            lexicon.add_class(name, SURNAME);
            lexicon.add_class(last_word(name), NAME_END);
        }
        for name in register.full_names() {
            lexicon.add_class(name, NAME_ALONE);
            lexicon.add_class(last_word(name), NAME_END);
        }
        for name in register.party_names() {
            lexicon.add_class(name, PARTY_NAME);
            lexicon.add_class(name.split(' ').next().unwrap_or(name), PARTY_START);
        }
        lexicon
    }

    fn tell_classes(&mut self) {
        for (key, word) in &mut self.short {
            let text = key.to_le_bytes();
            let length = text.iter().position(|byte| *byte == 0).unwrap_or(PACKED);
            word.class = WordClass::of(*word, std::str::from_utf8(&text[..length]).unwrap_or(""));
        }
        for (text, word) in &mut self.long {
            word.class = WordClass::of(*word, text);
        }
    }

    fn add_class(&mut self, word: &str, classes: Classes) {
        if is_plain(word) {
            self.entry(word).classes |= classes;
        }
    }

    fn entry(&mut self, word: &str) -> &mut Word {
        match pack(word.as_bytes()) {
            Some(key) => self.short.entry(key).or_default(),
            None => self.long.entry(word.into()).or_default(),
        }
    }

    /// What the register says of a word that folds to something else than its lower case ("O'Neill", "Jean-Claude").
    pub fn name_classes(&self, register: &Register, text: &str) -> Classes {
        if let Some(plain) = pack_plain(text) {
            return self.find_packed(plain).classes & FROM_REGISTER;
        }
        let folded = fold_name(text);
        if is_plain(&folded) {
            return self.find(&folded).classes & FROM_REGISTER;
        }
        // A name of several words, or in letters beyond folding: its end tells nothing, the register has to be asked.
        let mut classes = given_name_classes(register, text) | NAME_END;
        for (found, class) in [
            (register.is_surname(text), SURNAME),
            (!register.find_name(text).is_empty(), NAME_ALONE),
            (register.find_party(text).is_some(), PARTY_NAME | PARTY_START),
        ] {
            if found {
                classes |= class;
            }
        }
        classes
    }

    /// Reads the tables that are built into the program; a test holds them to their form.
    fn new() -> Lexicon {
        let mut lexicon = Lexicon {
            short: FxHashMap::default(),
            common: FxHashMap::default(),
            long: FxHashMap::default(),
            lemmas: Vec::new(),
            places: FxHashSet::default(),
        };
        for (table, body_table) in [(WORDS, false), (NOUNS, false), (TITLES, false), (BODIES, true)] {
            for (class, word) in classed_words(table) {
                let class = if body_table && class == "body" { "body-name" } else { class };
                if let Some(bit) = class_of(class) {
                    lexicon.entry(word).classes |= bit;
                }
            }
        }
        for word in ["me", "him", "her", "us", "them", "himself", "herself", "themselves", "my", "our"] {
            lexicon.entry(word).classes |= OBJECT_FORM;
        }
        for place in lines(PLACES).flat_map(|line| line.split(';')).map(str::trim).filter(|p| !p.is_empty()) {
            if place.contains(' ') {
                lexicon.places.insert(place);
            } else {
                lexicon.entry(place).classes |= PLACE;
            }
        }
        for line in lines(CUES) {
            lexicon.add_cue(line);
        }
        lexicon
    }

    fn add_cue(&mut self, line: &'static str) {
        let mut cells = line.split('\t');
        let (Some(lemma), Some(class)) = (cells.next(), cells.next().and_then(cue_class)) else { return };
        let index = self.lemmas.len() as u16;
        self.lemmas.push(lemma);
        for (form, word) in verb_forms(lemma, cells.next().unwrap_or("")) {
            self.entry(&word).cue = Some(Cue { class, form, lemma: index });
        }
    }

    /// What the lists say of a word in lower case with straight apostrophes.
    pub fn find(&self, lower: &str) -> Word {
        let found = match pack(lower.as_bytes()) {
            Some(key) => self.short.get(&key),
            None => self.long.get(lower),
        };
        found.copied().unwrap_or_default()
    }

    /// As [`Self::find`], for a word of up to [`PACKED`] bytes as a number, the first byte lowest.
    pub fn find_packed(&self, lower: u128) -> Word {
        self.short.get(&lower).copied().unwrap_or_default()
    }

    /// As [`Self::find_packed`], for a word that stands in lower case: no name of the register's.
    pub fn find_common(&self, lower: u128) -> Word {
        self.common.get(&lower).copied().unwrap_or_default()
    }

    /// The dictionary form of a word of saying.
    pub fn lemma(&self, cue: Cue) -> &'static str {
        self.lemmas.get(cue.lemma as usize).copied().unwrap_or("")
    }

    /// Whether the words, in lower case and joined by single spaces, name a place.
    pub fn is_place(&self, lower: &str) -> bool {
        if lower.contains(' ') { self.places.contains(lower) } else { self.find(lower).is(PLACE) }
    }
}

/// Bytes of the longest word that is taken as a number.
pub(crate) const PACKED: usize = 16;

/// A word of up to [`PACKED`] bytes as a number; no word holds a zero byte, so that none is another's.
fn pack(word: &[u8]) -> Option<u128> {
    let mut bytes = [0; PACKED];
    bytes.get_mut(..word.len())?.copy_from_slice(word);
    Some(u128::from_le_bytes(bytes))
}

/// A name of ASCII letters, digits, dots and apostrophes, folded and packed: "O'Neill", "J.D.", "Mr."; `None` for others.
fn pack_plain(name: &str) -> Option<u128> {
    let mut bytes = [0; PACKED];
    let mut length = 0;
    for byte in name.bytes() {
        match byte {
            b'.' | b'\'' => {}
            _ if byte.is_ascii_alphanumeric() => {
                *bytes.get_mut(length)? = byte.to_ascii_lowercase();
                length += 1;
            }
            _ => return None,
        }
    }
    (length > 0).then(|| u128::from_le_bytes(bytes))
}

/// Whether folding a name leaves the lower-case word as it is.
pub(crate) fn is_plain(lower: &str) -> bool {
    lower.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
}

fn last_word(name: &str) -> &str {
    name.rsplit(' ').next().unwrap_or(name)
}

fn given_name_classes(register: &Register, name: &str) -> Classes {
    let gender = match register.gender_of_given_name(name) {
        Gender::Male => GIVEN_MAN,
        Gender::Female => GIVEN_WOMAN,
        Gender::Unknown => 0,
    };
    gender | if register.is_given_name(name) { GIVEN } else { 0 }
}

fn lines(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty())
}

fn classed_words(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    lines(table)
        .filter_map(|line| line.split_once('\t'))
        .flat_map(|(class, words)| words.split_whitespace().map(move |word| (class, word)))
}

fn cue_class(text: &str) -> Option<CueClass> {
    Some(match text {
        "say" => CueClass::Say,
        "call" => CueClass::Call,
        "vow" => CueClass::Vow,
        "think" => CueClass::Think,
        "weak" => CueClass::Weak,
        _ => return None,
    })
}

/// All forms of a verb: regular ones by rule, the others as given (past first, then participle, "-ing" anywhere).
fn verb_forms(lemma: &str, irregular: &str) -> Vec<(VerbForm, String)> {
    let stem = lemma.strip_suffix('e').unwrap_or(lemma);
    let soft_y = lemma.ends_with('y') && !lemma.ends_with("ay") && !lemma.ends_with("ey") && !lemma.ends_with("oy");
    let third = if soft_y {
        format!("{}ies", &lemma[..lemma.len() - 1])
    } else if ["s", "sh", "ch", "x", "z"].iter().any(|ending| lemma.ends_with(ending)) {
        format!("{lemma}es")
    } else {
        format!("{lemma}s")
    };
    let past = if soft_y { format!("{}ied", &lemma[..lemma.len() - 1]) } else { format!("{stem}ed") };
    let mut forms = vec![(VerbForm::Base, lemma.to_owned()), (VerbForm::Third, third)];
    let mut given = irregular.split_whitespace().peekable();
    if given.peek().is_none() {
        forms.push((VerbForm::Past, past));
    }
    let mut past_given = false;
    for word in given {
        let form = match word {
            _ if word.ends_with("ing") => VerbForm::Ing,
            _ if past_given => VerbForm::Participle,
            _ => VerbForm::Past,
        };
        past_given |= form == VerbForm::Past;
        forms.push((form, word.to_owned()));
    }
    if !forms.iter().any(|(form, _)| *form == VerbForm::Ing) {
        forms.push((VerbForm::Ing, format!("{stem}ing")));
    }
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_tables_is_understood() {
        for table in [WORDS, NOUNS, TITLES, BODIES] {
            for line in lines(table) {
                let (class, words) = line.split_once('\t').expect("class, tab, words");
                let bit = class_of(class).unwrap_or_else(|| panic!("unknown class `{class}`"));
                assert_eq!(bit & FROM_REGISTER, 0, "`{class}` comes from the register");
                assert!(!words.trim().is_empty(), "no words in `{class}`");
            }
        }
        let mut last = "";
        for line in lines(CUES) {
            let cells: Vec<_> = line.split('\t').collect();
            assert_eq!(cells.len(), 3, "{line}");
            assert!(cue_class(cells[1]).is_some(), "{line}");
            assert!(last < cells[0], "cues.tsv is sorted: {last} before {}", cells[0]);
            last = cells[0];
        }
    }

    #[test]
    fn verbs_are_found_in_all_their_forms() {
        let lexicon = Lexicon::new();
        for (word, lemma, form) in [
            ("said", "say", VerbForm::Past),
            ("says", "say", VerbForm::Third),
            ("denied", "deny", VerbForm::Past),
            ("written", "write", VerbForm::Participle),
            ("criticising", "criticise", VerbForm::Ing),
            ("slammed", "slam", VerbForm::Past),
            ("begging", "beg", VerbForm::Ing),
            ("arguing", "argue", VerbForm::Ing),
        ] {
            let cue = lexicon.find(word).cue.unwrap_or_else(|| panic!("{word}"));
            assert_eq!((lexicon.lemma(cue), cue.form), (lemma, form), "{word}");
        }
        assert!(lexicon.is_place("northern ireland") && lexicon.is_place("scotland"));
    }
}
