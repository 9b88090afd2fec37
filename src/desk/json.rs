//! What programs read: the shape of every answer as JSON, apart from the quote record itself.
//!
//! Fields are only ever added. Dates are ISO, unknown values `null`, offsets characters with the end excluded.

use std::borrow::Cow;

use serde::Serialize;

use super::answers::Response;
use super::counts::{CountsResponse, Timeline};
use super::frequent::FrequentWord;
use super::holdings::Holding;
use super::overview::Suggestion;
use super::people::HeldRole;
use super::profile::{Companion, Profile};
use super::show::{ShownArticle, ShownBlock, Stats};
use super::troubles::ByKind;
use super::update::Summary;
use crate::index::{
    Answer, Facet, FacetCounts, FacetValue, Hit, HitVersions, NewerBy, Note, ParagraphsAround, Sizes, TimeStep, Times,
};
use crate::record::{ArticleRecord, QuoteRecord};

/// Rises when a field changes its meaning, which it should not.
const VERSION: u32 = 1;

/// One line of `search --format ndjson`: the quote record with what the search adds.
#[derive(Serialize)]
pub struct HitJson<'a> {
    #[serde(flatten)]
    record: &'a QuoteRecord,
    /// `all` or `some` of the words, or `same-article`: none, but said by the same speaker in an article with a hit.
    #[serde(rename = "match")]
    tier: &'static str,
    score: f32,
    highlights: HighlightsJson<'a>,
    /// Where else topic words stand, which neither the quote nor the sentence printed with it holds.
    matched: Vec<MatchedJson<'a>>,
    /// The paragraphs before the quote, its own, and those behind, where they were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    paragraphs: Option<&'a ParagraphsAround>,
    /// The other places that carry the same words.
    copies: Vec<CopyJson<'a>>,
    /// How many there are, those not listed included.
    copies_total: usize,
    /// Earlier versions of the article's address, and whether it is one.
    versions: HitVersions,
    /// How it was changed between versions, where that was asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    changes: Vec<ChangeJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    explain: Option<Vec<WordJson<'a>>>,
    /// The score is the sum of the words times this factor, and then this added.
    #[serde(skip_serializing_if = "Option::is_none")]
    score_factor: Option<f32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    score_added: Option<f32>,
}

/// `[start, end]` in characters of the quote, of the context, of the sentence and of the article's title.
#[derive(Serialize)]
struct HighlightsJson<'a> {
    quote: &'a [[usize; 2]],
    context: &'a [[usize; 2]],
    sentence: &'a [[usize; 2]],
    title: &'a [[usize; 2]],
}

#[derive(Serialize)]
struct MatchedJson<'a> {
    /// `lead-in`, `paragraph`, `headline`, `nearby`.
    place: &'static str,
    text: &'a str,
    highlights: &'a [[usize; 2]],
}

#[derive(Serialize)]
struct CopyJson<'a> {
    id: &'a str,
    article: &'a ArticleRecord,
}

#[derive(Serialize)]
struct ChangeJson<'a> {
    /// `words`, `removed` or `added`.
    kind: &'static str,
    /// The wording of the version before, where the words were changed.
    before: Option<&'a QuoteRecord>,
    /// The version that has it otherwise, or not.
    other: &'a ArticleRecord,
}

#[derive(Serialize)]
struct WordJson<'a> {
    word: &'a str,
    places: &'a [&'static str],
    /// What the word gives to the score, before kind and confidence of the quote raise the sum: rarity times worth.
    rarity: f32,
    worth: f32,
}

/// Whether a hit says which words stand where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// The record with score and highlights.
    Plain,
    /// Also what each word gives to the score.
    Explained,
}

