//! Dates and titles of British articles of 2010 to 2025 as people keep them: bare text, front matter, whole pages with their
//! menus. The articles are other people's and lie outside the project, where they are at hand; `headings.tsv` says in which
//! line of each the title stands.

use onrecord::archive::{Document, Format, Origin};
use onrecord::article::{Article, ReadOptions, read_article};
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/eval/ukmodern-dev")
}

fn read(file: &str) -> Article {
    let bytes = std::fs::read(folder().join("text").join(file)).unwrap();
    let origin = Origin::of_file(file);
    read_article(&Document::new(origin, Format::PlainText, bytes), &ReadOptions::default()).unwrap()
}

#[test]
fn dates_of_modern_articles_are_right() {
    let Ok(table) = std::fs::read_to_string(folder().join("dates.tsv")) else {
        println!("skipped: {} is not at hand", folder().display());
        return;
    };
    let (mut told, mut right, mut wrong) = (0, 0, Vec::new());
    for row in table.lines().skip(1) {
        let mut cells = row.split('\t');
        let (file, day) = (cells.next().unwrap(), cells.next().unwrap());
        let found = read(file).posted.map_or("none".to_owned(), |posted| posted.date.to_string());
        told += usize::from(day != "none");
        right += usize::from(day != "none" && found == day);
        if found != day {
            wrong.push(format!("{file}: {day} is read as {found}"));
        }
    }
    println!("dates: {right} of {told} right where the text tells one; {wrong:?}");
    assert!(right == told && wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn titles_of_modern_articles_are_right() {
    if !folder().is_dir() {
        println!("skipped: {} is not at hand", folder().display());
        return;
    }
    let (mut all, mut wrong) = (0, Vec::new());
    for row in include_str!("headings.tsv").lines().filter(|row| !row.starts_with('#')) {
        let (file, number) = row.split_once('\t').unwrap();
        let article = read(file);
        let line = article.text.lines().nth(number.parse::<usize>().unwrap() - 1).unwrap().trim();
        let line = line.strip_prefix("title:").unwrap_or(line).trim();
        all += 1;
        if article.title.as_deref() != Some(line) {
            wrong.push(format!("{file}: {:?}", article.title));
        }
    }
    println!("titles: {} of {all} right; {wrong:?}", all - wrong.len());
    assert!(all >= 30 && wrong.is_empty(), "{wrong:#?}");
}
