//! Facets, which are counts by speaker, party, office, outlet, kind and time: what an answer tells of all the quotes that a query found.

use chrono::{Datelike, NaiveDate};

/// A field by which quotes are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Facet {
    /// Who said it.
    Speaker,
    /// The speaker's party on the article's day.
    Party,
    /// Each office that the speaker held on the article's day.
    Office,
    /// The paper, agency or site.
    Outlet,
    /// Direct, partial or indirect.
    Kind,
    /// Years and months, first and last day.
    Time,
}

/// One value of a facet with its count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetValue {
    /// What a filter names it by.
    pub id: String,
    /// The name that people read.
    pub name: String,
    /// Quotes with this value.
    pub count: u64,
    /// First and last day of its quotes, where they were asked for and any is dated.
    pub days: Option<(NaiveDate, NaiveDate)>,
}

/// Whether the values of facets are to say from when to when their quotes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueDays {
    /// Values come without days.
    Omitted,
    /// Values come with their first and last day.
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

impl FacetCounts {
    /// A value's name as it is told beside the others: with its id where another one has the same name, as two countries
    /// have a prime minister.
    pub fn told(&self, value: &FacetValue) -> String {
        let is_shared = self.values.iter().any(|other| other.id != value.id && other.name == value.name);
        if is_shared { format!("{} [{}]", value.name, value.id) } else { value.name.clone() }
    }
}

/// Quotes by day, or articles, as they are asked for by day, month or year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Times {
    /// Days with any and how many there are, in order.
    pub days: Vec<(NaiveDate, u64)>,
    /// Without a date.
    pub undated: u64,
}

/// The steps of a timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TimeStep {
    /// By day.
    Day,
    /// By month.
    Month,
    /// By year.
    Year,
}

impl Times {
    /// How many quotes there are on all days and on none.
    pub fn total(&self) -> u64 {
        self.days.iter().map(|(_, count)| count).sum::<u64>() + self.undated
    }

    /// The first day with a quote.
    pub fn first(&self) -> Option<NaiveDate> {
        self.days.first().map(|(day, _)| *day)
    }

    /// The last day with a quote.
    pub fn last(&self) -> Option<NaiveDate> {
        self.days.last().map(|(day, _)| *day)
    }

    /// Counts by step, in order; steps without quotes are left out. Labels are `2016`, `2016-08` or `2016-08-18`.
    pub fn by(&self, step: TimeStep) -> Vec<(String, u64)> {
        let mut steps: Vec<(String, u64)> = Vec::new();
        for (day, count) in &self.days {
            let label = match step {
                TimeStep::Day => day.to_string(),
                TimeStep::Month => format!("{:04}-{:02}", day.year(), day.month()),
                TimeStep::Year => format!("{:04}", day.year()),
            };
            match steps.last_mut() {
                Some(last) if last.0 == label => last.1 += count,
                _ => steps.push((label, *count)),
            }
        }
        steps
    }

    /// The finest step that keeps the timeline readable.
    pub fn fitting_step(&self) -> TimeStep {
        let (Some(first), Some(last)) = (self.first(), self.last()) else { return TimeStep::Year };
        match (last - first).num_days() {
            ..63 => TimeStep::Day,
            63..1500 => TimeStep::Month,
            _ => TimeStep::Year,
        }
    }
}
