//! Numbers for speakers, parties, offices and outlets, and their names.
//!
//! Each gets the next number of its kind when it is first met; the number stays its own in every segment and for as long
//! as the index lives, so that columns hold small numbers and counts need no dictionary. A label is a document of its own
//! that is never deleted.

use std::sync::Mutex;

use rustc_hash::FxHashMap;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, Searcher, SegmentReader, TERMINATED, TantivyDocument, Term};

use super::schema::{Fields, column};
use crate::index::analyze::FoldedWords;
use crate::index::entry::NamedId;
use crate::index::prepared::{LabelOf, WORD_END};

/// Separates the parts of a term; it is taken out of ids and names first.
const BREAK: char = '\u{1f}';

fn letter(of: LabelOf) -> char {
    match of {
        LabelOf::Speaker => 's',
        LabelOf::Party => 'p',
        LabelOf::Office => 'o',
        LabelOf::Outlet => 'u',
    }
}

fn clean(text: &str) -> String {
    text.replace(BREAK, " ")
}

/// The term by which a number is found.
fn id_term(of: LabelOf, id: &str) -> String {
    format!("{}{BREAK}{}", letter(of), clean(id))
}

/// What the term of a number's id and name begins with.
fn name_prefix(of: LabelOf, number: u32) -> String {
    format!("{}{number:08x}{BREAK}", letter(of))
}

fn name_term(of: LabelOf, number: u32, label: &NamedId) -> String {
    format!("{}{}{BREAK}{}", name_prefix(of, number), clean(&label.id), clean(&label.name))
}

fn read_name_term(term: &str) -> Option<NamedId> {
    let (id, name) = term.split_once(BREAK)?.1.split_once(BREAK)?;
    Some(NamedId { id: id.to_string(), name: name.to_string() })
}

/// Gives numbers while an index is written.
pub(super) struct Numbering {
    known: FxHashMap<(LabelOf, String), u32>,
    /// The last number of each kind.
    last: FxHashMap<LabelOf, u32>,
}

/// A label's number, and its document where it is new.
pub(super) struct NumberedLabel {
    pub number: u32,
    pub document: Option<TantivyDocument>,
}

impl Numbering {
    /// The numbers that an index has given so far.
    pub fn open(searcher: &Searcher, fields: &Fields) -> tantivy::Result<Numbering> {
        let mut numbering = Numbering { known: FxHashMap::default(), last: FxHashMap::default() };
        for segment in searcher.segment_readers() {
            let inverted = segment.inverted_index(fields.label_id)?;
            let numbers = segment.fast_fields().u64(column::LABEL)?;
            let mut terms = inverted.terms().stream()?;
            while let Some((key, info)) = terms.next() {
                let docs = inverted.read_postings_from_terminfo(info, IndexRecordOption::Basic)?;
                let key = String::from_utf8_lossy(key);
                let Some((kind, id)) = key.split_once(BREAK) else { continue };
                let of = [LabelOf::Speaker, LabelOf::Party, LabelOf::Office, LabelOf::Outlet]
                    .into_iter()
                    .find(|of| kind == letter(*of).to_string());
                let (Some(of), Some(number)) = (of, numbers.first(docs.doc())) else { continue };
                let number = number as u32;
                let last = numbering.last.entry(of).or_default();
                *last = number.max(*last);
                numbering.known.insert((of, id.to_string()), number);
            }
        }
        Ok(numbering)
    }

    pub fn number(&mut self, fields: &Fields, of: LabelOf, label: &NamedId) -> NumberedLabel {
        let id = clean(&label.id);
        let key = (of, id);
        if let Some(number) = self.known.get(&key) {
            return NumberedLabel { number: *number, document: None };
        }
        let last = self.last.entry(of).or_default();
        *last += 1;
        let number = *last;
        self.known.insert(key, number);
        let mut document = TantivyDocument::default();
        document.add_u64(fields.head, 0);
        document.add_u64(fields.label, u64::from(number));
        document.add_text(fields.label_id, id_term(of, &label.id));
        document.add_text(fields.label_name, name_term(of, number, label));
        let words = match of {
            LabelOf::Speaker => Some(fields.speaker_words),
            LabelOf::Outlet => Some(fields.outlet_words),
            LabelOf::Party | LabelOf::Office => None,
        };
        if let Some(field) = words {
            let mut lines = String::new();
            let mut words = FoldedWords::new(&label.name);
            while words.next_into(&mut lines).is_some() {
                lines.push(WORD_END);
            }
            document.add_text(field, lines);
        }
        NumberedLabel { number, document: Some(document) }
    }
}

