//! The articles of a download from LexisNexis or Factiva: a text that holds several, one behind the other.
//!
//! Takes a reader, gives each article's bytes with the line at which it begins. LexisNexis heads each with a line `1 of 2
//! DOCUMENTS`, or in its newer form ends each with `End of Document`; Factiva ends each with the number that it keeps it
//! under (`Document DEX0000020160818ec8i0002p`). Nothing but one article is held in memory.

use super::json_records::{Company, Record, RecordProblem};
use std::io::{self, BufRead, Read};

/// Whose download a text is, and how its articles are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Download {
    /// `1 of 2 DOCUMENTS` above each.
    Nexis,
    /// `End of Document` below each.
    NexisEnds,
    /// `Document …` below each.
    Factiva,
}

/// What a line is for the splitting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Seam {
    None,
    /// An article begins behind it.
    Begin,
    /// An article ends with it.
    End,
}

/// Whose download a text with these first bytes is.
pub(super) fn sniff_download(head: &[u8]) -> Option<Download> {
    let lines = || head.split(|byte| matches!(byte, b'\n' | b'\r')).map(<[u8]>::trim_ascii);
    if lines().any(counts_documents) {
        return Some(Download::Nexis);
    }
    let has = |is: fn(&[u8]) -> bool| lines().any(is);
    if has(ends_document) && has(|line| begins(line, b"load-date:") || begins(line, b"length:")) {
        return Some(Download::NexisEnds);
    }
    let tells_length = |line: &[u8]| line.ends_with(b" words");
    (has(names_document) && has(tells_length)).then_some(Download::Factiva)
}

impl Download {
    fn seam(self, line: &[u8]) -> Seam {
        let line = line.trim_ascii();
        match self {
            Download::Nexis if counts_documents(line) => Seam::Begin,
            Download::NexisEnds if ends_document(line) => Seam::End,
            Download::Factiva if names_document(line) => Seam::End,
            _ => Seam::None,
        }
    }
}

fn begins(line: &[u8], with: &[u8]) -> bool {
    line.get(..with.len()).is_some_and(|head| head.eq_ignore_ascii_case(with))
}

/// `1 of 2 DOCUMENTS`
fn counts_documents(line: &[u8]) -> bool {
    let mut words = line.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    let is_number = |word: Option<&[u8]>| word.is_some_and(|word| word.iter().all(u8::is_ascii_digit));
    is_number(words.next())
        && words.next() == Some(b"of")
        && is_number(words.next())
        && words.next().is_some_and(|word| begins(word, b"document") && word.len() <= b"documents".len())
        && words.next().is_none()
}

fn ends_document(line: &[u8]) -> bool {
    line == b"End of Document"
}

/// `Document DEX0000020160818ec8i0002p`, with or without its label `AN`.
fn names_document(line: &[u8]) -> bool {
    let line = line.strip_prefix(b"AN").map_or(line, <[u8]>::trim_ascii_start);
    let Some(number) = line.strip_prefix(b"Document ") else { return false };
    let digits = number.iter().filter(|byte| byte.is_ascii_digit()).count();
    (16..=40).contains(&number.len())
        && digits >= 12
        && number.first().is_some_and(u8::is_ascii_uppercase)
        && number.iter().all(u8::is_ascii_alphanumeric)
}

/// The articles of a download.
pub(super) struct DownloadRecords<R> {
    reader: R,
    download: Download,
    /// Line that comes next, counted from 1.
    line: u32,
    /// A longer article, in bytes, is refused and not kept in memory.
    largest: u64,
    /// Whether the first article has begun; what stands above it tells of the download.
    begun: bool,
    state: DownloadState,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum DownloadState {
    Reading,
    Ended,
}

/// An article on its way.
#[derive(Default)]
struct ArticlePart {
    bytes: Vec<u8>,
    /// All of it, more than is kept where it is too large.
    size: u64,
    line: u32,
    is_blank: bool,
}

impl<R: BufRead> DownloadRecords<R> {
    pub fn new(reader: R, download: Download, largest: u64) -> DownloadRecords<R> {
        let begun = download != Download::Nexis;
        DownloadRecords { reader, download, line: 1, largest, begun, state: DownloadState::Reading }
    }

    fn read_record(&mut self) -> Result<Option<Record>, RecordProblem> {
        let mut part = self.new_part();
        loop {
            let mut line = Vec::new();
            if self.read_line(&mut line, &mut part)? == 0 {
                self.state = DownloadState::Ended;
                let is_article = self.begun && !part.is_blank && self.is_article(&part);
                return if is_article { self.give(part).map(Some) } else { Ok(None) };
            }
            match self.download.seam(&line) {
                Seam::None => part.push(&line, self.largest),
                Seam::Begin => {
                    let whole = std::mem::replace(&mut part, self.new_part());
                    if std::mem::replace(&mut self.begun, true) && !whole.is_blank {
                        return self.give(whole).map(Some);
                    }
                }
                Seam::End => {
                    part.push(&line, self.largest);
                    return self.give(part).map(Some);
                }
            }
        }
    }

