//! What questions are read as: properties that hold for any text.

use super::normal::normalise_query;
use super::tree::*;
use super::*;
use crate::people::Register;
use crate::people::slug;
use crate::quotes::QuoteKind;
use chrono::NaiveDate;
use proptest::prelude::*;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

static REGISTER: LazyLock<Register> = LazyLock::new(|| Register::embedded().unwrap());
static SYNONYMS: LazyLock<Synonyms> = LazyLock::new(Synonyms::embedded);
static EVENTS: LazyLock<Events> = LazyLock::new(Events::embedded);

/// An archive that holds what is hard to ask for: ids that are also words for something else.
struct Archive {
    speakers: Vec<KnownSpeaker>,
    parties: Vec<String>,
    offices: Vec<String>,
}

impl Archive {
    fn new(speakers: &[&str], parties: &[&str], offices: &[&str]) -> Archive {
        let labels = |names: &[&str]| names.iter().map(|name| slug(name)).collect();
        let speaker = |name: &&str| KnownSpeaker { id: slug(name), name: (*name).to_owned(), quotes: 3 };
        Archive { speakers: speakers.iter().map(speaker).collect(), parties: labels(parties), offices: labels(offices) }
    }
}

impl KnownSpeakers for Archive {
    fn find_id(&self, id: &str) -> Option<KnownSpeaker> {
        self.speakers.iter().find(|known| known.id == id).cloned()
    }

    fn named(&self, words: &str) -> Vec<KnownSpeaker> {
        let words = slug(words);
        let bears = |known: &&KnownSpeaker| words.split('-').all(|word| known.id.split('-').any(|own| own == word));
        self.speakers.iter().filter(bears).cloned().collect()
    }

    fn near_words(&self, _: &str) -> Vec<String> {
        Vec::new()
    }

    fn party_name(&self, id: &str) -> Option<String> {
        self.parties.iter().find(|known| *known == id).cloned()
    }

    fn office_name(&self, id: &str) -> Option<String> {
        self.offices.iter().find(|known| *known == id).cloned()
    }
}

const SPEAKERS: [&str; 15] = [
    "CNN",
    "May",
    "Labour",
    "Labour spokesman",
    "Corbyn",
    "None",
    "Unknown",
    "The White House",
    "MPs",
    "Prime Minister",
    "Mr Mayor",
    "9/11 Commission",
    "And",
    "Jeremy Corbyn",
    "Ann Example",
];
const PARTIES: [&str; 4] = ["Tory", "None", "Labour/Co-op", "Example Party"];
const OFFICES: [&str; 6] =
    ["governor", "prime minister", "minister", "unknown", "council leader", "mayor of Exampleton"];

static ARCHIVE: LazyLock<Archive> = LazyLock::new(|| Archive::new(&SPEAKERS, &PARTIES, &OFFICES));

fn context() -> Context<'static> {
    Context {
        today: NaiveDate::from_ymd_opt(2026, 3, 18).unwrap(),
        day_order: DayOrder::DayFirst,
        register: &REGISTER,
        speakers: &*ARCHIVE,
        synonyms: &SYNONYMS,
        events: &EVENTS,
    }
}

fn read(question: &str) -> Reading {
    read_question(question, &context())
}

/// Topic words of every sort, as the reader makes them.
static TOPICS: LazyLock<Vec<TopicWord>> = LazyLock::new(|| {
    let texts = [
        "nato",
        "trident",
        "health",
        "service",
        "national",
        "donald",
        "trump",
        "donald trump",
        "dr oz",
        "May",
        "march",
        "US",
        "2012",
        "9/11",
        "vice-presidential",
        "health service",
        "leaving the eu",
        "said",
        "quotes",
        "who",
        "vs",
        "first",
        "labour",
        "prefer",
        "\"strong and stable\"",
        "\"nuclear weapons\"~3",
        "nation*",
        "\"nation stat*\"",
        "défense",
        "o'brien",
        "1,000",
        "since",
        "referendum",
        "people",
    ];
    let words = texts.iter().flat_map(|text| match read(&format!("about:({text})")).query.root {
        Node::Words(words) => words.words,
        other => panic!("{text}: {other:?}"),
    });
    words.collect()
});

