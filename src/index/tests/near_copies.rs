//! How well near copies are known: articles that were changed as papers change them must be, other articles must not, however
//! much of a frame they share.

use super::*;
use crate::archive::{Document, Format};
use crate::article::{ReadOptions, read_article};
use crate::index::analyze::fold_words;
use crate::index::sketch::Sketch;

fn sketch(text: &str) -> Option<Sketch> {
    Sketch::of(&fold_words(text).iter().map(|word| format!("{word}\n")).collect::<String>(), b'\n')
}

fn share_an_anchor(one: &Sketch, other: &Sketch) -> bool {
    one.anchors().any(|anchor| other.anchors().any(|it| it == anchor))
}

/// Whether the two are found to be copies of each other.
fn are_copies(one: &Sketch, other: &Sketch) -> bool {
    one.is_copy(other) && share_an_anchor(one, other)
}

/// The paragraphs of all texts below a folder, an article each.
fn articles_below(folder: &Path) -> Vec<Vec<String>> {
    let (mut files, mut folders) = (Vec::new(), vec![folder.to_path_buf()]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "txt") {
                files.push(path);
            }
        }
    }
    files.sort();
    let mut articles = Vec::new();
    for file in files {
        let bytes = std::fs::read(&file).expect("a file that was found");
        let document = Document::new(Origin::of_file("story.txt"), Format::PlainText, bytes);
        let Ok(article) = read_article(&document, &ReadOptions::default()) else { continue };
        let prose = article.blocks.iter().filter(|block| block.kind == BlockKind::Paragraph);
        articles.push(prose.map(|block| block.span.of(&article.text).to_string()).collect());
    }
    articles
}

/// An article as another paper would carry it.
fn mutations(paragraphs: &[String], number: usize) -> Vec<(&'static str, String)> {
    let text = paragraphs.join(" ");
    let sentences = || text.split_inclusive(". ");
    let fewer = |skip: usize| -> String {
        sentences()
            .enumerate()
            .skip(skip)
            .filter(|(at, _)| !(at * 7 + number).is_multiple_of(10))
            .map(|(_, it)| it)
            .collect()
    };
    let menu = "Home News Sport Weather Politics Business Sign in Register. Subscribe for unlimited access to all of our \
                journalism and to the daily letter. Follow us for more stories like this one.";
    let tag = "Reporting by Ann Example in Exampleton; editing by Harold Testby.";
    let edited = |(at, word)| if usize::is_multiple_of(at + number, 25) { "other " } else { word };
    vec![
        ("first paragraph cut", paragraphs[1.min(paragraphs.len() - 1)..].join(" ")),
        ("a tenth of the sentences left out", fewer(0)),
        ("another menu", format!("{menu} {text} {menu}")),
        ("an agency's tag", format!("{text} {tag}")),
        ("each 25th word another", text.split_inclusive(' ').enumerate().map(edited).collect()),
        ("first sentence and a tenth left out, a tag", format!("{} {tag}", fewer(1))),
    ]
}

/// The articles of the corpus; where the evaluation sets lie beside the project, those as well.
fn articles() -> Vec<Vec<String>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut articles = articles_below(&root.join("corpus"));
    let sets = root.join("../shared/eval");
    match sets.is_dir() {
        true => articles.extend(articles_below(&sets)),
        false => println!("skipped: no evaluation sets at {}", sets.display()),
    }
    articles
}

#[test]
fn changed_articles_are_known_and_others_are_not() {
    let articles = articles();
    let with_sketch: Vec<(usize, Sketch)> =
        articles.iter().enumerate().filter_map(|(at, text)| Some((at, sketch(&text.join(" "))?))).collect();
    let (mut pairs, mut alike) = (0u64, Vec::new());
    for (at, (_, one)) in with_sketch.iter().enumerate() {
        for (other, sketch) in &with_sketch[at + 1..] {
            pairs += 1;
            if are_copies(one, sketch) {
                alike.push((with_sketch[at].0, *other));
            }
        }
    }
    let mut known: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    for (at, own) in &with_sketch {
        if fold_words(&articles[*at].join(" ")).len() < 150 {
            continue;
        }
        for (name, text) in mutations(&articles[*at], *at) {
            let (found, all) = known.entry(name).or_default();
            *all += 1;
            *found += u32::from(sketch(&text).is_some_and(|other| are_copies(own, &other)));
        }
    }
    println!("{} articles, {pairs} pairs, {} taken for copies: {alike:?}", articles.len(), alike.len());
    for (name, (found, all)) in &known {
        println!("{name}: {found} of {all} known");
        assert!(f64::from(*found) >= 0.9 * f64::from(*all), "{name}: {found} of {all}");
    }
    // No two articles of the corpus are copies; of the evaluation sets a few are.
    assert!(alike.len() as u64 * 50_000 <= pairs, "{alike:?}");
}

