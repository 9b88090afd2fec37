//! Counts as links: each value leads to the answer that it counts.

use super::search_url::{SearchUrl, name_of};
use crate::desk::{Apart, told};
use crate::harmless::line;
use crate::index::{Answer, Facet, FacetValue};

/// The counts of one facet.
#[derive(Clone, Debug)]
pub struct FacetShown {
    pub title: &'static str,
    pub name: &'static str,
    pub rows: Vec<FacetRow>,
    /// Quotes under values that are not listed.
    pub others: u64,
    /// The answer without any condition on it, where there is one.
    pub cleared: Option<String>,
}

/// One value.
#[derive(Clone, Debug)]
pub struct FacetRow {
    pub name: String,
    pub count: u64,
    /// Of 100.
    pub share: u64,
    pub url: String,
    /// Whether it is asked for.
    pub is_chosen: bool,
}

/// What a filter names a value by.
pub fn filter_value(facet: Facet, value: &FacetValue) -> String {
    match facet {
        Facet::Outlet => format!("\"{}\"", value.name),
        _ => value.id.clone(),
    }
}

/// All facets of an answer that tell anything.
pub fn facets_shown(url: &SearchUrl, answer: &Answer, apart: &Apart) -> Vec<FacetShown> {
    let mut shown = Vec::new();
    for (facet, counts) in &answer.facets {
        let facet = *facet;
        let elsewhere = answer.elsewhere.iter().find(|(other, _)| *other == facet).map(|(_, counts)| counts);
        // The question without its own condition on this facet: another value takes its place.
        let cleared = elsewhere.map(|_| {
            let without = apart.without.iter().find(|(other, _)| *other == facet).map(|(_, without)| without);
            url.without(facet).with(|url| {
                if let Some(without) = without {
                    url.question.clone_from(without);
                }
            })
        });
        let listed = elsewhere.unwrap_or(counts);
        if listed.values.is_empty() {
            continue;
        }
        let most = listed.values.iter().map(|value| value.count).chain([listed.without]).max().unwrap_or(1).max(1);
        let base = cleared.as_ref().unwrap_or(url);
        let mut rows: Vec<FacetRow> = listed
            .values
            .iter()
            .map(|value| FacetRow {
                name: line(&listed.told(value)),
                count: value.count,
                share: (value.count * 100).div_ceil(most),
                url: base.with_value(facet, &filter_value(facet, value)).url(),
                is_chosen: elsewhere.is_some() && counts.values.iter().any(|chosen| chosen.id == value.id),
            })
            .collect();
        if listed.without > 0 && facet != Facet::Kind {
            rows.push(FacetRow {
                name: told::nobody(facet).to_string(),
                count: listed.without,
                share: (listed.without * 100).div_ceil(most),
                url: base.with_value(facet, "none").url(),
                is_chosen: elsewhere.is_some() && counts.values.is_empty() && counts.without > 0,
            });
        }
        shown.push(FacetShown {
            title: told::plural(facet),
            name: name_of(facet),
            rows,
            others: listed.others,
            cleared: cleared.map(|url| url.url()),
        });
    }
    shown
}
