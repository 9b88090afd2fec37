//! What days and spans of time are read from English.

use super::*;
use proptest::prelude::*;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 18).unwrap()
}

/// The words of the time in a question and the days that it means.
fn days(question: &str) -> String {
    let words: Vec<String> =
        question.to_lowercase().split([' ', ',']).filter(|w| !w.is_empty()).map(Into::into).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let events = Events::embedded();
    let reckoning = Reckoning { today: today(), order: DayOrder::DayFirst, events: &events };
    let choice = PeriodChoice { country: None, last: today(), ahead: today() };
    let shown = find_times(&words, &[], reckoning, &|_, _| false).into_iter().map(|found| {
        let text = words[found.first..found.end].join(" ");
        match found.time {
            Ok(time) => {
                let days = time.resolve(choice);
                let end = |end: Option<NaiveDate>| end.map_or(String::new(), |day| day.to_string());
                let ranges: Vec<String> =
                    days.ranges.iter().map(|range| format!("{}..{}", end(range.from), end(range.to))).collect();
                format!("{text}={}{}", if days.left_out { "not " } else { "" }, ranges.join(" or "))
            }
            Err(Mistake::Impossible(last)) => {
                format!("{text}=Impossible {}", last.map_or(String::new(), |day| day.to_string()))
            }
            Err(mistake) => format!("{text}={mistake:?}"),
        }
    });
    shown.collect::<Vec<_>>().join(" | ")
}

#[test]
fn days_months_and_years() {
    assert_eq!(days("x on 18 August 2016"), "on 18 august 2016=2016-08-18..2016-08-18");
    assert_eq!(days("x 18th of August 2016"), "18th of august 2016=2016-08-18..2016-08-18");
    assert_eq!(days("x August 18th, 2016"), "august 18th 2016=2016-08-18..2016-08-18");
    assert_eq!(days("x on Thursday 18 August 2016"), "on thursday 18 august 2016=2016-08-18..2016-08-18");
    assert_eq!(days("x 18/08/2016"), "18/08/2016=2016-08-18..2016-08-18");
    assert_eq!(days("x 2016-08-18"), "2016-08-18=2016-08-18..2016-08-18");
    assert_eq!(days("x in September 2016"), "in september 2016=2016-09-01..2016-09-30");
    assert_eq!(days("x in 2016"), "in 2016=2016-01-01..2016-12-31");
    assert_eq!(days("x during 2016"), "during 2016=2016-01-01..2016-12-31");
    assert_eq!(days("x nato 2016"), "2016=2016-01-01..2016-12-31");
    assert_eq!(days("x in september"), "in september=2025-09-01..2025-09-30");
    assert_eq!(days("x on 1 April"), "on 1 april=2025-04-01..2025-04-01");
}

#[test]
fn open_ends_and_ranges() {
    assert_eq!(days("x since 2017"), "since 2017=2017-01-01..");
    assert_eq!(days("x before 25 September 2016"), "before 25 september 2016=..2016-09-24");
    assert_eq!(days("x until 28 September 2016"), "until 28 september 2016=..2016-09-28");
    assert_eq!(days("x by the end of 2016"), "by the end of 2016=..2016-12-31");
    assert_eq!(days("x by 2016"), "by 2016=..2016-12-31");
    assert_eq!(days("x after March 2016"), "after march 2016=2016-04-01..");
    assert_eq!(days("x from 2016 onwards"), "from 2016 onwards=2016-01-01..");
    assert_eq!(
        days("x between 1 March 2016 and June 2017"),
        "between 1 march 2016 and june 2017=2016-03-01..2017-06-30"
    );
    assert_eq!(days("x between 10 and 15 September 2016"), "between 10 and 15 september 2016=2016-09-10..2016-09-15");
    assert_eq!(days("x from 20 to 25 September 2016"), "from 20 to 25 september 2016=2016-09-20..2016-09-25");
    assert_eq!(days("x 20-25 September 2016"), "20-25 september 2016=2016-09-20..2016-09-25");
    assert_eq!(days("x from March to June 2016"), "from march to june 2016=2016-03-01..2016-06-30");
    assert_eq!(days("x from November to February 2016"), "from november to february 2016=2015-11-01..2016-02-29");
    assert_eq!(days("x from 1 March 2016 to June"), "from 1 march 2016 to june=2016-03-01..2016-06-30");
    assert_eq!(days("x 2015 to 2017"), "2015 to 2017=2015-01-01..2017-12-31");
    assert_eq!(days("x 2015-2017"), "2015-2017=2015-01-01..2017-12-31");
}

