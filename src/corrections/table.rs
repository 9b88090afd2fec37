//! The table of corrections as text: one correction a line, cells parted by tabs, comments behind `#`.

use super::{Correction, Verdict, one_line};
use crate::words::BadLine;
use crate::words::table::{Row, rows};

/// The first lines of a new table: what the columns hold.
pub const HEADER: &str = "\
# Corrections of onrecord: who really said it. One a line; the cells are parted by tabs:
#   id of the quote, its words, its article (day and title), the speaker, the party, the speaker before.
# The speaker is a name, an id of the register (jeremy-corbyn), (unknown), or (not a quote). The party is read only
# where the register does not know the speaker; the last two cells may be empty. A later line overrules an earlier one.
# Lines may be edited, taken out and shared; `onrecord correct --list` shows how they are read.
";

/// Bytes of the longest line: a quote is a part of an article, and few of these are longer.
const LONGEST_LINE: usize = 1 << 20;

const UNKNOWN: &str = "(unknown)";
const NOT_A_QUOTE: &str = "(not a quote)";

/// Reads a table. Bad lines are left out and told; the others count.
pub fn parse(text: &str) -> (Vec<Correction>, Vec<BadLine>) {
    let (mut lines, mut bad) = (Vec::new(), Vec::new());
    for row in rows(text) {
        match read_row(&row) {
            Ok(correction) => lines.push(correction),
            Err(line) => bad.push(line),
        }
    }
    (lines, bad)
}

fn read_row(row: &Row) -> Result<Correction, BadLine> {
    if row.text.len() > LONGEST_LINE {
        return Err(row.bad("longer than any quote: check whether line ends are missing"));
    }
    let cells: Vec<&str> = row.cells().map(str::trim).collect();
    let cell = |at: usize| cells.get(at).copied().unwrap_or_default();
    let some = |at: usize| Some(cell(at)).filter(|cell| !cell.is_empty()).map(str::to_string);
    let [id, words, article, speaker] = [0, 1, 2, 3].map(cell);
    if !(4..=6).contains(&cells.len()) {
        return Err(row.bad(format_args!(
            "{} cells instead of 4 to 6: part id, words, article, speaker, party and the speaker before by tabs",
            cells.len()
        )));
    }
    if !words.contains(char::is_alphanumeric) {
        return Err(row.bad("no words in the second cell: copy the quote's words there"));
    }
    if article.is_empty() {
        return Err(row.bad("no article in the third cell: its day and title, as `2016-08-18 Title`"));
    }
    let verdict = match speaker {
        "" => return Err(row.bad(format_args!("no speaker in the fourth cell: a name, {UNKNOWN} or {NOT_A_QUOTE}"))),
        UNKNOWN => Verdict::Unknown,
        NOT_A_QUOTE => Verdict::NotAQuote,
        other if other.starts_with('(') => {
            return Err(row.bad(format_args!("`{other}` is no speaker: a name, {UNKNOWN} or {NOT_A_QUOTE}")));
        }
        name => Verdict::Speaker { name: name.to_string(), party: some(4) },
    };
    Ok(Correction {
        id: id.to_string(),
        words: words.to_string(),
        article: article.to_string(),
        verdict,
        instead_of: some(5),
    })
}

/// A correction as a line of the table, without its end.
pub fn render_line(correction: &Correction) -> String {
    let (speaker, party) = match &correction.verdict {
        Verdict::Speaker { name, party } => (one_line(name), party.as_deref().map(one_line).unwrap_or_default()),
        Verdict::Unknown => (UNKNOWN.to_string(), String::new()),
        Verdict::NotAQuote => (NOT_A_QUOTE.to_string(), String::new()),
    };
    let before = correction.instead_of.as_deref().map(one_line).unwrap_or_default();
    format!("{}\t{}\t{}\t{speaker}\t{party}\t{before}", correction.id, correction.words, correction.article)
}

/// The table with one more correction; an earlier one of the same quote goes, everything else stays as it is.
pub fn with_line(text: &str, correction: &Correction) -> String {
    let mut table = if text.trim().is_empty() { HEADER.to_string() } else { without_id(text, &correction.id) };
    if !table.ends_with('\n') {
        table.push('\n');
    }
    table.push_str(&render_line(correction));
    table.push('\n');
    table
}

/// The table without the corrections of the quote.
pub fn without_id(text: &str, id: &str) -> String {
    text.split_inclusive('\n')
        .filter(|line| line.trim_start().starts_with('#') || line.split('\t').next().map(str::trim) != Some(id))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn correction(id: &str, verdict: Verdict) -> Correction {
        Correction {
            id: id.into(),
            words: "The tide decides.".into(),
            article: "2016-08-18 The news".into(),
            verdict,
            instead_of: Some("Ann Example".into()),
        }
    }

    #[test]
    fn bad_lines_are_told_and_the_others_count() {
        let good = render_line(&correction("a", Verdict::Unknown));
        let text = format!(
            "{HEADER}\n{good}\nthree\tcells\tonly\n\nb\twords\tday title\t(nobody)\nc\t\tday title\tAnn Example\n"
        );
        let (lines, bad) = parse(&text);
        assert_eq!(lines, [correction("a", Verdict::Unknown)]);
        let first = HEADER.lines().count() + 3;
        let places: Vec<usize> = bad.iter().map(|bad| bad.line).collect();
        assert_eq!(places, [first, first + 2, first + 3]);
        assert!(bad[1].what.contains("(not a quote)"), "{}", bad[1].what);
    }

    #[test]
    fn a_new_correction_takes_the_place_of_the_old_one_and_comments_stay() {
        let table = with_line("", &correction("a", Verdict::Unknown)) + "# a note of ours\n";
        let table = with_line(&table, &correction("b", Verdict::NotAQuote));
        let table = with_line(&table, &correction("a", Verdict::NotAQuote));
        let (lines, bad) = parse(&table);
        assert!(bad.is_empty());
        assert_eq!(lines, [correction("b", Verdict::NotAQuote), correction("a", Verdict::NotAQuote)]);
        assert!(table.contains("# a note of ours\n"));
        assert_eq!(parse(&without_id(&table, "a")).0, [correction("b", Verdict::NotAQuote)]);
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(words in "[^\\p{C}\\s]{0,4}[a-zé]{1,8}( [^\\p{C}\\s]{1,8}){0,6}", name in "[A-Z][a-zé'-]{1,10} [A-Z][a-z]{1,9}", party in proptest::option::of("[A-Z][a-z]{2,9}")) {
            let written = Correction {
                id: "2016-08-18-0".into(),
                words: one_line(&words),
                article: "2016-08-18 The news".into(),
                verdict: Verdict::Speaker { name, party },
                instead_of: None,
            };
            let (lines, bad) = parse(&with_line("", &written));
            prop_assert!(bad.is_empty());
            prop_assert_eq!(lines, [written]);
        }
    }
}
