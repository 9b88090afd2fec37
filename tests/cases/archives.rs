//! Runs `tests/cases/archives/*.case`: a file's name and what it holds, and the articles that must come of it as files of
//! a folder, parted by `---`.
//!
//! Options are `name: value` lines (name, encoding, map), `#` lines say what the case claims. `UPDATE_CASES=1 cargo test
//! --test cases archives` writes what comes out into the files, to be read before it is kept.

use crate::article::{encoded, option, options_of, render};
use onrecord::archive::{Found, WalkOptions, open_documents, walk};
use onrecord::article::read_article;
use std::fmt::Write;
use std::path::Path;

#[test]
fn every_file_gives_the_articles_that_are_expected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/archives");
    let mut paths: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let mut wrong = Vec::new();
    for path in &paths {
        let case = std::fs::read_to_string(path).unwrap();
        let (head, rest) = case.split_once("\n---\n").unwrap_or_else(|| panic!("{}: no text", path.display()));
        // A file may hold such a line itself.
        let (text, expected) = rest.rsplit_once("\n---\n").unwrap_or_else(|| panic!("{}: no end", path.display()));
        assert!(head.starts_with("# "), "{}: the first line says what the case claims", path.display());
        let found = read_as_folder(head, text);
        if found == expected {
            continue;
        }
        if std::env::var_os("UPDATE_CASES").is_some() {
            std::fs::write(path, format!("{head}\n---\n{text}\n---\n{found}")).unwrap();
        }
        wrong.push(format!("{}\nexpected:\n{expected}\nfound:\n{found}", path.display()));
    }
    assert!(paths.len() >= 20, "the cases are gone");
    assert!(wrong.is_empty(), "{} of {} cases differ:\n\n{}", wrong.len(), paths.len(), wrong.join("\n\n"));
}

fn read_as_folder(head: &str, text: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let name = option(head, "name").expect("the name of the file");
    std::fs::write(folder.path().join(name), encoded(head, &format!("{text}\n"))).unwrap();
    let mut shown = Vec::new();
    let mut files = walk(&[folder.path().to_path_buf()], &WalkOptions::default());
    while let Some(found) = files.next_found() {
        match found {
            Found::File(file) => {
                for document in open_documents(&file) {
                    shown.push(match document {
                        Ok(document) => render(read_article(&document, &options_of(head))),
                        Err(error) => format!("error: {error}\n"),
                    });
                }
            }
            Found::Error(error) => shown.push(format!("error: {error}\n")),
            Found::PassedOver { reason, .. } => shown.push(format!("passed over: {}\n", reason.name())),
            Found::NothingIn { .. } => {}
        }
    }
    let mut out = String::new();
    for (number, part) in shown.iter().enumerate() {
        write!(out, "{}{part}", if number > 0 { "\n" } else { "" }).unwrap();
    }
    out.replace(&format!("{}/", folder.path().display()), "")
}

/// The archives as people have them, where they are at hand: no tag, entity or field of front matter is in a text.
#[test]
fn nothing_of_the_wrapping_is_left_in_the_texts() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/cases/shapes");
    if !folder.is_dir() {
        println!("skipped: {} is not there", folder.display());
        return;
    }
    let mut read = 0;
    for file in walk(&[folder], &WalkOptions::default()) {
        for document in open_documents(&file.unwrap()).flatten() {
            let Ok(article) = read_article(&document, &onrecord::article::ReadOptions::default()) else { continue };
            for mark in ["</", "<p", "&ldquo;", "&#", "title:", "LOAD-DATE", " chars]"] {
                assert!(!article.text.contains(mark), "{}: {mark}", article.origin);
            }
            read += 1;
        }
    }
    assert!(read >= 12, "{read} articles");
}