/// Names that were looked up before. A number's name never changes, so that nothing here grows old.
#[derive(Default)]
pub(super) struct LabelNames(Mutex<FxHashMap<(LabelOf, u32), NamedId>>);

impl LabelNames {
    /// The label of a number.
    pub fn label(
        &self,
        searcher: &Searcher,
        fields: &Fields,
        of: LabelOf,
        number: u32,
    ) -> tantivy::Result<Option<NamedId>> {
        // A thread that panicked left at worst a name out.
        let mut known = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(label) = known.get(&(of, number)) {
            return Ok(Some(label.clone()));
        }
        let prefix = name_prefix(of, number);
        for segment in searcher.segment_readers() {
            let names = segment.inverted_index(fields.label_name)?;
            let mut terms = names.terms().range().ge(prefix.as_bytes()).into_stream()?;
            if !terms.advance() || !terms.key().starts_with(prefix.as_bytes()) {
                continue;
            }
            if let Some(label) = std::str::from_utf8(terms.key()).ok().and_then(read_name_term) {
                known.insert((of, number), label.clone());
                return Ok(Some(label));
            }
        }
        Ok(None)
    }
}

/// The number of an id.
pub(super) fn number_of(searcher: &Searcher, fields: &Fields, of: LabelOf, id: &str) -> tantivy::Result<Option<u32>> {
    let term = Term::from_field_text(fields.label_id, &id_term(of, id));
    for segment in searcher.segment_readers() {
        if let Some(doc) = docs_with(segment, &term)?.first() {
            return Ok(segment.fast_fields().u64(column::LABEL)?.first(*doc).map(|number| number as u32));
        }
    }
    Ok(None)
}

/// The numbers of the labels whose names have all these folded words, rising; `field` is the one that holds the words.
pub(super) fn numbers_named(
    searcher: &Searcher,
    field: tantivy::schema::Field,
    words: &[String],
) -> tantivy::Result<Vec<u32>> {
    let mut found = Vec::new();
    for segment in searcher.segment_readers() {
        let mut docs: Option<Vec<u32>> = None;
        for word in words {
            let with_word = docs_with(segment, &Term::from_field_text(field, word))?;
            docs = Some(match docs {
                None => with_word,
                Some(docs) => docs.into_iter().filter(|doc| with_word.binary_search(doc).is_ok()).collect(),
            });
        }
        let docs = docs.unwrap_or_default();
        if !docs.is_empty() {
            let numbers = segment.fast_fields().u64(column::LABEL)?;
            found.extend(docs.into_iter().filter_map(|doc| numbers.first(doc)).map(|number| number as u32));
        }
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

fn docs_with(segment: &SegmentReader, term: &Term) -> tantivy::Result<Vec<u32>> {
    let mut docs = Vec::new();
    if let Some(mut list) = segment.inverted_index(term.field())?.read_postings(term, IndexRecordOption::Basic)? {
        while list.doc() != TERMINATED {
            docs.push(list.doc());
            list.advance();
        }
    }
    Ok(docs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_come_back_whatever_stands_in_them() {
        for (id, name) in [
            ("labour-co-op", "Labour/Co-op"),
            ("a/b", "back\\slash"),
            ("", ""),
            ("sinn-fein", "Sinn Féin"),
            ("x", "tab\tand \"marks\""),
        ] {
            let label = NamedId { id: id.to_string(), name: name.to_string() };
            let term = name_term(LabelOf::Party, 0x1234_5678, &label);
            assert!(term.starts_with(&name_prefix(LabelOf::Party, 0x1234_5678)));
            assert_eq!(read_name_term(&term), Some(label));
        }
    }
}
