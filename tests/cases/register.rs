//! How the day and the country of an article decide whom its names mean, told with a register of made-up people.

use super::quotes::read;
use onrecord::people::{Register, Tables};
use onrecord::quotes::{Extractor, Speaker};

/// Two Britons, one of whom led the government while she was a Red and is a Blue now, and an American.
const MADE_UP: Tables = Tables {
    bodies: "body\toffice\ttitle\nCommons\tmp\tMP for\nparty\t\t\n",
    memberships: "person\tparty\tbody\tseat\tfrom\tto\n\
                  ann-example\tred\tparty\t\t2001-06-07\t2012-12-31\n\
                  ann-example\tblue\tparty\t\t2013-01-01\t\n\
                  harold-testby\tred\tparty\t\t2010-05-06\t\n\
                  walter-draftwell\tstars\tparty\t\t2001-01-03\t\n",
    names: "person\tname\tfrom\tto\n",
    office_names: "id\ttitle\tcountry\tclass\trank\tparty\tphrases\n\
                   mp\tMP\tUK\tlegislator\t90\t\tmp; mps\n\
                   uk-prime-minister\tPrime Minister\tUK\thead-of-government\t1\t\tprime minister\n",
    offices: "person\toffice\tfrom\tto\nann-example\tuk-prime-minister\t2005-01-01\t2010-12-31\n",
    parties: "id\tname\tcountry\tothers\nblue\tBlue\tUK\tBlues\nred\tRed\tUK\tReds\nstars\tStars\tUS\tStar Party\n",
    persons: "id\tname\tsurname\taliases\tgender\tcountry\tprominence\n\
              ann-example\tAnn Example\t\t\tfemale\tUK\t8\n\
              harold-testby\tHarold Testby\t\t\tmale\tUK\t8\n\
              walter-draftwell\tWalter Draftwell\t\t\tmale\tUS\t8\n",
    ..Tables::EMBEDDED
};

/// The speaker of the last quote of a story.
fn last_speaker(text: &str, date: &str) -> Option<Speaker> {
    let register = Register::with_tables(&MADE_UP).unwrap();
    Extractor::new(&register).extract(&read(text, date)).pop().and_then(|quote| quote.speaker)
}

#[test]
fn a_bare_surname_means_nobody_of_another_country() {
    let id = |text| last_speaker(text, "2016-08-18").map(|speaker| speaker.id);
    let at_home = "Harold Testby was in town. “The ferry is late again today,” Draftwell said.";
    assert_ne!(id(at_home).as_deref(), Some("walter-draftwell"), "an American in an article about Britons");
    let alone = "The harbour was closed. “The ferry is late again today,” Draftwell said.";
    assert_eq!(
        id(alone).as_deref(),
        Some("walter-draftwell"),
        "nothing speaks against the one whom the register knows"
    );
    let named = "Harold Testby met Walter Draftwell. “The ferry is late again today,” Draftwell said.";
    assert_eq!(id(named).as_deref(), Some("walter-draftwell"), "named in full");
}

#[test]
fn an_undated_article_is_of_a_day_on_which_its_offices_were_held() {
    let text = "Prime Minister Ann Example was in town. “The ferry is late again today,” Ms Example said.";
    let party = |date| last_speaker(text, date).and_then(|speaker| speaker.party);
    assert_eq!(party("2016-08-18").as_deref(), Some("Blue"), "the day of the article comes before what its words tell");
    assert_eq!(party("undated").as_deref(), Some("Red"), "her party while she was prime minister");
    let text = "Ann Example was in town. “The ferry is late again today,” Ms Example said.";
    assert_eq!(last_speaker(text, "undated").and_then(|speaker| speaker.party), None, "nothing tells the day");
}

