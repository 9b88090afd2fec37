//! Fits what counts for how much in the order of hits on questions with known answers, and measures the order.
//!
//! ```text
//! cargo run --profile profiling --example fit_ranking -- QUESTIONS GOLD… NAME=ARCHIVE…         fit, on all and by five folds
//! … --measure                                                                                  only measure
//! … --each                                                                                     and a line for each question
//! … --start NAME=VALUE,…                                                    other weights to begin with
//! … --only NAME,…                                                           only these are fitted
//! … --hits-alone                                                            without other quotes of the same articles
//! … --mixed                                                                 without parting by how many words are met
//! ```
//!
//! QUESTIONS: a JSON object a line, `{"id", "question", "collection": NAME, "relevant": {"ARTICLE#SPAN": grade}}`. GOLD: a
//! folder with a JSON object a file, `{"doc": ARTICLE, "spans": [{"id", "start", "end", "text"}]}`, in characters. ARCHIVE:
//! what `onrecord index` reads; an article's name is its file's stem, or its member. A hit covers a span where either holds
//! the other, or half of both is common; hits that cover nothing new gain nothing. nDCG@10 has gains of 2^grade - 1.
//!
//! Coordinate ascent over the values of [`GRID`], which are few and round: of values that are equal the default stays. Each
//! fold is fitted on the other four and measured on itself, so that the mean over folds is of questions that the weights
//! have not seen.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program of the builders talks to them")]

use anyhow::{Context, Result, bail};
use onrecord::desk::{Library, Request, Settings, UpdateRequest, nobody};
use onrecord::index::{Asking, Copies, Hit, Looser, Match, RankWeights, Store, WhenEmpty};
use onrecord::query::tree::ResolvedQuery;
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

const FOLDS: usize = 5;
/// So many hits are asked for.
const HITS: usize = 20;

/// A weight that is fitted: its name, where it lies, the values that are tried.
type Row = (&'static str, fn(&mut RankWeights) -> &mut f32, &'static [f32]);

const GRID: [Row; 13] = [
    ("only_nearby", |it| &mut it.only_nearby, &[0.2, 0.4, 0.6, 0.8]),
    ("quote", |it| &mut it.quote, &[1.0, 2.0, 3.0, 4.0, 6.0]),
    ("lead_in", |it| &mut it.lead_in, &[0.0, 0.5, 1.0, 1.5, 2.0]),
    ("context", |it| &mut it.context, &[0.0, 0.5, 1.0, 1.5, 2.0]),
    ("title", |it| &mut it.title, &[0.0, 0.5, 1.0, 2.0, 3.0]),
    ("direct", |it| &mut it.direct, &[0.5, 1.0, 2.0, 3.0, 4.0]),
    ("partial", |it| &mut it.partial, &[0.25, 0.5, 1.0, 1.9]),
    ("few_words", |it| &mut it.few_words, &[-0.9, -0.5, 0.0, 1.0, 1.9]),
    ("under_headline", |it| &mut it.under_headline, &[0.4, 0.5, 0.6, 0.65, 0.7, 0.8, 1.0]),
    ("nearby", |it| &mut it.nearby, &[0.3, 0.4, 0.5, 0.6, 0.8, 1.0]),
    ("preferred", |it| &mut it.preferred, &[0.25, 0.5, 0.75, 1.0]),
    ("confidence", |it| &mut it.confidence, &[0.0, 0.1, 0.5, 1.0]),
    ("kept_together", |it| &mut it.kept_together, &[0.0, 0.3, 0.45, 0.6, 0.75, 0.9, 2.0]),
];

#[derive(Deserialize)]
struct Question {
    id: String,
    question: String,
    collection: String,
    relevant: BTreeMap<String, u32>,
}

#[derive(Deserialize)]
struct GoldArticle {
    doc: String,
    spans: Vec<GoldSpan>,
}

#[derive(Deserialize)]
struct GoldSpan {
    id: serde_json::Value,
    start: usize,
    end: usize,
    text: String,
}

/// A span without marks and white space at its ends, in characters, with its grade.
#[derive(Clone, Copy, Debug)]
struct Relevant {
    start: usize,
    end: usize,
    grade: u32,
}

