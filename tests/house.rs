//! The rules of the house that a compiler does not check: paths that the map names, what files say of themselves, what
//! the rooms must not know.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

#[path = "house/circles.rs"]
mod circles;

/// Rooms that do no input or output, read no clock and know no engine.
const PURE: [&str; 6] = ["words", "article", "people", "quotes", "corrections", "query"];

/// What a pure room may not name outside its tests.
const FORBIDDEN: [&str; 9] =
    ["std::fs", "std::env", "tantivy", "clap::", "SystemTime", "Instant", "Local::now", "Utc::now", "std::net"];

/// Lines of the longest file.
const LONGEST: usize = 700;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The Rust files below a folder, with their text.
fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                found.push((path.strip_prefix(root()).unwrap().to_owned(), text));
            }
        }
    }
    found.sort();
    found
}

/// The code of a file with the lines numbered, comments and its unit tests left out.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let tests = text.find("\n#[cfg(test)]\nmod ").unwrap_or(text.len());
    (1..).zip(text[..tests].lines()).filter(|(_, line)| !line.trim_start().starts_with("//"))
}

#[test]
fn every_path_that_the_map_names_is_there() {
    let map = std::fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let mut named = 0;
    let mut gone = Vec::new();
    for word in map.split('`').skip(1).step_by(2) {
        let is_path = ["src/", "tests/", "benches/", "examples/", "corpus/", "fuzz/", ".ci/"]
            .iter()
            .any(|folder| word.starts_with(folder))
            && !word.contains([' ', '*', '<', '…', '{']);
        if !is_path {
            continue;
        }
        named += 1;
        let path = word.split("::").next().unwrap_or(word);
        if !root().join(path).exists() {
            gone.push(word);
        }
    }
    assert!(named > 0, "ARCHITECTURE.md names no path in backquotes");
    assert!(gone.is_empty(), "ARCHITECTURE.md names what is not there: {gone:?}");
}

/// Rooms of which the map names every file that decides something, by itself or by its folder.
const MAPPED: [&str; 5] = ["query", "article", "index", "people", "web"];

/// What decides nothing: a room's front page, its errors, its tests, maps of numbers.
const NOT_MAPPED: [&str; 4] = ["mod.rs", "error.rs", "tests.rs", "numbers.rs"];

#[test]
fn the_map_names_every_file_that_decides_something() {
    let map = std::fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    for room in MAPPED {
        for (path, _) in sources(&format!("src/{room}")) {
            let is_named = path.ancestors().take_while(|above| !above.ends_with(room)).any(|above| {
                map.contains(&format!("`{}`", above.display())) || map.contains(&format!("`{}/`", above.display()))
            });
            let decides =
                !NOT_MAPPED.iter().any(|name| path.ends_with(name)) && !path.iter().any(|part| part == "tests");
            assert!(is_named || !decides, "ARCHITECTURE.md does not name {}", path.display());
        }
    }
}

#[test]
fn every_file_says_what_it_takes_and_gives() {
    for folder in ["src", "tests", "benches", "examples"] {
        for (path, text) in sources(folder) {
            assert!(text.starts_with("//! "), "{} does not begin with `//!`", path.display());
        }
    }
}

#[test]
fn pure_rooms_know_no_world() {
    for room in PURE {
        for (path, text) in sources(&format!("src/{room}")).into_iter().filter(|(path, _)| !path.ends_with("tests.rs"))
        {
            for (number, line) in code(&text) {
                for name in FORBIDDEN {
                    assert!(!line.contains(name), "{}:{number} names `{name}`: {line}", path.display());
                }
            }
        }
    }
}

/// Files with lists of words in their code, and why. The list is to become shorter: whoever takes the last list out of a
/// file takes its line out too.
const LISTS_IN_CODE: [(&str, &str); 9] = [
    ("src/query/field.rs", "names of fields that users type"),
    ("src/query/filters.rs", "names of orders that users type"),
    ("src/query/groups.rs", "to become a table of words"),
    ("src/query/lexemes.rs", "to become tables of words"),
    ("src/query/sentence.rs", "to become tables of words"),
    ("src/query/speakers.rs", "to become tables of words"),
    ("src/query/synonyms.rs", "endings of English"),
    ("src/query/token.rs", "operators of the query language"),
    ("src/query/topics.rs", "to become a table of words"),
];

