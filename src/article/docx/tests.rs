//! Documents made for the tests.

use super::super::DateSource;
use super::super::{ReadOptions, read_article};
use super::*;
use crate::archive::{Format, Origin};
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

/// A package of these files.
fn package(files: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn body(xml: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{xml}</w:body></w:document>"
    )
}

fn plain(words: &str) -> String {
    format!("<w:p><w:r><w:t xml:space=\"preserve\">{words}</w:t></w:r></w:p>")
}

fn styled(style: &str, words: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>")
}

const STYLES: &str = "<w:styles><w:style w:styleId=\"berschrift1\"><w:name w:val=\"heading 1\"/></w:style>\
    <w:style w:styleId=\"Cap\"><w:name w:val=\"caption\"/></w:style></w:styles>";

fn read_bytes(bytes: Vec<u8>) -> Result<Article, ArticleError> {
    let origin = Origin::of_file("archive/story.docx");
    read_article(&Document::new(origin, Format::Docx, bytes), &ReadOptions::default())
}

fn read(xml: &str, core: &str) -> Article {
    read_bytes(package(&[("word/document.xml", &body(xml)), ("word/styles.xml", STYLES), ("docProps/core.xml", core)]))
        .unwrap()
}

fn blocks(article: &Article) -> Vec<String> {
    let shown = |block: &super::super::Block| format!("{} {}", block.kind.name(), block.span.of(&article.text));
    article.blocks.iter().map(shown).collect()
}

#[test]
fn styles_tell_headings_and_lines_tell_the_rest() {
    let xml = [
        styled("berschrift1", "Bridge stays open"),
        plain("By Ann Example"),
        plain("Posted On: 18 August 2016"),
        plain("Harold Testby said: “The bridge stays &amp; that is th&#101; end.”"),
        styled("Cap", "The bridge in May"),
        styled("Heading2", "What now"),
        plain("The vote is on Monday, and nobody in Exampleton believes that it will be the last one."),
    ]
    .concat();
    let article = read(&xml, "<cp:coreProperties><dc:creator>Zoe Typist</dc:creator></cp:coreProperties>");
    assert_eq!(article.title.as_deref(), Some("Bridge stays open"));
    assert_eq!(article.byline.as_deref(), Some("Ann Example"));
    assert_eq!(
        article.posted.map(|it| (it.date.to_string(), it.from)),
        Some(("2016-08-18".to_owned(), DateSource::PostedOn))
    );
    assert_eq!(
        blocks(&article),
        [
            "headline Bridge stays open",
            "meta By Ann Example",
            "meta Posted On: 18 August 2016",
            "paragraph Harold Testby said: “The bridge stays & that is the end.”",
            "caption The bridge in May",
            "subheading What now",
            "paragraph The vote is on Monday, and nobody in Exampleton believes that it will be the last one."
        ]
    );
    assert_eq!(article.problems, []);
}

#[test]
fn what_is_not_seen_is_not_read() {
    let xml = "<w:p><w:r><w:t>He said </w:t></w:r><w:del><w:r><w:delText>nothing</w:delText></w:r></w:del>\
        <w:ins><w:r><w:t>“no”</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>\
        <w:r><w:footnoteReference w:id=\"1\"/></w:r><w:r><w:instrText>PAGE</w:instrText><w:t> twice</w:t><w:br/><w:t>on Monday.</w:t></w:r></w:p>\
        <mc:AlternateContent><mc:Choice><w:p><w:r><w:t>A box of text.</w:t></w:r></w:p></mc:Choice>\
        <mc:Fallback><w:p><w:r><w:t>A box of text.</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent>";
    assert_eq!(read(xml, "").text, "He said “no” twice\non Monday.\n\nA box of text.");
}

