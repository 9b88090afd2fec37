//! A query answered by whatever engine there is: hits in order, counts by facet and time, and what had to be said about
//! it.

use std::collections::HashSet;
use std::collections::hash_map::Entry;

use super::around;
use super::ask::{Answer, AnswerSide, Asking, Copies, Explain, Hit, HitVersions, Looser, Note, WhenEmpty};
use super::copies;
use super::engine::{FoundQuotes, Search, Snapshot};
use super::error::IndexError;
use super::facets::{Facet, FacetValue, ValueDays};
use super::matching::{self, Haystack, Needle};
use super::mend;
use super::numbers::NumberMap;
use super::rank::{self, Match, QuotePlace, Ranked};
use super::stored::StoredArticle;
use super::wider::{
    self, around_quotes, in_quotes, offered, others_of_speakers, with_all_words, with_any_word, without_facet,
};
use crate::query::tree::{Form, Node, Order, ResolvedQuery, SpeakerRef, TopicField, TopicWord};
use crate::record::QuoteRecord;

/// Copies shown with a hit; the count tells of the others.
const COPIES_SHOWN: usize = 20;

/// Answers a query.
///
/// # Errors
/// Where the index cannot be read, or where the query would cost too much.
pub(super) fn ask(snapshot: &dyn Snapshot, query: &ResolvedQuery, asking: &Asking) -> Result<Answer, IndexError> {
    let mut notes = Vec::new();
    let root = mend::mend(snapshot, &query.root, &mut notes)?;
    let mut asked_root = root_of(&root, &query.form);
    if asking.looser == Looser::Nowhere
        && let Some(all) = with_all_words(&asked_root)
    {
        asked_root = all;
    }
    let search = Search {
        root: &asked_root,
        order: query.order,
        tiers: asking.looser == Looser::Behind,
        weights: asking.weights,
        hits: if asking.limit == 0 { 0 } else { asking.offset.saturating_add(asking.limit) },
        distinct: asking.copies == Copies::Folded,
        only: &[],
        apart: false,
        facets: &asking.facets,
        facet_values: asking.facet_values,
        value_days: asking.value_days,
    };
    let mut found = snapshot.search(&search)?;
    let mut elsewhere = Vec::new();
    let mut times_elsewhere = None;
    for facet in &asking.facets {
        let Some(wider) = without_facet(&asked_root, *facet) else { continue };
        let facets = [*facet];
        let wider = Search { root: &wider, facets: &facets, value_days: ValueDays::Omitted, ..counts_of(&search) };
        let Some(mut wider) = affordable(snapshot.search(&wider))? else { continue };
        match *facet {
            Facet::Time => times_elsewhere = Some(wider.times),
            _ => elsewhere.append(&mut wider.facets),
        }
    }
    if found.total == 0 && asking.when_empty == WhenEmpty::AskWider {
        for facet in [Facet::Time, Facet::Speaker, Facet::Party, Facet::Office, Facet::Outlet, Facet::Kind] {
            if let Some(node) = without_facet(&asked_root, facet) {
                let count = affordable(snapshot.search(&Search::count(&node)))?.map_or(0, |found| found.total);
                if count > 0 {
                    notes.push(Note::Without { what: facet, count });
                }
            }
        }
        if let Some(node) = with_any_word(&asked_root) {
            let count = affordable(snapshot.search(&Search::count(&node)))?.map_or(0, |found| found.total);
            if count > 0 {
                notes.push(Note::AnyWord { count });
            }
        }
    }
    if query.form == Form::Count {
        let looser = around_quotes(&root);
        let looser = looser.as_ref().unwrap_or(&root);
        let count = affordable(snapshot.search(&Search::count(looser)))?.map_or(0, |found| found.total);
        if count > found.total {
            notes.push(Note::Around { count: count - found.total });
        }
    }
    notes.extend(also(snapshot, &asked_root, asking, found.total)?);
    let mut sides = Vec::new();
    if let Form::Compare(compared) = &query.form {
        for (label, side) in compared {
            let root = Node::All(vec![root.clone(), side.clone()]);
            let found = snapshot.search(&Search { facets: &[Facet::Time], ..Search::count(&root) })?;
            sides.push(AnswerSide { label: label.clone(), total: found.total, times: found.times });
        }
    }
    let distinct = if search.distinct { found.distinct } else { found.total };
    let around = others_of_speakers(&asked_root)
        .filter(|_| asking.same_article && matches!(query.form, Form::Quotes | Form::When) && found.total > 0);
    let (hits, same_article) = match asking.limit {
        0 => (Vec::new(), None),
        _ => hits(snapshot, &search, asking, around.as_ref(), &mut found)?,
    };
    Ok(Answer {
        hits,
        same_article,
        total: found.total,
        with_all: found.with_all,
        distinct,
        facets: found.facets,
        times: found.times,
        elsewhere,
        times_elsewhere,
        sides,
        notes,
    })
}