#[test]
fn parts_and_seasons() {
    assert_eq!(days("x in early March 2019"), "in early march 2019=2019-03-01..2019-03-10");
    assert_eq!(days("x in mid-March 2019"), "in mid-march 2019=2019-03-11..2019-03-20");
    assert_eq!(days("x in late February 2016"), "in late february 2016=2016-02-21..2016-02-29");
    assert_eq!(days("x in late 2016"), "in late 2016=2016-09-01..2016-12-31");
    assert_eq!(days("x in the first half of 2016"), "in the first half of 2016=2016-01-01..2016-06-30");
    assert_eq!(days("x in the summer of 2016"), "in the summer of 2016=2016-06-01..2016-08-31");
    assert_eq!(days("x winter 2010-11"), "winter 2010-11=2010-12-01..2011-02-28");
    assert_eq!(days("x in the 1990s"), "in the 1990s=1990-01-01..1999-12-31");
    assert_eq!(days("x in the early 2000s"), "in the early 2000s=2000-01-01..2003-12-31");
}

#[test]
fn times_reckoned_from_today() {
    assert_eq!(days("x yesterday"), "yesterday=2026-03-17..2026-03-17");
    assert_eq!(days("x in the last week"), "in the last week=2026-03-11..2026-03-18");
    assert_eq!(days("x last week"), "last week=2026-03-09..2026-03-15");
    assert_eq!(days("x in the past three months"), "in the past three months=2025-12-18..2026-03-18");
    assert_eq!(days("x last month"), "last month=2026-02-01..2026-02-28");
    assert_eq!(days("x in the last year"), "in the last year=2025-03-18..2026-03-18");
    assert_eq!(days("x last year"), "last year=2025-01-01..2025-12-31");
    assert_eq!(days("x this year"), "this year=2026-01-01..2026-12-31");
    assert_eq!(days("x two days ago"), "two days ago=2026-03-16..2026-03-16");
    assert_eq!(days("x since last summer"), "since last summer=2025-06-01..");
    assert_eq!(days("x on Monday"), "on monday=2026-03-16..2026-03-16");
    assert_eq!(days("x last Wednesday"), "last wednesday=2026-03-11..2026-03-11");
}

#[test]
fn named_periods() {
    assert_eq!(days("x before the referendum"), "before the referendum=..2016-06-22");
    assert_eq!(days("x since the EU referendum"), "since the eu referendum=2016-06-23..");
    assert_eq!(days("x during the 2017 election campaign"), "during the 2017 election campaign=2017-04-18..2017-06-08");
    assert_eq!(days("x before the 2005 election"), "before the 2005 election=..2005-05-04");
    assert_eq!(days("x before the election"), "before the election=..2024-07-03");
    assert_eq!(
        days("x in the 2016 Labour leadership contest"),
        "in the 2016 labour leadership contest=2016-07-11..2016-09-24"
    );
}

#[test]
fn names_are_no_dates() {
    for question in [
        "x the 2012 Olympics",
        "x 9/11 families",
        "x crash of 2008",
        "x Theresa May on tax",
        "x the march on London",
        "x targets for 2050",
        "x the Sun",
        "x on the general election",
        "x zero emissions by 2030",
        "x the fall of communism",
    ] {
        assert_eq!(days(question), "", "{question}");
    }
}

#[test]
fn impossible_days_are_refused() {
    assert_eq!(days("x on 31 February 2016"), "on 31 february 2016=Impossible 2016-02-29");
    assert_eq!(days("x on 2016-13-01"), "on 2016-13-01=Impossible ");
    let value = |text: &str, order| {
        let events = Events::embedded();
        parse_value(text, Relation::Within, Reckoning { today: today(), order, events: &events })
    };
    let one = |day| Ok(Time::One(Relation::Within, Anchor::Days(day, day)));
    assert_eq!(value("30/02/2016", DayOrder::DayFirst), Err(Mistake::Impossible(NaiveDate::from_ymd_opt(2016, 2, 29))));
    assert_eq!(value("soon", DayOrder::DayFirst), Err(Mistake::Unreadable));
    let march = NaiveDate::from_ymd_opt(2016, 3, 4).unwrap();
    assert_eq!(value("3/4/2016", DayOrder::MonthFirst), one(march));
    assert!(value("last-week", DayOrder::DayFirst).is_ok());
}

#[test]
fn a_filter_reads_a_whole_date_as_an_article_does() {
    let events = Events::embedded();
    let reckoning = Reckoning { today: today(), order: DayOrder::DayFirst, events: &events };
    let value = |text: &str| parse_value(text, Relation::Within, reckoning);
    for text in [
        "2016-08-18",
        "18 August 2016",
        "18 Aug 16",
        "18th of August, 2016",
        "August 18, 2016",
        "Thursday 18th August 2016, 10:30am",
        "18/8/16",
        "18.08.2016",
        "20160818",
        "2016-08-18T10:30:00Z",
    ] {
        let day = article::parse_date(text, DayOrder::DayFirst).unwrap();
        assert_eq!(value(text), Ok(Time::One(Relation::Within, Anchor::Days(day, day))), "{text}");
    }
    assert_eq!(value("3/4/69"), value("1969-04-03"));
}

