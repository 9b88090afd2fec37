//! The fields of the index: what each holds and how it is stored.
//!
//! Three kinds of engine document share one index, so that one commit moves all of them: quotes, articles, and files
//! (what the last update saw of each file). The fields of one kind stand on no other, except `doc`, `key` and `file`.

use tantivy::schema::{
    Field, INDEXED, IndexRecordOption, NumericOptions, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};

use super::{analyze, places};

/// Values of the field `doc`.
pub(super) const QUOTE: &str = "quote";
pub(super) const ARTICLE: &str = "article";
pub(super) const FILE: &str = "file";

/// Values of the field `marks` besides the names of the kinds of quotes.
pub(super) const ATTRIBUTED: &str = "attributed";
pub(super) const UNATTRIBUTED: &str = "unattributed";

/// Names of the columns, where code reads them by name.
pub(super) mod column {
    pub const SPEAKER: &str = "speaker_number";
    pub const PARTY: &str = "party_number";
    pub const OFFICE: &str = "office_number";
    pub const OUTLET: &str = "outlet_number";
    pub const KIND: &str = "kind";
    pub const DAY: &str = "day";
    pub const CONFIDENCE: &str = "confidence";
    pub const SAME_WORDS: &str = "same_words";
    pub const ARTICLE_NUMBER: &str = "article_number";
    pub const KEY: &str = "key";
    pub const STATE: &str = "state";
    pub const FILE: &str = "file";
    pub const SIZE: &str = "size";
    pub const MODIFIED: &str = "modified";
    pub const HASH: &str = "hash";
    pub const SETTINGS: &str = "settings";
    pub const SEEN: &str = "seen";
    pub const ARTICLES: &str = "articles";
}

#[derive(Clone, Debug)]
pub(super) struct Fields {
    /// Which kind of document: one of [`QUOTE`], [`ARTICLE`], [`FILE`].
    pub doc: Field,
    /// Which article of which file: on a quote and on its article, so that one term takes both away.
    pub key: Field,
    /// The canonical path of the file.
    pub file: Field,
    /// The ids that users see.
    pub quote_id: Field,
    pub article_id: Field,
    /// The record or article as JSON.
    pub stored: Field,

    /// The quoted words.
    pub quote: Field,
    pub quote_exact: Field,
    /// Everything where a topic counts: lead-in, paragraphs, headline, with breaks between.
    pub around: Field,
    pub around_exact: Field,
    /// The same, and the paragraphs before and behind.
    pub nearby: Field,
    /// The places of `around` one by one, for ranking; the speaker's own name is left out of the context.
    pub lead_in: Field,
    pub context: Field,
    pub title: Field,
    pub title_exact: Field,
    /// Where each stem stands, as its frequency: see [`super::places`].
    pub places: Field,

    pub speaker: Field,
    /// The words of the speaker's name.
    pub speaker_words: Field,
    pub party: Field,
    pub office: Field,
    pub outlet_words: Field,
    /// Names by id, as terms: see [`label_term`].
    pub labels: Field,
    /// The kind of quote, and whether it has a speaker.
    pub marks: Field,
    /// Path and member, lower case.
    pub path: Field,
    /// What facets count by: the numbers of the ids, see [`number_of`]. Numbers and not the engine's own ordinals,
    /// because those differ from segment to segment, and looking the texts up in each costs more than the counting.
    pub speaker_number: Field,
    pub party_number: Field,
    pub office_number: Field,
    pub outlet_number: Field,
    /// 0 direct, 1 partial, 2 indirect.
    pub kind: Field,
    /// Days since 1 January of year 1.
    pub day: Field,
    /// In thousandths.
    pub confidence: Field,
    /// Hash of the folded words and the speaker: equal where several papers carry the same quote.
    pub same_words: Field,
    /// Hash of `key`, to tell quotes of one article.
    pub article_number: Field,

    /// Of an article: hash of all that its documents were made of.
    pub state: Field,
    /// Of a file: what the last update saw.
    pub size: Field,
    pub modified: Field,
    pub hash: Field,
    pub settings: Field,
    pub seen: Field,
    pub articles: Field,
}

