//! Messages, boxes of messages, saved pages, Word documents and PDFs, as they lie in people's archives.

use super::env::Env;

const DOCX: &[u8] = include_bytes!("../data/bridge.docx");
const PDF: &[u8] = include_bytes!("../data/bridge.pdf");
const SCAN: &[u8] = include_bytes!("../data/scan.pdf");

/// What all of them report Ann Example to have said.
const WORDS: &str = "We will not close it,";

fn message(id: &str, more: &str) -> String {
    format!(
        "Return-Path: <bounce@courier.example>\r\nFrom: \"The Exampleton Courier\" <news@courier.example>\r\nTo: reader@exampleton.example\r\n\
         Subject: Bridge stays open\r\nDate: Thu, 18 Aug 2016 23:30:00 -0400\r\nMessage-ID: <{id}>\r\nMIME-Version: 1.0\r\n{more}"
    )
}

/// A message in quoted-printable.
fn plain(id: &str) -> String {
    let words = "The bridge at Exampleton stays open to lorries, its council has decided after a=\r\n debate of four hours.\r\n\r\n\
                 =E2=80=9CWe will not close it,=E2=80=9D said Ann Example, who leads the council.\r\n";
    message(
        id,
        &format!(
            "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{words}"
        ),
    )
}

/// The quotes of an archive: words, day, where that was read, path and member.
fn quotes(env: &Env, path: &str) -> Vec<String> {
    let run = env.run(&["extract", "--format", "ndjson", path]);
    let text = |value: &serde_json::Value| value.as_str().unwrap_or("-").to_owned();
    let mut quotes: Vec<String> = run
        .records()
        .iter()
        .filter(|record| record["kind"] == "direct")
        .map(|record| {
            let article = &record["article"];
            assert_eq!(record["speaker"]["name"], "Ann Example", "{}", run.shown());
            assert_eq!(article["title"], "Bridge stays open", "{}", run.shown());
            let parts =
                [&record["quote"], &article["date"], &article["date_from"], &article["path"], &article["member"]];
            parts.map(text).join(" | ")
        })
        .collect();
    quotes.sort();
    quotes
}

#[test]
fn documents_of_every_kind_give_the_same_words() {
    let env = Env::new();
    env.write("mail/bridge.eml", plain("1@courier.example"));
    env.write(
        "box/bridge.mbox",
        format!(
            "From - Fri Aug 19 10:30:00 2016\r\n{}\r\nFrom - Fri Aug 19 10:31:00 2016\r\n{}",
            plain("1@x"),
            plain("2@x")
        ),
    );
    env.write("word/bridge.docx", DOCX);
    env.write("pdf/bridge.pdf", PDF);
    // What something is, its bytes tell and not its name.
    env.write("named/bridge.txt", plain("1@courier.example"));
    env.write("named/word", DOCX);
    env.write("named/page", PDF);
    assert_eq!(quotes(&env, "mail"), [format!("{WORDS} | 2016-08-18 | meta | mail/bridge.eml | -")]);
    assert_eq!(
        quotes(&env, "box"),
        [
            format!("{WORDS} | 2016-08-18 | meta | box/bridge.mbox | 1@x"),
            format!("{WORDS} | 2016-08-18 | meta | box/bridge.mbox | 2@x")
        ]
    );
    assert_eq!(quotes(&env, "word"), [format!("{WORDS} | 2016-08-18 | posted-on | word/bridge.docx | -")]);
    assert_eq!(quotes(&env, "pdf"), [format!("{WORDS} | 2016-08-18 | meta | pdf/bridge.pdf | -")]);
    assert_eq!(quotes(&env, "named").len(), 3);
}

