//! How a site is served.

/// How a site is served.
#[derive(Clone, Debug, Default)]
pub struct ServeOptions {
    /// Names by which it may be asked, besides those of this machine's own addresses.
    pub names: Vec<String>,
    /// The site whose pages may read the API from a browser, as `https://example.org`; `*` for any.
    pub allowed_origin: Option<String>,
    /// Whether speakers may be corrected from the page.
    pub corrections: bool,
    /// The day that "today" is, where it is not today.
    pub today: Option<chrono::NaiveDate>,
    /// The command that asks the same index, up to its question: for lines to copy.
    pub command: String,
}
