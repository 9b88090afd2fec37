//! Walking and opening real files: what is found, what is passed over, and what each kind of bad input says.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use onrecord::archive::{ArchiveError, Document, FileEntry, SkipReason, WalkOptions, open_documents, walk};
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
        ("c/page.html", b"x"),
        ("c/story", b"A title\n\nText."),
        ("c/blob", b"\0\x01\x02"),
        (".hidden.txt", b"x"),
        (".onrecord/meta.json", b"{}"),
        ("store/data.json", b"{}"),
    ]);
    let root = folder.path();
    let options = WalkOptions { leave_out: vec![root.join("store")] };
    let mut walked = walk(&[root.to_owned()], &options);
    let found: Vec<_> = walked.by_ref().collect();
    assert_eq!(names(root, &found), ["a/1.NDJSON", "a/2.json", "b.txt", "c/story"]);
    let skipped: Vec<(SkipReason, u64)> = walked.skipped().iter().map(|(reason, count)| (*reason, *count)).collect();
    assert_eq!(
        skipped,
        [
            (SkipReason::Hidden, 2),
            (SkipReason::Kind("document"), 1),
            (SkipReason::Kind("picture"), 1),
            (SkipReason::Kind("web page"), 1),
            (SkipReason::AboutArchive, 2),
            (SkipReason::NotText, 1),
        ]
    );
    let entry = found[2].as_ref().unwrap();
    assert_eq!(entry.size, 1);
    assert!(entry.modified.is_some());
}

#[test]
fn named_files_are_read_once_and_whatever_their_name() {
    let folder = archive(&[("a.txt", b"x"), ("README.md", b"x"), (".hidden.txt", b"x"), ("scan.pdf", b"x")]);
    let root = folder.path();
    let named =
        ["a.txt", "", "./a.txt", "README.md", ".hidden.txt", "scan.pdf", "none.txt"].map(|name| root.join(name));
    assert_eq!(
        names(root, &files(&named)),
        [
            "a.txt",
            "README.md",
            ".hidden.txt",
            "…/scan.pdf is no kind of file that can be read (document); plain text (.txt), .json and .ndjson can",
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
