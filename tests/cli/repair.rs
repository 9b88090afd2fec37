//! `verify` and `repair`: what is damaged is found and named, what is whole is kept.

use std::path::{Path, PathBuf};

use super::env::Env;

fn indexed() -> Env {
    let env = Env::with_archive();
    env.run(&["index", "--index", "ix", "archive"]).expect_status(0);
    env
}

/// The files of an index's data with this ending.
fn data_files(env: &Env, ending: &str) -> Vec<PathBuf> {
    let entries = |folder: &Path| -> Vec<PathBuf> {
        std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect()
    };
    let data = entries(&env.path("work/ix")).into_iter().find(|path| path.is_dir()).expect("its data");
    entries(&data).into_iter().filter(|path| path.extension().is_some_and(|found| found == ending)).collect()
}

#[test]
fn verify_says_that_an_index_is_whole_or_damaged() {
    let env = indexed();
    let whole = env.run(&["verify", "--index", "ix"]).expect_status(0);
    assert!(whole.stdout.contains("is whole: 4 articles, 5 quotes"), "{}", whole.shown());
    let store = std::fs::read_dir(env.path("work/ix/data-1"))
        .unwrap()
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .find(|path| path.extension().is_some_and(|end| end == "store"))
        .unwrap();
    let mut bytes = std::fs::read(&store).unwrap();
    bytes[0] ^= 0xff;
    std::fs::write(&store, bytes).unwrap();
    let damaged = env.run(&["verify", "--index", "ix"]).expect_status(2);
    assert!(damaged.stderr.contains("damaged") && damaged.stderr.contains("onrecord repair"), "{}", damaged.shown());
    for file in ["ferry.txt", "lighthouse.txt", "dump.ndjson"] {
        assert!(damaged.stdout.contains(file), "{}", damaged.shown());
    }
    std::fs::remove_file(env.path("work/archive/ferry.txt")).unwrap();
    let repaired = env.run(&["repair", "--index", "ix"]).expect_status(2);
    assert!(repaired.stdout.contains("Repaired") && repaired.stderr.contains("ferry.txt"), "{}", repaired.shown());
    let whole = env.run(&["verify", "--index", "ix"]).expect_status(0);
    assert!(whole.stdout.contains("is whole: 3 articles, 3 quotes"), "{}", whole.shown());
    let again = env.run(&["repair", "--index", "ix"]).expect_status(0);
    assert!(again.stdout.contains("nothing to repair"), "{}", again.shown());
}

#[test]
fn repair_takes_each_article_once_whatever_is_damaged() {
    let env = indexed();
    let whole = env.run(&["export", "--index", "ix"]).expect_status(0).stdout;
    let mut tried = 0;
    for ending in ["idx", "pos", "term", "fast", "fieldnorm", "store"] {
        for with_archive in [true, false] {
            env.run(&["index", "--index", "ix", "--rebuild", "archive"]).expect_status(0);
            let data = std::fs::read_dir(env.path("work/ix")).unwrap().map(|entry| entry.unwrap().path());
            let data = data.into_iter().find(|path| path.is_dir()).expect("its data");
            let files = std::fs::read_dir(&data).unwrap().map(|entry| entry.unwrap().path());
            for file in files.filter(|path| path.extension().is_some_and(|found| found == ending)) {
                let mut bytes = std::fs::read(&file).unwrap();
                bytes[0] ^= 4;
                std::fs::write(&file, bytes).unwrap();
                tried += 1;
            }
            if !with_archive {
                std::fs::rename(env.path("work/archive"), env.path("work/away")).unwrap();
            }
            let lost = ending == "store" && !with_archive;
            let repaired = env.run(&["repair", "--index", "ix"]).expect_status(if lost { 2 } else { 0 });
            if !with_archive {
                std::fs::rename(env.path("work/away"), env.path("work/archive")).unwrap();
            }
            env.run(&["verify", "--index", "ix"]).expect_status(0);
            let exported = env.run(&["export", "--index", "ix"]);
            if !lost {
                assert_eq!(sorted(&exported.stdout), sorted(&whole), "{ending}, {with_archive}: {}", repaired.shown());
            }
            let again = env.run(&["index", "--index", "ix", "archive"]).expect_status(0);
            assert!(again.stdout.contains("holds 4 articles"), "{ending}, {with_archive}: {}", again.shown());
        }
    }
    assert!(tried >= 12, "only {tried}");
}