/// Literals of a code with nothing but white space, commas and bars between one and the next: arrays and patterns.
fn runs_of_literals(code: &str) -> Vec<Vec<&str>> {
    let mut runs = vec![Vec::new()];
    let bytes = code.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'"' => {
                let mut end = at + 1;
                while end < bytes.len() && bytes[end] != b'"' {
                    end += 1 + usize::from(bytes[end] == b'\\');
                }
                runs.last_mut().unwrap().push(&code[at + 1..end.min(bytes.len())]);
                at = end;
            }
            // A character: a quotation mark in one begins no text.
            b'\'' if bytes.get(at + 2) == Some(&b'\'') || bytes.get(at + 1) == Some(&b'\\') => {
                at += 2 + usize::from(bytes[at + 1] == b'\\');
                runs.push(Vec::new());
            }
            b' ' | b'\n' | b',' | b'|' => {}
            _ if runs.last().is_some_and(|run| !run.is_empty()) => runs.push(Vec::new()),
            _ => {}
        }
        at += 1;
    }
    runs
}

#[test]
fn lists_of_words_are_tables() {
    let is_word = |literal: &&str| {
        literal.len() > 1 && literal.chars().all(|char| char.is_ascii_alphabetic() || matches!(char, '\'' | ' ' | '.'))
    };
    let (mut excused, mut found) = (Vec::new(), Vec::new());
    for room in PURE.into_iter().filter(|room| *room != "words") {
        for (path, text) in sources(&format!("src/{room}")).into_iter().filter(|(path, _)| !path.ends_with("tests.rs"))
        {
            let code: String = code(&text).flat_map(|(_, line)| [line, "\n"]).collect();
            let lists =
                runs_of_literals(&code).into_iter().filter(|run| run.iter().filter(|it| is_word(it)).count() > 2);
            for list in lists {
                match LISTS_IN_CODE.iter().find(|(file, _)| path == Path::new(file)) {
                    Some((file, _)) => excused.push(*file),
                    None => found.push(format!("{}: {list:?}", path.display())),
                }
            }
        }
    }
    assert!(found.is_empty(), "these belong in tables of src/words: {found:#?}");
    for (file, _) in LISTS_IN_CODE {
        assert!(excused.contains(&file), "{file} has no list of words any more; take it out of LISTS_IN_CODE");
    }
}

/// What each room may name of the others.
const WALLS: [(&str, &[&str]); 7] = [
    ("words", &[]),
    ("archive", &["size", "words"]),
    ("article", &["archive", "size", "span", "words"]),
    ("people", &["words"]),
    ("corrections", &["people", "record", "words"]),
    ("quotes", &["archive", "article", "people", "span", "words"]),
    ("query", &["article", "people", "quotes", "span", "words"]),
];

#[test]
fn the_walls_between_rooms_hold() {
    for (room, others) in WALLS {
        for (path, text) in sources(&format!("src/{room}")) {
            for (number, line) in code(&text) {
                for rest in line.split("crate::").skip(1) {
                    let named = rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
                    assert!(
                        named == room || others.contains(&named) || named.is_empty(),
                        "{}:{number} names {named}: {line}",
                        path.display()
                    );
                }
            }
        }
    }
}

#[test]
fn only_one_folder_of_the_index_names_its_engine() {
    for (path, text) in sources("src") {
        // The room's own file says that the folder is there.
        if path.starts_with("src/index/tantivy") || path == Path::new("src/index/mod.rs") {
            continue;
        }
        for (number, line) in code(&text) {
            assert!(!line.contains("tantivy"), "{}:{number} names tantivy: {line}", path.display());
        }
    }
}

/// The desk is asked by every face and knows none.
#[test]
fn the_desk_knows_no_face_and_no_engine() {
    const FACES: [&str; 16] = [
        "axum",
        "hyper",
        "tokio",
        "askama",
        "http::",
        "crate::web",
        "clap",
        "anstream",
        "anstyle",
        "indicatif",
        "textwrap",
        "terminal_size",
        "crate::cli",
        "io::stdout",
        "io::stderr",
        "println!",
    ];
    let mut seen = 0;
    for (path, text) in sources("src/desk") {
        for (number, line) in code(&text) {
            for name in FACES.iter().chain(["tantivy", "anyhow"].iter()) {
                assert!(!line.contains(name), "{}:{number} names `{name}`: {line}", path.display());
            }
            seen += 1;
        }
    }
    assert!(seen > 500, "the desk is not where it was");
}

