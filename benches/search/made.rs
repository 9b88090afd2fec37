//! An archive that nobody wrote: words, speakers and dates as frequent as in the news, so that an index of it costs
//! what one of news would. Natural frequencies fall with rank (Zipf); speech clusters by speaker, year and topic.

use std::path::Path;

use chrono::{Days, NaiveDate};
use onrecord::archive::Origin;
use onrecord::article::{Article, DateSource, Posted};
use onrecord::corrections::Corrections;
use onrecord::index::{ArticleEntry, FileFacts, Prepared, Store};
use onrecord::people::{Register, slug};
use onrecord::quotes::{Quote, QuoteKind, Speaker};
use onrecord::span::Span;
use rayon::prelude::*;

const WORDS: u64 = 60_000;
const SPEAKERS: u64 = 20_000;
const OUTLETS: u64 = 200;
const PARTIES: [&str; 8] =
    ["Labour", "Conservative", "Liberal Democrat", "SNP", "Democratic", "Republican", "Green", "UKIP"];
const QUOTES_IN_ARTICLE: u64 = 5;
/// So many articles are held in memory.
const AT_A_TIME: usize = 2000;
/// How many ranks a topic's own words span; each article draws a third of its words from one topic.
const TOPICS: u64 = 3000;
const TOPIC_WORDS: u64 = 24;

/// Xorshift: the same archive on every machine.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Random {
        Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    pub fn below(&mut self, end: u64) -> u64 {
        (self.next() >> 11) % end
    }

    /// A rank from 0, each about in inverse proportion to its number.
    fn rank(&mut self, end: u64) -> u64 {
        let even = (self.next() >> 11) as f64 / (1u64 << 53) as f64;
        (((end + 1) as f64).powf(even) as u64 - 1).min(end - 1)
    }
}

pub struct Made {
    words: Vec<String>,
    register: Register,
}

impl Made {
    pub fn new() -> Made {
        let syllables = ["ba", "ko", "ri", "ten", "mo", "lu", "sar", "di", "ve", "pol", "na", "gre"];
        let word = |mut rank: u64| {
            let mut word = String::new();
            rank += 12;
            while rank > 0 {
                word.push_str(syllables[(rank % 12) as usize]);
                rank /= 12;
            }
            word
        };
        let register = Register::embedded().expect("the register's own tables");
        Made { words: (0..WORDS).map(word).collect(), register }
    }

    /// A speaker's name and id.
    pub fn speaker(&self, random: &mut Random) -> (String, String) {
        let rank = random.rank(SPEAKERS);
        let name = format!("Ann {} {}", self.words[(rank / 150) as usize], self.words[(rank % 150 + 200) as usize]);
        let id = slug(&name);
        (name, id)
    }

    pub fn day(&self, random: &mut Random) -> NaiveDate {
        // More articles of late than of old, as archives have them.
        let before_last = random.below(95).max(random.below(95)) * 100 + random.below(100);
        NaiveDate::from_ymd_opt(2000, 1, 1).expect("a date") + Days::new(before_last)
    }

    /// A word that tells something: one of a topic's.
    pub fn topic(&self, random: &mut Random) -> String {
        let topic = random.rank(TOPICS);
        self.words[self.topic_word(topic, random) as usize].clone()
    }

    fn topic_word(&self, topic: u64, random: &mut Random) -> u64 {
        300 + (topic * 17 + random.rank(TOPIC_WORDS)) % (WORDS - 300)
    }

    /// The word of a rank; those of low ranks are frequent.
    pub fn word(&self, rank: usize) -> &str {
        &self.words[rank]
    }

    pub fn register(&self) -> &Register {
        &self.register
    }

    /// Makes something of every article of an archive of so many quotes, on all cores, and hands it on in order.
    pub fn each_article<T: Send>(
        &self,
        quotes: u64,
        make: impl Fn(Article, Vec<Quote>) -> T + Sync,
        mut take: impl FnMut(T),
    ) {
        let articles = quotes / QUOTES_IN_ARTICLE;
        for first in (0..articles).step_by(AT_A_TIME) {
            let made: Vec<T> = (first..(first + AT_A_TIME as u64).min(articles))
                .into_par_iter()
                .map(|number| {
                    let (article, quotes) = self.article(number);
                    make(article, quotes)
                })
                .collect();
            made.into_iter().for_each(&mut take);
        }
    }

