//! Signs around what was found, where there is no colour: `--mark '**'`, `--mark '>>,<<'`.

use crate::harmless::line;

/// What stands before and behind a match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatchMark {
    /// Before it.
    pub open: String,
    /// Behind it.
    pub close: String,
}

impl MatchMark {
    /// `**` for both sides, or `>>,<<`.
    ///
    /// # Errors
    /// Where a side has no sign, or one that steers what shows it.
    pub fn parse(text: &str) -> Result<MatchMark, String> {
        let (open, close) = text.split_once(',').unwrap_or((text, text));
        if open.is_empty() || close.is_empty() || line(open) != open || line(close) != close {
            return Err("write the signs for both sides, as in --mark '**' or --mark '>>,<<'".to_string());
        }
        Ok(MatchMark { open: open.to_string(), close: close.to_string() })
    }
}

#[cfg(test)]
mod tests {
    use super::MatchMark;

    #[test]
    fn signs_are_for_one_side_or_both() {
        let sides = |text| MatchMark::parse(text).map(|mark| format!("{}x{}", mark.open, mark.close)).ok();
        assert_eq!(sides("**").as_deref(), Some("**x**"));
        assert_eq!(sides(">>,<<").as_deref(), Some(">>x<<"));
        for wrong in ["", ",", "a,", "\u{1b}[31m", "a\nb"] {
            assert_eq!(sides(wrong), None, "{wrong:?}");
        }
    }
}
