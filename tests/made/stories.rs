//! The same articles in every format that people's archives have, made here, with invented persons.

use std::fmt::Write as _;

use super::{answer, gzip, record, zip};

/// An article before it is in any format.
pub struct Story {
    pub name: &'static str,
    pub title: &'static str,
    pub byline: &'static str,
    /// As ISO 8601 writes it.
    pub day: &'static str,
    /// As papers write it: 18 August 2016.
    pub long_day: &'static str,
    /// In RFC 2822, at noon.
    pub mail_date: &'static str,
    pub paragraphs: &'static [&'static str],
}

pub const OUTLET: &str = "The Exampleton Courier";

pub const STORIES: [Story; 3] = [
    Story {
        name: "bridge",
        title: "Bridge at Exampleton stays open",
        byline: "Rosalind Quillfeather",
        day: "2016-08-18",
        long_day: "18 August 2016",
        mail_date: "Thu, 18 Aug 2016 12:00:00 +0100",
        paragraphs: &[
            "The old bridge at Exampleton stays open to lorries, the council decided on Thursday after a debate of four hours.",
            "“We will not close it, and we will not charge for it,” said Ann Example, the Labour leader of the council. “It is older than all of us.”",
            "Harold Testby, who runs the ferry beside it, denied that he had asked for a toll of £2.",
            "He said the decision was “short-sighted – at best” and that the town would come to regret it.",
            "Asked whether the weight limit would be changed, Ms Example said: “Not this year.”",
        ],
    },
    Story {
        name: "harbour",
        title: "Harbour wall ‘will last another winter’",
        byline: "Tobias Nibley",
        day: "2017-01-30",
        long_day: "30 January 2017",
        mail_date: "Mon, 30 Jan 2017 12:00:00 +0000",
        paragraphs: &[
            "Engineers have looked at the wall of the harbour for a week and found it sound, in spite of what the storm did to it.",
            "“It will last another winter,” Margaret Specimen, who led them, told the harbour board on Monday.",
            "The fishermen are not so sure. Their spokesman, Owen Sample, called the report “a coat of paint”.",
            "“Nobody has been below the water line since 1987,” he said. “I have asked & asked, and I am told that it costs too much.”",
            "According to Ms Specimen, divers will be sent down in the spring.",
        ],
    },
    Story {
        name: "market",
        title: "Market moves to Friday",
        byline: "Rosalind Quillfeather",
        day: "2017-06-02",
        long_day: "2 June 2017",
        mail_date: "Fri, 02 Jun 2017 12:00:00 +0100",
        paragraphs: &[
            "The market moves from Thursday to Friday, and the stalls from the square to the street behind the town hall.",
            "“People want to buy their fish for the weekend,” said Harold Testby, the mayor, in a speech to the stall holders.",
            "He promised that rents would not rise before the end of next year.",
            "Ann Example, whose party had asked for a vote, said she would “wait and see”.",
        ],
    },
];

/// Files of an archive: name and bytes.
pub type Files = Vec<(String, Vec<u8>)>;

