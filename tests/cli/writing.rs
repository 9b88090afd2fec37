//! Commands that write, several at once, and rebuilds: nothing is lost, nothing of the user’s is touched.

use crate::env::Env;

/// Runs commands all at once, each in a process of its own.
fn at_once(env: &Env, commands: &[Vec<String>]) -> Vec<std::process::Output> {
    let run = |arguments: &Vec<String>| env.command().args(arguments).output().expect("the program can be run");
    std::thread::scope(|scope| {
        let running: Vec<_> = commands.iter().map(|arguments| scope.spawn(move || run(arguments))).collect();
        running.into_iter().map(|it| it.join().expect("a run")).collect()
    })
}

#[test]
fn what_is_saved_at_once_is_all_there() {
    let env = Env::indexed();
    let commands: Vec<Vec<String>> = (0..20)
        .map(|number| ["save".to_string(), format!("name{number}"), format!("ferry {number}")].to_vec())
        .collect();
    for output in at_once(&env, &commands) {
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    let list = env.run(&["saved"]).expect_status(0);
    assert_eq!(list.stdout.lines().count(), 20, "{}", list.shown());
}

#[test]
fn what_is_corrected_at_once_is_all_there_and_all_applied() {
    let env = Env::indexed();
    let found = env.run(&["export", "--index", "ix", "--format", "ndjson"]).expect_status(0);
    let ids: Vec<String> =
        found.records().iter().map(|record| record["id"].as_str().expect("an id").to_string()).collect();
    assert!(ids.len() >= 4, "{}", found.shown());
    let commands: Vec<Vec<String>> = ids
        .iter()
        .map(|id| ["correct", "--index", "ix", id, "--speaker", "Olive Mockridge"].map(String::from).to_vec())
        .collect();
    for output in at_once(&env, &commands) {
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    let table = env.run(&["correct", "--list"]).expect_status(0);
    let after = env.run(&["export", "--index", "ix", "--format", "ndjson"]).expect_status(0);
    for id in &ids {
        assert!(table.stdout.contains(id.as_str()), "{id} is not in\n{}", table.shown());
    }
    for record in after.records() {
        assert_eq!(record["speaker"]["name"], "Olive Mockridge", "{record}");
    }
}

#[test]
fn of_first_runs_at_once_none_empties_what_another_stored() {
    let env = Env::with_archive();
    let commands = vec![["index", "--index", "ix", "archive"].map(String::from).to_vec(); 6];
    let mut stored = 0;
    for output in at_once(&env, &commands) {
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        match output.status.code() {
            Some(0) => stored += 1,
            _ => assert!(told.contains("another process is writing"), "{told}"),
        }
    }
    assert!(stored > 0);
    let again = env.run(&["index", "--index", "ix", "archive"]).expect_status(0);
    assert!(again.stdout.contains("0 added"), "{}", again.shown());
}

#[test]
fn a_rebuild_touches_nothing_but_the_index() {
    let env = Env::indexed();
    env.write("ix/my-article.txt", "The user's own");
    env.write("ix/data-1/mine.txt", "The user's own");
    env.run(&["index", "--index", "ix", "--rebuild", "archive"]).expect_status(0);
    for own in ["my-article.txt", "data-1/mine.txt"] {
        assert_eq!(std::fs::read_to_string(env.path("work/ix").join(own)).expect("still there"), "The user's own");
    }
    assert!(std::fs::read_dir(env.path("work/ix/data-1")).expect("the folder").count() == 1);
    env.run(&["search", "--index", "ix", "ferry"]).expect_status(0);
    // A folder that only looks like one, as it holds a file of the marker's name.
    env.write("articles/onrecord.json", r#"{"headline":"Lamps","body":"The user's own"}"#);
    env.write("articles/one.txt", "The user's own");
    env.run(&["index", "--index", "articles", "--rebuild", "archive"]).expect_status(2);
    let names = std::fs::read_dir(env.path("work/articles")).expect("the folder").count();
    assert_eq!(names, 2, "nothing taken, nothing added");
}

#[test]
fn a_rebuild_that_cannot_read_all_leaves_the_old_index() {
    let env = Env::indexed();
    let before = env.run(&["stats", "--index", "ix"]).expect_status(0).stdout;
    for paths in [vec!["arhcive"], vec!["archive/harbour", "arhcive"]] {
        let run = env.run(&[vec!["index", "--index", "ix", "--rebuild"], paths].concat()).expect_status(2);
        assert!(run.stderr.contains("stays as it was"), "{}", run.shown());
        assert_eq!(env.run(&["stats", "--index", "ix"]).expect_status(0).stdout, before);
    }
    let names = std::fs::read_dir(env.path("work/ix")).expect("the index").count();
    assert_eq!(names, 3, "marker, lock and data");
    // A disk that is not there.
    std::fs::rename(env.path("work/archive"), env.path("work/away")).unwrap();
    std::fs::create_dir_all(env.path("work/archive/harbour")).unwrap();
    let run = env.run(&["index", "--index", "ix", "--rebuild", "archive"]).expect_status(2);
    assert!(run.stderr.contains("stays as it was") && run.stderr.contains("--prune"), "{}", run.shown());
    std::fs::copy(env.path("work/away/ferry.txt"), env.path("work/archive/ferry.txt")).unwrap();
    let run = env.run(&["index", "--index", "ix", "--rebuild", "archive"]).expect_status(2);
    assert!(run.stderr.contains("harbour is there any more"), "{}", run.shown());
    assert_eq!(env.run(&["stats", "--index", "ix"]).expect_status(0).stdout, before);
    env.write("other/lamp.txt", "Lamps\nPosted On: 4 May 2016\n\n“The lamp stays,” said Ann Example.\n");
    let run = env.run(&["index", "--index", "ix", "--rebuild", "--prune", "archive", "other"]).expect_status(0);
    assert!(run.stdout.contains("holds 2 articles"), "{}", run.shown());
    let run = env.run(&["index", "--index", "ix", "--rebuild", "archive"]).expect_status(0);
    assert!(run.stderr.contains("1 file of other places"), "{}", run.shown());
}
