//! A language: its tables read once, every row checked.

use super::table::{BadLine, Row, rows};
use super::verbs::{CueClass, Verb, VerbForm};
use super::{List, Meanings, WordSet};

/// The name of a table and its text.
pub(super) type Table = (&'static str, &'static str);

/// What a language is made of. `data/README.md` says what the columns of each table hold.
pub(crate) struct LanguageTables {
    pub(super) lists: &'static [Table],
    pub(super) meanings: &'static [(MeaningTable, Table)],
    pub(super) months: Table,
    pub(super) numbers: Table,
    pub(super) states: Table,
    pub(super) verbs: Table,
    pub(super) labels: Table,
    pub(super) mail: Table,
    /// All forms of a verb, from its dictionary form and what is irregular of it.
    pub(super) verb_forms: fn(&str, &str) -> Vec<(VerbForm, String)>,
}

/// What a word can mean, by a table of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MeaningTable {
    /// A noun for a body: words of names that it can stand for.
    BodyKind,
    /// A noun for what speaks for its owner: what the body is called.
    OwnedBody,
    /// A word that shares the stem of another and means something else: the stem that it has instead.
    OwnStem,
    /// A title or noun that introduced somebody: nouns of later descriptions.
    RoleNoun,
    /// A noun for one who sits in a house: the register's id of the seat.
    SeatOffice,
    /// A verb of saying: what its subject does with the words.
    Stance,
}

impl MeaningTable {
    const COUNT: usize = MeaningTable::Stance as usize + 1;
}

/// A month of the year.
#[derive(Clone, Debug)]
pub(crate) struct Month {
    /// From 1 to 12.
    pub number: u32,
    /// As it is shown.
    pub name: &'static str,
    /// As it is written, in small letters without full stops, the whole name first.
    pub forms: Vec<&'static str>,
}