fn sorted(text: &str) -> Vec<&str> {
    let mut lines: Vec<&str> = text.lines().collect();
    lines.sort_unstable();
    lines
}

#[test]
fn an_index_without_its_marker_is_damaged_and_its_data_stay() {
    let env = indexed();
    let whole = env.run(&["export", "--index", "ix"]).expect_status(0).stdout;
    std::fs::remove_file(env.path("work/ix/onrecord.json")).unwrap();
    for arguments in [vec!["search", "--index", "ix", "ferry"], vec!["index", "--index", "ix", "archive"]] {
        let run = env.run(&arguments).expect_status(2);
        assert!(run.stderr.contains("onrecord.json is missing"), "{}", run.shown());
        assert!(run.stderr.contains("onrecord repair"), "{}", run.shown());
    }
    // The archive is not needed for it.
    std::fs::rename(env.path("work/archive"), env.path("work/away")).unwrap();
    env.run(&["repair", "--index", "ix"]).expect_status(0);
    let repaired = env.run(&["export", "--index", "ix"]).expect_status(0);
    assert_eq!(sorted(&repaired.stdout), sorted(&whole), "{}", repaired.shown());
}

#[test]
fn an_index_without_its_marker_can_be_rebuilt() {
    let env = indexed();
    std::fs::remove_file(env.path("work/ix/onrecord.json")).unwrap();
    let rebuilt = env.run(&["index", "--index", "ix", "--rebuild", "archive"]).expect_status(0);
    assert!(rebuilt.stdout.contains("4 added"), "{}", rebuilt.shown());
    env.run(&["verify", "--index", "ix"]).expect_status(0);
}

#[test]
fn a_file_in_the_place_of_another_is_found() {
    let env = indexed();
    env.write("archive/new.txt", "Lamps\nPosted On: 4 May 2016\n\n“The lamp stays,” said Ann Example.\n");
    env.run(&["index", "--index", "ix", "archive"]).expect_status(0);
    for ending in ["store", "fast", "idx", "term", "pos"] {
        let files = data_files(&env, ending);
        let [one, two, ..] = files.as_slice() else { panic!("two segments: {files:?}") };
        let bytes = std::fs::read(one).unwrap();
        std::fs::write(one, std::fs::read(two).unwrap()).unwrap();
        let verified = env.run(&["verify", "--index", "ix"]).expect_status(2);
        let name = one.file_name().unwrap().to_string_lossy().into_owned();
        assert!(verified.stdout.contains(&name), "{}", verified.shown());
        std::fs::write(one, bytes).unwrap();
    }
    env.run(&["verify", "--index", "ix"]).expect_status(0);
}

#[test]
fn repair_reads_as_the_archive_was_read() {
    let env = Env::new();
    env.write("archive/lamp.txt", "Lamps\nPosted On: 05/04/2016\n\n“The lamp stays,” said Ann Example.\n");
    env.run(&["index", "--index", "ix", "--month-first", "archive"]).expect_status(0);
    let store = data_files(&env, "store").pop().expect("a store");
    let mut bytes = std::fs::read(&store).unwrap();
    bytes[0] ^= 4;
    std::fs::write(&store, bytes).unwrap();
    let refused = env.run(&["repair", "--index", "ix"]).expect_status(2);
    assert!(refused.stderr.contains("--month-first"), "{}", refused.shown());
    env.run(&["repair", "--index", "ix", "--month-first"]).expect_status(0);
    assert_eq!(env.run(&["search", "--index", "ix", "--count", "lamp date:2016-05-04"]).stdout, "1\n");
}

