//! Counts by speaker, party, office, outlet, kind and day, made in the same pass that finds the quotes: numbers are small,
//! so that a count is an addition to an array.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::NaiveDate;
use tantivy::Searcher;

use super::columns::Columns;
use super::labels::Names;
use super::schema::Fields;
use super::search::Met;
use crate::index::entry::Label;
use crate::index::facets::{Facet, FacetCounts, FacetValue, Times, ValueDays};
use crate::index::prepared::LabelOf;
use crate::index::stored::QUOTE_KINDS;

/// The counts of one facet by number; 0 is without.
#[derive(Clone, Debug, Default)]
struct Counts {
    by_number: Vec<u64>,
    /// First and last day of each, where they are wanted.
    days: Vec<Option<(i32, i32)>>,
}

impl Counts {
    fn add(&mut self, number: u32) {
        let at = number as usize;
        if at >= self.by_number.len() {
            self.by_number.resize((at + 1).next_power_of_two(), 0);
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

/// What is counted of the quotes that are found.
pub(super) struct Tally {
    pub total: u64,
    speakers: Option<Counts>,
    parties: Option<Counts>,
    offices: Option<Counts>,
    outlets: Option<Counts>,
    kinds: Option<[u64; QUOTE_KINDS.len()]>,
    days: Option<BTreeMap<i32, u64>>,
    undated: u64,
    value_days: ValueDays,
    /// The day at hand and its count, not in `days` yet: quotes of one article share it.
    day: Option<(Option<i32>, u64)>,
}

impl Tally {
    pub fn new(facets: &[Facet], value_days: ValueDays) -> Tally {
        let counts = |facet| facets.contains(&facet).then(Counts::default);
        Tally {
            total: 0,
            speakers: counts(Facet::Speaker),
            parties: counts(Facet::Party),
            offices: counts(Facet::Office),
            outlets: counts(Facet::Outlet),
            kinds: facets.contains(&Facet::Kind).then_some([0; QUOTE_KINDS.len()]),
            days: facets.contains(&Facet::Time).then(BTreeMap::new),
            undated: 0,
            value_days,
            day: None,
        }
    }

    pub fn add(&mut self, columns: &Columns, met: Met, day: Option<i32>) {
        self.total += 1;
        let with_days = if self.value_days == ValueDays::Given { day } else { None };
        let count = |counts: &mut Counts, number: u32| {
            counts.add(number);
            with_days.iter().for_each(|day| counts.add_day(number, *day));
        };
        if let Some(counts) = &mut self.speakers {
            count(counts, columns.speaker(met.row));
        }
        if self.parties.is_some() || self.kinds.is_some() {
            let traits = columns.traits(met.row);
            if let Some(counts) = &mut self.parties {
                count(counts, traits.party());
            }
            if let Some(kinds) = &mut self.kinds {
                kinds[QUOTE_KINDS.iter().position(|kind| *kind == traits.kind()).unwrap_or(0)] += 1;
            }
        }
        if let Some(counts) = &mut self.offices {
            let mut any = false;
            for (_, office) in columns.offices(met.doc).filter(|(place, _)| *place == met.place) {
                any = true;
                count(counts, office);
            }
            if !any {
                count(counts, 0);
            }
        }
        if let Some(counts) = &mut self.outlets {
            count(counts, columns.outlet(met.doc));
        }
        if self.days.is_some() {
            match &mut self.day {
                Some((at, count)) if *at == day => *count += 1,
                _ => {
                    self.settle_day();
                    self.day = Some((day, 1));
                }
            }
        }
    }

    fn settle_day(&mut self) {
        match (self.day.take(), &mut self.days) {
            (Some((Some(day), count)), Some(days)) => *days.entry(day).or_default() += count,
            (Some((None, count)), _) => self.undated += count,
            _ => {}
        }
    }

    /// The counts of a facet; at most `most` values are listed.
    pub fn facet(&self, facet: Facet, most: usize, naming: &Naming) -> tantivy::Result<Option<FacetCounts>> {
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
            let Label { id, name } = naming.label(of, number)?;
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

    pub fn times(mut self) -> Times {
        self.settle_day();
        let days = self.days.unwrap_or_default();
        Times {
            days: days.into_iter().filter_map(|(day, count)| Some((date_of(day)?, count))).collect(),
            undated: self.undated,
        }
    }
}

/// Names for numbers.
pub(super) struct Naming<'a> {
    pub searcher: &'a Searcher,
    pub fields: &'a Fields,
    pub names: &'a Names,
}

impl Naming<'_> {
    fn label(&self, of: LabelOf, number: u32) -> tantivy::Result<Label> {
        let label = self.names.label(self.searcher, self.fields, of, number)?;
        Ok(label.unwrap_or_else(|| Label { id: String::new(), name: String::new() }))
    }
}

/// The day that a column holds.
pub(super) fn date_of(day: i32) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(day)
}
