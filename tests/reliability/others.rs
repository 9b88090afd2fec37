//! What is not the program's own, and what it may not see or write: left alone, told, and lost to nobody.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use super::kills::{exported, same};
use super::news::{Archive, held, text};
use super::permissions::{OWNER, STRANGER, all_below, give, ordinary, seal, set_mode};
use super::world::{World, copy, damages, files_below, sorted};

fn archive() -> Archive {
    Archive::new(9, &[4])
}

/// A world of an ordinary user with an index of an archive.
fn indexed() -> Option<World> {
    let world = ordinary()?;
    archive().write(&world, "archive", &Archive::default());
    give(&world.path(""), OWNER);
    world.run(&["index", "--index", "ix", "archive"]).expect(0);
    Some(world)
}

fn articles(world: &World) -> usize {
    held(&world.path("ix")).unwrap().len()
}

const ALL: usize = 13;
const INDEX: [&str; 4] = ["index", "--index", "ix", "archive"];
const PRUNE: [&str; 5] = ["index", "--index", "ix", "--prune", "archive"];

#[test]
fn what_cannot_be_seen_stays() {
    let Some(world) = indexed() else { return };
    let fresh = exported(&world.path("ix"));
    for (place, mode) in [
        ("archive/part1", 0o600),
        ("archive/part1", 0o300),
        ("archive/part1", 0o000),
        ("archive", 0o600),
        ("archive", 0o300),
        ("archive", 0o000),
        ("archive/part2/005.txt", 0o000),
        ("archive/dump0.ndjson", 0o000),
    ] {
        for arguments in [&INDEX[..], &PRUNE] {
            let path = world.path(place);
            if place.contains("dump") {
                // Looked at anew, so that it must be read.
                let now = std::fs::File::options().write(true).open(&path).unwrap();
                now.set_modified(std::time::SystemTime::now()).unwrap();
            }
            set_mode(&path, mode);
            let ran = world.run(arguments);
            set_mode(&path, if path.is_dir() { 0o755 } else { 0o644 });
            let called = format!("{place} {mode:o}\n{}", ran.told);
            ran.is_orderly();
            assert_eq!(articles(&world), ALL, "{called}");
            let must_tell = !place.ends_with(".txt") || ran.stdout.contains("1 failed");
            assert!(!must_tell || ran.stderr.contains(place.trim_end_matches("/part1")), "{called}");
            world.run(&INDEX).expect(0);
            same(&exported(&world.path("ix")), &fresh, &called);
        }
    }
}

#[test]
fn a_changed_file_without_permission_keeps_what_was_stored() {
    let Some(world) = indexed() else { return };
    let path = world.write("archive/part2/005.txt", text((5, 2)));
    set_mode(&path, 0o000);
    for arguments in [&INDEX[..], &PRUNE] {
        let ran = world.run(arguments).expect(0);
        assert!(ran.stderr.contains("part2/005.txt"), "{}", ran.told);
        assert!(ran.stdout.contains("0 removed, 1 failed"), "{}", ran.told);
        assert!(held(&world.path("ix")).unwrap()[&5].keys().all(|(version, _)| *version == 1));
    }
    let rebuilt = world.run(&["index", "--index", "ix", "--rebuild", "archive"]).expect(2);
    assert!(rebuilt.stderr.contains("stays as it was"), "{}", rebuilt.told);
    set_mode(&path, 0o644);
    world.run(&INDEX).expect(0);
    assert!(held(&world.path("ix")).unwrap()[&5].keys().all(|(version, _)| *version == 2));
}

#[test]
fn emptied_and_missing_folders_stay_until_they_are_pruned() {
    let Some(world) = indexed() else { return };
    let (part, away) = (world.path("archive/part1"), world.path("away"));
    // A folder in the archive is empty, as a disk's place is without the disk.
    std::fs::rename(&part, &away).unwrap();
    std::fs::create_dir(&part).unwrap();
    let ran = world.run(&INDEX).expect(0);
    assert!(ran.stderr.contains("part1") && ran.stderr.contains("--prune"), "{}", ran.told);
    assert_eq!(articles(&world), ALL);
    world.run(&PRUNE).expect(0);
    assert_eq!(articles(&world), ALL - 3);
    std::fs::remove_dir(&part).unwrap();
    std::fs::rename(&away, &part).unwrap();
    world.run(&INDEX).expect(0);
    assert_eq!(articles(&world), ALL);
    // The whole archive is.
    std::fs::rename(world.path("archive"), &away).unwrap();
    std::fs::create_dir(world.path("archive")).unwrap();
    let ran = world.run(&INDEX);
    assert!(ran.stderr.contains("--prune"), "{}", ran.told);
    assert_eq!(articles(&world), ALL);
    // It is not there at all.
    std::fs::remove_dir(world.path("archive")).unwrap();
    let ran = world.run(&INDEX).expect(2);
    assert!(ran.stderr.contains("archive"), "{}", ran.told);
    assert_eq!(articles(&world), ALL);
    let rebuilt = world.run(&["index", "--index", "ix", "--rebuild", "archive"]).expect(2);
    assert!(rebuilt.stderr.contains("stays as it was"), "{}", rebuilt.told);
    assert_eq!(articles(&world), ALL);
    world.run(&PRUNE).is_orderly();
    assert_eq!(articles(&world), 0);
}

