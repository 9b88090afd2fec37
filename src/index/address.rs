//! An article's address as a number that is the same for all forms of it: what only tracks, how it was fetched and how it is
//! laid out make no other article. Pure.
//!
//! Takes an address as an article tells it; gives its parts in one form (RFC 3986, section 6, goes half of the way), and the
//! hash of that. What stands behind a `#` is kept: posts of a live blog have one address but for it.

use std::sync::OnceLock;

use super::prepared::first_number;
use crate::words::table::rows;

/// Names of parameters that only track, see the table.
struct Tracking {
    names: Vec<&'static str>,
    beginnings: Vec<&'static str>,
}

fn tracking() -> &'static Tracking {
    static TRACKING: OnceLock<Tracking> = OnceLock::new();
    TRACKING.get_or_init(|| {
        let names = rows(include_str!("tracking.tsv")).filter_map(|row| row.cells().next());
        let (beginnings, names): (Vec<&str>, Vec<&str>) = names.partition(|name| name.ends_with('*'));
        Tracking { names, beginnings: beginnings.iter().map(|name| name.trim_end_matches('*')).collect() }
    })
}

/// Whether a parameter says where the reader came from and not what is read.
fn only_tracks(parameter: &str) -> bool {
    let name = parameter.split('=').next().unwrap_or("").to_ascii_lowercase();
    let Tracking { names, beginnings } = tracking();
    names.contains(&name.as_str()) || beginnings.iter().any(|beginning| name.starts_with(beginning))
}

/// The address in the form that all of its forms have; `None` where it is that of a whole site, or no address.
fn canonical(address: &str) -> Option<String> {
    let rest = match address.trim().split_once("://") {
        Some((scheme, rest)) => {
            let is_web = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
            is_web.then_some(rest)?
        }
        None => address.trim().strip_prefix("//").unwrap_or(address.trim()),
    };
    let (rest, fragment) = rest.split_once('#').unwrap_or((rest, ""));
    let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (host, path) = rest.split_once('/')?;
    let host = host.rsplit('@').next().unwrap_or(host).to_ascii_lowercase();
    let host = [":80", ":443"].iter().find_map(|port| host.strip_suffix(port)).unwrap_or(&host);
    let host = ["www.", "amp.", "m."].iter().find_map(|first| host.strip_prefix(first)).unwrap_or(host);
    if !host.contains('.') || host.contains(char::is_whitespace) {
        return None;
    }
    let mut path: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    // A page for telephones is the same one: `/amp` before or behind the path.
    if path.len() > 1 {
        path.pop_if(|last| last.eq_ignore_ascii_case("amp") || last.eq_ignore_ascii_case("amp.html"));
    }
    if path.len() > 1 && path.first().is_some_and(|first| first.eq_ignore_ascii_case("amp")) {
        path.remove(0);
    }
    let mut told: Vec<&str> = query.split('&').filter(|it| !it.is_empty() && !only_tracks(it)).collect();
    told.sort_unstable();
    if path.is_empty() && told.is_empty() {
        return None;
    }
    let mut form = format!("{host}/{}", path.join("/"));
    for (sign, parameter) in std::iter::once('?').chain(std::iter::repeat('&')).zip(told) {
        form.push(sign);
        form.push_str(parameter);
    }
    // `#:~:text=` marks words for a browser, `#Echobox=` tracks.
    let is_told = !fragment.is_empty() && !fragment.starts_with(":~:") && !only_tracks(fragment);
    if is_told {
        form.push('#');
        form.push_str(fragment);
    }
    Some(form)
}

/// What an index keeps of an article's address: a hash of it, and some bits that tell its title and its words, for comparing
/// with others of the address. 0 where it has no address of its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct AddressNumber(pub u64);

/// Bits of the title's hash and of the words' hash, below those of the address.
const OF_TITLE: u32 = 12;
const OF_WORDS: u32 = 12;

