//! What messages say around their words: footers, signatures, the line above an answered message, its heading.
//!
//! Takes a line, gives what it tells. The phrases are a table of `words`.

use crate::words::mail_phrases;
use crate::words::table::rows;
use std::sync::LazyLock;

/// A line of the heading of a message that is handed on within another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum InnerHeader {
    From,
    Date,
    Subject,
    Other,
}

/// Lines that tell of messages are shorter than this, in bytes.
const LONGEST_LINE: usize = 300;

static PHRASES: LazyLock<Vec<(&'static str, &'static str)>> = LazyLock::new(|| {
    rows(mail_phrases()).filter_map(|row| row.exactly().ok()).map(|[phrase, kind]| (phrase, kind)).collect()
});

fn of_kind(kind: &'static str) -> impl Iterator<Item = &'static str> {
    PHRASES.iter().filter(move |(_, known)| *known == kind).map(|(phrase, _)| *phrase)
}

/// Whether a short paragraph is the machinery of whoever sends messages to many: how to leave, where to look.
pub(super) fn is_footer(line: &str) -> bool {
    if line.len() > LONGEST_LINE {
        return false;
    }
    let line = line.to_lowercase();
    of_kind("footer").any(|phrase| line.contains(phrase))
}

/// Whether a line ends the message: what follows is who sent it, and from what.
pub(super) fn is_signature(line: &str) -> bool {
    // RFC 3676, 4.3: two dashes and a space, which some programs take off.
    if line == "-- " || line == "--" {
        return true;
    }
    line.len() <= LONGEST_LINE && {
        let line = line.trim().to_lowercase();
        of_kind("signature").any(|phrase| line.starts_with(phrase)) && line.split_whitespace().count() <= 8
    }
}

/// Whether a line ends as the one above what is answered: `On 18 August, Ann Example wrote:`.
pub(super) fn introduces_reply(line: &str) -> bool {
    let Some(line) = line.trim_end().strip_suffix(':').filter(|line| line.len() <= LONGEST_LINE) else { return false };
    let line = line.trim_end().to_lowercase();
    of_kind("reply").any(|phrase| line.strip_suffix(phrase).is_some_and(|before| before.ends_with(char::is_whitespace)))
}

/// Whether a line stands above a message that is handed on; `None` where it stands above any message.
pub(super) fn heads_message(line: &str) -> Option<Heads> {
    let line = line.trim();
    if line.len() > LONGEST_LINE {
        return None;
    }
    let bare = line.trim_matches(|c: char| matches!(c, '-' | '_' | '*' | '=') || c.is_whitespace());
    let has_dashes = line.starts_with("--") || line.starts_with("__");
    let folded = bare.trim_end_matches(':').to_lowercase();
    let is_one = |phrase: &str| folded == phrase || has_dashes && folded.starts_with(phrase);
    if (has_dashes || bare.ends_with(':')) && of_kind("forward").any(is_one) {
        return Some(Heads::Forwarded);
    }
    (has_dashes && of_kind("original").any(is_one)).then_some(Heads::Either)
}

/// The words that such lines hold, in small letters.
pub(super) fn message_heads() -> impl Iterator<Item = &'static str> {
    of_kind("forward").chain(of_kind("original"))
}

/// What stands in the tag of HTML with which what is answered begins.
pub(super) fn reply_marks() -> impl Iterator<Item = &'static str> {
    of_kind("reply-mark")
}

/// What a line stands above.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Heads {
    /// A message that is handed on.
    Forwarded,
    /// One that is handed on or answered.
    Either,
}

/// A line of an inner message's heading, and its value.
pub(super) fn inner_header(line: &str) -> Option<(InnerHeader, &str)> {
    let (name, value) = line.split_once(':')?;
    // Some programs write the names in bold.
    let name = name.trim_matches(|c: char| c == '*' || c.is_whitespace());
    if name.len() > 20 {
        return None;
    }
    let name = name.to_lowercase();
    let is = |kind| of_kind(kind).any(|phrase| phrase == name);
    let header = if is("from") {
        InnerHeader::From
    } else if is("date") {
        InnerHeader::Date
    } else if is("subject") {
        InnerHeader::Subject
    } else if is("other") {
        InnerHeader::Other
    } else {
        return None;
    };
    Some((header, value.trim_matches(|c: char| c == '*' || c.is_whitespace())))
}

