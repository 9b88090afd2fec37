//! Times as people write them: `18 August 2016`, `since March`, `in the last week`, `before the referendum`.
//!
//! Takes folded words (lower case) or the value of a filter, with a given today; gives [`Time`]s, which
//! [`Time::resolve`] makes into days, both ends included. Relations read as in plain English: `since` and `until` hold
//! for the day, month or year that they name, `before` and `after` do not. Numbers are day first unless
//! [`DayOrder::MonthFirst`] is asked for. Reads no clock.
//!
//! Cannot do: hours, holidays, and a bare year inside a name (`the 2012 Olympics`) is left as words on purpose.

mod anchor;
mod calendar;
mod choice;
mod periods;

use anchor::AnchorReader;
pub(super) use anchor::{Anchor, Mistake};
pub(super) use choice::{PeriodChoice, Relation};
pub(super) use periods::NamedPeriod;

use super::tree::DateRange;
use crate::article::{self, DateError, DayOrder};
use chrono::{Days, NaiveDate};

/// A time as it stands in the question; the days of a named period are chosen later.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Time {
    One(Relation, Anchor),
    /// From the begin of the first to the end of the second.
    Between(Anchor, Anchor),
}

/// A time found among words.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct FoundTime {
    /// Index of its first word, its preposition included.
    pub first: usize,
    /// Index behind its last word.
    pub end: usize,
    pub time: Result<Time, Mistake>,
}

impl Time {
    /// The days; the ends may be the wrong way round, which the caller refuses. Also the named period, if one was
    /// chosen.
    pub(super) fn resolve(&self, choice: PeriodChoice) -> (DateRange, Option<&'static NamedPeriod>) {
        match self {
            Time::One(relation, anchor) => {
                let choice = match relation {
                    Relation::Since | Relation::After => PeriodChoice { ahead: choice.last, ..choice },
                    _ => choice,
                };
                let (days, turn, period) = anchor.days(choice, *relation);
                let (from, to) = days;
                let (begin, end) = turn.map_or((from, to), |turn| (turn, turn));
                let range = match relation {
                    Relation::Within => DateRange { from: Some(from), to: Some(to) },
                    Relation::Since => DateRange { from: Some(begin), to: None },
                    Relation::Until => DateRange { from: None, to: Some(end) },
                    Relation::Before => DateRange { from: None, to: begin.checked_sub_days(Days::new(1)) },
                    Relation::After => DateRange { from: end.checked_add_days(Days::new(1)), to: None },
                };
                (range, period)
            }
            Time::Between(first, second) => {
                let (first, turn, period) = first.days(choice, Relation::Within);
                let (second, turn_second, period_second) = second.days(choice, Relation::Within);
                let from = turn.unwrap_or(first.0);
                let to = turn_second.unwrap_or(second.1);
                (DateRange { from: Some(from), to: Some(to) }, period.or(period_second))
            }
        }
    }
}

/// Reads the value of a filter; all of it must be a time.
///
/// # Errors
/// [`Mistake::Unreadable`] where it is none, [`Mistake::Impossible`] where there is no such day.
pub(super) fn parse_value(value: &str, today: NaiveDate, order: DayOrder) -> Result<Anchor, Mistake> {
    match article::parse_date(value, order) {
        Ok(day) => return Ok(Anchor::Days(day, day)),
        Err(DateError::NoSuchDay { .. } | DateError::NoSuchMonth { .. }) => return Err(Mistake::Impossible),
        Err(DateError::Unreadable { .. } | DateError::NoYear { .. } | DateError::YearOutOfRange { .. }) => {}
    }
    for spelled in [value.to_lowercase(), value.to_lowercase().replace(['-', '_'], " ")] {
        let words: Vec<&str> = spelled.split([' ', ',']).filter(|word| !word.is_empty()).collect();
        let reader = AnchorReader { words: &words, today, order };
        match reader.read(0) {
            Some(Ok((anchor, end))) if end == words.len() => return Ok(reader.complete(anchor)),
            Some(Err(mistake)) => return Err(mistake),
            _ => {}
        }
    }
    Err(Mistake::Unreadable)
}

/// Finds the times among the words of a question. A bare year is a date only at the end of a question or of one of its
/// parts; in the middle it belongs to a name.
pub(super) fn find_times(words: &[&str], today: NaiveDate, order: DayOrder) -> Vec<FoundTime> {
    let finder = TimeFinder { reader: AnchorReader { words, today, order } };
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        match finder.find_at(at) {
            Some(time) => {
                at = time.end;
                found.push(time);
            }
            None => at += 1,
        }
    }
    found
}

