//! Bare tantivy with the same quotes, a document each: what a question costs at least. Takes the made archive, gives an
//! index of its own, and answers the conditions of a question with their number, ten hits and the hits' records.

use std::hint::black_box;
use std::ops::Bound;
use std::path::Path;

use chrono::{Datelike, NaiveDate};
use onrecord::record::build_records;
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{BooleanQuery, Query, RangeQuery, TermQuery};
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::TextAnalyzer;
use tantivy::{Index, IndexWriter, Searcher, TantivyDocument, Term};

use super::made::Made;
use super::questions::Asked;

const THREADS: usize = 2;
const MEMORY: usize = 200_000_000;

/// What is known of a quote, by field.
#[derive(Clone, Copy)]
struct Fields {
    speaker: Field,
    party: Field,
    outlet: Field,
    /// The words of the lead-in, the context and the headline, stemmed.
    around: Field,
    /// Days from 1 January of year 1.
    day: Field,
    /// The record as JSON.
    record: Field,
}

impl Fields {
    fn new() -> (Schema, Fields) {
        let mut schema = Schema::builder();
        let positions = IndexRecordOption::WithFreqsAndPositions;
        let stemmed = TextFieldIndexing::default().set_tokenizer("en_stem").set_index_option(positions);
        let fields = Fields {
            speaker: schema.add_text_field("speaker", STRING),
            party: schema.add_text_field("party", STRING),
            outlet: schema.add_text_field("outlet", STRING),
            around: schema.add_text_field("around", TextOptions::default().set_indexing_options(stemmed)),
            day: schema.add_i64_field("day", FAST | INDEXED),
            record: schema.add_text_field("record", STORED),
        };
        (schema.build(), fields)
    }
}

/// An index of quotes, open for asking.
pub struct Bare {
    searcher: Searcher,
    fields: Fields,
    analyzer: TextAnalyzer,
}

impl Bare {
    /// Opens the index; where there is none of these fields, makes it first.
    pub fn open_or_fill(dir: &Path, made: &Made, quotes: u64) -> Bare {
        let (schema, fields) = Fields::new();
        let whole = dir.join("complete").exists().then(|| Index::open_in_dir(dir).ok()).flatten();
        let index = whole.filter(|index| index.schema() == schema).unwrap_or_else(|| {
            let index = fill(dir, schema, fields, made, quotes);
            std::fs::write(dir.join("complete"), "").expect("the index's folder can be written");
            index
        });
        Bare {
            searcher: index.reader().expect("the index can be read").searcher(),
            analyzer: index.tokenizer_for_field(fields.around).expect("a field of words"),
            fields,
        }
    }

    pub fn segments(&self) -> usize {
        self.searcher.segment_readers().len()
    }

    /// Answers who, what and when together: how many there are, and the records of ten.
    pub fn ask(&mut self, asked: &Asked) -> u64 {
        let term = |field, text: &str| -> Box<dyn Query> {
            Box::new(TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::Basic))
        };
        let day = |date: Option<NaiveDate>| {
            Bound::Included(Term::from_field_i64(
                self.fields.day,
                date.map_or(0, |date| i64::from(date.num_days_from_ce())),
            ))
        };
        let mut stem = |word: &str| {
            let mut stream = self.analyzer.token_stream(word);
            stream.next().map(|token| token.text.clone()).unwrap_or_default()
        };
        let words = asked.words.iter().map(|word| term(self.fields.around, &stem(word))).collect();
        let query = BooleanQuery::intersection(vec![
            term(self.fields.speaker, &asked.speaker),
            Box::new(BooleanQuery::union(words)),
            Box::new(RangeQuery::new(day(asked.range.from), day(asked.range.to))),
        ]);
        let wanted = (Count, TopDocs::with_limit(10).order_by_score());
        let (count, hits) = self.searcher.search(&query, &wanted).expect("the index can be asked");
        for (_, address) in hits {
            black_box(self.searcher.doc::<TantivyDocument>(address).expect("a stored document"));
        }
        count as u64
    }
}

fn fill(dir: &Path, schema: Schema, fields: Fields, made: &Made, quotes: u64) -> Index {
    if dir.exists() {
        std::fs::remove_dir_all(dir).expect("the old index can be removed");
    }
    std::fs::create_dir_all(dir).expect("the index's folder can be made");
    let index = Index::create_in_dir(dir, schema).expect("the index can be made");
    let mut writer: IndexWriter = index.writer_with_num_threads(THREADS, MEMORY).expect("the index can be written");
    let documents = |article, quotes: Vec<_>| -> Vec<TantivyDocument> {
        build_records(&article, &quotes)
            .iter()
            .map(|record| {
                let mut document = TantivyDocument::default();
                if let Some(speaker) = &record.speaker {
                    document.add_text(fields.speaker, &speaker.id);
                    document.add_text(fields.party, speaker.party.as_deref().unwrap_or_default());
                }
                document.add_text(fields.outlet, article.outlet.as_deref().unwrap_or_default());
                document.add_text(fields.around, record.lead_in.as_deref().unwrap_or_default());
                document.add_text(fields.around, &record.context);
                document.add_text(fields.around, article.title.as_deref().unwrap_or_default());
                if let Some(posted) = article.posted {
                    document.add_i64(fields.day, i64::from(posted.date.num_days_from_ce()));
                }
                document.add_text(fields.record, serde_json::to_string(record).expect("a record is JSON"));
                document
            })
            .collect()
    };
    made.each_article(quotes, documents, |documents| {
        for document in documents {
            writer.add_document(document).expect("the index can be written");
        }
    });
    writer.commit().expect("the index can be written");
    writer.wait_merging_threads().expect("segments can be merged");
    index
}
