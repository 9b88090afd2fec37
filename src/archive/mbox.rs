//! A box of messages (mbox, RFC 4155) to its messages.
//!
//! Takes bytes as they come, gives message by message in little memory. A message begins at a line `From ` with a sender and
//! a moment; within messages such lines have a `>` before them, which is taken off. What is too large is told and passed
//! over, and the next one is found behind it.

use std::io::{self, BufRead};

/// A line is looked at so far; no heading of a message is longer.
const LONGEST_LINE: u64 = 64 << 10;

/// The messages of a box.
pub(super) struct MboxMessages<R> {
    reader: R,
    largest: u64,
    /// The line that is read next, counted from 1.
    line: u32,
    /// Whether the line before was empty, as it is before each message.
    is_after_blank: bool,
    /// Whether the piece that is read next begins a line.
    begins_line: bool,
    /// The line at which the message begins that is read next, behind its `From `.
    next: Option<u32>,
}

/// A message.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct MboxMessage {
    pub bytes: Vec<u8>,
    /// The line of its `From `, counted from 1.
    pub line: u32,
    /// What the message calls itself, without brackets.
    pub id: Option<String>,
}

/// Why a message could not be read.
#[derive(Debug)]
pub(super) enum MboxProblem {
    Io(io::Error),
    /// The message that begins at this line holds too many bytes.
    TooLarge {
        line: u32,
    },
}

impl<R: BufRead> MboxMessages<R> {
    /// The messages of a box, none of more than `largest` bytes.
    pub fn new(reader: R, largest: u64) -> MboxMessages<R> {
        MboxMessages { reader, largest, line: 1, is_after_blank: true, begins_line: true, next: None }
    }

    /// A piece of a line, which ends with it where it is not too long, and the number of its line.
    fn next_piece(&mut self, piece: &mut Vec<u8>) -> io::Result<u32> {
        piece.clear();
        io::Read::take(&mut self.reader, LONGEST_LINE).read_until(b'\n', piece)?;
        let line = self.line;
        if piece.ends_with(b"\n") {
            self.line = self.line.saturating_add(1);
        }
        Ok(line)
    }
}

impl<R: BufRead> Iterator for MboxMessages<R> {
    type Item = Result<MboxMessage, MboxProblem>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut bytes: Vec<u8> = Vec::new();
        let mut size = 0u64;
        let mut piece = Vec::new();
        loop {
            let line = match self.next_piece(&mut piece) {
                Ok(line) => line,
                Err(error) => {
                    // What comes next of this message, if anything, has lost its heading.
                    self.next = None;
                    return Some(Err(MboxProblem::Io(error)));
                }
            };
            let begins_line = std::mem::replace(&mut self.begins_line, piece.ends_with(b"\n"));
            let is_start = begins_line && self.is_after_blank && is_separator(&piece);
            if begins_line {
                self.is_after_blank = matches!(piece.as_slice(), b"\n" | b"\r\n");
            }
            if piece.is_empty() || is_start {
                let began = std::mem::replace(&mut self.next, is_start.then_some(line));
                match began {
                    Some(line) if size > self.largest => return Some(Err(MboxProblem::TooLarge { line })),
                    Some(line) => return Some(Ok(MboxMessage { id: message_id(&bytes), bytes, line })),
                    // What stands before the first message is none.
                    None if piece.is_empty() => return None,
                    None => {
                        bytes.clear();
                        size = 0;
                    }
                }
                continue;
            }
            size += piece.len() as u64;
            if size <= self.largest && self.next.is_some() {
                bytes.extend_from_slice(if begins_line { unquoted(&piece) } else { &piece });
            }
        }
    }
}

/// A line of a message as it was before it was put into the box.
fn unquoted(line: &[u8]) -> &[u8] {
    let bare = line.iter().position(|byte| *byte != b'>').and_then(|at| line.get(at..)).unwrap_or_default();
    let is_quoted = line.first() == Some(&b'>') && bare.starts_with(b"From ");
    line.get(usize::from(is_quoted)..).unwrap_or(line)
}

/// Whether a line begins a message: `From `, a sender, and a moment with time of day and year. Sentences begin so, too.
pub(super) fn is_separator(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"From ") else { return false };
    let rest = rest.get(..rest.len().min(200)).unwrap_or_default().trim_ascii_end();
    let mut words = rest.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    let are_digits = |part: &[u8]| !part.is_empty() && part.iter().all(u8::is_ascii_digit);
    let is_time = |word: &[u8]| {
        let parts: Vec<&[u8]> = word.split(|byte| *byte == b':').collect();
        (2..=3).contains(&parts.len()) && parts.iter().all(|part| part.len() <= 2 && are_digits(part))
    };
    let sender = words.next();
    let (mut has_time, mut has_year) = (false, false);
    for word in words {
        has_time |= is_time(word);
        has_year |= word.len() == 4 && are_digits(word);
    }
    sender.is_some() && has_time && has_year
}

