//! Entities in text without tags: `&ldquo;`, `&#8220;`, `&quot;`, and what was escaped twice (`&amp;ldquo;`).
//!
//! Takes text, gives it with the characters that the entities mean. To which side it errs: what is not closed by a
//! semicolon or has no known name stays as it is.

use quick_xml::escape::resolve_html5_entity;
use std::borrow::Cow;

/// The longest name of an entity in HTML 5, in bytes.
const LONGEST_NAME: usize = 31;
/// A text is escaped no more often than this.
const MOST_ROUNDS: usize = 3;

/// The text with its entities decoded, and how many there were; borrowed where there was none.
pub(super) fn decode_entities(text: &str) -> (Cow<'_, str>, usize) {
    let mut decoded = Cow::Borrowed(text);
    let mut count = 0;
    for _ in 0..MOST_ROUNDS {
        let Some((next, found)) = decode_once(&decoded) else { break };
        // `R&amp;D` is decoded once; what it becomes is no entity.
        decoded = Cow::Owned(next);
        count = count.max(found);
    }
    (decoded, count)
}

fn decode_once(text: &str) -> Option<(String, usize)> {
    let mut out = String::new();
    let (mut taken, mut count) = (0, 0);
    for at in memchr::memchr_iter(b'&', text.as_bytes()) {
        if at < taken {
            continue;
        }
        let Some((meaning, length)) = text.get(at + 1..).and_then(entity_at) else { continue };
        if count == 0 {
            out.reserve(text.len());
        }
        out.push_str(text.get(taken..at).unwrap_or_default());
        out.push_str(&meaning);
        taken = at + 1 + length;
        count += 1;
    }
    out.push_str(text.get(taken..).unwrap_or_default());
    (count > 0).then_some((out, count))
}

/// What the entity behind an ampersand means, and its length with the semicolon, in bytes.
fn entity_at(rest: &str) -> Option<(Cow<'static, str>, usize)> {
    let head = rest.as_bytes().get(..rest.len().min(LONGEST_NAME + 2))?;
    let end = memchr::memchr(b';', head)?;
    let name = rest.get(..end)?;
    if let Some(number) = name.strip_prefix('#') {
        let number = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return Some((Cow::Owned(character_of(number)?.to_string()), end + 1));
    }
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let meaning = if is_name { resolve_html5_entity(name)? } else { return None };
    // A space that holds words together is a space of the text.
    Some((Cow::Borrowed(if meaning == "\u{a0}" { " " } else { meaning }), end + 1))
}

/// The character of a number: those of the control characters between 128 and 159 are bytes of windows-1252, as HTML has
/// it.
fn character_of(number: u32) -> Option<char> {
    let character = match number {
        0x80..=0x9f => {
            let byte = [u8::try_from(number).ok()?];
            encoding_rs::WINDOWS_1252.decode_without_bom_handling(&byte).0.chars().next()?
        }
        0xa0 => ' ',
        _ => char::from_u32(number)?,
    };
    (!character.is_control() || matches!(character, '\n' | '\t')).then_some(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(text: &str) -> String {
        decode_entities(text).0.into_owned()
    }

    #[test]
    fn names_and_numbers_are_decoded_once_or_as_often_as_they_were_escaped() {
        assert_eq!(decoded("&ldquo;It isn&rsquo;t,&rdquo; she said."), "“It isn’t,” she said.");
        assert_eq!(decoded("&#8220;No&#8221; &#x201C;no&#X201d; &#147;no&#148;"), "“No” “no” “no”");
        assert_eq!(decoded("&quot;No&quot;&nbsp;&#160;&apos;"), "\"No\"  '");
        assert_eq!(decoded("&amp;ldquo;No&amp;amp;rdquo;"), "“No”");
        assert_eq!(decode_entities("R&amp;D &amp; &ldquo;"), (Cow::Owned("R&D & “".to_owned()), 3));
    }

    #[test]
    fn what_is_no_entity_stays() {
        for text in [
            "R&D; Marks & Spencer;",
            "a &b c;",
            "&;",
            "&#;",
            "&#xyz;",
            "&#0;",
            "&#27;",
            "&nosuchname;",
            "&ldquo",
            "AT&T",
        ] {
            assert_eq!(decode_entities(text), (Cow::Borrowed(text), 0), "{text}");
        }
    }
}
