//! The quote record: the stable JSON that `extract`, `search` and the index share, and the one place where byte spans
//! become the character offsets that users see.
//!
//! Fields are only ever added. Offsets count Unicode scalar values of the article's decoded text, ends excluded.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::article::{Article, Block};
use crate::quotes::{Quote, QuoteKind, Speaker};
use crate::span::Span;
use crate::words::{sentences_around, stance};

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
    /// `None` where the speaker cannot be told.
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
    /// What the source did with the words by that: `said`, `denied`, `refused`, `asked`, `promised` and so on, and with
    /// `not-` before it what it did not (`not-denied`). `None` where there is no cue.
    #[serde(default)]
    pub stance: Option<String>,
    /// How likely the speaker is right, 0 to 1.
    pub confidence: f32,
    /// The rule that named the speaker, or that declined.
    pub rule: String,
    /// The paragraphs around the quote, verbatim.
    pub context: String,
    /// The sentence that sets up the quote, where it stands before the context's paragraph.
    pub lead_in: Option<String>,
    /// The sentence in which the words stand, with their cue, verbatim; several where the words are of several.
    #[serde(default)]
    pub sentence: Option<String>,
    /// Where, in characters.
    #[serde(default)]
    pub sentence_span: Option<[usize; 2]>,
    /// Shared by the article's records.
    pub article: Arc<ArticleRecord>,
}

/// A speaker, with party and office on the article's day.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct SpeakerRecord {
    /// The id of the register, or the name in lower case with hyphens.
    pub id: String,
    /// The full name, or how the article calls them.
    pub name: String,
    /// The party's name, where it is known.
    pub party: Option<String>,
    /// The main office, where it is known.
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

/// What records tell of the article in which a quote stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleRecord {
    /// A hash of what the article says, with its date.
    pub id: String,
    /// The headline.
    pub title: Option<String>,
    /// ISO date, `null` where unknown.
    pub date: Option<String>,
    /// Where the date was read: `posted-on`, `meta`, `json`, `url`, `path-pattern`, `filename`, `assumed`, `created`.
    pub date_from: Option<String>,
    /// The day of the last change, ISO, where the article tells one beside its date.
    #[serde(default)]
    pub updated: Option<String>,
    /// The paper, agency or site.
    pub outlet: Option<String>,
    /// Who wrote it.
    pub byline: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// The file.
    pub path: String,
    /// The record or member of the file, where it holds several.
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
            updated: article.updated.map(|day| day.to_string()),
            outlet: article.outlet.clone(),
            byline: article.byline.clone(),
            url: article.url.clone(),
            path: article.origin.path.to_string_lossy().into_owned(),
            member: article.origin.member.clone(),
        }
    }
}

const ARTICLE_ID_DIGITS: usize = 16;

/// The records of an article's quotes, in the quotes' order.
pub fn build_records(article: &Article, quotes: &[Quote]) -> Vec<QuoteRecord> {
    each_record(article, quotes).collect()
}

/// The records of an article's quotes one by one, in the quotes' order: of a long article all of them together would
/// take many times the memory of its text.
///
/// Takes one pass over the text for all offsets together, however many quotes there are.
pub fn each_record<'a>(article: &'a Article, quotes: &'a [Quote]) -> impl Iterator<Item = QuoteRecord> + 'a {
    let heading = Arc::new(ArticleRecord::new(article));
    let numbers = quote_numbers(&heading, &article.text, quotes.iter().map(|quote| quote.segments.as_slice()));
    let sentences: Vec<Option<Span>> =
        quotes.iter().map(|quote| sentence_of(&article.text, &article.blocks, &quote.segments, quote.cue)).collect();
    let spans = quotes.iter().flat_map(|quote| quote.segments.iter().chain(&quote.mention).chain(&quote.cue).copied());
    let spans = spans.chain(sentences.iter().flatten().copied());
    let text = RecordText { text: &article.text, characters: CharacterOffsets::new(&article.text, spans) };
    quotes.iter().zip(numbers).zip(sentences).map(move |((quote, number), sentence)| {
        let parts = RecordParts {
            kind: quote.kind,
            segments: &quote.segments,
            speaker: quote.speaker.as_ref().map(SpeakerRecord::from),
            reported_by: quote.reported_by.as_ref().map(SpeakerRecord::from),
            corrected_from: None,
            mention: quote.mention,
            cue: quote.cue,
            confidence: quote.confidence,
            rule: quote.rule,
            context: quote.context,
            lead_in: quote.lead_in,
        };
        text.record(&heading, number, parts, sentence)
    })
}

