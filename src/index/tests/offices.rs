//! By which offices the quotes of an article are found, dated or not.

use super::*;

/// The offices of one quote of somebody whom an article gives a role.
fn offices_of(name: &str, role: &str, date: Option<&str>) -> Vec<String> {
    let register = register();
    let made = MadeArticle {
        day: date.map(day),
        ..article("", "A speech", "2005-01-01", &[("He spoke", said("Ann Example", "of ferries"))])
    };
    let (article, mut quotes) = build("/a", &made);
    let person = register.find_name(name).first().copied();
    quotes[0].speaker = Some(Speaker {
        person,
        id: crate::people::slug(name),
        name: name.into(),
        party: None,
        office: Some(role.into()),
    });
    let entry = ArticleEntry::new(article, quotes, &Default::default(), &register);
    entry.guises[0].offices.iter().map(|office| office.id.clone()).collect()
}

#[test]
fn an_undated_article_tells_the_office_by_the_role_that_it_gives_the_holder() {
    assert_eq!(offices_of("Tony Blair", "Prime Minister", None), ["prime-minister-uk"]);
    assert_eq!(offices_of("Jack Straw", "Foreign Secretary", None), ["foreign-secretary"]);
    assert_eq!(offices_of("Alan Milburn", "MP for Darlington", None), ["mp"]);
    // Several countries have one, and nobody says whose this is.
    assert_eq!(offices_of("Ann Example", "prime minister", None), ["prime-minister"]);
    assert_eq!(offices_of("Ann Example", "harbour master", None), ["harbour-master"]);
}

#[test]
fn on_a_day_the_register_tells_the_offices() {
    assert_eq!(offices_of("Tony Blair", "Mr", Some("2004-05-01"))[0], "prime-minister-uk");
}
