//! What an index answers, asked in this process: as the commands do it, without the cost of a program's start.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::LazyLock;

use onrecord::index::{Asking, Copies, Facet, IndexError, IndexSpeakers, Store};
use onrecord::query::{Context, DayOrder, Events, Synonyms, read_question};

use super::world::{REGISTER, records};

/// Questions that read different parts of an index.
pub const QUESTIONS: [&str; 4] = [
    "what did Ann Example say about the ferry",
    "speaker:harold-testby -lamp since 2017-03",
    "\"was safe in\" harbour*",
    "office:leader council OR market",
];

static SYNONYMS: LazyLock<Synonyms> = LazyLock::new(Synonyms::embedded);
static EVENTS: LazyLock<Events> = LazyLock::new(Events::embedded);

fn search(dir: &Path, question: &str) -> Result<String, IndexError> {
    let store = Store::open(dir)?;
    let speakers = IndexSpeakers::new(&store);
    let today = chrono::NaiveDate::from_ymd_opt(2020, 6, 15).unwrap();
    let context = Context {
        today,
        day_order: DayOrder::DayFirst,
        register: &REGISTER,
        speakers: &speakers,
        synonyms: &SYNONYMS,
        events: &EVENTS,
    };
    let reading = read_question(question, &context);
    if let Some(error) = speakers.take_failure() {
        return Err(error);
    }
    assert!(reading.errors.is_empty(), "{question}");
    let asking = Asking { limit: 15, copies: Copies::Each, ..Asking::default() };
    Ok(format!("{} {:?}", reading.read_as, store.ask(&reading.query, &asking)?))
}

fn export(dir: &Path) -> Result<String, IndexError> {
    let mut lines: Vec<String> = records(&Store::open(dir)?)?.iter().map(|it| format!("{it:?}")).collect();
    lines.sort();
    Ok(lines.join("\n"))
}

fn show(dir: &Path, id: &str) -> Result<String, IndexError> {
    let store = Store::open(dir)?;
    let mut shown = String::new();
    for record in store.quotes_with_id(id)? {
        let articles = store.articles_with_id(&record.article.id)?;
        let texts: Vec<&str> = articles.iter().map(|article| article.text.as_ref()).collect();
        shown.push_str(&format!("{record:?} {texts:?} {:?}", store.quotes_of(&record.article)?));
    }
    Ok(shown)
}

fn speakers(dir: &Path) -> Result<String, IndexError> {
    let asking = Asking { limit: 0, facets: vec![Facet::Speaker, Facet::Time], ..Asking::default() };
    Ok(format!("{:?}", Store::open(dir)?.ask(&super::world::everything(), &asking)?))
}

/// All answers, each with what it is the answer to: what was answered, or the error's text. A panic is one of this test's.
pub fn answers(dir: &Path, id: &str) -> Vec<(&'static str, Result<String, String>)> {
    let caught = |what: &'static str, ask: &dyn Fn() -> Result<String, IndexError>| {
        let answer = catch_unwind(AssertUnwindSafe(ask)).unwrap_or_else(|_| panic!("{what}: a panic"));
        (what, answer.map_err(|error| error.to_string()))
    };
    let mut answers: Vec<_> =
        QUESTIONS.into_iter().map(|question| caught(question, &|| search(dir, question))).collect();
    answers.push(caught("export", &|| export(dir)));
    answers.push(caught("show", &|| show(dir, id)));
    answers.push(caught("stats", &|| Store::open(dir)?.sizes().map(|sizes| format!("{sizes:?}"))));
    answers.push(caught("speakers", &|| speakers(dir)));
    answers
}