/// An archive of all stories in each format, called by the format.
pub fn in_every_format() -> Vec<(&'static str, Files)> {
    let one_each = |ending: &str, write: fn(&Story) -> Vec<u8>| -> Files {
        STORIES.iter().map(|story| (format!("{}.{ending}", story.name), write(story))).collect()
    };
    let in_one = |name: &str, bytes: Vec<u8>| -> Files { vec![(name.to_owned(), bytes)] };
    let texts = one_each("txt", text);
    let members: Vec<(&str, &[u8])> = texts.iter().map(|(name, bytes)| (name.as_str(), &bytes[..])).collect();
    vec![
        ("text", texts.clone()),
        ("markdown", one_each("md", markdown)),
        ("html", one_each("html", page)),
        ("mhtml", one_each("mht", saved_with_all)),
        ("json", one_each("json", |story| json(story).into_bytes())),
        ("ndjson", in_one("dump.ndjson", STORIES.iter().flat_map(|story| (json(story) + "\n").into_bytes()).collect())),
        ("json with HTML", in_one("dump.json", html_in_json())),
        ("csv", in_one("dump.csv", table(','))),
        ("tsv", in_one("dump.tsv", table('\t'))),
        ("rss", in_one("feed.rss", rss())),
        ("atom", in_one("feed.atom", atom())),
        ("nexis", in_one("download.txt", nexis())),
        ("factiva", in_one("download.txt", factiva())),
        ("warc", in_one("crawl.warc", crawl().concat())),
        ("warc.gz", in_one("crawl.warc.gz", crawl().iter().flat_map(|record| gzip(record)).collect())),
        ("wet", in_one("crawl.warc.wet", wet())),
        ("eml", one_each("eml", |story| message(story).into_bytes())),
        ("mbox", in_one("news.mbox", mbox())),
        ("docx", one_each("docx", word)),
        #[cfg(feature = "pdf")]
        ("pdf", one_each("pdf", pdf)),
        ("gz", texts.iter().map(|(name, bytes)| (format!("{name}.gz"), gzip(bytes))).collect()),
        ("bz2", texts.iter().map(|(name, bytes)| (format!("{name}.bz2"), super::bzip2(bytes))).collect()),
        ("zst", texts.iter().map(|(name, bytes)| (format!("{name}.zst"), super::zstd(bytes))).collect()),
        ("xz", texts.iter().map(|(name, bytes)| (format!("{name}.xz"), xz(bytes))).collect()),
        ("zip", in_one("all.zip", zip(&members))),
        ("tar", in_one("all.tar", super::tar(&members))),
        ("tar.gz", in_one("all.tar.gz", gzip(&super::tar(&members)))),
        ("zip in zip", in_one("all.zip", zip(&[("inner.zip", &zip(&members))]))),
    ]
}

fn url(story: &Story) -> String {
    format!("https://courier.example/{}/{}", story.day.replace('-', "/"), story.name)
}

fn text(story: &Story) -> Vec<u8> {
    let Story { title, byline, long_day, paragraphs, .. } = story;
    format!("{title}\nBy {byline}\nPosted On: {long_day}\n\n{}\n", paragraphs.join("\n\n")).into_bytes()
}

