//! Mines other wordings of topics from the text of articles, and writes `src/query/data/mined.tsv`: what is offered beside an
//! answer and never mixed in. Articles are walked and read as the program does.
//!
//! ```text
//! cargo run --release --example mine_wordings -- FOLDER…             mine, and write the table
//! … --print                                                          only print it
//! ```
//!
//! Two kinds of pairs: abbreviations by their definitions (`short_forms.rs`), and terms of two words that share one of them
//! and stand among the same words (`variants.rs`). Left out are names of persons, places, and what the table of synonyms
//! brings together already. A pair that was looked at and refused stands in the table as a row of `no`, which is kept, so
//! that mining again does not bring it back. The same articles give the same table.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program of the builders talks to them")]

mod short_forms;
mod variants;

use anyhow::{Context, Result, bail};
use onrecord::archive::{Found, WalkOptions, open_documents, walk};
use onrecord::article::{BlockKind, ReadOptions, read_article};
use onrecord::people::Register;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::PathBuf;

const TABLE: &str = "src/query/data/mined.tsv";
const SYNONYMS: &str = include_str!("../../src/query/data/synonyms.tsv");
const PLACES: &str = include_str!("../../src/words/data/en/places.tsv");
const STATES: &str = include_str!("../../src/words/data/en/states.tsv");

/// The paragraphs of an article.
type Prose = Vec<String>;

/// Two wordings, and what speaks for them.
type Pairs = BTreeMap<[String; 2], String>;

fn main() -> Result<()> {
    let (flags, folders): (Vec<String>, Vec<String>) = std::env::args().skip(1).partition(|it| it.starts_with("--"));
    if folders.is_empty() {
        bail!("give folders of articles");
    }
    let articles = read_all(folders.into_iter().map(PathBuf::from).collect())?;
    let told = std::fs::read_to_string(TABLE).unwrap_or_default();
    let refused = rows_of(&told, |kind| kind == "no");
    let mut known = rows_of(SYNONYMS, |_| true);
    known.extend(refused.iter().cloned());
    let register = Register::embedded()?;
    let names = Names { register: &register, places: places() };

    let mut pairs = short_forms::mine(&articles);
    pairs.extend(variants::mine(&articles));
    pairs.retain(|pair, _| !known.contains(&keys(pair)) && !pair.iter().any(|wording| names.hold(wording)));

    let mut rows: BTreeSet<String> = told.lines().filter(|row| row.starts_with("no\t")).map(str::to_owned).collect();
    for ([one, other], reason) in &pairs {
        rows.insert(format!("offer\t{one}; {other}\t{reason}"));
        rows.insert(format!("offer\t{other}; {one}\t{reason}"));
    }
    let mut table = format!("{}\n", header());
    rows.iter().for_each(|row| table.extend([row, "\n"]));
    if flags.iter().any(|flag| flag == "--print") {
        print!("{table}");
    } else {
        std::fs::write(TABLE, table).with_context(|| format!("cannot write {TABLE}"))?;
    }
    eprintln!("{} articles, {} pairs, {} refused", articles.len(), pairs.len(), refused.len());
    Ok(())
}

fn header() -> String {
    format!(
        "# Other wordings mined from articles by examples/mine_wordings, offered and never mixed in. A definition counts where \
         one of the two stands in {} articles; terms of two words that share one count where each is in {} articles and their likeness (cosine of \
         PPMI) is {} or more. no: looked at and refused, with the reason. Sorted.",
        short_forms::LEAST_ARTICLES,
        variants::LEAST_ARTICLES,
        variants::LEAST_LIKENESS
    )
}

fn read_all(paths: Vec<PathBuf>) -> Result<Vec<Prose>> {
    let mut articles = Vec::new();
    let mut files = walk(&paths, &WalkOptions::default());
    while let Some(found) = files.next_found() {
        let Found::File(entry) = found else { continue };
        for document in open_documents(&entry) {
            let article = read_article(&document?, &ReadOptions::default())?;
            let prose = article.blocks.iter().filter(|block| block.kind == BlockKind::Paragraph);
            articles.push(prose.map(|block| block.span.of(&article.text).to_owned()).collect());
        }
    }
    Ok(articles)
}

/// The pairs of wordings that stand in one row.
fn rows_of(table: &str, of_kind: impl Fn(&str) -> bool) -> HashSet<[String; 2]> {
    let mut pairs = HashSet::new();
    for row in table.lines().filter(|row| !row.starts_with('#')) {
        let mut cells = row.split('\t');
        let (Some(kind), Some(list)) = (cells.next(), cells.next()) else { continue };
        let wordings: Vec<&str> = list.split("; ").collect();
        for (at, one) in wordings.iter().enumerate().filter(|_| of_kind(kind)) {
            pairs.extend(wordings[at + 1..].iter().map(|other| keys(&[(*one).to_owned(), (*other).to_owned()])));
        }
    }
    pairs
}

/// One key for a pair, whichever goes first, in singular or plural.
fn keys([one, other]: &[String; 2]) -> [String; 2] {
    let key = |wording: &str| -> String {
        let words = wording.split(['-', ' ']).map(|word| word.strip_suffix('s').unwrap_or(word).to_lowercase());
        words.collect::<Vec<_>>().join(" ")
    };
    let mut pair = [key(one), key(other)];
    pair.sort();
    pair
}

fn places() -> HashSet<&'static str> {
    let cells =
        PLACES.lines().chain(STATES.lines()).filter(|row| !row.starts_with('#')).flat_map(|row| row.split('\t'));
    cells.flat_map(|cell| cell.split("; ")).collect()
}

/// What is a name of a person or a place and no topic.
struct Names<'r> {
    register: &'r Register,
    places: HashSet<&'static str>,
}

impl Names<'_> {
    fn hold(&self, wording: &str) -> bool {
        let is_short = !wording.contains(' ');
        !is_short && (self.places.contains(wording) || !self.register.find_name(wording).is_empty())
            || is_short && self.places.contains(wording)
    }
}
