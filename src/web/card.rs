//! A quote as a card: who and when at a glance, the words, where they stand, who else carries them.

use std::collections::HashSet;

use super::marked::MarkedText;
use super::search_url::piece;
use crate::desk::{PrintManner, Printed, cite, told};
use crate::harmless::{line, web_address};
use crate::index::{Hit, Match};
use crate::record::{ArticleRecord, QuoteRecord, SpeakerRecord};

/// A quote as it is shown.
#[derive(Clone, Debug)]
pub struct Card {
    pub id: String,
    pub speaker: Option<SpeakerShown>,
    /// `as told by …`, `corrected from …`, `uncertain (62 %)`.
    pub remarks: Vec<String>,
    pub day: DayShown,
    pub lead_in: Option<MarkedText>,
    /// `reported`, `in part: “…”`; empty for whole statements.
    pub manner: String,
    pub words: MarkedText,
    /// Whether the words stand in quotation marks of ours.
    pub in_marks: bool,
    /// Where else it matched, in words, and what stands there.
    pub elsewhere: Vec<(&'static str, MarkedText)>,
    pub source: SourceShown,
    pub copies: Option<String>,
    pub also: Vec<(String, String)>,
    pub citation: String,
    /// What is said above the first hit that meets less of the question.
    pub tier: Option<&'static str>,
    /// Whether the card before is of the same article.
    pub is_same_source: bool,
}

/// Somebody who is quoted.
#[derive(Clone, Debug)]
pub struct SpeakerShown {
    pub name: String,
    pub url: String,
    pub party: Option<String>,
    pub hue: &'static str,
    pub office: Option<String>,
}

/// The day of an article.
#[derive(Clone, Debug)]
pub struct DayShown {
    pub words: String,
    /// With the month cut short, for narrow places.
    pub short: String,
    pub iso: Option<String>,
}

/// Where a quote stands.
#[derive(Clone, Debug)]
pub struct SourceShown {
    /// The article's page, at the place.
    pub url: String,
    pub title: MarkedText,
    pub outlet: Option<String>,
    /// Where it was published.
    pub original: Option<String>,
}

/// The page of an article at one of its quotes.
pub fn place_url(record: &QuoteRecord) -> String {
    format!("/article/{}#q-{}", piece(&record.article.id), piece(&record.id))
}

/// The page of a person.
pub fn person_url(id: &str) -> String {
    format!("/person/{}", piece(id))
}

/// An address of the web that may be clicked.
pub fn original_url(article: &ArticleRecord) -> Option<String> {
    let url = web_address(article.url.as_deref()?)?;
    let begins = |scheme: &str| url.get(..scheme.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(scheme));
    (begins("http://") || begins("https://")).then_some(url)
}

/// The headline, or that there is none.
pub fn title_of(article: &ArticleRecord) -> String {
    article.title.as_deref().map(line).filter(|title| !title.is_empty()).unwrap_or_else(|| "(no title)".to_string())
}

/// Names of parties and the hue by which each is known.
const HUES: &str = include_str!("party_hues.tsv");

/// The name of a party's hue in the stylesheet.
pub fn hue_of(party: Option<&str>) -> &'static str {
    let rows = HUES.lines().filter(|row| !row.starts_with('#')).filter_map(|row| row.split_once('\t'));
    party.and_then(|party| rows.into_iter().find(|(name, _)| *name == party)).map_or("none", |(_, hue)| hue)
}

impl SpeakerShown {
    pub fn new(speaker: &SpeakerRecord) -> SpeakerShown {
        SpeakerShown {
            name: line(&speaker.name),
            url: person_url(&speaker.id),
            party: speaker.party.as_deref().map(line),
            hue: hue_of(speaker.party.as_deref()),
            office: speaker.office.as_deref().map(line),
        }
    }
}

impl DayShown {
    pub fn new(article: &ArticleRecord) -> DayShown {
        DayShown {
            words: told::date_in_words(article),
            short: told::short_date(article),
            iso: article.date.as_deref().map(line),
        }
    }
}

