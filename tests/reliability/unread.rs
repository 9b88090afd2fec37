//! What an index holds of records that can no longer be read: it stays, in an update and before a rebuild, and nothing is
//! there twice.

use serde_json::{Map, Value};

use super::kills::{exported, same};
use super::news::{held, record};
use super::world::{Ran, World, damages};

const INDEX: [&str; 4] = ["index", "--index", "ix", "archive"];

fn articles(world: &World) -> Vec<u32> {
    held(&world.path("ix")).unwrap().into_keys().collect()
}

/// A record of a dump whose fields are changed.
fn changed(number: u32, change: impl Fn(&mut Map<String, Value>)) -> String {
    let mut record: Map<String, Value> = serde_json::from_str(&record((number, 1))).unwrap();
    change(&mut record);
    format!("{}\n", Value::Object(record))
}

fn renamed(number: u32, from: &str, to: &str) -> String {
    changed(number, |record| {
        let value = record.remove(from).unwrap();
        record.insert(to.to_string(), value);
    })
}

fn without_text(number: u32) -> String {
    renamed(number, "body", "photographs")
}

fn without_id(number: u32) -> String {
    changed(number, |record| {
        record.remove("id");
    })
}

fn dump(world: &World, records: impl IntoIterator<Item = String>) {
    world.write("archive/d.ndjson", records.into_iter().collect::<String>());
}

fn whole(number: u32) -> String {
    record((number, 1))
}

/// Nothing was taken out, nothing is damaged, nothing there twice.
#[track_caller]
fn holds(world: &World, ran: &Ran, numbers: impl IntoIterator<Item = u32>) {
    let numbers: Vec<u32> = numbers.into_iter().collect();
    assert_eq!(articles(world), numbers, "{}", ran.told);
    assert_eq!(exported(&world.path("ix")).len(), numbers.len() * super::news::QUOTES, "{}", ran.told);
    assert_eq!(damages(&world.path("ix")), Vec::<String>::new());
}

fn indexed(records: impl IntoIterator<Item = String>) -> World {
    let world = World::new();
    dump(&world, records);
    world.run(&INDEX).expect(0);
    world
}

/// The flags with which a dump was read decide what can be read of it.
#[test]
fn another_way_of_reading_takes_nothing_out() {
    let world = World::new();
    dump(&world, [whole(1), renamed(2, "body", "content_raw"), renamed(3, "body", "content_raw"), whole(4)]);
    let map = |map: &'static str| ["index", "--index", "ix", "--map", map, "archive"];
    world.run(&map("text=content_raw")).is_orderly();
    holds(&world, &world.run(&map("text=content_raw")), [2, 3]);
    let ran = world.run(&INDEX).expect(0);
    assert!(ran.stdout.contains("2 added") && ran.stdout.contains("0 removed, 2 failed"), "{}", ran.told);
    assert!(ran.stderr.contains("2 articles of what could not be read stay in the index"), "{}", ran.told);
    holds(&world, &ran, 1..5);
    holds(&world, &world.run(&map("text=nothing")).expect(2), 1..5);
    holds(&world, &world.run(&["index", "--index", "ix", "--max-article", "200", "archive"]).expect(2), 1..5);
    // Read as before.
    holds(&world, &world.run(&INDEX).expect(0), 1..5);
    // The index of just these paths.
    let found = |arguments: &[&str]| {
        let asked = [&["search", "--in", "archive", "--format", "ndjson", "--limit", "50"], arguments].concat();
        world.run(&asked).stdout.lines().count()
    };
    assert_eq!(found(&["--map", "text=content_raw", "speaker:\"Ann Example\""]), 2);
    assert_eq!(found(&["speaker:\"Ann Example\""]), 4);
}

