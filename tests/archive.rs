//! Walking and opening real files: what is found, what is passed over, and what each kind of bad input says.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use onrecord::archive::{
    ArchiveError, Document, FileEntry, Found, SkipReason, Source, WalkOptions, open_documents, open_documents_within,
    walk,
};
use onrecord::size::Size;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

fn archive(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

fn files(paths: &[PathBuf]) -> Vec<Result<FileEntry, ArchiveError>> {
    walk(paths, &WalkOptions::default()).collect()
}

fn names(folder: &Path, found: &[Result<FileEntry, ArchiveError>]) -> Vec<String> {
    found
        .iter()
        .map(|item| match item {
            Ok(entry) => entry.path.strip_prefix(folder).unwrap().to_string_lossy().into_owned(),
            Err(error) => error.to_string().replace(&folder.to_string_lossy().into_owned(), "…"),
        })
        .collect()
}

fn documents(path: &Path) -> Vec<Result<Document, String>> {
    let found = files(&[path.to_owned()]).pop().unwrap().unwrap();
    let shown = path.to_string_lossy().into_owned();
    open_documents(&found).map(|item| item.map_err(|error| error.to_string().replace(&shown, "…"))).collect()
}

/// Members and lines, or the error.
fn shown(path: &Path) -> Vec<String> {
    documents(path)
        .into_iter()
        .map(|item| match item {
            Ok(document) => format!(
                "{:?} {} {}",
                document.origin.member.as_deref().unwrap_or("-"),
                document.origin.line,
                String::from_utf8_lossy(&document.bytes)
            ),
            Err(error) => error,
        })
        .collect()
}

#[test]
fn folders_give_their_articles_in_order() {
    let folder = archive(&[
        ("b.txt", b"x"),
        ("a/2.json", b"{}"),
        ("a/1.NDJSON", b"{}"),
        ("a/README.md", b"x"),
        ("c/notes.md", b"x"),
        ("c/scan.pdf", b"x"),
        ("c/photo.jpg", b"x"),
        ("c/page.webarchive", b"x"),
        ("c/story", b"A title\n\nText."),
        ("c/blob", b"\0\x01\x02"),
        (".hidden.txt", b"x"),
        (".onrecord/meta.json", b"{}"),
        ("store/data.json", b"{}"),
    ]);
    let root = folder.path();
    let options = WalkOptions { leave_out: vec![root.join("store")], ..WalkOptions::default() };
    let mut walked = walk(&[root.to_owned()], &options);
    let found: Vec<_> = walked.by_ref().collect();
    assert_eq!(names(root, &found), ["a/1.NDJSON", "a/2.json", "b.txt", "c/scan.pdf", "c/story"]);
    let skipped: Vec<(SkipReason, u64)> = walked.skipped().iter().map(|(reason, count)| (*reason, *count)).collect();
    assert_eq!(
        skipped,
        [
            (SkipReason::Hidden, 2),
            (SkipReason::Kind("picture"), 1),
            (SkipReason::Kind("web page"), 1),
            (SkipReason::AboutArchive, 2),
            (SkipReason::NotText, 1),
            (SkipReason::LeftOut, 1),
        ]
    );
    let entry = found[2].as_ref().unwrap();
    assert_eq!(entry.size, 1);
    assert!(entry.modified.is_some());
}

#[test]
fn what_is_passed_over_is_named_as_the_walk_meets_it() {
    let folder = archive(&[
        ("a/.hidden/x.txt", b"x"),
        ("a/README", b"x"),
        ("a/b.txt", b"x"),
        ("a/report.ndjson", b"{}"),
        ("b/blob", b"\0\x01\x02"),
        ("b/film.mp4", b"x"),
        ("b/report.ndjson", b"{}"),
        ("report.ndjson", b"{}"),
    ]);
    let root = folder.path();
    fs::create_dir_all(root.join("c/d")).unwrap();
    let leave_out = vec![root.join("a/report.ndjson"), root.join("report.ndjson"), root.join("gone")];
    let paths = ["a", "b", "c", "report.ndjson", "b/report.ndjson"].map(|name| root.join(name));
    let mut walked = walk(&paths, &WalkOptions { leave_out, ..WalkOptions::default() });
    let name = |path: &Path| path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
    let mut found = Vec::new();
    while let Some(next) = walked.next_found() {
        found.push(match next {
            Found::File(file) => name(&file.path),
            Found::Error(error) => error.to_string(),
            Found::PassedOver { path, reason } => format!("{} {}", name(&path), reason.kind()),
            Found::NothingIn { folder, passed_over } => {
                let counts: Vec<String> =
                    passed_over.iter().map(|(reason, count)| format!("{count} {}", reason.kind())).collect();
                format!("{} nothing: {}", name(&folder), counts.join(" "))
            }
        });
    }
    assert_eq!(
        found,
        [
            "a/.hidden hidden",
            "a/README notes",
            "a/b.txt",
            "a/report.ndjson own",
            "b/blob not_text",
            "b/film.mp4 sound_or_film",
            // What is read where it is named is something of the folder, too.
            "c nothing: ",
            "report.ndjson own",
            "b/report.ndjson",
        ]
    );
    let mut walked = walk(
        &[root.join("a/.hidden"), root.join("b")],
        &WalkOptions { leave_out: vec![root.join("b/report.ndjson")], ..WalkOptions::default() },
    );
    let mut last = None;
    while let Some(next) = walked.next_found() {
        last = Some(next);
    }
    let Some(Found::NothingIn { folder, passed_over }) = last else { panic!("{last:?}") };
    assert_eq!(folder, root.join("b"));
    let counts: Vec<u64> = passed_over.into_values().collect();
    assert_eq!(counts, [1, 1, 1]);
}

#[test]
fn named_files_are_read_once_and_whatever_their_name() {
    let folder = archive(&[("a.txt", b"x"), ("README.md", b"x"), (".hidden.txt", b"x"), ("scan.doc", b"x")]);
    let root = folder.path();
    let named =
        ["a.txt", "", "./a.txt", "README.md", ".hidden.txt", "scan.doc", "none.txt"].map(|name| root.join(name));
    assert_eq!(
        names(root, &files(&named)),
        [
            "a.txt",
            "README.md",
            ".hidden.txt",
            "…/scan.doc is no kind of file that can be read (document); `onrecord help index` lists those that can",
            "no such file or folder: …/none.txt; check the path",
        ]
    );
}

#[cfg(unix)]
#[test]
fn links_are_followed_but_not_in_circles() {
    let folder = archive(&[("real/a.txt", b"x")]);
    let root = folder.path();
    std::os::unix::fs::symlink(root.join("real"), root.join("twin")).unwrap();
    std::os::unix::fs::symlink(root, root.join("real/loop")).unwrap();
    std::os::unix::fs::symlink(root.join("gone"), root.join("real/broken.txt")).unwrap();
    let mut walked = walk(&[root.to_owned()], &WalkOptions::default());
    let found: Vec<_> = walked.by_ref().collect();
    assert_eq!(
        names(root, &found),
        [
            "real/a.txt",
            "no such file or folder: …/real/broken.txt; check the path",
            "twin/a.txt",
            "no such file or folder: …/twin/broken.txt; check the path",
        ]
    );
    assert_eq!(walked.skipped().get(&SkipReason::LinkLoop), Some(&2));
}

#[cfg(unix)]
#[test]
fn what_may_not_be_read_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let folder = archive(&[("a.txt", b"x"), ("closed/b.txt", b"x"), ("c.txt", b"x")]);
    let root = folder.path();
    for name in ["a.txt", "closed"] {
        fs::set_permissions(root.join(name), fs::Permissions::from_mode(0o000)).unwrap();
    }
    if fs::read(root.join("a.txt")).is_ok() {
        println!("skipped: this user may read everything");
        return;
    }
    let found = files(&[root.to_owned()]);
    assert_eq!(
        names(root, &found),
        ["a.txt", "c.txt", "no permission to read …/closed; change its permissions or leave it out"]
    );
    assert_eq!(shown(&root.join("a.txt")), ["no permission to read …; change its permissions or leave it out"]);
    fs::set_permissions(root.join("closed"), fs::Permissions::from_mode(0o700)).unwrap();
}

