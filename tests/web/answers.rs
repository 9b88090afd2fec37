//! Pages: what is asked is shown, every link leads to what it promises, what is taken away is what the command line writes.

use std::collections::BTreeSet;

use crate::client::encoded;
use crate::served::{ARTICLES, Served};

/// The addresses of links in a page, of those that begin so.
fn links(page: &str, begin: &str) -> Vec<String> {
    let mut found = Vec::new();
    for piece in page.split("href=\"").skip(1) {
        let address = piece.split('"').next().unwrap().replace("&#38;", "&").replace("&#34;", "\"");
        if address.starts_with(begin) {
            found.push(address);
        }
    }
    found
}

/// The number with which the first line of a page of hits begins.
fn total(page: &str) -> u64 {
    let line = page.split("role=\"status\">").nth(1).unwrap().split('<').next().unwrap();
    if line.starts_with("Nothing") {
        return 0;
    }
    line.split(' ').find_map(|word| word.parse().ok()).unwrap_or_else(|| panic!("no number in {line:?}"))
}

#[test]
fn a_question_is_answered_with_its_reading_and_its_quotes() {
    let served = Served::usual();
    let page = served.get("/search?q=what+did+Ann+Example+say+about+the+ferry").expect(200).text();
    assert!(page.contains("We asked for ten years of the <mark>ferry</mark> and were given one."), "{page}");
    assert!(page.contains("<span class=\"kind\">by</span> <b>Ann Example</b>"));
    assert!(page.contains("18 Aug 2016"));
    assert_eq!(total(&page), 1);
    // Reported speech is told as such, with its verb, and nobody's words are put into quotation marks.
    let page = served.get("/search?q=Testby+lamp").expect(200).text();
    assert!(page.contains("<span class=\"manner\">reported</span>"), "{page}");
    assert!(page.contains("<em>denied</em>"), "{page}");
    let page = served.get("/search?q=pier").expect(200).text();
    assert!(page.contains("also in 1 other article"), "{page}");
    assert!(page.contains("href=\"https://courier.example/pier?a=1&#38;b=2\""), "{page}");
}

#[test]
fn a_condition_is_taken_away_by_its_link() {
    let served = Served::usual();
    let page = served.get("/search?q=Ann+Example+ferry&kind=direct").expect(200).text();
    let chips = page.split("class=\"chips\"").nth(1).unwrap().split("</ul>").next().unwrap();
    let ways = links(chips, "/search");
    assert_eq!(ways.len(), 3, "{chips}");
    let totals: Vec<u64> = ways.iter().map(|way| total(&served.get(way).expect(200).text())).collect();
    // Without her: the ferry in anybody's words; without the ferry: all that she said; of every kind: the same.
    assert_eq!(totals, [2, 4, 1]);
}

#[test]
fn the_number_beside_a_value_is_the_number_found_behind_it() {
    let served = Served::corpus(&[]);
    for question in ["nato", "speaker:corbyn nato", "party:labour date:2016", "*"] {
        let page = served.get(&format!("/search?q={}", encoded(question))).expect(200).text();
        let aside = page.split("<aside").nth(1).unwrap();
        let mut tried = 0;
        for item in aside.split("<li").skip(1).filter(|item| item.contains("href=")) {
            let way = links(item, "/search").remove(0);
            let count: u64 = item.split("class=\"count\">").nth(1).unwrap().split('<').next().unwrap().parse().unwrap();
            assert_eq!(total(&served.get(&way).expect(200).text()), count, "{question}: {way}");
            tried += 1;
        }
        assert!(tried > 5, "{question}: {tried} values");
        for bar in page.split("<a href=\"/search").skip(1).filter(|bar| bar.contains("data-period")) {
            let way = format!("/search{}", bar.split('"').next().unwrap().replace("&#38;", "&"));
            let count: u64 = bar
                .split("aria-label=\"")
                .nth(1)
                .unwrap()
                .split(": ")
                .nth(1)
                .unwrap()
                .split(' ')
                .next()
                .unwrap()
                .parse()
                .unwrap();
            assert_eq!(total(&served.get(&way).expect(200).text()), count, "{question}: {way}");
        }
    }
}

