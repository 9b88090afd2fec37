//! Articles with their quotes to engine documents, and back.
//!
//! Takes an article, its quotes and the register; gives documents that the update stores. Everything that a question
//! can be about is decided here, on the article's day: which party, which offices.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use tantivy::TantivyDocument;
use tantivy::schema::Value;

use super::analyze::{self, Form, TEXT_BREAK};
use super::places;
use super::schema::{self, Fields, LabelOf, label_term, number_of};
use crate::article::{Article, Block, BlockKind};
use crate::corrections::{Corrections, Outcome};
use crate::people::{self, PersonId, Register};
use crate::quotes::{Quote, QuoteKind};
use crate::record::{ArticleRecord, QuoteRecord, SpeakerRecord, build_records};
use crate::span::Span;

/// An id with the name that people read.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Label {
    pub id: String,
    pub name: String,
}

/// A quote with what the register says of its speaker on the article's day.
#[derive(Clone, Debug)]
pub struct QuoteEntry {
    pub record: QuoteRecord,
    pub party: Option<Label>,
    /// All offices held on that day, the main one first.
    pub offices: Vec<Label>,
    /// The paragraphs before and behind the context, with breaks between: what the talk is about where the context
    /// itself does not say it.
    pub nearby: String,
}

/// An article with its quotes, ready to be stored.
#[derive(Clone, Debug)]
pub struct ArticleEntry {
    pub article: Article,
    pub quotes: Vec<QuoteEntry>,
}

impl ArticleEntry {
    /// The records of the quotes, with the party and the offices that the register gives on the article's day.
    pub fn new(article: Article, quotes: &[Quote], corrections: &Corrections, register: &Register) -> ArticleEntry {
        let day = article.posted.map(|posted| posted.date);
        let quotes = build_records(&article, quotes)
            .into_iter()
            .zip(quotes)
            .filter_map(|(mut record, quote)| {
                let person = match corrections.apply(&mut record, register) {
                    Outcome::Kept => quote.speaker.as_ref().and_then(|speaker| speaker.person),
                    Outcome::Corrected(person) => person,
                    Outcome::Dropped => return None,
                };
                let speaker = record.speaker.as_ref();
                Some(QuoteEntry {
                    nearby: nearby(&article, quote.context),
                    party: speaker.and_then(|speaker| party(speaker, register)),
                    offices: speaker.map_or_else(Vec::new, |speaker| offices(speaker, person, day, register)),
                    record,
                })
            })
            .collect();
        ArticleEntry { article, quotes }
    }
}

/// Paragraphs before the context that are taken for its surroundings, and behind it: measured on the development
/// questions, fewer find less and more find no more.
const PARAGRAPHS_BEFORE: usize = 3;
const PARAGRAPHS_BEHIND: usize = 2;

fn nearby(article: &Article, context: Span) -> String {
    let prose = |block: &&Block| matches!(block.kind, BlockKind::Paragraph | BlockKind::Subheading);
    let first_behind = article.blocks.partition_point(|block| block.span.start() < context.end());
    let first_within = article.blocks.partition_point(|block| block.span.end() <= context.start());
    let before = article.blocks[..first_within.min(first_behind)].iter().rev().filter(prose).take(PARAGRAPHS_BEFORE);
    let behind = article.blocks[first_behind..].iter().filter(prose).take(PARAGRAPHS_BEHIND);
    let mut nearby = String::new();
    for block in before {
        nearby.push_str(nearest(block.span.of(&article.text), End::Last));
        nearby.push(TEXT_BREAK);
    }
    for block in behind {
        nearby.push_str(nearest(block.span.of(&article.text), End::First));
        nearby.push(TEXT_BREAK);
    }
    nearby
}

/// Which end of a paragraph is the nearer one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    First,
    Last,
}

/// Of a paragraph nearby no more than this is taken, in bytes: one without line breaks would stand with every quote.
const LONGEST_NEARBY: usize = 4_000;