fn topic() -> impl Strategy<Value = TopicWord> {
    let field = prop_oneof![
        4 => Just(TopicField::Anywhere),
        1 => Just(TopicField::Quote),
        1 => Just(TopicField::Title),
    ];
    (0..TOPICS.len(), field).prop_map(|(at, field)| TopicWord { field, ..TOPICS[at].clone() })
}

fn words() -> impl Strategy<Value = WordGroup> {
    (prop::collection::vec(topic(), 1..5), 1usize..5)
        .prop_map(|(words, at_least)| WordGroup { at_least: at_least.min(words.len()), words })
}

fn day() -> impl Strategy<Value = NaiveDate> {
    let dates = (1800..2090i32, 1..=12u32, 1..=31u32);
    dates.prop_filter_map("no such day", |(year, month, day)| {
        let day = if day > 28 { 1 } else { day };
        let date = NaiveDate::from_ymd_opt(year, month, day)?;
        // First and last days of months and years are what is written short.
        Some(if day == 1 {
            date
        } else if day == 2 {
            date.with_day0(0)?.pred_opt()?
        } else {
            date
        })
    })
}

trait WithDay0 {
    fn with_day0(self, day: u32) -> Option<NaiveDate>;
}

impl WithDay0 for NaiveDate {
    fn with_day0(self, day: u32) -> Option<NaiveDate> {
        chrono::Datelike::with_day0(&self, day)
    }
}

fn dates() -> impl Strategy<Value = DateRange> {
    (prop::option::of(day()), prop::option::of(day())).prop_map(|(a, b)| match (a, b) {
        (Some(a), Some(b)) => DateRange { from: Some(a.min(b)), to: Some(a.max(b)) },
        (from, to) => DateRange { from, to },
    })
}

fn leaf() -> impl Strategy<Value = Node> {
    let speaker = prop::sample::select(vec![
        SpeakerRef::Id("jeremy-corbyn".into()),
        SpeakerRef::Id("theresa-may".into()),
        SpeakerRef::Id("owen-smith".into()),
        SpeakerRef::Named("otto unheard".into()),
        SpeakerRef::Named("white house".into()),
        SpeakerRef::Named("mps".into()),
        SpeakerRef::Named("corbyn".into()),
        SpeakerRef::Named("none".into()),
        SpeakerRef::Named("cnn".into()),
    ]);
    let held = prop::sample::select(&SPEAKERS[..]).prop_map(|name| SpeakerRef::Id(slug(name)));
    let speaker = prop_oneof![speaker, held];
    let speakers = prop::collection::vec(speaker, 1..4).prop_map(|mut refs| {
        refs.sort();
        refs.dedup();
        Node::Speaker(refs)
    });
    let offices: Vec<String> = ["home-secretary", "mp", "senator", "prime-minister-uk"].map(String::from).to_vec();
    let cabinet = match read("office:\"shadow cabinet\"").query.root {
        Node::Office(ids) => ids,
        other => panic!("{other:?}"),
    };
    let held = prop::sample::subsequence(&OFFICES[..], 1..4).prop_map(|names| names.into_iter().map(slug).collect());
    let governors = match read("office:Governor").query.root {
        Node::Office(ids) => ids,
        other => panic!("{other:?}"),
    };
    let offices = prop_oneof![prop::sample::subsequence(offices, 1..4), Just(cabinet), Just(governors), held];
    let outlets = prop_oneof![
        prop::sample::select(vec![
            "daily Example",
            "times",
            "the times",
            "O'Brien's U.S. News",
            "None such",
            "*",
            "a..b"
        ])
        .prop_map(|words| OutletRef::Words(words.into())),
        prop::sample::select(vec!["The Times", "the \"Sun\"", "none", "Press-Association (London)", "a,b", "[x]"])
            .prop_map(|name| OutletRef::Exact(name.into())),
    ];
    let attributes = vec![Attribute::Speaker, Attribute::Party, Attribute::Office, Attribute::Outlet, Attribute::Date];
    let parties: Vec<String> = ["labour", "snp", "independent-group"].into_iter().chain(PARTIES).map(slug).collect();
    let words_of = |list: Vec<&'static str>| prop::sample::select(list).prop_map(str::to_owned);
    prop_oneof![
        6 => words().prop_map(Node::Words),
        1 => words().prop_map(Node::Prefer),
        3 => speakers,
        2 => prop::sample::select(parties).prop_map(Node::Party),
        2 => offices.prop_map(Node::Office),
        2 => outlets.prop_map(Node::Outlet),
        1 => words_of(vec!["2016/08", "a b", "C:\\news\\\"x\"", "“curly”", "x,y", ".."]).prop_map(Node::Path),
        1 => prop::sample::select(vec![QuoteKind::Direct, QuoteKind::Partial, QuoteKind::Indirect])
            .prop_map(Node::Kind),
        1 => prop::sample::select(VersionChoice::CHOICES.to_vec()).prop_map(Node::Version),
        1 => prop::sample::select(ChangeChoice::CHOICES.to_vec()).prop_map(Node::Changed),
        3 => dates().prop_map(Node::Dates),
        3 => prop::sample::select(attributes).prop_map(Node::Lacks),
        1 => (0u32..=100).prop_map(|percent| Node::ConfidenceAtLeast(percent as f32 / 100.0)),
    ]
}

