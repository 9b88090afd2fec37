//! How questions are read: `cargo run --example read -- INDEX [TIMES] < questions`, each line a question; below it the query
//! as syntax, and what the user would be told; at the end, on the standard error, what reading one took, and which took
//! longest. Each is read once, then so many times, of which the quickest counts: a busy machine stretches single ones.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program of the command line")]

use onrecord::desk::{AnswerNote, DeskError, Library, Request, Settings, nobody};
use std::io::BufRead;
use std::path::Path;
use std::time::{Duration, Instant};

/// So many of those that took longest are told.
const SLOWEST: usize = 5;

fn main() -> Result<(), DeskError> {
    let Some(index) = std::env::args().nth(1) else {
        eprintln!("give an index, and questions on the standard input");
        return Ok(());
    };
    let library = Library::open(Path::new(&index), Settings::default(), nobody())?;
    let times: u32 = std::env::args().nth(2).and_then(|times| times.parse().ok()).unwrap_or(1);
    let today = std::env::var("ONRECORD_TODAY").ok().and_then(|day| day.parse().ok());
    let mut took: Vec<(Duration, String)> = Vec::new();
    for question in std::io::stdin().lock().lines().map_while(Result::ok) {
        println!("{question}");
        let request = Request { today, ..Request::of(question.clone()) };
        let read = library.read(&request);
        let timed = |_| {
            let begun = Instant::now();
            let _ = std::hint::black_box(library.read(&request));
            begun.elapsed()
        };
        took.push(((0..times).map(timed).min().unwrap_or_default(), question));
        match read {
            Ok(asked) => {
                println!("    {}", asked.read_as);
                for note in asked.notes {
                    println!("    note: {}", AnswerNote::Reading(note).in_words());
                }
            }
            Err(error) => println!("    error: {}", error.to_string().replace('\n', "\n      | ")),
        }
    }
    took.sort();
    let at =
        |share: usize| took.get(took.len() * share / 100).or(took.last()).map(|(time, _)| *time).unwrap_or_default();
    let mean = took.iter().map(|(time, _)| *time).sum::<Duration>() / u32::try_from(took.len()).unwrap_or(1).max(1);
    eprintln!("{} questions; {mean:?} each; half take {:?} or less, 99 in 100 {:?}", took.len(), at(50), at(99));
    for (time, question) in took.iter().rev().take(SLOWEST) {
        eprintln!("  {time:?}  {question}");
    }
    Ok(())
}