/// The `Message-ID` in the heading of a message.
fn message_id(bytes: &[u8]) -> Option<String> {
    const NAME: &[u8] = b"message-id:";
    let lines = bytes.split(|byte| *byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    let mut heading = lines.take_while(|line| !line.is_empty());
    let at = heading.find(|line| line.get(..NAME.len()).is_some_and(|name| name.eq_ignore_ascii_case(NAME)))?;
    let mut value = at.get(NAME.len()..).unwrap_or_default().trim_ascii();
    // It may stand in the next line.
    if value.is_empty() {
        value = heading.next().filter(|line| line.first().is_some_and(u8::is_ascii_whitespace))?.trim_ascii();
    }
    let value = value.strip_prefix(b"<").unwrap_or(value);
    let value = value.split(|byte| *byte == b'>').next().unwrap_or_default();
    let id: String = String::from_utf8_lossy(value.get(..value.len().min(250)).unwrap_or_default()).trim().to_owned();
    (!id.is_empty()).then_some(id)
}

/// Whether the first bytes of a file are the heading of a message: fields that every message has, and nothing else.
pub(super) fn is_message(head: &[u8]) -> bool {
    const OF_MAIL: [&[u8]; 7] = [
        b"received:",
        b"message-id:",
        b"mime-version:",
        b"return-path:",
        b"delivered-to:",
        b"content-transfer-encoding:",
        b"dkim-signature:",
    ];
    const OF_ANY: [&[u8]; 4] = [b"from:", b"date:", b"subject:", b"to:"];
    let begins = |line: &[u8], name: &&[u8]| line.get(..name.len()).is_some_and(|it| it.eq_ignore_ascii_case(name));
    let (mut of_mail, mut of_any, mut fields) = (0, 0, 0);
    for line in head.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii_end) {
        if line.is_empty() {
            break;
        }
        if line.first().is_some_and(u8::is_ascii_whitespace) && fields > 0 {
            continue;
        }
        let name = line.split(|byte| *byte == b':').next().unwrap_or_default();
        if name.len() == line.len() || !name.iter().all(|byte| byte.is_ascii_graphic()) {
            // The last line that is looked at may be cut.
            return of_mail > 0 && of_any > 1 && fields > 8;
        }
        fields += 1;
        of_mail += usize::from(OF_MAIL.iter().any(|name| begins(line, name)));
        of_any += usize::from(OF_ANY.iter().any(|name| begins(line, name)));
    }
    of_mail > 0 && of_any > 1
}

#[cfg(test)]
mod tests {
    use super::super::stream::Failing;
    use super::*;
    use proptest::prelude::*;
    use std::io::Read;

    fn read(text: &[u8], largest: u64) -> Vec<String> {
        let shown = |it: Result<MboxMessage, MboxProblem>| match it {
            Ok(it) => format!(
                "{} {} {}",
                it.line,
                it.id.unwrap_or_default(),
                String::from_utf8_lossy(&it.bytes).replace('\n', "/")
            ),
            Err(MboxProblem::TooLarge { line }) => format!("{line} too large"),
            Err(MboxProblem::Io(error)) => error.to_string(),
        };
        MboxMessages::new(text, largest).map(shown).collect()
    }

    const BOX: &str = "From ann@exampleton.example Thu Aug 18 10:30:00 2016\nMessage-ID: <1@x>\nSubject: One\n\nFrom here on 10:30\n\
        >From the start\n>>From it\n\nFrom Monday on, she said.\n\nFrom - Fri Aug 19 10:30:00 2016\nmessage-id:\n <2@x>\n\nTwo.\n";

    #[test]
    fn messages_are_told_apart() {
        assert_eq!(
            read(BOX.as_bytes(), 1000),
            [
                "1 1@x Message-ID: <1@x>/Subject: One//From here on 10:30/From the start/>From it//From Monday on, she said.//",
                "11 2@x message-id:/ <2@x>//Two./"
            ]
        );
        assert_eq!(read(BOX.as_bytes(), 40), ["1 too large", "11 2@x message-id:/ <2@x>//Two./"]);
        assert_eq!(read(b"no box\n", 40), [""; 0]);
        let long = [b"From x 10:30 2016\n".as_slice(), &vec![b'a'; 300_000], b"\n\nFrom y 10:30 2016\nB\n"].concat();
        assert_eq!(read(&long, 1000), ["1 too large", "4  B/"]);
    }

    #[test]
    fn a_message_that_breaks_off_is_told_and_not_given() {
        let damage = Failing(Some(io::Error::other("damaged")));
        let broken = BOX.as_bytes().chain(damage).chain(&b"rest\n\nFrom z 10:30 2016\nC\n"[..]);
        let found: Vec<bool> = MboxMessages::new(io::BufReader::new(broken), 1000).map(|it| it.is_ok()).collect();
        // The first, the second that breaks off, and the one behind it.
        assert_eq!(found, [true, false, true]);
    }

    #[test]
    fn headings_are_told_from_texts() {
        assert!(is_message(b"Return-Path: <a@b>\r\nFrom: Ann\r\nSubject: x\r\n y\r\n\r\nText"));
        assert!(!is_message(b"From: The Courier\nDate: 18 August 2016\nSubject: Bridge\n\nText."));
        assert!(!is_message(b"Bridge stays open\n\nReceived: nothing") && !is_message(b""));
    }

    proptest! {
        #[test]
        fn any_bytes_are_messages_or_none(pieces in prop::collection::vec(prop_oneof![
            Just("From a 10:30 2016\n".to_owned()), Just("\n".to_owned()), Just(">From x\n".to_owned()), ".{0,20}"
        ], 0..40)) {
            let text = pieces.concat();
            let all: usize = MboxMessages::new(text.as_bytes(), 1 << 20).flatten().map(|it| it.bytes.len()).sum();
            prop_assert!(all <= text.len());
        }
    }
}