fn node() -> impl Strategy<Value = Node> {
    leaf().prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Node::All),
            prop::collection::vec(inner.clone(), 0..4).prop_map(Node::Any),
            inner.prop_map(|node| Node::Not(Box::new(node))),
        ]
    })
}

fn query() -> impl Strategy<Value = ResolvedQuery> {
    let side = prop_oneof![
        Just(("Jeremy Corbyn".to_owned(), Node::Speaker(vec![SpeakerRef::Id("jeremy-corbyn".into())]))),
        Just(("Labour".to_owned(), Node::Party("labour".into()))),
    ];
    let form = prop_oneof![
        5 => Just(Form::Quotes),
        1 => Just(Form::Count),
        1 => Just(Form::When),
        1 => Just(Form::Who),
        1 => prop::collection::vec(side, 2..4).prop_map(Form::Compare),
    ];
    let order = prop::sample::select(vec![Order::Relevance, Order::Newest, Order::Oldest]);
    (node(), form, order).prop_map(|(root, form, order)| normalise_query(ResolvedQuery { root, form, order }))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    /// What is written back is read as the same query.
    #[test]
    fn a_query_is_read_back(query in query()) {
        let text = render_query(&query, &context());
        let reading = read(&text);
        prop_assert_eq!(&reading.errors, &Vec::new(), "{}", text);
        prop_assert_eq!(&reading.query, &query, "{}", text);
        prop_assert_eq!(reading.read_as, text);
    }

    /// Whoever and whatever an archive holds can be asked for by its id.
    #[test]
    fn every_id_is_found(name in prop_oneof!["\\PC{1,16}", "[a-eS .'’-]{1,8}", known_words()]) {
        let id = slug(&name);
        prop_assume!(!id.is_empty());
        let archive = Archive::new(&[&name], &[&name], &[&name]);
        let context = Context { speakers: &archive, ..context() };
        for node in [
            Node::Speaker(vec![SpeakerRef::Id(id.clone())]),
            Node::Party(id.clone()),
            Node::Office(vec![id.clone()]),
        ] {
            let query = ResolvedQuery { root: node, form: Form::Quotes, order: Order::Relevance };
            let text = render_query(&query, &context);
            let reading = read_question(&text, &context);
            prop_assert_eq!(&reading.errors, &Vec::new(), "{}", text);
            prop_assert_eq!(&reading.query, &query, "{}", text);
        }
    }

    /// Any text is read without a panic; spans lie in it; what was read without errors is read back.
    #[test]
    fn any_text_is_read(question in "\\PC{0,80}") {
        check_reading(&question);
    }

    /// Letters, digits and the signs that can join them, close together.
    #[test]
    fn any_signs_are_read(question in "[a-cS1-3ʼ'’`.,:;/&@+_ -]{0,24}") {
        check_reading(&question);
    }

    /// Words and signs of the grammar in any order.
    #[test]
    fn any_words_are_read(words in prop::collection::vec(prop::sample::select(WORDS.to_vec()), 0..14)) {
        check_reading(&words.join(" "));
    }
}