/// A question that was read, with the spans that answer it by article.
struct Lesson {
    id: String,
    question: String,
    query: ResolvedQuery,
    collection: String,
    relevant: HashMap<String, Vec<Relevant>>,
}

/// nDCG@10, P@1, recall@20, and whether of the first ten hits one that has the words beside it stands above one that has
/// them itself.
#[derive(Clone, Copy, Debug, Default)]
struct Score([f64; 4]);

impl Score {
    fn mean(scores: impl Iterator<Item = Score>) -> Score {
        let (mut sum, mut count) = ([0.0; 4], 0.0);
        for Score(score) in scores {
            sum.iter_mut().zip(score).for_each(|(sum, score)| *sum += score);
            count += 1.0;
        }
        Score(sum.map(|sum| if count > 0.0 { sum / count } else { 0.0 }))
    }

    /// What the fitting raises: the order of ten first of all.
    fn aim(self) -> f64 {
        let Score([ndcg, first, recall, _]) = self;
        ndcg + 0.2 * first + 0.1 * recall
    }
}

impl std::fmt::Display for Score {
    fn fmt(&self, out: &mut std::fmt::Formatter) -> std::fmt::Result {
        let Score([ndcg, first, recall, behind]) = self;
        write!(out, "nDCG@10 {ndcg:.3}  P@1 {first:.3}  recall@20 {recall:.3}  own words behind {behind:.3}")
    }
}

fn main() -> Result<()> {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut value_of = |flag: &str| -> Option<String> {
        let at = arguments.iter().position(|argument| argument == flag)?;
        let value = arguments.get(at + 1).cloned();
        arguments.drain(at..arguments.len().min(at + 2));
        value
    };
    let mut start = RankWeights::default();
    for one in value_of("--start").iter().flat_map(|list| list.split(',')) {
        let (name, value) = one.split_once('=').context("--start wants NAME=VALUE")?;
        let (_, at, _) = GRID.into_iter().find(|row| row.0 == name).with_context(|| format!("no weight {name}"))?;
        *at(&mut start) = value.parse()?;
    }
    let rows: Vec<Row> = match value_of("--only") {
        Some(only) => GRID.into_iter().filter(|row| only.split(',').any(|name| name == row.0)).collect(),
        None => GRID.to_vec(),
    };
    let (flags, named): (Vec<String>, Vec<String>) = arguments.into_iter().partition(|it| it.starts_with("--"));
    let (archives, folders): (Vec<&String>, Vec<&String>) = named.iter().partition(|it| it.contains('='));
    let Some((questions, gold)) = folders.split_first() else {
        bail!("give the file of questions, the folders of spans, and NAME=ARCHIVE for each collection");
    };
    let spans = read_gold(gold)?;
    let indexes = tempfile::tempdir()?;
    let mut stores = HashMap::new();
    let mut lessons = Vec::new();
    for archive in archives {
        let (name, path) = archive.split_once('=').context("a collection is NAME=ARCHIVE")?;
        let dir = indexes.path().join(name);
        let (library, _) = Library::of_paths(Some(&dir), &UpdateRequest::of([path]), Settings::default(), nobody())?;
        for line in std::fs::read_to_string(questions)?.lines().filter(|line| !line.trim().is_empty()) {
            let question: Question = serde_json::from_str(line).context("a line of the questions")?;
            if question.collection == name && !question.relevant.is_empty() {
                lessons.push(lesson(question, &library, &spans)?);
            }
        }
        stores.insert(name.to_string(), Store::open(&dir)?);
    }
    lessons.sort_by(|a, b| a.id.cmp(&b.id));
    let same_article = !flags.iter().any(|flag| flag == "--hits-alone");
    let looser = if flags.iter().any(|flag| flag == "--mixed") { Looser::Among } else { Looser::Behind };
    let mut bench = Bench { start, rows, same_article, looser, lessons, stores, known: HashMap::new() };
    let all: Vec<usize> = (0..bench.lessons.len()).collect();
    let defaults = start;
    println!("{} questions; the weights as they are: {}", all.len(), bench.mean(&all, &defaults)?);
    if flags.iter().any(|flag| flag == "--each") {
        let scores = bench.scores(&defaults)?;
        for (lesson, score) in bench.lessons.iter().zip(scores) {
            println!("  {}  {score}  {}", lesson.id, lesson.question);
        }
    }
    let folds: Vec<Vec<usize>> =
        (0..FOLDS).map(|fold| all.iter().copied().filter(|at| at % FOLDS == fold).collect()).collect();
    if flags.iter().any(|flag| flag == "--measure") {
        for (number, fold) in folds.iter().enumerate() {
            println!("fold {}: {}", number + 1, bench.mean(fold, &defaults)?);
        }
        return Ok(());
    }
    let mut held_out = Vec::new();
    for (number, fold) in folds.iter().enumerate() {
        let others: Vec<usize> = all.iter().copied().filter(|at| !fold.contains(at)).collect();
        let weights = bench.fit(&others)?;
        let score = bench.mean(fold, &weights)?;
        println!("fold {}: {score}  (as they are {})\n  {}", number + 1, bench.mean(fold, &defaults)?, told(&weights));
        let scores = bench.scores(&weights)?;
        held_out.extend(fold.iter().map(|at| scores[*at]));
    }
    println!("held out, all folds: {}", Score::mean(held_out.into_iter()));
    let weights = bench.fit(&all)?;
    println!("fitted on all: {}\n  {}", bench.mean(&all, &weights)?, told(&weights));
    println!("what one value alone changes:");
    for (name, at, values) in GRID {
        let mut line = Vec::new();
        for value in values {
            let mut other = weights;
            *at(&mut other) = *value;
            line.push(format!("{value}: {:.4}", bench.mean(&all, &other)?.aim()));
        }
        println!("  {name:<14} {}", line.join("  "));
    }
    Ok(())
}