#[test]
fn repair_names_nothing_as_lost_that_was_taken_out_before() {
    let env = indexed();
    env.write("archive/empty.txt", "");
    env.run(&["index", "--index", "ix", "archive"]).expect_status(0);
    std::fs::rename(env.path("work/archive/ferry.txt"), env.path("work/archive/boat.txt")).unwrap();
    std::fs::remove_file(env.path("work/archive/empty.txt")).unwrap();
    env.run(&["index", "--index", "ix", "archive"]).expect_status(0);
    for list in data_files(&env, "idx") {
        let mut bytes = std::fs::read(&list).unwrap();
        bytes[0] ^= 4;
        std::fs::write(&list, bytes).unwrap();
    }
    let repaired = env.run(&["repair", "--index", "ix"]).expect_status(0);
    assert!(repaired.stdout.contains("holds 4 articles"), "{}", repaired.shown());
    assert!(!repaired.stderr.contains("no longer there"), "{}", repaired.shown());
}

/// A small file of the index, with its checksum: what anybody can write who can write the folder.
fn summed(name: &str, text: &str) -> String {
    let mut sum = crc32fast::Hasher::new();
    sum.update(text.as_bytes());
    sum.update(name.as_bytes());
    format!("{text}\n{:08x}\n", sum.finalize())
}

#[test]
fn names_in_an_indexs_lists_lead_nowhere_else() {
    let env = indexed();
    env.write("letter.txt", "the user's own");
    let outside = env.path("work/letter.txt");
    let names = serde_json::to_string(&["../letter.txt", "../../letter.txt", "./../letter.txt"]).unwrap();
    let absolute = serde_json::to_string(&[outside.to_str().unwrap()]).unwrap();
    for list in [&names, &absolute] {
        // Beside the marker, where older formats had it, and in the data.
        env.write("ix/.managed.json", list);
        let data = data_files(&env, "store")[0].parent().unwrap().join(".managed.json");
        std::fs::write(&data, summed(".managed.json", list)).unwrap();
        env.write("archive/more.txt", format!("Lamps\n\n“{list} stays,” said Ann Example.\n"));
        env.run(&["index", "--index", "ix", "archive"]).expect_status(0);
        assert!(outside.exists(), "{list}");
        env.run(&["index", "--index", "ix", "--rebuild", "archive"]).expect_status(0);
        assert!(outside.exists(), "{list}");
    }
    // An old index as it was.
    env.write("old/onrecord.json", r#"{"format": 5, "program": "0.1.0"}"#);
    env.write("old/.managed.json", serde_json::to_string(&["../letter.txt", "notes.txt"]).unwrap());
    env.write("old/notes.txt", "the user's own");
    env.run(&["index", "--index", "old", "--rebuild", "archive"]).expect_status(0);
    assert!(outside.exists() && env.path("work/old/notes.txt").exists());
}

#[cfg(unix)]
#[test]
fn data_behind_a_link_are_not_taken_for_the_indexs_own() {
    let env = indexed();
    std::fs::rename(env.path("work/ix/data-1"), env.path("work/elsewhere")).unwrap();
    std::os::unix::fs::symlink(env.path("work/elsewhere"), env.path("work/ix/data-1")).unwrap();
    let before = std::fs::read_dir(env.path("work/elsewhere")).unwrap().count();
    for arguments in [vec!["search", "--index", "ix", "ferry"], vec!["index", "--index", "ix", "archive"]] {
        let run = env.run(&arguments).expect_status(2);
        assert!(run.stderr.contains("data-1") && run.stderr.contains("link"), "{}", run.shown());
    }
    env.run(&["index", "--index", "ix", "--rebuild", "archive"]).expect_status(0);
    assert_eq!(std::fs::read_dir(env.path("work/elsewhere")).unwrap().count(), before);
}