fn nearest(text: &str, end: End) -> &str {
    if text.len() <= LONGEST_NEARBY {
        return text;
    }
    let is_cut = |at: &usize| text.is_char_boundary(*at);
    match end {
        End::First => &text[..(0..=LONGEST_NEARBY).rev().find(is_cut).unwrap_or(0)],
        End::Last => &text[(text.len() - LONGEST_NEARBY..text.len()).find(is_cut).unwrap_or(text.len())..],
    }
}

/// The register's party of that name, else the one that the article names.
fn party(speaker: &SpeakerRecord, register: &Register) -> Option<Label> {
    let name = speaker.party.as_deref()?;
    Some(match register.find_party(name) {
        Some(party) => {
            let party = register.party(party);
            Label { id: party.id().to_string(), name: party.name().to_string() }
        }
        None => Label { id: people::slug(name), name: name.to_string() },
    })
}

/// The register's offices of a person it knows; of others the role that the article gives them.
fn offices(
    speaker: &SpeakerRecord,
    person: Option<PersonId>,
    day: Option<NaiveDate>,
    register: &Register,
) -> Vec<Label> {
    let label = |office| {
        let office = register.office(office);
        Label { id: office.id().to_string(), name: office.title().to_string() }
    };
    let held: Vec<Label> =
        person.map_or_else(Vec::new, |person| register.offices_on(person, day).into_iter().map(label).collect());
    if !held.is_empty() {
        return held;
    }
    let Some(role) = speaker.office.as_deref() else { return Vec::new() };
    match register.find_office(role).as_slice() {
        [office] => vec![label(*office)],
        _ => vec![Label { id: people::slug(role), name: role.to_string() }],
    }
}

/// An article as the index keeps it.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredArticle {
    pub record: ArticleRecord,
    pub text: String,
    /// Kind, first byte and byte behind the last one of each block.
    pub blocks: Vec<(BlockKind, usize, usize)>,
}

#[derive(Serialize, Deserialize)]
struct ArticleJson {
    record: ArticleRecord,
    text: String,
    blocks: Vec<(u8, u32, u32)>,
}

const BLOCK_KINDS: [BlockKind; 7] = [
    BlockKind::Headline,
    BlockKind::Meta,
    BlockKind::Caption,
    BlockKind::Credit,
    BlockKind::RelatedLink,
    BlockKind::Subheading,
    BlockKind::Paragraph,
];

/// The documents of one article: first the article's, then one for each quote. They lack `key` and `file`, which the
/// update gives them.
pub(super) fn build_documents(
    fields: &Fields,
    entry: &ArticleEntry,
) -> Result<Vec<TantivyDocument>, serde_json::Error> {
    let mut documents = Vec::with_capacity(entry.quotes.len() + 1);
    documents.push(article_document(fields, &entry.article)?);
    let (mut exact, mut stemmed) = (analyze::analyzer(Form::Exact), analyze::analyzer(Form::Stemmed));
    for quote in &entry.quotes {
        documents.push(quote_document(fields, quote, &mut exact, &mut stemmed)?);
    }
    Ok(documents)
}

fn article_document(fields: &Fields, article: &Article) -> Result<TantivyDocument, serde_json::Error> {
    let mut document = TantivyDocument::default();
    let stored = ArticleJson {
        record: ArticleRecord::new(article),
        text: article.text.clone(),
        blocks: article
            .blocks
            .iter()
            .map(|block| {
                let kind = BLOCK_KINDS.iter().position(|kind| *kind == block.kind).unwrap_or(BLOCK_KINDS.len() - 1);
                (kind as u8, block.span.start() as u32, block.span.end() as u32)
            })
            .collect(),
    };
    document.add_text(fields.doc, schema::ARTICLE);
    document.add_text(fields.article_id, &stored.record.id);
    document.add_bytes(fields.stored, &serde_json::to_vec(&stored)?);
    Ok(document)
}

