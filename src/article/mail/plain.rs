//! The plain text of a message: what its sender wrote, and what is not theirs.
//!
//! Takes the text of a part, gives it in stretches: the sender's own words; what was written before and is answered, with
//! the line above it; signatures. A message that is handed on is the text, and the words above it are not; its heading
//! tells who wrote it and when.

use super::phrases::{Heads, InnerHeader, heads_message, inner_header, introduces_reply, is_signature};

/// How the lines of a part are to be joined (RFC 3676).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct LineBreaks {
    /// A line that ends in a space goes on in the next one.
    pub is_flowed: bool,
    /// The space at the end of such a line is no part of the text.
    pub drops_space: bool,
}

/// A stretch of a message's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct MailStretch {
    pub text: String,
    /// Whether it is not the text of the article.
    pub is_aside: bool,
}

/// What a message that is handed on says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct InnerHeading {
    pub from: Option<String>,
    pub date: Option<String>,
    pub subject: Option<String>,
}

/// The text of a part, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct PlainBody {
    pub stretches: Vec<MailStretch>,
    /// Where the message hands another one on.
    pub inner: Option<InnerHeading>,
}

/// A line without the marks of quoting.
#[derive(Clone, Debug)]
struct MailLine {
    depth: usize,
    text: String,
}

/// Takes the text of a part apart; `is_forward` says that the subject tells that it hands a message on.
pub(super) fn read_plain(text: &str, flow: LineBreaks, is_forward: bool) -> PlainBody {
    let lines = join_flowed(text, flow);
    match find_forward(&lines, is_forward) {
        Some(at) => read_forward(&lines, at),
        None => PlainBody { stretches: part_own(&lines), inner: None },
    }
}

fn join_flowed(text: &str, flow: LineBreaks) -> Vec<MailLine> {
    let mut lines: Vec<MailLine> = Vec::new();
    let mut goes_on = false;
    for line in text.lines() {
        let (depth, words) = unquoted(line, flow.is_flowed);
        let is_mark = is_signature(words);
        let soft = flow.is_flowed && words.ends_with(' ') && !is_mark;
        let words = if soft && flow.drops_space { words.strip_suffix(' ').unwrap_or(words) } else { words };
        match lines.last_mut().filter(|last| goes_on && last.depth == depth && !is_mark) {
            Some(last) => last.text.push_str(words),
            None => lines.push(MailLine { depth, text: words.to_owned() }),
        }
        goes_on = soft;
    }
    lines
}

/// How deep a line is quoted, and its words.
fn unquoted(line: &str, is_flowed: bool) -> (usize, &str) {
    let (mut depth, mut words) = (0, line);
    while let Some(rest) = words.strip_prefix('>') {
        depth += 1;
        // `> >` and `>>` are the same.
        words = match rest.strip_prefix(' ') {
            Some(behind) if behind.starts_with('>') => behind,
            _ => rest,
        };
    }
    let stuffed = depth > 0 || is_flowed;
    (depth, words.strip_prefix(' ').filter(|_| stuffed).unwrap_or(words))
}

/// The line that stands above a message that is handed on.
fn find_forward(lines: &[MailLine], is_forward: bool) -> Option<usize> {
    let heads = |at: usize| {
        let line = lines.get(at)?;
        let heads = heads_message(&line.text)?;
        // Some programs use one line for both; what is answered may have handed something on itself.
        (heads == Heads::Forwarded && line.depth == 0 || is_forward).then_some(at)
    };
    let marked = (0..lines.len()).find_map(heads);
    marked.or_else(|| {
        let first = lines.iter().position(|line| !line.text.trim().is_empty())?;
        // A heading alone: its first line is whom it is from.
        let begins = |at: usize| lines.get(at).and_then(|line| inner_header(&line.text));
        let is_heading = (first..lines.len()).find(|at| {
            matches!(begins(*at), Some((InnerHeader::From, _))) && begins(at + 1).is_some() && begins(at + 2).is_some()
        });
        is_heading.filter(|_| is_forward).map(|at| at.saturating_sub(1).max(first))
    })
}

