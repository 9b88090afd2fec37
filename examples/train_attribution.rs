//! Learns the weights of the quotes room from articles with attributions marked by hand (PolNeAR's layout: a folder
//! with `text/*.txt` and `attributions/*.ann`), and writes them to the tables beside the code.
//!
//! ```text
//! cargo run --release --example train_attribution -- FOLDER            learn and write the tables
//! cargo run --release --example train_attribution -- FOLDER --folds 5  measure on parts held out, write nothing
//! … --folds 5 --errors                                                 and show the wrong choices of the parts held out
//! cargo run --release --example train_attribution -- FOLDER --count    only count how the rules fare
//! ```
//!
//! Log-linear models, trained by AdaGrad on the log-likelihood with an L2 penalty; the order of the samples comes from
//! a fixed seed, so that the same articles give the same tables.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program of the builders talks to them")]

use anyhow::{Context, Result, bail};
use onrecord::archive::{Document, Format, Origin};
use onrecord::article::{Article, ReadOptions, read_article};
use onrecord::people::Register;
use onrecord::quotes::Extractor;
use onrecord::quotes::training::{Choices, Marked, RuleOutcome, Sample, Weights, size, sureness_table, table};
use onrecord::span::Span;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

const EPOCHS: usize = 24;
/// From this epoch on the weights count for their mean.
const SETTLED: usize = 6;
const RATE: f32 = 0.05;
const PENALTY: f32 = 2e-5;
/// Weights below this are left out of the tables.
const LEAST: f32 = 0.04;
const SEED: u64 = 20_160_818;
/// Orders of the samples whose weights are averaged.
const ORDERS: u64 = 5;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some(folder) = arguments.first() else {
        bail!("give the folder that holds `text` and `attributions`");
    };
    let folds = match arguments.iter().position(|argument| argument == "--folds") {
        Some(at) => Some(arguments.get(at + 1).context("--folds wants a number")?.parse::<usize>()?),
        None => None,
    };
    let register = Register::embedded()?;
    let mut extractor = Extractor::new(&register);
    let texts = read_texts(Path::new(folder))?;
    if arguments.iter().any(|argument| argument == "--count") {
        return count_rules(&texts, &extractor);
    }
    let antecedents = learn_antecedents(&texts, &mut extractor, folds);
    let articles: Vec<Lesson> = texts
        .iter()
        .map(|(article, marked)| Lesson {
            samples: extractor.samples(article, marked),
            reports: extractor.reported_samples(article, marked),
        })
        .collect();
    let count = |pick: fn(&Sample) -> bool| {
        articles.iter().flat_map(|article| &article.samples).filter(|sample| pick(sample)).count()
    };
    eprintln!(
        "{} articles, {} quoted spans, {} of them quotes, {} with the source among the candidates",
        articles.len(),
        count(|_| true),
        count(|sample| sample.quote.1),
        count(|sample| !sample.candidates.is_empty()),
    );
    match folds {
        Some(folds) => {
            let texts = arguments.iter().any(|argument| argument == "--errors").then_some(texts.as_slice());
            cross_validate(&articles, folds, texts)
        }
        None => {
            let all: Vec<&Lesson> = articles.iter().collect();
            let learned = train_often(&all);
            report("on the articles themselves", &all, &learned);
            let data = Path::new("src/quotes/data");
            let head = "# Written by `cargo run --release --example train_attribution`; what the rows mean: src/quotes/model.rs.\n";
            for (name, weights, values) in [
                ("speaker_weights.tsv", Weights::Speakers, &learned.speakers),
                ("quote_weights.tsv", Weights::Quotes, &learned.quotes),
                ("report_weights.tsv", Weights::Reports, &learned.reports),
                ("antecedent_weights.tsv", Weights::Antecedents, &antecedents),
            ] {
                let path = data.join(name);
                std::fs::write(&path, format!("{head}{}", table(weights, values, LEAST)))
                    .with_context(|| format!("cannot write {}", path.display()))?;
            }
            println!("The weights are new: build again, then count how the rules fare with them (--count).");
            Ok(())
        }
    }
}