/// A subject without what is put before it when it is answered or handed on, and whether it was handed on.
pub(super) fn bare_subject(subject: &str) -> (&str, bool) {
    let (mut subject, mut is_forward) = (subject.trim(), false);
    while let Some((before, behind)) = subject.split_once(':') {
        // `Re[2]:`
        let prefix = before.trim_end_matches(|c: char| matches!(c, '[' | ']' | '(' | ')') || c.is_ascii_digit());
        let prefix = prefix.trim().to_lowercase();
        let hands_on = of_kind("forward-prefix").any(|known| known == prefix);
        if !hands_on && !of_kind("prefix").any(|known| known == prefix) {
            break;
        }
        is_forward |= hands_on;
        subject = behind.trim();
    }
    (subject, is_forward)
}

/// A sender's name in two: the writer's and the paper's, where it has both.
pub(super) fn writer_and_paper(name: &str) -> Option<(&str, &str)> {
    let joints = of_kind("source").map(|word| format!(" {word} "));
    let joints = joints.chain([" | ", " - ", " – ", ", ", " / "].map(str::to_owned));
    joints
        .filter_map(|joint| {
            let at = name.find(&joint)?;
            Some((name.get(..at)?.trim(), name.get(at + joint.len()..)?.trim()))
        })
        .find(|(writer, paper)| !writer.is_empty() && !paper.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::table::BadLine;

    #[test]
    fn every_row_can_be_read_and_means_something() {
        const KINDS: [&str; 13] = [
            "footer",
            "signature",
            "reply",
            "forward",
            "original",
            "from",
            "date",
            "subject",
            "other",
            "prefix",
            "forward-prefix",
            "reply-mark",
            "source",
        ];
        for row in rows(mail_phrases()) {
            let [phrase, kind] = row.exactly().map_err(|bad: BadLine| bad.to_string()).unwrap();
            let is_folded = phrase == phrase.to_lowercase() || kind == "reply-mark";
            assert!(KINDS.contains(&kind) && is_folded, "{phrase} {kind}");
        }
    }

    #[test]
    fn lines_are_what_they_look_like() {
        assert!(introduces_reply("On Thu, 18 Aug 2016 at 10:30, Ann Example <ann@exampleton.example> wrote:"));
        assert!(!introduces_reply("The letter that Ann Example wrote: a scandal") && !introduces_reply("wrote:"));
        assert!(is_signature("-- ") && is_signature("Sent from my pocket") && !is_signature("--- "));
        assert!(!is_signature("Sent from my house in Exampleton, the letter took three weeks to reach the council."));
        assert_eq!(heads_message("---------- Forwarded message ---------"), Some(Heads::Forwarded));
        assert_eq!(heads_message("Begin forwarded message:"), Some(Heads::Forwarded));
        assert_eq!(heads_message("-----Original Message-----"), Some(Heads::Either));
        assert_eq!(heads_message("Forwarded message boxes are full"), None);
        assert_eq!(inner_header("*From:* Ann Example"), Some((InnerHeader::From, "Ann Example")));
        assert_eq!(inner_header("Sent: 18 August 2016 10:30"), Some((InnerHeader::Date, "18 August 2016 10:30")));
        assert_eq!(inner_header("She said: no"), None);
        assert!(is_footer("You can unsubscribe at any time") && !is_footer("The council said no"));
    }

    #[test]
    fn subjects_and_senders_are_taken_apart() {
        assert_eq!(bare_subject("Re: FW: Re[2]: Bridge: the vote"), ("Bridge: the vote", true));
        assert_eq!(bare_subject("Reform: what now"), ("Reform: what now", false));
        assert_eq!(bare_subject("re:"), ("", false));
        assert_eq!(writer_and_paper("Ann Example from The Courier"), Some(("Ann Example", "The Courier")));
        assert_eq!(writer_and_paper("Ann Example, The Courier"), Some(("Ann Example", "The Courier")));
        assert_eq!(writer_and_paper("The Courier"), None);
    }
}
