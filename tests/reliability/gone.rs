//! What is surely gone, and what only seems so: links that lead elsewhere, files that became folders, disks that are not
//! there, dumps that are cut off and moved.

use std::path::Path;

use super::kills::{exported, same};
use super::news::{Archive, held, text};
use super::world::{World, copy, damages};

const INDEX: [&str; 4] = ["index", "--index", "ix", "archive"];

fn articles(world: &World) -> usize {
    held(&world.path("ix")).unwrap().len()
}

fn indexed(texts: u32) -> World {
    let world = World::new();
    Archive::new(texts, &[]).write(&world, "archive", &Archive::default());
    world.run(&INDEX).expect(0);
    world
}

#[track_caller]
fn is_as_fresh(world: &World, roots: &[&str]) {
    assert_eq!(damages(&world.path("ix")), Vec::<String>::new());
    same(&exported(&world.path("ix")), &world.fresh(roots), "as fresh");
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_elsewhere_brings_what_it_leads_to_alone() {
    use std::os::unix::fs::symlink;
    let world = indexed(3);
    world.write("real/v1/p.txt", text((801, 1)));
    world.write("real/v2/p.txt", text((802, 1)));
    world.write("real/q.txt", text((803, 1)));
    world.write("real/r.txt", text((804, 1)));
    symlink(world.path("real/q.txt"), world.path("archive/file.txt")).unwrap();
    symlink(world.path("real/v1"), world.path("archive/current")).unwrap();
    world.run(&INDEX).expect(0);
    assert_eq!(articles(&world), 5);
    for (link, target) in [("archive/file.txt", "real/r.txt"), ("archive/current", "real/v2")] {
        std::fs::remove_file(world.path(link)).unwrap();
        symlink(world.path(target), world.path(link)).unwrap();
    }
    world.run(&INDEX).expect(0);
    is_as_fresh(&world, &["archive"]);
    // One that was named itself stays when a link to it goes.
    world.run(&["index", "--index", "ix", "real"]).expect(0);
    std::fs::remove_file(world.path("archive/current")).unwrap();
    world.run(&INDEX).expect(0);
    assert!(held(&world.path("ix")).unwrap().contains_key(&802));
}

#[test]
fn a_file_that_became_a_folder_is_there_once() {
    let world = indexed(3);
    let name = world.path("archive/part1/001.txt");
    let content = std::fs::read(&name).unwrap();
    std::fs::remove_file(&name).unwrap();
    std::fs::create_dir(&name).unwrap();
    std::fs::write(name.join("inner.txt"), content).unwrap();
    world.run(&INDEX).expect(0);
    is_as_fresh(&world, &["archive"]);
    std::fs::write(world.path("archive/part1/other.txt"), text((810, 1))).unwrap();
    std::fs::remove_dir_all(&name).unwrap();
    world.run(&INDEX).expect(0);
    is_as_fresh(&world, &["archive"]);
}

fn empty(folder: &Path) {
    std::fs::remove_dir_all(folder).unwrap();
    std::fs::create_dir_all(folder).unwrap();
}

/// The place of a disk that is not there is seldom quite empty.
#[test]
fn what_stands_at_the_place_of_a_disk_does_not_take_its_articles_away() {
    let world = indexed(6);
    empty(&world.path("archive/part0"));
    std::fs::write(world.path("archive/part0/.keep"), "").unwrap();
    let kept = world.run(&INDEX).expect(0);
    assert_eq!(articles(&world), 6);
    assert!(kept.stderr.contains("archive/part0 is there any more"), "{}", kept.told);
    empty(&world.path("archive"));
    std::fs::write(world.path("archive/NOT_MOUNTED.txt"), "The disk is not here. Ask the archivist for it.").unwrap();
    world.run(&INDEX);
    assert_eq!(held(&world.path("ix")).unwrap().keys().filter(|number| **number < 6).count(), 6);
    std::fs::remove_dir_all(world.path("archive")).unwrap();
    std::fs::write(world.path("archive"), text((900, 1))).unwrap();
    world.run(&INDEX).expect(0);
    assert_eq!(articles(&world), 7);
    world.run(&["index", "--index", "ix", "--prune", "archive"]).expect(0);
    assert_eq!(articles(&world), 1);
}

#[test]
fn all_files_of_a_root_may_be_renamed() {
    let world = indexed(3);
    for (at, name) in ["part0/000.txt", "part1/001.txt", "part2/002.txt"].iter().enumerate() {
        std::fs::rename(world.path("archive").join(name), world.path(&format!("archive/renamed{at}.txt"))).unwrap();
    }
    world.run(&INDEX).expect(0);
    is_as_fresh(&world, &["archive"]);
}

/// Five articles of a dump; the fourth line is cut off from `cut` on.
fn torn(world: &World, cut: bool) -> String {
    Archive::new(0, &[5]).write(world, "made", &Archive::default());
    let whole = std::fs::read_to_string(world.path("made/dump0.ndjson")).unwrap();
    let lines: Vec<&str> = whole.lines().collect();
    match cut {
        false => whole.clone(),
        true => format!("{}\n{}", lines[..3].join("\n"), &lines[3][..60]),
    }
}

#[test]
fn what_a_dump_that_is_cut_off_held_stays_where_it_moves_and_goes_when_it_is_whole_again() {
    let world = indexed(2);
    let (whole, cut) = (torn(&world, false), torn(&world, true));
    for (from, to) in [("archive/d.ndjson", "archive/e.ndjson"), ("archive/x/d.ndjson", "other/e.ndjson")] {
        let roots: &[&str] = if to.starts_with("other") { &["archive", "other"] } else { &["archive"] };
        let index = [&["index", "--index", "ix"][..], roots].concat();
        world.write(from, &whole);
        world.run(&INDEX).expect(0);
        assert_eq!(articles(&world), 7);
        world.write(from, &cut);
        world.run(&INDEX).expect(0);
        assert_eq!((articles(&world), damages(&world.path("ix"))), (7, vec![]));
        std::fs::create_dir_all(world.path(to).parent().unwrap()).unwrap();
        std::fs::rename(world.path(from), world.path(to)).unwrap();
        for _ in 0..2 {
            world.run(&index).expect(0);
            assert_eq!((articles(&world), damages(&world.path("ix"))), (7, vec![]), "{to}");
            assert_eq!(exported(&world.path("ix")).len(), 7 * super::news::QUOTES);
        }
        world.write(to, &whole);
        world.run(&index).expect(0);
        is_as_fresh(&world, roots);
        std::fs::remove_file(world.path(to)).unwrap();
        world.run(&[&index[..], &["--prune"]].concat()).expect(0);
        assert_eq!(articles(&world), 2);
    }
}

#[test]
fn a_torn_line_at_the_top_of_a_dump_doubles_nothing() {
    let world = indexed(1);
    let whole = torn(&world, false);
    world.write("archive/d.ndjson", &whole);
    world.run(&INDEX).expect(0);
    world.write("archive/d.ndjson", format!("{{\"headline\": \"To\n{whole}"));
    world.run(&INDEX).expect(0);
    assert_eq!((articles(&world), exported(&world.path("ix")).len()), (6, 6 * super::news::QUOTES));
    assert_eq!(damages(&world.path("ix")), Vec::<String>::new());
}

/// Of an index that cannot be read any more nobody knows what it holds: it is not replaced by one of a folder that may be
/// the place of a disk.
#[test]
fn a_damaged_index_is_not_made_anew_of_nothing() {
    let world = indexed(3);
    std::fs::remove_file(world.path("ix/onrecord.json")).unwrap();
    std::fs::rename(world.path("archive"), world.path("disk")).unwrap();
    std::fs::create_dir(world.path("archive")).unwrap();
    let rebuild = ["index", "--index", "ix", "--rebuild", "archive"];
    let refused = world.run(&rebuild).expect(2);
    assert!(refused.stderr.contains("stays as it was: nothing was found in archive"), "{}", refused.told);
    std::fs::remove_dir(world.path("archive")).unwrap();
    std::fs::rename(world.path("disk"), world.path("archive")).unwrap();
    let made = world.run(&rebuild).expect(0);
    assert!(made.stderr.contains("what the old one held of other places cannot be told"), "{}", made.told);
    is_as_fresh(&world, &["archive"]);
}

/// An archive is copied, the copy indexed as well, and the first one deleted: whoever names the copy is told.
#[test]
fn what_is_left_of_a_deleted_copy_is_told_and_pruned() {
    let world = indexed(4);
    copy(&world.path("archive"), &world.path("copy"));
    world.run(&["index", "--index", "ix", "copy"]).expect(0);
    assert_eq!(exported(&world.path("ix")).len(), 2 * 4 * super::news::QUOTES);
    let quiet = world.run(&["index", "--index", "ix", "--prune", "copy"]).expect(0);
    assert!(!quiet.stderr.contains("twice") && quiet.stdout.contains("0 removed"), "{}", quiet.told);
    // One of them is changed, so that its words are nowhere else.
    world.write("archive/part0/000.txt", text((0, 2)));
    world.run(&INDEX).expect(0);
    std::fs::rename(world.path("archive"), world.path("away")).unwrap();
    let told = world.run(&["index", "--index", "ix", "copy"]).expect(0);
    assert!(told.stderr.contains("3 files of other places") && told.stderr.contains("--prune"), "{}", told.told);
    assert!(told.stdout.contains("0 removed"), "{}", told.told);
    let pruned = world.run(&["index", "--index", "ix", "--prune", "copy"]).expect(0);
    assert!(pruned.stdout.contains("3 removed"), "{}", pruned.told);
    assert_eq!(exported(&world.path("ix")).len(), 5 * super::news::QUOTES);
    assert!(held(&world.path("ix")).unwrap()[&0].keys().any(|(version, _)| *version == 2));
    // Where it comes back it is read again.
    std::fs::rename(world.path("away"), world.path("archive")).unwrap();
    world.run(&INDEX).expect(0);
    assert_eq!(exported(&world.path("ix")).len(), 2 * 4 * super::news::QUOTES);
}