/// A face asks the desk, not the rooms behind it: what can be asked and changed is decided once.
#[test]
fn faces_open_no_index_and_read_no_articles() {
    const THE_DESKS: [&str; 7] =
        ["Store", "Update", "Remains", "Extractor", "Register", "read_article", "read_question"];
    for (path, text) in sources("src/cli").into_iter().chain(sources("src/web")) {
        for (number, line) in code(&text) {
            let names = line.split(|c: char| !c.is_alphanumeric() && c != '_');
            for name in names {
                assert!(!THE_DESKS.contains(&name), "{}:{number} uses `{name}`: {line}", path.display());
            }
        }
    }
}

/// Text of strangers goes out through one room: no face writes JSON or CSV by itself, or judges characters.
#[test]
fn only_one_folder_makes_foreign_text_harmless() {
    const ITS_OWN: [&str; 5] = ["serde_json::to_", "csv::Writer", "is_control", "fn clean", "fn escape"];
    for (path, text) in sources("src/cli").into_iter().chain(sources("src/web")) {
        for (number, line) in code(&text) {
            for name in ITS_OWN {
                assert!(!line.contains(name), "{}:{number} has `{name}`: {line}", path.display());
            }
        }
    }
}

#[test]
fn no_file_is_too_long_to_be_read() {
    let long: Vec<String> = sources("src")
        .into_iter()
        .map(|(path, text)| (path, text.lines().count()))
        .filter(|(_, lines)| *lines > LONGEST)
        .map(|(path, lines)| format!("{} ({lines} lines)", path.display()))
        .collect();
    assert!(long.is_empty(), "split by noun what is longer than {LONGEST} lines: {long:?}");
}

/// No table lies beside the code that the code does not read.
#[test]
fn every_table_is_read_by_the_code() {
    let code: String = sources("src").into_iter().map(|(_, text)| text).collect();
    let mut folders = vec![root().join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if name.ends_with(".tsv") {
                assert!(code.contains(&name), "no code reads {}", path.display());
            }
        }
    }
}

/// A page asks the desk, and knows of the rooms behind it the types that answers are made of; it is no terminal.
#[test]
fn the_page_knows_the_desk_and_plain_types() {
    const PLAIN: [&str; 7] = ["corrections", "desk", "harmless", "index", "query", "record", "web"];
    const NO_FACES: [&str; 5] = ["clap", "anstream", "indicatif", "println!", "std::fs"];
    let mut seen = 0;
    for (path, text) in sources("src/web") {
        for (number, line) in code(&text) {
            for rest in line.split("crate::").skip(1) {
                let named = rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
                assert!(PLAIN.contains(&named), "{}:{number} names {named}: {line}", path.display());
            }
            assert!(
                !line.contains("query::") || line.contains("query::tree"),
                "{}:{number} reads: {line}",
                path.display()
            );
            for name in NO_FACES {
                assert!(!line.contains(name), "{}:{number} names `{name}`: {line}", path.display());
            }
            seen += 1;
        }
    }
    assert!(seen > 500, "the page is not where it was");
}

/// Whoever looks for a type by its name finds one.
#[test]
fn a_type_name_has_one_meaning() {
    let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (path, text) in sources("src") {
        // What a trait calls for (`Iterator::Item`) is named by the trait.
        let is_called_for =
            |line: &str| ["type Item =", "type Data =", "type Error ="].iter().any(|it| line.starts_with(it));
        for (_, line) in code(&text).filter(|(_, line)| !is_called_for(line.trim_start())) {
            let line = line.trim_start();
            let line =
                line.strip_prefix("pub").map_or(line, |rest| rest.split_once(' ').map_or(rest, |(_, item)| item));
            let named = ["struct ", "enum ", "trait ", "type "].iter().find_map(|word| line.strip_prefix(word));
            let name = named.and_then(|rest| rest.split(|char: char| !char.is_alphanumeric()).next());
            if let Some(name) = name.filter(|name| name.starts_with(char::is_uppercase)) {
                places.entry(name.to_owned()).or_default().push(path.display().to_string());
            }
        }
    }
    places.retain(|_, files| files.len() > 1);
    assert!(places.is_empty(), "one name for several types: {places:?}");
}