/// Where the flags also say which field tells records apart, those that can be read are there once.
#[test]
fn another_name_for_a_record_doubles_nothing() {
    let world = World::new();
    let coded = |number: u32, text: &str| {
        changed(number, |record| {
            record.insert("code".to_string(), format!("c{number}").into());
            let body = record.remove("body").unwrap();
            record.insert(text.to_string(), body);
        })
    };
    dump(&world, [coded(1, "content_raw"), coded(2, "body"), coded(3, "content_raw")]);
    world.run(&["index", "--index", "ix", "--map", "id=code,text=content_raw", "archive"]).expect(0);
    world.run(&["index", "--index", "ix", "--map", "id=code", "archive"]).expect(0);
    let ran = world.run(&INDEX).expect(0);
    holds(&world, &ran, 1..4);
}

#[test]
fn a_record_that_cannot_be_read_any_more_stays_and_one_that_is_gone_goes() {
    let world = indexed((1..6).map(whole));
    let huge = changed(3, |record| {
        let body = format!("{} {}", record["body"].as_str().unwrap(), "x ".repeat(1_500_000));
        record.insert("body".to_string(), body.into());
    });
    // One without text, one too large, one whose text is empty, and one is gone.
    let empty = changed(4, |record| {
        record.insert("body".to_string(), " ".into());
    });
    dump(&world, [whole(1), without_text(2), huge, empty]);
    let ran = world.run(&INDEX).expect(0);
    assert!(ran.stdout.contains("1 removed, 3 failed"), "{}", ran.told);
    holds(&world, &ran, 1..5);
    // In another order, with one more.
    dump(&world, [whole(9), without_text(4), whole(1), without_text(2), without_text(3)]);
    holds(&world, &world.run(&INDEX).expect(0), [1, 2, 3, 4, 9]);
    dump(&world, [whole(9), whole(1), without_text(3)]);
    holds(&world, &world.run(&INDEX).expect(0), [1, 3, 9]);
    dump(&world, [whole(9), whole(1), whole(3)]);
    let ran = world.run(&INDEX).expect(0);
    holds(&world, &ran, [1, 3, 9]);
    same(&exported(&world.path("ix")), &world.fresh(&["archive"]), &ran.told);
}

/// Records without an id are known by their lines.
#[test]
fn records_without_ids_stay_wherever_they_stand_now() {
    let none = |number: u32| changed(number, |record| record.retain(|name, _| name != "id" && name != "body"));
    let world = indexed((1..6).map(without_id));
    dump(&world, [without_id(1), none(2), without_id(3), without_id(4), without_id(5)]);
    holds(&world, &world.run(&INDEX).expect(0), 1..6);
    dump(&world, (1..6).map(without_id));
    holds(&world, &world.run(&INDEX).expect(0), 1..6);
    // The last one cannot be read, and has moved up.
    dump(&world, [without_id(1), without_id(2), without_id(4), none(5)]);
    let ran = world.run(&INDEX).expect(0);
    holds(&world, &ran, [1, 2, 4, 5]);
    dump(&world, [1, 2, 4, 5].map(without_id));
    let ran = world.run(&INDEX).expect(0);
    holds(&world, &ran, [1, 2, 4, 5]);
    same(&exported(&world.path("ix")), &world.fresh(&["archive"]), &ran.told);
}

/// A dump that moves with records that cannot be read, and moves again.
#[test]
fn what_cannot_be_read_stays_where_its_dump_moves() {
    let world = indexed((1..5).map(whole));
    dump(&world, [whole(1), without_text(2), whole(3), whole(4)]);
    holds(&world, &world.run(&INDEX).expect(0), 1..5);
    let move_to = |from: &str, to: &str| std::fs::rename(world.path(from), world.path(to)).unwrap();
    for (from, to) in [("archive/d.ndjson", "archive/e.ndjson"), ("archive/e.ndjson", "archive/f.ndjson")] {
        move_to(from, to);
        for _ in 0..2 {
            holds(&world, &world.run(&INDEX).expect(0), 1..5);
        }
    }
    world.write("archive/f.ndjson", [whole(1), without_text(2), whole(4)].concat());
    holds(&world, &world.run(&INDEX).expect(0), [1, 2, 4]);
    world.write("archive/f.ndjson", [whole(1), whole(2), whole(4)].concat());
    let ran = world.run(&INDEX).expect(0);
    holds(&world, &ran, [1, 2, 4]);
    same(&exported(&world.path("ix")), &world.fresh(&["archive"]), &ran.told);
}

