//! Reads saved pages and writes what came of each as one JSON object, for a scorer: text, paragraphs, title, writers, date,
//! by the page's file stem; how long it took, with quotes or without, goes to standard error.
//!
//! ```text
//! cargo run --release --example read_pages -- FOLDER [ADDRESSES.tsv] > out.json
//! ```
//!
//! ADDRESSES.tsv has the stem of a page in its first column and the address that it was fetched from in its last. With
//! `ONRECORD_QUOTES=1` the quotes are found too, with `ONRECORD_PAGE=stem` the blocks of one page are shown.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program of the builders talks to them")]

use anyhow::{Context, Result};
use onrecord::archive::{Document, Format, Origin};
use onrecord::article::{Article, BlockKind, ReadOptions, parts, read_article};
use onrecord::people::Register;
use onrecord::quotes::Extractor;
use serde_json::{Map, Value, json};
use std::collections::HashMap;
use std::path::PathBuf;
use std::time::{Duration, Instant};

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().context("name a folder of pages")?);
    let addresses: HashMap<String, String> = match arguments.next() {
        Some(table) => std::fs::read_to_string(table)?.lines().filter_map(address_of).collect(),
        None => HashMap::new(),
    };
    let register = Register::embedded()?;
    let extractor = std::env::var_os("ONRECORD_QUOTES").map(|_| Extractor::new(&register));
    let shown = std::env::var("ONRECORD_PAGE").ok();
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(&folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    paths.sort();
    let mut out = Map::new();
    let (mut took, mut longest) = (Duration::ZERO, (Duration::ZERO, String::new()));
    let mut pages = 0;
    for path in paths {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if !addresses.is_empty() && !addresses.contains_key(&stem) {
            continue;
        }
        let bytes = std::fs::read(&path)?;
        let mut document = Document::new(Origin::of_file(path), Format::Html, bytes);
        document.envelope.url = addresses.get(&stem).cloned();
        let started = Instant::now();
        let options = ReadOptions::default();
        let posts = parts(&document, &options).unwrap_or_default();
        let article = read_article(&document, &options);
        let quotes =
            extractor.as_ref().zip(article.as_ref().ok()).map(|(extractor, article)| extractor.extract(article).len());
        let time = started.elapsed();
        pages += 1;
        took += time;
        longest = longest.max((time, stem.clone()));
        match article {
            Ok(article) => {
                if shown.as_ref() == Some(&stem) {
                    article
                        .blocks
                        .iter()
                        .for_each(|block| eprintln!("{:?}\t{}", block.kind, block.span.of(&article.text)));
                }
                let mut told = tell(&article, quotes);
                let posts: Vec<Value> = posts
                    .iter()
                    .filter_map(|post| read_article(post, &options).ok())
                    .map(|post| tell(&post, None))
                    .collect();
                told["posts"] = Value::Array(posts);
                out.insert(stem, told);
            }
            Err(error) => eprintln!("{stem}\t{error}"),
        }
    }
    eprintln!(
        "{pages} pages in {took:.2?}, {:.0} a second; the longest {:?}",
        f64::from(pages) / took.as_secs_f64(),
        longest
    );
    println!("{}", Value::Object(out));
    Ok(())
}

fn address_of(row: &str) -> Option<(String, String)> {
    Some((row.split('\t').next()?.to_owned(), row.rsplit('\t').next()?.to_owned()))
}

fn tell(article: &Article, quotes: Option<usize>) -> Value {
    let is_text = |kind: BlockKind| matches!(kind, BlockKind::Paragraph | BlockKind::Subheading);
    let paragraphs: Vec<&str> =
        article.blocks.iter().filter(|block| is_text(block.kind)).map(|block| block.span.of(&article.text)).collect();
    json!({
        "text": paragraphs.join("\n"),
        "paragraphs": paragraphs,
        "title": article.title,
        "author": article.byline,
        "outlet": article.outlet,
        "url": article.url,
        "member": article.origin.member,
        "date": article.posted.map(|posted| posted.date),
        "date_from": article.posted.map(|posted| posted.from.name()),
        "updated": article.updated,
        "quotes": quotes,
    })
}
