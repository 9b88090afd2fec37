//! The characters of a page.
//!
//! Takes a document of HTML, gives its text: by a byte order mark, as UTF-8 where it is that, by what the server or the page
//! declares (HTML, 13.2.3.2), else by a guess.

use crate::archive::{Decoded, Document, decode_declared};
use memchr::memmem;

/// Declarations stand in the first bytes of a page; the standard looks at 1024, pages have them later too.
const LOOKED_AT: usize = 4096;

pub(super) fn decode_page(document: &Document) -> Decoded<'_> {
    let bytes = &document.bytes;
    let declared = document.envelope.charset.as_deref().or_else(|| find_declared(bytes));
    decode_declared(bytes, declared)
}

/// The value behind `charset=` in the head of a page.
fn find_declared(bytes: &[u8]) -> Option<&str> {
    let head = bytes.get(..LOOKED_AT.min(bytes.len()))?;
    let at = memmem::find(head, b"charset=")
        .or_else(|| memmem::find(head, b"CHARSET="))
        .or_else(|| memmem::find(head, b"encoding="))?;
    let rest = head.get(at..)?;
    let rest = rest.get(memchr::memchr(b'=', rest)? + 1..)?.trim_ascii_start();
    let rest = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest);
    let end = rest.iter().position(|byte| !byte.is_ascii_alphanumeric() && !matches!(byte, b'-' | b'_' | b':'))?;
    std::str::from_utf8(rest.get(..end)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declarations_are_found() {
        assert_eq!(find_declared(b"<meta charset=\"iso-8859-1\">"), Some("iso-8859-1"));
        assert_eq!(
            find_declared(b"<meta http-equiv=x content='text/html; charset=windows-1251'>"),
            Some("windows-1251")
        );
        assert_eq!(find_declared(b"<?xml version='1.0' encoding='koi8-r'?>"), Some("koi8-r"));
        assert_eq!(find_declared(b"<p>charset"), None);
    }
}