const REBUILD: [&str; 5] = ["index", "--index", "ix", "--rebuild", "archive"];

/// A rebuild stays away while something of what the old index holds cannot be read, and says of what.
#[test]
fn a_rebuild_waits_for_what_cannot_be_read() {
    let all = || (1..9).map(whole).collect::<String>();
    let lines = || all().lines().map(|line| format!("{line}\n")).collect::<Vec<_>>();
    let cut = |at: usize| lines()[..at].concat();
    let text = super::news::text((20, 1));
    for (what, name, before, after) in [
        ("cut off", "d.ndjson", all(), cut(6) + &lines()[6][..50]),
        ("a bad line", "d.ndjson", all(), lines()[1..].concat() + "not JSON\n"),
        ("no record", "d.ndjson", all(), format!("[1,2]\n{}", lines()[1..].concat())),
        ("no text", "d.ndjson", all(), without_text(1) + &lines()[1..].concat()),
        ("no text at all", "d.ndjson", all(), (1..9).map(without_text).collect()),
        ("empty", "t.txt", text.clone(), String::new()),
        ("binary", "t.txt", text.clone(), "\0\u{1}\u{2}\0".repeat(500)),
        ("too large", "t.txt", text.clone(), "A long story. ".repeat(200_000)),
        ("no text any more, passed over", "t", text.clone(), "\0\u{1}\u{2}\0".repeat(500)),
    ] {
        let world = World::new();
        let path = format!("archive/{name}");
        world.write("archive/own.txt", super::news::text((30, 1)));
        world.write(&path, &before);
        world.run(&INDEX).expect(0);
        let held = articles(&world);
        world.write(&path, &after);
        let refused = world.run(&REBUILD).expect(2);
        assert!(refused.stderr.contains("stays as it was"), "{what}\n{}", refused.told);
        assert!(refused.stderr.contains(name), "{what}\n{}", refused.told);
        assert_eq!(articles(&world), held, "{what}\n{}", refused.told);
        world.run(&[&REBUILD[..], &["--prune"]].concat()).expect(0);
        assert!(articles(&world).len() < held.len(), "{what}");
        world.write(&path, &before);
        world.run(&REBUILD).expect(0);
        assert_eq!(articles(&world), held, "{what}");
        // What was never read keeps nobody waiting.
        world.write("archive/other.ndjson", without_text(40));
        world.run(&INDEX).expect(0);
        world.run(&REBUILD).expect(0);
        assert_eq!(articles(&world), held, "{what}");
    }
}

#[test]
fn a_rebuild_waits_for_what_moved_and_cannot_be_read() {
    let world = indexed((1..5).map(whole));
    dump(&world, [whole(1), without_text(2), whole(3), whole(4)]);
    holds(&world, &world.run(&INDEX).expect(0), 1..5);
    std::fs::rename(world.path("archive/d.ndjson"), world.path("archive/e.ndjson")).unwrap();
    world.run(&REBUILD).expect(2);
    world.run(&INDEX).expect(0);
    let refused = world.run(&REBUILD).expect(2);
    holds(&world, &refused, 1..5);
    // With the dump goes what stayed with it.
    std::fs::remove_file(world.path("archive/e.ndjson")).unwrap();
    world.write("archive/own.txt", super::news::text((30, 1)));
    let ran = world.run(&["index", "--index", "ix", "--prune", "archive"]).expect(0);
    holds(&world, &ran, [30]);
}