impl<'a> HitJson<'a> {
    /// The shape of a hit.
    pub fn new(hit: &'a Hit, detail: Detail) -> HitJson<'a> {
        HitJson {
            record: &hit.record,
            tier: hit.matched.name(),
            score: hit.score,
            highlights: HighlightsJson {
                quote: &hit.in_quote,
                context: &hit.in_context,
                sentence: &hit.in_sentence,
                title: &hit.in_title,
            },
            matched: hit
                .elsewhere
                .iter()
                .map(|found| MatchedJson { place: found.place, text: &found.text, highlights: &found.matches })
                .collect(),
            paragraphs: hit.around.as_ref(),
            copies: hit.copies.iter().map(|copy| CopyJson { id: &copy.id, article: &copy.article }).collect(),
            copies_total: hit.copies_total,
            versions: hit.versions,
            changes: hit
                .changes
                .iter()
                .map(|change| ChangeJson {
                    kind: change.kind.name(),
                    before: change.wording.as_ref(),
                    other: &change.other,
                })
                .collect(),
            score_factor: hit.explained.as_ref().map(|parts| parts.factor),
            score_added: hit.explained.as_ref().map(|parts| parts.added),
            explain: (detail == Detail::Explained).then(|| {
                let words = hit.explained.iter().flat_map(|parts| &parts.words);
                words
                    .map(|word| WordJson {
                        word: &word.word,
                        places: &word.places,
                        rarity: word.rarity,
                        worth: word.worth,
                    })
                    .collect()
            }),
        }
    }
}

/// `search --format json`.
#[derive(Serialize)]
pub struct AnswerJson<'a> {
    version: u32,
    question: &'a str,
    /// The question in syntax; asked again it gives the same answer.
    read_as: &'a str,
    notes: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    explain: Option<Vec<String>>,
    total: u64,
    /// Those with all the words.
    with_all: u64,
    /// Different quotes: copies count once.
    distinct: u64,
    /// How many of the hits behind them are only of the same articles; `null` where this page does not reach those.
    same_article: Option<usize>,
    offset: usize,
    hits: Vec<HitJson<'a>>,
    facets: FacetsJson<'a>,
    first: Option<String>,
    last: Option<String>,
    undated: u64,
    timeline: Vec<StepJson>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    sides: Vec<SideJson<'a>>,
    /// Related wordings that were not looked for, each with the number of quotes that it would add.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    also: Vec<AlsoJson<'a>>,
}

#[derive(Serialize)]
struct AlsoJson<'a> {
    /// The word of the question, as typed.
    word: &'a str,
    wording: &'a str,
    count: u64,
}

fn also_json(answer: &Answer) -> Vec<AlsoJson<'_>> {
    let offers = answer.notes.iter().filter_map(|note| match note {
        Note::Also { typed, wordings } => Some((typed, wordings)),
        _ => None,
    });
    offers
        .flat_map(|(word, wordings)| wordings.iter().map(|(wording, count)| AlsoJson { word, wording, count: *count }))
        .collect()
}

#[derive(Default, Serialize)]
struct FacetsJson<'a> {
    speakers: Option<FacetJson<'a>>,
    parties: Option<FacetJson<'a>>,
    offices: Option<FacetJson<'a>>,
    outlets: Option<FacetJson<'a>>,
    kinds: Option<FacetJson<'a>>,
    years: Vec<StepJson>,
    months: Vec<StepJson>,
}

#[derive(Serialize)]
struct FacetJson<'a> {
    values: Vec<ValueJson<'a>>,
    /// Quotes under values that are not listed.
    others: u64,
    /// Quotes without a value.
    without: u64,
    /// The values to choose from, were the question's own condition on them left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    elsewhere: Option<Vec<ValueJson<'a>>>,
}

#[derive(Serialize)]
struct ValueJson<'a> {
    id: &'a str,
    name: &'a str,
    count: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    first: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last: Option<String>,
}

#[derive(Serialize)]
pub struct StepJson {
    period: String,
    count: u64,
}

#[derive(Serialize)]
struct SideJson<'a> {
    label: &'a str,
    total: u64,
    first: Option<String>,
    last: Option<String>,
    timeline: Vec<StepJson>,
}

