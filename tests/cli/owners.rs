//! What belongs to somebody else: never obeyed unasked, and readable where it may only be read.

use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::Path;

use super::env::{Env, Run};

const NOBODY: u32 = 65534;

fn is_root(env: &Env) -> bool {
    env.path("work").metadata().expect("the folder").uid() == 0
}

fn set_owner(path: &Path, owner: u32) {
    chown(path, Some(owner), None).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    if path.is_dir() {
        for entry in std::fs::read_dir(path).expect("a folder") {
            set_owner(&entry.expect("an entry").path(), owner);
        }
    }
}

fn set_modes(path: &Path, folders: u32, files: u32) {
    let mode = if path.is_dir() { folders } else { files };
    if path.is_dir() {
        for entry in std::fs::read_dir(path).expect("a folder") {
            set_modes(&entry.expect("an entry").path(), folders, files);
        }
    }
    std::fs::set_permissions(path, PermissionsExt::from_mode(mode)).expect("its mode can be set");
}

#[test]
fn an_index_and_a_table_in_a_folder_above_are_told_and_those_of_others_are_passed_over() {
    let env = Env::with_archive();
    env.run(&["index", "--index", ".onrecord", "archive"]).expect_status(0);
    let id = env.run(&["search", "--format", "ndjson", "--limit", "1", "lamp"]).records()[0]["id"].clone();
    let id = id.as_str().expect("an id");
    env.run(&["correct", id, "--speaker", "Harold Testby"]).expect_status(0);
    let below = |env: &Env| -> Run {
        let mut command = env.command();
        command.current_dir(env.path("work/archive")).args(["search", "--format", "ndjson", "lamp"]);
        let output = command.output().expect("the program can be run");
        env.read(&["search", "lamp"], output)
    };
    let found = below(&env).expect_status(0);
    assert!(found.stderr.contains("using [ROOT]/work/.onrecord"), "{}", found.shown());
    assert!(found.stderr.contains("using [ROOT]/work/onrecord-corrections.tsv"), "{}", found.shown());
    assert_eq!(found.records()[0]["speaker"]["name"], "Harold Testby", "{}", found.shown());
    if !is_root(&env) {
        println!("run as root to try files of other users");
        return;
    }
    set_owner(&env.path("work/onrecord-corrections.tsv"), NOBODY);
    let found = below(&env).expect_status(0);
    assert!(found.stderr.contains("belongs to another user"), "{}", found.shown());
    assert_eq!(found.records()[0]["speaker"]["name"], "Ann Example", "{}", found.shown());
    set_owner(&env.path("work/.onrecord"), NOBODY);
    let none = below(&env).expect_status(2);
    assert!(none.stderr.contains("belongs to another user and is not used"), "{}", none.shown());
    assert!(none.stderr.contains("there is no index yet"), "{}", none.shown());
    let named = env.run(&["search", "--index", ".onrecord", "lamp"]).expect_status(0);
    assert!(named.stdout.contains("lamp"), "{}", named.shown());
}

#[test]
fn an_index_that_may_only_be_read_can_be_asked() {
    let env = Env::with_archive();
    env.run(&["index", "--index", "ix", "archive"]).expect_status(0);
    let id =
        env.run(&["search", "--index", "ix", "--format", "ndjson", "--limit", "1", "lamp"]).records()[0]["id"].clone();
    let id = id.as_str().expect("an id");
    let expected = env.run(&["export", "--index", "ix"]).expect_status(0).stdout;
    set_modes(&env.path("work/ix"), 0o555, 0o444);
    let run = |arguments: &[&str]| env.run_as_ordinary_user(arguments);
    for arguments in [
        vec!["search", "--index", "ix", "ferry"],
        vec!["show", "--index", "ix", id],
        vec!["verify", "--index", "ix"],
        vec!["stats", "--index", "ix"],
        vec!["speakers", "--index", "ix"],
        vec!["timeline", "--index", "ix"],
        vec!["similar", "--index", "ix", id],
        vec!["compare", "--index", "ix", "Ann Example", "Harold Testby"],
    ] {
        let run = run(&arguments);
        assert!(run.status < 2 && run.stderr.is_empty(), "{}", run.shown());
    }
    assert_eq!(run(&["export", "--index", "ix"]).expect_status(0).stdout, expected);
    // Nothing changed, so nothing need be written.
    run(&["index", "--index", "ix", "archive"]).expect_status(0);
    env.write("archive/new.txt", "Lamps\nPosted On: 4 May 2016\n\n“The lamp stays,” said Ann Example.\n");
    let refused = run(&["index", "--index", "ix", "archive"]).expect_status(2);
    assert!(refused.stderr.contains("cannot be written: permission denied"), "{}", refused.shown());
    let refused = run(&["index", "--index", "ix", "--rebuild", "archive"]).expect_status(2);
    assert!(refused.stderr.contains("cannot be written: permission denied"), "{}", refused.shown());
    set_modes(&env.path("work/ix"), 0o755, 0o644);
    env.run(&["index", "--index", "ix", "archive"]).expect_status(0);
}

#[test]
fn a_folder_behind_a_link_that_may_not_be_entered_is_named_as_nearly_as_can_be() {
    use std::os::unix::fs::symlink;
    let env = Env::with_archive();
    env.write("closed/lamp.txt", "Lamps\nPosted On: 4 May 2016\n\n“The lamp stays,” said Ann Example.\n");
    symlink(env.path("work/closed"), env.path("work/archive/link")).expect("a link");
    env.run(&["index", "--index", "ix", "archive"]).expect_status(0);
    set_modes(&env.path("work/closed"), 0o000, 0o644);
    set_modes(&env.path("work/ix"), 0o777, 0o666);
    let run = env.run_as_ordinary_user(&["index", "--index", "ix", "archive"]);
    assert!(run.stderr.contains("archive") && !run.stderr.contains("to read ;"), "{}", run.shown());
    assert!(run.stdout.contains("0 removed"), "{}", run.shown());
}
