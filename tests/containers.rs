//! Containers as people have them: what each gives, what it costs where something in it is damaged, made to deceive or made
//! to burst. They are made here, of texts with invented persons.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod made;

use made::{answer, bzip2, gzip, record, stored_zip, tar, zip, zstd};
use onrecord::archive::{Format, Given, OpenOptions, WalkOptions, open_documents_of, walk};
use std::path::Path;

const STORY: &str = "Pier stays open\n\n“The pier stays open,” said Ann Example.\n";
const DUMP: &str = "{\"id\": \"a-1\", \"text\": \"One.\"}\nrubbish\n{\"text\": \"Two.\"}\n";

/// `printf 'The pier closed.\n' | xz`.
const XZ: &[u8] = &[
    253, 55, 122, 88, 90, 0, 0, 4, 230, 214, 180, 70, 2, 0, 33, 1, 22, 0, 0, 0, 116, 47, 229, 163, 1, 0, 16, 84, 104,
    101, 32, 112, 105, 101, 114, 32, 99, 108, 111, 115, 101, 100, 46, 10, 0, 0, 0, 0, 102, 124, 215, 20, 181, 74, 248,
    176, 0, 1, 41, 17, 50, 10, 112, 14, 31, 182, 243, 125, 1, 0, 0, 0, 0, 4, 89, 90,
];

/// Text that does not become much smaller, so that damage in the middle of a file is in it.
fn noise() -> String {
    let mut state = 20_160_818u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        char::from(b' ' + (state % 90) as u8)
    };
    (0..4_000).map(|_| next()).collect()
}

fn page(url: &str, words: &str) -> Vec<u8> {
    answer(url, "200 OK\r\nContent-Type: text/html; charset=UTF-8", format!("<p>{words}</p>").as_bytes())
}

/// What a file gives: member, line and text of documents, errors, what is passed over.
fn given_of(path: &Path, options: &OpenOptions) -> Vec<String> {
    let entry = walk(&[path.to_owned()], &WalkOptions::default()).next().unwrap().unwrap();
    let mut documents = open_documents_of(&entry, None, options);
    let shown = path.to_string_lossy().into_owned();
    std::iter::from_fn(|| documents.next_given())
        .map(|given| match given {
            Given::Document(document) => {
                let text = String::from_utf8_lossy(&document.bytes).into_owned();
                let text = if text == STORY { "STORY".to_owned() } else { text };
                let place = document.origin.to_string().replace(&shown, "…");
                format!("{} [{place}] {text}", document.origin.member.as_deref().unwrap_or("-"))
            }
            Given::Error(error) => {
                assert_eq!(error.path(), path);
                format!("{}! {}", error.kind(), error.to_string().replace(&shown, "…"))
            }
            Given::PassedOver { origin, reason } => {
                format!("({} {})", origin.within.as_deref().unwrap_or("-"), reason.kind())
            }
        })
        .collect()
}

fn given(name: &str, bytes: &[u8]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    given_of(&path, &OpenOptions::default())
}

const BAD_LINE: &str = "not JSON: a line of such a file holds one record in braces";

#[test]
fn compressed_files_are_what_they_hold() {
    for (ending, bytes) in
        [("gz", gzip(STORY.as_bytes())), ("bz2", bzip2(STORY.as_bytes())), ("zst", zstd(STORY.as_bytes()))]
    {
        assert_eq!(given(&format!("story.txt.{ending}"), &bytes), ["- […] STORY"], "{ending}");
        assert_eq!(given("story.txt", &bytes), ["- […] STORY"], "{ending} under another name");
        assert_eq!(given(&format!("photo.{ending}"), &gzip(b"\0\0\0")), ["(- not_text)"], "{ending}");
    }
    assert_eq!(given("story.txt.xz", XZ), ["- […] The pier closed.\n"]);
    let two = [gzip(DUMP.as_bytes()), gzip(b"{\"text\": \"Three.\"}\n")].concat();
    let lines = given("dump.ndjson.gz", &two);
    assert_eq!(
        lines,
        [
            "line 1 […:1] {\"id\": \"a-1\", \"text\": \"One.\"}",
            &format!("not_json! …:2: {BAD_LINE}"),
            "line 3 […:3] {\"text\": \"Two.\"}",
            "line 4 […:4] {\"text\": \"Three.\"}",
        ]
    );
    let frames = [zstd(b"Title\n\nOne."), zstd(b" Two.")].concat();
    assert_eq!(given("two.txt.zst", &frames), ["- […] Title\n\nOne. Two."]);
    let members = [bzip2(b"Title\n\nOne."), bzip2(b" Two.")].concat();
    assert_eq!(given("two.txt.bz2", &members), ["- […] Title\n\nOne. Two."]);
}

