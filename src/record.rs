//! The quote record: the stable JSON that `extract`, `search` and the index share, and the one place where byte spans
//! become the character offsets that users see.
//!
//! Fields are only ever added. Offsets count Unicode scalar values of the article's decoded text, ends excluded.

use std::collections::HashMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::article::Article;
use crate::quotes::{Quote, Speaker};
use crate::span::Span;

/// One quote, with all that is needed to show and to find it again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct QuoteRecord {
    /// `2016-08-18-5f0c9a1e`: the article's date (or `undated`) and a hash of the article's heading and the words.
    pub id: String,
    /// The words, verbatim; the segments are joined by one space.
    pub quote: String,
    /// `direct`, `partial` or `indirect`.
    pub kind: String,
    /// `[start, end]` of each segment, in characters.
    pub segments: Vec<[usize; 2]>,
    pub speaker: Option<SpeakerRecord>,
    /// Who reports that the speaker said so, where it is somebody whom the article speaks of.
    #[serde(default)]
    pub reported_by: Option<SpeakerRecord>,
    /// Whom the program took for the speaker, where somebody corrected that (`rule` is then `correction`).
    #[serde(default)]
    pub corrected_from: Option<SpeakerRecord>,
    /// How the article names the source of these words.
    pub mention: Option<String>,
    /// Where, in characters.
    #[serde(default)]
    pub mention_span: Option<[usize; 2]>,
    /// The word that says that the source spoke.
    pub cue: Option<String>,
    /// Where, in characters.
    #[serde(default)]
    pub cue_span: Option<[usize; 2]>,
    pub confidence: f32,
    pub rule: String,
    /// The paragraphs around the quote, verbatim.
    pub context: String,
    /// The sentence that sets up the quote, where it stands before the context's paragraph.
    pub lead_in: Option<String>,
    /// Shared by the article's records.
    pub article: Arc<ArticleRecord>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpeakerRecord {
    pub id: String,
    pub name: String,
    pub party: Option<String>,
    pub office: Option<String>,
}

