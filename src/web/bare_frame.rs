//! What stands around a page.

use super::assets;

/// What stands around a page.
#[derive(Clone, Debug, Default)]
pub struct PageFrame {
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

impl PageFrame {
    /// Without an archive.
    pub fn bare(title: &str) -> PageFrame {
        PageFrame { title: title.to_string(), version: assets::digest(), ..PageFrame::default() }
    }
}