/// Writes beside each rule how many of its choices are right in the articles, and of how many.
fn count_rules(texts: &[(Article, Vec<Marked>)], extractor: &Extractor) -> Result<()> {
    let outcomes: Vec<RuleOutcome> =
        texts.iter().flat_map(|(article, marked)| extractor.rule_outcomes(article, marked)).collect();
    let path = Path::new("src/quotes/data/sureness.tsv");
    std::fs::write(path, sureness_table(&outcomes)).with_context(|| format!("cannot write {}", path.display()))
}

fn cross_validate(articles: &[Lesson], folds: usize, texts: Option<&[(Article, Vec<Marked>)]>) -> Result<()> {
    for fold in 0..folds {
        let part = |held: bool| -> Vec<&Lesson> {
            articles
                .iter()
                .enumerate()
                .filter(|(index, _)| (index % folds == fold) == held)
                .map(|(_, lesson)| lesson)
                .collect()
        };
        let learned = train_often(&part(false));
        report(&format!("fold {fold}"), &part(true), &learned);
        let held =
            articles.iter().zip(texts.into_iter().flatten()).enumerate().filter(|(index, _)| index % folds == fold);
        for (_, (lesson, (article, _))) in held {
            show_errors(article, lesson, &learned);
        }
    }
    Ok(())
}

/// Learns whom pronouns mean; twice, because the pronouns before one are antecedents themselves.
fn learn_antecedents(texts: &[(Article, Vec<Marked>)], extractor: &mut Extractor, folds: Option<usize>) -> Vec<f32> {
    const ROUNDS: usize = 2;
    let mut weights = vec![0.0; size(Weights::Antecedents)];
    extractor.set_antecedent_weights(&weights);
    for round in 0..ROUNDS {
        let lessons: Vec<Vec<Choices>> =
            texts.iter().map(|(article, _)| extractor.antecedent_samples(article)).collect();
        for fold in 0..folds.unwrap_or(0) {
            let part = |held: bool| -> Vec<&Choices> {
                let of_fold = |(index, _): &(usize, &Vec<Choices>)| (index % folds.unwrap_or(1) == fold) == held;
                lessons.iter().enumerate().filter(of_fold).flat_map(|(_, lessons)| lessons).collect()
            };
            let learned = learn_choices(&part(false), Weights::Antecedents);
            let held = part(true);
            let right = held.iter().filter(|choices| is_right(choices, &learned)).count();
            println!(
                "round {round}, fold {fold}: antecedent of the pronoun's gender likeliest {:.1} % of {}",
                100.0 * right as f32 / held.len().max(1) as f32,
                held.len()
            );
        }
        weights = learn_choices(&lessons.iter().flatten().collect::<Vec<_>>(), Weights::Antecedents);
        extractor.set_antecedent_weights(&weights);
    }
    weights
}

/// Whether the likeliest of the choices is a right one.
fn is_right(choices: &Choices, weights: &[f32]) -> bool {
    let sum = |features: &[u32]| features.iter().map(|feature| weights[*feature as usize]).sum::<f32>();
    choices.iter().max_by(|one, other| sum(&one.0).total_cmp(&sum(&other.0))).is_some_and(|best| best.1)
}

fn learn_choices(lessons: &[&Choices], weights: Weights) -> Vec<f32> {
    let mut learner = Learner::new(size(weights));
    let mut order: Vec<usize> = (0..lessons.len()).collect();
    let mut seed = SEED;
    for epoch in 0..EPOCHS {
        if epoch >= SETTLED {
            learner.note();
        }
        shuffle(&mut order, &mut seed);
        for index in &order {
            learner.learn_choice(lessons[*index]);
        }
    }
    learner.mean()
}

