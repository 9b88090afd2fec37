//! Counts by speaker, party, office, outlet, kind and time of the quotes that a query found, from columns alone.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use chrono::{Datelike, NaiveDate};
use tantivy::columnar::StrColumn;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, Searcher, SegmentReader};

use super::collect::Found;
use super::schema::{Fields, LabelOf, column, label_name, label_prefix};
use crate::quotes::QuoteKind;

/// A field by which quotes are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Facet {
    Speaker,
    Party,
    Office,
    Outlet,
    Kind,
    /// Years and months, first and last day.
    Time,
}

/// One value of a facet with its count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetValue {
    pub id: String,
    pub name: String,
    pub count: u64,
    /// First and last day of its quotes, where they were asked for and any is dated.
    pub days: Option<(NaiveDate, NaiveDate)>,
}

/// Whether the values of facets are to say from when to when their quotes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueDays {
    Omitted,
    Given,
}

/// The counts of one facet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FacetCounts {
    /// The most frequent first, then by id.
    pub values: Vec<FacetValue>,
    /// How often values that are not listed stand on quotes.
    pub others: u64,
    /// Quotes without any value: unknown speaker, no date.
    pub without: u64,
}

/// Quotes by day, as they are asked for by day, month or year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Times {
    /// Days with quotes, in order.
    pub days: BTreeMap<NaiveDate, u64>,
    pub undated: u64,
}

/// The steps of a timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    Day,
    Month,
    Year,
}

impl Times {
    pub fn first(&self) -> Option<NaiveDate> {
        self.days.first_key_value().map(|(day, _)| *day)
    }

    pub fn last(&self) -> Option<NaiveDate> {
        self.days.last_key_value().map(|(day, _)| *day)
    }

    /// Counts by step, in order; steps without quotes are left out. Labels are `2016`, `2016-08` or `2016-08-18`.
    pub fn by(&self, step: Step) -> Vec<(String, u64)> {
        let mut steps: Vec<(String, u64)> = Vec::new();
        for (day, count) in &self.days {
            let label = match step {
                Step::Day => day.to_string(),
                Step::Month => format!("{:04}-{:02}", day.year(), day.month()),
                Step::Year => format!("{:04}", day.year()),
            };
            match steps.last_mut() {
                Some(last) if last.0 == label => last.1 += count,
                _ => steps.push((label, *count)),
            }
        }
        steps
    }

    /// The finest step that keeps the timeline readable.
    pub fn fitting_step(&self) -> Step {
        let (Some(first), Some(last)) = (self.first(), self.last()) else { return Step::Year };
        match (last - first).num_days() {
            ..=62 => Step::Day,
            ..=1500 => Step::Month,
            _ => Step::Year,
        }
    }
}

/// Reads the counts of facets from what was found.
pub(super) struct Counting<'a> {
    pub searcher: &'a Searcher,
    pub fields: &'a Fields,
}