/// Turns the error of a search that would cost too much into `None`: for searches that the program adds by itself,
/// beside the one that was asked for.
fn affordable(found: Result<FoundQuotes, IndexError>) -> Result<Option<FoundQuotes>, IndexError> {
    match found {
        Err(IndexError::TooCostly { .. }) => Ok(None),
        other => other.map(Some),
    }
}

/// The same search for its counts alone.
fn counts_of<'a>(search: &Search<'a>) -> Search<'a> {
    Search { hits: 0, distinct: false, order: Order::Relevance, ..*search }
}

/// Hands on every quote that meets a query, in the query's order, copies each by itself; gives how many there were. Only
/// their places are held in memory. The inner result is the first failure of `each`, which ends it.
///
/// # Errors
/// Where the index cannot be read.
pub(super) fn for_each_quote<E>(
    snapshot: &dyn Snapshot,
    query: &ResolvedQuery,
    mut each: impl FnMut(QuoteRecord) -> Result<(), E>,
) -> Result<Result<u64, E>, IndexError> {
    let mut written = 0;
    for place in all_places(snapshot, query)? {
        let Some(record) = snapshot.record(place)? else { continue };
        if let Err(failed) = each(record) {
            return Ok(Err(failed));
        }
        written += 1;
    }
    Ok(Ok(written))
}

/// Hands on every article that holds a quote which the question finds, each once, in the order of the quotes; gives how many
/// there were.
///
/// # Errors
/// Where the index cannot be read; what `each` gives ends it, and comes back inside.
pub(super) fn for_each_article<E>(
    snapshot: &dyn Snapshot,
    query: &ResolvedQuery,
    mut each: impl FnMut(&StoredArticle) -> Result<(), E>,
) -> Result<Result<u64, E>, IndexError> {
    let mut known = HashSet::new();
    let mut written = 0;
    for place in all_places(snapshot, query)? {
        if !known.insert((place.part, place.article)) {
            continue;
        }
        let Some(article) = snapshot.article(place)? else { continue };
        if let Err(failed) = each(&article) {
            return Ok(Err(failed));
        }
        written += 1;
    }
    Ok(Ok(written))
}

/// The places of all quotes that meet a query, in its order.
fn all_places(
    snapshot: &dyn Snapshot,
    query: &ResolvedQuery,
) -> Result<impl Iterator<Item = QuotePlace> + use<>, IndexError> {
    let root = mend::mend(snapshot, &query.root, &mut Vec::new())?;
    let root = root_of(&root, &query.form);
    let search = Search { hits: usize::MAX, order: query.order, ..Search::count(&root) };
    Ok(snapshot.search(&search)?.ranked.into_iter().map(|ranked| ranked.place))
}

/// The speakers that are meant by an id or by words of a name; the most quoted first, at most `most`.
///
/// # Errors
/// Where the index cannot be read.
pub(super) fn speakers(
    snapshot: &dyn Snapshot,
    speaker: SpeakerRef,
    most: usize,
) -> Result<Vec<FacetValue>, IndexError> {
    let root = Node::Speaker(vec![speaker]);
    let search = Search { facets: &[Facet::Speaker], facet_values: most, ..Search::count(&root) };
    Ok(snapshot.search(&search)?.facets.pop().map(|(_, counts)| counts.values).unwrap_or_default())
}