fn read_forward(lines: &[MailLine], at: usize) -> PlainBody {
    let mut body = PlainBody { stretches: Vec::new(), inner: Some(InnerHeading::default()) };
    let mut inner = InnerHeading::default();
    let note = lines.get(..at).unwrap_or_default();
    let mut end = at;
    // The line itself may be the first of the heading.
    if lines.get(at).is_some_and(|line| inner_header(&line.text).is_none()) {
        end += 1;
    }
    let mut is_heading = false;
    while let Some(line) = lines.get(end) {
        match inner_header(&line.text) {
            Some((header, value)) => {
                is_heading = true;
                let value = Some(value.to_owned()).filter(|value| !value.is_empty());
                match header {
                    InnerHeader::From => inner.from = inner.from.or(value),
                    InnerHeader::Date => inner.date = inner.date.or(value),
                    InnerHeader::Subject => inner.subject = inner.subject.or(value),
                    InnerHeader::Other => {}
                }
            }
            // Behind the heading stands an empty line; before it, there may be one.
            None if line.text.trim().is_empty() && !is_heading => {}
            // A value may go on in the next line.
            None if is_heading && line.text.starts_with([' ', '\t']) && !line.text.trim().is_empty() => {}
            None => break,
        }
        end += 1;
    }
    push(&mut body.stretches, note, true);
    push(&mut body.stretches, lines.get(at..end).unwrap_or_default(), true);
    let text = lines.get(end..).unwrap_or_default();
    // Some programs quote what they hand on.
    let least = text.iter().filter(|line| !line.text.trim().is_empty()).map(|line| line.depth).min().unwrap_or(0);
    let raised: Vec<MailLine> =
        text.iter().map(|line| MailLine { depth: line.depth.saturating_sub(least), text: line.text.clone() }).collect();
    body.stretches.extend(part_own(&raised));
    body.inner = Some(inner);
    body
}

/// The sender's own words, and what is not theirs.
fn part_own(lines: &[MailLine]) -> Vec<MailStretch> {
    let mut asides = vec![false; lines.len()];
    let mut is_over = false;
    for (at, line) in lines.iter().enumerate() {
        // Behind a signature stands nothing more of the sender's; nor behind a message that is answered.
        is_over |= line.depth == 0 && is_signature(&line.text) || heads_message(&line.text).is_some();
        if let Some(aside) = asides.get_mut(at) {
            *aside = is_over || line.depth > 0;
        }
        if line.depth > 0 {
            mark_introduction(lines, &mut asides, at);
        }
    }
    // A message that is all of it quoted has no other text.
    if lines.iter().zip(&asides).all(|(line, aside)| *aside || line.text.trim().is_empty()) {
        asides.iter_mut().zip(lines).for_each(|(aside, line)| *aside &= line.depth == 0);
    }
    let mut stretches = Vec::new();
    let mut start = 0;
    for end in 1..=lines.len() {
        if end == lines.len() || asides.get(end) != asides.get(start) {
            let is_aside = asides.get(start).copied().unwrap_or(false);
            push(&mut stretches, lines.get(start..end).unwrap_or_default(), is_aside);
            start = end;
        }
    }
    stretches
}

/// The line above quoted ones, which may be wrapped once, where it says that somebody wrote them.
fn mark_introduction(lines: &[MailLine], asides: &mut [bool], quoted: usize) {
    let above = |from: usize| {
        (0..from)
            .rev()
            .find(|at| lines.get(*at).is_some_and(|line| !line.text.trim().is_empty()))
            .filter(|at| lines.get(*at).is_some_and(|line| line.depth == 0) && asides.get(*at) == Some(&false))
    };
    let Some(last) = above(quoted) else { return };
    let words = |at: usize| lines.get(at).map_or("", |line| line.text.as_str());
    // Wrapped behind the day or the name, its end says nothing by itself, or its beginning stands above.
    let before = last.checked_sub(1).filter(|before| !words(*before).trim().is_empty());
    let wrapped = before.filter(|before| {
        let joined = format!("{} {}", words(*before), words(last));
        introduces_reply(&joined) && (!introduces_reply(words(last)) || words(*before).starts_with("On "))
    });
    let first = match wrapped {
        Some(before) => before,
        None if introduces_reply(words(last)) => last,
        None => return,
    };
    asides.iter_mut().take(last + 1).skip(first).for_each(|aside| *aside = true);
}

