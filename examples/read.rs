//! How questions are read: `cargo run --example read -- INDEX < questions`, each line a question; below it the query as
//! syntax, and what the user would be told.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program of the command line")]

use onrecord::desk::{AnswerNote, DeskError, Library, Request, Settings, nobody};
use std::io::BufRead;
use std::path::Path;

fn main() -> Result<(), DeskError> {
    let Some(index) = std::env::args().nth(1) else {
        eprintln!("give an index, and questions on the standard input");
        return Ok(());
    };
    let library = Library::open(Path::new(&index), Settings::default(), nobody())?;
    let today = std::env::var("ONRECORD_TODAY").ok().and_then(|day| day.parse().ok());
    for question in std::io::stdin().lock().lines().map_while(Result::ok) {
        println!("{question}");
        match library.read(&Request { today, ..Request::of(question) }) {
            Ok(asked) => {
                println!("    {}", asked.read_as);
                for note in asked.notes {
                    println!("    note: {}", AnswerNote::Reading(note).in_words());
                }
            }
            Err(error) => println!("    error: {}", error.to_string().replace('\n', "\n      | ")),
        }
    }
    Ok(())
}
