//! The fields of the index: what each holds and how it is stored.
//!
//! Four kinds of documents share one index, so that one commit moves all of them: articles, files (what the last update
//! saw of each), labels (the numbers of speakers, parties, offices and outlets), and lists of words by stem.

use tantivy::schema::{Field, IndexRecordOption, NumericOptions, STORED, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::index::prepared::WORD_END;

/// Values of the field `doc`.
pub(super) const ARTICLE: &str = "article";

/// Names of the columns, where code reads them by name.
pub(super) mod column {
    pub const TRAITS: &str = "traits";
    pub const AT: &str = "at";
    pub const MORE: &str = "more";
    pub const SAME_WORDS: &str = "same_words";
    pub const NUMBER: &str = "number";
    pub const OFFICE_OF: &str = "office_of";
    pub const HEAD: &str = "head";
    pub const DAY: &str = "day";
    pub const KEY: &str = "key";
    pub const FILE: &str = "file";
    pub const STATE: &str = "state";
    pub const SIZE: &str = "size";
    pub const MODIFIED: &str = "modified";
    pub const CHANGED: &str = "changed";
    pub const HASH: &str = "hash";
    pub const SETTINGS: &str = "settings";
    pub const SEEN: &str = "seen";
    pub const ARTICLES: &str = "articles";
    pub const LABEL: &str = "label";
    pub const SKETCH: &str = "sketch";
    pub const ADDRESS: &str = "address";
    pub const UPDATED: &str = "updated";
    pub const CAPTURED: &str = "captured";
    pub const TURN: &str = "turn";
}

#[derive(Clone, Debug)]
pub(super) struct Fields {
    /// [`ARTICLE`] on articles, on no other document.
    pub doc: Field,

    /// Of an article. Hash of its place: the file, the member in it, and which one of that name.
    pub key: Field,
    /// Hash of the file's path; on files, too, so that one term takes both away.
    pub file: Field,
    /// Hash of all that is stored of it.
    pub state: Field,
    /// The id that users see, as a number.
    pub article_id: Field,
    /// Path and member, lower case.
    pub path: Field,
    /// See [`crate::index::stored`].
    pub stored: Field,
    /// The words of headline and prose.
    pub words: Field,
    /// Outlet, day and length of the headline: see [`super::columns`]. On every document.
    pub head: Field,
    /// Days from 1 January of year 1.
    pub day: Field,
    /// What tells its relatives, see [`super::relatives`]: the numbers of its sketch, its address, the day of its last change,
    /// when it was fetched, and which one it was in the order of storing.
    pub sketch: Field,
    pub address: Field,
    pub updated: Field,
    pub captured: Field,
    pub turn: Field,
    pub outlet: Field,
    pub party: Field,
    pub office: Field,
    /// 0 where a quote has none.
    pub speaker: Field,

    /// Of an article's quotes, a value for each in the quotes' order. Speaker, party, confidence and kind: see
    /// [`super::columns`].
    pub traits: Field,
    /// Where it stands, packed; and of the few that do not fit, the rest.
    pub at: Field,
    pub more: Field,
    pub same_words: Field,
    /// The number in its id.
    pub number: Field,
    /// Which quote's speaker held which office: any number of values.
    pub office_of: Field,

    /// Of a file: its canonical path, and what the last update saw.
    pub file_path: Field,
    /// Where it was found, if that is not its canonical path: a link leads to it.
    pub found: Field,
    pub size: Field,
    pub modified: Field,
    pub changed: Field,
    pub hash: Field,
    pub settings: Field,
    pub seen: Field,
    pub articles: Field,

    /// Of a label: number and name by id, see [`super::labels`].
    pub label: Field,
    pub label_name: Field,
    pub label_id: Field,
    pub speaker_words: Field,
    pub outlet_words: Field,

    /// Of a list of words: `stem`, a separator, `word`, for words that are not their own stems.
    pub forms: Field,
}

pub(super) fn build() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let lines = |record: IndexRecordOption| {
        TextOptions::default().set_indexing_options(
            TextFieldIndexing::default().set_tokenizer(LINES).set_fieldnorms(false).set_index_option(record),
        )
    };
    // The engine notes the length of every field of every document unless told not to: it scores by them, and we do not.
    let name = TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer(WHOLE)
            .set_fieldnorms(false)
            .set_index_option(IndexRecordOption::Basic),
    );
    let column = NumericOptions::default().set_fast();
    let indexed = NumericOptions::default().set_indexed();
    let both = column.clone().set_indexed();
    let fields = Fields {
        doc: builder.add_text_field("doc", name.clone()),
        key: builder.add_u64_field(column::KEY, both.clone()),
        file: builder.add_u64_field(column::FILE, both.clone()),
        state: builder.add_u64_field(column::STATE, column.clone()),
        article_id: builder.add_u64_field("article_id", indexed.clone()),
        path: builder.add_text_field("path", name.clone()),
        stored: builder.add_text_field("stored", STORED),
        words: builder.add_text_field("words", lines(IndexRecordOption::WithFreqsAndPositions)),
        head: builder.add_u64_field(column::HEAD, column.clone()),
        day: builder.add_i64_field(column::DAY, column.clone()),
        sketch: builder.add_u64_field(column::SKETCH, column.clone()),
        address: builder.add_u64_field(column::ADDRESS, column.clone()),
        updated: builder.add_i64_field(column::UPDATED, column.clone()),
        captured: builder.add_i64_field(column::CAPTURED, column.clone()),
        turn: builder.add_u64_field(column::TURN, column.clone()),
        outlet: builder.add_u64_field("outlet", indexed.clone()),
        party: builder.add_u64_field("party", indexed.clone()),
        office: builder.add_u64_field("office", indexed.clone()),
        speaker: builder.add_u64_field("speaker", indexed.clone()),
        traits: builder.add_u64_field(column::TRAITS, column.clone()),
        at: builder.add_u64_field(column::AT, column.clone()),
        more: builder.add_u64_field(column::MORE, column.clone()),
        same_words: builder.add_u64_field(column::SAME_WORDS, column.clone()),
        number: builder.add_u64_field(column::NUMBER, column.clone()),
        office_of: builder.add_u64_field(column::OFFICE_OF, column.clone()),
        file_path: builder.add_text_field("file_path", name.clone()),
        found: builder.add_text_field("found", name.clone()),
        size: builder.add_u64_field(column::SIZE, column.clone()),
        modified: builder.add_i64_field(column::MODIFIED, column.clone()),
        changed: builder.add_i64_field(column::CHANGED, column.clone()),
        hash: builder.add_u64_field(column::HASH, column.clone()),
        settings: builder.add_u64_field(column::SETTINGS, column.clone()),
        seen: builder.add_i64_field(column::SEEN, column.clone()),
        articles: builder.add_u64_field(column::ARTICLES, column.clone()),
        label: builder.add_u64_field(column::LABEL, column),
        label_name: builder.add_text_field("label_name", name.clone()),
        label_id: builder.add_text_field("label_id", name.clone()),
        speaker_words: builder.add_text_field("speaker_words", lines(IndexRecordOption::Basic)),
        outlet_words: builder.add_text_field("outlet_words", lines(IndexRecordOption::Basic)),
        forms: builder.add_text_field("forms", lines(IndexRecordOption::Basic)),
    };
    (builder.build(), fields)
}

