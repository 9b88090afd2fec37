//! What a question costs, over an index made for the purpose.
//!
//! `cargo bench --bench search` makes an index of 50,000 quotes; `ONRECORD_BENCH_QUOTES=1000000` makes the large one
//! that the project's limits are stated for. The index is kept in the target folder and made once for each size.
//! Each row is one form of question, asked with many different speakers, words and dates, warm, on one core.

#![allow(clippy::print_stdout, reason = "a benchmark prints its figures")]

mod made;

use std::hint::black_box;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use onrecord::index::{Asking, Copies, Facet, Store, WhenEmpty};
use onrecord::query::tree::{
    DateRange, Form, Matching, Node, Order, ResolvedQuery, SpeakerRef, TopicField, TopicWord, Wording, Words,
};
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{BooleanQuery, Query, RangeQuery, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{Index, Term};

use made::{Made, Random};

const BARE: &str = "  the same asked of bare tantivy, ten hits";

/// Questions of each form.
const QUESTIONS: usize = 500;

fn main() {
    let quotes = std::env::var("ONRECORD_BENCH_QUOTES").ok().and_then(|text| text.parse().ok()).unwrap_or(50_000);
    let dir = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("search-{quotes}"));
    let made = Made::new();
    if !dir.join("complete").exists() {
        let began = Instant::now();
        made.fill(&dir, quotes);
        std::fs::write(dir.join("complete"), "").expect("the index's folder can be written");
        println!("made {quotes} quotes in {:.0} s", began.elapsed().as_secs_f64());
    }
    let began = Instant::now();
    let store = Store::open(&dir).expect("the index can be opened");
    println!("{quotes} quotes, opened in {:.1} ms", began.elapsed().as_secs_f64() * 1e3);

    let questions = made_questions(&made);
    let all = Asking::default();
    // What bare tantivy is asked for: no facets, no folding, nothing more where nothing is found.
    let hits_only =
        Asking { facets: Vec::new(), copies: Copies::Each, when_empty: WhenEmpty::Nothing, ..Asking::default() };
    let counts_only = Asking { limit: 0, facets: vec![Facet::Speaker], ..Asking::default() };
    println!("{:<56} {:>8} {:>8} {:>8} {:>8}", "", "median", "mean", "p99", "hits");
    // `cargo bench --bench search -- WORDS` runs only the rows whose names hold the words.
    let only = std::env::args().skip(1).find(|argument| !argument.starts_with("--")).unwrap_or_default();
    let row = |name: &str, asking: &Asking, root: &dyn Fn(&Asked) -> Node| {
        if !name.contains(&only) {
            return;
        }
        let mut hits = 0;
        let times = measure(&questions, |question| {
            let query = ResolvedQuery { root: root(question), form: Form::Quotes, order: Order::Relevance };
            let answer = store.ask(black_box(&query), asking).expect("the index can be asked");
            hits += answer.total;
        });
        print_row(name, times, hits);
    };
    row("speaker + topic + dates, all facets", &all, &Asked::all);
    row("speaker + topic + dates, ten hits", &hits_only, &Asked::all);
    if BARE.contains(&only) {
        print_bare(&dir, &questions);
    }
    row("speaker + topic, all facets", &all, &|asked| Node::All(vec![asked.speaker(), asked.topic()]));
    row("topic, all facets", &all, &Asked::topic);
    row("topic, speakers counted", &counts_only, &Asked::topic);
    row("dates, all facets", &all, &Asked::dates);
}

/// One question's parts.
struct Asked {
    speaker: String,
    words: Vec<String>,
    range: DateRange,
}

impl Asked {
    fn speaker(&self) -> Node {
        Node::Speaker(vec![SpeakerRef::Id(self.speaker.clone())])
    }

