//! Tables that users keep, grown beyond all bounds, and what is no file named as one: refused or read at once.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::time::{Duration, Instant};

use crate::env::{Env, Run};

/// A debug build on a busy machine is slower than what users have; what grows with the square takes far longer than this.
const AT_ONCE: Duration = Duration::from_secs(30);

/// A run that is ended where it would wait.
#[track_caller]
fn run(env: &Env, arguments: &[&str], status: i32) -> Run {
    let begun = Instant::now();
    let output = env.command().args(arguments).timeout(AT_ONCE).output().unwrap();
    assert!(begun.elapsed() < AT_ONCE, "{arguments:?} took {:?}", begun.elapsed());
    env.read(arguments, output).expect_status(status)
}

const SEARCH: [&str; 4] = ["search", "--index", "ix", "ferry"];

#[test]
fn what_may_never_end_is_no_table() {
    let env = Env::indexed();
    assert!(std::process::Command::new("mkfifo").arg(env.path("work/fifo")).status().unwrap().success());
    for (path, what) in [("fifo", "a named pipe"), ("/dev/zero", "a device")] {
        for arguments in [
            &["search", "--index", "ix", "--corrections", path, "ferry"][..],
            &["search", "--index", "ix", "--synonyms", path, "ferry"],
            &["search", "--index", "ix", "--events", path, "ferry"],
            &["extract", "--corrections", path, "archive"],
            &["index", "--index", "ix", "--corrections", path, "archive"],
            &["correct", "--list", "--corrections", path],
            &["saved", "--questions", path],
            &["save", "--questions", path, "name", "ferry"],
            &["run", "--questions", path, "name"],
            &["forget", "--questions", path, "name"],
        ] {
            let run = run(&env, arguments, 2);
            assert!(run.stderr.contains(&format!("{path} is {what} and is not read")), "{}", run.shown());
        }
    }
    // No table at all.
    run(
        &env,
        &[&SEARCH[..], &["--corrections", "/dev/null", "--synonyms", "/dev/null", "--events", "/dev/null"]].concat(),
        0,
    );
}

#[cfg(target_os = "linux")]
#[test]
fn what_can_be_read_only_once_is_read_once() {
    let env = Env::indexed();
    let text = "Title\nPosted On: 1 May 2017\n\n“We go on,” said Ann Example.\n";
    for path in ["-", "/dev/stdin"] {
        let run = env.run_with_input(&["extract", "--format", "ndjson", path], text).expect_status(0);
        assert_eq!(run.records()[0]["quote"], "We go on,", "{}", run.shown());
        let run = env.run_with_input(&["index", "--index", path.trim_matches('/'), path], text).expect_status(0);
        assert!(run.stdout.contains("1 article with 1 quote"), "{}", run.shown());
    }
    let table = "same\tboat; ferry\n";
    let run = env.run_with_input(&["search", "--index", "ix", "--synonyms", "/dev/stdin", "boat"], table);
    assert!(run.expect_status(0).stdout.contains("The ferry is safe"));
}

#[test]
fn long_lines_and_long_tables_are_told_or_read_at_once() {
    let env = Env::indexed();
    let words = "word ".repeat(5_000_000);
    env.write("long.tsv", format!("a\t{words}\t2016-08-18 Title\tAnn Example\n"));
    let long = run(&env, &[&SEARCH[..], &["--corrections", "long.tsv"]].concat(), 0);
    assert!(long.stderr.contains("long.tsv:1: longer than any quote"), "{}", long.shown());
    let long = run(&env, &[&SEARCH[..], &["--synonyms", "long.tsv"]].concat(), 2);
    assert!(long.stderr.contains("long.tsv:1: `a\u{20}word word") && long.stderr.len() < 400, "{}", long.shown());
    let long = run(&env, &["run", "--questions", "long.tsv", "a"], 2);
    assert!(long.stderr.contains("long.tsv:1: longer than any question"), "{}", long.shown());
    env.write("long.tsv", format!("same\tferry; {words}\n"));
    let long = run(&env, &[&SEARCH[..], &["--synonyms", "long.tsv"]].concat(), 2);
    assert!(long.stderr.contains("is a wording of more than 16 words: write a shorter one"), "{}", long.shown());

    let lines = |line: &dyn Fn(usize) -> String| (0..100_000).map(line).collect::<String>();
    env.write(
        "many.tsv",
        lines(&|n| format!("x{n}\tThe tide number {n} decides it\t2016-08-18 Title {n}\tAnn Example\n")),
    );
    run(&env, &[&SEARCH[..], &["--corrections", "many.tsv"]].concat(), 0);
    let bad = lines(&|n| format!("bad line {n}\n"));
    env.write("bad.tsv", &bad);
    for arguments in [&["correct", "--list", "--corrections", "bad.tsv"][..], &["saved", "--questions", "bad.tsv"]] {
        let bad = run(&env, arguments, 1);
        assert_eq!(bad.stderr.lines().count(), 26, "{}", bad.shown());
        assert!(bad.stderr.contains("bad.tsv: 99975 more lines cannot be read"), "{}", bad.shown());
    }
    env.write("near.tsv", lines(&|n| format!("near\tferry; thing{n}\n")));
    let near = run(&env, &[&SEARCH[..], &["--synonyms", "near.tsv"]].concat(), 2);
    assert!(near.stderr.contains("`ferry` has more than 100 other wordings: take some away"), "{}", near.shown());
    env.write("asked.tsv", lines(&|n| format!("q{n}\tferry {n}\n")));
    let asked = run(&env, &["run", "--questions", "asked.tsv", "none"], 2);
    assert!(asked.stderr.contains("q19 and 99980 more"), "{}", asked.shown());
    env.write("large.tsv", bad.repeat(30));
    let large = run(&env, &["save", "--questions", "large.tsv", "name", "ferry"], 2);
    assert!(large.stderr.contains("large.tsv is larger than 32 MB"), "{}", large.shown());
}

/// Of the lines that a table has beside another one each is looked up in one step, and what is no quote any more, or is
/// one again, in one pass through the articles.
#[test]
fn a_long_table_that_changes_is_brought_in_at_once() {
    let env = Env::indexed();
    let line = |n: usize, who: &str| format!("x{n}\tThe tide number {n} decides\t2016-08-18 Title {n}\t{who}\n");
    let ours =
        "x\tThe ferry is safe for another year,\t2016-08-18 Ferry to be saved, says council leader\t(not a quote)\n";
    let strike: String = (0..40_000).map(|n| line(n, "(not a quote)")).collect();
    let search = |text: &str, status| {
        env.write("table.tsv", text);
        run(&env, &["search", "--index", "ix", "--corrections", "table.tsv", "quote:\"safe for another\""], status);
    };
    search("", 0);
    search(&(strike.clone() + ours), 1);
    search(&strike, 0);
    search(&(0..40_000).map(|n| line(n, "Ann Example")).collect::<String>(), 0);
}
