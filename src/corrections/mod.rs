//! What people know better: corrections of speakers, kept in a plain table and applied to records.
//!
//! A correction is known by the quote's words and its article, not by a place in a file or an index, so that it
//! survives indexing again, moved files and rebuilt indexes. It holds for every copy: in the same article wherever it
//! lies, and, where the words are many enough to be nobody else's, in other papers that gave them to the same wrong
//! speaker. Pure: text in, text out.

mod table;
mod wordings;

pub use crate::words::BadLine;
pub use table::{HEADER, parse, render_line, with_line, without_id};
pub use wordings::Wordings;

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::people::{PersonId, Register, slug};
use crate::record::{ArticleRecord, QuoteRecord, SpeakerRecord};
use crate::words::fold::wording;

/// The rule in a corrected record.
pub const RULE: &str = "correction";

/// Words that only one article's quote can be meant by: fewer are said by many.
const TELLING_WORDS: usize = 5;

/// What somebody said of a quote.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// This one said it; the party where the register does not know the speaker.
    Speaker {
        /// The name that the table gives.
        name: String,
        /// The party that the table gives.
        party: Option<String>,
    },
    /// Nobody can be told.
    Unknown,
    /// The words are no quote and are left out.
    NotAQuote,
}

/// One line of the table.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Correction {
    /// The quote's id when it was corrected, for people who look for the line.
    pub id: String,
    /// The words, on one line.
    pub words: String,
    /// [`article_name`] of the article.
    pub article: String,
    /// What somebody said of the quote.
    pub verdict: Verdict,
    /// The speaker's name before, `None` where nobody was named.
    pub instead_of: Option<String>,
}

impl Correction {
    /// A correction of this record.
    pub fn new(record: &QuoteRecord, verdict: Verdict) -> Correction {
        let before = record.corrected_from.as_ref().or(record.speaker.as_ref());
        Correction {
            id: record.id.clone(),
            words: one_line(&record.quote),
            article: article_name(&record.article),
            verdict,
            instead_of: before.map(|speaker| one_line(&speaker.name)),
        }
    }
}

/// The corrections of a table, ready to be asked.
#[derive(Clone, Debug, Default)]
pub struct Corrections {
    /// In the table's order.
    pub lines: Vec<Correction>,
    by_words: HashMap<String, Vec<usize>>,
}

/// What became of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CorrectionOutcome {
    /// No line is about it.
    Kept,
    /// It has another speaker; the person where the register knows it.
    Corrected(Option<PersonId>),
    /// It is no quote and goes.
    Dropped,
}

impl Corrections {
    /// The corrections of these lines; which of several holds for a quote, [`Corrections::find`] says.
    pub fn new(lines: Vec<Correction>) -> Corrections {
        let mut by_words: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, line) in lines.iter().enumerate() {
            by_words.entry(wording(&line.words)).or_default().push(at);
        }
        Corrections { lines, by_words }
    }

    /// The correction that holds for the record: the last line for its own article, else the last one for the same
    /// words of the same wrong speaker elsewhere.
    pub fn find(&self, record: &QuoteRecord) -> Option<&Correction> {
        if self.lines.is_empty() {
            return None;
        }
        let words = wording(&record.quote);
        let lines = self.by_words.get(&words)?;
        let article = article_name(&record.article);
        let candidates = || lines.iter().rev().map(|at| &self.lines[*at]);
        let speaker = record.speaker.as_ref().map(|speaker| one_line(&speaker.name));
        let telling = words.split(' ').count() >= TELLING_WORDS;
        candidates()
            .find(|line| line.article == article)
            .or_else(|| candidates().find(|line| telling && line.instead_of == speaker))
    }

    /// Applies what holds for the record.
    pub fn apply(&self, record: &mut QuoteRecord, register: &Register) -> CorrectionOutcome {
        let Some(correction) = self.find(record) else { return CorrectionOutcome::Kept };
        let (speaker, person) = match &correction.verdict {
            Verdict::NotAQuote => return CorrectionOutcome::Dropped,
            Verdict::Unknown => (None, None),
            Verdict::Speaker { name, party } => {
                let day = record.article.date.as_deref().and_then(|date| date.parse().ok());
                let (speaker, person) = speaker_named(name, party.as_deref(), day, register);
                (Some(speaker), person)
            }
        };
        record.corrected_from = std::mem::replace(&mut record.speaker, speaker);
        record.rule = RULE.to_string();
        record.confidence = 1.0;
        CorrectionOutcome::Corrected(person)
    }
}

