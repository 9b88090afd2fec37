//! The stylesheet, the script and the sign of the site, inside the program: each under an address that changes with it, so
//! that a browser may keep it for good.

use std::sync::LazyLock;

pub const STYLE: &str = include_str!("assets/style.css");
pub const SCRIPT: &str = include_str!("assets/app.js");
pub const ICON: &str = include_str!("assets/icon.svg");

/// The description of the API.
pub const OPENAPI: &str = include_str!("assets/openapi.json");

static DIGEST: LazyLock<String> = LazyLock::new(|| {
    let mut hasher = blake3::Hasher::new();
    for part in [STYLE, SCRIPT, ICON] {
        hasher.update(part.as_bytes());
    }
    hasher.finalize().to_hex()[..12].to_string()
});

/// Letters and digits that stand for all of them together.
pub fn digest() -> &'static str {
    &DIGEST
}
