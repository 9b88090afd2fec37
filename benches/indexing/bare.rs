//! Bare tantivy on the same articles: what full text costs without anybody's quotes. Takes an archive, gives an index;
//! runs as a process of its own, so that it is measured as the program is.

use std::path::Path;
use std::process::Command;

use tantivy::schema::{FAST, INDEXED, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions};
use tantivy::{Index, IndexWriter, TantivyDocument};

use super::archive::each_text;

/// The first argument of a run that indexes; the index's folder and the archive follow.
pub const ARGUMENT: &str = "--index-with-bare-tantivy";

const THREADS: usize = 2;
const MEMORY: usize = 120_000_000;

/// This benchmark started again to index.
pub fn command(dir: &Path, archive: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().expect("the benchmark knows its own file"));
    command.arg(ARGUMENT).arg(dir).arg(archive);
    command
}

pub fn index(dir: &Path, archive: &Path) {
    let mut schema = Schema::builder();
    let positions = IndexRecordOption::WithFreqsAndPositions;
    let stemmed = TextFieldIndexing::default().set_tokenizer("en_stem").set_index_option(positions);
    let stemmed = TextOptions::default().set_indexing_options(stemmed).set_stored();
    let title = schema.add_text_field("title", stemmed.clone());
    let body = schema.add_text_field("body", stemmed);
    let outlet = schema.add_text_field("outlet", STRING | STORED);
    let day = schema.add_i64_field("day", INDEXED | FAST | STORED);
    std::fs::create_dir_all(dir).expect("the index's folder can be made");
    let index = Index::create_in_dir(dir, schema.build()).expect("the index can be made");
    let mut writer: IndexWriter = index.writer_with_num_threads(THREADS, MEMORY).expect("the index can be written");
    each_text(archive, |text| {
        let mut document = TantivyDocument::default();
        document.add_text(title, text.title);
        document.add_text(body, text.body);
        document.add_text(outlet, text.outlet);
        document.add_i64(day, text.day);
        writer.add_document(document).expect("the index can be written");
    });
    writer.commit().expect("the index can be written");
    writer.wait_merging_threads().expect("segments can be merged");
}