struct TimeFinder<'a> {
    reader: AnchorReader<'a>,
}

/// How strong the sign is that the words are meant as a time.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Sign {
    /// None but the words themselves.
    Bare,
    /// A little word that also does other things: `in`, `on`, `of`, `at`.
    Weak,
    /// `since`, `during`, `before`.
    Strong,
}

impl TimeFinder<'_> {
    fn word(&self, at: usize) -> &str {
        self.reader.words.get(at).copied().unwrap_or("")
    }

    /// A time that begins exactly at this word.
    fn find_at(&self, at: usize) -> Option<FoundTime> {
        let found = |end: usize, time: Result<Time, Mistake>| Some(FoundTime { first: at, end, time });
        let (relation, sign, length) = self.relation_at(at);
        let start = at + length;
        if length > 0 && matches!(self.word(at), "between" | "from") || length == 0 {
            match self.between(at, start) {
                Some((Ok(time), end)) => return found(end, Ok(time)),
                Some((Err(mistake), end)) => return found(end, Err(mistake)),
                None => {}
            }
        }
        if self.word(at) == "between" {
            return None;
        }
        let (anchor, mut end) = match self.reader.read(start)? {
            Ok(read) => read,
            Err(mistake) => return found(self.end_of_mistake(start), Err(mistake)),
        };
        if !self.is_meant(&anchor, sign, at, start, end) {
            return None;
        }
        let mut relation = relation;
        // `from 2016 onwards`
        if matches!(self.word(end), "onwards" | "onward" | "on" | "forward") && self.word(at) == "from" {
            relation = Relation::Since;
            end += 1;
        } else if self.word(end) == "and" && matches!(self.word(end + 1), "after" | "later" | "since" | "onwards") {
            relation = Relation::Since;
            end += 2;
        } else if matches!(self.word(end), "onwards" | "onward") {
            relation = Relation::Since;
            end += 1;
        }
        let anchor = self.reader.complete(anchor);
        found(end, Ok(Time::One(relation, anchor)))
    }

    fn end_of_mistake(&self, start: usize) -> usize {
        (start + 3).min(self.reader.words.len())
    }

    /// What `by` sets a limit with: `by 2016`, `by the end of May`. `Quotes by May 2016` are somebody's.
    fn is_time_limit(&self, at: usize) -> bool {
        let word = self.word(at);
        let is_year = word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
        let begins_period = |word: &str| {
            matches!(
                word,
                "end" | "start" | "beginning" | "middle" | "close" | "spring" | "summer" | "autumn" | "fall" | "winter"
            )
        };
        is_year || word == "the" && begins_period(self.word(at + 1))
    }

    /// The preposition at this word: its relation, how strong a sign it is, and its number of words.
    fn relation_at(&self, at: usize) -> (Relation, Sign, usize) {
        let next = self.word(at + 1);
        match self.word(at) {
            "since" => (Relation::Since, Sign::Strong, 1),
            "ever" if next == "since" => (Relation::Since, Sign::Strong, 2),
            "from" => (Relation::Within, Sign::Weak, 1),
            "between" => (Relation::Within, Sign::Strong, 1),
            "before" => (Relation::Before, Sign::Strong, 1),
            "prior" if next == "to" => (Relation::Before, Sign::Strong, 2),
            "ahead" if next == "of" => (Relation::Before, Sign::Strong, 2),
            "until" | "till" => (Relation::Until, Sign::Strong, 1),
            "up" if matches!(next, "to" | "until") => (Relation::Until, Sign::Strong, 2),
            "by" if self.is_time_limit(at + 1) => (Relation::Until, Sign::Strong, 1),
            "after" | "following" => (Relation::After, Sign::Strong, 1),
            "during" | "throughout" | "dated" => (Relation::Within, Sign::Strong, 1),
            "in" if next == "the" && self.word(at + 2) == "course" && self.word(at + 3) == "of" => {
                (Relation::Within, Sign::Strong, 4)
            }
            "in" | "within" | "over" | "for" => (Relation::Within, Sign::Weak, 1),
            "on" | "at" | "of" => (Relation::Within, Sign::Weak, 1),
            _ => (Relation::Within, Sign::Bare, 0),
        }
    }

    /// `between A and B`, `from A to B`, `A to B`.
    fn between(&self, at: usize, start: usize) -> Option<(Result<Time, Mistake>, usize)> {
        let reader = &self.reader;
        let between = self.word(at) == "between";
        let (first, middle) = match reader.read(start).or_else(|| reader.read_day(start).map(Ok))? {
            Ok(read) => read,
            Err(mistake) => return Some((Err(mistake), self.end_of_mistake(start))),
        };
        let joins = match self.word(middle) {
            "and" => between,
            "to" | "-" | "until" | "till" | "through" => true,
            _ => false,
        };
        if !joins {
            return None;
        }
        let (second, end) = match reader.read(middle + 1)? {
            Ok(read) => read,
            Err(mistake) => return Some((Err(mistake), self.end_of_mistake(middle + 1))),
        };
        if matches!((&first, &second), (Anchor::Partial(first), Anchor::Partial(_)) if first.is_day_only())
            && start == at
        {
            return None;
        }
        Some((
            Ok(Time::Between(reader.complete_first(first, &second)?, reader.complete_second(second, start, middle))),
            end,
        ))
    }

    /// Whether the words are meant as a time and not as a name or a topic.
    fn is_meant(&self, anchor: &Anchor, sign: Sign, at: usize, start: usize, end: usize) -> bool {
        let words = &self.reader.words[start..end];
        let at_end = end == self.reader.words.len() || self.ends_topic(end);
        let before = if at > 0 { self.word(at - 1) } else { "" };
        match anchor {
            Anchor::Named(_) => {
                sign == Sign::Strong || matches!(self.word(at), "in" | "over" | "at") && length_of(words) > 1
            }
            Anchor::Days(from, _) if words.len() == 1 && is_year(words[0]) => {
                if *from > self.reader.today {
                    return false;
                }
                match sign {
                    Sign::Strong => at_end || !self.continues_name(end),
                    Sign::Weak => {
                        !matches!(self.word(at), "on" | "at" | "of" | "for" | "over")
                            && (at_end || !self.continues_name(end))
                    }
                    Sign::Bare => {
                        at_end && at > 0 && !matches!(before, "by" | "of" | "for" | "the" | "to" | "than" | "a")
                    }
                }
            }
            // `since the march` names no month; months alone need their preposition.
            Anchor::Partial(partial) if partial.is_month_only() => {
                if words[0] == "the" && words.len() == 2 {
                    return false;
                }
                let month_like_name = matches!(words.last(), Some(&("may" | "march" | "april" | "june" | "august")));
                match sign {
                    Sign::Strong | Sign::Weak => {
                        let is_lone_name = words.len() == 1 && month_like_name;
                        let is_topic = matches!(self.word(at), "on" | "at" | "of" | "for" | "over");
                        let is_person = is_lone_name && (self.word(at) == "from" || self.continues_name(end));
                        !is_topic && !is_person
                    }
                    Sign::Bare => words.len() > 1,
                }
            }
            Anchor::Partial(partial) if partial.is_season_only() => {
                sign != Sign::Bare && self.word(at) != "on" || matches!(words[0], "last" | "this")
            }
            Anchor::Partial(partial) if partial.is_weekday_only() => {
                sign != Sign::Bare && self.word(at) != "of" || matches!(words[0], "last" | "this")
            }
            Anchor::Partial(_) => true,
            Anchor::Days(..) => match words {
                // `Corbyn on yesterday`: about is the better reading only for real topics, not for days.
                [decade] if decade.ends_with('s') => sign == Sign::Strong || matches!(self.word(at), "in"),
                ["the", decade] if decade.ends_with('s') => sign != Sign::Bare && self.word(at) != "of",
                ["today"] => sign != Sign::Bare || at_end,
                // `by Theresa May 2016`: the name is stronger than a month that nothing announces.
                ["may", _] if sign == Sign::Bare => before != "theresa" && before != "mrs" && before != "ms",
                _ => true,
            },
        }
    }

    /// Whether the word ends a topic: what follows is another condition or nothing.
    fn ends_topic(&self, end: usize) -> bool {
        matches!(
            self.word(end),
            "" | "about"
                | "on"
                | "regarding"
                | "concerning"
                | "by"
                | "from"
                | "since"
                | "before"
                | "after"
                | "until"
                | "not"
                | "and"
                | "or"
                | "to"
                | "in"
                | "that"
        )
    }

    /// Whether what follows goes on with a name: `in 2016 election`.
    fn continues_name(&self, end: usize) -> bool {
        matches!(
            self.word(end),
            "election"
                | "elections"
                | "olympics"
                | "budget"
                | "referendum"
                | "manifesto"
                | "census"
                | "campaign"
                | "said"
                | "says"
                | "act"
                | "games"
                | "world"
                | "contest"
                | "race"
                | "agreement"
                | "deal"
                | "target"
                | "targets"
        )
    }
}

fn length_of(words: &[&str]) -> usize {
    words.iter().filter(|word| !matches!(**word, "the" | "a")).count()
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests;