fn told(weights: &RankWeights) -> String {
    let mut weights = *weights;
    GRID.iter().map(|(name, at, _)| format!("{name} {}", at(&mut weights))).collect::<Vec<_>>().join(", ")
}

/// The spans of the folders by article and id.
fn read_gold(folders: &[&String]) -> Result<HashMap<String, (usize, usize)>> {
    let mut spans = HashMap::new();
    for folder in folders {
        for entry in std::fs::read_dir(folder).with_context(|| format!("cannot read {folder}"))? {
            let path = entry?.path();
            if path.extension().is_none_or(|ending| ending != "json") {
                continue;
            }
            let article: GoldArticle = serde_json::from_str(&std::fs::read_to_string(&path)?)
                .with_context(|| format!("{} is no article with spans", path.display()))?;
            for GoldSpan { id, start, end, text } in article.spans {
                let bare = |c: char| c.is_whitespace() || "\"'`“”‘’„‟«»".contains(c);
                let before = text.chars().take_while(|c| bare(*c)).count();
                let behind = text.chars().rev().take_while(|c| bare(*c)).count();
                let id = id.as_str().map_or_else(|| id.to_string(), str::to_string);
                spans.insert(format!("{}#{id}", article.doc), (start + before, end.saturating_sub(behind)));
            }
        }
    }
    Ok(spans)
}

fn lesson(question: Question, library: &Library, spans: &HashMap<String, (usize, usize)>) -> Result<Lesson> {
    let mut relevant: HashMap<String, Vec<Relevant>> = HashMap::new();
    for (name, grade) in question.relevant {
        let (start, end) = *spans.get(&name).with_context(|| format!("no span {name}"))?;
        let article = name.rsplit_once('#').map_or(name.as_str(), |(article, _)| article);
        relevant.entry(article.to_string()).or_default().push(Relevant { start, end, grade });
    }
    let query = library.read(&Request::of(question.question.clone()))?.query;
    Ok(Lesson { id: question.id, question: question.question, query, collection: question.collection, relevant })
}

struct Bench {
    /// The weights to begin with.
    start: RankWeights,
    /// Those that are fitted.
    rows: Vec<Row>,
    same_article: bool,
    looser: Looser,
    lessons: Vec<Lesson>,
    stores: HashMap<String, Store>,
    /// The scores of weights that were tried.
    known: HashMap<String, Vec<Score>>,
}

