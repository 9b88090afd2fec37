//! The pages, and what stands around each of them.

pub mod article;
pub mod compare;
pub mod correct;
pub mod front;
pub mod list;
pub mod person;
pub mod search;

use super::assets;
use super::search_url::SearchUrl;
use super::site::Scene;
use crate::desk::counted;

/// What stands around a page.
#[derive(Clone, Debug, Default)]
pub struct Chrome {
    /// The title of the window.
    pub title: String,
    /// What the box at the top holds.
    pub question: String,
    /// What stands behind the addresses of assets.
    pub version: &'static str,
    /// What the archive holds, in a line; empty where that cannot be told.
    pub holdings: String,
    /// The feed of the page.
    pub feed: Option<String>,
    /// Filters that the box keeps.
    pub kept: Vec<(&'static str, String)>,
}

impl Chrome {
    /// Without an archive.
    pub fn bare(title: &str) -> Chrome {
        Chrome { title: title.to_string(), version: assets::digest(), ..Chrome::default() }
    }

    /// Of a page with this title.
    pub fn new(scene: &Scene<'_>, title: &str) -> Chrome {
        let holdings = scene.edition.library.sizes().map_or_else(
            |_| String::new(),
            |sizes| {
                let (quotes, articles) = (grouped(sizes.quotes), grouped(sizes.articles));
                let noun = |count: u64, noun: &str| {
                    counted(count, noun).split_once(' ').map_or(String::new(), |(_, noun)| noun.to_string())
                };
                format!("{quotes} {} from {articles} {}", noun(sizes.quotes, "quote"), noun(sizes.articles, "article"))
            },
        );
        Chrome { holdings, ..Chrome::bare(title) }
    }

    /// Of a page of hits.
    pub fn of_search(scene: &Scene<'_>, title: &str, url: &SearchUrl) -> Chrome {
        let kept = url.with(|url| url.question.clear()).pairs();
        Chrome { question: url.question.clone(), feed: Some(url.at("/feed.atom")), kept, ..Chrome::new(scene, title) }
    }
}

/// `12,345`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn digits_stand_in_threes() {
        assert_eq!([0, 12, 123, 1234, 1234567].map(grouped), ["0", "12", "123", "1,234", "1,234,567"]);
    }
}