impl AddressNumber {
    /// Of an article with this address, folded title and folded words.
    pub fn of(address: Option<&str>, title: &str, words: &str) -> AddressNumber {
        let Some(form) = address.and_then(canonical) else { return AddressNumber::default() };
        let hash = |text: &str, bits: u32| first_number(&blake3::hash(text.as_bytes())) >> (u64::BITS - bits);
        // Never 0, whatever the hashes.
        let address = hash(&form, u64::BITS - OF_TITLE - OF_WORDS).max(1);
        let title = if title.is_empty() { 0 } else { hash(title, OF_TITLE).max(1) };
        AddressNumber((address << OF_TITLE | title) << OF_WORDS | hash(words, OF_WORDS))
    }

    /// Whether there is an address.
    pub fn is_some(self) -> bool {
        self.0 != 0
    }

    /// The part that is the address's.
    pub fn address(self) -> u64 {
        self.0 >> (OF_TITLE + OF_WORDS)
    }

    /// Whether both have a title, and the same.
    pub fn has_title_of(self, other: AddressNumber) -> bool {
        let title = |number: AddressNumber| number.0 >> OF_WORDS & ((1 << OF_TITLE) - 1);
        title(self) != 0 && title(self) == title(other)
    }

    /// Whether both have the same words.
    pub fn has_words_of(self, other: AddressNumber) -> bool {
        (self.0 ^ other.0) & ((1 << OF_WORDS) - 1) == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_one_address_are_one() {
        for form in [
            "http://www.example.org/politics/ferry",
            "https://example.org/politics/ferry/",
            "https://EXAMPLE.org:443/politics/ferry?utm_source=news&utm_medium=mail",
            "https://m.example.org/politics/ferry?fbclid=abc#:~:text=the%20ferry",
            "https://amp.example.org/politics/ferry",
            "https://www.example.org/politics/ferry/amp/",
            "https://www.example.org/amp/politics/ferry?CMP=share",
            "//example.org/politics/ferry#Echobox=1471",
            "example.org/politics//ferry?at_medium=RSS",
        ] {
            assert_eq!(canonical(form).as_deref(), Some("example.org/politics/ferry"), "{form}");
        }
        assert_eq!(
            canonical("https://example.org/story?id=7&utm_term=x&page=2"),
            canonical("http://www.example.org/story/?page=2&id=7")
        );
    }

    #[test]
    fn other_addresses_are_others() {
        let other = [
            "https://example.org/story?id=7",
            "https://example.org/story?id=8",
            "https://example.org/Story",
            "https://example.org/story#block-1",
            "https://example.org/story#block-2",
            "https://news.example.org/story",
            "https://example.org/amp",
        ];
        for (place, one) in other.iter().enumerate() {
            for another in &other[place + 1..] {
                assert_ne!(canonical(one), canonical(another), "{one} {another}");
            }
        }
    }

    #[test]
    fn a_site_is_no_article() {
        for site in [
            "https://www.example.org/",
            "https://example.org",
            "example.org/?utm_source=x",
            "",
            "mailto:a@example.org",
            "file:///a/b",
            "/a/b",
            "a b/c",
        ] {
            assert_eq!(canonical(site), None, "{site}");
            assert!(!AddressNumber::of(Some(site), "ferry", "").is_some());
        }
    }

    #[test]
    fn a_number_tells_address_title_and_words() {
        let number = |url, title, words| AddressNumber::of(Some(url), title, words);
        let (one, other) =
            (number("https://a.example/x", "ferry", "a b"), number("http://a.example/x/", "lamp", "a b"));
        assert_eq!(one.address(), other.address());
        assert!(one.has_title_of(number("https://b.example/y", "ferry", "")));
        assert!(!one.has_title_of(other));
        assert!(one.has_words_of(other) && !one.has_words_of(number("https://a.example/x", "ferry", "a c")));
        let untitled = number("https://a.example/x", "", "");
        assert!(!untitled.has_title_of(untitled));
    }
}