/// Names that are words of the grammar, of groups and of the register.
fn known_words() -> impl Strategy<Value = String> {
    let words = prop::sample::select(
        [
            "labour",
            "mps",
            "governor",
            "the",
            "cabinet",
            "minister",
            "prime",
            "and",
            "may",
            "corbyn",
            "none",
            "tory",
            "party",
            "Ann",
            "Example",
            "of",
            "2016",
            "spokesman",
            "mr",
            "who",
        ]
        .to_vec(),
    );
    prop::collection::vec(words, 1..4).prop_map(|words| words.join(" "))
}

const WORDS: [&str; 72] = [
    "what",
    "did",
    "who",
    "when",
    "how",
    "often",
    "which",
    "Corbyn",
    "may",
    "May",
    "Theresa",
    "Trump's",
    "Labour",
    "MPs",
    "the",
    "prime",
    "minister",
    "said",
    "say",
    "about",
    "on",
    "called",
    "criticised",
    "comments",
    "quotes",
    "by",
    "from",
    "not",
    "and",
    "or",
    "vs",
    "nato",
    "NHS",
    "US",
    "\"a b\"",
    "\"",
    "(",
    ")",
    "-",
    "OR",
    "AND",
    "NOT",
    "2016",
    "since",
    "before",
    "in",
    "March",
    "between",
    "18",
    "last",
    "week",
    "first",
    "election",
    "speaker:corbyn",
    "date:2016..",
    "party:labour",
    "any:(",
    "-nato",
    ",",
    "nation*",
    "Mr",
    "King's",
    "lawmakers",
    "9:30",
    "speaker:none",
    "party:none",
    "-date:none",
    "outlet:the-times",
    "outlet:\"The Times\"",
    "has:party",
    "speaker:cnn",
    "office:governor",
];

fn check_reading(question: &str) {
    let reading = read(question);
    for span in reading.parts.iter().map(|part| part.span).chain(reading.errors.iter().filter_map(QueryError::span)) {
        assert!(span.is_empty() || !span.of(question).is_empty(), "{question:?}: {span:?}");
    }
    reading.errors.iter().for_each(|error| assert!(!render_error(error, question).is_empty()));
    if reading.errors.is_empty() {
        let again = read(&reading.read_as);
        assert_eq!(again.errors, Vec::new(), "{question:?}: {}", reading.read_as);
        assert_eq!(again.query, reading.query, "{question:?}: {}", reading.read_as);
    }
}

/// An apostrophe that counts as a letter, in the words behind a sign.
#[test]
fn tags_end_at_an_apostrophe() {
    for question in ["@1ʼʼ1", "#aʼb", "@annʼs ferry", "who Theresa May may party:none", "who may Theresa May"] {
        check_reading(question);
    }
}

/// Words that would be operators if they were printed in capitals.
#[test]
fn abbreviations_are_no_operators() {
    for question in ["O.R ferry", "/O.R/\u{a5}AI\u{fffd}/ 4 x", "N.O.T. ferry", "A.N.D/OR ferry", "about:(O.R., tax)"] {
        check_reading(question);
    }
}

