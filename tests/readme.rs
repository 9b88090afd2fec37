//! The documents' promises of commands: every console block is run as a reader would, top to bottom in one shell, and
//! shows what stands there; every command and option that they name is there.
//!
//! A block's lines behind a command are what it writes; a line `…` stands for any lines, and no lines at all for output
//! that the document does not show. A command of cargo is somebody else's to try: [`ELSEWHERE`] says whose.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

const DOCUMENTS: [&str; 3] = ["README.md", "CONTRIBUTING.md", "docs/attribution.md"];

/// What no test can run inside of cargo's own run, by its beginning.
const ELSEWHERE: [(&str, &str); 14] = [
    ("cargo test", CI),
    ("cargo test --locked", CI),
    ("cargo test --config profile.dev.opt-level=1 --test reliability", "whoever releases"),
    ("cargo fmt --all --check", CI),
    ("cargo clippy --all-targets --locked -- -D warnings", CI),
    ("cargo install --path . --locked", "whoever releases"),
    ("cargo install cargo-about", "whoever changes a dependency"),
    ("cargo fetch --locked && cargo about generate", "whoever changes a dependency; tests/notices.rs says when"),
    ("cargo mutants", "whoever changes tests"),
    ("cargo run --release --example build_register", "whoever has the fact files"),
    ("cargo run --release --example fit_ranking", "whoever has questions with answers"),
    (
        "cargo run --release --example make_drafts",
        "whoever measures the check of drafts; tests/drafts.rs runs the same",
    ),
    ("cargo run --release --example mine_wordings", "whoever has articles to mine"),
    ("cargo run --release --example train_attribution", "whoever has articles in PolNeAR's layout"),
];
const CI: &str = ".ci/run";

fn read(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name))
        .unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The console blocks, and the code that stands in the running text.
fn code_of(document: &str) -> (Vec<String>, Vec<String>) {
    let (mut blocks, mut inline) = (Vec::new(), Vec::new());
    let mut open: Option<String> = None;
    for event in Parser::new_ext(document, pulldown_cmark::Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) if &*language == "console" => {
                open = Some(String::new());
            }
            Event::End(TagEnd::CodeBlock) => blocks.extend(open.take()),
            Event::Text(text) => {
                if let Some(block) = &mut open {
                    block.push_str(&text);
                }
            }
            Event::Code(code) => inline.push(code.to_string()),
            _ => {}
        }
    }
    (blocks, inline)
}

/// A command as it is typed, and what it is shown to write.
struct Step {
    command: String,
    shown: String,
}

fn steps(block: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for line in block.lines() {
        match (line.strip_prefix("$ "), steps.last_mut()) {
            (Some(command), _) => steps.push(Step { command: command.to_owned(), shown: String::new() }),
            (None, Some(step)) => {
                step.shown.push_str(if line == "…" { "..." } else { line });
                step.shown.push('\n');
            }
            (None, None) => panic!("a console block begins with a command behind `$ `, not with: {line}"),
        }
    }
    steps
}

/// A shell in a folder of its own with the archives that the documents speak of.
struct Reader {
    root: tempfile::TempDir,
}

impl Reader {
    fn new() -> Reader {
        let root = tempfile::tempdir().unwrap();
        let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
        std::fs::create_dir(root.path().join("work")).unwrap();
        for name in ["corpus", "articles"] {
            std::os::unix::fs::symlink(&corpus, root.path().join("work").join(name)).unwrap();
        }
        std::fs::copy(corpus.join("dump.ndjson"), root.path().join("work/dump.ndjson")).unwrap();
        Reader { root }
    }

    fn run(&self, command: &str) -> Output {
        let program = PathBuf::from(env!("CARGO_BIN_EXE_onrecord"));
        let path = format!("{}:/usr/local/bin:/usr/bin:/bin", program.parent().unwrap().display());
        Command::new("sh")
            .args(["-c", command])
            .env_clear()
            .env("PATH", path)
            .env("HOME", self.root.path().join("home"))
            .env("ONRECORD_TODAY", "2026-01-15")
            .current_dir(self.root.path().join("work"))
            .output()
            .unwrap()
    }
}

/// The command without settings before it: `NAME=value cargo …`.
fn without_settings(command: &str) -> &str {
    match command.split_once(' ') {
        Some((first, rest)) if first.contains('=') => without_settings(rest),
        _ => command,
    }
}