impl Bench {
    /// The scores of all questions.
    fn scores(&mut self, weights: &RankWeights) -> Result<Vec<Score>> {
        let key = format!("{weights:?}");
        if let Some(known) = self.known.get(&key) {
            return Ok(known.clone());
        }
        let asking = Asking {
            limit: HITS,
            copies: Copies::Each,
            facets: Vec::new(),
            when_empty: WhenEmpty::Nothing,
            same_article: self.same_article,
            looser: self.looser,
            weights: *weights,
            ..Asking::default()
        };
        let mut scores = Vec::with_capacity(self.lessons.len());
        for lesson in &self.lessons {
            let store = self.stores.get(&lesson.collection).context("a collection")?;
            scores.push(lesson.score(&store.ask(&lesson.query, &asking)?.hits));
        }
        self.known.insert(key, scores.clone());
        Ok(scores)
    }

    fn mean(&mut self, of: &[usize], weights: &RankWeights) -> Result<Score> {
        let scores = self.scores(weights)?;
        Ok(Score::mean(of.iter().map(|at| scores[*at])))
    }

    /// The best weights for some questions.
    fn fit(&mut self, of: &[usize]) -> Result<RankWeights> {
        // A tenth of one question's order: less is chance.
        const LEAST_GAIN: f64 = 0.1 / 42.0;
        let mut best = self.start;
        let mut reached = self.mean(of, &best)?.aim();
        loop {
            let before = reached;
            for (_, at, values) in self.rows.clone() {
                for value in values {
                    let mut other = best;
                    *at(&mut other) = *value;
                    let aim = self.mean(of, &other)?.aim();
                    if aim > reached + LEAST_GAIN {
                        (best, reached) = (other, aim);
                    }
                }
            }
            if reached <= before + LEAST_GAIN {
                return Ok(best);
            }
        }
    }
}

impl Lesson {
    fn score(&self, hits: &[Hit]) -> Score {
        let mut found: HashSet<(String, usize)> = HashSet::new();
        let mut items = Vec::new();
        let mut first = 0.0;
        for (rank, hit) in hits.iter().enumerate() {
            let article = article_name(hit);
            let mut gains = Vec::new();
            let mut is_good = false;
            for (number, span) in self.relevant.get(&article).into_iter().flatten().enumerate() {
                if hit.record.segments.iter().any(|[start, end]| covers((*start, *end), (span.start, span.end))) {
                    is_good = true;
                    if found.insert((article.clone(), number)) {
                        gains.push(gain(span.grade));
                    }
                }
            }
            if rank == 0 && is_good {
                first = 1.0;
            }
            gains.sort_by(|a, b| b.total_cmp(a));
            items.extend(if gains.is_empty() { vec![0.0] } else { gains });
        }
        let mut ideal: Vec<f64> = self.relevant.values().flatten().map(|span| gain(span.grade)).collect();
        ideal.sort_by(|a, b| b.total_cmp(a));
        let recall = found.len() as f64 / ideal.len() as f64;
        Score([discounted(&items) / discounted(&ideal), first, recall, own_words_behind(hits)])
    }
}

fn gain(grade: u32) -> f64 {
    f64::from(grade).exp2() - 1.0
}

/// 1 where of the first ten hits one that has the words only beside it stands above one that has them itself, else 0.
fn own_words_behind(hits: &[Hit]) -> f64 {
    let met = hits.iter().take(10).filter(|hit| hit.matched == Match::All);
    let own: Vec<bool> = met.map(|hit| !hit.in_quote.is_empty()).collect();
    if own.windows(2).any(|pair| !pair[0] && pair[1]) { 1.0 } else { 0.0 }
}

fn discounted(gains: &[f64]) -> f64 {
    gains.iter().take(10).enumerate().map(|(at, gain)| gain / (at as f64 + 2.0).log2()).sum()
}

fn covers((a, b): (usize, usize), (x, y): (usize, usize)) -> bool {
    let common = b.min(y).saturating_sub(a.max(x));
    let either = b.max(y) - a.min(x);
    common > 0 && (a <= x && y <= b || x <= a && b <= y || 2 * common >= either)
}

/// The file's stem, or the member.
fn article_name(hit: &Hit) -> String {
    let article = &hit.record.article;
    let name = article.member.as_deref().unwrap_or(&article.path);
    let name = name.rsplit(['/', '#']).next().unwrap_or(name);
    Path::new(name)
        .file_stem()
        .filter(|_| name.ends_with(".txt"))
        .map_or(name.into(), |stem| stem.to_string_lossy().into())
}
