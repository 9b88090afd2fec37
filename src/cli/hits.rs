//! Quotes and hits as text for people: each article's heading once, below it its quotes as they can be printed, with who
//! said them, where they matched, and what stands around them.

use std::collections::HashSet;
use std::fmt::Write as _;

use super::look::Look;
use super::output::{self, styled};
use crate::corrections::RULE;
use crate::desk::told::{copies_in_words, date_in_words, place_name};
use crate::desk::{PrintManner, Printed};
use crate::harmless::clean;
use crate::index::{ChangeKind, Hit, HitVersions, ParagraphsAround, QuoteChange};
use crate::record::{ArticleRecord, QuoteRecord};

/// Headings of articles as they come: one for quotes that follow each other, and a short one where an article comes again.
#[derive(Default)]
pub struct Headings {
    current: Option<String>,
    shown: HashSet<String>,
    /// The passages of the current article that were shown.
    passages: HashSet<String>,
}

impl Headings {
    /// What stands above the next quote: nothing where it is of the same article as the one before.
    pub fn next(&mut self, article: &ArticleRecord, in_title: &[[usize; 2]], look: &Look) -> String {
        let key = format!("{}\0{}\0{}", article.id, article.path, article.member.as_deref().unwrap_or_default());
        if self.current.as_ref() == Some(&key) {
            return String::new();
        }
        let again = !self.shown.insert(key.clone());
        self.passages.clear();
        self.current = Some(key);
        heading(article, in_title, again, look)
    }

    /// Forgets which article the last quote was of: what comes next has its heading again, as behind a line between hits.
    pub fn interrupt(&mut self) {
        self.current = None;
    }
}

/// Title; outlet and date; where it lies.
fn heading(article: &ArticleRecord, in_title: &[[usize; 2]], again: bool, look: &Look) -> String {
    let title = match article.title.as_deref() {
        Some(title) => look.marked(title, in_title),
        None => "(no title)".to_string(),
    };
    let mut text = look.wrap_styled(output::HEADING, &title, "", "");
    let outlet = article.outlet.as_deref().map_or_else(|| "outlet unknown".to_string(), clean);
    let facts = format!("{outlet}, {}{}", date_in_words(article), if again { " (as above)" } else { "" });
    text.push_str(&look.wrap(&facts, "", ""));
    if !again {
        text.push_str(&place_line(article));
    }
    text.push('\n');
    text
}

/// Path, member and URL, each by itself so that it can be copied.
fn place_line(article: &ArticleRecord) -> String {
    let mut place = clean(&article.path);
    if let Some(member) = &article.member {
        let _ = write!(place, "#{}", clean(member));
    }
    let mut text = format!("{}\n", styled(output::FAINT, &place));
    if let Some(url) = &article.url {
        let _ = writeln!(text, "{}", styled(output::FAINT, &clean(url)));
    }
    text
}

/// A quote with its speaker and id, wrapped and indented.
pub fn render_quote(record: &QuoteRecord, headings: &mut Headings, look: &Look) -> String {
    quote_lines(None, record, Printed::of(record), headings, look)
}

fn quote_lines(
    number: Option<usize>,
    record: &QuoteRecord,
    mut printed: Printed,
    headings: &mut Headings,
    look: &Look,
) -> String {
    // Of a sentence that was shown already, it must be seen what is meant this time.
    if printed.manner == PrintManner::Reported && !headings.passages.insert(printed.text.clone()) {
        printed.which = record.cue.clone();
    }
    let printed = &printed;
    let marker = number.map_or_else(|| "  ".to_string(), |number| format!("{number:>2}. "));
    let indent = " ".repeat(marker.chars().count());
    let mut text = look.wrap(&printed_text(printed, look), &marker, &indent);
    let line = format!("{}  [{}]", speaker_line(record), record.id);
    text.push_str(&look.wrap(&line, &indent, &indent));
    text
}

/// The words in quotation marks, or the sentence around them with what it is.
pub fn printed_text(printed: &Printed, look: &Look) -> String {
    let words = if printed.manner == PrintManner::Words { &[][..] } else { &printed.words };
    let text = look.emphasised(&printed.text, words, printed.cue, &printed.matches);
    let text = if printed.is_in_marks() { format!("“{text}”") } else { text };
    format!("{}{text}", clean(&printed.label()))
}