    /// Fills an index with so many quotes.
    pub fn fill(&self, dir: &Path, quotes: u64) {
        if dir.exists() {
            std::fs::remove_dir_all(dir).expect("the old index can be removed");
        }
        let store = Store::open_or_create(dir).expect("the index can be made");
        let mut update = store.begin_update("bench").expect("the index can be written");
        let facts =
            FileFacts { path: "/made/archive.ndjson".into(), found: None, size: quotes, modified: None, changed: 0 };
        update.lock().expect("nobody else writes it");
        let mut file = update.begin_file(facts, 1, |_| false).expect("the index can be read");
        let prepare = |article, quotes| {
            let entry = ArticleEntry::new(article, quotes, &Corrections::default(), &self.register);
            let prepared = Prepared::new(&entry);
            (entry.article, prepared)
        };
        self.each_article(quotes, prepare, |(article, prepared)| {
            let slot = update.slot(&mut file, &article);
            update.put(&file, slot, prepared).expect("the index can be written");
        });
        update.end_file(file).expect("the index can be written");
        update.finish().expect("the index can be written");
    }

    fn article(&self, number: u64) -> (Article, Vec<Quote>) {
        let mut random = Random::new(number + 1);
        let topic = random.rank(TOPICS);
        // A few people speak in one article.
        let voices: Vec<(String, String)> = (0..3).map(|_| self.speaker(&mut random)).collect();
        let title = self.sentence(9, topic, &mut random);
        let mut text = format!("{title}\n");
        let mut quotes = Vec::new();
        for _ in 0..QUOTES_IN_ARTICLE {
            let (name, id) = &voices[random.rank(3) as usize];
            text.push('\n');
            let start = text.len();
            let before = 15 + random.below(30) as usize;
            text.push_str(&self.sentence(before, topic, &mut random));
            text.push_str(" “");
            let from = text.len();
            let length = 8 + random.below(25) as usize;
            text.push_str(&self.sentence(length, topic, &mut random));
            let words = Span::new(from, text.len());
            text.push_str("” ");
            text.push_str(name);
            text.push_str(" said.\n");
            let known = random.below(10) > 0;
            quotes.push(Quote {
                kind: [QuoteKind::Direct, QuoteKind::Direct, QuoteKind::Partial, QuoteKind::Indirect]
                    [random.below(4) as usize],
                segments: vec![words],
                speaker: known.then(|| Speaker {
                    person: None,
                    id: id.clone(),
                    name: name.clone(),
                    party: Some(PARTIES[id.len() % PARTIES.len()].to_string()),
                    office: (id.len() % 3 == 0).then(|| format!("minister for {}", self.words[id.len() * 7])),
                }),
                reported_by: None,
                mention: None,
                cue: None,
                confidence: random.below(1000) as f32 / 1000.0,
                rule: "made",
                context: Span::new(start, text.len() - 1),
                lead_in: None,
            });
        }
        let article = Article {
            origin: Origin { path: "archive.ndjson".into(), within: None, member: Some(number.to_string()), line: 1 },
            title: Some(title),
            byline: None,
            outlet: Some(format!("The {} Courier", self.words[(random.rank(OUTLETS) * 3) as usize])),
            url: None,
            posted: Some(Posted { date: self.day(&mut random), from: DateSource::Json }),
            updated: None,
            captured: None,
            text,
            blocks: Vec::new(),
            problems: Vec::new(),
        };
        (article, quotes)
    }

    fn sentence(&self, words: usize, topic: u64, random: &mut Random) -> String {
        let mut sentence = String::new();
        for _ in 0..words {
            let rank = if random.below(3) == 0 { self.topic_word(topic, random) } else { random.rank(WORDS) };
            if !sentence.is_empty() {
                sentence.push(' ');
            }
            sentence.push_str(&self.words[rank as usize]);
        }
        sentence
    }
}
