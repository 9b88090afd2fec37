//! Every attack of the corpus, and anything else that can be thought of, through every way out.

use proptest::prelude::*;

use super::csv::{guarded, is_formula};
use super::*;

/// The attacks with their names.
fn attacks() -> Vec<(String, String)> {
    let table = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/hostile.tsv"));
    let lines = table.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| line.split_once('\t').expect("a name, a tab, the attack"))
        .map(|(n, a)| (n.into(), read(a)))
        .collect()
}

fn read(attack: &str) -> String {
    let mut text = String::new();
    let mut rest = attack;
    while let Some((before, behind)) = rest.split_once("\\u{") {
        let (number, after) = behind.split_once('}').expect("an end of the escape");
        text.push_str(before);
        text.push(char::from_u32(u32::from_str_radix(number, 16).expect("a number")).expect("a character"));
        rest = after;
    }
    text + rest
}

/// Text of attacks, whole and in pieces, beside each other and anything else.
fn hostile() -> impl Strategy<Value = String> {
    let attacks: Vec<String> = attacks().into_iter().map(|(_, attack)| attack).collect();
    let piece = prop_oneof![
        prop::sample::select(attacks),
        any::<String>(),
        "[\\\\{}\\[\\]()<>`'\";:=+@&#%^$~\\-\\s\u{1b}\u{9b}\u{202e}a-c]{0,12}",
    ];
    prop::collection::vec(piece, 0..4).prop_map(|pieces| pieces.concat())
}

fn is_plain(text: &str) -> bool {
    !text.contains(is_steering)
}

/// Whether braces are balanced as BibTeX counts them: a backslash makes no difference.
fn is_balanced(text: &str) -> bool {
    let mut depth = 0i64;
    for letter in text.chars() {
        depth += i64::from(letter == '{') - i64::from(letter == '}');
        if depth < 0 {
            return false;
        }
    }
    depth == 0
}

/// The cell without the apostrophes that [`guarded`] put there, as the README tells programs to read it.
fn unguarded(cell: &str) -> String {
    let piece = |piece: &str| piece.strip_prefix('\'').filter(|rest| is_formula(rest)).unwrap_or(piece).to_string();
    cell.split_inclusive([';', '\n']).map(piece).collect()
}

/// What CommonMark with all the extensions of its parser makes of a text: where its links and images lead, whether there
/// is HTML, and the text.
fn rendered(markdown: &str) -> (Vec<String>, bool, String) {
    use pulldown_cmark::{Event, Options, Parser, Tag};
    let (mut targets, mut html, mut text) = (Vec::new(), false, String::new());
    // Typographers' quotation marks would be another text.
    let options = Options::all().difference(Options::ENABLE_SMART_PUNCTUATION);
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                targets.push(dest_url.to_string())
            }
            Event::Html(_) | Event::InlineHtml(_) | Event::Start(Tag::HtmlBlock) => html = true,
            Event::Text(part) | Event::Code(part) => text.push_str(&part),
            _ => {}
        }
    }
    (targets, html, text)
}