#[test]
fn attached_articles_are_members_of_their_message() {
    let env = Env::new();
    let encoded = |bytes: &[u8]| -> String {
        const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let group = |bytes: &[u8]| -> String {
            let number = (0..3).fold(0u32, |number, at| number << 8 | u32::from(bytes.get(at).copied().unwrap_or(0)));
            let digit = |at: usize| {
                if at > bytes.len() { '=' } else { DIGITS[(number >> (18 - 6 * at) & 63) as usize] as char }
            };
            (0..4).map(digit).collect()
        };
        bytes.chunks(3).map(group).collect::<Vec<_>>().chunks(18).map(|line| line.concat() + "\r\n").collect()
    };
    let attached = |kind: &str, name: &str, body: String| {
        format!(
            "--x\r\nContent-Type: {kind}\r\nContent-Disposition: attachment; filename=\"{name}\"\r\nContent-Transfer-Encoding: base64\r\n\r\n{body}\r\n"
        )
    };
    let inner = plain("inner@x");
    let whole = message(
        "outer@x",
        &format!(
            "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nSee what is attached, please.\r\n{}{}{}--x\r\n\
             Content-Type: message/rfc822\r\n\r\n{inner}\r\n--x--\r\n",
            attached(
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                "bridge.docx",
                encoded(DOCX)
            ),
            attached("application/pdf", "bridge.pdf", encoded(PDF)),
            attached("image/png", "bridge.png", encoded(b"\x89PNG")),
        ),
    );
    env.write("mail/news.eml", &whole);
    let members: Vec<String> =
        quotes(&env, "mail").iter().map(|quote| quote.rsplit(" | ").next().unwrap().to_owned()).collect();
    let mut members = members;
    members.sort();
    assert_eq!(members, ["attachment 4", "bridge.docx", "bridge.pdf"]);
    // Read again, nothing has changed; each is an article of its own.
    let run = env.run(&["index", "--index", "ix", "--format", "json", "mail"]).expect_status(0);
    assert!(run.stdout.contains("\"added\":4"), "{}", run.shown());
    let run = env.run(&["index", "--index", "ix", "--format", "json", "mail"]).expect_status(0);
    assert!(run.stdout.contains("\"added\":0,\"changed\":0,\"unchanged\":4"), "{}", run.shown());
}

#[test]
fn what_cannot_be_read_costs_itself_only_and_is_named() {
    let env = Env::new();
    env.write("a/good.eml", plain("1@x"));
    env.write("a/scan.pdf", SCAN);
    env.write("a/cut.docx", &DOCX[..DOCX.len() / 2]);
    env.write("a/torn.pdf", &PDF[..40]);
    env.write("a/empty.eml", "From: x\r\nSubject: y\r\n\r\n");
    // Quoted-printable without end, a boundary that never comes.
    let endless = format!(
        "Content-Type: multipart/mixed; boundary=never\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{}",
        "=\r\n".repeat(100_000)
    );
    env.write("a/endless.eml", message("2@x", &endless));
    let nested = "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n".repeat(5_000);
    env.write("a/nested.eml", message("3@x", &nested));
    let run = env.run(&["extract", "--format", "ndjson", "--report", "report.ndjson", "a"]);
    assert_eq!(run.records().iter().filter(|record| record["kind"] == "direct").count(), 1, "{}", run.shown());
    let report = std::fs::read_to_string(env.path("work/report.ndjson")).unwrap();
    for (file, word) in [
        ("scan.pdf", "no_text_layer"),
        ("cut.docx", "bad_file"),
        ("torn.pdf", "bad_file"),
        ("empty.eml", "empty"),
        ("nested.eml", "too_many_parts"),
        ("endless.eml", "empty"),
    ] {
        let lines: Vec<&str> = report.lines().filter(|line| line.contains(file)).collect();
        assert!(lines.iter().any(|line| line.contains(word)), "{file}: {lines:?}");
    }
}

#[test]
fn a_box_that_is_broken_gives_what_is_behind_the_break() {
    let env = Env::new();
    let large = format!("From - Fri Aug 19 10:30:00 2016\r\n{}{}\r\n\r\n", plain("1@x"), "x".repeat(65 << 20));
    env.write("box/bridge.mbox", format!("{large}From - Fri Aug 19 10:31:00 2016\r\n{}", plain("2@x")));
    assert_eq!(quotes(&env, "box").len(), 1);
    let run = env.run(&["extract", "box"]);
    assert!(run.stderr.contains("box/bridge.mbox:1: this message has more than 6"), "{}", run.shown());
}
