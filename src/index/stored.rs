//! An article as it is kept: its heading, its text once, its blocks, and the table of its quotes as spans of that text.
//! Records are made from it, word for word as [`crate::record::build_records`] makes them.
//! The form is text, since the engine reads stored text as a whole and stored bytes one by one. A number is written in
//! characters of six bits each, the lowest bits first, and a seventh bit says that more characters follow; a text is
//! preceded by its length in bytes. Every length is checked when it is read: what does not fit is no article.

use std::sync::Arc;

use chrono::DateTime;
use rustc_hash::FxHashMap;

use super::entry::ArticleEntry;
use crate::archive::Origin;
use crate::article::{Article, Block, BlockKind, DateSource, Posted};
use crate::quotes::QuoteKind;
use crate::record::{ArticleRecord, CharacterIndex, QuoteRecord, RecordParts, SpeakerRecord};
use crate::span::Span;

/// The first number of the form; another one is another form.
const FORM: usize = 5;

/// Characters of the checksum behind the form's number: the CRC-32 of all that follows, six bits in each.
const SUM: usize = 6;

/// The bits of a number in one character, and what says that more follow.
const BITS: u32 = 6;
const MORE: u8 = 1 << BITS;

pub(super) const QUOTE_KINDS: [QuoteKind; 3] = [QuoteKind::Direct, QuoteKind::Partial, QuoteKind::Indirect];

/// An article as the index keeps it.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredArticle {
    /// What its records tell of it.
    pub record: Arc<ArticleRecord>,
    /// The text; all spans count its bytes.
    pub text: String,
    /// The blocks of the text, in order.
    pub blocks: Vec<Block>,
    /// When it was fetched, in seconds since 1970.
    captured: Option<i64>,
    speakers: Vec<SpeakerRecord>,
    rules: Vec<String>,
    quotes: Vec<StoredQuote>,
    characters: CharacterIndex,
}

/// What is stored of a quote and must agree with what questions are answered from.
pub(super) struct QuoteFacts<'a> {
    pub kind: QuoteKind,
    pub confidence: f32,
    pub segments: &'a [Span],
    pub has_speaker: bool,
}

/// A row of the table; speakers and rules by their places in the article's lists.
#[derive(Clone, Debug, PartialEq)]
struct StoredQuote {
    kind: QuoteKind,
    segments: Vec<Span>,
    speaker: Option<usize>,
    reported_by: Option<usize>,
    corrected_from: Option<usize>,
    mention: Option<Span>,
    cue: Option<Span>,
    confidence: f32,
    rule: usize,
    context: Span,
    lead_in: Option<Span>,
}

impl StoredArticle {
    /// The record of a quote by its place in the table and its number (see [`crate::record::quote_id`]); `None` where
    /// the table has no such place.
    pub(super) fn quote(&self, place: usize, number: u32) -> Option<QuoteRecord> {
        let quote = self.quotes.get(place)?;
        let speaker = |at: Option<usize>| at.and_then(|at| self.speakers.get(at)).cloned();
        let parts = RecordParts {
            kind: quote.kind,
            segments: &quote.segments,
            speaker: speaker(quote.speaker),
            reported_by: speaker(quote.reported_by),
            corrected_from: speaker(quote.corrected_from),
            mention: quote.mention,
            cue: quote.cue,
            confidence: quote.confidence,
            rule: self.rules.get(quote.rule)?,
            context: quote.context,
            lead_in: quote.lead_in,
        };
        Some(parts.into_record(&self.text, &self.blocks, &self.characters, &self.record, number))
    }

    /// The id of a quote's speaker, by the quote's place in the table.
    pub(super) fn speaker_id(&self, place: usize) -> Option<&str> {
        self.speakers.get(self.quotes.get(place)?.speaker?).map(|speaker| speaker.id.as_str())
    }

    /// From the first to the last word of a quote, in bytes of the text, by its place in the table.
    pub(super) fn words_of(&self, place: usize) -> Option<Span> {
        self.quotes.get(place)?.segments.iter().copied().reduce(Span::hull)
    }

    /// The table as it is stored, for comparing.
    pub(super) fn quotes(&self) -> Vec<QuoteFacts<'_>> {
        self.quotes
            .iter()
            .map(|quote| QuoteFacts {
                kind: quote.kind,
                confidence: quote.confidence,
                segments: &quote.segments,
                has_speaker: quote.speaker.is_some(),
            })
            .collect()
    }

    /// The paragraphs around a quote, in bytes of the text.
    #[cfg(test)]
    pub(super) fn context_of(&self, place: usize) -> Span {
        self.quotes[place].context
    }

    /// When it was fetched, in seconds since 1970, where that is known.
    pub fn captured(&self) -> Option<i64> {
        self.captured
    }

    /// How many quotes it holds.
    pub fn quote_count(&self) -> usize {
        self.quotes.len()
    }

    /// The article as it was when it was stored; problems of its file were told then.
    pub fn into_article(self) -> Article {
        let record = Arc::unwrap_or_clone(self.record);
        let date = record.date.as_deref().and_then(|date| date.parse().ok());
        let from = record.date_from.as_deref().and_then(DateSource::with_name);
        Article {
            origin: Origin { path: record.path.into(), within: None, member: record.member, line: 1 },
            title: record.title,
            byline: record.byline,
            outlet: record.outlet,
            url: record.url,
            posted: date.zip(from).map(|(date, from)| Posted { date, from }),
            updated: record.updated.as_deref().and_then(|day| day.parse().ok()),
            captured: self.captured.and_then(|seconds| DateTime::from_timestamp(seconds, 0)),
            text: self.text,
            blocks: self.blocks,
            problems: Vec::new(),
        }
    }
}

