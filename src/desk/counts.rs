//! Quotes counted: by speaker, party, office or outlet, and over time.

use std::collections::HashSet;

use super::notes::AnswerNote;
use super::request::Request;
use super::{Asked, Library, Result};
use crate::index::{Answer, Asking, Facet, FacetCounts, FacetValue, TimeStep, Times, ValueDays, WhenEmpty};
use crate::query::tree::{Form, ResolvedQuery};

/// What is counted, and how much of it is listed.
#[derive(Clone, Debug)]
pub struct CountsRequest {
    /// The question.
    pub request: Request,
    /// By what.
    pub facet: Facet,
    /// Most values; 0 is all.
    pub limit: usize,
    /// Also the values that the question has without its topic and not with it, with 0.
    pub zero: bool,
}

/// Counts with how their question was read.
#[derive(Clone, Debug)]
pub struct CountsResponse {
    /// How it was read.
    pub asked: Asked,
    /// All that was found.
    pub answer: Answer,
    /// The counts; `None` where the facet has none.
    pub counts: Option<FacetCounts>,
    /// What is said beside them.
    pub notes: Vec<AnswerNote>,
}

/// Quotes over time with how their question was read.
#[derive(Clone, Debug)]
pub struct Timeline {
    /// How it was read.
    pub asked: Asked,
    /// All that was found.
    pub answer: Answer,
    /// The periods' width.
    pub step: TimeStep,
    /// All articles of the archive over time, whatever is asked.
    pub articles: Times,
    /// What is said beside them.
    pub notes: Vec<AnswerNote>,
}

impl Library {
    /// Counts the quotes of a question by one facet.
    ///
    /// # Errors
    /// Where the question or the index cannot be read.
    pub fn counts(&self, counting: &CountsRequest) -> Result<CountsResponse> {
        let asked = self.read(&counting.request)?;
        let asking = Asking {
            limit: 0,
            facets: vec![counting.facet],
            facet_values: if counting.limit == 0 { usize::MAX } else { counting.limit },
            value_days: ValueDays::Given,
            ..Asking::default()
        };
        let answer = self.store().ask(&asked.query, &asking)?;
        let notes = self.notes(&asked, &answer)?;
        let mut counts = answer.facets.first().map(|(_, counts)| counts.clone());
        if let (true, Some(counts)) = (counting.zero, &mut counts) {
            self.add_silent(counts, &asked.query, counting.facet)?;
        }
        Ok(CountsResponse { asked, answer, counts, notes })
    }

    /// Adds, with a count of 0, the values that the question has without its topic and not with it.
    fn add_silent(&self, counts: &mut FacetCounts, query: &ResolvedQuery, facet: Facet) -> Result<()> {
        let everybody = ResolvedQuery { root: query.root.without_topic(), form: Form::Quotes, order: query.order };
        let every = |query: &ResolvedQuery| -> Result<FacetCounts> {
            let asking = Asking {
                limit: 0,
                facets: vec![facet],
                facet_values: usize::MAX,
                when_empty: WhenEmpty::Nothing,
                ..Asking::default()
            };
            Ok(self.store().ask(query, &asking)?.facets.pop().map(|(_, counts)| counts).unwrap_or_default())
        };
        let speaking: HashSet<String> = every(query)?.values.into_iter().map(|value| value.id).collect();
        let silent = every(&everybody)?.values.into_iter().filter(|value| !speaking.contains(&value.id));
        counts.values.extend(silent.map(|value| FacetValue { count: 0, days: None, ..value }));
        Ok(())
    }

    /// The quotes of a question over time; `step` is the periods' width, whatever fits the dates where it is not given.
    ///
    /// # Errors
    /// Where the question or the index cannot be read.
    pub fn timeline(&self, request: &Request, step: Option<TimeStep>) -> Result<Timeline> {
        let asked = self.read(request)?;
        let asking = Asking { limit: 0, facets: vec![Facet::Time], ..Asking::default() };
        let answer = self.store().ask(&asked.query, &asking)?;
        let notes = self.notes(&asked, &answer)?;
        let step = step.unwrap_or_else(|| answer.times.fitting_step());
        Ok(Timeline { asked, answer, step, articles: self.article_days()?, notes })
    }
}