fn quote_document(
    fields: &Fields,
    entry: &QuoteEntry,
    exact: &mut tantivy::tokenizer::TextAnalyzer,
    stemmed: &mut tantivy::tokenizer::TextAnalyzer,
) -> Result<TantivyDocument, serde_json::Error> {
    let record = &entry.record;
    let mut document = TantivyDocument::default();
    document.add_text(fields.doc, schema::QUOTE);
    document.add_text(fields.quote_id, &record.id);
    document.add_text(fields.article_id, &record.article.id);
    document.add_bytes(fields.stored, &serde_json::to_vec(record)?);

    let texts = Texts::new(record);
    document.add_text(fields.quote, texts.quote);
    document.add_text(fields.quote_exact, texts.quote);
    let around = texts.around();
    document.add_text(fields.around, &around);
    document.add_text(fields.around_exact, &around);
    let name = record.speaker.as_ref().map(|speaker| speaker.name.as_str());
    document.add_text(fields.places, places::write(&texts, &around, &entry.nearby, name, stemmed));
    document.add_text(fields.nearby, format!("{around}{TEXT_BREAK}{}", entry.nearby));
    document.add_text(fields.lead_in, texts.lead_in);
    document.add_text(fields.title, texts.title);
    document.add_text(fields.title_exact, texts.title);

    document.add_text(fields.marks, &record.kind);
    match &record.speaker {
        Some(speaker) => {
            document.add_text(fields.marks, schema::ATTRIBUTED);
            document.add_text(fields.speaker, clip(&speaker.id));
            document.add_u64(fields.speaker_number, number_of(clip(&speaker.id)));
            document.add_text(fields.speaker_words, &speaker.name);
            document.add_text(fields.labels, label_term(LabelOf::Speaker, clip(&speaker.id), clip(&speaker.name)));
            document.add_text(fields.context, without_name(texts.context, &speaker.name, exact));
        }
        None => {
            document.add_text(fields.marks, schema::UNATTRIBUTED);
            document.add_text(fields.context, texts.context);
        }
    }
    if let Some(party) = &entry.party {
        document.add_text(fields.party, clip(&party.id));
        document.add_u64(fields.party_number, number_of(clip(&party.id)));
        document.add_text(fields.labels, label_term(LabelOf::Party, clip(&party.id), clip(&party.name)));
    }
    for office in &entry.offices {
        document.add_text(fields.office, clip(&office.id));
        document.add_u64(fields.office_number, number_of(clip(&office.id)));
        document.add_text(fields.labels, label_term(LabelOf::Office, clip(&office.id), clip(&office.name)));
    }
    if let Some(outlet) = &record.article.outlet {
        document.add_u64(fields.outlet_number, number_of(clip(outlet)));
        document.add_text(fields.labels, label_term(LabelOf::Outlet, clip(outlet), clip(outlet)));
        document.add_text(fields.outlet_words, outlet);
    }
    document.add_text(fields.path, clip(&record.article.path.to_lowercase()));
    if let Some(member) = &record.article.member {
        document.add_text(fields.path, clip(&member.to_lowercase()));
    }
    document.add_u64(fields.kind, kind_number(&record.kind));
    if let Some(day) = record.article.date.as_deref().and_then(day_of) {
        document.add_i64(fields.day, i64::from(day.num_days_from_ce()));
    }
    document.add_u64(fields.confidence, confidence_number(record.confidence));
    document.add_u64(fields.same_words, same_words(record, exact));
    Ok(document)
}

/// Names longer than that are cut in facets; the record keeps them whole.
const LONGEST_NAME: usize = 500;

fn clip(name: &str) -> &str {
    if name.len() <= LONGEST_NAME {
        return name;
    }
    let mut end = LONGEST_NAME;
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    &name[..end]
}

/// The places where a topic can stand.
pub(super) struct Texts<'a> {
    pub quote: &'a str,
    pub lead_in: &'a str,
    pub context: &'a str,
    pub title: &'a str,
}