#[test]
fn what_links_led_to_goes_with_the_links() {
    let Some(world) = ordinary() else { return };
    archive().write(&world, "archive", &Archive::default());
    world.write("elsewhere/one.txt", text((800, 1)));
    world.write("elsewhere/folder/two.txt", text((801, 1)));
    symlink(world.path("elsewhere/one.txt"), world.path("archive/one.txt")).unwrap();
    symlink(world.path("elsewhere/folder"), world.path("archive/folder")).unwrap();
    symlink(world.path("archive"), world.path("archive/part0/loop")).unwrap();
    give(&world.path(""), OWNER);
    world.run(&INDEX).is_orderly();
    assert_eq!(articles(&world), ALL + 2);
    std::fs::remove_file(world.path("archive/one.txt")).unwrap();
    world.run(&INDEX).is_orderly();
    assert_eq!(articles(&world), ALL + 1);
    std::fs::remove_file(world.path("archive/folder")).unwrap();
    world.run(&INDEX).is_orderly();
    assert_eq!(articles(&world), ALL);
    assert!(world.path("elsewhere/one.txt").exists() && world.path("elsewhere/folder/two.txt").exists());
}

#[test]
fn names_that_differ_in_bytes_that_are_no_text_are_two() {
    let Some(world) = ordinary() else { return };
    archive().write(&world, "archive", &Archive::default());
    let place = |name: &[u8]| world.path("archive").join(OsStr::from_bytes(name));
    std::fs::write(place(b"news-\xfe.txt"), text((801, 1))).unwrap();
    std::fs::write(place(b"news-\xff.txt"), text((802, 1))).unwrap();
    give(&world.path(""), OWNER);
    world.run(&INDEX).expect(0);
    assert_eq!(articles(&world), ALL + 2);
    std::fs::remove_file(place(b"news-\xfe.txt")).unwrap();
    world.run(&INDEX).expect(0);
    let held = held(&world.path("ix")).unwrap();
    assert!(held.contains_key(&802) && !held.contains_key(&801));
}

#[test]
fn a_moved_archive_is_there_once() {
    let Some(world) = indexed() else { return };
    std::fs::rename(world.path("archive"), world.path("moved")).unwrap();
    let ran = world.run(&["index", "--index", "ix", "moved"]).expect(0);
    assert!(ran.stdout.contains("13 moved"), "{}", ran.told);
    same(&exported(&world.path("ix")), &world.fresh(&["moved"]), "moved");
}

/// A dump in which something cannot be read is known again, too, and so is one that is cut off.
#[test]
fn a_moved_dump_with_bad_records_is_there_once() {
    let Some(world) = indexed() else { return };
    let dump = std::fs::read_to_string(world.path("archive/dump0.ndjson")).unwrap();
    world.write("apart/flawed.ndjson", format!("{{\"headline\": \"No body\"}}\n{dump}"));
    world.write("torn/torn.ndjson", format!("{dump}{{\"headline\": \"To"));
    world.run(&["index", "--index", "ix", "apart", "torn"]).expect(0);
    let both = articles(&world);
    for (from, to) in [("apart", "flawed"), ("torn", "cut")] {
        std::fs::rename(world.path(from), world.path(to)).unwrap();
    }
    let ran = world.run(&["index", "--index", "ix", "flawed", "cut"]).expect(0);
    assert!(ran.stdout.contains("8 moved"), "{}", ran.told);
    assert_eq!(articles(&world), both);
    same(&exported(&world.path("ix")), &world.fresh(&["archive", "flawed", "cut"]), "moved dumps with bad records");
    // Both are read, and told of, again.
    let again = world.run(&["index", "--index", "ix", "flawed", "cut"]).expect(0);
    assert!(again.stdout.contains("8 unchanged") && again.stdout.contains("2 failed"), "{}", again.told);
}