#[test]
fn members_are_judged_as_the_files_of_a_folder() {
    let long = format!("{}/story.txt", "folder".repeat(30));
    let members: [(&str, &[u8]); 11] = [
        ("folder/", b""),
        ("folder/story.txt", STORY.as_bytes()),
        ("folder/dump.ndjson", DUMP.as_bytes()),
        ("folder/photo.jpg", b"\xff\xd8"),
        ("folder/README.md", b"About this."),
        ("__MACOSX/folder/._story.txt", b"\0"),
        (".hidden/story.txt", STORY.as_bytes()),
        ("noname", STORY.as_bytes()),
        ("blob", b"\0\x01\x02"),
        ("binary.txt", b"\0\x01\x02"),
        (&long, b"{\"id\": \"x\", \"text\": \"Long.\"}"),
    ];
    let expected = [
        "folder/story.txt […:folder/story.txt] STORY",
        "folder/dump.ndjson:1 […:folder/dump.ndjson:1] {\"id\": \"a-1\", \"text\": \"One.\"}",
        &format!("not_json! …:folder/dump.ndjson:2: {BAD_LINE}"),
        "folder/dump.ndjson:3 […:folder/dump.ndjson:3] {\"text\": \"Two.\"}",
        "(folder/photo.jpg picture)",
        "(folder/README.md notes)",
        "(__MACOSX/folder/._story.txt hidden)",
        "(.hidden/story.txt hidden)",
        "noname […:noname] STORY",
        "(blob not_text)",
        "not_text! …:binary.txt is not text; only text files hold articles",
        &format!("{long} […:{long}] {{\"id\": \"x\", \"text\": \"Long.\"}}"),
    ];
    for (name, bytes) in [
        ("a.zip", zip(&members)),
        ("a.tar", tar(&members)),
        ("a.tar.gz", gzip(&tar(&members))),
        ("a.tgz", gzip(&tar(&members))),
    ] {
        assert_eq!(given(name, &bytes), expected, "{name}");
        let options = OpenOptions { hidden: true, ..OpenOptions::default() };
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("no ending");
        std::fs::write(&path, &bytes).unwrap();
        assert!(
            given_of(&path, &options).contains(&".hidden/story.txt […:.hidden/story.txt] STORY".to_owned()),
            "{name}"
        );
    }
}

#[test]
fn containers_nest_to_a_bound() {
    let inner = zip(&[("story.txt", STORY.as_bytes()), ("dump.ndjson.gz", &gzip(DUMP.as_bytes()))]);
    let month = gzip(&tar(&[("a.zip", &inner), ("b.txt", b"Title\n\nText.")]));
    let year = zip(&[("month.tar.gz", &month), ("last.txt", STORY.as_bytes())]);
    assert_eq!(
        given("year.zip", &year),
        [
            "month.tar.gz/a.zip/story.txt […:month.tar.gz/a.zip/story.txt] STORY",
            "too_deep! …:month.tar.gz/a.zip/dump.ndjson.gz lies more than 4 containers deep and is not read; unpack the outer \
             ones and name the inner one",
            "month.tar.gz/b.txt […:month.tar.gz/b.txt] Title\n\nText.",
            "last.txt […:last.txt] STORY",
        ]
    );
    let mut deep = STORY.as_bytes().to_vec();
    for _ in 0..100 {
        deep = gzip(&deep);
    }
    assert!(given("deep.txt.gz", &deep)[0].starts_with("too_deep! "));
}

