//! Writes what is read of articles beside their text, as lines for a comparison: one JSON object a file, with title, date,
//! where the date was read, the day of the last change, byline, outlet, address, problems and how many of the text's
//! bytes are prose.
//!
//! ```text
//! cargo run --release --example headings -- FILE… > headings.ndjson
//! ```

use anyhow::{Context, Result};
use onrecord::archive::{Document, Format, Origin};
use onrecord::article::{BlockKind, ReadOptions, read_article};
use std::io::Write;
use std::path::PathBuf;

fn main() -> Result<()> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for path in std::env::args().skip(1).map(PathBuf::from) {
        let bytes = std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let format = match path.extension().is_some_and(|extension| extension == "json") {
            true => Format::JsonRecord,
            false => Format::PlainText,
        };
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let document = Document::new(Origin::of_file(path), format, bytes);
        let line = match read_article(&document, &ReadOptions::default()) {
            Err(error) => serde_json::json!({"file": file, "error": error.to_string()}),
            Ok(article) => {
                let prose = article.blocks.iter().filter(|block| block.kind == BlockKind::Paragraph);
                serde_json::json!({
                    "file": file,
                    "title": article.title,
                    "date": article.posted.map(|posted| posted.date.to_string()),
                    "date_from": article.posted.map(|posted| posted.from.name()),
                    "updated": article.updated.map(|day| day.to_string()),
                    "byline": article.byline,
                    "outlet": article.outlet,
                    "url": article.url,
                    "problems": article.problems.iter().map(|problem| &problem.message).collect::<Vec<_>>(),
                    "prose": prose.map(|block| block.span.len()).sum::<usize>(),
                })
            }
        };
        writeln!(out, "{line}")?;
    }
    Ok(())
}
