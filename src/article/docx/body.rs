//! The XML of a document to its paragraphs.
//!
//! Takes the XML, gives paragraphs in order, each with what its style says. Rows of tables are lines where their cells are
//! short, else the paragraphs of the cells one behind the other. No depth of tags costs more than its bytes.

use super::super::ArticleError;
use crate::size::Size;
use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};
use std::collections::HashMap;

/// What a paragraph is by its style.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum ParagraphStyle {
    #[default]
    Plain,
    Title,
    Heading,
    Caption,
    ListItem,
}

/// A paragraph, or a row of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct DocxParagraph {
    pub words: String,
    pub style: ParagraphStyle,
}

/// What was read of a document.
#[derive(Debug)]
pub(super) struct DocxBody {
    pub paragraphs: Vec<DocxParagraph>,
    /// What is wrong with the XML; what stands behind it could not be read.
    pub damage: Option<String>,
}

/// Styles by their ids.
pub(super) type Styles = HashMap<String, ParagraphStyle>;

/// A cell with more bytes holds prose.
const LONGEST_CELL: usize = 200;
/// Tables within tables to this depth are told apart; deeper ones belong to the one around them.
const DEEPEST_TABLE: usize = 32;
/// What stands between the cells of a row.
const BETWEEN_CELLS: &str = " | ";

/// Elements whose text is not read: what was moved away, what stands for what another program cannot show, former styles.
fn is_left_out(name: &str) -> bool {
    let is_gone = matches!(name, "moveFrom" | "del");
    let is_former_style = matches!(name, "pPrChange" | "rPrChange");
    is_gone || is_former_style || name == "Fallback" || matches!(name, "instrText" | "binData")
}

/// The character that a reference names: a number, or one of the five names that XML knows by itself.
pub(super) fn character_of(reference: &BytesRef<'_>) -> Option<char> {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return Some(character);
    }
    match reference.xml10_content().as_ref() {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}

/// The value of an attribute by its name without prefix.
fn attribute(tag: &BytesStart<'_>, wanted: &str) -> Option<String> {
    let mut attributes = tag.attributes();
    let found = attributes.with_checks(false).flatten().find(|it| it.key.local_name().as_ref() == wanted);
    found.map(|it| it.value.into_owned())
}

/// What a style is called says what it is for; names are those that programs have in any language of their menus.
fn style_named(name: &str) -> ParagraphStyle {
    let name = name.to_lowercase();
    match name.as_str() {
        "title" => ParagraphStyle::Title,
        "caption" => ParagraphStyle::Caption,
        "subtitle" => ParagraphStyle::Heading,
        name if name.starts_with("heading") => ParagraphStyle::Heading,
        name if name.starts_with("list") => ParagraphStyle::ListItem,
        _ => ParagraphStyle::Plain,
    }
}

/// Reads `word/styles.xml`.
pub(super) fn read_styles(xml: &str) -> Styles {
    let mut styles = Styles::new();
    let mut id: Option<String> = None;
    let mut reader = Reader::from_str(xml);
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                "style" => id = attribute(&tag, "styleId"),
                "name" => {
                    if let (Some(id), Some(name)) = (id.take(), attribute(&tag, "val")) {
                        styles.insert(id, style_named(&name));
                    }
                }
                _ => {}
            },
            Event::Eof => break,
            _ => {}
        }
    }
    styles
}

/// A table under way.
#[derive(Default)]
struct TableDraft {
    /// The cells of the row that is read.
    row: Vec<Vec<DocxParagraph>>,
    /// The rows that are read.
    done: Vec<DocxParagraph>,
}

impl TableDraft {
    fn end_row(&mut self) {
        let row = std::mem::take(&mut self.row);
        let filled = |cell: &&Vec<DocxParagraph>| cell.iter().any(|it| !it.words.trim().is_empty());
        let is_line = row.iter().filter(filled).count() > 1
            && row.iter().all(|cell| cell.len() <= 1 && cell.iter().all(|it| it.words.len() <= LONGEST_CELL));
        if is_line {
            let cells: Vec<&str> = row.iter().flatten().map(|it| it.words.trim()).filter(|it| !it.is_empty()).collect();
            self.done.push(DocxParagraph { words: cells.join(BETWEEN_CELLS), style: ParagraphStyle::Plain });
        } else {
            self.done.extend(row.into_iter().flatten());
        }
    }
}

/// A document under way.
struct BodyDraft<'s> {
    styles: &'s Styles,
    paragraphs: Vec<DocxParagraph>,
    tables: Vec<TableDraft>,
    /// Tables below the deepest that is told apart.
    deeper: usize,
    /// Paragraphs that are open: a text box stands within one.
    open: Vec<DocxParagraph>,
    in_run: bool,
    is_hidden: bool,
    bytes: u64,
}