/// Prints the spans whose source was chosen wrong, or that were wrongly taken for a quote or for none.
fn show_errors(article: &Article, lesson: &Lesson, learned: &Learned) {
    const AROUND: usize = 240;
    let text = &article.text;
    let words = |mention: &Option<Span>| mention.map_or("nobody", |span| span.of(text)).to_owned();
    for sample in &lesson.samples {
        let sum =
            |features: &[u32], weights: &[f32]| features.iter().map(|feature| weights[*feature as usize]).sum::<f32>();
        let boundary = |at: &usize| text.is_char_boundary(*at);
        let from = (0..=sample.words.start().saturating_sub(AROUND)).rev().find(boundary).unwrap_or(0);
        let to = (sample.words.end() + AROUND / 2..text.len()).find(boundary).unwrap_or(text.len());
        let context = format!(
            "{}⟦{}⟧{}",
            &text[from..sample.words.start()],
            sample.words.of(text),
            &text[sample.words.end()..to]
        )
        .replace('\n', " ¶ ");
        let score = sum(&sample.quote.0, &learned.quotes);
        if (score > 0.0) != sample.quote.1 {
            println!("QUOTE\t{}\t{score:.1}\t{context}", if sample.quote.1 { "missed" } else { "spurious" });
        }
        let best = sample
            .candidates
            .iter()
            .enumerate()
            .max_by(|one, other| sum(&one.1.0, &learned.speakers).total_cmp(&sum(&other.1.0, &learned.speakers)));
        if let Some((best, (_, false))) = best {
            let right = sample
                .candidates
                .iter()
                .position(|(_, right)| *right)
                .map_or(String::new(), |at| words(&sample.mentions[at]));
            println!("SOURCE\t{right}\tnot {}\t{context}", words(&sample.mentions[best]));
        }
    }
}

/// The three tables of weights.
struct Learned {
    speakers: Vec<f32>,
    quotes: Vec<f32>,
    reports: Vec<f32>,
}

fn report(name: &str, lessons: &[&Lesson], learned: &Learned) {
    let samples: Vec<&Sample> = lessons.iter().flat_map(|lesson| &lesson.samples).collect();
    let reports: Vec<_> = lessons.iter().flat_map(|lesson| &lesson.reports).collect();
    let (speakers, quotes) = (&learned.speakers, &learned.quotes);
    let sum =
        |features: &[u32], weights: &[f32]| features.iter().map(|feature| weights[*feature as usize]).sum::<f32>();
    let attributed: Vec<_> = samples.iter().filter(|sample| !sample.candidates.is_empty()).collect();
    let right = attributed.iter().filter(|sample| is_right(&sample.candidates, speakers)).count();
    let judged = samples.iter().filter(|sample| (sum(&sample.quote.0, quotes) > 0.0) == sample.quote.1).count();
    let likeliest = |choices: &Choices| {
        let of = |(_, choice): &(usize, &(Vec<u32>, bool))| sum(&choice.0, &learned.reports);
        choices
            .iter()
            .enumerate()
            .max_by(|one, other| of(one).total_cmp(&of(other)))
            .map_or((0, false), |(at, it)| (at, it.1))
    };
    let told: Vec<_> = reports.iter().map(|choices| likeliest(choices)).filter(|(at, _)| *at > 0).collect();
    let hits = told.iter().filter(|(_, right)| *right).count();
    let wanted = reports.iter().filter(|choices| !choices[0].1).count();
    println!(
        "{name}: source right {:.1} % of {}, quote or not right {:.1} % of {}; reports: precision {:.1} %, recall {:.1} % of {wanted}",
        100.0 * right as f32 / attributed.len().max(1) as f32,
        attributed.len(),
        100.0 * judged as f32 / samples.len().max(1) as f32,
        samples.len(),
        100.0 * hits as f32 / told.len().max(1) as f32,
        100.0 * hits as f32 / wanted.max(1) as f32,
    );
}