fn markdown(story: &Story) -> Vec<u8> {
    let Story { title, byline, day, paragraphs, .. } = story;
    let address = url(story);
    format!(
        "---\ntitle: \"{title}\"\nauthor: {byline}\ndate: {day}\nurl: {address}\n---\n\n# {title}\n\n{}\n",
        paragraphs.join("\n\n")
    )
    .into_bytes()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

/// With entities for quotation marks, as older systems write them.
fn html_paragraphs(story: &Story) -> String {
    let entities = |text: &str| escaped(text).replace('“', "&ldquo;").replace('”', "&#8221;").replace('£', "&pound;");
    story.paragraphs.iter().map(|paragraph| format!("<p>{}</p>\n", entities(paragraph))).collect()
}

fn page(story: &Story) -> Vec<u8> {
    let (title, address, day) = (escaped(story.title), url(story), story.day);
    format!(
        "<!DOCTYPE html>\n<html lang=\"en-GB\"><head><meta charset=\"utf-8\"><title>{title} | {OUTLET}</title>\n\
         <link rel=\"canonical\" href=\"{address}\"><meta property=\"og:site_name\" content=\"{OUTLET}\">\n\
         <script type=\"application/ld+json\">{{\"@type\": \"NewsArticle\", \"headline\": \"{}\", \"datePublished\": \
         \"{day}T12:00:00Z\", \"author\": {{\"@type\": \"Person\", \"name\": \"{}\"}}}}</script></head>\n\
         <body><nav><a href=\"/\">News</a> <a href=\"/sport\">Sport</a></nav>\n<article><h1>{title}</h1>\n\
         <div class=\"byline\">By {}</div>\n<div class=\"article-body\">{}</div></article>\n\
         <aside><h2>Most read</h2><a href=\"/a\">“We are all mad,” says Mad Hatter</a></aside>\n\
         <footer>© {OUTLET}</footer></body></html>\n",
        story.title,
        story.byline,
        story.byline,
        html_paragraphs(story)
    )
    .into_bytes()
}

fn quoted_printable(text: &str) -> String {
    let mut out = String::new();
    let mut width = 0;
    for byte in text.bytes() {
        let piece = match byte {
            b'\n' => "\r\n".to_owned(),
            b'=' | 0..=31 | 127.. => format!("={byte:02X}"),
            byte => char::from(byte).to_string(),
        };
        if byte == b'\n' {
            width = 0;
        } else if width + piece.len() > 72 {
            out.push_str("=\r\n");
            width = piece.len();
        } else {
            width += piece.len();
        }
        out.push_str(&piece);
    }
    out
}

/// A page with its pictures, as browsers save it in one file (RFC 2557).
fn saved_with_all(story: &Story) -> Vec<u8> {
    let page = String::from_utf8_lossy(&page(story)).into_owned();
    format!(
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: {address}\r\nSubject: {name}\r\nDate: Wed, 1 Jan 2020 10:00:00 -0000\r\n\
         MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"----Boundary--x----\"\r\n\r\n\r\n\
         ------Boundary--x----\r\nContent-Type: text/html\r\nContent-ID: <frame-1@mhtml.blink>\r\n\
         Content-Transfer-Encoding: quoted-printable\r\nContent-Location: {address}\r\n\r\n{page}\r\n\
         ------Boundary--x----\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\
         Content-Location: https://courier.example/logo.png\r\n\r\niVBORw0KGgo=\r\n------Boundary--x------\r\n",
        address = url(story),
        name = story.name,
        page = quoted_printable(&page),
    )
    .into_bytes()
}

fn json(story: &Story) -> String {
    serde_json::json!({
        "title": story.title,
        "author": story.byline,
        "source": OUTLET,
        "date": story.day,
        "url": url(story),
        "body": story.paragraphs.join("\n\n"),
    })
    .to_string()
}

/// An answer of an API with the text as HTML.
fn html_in_json() -> Vec<u8> {
    let results: Vec<serde_json::Value> = STORIES
        .iter()
        .map(|story| {
            serde_json::json!({
                "webTitle": story.title,
                "webPublicationDate": format!("{}T12:00:00Z", story.day),
                "webUrl": url(story),
                "fields": {"byline": story.byline, "publication": OUTLET, "body": html_paragraphs(story)},
            })
        })
        .collect();
    serde_json::json!({"response": {"status": "ok", "results": results}}).to_string().into_bytes()
}

fn table(separator: char) -> Vec<u8> {
    let cell = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let row = |cells: [&str; 6]| cells.map(cell).join(&separator.to_string()) + "\r\n";
    let mut out = row(["headline", "byline", "publication", "published", "link", "content"]);
    for story in &STORIES {
        let body = story.paragraphs.join("\n\n");
        out += &row([story.title, story.byline, OUTLET, story.long_day, &url(story), &body]);
    }
    out.into_bytes()
}

fn rss() -> Vec<u8> {
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel><title>{OUTLET}</title>\n"
    );
    for story in &STORIES {
        let _ = writeln!(
            out,
            "<item><title>{}</title><link>{}</link><dc:creator>{}</dc:creator><pubDate>{}</pubDate>\
             <content:encoded><![CDATA[{}]]></content:encoded></item>",
            escaped(story.title),
            url(story),
            story.byline,
            story.mail_date,
            html_paragraphs(story)
        );
    }
    (out + "</channel></rss>\n").into_bytes()
}

fn atom() -> Vec<u8> {
    let mut out =
        format!("<?xml version=\"1.0\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>{OUTLET}</title>\n");
    for story in &STORIES {
        let _ = writeln!(
            out,
            "<entry><title>{}</title><link href=\"{}\"/><author><name>{}</name></author><published>{}T12:00:00Z</published>\
             <content type=\"html\">{}</content></entry>",
            escaped(story.title),
            url(story),
            story.byline,
            story.day,
            escaped(&html_paragraphs(story))
        );
    }
    (out + "</feed>\n").into_bytes()
}

