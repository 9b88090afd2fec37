//! What a question costs, over an index made for the purpose. Takes nothing, gives a row for each form of question with
//! the bars that the project holds itself to, and beside the commonest form the same asked of bare tantivy.
//!
//! `cargo bench --bench search` makes an index of 50,000 quotes; `ONRECORD_BENCH_QUOTES=1000000` makes the large one
//! that the project's limits are stated for. It and that of bare tantivy are kept in the target folder and made once for
//! each size, and anew when what is stored of an article has changed. `-- WORDS` behind it runs only the rows whose names
//! hold the words.
//!
//! Each row is one form of question, asked with many different speakers, words and dates, warm, on one core. Of each
//! question the median of several times counts.

#![allow(clippy::print_stdout, reason = "a benchmark prints its figures")]

mod bare;
mod made;
mod questions;
#[path = "../sealed/mod.rs"]
mod sealed;
mod timing;

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use onrecord::index::{Asking, Copies, Facet, IndexError, Store, WhenEmpty};
use onrecord::query::tree::{Node, ResolvedQuery};
use onrecord::query::{Context, DayOrder, Events, NoSpeakers, Synonyms, read_question, render_error};

use bare::Bare;
use made::Made;
use questions::Asked;
use timing::{Bar, Times, print_heading, verdict};

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const HITS: &str = "speaker + topic + dates, ten hits";
const BARE: &str = "  the same asked of bare tantivy, ten hits";
const COMMON: &str = "topic alone that 5 % of the quotes meet, all facets";
const PROCESS: &str = "whole process: onrecord search, speaker + topic + dates";

const ALL_BAR: Bar = Bar::new((2.0, 10.0), (1.0, 5.0));
const COMMON_BAR: Bar = Bar::new((8.0, 20.0), (4.0, 10.0));
const PROCESS_BAR: Bar = Bar::new((35.0, 35.0), (20.0, 20.0));
/// Ten hits over bare tantivy, on means: at most, and as is meant.
const BARE_MUST: f64 = 1.2;
const BARE_AIM: f64 = 1.0;
const WORST_MUST: Duration = Duration::from_secs(1);

/// So often a question is asked that many quotes meet, with one topic after the other.
const COMMON_QUESTIONS: usize = 250;
/// So often the program is started.
const PROCESSES: usize = 30;
/// The worst questions are asked so often each, and the longest time counts.
const WORST_TIMES: usize = 3;

fn main() {
    let quotes = std::env::var("ONRECORD_BENCH_QUOTES").ok().and_then(|text| text.parse().ok()).unwrap_or(50_000);
    let only = std::env::args().skip(1).find(|argument| !argument.starts_with("--")).unwrap_or_default();
    let is_wanted = |name: &str| name.contains(&only);
    let made = Made::new();
    let dir = folder(&format!("search-{quotes}"));
    fill(&dir, &made, quotes);
    let began = Instant::now();
    let store = Store::open(&dir).expect("the index can be opened");
    println!("{quotes} quotes, opened in {:.1} ms", began.elapsed().as_secs_f64() * 1e3);

    let asked = Asked::many(&made);
    let all = Asking::default();
    // What bare tantivy is asked for: no facets, no folding, nothing more where nothing is found.
    let hits_only =
        Asking { facets: Vec::new(), copies: Copies::Each, when_empty: WhenEmpty::Nothing, ..Asking::default() };
    let speakers_only = Asking { limit: 0, facets: vec![Facet::Speaker], ..Asking::default() };
    let ask = |query: &ResolvedQuery, asking: &Asking| -> u64 {
        let answer = store.ask(black_box(query), asking).expect("the index can be asked");
        black_box(answer).total
    };
    let row = |name: &str, asking: &Asking, bar: Option<Bar>, root: &dyn Fn(&Asked) -> Node| {
        if is_wanted(name) {
            Times::measure(&asked, |asked| ask(&questions::query(root(asked)), asking)).print(name, bar);
        }
    };
    print_heading();
    row("speaker + topic + dates, all facets", &all, Some(ALL_BAR), &Asked::all);
    if is_wanted(HITS) || is_wanted(BARE) {
        let mut bare = Bare::open_or_fill(&folder(&format!("search-bare-{quotes}")), &made, quotes);
        let (ours, theirs) = Times::measure_two(
            &asked,
            |asked| ask(&questions::query(asked.all()), &hits_only),
            |asked| bare.ask(asked),
        );
        ours.print(HITS, None);
        theirs.print(BARE, None);
        let ratio = ours.mean() / theirs.mean();
        println!(
            "{:<56} {ratio:>5.2}  must {BARE_MUST}, aim {BARE_AIM}: {} ({} segments there)",
            "  ten hits over bare tantivy, on means",
            verdict(ratio <= BARE_MUST, ratio <= BARE_AIM),
            bare.segments()
        );
    }
    row("speaker + topic, all facets", &all, None, &Asked::speaker_and_topic);
    row("topic, all facets", &all, None, &Asked::topic);
    row("topic, speakers counted", &speakers_only, None, &Asked::topic);
    row("dates, all facets", &all, None, &Asked::dates);
    if is_wanted(COMMON) {
        print_common(&made, &all, &ask);
    }
    print_worst(&store, &made, &is_wanted);
    if is_wanted(PROCESS) {
        print_processes(&store, &asked);
    }
}

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