/// The mean of several trainings that meet the samples in different orders, so that no weight depends on one order.
fn train_often(lessons: &[&Lesson]) -> Learned {
    let runs: Vec<Learned> = (0..ORDERS).map(|order| train(lessons, SEED + order)).collect();
    let mean = |pick: fn(&Learned) -> &Vec<f32>| -> Vec<f32> {
        (0..pick(&runs[0]).len())
            .map(|at| runs.iter().map(|run| pick(run)[at]).sum::<f32>() / runs.len() as f32)
            .collect()
    };
    Learned { speakers: mean(|it| &it.speakers), quotes: mean(|it| &it.quotes), reports: mean(|it| &it.reports) }
}

fn train(lessons: &[&Lesson], seed: u64) -> Learned {
    let samples: Vec<&Sample> = lessons.iter().flat_map(|lesson| &lesson.samples).collect();
    let acts: Vec<_> = lessons.iter().flat_map(|lesson| &lesson.reports).collect();
    let mut reports = Learner::new(size(Weights::Reports));
    let mut act_order: Vec<usize> = (0..acts.len()).collect();
    let mut speakers = Learner::new(size(Weights::Speakers));
    let mut quotes = Learner::new(size(Weights::Quotes));
    let mut order: Vec<usize> = (0..samples.len()).collect();
    // Orders of their own: no table depends on how many samples another one has.
    let (mut seed, mut act_seed) = (seed, seed);
    for epoch in 0..EPOCHS {
        if epoch >= SETTLED {
            for learner in [&mut speakers, &mut quotes, &mut reports] {
                learner.note();
            }
        }
        shuffle(&mut act_order, &mut act_seed);
        for index in &act_order {
            reports.learn_choice(acts[*index]);
        }
        shuffle(&mut order, &mut seed);
        for index in &order {
            let sample = samples[*index];
            let score = quotes.score(&sample.quote.0);
            let error = f32::from(u8::from(sample.quote.1)) - 1.0 / (1.0 + (-score).exp());
            quotes.learn(&sample.quote.0, error);
            if sample.candidates.is_empty() {
                continue;
            }
            speakers.learn_choice(&sample.candidates);
        }
    }
    Learned { speakers: speakers.mean(), quotes: quotes.mean(), reports: reports.mean() }
}

struct Learner {
    weights: Vec<f32>,
    squares: Vec<f32>,
    /// Sum of the weights at the ends of the later epochs: their mean depends less on the order of the samples.
    sums: Vec<f32>,
    noted: f32,
}

impl Learner {
    fn new(size: usize) -> Learner {
        Learner { weights: vec![0.0; size], squares: vec![1e-2; size], sums: vec![0.0; size], noted: 0.0 }
    }

    fn note(&mut self) {
        for (sum, weight) in self.sums.iter_mut().zip(&self.weights) {
            *sum += weight;
        }
        self.noted += 1.0;
    }

    fn mean(mut self) -> Vec<f32> {
        self.note();
        self.sums.iter().map(|sum| sum / self.noted).collect()
    }

    fn score(&self, features: &[u32]) -> f32 {
        features.iter().map(|feature| self.weights[*feature as usize]).sum()
    }

    /// One step towards the right ones of the choices; which of several right ones is left to the model.
    fn learn_choice(&mut self, choices: &Choices) {
        let scores: Vec<f32> = choices.iter().map(|(features, _)| self.score(features)).collect();
        let highest = scores.iter().copied().fold(f32::MIN, f32::max);
        let weights: Vec<f32> = scores.iter().map(|score| (score - highest).exp()).collect();
        let all: f32 = weights.iter().sum();
        let right: f32 = weights.iter().zip(choices).filter(|(_, (_, right))| *right).map(|(weight, _)| weight).sum();
        for (weight, (features, is_right)) in weights.iter().zip(choices) {
            let target = if *is_right { weight / right.max(1e-12) } else { 0.0 };
            let error = target - weight / all;
            if error.abs() > 1e-4 {
                self.learn(features, error);
            }
        }
    }