impl Counting<'_> {
    /// The counts of one facet; at most `most` values are listed. [`Facet::Time`] is asked by [`Counting::times`].
    pub fn facet(&self, facet: Facet, found: &[Found], most: usize, days: ValueDays) -> tantivy::Result<FacetCounts> {
        let (name, label) = match facet {
            Facet::Speaker => (column::SPEAKER, Some(LabelOf::Speaker)),
            Facet::Party => (column::PARTY, Some(LabelOf::Party)),
            Facet::Office => (column::OFFICE, Some(LabelOf::Office)),
            Facet::Outlet => (column::OUTLET, None),
            Facet::Kind => return self.kinds(found),
            Facet::Time => return Ok(FacetCounts::default()),
        };
        let mut counts = self.by_text(name, label, found, most)?;
        if days == ValueDays::Given {
            self.add_days(name, found, &mut counts.values)?;
        }
        Ok(counts)
    }

    /// Finds the first and last day of each listed value.
    fn add_days(&self, name: &str, found: &[Found], values: &mut [FacetValue]) -> tantivy::Result<()> {
        let mut spans: Vec<Option<(i64, i64)>> = vec![None; values.len()];
        for segment in found {
            let columns = self.segment(segment).fast_fields();
            let Some(column) = columns.str(name)? else { continue };
            let days = columns.i64(column::DAY)?;
            let mut places: HashMap<u64, usize> = HashMap::new();
            for (place, value) in values.iter().enumerate() {
                if let Some(ordinal) = column.dictionary().term_ord(&value.id)? {
                    places.insert(ordinal, place);
                }
            }
            for doc in &segment.docs {
                let Some(day) = days.first(*doc) else { continue };
                for ordinal in column.ords().values_for_doc(*doc) {
                    if let Some(span) = places.get(&ordinal).and_then(|place| spans.get_mut(*place)) {
                        *span = Some(span.map_or((day, day), |(first, last)| (first.min(day), last.max(day))));
                    }
                }
            }
        }
        for (value, span) in values.iter_mut().zip(spans) {
            value.days = span.and_then(|(first, last)| Some((date_of(first)?, date_of(last)?)));
        }
        Ok(())
    }

    pub fn times(&self, found: &[Found]) -> tantivy::Result<Times> {
        let mut counts: HashMap<i64, u64> = HashMap::new();
        let mut undated = 0;
        for segment in found {
            let column = self.segment(segment).fast_fields().i64(column::DAY)?;
            let (low, high) = (column.min_value(), column.max_value());
            let span = usize::try_from(high.saturating_sub(low)).unwrap_or(usize::MAX);
            // Days lie close together: an array counts them; a mad date in an archive falls back to a map.
            let mut dense = vec![0u64; if span < 1 << 20 { span + 1 } else { 0 }];
            for_values(&column, &segment.docs, |value| match value {
                None => undated += 1,
                Some(day) => match dense.get_mut((day - low) as usize) {
                    Some(count) => *count += 1,
                    None => *counts.entry(day).or_default() += 1,
                },
            });
            for (offset, count) in dense.into_iter().enumerate().filter(|(_, count)| *count > 0) {
                *counts.entry(low + offset as i64).or_default() += count;
            }
        }
        let days = counts.into_iter().filter_map(|(day, count)| Some((date_of(day)?, count))).collect();
        Ok(Times { days, undated })
    }

    fn kinds(&self, found: &[Found]) -> tantivy::Result<FacetCounts> {
        let mut counts = [0u64; 3];
        for segment in found {
            let column = self.segment(segment).fast_fields().u64(column::KIND)?;
            for_values(&column, &segment.docs, |value| {
                if let Some(count) = value.and_then(|kind| counts.get_mut(kind as usize)) {
                    *count += 1;
                }
            });
        }
        let mut values: Vec<FacetValue> = [QuoteKind::Direct, QuoteKind::Partial, QuoteKind::Indirect]
            .iter()
            .zip(counts)
            .filter(|(_, count)| *count > 0)
            .map(|(kind, count)| FacetValue {
                id: kind.name().to_string(),
                name: kind.name().to_string(),
                count,
                days: None,
            })
            .collect();
        values.sort_by_key(|value| Reverse(value.count));
        Ok(FacetCounts { values, others: 0, without: 0 })
    }

    fn by_text(
        &self,
        name: &str,
        label: Option<LabelOf>,
        found: &[Found],
        most: usize,
    ) -> tantivy::Result<FacetCounts> {
        let mut segments = Vec::with_capacity(found.len());
        let mut without = 0;
        for segment in found {
            match self.segment(segment).fast_fields().str(name)? {
                None => without += segment.docs.len() as u64,
                Some(column) => {
                    let (counts, missing) = count_ordinals(&column, &segment.docs);
                    without += missing;
                    segments.push(SegmentCounts::new(column, counts));
                }
            }
        }
        let all: u64 = segments.iter().map(|segment| segment.total).sum();
        let mut values = most_frequent(&segments, most)?;
        let listed: u64 = values.iter().map(|value| value.count).sum();
        if let Some(of) = label {
            for value in &mut values {
                if let Some(name) = self.label(of, &value.id)? {
                    value.name = name;
                }
            }
        }
        Ok(FacetCounts { values, others: all - listed, without })
    }

    /// The name by which an id is mostly called.
    pub fn label(&self, of: LabelOf, id: &str) -> tantivy::Result<Option<String>> {
        let prefix = label_prefix(of, id);
        let mut best: Option<(u32, String)> = None;
        for segment in self.searcher.segment_readers() {
            let labels = segment.inverted_index(self.fields.labels)?;
            let mut stream = labels.terms().range().ge(prefix.as_bytes()).into_stream()?;
            while stream.advance() && stream.key().starts_with(prefix.as_bytes()) {
                let count = stream.value().doc_freq;
                let name = std::str::from_utf8(stream.key()).ok().and_then(label_name);
                if let Some(name) = name.filter(|_| best.as_ref().is_none_or(|(most, _)| count > *most)) {
                    best = Some((count, name.to_string()));
                }
            }
        }
        Ok(best.map(|(_, name)| name))
    }

    /// How many documents hold the term, deleted ones not counted.
    pub fn alive_holding(&self, term: &tantivy::Term) -> tantivy::Result<u64> {
        use tantivy::query::TermQuery;
        let query = TermQuery::new(term.clone(), IndexRecordOption::Basic);
        self.searcher.search(&query, &tantivy::collector::Count).map(|count| count as u64)
    }

    fn segment(&self, found: &Found) -> &SegmentReader {
        self.searcher.segment_reader(found.segment)
    }
}

