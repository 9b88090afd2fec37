//! An article with its quotes, and what the register says of each speaker on the article's day: which party, which
//! offices. Everything that a question can be about is decided here, before any engine sees it.

use chrono::NaiveDate;
use rustc_hash::FxHashMap;

use crate::article::Article;
use crate::corrections::{CorrectionOutcome, Corrections};
use crate::people::{self, OfficeClass, OfficeId, PersonId, Register};
use crate::quotes::{Quote, Speaker};
use crate::record::{ArticleRecord, SpeakerRecord, build_records, quote_numbers};

/// An id with the name that people read.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NamedId {
    /// The id: the register's, or words in lower case with hyphens.
    pub id: String,
    /// The name.
    pub name: String,
}

/// A speaker as of an article's day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guise {
    /// As the record shows the speaker.
    pub speaker: SpeakerRecord,
    /// The party on that day.
    pub party: Option<NamedId>,
    /// All offices held on that day, the main one first.
    pub offices: Vec<NamedId>,
}

/// A quote with what is stored of it besides.
#[derive(Clone, Debug)]
pub struct QuoteEntry {
    /// As it was found, with the speaker put right where somebody corrected that.
    pub quote: Quote,
    /// The number in its id.
    pub number: u32,
    /// The speaker's place in [`ArticleEntry::guises`].
    pub guise: Option<usize>,
    /// Whom the program took for the speaker, where somebody corrected that.
    pub corrected_from: Option<SpeakerRecord>,
}

/// An article with its quotes, ready to be stored.
#[derive(Clone, Debug)]
pub struct ArticleEntry {
    /// The article as it was read.
    pub article: Article,
    /// What its records tell of it.
    pub heading: ArticleRecord,
    /// The speakers of its quotes, each once.
    pub guises: Vec<Guise>,
    /// In the order of the text.
    pub quotes: Vec<QuoteEntry>,
}

impl ArticleEntry {
    /// The quotes with the corrections applied, and with the party and the offices that the register gives on the
    /// article's day.
    pub fn new(article: Article, quotes: Vec<Quote>, corrections: &Corrections, register: &Register) -> ArticleEntry {
        let heading = ArticleRecord::new(&article);
        let numbers = quote_numbers(&heading, &article.text, quotes.iter().map(|quote| quote.segments.as_slice()));
        let mut entries: Vec<QuoteEntry> = Vec::with_capacity(quotes.len());
        if corrections.lines.is_empty() {
            entries.extend(quotes.into_iter().zip(numbers).map(|(quote, number)| QuoteEntry {
                quote,
                number,
                guise: None,
                corrected_from: None,
            }));
        } else {
            let records = build_records(&article, &quotes);
            for ((mut quote, number), mut record) in quotes.into_iter().zip(numbers).zip(records) {
                let person = match corrections.apply(&mut record, register) {
                    CorrectionOutcome::Dropped => continue,
                    CorrectionOutcome::Kept => {
                        entries.push(QuoteEntry { quote, number, guise: None, corrected_from: None });
                        continue;
                    }
                    CorrectionOutcome::Corrected(person) => person,
                };
                quote.speaker = record.speaker.map(|SpeakerRecord { id, name, party, office }| Speaker {
                    person,
                    id,
                    name,
                    party,
                    office,
                });
                quote.rule = crate::corrections::RULE;
                quote.confidence = record.confidence;
                entries.push(QuoteEntry { quote, number, guise: None, corrected_from: record.corrected_from });
            }
        }
        let day = article.posted.map(|posted| posted.date);
        let mut guises = Guises { day, register, list: Vec::new(), places: FxHashMap::default() };
        for entry in &mut entries {
            entry.guise = entry.quote.speaker.as_ref().map(|speaker| guises.place_of(speaker));
        }
        ArticleEntry { guises: guises.list, quotes: entries, heading, article }
    }
}

/// The speakers of an article: the register is asked once for each.
struct Guises<'r> {
    day: Option<NaiveDate>,
    register: &'r Register,
    list: Vec<Guise>,
    /// By id, party and office.
    places: FxHashMap<(String, Option<String>, Option<String>), usize>,
}

impl Guises<'_> {
    fn place_of(&mut self, speaker: &Speaker) -> usize {
        let same = |known: &SpeakerRecord| {
            known.id == speaker.id
                && known.name == speaker.name
                && known.party == speaker.party
                && known.office == speaker.office
        };
        // Few speak in one article: looking at the last ones is quicker than a map.
        const FEW: usize = 8;
        let recent = self.list.len().saturating_sub(FEW);
        if let Some(at) = self.list[recent..].iter().position(|guise| same(&guise.speaker)) {
            return recent + at;
        }
        let key = (speaker.id.clone(), speaker.party.clone(), speaker.office.clone());
        if let Some(&at) = self.places.get(&key)
            && same(&self.list[at].speaker)
        {
            return at;
        }
        let record = SpeakerRecord::from(speaker);
        self.list.push(Guise {
            party: party(&record, self.register),
            offices: offices(&record, speaker.person, self.day, self.register),
            speaker: record,
        });
        self.places.insert(key, self.list.len() - 1);
        self.list.len() - 1
    }
}

/// The register's party of that name, else the one that the article names.
fn party(speaker: &SpeakerRecord, register: &Register) -> Option<NamedId> {
    let name = speaker.party.as_deref()?;
    Some(match register.find_party(name) {
        Some(party) => {
            let party = register.party(party);
            NamedId { id: party.id().to_string(), name: party.name().to_string() }
        }
        None => NamedId { id: people::slug(name), name: name.to_string() },
    })
}

/// The register's offices of a person it knows; where it cannot tell them, and of others, the role that the article gives
/// them: an article without a date that names the office of its holder is found by it.
fn offices(
    speaker: &SpeakerRecord,
    person: Option<PersonId>,
    day: Option<NaiveDate>,
    register: &Register,
) -> Vec<NamedId> {
    let label = |office| {
        let office = register.office(office);
        NamedId { id: office.id().to_string(), name: office.title().to_string() }
    };
    let held: Vec<NamedId> =
        person.map_or_else(Vec::new, |person| register.offices_on(person, day).into_iter().map(label).collect());
    if !held.is_empty() {
        return held;
    }
    let Some(role) = speaker.office.as_deref() else { return Vec::new() };
    match offices_of_role(role, person, register).as_slice() {
        [office] => vec![label(*office)],
        _ => vec![NamedId { id: people::slug(role), name: role.to_string() }],
    }
}

/// The register's offices that a role means: of those that share a title (`prime minister`) the one that the person held,
/// where it is one; a seat (`MP for Exampleton`) is the office of all who have one in that chamber.
fn offices_of_role(role: &str, person: Option<PersonId>, register: &Register) -> Vec<OfficeId> {
    let mut offices = register.find_office(role);
    if offices.is_empty()
        && let Some((seat, _)) = role.split_once(" for ")
    {
        offices = register.find_office(seat);
        offices.retain(|office| register.office(*office).class() == OfficeClass::Legislator);
    }
    if let Some(person) = person {
        let own: Vec<OfficeId> = offices.iter().copied().filter(|office| register.ever_held(person, *office)).collect();
        if !own.is_empty() {
            return own;
        }
    }
    offices
}