fn nexis() -> Vec<u8> {
    let mut out = String::new();
    for story in &STORIES {
        let Story { title, byline, long_day, paragraphs, .. } = story;
        let mut day = long_day.split(' ');
        let (number, month, year) = (day.next().unwrap(), day.next().unwrap(), day.next().unwrap());
        let _ = write!(
            out,
            "{title}\n\n{OUTLET}\n{month} {number}, {year}\n\nCopyright {year} Example Newspapers Ltd All Rights Reserved\n\n\
             Section: NEWS; Pg. 6\nLength: 120 words\nByline: By {byline}\n\nBody\n\n{}\n\nClassification\n\nLanguage: ENGLISH\n\
             Publication-Type: Newspaper\nLoad-Date: June 30, 2019\n\nEnd of Document\n\n",
            paragraphs.join("\n\n")
        );
    }
    out.into_bytes()
}

fn factiva() -> Vec<u8> {
    let mut out = String::new();
    for (number, story) in (1..).zip(&STORIES) {
        let Story { title, byline, long_day, day, paragraphs, .. } = story;
        let _ = write!(
            out,
            "HD   {title}\nBY   {byline}\nWC   120 words\nPD   {long_day}\nSN   {OUTLET}\nLA   English\n\
             CY   © Example Newspapers Ltd\n\nLP\n\n{}\n\nTD\n\n{}\n\nAN   Document DEX000002{}ec8i000{number}p\n\n",
            paragraphs[0],
            paragraphs[1..].join("\n\n"),
            day.replace('-', "")
        );
    }
    (out + "Search Summary\nText\tbridge\nDate\tAll Dates\n").into_bytes()
}

/// The records of a crawl: pages, with what stands between them.
fn crawl() -> Vec<Vec<u8>> {
    let mut records = vec![record("warcinfo", "", "", b"software: example")];
    for story in &STORIES {
        records.push(record("request", &url(story), "", b"GET / HTTP/1.1\r\n\r\n"));
        records.push(answer(&url(story), "200 OK\r\nContent-Type: text/html; charset=utf-8", &page(story)));
    }
    records
}

fn wet() -> Vec<u8> {
    let texts =
        STORIES.iter().map(|story| record("conversion", &url(story), "Content-Type: text/plain\r\n", &text(story)));
    texts.flatten().collect()
}

fn message(story: &Story) -> String {
    let Story { name, title, byline, mail_date, paragraphs, .. } = story;
    format!(
        "From: \"{OUTLET}\" <news@courier.example>\r\nTo: reader@exampleton.example\r\nSubject: =?utf-8?Q?{}?=\r\n\
         Date: {mail_date}\r\nMessage-ID: <{name}@courier.example>\r\nMIME-Version: 1.0\r\n\
         Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{}",
        quoted_printable(title).replace("=\r\n", "").replace(' ', "_"),
        quoted_printable(&format!("By {byline}\n\n{}\n", paragraphs.join("\n\n")))
    )
}

fn mbox() -> Vec<u8> {
    let messages = STORIES.iter().map(|story| {
        format!("From - Wed Jan  1 10:30:00 2020\r\n{}\r\n", message(story).replace("\r\nFrom ", "\r\n>From "))
    });
    messages.collect::<String>().into_bytes()
}

fn word(story: &Story) -> Vec<u8> {
    let styled = |style: &str, text: &str| {
        format!(
            "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t xml:space=\"preserve\">{}</w:t></w:r></w:p>",
            escaped(text)
        )
    };
    let mut body = styled("Title", story.title);
    body += &styled("Normal", &format!("By {}", story.byline));
    body += &styled("Normal", story.long_day);
    body.extend(story.paragraphs.iter().map(|paragraph| styled("Normal", paragraph)));
    let main = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><w:document xmlns:w=\
         \"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{body}</w:body></w:document>"
    );
    let styles = "<?xml version=\"1.0\"?><w:styles xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">\
         <w:style w:type=\"paragraph\" w:styleId=\"Title\"><w:name w:val=\"Title\"/></w:style></w:styles>";
    let types = "<?xml version=\"1.0\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
         <Override PartName=\"/word/document.xml\" ContentType=\
         \"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
    let relations = "<?xml version=\"1.0\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
         <Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" \
         Target=\"word/document.xml\"/></Relationships>";
    zip(&[
        ("[Content_Types].xml", types.as_bytes()),
        ("_rels/.rels", relations.as_bytes()),
        ("word/document.xml", main.as_bytes()),
        ("word/styles.xml", styles.as_bytes()),
    ])
}