impl<'a> AnswerJson<'a> {
    /// The shape of an answer.
    pub fn new(response: &'a Response) -> AnswerJson<'a> {
        let (asked, answer) = (&response.asked, &response.answer);
        let detail = if response.explains { Detail::Explained } else { Detail::Plain };
        AnswerJson {
            version: VERSION,
            question: &asked.question,
            read_as: &asked.read_as,
            notes: response.notes_in_words(),
            explain: response.explains.then(|| asked.explained()),
            total: answer.total,
            with_all: answer.with_all,
            distinct: answer.distinct,
            same_article: answer.same_article,
            offset: response.offset,
            hits: answer.hits.iter().map(|hit| HitJson::new(hit, detail)).collect(),
            facets: facets_json(answer),
            first: answer.times.first().map(|day| day.to_string()),
            last: answer.times.last().map(|day| day.to_string()),
            undated: answer.times.undated,
            timeline: steps(&answer.times, answer.times.fitting_step()),
            sides: answer
                .sides
                .iter()
                .map(|side| SideJson {
                    label: &side.label,
                    total: side.total,
                    first: side.times.first().map(|day| day.to_string()),
                    last: side.times.last().map(|day| day.to_string()),
                    timeline: steps(&side.times, answer.times.fitting_step()),
                })
                .collect(),
            also: also_json(answer),
        }
    }
}

fn facets_json(answer: &Answer) -> FacetsJson<'_> {
    let mut json = FacetsJson {
        years: steps(&answer.times, TimeStep::Year),
        months: steps(&answer.times, TimeStep::Month),
        ..FacetsJson::default()
    };
    for (facet, counts) in &answer.facets {
        let elsewhere = answer.elsewhere.iter().find(|(other, _)| other == facet).map(|(_, counts)| counts);
        let value = Some(facet_json(counts, elsewhere));
        match facet {
            Facet::Speaker => json.speakers = value,
            Facet::Party => json.parties = value,
            Facet::Office => json.offices = value,
            Facet::Outlet => json.outlets = value,
            Facet::Kind => json.kinds = value,
            Facet::Time => {}
        }
    }
    json
}

fn facet_json<'a>(counts: &'a FacetCounts, elsewhere: Option<&'a FacetCounts>) -> FacetJson<'a> {
    FacetJson {
        values: values_json(&counts.values),
        others: counts.others,
        without: counts.without,
        elsewhere: elsewhere.map(|counts| values_json(&counts.values)),
    }
}

fn values_json(values: &[FacetValue]) -> Vec<ValueJson<'_>> {
    values
        .iter()
        .map(|value| ValueJson {
            id: &value.id,
            name: &value.name,
            count: value.count,
            first: value.days.map(|(first, _)| first.to_string()),
            last: value.days.map(|(_, last)| last.to_string()),
        })
        .collect()
}

fn steps(times: &Times, step: TimeStep) -> Vec<StepJson> {
    times.by(step).into_iter().map(|(period, count)| StepJson { period, count }).collect()
}

fn held_steps(articles: &Times, step: TimeStep) -> Vec<HeldStepJson> {
    articles.by(step).into_iter().map(|(period, articles)| HeldStepJson { period, articles }).collect()
}

/// `speakers`, `parties`, `offices` and `outlets` with `--format json`.
#[derive(Serialize)]
pub struct CountsJson<'a> {
    version: u32,
    read_as: &'a str,
    total: u64,
    values: Vec<ValueJson<'a>>,
    others: u64,
    without: u64,
}

impl<'a> CountsJson<'a> {
    /// `None` where the facet has no counts.
    pub fn new(response: &'a CountsResponse) -> Option<CountsJson<'a>> {
        let counts = response.counts.as_ref()?;
        Some(CountsJson {
            version: VERSION,
            read_as: &response.asked.read_as,
            total: response.answer.total,
            values: values_json(&counts.values),
            others: counts.others,
            without: counts.without,
        })
    }
}

/// `list --format json`.
#[derive(Serialize)]
pub struct HoldingsJson<'a> {
    version: u32,
    holdings: Vec<HoldingJson<'a>>,
}

#[derive(Serialize)]
struct HoldingJson<'a> {
    /// `null` for files under none of the paths that were named.
    root: Option<Cow<'a, str>>,
    kind: &'static str,
    files: u64,
    articles: u64,
    quotes: u64,
    undated: u64,
    first: Option<String>,
    last: Option<String>,
}

