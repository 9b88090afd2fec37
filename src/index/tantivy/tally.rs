//! Counts by speaker, party, office, outlet, kind and day, made in the same pass that finds the quotes: numbers are small,
//! so that a count is an addition to an array.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::NaiveDate;
use tantivy::Searcher;

use super::columns::{Columns, Numbers};
use super::labels::LabelNames;
use super::schema::Fields;
use super::search::Met;
use crate::index::entry::NamedId;
use crate::index::facets::{Facet, FacetCounts, FacetValue, Times, ValueDays};
use crate::index::prepared::LabelOf;
use crate::index::stored::QUOTE_KINDS;

/// The counts of one facet by the number of the value; number 0 counts quotes without a value.
#[derive(Clone, Debug, Default)]
struct ValueCounts {
    by_number: Vec<u64>,
    /// First and last day of each, where they are wanted.
    days: Vec<Option<(i32, i32)>>,
}

impl ValueCounts {
    /// Room for so many numbers is made at once.
    const ROOM: usize = 1 << 12;

    #[inline]
    fn add(&mut self, number: u32) {
        let at = number as usize;
        if at >= self.by_number.len() {
            self.by_number.resize((at + 1).next_power_of_two().max(ValueCounts::ROOM), 0);
        }
        self.by_number[at] += 1;
    }

    fn add_day(&mut self, number: u32, day: i32) {
        let at = number as usize;
        if at >= self.days.len() {
            self.days.resize((at + 1).next_power_of_two(), None);
        }
        let span = &mut self.days[at];
        *span = Some(span.map_or((day, day), |(first, last)| (first.min(day), last.max(day))));
    }

    /// The most frequent numbers with their counts, then how often the others stand on quotes.
    fn best(&self, most: usize) -> (Vec<(u32, u64)>, u64) {
        let mut falling: Vec<(u32, u64)> =
            (0u32..).zip(&self.by_number).skip(1).filter(|(_, count)| **count > 0).map(|(n, c)| (n, *c)).collect();
        let all: u64 = falling.iter().map(|(_, count)| count).sum();
        let order = |(number, count): &(u32, u64)| (Reverse(*count), *number);
        if most < falling.len() && most > 0 {
            falling.select_nth_unstable_by_key(most - 1, order);
        }
        falling.truncate(most);
        let listed: u64 = falling.iter().map(|(_, count)| count).sum();
        (falling, all - listed)
    }
}

/// Days are counted in an array where the first and the last lie within so many days; with one absurd date in an
/// archive a map is used.
const MOST_DAYS: i64 = 1 << 20;

/// Quotes by day.
#[derive(Clone, Debug)]
struct Days {
    first: i32,
    /// From `first` on.
    near: Vec<u64>,
    far: BTreeMap<i32, u64>,
    undated: u64,
}

impl Days {
    fn new(bounds: Option<(i32, i32)>) -> Days {
        let (first, last) = bounds.unwrap_or((0, -1));
        let span = (i64::from(last) - i64::from(first) + 1).clamp(0, MOST_DAYS);
        Days { first, near: vec![0; span as usize], far: BTreeMap::new(), undated: 0 }
    }

    #[inline]
    fn add(&mut self, day: Option<i32>) {
        let Some(day) = day else {
            self.undated += 1;
            return;
        };
        let near = usize::try_from(day.wrapping_sub(self.first)).ok().and_then(|at| self.near.get_mut(at));
        match near {
            Some(count) => *count += 1,
            None => *self.far.entry(day).or_default() += 1,
        }
    }

    fn times(&self) -> Times {
        let mut days = Vec::new();
        let mut last: Option<(i32, NaiveDate)> = None;
        for (day, count) in (self.first..).zip(&self.near).filter(|(_, count)| **count > 0) {
            // The next day after a known one is found faster than the day of a number.
            let date = match last {
                Some((last, date)) if last + 1 == day => date.succ_opt(),
                _ => date_of(day),
            };
            days.extend(date.map(|date| (date, *count)));
            last = date.map(|date| (day, date));
        }
        if !self.far.is_empty() {
            days.extend(self.far.iter().filter_map(|(day, count)| Some((date_of(*day)?, *count))));
            days.sort_unstable_by_key(|(day, _)| *day);
        }
        Times { days, undated: self.undated }
    }
}

/// What is counted of the quotes that are found.
pub(super) struct Tally {
    pub total: u64,
    speakers: Option<ValueCounts>,
    parties: Option<ValueCounts>,
    offices: Option<ValueCounts>,
    outlets: Option<ValueCounts>,
    kinds: Option<[u64; QUOTE_KINDS.len()]>,
    days: Option<Days>,
    value_days: ValueDays,
}