/// What a record is made of besides its article's text and heading; spans are bytes of that text.
#[derive(Clone, Debug)]
pub struct RecordParts<'a> {
    /// See [`QuoteRecord::kind`].
    pub kind: QuoteKind,
    /// The words, in order.
    pub segments: &'a [Span],
    /// See [`QuoteRecord::speaker`].
    pub speaker: Option<SpeakerRecord>,
    /// See [`QuoteRecord::reported_by`].
    pub reported_by: Option<SpeakerRecord>,
    /// See [`QuoteRecord::corrected_from`].
    pub corrected_from: Option<SpeakerRecord>,
    /// The words that name the source.
    pub mention: Option<Span>,
    /// The word of saying.
    pub cue: Option<Span>,
    /// See [`QuoteRecord::confidence`].
    pub confidence: f32,
    /// See [`QuoteRecord::rule`].
    pub rule: &'a str,
    /// The paragraphs around the quote.
    pub context: Span,
    /// The sentence that sets up the quote.
    pub lead_in: Option<Span>,
}

impl RecordParts<'_> {
    /// The record of these parts by itself; `blocks` and `characters` are those of the text.
    pub fn into_record(
        self,
        text: &str,
        blocks: &[Block],
        characters: &CharacterIndex,
        heading: &Arc<ArticleRecord>,
        number: u32,
    ) -> QuoteRecord {
        let sentence = sentence_of(text, blocks, self.segments, self.cue);
        let spans = self.segments.iter().chain(&self.mention).chain(&self.cue).chain(&sentence);
        let pairs = spans.flat_map(|span| [span.start(), span.end()]).map(|byte| (byte, characters.at(text, byte)));
        let mut pairs: Vec<(usize, usize)> = pairs.collect();
        pairs.sort_unstable();
        RecordText { text, characters: CharacterOffsets { pairs } }.record(heading, number, self, sentence)
    }
}

/// How many characters stand before every so many bytes of a text, so that the offset of any byte is told without
/// counting from the beginning.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CharacterIndex {
    /// Empty for a text of ASCII alone, where bytes are characters.
    before: Vec<u32>,
}

impl CharacterIndex {
    const STEP: usize = 1 << 10;

    /// Of a text; one pass over it.
    pub fn new(text: &str) -> CharacterIndex {
        if text.is_ascii() {
            return CharacterIndex::default();
        }
        let mut characters = 0;
        let before = text.as_bytes().chunks(Self::STEP).map(|chunk| {
            let before = characters;
            characters += count_characters(chunk) as u32;
            before
        });
        CharacterIndex { before: before.collect() }
    }

    /// Characters before a byte of the text.
    pub fn at(&self, text: &str, byte: usize) -> usize {
        if self.before.is_empty() {
            return byte;
        }
        let byte = byte.min(text.len());
        let step = (byte / Self::STEP).min(self.before.len() - 1);
        let within = text.as_bytes().get(step * Self::STEP..byte).unwrap_or_default();
        self.before[step] as usize + count_characters(within)
    }
}

/// Characters that begin in these bytes of a text.
fn count_characters(bytes: &[u8]) -> usize {
    // The further bytes of a character begin with the bits 10.
    bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count()
}

/// An article's text with the character offsets of the spans that its records tell.
struct RecordText<'t> {
    text: &'t str,
    characters: CharacterOffsets,
}