#[test]
fn a_changed_file_with_its_old_size_and_time_is_read() {
    let Some(world) = indexed() else { return };
    let path = world.path("archive/part2/005.txt");
    let before = std::fs::metadata(&path).unwrap();
    // Settled, so that its time would tell.
    std::thread::sleep(std::time::Duration::from_millis(2100));
    world.run(&INDEX).expect(0);
    std::fs::write(&path, text((5, 1)).replace("v1v", "v7v")).unwrap();
    let file = std::fs::File::options().write(true).open(&path).unwrap();
    file.set_modified(before.modified().unwrap()).unwrap();
    assert_eq!(std::fs::metadata(&path).unwrap().len(), before.len());
    world.run(&INDEX).expect(0);
    assert!(held(&world.path("ix")).unwrap()[&5].keys().all(|(version, _)| *version == 7));
}

/// An index that nobody may write can be asked everything, by its owner and by others.
#[test]
fn an_index_for_reading_only_answers() {
    let Some(mut world) = indexed() else { return };
    world.write("onrecord-questions.tsv", "");
    let find = world.run(&["search", "--index", "ix", "--format", "ndjson", "stands at version"]).expect(0);
    let record: serde_json::Value = serde_json::from_str(find.stdout.lines().next().unwrap()).unwrap();
    let id = record["id"].as_str().unwrap();
    let asked = [
        &["search", "--index", "ix", "what did Ann Example say about the version"][..],
        &["show", "--index", "ix", id],
        &["verify", "--index", "ix"],
        &["export", "--index", "ix", "--format", "ndjson"],
        &["stats", "--index", "ix"],
        &["timeline", "--index", "ix", "stands at version"],
        &["compare", "--index", "ix", "Ann Example", "Harold Testby"],
        &["similar", "--index", "ix", id],
        &["speakers", "--index", "ix"],
    ];
    let truth: Vec<_> = asked.iter().map(|arguments| world.run(arguments).stdout).collect();
    let before = all_below(&world.path("ix"));
    seal(&world.path("ix"));
    let users: Vec<_> = match world.user {
        Some((way, _)) => vec![Some((way, OWNER)), Some((way, STRANGER))],
        None => vec![None],
    };
    for user in users {
        world.user = user;
        for (arguments, truth) in asked.iter().zip(&truth) {
            let ran = world.run(arguments);
            assert!(matches!(ran.status, Some(0 | 1)), "{user:?}\n{}", ran.told);
            assert_eq!(sorted(&ran.stdout), sorted(truth), "{user:?}\n{}", ran.told);
        }
        for arguments in [&INDEX[..], &["repair", "--index", "ix"]] {
            let ran = world.run(arguments);
            // Nothing is to be done.
            assert_eq!(ran.status, Some(0), "{user:?}\n{}", ran.told);
        }
        let rebuilt = world.run(&["index", "--index", "ix", "--rebuild", "archive"]).expect(2);
        assert!(rebuilt.stderr.contains("permission denied"), "{}", rebuilt.told);
        // The table is the user's own, and can be written; the index cannot, which is told.
        let table = world.home().join(format!("ours-{user:?}.tsv").replace(['(', ')', ' ', ','], ""));
        std::fs::write(&table, "").unwrap();
        if let Some((_, user)) = user {
            give(&table, user);
            set_mode(&world.home(), 0o777);
        }
        let table = table.to_str().unwrap();
        let correct = ["correct", "--index", "ix", "--corrections", table, id, "--speaker", "Basil Testby"];
        let ran = world.run(&correct);
        ran.is_orderly();
        assert!(ran.stderr.contains("permission denied"), "{}", ran.told);
        set_mode(Path::new(table), 0o444);
        let refused = world.run(&correct).expect(2);
        assert!(refused.stderr.contains("for reading only"), "{}", refused.told);
    }
    assert_eq!(all_below(&world.path("ix")), before);
    assert_eq!(damages(&world.path("ix")), Vec::<String>::new());
}

fn contents(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    files_below(folder).into_iter().map(|name| (name.clone(), std::fs::read(folder.join(&name)).unwrap())).collect()
}