/// The engine's own tokenizer that leaves a text as it is.
const WHOLE: &str = "raw";

/// Name under which the tokenizer of words that were folded before is registered with the engine.
pub(super) const LINES: &str = "onrecord_lines";

/// The tokenizer of the words field: it only splits a text at its [`WORD_END`]s, for the words were folded when they
/// were numbered.
#[derive(Clone, Default)]
pub(super) struct LineTokenizer {
    token: Token,
}

pub(super) struct LineStream<'a> {
    text: &'a str,
    at: usize,
    token: &'a mut Token,
}

impl Tokenizer for LineTokenizer {
    type TokenStream<'a> = LineStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> LineStream<'a> {
        self.token.reset();
        LineStream { text, at: 0, token: &mut self.token }
    }
}

impl TokenStream for LineStream<'_> {
    fn advance(&mut self) -> bool {
        let rest = &self.text[self.at..];
        let Some(length) = memchr::memchr(WORD_END as u8, rest.as_bytes()) else { return false };
        self.token.text.clear();
        self.token.text.push_str(&rest[..length]);
        self.token.offset_from = self.at;
        self.at += length;
        self.token.offset_to = self.at;
        self.at += 1;
        // The first step leads from the highest number to 0.
        self.token.position = self.token.position.wrapping_add(1);
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}