#[test]
fn texts_are_one_document_and_rubbish_is_refused() {
    let folder = archive(&[
        ("a.txt", "\u{feff}A title\r\n\r\nText.".as_bytes()),
        ("empty.txt", b""),
        ("blank.txt", b" \n\n"),
        ("binary.txt", b"\x7fELF\0\0\0\x01"),
        ("utf16.txt", b"\xff\xfeA\0 \0t\0i\0t\0l\0e\0"),
    ]);
    let root = folder.path();
    assert_eq!(shown(&root.join("a.txt")), ["\"-\" 1 \u{feff}A title\r\n\r\nText."]);
    assert_eq!(shown(&root.join("empty.txt")), ["… is empty; there is nothing to read"]);
    assert_eq!(shown(&root.join("blank.txt")), ["… is empty; there is nothing to read"]);
    assert_eq!(shown(&root.join("binary.txt")), ["… is not text; only text files hold articles"]);
    assert_eq!(shown(&root.join("utf16.txt")), ["\"-\" 1 A title"]);
}

#[test]
fn dumps_give_their_records_and_go_on_behind_bad_lines() {
    let folder = archive(&[
        ("dump.ndjson", b"{\"a\":1}\n\nrubbish\n{\"b\":2}\n"),
        ("array.json", b"[{\"a\":1},\n {\"b\":2}]"),
        ("wrapped.json", b"{\"status\": \"ok\",\n\"articles\": [{\"a\":1}]}"),
        ("one.json", b"{\n\"title\": \"x\"}"),
        ("rubbish.json", b"rubbish"),
        ("cut.json", b"[{\"a\":1},\n{\"b\":"),
        ("lines.txt", b"{\"a\":1}\n{\"b\":2}\n"),
        ("utf16.ndjson", b"\xff\xfe{\0}\0\n\0{\0}\0"),
    ]);
    let root = folder.path();
    let second = "\"line 2\" 2 {\"b\":2}";
    let first = "\"line 1\" 1 {\"a\":1}";
    assert_eq!(
        shown(&root.join("dump.ndjson")),
        [first, "…:3: not JSON: a line of such a file holds one record in braces", "\"line 4\" 4 {\"b\":2}"]
    );
    assert_eq!(shown(&root.join("array.json")), [first, second]);
    assert_eq!(shown(&root.join("wrapped.json")), ["\"line 2\" 2 {\"a\":1}"]);
    assert_eq!(shown(&root.join("one.json")), ["\"-\" 1 {\n\"title\": \"x\"}"]);
    assert_eq!(shown(&root.join("rubbish.json")), ["…:1: not JSON: such a file begins with { or ["]);
    assert_eq!(
        shown(&root.join("cut.json")),
        [first, "…:2: not JSON: the file ends before its last bracket is closed"]
    );
    assert_eq!(shown(&root.join("lines.txt")), [first, second]);
    assert_eq!(shown(&root.join("utf16.ndjson")), ["\"line 1\" 1 {}", "\"line 2\" 2 {}"]);
}

