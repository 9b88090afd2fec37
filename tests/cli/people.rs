//! `onrecord people`: lists by party and body, and the user's own people taken in, used and written out.

use super::env::Env;

const HEADER: &str = "person\tname\tother names\tgender\tcountry\tparty\tbody\tseat\toffice\tfrom\tto\n";

/// Ann Example of Exampleton Council, of the party named.
fn table(party: &str) -> String {
    format!(
        "{HEADER}ann-example\tAnn Example\tAnnie Example\tfemale\tUK\t{party}\tExampleton Council\tHarbour\t\t2014-05-22\t\n\
         ann-example\tAnn Example\tAnnie Example\tfemale\tUK\t{party}\t\t\tLeader of Exampleton Council\t2016-05-10\t\n"
    )
}

const ARTICLE: &str = "The ferry\n\nPosted On: 18 August 2016\n\nAnn Example was at the harbour in the morning.\n\n\
                       “The ferry is late again today and nobody says why,” Ms Example said.\n";

#[test]
fn own_people_have_their_party_and_office_and_speakers_are_looked_up_again_when_they_change() {
    let env = Env::new();
    env.write("archive/ferry.txt", ARTICLE);
    env.write("council.tsv", table("Green Lane Party"));
    assert_eq!(env.run(&["index", "archive"]).status, 0);
    let before = env.run(&["search", "ferry", "--format", "ndjson"]);
    assert!(before.stdout.contains("\"party\":null"), "{}", before.stdout);
    let imported = env.run(&["people", "import", "council.tsv"]);
    assert_eq!(imported.status, 0, "{}", imported.stderr);
    assert!(imported.stderr.contains("1 person added"), "{}", imported.stderr);
    let after = env.run(&["search", "ferry", "--format", "ndjson"]);
    assert!(after.stdout.contains("\"party\":\"Green Lane Party\""), "{}", after.stdout);
    assert!(after.stdout.contains("Leader of Exampleton Council"), "{}", after.stdout);
    assert!(after.stderr.contains("looked up again in 1 article"), "{}", after.stderr);
    let again = env.run(&["search", "ferry", "--format", "ndjson"]);
    assert!(!again.stderr.contains("looked up again"), "{}", again.stderr);
    env.write("council.tsv", table("Labour"));
    let replaced = env.run(&["people", "import", "council.tsv"]);
    assert!(replaced.stderr.contains("1 replaced"), "{}", replaced.stderr);
    let changed = env.run(&["search", "ferry", "--format", "ndjson"]);
    assert!(changed.stdout.contains("\"party\":\"Labour\""), "{}", changed.stdout);
    let extracted = env.run(&["extract", "archive", "--format", "ndjson"]);
    assert!(extracted.stdout.contains("\"id\":\"ann-example\""), "{}", extracted.stdout);
}

#[test]
fn what_is_taken_in_is_found_and_written_out() {
    let env = Env::new();
    env.write("council.tsv", table("Green Lane Party"));
    env.run(&["people", "import", "council.tsv"]);
    let found = env.run(&["people", "--on", "2017-01-01", "Annie", "Example"]);
    assert!(found.stdout.contains("Ann Example  [ann-example]"), "{}", found.stdout);
    assert!(found.stdout.contains("Exampleton Council: Harbour"), "{}", found.stdout);
    let council = env.run(&["people", "--body", "Exampleton Council", "--format", "csv"]);
    assert!(council.stdout.starts_with("id,name,what,held,place,from,to"), "{}", council.stdout);
    assert!(council.stdout.contains("ann-example,Ann Example,seat,Exampleton Council,Harbour,2014-05-22,"));
    let exported = env.run(&["people", "export"]);
    env.write("all.json", &exported.stdout);
    let elsewhere = env.run(&["people", "import", "all.json", "--people", "other.tsv"]);
    assert_eq!(elsewhere.status, 0, "{}", elsewhere.stderr);
    let found = env.run(&["people", "--people", "other.tsv", "--on", "2017-01-01", "ann-example"]);
    assert!(found.stdout.contains("Leader of Exampleton Council"), "{}", found.stdout);
    let corbyn = env.run(&["people", "--people", "other.tsv", "--on", "2016-08-18", "jeremy-corbyn"]);
    assert!(corbyn.stdout.contains("Leader of the Labour Party"), "{}", corbyn.stdout);
}

#[test]
fn nothing_of_a_bad_file_is_taken() {
    let env = Env::new();
    env.write("council.tsv", table("Green Lane Party"));
    env.run(&["people", "import", "council.tsv"]);
    let bad = table("Red Lane Party").replace("2016-05-10", "May 2016");
    env.write("bad.tsv", bad);
    let refused = env.run(&["people", "import", "bad.tsv"]);
    assert_eq!(refused.status, 2);
    assert!(refused.stderr.contains("bad.tsv line 3: `May 2016` is not a date"), "{}", refused.stderr);
    env.write(
        "bad.json",
        "{\"persons\": [{\"id\": \"a\", \"name\": \"A B\"}], \"memberships\": [{\"person_id\": \"x\"}]}",
    );
    let refused = env.run(&["people", "import", "bad.json"]);
    assert!(refused.stderr.contains("memberships[0]: `x` is the id of no person"), "{}", refused.stderr);
    let found = env.run(&["people", "ann-example"]);
    assert!(found.stdout.contains("Green Lane Party"), "{}", found.stdout);
    assert!(!found.stdout.contains("Red Lane"), "{}", found.stdout);
}

#[test]
fn people_are_listed_by_party_and_body_on_a_day() {
    let env = Env::new();
    let commons = env.run(&["people", "--body", "commons", "--on", "2016-08-18", "--format", "csv"]);
    let seats = commons.stdout.lines().filter(|line| line.contains(",seat,Commons,")).count();
    assert!((645..=650).contains(&seats), "{seats} seats");
    let greens = env.run(&["people", "--party", "green", "--body", "commons", "--on", "2016-08-18"]);
    assert!(greens.stdout.contains("Caroline Lucas"), "{}", greens.stdout);
    assert_eq!(greens.stdout.lines().filter(|line| !line.starts_with(' ')).count(), 1, "{}", greens.stdout);
    let unknown = env.run(&["people", "--body", "nowhere"]);
    assert_eq!(unknown.status, 2);
    assert!(unknown.stderr.contains("no body of the register is called `nowhere`"), "{}", unknown.stderr);
}