/// All that must hold of a text, whichever it is.
fn check(text: &str) {
    for shown in [clean(text), line(text), spaced_line(text)] {
        assert!(is_plain(&shown), "{text:?} is shown as {shown:?}");
    }
    let shown = paragraph(text);
    assert!(shown.chars().all(|character| character == '\n' || !is_steering(character)), "{text:?} as {shown:?}");

    let json = String::from_utf8(json_bytes(&text).unwrap()).unwrap();
    assert!(is_plain(&json), "{json:?}");
    assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);

    let cell = guarded(&paragraph(text));
    let runs = |piece: &str| is_formula(piece) && !piece.starts_with('\'');
    assert!(!cell.split([';', '\n']).any(runs), "{text:?} is the cell {cell:?}");
    assert_eq!(unguarded(&cell), paragraph(text));
    let mut table = Vec::new();
    let mut cells = Cells::new(&mut table, &["text", "more"], false).unwrap();
    cells.write([text, "behind"]).unwrap();
    cells.finish().unwrap();
    let mut reader = ::csv::Reader::from_reader(table.as_slice());
    let rows: Vec<::csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows, [::csv::StringRecord::from(vec![cell.as_str(), "behind"])]);

    let (targets, html, told) = rendered(&format!("- “{}” — x", markdown_text(text)));
    assert!(targets.is_empty() && !html, "{text:?} is rendered with {targets:?}");
    assert_eq!(told.trim(), format!("“{}” — x", line(text)));
    let (targets, html, told) = rendered(&format!("- x {}", markdown_code(text)));
    assert!(targets.is_empty() && !html, "{text:?} is rendered with {targets:?}");
    if !line(text).is_empty() {
        assert_eq!(told, format!("x {}", line(text)));
    }
    for markdown in
        [markdown_link(text, text), markdown_link("A title", text), markdown_link(text, "https://a.example/")]
    {
        assert!(is_plain(&markdown));
        let (targets, html, _) = rendered(&format!("- {markdown}, 2016"));
        assert!(!html, "{markdown}");
        assert!(targets.len() <= 1, "{markdown} leads to {targets:?}");
        assert!(targets.iter().all(|target| is_of_web(target)), "{markdown} leads to {targets:?}");
    }
    if let Some(address) = web_address(text) {
        assert!(is_of_web(&address) && is_plain(&address) && !address.contains([' ', '<', '>', '{', '}', '\\', '"']));
        let (targets, ..) = rendered(&markdown_link("x", text));
        assert_eq!(targets, [address]);
    }

    let value = tex(text);
    assert!(is_plain(&value) && is_balanced(&value), "{text:?} is {value:?}");
    for (at, _) in value.match_indices(['$', '&', '#', '_', '%']) {
        assert!(value[..at].ends_with('\\'), "{value:?}");
    }
    assert!(!value.contains(['^', '~']), "{value:?}");
    assert!(is_plain(&ris_file(text)) && !csl_note(text).contains("{:"));
}

fn is_of_web(target: &str) -> bool {
    let target = target.to_ascii_lowercase();
    ["http://", "https://", "mailto:"].iter().any(|scheme| target.starts_with(scheme))
}

#[test]
fn every_attack_is_harmless_on_every_way_out() {
    let attacks = attacks();
    assert!(attacks.len() > 100, "{} attacks", attacks.len());
    for (name, attack) in attacks {
        println!("{name}");
        check(&attack);
    }
}

proptest! {
    #[test]
    fn whatever_is_written_is_harmless_on_every_way_out(text in hostile()) {
        check(&text);
    }
}

#[test]
fn what_is_no_attack_stays() {
    let text = "“It's £5 (or 3%) – no more, n'est-ce pas?” said Zoë O'Éxample-Testby; she left.";
    assert_eq!(clean(text), text);
    assert_eq!(paragraph(text), text);
    assert_eq!(guarded(text), text);
    assert_eq!(markdown_text(text), text);
    assert_eq!(json_bytes(&text).unwrap(), format!("\"{text}\"").into_bytes());
    assert_eq!(tex("{a} & b"), "\\textbraceleft{}a\\textbraceright{} \\& b");
    assert_eq!(clean("a\u{1b}[31mb\n\tc\u{202e}d\u{a0}e"), "a[31mb cd e");
    assert_eq!(paragraph("a\tb\r\n c\rd"), "a b\n c\nd");
    assert_eq!(ris_file("archive/a:b.txt"), "archive/a:b.txt");
    assert_eq!(ris_file("javascript:a.txt"), "./javascript:a.txt");
    assert_eq!(ris_file("C:\\news\\a.txt"), "C:\\news\\a.txt");
    for number in ["-5", "+3.25", " -0.5 "] {
        assert_eq!(guarded(number), number);
    }
    for (cell, written) in [("=1", "'=1"), ("- he said", "'- he said"), ("'=1", "''=1"), ("a;=1", "a;'=1"), ("-", "'-")]
    {
        assert_eq!(guarded(cell), written);
    }
    let link = markdown_link("A [b]", "https://good.example/a(b)_c?d=1&e=2&copy;#f");
    assert_eq!(link, "[A \\[b\\]](<https://good.example/a(b)_c?d=1&e=2&amp;copy;#f>)");
    assert_eq!(markdown_link("A", "javascript:alert(1)"), "*A* `javascript:alert(1)`");
    assert_eq!(markdown_link("A", ""), "*A*");
}

/// A file's name in the progress bar, which goes past the streams of the program.
#[test]
fn a_path_is_one_line() {
    for (_, attack) in attacks() {
        assert!(is_plain(&shown_path(std::path::Path::new(&attack))));
    }
    assert_eq!(shown_path(std::path::Path::new("a\u{1b}[2K\n\tb.txt")), "a[2K b.txt");
}
