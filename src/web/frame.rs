//! What stands around a page of an archive: what it holds, and the box with the question.

pub use super::bare_frame::PageFrame;
use super::search_url::SearchUrl;
use super::site::PageContext;
use crate::desk::counted;
use crate::harmless::line;

/// Of a page with this title.
pub fn frame(scene: &PageContext<'_>, title: &str) -> PageFrame {
    let told = |count: u64, noun: &str| counted(count, noun).replacen(&count.to_string(), &grouped(count), 1);
    let sizes = &scene.edition.sizes;
    let holdings = format!("{} from {}", told(sizes.quotes, "quote"), told(sizes.articles, "article"));
    PageFrame { holdings, ..PageFrame::bare(title) }
}

/// Of a page of hits.
pub fn frame_of_search(scene: &PageContext<'_>, title: &str, url: &SearchUrl) -> PageFrame {
    let kept = url.with(|url| url.question.clear()).pairs();
    let kept = kept.into_iter().map(|(name, value)| (name, line(&value))).collect();
    PageFrame { question: line(&url.question), feed: Some(url.at("/feed.atom")), kept, ..frame(scene, title) }
}

/// `12,345`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
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