#[test]
fn no_question_runs_away() {
    let long = [
        "x".repeat(100_000),
        "what did Corbyn say about ".repeat(4000),
        "(".repeat(100_000),
        "(".repeat(9000),
        "-".repeat(9000),
        "((a) ".repeat(1900),
        "NOT ".repeat(2000),
        "a* ".repeat(3000),
        "a* ".repeat(250),
        "ab* ".repeat(250),
        "\"of the to\"~100 ".repeat(120),
        "speaker:corbyn ".repeat(120),
        "\"a b".repeat(2000),
        "speaker:smith ".repeat(120),
        "Smith and ".repeat(200),
        "Jeremy Corbin and ".repeat(80),
        "since 2016 ".repeat(120),
        "by X on Y not ".repeat(60),
        "quotes about ".repeat(120),
        ":".repeat(9000),
        "a:".repeat(4000),
        ",".repeat(9000),
    ];
    for question in long {
        let begin = Instant::now();
        let reading = read(&question);
        reading.errors.iter().for_each(|error| assert!(render_error(error, &question).len() < 2000));
        // Ten times and more of what the optimised program takes.
        assert!(begin.elapsed() < Duration::from_secs(5), "{:?} {}", begin.elapsed(), &question[..20]);
        if question.len() > 20_000 {
            assert_eq!(reading.errors.len(), 1);
        }
    }
}

#[test]
fn the_limits_have_messages() {
    let printed = |question: &str| {
        read(question).errors.iter().map(|error| render_error(error, question)).collect::<Vec<_>>().join("\n")
    };
    assert_eq!(
        printed(&"ab ".repeat(5000)),
        "error[too-long]: the question has 15000 characters; 10000 are the most that is read\nhint: ask for less at once, \
         or ask several questions"
    );
    let terms = printed(&"ab ".repeat(300));
    assert!(terms.starts_with("error[too-many-terms]: the question has more than 256 words and values\n  "), "{terms}");
    let deep = printed(&format!("{}nato{}", "(".repeat(40), ")".repeat(40)));
    assert!(deep.starts_with("error[too-deep]: brackets are nested more than 32 deep\n  ((((("), "{deep}");
}

#[test]
fn the_apostrophe_and_the_case_make_no_difference() {
    for (a, b) in [
        ("What’s Corbyn’s view on Nato?", "what's corbyn's view on nato"),
        ("Theresa May’s comments on the NHS", "theresa may's comments on the nhs"),
        ("WHAT DID CORBYN SAY ABOUT NATO", "what did corbyn say about nato"),
    ] {
        assert_eq!(read(a).query, read(b).query, "{a}");
    }
}

#[test]
fn a_question_costs_no_more_than_is_allowed() {
    let codes = |question: &str| read(question).errors.iter().map(QueryError::code).collect::<Vec<_>>();
    let near = "\"of the to\"~50 ";
    assert_eq!(codes(&near.repeat(16)), Vec::<&str>::new());
    assert_eq!(codes(&near.repeat(17)), ["too-many-near"]);
    assert_eq!(codes(&format!("({}) quote:({})", near.repeat(9), near.repeat(9))), ["too-many-near"]);
    assert_eq!(codes("\"of the to\"~51"), ["too-far"]);
    assert_eq!(codes("quote:\"of the to\"~99999999999"), ["too-far"]);
    assert_eq!(codes(&"na* ".repeat(16)), Vec::<&str>::new());
    assert_eq!(codes(&"na* ".repeat(17)), ["too-many-prefixes"]);
    for short in ["n*", "\"the n*\"", "title:n*", "quote:(nato n*)", "any:(n*, nato)", "Corbyn on n*"] {
        assert_eq!(codes(short), ["short-prefix"], "{short}");
    }
    assert_eq!(codes("path:\"n*\" nato"), Vec::<&str>::new());
}