/// The hits of the page asked for, and how many there are behind them of the same articles, where the page reaches these;
/// `around` is what they meet.
fn hits(
    snapshot: &dyn Snapshot,
    search: &Search,
    asking: &Asking,
    around: Option<&Node>,
    found: &mut FoundQuotes,
) -> Result<(Vec<Hit>, Option<usize>), IndexError> {
    let root = search.root;
    let mut ranked = std::mem::take(&mut found.ranked);
    let mut page = pages(snapshot, search, asking, found, &mut ranked)?;
    let mut same_article = None;
    let all = if asking.copies == Copies::Each { found.total } else { found.distinct };
    if let Some(around) = around
        && page.len() as u64 >= all
    {
        let others = same_articles(snapshot, around, asking, found, &ranked)?;
        same_article = Some(others.len());
        page.extend(others);
    }
    let shown = page.len().min(asking.offset.saturating_add(asking.limit));
    let page = &mut page[asking.offset.min(shown)..shown];
    let copies_of = copies::counted(page, found);
    if asking.copies == Copies::Folded {
        copies::complete(snapshot, search, &copies_of, page)?;
    }
    let asks_changes = wider::asks_changes(root);
    let mut words = Vec::new();
    topic_words(root, &mut words);
    let needles: Vec<Needle> = words.iter().map(|(word, _)| Needle::new(word)).collect();
    let mut hits = Vec::new();
    for (ranked, copies) in page.iter() {
        let Some(record) = snapshot.record(ranked.place)? else { continue };
        let mut hit = build_hit(record, ranked.score, &needles);
        let article = snapshot.article(ranked.place)?;
        let article = article.as_deref().map(|article| (article, ranked.place.quote as usize));
        if ranked.matched != Match::SameArticle {
            around::tell_elsewhere(&mut hit, root, article);
        }
        if asking.context > 0 {
            hit.around = article.and_then(|(article, quote)| around::paragraphs(article, quote, asking.context));
        }
        hit.matched = ranked.matched;
        if asking.explain == Explain::EachHit {
            let root = around.filter(|_| ranked.matched == Match::SameArticle).unwrap_or(root);
            hit.explained = Some(snapshot.explain(root, ranked.place, &asking.weights)?);
        }
        // The one that is shown is no copy.
        hit.copies_total = copies_of.get(&ranked.same_words).copied().unwrap_or(0).saturating_sub(1);
        for copy in copies.iter().take(COPIES_SHOWN) {
            hit.copies.extend(snapshot.record(copy.place)?);
        }
        hit.versions = snapshot.versions(ranked.place)?;
        if asks_changes {
            hit.changes = snapshot.changes(ranked.place)?;
        }
        hits.push(hit);
    }
    Ok((hits, same_article))
}

/// The other quotes of the hits' articles that meet a condition: in the order of the articles, within one as they stand
/// there; copies of hits and of each other left out where copies are folded.
///
/// Taken are the articles of the hits that are ordered whole, whatever page is asked for.
fn same_articles(
    snapshot: &dyn Snapshot,
    around: &Node,
    asking: &Asking,
    found: &FoundQuotes,
    ranked: &[Ranked],
) -> Result<Vec<(Ranked, Vec<Ranked>)>, IndexError> {
    let mut order: NumberMap<usize> = NumberMap::default();
    let mut articles = Vec::new();
    for hit in ranked.iter().take(rank::ORDERED_WHOLE) {
        if let Entry::Vacant(new) = order.entry(hit.article) {
            new.insert(articles.len());
            articles.push(hit.place);
        }
    }
    let hits: HashSet<QuotePlace> = ranked.iter().map(|hit| hit.place).collect();
    let mut others = match snapshot.search_in(around, &articles, &asking.weights) {
        Err(IndexError::TooCostly { .. }) => Vec::new(),
        others => others?,
    };
    others.retain(|other| !hits.contains(&other.place));
    others.sort_by_key(|other| (order.get(&other.article).copied(), other.place.quote));
    others.iter_mut().for_each(|other| other.matched = Match::SameArticle);
    if asking.copies == Copies::Each {
        return Ok(others.into_iter().map(|other| (other, Vec::new())).collect());
    }
    let shown: HashSet<u64> = found.same_words.iter().copied().collect();
    others.retain(|other| !shown.contains(&other.same_words));
    Ok(rank::fold(&others, usize::MAX))
}