#[test]
fn names_that_deceive_cost_their_member_only() {
    let members: [(&str, &[u8]); 5] = [
        ("../../etc/story.txt", STORY.as_bytes()),
        ("/etc/story.txt", STORY.as_bytes()),
        ("C:\\story.txt", STORY.as_bytes()),
        ("a\\..\\story.txt", STORY.as_bytes()),
        ("./2: good.txt", STORY.as_bytes()),
    ];
    for (name, bytes) in [("a.zip", zip(&members)), ("a.tar", tar(&members))] {
        let found = given(name, &bytes);
        assert_eq!(found.iter().filter(|line| line.starts_with("bad_name! …:")).count(), 4, "{found:#?}");
        assert_eq!(found.last().map(String::as_str), Some("2: good.txt […:2: good.txt] STORY"), "{name}");
    }
    // As many endings as a name may have.
    let endings = format!("story{}", ".gz".repeat(20_000));
    let found = given("a.zip", &zip(&[(&endings, STORY.as_bytes())]));
    assert!(found.len() == 1 && found[0].ends_with("STORY"));
    let mut builder = tar::Builder::new(Vec::new());
    for kind in [tar::EntryType::Symlink, tar::EntryType::Link, tar::EntryType::Fifo, tar::EntryType::Char] {
        let mut header = tar::Header::new_gnu();
        header.set_entry_type(kind);
        header.set_size(0);
        builder.append_link(&mut header, "passwd.txt", "/etc/passwd").unwrap();
    }
    let links = [builder.into_inner().unwrap(), tar(&[("good.txt", STORY.as_bytes())])].concat();
    let special = "(passwd.txt special_file)";
    assert_eq!(
        given("links.tar", &links),
        ["(passwd.txt link)", "(passwd.txt link)", special, special, "good.txt […:good.txt] STORY"]
    );
}

#[test]
fn a_damaged_member_costs_that_member_only() {
    let noise = noise();
    let mut bytes = zip(&[("a.txt", STORY.as_bytes()), ("b.txt", noise.as_bytes()), ("c.txt", STORY.as_bytes())]);
    let middle = bytes.len() / 2;
    bytes[middle..middle + 9].fill(0xff);
    let found = given("a.zip", &bytes);
    assert_eq!(found.len(), 3);
    assert!(found[0].ends_with("STORY") && found[2].ends_with("STORY"), "{found:#?}");
    assert!(found[1].starts_with("damaged! …:b.txt is damaged (zip: "), "{found:#?}");

    let mut bytes = tar(&[("a.txt", STORY.as_bytes()), ("b.txt", noise.as_bytes()), ("c.txt", STORY.as_bytes())]);
    bytes[1024 + 150] = b'x';
    let found = given("a.tar", &bytes);
    assert_eq!(found.len(), 3, "{found:#?}");
    assert!(found[0].ends_with("STORY") && found[2].ends_with("STORY"), "{found:#?}");
    assert!(found[1].starts_with("damaged! … is damaged (tar: a header is not whole)"), "{found:#?}");
    // What was told of the damaged member is not of the next one.
    let long = format!("{}/story.txt", "folder".repeat(30));
    let mut bytes = tar(&[(&long, b"Lost."), ("c.txt", STORY.as_bytes())]);
    bytes[1024 + 150] = b'x';
    let found = given("a.tar", &bytes);
    assert_eq!(found.last().map(String::as_str), Some("c.txt […:c.txt] STORY"), "{found:#?}");
}

