//! The files of a package: the main one, styles, properties.
//!
//! Takes the bytes of a `.docx`, gives XML. What unpacks to more than any document needs is refused before it is in memory.

use super::super::ArticleError;
use crate::archive::decode;
use crate::size::Size;
use chrono::NaiveDate;
use quick_xml::Reader;
use quick_xml::events::Event;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// One file of a package unpacks to no more than this, in bytes: some twenty times what it has in words.
const LARGEST_FILE: u64 = 64 << 20;
/// A package of more files is no document.
const MOST_FILES: usize = 20_000;
const MAIN: &str = "word/document.xml";

/// A package, opened.
pub(super) struct Package<'b>(ZipArchive<Cursor<&'b [u8]>>);

/// What a package says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Properties {
    pub title: Option<String>,
    pub creator: Option<String>,
    /// The day on which the file was made.
    pub created: Option<NaiveDate>,
}

impl<'b> Package<'b> {
    pub fn open(bytes: &'b [u8]) -> Result<Package<'b>, ArticleError> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error.to_string()))?;
        if zip.len() > MOST_FILES {
            return Err(damaged("it holds too many files"));
        }
        Ok(Package(zip))
    }

    /// The text of the document.
    pub fn main(&mut self) -> Result<String, ArticleError> {
        let name = self.main_name();
        match self.read(&name)? {
            Some(xml) => Ok(xml),
            None => Err(damaged("it holds no text of a Word document")),
        }
    }

    /// Where the package says that its text is; some programs number it.
    fn main_name(&mut self) -> String {
        let relations = self.read("_rels/.rels").ok().flatten().unwrap_or_default();
        let mut reader = Reader::from_str(&relations);
        while let Ok(event) = reader.read_event() {
            let tag = match event {
                Event::Start(tag) | Event::Empty(tag) => tag,
                Event::Eof => break,
                _ => continue,
            };
            let value = |name: &str| {
                let mut attributes = tag.attributes();
                let found = attributes.with_checks(false).flatten().find(|it| it.key.as_ref() == name);
                found.map(|it| it.value.into_owned())
            };
            if value("Type").is_some_and(|kind| kind.ends_with("/officeDocument"))
                && let Some(target) = value("Target")
            {
                return target.trim_start_matches('/').to_owned();
            }
        }
        MAIN.to_owned()
    }

    pub fn styles(&mut self) -> Option<String> {
        self.read("word/styles.xml").ok().flatten()
    }

    pub fn properties(&mut self) -> Properties {
        self.read("docProps/core.xml").ok().flatten().map(|xml| read_properties(&xml)).unwrap_or_default()
    }

    /// A file's text; `None` where there is none of that name.
    fn read(&mut self, name: &str) -> Result<Option<String>, ArticleError> {
        let file = match self.0.by_name(name) {
            Ok(file) => file,
            Err(zip::result::ZipError::FileNotFound) => return Ok(None),
            Err(error) => return Err(damaged(&error.to_string())),
        };
        let mut bytes = Vec::new();
        // What is told of the size need not be true.
        file.take(LARGEST_FILE + 1).read_to_end(&mut bytes).map_err(|error| damaged(&error.to_string()))?;
        if bytes.len() as u64 > LARGEST_FILE {
            return Err(ArticleError::TooLong { size: Size(bytes.len() as u64), limit: Size(LARGEST_FILE) });
        }
        Ok(Some(decode(&bytes).text.into_owned()))
    }
}

fn damaged(what: &str) -> ArticleError {
    ArticleError::BadFile { what: format!("not a Word document that can be read: {what}") }
}

/// Reads `docProps/core.xml`.
fn read_properties(xml: &str) -> Properties {
    let mut properties = Properties::default();
    let mut reader = Reader::from_str(xml);
    let mut within = String::new();
    let mut words = String::new();
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(tag) => {
                within = tag.local_name().as_ref().to_owned();
                words.clear();
            }
            Event::Text(text) => words.push_str(&text.xml10_content()),
            Event::GeneralRef(reference) => words.extend(super::body::character_of(&reference)),
            Event::End(_) => {
                let value = Some(words.trim().to_owned()).filter(|value| !value.is_empty());
                match within.as_str() {
                    "title" => properties.title = properties.title.or(value),
                    "creator" => properties.creator = properties.creator.or(value),
                    "created" => {
                        let day = value.and_then(|value| value.get(..10)?.parse().ok());
                        properties.created = properties.created.or(day);
                    }
                    _ => {}
                }
                within.clear();
            }
            Event::Eof => break,
            _ => {}
        }
    }
    properties
}
