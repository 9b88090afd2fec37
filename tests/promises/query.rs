//! Any text is a reading, never a panic; what is read without errors is written back as text that is read the same.

use std::sync::LazyLock;

use onrecord::people::Register;
use onrecord::query::{
    Context, DayOrder, Events, NoSpeakers, QueryError, Synonyms, read_question, render_error, render_note, render_part,
};

static REGISTER: LazyLock<Register> = LazyLock::new(|| Register::embedded().expect("the embedded tables are sound"));
static SYNONYMS: LazyLock<Synonyms> = LazyLock::new(Synonyms::embedded);
static EVENTS: LazyLock<Events> = LazyLock::new(Events::embedded);

pub fn holds(question: &str) {
    let context = Context {
        today: chrono::NaiveDate::from_ymd_opt(2026, 3, 18).expect("a day"),
        day_order: DayOrder::DayFirst,
        register: &REGISTER,
        speakers: &NoSpeakers,
        synonyms: &SYNONYMS,
        events: &EVENTS,
    };
    let reading = read_question(question, &context);
    reading.notes.iter().for_each(|note| assert!(!render_note(note).is_empty()));
    reading.parts.iter().for_each(|part| assert!(!render_part(part, question).is_empty()));
    reading.errors.iter().for_each(|error| assert!(!render_error(error, question).is_empty()));
    if reading.errors.is_empty() {
        let again = read_question(&reading.read_as, &context);
        // What is written back may be longer than what may be typed.
        let is_too_long = |error: &QueryError| {
            matches!(error, QueryError::TooLong { .. } | QueryError::TooManyTerms { .. } | QueryError::TooDeep { .. })
        };
        match again.errors.is_empty() {
            true => assert_eq!(again.query, reading.query, "{}", reading.read_as),
            false => assert!(again.errors.iter().all(is_too_long), "{}: {:?}", reading.read_as, again.errors),
        }
    }
}
