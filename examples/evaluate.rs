//! Writes the quotes of articles as lines for a scorer: one JSON object a quote, with the article's file stem,
//! character offsets, speaker, party, mention, kind, confidence and rule.
//!
//! ```text
//! cargo run --release --example evaluate -- FILE… > quotes.ndjson
//! ```

use anyhow::{Context, Result};
use onrecord::archive::{Document, Format, Origin};
use onrecord::article::{ReadOptions, read_article};
use onrecord::people::Register;
use onrecord::quotes::Extractor;
use std::io::Write;
use std::path::PathBuf;

fn main() -> Result<()> {
    let register = Register::embedded()?;
    let extractor = Extractor::new(&register);
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for path in std::env::args().skip(1).map(PathBuf::from) {
        let bytes = std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let document = Document::new(Origin::of_file(path), Format::PlainText, bytes);
        let article = read_article(&document, &ReadOptions::default())?;
        let mut characters = vec![0_usize; article.text.len() + 1];
        for (number, (at, _)) in article.text.char_indices().enumerate() {
            characters[at] = number;
        }
        characters[article.text.len()] = article.text.chars().count();
        for quote in extractor.extract(&article) {
            let segments: Vec<[usize; 2]> =
                quote.segments.iter().map(|span| [characters[span.start()], characters[span.end()]]).collect();
            let line = serde_json::json!({
                "doc": stem,
                "start": segments.first().map(|segment| segment[0]),
                "end": segments.last().map(|segment| segment[1]),
                "segments": segments,
                "kind": if quote.kind.name() == "indirect" { "indirect" } else { "direct" },
                "speaker": quote.speaker.as_ref().map(|speaker| &speaker.name),
                "party": quote.speaker.as_ref().and_then(|speaker| speaker.party.as_ref()),
                "mention": quote.mention.map(|span| span.of(&article.text)),
                "mention_span": quote.mention.map(|span| [characters[span.start()], characters[span.end()]]),
                "confidence": quote.confidence,
                "rule": quote.rule,
            });
            writeln!(out, "{line}")?;
        }
    }
    Ok(())
}
