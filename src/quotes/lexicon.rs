//! The lists of the language and the names of the register, for one look-up by word: a word in, its classes out.

use super::word_class::WordClass;
use crate::people::{Gender, Register, fold_name};
use crate::words::{self, List};
pub(crate) use crate::words::{CueClass, VerbForm};
use rustc_hash::FxHashMap;

/// Classes of a word, as bits: a word can be of several ("may" is a month and a modal).
pub(crate) type Classes = u64;

macro_rules! classes {
    (lists: $($class:ident = $list:ident),* $(,)?; register: $($own:ident),* $(,)?) => {
        classes!(@bits 0u32, $($class,)* $($own,)*);
        /// The classes that are lists of the language.
        const LISTS: &[(List, Classes)] = &[$((List::$list, $class)),*];
        /// What the register says of a word; the lists say the rest.
        const FROM_REGISTER: Classes = $($own)|*;
    };
    (@bits $n:expr, $class:ident, $($rest:tt)*) => {
        pub(crate) const $class: Classes = 1 << $n;
        classes!(@bits $n + 1u32, $($rest)*);
    };
    (@bits $n:expr,) => {};
}

classes! {
    lists:
    DETERMINER = Determiner,
    POSSESSIVE = Possessive,
    HE = He,
    SHE = She,
    THEY = They,
    IT = It,
    FIRST = First,
    SECOND = Second,
    RELATIVE = Relative,
    ADDRESSING = Addressing,
    CHARGING = Charging,
    THAT = That,
    PREPOSITION = Preposition,
    CONJUNCTION = Conjunction,
    SUBORDINATE = Subordinate,
    BE = Be,
    HAVE = Have,
    MODAL = Modal,
    DO = Do,
    NEGATION = Negation,
    PAST = Past,
    ADVERB = Adverb,
    TIME = Time,
    MONTH = Month,
    WEEKDAY = Weekday,
    ADJECTIVE = Adjective,
    PERSON = Person,
    MAN = Man,
    WOMAN = Woman,
    PEOPLE = People,
    BODY = Body,
    PAPER = Paper,
    SEAT = Seat,
    HONORIFIC_MAN = HonorificMan,
    HONORIFIC_WOMAN = HonorificWoman,
    HONORIFIC = Honorific,
    TITLE = Title,
    SUFFIX = Suffix,
    PARTICLE = Particle,
    ACCORDING = According,
    QUANTITY = Quantity,
    BY_PLACE = ByPlace,
    BODY_NAME = BodyName,
    NOT_PERSON = NotPerson,
    PLACE = Place,
    OBJECT_FORM = ObjectForm,
    SPEAKING = Speaking,
    NAMING = Naming,
    WORDS_SAID = WordsSaid;
    register:
    GIVEN,
    GIVEN_MAN,
    GIVEN_WOMAN,
    SURNAME,
    NAME_ALONE,
    NAME_END,
    PARTY_NAME,
    PARTY_START,
}

/// Any word that can be the head of a nominal mention.
pub(crate) const SOURCE_NOUN: Classes = PERSON | MAN | WOMAN | PEOPLE | BODY | PAPER;
/// Any honorific.
pub(crate) const ANY_HONORIFIC: Classes = HONORIFIC | HONORIFIC_MAN | HONORIFIC_WOMAN;
/// Verbs that help other verbs.
pub(crate) const AUXILIARY: Classes = BE | HAVE | MODAL | DO;

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

/// Words for persons, in the first to the third person.
const PERSONAL: Classes = HE | SHE | THEY | IT | FIRST | SECOND;

impl Word {
    /// The class of the word, which is that in lower case, by what the lists say of it.
    pub fn class(self, lower: &str) -> WordClass {
        match () {
            () if self.is(TIME) => WordClass::Time,
            () if self.is(THAT) => WordClass::That,
            () if lower == "to" => WordClass::To,
            () if self.is(RELATIVE) => WordClass::Relative,
            () if self.is(PERSONAL) && !self.is(POSSESSIVE) => WordClass::Pronoun,
            () if self.is(AUXILIARY) => WordClass::Helper,
            () if self.is(CONJUNCTION) => WordClass::Conjunction,
            () if self.is(DETERMINER | POSSESSIVE) => WordClass::Determiner,
            () if self.is(PREPOSITION) => WordClass::Preposition,
            () if self.is(SUBORDINATE) => WordClass::Subordinate,
            () if self.cue.is_some() => WordClass::Cue,
            () if self.is(ADVERB) || lower.ends_with("ly") => WordClass::Adverb,
            () if self.is(SOURCE_NOUN) => WordClass::Noun,
            () if self.is(ADJECTIVE) => WordClass::Adjective,
            () if lower.ends_with("ing") => WordClass::Ing,
            () => WordClass::Other,
        }
    }

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
}

impl Lexicon {
    /// The tables that are of the language, and the register's names as classes of words: what a text asks of
    /// every capitalised word is answered by the one look-up that every word gets anyway.
    pub fn with_register(register: &Register) -> Lexicon {
        let mut lexicon = Lexicon::new();
        lexicon.tell_classes();
        lexicon.common = lexicon.short.clone();
        for office in List::CapitalOffice.words().iter() {
            lexicon.add_class(office, PERSON | TITLE);
        }
        for name in register.given_names().filter(|name| is_plain(name)) {
            lexicon.add_class(name, given_name_classes(register, name));
        }
        for name in register.surnames() {
            lexicon.add_class(name, SURNAME);
            if !name.contains(" of ") {
                lexicon.add_class(last_word(name), NAME_END);
            }
        }
        for name in register.full_names() {
            lexicon.add_class(name, NAME_ALONE);
            // "Earl of Exampleton": what follows is a place.
            if !name.contains(" of ") {
                lexicon.add_class(last_word(name), NAME_END);
            }
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
            word.class = word.class(std::str::from_utf8(&text[..length]).unwrap_or(""));
        }
        for (text, word) in &mut self.long {
            word.class = word.class(text);
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

    /// The lists of the language and its verbs of saying.
    fn new() -> Lexicon {
        let mut lexicon =
            Lexicon { short: FxHashMap::default(), common: FxHashMap::default(), long: FxHashMap::default() };
        for (list, class) in LISTS {
            for word in list.words().iter().filter(|word| !word.contains(' ')) {
                lexicon.entry(word).classes |= class;
            }
        }
        for (lemma, verb) in (0..).zip(words::verbs()) {
            for (form, word) in &verb.forms {
                lexicon.entry(word).cue = Some(Cue { class: verb.class, form: *form, lemma });
            }
        }
        lexicon
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
        words::verbs().get(cue.lemma as usize).map_or("", |verb| verb.lemma)
    }

    /// Whether the words, in lower case and joined by single spaces, name a place.
    pub fn is_place(&self, lower: &str) -> bool {
        List::Place.has(lower)
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

#[cfg(test)]
mod tests {
    use super::*;

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