impl RecordText<'_> {
    fn record(
        &self,
        heading: &Arc<ArticleRecord>,
        number: u32,
        parts: RecordParts,
        sentence: Option<Span>,
    ) -> QuoteRecord {
        let at = |span: Span| span.of(self.text).to_string();
        QuoteRecord {
            id: quote_id(heading.date.as_deref(), number),
            quote: quote_words(self.text, parts.segments),
            kind: parts.kind.name().to_string(),
            segments: parts.segments.iter().map(|span| self.characters.of(*span)).collect(),
            speaker: parts.speaker,
            reported_by: parts.reported_by,
            corrected_from: parts.corrected_from,
            mention: parts.mention.map(at),
            mention_span: parts.mention.map(|span| self.characters.of(span)),
            cue: parts.cue.map(at),
            cue_span: parts.cue.map(|span| self.characters.of(span)),
            stance: parts.cue.map(|cue| {
                // Whole statements were made: only reports tell what was not.
                let is_made = parts.kind == QuoteKind::Direct;
                let before = if is_made { "" } else { before_cue(self.text, cue, parts.mention, sentence) };
                stance(cue.of(self.text), before, behind_cue(self.text, cue))
            }),
            confidence: parts.confidence,
            rule: parts.rule.to_string(),
            context: at(parts.context),
            lead_in: parts.lead_in.map(at),
            sentence: sentence.map(at),
            sentence_span: sentence.map(|span| self.characters.of(span)),
            article: Arc::clone(heading),
        }
    }
}

/// How far a cue may stand from its words for both to be shown as one, in bytes.
const FARTHEST_CUE: usize = 300;
/// How much may stand between the segments of a quote, and around them in the paragraph, to be looked at for sentences: a
/// text without line ends has many quotes in one paragraph.
const WIDEST: usize = 2_000;

/// The sentences that hold all segments, and the cue where it is near; `None` where the segments are far apart.
fn sentence_of(text: &str, blocks: &[Block], segments: &[Span], cue: Option<Span>) -> Option<Span> {
    let words = segments.iter().copied().reduce(Span::hull)?;
    if words.len() > segments.iter().map(|span| span.len()).sum::<usize>() + WIDEST {
        return None;
    }
    let is_near = |cue: &Span| {
        let gap = cue.start().saturating_sub(words.end()).max(words.start().saturating_sub(cue.end()));
        gap <= FARTHEST_CUE
    };
    let told = cue.filter(is_near).map_or(words, |cue| words.hull(cue));
    let block_at = |byte: usize| {
        let behind = blocks.partition_point(|block| block.span.start() <= byte);
        blocks[..behind].last().map(|block| block.span)
    };
    let floor = |byte: usize| (0..=byte.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let low = floor(told.start().saturating_sub(WIDEST)).max(block_at(told.start()).map_or(0, |block| block.start()));
    let block_end = block_at(told.end().saturating_sub(1)).map_or(text.len(), |block| block.end());
    let high = floor(told.end() + WIDEST).min(block_end).max(told.end());
    let within = text.get(low..high)?;
    let around = sentences_around(within, told.start() - low..told.end() - low);
    Some(Span::new(low + around.start, low + around.end).hull(told))
}

/// What stands before a cue and can turn it round: from its source on, or from the begin of its sentence.
fn before_cue(text: &str, cue: Span, mention: Option<Span>, sentence: Option<Span>) -> &str {
    let from = match (mention, sentence) {
        (Some(mention), _) if mention.end() <= cue.start() && cue.start() - mention.end() <= FARTHEST_CUE => {
            mention.end()
        }
        (_, Some(sentence)) if sentence.start() <= cue.start() => sentence.start(),
        _ => return "",
    };
    text.get(from..cue.start()).unwrap_or_default()
}

/// The word behind a cue, and some more.
fn behind_cue(text: &str, cue: Span) -> &str {
    const REACH: usize = 24;
    let rest = text.get(cue.end()..).unwrap_or_default();
    let end = rest.char_indices().map(|(at, _)| at).take_while(|at| *at <= REACH).last().unwrap_or(0);
    &rest[..end]
}

/// The id that users see: the day, and the quote's number in eight digits.
pub fn quote_id(date: Option<&str>, number: u32) -> String {
    format!("{}-{number:08x}", date.unwrap_or("undated"))
}

/// Day (`None` for `undated`) and number in an id; `None` where the text is none.
pub fn read_quote_id(id: &str) -> Option<(Option<&str>, u32)> {
    let (date, number) = id.rsplit_once('-')?;
    let is_hex = number.len() == 8 && number.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    let number = u32::from_str_radix(number, 16).ok().filter(|_| is_hex)?;
    Some(((date != "undated").then_some(date), number))
}

/// The numbers in the ids of an article's quotes, given each quote's segments: hashes of the article's heading, the words
/// and how often they came before, so that nothing depends on where the article lies.
pub fn quote_numbers<'q>(heading: &ArticleRecord, text: &str, quotes: impl Iterator<Item = &'q [Span]>) -> Vec<u32> {
    let mut identity = Identity::of(heading);
    let mut same_words: FxHashMap<String, usize> = FxHashMap::default();
    quotes
        .map(|segments| {
            let words = quote_words(text, segments);
            if let Some(occurrence) = same_words.get_mut(&words) {
                *occurrence += 1;
                return identity.quote_number(&words, *occurrence);
            }
            let number = identity.quote_number(&words, 0);
            same_words.insert(words, 0);
            number
        })
        .collect()
}

