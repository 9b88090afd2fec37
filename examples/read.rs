//! How questions are read: `cargo run --example read -- INDEX < questions`, each line a question; below it the query as
//! syntax, and what the user would be told; at the end, on the standard error, what reading one took.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program of the command line")]

use onrecord::desk::{AnswerNote, DeskError, Library, Request, Settings, nobody};
use std::io::BufRead;
use std::path::Path;
use std::time::{Duration, Instant};

fn main() -> Result<(), DeskError> {
    let Some(index) = std::env::args().nth(1) else {
        eprintln!("give an index, and questions on the standard input");
        return Ok(());
    };
    let library = Library::open(Path::new(&index), Settings::default(), nobody())?;
    let today = std::env::var("ONRECORD_TODAY").ok().and_then(|day| day.parse().ok());
    let mut took: Vec<Duration> = Vec::new();
    for question in std::io::stdin().lock().lines().map_while(Result::ok) {
        println!("{question}");
        let begun = Instant::now();
        let read = library.read(&Request { today, ..Request::of(question) });
        took.push(begun.elapsed());
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
    let at = |share: usize| took.get(took.len() * share / 100).or(took.last()).copied().unwrap_or_default();
    eprintln!(
        "{} questions; half take {:?} or less, 99 in 100 {:?}, the longest {:?}",
        took.len(),
        at(50),
        at(99),
        at(100)
    );
    Ok(())
}
