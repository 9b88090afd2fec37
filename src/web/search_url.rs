//! A search as an address, both ways: question, filters, order, page. Whatever a page shows can be kept and sent.

use super::call::Call;
use crate::desk::{Filters, Request, Sort};
use crate::index::Facet;

/// Hits on a page.
pub const PAGE: usize = 20;
/// The last page that can be asked for: whoever wants more takes the table.
pub const LAST_PAGE: usize = 250;

/// A search as its address says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SearchUrl {
    pub question: String,
    pub filters: Filters,
    pub sort: Option<Sort>,
    /// From 1.
    pub page: usize,
    /// A hit for each copy.
    pub copies: bool,
    /// Only quotes with all the words.
    pub all_words: bool,
}

/// The name of a facet's filter in an address.
pub fn name_of(facet: Facet) -> &'static str {
    match facet {
        Facet::Speaker => "speaker",
        Facet::Party => "party",
        Facet::Office => "office",
        Facet::Outlet => "outlet",
        Facet::Kind => "kind",
        Facet::Time => "date",
    }
}

/// The order with this word.
pub fn sort_named(word: &str) -> Option<Sort> {
    [Sort::Relevance, Sort::Newest, Sort::Oldest].into_iter().find(|sort| sort.name() == word)
}

/// What a word says of something that is or is not: whether it is; `None` where it says neither.
pub fn truth_of(word: &str) -> Option<bool> {
    match word {
        "1" | "true" | "on" | "yes" => Some(true),
        "0" | "false" | "off" | "no" => Some(false),
        _ => None,
    }
}

impl SearchUrl {
    /// Of a question alone.
    pub fn of(question: impl Into<String>) -> SearchUrl {
        SearchUrl { question: question.into(), page: 1, ..SearchUrl::default() }
    }

    /// As the address of a request says.
    pub fn read(call: &Call) -> SearchUrl {
        let several = |name: &str| call.values(name).into_iter().map(str::to_string).collect::<Vec<_>>();
        let one = |name: &str| call.value(name).map(str::to_string);
        let is_set = |name: &str| call.value(name).and_then(truth_of) == Some(true);
        SearchUrl {
            question: call.value("q").unwrap_or_default().to_string(),
            filters: Filters {
                speaker: several("speaker"),
                party: several("party"),
                office: several("office"),
                outlet: several("outlet"),
                kind: several("kind"),
                version: several("version"),
                changed: several("changed"),
                from: one("from"),
                to: one("to"),
                before: one("before"),
                after: one("after"),
                date: one("date"),
                min_confidence: call.value("min_confidence").and_then(|value| value.parse().ok()),
            },
            sort: call.value("sort").and_then(sort_named),
            page: call.value("page").and_then(|page| page.parse().ok()).unwrap_or(1).clamp(1, LAST_PAGE),
            copies: is_set("copies"),
            all_words: is_set("all_words"),
        }
    }

    /// What the desk is asked.
    pub fn request(&self, today: chrono::NaiveDate) -> Request {
        Request {
            question: self.question.clone(),
            filters: self.filters.clone(),
            sort: self.sort,
            limit: PAGE,
            offset: (self.page.max(1) - 1) * PAGE,
            copies: self.copies,
            all_words: self.all_words,
            today: Some(today),
            ..Request::default()
        }
    }

    /// Whether nothing at all is asked.
    pub fn is_empty(&self) -> bool {
        self.question.is_empty() && self.filters == Filters::default()
    }

