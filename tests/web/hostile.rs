//! Articles of attackers: scripts and markup in titles, quotes, bylines, outlets, addresses, names of files and questions.
//! A page is what the templates make of it: no element, no attribute and no address that they do not write.

use std::collections::BTreeSet;

use html5gum::{Token, Tokenizer};

use crate::attacks;
use crate::client::encoded;
use crate::served::Served;

/// What would like to be more than text. Each stands in every field of an article.
fn attacks() -> Vec<String> {
    let of_browsers =
        include_str!("../cases/xss.txt").lines().filter(|line| !line.is_empty() && !line.starts_with("# "));
    let of_others = attacks::of_table().into_iter().map(|(_, attack)| attack);
    of_browsers.map(str::to_string).chain(of_others).collect()
}

/// The elements of a page with the names of their attributes, and the addresses that it leads to or loads.
fn shape(page: &str) -> (BTreeSet<String>, Vec<String>) {
    let (mut elements, mut addresses) = (BTreeSet::new(), Vec::new());
    for token in Tokenizer::new(page) {
        let Ok(Token::StartTag(tag)) = token else { continue };
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        for (attribute, value) in &tag.attributes {
            let attribute = String::from_utf8_lossy(attribute).into_owned();
            let value = String::from_utf8_lossy(value).into_owned();
            if matches!(attribute.as_str(), "href" | "src" | "action" | "formaction" | "xlink:href") {
                addresses.push(value);
            }
            elements.insert(format!("{name} {attribute}"));
        }
        elements.insert(name);
    }
    (elements, addresses)
}

/// What the pages of a harmless archive are made of.
fn usual(paths: &[&str]) -> BTreeSet<String> {
    let served = Served::corpus(&["--allow-corrections"]);
    let hit = served.hit("corbyn nato");
    let (quote, article) = (hit["id"].as_str().unwrap(), hit["article"]["id"].as_str().unwrap());
    let mut elements = BTreeSet::new();
    let own = [
        format!("/article/{article}"),
        format!("/list?id={quote}&id=x"),
        format!("/correct?id={quote}"),
        "/person/jeremy-corbyn".to_string(),
        "/compare?side=Corbyn&side=May&on=brexit".to_string(),
        "/compare?side=Corbyn".to_string(),
        "/search?q=zebra+2016&speaker=corbyn&sort=newest&copies=1".to_string(),
        "/search?q=date:(".to_string(),
        "/search?q=*&page=2".to_string(),
        "/search?q=what+did+Corbyn+say+about+NATO+in+2016".to_string(),
        "/search?q=Corbyn+vs+May".to_string(),
        "/search?q=nato&kind=partial".to_string(),
        "/search?q=speaker:none".to_string(),
        "/x".to_string(),
    ];
    for path in own.iter().map(String::as_str).chain(paths.iter().copied()) {
        elements.append(&mut shape(&served.get(path).text()).0);
    }
    elements.append(&mut shape(&Served::usual().get("/search?q=pier").text()).0);
    elements
}

#[test]
fn no_article_becomes_part_of_a_page() {
    let attacks = attacks();
    let mut dump = String::new();
    for (number, attack) in attacks.iter().enumerate() {
        let record = serde_json::json!({
            "headline": format!("{attack}"), "published": "2016-08-18", "source": format!("{attack}"), "author": format!("{attack}"),
            "url": attack,
            "body": format!("The ferry sailed. {attack}\n\n“The ferry {attack} is safe for year {number},” said Ann Example {attack}.\n\nHarold Testby denied that the ferry {attack} was lost."),
        });
        dump.push_str(&format!("{record}\n"));
    }
    let names = ["<img src=x onerror=alert(1)>.txt", "a\" onmouseover=\"alert(1).txt", "javascript:alert(1).txt"];
    let texts: Vec<String> = names
        .iter()
        .map(|name| format!("{name}\nPosted On: 18 August 2016\n\n“The ferry is mine,” said Harold Testby.\n"))
        .collect();
    let mut files = vec![("dump.ndjson", dump.as_str())];
    files.extend(names.into_iter().zip(texts.iter().map(String::as_str)));
    let served = Served::of(&files, &["--allow-corrections"]);
    let known = usual(&["/", "/search?q=*"]);
    let hits = served.get("/api/v1/search?q=ferry&limit=1000&copies=1").expect(200).json();
    let hits = hits["hits"].as_array().unwrap();
    assert!(hits.len() > attacks.len(), "{} quotes of {} attacks", hits.len(), attacks.len());
    let mut paths: BTreeSet<String> =
        ["/", "/search?q=ferry&copies=1", "/search?q=*&sort=oldest", "/compare?side=Example&side=Testby"]
            .map(str::to_string)
            .into();
    for page in 1..=20 {
        paths.insert(format!("/search?q=*&copies=1&page={page}"));
    }
    for hit in hits {
        let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_string();
        paths.insert(format!("/article/{}", text(&hit["article"]["id"])));
        paths.insert(format!("/correct?id={}", text(&hit["id"])));
        paths.insert(format!("/list?id={}&id={}", text(&hit["id"]), encoded(&text(&hit["article"]["title"]))));
        if let Some(id) = hit["speaker"]["id"].as_str() {
            paths.insert(format!("/person/{}", encoded(id)));
        }
    }
    for attack in &attacks {
        let attack = encoded(attack);
        paths.insert(format!("/search?q={attack}&speaker={attack}&outlet={attack}&date={attack}"));
        paths.insert(format!("/search?q={attack}"));
        paths.insert(format!("/compare?side={attack}&side={attack}&on={attack}"));
        paths.insert(format!("/list?id={attack}"));
        paths.insert(format!("/person/{attack}"));
        paths.insert(format!("/{attack}"));
    }
    let mut tried = 0;
    for path in &paths {
        let reply = served.get(path);
        assert_ne!(reply.status, 500, "{path}: {}", reply.text());
        if !reply.header("content-type").is_some_and(|of| of.starts_with("text/html")) {
            continue;
        }
        let page = reply.text();
        let (elements, addresses) = shape(&page);
        let new: Vec<_> = elements.difference(&known).collect();
        assert!(new.is_empty(), "{path} has {new:?}");
        for address in addresses {
            let is_own = address.starts_with('/') && !address.starts_with("//") || address.starts_with('#');
            let is_web = address.to_ascii_lowercase().starts_with("http://")
                || address.to_ascii_lowercase().starts_with("https://");
            assert!(is_own || is_web, "{path} leads to {address:?}");
        }
        let steers = page.chars().find(|sign| {
            sign.is_control() && *sign != '\n'
                || matches!(*sign, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        });
        assert_eq!(steers, None, "{path}");
        tried += 1;
    }
    assert!(tried > 3 * attacks.len(), "{tried} pages");
    let feed = served.get("/feed.atom?q=ferry").expect(200).text();
    let mut reader = quick_xml::Reader::from_str(&feed);
    while !matches!(reader.read_event().expect("well-formed XML"), quick_xml::events::Event::Eof) {}
}