/// Whether a command runs some tests of a suite that another one runs whole: all unit tests, or a file of tests that is
/// there, by a word of their names.
fn is_part_of_the_suite(command: &str, whole: &str) -> bool {
    let Some(rest) = command.strip_prefix(whole) else { return false };
    let words: Vec<&str> = rest.split_whitespace().collect();
    let is_there = |name: &str| {
        let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
        tests.join(format!("{name}.rs")).is_file() || tests.join(name).join("main.rs").is_file()
    };
    match words.as_slice() {
        ["--lib", ..] => whole.starts_with("cargo test"),
        ["--test", name, ..] => whole.starts_with("cargo test") && is_there(name),
        _ => false,
    }
}

#[test]
fn console_blocks_show_what_is_so() {
    for name in DOCUMENTS {
        let reader = Reader::new();
        for step in code_of(&read(name)).0.iter().flat_map(|block| steps(block)) {
            let command = match step.command.strip_prefix("cargo run --release -- ") {
                Some(arguments) => format!("onrecord {arguments}"),
                None => step.command.clone(),
            };
            if without_settings(&command).starts_with("cargo ") {
                let bare = without_settings(&command).split("  #").next().unwrap_or_default().trim();
                // What CI runs it runs to the letter.
                let tries = |(known, whose): &&(&str, &str)| match *whose {
                    CI => bare == *known || is_part_of_the_suite(bare, known),
                    _ => bare.starts_with(known),
                };
                let known = ELSEWHERE.iter().find(tries);
                let (known, whose) = known.unwrap_or_else(|| panic!("{name}: who tries `{command}`? Say in ELSEWHERE"));
                assert!(*whose != CI || read(CI).contains(known), "{CI} does not run `{known}`");
                continue;
            }
            let output = reader.run(&command);
            let (out, err) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
            assert!(output.status.success(), "{name}: $ {command}\n{out}----- stderr\n{err}{}", output.status);
            if !step.shown.is_empty() {
                let matched = snapbox::Assert::new().try_eq(None, out.clone().into(), step.shown.clone().into());
                assert!(matched.is_ok(), "{name}: $ {command}\nis shown to write\n{}\nand writes\n{out}", step.shown);
            }
        }
    }
}

#[test]
fn links_lead_somewhere() {
    for name in DOCUMENTS {
        let text = read(name);
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(name).parent().unwrap().to_owned();
        for event in Parser::new(&text) {
            if let Event::Start(Tag::Link { dest_url, .. }) = event
                && !dest_url.contains("://")
            {
                let path = dest_url.split('#').next().unwrap_or("");
                assert!(folder.join(path).exists(), "{name} links to {dest_url}, which is not there");
            }
        }
    }
}

/// The options that a text names: `--word`.
fn options(help: &str) -> impl Iterator<Item = &str> {
    let ends = |c: char| !(c.is_ascii_lowercase() || c == '-');
    help.split([' ', '[', ']', ',', '|', '(', '`', '\n', '='])
        .filter_map(move |word| Some(word.split_once("--")?.1.split(ends).next().unwrap_or("")))
        .filter(|name| !name.is_empty())
}

#[test]
fn commands_and_options_that_documents_name_are_there() {
    let reader = Reader::new();
    let help = |arguments: &str| {
        let output = reader.run(&format!("onrecord {arguments} --help"));
        assert!(output.status.success(), "onrecord {arguments} --help");
        String::from_utf8(output.stdout).unwrap()
    };
    let top = help("");
    let commands: BTreeSet<&str> = top
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| line.starts_with("  "))
        // Longer descriptions run on below, further in.
        .filter(|line| !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(commands.contains("search") && commands.contains("notices"), "{commands:?}");
    let pages: Vec<String> = commands.iter().map(|command| help(command)).collect();
    let known: BTreeSet<&str> = pages.iter().flat_map(|page| options(page)).collect();
    assert!(known.contains("month-first"), "{known:?}");
    for name in DOCUMENTS {
        for code in code_of(&read(name)).1 {
            let words: Vec<&str> = without_settings(&code).split_whitespace().collect();
            if words.first() == Some(&"onrecord")
                && let Some(command) = words.get(1)
            {
                assert!(commands.contains(command), "{name} names a command that is not there: `{code}`");
            }
            // Other documents speak of options of other programs too.
            let ours = words.first().is_some_and(|first| *first == "onrecord" || commands.contains(first));
            if ours || code.starts_with("--") && name == "README.md" {
                for option in options(&code) {
                    assert!(known.contains(option), "{name} names an option that is not there: `{code}`");
                }
            }
        }
    }
}
