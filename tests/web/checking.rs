//! A pasted text checked: its form, its marks and panels, and what is refused.

use crate::client::request;
use crate::served::Served;

const ARTICLES: [(&str, &str); 1] = [(
    "ferry.txt",
    "Ferry to sail on\nPosted On: 18 August 2009\nSource: The Testby Courier\n\nHarold Testby said: “The ferry is safe for another \
     year, and whoever says otherwise has not read the papers.”\n",
)];

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

fn token_in(page: &str) -> String {
    let at = page.find("name=\"token\" value=\"").expect("a token") + "name=\"token\" value=\"".len();
    page[at..].split('"').next().expect("its end").to_string()
}

#[test]
fn a_pasted_text_is_marked_with_a_panel_for_each_quotation() {
    let served = Served::of(&ARTICLES, &[]);
    let token = token_in(&served.get("/check").expect(200).text());
    let draft = "A look back\n\n“The ferry is safe for another year,” Harold Testby said.\n\n“The ferry is unsafe for another \
                 year,” Harold Testby said.\n\n<script>alert(1)</script> “<b>Every sailor shall have a golden trumpet</b>,” Ann Example said.";
    let body = format!("token={token}&text={}", encoded(draft));
    let page = request(served.port, "POST", "/check", &[], &body);
    assert_eq!(page.status, 200);
    let page = page.text();
    for shown in [
        "1 verbatim",
        "1 altered",
        "class=\"checked as-said\"",
        "href=\"#quotation-2\"",
        "<del>unsafe</del> <ins>safe</ins>",
    ] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    assert!(!page.contains("<script>alert") && !page.contains("<b>Every"), "{page}");
}

#[test]
fn a_text_from_elsewhere_or_too_large_a_one_is_refused() {
    let served = Served::of(&ARTICLES, &[]);
    let token = token_in(&served.get("/check").expect(200).text());
    let post = |lines: &[&str], body: &str| request(served.port, "POST", "/check", lines, body).status;
    assert_eq!(post(&[], "text=x"), 403);
    assert_eq!(post(&["Origin: http://evil.example"], &format!("token={token}&text=x")), 403);
    assert_eq!(post(&["Sec-Fetch-Site: cross-site"], &format!("token={token}&text=x")), 403);
    assert_eq!(post(&[], &format!("token={token}&text={}", "x".repeat(200_000))), 413);
    assert_eq!(post(&[], &format!("token={token}&text={}", "x+".repeat(30_000))), 200);
    assert_eq!(post(&[], &format!("token={token}&text=")), 200);
    let many = encoded("“one two three four five”, Harold Testby said. ").repeat(800);
    assert_eq!(post(&[], &format!("token={token}&text={many}")), 200);
}
