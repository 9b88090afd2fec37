//! Questions that are kept: what is new, what stood in a name’s place, what a killed run left.

use crate::env::Env;

#[test]
fn saved_questions_show_what_is_new_once() {
    let env = Env::indexed();
    env.run(&["save", "lamp", "what did Ann Example say"]).expect_status(0);
    env.run(&["save", "ferry", "ferry"]).expect_status(0);
    let list = env.run(&["saved"]).expect_status(0);
    assert_eq!(list.stdout, "lamp\twhat did Ann Example say\nferry\tferry\n");
    let whole = env.run(&["run", "ferry", "--index", "ix"]).expect_status(0);
    assert!(
        whole.stdout.starts_with("Read as: about:ferry") || whole.stdout.starts_with("Read as: ferry"),
        "{}",
        whole.shown()
    );
    let new = |env: &Env| env.run(&["run", "lamp", "--new", "--index", "ix", "--format", "ndjson"]);
    let first = new(&env).expect_status(0);
    assert_eq!(first.records().len(), 3, "{}", first.shown());
    assert!(new(&env).expect_status(1).stdout.is_empty());
    // Made anew from the same files the index holds nothing new.
    env.run(&["index", "--index", "ix", "--rebuild", "archive"]).expect_status(0);
    new(&env).expect_status(1);
    env.write(
        "archive/new.txt",
        "Bridge\nPosted On: 4 May 2018\n\n“The bridge will stand for years,” said Ann Example.\n",
    );
    env.run(&["index", "--index", "ix", "archive"]).expect_status(0);
    let more = new(&env).expect_status(0);
    assert_eq!(more.records()[0]["quote"], "The bridge will stand for years,", "{}", more.shown());
    env.run(&["forget", "lamp"]).expect_status(0);
    let gone = new(&env).expect_status(2);
    assert!(gone.stderr.contains("saved are: ferry"), "{}", gone.shown());
    let twice = env.run(&["save", "two words", "ferry"]).expect_status(2);
    assert!(twice.stderr.contains("use one word"), "{}", twice.shown());
}

#[test]
fn a_question_in_the_place_of_another_is_told() {
    let env = Env::new();
    assert!(!env.run(&["save", "roofs", "roof"]).expect_status(0).stderr.contains("In place of"));
    let told = env.run(&["save", "roofs", "tax"]).expect_status(0).stderr;
    assert!(told.contains("In place of: roof"), "{told}");
}

#[test]
fn saving_a_question_tells_what_it_finds_so_far() {
    let env = Env::indexed();
    let save = |question: &str| {
        env.run(&["save", "--index", "ix", "--today", "2019-07-03", "passengers", question]).expect_status(0).stderr
    };
    let told = save("Harold Testby");
    assert!(told.contains("2 quotes so far, 1 in the last week, the last of 2019-07-01."), "{told}");
    assert!(save("what did Ann Example say about zeppelins").contains("0 quotes so far, 0 in the last week."));
    // A question that cannot be read is not worth being kept.
    let bad = env.run(&["save", "--index", "ix", "bad", "date:soon"]).expect_status(2);
    assert!(!env.run(&["saved"]).stdout.contains("bad"), "{}", bad.shown());
}

#[test]
fn what_a_killed_save_left_goes_with_the_next() {
    let env = Env::new();
    env.run(&["save", "--questions", "q.tsv", "roofs", "roof"]).expect_status(0);
    env.write(".onrecord-draft-Ab12Cd34Ef56", "half");
    env.write(".onrecord-draft-notes", "the user's own");
    env.run(&["save", "--questions", "q.tsv", "taxes", "tax"]).expect_status(0);
    assert!(!env.path("work/.onrecord-draft-Ab12Cd34Ef56").exists());
    assert!(env.path("work/.onrecord-draft-notes").exists());
}