/// The words of a quote: its segments with a space between.
pub(crate) fn quote_words(text: &str, segments: &[Span]) -> String {
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
    /// What is hashed: the parts of the heading, and behind them, anew for each quote, those of the quote.
    parts: Vec<u8>,
    heading: usize,
}

impl Identity {
    fn of(heading: &ArticleRecord) -> Identity {
        let mut parts = Vec::with_capacity(1024);
        for part in [&heading.title, &heading.date, &heading.outlet, &heading.url] {
            add_part(&mut parts, part.as_deref());
        }
        let heading = parts.len();
        Identity { parts, heading }
    }

    fn quote_number(&mut self, words: &str, occurrence: usize) -> u32 {
        self.parts.truncate(self.heading);
        add_part(&mut self.parts, Some(words));
        add_part(&mut self.parts, Some(&occurrence.to_string()));
        let hash = blake3::hash(&self.parts);
        let bytes = hash.as_bytes();
        u32::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])
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

    fn article(text: &str) -> Article {
        Article {
            origin: Origin::of_file("a.txt"),
            title: Some("Title".into()),
            byline: None,
            outlet: None,
            url: None,
            posted: None,
            updated: None,
            text: text.into(),
            blocks: Vec::new(),
            captured: None,
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
        assert_eq!(at(records[0].sentence_span).as_deref(), Some(text));
        assert_eq!((records[0].sentence.as_deref(), records[0].stance.as_deref()), (Some(text), Some("said")));
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
        assert!(here[0].id.starts_with("undated-") && here[0].id.len() == "undated-".len() + 8);
    }

    proptest::proptest! {
        #[test]
        fn characters_before_any_byte_are_told(text in "[a-zé“”€😀 ]{0,3000}") {
            let index = CharacterIndex::new(&text);
            for (characters, (byte, _)) in text.char_indices().enumerate() {
                proptest::prop_assert_eq!(index.at(&text, byte), characters);
            }
            proptest::prop_assert_eq!(index.at(&text, text.len()), text.chars().count());
        }
    }

    #[test]
    fn ids_are_read_back() {
        assert_eq!(read_quote_id(&quote_id(Some("2016-08-18"), 0x00f2_9c44)), Some((Some("2016-08-18"), 0x00f2_9c44)));
        assert_eq!(read_quote_id(&quote_id(None, 7)), Some((None, 7)));
        for no_id in ["", "undated", "2016-08-18-66F29C44", "2016-08-18-66f29c4", "2016-08-18-+6f29c44"] {
            assert_eq!(read_quote_id(no_id), None, "{no_id}");
        }
    }

    #[test]
    fn an_absent_part_is_not_an_empty_one() {
        assert_ne!(hash_hex(&[None, Some("a")], 16), hash_hex(&[Some(""), Some("a")], 16));
        assert_ne!(hash_hex(&[Some("ab"), Some("c")], 16), hash_hex(&[Some("a"), Some("bc")], 16));
    }
}
