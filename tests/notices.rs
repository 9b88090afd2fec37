//! THIRD-PARTY.md names what the program is built from, no more and no less, with licences and notices.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// A package's name and version.
type Package = (String, String);

/// What to do when the file no longer fits.
const WRITE: &str = "write the file anew:\n  cargo about generate --locked --offline --fail -o THIRD-PARTY.md about.hbs\n\
                     (`cargo install cargo-about --version 0.9.3 --locked --features cli` where it is not there)";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(name: &str) -> String {
    std::fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The strings of a table's list: of the first `name = [` of a TOML file up to its `]`, one a line.
fn list(toml: &str, name: &str) -> Vec<String> {
    let start = toml.find(&format!("\n{name} = [\n")).unwrap_or_else(|| panic!("no list {name}"));
    toml[start + 1..]
        .lines()
        .skip(1)
        .take_while(|line| *line != "]")
        .map(|line| line.trim().trim_end_matches(',').trim_matches('"').to_owned())
        .collect()
}

/// What cargo answers, for all the systems that about.toml names. It fetches packages of other systems that are missing.
fn cargo(arguments: &[&str], target: &str) -> String {
    let mut command = Command::new(env!("CARGO"));
    command.current_dir(root()).args(arguments).arg("--locked");
    for triple in list(&read("about.toml"), "targets") {
        command.args([target, &triple]);
    }
    let output = command.output().unwrap();
    assert!(
        output.status.success(),
        "cargo {} failed; without a network it needs what `cargo fetch --locked` leaves:\n{}",
        arguments[0],
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

/// The packages of others that the program is built from, macros included, what only builds or tests it left out.
fn shipped() -> BTreeSet<Package> {
    cargo(&["tree", "--edges", "normal", "--prefix", "none", "--format", "{p}"], "--target")
        .lines()
        .filter_map(|line| {
            let (name, rest) = line.split_once(" v")?;
            Some((name.to_owned(), rest.split(' ').next()?.to_owned()))
        })
        .filter(|(name, _)| name != env!("CARGO_PKG_NAME"))
        .collect()
}

fn metadata() -> Value {
    serde_json::from_str(&cargo(&["metadata", "--format-version", "1"], "--filter-platform")).unwrap()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// The packages that would ship if one system were all systems at once, and tests chose features for the program too.
fn shipped_at_most(metadata: &Value) -> BTreeSet<Package> {
    let by_id = |list: &Value| -> BTreeMap<String, Value> {
        list.as_array().unwrap().iter().map(|of| (text(&of["id"]), of.clone())).collect()
    };
    let (packages, nodes) = (by_id(&metadata["packages"]), by_id(&metadata["resolve"]["nodes"]));
    let mut found = BTreeSet::new();
    let mut open = vec![text(&metadata["resolve"]["root"])];
    while let Some(id) = open.pop() {
        if found.insert(id.clone()) {
            let needs = nodes[&id]["deps"].as_array().unwrap().iter();
            let ships = |need: &&Value| need["dep_kinds"].as_array().unwrap().iter().any(|of| of["kind"].is_null());
            open.extend(needs.filter(ships).map(|need| text(&need["pkg"])));
        }
    }
    found.iter().map(|id| (text(&packages[id]["name"]), text(&packages[id]["version"]))).collect()
}

/// The rows of the notices' table: package, and the licence that it declares.
fn rows(notices: &str) -> BTreeMap<Package, String> {
    let (_, table) = notices.split_once("\n|---|---|---|---|\n").unwrap();
    table
        .lines()
        .map_while(|line| {
            let mut cells = line.strip_prefix("| ")?.split(" | ");
            Some(((cells.next()?.to_owned(), cells.next()?.to_owned()), cells.next()?.to_owned()))
        })
        .collect()
}

/// `cargo about` looks at all systems at once and so names a few packages that none of them takes.
#[test]
fn every_package_that_ships_is_named_and_none_that_does_not() {
    let shipped = shipped();
    assert!(!shipped.is_empty(), "cargo names no package");
    let at_most = shipped_at_most(&metadata());
    let named: BTreeSet<Package> = rows(&read("THIRD-PARTY.md")).into_keys().collect();
    let missing: Vec<_> = shipped.difference(&named).collect();
    let gone: Vec<_> = named.difference(&at_most).collect();
    assert!(missing.is_empty() && gone.is_empty(), "missing: {missing:?}\nnot shipped: {gone:?}\n{WRITE}");
}

#[test]
fn every_package_stands_under_a_licence_that_has_its_text() {
    let notices = read("THIRD-PARTY.md");
    let (_, licences) = notices.split_once("\n## Licences\n").unwrap();
    let mut under = BTreeSet::new();
    for licence in licences.split("\n### ").skip(1) {
        let (head, text) = licence.split_once("\n~~~~text\n").unwrap();
        assert!(text.len() > 400, "no text under {head}");
        for line in head.lines().filter_map(|line| line.strip_prefix("- ")) {
            let (name, version) = line.split_once(' ').unwrap();
            if name != env!("CARGO_PKG_NAME") {
                under.insert((name.to_owned(), version.to_owned()));
            }
        }
    }
    let named: BTreeSet<Package> = rows(&notices).into_keys().collect();
    assert_eq!(named, under, "{WRITE}");
}

/// Apache-2.0 asks that a NOTICE is handed on with the program; `cargo about` leaves it to the pattern.
#[test]
fn licences_and_notices_are_those_of_the_packages() {
    let notices = read("THIRD-PARTY.md");
    let named = rows(&notices);
    let mut passed_on = 0;
    for package in metadata()["packages"].as_array().unwrap() {
        let Some(licence) = named.get(&(text(&package["name"]), text(&package["version"]))) else { continue };
        // Packages from before SPDX expressions say `MIT/Apache-2.0`; `cargo about` puts the word in.
        let declared = text(&package["license"]).replace('/', " OR ");
        assert_eq!(*licence, declared, "{}: {WRITE}", package["name"]);
        let manifest = PathBuf::from(text(&package["manifest_path"]));
        for entry in std::fs::read_dir(manifest.parent().unwrap()).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().to_uppercase();
            if name.starts_with("NOTICE") {
                passed_on += 1;
                let notice = std::fs::read_to_string(&path).unwrap();
                assert!(notices.contains(notice.trim()), "about.hbs lacks {}:\n{notice}\n{WRITE}", path.display());
            }
        }
    }
    assert_eq!(notices.matches("\n**NOTICE of").count(), passed_on, "about.hbs holds a notice of no package");
}

#[test]
fn both_tools_are_told_the_same() {
    let (about, deny) = (read("about.toml"), read("deny.toml"));
    assert_eq!(list(&about, "targets"), list(&deny, "targets"));
    assert_eq!(list(&about, "accepted"), list(&deny, "allow"));
}
