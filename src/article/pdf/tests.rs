//! PDFs made for the tests.

use super::super::{DateSource, ReadOptions, read_article};
use super::*;
use crate::archive::{Format, Origin};
use std::fmt::Write as _;
use std::io::Write as _;

/// A PDF of these objects, the first of them the catalogue.
fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(objects) {
        places.push(out.len());
        out.extend(format!("{number} 0 obj\n").bytes());
        out.extend(object);
        out.extend(b"\nendobj\n");
    }
    let table = out.len();
    let mut tail = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    places.iter().for_each(|place| writeln!(tail, "{place:010} 00000 n ").unwrap());
    write!(tail, "trailer\n<< /Size {} /Root 1 0 R /Info 3 0 R >>\nstartxref\n{table}\n%%EOF\n", objects.len() + 1)
        .unwrap();
    out.extend(tail.bytes());
    out
}

fn stream(dict: &str, data: &[u8]) -> Vec<u8> {
    [format!("<< {dict} /Length {} >>\nstream\n", data.len()).as_bytes(), data, b"\nendstream"].concat()
}

fn deflated(data: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(data).unwrap();
    packer.finish().unwrap()
}

/// A PDF whose pages draw these; fonts are Helvetica, with the quotation marks of Windows.
fn of_pages(pages: &[&str]) -> Vec<u8> {
    let kids: Vec<String> = (0..pages.len()).map(|at| format!("{} 0 R", 5 + 2 * at)).collect();
    let mut objects: Vec<Vec<u8>> = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        format!("<< /Type /Pages /Kids [{}] /Count {} >>", kids.join(" "), pages.len()).into_bytes(),
        b"<< /CreationDate (D:20160818103000Z) /Title (Microsoft Word - x.doc) >>".to_vec(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_vec(),
    ];
    for (at, page) in pages.iter().enumerate() {
        let content = 6 + 2 * at;
        let dict = format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources << /Font << /F 4 0 R >> >> /Contents {content} 0 R >>"
        );
        objects.push(dict.into_bytes());
        let (page, _, _) = encoding_rs::WINDOWS_1252.encode(page);
        objects.push(stream("/Filter /FlateDecode", &deflated(&page)));
    }
    pdf(&objects)
}

/// Lines drawn one below the other.
fn lines(x: u32, y: u32, size: u32, words: &[&str]) -> String {
    let mut out = format!("BT /F {size} Tf {x} {y} Td {} TL ", size + 2);
    words.iter().for_each(|line| write!(out, "({line}) Tj T* ").unwrap());
    out + "ET\n"
}

fn read(bytes: Vec<u8>) -> Result<Article, ArticleError> {
    let origin = Origin::of_file("archive/story.pdf");
    read_article(&Document::new(origin, Format::Pdf, bytes), &ReadOptions::default())
}

fn blocks(article: &Article) -> Vec<String> {
    let shown = |block: &super::super::Block| format!("{} {}", block.kind.name(), block.span.of(&article.text));
    article.blocks.iter().map(shown).collect()
}

#[test]
fn columns_are_paragraphs_and_edges_are_left_out() {
    let left = [
        "The council of Exampleton has said that the",
        "bridge stays open to lorries. It said so on Mon-",
        "day, after a debate of four hours in the hall.",
    ];
    let right = [
        "“We will not close it,” said Ann Example, who",
        "leads the council. On Monday the govern-",
        "ment had asked for a new vote on the bridge.",
    ];
    let page = |number: u32, words: &str| {
        lines(50, 780, 8, &["The Exampleton Courier"]) + words + &lines(300, 20, 8, &[&number.to_string()])
    };
    let first = lines(50, 700, 24, &["Bridge stays open"])
        + &lines(50, 670, 10, &["By Ann Example", "18 August 2016"])
        + &lines(50, 600, 10, &left)
        + &lines(330, 600, 10, &right);
    let second = lines(
        50,
        700,
        10,
        &["Nobody in Exampleton believes that this was the last of it, or that the vote will come."],
    );
    let article = read(of_pages(&[&page(1, &first), &page(2, &second), &page(3, "")])).unwrap();
    assert_eq!(article.title.as_deref(), Some("Bridge stays open"));
    assert_eq!(article.byline.as_deref(), Some("Ann Example"));
    assert_eq!(article.posted.map(|it| it.date.to_string()).as_deref(), Some("2016-08-18"));
    assert_eq!(
        blocks(&article),
        [
            "headline Bridge stays open",
            "meta By Ann Example",
            "meta 18 August 2016",
            // The document has the whole word once, and never the other.
            "paragraph The council of Exampleton has said that the bridge stays open to lorries. It said so on Monday, after a debate of four hours in the hall.",
            "paragraph “We will not close it,” said Ann Example, who leads the council. On Monday the govern-ment had asked for a new vote on the bridge.",
            "paragraph Nobody in Exampleton believes that this was the last of it, or that the vote will come."
        ],
        "{:?}",
        article.blocks
    );
    assert_eq!(article.problems.iter().map(|it| it.kind).collect::<Vec<_>>(), [ProblemKind::PdfText]);
}

