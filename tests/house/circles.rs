//! Circles between the files of a room: two files that each need the other cannot be understood one at a time.

use super::{code, sources};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Rooms whose files are held to it, each with the children that may name what stands in their parent's file.
const ROOMS: [(&str, &[(&str, &str)]); 10] = [
    ("archive", &[]),
    ("article", &[]),
    ("cli", &[]),
    ("corrections", &[]),
    ("desk", &[]),
    ("people", &[]),
    ("query", &[]),
    ("web", &[]),
    ("words", &[]),
    (
        "quotes",
        &[
            // What an act reports, `Content`, is what all files of reported speech are about.
            ("indirect::extents", "indirect"),
            ("indirect::sums", "indirect"),
            // The finder of mentions, whose forms are told in a file each.
            ("mentions::names", "mentions"),
            ("mentions::nominals", "mentions"),
            ("mentions::subjects", "mentions"),
        ],
    ),
];

#[test]
fn no_files_of_a_room_go_in_a_circle() {
    for (room, allowed) in ROOMS {
        let circles = circles(&edges(room, allowed));
        assert!(circles.is_empty(), "files of src/{room} that need each other: {circles:?}");
    }
}

/// Which modules of the room name which, `` being the room's own file and `dates::anchor` a module in a folder. A file
/// does not need the modules that it only declares and passes on.
fn edges(room: &str, allowed: &[(&str, &str)]) -> BTreeMap<String, BTreeSet<String>> {
    let files: BTreeMap<String, String> = sources(&format!("src/{room}"))
        .into_iter()
        .filter(|(path, _)| !path.ends_with("tests.rs") && !path.components().any(|part| part.as_os_str() == "tests"))
        .map(|(path, text)| (module_of(&path, room), code(&text).map(|(_, line)| line).collect::<Vec<_>>().join("\n")))
        .collect();
    let mut edges = BTreeMap::new();
    for (module, text) in &files {
        let mut named = BTreeSet::new();
        for path in paths(text, module, room) {
            // The longest beginning of the path that is a file; the rest names something in it.
            let target =
                (0..=path.len()).rev().map(|length| path[..length].join("::")).find(|one| files.contains_key(one));
            named.extend(target.filter(|target| target != module));
        }
        named.extend(children_in(text, module, files.keys()));
        named.retain(|target| !allowed.contains(&(module.as_str(), target.as_str())));
        edges.insert(module.clone(), named);
    }
    edges
}

/// The children that a module's own code names; what it only passes on (`pub use`) does not count.
fn children_in<'m>(text: &str, module: &str, modules: impl Iterator<Item = &'m String>) -> Vec<String> {
    let is_child = |other: &&String| match other.rsplit_once("::") {
        Some((parent, _)) => parent == module,
        None => module.is_empty() && !other.is_empty(),
    };
    let own: Vec<&str> = text.lines().filter(|line| !line.starts_with("pub")).collect();
    let names = |child: &str| {
        let path = format!("{child}::");
        own.iter().any(|line| {
            line.match_indices(&path)
                .any(|(at, _)| !line[..at].ends_with(|c: char| c == ':' || c == '_' || c.is_alphanumeric()))
        })
    };
    let last = |child: &String| child.rsplit("::").next().unwrap_or_default().to_owned();
    modules.filter(is_child).filter(|child| names(&last(child))).cloned().collect()
}

/// `src/query/dates/anchor.rs` is `dates::anchor`, `src/query/mod.rs` the room itself.
fn module_of(path: &Path, room: &str) -> String {
    let inside = path.strip_prefix(Path::new("src").join(room)).unwrap().with_extension("");
    let parts: Vec<&str> = inside.iter().filter_map(|part| part.to_str()).filter(|part| *part != "mod").collect();
    parts.join("::")
}