/// A wording of a topic that is typed alone is a topic, or it is the whole name of a person, a party or an office.
#[test]
fn wordings_of_topics_are_topics() {
    fn gather(node: &Node, names: &mut usize, words: &mut usize) {
        match node {
            Node::All(nodes) | Node::Any(nodes) => nodes.iter().for_each(|node| gather(node, names, words)),
            Node::Speaker(_) | Node::Party(_) | Node::Office(_) => *names += 1,
            Node::Words(_) | Node::Prefer(_) => *words += 1,
            _ => {}
        }
    }
    let mut wrong = Vec::new();
    for wording in SYNONYMS.wordings() {
        let reading = read(wording);
        let (mut names, mut words) = (0, 0);
        gather(&reading.query.root, &mut names, &mut words);
        if names > 0 && words > 0 {
            wrong.push(format!("{wording}: {}", reading.read_as));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// An archive that quotes whatever it is asked for, as archives quote countries, bodies and laws.
struct QuotesEverything;

impl KnownSpeakers for QuotesEverything {
    fn find_id(&self, id: &str) -> Option<KnownSpeaker> {
        Some(KnownSpeaker { id: id.to_owned(), name: id.replace('-', " "), quotes: 50 })
    }

    fn named(&self, words: &str) -> Vec<KnownSpeaker> {
        vec![KnownSpeaker { id: slug(words), name: words.to_owned(), quotes: 50 }]
    }

    fn near_words(&self, _: &str) -> Vec<String> {
        Vec::new()
    }
}

/// A topic that is typed alone, or before another one, is read the same whatever bodies the archive quotes.
#[test]
fn sources_of_the_archive_make_no_speakers_of_topics() {
    let topics = [
        "NHS",
        "Iraq",
        "Europe",
        "Scotland",
        "general election",
        "Black Lives Matter",
        "Nato",
        "the EU",
        "Brexit",
        "UN",
        "Treasury",
        "House of Commons",
        "Supreme Court",
        "European Union",
        "Bank of England",
        "Home Office",
        "Syria",
        "Israel",
        "China",
        "Russia",
        "Ukraine",
        "Wales",
        "Northern Ireland",
        "London",
        "Washington",
        "Wall Street",
        "Affordable Care Act",
        "Human Rights Act",
        "Good Friday Agreement",
        "Paris agreement",
        "Green New Deal",
        "HS2",
        "Heathrow",
        "Trident",
        "BBC",
        "CNN",
        "Fox News",
        "Facebook",
        "Twitter",
        "WikiLeaks",
        "FBI",
        "CIA",
        "Pentagon",
        "Federal Reserve",
        "Goldman Sachs",
        "Planned Parenthood",
        "National Rifle Association",
        "Social Security",
        "Medicare",
        "Obamacare",
        "minimum wage",
        "gun control",
        "climate change",
        "immigration",
        "austerity",
        "tuition fees",
        "grammar schools",
        "junior doctors",
        "single market",
        "customs union",
        "free movement",
        "foreign aid",
        "council tax",
        "inheritance tax",
        "universal credit",
        "food banks",
        "knife crime",
        "social care",
        "mental health",
        "nuclear weapons",
        "Chilcot inquiry",
        "Leveson inquiry",
        "Grenfell Tower",
        "Windrush",
        "Brexit Party conference",
        "Iran deal",
        "Guantanamo",
        "Hurricane Matthew",
        "Zika",
    ];
    let context = Context {
        today: NaiveDate::from_ymd_opt(2024, 9, 18).unwrap(),
        day_order: DayOrder::DayFirst,
        register: &REGISTER,
        speakers: &NoSpeakers,
        synonyms: &SYNONYMS,
        events: &EVENTS,
    };
    assert_eq!(topics.len(), 79);
    for topic in topics {
        let plain = read_question(topic, &context).query;
        let quoting = read_question(topic, &Context { speakers: &QuotesEverything, ..context }).query;
        assert_eq!(plain, quoting, "{topic}");
        let names = format!("{:?}", quoting.root);
        let names_somebody = ["Speaker", "Party(", "Office("].iter().any(|kind| names.contains(kind));
        assert!(!names_somebody || topic.contains("Party"), "{topic}: {names}");
    }
}