#[test]
fn pages_of_hits_hold_each_hit_once() {
    let served = Served::corpus(&[]);
    let all = served.get("/api/v1/search?q=*&limit=1000").expect(200).json();
    let mut seen = BTreeSet::new();
    let mut way = Some("/search?q=*".to_string());
    let mut pages = 0;
    while let Some(page) = way.take() {
        let page = served.get(&page).expect(200).text();
        for id in page.split("data-id=\"").skip(1).map(|piece| piece.split('"').next().unwrap().to_string()) {
            assert!(seen.insert(id.clone()), "{id} is on two pages");
        }
        pages += 1;
        way = page.split("<nav class=\"pages\"").nth(1).and_then(|nav| {
            let next = nav.split("</nav>").next().unwrap();
            next.contains("rel=\"next\"").then(|| links(next, "/search").pop().unwrap())
        });
    }
    assert_eq!(seen.len() as u64, all["distinct"].as_u64().unwrap());
    assert!(pages > 5);
}

#[test]
fn tables_are_those_of_the_command_line() {
    let served = Served::usual();
    let question = "Ann Example";
    let table = served.get(&format!("/search.csv?q={}", encoded(question))).expect(200);
    assert_eq!(table.header("content-disposition"), Some("attachment; filename=\"quotes.csv\""));
    let written = served.command(&["export", "--in", "archive", "--format", "csv", question]);
    assert_eq!(table.text(), String::from_utf8(written.stdout).unwrap());
    let answer = served.get(&format!("/search.json?q={}&limit=10", encoded(question))).expect(200);
    let written = served.command(&["search", "--in", "archive", "--format", "json", question]);
    assert_eq!(answer.json(), serde_json::from_slice::<serde_json::Value>(&written.stdout).unwrap());
    let id = served.hit(question)["id"].as_str().unwrap().to_string();
    for (format, style) in [("bibtex", "bibtex"), ("ris", "ris"), ("csl", "csl")] {
        let cited = served.get(&format!("/list/{format}?id={id}")).expect(200);
        let written = served.command(&["show", &id, "--in", "archive", "--format", style, "--accessed", "2020-06-15"]);
        assert_eq!(cited.text(), String::from_utf8(written.stdout).unwrap(), "{format}");
    }
}

#[test]
fn an_article_shows_who_says_what_at_its_place() {
    let served = Served::usual();
    let hit = served.hit("Ann Example ferry");
    let id = hit["id"].as_str().unwrap();
    let to = served.get(&format!("/quote/{id}")).expect(303);
    let place = to.header("location").unwrap();
    assert!(place.ends_with(&format!("#q-{id}")), "{place}");
    let page = served.get(place.split('#').next().unwrap()).expect(200).text();
    assert!(page.contains(&format!("id=\"q-{id}\"")), "{page}");
    // The text is the article's, whole.
    let text: String = html_text(page.split("<article").nth(1).unwrap().split("<footer").next().unwrap());
    assert!(
        text.contains("“The ferry is safe for another year,” said Harold Testby, the leader of the council."),
        "{text}"
    );
    served.get("/article/nothing").expect(404);
}

/// The text of a piece of a page, without what is told of quotes.
fn html_text(piece: &str) -> String {
    let mut text = String::new();
    for (at, part) in piece.split("<span class=\"tip").enumerate() {
        let part = if at == 0 { part } else { part.split_once("</span>\n").map_or(part, |(_, rest)| rest) };
        let mut rest = part;
        while let Some((before, behind)) = rest.split_once('<') {
            text.push_str(before);
            rest = behind.split_once('>').map_or("", |(_, rest)| rest);
        }
        text.push_str(rest);
    }
    text
}