    fn new_part(&self) -> ArticlePart {
        ArticlePart { line: self.line, is_blank: true, ..ArticlePart::default() }
    }

    /// Reads a line into `line`, or where it is longer than a line can be, all but its end into `part`.
    fn read_line(&mut self, line: &mut Vec<u8>, part: &mut ArticlePart) -> io::Result<usize> {
        const LONGEST: u64 = 64 * 1024;
        let mut read = (&mut self.reader).take(LONGEST).read_until(b'\n', line)?;
        while read as u64 == LONGEST && line.last() != Some(&b'\n') {
            part.push(line, self.largest);
            line.clear();
            read = (&mut self.reader).take(LONGEST).read_until(b'\n', line)?;
            if read == 0 {
                return Ok(1);
            }
        }
        if line.last() == Some(&b'\n') {
            self.line = self.line.saturating_add(1);
        }
        Ok(read)
    }

    /// Whether what stands behind the last seam is an article that was cut, and not what the service says of the download.
    fn is_article(&self, part: &ArticlePart) -> bool {
        const SHORTEST: u64 = 400;
        let is_about_search = part
            .bytes
            .split(|byte| *byte == b'\n')
            .map(<[u8]>::trim_ascii)
            .find(|line| !line.is_empty())
            .is_some_and(|line| begins(line, b"search summary") || line.starts_with("©".as_bytes()));
        self.download == Download::Nexis || part.size >= SHORTEST && !is_about_search
    }

    fn give(&self, part: ArticlePart) -> Result<Record, RecordProblem> {
        let ArticlePart { bytes, size, line, .. } = part;
        if size > self.largest {
            return Err(RecordProblem::TooLarge { line, size });
        }
        Ok(Record { bytes, line, company: Company::Many })
    }
}

impl ArticlePart {
    fn push(&mut self, bytes: &[u8], largest: u64) {
        self.is_blank &= bytes.trim_ascii().is_empty();
        self.size = self.size.saturating_add(bytes.len() as u64);
        if self.size <= largest {
            self.bytes.extend_from_slice(bytes);
        } else {
            self.bytes = Vec::new();
        }
    }
}

impl<R: BufRead> Iterator for DownloadRecords<R> {
    type Item = Result<Record, RecordProblem>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.state == DownloadState::Ended {
            return None;
        }
        let item = self.read_record().transpose();
        if matches!(item, Some(Err(RecordProblem::Io(_)))) {
            self.state = DownloadState::Ended;
        }
        item
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str, largest: u64) -> (Option<Download>, Vec<String>) {
        let download = sniff_download(text.as_bytes());
        let Some(kind) = download else { return (None, Vec::new()) };
        let records = DownloadRecords::new(io::BufReader::with_capacity(5, text.as_bytes()), kind, largest);
        let shown = records.map(|item| match item {
            Ok(record) => format!("{}:{}", record.line, String::from_utf8_lossy(&record.bytes).trim()),
            Err(RecordProblem::TooLarge { line, size }) => format!("{line}! {size} bytes"),
            Err(other) => format!("{other:?}"),
        });
        (download, shown.collect())
    }

    #[test]
    fn articles_stand_between_the_lines_of_the_service() {
        let nexis = "Download Request: 1-2\n\n   1 of 2 DOCUMENTS\n\nOne\n   2 of 2 DOCUMENTS\r\nTwo";
        assert_eq!(parts(nexis, 100), (Some(Download::Nexis), vec!["4:One".to_owned(), "7:Two".to_owned()]));
        let ends = "One\nLoad-Date: August 19, 2016\n\nEnd of Document\n\nTwo\nEnd of Document\n\n";
        let expected = vec![
            "1:One\nLoad-Date: August 19, 2016\n\nEnd of Document".to_owned(),
            "5:Two\nEnd of Document".to_owned(),
        ];
        assert_eq!(parts(ends, 100), (Some(Download::NexisEnds), expected));
        let factiva = "One\n12 words\nDocument DEX0000020160818ec8i0002p\n\nTwo\nAN   Document DEX0000020160818ec8i0003x\n\
            \nSearch Summary\nText depot";
        let (download, found) = parts(factiva, 100);
        assert_eq!(download, Some(Download::Factiva));
        assert_eq!(found.len(), 2);
        assert!(found[1].starts_with("4:Two"));
    }

    #[test]
    fn a_large_article_costs_itself() {
        let text = format!("1 of 2 DOCUMENTS\n{}\n2 of 2 DOCUMENTS\nTwo", "x".repeat(200_000));
        assert_eq!(parts(&text, 100).1, ["2! 200001 bytes", "4:Two"]);
    }

    #[test]
    fn prose_is_no_download() {
        for text in [
            "Document the meeting of 2016\n12 words",
            "He read 1 of 2 documents that day.",
            "End of Document\n",
            "3 of the DOCUMENTS",
            "",
        ] {
            assert_eq!(sniff_download(text.as_bytes()), None, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_comes_to_an_end(text in "(1 of 2 DOCUMENTS|End of Document|Load-Date:|a|\n|\r){0,40}") {
            for largest in [3, 1000] {
                parts(&text, largest);
            }
        }
    }
}