pub(super) fn build() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let raw = STRING;
    let raw_column = STRING | tantivy::schema::FAST;
    let text = |tokenizer: &str, positions: IndexRecordOption| {
        TextOptions::default().set_indexing_options(
            TextFieldIndexing::default().set_tokenizer(tokenizer).set_fieldnorms(false).set_index_option(positions),
        )
    };
    let stemmed = || text(analyze::STEMMED, IndexRecordOption::WithFreqsAndPositions);
    let exact = || text(analyze::EXACT, IndexRecordOption::WithFreqsAndPositions);
    let number = NumericOptions::default().set_fast();
    let fields = Fields {
        doc: builder.add_text_field("doc", raw.clone()),
        key: builder.add_text_field(column::KEY, raw_column.clone()),
        file: builder.add_text_field(column::FILE, raw_column),
        quote_id: builder.add_text_field("quote_id", raw.clone()),
        article_id: builder.add_text_field("article_id", raw.clone()),
        stored: builder.add_bytes_field("stored", STORED),
        quote: builder.add_text_field("quote", stemmed()),
        quote_exact: builder.add_text_field("quote_exact", exact()),
        around: builder.add_text_field("around", stemmed()),
        around_exact: builder.add_text_field("around_exact", exact()),
        nearby: builder.add_text_field("nearby", stemmed()),
        lead_in: builder.add_text_field("lead_in", stemmed()),
        context: builder.add_text_field("context", stemmed()),
        title: builder.add_text_field("title", stemmed()),
        title_exact: builder.add_text_field("title_exact", exact()),
        places: builder.add_text_field("places", text(places::PLACES, IndexRecordOption::WithFreqs)),
        speaker: builder.add_text_field("speaker", raw.clone()),
        speaker_words: builder.add_text_field("speaker_words", text(analyze::EXACT, IndexRecordOption::Basic)),
        party: builder.add_text_field("party", raw.clone()),
        office: builder.add_text_field("office", raw.clone()),
        outlet_words: builder.add_text_field("outlet_words", text(analyze::EXACT, IndexRecordOption::Basic)),
        labels: builder.add_text_field("labels", raw.clone()),
        marks: builder.add_text_field("marks", raw.clone()),
        path: builder.add_text_field("path", raw),
        speaker_number: builder.add_u64_field(column::SPEAKER, number.clone()),
        party_number: builder.add_u64_field(column::PARTY, number.clone()),
        office_number: builder.add_u64_field(column::OFFICE, number.clone()),
        outlet_number: builder.add_u64_field(column::OUTLET, number.clone()),
        kind: builder.add_u64_field(column::KIND, number.clone()),
        day: builder.add_i64_field(column::DAY, number.clone()),
        confidence: builder.add_u64_field(column::CONFIDENCE, number.clone()),
        same_words: builder.add_u64_field(column::SAME_WORDS, number.clone() | INDEXED),
        article_number: builder.add_u64_field(column::ARTICLE_NUMBER, number.clone()),
        state: builder.add_u64_field(column::STATE, number.clone()),
        size: builder.add_u64_field(column::SIZE, number.clone()),
        modified: builder.add_i64_field(column::MODIFIED, number.clone()),
        hash: builder.add_u64_field(column::HASH, number.clone()),
        settings: builder.add_u64_field(column::SETTINGS, number.clone()),
        seen: builder.add_i64_field(column::SEEN, number.clone()),
        articles: builder.add_u64_field(column::ARTICLES, number),
    };
    (builder.build(), fields)
}

/// What a label names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LabelOf {
    Speaker,
    Party,
    Office,
    Outlet,
}

/// The number that stands for an id in columns: a hash, the same in every segment and every index.
pub(super) fn number_of(id: &str) -> u64 {
    let hash = blake3::hash(id.as_bytes());
    hash.as_bytes().iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
}

/// Separates the parts of a label; it is taken out of ids and names first.
const LABEL_BREAK: char = '\u{1f}';

/// The term that says which id a number stands for and what it is called.
pub(super) fn label_term(of: LabelOf, id: &str, name: &str) -> String {
    let clean = |text: &str| text.replace(LABEL_BREAK, " ");
    format!("{}{}{LABEL_BREAK}{}", label_prefix(of, number_of(id)), clean(id), clean(name))
}

/// What all labels of a number begin with.
pub(super) fn label_prefix(of: LabelOf, number: u64) -> String {
    let letter = match of {
        LabelOf::Speaker => 's',
        LabelOf::Party => 'p',
        LabelOf::Office => 'o',
        LabelOf::Outlet => 'u',
    };
    format!("{letter}{number:016x}{LABEL_BREAK}")
}

/// Id and name in a label, where the term is one.
pub(super) fn read_label(term: &str) -> Option<(&str, &str)> {
    term.split_once(LABEL_BREAK)?.1.split_once(LABEL_BREAK)
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
            let term = label_term(LabelOf::Party, id, name);
            assert!(term.starts_with(&label_prefix(LabelOf::Party, number_of(id))));
            assert_eq!(read_label(&term), Some((id, name)));
        }
        assert_ne!(number_of("ab"), number_of("a"));
    }
}
