//! A quote as it can be printed: whole statements by themselves, with `…` between parts that stand apart; a few quoted
//! words and reported speech in the sentence of the article, so that a denial reads as a denial. Every word is the
//! article's.

use crate::record::QuoteRecord;
use crate::words::{depends, is_conjunction, may_turn_round, reports};

/// In which way a quote is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrintManner {
    /// The words, to be put into quotation marks.
    Words,
    /// The sentence around a few quoted words.
    InPart,
    /// The sentence that reports the words.
    Reported,
}

/// A quote to be printed. All stretches count the characters of `text`, ends excluded, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Printed {
    /// How.
    pub manner: PrintManner,
    /// The words, or the sentence around them.
    pub text: String,
    /// The speaker's part of it.
    pub words: Vec<[usize; 2]>,
    /// The word of saying, where it is in the text.
    pub cue: Option<[usize; 2]>,
    /// What was searched for.
    pub matches: Vec<[usize; 2]>,
    /// The words by themselves where the sentence has others in quotation marks besides, so that it would not be clear
    /// which are meant; of a report the word of saying, where the same sentence reports more than one thing.
    pub which: Option<String>,
}

/// What stands for what is left out between two parts of a quotation.
const GAP: &str = " … ";

impl Printed {
    /// A record without anything searched for.
    pub fn of(record: &QuoteRecord) -> Printed {
        Printed::with_matches(record, &[], &[])
    }

    /// A record with what was searched for, in characters of its words and of its sentence.
    pub fn with_matches(record: &QuoteRecord, in_quote: &[[usize; 2]], in_sentence: &[[usize; 2]]) -> Printed {
        let manner = match record.kind.as_str() {
            "partial" => PrintManner::InPart,
            "indirect" => PrintManner::Reported,
            _ => PrintManner::Words,
        };
        match (&record.sentence, record.sentence_span) {
            (Some(sentence), Some(span)) if manner != PrintManner::Words => {
                in_its_sentence(record, manner, sentence, span, in_sentence)
            }
            _ => by_itself(record, manner, in_quote),
        }
    }

    /// Whether the whole text is to be put into quotation marks: it is the speaker's words and nothing else, also where a
    /// sentence should stand around them and none is known.
    pub fn is_in_marks(&self) -> bool {
        let is_whole = self.words.first().is_some_and(|[start, _]| *start == 0)
            && self.words.last().is_some_and(|[_, end]| *end == self.text.chars().count());
        self.manner == PrintManner::Words || self.manner == PrintManner::InPart && is_whole
    }

    /// `(reported) `, `(in part) `, or nothing: what is said before words that are not a whole statement of the speaker's.
    pub fn label(&self) -> String {
        match (self.manner, &self.which) {
            (PrintManner::Words, _) => String::new(),
            (PrintManner::InPart, None) => "(in part) ".to_string(),
            (PrintManner::InPart, Some(which)) => format!("(in part: “{which}”) "),
            (PrintManner::Reported, None) => "(reported) ".to_string(),
            (PrintManner::Reported, Some(which)) => format!("(reported: {which}) "),
        }
    }
}

/// The words of a record as they are printed, `…` between what stands apart in the article.
pub fn printed_words(record: &QuoteRecord) -> String {
    by_itself(record, PrintManner::Words, &[]).text
}

fn by_itself(record: &QuoteRecord, manner: PrintManner, in_quote: &[[usize; 2]]) -> Printed {
    let quote: Vec<char> = record.quote.chars().collect();
    let mut text: Vec<char> = Vec::with_capacity(quote.len() + 8);
    let mut words = Vec::new();
    let mut matches = Vec::new();
    let mut from = 0;
    for (at, [start, end]) in record.segments.iter().enumerate() {
        let to = (from + end.saturating_sub(*start)).min(quote.len());
        if at > 0 {
            let apart = is_apart(record, record.segments[at - 1][1], *start);
            text.extend(if apart { GAP } else { " " }.chars());
        }
        let shift = text.len();
        let inside = in_quote.iter().map(|[a, b]| [(*a).max(from), (*b).min(to)]).filter(|[a, b]| a < b);
        matches.extend(inside.map(|[a, b]| [shift + a - from, shift + b - from]));
        text.extend(&quote[from.min(to)..to]);
        words.push([shift, text.len()]);
        // The segments are joined by one space.
        from = to + 1;
    }
    Printed { manner, text: text.into_iter().collect(), words, cue: None, matches, which: None }
}