#[test]
fn of_a_cut_container_is_read_what_is_there() {
    let noise = noise();
    let members: [(&str, &[u8]); 3] =
        [("a.txt", STORY.as_bytes()), ("b.txt", noise.as_bytes()), ("c.txt", STORY.as_bytes())];
    for (name, bytes) in [("a.zip", zip(&members)), ("a.tar", tar(&members)), ("a.tar.gz", gzip(&tar(&members)))] {
        let found = given(name, &bytes[..bytes.len() / 2]);
        assert_eq!(found.first().map(String::as_str), Some("a.txt […:a.txt] STORY"), "{name}: {found:#?}");
        assert!(found.len() > 1 && found[1..].iter().all(|line| line.starts_with("damaged! ")), "{name}: {found:#?}");
    }
    let whole = zip(&members);
    let found = given("a.zip", &whole[..whole.len() - 10]);
    assert_eq!(found.len(), 4, "{found:#?}");
    assert!(found[3].starts_with("damaged! … is damaged (zip: its directory cannot be read, as where it was cut)"));
    for end in [0, 1, 10, 100] {
        let dump = gzip(DUMP.as_bytes());
        let found = given("dump.ndjson.gz", &dump[..dump.len() - end.min(dump.len())]);
        assert_eq!(found.last().unwrap().starts_with("damaged! "), end > 0 && end < 100, "{end}: {found:#?}");
    }
}

#[test]
fn encrypted_members_and_unknown_methods_are_named() {
    let mut bytes = zip(&[("a.txt", STORY.as_bytes()), ("b.txt", STORY.as_bytes()), ("c.txt", STORY.as_bytes())]);
    let directory = bytes.windows(4).position(|four| four == b"PK\x01\x02").unwrap();
    bytes[directory + 8] |= 1;
    let local = bytes.windows(5).position(|five| five == b"b.txt").unwrap() - 30;
    bytes[local + 8] = 98;
    let found = given("a.zip", &bytes);
    assert_eq!(found[0], "encrypted! …:a.txt is encrypted and cannot be read; unpack it with its password");
    assert!(
        found[1].starts_with("unknown_method! …:b.txt is packed in a way that is not read (method 98)"),
        "{found:#?}"
    );
    assert!(found[2].ends_with("STORY"));
}

#[test]
fn bombs_are_told_in_time() {
    let started = std::time::Instant::now();
    // Text, and not zeros, which would be refused at once.
    let text = [b"{\"text\": \"".to_vec(), b"the pier stays open. ".repeat(3_000_000)].concat();
    let bomb = zstd(&text);
    assert!(bomb.len() < 50_000);
    for (name, bytes) in [
        ("bomb.ndjson.zst", bomb.clone()),
        ("bomb.tar", tar(&[("a.ndjson.zst", &bomb)])),
        ("bomb.zip", zip(&[("a.ndjson.zst", &bomb)])),
        (
            "bomb.warc",
            answer("https://a.example/", "200 OK\r\nContent-Type: text/html\r\nContent-Encoding: zstd", &bomb),
        ),
    ] {
        let found = given(name, &bytes);
        assert_eq!(found.len(), 1, "{name}: {found:#?}");
        assert!(found[0].starts_with("expands! ") || found[0].starts_with("too_large! "), "{name}: {found:#?}");
    }
    // Many members that say that they are the same bytes.
    for one in [
        zip(&[("000.ndjson", &b"{\"text\": \"the pier\"}\n".repeat(50_000))]),
        stored_zip(&[("000.txt", &b"the pier stays open\n".repeat(10_000))]),
    ] {
        let found = given("overlapping.zip", &overlapping(&one));
        assert!(found.last().unwrap().starts_with("expands! "), "{}", found.last().unwrap());
    }
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
}

