//! The attacks of `tests/cases/hostile.tsv`: what strangers may write into articles, names of files and questions.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

/// The attacks with their names.
pub fn of_table() -> Vec<(String, String)> {
    let lines = include_str!("../cases/hostile.tsv").lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| line.split_once('\t').unwrap())
        .map(|(name, attack)| (name.to_string(), unescaped(attack)))
        .collect()
}

/// With each `\u{202e}` as the character that it stands for.
fn unescaped(attack: &str) -> String {
    let mut text = String::new();
    let mut rest = attack;
    while let Some((before, behind)) = rest.split_once("\\u{") {
        let (number, after) = behind.split_once('}').unwrap();
        text.push_str(before);
        text.push(char::from_u32(u32::from_str_radix(number, 16).unwrap()).unwrap());
        rest = after;
    }
    text + rest
}
