//! Numbers of bytes as people write them: `10MB`, `500k`, `1.5 GB`.

use std::fmt;
use std::str::FromStr;

/// So many bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct Size(pub u64);

/// What no size can be read from.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{text}” is no size; write it like 10MB, 1.5MB, 500k or 2000000")]
pub struct BadSize {
    text: String,
}

/// The letters before `B`, and what they multiply by. `MB` counts in thousands and `MiB` in 1024s, as standards have it.
const UNITS: [(&str, u64); 7] =
    [("", 1), ("k", 1000), ("m", 1_000_000), ("g", 1_000_000_000), ("ki", 1 << 10), ("mi", 1 << 20), ("gi", 1 << 30)];

impl FromStr for Size {
    type Err = BadSize;

    /// Reads a number, whole or with a decimal point, and a unit in either case; without one it is bytes.
    fn from_str(text: &str) -> Result<Size, BadSize> {
        let read = || {
            let folded = text.trim().to_ascii_lowercase();
            let end = folded.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(folded.len());
            let (number, unit) = folded.split_at(end);
            let unit = unit.trim_start();
            let unit = unit.strip_suffix("bytes").or_else(|| unit.strip_suffix('b')).unwrap_or(unit);
            let (_, factor) = *UNITS.iter().find(|(name, _)| *name == unit)?;
            let (whole, part) = number.split_once('.').unwrap_or((number, "0"));
            let digits = u32::try_from(part.len()).ok().filter(|digits| (1..=9).contains(digits))?;
            let part = part.parse::<u64>().ok()?.checked_mul(factor)? / 10u64.pow(digits);
            Some(Size(whole.parse::<u64>().ok()?.checked_mul(factor)?.checked_add(part)?))
        };
        read().ok_or_else(|| BadSize { text: text.to_owned() })
    }
}

impl fmt::Display for Size {
    /// At most one decimal, rounded up, so that what is larger than a round size is shown so.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (unit, factor) = match self.0 {
            0..1000 => return write!(f, "{} bytes", self.0),
            1000..1_000_000 => ("kB", 1000),
            1_000_000..1_000_000_000 => ("MB", 1_000_000),
            _ => ("GB", 1_000_000_000),
        };
        let tenths = self.0.div_ceil(factor / 10);
        match tenths % 10 {
            0 => write!(f, "{} {unit}", tenths / 10),
            tenth => write!(f, "{}.{tenth} {unit}", tenths / 10),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_as_people_write_them() {
        for (text, bytes) in [
            ("2000000", 2_000_000),
            ("500k", 500_000),
            ("10MB", 10_000_000),
            ("10 mb", 10_000_000),
            ("1.5MB", 1_500_000),
            ("1.5", 1),
            ("2MiB", 2 << 20),
            ("1G", 1_000_000_000),
            ("12 bytes", 12),
            ("0", 0),
        ] {
            assert_eq!(text.parse(), Ok(Size(bytes)), "{text}");
        }
        for text in
            ["", "MB", "ten", "10XB", "-1", "1.2.3k", "1.", ".5", "10MBB", "99999999999999999999", "9999999999999G"]
        {
            assert!(text.parse::<Size>().is_err(), "{text}");
        }
    }

    #[test]
    fn sizes_are_shown_rounded_up() {
        let shown =
            [0, 999, 1000, 12_345, 10_000_000, 10_000_001, 12_345_678, 2_000_000_000].map(|n| Size(n).to_string());
        assert_eq!(shown, ["0 bytes", "999 bytes", "1 kB", "12.4 kB", "10 MB", "10.1 MB", "12.4 MB", "2 GB"]);
    }
}