/// A hit: its quote, where it matched if not in the words shown, which other articles carry it, what stands around it.
pub fn render_hit(number: usize, hit: &Hit, headings: &mut Headings, look: &Look) -> String {
    let indent = "    ";
    let printed = Printed::with_matches(&hit.record, &hit.in_quote, &hit.in_sentence);
    let mut text = quote_lines(Some(number), &hit.record, printed, headings, look);
    for found in &hit.elsewhere {
        let is_new = headings.passages.insert(found.text.clone());
        let passage = if is_new { look.excerpt(&found.text, &found.matches) } else { "as above".to_string() };
        text.push_str(&look.wrap(&format!("{}: {passage}", place_name(found)), indent, indent));
    }
    if let Some(copies) = copies_in_words(hit) {
        text.push_str(&look.wrap(&clean(&copies), indent, indent));
    }
    for change in &hit.changes {
        text.push_str(&look.wrap(&change_line(hit, change, look), indent, indent));
    }
    if let Some(versions) = versions_line(hit)
        && headings.passages.insert(versions.clone())
    {
        text.push_str(&look.wrap(&versions, indent, indent));
    }
    if let Some(around) = &hit.around {
        text.push_str(&paragraphs(around, look));
    }
    text
}

/// The paragraphs around a quote, its own between them.
fn paragraphs(around: &ParagraphsAround, look: &Look) -> String {
    const BAR: &str = "    │ ";
    let all = around.before.iter().chain(&around.own).chain(&around.behind);
    let shown: Vec<String> = all.map(|paragraph| look.wrap(&clean(paragraph.trim()), BAR, BAR)).collect();
    let lines = shown.join(&format!("{}\n", BAR.trim_end()));
    lines.lines().map(|line| format!("{}\n", styled(output::FAINT, line))).collect()
}

/// The day of a version: that of its last change, else of its posting.
pub fn version_day(article: &ArticleRecord) -> &str {
    article.updated.as_deref().or(article.date.as_deref()).unwrap_or("unknown day")
}

/// How a quote was changed, with the days of both versions: `reworded: on 2016-08-18 “…”, on 2016-08-19 as above`.
fn change_line(hit: &Hit, change: &QuoteChange, look: &Look) -> String {
    let (own, other) = (clean(version_day(&hit.record.article)), clean(version_day(&change.other)));
    match (change.kind, &change.wording) {
        (ChangeKind::Words, Some(before)) => {
            let printed = printed_text(&Printed::of(before), look);
            format!("reworded: as above in the version of {own}; in that of {other} it was {printed}  [{}]", before.id)
        }
        (ChangeKind::Words, None) => format!("reworded between {other} and {own}"),
        (ChangeKind::Removed, _) => {
            format!("taken out: in the version of {own}, not in that of {other}  [{}]", change.other.id)
        }
        (ChangeKind::Added, _) => {
            format!("added: in the version of {own}, not in that of {other}  [{}]", change.other.id)
        }
    }
}

/// `2 earlier versions of the article: onrecord show ID`.
fn versions_line(hit: &Hit) -> Option<String> {
    let HitVersions { earlier, is_earlier } = hit.versions;
    let id = &hit.record.article.id;
    match (earlier, is_earlier) {
        (0, _) => None,
        (_, true) => Some(format!("in an earlier version of the article: onrecord show {id}")),
        (1, false) => Some(format!("1 earlier version of the article: onrecord show {id}")),
        (earlier, false) => Some(format!("{earlier} earlier versions of the article: onrecord show {id}")),
    }
}

/// `Jeremy Corbyn (Labour, Leader of the Labour Party)`, or that the speaker is unknown.
pub fn speaker_line(record: &QuoteRecord) -> String {
    let Some(speaker) = &record.speaker else {
        return styled(output::FAINT, "unknown speaker");
    };
    let roles: Vec<String> = [&speaker.party, &speaker.office].into_iter().flatten().map(|role| clean(role)).collect();
    let name = styled(output::SPEAKER, &clean(&speaker.name));
    let roles = if roles.is_empty() { String::new() } else { format!(" ({})", roles.join(", ")) };
    let told = record.reported_by.as_ref().map_or(String::new(), |by| format!(", as told by {}", clean(&by.name)));
    let corrected = match &record.corrected_from {
        Some(before) => format!(", corrected from {}", clean(&before.name)),
        None if record.rule == RULE => ", corrected".to_string(),
        None => String::new(),
    };
    format!("{name}{roles}{told}{corrected}")
}