/// A PDF of one page: a headline in large letters, byline and day, the text in lines of one column.
#[cfg(feature = "pdf")]
fn pdf(story: &Story) -> Vec<u8> {
    let mut drawn = String::new();
    let mut y = 760;
    let mut line = |size: u32, down: u32, words: &str| {
        y -= down;
        let words = words.replace('\\', "\\\\").replace('(', "\\(").replace(')', "\\)");
        let _ = writeln!(drawn, "BT /F {size} Tf 60 {y} Td ({words}) Tj ET");
    };
    line(22, 0, story.title);
    line(10, 30, &format!("By {}", story.byline));
    line(10, 12, story.long_day);
    for paragraph in story.paragraphs {
        let mut down = 26;
        for words in wrapped(paragraph, 80) {
            line(10, down, &words);
            down = 12;
        }
    }
    let (content, _, _) = encoding_rs::WINDOWS_1252.encode(&drawn);
    let stream = [format!("<< /Length {} >>\nstream\n", content.len()).as_bytes(), &content, b"\nendstream"].concat();
    let objects: [&[u8]; 5] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources << /Font << /F 4 0 R >> >> /Contents 5 0 R >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        &stream,
    ];
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut places = String::from("0000000000 65535 f \n");
    for (number, object) in (1..).zip(objects) {
        let _ = writeln!(places, "{:010} 00000 n ", out.len());
        out.extend([format!("{number} 0 obj\n").as_bytes(), object, b"\nendobj\n"].concat());
    }
    let at = out.len();
    let tail = format!("xref\n0 6\n{places}trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n{at}\n%%EOF\n");
    out.extend(tail.bytes());
    out
}

#[cfg(feature = "pdf")]
fn wrapped(paragraph: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in paragraph.split(' ') {
        match lines.last_mut().filter(|line| line.chars().count() + word.chars().count() < width) {
            Some(line) => {
                line.push(' ');
                line.push_str(word);
            }
            None => lines.push(word.to_owned()),
        }
    }
    lines
}

/// An xz file in which the bytes lie as they are (the .xz file format 1.1.0, an LZMA2 chunk that is not compressed).
fn xz(bytes: &[u8]) -> Vec<u8> {
    let sealed = |part: &[u8]| [part, &crc32fast::hash(part).to_le_bytes()].concat();
    let aligned = |mut part: Vec<u8>| {
        part.resize(part.len().next_multiple_of(4), 0);
        part
    };
    fn number(mut value: usize) -> Vec<u8> {
        let mut out = Vec::new();
        while value >= 0x80 {
            out.push(value as u8 | 0x80);
            value >>= 7;
        }
        out.push(value as u8);
        out
    }
    let flags = [0, 1];
    let head = sealed(&[2, 0, 0x21, 1, 0x16, 0, 0, 0]);
    let data = [&[1][..], &((bytes.len() - 1) as u16).to_be_bytes(), bytes, &[0]].concat();
    let unpadded = head.len() + data.len() + 4;
    let block = [head, aligned(data), crc32fast::hash(bytes).to_le_bytes().to_vec()].concat();
    let index = sealed(&aligned([&[0, 1][..], &number(unpadded), &number(bytes.len())].concat()));
    let back = [&((index.len() / 4 - 1) as u32).to_le_bytes()[..], &flags].concat();
    let foot = [&crc32fast::hash(&back).to_le_bytes()[..], &back, b"YZ"].concat();
    [b"\xfd7zXZ\0".to_vec(), sealed(&flags), block, index, foot].concat()
}