    /// Name and value of everything that is not as usual.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        if !self.question.is_empty() {
            pairs.push(("q", self.question.clone()));
        }
        pairs.extend(self.filters.pairs());
        pairs.extend(self.sort.map(|sort| ("sort", sort.name().to_string())));
        if self.copies {
            pairs.push(("copies", "1".to_string()));
        }
        if self.all_words {
            pairs.push(("all_words", "1".to_string()));
        }
        if self.page > 1 {
            pairs.push(("page", self.page.to_string()));
        }
        pairs
    }

    /// The address under another path: `/search?q=…`.
    pub fn at(&self, path: &str) -> String {
        address(path, &self.pairs())
    }

    /// The address of its page of hits.
    pub fn url(&self) -> String {
        self.at("/search")
    }

    /// The same on the first page, changed.
    pub fn with(&self, change: impl FnOnce(&mut SearchUrl)) -> SearchUrl {
        let mut changed = SearchUrl { page: 1, ..self.clone() };
        change(&mut changed);
        changed
    }

    /// The same without any filter of a facet beside the question.
    pub fn without(&self, facet: Facet) -> SearchUrl {
        self.with(|url| match facet {
            Facet::Speaker => url.filters.speaker.clear(),
            Facet::Party => url.filters.party.clear(),
            Facet::Office => url.filters.office.clear(),
            Facet::Outlet => url.filters.outlet.clear(),
            Facet::Kind => url.filters.kind.clear(),
            Facet::Time => {
                let filters = &mut url.filters;
                (filters.from, filters.to, filters.before, filters.after, filters.date) =
                    (None, None, None, None, None);
            }
        })
    }

    /// The same with one value of a facet.
    pub fn with_value(&self, facet: Facet, value: &str) -> SearchUrl {
        let value = value.to_string();
        self.with(|url| match facet {
            Facet::Speaker => url.filters.speaker.push(value),
            Facet::Party => url.filters.party.push(value),
            Facet::Office => url.filters.office.push(value),
            Facet::Outlet => url.filters.outlet.push(value),
            Facet::Kind => url.filters.kind.push(value),
            Facet::Time => url.filters.date = Some(value),
        })
    }
}

/// A path with names and values behind it.
pub fn address(path: &str, pairs: &[(&str, String)]) -> String {
    let mut address = path.to_string();
    for (at, (name, value)) in pairs.iter().enumerate() {
        address.push(if at == 0 { '?' } else { '&' });
        address.push_str(name);
        address.push('=');
        encode(&mut address, value, b"+");
    }
    address
}

/// A value as a piece of a path.
pub fn piece(value: &str) -> String {
    let mut piece = String::with_capacity(value.len());
    encode(&mut piece, value, b"%20");
    piece
}

/// As forms are sent, with this for a space.
fn encode(out: &mut String, value: &str, space: &[u8]) {
    for byte in value.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b':' => out.push(char::from(byte)),
            b' ' => out.push_str(&String::from_utf8_lossy(space)),
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_the_whole_search() {
        let url = SearchUrl {
            question: "what did Ann Example say about “fish & chips”?".into(),
            filters: Filters {
                speaker: vec!["ann-example".into(), "none".into()],
                outlet: vec!["\"The Testby Courier\"".into()],
                from: Some("2016".into()),
                min_confidence: Some(0.5),
                ..Filters::default()
            },
            sort: Some(Sort::Newest),
            page: 3,
            copies: true,
            all_words: true,
        };
        let address = url.url();
        let query = address.split_once('?').unwrap().1;
        let uri: axum::http::Uri = format!("/search?{query}").parse().unwrap();
        let pairs = axum::extract::Query::<Vec<(String, String)>>::try_from_uri(&uri).unwrap().0;
        assert_eq!(SearchUrl::read(&Call { pairs, ..Call::default() }), url);
    }

    #[test]
    fn a_strange_address_is_a_search_all_the_same() {
        let pair = |name: &str, value: &str| (name.to_string(), value.to_string());
        let pairs = vec![pair("page", "-1"), pair("sort", "<x>"), pair("min_confidence", "NaN?"), pair("z", "")];
        assert_eq!(SearchUrl::read(&Call { pairs, ..Call::default() }), SearchUrl::of(""));
        assert_eq!(piece("a b/ü"), "a%20b%2F%C3%BC");
    }
}
