//! What must hold of the register's tables, and that the README tells how complete they are.

#[allow(dead_code, reason = "the command that makes the tables uses the rest of it")]
#[path = "../../examples/build_register/checks.rs"]
mod checks;
#[allow(dead_code, reason = "the command that makes the tables uses the rest of it")]
#[path = "../../examples/build_register/tables.rs"]
mod tables;

use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/people/data")
}

fn decided() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/build_register/data")
}

#[test]
fn nothing_in_the_tables_contradicts_itself() {
    let tables = tables::Tables::read(&folder()).unwrap();
    let limits = checks::Limits::read(&decided()).unwrap();
    let wrong = checks::check(&tables, &limits);
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn the_checks_find_what_cannot_be() {
    let mut tables = tables::Tables::read(&folder()).unwrap();
    let limits = checks::Limits::read(&decided()).unwrap();
    let corbyn = tables.seats.get_mut("jeremy-corbyn").unwrap();
    let mut twice = corbyn.iter().find(|it| it.body == "Commons").unwrap().clone();
    twice.party = "conservative".to_owned();
    corbyn.push(twice);
    let office = "prime-minister-uk".to_owned();
    tables.posts.get_mut("jeremy-corbyn").unwrap().push(tables::Post { office, days: tables::Days::default() });
    let wrong = checks::check(&tables, &limits).join("\n");
    for told in ["jeremy-corbyn: twice in Commons", "labour and conservative", "prime-minister-uk on "] {
        assert!(wrong.contains(told), "{told} in {wrong}");
    }
}

#[test]
fn the_readme_tells_how_complete_the_register_is() {
    let table = checks::coverage_table(&tables::Tables::read(&folder()).unwrap());
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    assert!(readme.contains(&table), "README.md should hold, as `build_register` prints it:\n{table}");
}
