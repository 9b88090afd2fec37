//! One person in an archive: parties and offices through time, quotes over time, topics, outlets, and with whom they are
//! quoted in the same articles.

use std::collections::{BTreeMap, HashSet};

use serde::Serialize;

use super::frequent::{FrequentWord, WordCounts};
use super::people::{FoundPerson, find_people};
use super::{Library, Overview, Result};
use crate::index::{Answer, Asking, Facet, WhenEmpty};
use crate::query::tree::{Form, Node, Order, ResolvedQuery, SpeakerRef};

/// One person in an archive.
#[derive(Clone, Debug)]
pub struct Profile<'l> {
    /// The id of the register or of the archive.
    pub id: String,
    /// The name.
    pub name: String,
    /// What the register knows.
    pub known: Option<FoundPerson<'l>>,
    /// The latest quotes, with the counts by party, outlet, kind and time of all.
    pub answer: Answer,
    /// What they speak about more than others do, in their latest quotes.
    pub topics: Vec<FrequentWord>,
    /// Who else is quoted in their latest articles.
    pub together: Vec<Companion>,
    /// How many articles were looked at for that.
    pub articles_looked_at: usize,
}

/// Somebody who is quoted in the same articles.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Companion {
    /// The speaker's id.
    pub id: String,
    /// The name.
    pub name: String,
    /// In how many of the articles.
    pub articles: usize,
}

/// How many of the latest quotes are looked at for topics, and for articles.
const LOOKED_AT: usize = 500;
/// How many articles are read whole.
const ARTICLES: usize = 60;
const TOPICS: usize = 10;
const COMPANIONS: usize = 8;
const LATEST: usize = 8;
const OUTLETS: usize = 8;

impl Library {
    /// A person by the id of the register or of the archive; `None` where neither knows it.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn profile(&self, id: &str, overview: &Overview) -> Result<Option<Profile<'_>>> {
        let register = self.register()?;
        let known = register.find_slug(id).and_then(|_| find_people(id, None, register).into_iter().next());
        let held = self.store().speaker_with_id(id)?;
        let Some(name) = known.as_ref().map(|known| known.name.to_string()).or(held.map(|held| held.name)) else {
            return Ok(None);
        };
        let of = Node::Speaker(vec![SpeakerRef::Id(id.to_string())]);
        let query = ResolvedQuery { root: of.clone(), form: Form::Quotes, order: Order::Newest };
        let asking = Asking {
            limit: LATEST,
            facets: vec![Facet::Party, Facet::Office, Facet::Outlet, Facet::Kind, Facet::Time],
            facet_values: OUTLETS,
            when_empty: WhenEmpty::Nothing,
            ..Asking::default()
        };
        let mut answer = self.store().ask(&query, &asking)?;
        answer.elsewhere.clear();
        let mut words = WordCounts::default();
        let mut articles = Vec::new();
        let mut seen = HashSet::new();
        self.each_of_latest(of, LOOKED_AT, |hit| {
            words.add(&hit.record);
            let article = &hit.record.article;
            if articles.len() < ARTICLES && seen.insert((article.path.clone(), article.member.clone())) {
                articles.push(article.clone());
            }
        })?;
        let mut together: BTreeMap<String, Companion> = BTreeMap::new();
        for article in &articles {
            let mut here = HashSet::new();
            for speaker in self.store().quotes_of(article)?.into_iter().filter_map(|record| record.speaker) {
                if speaker.id != id && here.insert(speaker.id.clone()) {
                    let companion = Companion { id: speaker.id.clone(), name: speaker.name, articles: 0 };
                    together.entry(speaker.id).or_insert(companion).articles += 1;
                }
            }
        }
        let mut together: Vec<Companion> = together.into_values().collect();
        together.sort_by(|a, b| b.articles.cmp(&a.articles).then_with(|| a.name.cmp(&b.name)));
        together.truncate(COMPANIONS);
        let topics = words.telling(&overview.words, TOPICS);
        let articles_looked_at = articles.len();
        Ok(Some(Profile { id: id.to_string(), name, known, answer, topics, together, articles_looked_at }))
    }
}
