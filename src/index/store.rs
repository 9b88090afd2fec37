//! The index on disk: made, opened, checked; its fields and its reader.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tantivy::directory::MmapDirectory;
use tantivy::query::TermQuery;
use tantivy::schema::IndexRecordOption;
use tantivy::tokenizer::TextAnalyzer;
use tantivy::{Index, IndexReader, ReloadPolicy, Searcher, TantivyDocument, Term};

use super::analyze::{self, Form};
use super::document::{self, StoredArticle};
use super::error::IndexError;
use super::places::{self, PlaceCodes};
use super::schema::{self, Fields};
use crate::record::QuoteRecord;

/// Changes with every change to the fields or to what they hold.
pub(super) const FORMAT: u32 = 2;

const MARKER: &str = "onrecord.json";
const DRAFT: &str = "onrecord.json.new";

/// Says that a folder is an index and of which format.
#[derive(Serialize, Deserialize)]
struct Marker {
    format: u32,
    program: String,
}

/// An index on disk, open for asking.
pub struct Store {
    pub(super) dir: PathBuf,
    pub(super) index: Index,
    pub(super) fields: Fields,
    reader: IndexReader,
}

impl Store {
    /// Opens an index that is there.
    ///
    /// # Errors
    /// Where there is none, where it is of another format or damaged, or where it cannot be read.
    pub fn open(dir: &Path) -> Result<Store, IndexError> {
        check_marker(dir)?;
        let directory =
            MmapDirectory::open(dir).map_err(|error| IndexError::engine(dir, tantivy::TantivyError::from(error)))?;
        let index = Index::open(directory).map_err(|error| match error {
            tantivy::TantivyError::OpenReadError(tantivy::directory::error::OpenReadError::FileDoesNotExist(_)) => {
                IndexError::Missing { dir: dir.to_path_buf() }
            }
            other => IndexError::engine(dir, other),
        })?;
        Store::with_index(dir, index)
    }

    /// Opens an index, or makes one in a new or empty folder.
    ///
    /// # Errors
    /// As [`Store::open`], and where the folder holds other things or cannot be written.
    pub fn open_or_create(dir: &Path) -> Result<Store, IndexError> {
        match check_marker(dir) {
            Ok(()) => {}
            Err(IndexError::Missing { .. }) => make_folder(dir)?,
            Err(other) => return Err(other),
        }
        let directory =
            MmapDirectory::open(dir).map_err(|error| IndexError::engine(dir, tantivy::TantivyError::from(error)))?;
        let (schema, _) = schema::build();
        let index = Index::open_or_create(directory, schema).map_err(|error| match error {
            tantivy::TantivyError::SchemaError(_) => IndexError::OtherVersion {
                dir: dir.to_path_buf(),
                found: "with other fields".to_string(),
                expected: FORMAT,
            },
            other => IndexError::engine(dir, other),
        })?;
        Store::with_index(dir, index)
    }

    /// Whether a folder holds an index, of whatever version.
    pub fn is_at(dir: &Path) -> bool {
        dir.join(MARKER).is_file()
    }

    /// Takes an index away with all that it holds; other folders are refused.
    ///
    /// # Errors
    /// Where the folder is no index or cannot be removed.
    pub fn remove(dir: &Path) -> Result<(), IndexError> {
        if !dir.exists() {
            return Ok(());
        }
        if !Store::is_at(dir) {
            return if is_empty(dir)? { Ok(()) } else { Err(IndexError::NotAnIndex { dir: dir.to_path_buf() }) };
        }
        // Nobody may be writing it: the lock is taken for the moment and goes with the folder.
        if let Ok(store) = Store::open(dir) {
            drop(super::update::writer(&store)?);
        }
        std::fs::remove_dir_all(dir).map_err(|error| IndexError::io(dir, &error))
    }

    fn with_index(dir: &Path, index: Index) -> Result<Store, IndexError> {
        index.tokenizers().register(analyze::STEMMED, analyze::analyzer(Form::Stemmed));
        index.tokenizers().register(analyze::EXACT, analyze::analyzer(Form::Exact));
        index.tokenizers().register(places::PLACES, TextAnalyzer::from(PlaceCodes::default()));
        let (expected, fields) = schema::build();
        if index.schema() != expected {
            return Err(IndexError::OtherVersion {
                dir: dir.to_path_buf(),
                found: "with other fields".to_string(),
                expected: FORMAT,
            });
        }
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()
            .map_err(|error| IndexError::engine(dir, error))?;
        Ok(Store { dir: dir.to_path_buf(), index, fields, reader })
    }