/// The hits of the page asked for and of those before it, each with its copies, as far as they were found; `ranked` are
/// those that were found in order, and those that were looked for besides.
fn pages(
    snapshot: &dyn Snapshot,
    search: &Search,
    asking: &Asking,
    found: &FoundQuotes,
    ranked: &mut Vec<Ranked>,
) -> Result<Vec<(Ranked, Vec<Ranked>)>, IndexError> {
    if asking.copies == Copies::Each {
        return Ok(ranked.iter().map(|hit| (*hit, Vec::new())).collect());
    }
    if search.order != Order::Relevance && found.distinct < found.total {
        if (ranked.len() as u64) < found.total {
            *ranked = snapshot.search(&copies::ranked_of(search, usize::MAX, &[]))?.ranked;
        }
        return Ok(copies::by_day(search, ranked));
    }
    // Where many papers carry the same words, the best quotes are few different ones, and more have to be looked for.
    const MORE: usize = 16;
    let mut wanted = search.hits;
    loop {
        let all = ranked.len() as u64 == found.total;
        let folded = rank::fold(ranked, search.hits);
        let enough = folded.len() >= search.hits || folded.len() as u64 >= found.distinct;
        if all || enough {
            return Ok(folded);
        }
        wanted = wanted.saturating_mul(MORE);
        *ranked = snapshot.search(&copies::ranked_of(search, wanted, &[]))?.ranked;
    }
}

/// All topic words of a condition, those under a `not` left out, each with whether it is asked for, not only preferred.
pub(super) fn topic_words<'n>(node: &'n Node, words: &mut Vec<(&'n TopicWord, bool)>) {
    match node {
        Node::All(nodes) | Node::Any(nodes) => nodes.iter().for_each(|node| topic_words(node, words)),
        Node::Words(group) => words.extend(group.words.iter().map(|word| (word, true))),
        Node::Prefer(group) => words.extend(group.words.iter().map(|word| (word, false))),
        _ => {}
    }
}

fn build_hit(record: QuoteRecord, score: f32, needles: &[Needle]) -> Hit {
    let highlight = |text: &str, fields: &[TopicField]| {
        let haystack = Haystack::new(needles, text);
        let shown = needles.iter().filter(|needle| fields.contains(&needle.field));
        let stretches = shown.flat_map(|needle| needle.find_all(&haystack)).collect();
        matching::in_characters(text, &matching::merge_stretches(stretches))
    };
    Hit {
        in_quote: highlight(&record.quote, &[TopicField::Anywhere, TopicField::Quote]),
        in_context: highlight(&record.context, &[TopicField::Anywhere]),
        in_sentence: highlight(record.sentence.as_deref().unwrap_or_default(), &[TopicField::Anywhere]),
        in_title: highlight(
            record.article.title.as_deref().unwrap_or_default(),
            &[TopicField::Anywhere, TopicField::Title],
        ),
        elsewhere: Vec::new(),
        around: None,
        record,
        matched: Match::All,
        score,
        explained: None,
        copies: Vec::new(),
        copies_total: 0,
        versions: HitVersions::default(),
        changes: Vec::new(),
    }
}

/// What the offered wordings would add, a note for each word that has any.
fn also(snapshot: &dyn Snapshot, root: &Node, asking: &Asking, total: u64) -> Result<Vec<Note>, IndexError> {
    let mut notes = Vec::new();
    for offers in asking.offers.chunk_by(|a, b| a.typed == b.typed) {
        let mut wordings = Vec::new();
        for offer in offers {
            let Some(node) = offered(root, offer) else { continue };
            let count = affordable(snapshot.search(&Search::count(&node)))?.map_or(0, |with| with.total);
            if count > total {
                wordings.push((offer.wording.words.join(" "), count - total));
            }
        }
        if let (Some(first), false) = (offers.first(), wordings.is_empty()) {
            notes.push(Note::Also { typed: first.typed.join(" "), wordings });
        }
    }
    Ok(notes)
}

/// The condition that every hit meets: for a comparison one of its sides, for a count the words in the quotes themselves.
fn root_of(root: &Node, form: &Form) -> Node {
    match form {
        Form::Compare(sides) => {
            Node::All(vec![root.clone(), Node::Any(sides.iter().map(|(_, side)| side.clone()).collect())])
        }
        Form::Count => in_quotes(root).unwrap_or_else(|| root.clone()),
        _ => root.clone(),
    }
}
