//! Counts by speaker, party, office, outlet, kind and time of the quotes that a query found, from columns alone.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use chrono::{Datelike, NaiveDate};
use tantivy::columnar::{Cardinality, Column};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, Searcher, SegmentReader};

use super::collect::Found;
use super::numbers::NumberMap;
use super::schema::{Fields, LabelOf, column, label_prefix, read_label};
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
            ..63 => Step::Day,
            63..1500 => Step::Month,
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
            Facet::Speaker => (column::SPEAKER, LabelOf::Speaker),
            Facet::Party => (column::PARTY, LabelOf::Party),
            Facet::Office => (column::OFFICE, LabelOf::Office),
            Facet::Outlet => (column::OUTLET, LabelOf::Outlet),
            Facet::Kind => return self.kinds(found),
            Facet::Time => return Ok(FacetCounts::default()),
        };
        let mut counts: NumberMap<u64> = NumberMap::default();
        let mut without = 0;
        for segment in found {
            let column = self.segment(segment).fast_fields().u64(name)?;
            without += count_numbers(&column, &segment.docs, &mut counts);
        }
        let all: u64 = counts.values().sum();
        let mut falling: Vec<(u64, u64)> = counts.into_iter().collect();
        // By number where counts are equal: the choice is the same on every machine.
        let order = |(number, count): &(u64, u64)| (Reverse(*count), *number);
        if most < falling.len() && most > 0 {
            falling.select_nth_unstable_by_key(most - 1, order);
        }
        falling.truncate(most);
        let listed: u64 = falling.iter().map(|(_, count)| count).sum();
        let spans = match days {
            ValueDays::Given => self.days_of(name, found, &falling)?,
            ValueDays::Omitted => NumberMap::default(),
        };
        let mut values = Vec::with_capacity(falling.len());
        for (number, count) in falling {
            let (id, name) = self.label(label, number)?.unwrap_or_default();
            values.push(FacetValue { id, name, count, days: spans.get(&number).copied() });
        }
        values.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.id.cmp(&b.id)));
        Ok(FacetCounts { values, others: all - listed, without })
    }

    /// The first and last day of each listed value.
    fn days_of(
        &self,
        name: &str,
        found: &[Found],
        listed: &[(u64, u64)],
    ) -> tantivy::Result<NumberMap<(NaiveDate, NaiveDate)>> {
        let mut spans: NumberMap<Option<(i64, i64)>> = listed.iter().map(|(number, _)| (*number, None)).collect();
        for segment in found {
            let columns = self.segment(segment).fast_fields();
            let (numbers, days) = (columns.u64(name)?, columns.i64(column::DAY)?);
            for doc in &segment.docs {
                let Some(day) = days.first(*doc) else { continue };
                for number in numbers.values_for_doc(*doc) {
                    if let Some(span) = spans.get_mut(&number) {
                        *span = Some(span.map_or((day, day), |(first, last)| (first.min(day), last.max(day))));
                    }
                }
            }
        }
        Ok(spans
            .into_iter()
            .filter_map(|(number, span)| {
                let (first, last) = span?;
                Some((number, (date_of(first)?, date_of(last)?)))
            })
            .collect())
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

    /// The bounds of the days' columns.
    pub fn day_bounds(&self) -> tantivy::Result<Option<(NaiveDate, NaiveDate)>> {
        let mut bounds: Option<(i64, i64)> = None;
        for segment in self.searcher.segment_readers() {
            let Some(days) = segment.fast_fields().column_opt::<i64>(column::DAY)? else { continue };
            let (first, last) = (days.min_value(), days.max_value());
            if days.values.num_vals() > 0 {
                bounds = Some(bounds.map_or((first, last), |(a, b)| (a.min(first), b.max(last))));
            }
        }
        Ok(bounds.and_then(|(first, last)| Some((date_of(first)?, date_of(last)?))))
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

    /// The id that a number stands for, and the name by which it is mostly called.
    pub fn label(&self, of: LabelOf, number: u64) -> tantivy::Result<Option<(String, String)>> {
        let prefix = label_prefix(of, number);
        let mut best: Option<(u32, (String, String))> = None;
        for segment in self.searcher.segment_readers() {
            let labels = segment.inverted_index(self.fields.labels)?;
            let mut stream = labels.terms().range().ge(prefix.as_bytes()).into_stream()?;
            while stream.advance() && stream.key().starts_with(prefix.as_bytes()) {
                let count = stream.value().doc_freq;
                let label = std::str::from_utf8(stream.key()).ok().and_then(read_label);
                if let Some((id, name)) = label.filter(|_| best.as_ref().is_none_or(|(most, _)| count > *most)) {
                    best = Some((count, (id.to_string(), name.to_string())));
                }
            }
        }
        Ok(best.map(|(_, label)| label))
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
    column: &Column<T>,
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

/// Counts the numbers on the documents; gives how many documents have none.
fn count_numbers(column: &Column<u64>, docs: &[DocId], counts: &mut NumberMap<u64>) -> u64 {
    let mut without = 0;
    if column.get_cardinality() == Cardinality::Multivalued {
        for doc in docs {
            let mut any = false;
            for number in column.values_for_doc(*doc) {
                any = true;
                *counts.entry(number).or_default() += 1;
            }
            without += u64::from(!any);
        }
    } else {
        for_values(column, docs, |number| match number {
            Some(number) => *counts.entry(number).or_default() += 1,
            None => without += 1,
        });
    }
    without
}