/// A zip whose directory has its one member 500 times, by as many names.
fn overlapping(one: &[u8]) -> Vec<u8> {
    let directory = one.windows(4).rposition(|four| four == b"PK\x01\x02").unwrap();
    let end = one.len() - 22;
    let count = 500u16;
    let mut overlapping = one[..directory].to_vec();
    for number in 0..count {
        let mut entry = one[directory..end].to_vec();
        entry[46..49].copy_from_slice(format!("{number:03}").as_bytes());
        overlapping.extend_from_slice(&entry);
    }
    let mut tail = one[end..].to_vec();
    tail[8..10].copy_from_slice(&count.to_le_bytes());
    tail[10..12].copy_from_slice(&count.to_le_bytes());
    tail[12..16].copy_from_slice(&((end - directory) as u32 * u32::from(count)).to_le_bytes());
    overlapping.extend_from_slice(&tail);
    overlapping
}

#[test]
fn many_tiny_members_are_read_at_once() {
    let names: Vec<String> = (0..10_000).map(|number| format!("{number}\u{1b}[31m.txt")).collect();
    let members: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b"Tiny."[..])).collect();
    for (name, bytes) in [("many.zip", zip(&members)), ("many.tar", tar(&members))] {
        let started = std::time::Instant::now();
        assert_eq!(given(name, &bytes).len(), 10_000);
        assert!(started.elapsed().as_secs() < 60, "{name}: {:?}", started.elapsed());
    }
}

#[test]
fn crawls_give_their_pages() {
    let crawl = [
        record("warcinfo", "", "Content-Type: application/warc-fields\r\n", b"software: example\r\n"),
        record("request", "https://a.example/1", "Content-Type: application/http\r\n", b"GET / HTTP/1.1\r\n\r\n"),
        page("https://a.example/1", "One."),
        answer("https://a.example/2", "404 Not Found\r\nContent-Type: text/html", b"<p>Nothing.</p>"),
        answer("https://a.example/3.jpg", "200 OK\r\nContent-Type: image/jpeg", b"\xff\xd8"),
        answer("https://a.example/robots.txt", "200 OK\r\nContent-Type: text/plain", b"User-agent: *"),
        answer(
            "https://a.example/api",
            "200 OK\r\nContent-Type: application/json",
            b"{\"items\": [{\"text\": \"x\"}, {\"text\": \"y\"}]}",
        ),
        page("https://a.example/copy", "One."),
        record(
            "revisit",
            "https://a.example/1",
            "Content-Type: application/http\r\n",
            b"HTTP/1.1 304 Not Modified\r\n\r\n",
        ),
        record("conversion", "https://a.example/5", "Content-Type: text/plain\r\n", b"Five."),
        record(
            "response",
            "dns:a.example",
            "Content-Type: text/dns\r\n",
            b"20160819001011\na.example. 1 IN A 127.0.0.1",
        ),
        answer(
            "https://a.example/6",
            "200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip",
            &gzip(b"<p>Six.</p>"),
        ),
    ];
    let expected = [
        "https://a.example/1 […:https://a.example/1] <p>One.</p>",
        "(https://a.example/2 other_status_than_200)",
        "(https://a.example/3.jpg picture)",
        "(https://a.example/robots.txt notes)",
        "https://a.example/api:1 […:https://a.example/api:1] {\"text\": \"x\"}",
        "https://a.example/api:1 […:https://a.example/api:1] {\"text\": \"y\"}",
        "(https://a.example/copy same_as_another_record)",
        "(https://a.example/1 unchanged_since_an_earlier_crawl)",
        "https://a.example/5 […:https://a.example/5] Five.",
        "https://a.example/6 […:https://a.example/6] <p>Six.</p>",
    ];
    assert_eq!(given("crawl.warc", &crawl.concat()), expected);
    let members: Vec<Vec<u8>> = crawl.iter().map(|record| gzip(record)).collect();
    assert_eq!(given("crawl.warc.gz", &members.concat()), expected);
    assert_eq!(given("crawl", &gzip(&crawl.concat())), expected);
    // Line ends as Unix has them, and the length with them.
    let unix = String::from_utf8_lossy(&page("https://a.example/1", "One.")).replace("\r\n", "\n");
    let (head, block) = unix.split_once("\n\n").unwrap();
    let told = head.rsplit(' ').next().unwrap();
    let unix = format!("{}{}\n\n{block}", head.strip_suffix(told).unwrap(), block.trim_end().len());
    assert_eq!(given("lines.warc", unix.as_bytes()), expected[..1]);
}