impl<'a> HoldingsJson<'a> {
    /// What an index holds.
    pub fn new(holdings: &'a [Holding]) -> HoldingsJson<'a> {
        let holding = |holding: &'a Holding| {
            let days = holding.held.days;
            HoldingJson {
                root: holding.root.as_ref().map(|root| root.to_string_lossy()),
                kind: holding.kind,
                files: holding.files,
                articles: holding.held.articles,
                quotes: holding.held.quotes,
                undated: holding.held.undated,
                first: days.map(|(first, _)| first.to_string()),
                last: days.map(|(_, last)| last.to_string()),
            }
        };
        HoldingsJson { version: VERSION, holdings: holdings.iter().map(holding).collect() }
    }
}

/// `timeline --format json`.
#[derive(Serialize)]
pub struct TimelineJson<'a> {
    version: u32,
    read_as: &'a str,
    total: u64,
    first: Option<String>,
    last: Option<String>,
    undated: u64,
    timeline: Vec<StepJson>,
    archive: Vec<HeldStepJson>,
}

/// A period of which an archive has articles, whether anything was found in them or not.
#[derive(Serialize)]
struct HeldStepJson {
    period: String,
    articles: u64,
}

impl<'a> TimelineJson<'a> {
    /// The shape of a timeline.
    pub fn new(timeline: &'a Timeline) -> TimelineJson<'a> {
        let times = &timeline.answer.times;
        TimelineJson {
            version: VERSION,
            read_as: &timeline.asked.read_as,
            total: timeline.answer.total,
            first: times.first().map(|day| day.to_string()),
            last: times.last().map(|day| day.to_string()),
            undated: times.undated,
            timeline: steps(times, timeline.step),
            archive: held_steps(&timeline.articles, timeline.step),
        }
    }
}

/// `index --format json`.
#[derive(Serialize)]
pub struct SummaryJson {
    version: u32,
    added: u64,
    changed: u64,
    unchanged: u64,
    moved: u64,
    removed: u64,
    failed: u64,
    failed_by_kind: ByKind,
    problems: u64,
    notes: ByKind,
    passed_over: ByKind,
    undated: u64,
    quotes_found: u64,
    quotes_with_speaker: u64,
    index: SizesJson,
}

#[derive(Serialize)]
pub struct SizesJson {
    files: u64,
    articles: u64,
    quotes: u64,
    with_speaker: u64,
}

impl SizesJson {
    fn new(sizes: &Sizes) -> SizesJson {
        SizesJson { files: sizes.files, articles: sizes.articles, quotes: sizes.quotes, with_speaker: sizes.attributed }
    }
}

impl SummaryJson {
    /// The shape of what an update came to, and of what the index holds behind it.
    pub fn new(summary: &Summary, sizes: &Sizes) -> SummaryJson {
        SummaryJson {
            version: VERSION,
            added: summary.counts.added,
            changed: summary.counts.changed,
            unchanged: summary.counts.unchanged,
            moved: summary.counts.moved,
            removed: summary.counts.removed,
            failed: summary.troubles.failed,
            failed_by_kind: summary.troubles.failed_by_kind.clone(),
            problems: summary.troubles.problems,
            notes: summary.troubles.notes.clone(),
            passed_over: summary.troubles.passed_over.clone(),
            undated: summary.undated,
            quotes_found: summary.quotes,
            quotes_with_speaker: summary.attributed,
            index: SizesJson::new(sizes),
        }
    }
}

/// `stats --format json`.
#[derive(Serialize)]
pub struct StatsJson<'a> {
    version: u32,
    path: &'a str,
    bytes: u64,
    #[serde(flatten)]
    sizes: SizesJson,
    first: Option<String>,
    last: Option<String>,
    undated: u64,
    kinds: std::collections::BTreeMap<&'a str, u64>,
}