#[test]
fn rows_are_lines_and_cells_of_prose_are_paragraphs() {
    let cell = |words: &str| format!("<w:tc>{}</w:tc>", plain(words));
    let row = |cells: &[&str]| format!("<w:tr>{}</w:tr>", cells.iter().map(|words| cell(words)).collect::<String>());
    let long = "Nobody in Exampleton believes that this will be the last vote. ".repeat(5);
    let table = format!("<w:tbl>{}{}</w:tbl>", row(&["Party", "Seats"]), row(&["Greens", "7", ""]));
    let page = format!("<w:tbl>{}</w:tbl>", row(&[long.trim(), "Beside it."]));
    let nested = format!("<w:tbl><w:tr><w:tc>{table}</w:tc></w:tr></w:tbl>");
    let expected =
        format!("Party | Seats\n\nGreens | 7\n\n{}\n\nBeside it.\n\nParty | Seats\n\nGreens | 7", long.trim());
    assert_eq!(read(&[table, page, nested].concat(), "").text, expected);
}

#[test]
fn the_day_of_the_file_is_a_last_resort_and_is_told() {
    let core = "<cp:coreProperties><dc:title>Harbour</dc:title><dc:creator>Ann Example</dc:creator>\
        <dcterms:created>2016-08-18T10:30:00Z</dcterms:created></cp:coreProperties>";
    let words =
        "“The harbour stays,” said Ann Example to the people of Exampleton, and they believed it for a while at least.";
    let article = read(&plain(words), core);
    assert_eq!(
        article.posted.map(|it| (it.date.to_string(), it.from)),
        Some(("2016-08-18".to_owned(), DateSource::Created))
    );
    assert_eq!(article.problems.iter().map(|it| it.kind).collect::<Vec<_>>(), [ProblemKind::WeakDate]);
    assert_eq!((article.title.as_deref(), article.byline.as_deref()), (Some("Harbour"), Some("Ann Example")));
    let dated = read(&(plain("Published 31 February 2016") + &plain(words)), core);
    assert_eq!(dated.posted, None);
    // Words that are no date hide none.
    let undated = read(&(plain("Published: yesterday") + &plain(words)), core);
    assert_eq!(undated.posted.map(|it| it.from), Some(DateSource::Created));
}

#[test]
fn damaged_and_hostile_packages_are_refused_or_read_as_far_as_they_go() {
    assert_eq!(read_bytes(b"PK\x03\x04 no package".to_vec()).unwrap_err().kind(), "bad_file");
    assert_eq!(read_bytes(package(&[("word/other.xml", "")])).unwrap_err().kind(), "bad_file");
    assert_eq!(read_bytes(package(&[("word/document.xml", &body(&plain(" ")))])).unwrap_err().kind(), "empty");
    // Cut off in the middle.
    let xml = body(&[plain("One."), plain("Two.")].concat());
    let cut = read_bytes(package(&[("word/document.xml", &xml[..xml.len() - 30])])).unwrap();
    assert_eq!(cut.text, "One.\n\nTwo.");
    assert_eq!(cut.problems.iter().map(|it| it.kind).collect::<Vec<_>>(), [ProblemKind::CutShort]);
    let torn = body(&[plain("One."), "<w:p w:a=\"".to_owned(), plain("Two.")].concat());
    let torn = read_bytes(package(&[("word/document.xml", &torn)])).unwrap();
    assert_eq!(torn.problems.iter().map(|it| it.kind).collect::<Vec<_>>(), [ProblemKind::CutShort]);
    // A bomb, entities within entities, tags within tags, attributes without end.
    let bomb = " ".repeat(70 << 20);
    let entities = format!("<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>{}", body(&plain("&b;&b; one")));
    let deep = body(&format!("{}{}", "<w:tbl><w:tr><w:tc>".repeat(100_000), plain("deep")));
    let open = body(&format!("{}one", "<w:p><w:r><w:t>".repeat(100_000)));
    let wide = body(&format!("<w:p {}>{}</w:p>", "a=\"1\" ".repeat(200_000), "<w:r><w:t>wide</w:t></w:r>"));
    for (xml, expected) in
        [(bomb, None), (entities, Some(" one")), (deep, Some("deep")), (open, Some("one")), (wide, Some("wide"))]
    {
        let started = std::time::Instant::now();
        let read = read_bytes(package(&[("word/document.xml", &xml)])).ok();
        assert_eq!(read.map(|it| it.text), expected.map(|it| it.trim().to_owned()));
        assert!(started.elapsed().as_secs() < 20);
    }
}