#[test]
fn what_is_too_large_is_refused_by_name_and_the_rest_is_read() {
    let large = "x".repeat(120);
    let record = format!("{{\"text\": \"{}\"}}", "x".repeat(400));
    let utf16: Vec<u8> =
        [0xff, 0xfe].into_iter().chain("x".repeat(90).encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let folder = archive(&[
        ("large.txt", large.as_bytes()),
        ("utf16.txt", &utf16),
        ("dump.ndjson", format!("{{\"a\":1}}\n{record}\n{{\"b\":2}}\n").as_bytes()),
        ("array.json", format!("[{{\"a\":1}},\n{record},\n{{\"b\":2}}]").as_bytes()),
    ]);
    let within = |name: &str| -> Vec<String> {
        let path = folder.path().join(name);
        let entry = files(std::slice::from_ref(&path)).pop().unwrap().unwrap();
        open_documents_within(&entry, Size(100))
            .map(|item| match item {
                Ok(document) => String::from_utf8(document.bytes).unwrap(),
                Err(error) => error.to_string().replace(&*path.to_string_lossy(), "…"),
            })
            .collect()
    };
    assert_eq!(
        within("large.txt"),
        ["… holds 120 bytes, and one article may hold 100 bytes; split it into its articles, or raise the limit with \
          --max-article"]
    );
    assert_eq!(within("utf16.txt"), ["x".repeat(90)]);
    let refused = "…:2: this record has 412 bytes, and one may have 400 bytes; split it into its articles, or raise the limit \
        of --max-article, of which a record may have four times as much";
    assert_eq!(within("array.json"), ["{\"a\":1}", refused, "{\"b\":2}"]);
    let line = refused.replace("412", "413");
    assert_eq!(within("dump.ndjson"), ["{\"a\":1}", &line, "{\"b\":2}"]);
}

#[test]
fn a_file_that_grew_since_the_walk_is_still_bounded() {
    let folder = archive(&[("a.txt", b"x")]);
    let path = folder.path().join("a.txt");
    let entry = files(std::slice::from_ref(&path)).pop().unwrap().unwrap();
    fs::write(&path, "x".repeat(200)).unwrap();
    let error = open_documents_within(&entry, Size(100)).next().unwrap().unwrap_err().to_string();
    assert!(error.contains("holds more than 100 bytes, and"), "{error}");
}

#[cfg(target_os = "linux")]
#[test]
fn pipes_that_are_handed_over_are_read_and_special_files_are_not_waited_for() {
    use std::io::Write;
    use std::os::fd::AsRawFd;
    let folder = archive(&[("a.txt", b"x")]);
    let fifo = folder.path().join("fifo.txt");
    assert!(std::process::Command::new("mkfifo").arg(&fifo).status().unwrap().success());
    assert_eq!(
        names(folder.path(), &files(std::slice::from_ref(&fifo))),
        [
            "…/fifo.txt is a named pipe and is not read: it may never come to an end; name a file, or `-` for standard input"
        ]
    );
    assert!(files(&["/dev/zero".into()]).pop().unwrap().unwrap_err().to_string().starts_with("/dev/zero is a device"));
    let mut walked = walk(&[folder.path().to_owned()], &WalkOptions::default());
    assert_eq!(walked.by_ref().count(), 1);
    assert_eq!(walked.skipped().get(&SkipReason::Kind("special file")), Some(&1));

    let (reader, mut writer) = std::io::pipe().unwrap();
    let path = PathBuf::from(format!("/dev/fd/{}", reader.as_raw_fd()));
    let entry = files(std::slice::from_ref(&path)).pop().unwrap().unwrap();
    assert_eq!((entry.source, entry.size, entry.modified), (Source::Stream, 0, None));
    // What it is, is told from more than the first bytes that happen to be there.
    let writes = std::thread::spawn(move || {
        for part in ["{\"a\"", ":1}\n", "{\"b\":2}\n", "rubbish\n", "{\"c\":3}\n"] {
            writer.write_all(part.as_bytes()).unwrap();
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
    });
    let read: Vec<bool> = open_documents(&entry).map(|document| document.is_ok()).collect();
    writes.join().unwrap();
    assert_eq!(read, [true, true, false, true]);
}

#[test]
fn a_dash_is_standard_input_once() {
    let paths = ["-", "/dev/stdin", "-"].map(PathBuf::from);
    let found = files(&paths);
    assert_eq!(found.len(), 1);
    let entry = found[0].as_ref().unwrap();
    assert_eq!((entry.path.to_str(), entry.source), (Some("-"), Source::Stream));
}