    /// Where it lies.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Sees what was committed since it was opened.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn reload(&self) -> Result<(), IndexError> {
        self.reader.reload().map_err(|error| self.failed(error))
    }

    pub(super) fn searcher(&self) -> Searcher {
        self.reader.searcher()
    }

    pub(super) fn failed(&self, error: tantivy::TantivyError) -> IndexError {
        IndexError::engine(&self.dir, error)
    }

    /// How many documents of a kind there are.
    pub(super) fn count_of(&self, doc: &str) -> Result<u64, IndexError> {
        let query = TermQuery::new(Term::from_field_text(self.fields.doc, doc), IndexRecordOption::Basic);
        self.searcher()
            .search(&query, &tantivy::collector::Count)
            .map(|count| count as u64)
            .map_err(|error| self.failed(error))
    }

    /// The quotes with this id: one, or several where the same article lies in several files.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn quotes_with_id(&self, id: &str) -> Result<Vec<QuoteRecord>, IndexError> {
        let term = Term::from_field_text(self.fields.quote_id, id);
        let mut records = self.stored(term, schema::QUOTE, document::read_record)?;
        records.sort_by(|a, b| a.article.path.cmp(&b.article.path));
        Ok(records)
    }

    /// The articles with this id: one, or several where the same article lies in several files.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn articles_with_id(&self, id: &str) -> Result<Vec<StoredArticle>, IndexError> {
        let term = Term::from_field_text(self.fields.article_id, id);
        let mut articles = self.stored(term, schema::ARTICLE, document::read_article)?;
        articles.sort_by(|a, b| a.record.path.cmp(&b.record.path));
        Ok(articles)
    }

    /// The quotes of the article at this place, in the order of the text.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn quotes_of(&self, article: &crate::record::ArticleRecord) -> Result<Vec<QuoteRecord>, IndexError> {
        let term = Term::from_field_text(self.fields.article_id, &article.id);
        let mut records = self.stored(term, schema::QUOTE, document::read_record)?;
        records.retain(|record| record.article.path == article.path && record.article.member == article.member);
        records.sort_by_key(|record| record.segments.first().copied());
        Ok(records)
    }

    fn stored<T>(
        &self,
        term: Term,
        doc: &str,
        read: fn(&Fields, &TantivyDocument) -> Option<T>,
    ) -> Result<Vec<T>, IndexError> {
        use tantivy::query::{BooleanQuery, Query};
        let searcher = self.searcher();
        let clauses: Vec<Box<dyn Query>> = vec![
            Box::new(TermQuery::new(term, IndexRecordOption::Basic)),
            Box::new(TermQuery::new(Term::from_field_text(self.fields.doc, doc), IndexRecordOption::Basic)),
        ];
        let found = searcher
            .search(&BooleanQuery::intersection(clauses), &tantivy::collector::DocSetCollector)
            .map_err(|error| self.failed(error))?;
        found
            .into_iter()
            .map(|address| {
                let document: TantivyDocument = searcher.doc(address).map_err(|error| self.failed(error))?;
                read(&self.fields, &document).ok_or_else(|| IndexError::Damaged {
                    dir: self.dir.clone(),
                    what: "a stored record cannot be read".to_string(),
                })
            })
            .collect()
    }

    /// Bytes that the index takes on disk.
    ///
    /// # Errors
    /// Where its folder cannot be read.
    pub fn bytes_on_disk(&self) -> Result<u64, IndexError> {
        let failed = |error: std::io::Error| IndexError::io(&self.dir, &error);
        let mut bytes = 0;
        for entry in std::fs::read_dir(&self.dir).map_err(failed)? {
            bytes += entry.and_then(|entry| entry.metadata()).map_err(failed)?.len();
        }
        Ok(bytes)
    }

    /// Reads every file of the index and compares it with its checksum; gives the damaged ones.
    ///
    /// # Errors
    /// Where the files cannot be listed.
    pub fn verify(&self) -> Result<Vec<PathBuf>, IndexError> {
        let damaged = self.index.validate_checksum().map_err(|error| self.failed(error))?;
        let mut damaged: Vec<PathBuf> = damaged.into_iter().collect();
        damaged.sort();
        Ok(damaged)
    }
}

fn check_marker(dir: &Path) -> Result<(), IndexError> {
    let path = dir.join(MARKER);
    let bytes = match std::fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            if dir.exists() && !is_empty(dir)? {
                return Err(IndexError::NotAnIndex { dir: dir.to_path_buf() });
            }
            return Err(IndexError::Missing { dir: dir.to_path_buf() });
        }
        Err(error) => return Err(IndexError::io(&path, &error)),
    };
    match serde_json::from_slice::<Marker>(&bytes) {
        Ok(marker) if marker.format == FORMAT => Ok(()),
        Ok(marker) => {
            Err(IndexError::OtherVersion { dir: dir.to_path_buf(), found: marker.format.to_string(), expected: FORMAT })
        }
        Err(_) => Err(IndexError::Damaged { dir: dir.to_path_buf(), what: format!("{MARKER} cannot be read") }),
    }
}

fn is_empty(dir: &Path) -> Result<bool, IndexError> {
    let mut entries = std::fs::read_dir(dir).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotADirectory => IndexError::NotAnIndex { dir: dir.to_path_buf() },
        _ => IndexError::io(dir, &error),
    })?;
    // A draft of the marker is left by a program that was killed while it made the folder.
    Ok(!entries.any(|entry| entry.map_or(true, |entry| entry.file_name() != DRAFT)))
}

/// Makes the folder and its marker; the marker comes first, so that a killed program leaves an index that the next
/// run completes.
fn make_folder(dir: &Path) -> Result<(), IndexError> {
    std::fs::create_dir_all(dir).map_err(|error| IndexError::io(dir, &error))?;
    let marker = Marker { format: FORMAT, program: env!("CARGO_PKG_VERSION").to_string() };
    let text = serde_json::to_vec(&marker).map_err(|error| IndexError::io(dir, &error.into()))?;
    // Under a name of its own first: a half-written marker would make the folder unreadable.
    let draft = dir.join(DRAFT);
    std::fs::write(&draft, text).map_err(|error| IndexError::io(&draft, &error))?;
    std::fs::rename(&draft, dir.join(MARKER)).map_err(|error| IndexError::io(dir, &error))
}