/// Namesakes of all kinds: two peers of one title after each other, two members of one name at the same time, two with one
/// surname in the cabinet, and a prime minister whose name others bear.
const NAMESAKES: Tables = Tables {
    bodies: "body\toffice\ttitle\nCommons\tmp\tMP for\nHouse of Lords\tpeer\t\nparty\t\t\n",
    memberships: "person\tparty\tbody\tseat\tfrom\tto\n\
                  ann-testby\tred\tCommons\tUpper Town\t2001-06-07\t2010-04-12\n\
                  ann-testby-lower-town\tblue\tCommons\tLower Town\t2005-05-05\t2019-11-06\n\
                  edward-penhale\tred\tCommons\tEast Moor\t2001-06-07\t2015-03-30\n\
                  harold-penhale\tred\tCommons\tWest Moor\t1997-05-01\t2015-03-30\n\
                  ida-mockridge\tblue\tHouse of Lords\t\t1999-01-01\t2014-01-01\n\
                  nora-quillby\tblue\tHouse of Lords\t\t2008-06-01\t\n\
                  olive-mockridge\tred\tCommons\tHill End\t1997-05-01\t2010-04-12\n\
                  olive-mockridge\tred\tHouse of Lords\t\t2015-06-01\t\n\
                  rufus-draftwell\tblue\tCommons\tHarbour\t1997-05-01\t2010-04-12\n",
    names: "person\tname\tfrom\tto\n\
            ida-mockridge\tBaroness Mockridge\t1999-01-01\t2014-01-01\n\
            nora-quillby\tBaroness Quillby\t2008-06-01\t\n\
            olive-mockridge\tBaroness Mockridge\t2015-06-01\t\n\
            olive-mockridge\tBaroness Mockridge of Hill End\t2015-06-01\t\n",
    office_names: "id\ttitle\tcountry\tclass\trank\tparty\tphrases\n\
                   foreign-secretary\tForeign Secretary\tUK\tminister\t5\t\tforeign secretary\n\
                   home-secretary\tHome Secretary\tUK\tminister\t5\t\thome secretary\n\
                   mp\tMP\tUK\tlegislator\t90\t\tmp; mps\n\
                   peer\tPeer\tUK\tlegislator\t90\t\tpeer\n\
                   uk-prime-minister\tPrime Minister\tUK\thead-of-government\t1\t\tprime minister\n",
    offices: "person\toffice\tfrom\tto\n\
              edward-penhale\tforeign-secretary\t2007-01-01\t2010-05-11\n\
              harold-penhale\thome-secretary\t2009-01-01\t2010-05-11\n\
              rufus-draftwell\tuk-prime-minister\t2005-01-01\t2010-05-11\n",
    persons: "id\tname\tsurname\taliases\tgender\tcountry\tprominence\n\
              ann-testby\tAnn Testby\t\t\tfemale\tUK\t3\n\
              ann-testby-lower-town\tAnn Testby\t\t\tfemale\tUK\t3\n\
              edward-penhale\tEdward Penhale\t\t\tmale\tUK\t6\n\
              harold-penhale\tHarold Penhale\t\t\tmale\tUK\t6\n\
              ida-mockridge\tIda Mockridge\t\t\tfemale\tUK\t1\n\
              nora-quillby\tNora Quillby\t\t\tfemale\tUK\t1\n\
              olive-mockridge\tOlive Mockridge\t\t\tfemale\tUK\t3\n\
              rufus-draftwell\tRufus Draftwell\t\t\tmale\tUK\t9\n",
    ..MADE_UP
};