fn push(stretches: &mut Vec<MailStretch>, lines: &[MailLine], is_aside: bool) {
    let text = lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join("\n");
    if !text.trim().is_empty() {
        stretches.push(MailStretch { text, is_aside });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, is_forward: bool) -> (Vec<String>, Option<InnerHeading>) {
        let body = read_plain(text, LineBreaks::default(), is_forward);
        let shown =
            |it: &MailStretch| format!("{} {}", if it.is_aside { '-' } else { '+' }, it.text.trim().replace('\n', "/"));
        (body.stretches.iter().map(shown).collect(), body.inner)
    }

    #[test]
    fn what_others_wrote_is_aside() {
        let text = "No, she said.\n\nOn 18 August 2016, Ann Example <ann@exampleton.example>\nwrote:\n> Will you\n> pay?\n\nNever.\n-- \nHarold Testby\n";
        assert_eq!(
            read(text, false).0,
            [
                "+ No, she said.",
                "- On 18 August 2016, Ann Example <ann@exampleton.example>/wrote:/Will you/pay?",
                "+ Never.",
                "- -- /Harold Testby"
            ]
        );
        assert_eq!(read("> All of it\n> quoted.", false).0, ["+ All of it/quoted."]);
        assert_eq!(
            read("I agree.\n\n-----Original Message-----\nFrom: Ann Example\nSent: Monday\n\nDo you?", false).0,
            ["+ I agree.", "- -----Original Message-----/From: Ann Example/Sent: Monday//Do you?"]
        );
    }

    #[test]
    fn what_is_handed_on_is_the_text() {
        let text = "FYI\n\n---------- Forwarded message ---------\nFrom: The Courier <news@courier.example>\nDate: Thu, 18 Aug 2016 at 10:30\nSubject: Bridge stays open\nTo: Ann Example\n\n\nAnn Example said “no”.\n";
        let (stretches, inner) = read(text, false);
        assert_eq!(stretches[0], "- FYI");
        assert_eq!(stretches[2], "+ Ann Example said “no”.");
        let inner = inner.unwrap();
        assert_eq!(inner.subject.as_deref(), Some("Bridge stays open"));
        assert_eq!(inner.from.as_deref(), Some("The Courier <news@courier.example>"));
        assert_eq!(inner.date.as_deref(), Some("Thu, 18 Aug 2016 at 10:30"));
        let quoted = "Begin forwarded message:\n\n> From: Ann Example\n> Subject: Bridge\n> Date: 18 August 2016\n> \n> “No,” she said.\n>> Will you?\n";
        let (stretches, inner) = read(quoted, false);
        assert_eq!(stretches[1..], ["+ “No,” she said.", "- Will you?"]);
        assert_eq!(inner.unwrap().subject.as_deref(), Some("Bridge"));
        let bare = "From: Ann Example\nSent: 18 August 2016 10:30\nTo: Harold Testby\nSubject: Bridge\n\n“No.”\n";
        assert_eq!(read(bare, true).0[1..], ["+ “No.”"]);
    }

    #[test]
    fn flowed_lines_are_joined() {
        let flow = LineBreaks { is_flowed: true, drops_space: false };
        let text = "The council \nsaid no \nto it.\n Next \nline.\n> Quoted \n> words.\n-- \nAnn";
        let body = read_plain(text, flow, false);
        assert_eq!(body.stretches[0].text, "The council said no to it.\nNext line.");
        assert_eq!(body.stretches[1].text, "Quoted words.\n-- \nAnn");
        let dropped = read_plain("Exam \nple", LineBreaks { is_flowed: true, drops_space: true }, false);
        assert_eq!(dropped.stretches[0].text, "Example");
    }
}
