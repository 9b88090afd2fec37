//! Files that are found by links, and what is left where a link or what it leads to changes: nothing is there twice, nothing
//! is lost that a link still leads to, and nothing is shown under a path that leads elsewhere.

use std::collections::BTreeSet;
use std::os::unix::fs::symlink;

use super::kills::{exported, same};
use super::news::{held, text};
use super::world::{Ran, World, damages};

fn index(world: &World, paths: &[&str]) -> Ran {
    world.run(&[&["index", "--index", "ix"], paths].concat())
}

/// The paths under which articles are shown.
fn shown(world: &World) -> BTreeSet<String> {
    let path = |line: &String| {
        let record: serde_json::Value = serde_json::from_str(line).unwrap();
        record["article"]["path"].as_str().unwrap().to_string()
    };
    exported(&world.path("ix")).iter().map(path).collect()
}

/// The index holds these articles, each once, under these paths; and nothing is damaged.
#[track_caller]
fn holds(world: &World, ran: &Ran, articles: &[(u32, u32)], paths: &[&str]) {
    let held = held(&world.path("ix")).unwrap();
    let mut found: Vec<(u32, u32)> =
        held.iter().flat_map(|(number, versions)| versions.keys().map(|(version, _)| (*number, *version))).collect();
    found.dedup();
    assert_eq!(found, articles, "{}", ran.told);
    assert_eq!(exported(&world.path("ix")).len(), articles.len() * super::news::QUOTES, "{}", ran.told);
    assert_eq!(shown(world), paths.iter().map(|path| path.to_string()).collect(), "{}", ran.told);
    assert_eq!(damages(&world.path("ix")), Vec::<String>::new());
}

fn link(world: &World, to: &str, name: &str) {
    let name = world.path(name);
    std::fs::create_dir_all(name.parent().unwrap()).unwrap();
    symlink(to, name).unwrap();
}

fn rename(world: &World, from: &str, to: &str) {
    std::fs::create_dir_all(world.path(to).parent().unwrap()).unwrap();
    std::fs::rename(world.path(from), world.path(to)).unwrap();
}

fn remove(world: &World, name: &str) {
    std::fs::remove_file(world.path(name)).unwrap();
}

#[test]
fn a_file_that_became_a_link_to_its_new_place_is_there_once() {
    for edited in [false, true] {
        let world = World::new();
        world.write("b/q.txt", text((1, 1)));
        world.write("a/n.txt", text((2, 1)));
        link(&world, "../b/q.txt", "a/m.txt");
        index(&world, &["a", "b"]).expect(0);
        rename(&world, "b/q.txt", "ext/q.txt");
        link(&world, "../ext/q.txt", "b/q.txt");
        let version = if edited { 2 } else { 1 };
        world.write("ext/q.txt", text((1, version)));
        let ran = index(&world, &["a", "b"]).expect(0);
        holds(&world, &ran, &[(1, version), (2, 1)], &["a/m.txt", "a/n.txt"]);
        let again = index(&world, &["--prune", "a", "b"]).expect(0);
        assert!(again.stdout.contains("2 unchanged, 0 removed"), "{}", again.told);
    }
}

#[test]
fn a_renamed_file_to_which_a_link_led_is_there_once() {
    for edited in [false, true] {
        let world = World::new();
        world.write("a/f.txt", text((1, 1)));
        world.write("a/n.txt", text((2, 1)));
        link(&world, "f.txt", "a/a-latest.txt");
        index(&world, &["a"]).expect(0);
        rename(&world, "a/f.txt", "a/g.txt");
        let version = if edited { 2 } else { 1 };
        world.write("a/g.txt", text((1, version)));
        let ran = index(&world, &["a"]).expect(0);
        holds(&world, &ran, &[(1, version), (2, 1)], &["a/g.txt", "a/n.txt"]);
        world.write("a/g.txt", text((1, 3)));
        let ran = index(&world, &["a"]).expect(0);
        holds(&world, &ran, &[(1, 3), (2, 1)], &["a/g.txt", "a/n.txt"]);
    }
}

