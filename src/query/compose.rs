//! A filter's value from elsewhere to syntax: flags of the command line say the same as the filters of a question.

use super::token::{TokenKind, is_quote_mark, split};
use super::values::{parts_outlet, quoted};

/// The filter with this value, as one would type it: `--outlet "the times"` is `outlet:the-times`. Quotation marks in
/// the value itself mean what they mean in a question: the very name, `outlet:"The Times"`.
pub fn compose_filter(field: &str, value: &str) -> String {
    let value = value.trim();
    let inside = value.strip_prefix(is_quote_mark).and_then(|rest| rest.strip_suffix(is_quote_mark));
    if let Some(name) = inside {
        return format!("{field}:{}", quoted(name));
    }
    if field == "outlet" {
        let words: Vec<&str> = value.split(parts_outlet).filter(|word| !word.is_empty()).collect();
        if !words.is_empty() {
            return format!("outlet:{}", words.join("-"));
        }
    }
    // What ends a value, or is read apart where a value begins with it.
    let ends = |char: char| char.is_whitespace() || matches!(char, '(' | ')' | ',') || is_quote_mark(char);
    let is_one_value = !value.is_empty() && !value.starts_with('[') && !value.contains(ends);
    format!("{field}:{}", if is_one_value { value.to_owned() } else { quoted(value) })
}

/// A question with filters that hold for all of it, whatever it asks for: `--speaker` beside `a OR b` is
/// `(a OR b) speaker:`.
pub fn compose_question(words: &str, filters: &[String]) -> String {
    let mut depth = 0usize;
    let has_bare_or = split(words, &mut Vec::new()).iter().any(|token| {
        match token.kind {
            TokenKind::Open => depth += 1,
            TokenKind::Close => depth = depth.saturating_sub(1),
            _ => {}
        }
        token.kind == TokenKind::Or && depth == 0
    });
    let words = if has_bare_or && !filters.is_empty() { format!("({words})") } else { words.to_owned() };
    let parts = std::iter::once(words.as_str()).chain(filters.iter().map(String::as_str));
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_hold_for_the_whole_question() {
        for (words, composed) in [
            ("", "date:2016"),
            ("ferry lamp", "ferry lamp date:2016"),
            ("ferry OR lamp", "(ferry OR lamp) date:2016"),
            ("(ferry OR lamp)", "(ferry OR lamp) date:2016"),
            ("\"ferry OR lamp\"", "\"ferry OR lamp\" date:2016"),
            ("(a OR b) OR c", "((a OR b) OR c) date:2016"),
            ("ferry or lamp", "ferry or lamp date:2016"),
        ] {
            assert_eq!(compose_question(words, &["date:2016".to_owned()]), composed);
        }
        assert_eq!(compose_question("ferry OR lamp", &[]), "ferry OR lamp");
    }

    #[test]
    fn flags_say_what_filters_say() {
        for (field, value, filter) in [
            ("speaker", "corbyn", "speaker:corbyn"),
            ("speaker", " Ann Example ", "speaker:\"Ann Example\""),
            ("speaker", "none", "speaker:none"),
            ("speaker", "\"none\"", "speaker:\"none\""),
            ("speaker", "Ann \"Annie\" Example", "speaker:\"Ann \\\"Annie\\\" Example\""),
            ("party", "a,b", "party:\"a,b\""),
            ("party", "", "party:\"\""),
            ("date", "2016-08..2016-10", "date:2016-08..2016-10"),
            ("date", "[2016", "date:\"[2016\""),
            ("outlet", "the times", "outlet:the-times"),
            ("outlet", "Post (London)", "outlet:Post-London"),
            ("outlet", "\"The Times\"", "outlet:\"The Times\""),
            ("outlet", "“The Times”", "outlet:\"The Times\""),
            ("outlet", "--", "outlet:--"),
            ("outlet", "\"", "outlet:\"\\\"\""),
        ] {
            assert_eq!(compose_filter(field, value), filter);
        }
    }
}