/// A column that begins and ends the same way each week, with so many words of its own.
fn column(week: u32, frame: usize, own: usize) -> String {
    let words = |name: &str, count: usize| -> String { (0..count).map(|at| format!("{name}{at} ")).collect() };
    format!("{}{}{}", words("begin", frame), words(&format!("week{week}x"), own), words("end", frame))
}

#[test]
fn what_shares_a_frame_is_no_copy() {
    // 120 words of frame around 200, and short posts of a live blog with a line that all have.
    let columns: Vec<Sketch> = (0..40).filter_map(|week| sketch(&column(week, 60, 200))).collect();
    let posts: Vec<Sketch> = (0..40).filter_map(|post| sketch(&column(post, 15, 30))).collect();
    assert_eq!((columns.len(), posts.len()), (40, 40));
    for set in [&columns, &posts] {
        for (at, one) in set.iter().enumerate() {
            assert!(set[at + 1..].iter().all(|other| !one.is_copy(other)));
        }
    }
    assert_eq!(sketch(&column(1, 2, 10)), None, "so few words have no copies");
    assert!(posts[0].is_copy(&posts[0]) && columns[0].is_copy(&columns[0]));
}

/// What copies and versions cost beside what they are beside of.
#[test]
#[ignore = "measures: cargo test --profile profiling --lib what_relatives_cost -- --ignored --nocapture"]
fn what_relatives_cost() {
    use crate::index::address::AddressNumber;
    use crate::index::related::{ArticlePlace, Related, Relative, SharedNumbers, VersionAge};
    use std::time::Instant;

    let register = register();
    let extractor = crate::quotes::Extractor::new(&register);
    let articles: Vec<String> = articles().iter().map(|paragraphs| paragraphs.join("\n\n")).collect();
    let read = |text: &String| {
        let document = Document::new(Origin::of_file("story.txt"), Format::PlainText, text.clone().into_bytes());
        read_article(&document, &ReadOptions::default()).ok()
    };
    let (mut whole, mut own) = (Duration::ZERO, Duration::ZERO);
    for article in articles.iter().cycle().take(1_000).filter_map(read) {
        let begun = Instant::now();
        let quotes = extractor.extract(&article);
        let prepared = Prepared::new(&ArticleEntry::new(article, quotes, &Default::default(), &register));
        whole += begun.elapsed();
        let begun = Instant::now();
        let made = (
            Sketch::of(&prepared.words, b'\n'),
            AddressNumber::of(Some("https://example.org/a"), "a", &prepared.words),
        );
        own += begun.elapsed();
        assert!(made.1.is_some());
    }
    println!(
        "of finding quotes and preparing articles, {:.2} % is for sketch and address",
        100.0 * own.as_secs_f64() / whole.as_secs_f64()
    );
    assert!(own * 33 < whole, "{own:?} of {whole:?}");

    // A million articles, of which one in twenty is a copy of another and one in twenty an earlier version.
    const MANY: u64 = 1_000_000;
    let random = |number: u64| crate::index::prepared::first_number(&blake3::hash(&number.to_le_bytes()));
    let numbers: Vec<(Sketch, AddressNumber)> = (0..MANY)
        .map(|at| {
            let of = if at % 20 == 1 { at - 1 } else { at };
            let address = if at % 20 == 3 { at - 1 } else { at };
            let sketch = Sketch(std::array::from_fn(|place| random(of * 8 + place as u64)));
            (sketch, AddressNumber(random(MANY * 8 + address) >> 24 << 24 | 1 << 12 | (at % 4_096)))
        })
        .collect();
    let begun = Instant::now();
    let mut shared = SharedNumbers::for_numbers(MANY * 5);
    let each = |(sketch, address): &(Sketch, AddressNumber), note: &mut dyn FnMut(u64)| {
        sketch.anchors().for_each(|anchor| note(u64::from(anchor)));
        note(address.address() << 32 | 1);
    };
    numbers.iter().for_each(|of| each(of, &mut |number| shared.note(number)));
    let mut relatives = Vec::new();
    for (at, of) in (0u32..).zip(&numbers) {
        let mut shares = false;
        each(of, &mut |number| shares |= shared.has(number));
        if shares {
            let place = ArticlePlace { part: 0, article: at };
            let age = VersionAge { day: Some(at as i32), ..VersionAge::default() };
            relatives.push(Relative {
                place,
                key: random(u64::from(at)),
                address: of.1,
                sketch: Some(of.0),
                age,
                day: age.day,
            });
        }
    }
    let compared = relatives.len();
    let related = Related::of(relatives);
    println!(
        "of {MANY} articles {compared} are compared, {} groups of copies and {} addresses with versions are found in {:?}",
        related.copies.len(),
        related.versions.len(),
        begun.elapsed()
    );
    assert_eq!((related.copies.len(), related.versions.len()), (50_000, 50_000));
}