/// Folders of the user's that look somewhat like an index.
#[test]
fn folders_of_the_users_own_are_not_touched() {
    let world = World::new();
    archive().write(&world, "archive", &Archive::default());
    world.run(&INDEX).expect(0);
    world.write("a/onrecord.json", r#"{"headline": "Lamps", "body": "The user's own"}"#);
    world.write("b/data-1/own.txt", "The user's own");
    world.write("c/onrecord.json", "");
    world.write("d/data-1/0123456789abcdef0123456789abcdef.txt", "The user's own");
    world.write("e/meta.json", "{}");
    world.write("e/onrecord.lock", "The user's own");
    world.write("f/onrecord.json", r#"{"format": 6, "program": "0.1.0"}"#);
    world.write("f/own.txt", "The user's own");
    for folder in ["a", "b", "c", "d", "e"] {
        let before = contents(&world.path(folder));
        let id = "2017-01-01-00000000";
        for arguments in [
            &["index", "--index", folder, "archive"][..],
            &["index", "--index", folder, "--rebuild", "archive"],
            &["search", "--index", folder, "--in", "archive", "ferry"],
            &["search", "--index", folder, "ferry"],
            &["verify", "--index", folder],
            &["repair", "--index", folder],
            &["correct", "--index", folder, id, "--unknown"],
        ] {
            let ran = world.run(arguments).expect(2);
            ran.is_orderly();
            assert_eq!(contents(&world.path(folder)), before, "{}", ran.told);
        }
    }
    // A marker of an index whose data are not there: it may be made anew, and what else lies there stays.
    world.run(&["index", "--index", "f", "archive"]).expect(2);
    world.run(&["index", "--index", "f", "--rebuild", "archive"]).expect(0);
    assert_eq!(std::fs::read_to_string(world.path("f/own.txt")).unwrap(), "The user's own");
}

/// Links under the names of drafts, locks and data folders lead to what is the user's.
#[test]
fn planted_links_lead_nowhere() {
    let world = World::new();
    archive().write(&world, "archive", &Archive::default());
    world.run(&INDEX).expect(0);
    world.write("own/letter.txt", "The user's own");
    world.write("own/table.tsv", "# The user's own\n");
    // Another index of the user's, whole.
    copy(&world.path("ix"), &world.path("own/index"));
    let own = contents(&world.path("own"));
    let letter = world.path("own/letter.txt");
    let plant = |name: &str, target: &Path| symlink(target, world.path(name)).unwrap();
    for name in ["ix/.onrecord-abc123", "ix/.tmpabc123", "ix/data-1/.onrecord-abc123", "ix/data-1/.tmpabc123"] {
        plant(name, &letter);
    }
    plant("ix/data-7", &world.path("own/index/data-1"));
    std::fs::remove_file(world.path("ix/onrecord.lock")).unwrap();
    plant("ix/onrecord.lock", &letter);
    world.write("archive/new.txt", text((900, 1)));
    world.run(&INDEX).expect(0);
    assert_eq!(contents(&world.path("own")), own);
    world.run(&["index", "--index", "ix", "--rebuild", "archive"]).expect(0);
    assert_eq!(contents(&world.path("own")), own);
    assert_eq!(articles(&world), ALL + 1);
    // A table that is a link stays one, and what it leads to is what was meant.
    plant("onrecord-questions.tsv", &world.path("own/table.tsv"));
    world.run(&["save", "ferry", "ferry"]).expect(0);
    assert!(world.path("onrecord-questions.tsv").is_symlink());
    assert!(std::fs::read_to_string(world.path("own/table.tsv")).unwrap().starts_with("# The user's own\n"));
}

/// What can be waited for without end, in the place of each file of an index: told as damage, and mended.
#[test]
fn pipes_in_the_place_of_files_are_damage() {
    let world = World::new();
    archive().write(&world, "archive", &Archive::default());
    world.run(&INDEX).expect(0);
    let fresh = exported(&world.path("ix"));
    copy(&world.path("ix"), &world.path("whole"));
    let files = files_below(&world.path("ix"));
    for file in files.iter().filter(|file| !file.ends_with("onrecord.lock")) {
        for dangling in [false, true] {
            let name = file.to_str().unwrap();
            // Nothing is there by this name where a link leads nowhere, which is damage of the usual kind.
            if dangling && !name.ends_with(".lock") {
                continue;
            }
            copy(&world.path("whole"), &world.path("ix"));
            let place = world.path("ix").join(file);
            std::fs::remove_file(&place).unwrap();
            match dangling {
                true => symlink(world.path("own/made.txt"), &place).unwrap(),
                false => assert!(std::process::Command::new("mkfifo").arg(&place).status().unwrap().success()),
            }
            let verified = world.run(&["verify", "--index", "ix"]).expect(2);
            let end = file.file_name().unwrap().to_str().unwrap();
            assert!(verified.told.contains(end), "{name}\n{}", verified.told);
            for arguments in [
                &["search", "--index", "ix", "stands at version"][..],
                &["export", "--index", "ix", "--format", "ndjson"],
                &["stats", "--index", "ix"],
                &INDEX,
            ] {
                let ran = world.run(arguments);
                assert!(ran.status == Some(0) || ran.stderr.contains("damaged"), "{name}\n{}", ran.told);
            }
            assert!(!world.path("own/made.txt").exists(), "{name}");
            // Of the engine's list of segments there is a copy; of anything else the index can do without.
            if world.run(&["repair", "--index", "ix"]).status != Some(0) {
                println!("pipes: {name} cannot be repaired");
                world.run(&["index", "--index", "ix", "--rebuild", "archive"]).expect(0);
            }
            world.run(&["verify", "--index", "ix"]).expect(0);
            same(&exported(&world.path("ix")), &fresh, name);
        }
    }
}