/// Whether words of the article stand between two places of it, in characters. What is not known is taken for such.
fn is_apart(record: &QuoteRecord, from: usize, to: usize) -> bool {
    let (Some(sentence), Some([start, end])) = (&record.sentence, record.sentence_span) else { return true };
    if from < start || to > end || from > to {
        return true;
    }
    sentence.chars().skip(from - start).take(to - from).any(char::is_alphanumeric)
}

fn in_its_sentence(
    record: &QuoteRecord,
    manner: PrintManner,
    sentence: &str,
    [start, end]: [usize; 2],
    matches: &[[usize; 2]],
) -> Printed {
    let inside = |[a, b]: [usize; 2]| (start <= a && a < b && b <= end).then(|| [a - start, b - start]);
    let words: Vec<[usize; 2]> = record.segments.iter().filter_map(|segment| inside(*segment)).collect();
    let which =
        (manner == PrintManner::InPart && has_other_marks(sentence, &words)).then(|| begin_of(&printed_words(record)));
    let cue = record.cue_span.and_then(inside);
    let printed = Printed { manner, text: sentence.to_string(), cue, words, matches: matches.to_vec(), which };
    match (manner, record.mention_span.and_then(inside)) {
        (PrintManner::Reported, Some(mention)) => own_part(printed, mention),
        _ => printed,
    }
}

/// Characters of a part that is worth leaving out.
const WORTH: usize = 24;

/// Of a sentence that reports several things, what stands from the source to the end of what it is reported to have said,
/// with `…` for what is left out. What could turn it round stays, and so does all where the part would be no sentence.
fn own_part(printed: Printed, mention: [usize; 2]) -> Printed {
    let all: Vec<char> = printed.text.chars().collect();
    let told = printed.words.iter().chain(&printed.cue).chain([&mention]);
    let (from, to) = told.fold((all.len(), 0), |(from, to), [a, b]| (from.min(*a), to.max(*b)));
    let Some([_, cue_end]) = printed.cue.filter(|_| from < to) else { return printed };
    if depends(&String::from_iter(&all[from..to])) || String::from_iter(&all[..cue_end]).ends_with("ing") {
        return printed;
    }
    let (before, behind) = (String::from_iter(&all[..from]), String::from_iter(&all[to..]));
    let is_apart = |part: &str| part.chars().count() > WORTH && reports(part);
    // Within another clause the words are not what its source says: "will hope that the mayor says".
    let from = if is_apart(&before) && ends_clause(&before) && !may_turn_round(&before) { from } else { 0 };
    let is_whole = from > 0 || !depends(&printed.text);
    let to = if is_apart(&behind) && begins_clause(&behind) && is_whole { to } else { all.len() };
    let (from, to) = if is_balanced(&all[from..to]) { (from, to) } else { (0, all.len()) };
    let lead = if from > 0 { "… " } else { "" };
    let tail = if to < all.len() { " …" } else { "" };
    let shift = lead.chars().count();
    let moved = |[a, b]: [usize; 2]| (from <= a && b <= to).then(|| [a - from + shift, b - from + shift]);
    Printed {
        text: format!("{lead}{}{tail}", String::from_iter(&all[from..to])),
        words: printed.words.into_iter().filter_map(moved).collect(),
        cue: printed.cue.and_then(moved),
        matches: printed.matches.into_iter().filter_map(moved).collect(),
        ..printed
    }
}

/// Whether every quotation mark has its fellow.
fn is_balanced(text: &[char]) -> bool {
    let count = |sign: char| text.iter().filter(|other| **other == sign).count();
    count('“') == count('”') && count('"') % 2 == 0
}

fn ends_clause(text: &str) -> bool {
    let text = text.trim_end();
    text.ends_with([',', ';', ':', '–', '—', '-']) || text.split_whitespace().next_back().is_some_and(is_conjunction)
}

fn begins_clause(text: &str) -> bool {
    let text = text.trim_start();
    text.starts_with([',', ';', ':', '–', '—', '-']) || text.split_whitespace().next().is_some_and(is_conjunction)
}

/// Some words, or of many the first ones.
fn begin_of(words: &str) -> String {
    const MOST: usize = 6;
    let all: Vec<&str> = words.split_whitespace().collect();
    if all.len() <= MOST + 1 { words.to_string() } else { format!("{} …", all[..MOST].join(" ")) }
}