/// An article and its quotes in this form.
pub(super) fn write(entry: &ArticleEntry) -> String {
    let ArticleEntry { article, heading, .. } = entry;
    let mut out = PackedWriter(String::with_capacity(article.text.len() + 64 * (entry.quotes.len() + 8)));
    out.number(FORM);
    let behind_sum = out.0.len() + SUM;
    out.0.push_str("000000");
    out.text(&heading.id);
    for part in [
        &heading.title,
        &heading.date,
        &heading.date_from,
        &heading.updated,
        &heading.outlet,
        &heading.byline,
        &heading.url,
        &heading.member,
    ] {
        out.optional(part.as_deref());
    }
    out.text(&heading.path);
    let captured = article.captured.map(|moment| moment.timestamp());
    // No page was fetched before 1970; without a moment it is 0.
    out.number(captured.and_then(|seconds| usize::try_from(seconds).ok()).map_or(0, |seconds| seconds + 1));
    out.text(&article.text);
    out.number(article.blocks.len());
    let mut behind = 0;
    for block in &article.blocks {
        out.number(BlockKind::ALL.iter().position(|kind| *kind == block.kind).unwrap_or(BlockKind::ALL.len() - 1));
        out.span(block.span, &mut behind);
    }
    let mut lists = Lists::default();
    let mut rows = PackedWriter(String::with_capacity(32 * entry.quotes.len()));
    let mut near = 0;
    for entry_quote in &entry.quotes {
        let quote = &entry_quote.quote;
        rows.number(QUOTE_KINDS.iter().position(|kind| *kind == quote.kind).unwrap_or(0));
        // Each span is told from the one before it: the steps are short.
        rows.number(quote.segments.len());
        let mut at = near;
        quote.segments.iter().for_each(|segment| rows.span(*segment, &mut at));
        rows.span(quote.context, &mut at);
        near = quote.context.start();
        for span in [quote.lead_in, quote.mention, quote.cue] {
            rows.number(usize::from(span.is_some()));
            span.iter().for_each(|span| rows.span(*span, &mut at));
        }
        let reported_by = quote.reported_by.as_ref().map(SpeakerRecord::from);
        let speaker = entry_quote.guise.and_then(|guise| entry.guises.get(guise)).map(|guise| &guise.speaker);
        for speaker in [speaker, reported_by.as_ref(), entry_quote.corrected_from.as_ref()] {
            rows.number(speaker.map_or(0, |speaker| 1 + lists.speaker(speaker)));
        }
        rows.number(lists.rule(quote.rule));
        let thousandths = (quote.confidence * 1000.0).round();
        if thousandths >= 0.0 && thousandths / 1000.0 == quote.confidence {
            rows.number(1 + thousandths as usize);
        } else {
            rows.number(0);
            rows.number(quote.confidence.to_bits() as usize);
        }
    }
    out.number(lists.speakers.len());
    for speaker in &lists.speakers {
        out.text(&speaker.id);
        out.text(&speaker.name);
        out.optional(speaker.party.as_deref());
        out.optional(speaker.office.as_deref());
    }
    out.number(lists.rules.len());
    lists.rules.iter().for_each(|rule| out.text(rule));
    out.number(entry.quotes.len());
    out.0.push_str(&rows.0);
    let sum = sum(&out.0[behind_sum..]);
    out.0.replace_range(behind_sum - SUM..behind_sum, &sum);
    out.0
}

fn sum(text: &str) -> String {
    let sum = crc32fast::hash(text.as_bytes());
    (0..SUM as u32).map(|place| char::from((sum >> (place * BITS)) as u8 & (MORE - 1) | MORE)).collect()
}