#[test]
fn namesakes_are_told_apart_as_papers_tell_them() {
    let register = Register::with_tables(&NAMESAKES).unwrap();
    let mut wrong = Vec::new();
    for (text, date, expected) in [
        // A title is somebody's from its day on.
        (
            "Baroness Mockridge spoke of the ferry. “It is late again today,” Baroness Mockridge said.",
            "2005-06-01",
            "ida-mockridge blue",
        ),
        (
            "Baroness Mockridge spoke of the ferry. “It is late again today,” Baroness Mockridge said.",
            "2016-06-01",
            "olive-mockridge red",
        ),
        (
            "Baroness Mockridge spoke of the ferry. “It is late again today,” Baroness Mockridge said.",
            "2014-06-01",
            "baroness-mockridge -",
        ),
        (
            "Baroness Mockridge of Hill End spoke. “It is late again today,” Lady Mockridge said.",
            "2016-06-01",
            "olive-mockridge red",
        ),
        // The seat and the party tell which of two members.
        (
            "Ann Testby, the MP for Lower Town, was there. “The ferry is late again,” Ms Testby said.",
            "2008-06-01",
            "ann-testby-lower-town blue",
        ),
        (
            "Ann Testby, the MP for Upper Town, was there. “The ferry is late again,” Ms Testby said.",
            "2008-06-01",
            "ann-testby red",
        ),
        (
            "Ann Testby was in town. “The ferry is late again today,” Ms Testby said.",
            "2012-06-01",
            "ann-testby-lower-town blue",
        ),
        ("Ann Testby was in town. “The ferry is late again today,” Ms Testby said.", "2008-06-01", "ann-testby -"),
        // The office of the day beside a surname, though the article names neither in full.
        ("“The ferry is late again today,” said the home secretary, Mr Penhale.", "2009-07-09", "harold-penhale red"),
        (
            "“The ferry is late again today,” said the foreign secretary, Mr Penhale.",
            "2009-07-09",
            "edward-penhale red",
        ),
        ("“The ferry is late again today,” Mr Penhale, the home secretary, said.", "2009-07-09", "harold-penhale red"),
        ("“The ferry is late again today,” said the former home secretary, Mr Penhale.", "2009-07-09", "penhale -"),
        // A peerage that came later tells nothing of when an undated article was written; a peer's title does.
        (
            "Rufus Draftwell met Edward Penhale. “The ferry is late again today,” Nora Quillby said.",
            "undated",
            "nora-quillby -",
        ),
        (
            "Rufus Draftwell met Edward Penhale. “The ferry is late again today,” Baroness Nora Quillby said.",
            "undated",
            "nora-quillby blue",
        ),
        // The office beside a surname that two of the article bear.
        (
            "Harold Penhale and Edward Penhale were there. “The ferry is late again,” said the home secretary, Mr Penhale.",
            "2009-06-01",
            "harold-penhale red",
        ),
        (
            "Edward Penhale and Harold Penhale were there. “The ferry is late again,” said the foreign secretary, Mr Penhale.",
            "2009-06-01",
            "edward-penhale red",
        ),
        (
            "Edward Penhale and Harold Penhale were there. “The ferry is late again,” said Mr Penhale, MP for East Moor.",
            "2009-06-01",
            "edward-penhale red",
        ),
        // A trade that no prime minister has.
        (
            "Rufus Draftwell, a judge, was there. “The ferry is late again today,” Mr Draftwell said.",
            "2008-06-01",
            "rufus-draftwell -",
        ),
        (
            "The harbour trust met. Chairman, Rufus Draftwell, said: “The ferry is late again today.”",
            "2008-06-01",
            "rufus-draftwell -",
        ),
        (
            "Rufus Draftwell, the prime minister, was there. “The ferry is late again today,” Mr Draftwell said.",
            "2008-06-01",
            "rufus-draftwell blue",
        ),
        // The family name first.
        ("Kang Sun-hee spoke. “The ferry is late again today,” Ms Kang said.", "2008-06-01", "kang-sun-hee -"),
        // Before somebody's time nobody of the name is meant.
        ("Ann Testby was in town. “The ferry is late again today,” Ms Testby said.", "1985-06-01", "ann-testby -"),
    ] {
        let speaker = Extractor::new(&register).extract(&read(text, date)).pop().and_then(|quote| quote.speaker);
        let found = speaker.map_or_else(String::new, |it| {
            format!("{} {}", it.id, it.party.map_or("-".to_owned(), |party| party.to_lowercase()))
        });
        if found != expected {
            wrong.push(format!("{date}: {text}\n    {found} instead of {expected}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