impl<'a> StatsJson<'a> {
    /// The shape of what an index holds.
    pub fn new(stats: &'a Stats) -> StatsJson<'a> {
        let answer = &stats.answer;
        let kinds = answer.facets.iter().find(|(facet, _)| *facet == Facet::Kind);
        StatsJson {
            version: VERSION,
            path: &stats.path,
            bytes: stats.bytes,
            sizes: SizesJson::new(&stats.sizes),
            first: answer.times.first().map(|day| day.to_string()),
            last: answer.times.last().map(|day| day.to_string()),
            undated: answer.times.undated,
            kinds: kinds
                .map(|(_, counts)| counts.values.iter().map(|value| (value.id.as_str(), value.count)).collect())
                .unwrap_or_default(),
        }
    }
}

/// A person in an archive.
#[derive(Serialize)]
pub struct PersonJson<'a> {
    version: u32,
    id: &'a str,
    name: &'a str,
    /// Whether the register knows the person.
    registered: bool,
    parties: &'a [HeldRole<'a>],
    offices: &'a [HeldRole<'a>],
    total: u64,
    first: Option<String>,
    last: Option<String>,
    undated: u64,
    timeline: Vec<StepJson>,
    facets: FacetsJson<'a>,
    topics: &'a [FrequentWord],
    together: &'a [Companion],
    latest: Vec<HitJson<'a>>,
}

impl<'a> PersonJson<'a> {
    /// The shape of a person.
    pub fn new(profile: &'a Profile<'a>) -> PersonJson<'a> {
        let (answer, known) = (&profile.answer, profile.known.as_ref());
        PersonJson {
            version: VERSION,
            id: &profile.id,
            name: &profile.name,
            registered: known.is_some(),
            parties: known.map(|known| known.parties.as_slice()).unwrap_or_default(),
            offices: known.map(|known| known.offices.as_slice()).unwrap_or_default(),
            total: answer.total,
            first: answer.times.first().map(|day| day.to_string()),
            last: answer.times.last().map(|day| day.to_string()),
            undated: answer.times.undated,
            timeline: steps(&answer.times, answer.times.fitting_step()),
            facets: facets_json(answer),
            topics: &profile.topics,
            together: &profile.together,
            latest: answer.hits.iter().map(|hit| HitJson::new(hit, Detail::Plain)).collect(),
        }
    }
}

/// What a question that is being typed can become.
#[derive(Serialize)]
pub struct SuggestJson<'a> {
    version: u32,
    suggestions: &'a [Suggestion],
}

impl<'a> SuggestJson<'a> {
    /// The shape of suggestions.
    pub fn new(suggestions: &'a [Suggestion]) -> SuggestJson<'a> {
        SuggestJson { version: VERSION, suggestions }
    }
}

/// `show --format json`.
#[derive(Serialize)]
pub struct ShowJson<'a> {
    version: u32,
    article: &'a ArticleRecord,
    text: &'a str,
    blocks: Vec<ShownBlock>,
    quotes: &'a [QuoteRecord],
    /// Near copies of the article elsewhere, the earliest dated first.
    copies: Vec<&'a ArticleRecord>,
    copies_total: usize,
    /// The versions of its address, itself among them, the oldest first; the last one stands.
    versions: Vec<VersionJson<'a>>,
}

#[derive(Serialize)]
struct VersionJson<'a> {
    article: &'a ArticleRecord,
    /// Whether it is the article that is shown.
    is_this: bool,
    /// What tells that it is newer than the one before: `date`, `capture` or `indexing`.
    newer_by: Option<NewerBy>,
}

impl<'a> ShowJson<'a> {
    /// The shape of an article with its quotes.
    pub fn new(shown: &'a ShownArticle) -> ShowJson<'a> {
        let article = &shown.article;
        ShowJson {
            version: VERSION,
            article: &article.record,
            text: &article.text,
            blocks: shown.blocks(),
            quotes: &shown.quotes,
            copies: shown.relatives.copies.iter().map(AsRef::as_ref).collect(),
            copies_total: shown.relatives.copies_total,
            versions: shown
                .relatives
                .versions
                .iter()
                .map(|it| VersionJson { article: &it.article, is_this: it.is_this, newer_by: it.newer_by })
                .collect(),
        }
    }
}