impl Tally {
    /// `days` are the first and last day that there can be.
    pub fn new(facets: &[Facet], value_days: ValueDays, days: Option<(i32, i32)>) -> Tally {
        let counts = |facet| facets.contains(&facet).then(ValueCounts::default);
        Tally {
            total: 0,
            speakers: counts(Facet::Speaker),
            parties: counts(Facet::Party),
            offices: counts(Facet::Office),
            outlets: counts(Facet::Outlet),
            kinds: facets.contains(&Facet::Kind).then_some([0; QUOTE_KINDS.len()]),
            days: facets.contains(&Facet::Time).then(|| Days::new(days)),
            value_days,
        }
    }

    /// Counts quotes of one segment, facet by facet. `read` is used for the offices where they are not at hand.
    pub fn add(&mut self, found: &[Met], columns: &Columns, read: &mut Numbers) {
        self.total += found.len() as u64;
        let with_days = self.value_days == ValueDays::Given;
        let count = |counts: &mut ValueCounts, number: u32, met: &Met| {
            counts.add(number);
            if with_days && let Some(day) = met.head.day() {
                counts.add_day(number, day);
            }
        };
        if let Some(counts) = &mut self.speakers {
            found.iter().for_each(|met| count(counts, met.traits.speaker(), met));
        }
        if let Some(counts) = &mut self.parties {
            found.iter().for_each(|met| count(counts, met.traits.party(), met));
        }
        if let Some(counts) = &mut self.offices {
            for met in found {
                let mut has_none = true;
                columns.for_each_office(met.at, read, |office| {
                    has_none = false;
                    count(counts, office, met);
                });
                if has_none {
                    count(counts, 0, met);
                }
            }
        }
        if let Some(counts) = &mut self.outlets {
            found.iter().for_each(|met| count(counts, met.head.outlet(), met));
        }
        if let Some(kinds) = &mut self.kinds {
            found.iter().for_each(|met| kinds[met.traits.kind_number()] += 1);
        }
        if let Some(days) = &mut self.days {
            found.iter().for_each(|met| days.add(met.head.day()));
        }
    }

    /// Counts partial quotes whose sentence is found, too: by kind alone.
    pub fn add_pieces(&mut self, pieces: &[Met]) {
        if let Some(kinds) = &mut self.kinds {
            pieces.iter().for_each(|met| kinds[met.traits.kind_number()] += 1);
        }
    }

    /// The counts of a facet; at most `most` values are listed.
    pub fn facet(&self, facet: Facet, most: usize, naming: &LabelNaming) -> tantivy::Result<Option<FacetCounts>> {
        let (counts, of) = match facet {
            Facet::Speaker => (&self.speakers, LabelOf::Speaker),
            Facet::Party => (&self.parties, LabelOf::Party),
            Facet::Office => (&self.offices, LabelOf::Office),
            Facet::Outlet => (&self.outlets, LabelOf::Outlet),
            Facet::Kind => return Ok(self.kinds()),
            Facet::Time => return Ok(None),
        };
        let Some(counts) = counts else { return Ok(None) };
        let (best, others) = counts.best(most);
        let mut values = Vec::with_capacity(best.len());
        for (number, count) in best {
            let NamedId { id, name } = naming.label(of, number)?;
            let days = counts.days.get(number as usize).copied().flatten();
            let days = days.and_then(|(first, last)| Some((date_of(first)?, date_of(last)?)));
            values.push(FacetValue { id, name, count, days });
        }
        values.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.id.cmp(&b.id)));
        Ok(Some(FacetCounts { values, others, without: counts.by_number.first().copied().unwrap_or(0) }))
    }

    fn kinds(&self) -> Option<FacetCounts> {
        let mut values: Vec<FacetValue> = QUOTE_KINDS
            .iter()
            .zip(self.kinds?)
            .filter(|(_, count)| *count > 0)
            .map(|(kind, count)| FacetValue {
                id: kind.name().to_string(),
                name: kind.name().to_string(),
                count,
                days: None,
            })
            .collect();
        values.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.id.cmp(&b.id)));
        Some(FacetCounts { values, others: 0, without: 0 })
    }

    pub fn times(&self) -> Times {
        self.days.as_ref().map_or_else(Times::default, Days::times)
    }
}

/// Names for numbers.
pub(super) struct LabelNaming<'a> {
    pub searcher: &'a Searcher,
    pub fields: &'a Fields,
    pub names: &'a LabelNames,
}

impl LabelNaming<'_> {
    fn label(&self, of: LabelOf, number: u32) -> tantivy::Result<NamedId> {
        let label = self.names.label(self.searcher, self.fields, of, number)?;
        Ok(label.unwrap_or_else(|| NamedId { id: String::new(), name: String::new() }))
    }
}

/// The day that a column holds.
pub(super) fn date_of(day: i32) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(day)
}