/// Makes the index, unless this build made it before.
fn fill(dir: &Path, made: &Made, quotes: u64) {
    let complete = dir.join("complete");
    let build = env!("ONRECORD_BUILD");
    let is_whole = std::fs::read_to_string(&complete).is_ok_and(|by| by == build);
    if is_whole && Store::open(dir).is_ok() {
        return;
    }
    let began = Instant::now();
    made.fill(dir, quotes);
    std::fs::write(complete, build).expect("the index's folder can be written");
    println!("made {quotes} quotes in {:.0} s", began.elapsed().as_secs_f64());
}

fn print_common(made: &Made, all: &Asking, ask: &dyn Fn(&ResolvedQuery, &Asking) -> u64) {
    let count_only = Asking {
        limit: 0,
        facets: Vec::new(),
        copies: Copies::Each,
        when_empty: WhenEmpty::Nothing,
        ..Asking::default()
    };
    let count = |root: Node| ask(&questions::query(root), &count_only) as f64;
    let quotes = count(Node::All(Vec::new()));
    let topics = questions::common_topics(made, |root| count(root) / quotes);
    let asked: Vec<ResolvedQuery> =
        topics.iter().cycle().take(COMMON_QUESTIONS).cloned().map(questions::query).collect();
    let times = Times::measure(&asked, |query| ask(query, all));
    times.print(COMMON, Some(COMMON_BAR));
    println!("  {} topics, met by {:.2} % of the quotes on average", topics.len(), times.mean_hits() * 100.0 / quotes);
}

/// The questions that are hardest to answer: they are read from what is typed, as limits on that count too.
fn print_worst(store: &Store, made: &Made, is_wanted: &dyn Fn(&str) -> bool) {
    let synonyms = Synonyms::embedded();
    let events = Events::embedded();
    let context = Context {
        today: chrono::NaiveDate::from_ymd_opt(2026, 6, 15).expect("a day"),
        day_order: DayOrder::DayFirst,
        register: made.register(),
        speakers: &NoSpeakers,
        synonyms: &synonyms,
        events: &events,
    };
    let answer = |typed: &str| {
        let reading = read_question(typed, &context);
        if let Some(error) = reading.errors.first() {
            let told = render_error(error, typed);
            return format!("refused: {}", told.lines().next().unwrap_or_default());
        }
        match store.ask(&reading.query, &Asking::default()) {
            Ok(answer) => format!("answered, {} quotes", answer.total),
            Err(IndexError::TooCostly { what }) => format!("refused: {what}"),
            Err(other) => panic!("the index can be asked: {other}"),
        }
    };
    for (name, typed) in questions::worst(made).iter().filter(|(name, _)| is_wanted(name)) {
        let mut longest = Duration::ZERO;
        let mut told = String::new();
        for _ in 0..WORST_TIMES {
            let began = Instant::now();
            told = answer(black_box(typed));
            longest = longest.max(began.elapsed());
        }
        let verdict = if longest <= WORST_MUST { "ok" } else { "OVER" };
        let milliseconds = longest.as_secs_f64() * 1e3;
        println!("{name:<56} {milliseconds:>5.0} ms  must {}: {verdict}; {told}", WORST_MUST.as_millis());
    }
}

/// From the start of a process to its end; asked of speakers whom the index knows, as others are looked for by name.
fn print_processes(store: &Store, asked: &[Asked]) {
    let home = tempfile::tempdir().expect("a folder to run in");
    let is_known = |asked: &&Asked| store.speaker_with_id(&asked.speaker).expect("the index can be asked").is_some();
    let typed: Vec<String> = asked.iter().filter(is_known).take(PROCESSES).map(Asked::typed).collect();
    let times = Times::measure_once(&typed, |typed| {
        let status = sealed::program(home.path())
            .args(["search", "--index"])
            .arg(store.dir())
            .arg(typed)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .expect("the program can be run");
        // Nothing found is 1.
        assert!(matches!(status.code(), Some(0 | 1)), "`{typed}` ended with {status}");
        u64::from(status.success())
    });
    times.print(PROCESS, Some(PROCESS_BAR));
}