/// A language, ready to be asked.
pub(crate) struct Language {
    lists: Vec<WordSet>,
    meanings: Vec<Meanings>,
    months: Vec<Month>,
    /// Words of numbers.
    numbers: Vec<(&'static str, u32)>,
    verbs: Vec<Verb>,
}

impl Language {
    /// Reads the tables. Bad rows are left out and told, each with the name of its table.
    pub(super) fn read(tables: &LanguageTables) -> (Language, Vec<(&'static str, BadLine)>) {
        let mut language = Language {
            lists: vec![WordSet::default(); List::COUNT],
            meanings: vec![Meanings::default(); MeaningTable::COUNT],
            months: Vec::new(),
            numbers: Vec::new(),
            verbs: Vec::new(),
        };
        let mut bad = Vec::new();
        for table in tables.lists {
            each(*table, &mut bad, |row| language.take_list(row));
        }
        for (meaning, table) in tables.meanings {
            each(*table, &mut bad, |row| take_meanings(row, &mut language.meanings[*meaning as usize]));
        }
        each(tables.months, &mut bad, |row| language.take_month(row));
        each(tables.numbers, &mut bad, |row| language.take_number(row));
        each(tables.states, &mut bad, |row| language.take_state(row));
        each(tables.verbs, &mut bad, |row| language.take_verb(row, tables.verb_forms));
        (language, bad)
    }

    pub(super) fn list(&self, list: List) -> &WordSet {
        &self.lists[list as usize]
    }

    pub(super) fn meanings(&self, meaning: MeaningTable) -> &Meanings {
        &self.meanings[meaning as usize]
    }

    pub(super) fn months(&self) -> &[Month] {
        &self.months
    }

    pub(super) fn number(&self, word: &str) -> Option<u32> {
        self.numbers.iter().find(|(known, _)| *known == word).map(|(_, value)| *value)
    }

    pub(super) fn verbs(&self) -> &[Verb] {
        &self.verbs
    }

    /// "mr." stands in its list, and is an abbreviation.
    fn add(&mut self, list: List, word: &'static str, row: &Row) -> Result<(), BadLine> {
        if let Some(stem) = abbreviated(word) {
            self.lists[List::Abbreviation as usize].insert(stem);
        }
        match self.lists[list as usize].insert(word) {
            true => Ok(()),
            false => Err(row.bad(format_args!("`{word}` is in this list already; take it out here"))),
        }
    }

    /// Lists and words: `honorific-man courtesy`, `mr mr.`.
    fn take_list(&mut self, row: &Row<'static>) -> Result<(), BadLine> {
        let [lists, listed] = row.exactly()?;
        for list in lists.split(' ') {
            let list = find_list(list, row)?;
            words(listed).try_for_each(|word| self.add(list, word, row))?;
        }
        Ok(())
    }

    /// Number, name, forms, the form that is a person's name too.
    fn take_month(&mut self, row: &Row<'static>) -> Result<(), BadLine> {
        let [number, name, forms, person] = row.exactly()?;
        let number =
            number.parse().map_err(|_| row.bad(format_args!("`{number}` is no number of a month; write 1 to 12")))?;
        let mut month = Month { number, name, forms: Vec::new() };
        for form in words(forms) {
            let stem = form.trim_end_matches('.');
            if form != stem {
                self.lists[List::Abbreviation as usize].insert(stem);
            }
            if month.forms.is_empty() {
                self.add(List::Time, stem, row)?;
            }
            self.add(List::Month, stem, row)?;
            month.forms.push(stem);
        }
        words(person).try_for_each(|word| self.add(List::MonthName, word, row))?;
        self.months.push(month);
        Ok(())
    }

    /// A number, its word, the lists of the word.
    fn take_number(&mut self, row: &Row<'static>) -> Result<(), BadLine> {
        let [number, word, lists] = row.exactly()?;
        let Ok(value) = number.parse() else {
            return Err(row.bad(format_args!("`{number}` is no number; write it in digits")));
        };
        self.numbers.push((word, value));
        lists.split_whitespace().try_for_each(|list| self.add(find_list(list, row)?, word, row))
    }

    /// A state and its short forms.
    fn take_state(&mut self, row: &Row<'static>) -> Result<(), BadLine> {
        let [name, short] = row.exactly()?;
        self.add(List::Place, name, row)?;
        words(short).try_for_each(|word| self.add(List::Place, word, row))
    }

    /// A verb in its spellings, its class, its irregular forms.
    fn take_verb(
        &mut self,
        row: &Row<'static>,
        forms: fn(&str, &str) -> Vec<(VerbForm, String)>,
    ) -> Result<(), BadLine> {
        let [spellings, class, irregular] = row.exactly()?;
        let class = CueClass::named(class).ok_or_else(|| {
            row.bad(format_args!("`{class}` is no kind of object; write one of: say, call, vow, think, weak"))
        })?;
        let verb = |lemma| Verb { lemma, class, forms: forms(lemma, irregular) };
        self.verbs.extend(words(spellings).map(verb));
        Ok(())
    }
}

/// Takes each row of a table; those that cannot be taken are added to the bad ones.
fn each(
    (name, text): Table,
    bad: &mut Vec<(&'static str, BadLine)>,
    mut take: impl FnMut(&Row<'static>) -> Result<(), BadLine>,
) {
    bad.extend(rows(text).filter_map(|row| take(&row).err()).map(|line| (name, line)));
}

fn take_meanings(row: &Row<'static>, meanings: &mut Meanings) -> Result<(), BadLine> {
    let [own, others] = row.exactly()?;
    words(own).for_each(|word| meanings.add(word, words(others)));
    Ok(())
}

fn find_list(name: &str, row: &Row) -> Result<List, BadLine> {
    List::named(name).ok_or_else(|| row.bad(format_args!("there is no list `{name}`; add it to the lists of the code")))
}

/// The words of a cell: parted by semicolons where there are any, else by spaces.
fn words(cell: &'static str) -> impl Iterator<Item = &'static str> {
    let by_semicolons = cell.contains(';');
    cell.split(move |char: char| if by_semicolons { char == ';' } else { char == ' ' })
        .map(str::trim)
        .filter(|word| !word.is_empty())
}

/// "mr" of "mr.": the letters before the full stop; `None` where it ends no shortened word.
fn abbreviated(word: &'static str) -> Option<&'static str> {
    word.strip_suffix('.').filter(|stem| stem.bytes().all(|byte| byte.is_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::super::en;
    use super::*;

    #[test]
    fn every_row_of_the_tables_is_understood() {
        let (language, bad) = Language::read(&en::TABLES);
        assert_eq!(bad, []);
        assert_eq!(language.months.iter().map(|month| month.number).collect::<Vec<_>>(), (1..=12).collect::<Vec<_>>());
        assert!(language.lists.iter().all(|list| list.iter().next().is_some()), "a list without words");
    }

    #[test]
    fn a_bad_row_is_told_with_its_table_line_and_reason() {
        let tables = LanguageTables {
            lists: &[("words.tsv", "# kinds\ntitle\tmr mr.\ntitle honorific\tmr\nnone\tx\ntitle\n")],
            meanings: &[],
            months: ("months.tsv", "one\tJanuary\tjanuary\t\n"),
            numbers: ("numbers.tsv", "x\tone\tdet\n"),
            states: ("states.tsv", "ohio\n"),
            verbs: ("verbs.tsv", "say\tsays\t\n"),
            ..en::TABLES
        };
        let (language, bad) = Language::read(&tables);
        let told: Vec<String> = bad.iter().map(|(table, line)| format!("{table} {line}")).collect();
        assert_eq!(
            told,
            [
                "words.tsv line 3: `mr` is in this list already; take it out here",
                "words.tsv line 4: there is no list `none`; add it to the lists of the code",
                "words.tsv line 5: 1 cells where 2 belong; separate them with single tabs",
                "months.tsv line 1: `one` is no number of a month; write 1 to 12",
                "numbers.tsv line 1: `x` is no number; write it in digits",
                "states.tsv line 1: 1 cells where 2 belong; separate them with single tabs",
                "verbs.tsv line 1: `says` is no kind of object; write one of: say, call, vow, think, weak",
            ]
        );
        assert!(language.list(List::Title).has("mr.") && language.list(List::Abbreviation).has("mr"));
    }

    #[test]
    fn spellings_are_verbs_of_their_own_with_one_row() {
        let (language, _) = Language::read(&en::TABLES);
        let forms = |lemma| {
            language.verbs.iter().find(|verb| verb.lemma == lemma).map(|verb| (verb.class, verb.forms[2].1.as_str()))
        };
        assert_eq!(forms("criticise"), Some((CueClass::Call, "criticised")));
        assert_eq!(forms("criticize"), Some((CueClass::Call, "criticized")));
    }
}
