//! Runs `tests/cases/query/*.case`: questions, and what each must be read as.
//!
//! `#` lines say what the cases claim; `today:`, `order:`, `known: id | name | quotes`, `known party: name` and
//! `known office: name` set what the questions of a file are read with. A question stands at the margin, below it
//! indented the query written back as syntax, and after `note:`, `error:` and `part:` what the user is told. Every query
//! must also be read back as the same tree.
//! `UPDATE_CASES=1 cargo test --test cases query` writes what comes out into the files, to be read before it is kept.

use chrono::NaiveDate;
use onrecord::people::{Register, fold_name, slug};
use onrecord::query::{
    Context, DayOrder, Events, KnownSpeaker, KnownSpeakers, Synonyms, read_question, render_error, render_note,
    render_part,
};
use std::path::Path;

/// The speakers of an archive, as a case lists them.
#[derive(Default)]
pub(crate) struct Known {
    pub(crate) speakers: Vec<KnownSpeaker>,
    parties: Vec<(String, String)>,
    offices: Vec<(String, String)>,
    days: Option<(NaiveDate, NaiveDate)>,
}

/// The name of the label with this id.
fn label(labels: &[(String, String)], id: &str) -> Option<String> {
    labels.iter().find(|(known, _)| known == id).map(|(_, name)| name.clone())
}

impl KnownSpeakers for Known {
    fn find_id(&self, id: &str) -> Option<KnownSpeaker> {
        self.speakers.iter().find(|known| known.id == id).cloned()
    }

    fn named(&self, words: &str) -> Vec<KnownSpeaker> {
        let words = fold_name(words).into_owned();
        let bears = |known: &&KnownSpeaker| {
            let name = fold_name(&known.name).into_owned();
            words.split(' ').all(|word| name.split(' ').any(|own| own == word))
        };
        self.speakers.iter().filter(bears).cloned().collect()
    }

    fn near_words(&self, word: &str) -> Vec<String> {
        let word = fold_name(word).into_owned();
        let names: Vec<String> = self.speakers.iter().map(|known| fold_name(&known.name).into_owned()).collect();
        let words = names.iter().flat_map(|name| name.split(' '));
        let near = words.filter(|own| word.len() > 3 && *own != word && strsim::osa_distance(own, &word) == 1);
        near.map(str::to_owned).collect()
    }

    fn party_name(&self, id: &str) -> Option<String> {
        label(&self.parties, id)
    }

    fn office_name(&self, id: &str) -> Option<String> {
        label(&self.offices, id)
    }

    fn days(&self) -> Option<(NaiveDate, NaiveDate)> {
        self.days
    }
}

struct Setting {
    today: NaiveDate,
    day_order: DayOrder,
    known: Known,
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.trim().parse().unwrap_or_else(|_| panic!("{text} is no day"))
}

fn setting_of(case: &str) -> Setting {
    let mut setting = Setting { today: day("2026-03-18"), day_order: DayOrder::DayFirst, known: Known::default() };
    for line in case.lines() {
        if let Some(today) = line.strip_prefix("today: ") {
            setting.today = day(today);
        } else if line == "order: month-first" {
            setting.day_order = DayOrder::MonthFirst;
        } else if let Some(known) = line.strip_prefix("known: ") {
            let cells: Vec<&str> = known.split('|').map(str::trim).collect();
            let [id, name, quotes] = cells[..] else { panic!("{line}: id | name | quotes") };
            let speaker = KnownSpeaker { id: id.to_owned(), name: name.to_owned(), quotes: quotes.parse().unwrap() };
            setting.known.speakers.push(speaker);
        } else if let Some(name) = line.strip_prefix("known party: ") {
            setting.known.parties.push((slug(name), name.to_owned()));
        } else if let Some(name) = line.strip_prefix("known office: ") {
            setting.known.offices.push((slug(name), name.to_owned()));
        } else if let Some(days) = line.strip_prefix("days: ") {
            let (first, last) = days.split_once("..").unwrap();
            setting.known.days = Some((day(first), day(last)));
        }
    }
    setting.known.speakers.sort_by_key(|known| std::cmp::Reverse(known.quotes));
    setting
}

fn is_setting(line: &str) -> bool {
    let names = ["today: ", "order: ", "known: ", "known party: ", "known office: ", "days: "];
    line.starts_with('#') || names.iter().any(|name| line.starts_with(name))
}

/// What is shown of a reading; parts only where the case shows them.
fn shown(question: &str, with_parts: bool, context: &Context) -> String {
    let reading = read_question(question, context);
    let mut lines = vec![format!("    {}", reading.read_as)];
    for error in &reading.errors {
        let text = render_error(error, question);
        lines.push(format!("    error: {}", text.lines().collect::<Vec<_>>().join("\n      | ")));
    }
    lines.extend(reading.notes.iter().map(|note| format!("    note: {}", render_note(note))));
    if with_parts {
        lines.extend(reading.parts.iter().map(|part| format!("    part: {}", render_part(part, question))));
    }
    if reading.errors.is_empty() {
        let again = read_question(&reading.read_as, context);
        if again.query != reading.query {
            lines.push(format!("    NOT READ BACK: {}\n{:#?}\n{:#?}", again.read_as, reading.query, again.query));
        }
    }
    lines.iter().map(|line| format!("{}\n", line.trim_end())).collect()
}

#[test]
fn every_question_is_read_as_expected() {
    let register = Register::embedded().unwrap();
    let synonyms = Synonyms::embedded();
    let events = Events::embedded();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/query");
    let mut paths: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let mut wrong = Vec::new();
    let mut questions = 0;
    for path in &paths {
        assert!(path.extension().is_some_and(|extension| extension == "case"), "{} is no case", path.display());
        let case = std::fs::read_to_string(path).unwrap();
        assert!(case.starts_with("# "), "{}: the first line says what the case claims", path.display());
        let setting = setting_of(&case);
        let context = Context {
            today: setting.today,
            day_order: setting.day_order,
            register: &register,
            speakers: &setting.known,
            synonyms: &synonyms,
            events: &events,
        };
        let mut found = String::new();
        let mut lines = case.lines().peekable();
        while let Some(line) = lines.next() {
            found.push_str(line);
            found.push('\n');
            if line.is_empty() || is_setting(line) {
                continue;
            }
            let mut expected = String::new();
            while let Some(below) = lines.next_if(|below| below.starts_with("    ")) {
                expected.push_str(below);
                expected.push('\n');
            }
            let read = shown(line, expected.contains("    part: "), &context);
            questions += 1;
            if read != expected {
                wrong.push(format!("{}\n{line}\nexpected:\n{expected}found:\n{read}", path.display()));
            }
            found.push_str(&read);
        }
        if found != case && std::env::var_os("UPDATE_CASES").is_some() {
            std::fs::write(path, found).unwrap();
        }
    }
    assert!(questions >= 150, "only {questions} questions are left");
    assert!(wrong.is_empty(), "{} of {questions} differ:\n\n{}", wrong.len(), wrong.join("\n"));
}