/// The day that a column holds.
fn date_of(day: i64) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(i32::try_from(day).ok()?)
}

/// Calls `each` with the first value of every document.
fn for_values<T: PartialOrd + Copy + std::fmt::Debug + Send + Sync + Default + 'static>(
    column: &tantivy::columnar::Column<T>,
    docs: &[DocId],
    mut each: impl FnMut(Option<T>),
) {
    const AT_ONCE: usize = 512;
    let mut values = [None; AT_ONCE];
    for docs in docs.chunks(AT_ONCE) {
        let values = &mut values[..docs.len()];
        values.fill(None);
        column.first_vals(docs, values);
        values.iter().for_each(|value| each(*value));
    }
}

/// How often each ordinal stands on the documents, and how many documents have none.
fn count_ordinals(column: &StrColumn, docs: &[DocId]) -> (Vec<u32>, u64) {
    let mut counts = vec![0u32; column.dictionary().num_terms()];
    let mut without = 0;
    let ordinals = column.ords();
    if ordinals.get_cardinality() == tantivy::columnar::Cardinality::Multivalued {
        for doc in docs {
            let mut any = false;
            for ordinal in ordinals.values_for_doc(*doc) {
                any = true;
                if let Some(count) = counts.get_mut(ordinal as usize) {
                    *count += 1;
                }
            }
            without += u64::from(!any);
        }
    } else {
        for_values(ordinals, docs, |ordinal| match ordinal.and_then(|ordinal| counts.get_mut(ordinal as usize)) {
            Some(count) => *count += 1,
            None => without += 1,
        });
    }
    (counts, without)
}

/// One segment's counts, the most frequent first.
struct SegmentCounts {
    column: StrColumn,
    counts: Vec<u32>,
    falling: Vec<(u32, u64)>,
    total: u64,
}

impl SegmentCounts {
    fn new(column: StrColumn, counts: Vec<u32>) -> SegmentCounts {
        let mut falling: Vec<(u32, u64)> = counts
            .iter()
            .enumerate()
            .filter(|(_, count)| **count > 0)
            .map(|(ordinal, count)| (*count, ordinal as u64))
            .collect();
        falling.sort_unstable_by_key(|(count, ordinal)| (Reverse(*count), *ordinal));
        let total = falling.iter().map(|(count, _)| u64::from(*count)).sum();
        SegmentCounts { column, counts, falling, total }
    }

    fn text(&self, ordinal: u64) -> tantivy::Result<String> {
        let mut text = String::new();
        self.column.ord_to_str(ordinal, &mut text)?;
        Ok(text)
    }

    fn count_of(&self, text: &str) -> tantivy::Result<u64> {
        let ordinal = self.column.dictionary().term_ord(text)?;
        Ok(ordinal.and_then(|ordinal| self.counts.get(ordinal as usize)).map_or(0, |count| u64::from(*count)))
    }
}

/// The most frequent values over all segments, exact, without reading more of the dictionaries than needed: segments
/// number their values differently, so each value's text must be looked up in each. Values are taken from all segments
/// in falling order until even a value that stood next in every one of them could not be among the first.
fn most_frequent(segments: &[SegmentCounts], most: usize) -> tantivy::Result<Vec<FacetValue>> {
    let mut values: Vec<FacetValue> = Vec::new();
    let mut seen: std::collections::HashSet<String> = std::collections::HashSet::new();
    let mut depth = 0;
    loop {
        let ahead: u64 =
            segments.iter().filter_map(|segment| segment.falling.get(depth)).map(|(count, _)| u64::from(*count)).sum();
        if ahead == 0 {
            break;
        }
        if most > 0 && values.len() >= most && depth % 8 == 0 {
            let mut counts: Vec<u64> = values.iter().map(|value| value.count).collect();
            let (_, last, _) = counts.select_nth_unstable_by_key(most - 1, |count| Reverse(*count));
            // A value that ties with the last one may still come before it by its id.
            if ahead < *last {
                break;
            }
        }
        for segment in segments {
            let Some((_, ordinal)) = segment.falling.get(depth) else { continue };
            let text = segment.text(*ordinal)?;
            if !seen.insert(text.clone()) {
                continue;
            }
            let mut count = 0;
            for other in segments {
                count += other.count_of(&text)?;
            }
            values.push(FacetValue { name: text.clone(), id: text, count, days: None });
        }
        depth += 1;
    }
    values.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.id.cmp(&b.id)));
    values.truncate(most);
    Ok(values)
}