/// Somebody by the name or id in the table, with party and office of the day; one whom the register does not know is
/// kept by the name.
fn speaker_named(
    name: &str,
    party: Option<&str>,
    day: Option<NaiveDate>,
    register: &Register,
) -> (SpeakerRecord, Option<PersonId>) {
    let party = party.map(str::to_string);
    let person = match register.find_slug(name) {
        Some(person) => Some(person),
        None => find_person(name, day, register).first().copied(),
    };
    let speaker = match person {
        Some(person) => SpeakerRecord {
            id: register.person(person).slug().to_string(),
            name: register.person(person).name().to_string(),
            party: register.party_on(person, day).map(|party| register.party(party).name().to_string()).or(party),
            office: register.office_title_on(person, day),
        },
        None => SpeakerRecord { id: slug(name), name: name.to_string(), party, office: None },
    };
    (speaker, person)
}

/// The persons whom a typed name can mean on the day: by full name or alias, else by surname those who held a seat or an
/// office then.
pub fn find_person(name: &str, day: Option<NaiveDate>, register: &Register) -> Vec<PersonId> {
    let named = register.find_name(name);
    if !named.is_empty() {
        return named;
    }
    let bearers = register.find_surname(name);
    let active: Vec<PersonId> = bearers
        .iter()
        .copied()
        .filter(|person| day.is_some() && !register.offices_on(*person, day).is_empty())
        .collect();
    if active.is_empty() { bearers.to_vec() } else { active }
}

/// What names an article wherever it lies: its day and title, or its id where it has no title.
pub fn article_name(article: &ArticleRecord) -> String {
    match article.title.as_deref().map(one_line).filter(|title| !title.is_empty()) {
        Some(title) => format!("{} {title}", article.date.as_deref().unwrap_or("undated")),
        None => article.id.clone(),
    }
}

/// Text as a cell of the table holds it: white space of any kind becomes single spaces.
pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    fn record(words: &str, title: &str, speaker: Option<&str>) -> QuoteRecord {
        QuoteRecord {
            id: "2016-08-18-0".into(),
            quote: words.into(),
            kind: "direct".into(),
            segments: vec![[0, 1]],
            speaker: speaker.map(|name| SpeakerRecord { id: slug(name), name: name.into(), party: None, office: None }),
            reported_by: None,
            corrected_from: None,
            mention: None,
            mention_span: None,
            cue_span: None,
            cue: None,
            stance: None,
            confidence: 0.7,
            rule: "tag-after".into(),
            context: words.into(),
            lead_in: None,
            sentence: None,
            sentence_span: None,
            article: Arc::new(ArticleRecord {
                id: "a".into(),
                title: Some(title.into()),
                date: Some("2016-08-18".into()),
                date_from: None,
                updated: None,
                outlet: None,
                byline: None,
                url: None,
                path: "a.txt".into(),
                member: None,
            }),
        }
    }

    #[test]
    fn a_correction_holds_for_copies_of_the_same_wrong_speaker_only() {
        let register = Register::embedded().unwrap();
        let wrong = record("The tide decides what the harbour does.", "One", Some("Ann Example"));
        let verdict = Verdict::Speaker { name: "Jeremy Corbyn".into(), party: None };
        let corrections = Corrections::new(vec![Correction::new(&wrong, verdict)]);
        let mut here = wrong.clone();
        assert!(matches!(corrections.apply(&mut here, &register), CorrectionOutcome::Corrected(Some(_))));
        let speaker = here.speaker.unwrap();
        assert_eq!((speaker.id.as_str(), speaker.party.as_deref()), ("jeremy-corbyn", Some("Labour")));
        assert_eq!((here.rule.as_str(), here.confidence), (RULE, 1.0));
        assert_eq!(here.corrected_from.unwrap().name, "Ann Example");
        let mut copy = record("“The tide decides what the harbour does”", "Two", Some("Ann Example"));
        assert!(matches!(corrections.apply(&mut copy, &register), CorrectionOutcome::Corrected(_)));
        let mut others = record("The tide decides what the harbour does.", "Three", Some("Harold Testby"));
        assert_eq!(corrections.apply(&mut others, &register), CorrectionOutcome::Kept);
    }

    #[test]
    fn few_words_are_corrected_in_their_own_article_only() {
        let register = Register::embedded().unwrap();
        let wrong = record("No.", "One", Some("Ann Example"));
        let corrections = Corrections::new(vec![Correction::new(&wrong, Verdict::NotAQuote)]);
        assert_eq!(corrections.apply(&mut wrong.clone(), &register), CorrectionOutcome::Dropped);
        let mut elsewhere = record("No.", "Two", Some("Ann Example"));
        assert_eq!(corrections.apply(&mut elsewhere, &register), CorrectionOutcome::Kept);
    }
}
