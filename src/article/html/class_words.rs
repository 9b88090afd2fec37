//! What an element's class, id and role say of what is in it.
//!
//! Takes an element, gives its [`Purpose`] where one of the words there tells it. The words are those that designers
//! everywhere use; they lie in `class_words.tsv`. What they say is a hint: a page's whole text may lie in an element of the
//! class `has-sidebar`.

use super::tag::HtmlAttribute;
use super::tree::PageTree;
use crate::words::table::rows;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// What an element holds, as its names tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Purpose {
    /// The article's text.
    Body,
    /// Words below a picture.
    Caption,
    /// Whose a picture is.
    Credit,
    /// What readers wrote.
    Comments,
    /// Title, byline, date.
    Head,
    /// Nothing that is shown.
    Hidden,
    /// Links, boxes, tools: not the article.
    Leave,
    /// Pictures and films.
    Media,
    /// A sentence of the article, set large.
    Pull,
    /// What stands between the title and the text.
    Standfirst,
}

static WORDS: LazyLock<FxHashMap<&'static str, Purpose>> = LazyLock::new(|| {
    let purpose = |name: &str| match name {
        "body" => Some(Purpose::Body),
        "caption" => Some(Purpose::Caption),
        "credit" => Some(Purpose::Credit),
        "comments" => Some(Purpose::Comments),
        "head" => Some(Purpose::Head),
        "hidden" => Some(Purpose::Hidden),
        "leave" => Some(Purpose::Leave),
        "media" => Some(Purpose::Media),
        "standfirst" => Some(Purpose::Standfirst),
        "pull" => Some(Purpose::Pull),
        _ => None,
    };
    rows(include_str!("class_words.tsv"))
        .filter_map(|row| row.exactly().ok())
        .filter_map(|[words, name]| Some((words, purpose(name)?)))
        .collect()
});

/// Names longer than this, in bytes, are made by programs and are cut.
const LONGEST_NAMES: usize = 300;

/// The purposes that the names of an element tell, each once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Purposes(u16);

impl Purposes {
    pub fn of(tree: &PageTree, node: usize) -> Purposes {
        let mut found = Purposes::default();
        for attribute in [HtmlAttribute::Class, HtmlAttribute::Id, HtmlAttribute::Role, HtmlAttribute::TestId] {
            if let Some(names) = tree.attribute(node, attribute) {
                found.read(names);
            }
        }
        if Purposes::marks_body(tree, node) {
            found.add(Purpose::Body);
        }
        found
    }

    /// Whether the page marks the element as the article's text.
    pub fn marks_body(tree: &PageTree, node: usize) -> bool {
        tree.attribute(node, HtmlAttribute::Itemprop).is_some_and(|value| value.eq_ignore_ascii_case("articleBody"))
    }

    pub fn has(self, purpose: Purpose) -> bool {
        self.0 & (1 << purpose as u8) != 0
    }

    fn add(&mut self, purpose: Purpose) {
        self.0 |= 1 << purpose as u8;
    }

    /// Reads names of words parted by anything but letters, or by a capital: `story-body__inner`, `mostRead`.
    fn read(&mut self, names: &str) {
        let end = names.char_indices().nth(LONGEST_NAMES).map_or(names.len(), |(at, _)| at);
        let (mut before, mut word) = (String::new(), String::new());
        for name in names.get(..end).unwrap_or("").split_ascii_whitespace() {
            before.clear();
            let mut was_small = false;
            for c in name.chars().chain(['-']) {
                if !word.is_empty() && (!c.is_ascii_alphabetic() || c.is_ascii_uppercase() && was_small) {
                    self.look_up(&before, &word);
                    std::mem::swap(&mut before, &mut word);
                    word.clear();
                }
                if c.is_ascii_alphabetic() {
                    word.push(c.to_ascii_lowercase());
                }
                was_small = c.is_ascii_lowercase();
            }
        }
    }

    fn look_up(&mut self, before: &str, word: &str) {
        if let Some(purpose) = WORDS.get(word) {
            self.add(*purpose);
        }
        if !before.is_empty() {
            let mut pair = String::with_capacity(before.len() + word.len() + 1);
            pair.extend([before, " ", word]);
            if let Some(purpose) = WORDS.get(pair.as_str()) {
                self.add(*purpose);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn purposes(names: &str) -> Vec<Purpose> {
        use Purpose::*;
        let mut found = Purposes::default();
        found.read(names);
        [Body, Caption, Credit, Comments, Head, Hidden, Leave]
            .into_iter()
            .filter(|purpose| found.has(*purpose))
            .collect()
    }

    #[test]
    fn words_of_names_tell() {
        assert_eq!(purposes("col-8 story-body__inner"), [Purpose::Body]);
        assert_eq!(purposes("mostRead js"), [Purpose::Leave]);
        assert_eq!(purposes("sr-only"), [Purpose::Hidden]);
        assert_eq!(purposes("article body"), []);
        assert_eq!(purposes("ArticleBody"), [Purpose::Body]);
        assert_eq!(purposes("shared loading header2"), [Purpose::Head]);
    }

    #[test]
    fn the_table_has_no_word_twice() {
        assert_eq!(rows(include_str!("class_words.tsv")).count(), WORDS.len());
    }
}