#[test]
fn a_decade_of_two_digits_has_begun() {
    assert_eq!(days("x during the 60s"), "during the 60s=1960-01-01..1969-12-31");
    assert_eq!(days("x during the 90s"), "during the 90s=1990-01-01..1999-12-31");
    assert_eq!(days("x during the 20s"), "during the 20s=2020-01-01..2029-12-31");
}

/// What `words` are read as with an archive and a register that know nobody.
fn found(words: &[&str], today: NaiveDate) -> Vec<FoundTime> {
    let events = Events::embedded();
    let reckoning = Reckoning { today, order: DayOrder::DayFirst, events: &events };
    find_times(words, &[], reckoning, &|_, _| false)
}

fn any_day() -> impl Strategy<Value = NaiveDate> {
    (1970..2060i32, 1..=366u32).prop_filter_map("a day", |(year, day)| NaiveDate::from_yo_opt(year, day))
}

/// Words that times are made of, and some that are none.
const WORDS: [&str; 96] = [
    "the",
    "a",
    "of",
    "in",
    "on",
    "at",
    "from",
    "to",
    "and",
    "or",
    "-",
    "not",
    "except",
    "since",
    "before",
    "after",
    "until",
    "between",
    "during",
    "under",
    "around",
    "up",
    "by",
    "run-up",
    "eve",
    "day",
    "week",
    "weeks",
    "fortnight",
    "weekend",
    "month",
    "months",
    "quarter",
    "year",
    "years",
    "decade",
    "century",
    "first",
    "second",
    "third",
    "last",
    "this",
    "past",
    "recent",
    "other",
    "half",
    "early",
    "mid",
    "late",
    "end",
    "start",
    "ago",
    "two",
    "few",
    "couple",
    "yesterday",
    "today",
    "monday",
    "sunday",
    "morning",
    "night",
    "spring",
    "winter",
    "may",
    "august",
    "august/september",
    "aug-oct",
    "mid-march",
    "post-brexit",
    "pre-2016",
    "2016",
    "2016-18",
    "2015",
    "'16",
    "16",
    "31",
    "18th",
    "18/8/16",
    "2016-08",
    "1990s",
    "'90s",
    "q3",
    "h1",
    "w/c",
    "w/e",
    "beginning",
    "ending",
    "christmas",
    "easter",
    "election",
    "referendum",
    "brexit",
    "budget",
    "so",
    "far",
    "nato",
];

proptest! {
    #[test]
    fn a_day_is_read_however_it_is_written(day in any_day(), form in 0..9usize) {
        let format = [
            "%-d %B %Y", "%-d %b %Y", "%B %-d %Y", "%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%-dth of %B %Y", "%A %-d %B %Y",
            "the %-dth day of %B %Y",
        ][form];
        let text = format!("nato on {}", day.format(format)).to_lowercase();
        let words: Vec<&str> = text.split(' ').collect();
        let times = found(&words, today());
        prop_assert_eq!(times.len(), 1, "{}", text);
        prop_assert_eq!((times[0].first, times[0].end), (1, words.len()), "{}", text);
        prop_assert_eq!(&times[0].time, &Ok(Time::One(Relation::Within, Anchor::Days(day, day))), "{}", text);
    }

    #[test]
    fn no_words_are_read_twice_or_as_days_out_of_order(
        words in prop::collection::vec(prop::sample::select(&WORDS[..]), 0..14),
        today in any_day(),
    ) {
        let choice = PeriodChoice { country: None, last: today, ahead: today };
        let mut behind = 0;
        for time in found(&words, today) {
            prop_assert!(behind <= time.first && time.first < time.end && time.end <= words.len(), "{:?} {:?}", words, time);
            behind = time.end;
            let Ok(time) = time.time else { continue };
            let days = time.resolve(choice);
            prop_assert!(!days.ranges.is_empty());
            for pair in days.ranges.windows(2) {
                prop_assert!(pair[0].to.is_some_and(|to| pair[1].from.is_some_and(|from| to < from)), "{:?} {:?}", words, days);
            }
        }
    }

    #[test]
    fn before_and_since_and_until_and_after_leave_no_day_out(day in any_day()) {
        let text = day.format("%-d %B %Y").to_string().to_lowercase();
        let range = |relation: &str| {
            let words: Vec<&str> = std::iter::once(relation).chain(text.split(' ')).collect();
            let choice = PeriodChoice { country: None, last: today(), ahead: today() };
            found(&words, today()).remove(0).time.map(|time| time.resolve(choice).ranges[0])
        };
        let (before, since) = (range("before").unwrap(), range("since").unwrap());
        prop_assert_eq!((before.to, since.from), (day.pred_opt(), Some(day)));
        let (until, after) = (range("until").unwrap(), range("after").unwrap());
        prop_assert_eq!((until.to, after.from), (Some(day), day.succ_opt()));
    }
}