#[test]
fn people_lists_comparisons_and_feeds_are_pages() {
    let served = Served::corpus(&[]);
    let page = served.get("/person/jeremy-corbyn").expect(200).text();
    for told in ["Jeremy Corbyn", "Leader of the Labour Party", "2015", "Latest quotes"] {
        assert!(page.contains(told), "{told}");
    }
    served.get("/person/nobody-at-all").expect(404);
    let page = served.get("/compare?side=Corbyn&side=Starmer&on=nato").expect(200).text();
    assert!(page.contains("Jeremy Corbyn") && page.contains("Keir Starmer") && page.contains("<svg"), "{page}");
    let page = served.get("/compare?side=Corbyn").expect(200).text();
    assert!(page.contains("one side is nothing to compare"), "{page}");
    let front = served.get("/").expect(200).text();
    let questions = front.split("class=\"questions\"").nth(1).unwrap().split("</ul>").next().unwrap();
    let questions = links(questions, "/search");
    assert_eq!(questions.len(), 3, "{front}");
    for question in questions {
        assert!(total(&served.get(&question).expect(200).text()) > 0, "{question}");
    }
    let hit = served.hit("corbyn nato");
    let id = hit["id"].as_str().unwrap();
    let page = served.get(&format!("/list?id={id}&id=2016-01-01-nothing&id={id}")).expect(200).text();
    assert!(page.contains("1 quote on the list") && page.contains("2016-01-01-nothing"), "{page}");
    served.get(&format!("/list/exe?id={id}")).expect(404);
    let feed = served.get("/feed.atom?q=nato").expect(200);
    assert!(feed.header("content-type").unwrap().starts_with("application/atom+xml"));
    let text = feed.text();
    let mut reader = quick_xml::Reader::from_str(&text);
    let mut entries = 0;
    loop {
        match reader.read_event().expect("well-formed XML") {
            quick_xml::events::Event::Start(tag) if tag.name().as_ref() == "entry" => entries += 1,
            quick_xml::events::Event::Eof => break,
            _ => {}
        }
    }
    assert!(entries > 10, "{entries}");
}

#[test]
fn a_time_without_articles_is_told_from_one_without_quotes() {
    let quiet = ("quiet.txt", "Tides\nPosted On: 9 May 2018\n\nHigh water was at noon, and low water at six.\n");
    let served = Served::of(&[&ARTICLES[..], &[quiet]].concat(), &[]);
    let page = served.get("/search?q=Ann+Example").expect(200).text();
    for told in [
        "<title>2018-05: no quotes in 1 article</title>",
        "<title>2018-06: no articles in the archive</title>",
        "articles, but no such quotes",
    ] {
        assert!(page.contains(told), "{told}: {page}");
    }
    let timeline = served.get("/api/v1/timeline?q=Ann+Example&by=month").expect(200).json();
    let periods = |list: &str| -> Vec<String> {
        let steps = timeline[list].as_array().unwrap().iter();
        steps.map(|step| step["period"].as_str().unwrap().to_string()).collect()
    };
    assert_eq!(periods("timeline"), ["2016-08", "2017-05", "2019-03"]);
    assert_eq!(periods("archive"), ["2016-08", "2017-05", "2018-05", "2019-03"]);
    assert_eq!(timeline["archive"][3]["articles"], 2);
}

#[test]
fn questions_are_read_with_the_users_own_tables() {
    let tables = [
        ("../words.tsv", "same\tferry; steamboat\n"),
        ("../days.tsv", "the harbour inquiry\t2017-01-01\t2017-12-31\t\n"),
    ];
    let files = [&ARTICLES[..], &tables].concat();
    let questions = ["what did Harold Testby say about the steamboat", "Ann Example before the harbour inquiry"];
    let found = |served: &Served| {
        questions.map(|question| {
            let answer = served.get(&format!("/api/v1/search?q={}", encoded(question))).expect(200).json();
            answer["total"].as_u64().unwrap()
        })
    };
    assert_eq!(found(&Served::of(&files, &["--synonyms", "words.tsv", "--events", "days.tsv"])), [1, 1]);
    assert_ne!(found(&Served::of(&files, &[])), [1, 1]);
}

#[test]
fn what_finds_nothing_says_what_would() {
    let served = Served::usual();
    let page = served.get("/search?q=what+did+Ann+Example+say+about+the+ferry+in+2019").expect(200).text();
    assert_eq!(total(&page), 0);
    let notes = page.split("class=\"notes\"").nth(1).unwrap().split("</ul>").next().unwrap();
    assert!(notes.contains("Without the dates there would be 1 quote"), "{notes}");
    let wider = links(notes, "/search").remove(0);
    assert_eq!(total(&served.get(&wider).expect(200).text()), 1);
    let page = served.get("/search?q=date%3A(").expect(400).text();
    assert!(page.contains("class=\"error\"") && page.contains("value=\"date:(\""), "{page}");
    assert_eq!(served.get("/search").expect(303).header("location"), Some("/"));
    served.get("/nothing/here").expect(404);
}
