//! Who really said it, from the page: only where that is allowed, and only from a form of the site itself.

use crate::client::request;
use crate::served::{ARTICLES, Served};

fn id(served: &Served) -> String {
    served.hit("Ann Example ferry")["id"].as_str().unwrap().to_string()
}

#[test]
fn without_being_allowed_there_is_a_line_to_copy() {
    let served = Served::usual();
    let id = id(&served);
    let page = served.get(&format!("/correct?id={id}")).expect(200).text();
    assert!(page.contains(&format!("onrecord correct --in archive {id} --speaker")), "{page}");
    assert!(!page.contains("name=\"token\""));
    let body = format!("token=&id={id}&what=unknown");
    assert_eq!(request(served.port, "POST", "/correct", &[], &body).status, 403);
    served.get("/correct?id=nothing").expect(404);
}

#[test]
fn a_form_of_the_site_corrects_and_nothing_else_does() {
    let served = Served::of(&ARTICLES, &["--allow-corrections"]);
    let id = id(&served);
    let page = served.get(&format!("/correct?id={id}")).expect(200).text();
    let token = page.split("name=\"token\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let own = format!("Origin: http://127.0.0.1:{}", served.port);
    let body = |token: &str| format!("token={token}&id={id}&what=speaker&name=Zoe+Testby&party=Harbour+Party");
    for (lines, token) in [
        (vec![own.as_str()], ""),
        (vec![own.as_str()], "00000000000000000000000000000000"),
        (vec!["Origin: https://evil.example"], token),
        (vec!["Sec-Fetch-Site: cross-site"], token),
    ] {
        assert_eq!(request(served.port, "POST", "/correct", &lines, &body(token)).status, 403, "{lines:?}");
    }
    let empty = format!("token={token}&id={id}&what=speaker&name=");
    assert_eq!(request(served.port, "POST", "/correct", &[&own], &empty).status, 400);
    assert_eq!(served.hit("Ann Example ferry")["id"].as_str(), Some(id.as_str()));
    let done = request(served.port, "POST", "/correct", &[&own, "Sec-Fetch-Site: same-origin"], &body(token));
    assert_eq!(done.status, 303, "{}", done.text());
    assert!(done.header("location").unwrap().ends_with(&format!("#q-{id}")));
    let hit = served.hit("Zoe Testby ferry");
    assert_eq!(hit["id"].as_str(), Some(id.as_str()));
    assert_eq!(hit["speaker"]["party"].as_str(), Some("Harbour Party"));
    let page = served.get("/search?q=Zoe+Testby").expect(200).text();
    assert!(page.contains("corrected from Ann Example"), "{page}");
    let back = format!("token={token}&id={id}&what=take-back");
    assert_eq!(request(served.port, "POST", "/correct", &[&own], &back).status, 303);
    assert_eq!(served.hit("Ann Example ferry")["id"].as_str(), Some(id.as_str()));
}