/// The paths in a file's code that begin with `super::`, `self::` or `crate::room::`, from the room on; groups in braces
/// are several paths.
fn paths(text: &str, module: &str, room: &str) -> Vec<Vec<String>> {
    let own: Vec<String> = module.split("::").filter(|part| !part.is_empty()).map(str::to_owned).collect();
    let in_room = format!("crate::{room}::");
    let mut found = Vec::new();
    for (at, _) in text.match_indices("super::").chain(text.match_indices(&in_room)).chain(text.match_indices("self::"))
    {
        let before = text[..at].chars().next_back().unwrap_or(' ');
        if before.is_alphanumeric() || matches!(before, '_' | ':') {
            continue;
        }
        let mut rest = &text[at..];
        let mut base = own.clone();
        if let Some(behind) = rest.strip_prefix(&in_room) {
            base.clear();
            rest = behind;
        } else if let Some(behind) = rest.strip_prefix("self::") {
            rest = behind;
        }
        while let Some(behind) = rest.strip_prefix("super::") {
            base.pop();
            rest = behind;
        }
        read_tree(rest, &base, &mut found);
    }
    found
}

/// Reads `a::b` or `a::{b, c::d}`; gives what stands behind it.
fn read_tree<'t>(text: &'t str, base: &[String], found: &mut Vec<Vec<String>>) -> &'t str {
    let text = text.trim_start();
    if let Some(mut rest) = text.strip_prefix('{') {
        loop {
            rest = read_tree(rest, base, found).trim_start().trim_start_matches(',').trim_start();
            match rest.strip_prefix('}') {
                Some(behind) => return behind,
                None if rest.is_empty() => return rest,
                None => {}
            }
        }
    }
    let end = text.find(|char: char| !(char.is_alphanumeric() || char == '_')).unwrap_or(text.len());
    if end == 0 {
        found.push(base.to_vec());
        // Whatever it is (`*`), it is one character.
        return text.char_indices().nth(1).map_or("", |(next, _)| &text[next..]);
    }
    let mut path = base.to_vec();
    if &text[..end] != "self" {
        path.push(text[..end].to_owned());
    }
    match text[end..].strip_prefix("::") {
        Some(rest) => read_tree(rest, &path, found),
        None => {
            found.push(path);
            &text[end..]
        }
    }
}

/// The sets of modules each of which needs every other.
fn circles(edges: &BTreeMap<String, BTreeSet<String>>) -> Vec<Vec<String>> {
    let reached: BTreeMap<&String, BTreeSet<&String>> = edges
        .keys()
        .map(|from| {
            let mut seen: BTreeSet<&String> = BTreeSet::new();
            let mut open: Vec<&String> = edges[from].iter().collect();
            while let Some(next) = open.pop() {
                if seen.insert(next) {
                    open.extend(&edges[next]);
                }
            }
            (from, seen)
        })
        .collect();
    let mut circles: BTreeSet<Vec<String>> = BTreeSet::new();
    for (from, seen) in &reached {
        if seen.contains(from) {
            let members = seen.iter().filter(|other| reached[*other].contains(from));
            circles.insert(members.map(|one| if one.is_empty() { "mod".to_owned() } else { (*one).clone() }).collect());
        }
    }
    circles.into_iter().collect()
}

#[test]
fn a_circle_is_seen() {
    let text = "use super::{context::Context, tree};\nfn f() { super::super::other::g(); crate::query::draft::h() }";
    let found = paths(text, "dates::anchor", "query");
    let shown: Vec<String> = found.iter().map(|path| path.join("::")).collect();
    assert_eq!(shown, ["dates::context::Context", "dates::tree", "other::g", "draft::h"]);
    let edge = |from: &str, to: &[&str]| (from.to_owned(), to.iter().map(|one| (*one).to_owned()).collect());
    let edges = BTreeMap::from([edge("a", &["b"]), edge("b", &["c"]), edge("c", &["b"]), edge("d", &["a"])]);
    assert_eq!(circles(&edges), [["b", "c"]]);
}