#[test]
fn pages_without_letters_are_told() {
    assert_eq!(read(of_pages(&["0 0 600 800 re f", ""])).unwrap_err(), ArticleError::NoTextLayer);
    let undated =
        lines(50, 700, 10, &["“The bridge stays open,” said Ann Example to the people of Exampleton on a long day."]);
    let article = read(of_pages(&[&undated])).unwrap();
    assert_eq!(
        article.posted.map(|it| (it.date.to_string(), it.from)),
        Some(("2016-08-18".to_owned(), DateSource::Created))
    );
    assert!(article.problems.iter().any(|it| it.kind == ProblemKind::WeakDate));
}

#[test]
fn hostile_files_are_refused_in_time() {
    let bomb = of_pages(&[&" ".repeat(66 << 20)]);
    let deep = pdf(&[b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(), "[".repeat(200_000).into_bytes()]);
    let packed = of_pages(&[&"[".repeat(200_000)]);
    let twice = pdf(&[
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        stream("/Filter [/FlateDecode /FlateDecode]", &deflated(&deflated(&vec![b' '; 1 << 20]))),
    ]);
    let encrypted = [of_pages(&["x"]), b"trailer << /Encrypt 7 0 R >>".to_vec()].concat();
    // A form that draws itself twice, that often.
    let laughs = {
        let mut objects = vec![
            b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >> /Contents 4 0 R >>".to_vec(),
        ];
        objects.push(stream("", "/X Do ".repeat(10_000).as_bytes()));
        objects.push(stream(
            "/Type /XObject /Subtype /Form /Resources << /XObject << /X 5 0 R >> >>",
            "/X Do ".repeat(1_000).as_bytes(),
        ));
        pdf(&objects)
    };
    // Pages that lie within themselves.
    let circle = pdf(&[
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 /Parent 2 0 R >>".to_vec(),
    ]);
    let many = of_pages(&[&"q BT /F 1 Tf (x) Tj ET ".repeat(20_000)]);
    for (name, bytes) in [
        ("bomb", bomb),
        ("deep", deep),
        ("packed", packed),
        ("twice", twice),
        ("encrypted", encrypted),
        ("laughs", laughs),
        ("circle", circle),
        ("many", many),
    ] {
        let started = std::time::Instant::now();
        let kind = read(bytes).map_err(|error| error.kind());
        assert!(name == "many" || kind.is_err(), "{name}: {kind:?}");
        assert!(started.elapsed().as_secs() < 30, "{name} took {:?}", started.elapsed());
    }
}

#[test]
fn damaged_files_are_read_or_refused() {
    let whole =
        of_pages(&[&lines(50, 700, 10, &["“The bridge stays open,” said Ann Example to the people of Exampleton."])]);
    let mut read_some = 0;
    for at in 0..whole.len() {
        let mut damaged = whole.clone();
        damaged[at] = damaged[at].wrapping_add(1 + (at % 7) as u8);
        read_some += usize::from(read(damaged).is_ok());
        let _ = read(whole[..at].to_vec());
    }
    assert!(read_some > whole.len() / 4, "{read_some} of {}", whole.len());
}