/// What is to be known of who said it, beside the name.
pub fn remarks(record: &QuoteRecord) -> Vec<String> {
    let told_by = record.reported_by.as_ref().map(|by| format!("as told by {}", line(&by.name)));
    let corrected = match &record.corrected_from {
        Some(before) => Some(format!("corrected from {}", line(&before.name))),
        None => told::is_corrected(record).then(|| "corrected".to_string()),
    };
    [told_by, corrected, told::unsure_in_words(record)].into_iter().flatten().collect()
}

impl Card {
    /// Of a quote by itself.
    pub fn of_record(record: &QuoteRecord) -> Card {
        Card::new(record, Printed::of(record), &[])
    }

    /// Of a hit; `is_repeated` where its sentence was shown with another hit: it must then be seen what is meant this time.
    fn of_hit(hit: &Hit, mut printed: Printed, is_repeated: bool) -> Card {
        if printed.manner == PrintManner::Reported && is_repeated {
            printed.which.clone_from(&hit.record.cue);
        }
        let card = Card::new(&hit.record, printed, &hit.in_title);
        let lead = hit.record.lead_in.as_deref().map(str::trim);
        // What stands on the card already is marked there.
        let in_lead = hit.elsewhere.iter().find(|found| lead == Some(found.text.trim()));
        let elsewhere =
            hit.elsewhere.iter().filter(|found| lead != Some(found.text.trim()) && found.place != "headline");
        Card {
            lead_in: in_lead.map(|found| MarkedText::matches(&found.text, &found.matches)).or(card.lead_in),
            elsewhere: elsewhere
                .map(|found| (told::place_name(found), MarkedText::matches(&found.text, &found.matches)))
                .collect(),
            copies: told::copies_in_words(hit).map(|copies| line(&copies)),
            also: hit
                .copies
                .iter()
                .filter(|copy| copy.article.id != hit.record.article.id)
                .map(|copy| (place_url(copy), title_of(&copy.article)))
                .collect(),
            ..card
        }
    }

    /// The cards of hits in order.
    pub fn of_hits(hits: &[Hit]) -> Vec<Card> {
        let mut matched = Match::All;
        let mut before: Option<&ArticleRecord> = None;
        let mut passages: HashSet<String> = HashSet::new();
        hits.iter()
            .map(|hit| {
                let printed = Printed::with_matches(&hit.record, &hit.in_quote, &hit.in_sentence);
                let is_repeated = !passages.insert(printed.text.clone());
                let mut card = Card::of_hit(hit, printed, is_repeated);
                if hit.matched != matched {
                    matched = hit.matched;
                    card.tier = Some(told::tier_in_words(matched));
                }
                let article = &*hit.record.article;
                card.is_same_source = card.tier.is_none() && before == Some(article);
                before = Some(article);
                card
            })
            .collect()
    }

    fn new(record: &QuoteRecord, printed: Printed, in_title: &[[usize; 2]]) -> Card {
        let article = &record.article;
        let words = if printed.manner == PrintManner::Words { &[][..] } else { &printed.words };
        let title = match &article.title {
            Some(title) if !line(title).is_empty() => MarkedText::matches(title, in_title),
            _ => MarkedText::matches("(no title)", &[]),
        };
        Card {
            id: line(&record.id),
            speaker: record.speaker.as_ref().map(SpeakerShown::new),
            remarks: remarks(record),
            day: DayShown::new(article),
            lead_in: record.lead_in.as_deref().map(|lead| MarkedText::matches(lead, &[])),
            manner: line(printed.label().trim().trim_start_matches('(').trim_end_matches(')')),
            words: MarkedText::new(&printed.text, words, printed.cue, &printed.matches),
            in_marks: printed.is_in_marks(),
            elsewhere: Vec::new(),
            source: SourceShown {
                url: place_url(record),
                title,
                outlet: article.outlet.as_deref().map(line),
                original: original_url(article),
            },
            copies: None,
            also: Vec::new(),
            citation: cite::in_words(record),
            tier: None,
            is_same_source: false,
        }
    }
}