    fn topic(&self) -> Node {
        let word = |word: &String| TopicWord {
            wordings: vec![Wording { words: vec![word.clone()], matching: Matching::Stemmed, weight: 1.0 }],
            field: TopicField::Anywhere,
        };
        Node::Words(Words { words: self.words.iter().map(word).collect(), at_least: 1 })
    }

    fn dates(&self) -> Node {
        Node::Dates(self.range)
    }

    fn all(&self) -> Node {
        Node::All(vec![self.speaker(), self.topic(), self.dates()])
    }
}

fn made_questions(made: &Made) -> Vec<Asked> {
    let mut random = Random::new(7);
    (0..QUESTIONS)
        .map(|_| {
            let from = made.day(&mut random);
            let to = from + chrono::Days::new(90 + random.below(1000));
            let words = (0..1 + random.below(2)).map(|_| made.topic(&mut random)).collect();
            Asked { speaker: made.speaker(&mut random).1, words, range: DateRange { from: Some(from), to: Some(to) } }
        })
        .collect()
}

/// The engine's own query with the same conditions: what a question costs at least.
fn print_bare(dir: &std::path::Path, questions: &[Asked]) {
    let index = Index::open_in_dir(dir).expect("the index can be opened");
    let schema = index.schema();
    let field = |name: &str| schema.get_field(name).expect("a field of the index");
    let (speaker, around, day) = (field("speaker"), field("around"), field("day"));
    let searcher = index.reader().expect("a reader").searcher();
    let mut stemmer = tantivy::tokenizer::TextAnalyzer::builder(tantivy::tokenizer::SimpleTokenizer::default())
        .filter(tantivy::tokenizer::Stemmer::default())
        .build();
    let mut stem = |word: &str| {
        let mut stream = stemmer.token_stream(word);
        stream.next().map(|token| token.text.clone()).unwrap_or_default()
    };
    let mut hits = 0;
    let times = measure(questions, |asked| {
        let term = |field, text: &str| -> Box<dyn Query> {
            Box::new(TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::Basic))
        };
        let days = |date: Option<chrono::NaiveDate>| {
            use chrono::Datelike;
            Term::from_field_i64(day, date.map_or(0, |date| i64::from(date.num_days_from_ce())))
        };
        let range = RangeQuery::new(
            std::ops::Bound::Included(days(asked.range.from)),
            std::ops::Bound::Included(days(asked.range.to)),
        );
        let words = asked.words.iter().map(|word| term(around, &stem(word))).collect();
        let query = BooleanQuery::intersection(vec![
            term(speaker, &asked.speaker),
            Box::new(BooleanQuery::union(words)),
            Box::new(range),
        ]);
        let found = searcher.search(&query, &(Count, TopDocs::with_limit(10).order_by_score())).expect("searched");
        for (_, address) in &found.1 {
            black_box(searcher.doc::<tantivy::TantivyDocument>(*address).expect("a stored document"));
        }
        hits += found.0 as u64;
    });
    print_row(BARE, times, hits);
}

fn measure(questions: &[Asked], mut ask: impl FnMut(&Asked)) -> Vec<Duration> {
    for question in questions.iter().take(QUESTIONS / 5) {
        ask(question);
    }
    let mut times: Vec<Duration> = questions
        .iter()
        .map(|question| {
            let began = Instant::now();
            ask(question);
            began.elapsed()
        })
        .collect();
    times.sort_unstable();
    times
}

fn print_row(name: &str, times: Vec<Duration>, hits: u64) {
    let milliseconds = |place: usize| times[place.min(times.len() - 1)].as_secs_f64() * 1e3;
    let mean = times.iter().sum::<Duration>().as_secs_f64() * 1e3 / times.len() as f64;
    println!(
        "{name:<56} {:>5.2} ms {mean:>5.2} ms {:>5.2} ms {:>8}",
        milliseconds(times.len() / 2),
        milliseconds(times.len() * 99 / 100),
        hits / (QUESTIONS + QUESTIONS / 5) as u64
    );
}