/// Reads what [`write()`] wrote; `None` where the text is no article, or not the one that was written.
pub(super) fn read(text: &str) -> Option<StoredArticle> {
    let mut from = PackedReader(text);
    if from.number()? != FORM {
        return None;
    }
    let (told, rest) = from.0.split_at_checked(SUM)?;
    if told != sum(rest) {
        return None;
    }
    from.0 = rest;
    let id = from.text()?;
    let [title, date, date_from, updated, outlet, byline, url, member] = {
        let mut part = || from.optional();
        [part()?, part()?, part()?, part()?, part()?, part()?, part()?, part()?]
    };
    let path = from.text()?;
    let captured = from.number()?.checked_sub(1).and_then(|seconds| i64::try_from(seconds).ok());
    let text = from.text()?;
    let mut behind = 0;
    let blocks =
        from.list(|from| Some(Block { kind: *BlockKind::ALL.get(from.number()?)?, span: from.span(&mut behind)? }))?;
    let speakers = from.list(|from| {
        Some(SpeakerRecord { id: from.text()?, name: from.text()?, party: from.optional()?, office: from.optional()? })
    })?;
    let rules = from.list(PackedReader::text)?;
    let mut near = 0;
    let quotes = from.list(|from| {
        let kind = *QUOTE_KINDS.get(from.number()?)?;
        let mut at = near;
        let segments = from.list(|from| from.span(&mut at))?;
        let context = from.span(&mut at)?;
        near = context.start();
        let [lead_in, mention, cue] = {
            let mut part = || Some(if from.number()? == 1 { Some(from.span(&mut at)?) } else { None });
            [part()?, part()?, part()?]
        };
        let [speaker, reported_by, corrected_from] = {
            let mut part = || Some(from.number()?.checked_sub(1));
            [part()?, part()?, part()?]
        };
        let rule = from.number()?;
        let confidence = match from.number()? {
            0 => f32::from_bits(u32::try_from(from.number()?).ok()?),
            thousandths => (thousandths - 1) as f32 / 1000.0,
        };
        let quote = StoredQuote {
            kind,
            segments,
            speaker,
            reported_by,
            corrected_from,
            mention,
            cue,
            confidence,
            rule,
            context,
            lead_in,
        };
        let fits = quote.speaker.is_none_or(|at| at < speakers.len()) && rule < rules.len();
        fits.then_some(quote)
    })?;
    let record = ArticleRecord { id, title, date, date_from, updated, outlet, byline, url, path, member };
    let characters = CharacterIndex::new(&text);
    Some(StoredArticle { record: Arc::new(record), text, blocks, captured, speakers, rules, quotes, characters })
}

/// The speakers and rules of an article, each once.
#[derive(Default)]
struct Lists {
    speakers: Vec<SpeakerRecord>,
    places: FxHashMap<SpeakerRecord, usize>,
    rules: Vec<String>,
}

impl Lists {
    fn speaker(&mut self, speaker: &SpeakerRecord) -> usize {
        // The one quoted last is quoted next, mostly.
        if self.speakers.last() == Some(speaker) {
            return self.speakers.len() - 1;
        }
        if let Some(known) = self.places.get(speaker) {
            return *known;
        }
        self.speakers.push(speaker.clone());
        self.places.insert(speaker.clone(), self.speakers.len() - 1);
        self.speakers.len() - 1
    }

    fn rule(&mut self, rule: &str) -> usize {
        if let Some(known) = self.rules.iter().position(|known| known == rule) {
            return known;
        }
        self.rules.push(rule.to_string());
        self.rules.len() - 1
    }
}

struct PackedWriter(String);

impl PackedWriter {
    fn number(&mut self, number: usize) {
        let mut left = number as u64;
        while left >= u64::from(MORE) {
            self.0.push(char::from(left as u8 & (MORE - 1) | MORE));
            left >>= BITS;
        }
        self.0.push(char::from(left as u8));
    }

    fn text(&mut self, text: &str) {
        self.number(text.len());
        self.0.push_str(text);
    }

    fn optional(&mut self, text: Option<&str>) {
        self.number(usize::from(text.is_some()));
        text.iter().for_each(|text| self.text(text));
    }

    /// A span by its distance from `at`, forth or back, and its length; `at` is then its end.
    fn span(&mut self, span: Span, at: &mut usize) {
        let step = span.start() as i64 - *at as i64;
        self.number(((step << 1) ^ (step >> 63)) as usize);
        self.number(span.len());
        *at = span.end();
    }
}

struct PackedReader<'t>(&'t str);

impl PackedReader<'_> {
    fn number(&mut self) -> Option<usize> {
        let mut number = 0u64;
        let digits = (0..u64::BITS).step_by(BITS as usize);
        for ((place, shift), digit) in digits.enumerate().zip(self.0.bytes()) {
            number |= u64::from(digit & (MORE - 1)) << shift;
            if digit & MORE == 0 {
                self.0 = self.0.get(place + 1..)?;
                return usize::try_from(number).ok();
            }
        }
        None
    }

    fn text(&mut self) -> Option<String> {
        let length = self.number()?;
        let (text, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(text.to_string())
    }

    fn optional(&mut self) -> Option<Option<String>> {
        Some(if self.number()? == 1 { Some(self.text()?) } else { None })
    }

    fn span(&mut self, at: &mut usize) -> Option<Span> {
        let step = self.number()? as u64;
        let step = (step >> 1) as i64 ^ -((step & 1) as i64);
        let start = usize::try_from((*at as i64).checked_add(step)?).ok()?;
        *at = start.checked_add(self.number()?)?;
        Some(Span::new(start, *at))
    }

    /// A list with its length before it; a length that the bytes cannot hold is none.
    fn list<T>(&mut self, mut each: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let length = self.number().filter(|length| *length <= self.0.len())?;
        (0..length).map(|_| each(self)).collect()
    }
}