impl BodyDraft<'_> {
    fn put(&mut self, paragraph: DocxParagraph) {
        match self.tables.last_mut() {
            Some(table) => match table.row.last_mut() {
                Some(cell) => cell.push(paragraph),
                None => table.done.push(paragraph),
            },
            None => self.paragraphs.push(paragraph),
        }
    }

    fn add(&mut self, words: &str) {
        if let Some(open) = self.open.last_mut().filter(|_| !self.is_hidden) {
            open.words.push_str(words);
            self.bytes += words.len() as u64;
        }
    }

    fn begin(&mut self, tag: &BytesStart<'_>) {
        match tag.local_name().as_ref() {
            "p" => self.open.push(DocxParagraph::default()),
            "tbl" if self.tables.len() < DEEPEST_TABLE => self.tables.push(TableDraft::default()),
            "tbl" => self.deeper += 1,
            "tc" => {
                if let Some(table) = self.tables.last_mut() {
                    table.row.push(Vec::new());
                }
            }
            "r" => (self.in_run, self.is_hidden) = (true, false),
            "vanish" if self.in_run => {
                self.is_hidden = attribute(tag, "val").is_none_or(|it| it != "0" && it != "false")
            }
            "pStyle" => {
                if let (Some(open), Some(id)) = (self.open.last_mut(), attribute(tag, "val")) {
                    open.style = self.styles.get(&id).copied().unwrap_or_else(|| style_named(&id));
                }
            }
            "numPr" => {
                if let Some(open) = self.open.last_mut().filter(|open| open.style == ParagraphStyle::Plain) {
                    open.style = ParagraphStyle::ListItem;
                }
            }
            "tab" if self.in_run => self.add("\t"),
            // A break of the page or the column is none of a line, but parts words.
            "br" | "cr" if self.in_run => {
                self.add(if attribute(tag, "type").is_none_or(|kind| kind == "textWrapping") { "\n" } else { " " });
            }
            "noBreakHyphen" => self.add("\u{2011}"),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "p" => {
                if let Some(paragraph) = self.open.pop() {
                    self.put(paragraph);
                }
            }
            "r" => (self.in_run, self.is_hidden) = (false, false),
            // An empty row ends nothing that a cell holds.
            "tr" => {
                if let Some(table) = self.tables.last_mut() {
                    table.end_row();
                }
            }
            "tbl" if self.deeper > 0 => self.deeper -= 1,
            "tbl" => {
                if let Some(mut table) = self.tables.pop() {
                    table.end_row();
                    table.done.into_iter().for_each(|paragraph| self.put(paragraph));
                }
            }
            _ => {}
        }
    }
}

/// Reads `word/document.xml`; a text of more than `most` bytes is refused on the way.
pub(super) fn read_body(xml: &str, styles: &Styles, most: u64) -> Result<DocxBody, ArticleError> {
    let mut draft = BodyDraft {
        styles,
        paragraphs: Vec::new(),
        tables: Vec::new(),
        deeper: 0,
        open: Vec::new(),
        in_run: false,
        is_hidden: false,
        bytes: 0,
    };
    let mut reader = Reader::from_str(xml);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    // Tags that are open below one that is left out.
    let mut left_out = 0usize;
    let mut in_text = false;
    let mut damage = None;
    loop {
        let event = match reader.read_event() {
            Ok(Event::Eof) => break,
            Ok(event) => event,
            Err(error) if draft.paragraphs.is_empty() => {
                return Err(ArticleError::BadFile { what: format!("its text is damaged: {error}") });
            }
            // What stands before the damage was read.
            Err(error) => {
                damage = Some(error.to_string());
                break;
            }
        };
        match event {
            Event::Start(_) if left_out > 0 => left_out += 1,
            Event::End(_) if left_out > 0 => left_out -= 1,
            _ if left_out > 0 => {}
            Event::Start(tag) if is_left_out(tag.local_name().as_ref()) => left_out = 1,
            Event::Start(tag) => {
                in_text = tag.local_name().as_ref() == "t";
                draft.begin(&tag);
            }
            Event::Empty(tag) => {
                draft.begin(&tag);
                draft.end(tag.local_name().as_ref());
            }
            Event::End(tag) => {
                in_text = false;
                draft.end(tag.local_name().as_ref());
            }
            Event::Text(text) if in_text => draft.add(&text.xml10_content()),
            Event::CData(text) if in_text => draft.add(&text.xml10_content()),
            Event::GeneralRef(reference) if in_text => {
                if let Some(character) = character_of(&reference) {
                    draft.add(character.encode_utf8(&mut [0; 4]));
                }
            }
            _ => {}
        }
        if draft.bytes > most {
            return Err(ArticleError::TooLong { size: Size(draft.bytes), limit: Size(most) });
        }
    }
    if !draft.open.is_empty() || !draft.tables.is_empty() {
        damage.get_or_insert_with(|| "it ends within a paragraph or a table".to_owned());
    }
    while !draft.open.is_empty() {
        draft.end("p");
    }
    draft.deeper = 0;
    while !draft.tables.is_empty() {
        draft.end("tbl");
    }
    Ok(DocxBody { paragraphs: draft.paragraphs, damage })
}