#[test]
fn pages_of_crawls_have_an_envelope() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("crawl.warc");
    let head = "200 OK\r\nContent-Type: text/html; charset=windows-1252";
    let cut = String::from_utf8(answer("https://a.example/1", head, b"<p>One.")).unwrap();
    std::fs::write(&path, cut.replace("WARC-Record-ID", "WARC-Truncated: length\r\nWARC-Record-ID")).unwrap();
    let entry = walk(&[path], &WalkOptions::default()).next().unwrap().unwrap();
    let Some(Given::Document(page)) = open_documents_of(&entry, None, &OpenOptions::default()).next_given() else {
        panic!()
    };
    assert_eq!(page.format, Format::Html);
    assert_eq!(page.envelope.url.as_deref(), Some("https://a.example/1"));
    assert_eq!(page.envelope.charset.as_deref(), Some("windows-1252"));
    assert_eq!(page.envelope.captured.unwrap().to_rfc3339(), "2020-08-19T00:10:11+00:00");
    assert!(page.envelope.is_cut);
}

#[test]
fn behind_a_damaged_record_the_crawl_goes_on() {
    let (one, two, three) = (
        page("https://a.example/1", "One."),
        page("https://a.example/2", "Two."),
        page("https://a.example/3", "Three."),
    );
    let first = "https://a.example/1 […:https://a.example/1] <p>One.</p>";
    let last = "https://a.example/3 […:https://a.example/3] <p>Three.</p>";
    let text = String::from_utf8(two.clone()).unwrap();
    let length = text.split("Content-Length: ").nth(1).unwrap().split('\r').next().unwrap();
    let with_length = |other: &str| {
        text.replace(&format!("Content-Length: {length}"), &format!("Content-Length: {other}")).into_bytes()
    };
    let damaged = [
        ("without its first line", two[10..].to_vec()),
        ("cut in its head", two[..60].to_vec()),
        ("cut in its page", two[..two.len() - 30].to_vec()),
        ("too long", with_length("20")),
        ("too short", with_length("400")),
        ("with no end", with_length("99999999999")),
        ("with no length", with_length("many")),
        ("rubbish", b"\0\x01rubbish\n\n\xff\r\nmore".to_vec()),
    ];
    for (how, damaged) in damaged {
        let found = given("crawl.warc", &[&one[..], &damaged, &three].concat());
        assert_eq!(found.first().map(String::as_str), Some(first), "{how}: {found:#?}");
        assert_eq!(found.last().map(String::as_str), Some(last), "{how}: {found:#?}");
        assert!(found.iter().any(|line| line.starts_with("damaged! ")), "{how}: {found:#?}");
    }
    let mut broken = gzip(&two);
    let middle = broken.len() / 2;
    broken[middle..middle + 20].fill(0x55);
    let found = given("crawl.warc.gz", &[gzip(&one), broken, gzip(&three)].concat());
    assert_eq!(
        (found.first().map(String::as_str), found.last().map(String::as_str)),
        (Some(first), Some(last)),
        "{found:#?}"
    );
    assert!(found.iter().any(|line| line.starts_with("damaged! ")), "{found:#?}");
    let cut = given("crawl.warc", &[&one[..], &two[..two.len() - 10]].concat());
    assert_eq!(cut.len(), 2);
    assert!(
        cut[1].starts_with("damaged! …:https://a.example/2 is damaged (WARC: it ends within a record)"),
        "{cut:#?}"
    );
}

#[test]
fn a_zip_whose_end_is_not_at_hand_is_read_too() {
    let bytes = zip(&[("a.zip", &zip(&[("story.txt", STORY.as_bytes())]))]);
    assert_eq!(given("a.tar", &tar(&[("b.zip", &bytes)])), ["b.zip/a.zip/story.txt […:b.zip/a.zip/story.txt] STORY"]);
}