/// A link to a disk that is not there keeps what it led to.
#[test]
fn a_link_to_what_is_not_there_keeps_it_until_it_is_pruned() {
    let world = World::new();
    world.write("disk/f.txt", text((1, 1)));
    world.write("disk/folder/g.txt", text((3, 1)));
    world.write("a/n.txt", text((2, 1)));
    link(&world, "../disk/f.txt", "a/l.txt");
    link(&world, "../disk/folder", "a/folder");
    index(&world, &["a"]).expect(0);
    rename(&world, "disk", "away");
    std::fs::create_dir(world.path("disk")).unwrap();
    let ran = index(&world, &["a"]).expect(0);
    let paths = ["a/folder/g.txt", "a/l.txt", "a/n.txt"];
    holds(&world, &ran, &[(1, 1), (2, 1), (3, 1)], &paths);
    let ran = index(&world, &["--prune", "a"]).expect(0);
    holds(&world, &ran, &[(2, 1)], &["a/n.txt"]);
}

#[test]
fn a_file_stays_as_long_as_any_link_leads_to_it() {
    let world = World::new();
    world.write("store/f.txt", text((1, 1)));
    world.write("a/n.txt", text((2, 1)));
    world.write("b/o.txt", text((3, 1)));
    for folder in ["a", "b"] {
        link(&world, "../store/f.txt", &format!("{folder}/l.txt"));
    }
    let all = [(1, 1), (2, 1), (3, 1)];
    index(&world, &["a", "b"]).expect(0);
    remove(&world, "a/l.txt");
    let ran = index(&world, &["a"]).expect(0);
    holds(&world, &ran, &all, &["a/l.txt", "a/n.txt", "b/o.txt"]);
    // What it is shown under leads to it again when it is met.
    let ran = index(&world, &["b"]).expect(0);
    holds(&world, &ran, &all, &["a/n.txt", "b/l.txt", "b/o.txt"]);
    let ran = index(&world, &["a", "b"]).expect(0);
    assert!(ran.stdout.contains("3 unchanged, 0 removed"), "{}", ran.told);
    remove(&world, "b/l.txt");
    let ran = index(&world, &["a"]).expect(0);
    assert!(ran.stdout.contains("0 removed"), "{}", ran.told);
    let ran = index(&world, &["b"]).expect(0);
    holds(&world, &ran, &all[1..], &["a/n.txt", "b/o.txt"]);
}

#[test]
fn a_link_that_was_known_later_counts_too() {
    let world = World::new();
    world.write("store/f.txt", text((1, 1)));
    world.write("a/n.txt", text((2, 1)));
    link(&world, "../store/f.txt", "a/l.txt");
    index(&world, &["a"]).expect(0);
    link(&world, "../store/f.txt", "a/z.txt");
    index(&world, &["a"]).expect(0);
    index(&world, &["store"]).expect(0);
    for name in ["a/l.txt", "a/z.txt"] {
        remove(&world, name);
        index(&world, &["a"]).expect(0);
    }
    let ran = index(&world, &["store"]).expect(0);
    holds(&world, &ran, &[(1, 1), (2, 1)], &["a/n.txt", "store/f.txt"]);
}

#[test]
fn a_renamed_link_is_shown_under_its_new_name() {
    let world = World::new();
    world.write("store/f.txt", text((1, 1)));
    world.write("a/n.txt", text((2, 1)));
    link(&world, "../store/f.txt", "a/l.txt");
    index(&world, &["a"]).expect(0);
    rename(&world, "a/l.txt", "a/k.txt");
    let ran = index(&world, &["a"]).expect(0);
    assert!(ran.stdout.contains("1 changed, 1 unchanged, 0 removed"), "{}", ran.told);
    holds(&world, &ran, &[(1, 1), (2, 1)], &["a/k.txt", "a/n.txt"]);
    let ran = index(&world, &["a"]).expect(0);
    assert!(ran.stdout.contains("2 unchanged, 0 removed"), "{}", ran.told);
}

/// The archive is named by a link, which is turned to another version of it.
#[test]
fn an_archive_that_is_named_by_a_link_is_what_the_link_leads_to() {
    for keeps_old in [false, true] {
        let world = World::new();
        for version in [1, 2] {
            world.write(&format!("d{version}/x.txt"), text((1, version)));
            world.write(&format!("d{version}/same.txt"), text((2, 1)));
        }
        world.write("d1/only.txt", text((3, 1)));
        link(&world, "d1", "cur");
        index(&world, &["cur"]).expect(0);
        remove(&world, "cur");
        link(&world, "d2", "cur");
        if !keeps_old {
            std::fs::remove_dir_all(world.path("d1")).unwrap();
        }
        let ran = index(&world, &["--prune", "cur"]).expect(0);
        holds(&world, &ran, &[(1, 2), (2, 1)], &["cur/same.txt", "cur/x.txt"]);
        same(&exported(&world.path("ix")), &world.fresh(&["cur"]), &ran.told);
    }
}