/// Whether the sentence has quotation marks that are not those around the words.
fn has_other_marks(sentence: &str, words: &[[usize; 2]]) -> bool {
    let is_mark = |sign: char| matches!(sign, '"' | '“' | '”' | '„' | '«' | '»');
    sentence.chars().enumerate().any(|(at, sign)| {
        let beside = words.iter().any(|[start, end]| at + 2 >= *start && at <= end + 1);
        is_mark(sign) && !beside
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, Block, BlockKind};
    use crate::quotes::{Quote, QuoteKind};
    use crate::record::build_records;
    use crate::span::Span;

    fn record(text: &str, kind: QuoteKind, cue: &str, words: &[&str]) -> QuoteRecord {
        let at = |part: &str| {
            let start = text.find(part).expect("it stands in the text");
            Span::new(start, start + part.len())
        };
        let article = Article {
            origin: crate::archive::Origin::of_file("a.txt"),
            title: None,
            byline: None,
            outlet: None,
            url: None,
            posted: None,
            updated: None,
            text: text.into(),
            blocks: vec![Block { kind: BlockKind::Paragraph, span: Span::new(0, text.len()) }],
            captured: None,
            problems: Vec::new(),
        };
        let quote = Quote {
            kind,
            segments: words.iter().map(|part| at(part)).collect(),
            speaker: None,
            reported_by: None,
            mention: None,
            cue: Some(at(cue)),
            confidence: 0.0,
            rule: "none",
            context: Span::new(0, text.len()),
            lead_in: None,
        };
        build_records(&article, &[quote]).remove(0)
    }

    fn of(text: &str, stretch: [usize; 2]) -> String {
        text.chars().skip(stretch[0]).take(stretch[1] - stretch[0]).collect()
    }

    #[test]
    fn a_denial_reads_as_one() {
        let text = "The pier shut. Zoë Testby denied each time that the pier was unsafe. It rained.";
        let printed = Printed::of(&record(text, QuoteKind::Indirect, "denied", &["that the pier was unsafe"]));
        assert_eq!(printed.text, "Zoë Testby denied each time that the pier was unsafe.");
        assert_eq!(of(&printed.text, printed.cue.unwrap()), "denied");
        assert_eq!(of(&printed.text, printed.words[0]), "that the pier was unsafe");
        assert_eq!(printed.label(), "(reported) ");
    }

    #[test]
    fn a_few_words_stand_in_their_sentence() {
        let text =
            "She was asked twice. She called it “a new dawn” for the pier, and him “a man of the sea”. It rained.";
        let printed = Printed::of(&record(text, QuoteKind::Partial, "called", &["a new dawn"]));
        assert_eq!(printed.text, "She called it “a new dawn” for the pier, and him “a man of the sea”.");
        assert_eq!(printed.label(), "(in part: “a new dawn”) ");
        let text = "She called it “a new dawn” for the pier.";
        let printed = Printed::of(&record(text, QuoteKind::Partial, "called", &["a new dawn"]));
        assert_eq!(printed.label(), "(in part) ");
    }

    #[test]
    fn of_two_reports_in_a_sentence_each_is_its_own() {
        let text = "Zoë Testby said the pier was a mistake of the council, but she denied that she had wanted it shut.";
        let of = |mention: &str, cue: &str, words: &str| {
            let mut record = record(text, QuoteKind::Indirect, cue, &[words]);
            let start = text[..text.find(mention).expect("it stands there")].chars().count();
            record.mention_span = Some([start, start + mention.chars().count()]);
            Printed::of(&record)
        };
        let said = of("Zoë Testby", "said", "the pier was a mistake of the council");
        assert_eq!(said.text, "Zoë Testby said the pier was a mistake of the council …");
        let denied = of("she", "denied", "that she had wanted it shut");
        assert_eq!(denied.text, "… she denied that she had wanted it shut.");
        assert_eq!(super::tests::of(&denied.text, denied.cue.unwrap()), "denied");
        let text = "Nobody at the harbour thinks that Zoë Testby said the pier was shut.";
        let mut record = record(text, QuoteKind::Indirect, "said", &["the pier was shut"]);
        record.mention_span = Some([34, 44]);
        assert_eq!(Printed::of(&record).text, text);
    }

    #[test]
    fn parts_that_stand_apart_are_kept_apart() {
        let text = "“We asked for ten years,” she said, “and were given one.”\n\n“Then none.”";
        let words = ["We asked for ten years,", "and were given one.", "Then none."];
        let record = record(text, QuoteKind::Direct, "said", &words);
        let printed = Printed::with_matches(&record, &[[3, 8], [20, 27]], &[]);
        assert_eq!(printed.text, "We asked for ten years, … and were given one. Then none.");
        let matched: Vec<String> = printed.matches.iter().map(|stretch| of(&printed.text, *stretch)).collect();
        assert_eq!(matched, ["asked", "rs,", "and"]);
    }
}