impl<'a> Texts<'a> {
    pub fn new(record: &'a QuoteRecord) -> Texts<'a> {
        Texts {
            quote: &record.quote,
            lead_in: record.lead_in.as_deref().unwrap_or(""),
            context: &record.context,
            title: record.article.title.as_deref().unwrap_or(""),
        }
    }

    /// All places in one text, with breaks between; the quote by itself only where the context does not hold it in
    /// one piece.
    pub fn around(&self) -> String {
        let mut around = String::with_capacity(self.context.len() + self.lead_in.len() + self.title.len() + 12);
        for text in [self.lead_in, self.context, self.title] {
            around.push_str(text);
            around.push(TEXT_BREAK);
        }
        if !self.context.contains(self.quote) {
            around.push_str(self.quote);
        }
        around
    }
}

/// The text without the capitalised words of a name: a quote is not about its speaker because the speaker is named.
pub(super) fn without_name(text: &str, name: &str, exact: &mut tantivy::tokenizer::TextAnalyzer) -> String {
    let name_words: Vec<String> = analyze::terms(exact, name).into_iter().map(|term| term.text).collect();
    let mut kept = String::with_capacity(text.len());
    let mut from = 0;
    for term in analyze::terms(exact, text) {
        let capitalised = text[term.start..].chars().next().is_some_and(char::is_uppercase);
        if capitalised && name_words.contains(&term.text) {
            kept.push_str(&text[from..term.start]);
            from = term.end;
        }
    }
    kept.push_str(&text[from..]);
    kept
}

pub(super) fn kind_number(kind: &str) -> u64 {
    [QuoteKind::Direct, QuoteKind::Partial, QuoteKind::Indirect]
        .iter()
        .position(|known| known.name() == kind)
        .unwrap_or(2) as u64
}

/// Confidence in thousandths, as its column holds it.
pub(super) fn confidence_number(confidence: f32) -> u64 {
    (confidence.clamp(0.0, 1.0) * 1000.0).round() as u64
}

pub(super) fn day_of(iso: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(iso, "%Y-%m-%d").ok()
}

/// Quotes of fewer words are the same only on the same day: "Yes" is said often.
const WORDS_THAT_ARE_TELLING: usize = 5;

/// A number that is equal where several papers carry the same words of the same speaker.
fn same_words(record: &QuoteRecord, exact: &mut tantivy::tokenizer::TextAnalyzer) -> u64 {
    let words = analyze::terms(exact, &record.quote);
    let mut hasher = blake3::Hasher::new();
    for word in &words {
        hasher.update(word.text.as_bytes());
        hasher.update(b" ");
    }
    hasher.update(record.speaker.as_ref().map_or("", |speaker| &speaker.id).as_bytes());
    if words.len() < WORDS_THAT_ARE_TELLING {
        hasher.update(record.article.date.as_deref().unwrap_or("").as_bytes());
    }
    first_number(&hasher.finalize())
}

pub(super) fn first_number(hash: &blake3::Hash) -> u64 {
    let bytes = hash.as_bytes();
    u64::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5], bytes[6], bytes[7]])
}

/// The record in a stored quote document, or `None` where the document holds no readable one.
pub(super) fn read_record(fields: &Fields, document: &TantivyDocument) -> Option<QuoteRecord> {
    serde_json::from_slice(document.get_first(fields.stored)?.as_bytes()?).ok()
}

/// The article in a stored article document, or `None` where the document holds no readable one.
pub(super) fn read_article(fields: &Fields, document: &TantivyDocument) -> Option<StoredArticle> {
    let json: ArticleJson = serde_json::from_slice(document.get_first(fields.stored)?.as_bytes()?).ok()?;
    let blocks = json
        .blocks
        .into_iter()
        .filter_map(|(kind, start, end)| Some((*BLOCK_KINDS.get(usize::from(kind))?, start as usize, end as usize)))
        .collect();
    Some(StoredArticle { record: json.record, text: json.text, blocks })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_speakers_own_name_is_left_out_of_the_topic() {
        let mut exact = analyze::analyzer(Form::Exact);
        let text = "Ms May told May’s rival that it may rain in Mayfair.";
        assert_eq!(without_name(text, "Theresa May", &mut exact), "Ms  told  rival that it may rain in Mayfair.");
    }
}
