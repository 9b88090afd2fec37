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