    fn learn(&mut self, features: &[u32], error: f32) {
        for feature in features {
            let at = *feature as usize;
            let gradient = error - PENALTY * 100.0 * self.weights[at];
            self.squares[at] += gradient * gradient;
            self.weights[at] += RATE * gradient / self.squares[at].sqrt();
        }
    }
}

/// Fisher and Yates's shuffle with a small generator of its own (Knuth's MMIX constants).
fn shuffle(order: &mut [usize], seed: &mut u64) {
    for index in (1..order.len()).rev() {
        *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        order.swap(index, ((*seed >> 33) as usize) % (index + 1));
    }
}

/// What one article teaches.
struct Lesson {
    samples: Vec<Sample>,
    reports: Vec<Choices>,
}

/// The articles with what was marked in them, in the order of their names.
fn read_texts(folder: &Path) -> Result<Vec<(Article, Vec<Marked>)>> {
    let text_folder = folder.join("text");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(&text_folder)
        .with_context(|| format!("cannot read {}", text_folder.display()))?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<std::io::Result<_>>()?;
    paths.sort();
    let mut annotations: HashMap<String, PathBuf> = HashMap::new();
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder.join("attributions"))?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<std::io::Result<_>>()?;
    files.sort();
    for file in files {
        // `STEM_xxxx.ann`: several annotators may have read a text; the first one counts.
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let stem = name.rsplit_once('_').map_or(name.as_str(), |(stem, _)| stem).to_owned();
        annotations.entry(stem).or_insert(file);
    }
    let mut articles = Vec::new();
    for path in paths {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let Some(annotation) = annotations.get(&stem) else { continue };
        let document = Document::new(Origin::of_file(path.clone()), Format::PlainText, std::fs::read(&path)?);
        let Ok(article) = read_article(&document, &ReadOptions::default()) else { continue };
        let marked = read_annotations(&std::fs::read_to_string(annotation)?, &article.text);
        articles.push((article, marked));
    }
    Ok(articles)
}

/// Brat's stand-off format: `T1<tab>Source 89 106<tab>…` marks characters, `E1<tab>Attribution:T4 Content:T3 …` ties
/// the marks together.
fn read_annotations(annotations: &str, text: &str) -> Vec<Marked> {
    let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let byte = |character: usize| bytes.get(character).copied().unwrap_or(text.len());
    let mut marks: HashMap<&str, Vec<Span>> = HashMap::new();
    for line in annotations.lines().filter(|line| line.starts_with('T')) {
        let mut cells = line.split('\t');
        let (Some(id), Some(body)) = (cells.next(), cells.next()) else { continue };
        let Some((_, offsets)) = body.split_once(' ') else { continue };
        let spans = offsets
            .split(';')
            .filter_map(|pair| {
                let (start, end) = pair.split_once(' ')?;
                Some(Span::new(byte(start.trim().parse().ok()?), byte(end.trim().parse().ok()?)))
            })
            .collect();
        marks.insert(id, spans);
    }
    let mut found = Vec::new();
    for line in annotations.lines().filter(|line| line.starts_with('E')) {
        let Some((_, roles)) = line.split_once('\t') else { continue };
        let mut marked = Marked { cue: Vec::new(), content: Vec::new(), source: Vec::new() };
        for role in roles.split_whitespace() {
            let Some((name, id)) = role.split_once(':') else { continue };
            let spans = marks.get(id).cloned().unwrap_or_default();
            match name.trim_end_matches(|c: char| c.is_ascii_digit()) {
                "Content" => marked.content.extend(spans),
                "Cue" => marked.cue.extend(spans),
                "Source" => marked.source.extend(spans),
                _ => {}
            }
        }
        if !marked.content.is_empty() {
            found.push(marked);
        }
    }
    found
}
