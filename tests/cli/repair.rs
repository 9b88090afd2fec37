//! `verify` and `repair`: what is damaged is found and named, what is whole is kept.

use std::path::{Path, PathBuf};

use super::env::Env;

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
    let env = Env::indexed();
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
    let env = Env::indexed();
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
    let env = Env::indexed();
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
    let env = Env::indexed();
    std::fs::remove_file(env.path("work/ix/onrecord.json")).unwrap();
    let rebuilt = env.run(&["index", "--index", "ix", "--rebuild", "archive"]).expect_status(0);
    assert!(rebuilt.stdout.contains("4 added"), "{}", rebuilt.shown());
    env.run(&["verify", "--index", "ix"]).expect_status(0);
}

#[test]
fn a_file_in_the_place_of_another_is_found() {
    let env = Env::indexed();
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
fn repair_reads_each_file_as_it_was_read() {
    let env = Env::new();
    for folder in ["a", "b"] {
        env.write(
            &format!("{folder}/lamp.txt"),
            format!("Lamps\nPosted On: 05/04/2016\n\n“The lamp {folder} stays,” said Ann Example.\n"),
        );
    }
    env.run(&["index", "--index", "ix", "a"]).expect_status(0);
    env.run(&["index", "--index", "ix", "--month-first", "b"]).expect_status(0);
    for flags in [&[][..], &["--month-first"]] {
        spoil(&data_files(&env, "store"));
        env.run(&[&["repair", "--index", "ix"], flags].concat()).expect_status(0);
        for question in ["lamp date:2016-04-05", "lamp date:2016-05-04"] {
            let found = env.run(&["search", "--index", "ix", "--count", question]);
            assert_eq!(found.stdout, "1\n", "{question}: {}", found.shown());
        }
        env.run(&["verify", "--index", "ix"]).expect_status(0);
    }
    spoil(&data_files(&env, "store"));
    let refused = env.run(&["repair", "--index", "ix", "--max-article", "1MB"]).expect_status(2);
    assert!(refused.stderr.contains("--max-article"), "{}", refused.shown());
    // What lies elsewhere now cannot be told to be the one or the other.
    env.run(&["repair", "--index", "ix", "a"]).expect_status(2);
}

#[test]
fn repair_does_not_guess_how_the_archive_was_read() {
    let env = Env::new();
    env.write("archive/lamp.txt", "Lamps\nPosted On: 05/04/2016\n\n“The lamp stays,” said Ann Example.\n");
    env.run(&["index", "--index", "ix", "--month-first", "archive"]).expect_status(0);
    spoil(&data_files(&env, "store"));
    std::fs::remove_file(env.path("work/ix/data-1/reading.json")).unwrap();
    let refused = env.run(&["repair", "--index", "ix"]).expect_status(2);
    assert!(refused.stderr.contains("--month-first"), "{}", refused.shown());
    env.run(&["repair", "--index", "ix", "--month-first"]).expect_status(0);
    assert_eq!(env.run(&["search", "--index", "ix", "--count", "lamp date:2016-05-04"]).stdout, "1\n");
    // And it is known again.
    spoil(&data_files(&env, "store"));
    env.run(&["repair", "--index", "ix"]).expect_status(0);
    assert_eq!(env.run(&["search", "--index", "ix", "--count", "lamp date:2016-05-04"]).stdout, "1\n");
}

#[test]
fn a_missing_or_changed_note_is_damage() {
    let env = Env::indexed();
    let whole = env.run(&["export", "--index", "ix"]).expect_status(0).stdout;
    copy(&env.path("work/ix"), &env.path("work/kept"));
    for note in ["reading.json", "corrections.applied", "roots.json", "onrecord.data", "meta.last", "meta.copy.json"] {
        for is_missing in [true, false] {
            std::fs::remove_dir_all(env.path("work/ix")).unwrap();
            copy(&env.path("work/kept"), &env.path("work/ix"));
            let place = env.path("work/ix/data-1").join(note);
            match is_missing {
                true => std::fs::remove_file(&place).unwrap(),
                false => spoil(&[place]),
            }
            let verified = env.run(&["verify", "--index", "ix"]).expect_status(2);
            assert!(verified.stdout.contains(note), "{}", verified.shown());
            let run = env.run(&["index", "--index", "ix", "archive"]).expect_status(2);
            assert!(run.stderr.contains("damaged"), "{}", run.shown());
            env.run(&["repair", "--index", "ix"]).expect_status(0);
            env.run(&["verify", "--index", "ix"]).expect_status(0);
            let repaired = env.run(&["export", "--index", "ix"]).expect_status(0);
            assert_eq!(sorted(&repaired.stdout), sorted(&whole), "{note}: {}", repaired.shown());
        }
    }
}

#[test]
fn a_correction_that_was_taken_back_is_not_shown_for_ever() {
    let env = Env::indexed();
    let whole = env.run(&["export", "--index", "ix"]).expect_status(0).stdout;
    let found = env.run(&["search", "--index", "ix", "--format", "ndjson", "ferry"]).expect_status(0);
    let record: serde_json::Value = serde_json::from_str(found.stdout.lines().next().unwrap()).unwrap();
    env.write("onrecord-corrections.tsv", "");
    let id = record["id"].as_str().unwrap();
    env.run(&["correct", "--index", "ix", id, "--speaker", "Zoe Other"]).expect_status(0);
    std::fs::remove_file(env.path("work/onrecord-corrections.tsv")).unwrap();
    std::fs::remove_file(env.path("work/ix/data-1/corrections.applied")).unwrap();
    let refused = env.run(&["search", "--index", "ix", "ferry"]).expect_status(2);
    assert!(refused.stderr.contains("corrections") && refused.stderr.contains("repair"), "{}", refused.shown());
    env.run(&["repair", "--index", "ix"]).expect_status(0);
    let repaired = env.run(&["export", "--index", "ix"]).expect_status(0);
    assert_eq!(sorted(&repaired.stdout), sorted(&whole), "{}", repaired.shown());
}

#[test]
fn an_older_list_of_segments_is_found() {
    for both in [false, true] {
        let env = Env::indexed();
        let data = env.path("work/ix/data-1");
        let lists = if both { &["meta.json", "meta.copy.json"][..] } else { &["meta.json"] };
        let older: Vec<Vec<u8>> = lists.iter().map(|list| std::fs::read(data.join(list)).unwrap()).collect();
        lamp(&env, "archive/new.txt", "The lamp stays");
        env.run(&["index", "--index", "ix", "archive"]).expect_status(0);
        lists.iter().zip(older).for_each(|(list, bytes)| std::fs::write(data.join(list), bytes).unwrap());
        let refused = env.run(&["search", "--index", "ix", "lamp"]).expect_status(2);
        assert!(refused.stderr.contains("written last"), "{}", refused.shown());
        let verified = env.run(&["verify", "--index", "ix"]).expect_status(2);
        assert!(verified.stdout.contains("meta.json"), "{}", verified.shown());
        // The copy tells what was there, or the archive.
        if !both {
            std::fs::rename(env.path("work/archive"), env.path("work/away")).unwrap();
        }
        env.run(&["repair", "--index", "ix"]).expect_status(0);
        assert_eq!(env.run(&["search", "--index", "ix", "--count", "lamp stays"]).stdout, "1\n");
    }
}

#[test]
fn a_repair_that_was_killed_is_in_nobodys_way() {
    for point in ["before the marker:1", "behind what says that data are whole:1", "behind what was taken over:1"] {
        let env = Env::indexed();
        let whole = env.run(&["export", "--index", "ix"]).expect_status(0).stdout;
        std::fs::remove_file(env.path("work/ix/onrecord.json")).unwrap();
        std::fs::rename(env.path("work/archive"), env.path("work/away")).unwrap();
        let mut command = env.command();
        command.env("ONRECORD_TEST_END", point).args(["repair", "--index", "ix"]);
        assert_eq!(command.output().unwrap().status.code(), None, "{point} is not met");
        let refused = env.run(&["search", "--index", "ix", "ferry"]).expect_status(2);
        assert!(refused.stderr.contains("onrecord repair"), "{}", refused.shown());
        env.run(&["repair", "--index", "ix"]).expect_status(0);
        let repaired = env.run(&["export", "--index", "ix"]).expect_status(0);
        assert_eq!(sorted(&repaired.stdout), sorted(&whole), "{point}: {}", repaired.shown());
    }
}

#[test]
fn an_index_without_its_marker_is_known_beside_other_things() {
    let env = Env::indexed();
    let whole = env.run(&["export", "--index", "ix"]).expect_status(0).stdout;
    env.write("ix/.DS_Store", "somebody else's");
    env.write("ix/data-1/.DS_Store", "somebody else's");
    std::fs::remove_file(env.path("work/ix/onrecord.json")).unwrap();
    for command in [
        &["search", "--index", "ix", "ferry"][..],
        &["verify", "--index", "ix"],
        &["index", "--index", "ix", "archive"],
    ] {
        let run = env.run(command).expect_status(2);
        assert!(run.stderr.contains("damaged") && run.stderr.contains("repair"), "{}", run.shown());
    }
    env.run(&["repair", "--index", "ix"]).expect_status(0);
    let repaired = env.run(&["export", "--index", "ix"]).expect_status(0);
    assert_eq!(sorted(&repaired.stdout), sorted(&whole), "{}", repaired.shown());
    assert!(env.path("work/ix/.DS_Store").exists());
    env.write("other/data-1/letter.txt", "the user's own");
    let refused = env.run(&["index", "--index", "other", "archive"]).expect_status(2);
    assert!(refused.stderr.contains("other things"), "{}", refused.shown());
}

#[test]
fn a_folder_in_the_place_of_a_file_is_named() {
    for (name, is_mended) in [("onrecord.json", false), ("data-1/meta.json", true), ("data-1/.tantivy-meta.lock", true)]
    {
        let env = Env::indexed();
        let place = env.path("work/ix").join(name);
        std::fs::remove_file(&place).unwrap();
        std::fs::create_dir(&place).unwrap();
        let last = Path::new(name).file_name().unwrap().to_str().unwrap();
        for command in [&["search", "--index", "ix", "ferry"][..], &["verify", "--index", "ix"]] {
            let run = env.run(command).expect_status(2);
            assert!(format!("{}{}", run.stdout, run.stderr).contains(last), "{}", run.shown());
        }
        let repaired = env.run(&["repair", "--index", "ix"]).expect_status(if is_mended { 0 } else { 2 });
        assert!(is_mended || repaired.stderr.contains(last), "{}", repaired.shown());
    }
}

#[test]
fn repair_names_nothing_as_lost_that_was_taken_out_before() {
    let env = Env::indexed();
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
    let env = Env::indexed();
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
    let env = Env::indexed();
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

/// Turns a byte that stands for something in each of these files.
fn spoil(files: &[PathBuf]) {
    assert!(!files.is_empty(), "nothing to damage");
    for file in files {
        let mut bytes = std::fs::read(file).expect("the index's files can be read and written");
        let at = bytes.len().min(7) - 1;
        bytes[at] ^= 0x5a;
        std::fs::write(file, bytes).expect("the index's files can be read and written");
    }
}

fn lamp(env: &Env, name: &str, words: &str) {
    env.write(name, format!("Lamps\nPosted On: 4 May 2016\n\n“{words},” said Ann Example.\n"));
}

/// Two articles and a dump, and one that came later: what is known of the first two was written anew, and so a list says.
fn with_a_list() -> Env {
    let env = Env::new();
    lamp(&env, "archive/a.txt", "The union lamp stays");
    lamp(&env, "archive/b.txt", "The budget lamp goes");
    let record = |number: u32| {
        format!("{{\"headline\":\"H{number}\",\"body\":\"“Dump {number} has lamps,” said Bo Tester.\"}}\n")
    };
    env.write("archive/dump.ndjson", (0..16).map(record).collect::<String>());
    env.run(&["index", "--index", "ix", "archive"]).expect_status(0);
    lamp(&env, "archive/a.txt", "The union lamp stays");
    lamp(&env, "archive/b.txt", "The budget lamp goes");
    lamp(&env, "archive/c.txt", "Nurses carry lamps");
    env.run(&["index", "--index", "ix", "archive"]).expect_status(0);
    env
}

#[test]
fn a_lost_list_of_what_was_deleted_costs_no_article() {
    for taken_away in ["archive/a.txt", "archive"] {
        let env = with_a_list();
        std::fs::rename(env.path("work").join(taken_away), env.path("work/away")).unwrap();
        spoil(&data_files(&env, "del"));
        let repaired = env.run(&["repair", "--index", "ix"]).expect_status(0);
        assert!(repaired.stdout.contains("holds 19 articles"), "{}", repaired.shown());
        assert_eq!(env.run(&["search", "--index", "ix", "--count", "union lamp"]).stdout, "1\n");
        env.run(&["verify", "--index", "ix"]).expect_status(0);
    }
}

#[test]
fn what_was_taken_out_before_does_not_come_back_and_is_not_named() {
    for ending in ["del", "fast", "store", "idx", "term"] {
        let env = with_a_list();
        std::fs::remove_file(env.path("work/archive/b.txt")).unwrap();
        lamp(&env, "archive/c.txt", "Nurses carry other lamps");
        lamp(&env, "archive/d.txt", "Sailors carry lamps");
        std::fs::rename(env.path("work/archive/a.txt"), env.path("work/archive/moved.txt")).unwrap();
        env.run(&["index", "--index", "ix", "archive"]).expect_status(0);
        let whole = env.run(&["export", "--index", "ix"]).expect_status(0);
        for file in data_files(&env, ending) {
            let bytes = std::fs::read(&file).unwrap();
            std::fs::create_dir_all(env.path("work/kept")).unwrap();
            let restore = || {
                std::fs::remove_dir_all(env.path("work/ix")).unwrap();
                copy(&env.path("work/kept/ix"), &env.path("work/ix"));
            };
            if !env.path("work/kept/ix").exists() {
                copy(&env.path("work/ix"), &env.path("work/kept/ix"));
            }
            spoil(std::slice::from_ref(&file));
            let repaired = env.run(&["repair", "--index", "ix"]).expect_status(0);
            let exported = env.run(&["export", "--index", "ix"]).expect_status(0);
            assert_eq!(sorted(&exported.stdout), sorted(&whole.stdout), "{}: {}", file.display(), repaired.shown());
            restore();
            assert_eq!(std::fs::read(&file).unwrap(), bytes);
        }
    }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("the index's files can be read and written");
    for entry in std::fs::read_dir(from)
        .expect("the index's files can be read and written")
        .map(|entry| entry.expect("an entry"))
    {
        match entry.path().is_dir() {
            true => copy(&entry.path(), &to.join(entry.file_name())),
            false => drop(
                std::fs::copy(entry.path(), to.join(entry.file_name()))
                    .expect("the index's files can be read and written"),
            ),
        }
    }
}

#[test]
fn an_article_is_named_whose_file_is_remembered_elsewhere() {
    let env = with_a_list();
    // What is remembered of it lies in the later segment, its text and its place in the earlier one.
    let later = newest(&env, "store");
    let earlier = |ending: &str| -> Vec<PathBuf> {
        data_files(&env, ending).into_iter().filter(|path| path.file_stem() != later.file_stem()).collect()
    };
    spoil(&earlier("store"));
    spoil(&earlier("fast"));
    std::fs::rename(env.path("work/archive"), env.path("work/away")).unwrap();
    let repaired = env.run(&["repair", "--index", "ix"]).expect_status(2);
    assert!(repaired.stderr.contains("a.txt") && repaired.stderr.contains("b.txt"), "{}", repaired.shown());
    assert!(!repaired.stderr.contains("c.txt: no longer"), "{}", repaired.shown());
}

/// The file of this ending that was written last.
fn newest(env: &Env, ending: &str) -> PathBuf {
    let time = |path: &PathBuf| {
        std::fs::metadata(path)
            .expect("the index's files can be read and written")
            .modified()
            .expect("the index's files can be read and written")
    };
    data_files(env, ending).into_iter().max_by_key(time).expect("one")
}