impl From<&Speaker> for SpeakerRecord {
    fn from(speaker: &Speaker) -> SpeakerRecord {
        SpeakerRecord {
            id: speaker.id.clone(),
            name: speaker.name.clone(),
            party: speaker.party.clone(),
            office: speaker.office.clone(),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleRecord {
    pub id: String,
    pub title: Option<String>,
    /// ISO date, `null` where unknown.
    pub date: Option<String>,
    pub date_from: Option<String>,
    pub outlet: Option<String>,
    pub byline: Option<String>,
    pub url: Option<String>,
    pub path: String,
    pub member: Option<String>,
}

impl ArticleRecord {
    /// The article's heading, with an id made of what the article says and not of where it lies, so that two people
    /// with the same archive name it alike.
    pub fn new(article: &Article) -> ArticleRecord {
        let date = article.posted.map(|posted| posted.date.to_string());
        let id = hash_hex(
            &[article.url.as_deref(), article.title.as_deref(), date.as_deref(), Some(&article.text)],
            ARTICLE_ID_DIGITS,
        );
        ArticleRecord {
            id,
            title: article.title.clone(),
            date,
            date_from: article.posted.map(|posted| posted.from.name().to_string()),
            outlet: article.outlet.clone(),
            byline: article.byline.clone(),
            url: article.url.clone(),
            path: article.origin.path.to_string_lossy().into_owned(),
            member: article.origin.member.clone(),
        }
    }
}

const ARTICLE_ID_DIGITS: usize = 16;
const QUOTE_ID_DIGITS: usize = 8;

/// The records of an article's quotes, in the quotes' order.
pub fn build_records(article: &Article, quotes: &[Quote]) -> Vec<QuoteRecord> {
    each_record(article, quotes).collect()
}

/// Like [`build_records`], one by one: each holds the text around its quote, so that those of a long article together
/// may be many times as large as the article.
///
/// Takes one pass over the text for all offsets together, however many quotes there are.
pub fn each_record<'a>(article: &'a Article, quotes: &'a [Quote]) -> impl Iterator<Item = QuoteRecord> + use<'a> {
    let heading = Arc::new(ArticleRecord::new(article));
    let mut identity = Identity::of(&heading);
    let spans = quotes.iter().flat_map(|quote| quote.segments.iter().chain(&quote.mention).chain(&quote.cue).copied());
    let characters = CharacterOffsets::new(&article.text, spans);
    let mut same_words: HashMap<String, usize> = HashMap::new();
    quotes.iter().map(move |quote| {
        let words = quote_words(&article.text, &quote.segments);
        let occurrence = same_words.entry(words.clone()).and_modify(|count| *count += 1).or_insert(0);
        QuoteRecord {
            id: identity.quote_id(&words, *occurrence),
            kind: quote.kind.name().to_string(),
            segments: quote.segments.iter().map(|span| characters.of(*span)).collect(),
            speaker: quote.speaker.as_ref().map(SpeakerRecord::from),
            reported_by: quote.reported_by.as_ref().map(SpeakerRecord::from),
            corrected_from: None,
            mention: quote.mention.map(|span| span.of(&article.text).to_string()),
            mention_span: quote.mention.map(|span| characters.of(span)),
            cue: quote.cue.map(|span| span.of(&article.text).to_string()),
            cue_span: quote.cue.map(|span| characters.of(span)),
            confidence: quote.confidence,
            rule: quote.rule.to_string(),
            context: quote.context.of(&article.text).to_string(),
            lead_in: quote.lead_in.map(|span| span.of(&article.text).to_string()),
            article: Arc::clone(&heading),
            quote: words,
        }
    })
}

fn quote_words(text: &str, segments: &[Span]) -> String {
    let mut words = String::with_capacity(segments.iter().map(|span| span.len() + 1).sum());
    for segment in segments {
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(segment.of(text));
    }
    words
}

/// What tells an article's quotes from others with the same words.
struct Identity {
    date: String,
    /// The parts of the heading, and behind them those of the quote asked for last.
    parts: Vec<u8>,
    heading: usize,
}

impl Identity {
    fn of(heading: &ArticleRecord) -> Identity {
        let mut parts = Vec::with_capacity(1024);
        for part in [&heading.title, &heading.date, &heading.outlet, &heading.url] {
            add_part(&mut parts, part.as_deref());
        }
        let heading_length = parts.len();
        Identity { date: heading.date.clone().unwrap_or_else(|| "undated".to_owned()), parts, heading: heading_length }
    }

    fn quote_id(&mut self, words: &str, occurrence: usize) -> String {
        self.parts.truncate(self.heading);
        add_part(&mut self.parts, Some(words));
        add_part(&mut self.parts, Some(&occurrence.to_string()));
        format!("{}-{}", self.date, &blake3::hash(&self.parts).to_hex()[..QUOTE_ID_DIGITS])
    }
}

/// Adds a part to what is hashed; an absent part differs from an empty one.
fn add_part(parts: &mut Vec<u8>, part: Option<&str>) {
    let length = part.map_or(0, |text| text.len() as u64 + 1);
    parts.extend_from_slice(&length.to_le_bytes());
    parts.extend_from_slice(part.unwrap_or("").as_bytes());
}

/// The first hex digits of a hash over the parts.
fn hash_hex(parts: &[Option<&str>], digits: usize) -> String {
    let mut bytes = Vec::with_capacity(parts.iter().flatten().map(|part| part.len()).sum::<usize>() + 8 * parts.len());
    for part in parts {
        add_part(&mut bytes, *part);
    }
    blake3::hash(&bytes).to_hex()[..digits].to_string()
}

/// Character offsets of a known set of byte offsets of one text.
struct CharacterOffsets {
    /// Byte offset and character offset, both rising; empty for a text of ASCII alone, where they are the same.
    pairs: Vec<(usize, usize)>,
}

impl CharacterOffsets {
    fn new(text: &str, spans: impl Iterator<Item = Span>) -> CharacterOffsets {
        if text.is_ascii() {
            return CharacterOffsets { pairs: Vec::new() };
        }
        let mut bytes: Vec<usize> = spans.flat_map(|span| [span.start(), span.end()]).collect();
        bytes.sort_unstable();
        bytes.dedup();
        let mut characters = 0;
        let mut position = 0;
        let pairs = bytes
            .into_iter()
            .map(|byte| {
                characters += text.get(position..byte).map_or(0, |stretch| stretch.chars().count());
                position = byte;
                (byte, characters)
            })
            .collect();
        CharacterOffsets { pairs }
    }

    fn of(&self, span: Span) -> [usize; 2] {
        [self.character(span.start()), self.character(span.end())]
    }

    fn character(&self, byte: usize) -> usize {
        match self.pairs.binary_search_by_key(&byte, |pair| pair.0) {
            Ok(place) => self.pairs[place].1,
            Err(_) => byte,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::Origin;
    use crate::quotes::QuoteKind;

    fn article(text: &str) -> Article {
        Article {
            origin: Origin { path: "a.txt".into(), member: None, line: 1 },
            title: Some("Title".into()),
            byline: None,
            outlet: None,
            url: None,
            posted: None,
            text: text.into(),
            blocks: Vec::new(),
            problems: Vec::new(),
        }
    }

    fn quote(text: &str, words: &[&str]) -> Quote {
        let mut from = 0;
        let segments = words
            .iter()
            .map(|part| {
                let start = from + text[from..].find(part).expect("the words stand in the text");
                from = start + part.len();
                Span::new(start, from)
            })
            .collect();
        Quote {
            kind: QuoteKind::Direct,
            segments,
            speaker: None,
            reported_by: None,
            mention: None,
            cue: None,
            confidence: 0.0,
            rule: "none",
            context: Span::new(0, text.len()),
            lead_in: None,
        }
    }

    #[test]
    fn offsets_count_characters_and_lead_back_to_the_words() {
        let text = "Zoë Testby said: “Café closed,” she added, “naïvely.”";
        let article = article(text);
        let mut made = quote(text, &["Café closed,", "naïvely."]);
        made.mention = quote(text, &["she"]).segments.first().copied();
        made.cue = quote(text, &["added"]).segments.first().copied();
        let records = build_records(&article, &[made]);
        let characters: Vec<char> = text.chars().collect();
        let read: Vec<String> = records[0].segments.iter().map(|[a, b]| characters[*a..*b].iter().collect()).collect();
        assert_eq!(read, ["Café closed,", "naïvely."]);
        assert_eq!(records[0].quote, "Café closed, naïvely.");
        let at = |span: Option<[usize; 2]>| span.map(|[a, b]| characters[a..b].iter().collect::<String>());
        assert_eq!(at(records[0].mention_span).as_deref(), Some("she"));
        assert_eq!(at(records[0].cue_span).as_deref(), Some("added"));
    }

    #[test]
    fn the_same_words_twice_have_two_ids_and_the_path_has_no_part_in_them() {
        let text = "“No,” said Ann Example. “No,” said Harold Testby.";
        let first = article(text);
        let mut moved = article(text);
        moved.origin.path = "elsewhere/b.txt".into();
        let mut second = quote(text, &["No,"]);
        second.segments = vec![Span::new(text.rfind("No,").unwrap(), text.rfind("No,").unwrap() + 3)];
        let quotes = [quote(text, &["No,"]), second];
        let (here, there) = (build_records(&first, &quotes), build_records(&moved, &quotes));
        assert_ne!(here[0].id, here[1].id);
        assert_eq!(here[0].id, there[0].id);
        assert_eq!(here[0].article.id, there[0].article.id);
        assert!(here[0].id.starts_with("undated-") && here[0].id.len() == "undated-".len() + QUOTE_ID_DIGITS);
    }

    #[test]
    fn an_absent_part_is_not_an_empty_one() {
        assert_ne!(hash_hex(&[None, Some("a")], 16), hash_hex(&[Some(""), Some("a")], 16));
        assert_ne!(hash_hex(&[Some("ab"), Some("c")], 16), hash_hex(&[Some("a"), Some("bc")], 16));
    }
}
