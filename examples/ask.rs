//! Asks an archive from a program: `cargo run --example ask -- corpus "what did Corbyn say about NATO"`.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program of the command line")]

use onrecord::desk::{DeskError, Library, Request, Settings, UpdateRequest, nobody};

fn main() -> Result<(), DeskError> {
    let mut arguments = std::env::args().skip(1);
    let (Some(archive), Some(question)) = (arguments.next(), arguments.next()) else {
        eprintln!("give an archive and a question");
        return Ok(());
    };
    let (library, _) = Library::of_paths(None, &UpdateRequest::of([archive]), Settings::default(), nobody())?;
    let response = library.ask(&Request::of(question))?;
    println!("Read as: {}", response.asked.read_as);
    response.notes_in_words().iter().for_each(|note| println!("{note}"));
    for hit in &response.answer.hits {
        let speaker = hit.record.speaker.as_ref().map_or("unknown speaker", |speaker| &speaker.name);
        println!("{speaker}, {}: {}", hit.record.article.date.as_deref().unwrap_or("undated"), hit.record.quote);
    }
    Ok(())
}
