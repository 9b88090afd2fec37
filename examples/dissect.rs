//! Shows what the extractor found in articles on the way to their quotes: mentions, entities, acts, candidates.
//! For builders who look for the cause of a wrong speaker.
//!
//! ```text
//! cargo run --release --example dissect -- FILE…
//! ```

#![allow(clippy::print_stdout, reason = "a program of the builders talks to them")]

use anyhow::Result;
use onrecord::archive::{Document, Format, Origin};
use onrecord::article::{ReadOptions, read_article};
use onrecord::people::Register;
use onrecord::quotes::Extractor;
use std::path::PathBuf;

fn main() -> Result<()> {
    let register = Register::embedded()?;
    let extractor = Extractor::new(&register);
    for path in std::env::args().skip(1).map(PathBuf::from) {
        let document = Document::new(Origin::of_file(path.clone()), Format::PlainText, std::fs::read(&path)?);
        let article = read_article(&document, &ReadOptions::default())?;
        println!("{}\n{}", path.display(), extractor.dissect(&article));
    }
    Ok(())
}
