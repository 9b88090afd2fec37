//! Times among the words of a question: their prepositions, ranges and lists, what they leave out, and whether words are
//! meant as a time at all.

use super::anchor::{Anchor, Mistake};
use super::calendar::{self, Unit};
use super::choice::Relation;
use super::lexicon::{self, TimeWord};
use super::reader::{AnchorReader, FoundAnchor, Shape};
use super::time::Time;
use crate::query::vocabulary::{self, Kinds};
use crate::words::List;

/// A time found among words.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct FoundTime {
    /// Index of its first word, its preposition included.
    pub first: usize,
    /// Index behind its last word.
    pub end: usize,
    pub time: Result<Time, Mistake>,
    /// What it was taken for, where the words do not tell exactly.
    pub taken_for: Option<&'static str>,
}

pub(super) struct TimeFinder<'a> {
    pub reader: AnchorReader<'a>,
    /// Whether a comma stands before each word.
    pub apart: &'a [bool],
    /// Whether a speaker's name ends before the word, or begins at it.
    pub is_beside_name: &'a dyn Fn(usize, NameSide) -> bool,
}

/// Where a name stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NameSide {
    EndsBefore,
    BeginsAt,
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

/// The preposition before a time.
#[derive(Clone, Copy)]
struct Leading {
    relation: Relation,
    sign: Sign,
    /// Its number of words.
    length: usize,
}

impl TimeFinder<'_> {
    fn word(&self, at: usize) -> &str {
        self.reader.word(at)
    }

    fn is(&self, at: usize, kind: TimeWord) -> bool {
        self.reader.is(at, kind)
    }

    /// A time that begins exactly at this word.
    pub(super) fn find_at(&self, at: usize) -> Option<FoundTime> {
        let Some(negation) = lexicon::phrase(self.reader.rest(at), TimeWord::Not) else {
            return self.plain_at(at, at, false);
        };
        let start = at + negation.length;
        let found = self.plain_at(at, start, true)?;
        Some(FoundTime { time: found.time.map(|time| Time::Not(Box::new(time))), ..found })
    }

    /// A time that begins at `at`, with the words that leave it out standing from `first` on.
    fn plain_at(&self, first: usize, at: usize, is_left_out: bool) -> Option<FoundTime> {
        let found =
            |end: usize, time: Result<Time, Mistake>, taken_for| Some(FoundTime { first, end, time, taken_for });
        if let Some((time, end)) = self.beside(at) {
            return found(end, time, None);
        }
        let leading = self.leading(at, is_left_out);
        let start = at + leading.length;
        let in_month = leading.length > 0 && (self.word(at) == "in" || self.word(at) == "throughout");
        let inside = TimeFinder { reader: AnchorReader { in_month, ..self.reader }, ..*self };
        if (leading.length == 0 || self.is(at, TimeWord::RangeBegins))
            && let Some((time, end)) = inside.range(at, start)
        {
            return found(end, time, None);
        }
        if self.word(at) == "between" {
            return None;
        }
        if leading.relation == Relation::Within
            && let Some((anchors, end)) = inside.list(at, start, leading)
        {
            let any = anchors.into_iter().map(|anchor| Time::One(Relation::Within, anchor)).collect();
            return found(end, Ok(Time::Any(any)), None);
        }
        let read = match inside.reader.read(start)? {
            Ok(read) => read,
            // Without a sign of a time, words that only look like one are words.
            Err(mistake) => return found(inside.end_of_mistake(start), Err(mistake), None),
        };
        // `last year budget cuts`: last year all the same.
        let read = if inside.is_meant(&read, leading, at, start) {
            read
        } else {
            let near = inside.reader.read_relative(start)?.ok()?;
            (near != read && inside.is_meant(&near, leading, at, start)).then_some(near)?
        };
        let mut end = read.end;
        let mut relation = leading.relation;
        let onwards = lexicon::phrase(self.reader.rest(end), TimeWord::Onwards).filter(|onwards| {
            // `before Brexit and after 2016` are two limits.
            let can_go_on = matches!(relation, Relation::Within | Relation::Since);
            can_go_on && (onwards.length == 1 || self.is_at_end(end + onwards.length))
        });
        if let Some(onwards) = onwards {
            relation = Relation::Since;
            end += onwards.length;
        } else if self.word(at) == "from" && self.word(end) == "on" && end + 1 == self.reader.words.len() {
            relation = Relation::Since;
            end += 1;
        }
        let anchor = read.anchor.complete(self.reader.today);
        found(end, Ok(Time::One(relation, anchor)), read.taken_for)
    }

    /// All the words of a day that does not exist.
    fn end_of_mistake(&self, start: usize) -> usize {
        let words = self.reader.words;
        let is_of_date = |at: usize| {
            let word = self.word(at);
            calendar::find_month(word).is_some()
                || calendar::find_day_number(word).is_some()
                || calendar::find_ordinal(self.reader.rest(at)).is_some()
                || calendar::find_weekday(word).is_some()
                || self.reader.read_year(at).is_some()
                || word.starts_with(|first: char| first.is_ascii_digit()) && word.contains(['-', '/', '.'])
        };
        let mut end = start + self.reader.article(start);
        while end < words.len() && (is_of_date(end) || List::InDate.has(self.word(end)) && is_of_date(end + 1)) {
            end += 1;
        }
        end.max((start + 1).min(words.len()))
    }

    /// What `by` sets a limit with: `by 2016`, `by the end of May`. `Quotes by May 2016` are somebody's.
    fn is_time_limit(&self, at: usize) -> bool {
        self.reader.read_year(at).is_some() || self.word(at) == "the" && self.is(at + 1, TimeWord::TimeLimit)
    }

    /// The preposition at this word.
    fn leading(&self, at: usize, is_left_out: bool) -> Leading {
        let strong = |relation, length| Leading { relation, sign: Sign::Strong, length };
        if let Some(phrase) = lexicon::phrase(self.reader.rest(at), TimeWord::Relation) {
            let relation = match phrase.means {
                "since" => Relation::Since,
                "until" => Relation::Until,
                "before" => Relation::Before,
                "after" => Relation::After,
                "around" => Relation::Around,
                "run-up" => Relation::RunUp,
                "eve" => Relation::Eve,
                "shortly-before" => shortly(true),
                "shortly-after" => shortly(false),
                _ => Relation::Within,
            };
            return strong(relation, phrase.length);
        }
        match self.word(at) {
            "between" => strong(Relation::Within, 1),
            "by" if self.is_time_limit(at + 1) => strong(Relation::Until, 1),
            _ if self.is(at, TimeWord::Preposition) => {
                Leading { relation: Relation::Within, sign: Sign::Weak, length: 1 }
            }
            // What is left out is a time without more: `except 2016`.
            _ if is_left_out => Leading { relation: Relation::Within, sign: Sign::Weak, length: 0 },
            _ => Leading { relation: Relation::Within, sign: Sign::Bare, length: 0 },
        }
    }

    /// `the day after the election`, `in the three weeks before the referendum`, `two days after 9/11`.
    fn beside(&self, at: usize) -> Option<(Result<Time, Mistake>, usize)> {
        let has_preposition = self.is(at, TimeWord::Preposition) || self.word(at) == "during";
        // `plans for the day after Brexit`
        let is_of_topic = |at: usize| matches!(self.word(at), "of" | "for");
        if is_of_topic(at) || at > 0 && is_of_topic(at - 1) {
            return None;
        }
        let start = at + usize::from(has_preposition);
        let the = self.reader.article(start);
        let (number, length) = match self.word(start + the) {
            "first" => (None, 1),
            _ => (None, 0),
        };
        let start = start + the + length;
        let (number, length) = calendar::find_number(self.reader.rest(start))
            .map_or((number, 0), |(number, length)| (Some(number), length));
        let unit = match self.word(start + length) {
            word if the == 1 && length == 0 && lexicon::is(word, TimeWord::DayPart) => Unit::Day,
            word => Unit::find(word)?,
        };
        let is_plural = self.word(start + length).ends_with('s');
        let side = lexicon::phrase(self.reader.rest(start + length + 1), TimeWord::Side)?;
        let before = side.means == "before";
        let anchor_at = start + length + 1 + side.length;
        let read = match self.reader.read(anchor_at)? {
            Ok(read) => read,
            Err(mistake) => return Some((Err(mistake), self.end_of_mistake(anchor_at))),
        };
        let counted = the == 0 && !has_preposition && number.is_some();
        if the == 0 && number.is_none() && !has_preposition {
            return None;
        }
        let number = number.unwrap_or(if is_plural { unit.some() } else { 1 });
        let relation = Relation::Beside { before, number, unit, exactly: counted };
        Some((Ok(Time::One(relation, read.anchor.complete(self.reader.today))), read.end))
    }

    /// `between A and B`, `from A to B`, `A to B`, `between the 2015 and 2017 elections`, `Jan 1 to 2 2019`.
    fn range(&self, at: usize, start: usize) -> Option<(Result<Time, Mistake>, usize)> {
        let reader = &self.reader;
        let between = self.word(at) == "between";
        if between && let Some(range) = self.between_events(start) {
            return Some(range);
        }
        if let Some(range) = self.days_of_month(start, between) {
            return Some(range);
        }
        let first = match reader.read(start).or_else(|| reader.read_day(start).map(Ok))? {
            Ok(read) => read,
            Err(mistake) => {
                return (at < start).then(|| (Err(mistake), self.end_of_mistake(start)));
            }
        };
        let middle = first.end;
        let length = match self.word(middle) {
            "and" if between => 1,
            _ => lexicon::phrase(reader.rest(middle), TimeWord::To)?.length,
        };
        // `in 2016 to …` goes on with something else.
        if self.is(at, TimeWord::StretchBegins)
            && start > at
            && self.word(middle) != "-"
            && !matches!(first.shape, Shape::Plain | Shape::Year | Shape::Month | Shape::DayOfMonth)
        {
            return None;
        }
        let second_at = middle + length;
        if let Some(now) = lexicon::phrase(reader.rest(second_at), TimeWord::Now) {
            let first = first.anchor.complete(reader.today);
            let today = Anchor::Days(reader.today, reader.today);
            return Some((Ok(Time::Between(first, today)), second_at + now.length));
        }
        // `2016 to 18`
        if first.shape == Shape::Year
            && let Some(year) = reader.read_year(middle.checked_sub(1)?)
            && self.word(second_at).len() == 2
            && let Ok(last) = self.word(second_at).parse::<i32>()
            && year % 100 < last
        {
            let last = calendar::year(year - year % 100 + last)?;
            return Some((Ok(Time::Between(first.anchor, Anchor::Days(last.0, last.1))), second_at + 1));
        }
        let second = match reader.read(second_at).or_else(|| reader.read_day(second_at).map(Ok))? {
            Ok(read) => read,
            Err(mistake) => return Some((Err(mistake), self.end_of_mistake(second_at))),
        };
        let end = second.end;
        let is_day = |read: &FoundAnchor| read.shape == Shape::DayOfMonth;
        let before = if at > 0 { self.word(at - 1) } else { "" };
        if start == at && lexicon::is(before, TimeWord::TitleBeforeName) {
            return None;
        }
        // Bare numbers are days only where a month is named.
        if is_day(&first)
            && (second.anchor.is_open() && start == at && !matches!(second.shape, Shape::Plain) || is_day(&second))
        {
            return None;
        }
        if is_day(&second) && !matches!(first.shape, Shape::Plain) {
            return None;
        }
        if start == at && [&first, &second].iter().any(|read| matches!(read.shape, Shape::Event { .. })) {
            return None;
        }
        let anchors = if first.anchor.is_open() {
            let second = second.anchor.complete(reader.today);
            (first.anchor.complete_first(&second, reader.today)?, second)
        } else {
            let second = second.anchor.complete_second(&first.anchor, reader.today);
            (first.anchor, second)
        };
        Some((Ok(Time::Between(anchors.0, anchors.1)), end))
    }

    /// `10 to 15 September 2016`, `January 1 to 2 2019`, `15-18 August`.
    fn days_of_month(&self, start: usize, between: bool) -> Option<(Result<Time, Mistake>, usize)> {
        let reader = &self.reader;
        let month_first = usize::from(calendar::find_month(self.word(start)).is_some());
        let at = start + month_first;
        let first = reader.read_day(at)?;
        let Anchor::DayOfMonth(from) = first.anchor else { return None };
        let to = lexicon::phrase(reader.rest(first.end), TimeWord::To);
        let length = to.map(|phrase| phrase.length).or((between && self.word(first.end) == "and").then_some(1))?;
        let second = reader.read_day(first.end + length)?;
        let Anchor::DayOfMonth(to) = second.anchor else { return None };
        let (month, end) = if month_first == 1 {
            (calendar::find_month(self.word(start))?, second.end)
        } else {
            let of = usize::from(self.word(second.end) == "of");
            (calendar::find_month(self.word(second.end + of))?, second.end + of + 1)
        };
        if from > to {
            return None;
        }
        let Some((year, end)) = reader.read_year_behind(end, false) else {
            let day = |day| Anchor::Yearly(super::anchor::Yearly::Day(month, day));
            let last = day(to).complete(reader.today);
            return Some((Ok(Time::Between(day(from).complete_first(&last, reader.today)?, last)), end));
        };
        match (calendar::one_day(year, month, from), calendar::one_day(year, month, to)) {
            (Some(from), Some(to)) => {
                Some((Ok(Time::Between(Anchor::Days(from.0, from.1), Anchor::Days(to.0, to.1))), end))
            }
            _ => Some((Err(Mistake::Impossible(calendar::month(year, month).map(|ends| ends.1))), end)),
        }
    }

    /// `between the 2015 and 2017 elections`, `between the first and second debates`.
    fn between_events(&self, start: usize) -> Option<(Result<Time, Mistake>, usize)> {
        let words = self.reader.words;
        let first_at = start + self.reader.article(start);
        let and = (first_at + 1..words.len().min(first_at + 3)).find(|&at| self.word(at) == "and")?;
        let second_at = and + 1 + self.reader.article(and + 1);
        // The name stands once, behind both: its last word may be a plural.
        let singular = |word: &str| word.strip_suffix('s').unwrap_or(word).to_owned();
        (second_at + 2..=words.len().min(second_at + 6)).rev().find_map(|end| {
            let plural = singular(words[end - 1]);
            let mut name: Vec<&str> = words[second_at..end].to_vec();
            *name.last_mut()? = &plural;
            let second = AnchorReader { words: &name, ..self.reader }.read_named(0)?.ok()?;
            if second.end != name.len() {
                return None;
            }
            let length = and - first_at;
            let common = name.get(length.min(name.len() - 1)..)?;
            let first: Vec<&str> = words[first_at..and].iter().copied().chain(common.iter().copied()).collect();
            let first = AnchorReader { words: &first, ..self.reader }
                .read_named(0)?
                .ok()
                .filter(|read| read.end == first.len())?;
            Some((Ok(Time::Between(first.anchor, second.anchor)), end))
        })
    }

    /// `2015 or 2016`, `2015, 2016 and 2017`, `August/September 2016`, `18 and 20 August`.
    fn list(&self, at: usize, start: usize, leading: Leading) -> Option<(Vec<Anchor>, usize)> {
        let reader = &self.reader;
        let mut items: Vec<FoundAnchor> = Vec::new();
        let mut next = start;
        let mut joined_at = start;
        loop {
            let read = reader.read(next).and_then(Result::ok).or_else(|| reader.read_day(next));
            let Some(read) =
                read.filter(|read| !matches!(read.shape, Shape::Event { .. } | Shape::Holiday { .. } | Shape::Today))
            else {
                break;
            };
            let end = read.end;
            items.push(read);
            joined_at = end;
            let is_apart = |at: usize| self.apart.get(at).copied().unwrap_or(false);
            next = match lexicon::phrase(reader.rest(end), TimeWord::Join) {
                Some(join) => end + join.length,
                None if is_apart(end) => end + usize::from(self.is(end, TimeWord::Preposition)),
                None => break,
            };
        }
        // What is joined but no time is none of the list; days without a month neither.
        let is_day = |read: &FoundAnchor| matches!(read.anchor, Anchor::DayOfMonth(_));
        while items.last().is_some_and(is_day) {
            items.pop();
            joined_at = items.last()?.end;
        }
        if items.len() < 2 {
            return None;
        }
        let before = if at > 0 { self.word(at - 1) } else { "" };
        let may_be_name = leading.sign == Sign::Bare && lexicon::is(before, TimeWord::TitleBeforeName);
        let first = items.first()?;
        let is_list = match first.shape {
            Shape::Plain => true,
            Shape::Year | Shape::ShortYear => {
                let whole = FoundAnchor { end: joined_at, ..first.clone() };
                self.is_meant(&whole, leading, at, start)
            }
            Shape::Season if items.iter().any(|read| read.shape == Shape::Plain) => true,
            Shape::Month | Shape::DayOfMonth => {
                !may_be_name && items.iter().any(|read| read.shape == Shape::Plain)
                    || leading.sign > Sign::Bare && first.shape == Shape::Month && !self.is_topic(at)
            }
            _ => leading.sign > Sign::Bare && self.word(at) != "on",
        };
        if !is_list {
            return None;
        }
        let mut anchors: Vec<Anchor> = Vec::with_capacity(items.len());
        for item in items.into_iter().rev() {
            let anchor = match anchors.last() {
                Some(later) => item.anchor.complete_first(later, reader.today)?,
                None => item.anchor.complete(reader.today),
            };
            anchors.push(anchor);
        }
        anchors.reverse();
        Some((anchors, joined_at))
    }

    /// Whether nothing that a name could go on with stands behind.
    fn is_at_end(&self, end: usize) -> bool {
        end == self.reader.words.len()
            || self.is(end, TimeWord::EndsTopic)
            || self.apart.get(end).copied().unwrap_or(false)
            || lexicon::phrase(self.reader.rest(end), TimeWord::Onwards).is_some()
    }

    /// Whether what is asked about stands before: `Corbyn on Good Friday` is about it.
    fn has_topic_before(&self, at: usize) -> bool {
        let begins_topic = |word: &&str| {
            let kinds = vocabulary::embedded().kinds(word);
            kinds.has(Kinds::ABOUT) || kinds.has(Kinds::SAY)
        };
        self.reader.words[..at].iter().any(begins_topic)
    }

    /// Whether the preposition can begin a topic: `Corbyn on 2016`.
    fn is_topic(&self, at: usize) -> bool {
        self.is(at, TimeWord::TopicPreposition)
    }

    /// Whether the words are meant as a time and not as a name or a topic.
    fn is_meant(&self, read: &FoundAnchor, leading: Leading, at: usize, start: usize) -> bool {
        let FoundAnchor { shape, end, .. } = *read;
        let sign = leading.sign;
        let at_end = self.is_at_end(end);
        let before = if at > 0 { self.word(at - 1) } else { "" };
        let goes_on = self.is(end, TimeWord::NameGoesOn);
        let first = self.word(start);
        // `post-Brexit trade` is about trade.
        if matches!(self.word(at), "post" | "pre") {
            return at_end && !lexicon::is(before, TimeWord::TopicLeads);
        }
        match shape {
            Shape::Event { words, told } => {
                let is_left_out = sign == Sign::Weak && leading.length == 0;
                // `uncertainty around Brexit` is about it; `after the Brexit talks` is after the talks.
                let is_loose = leading.relation == Relation::Around && leading.length == 1 && !told;
                let is_begun = words == 1 && !told && !at_end;
                let is_stretch = || !self.is(end - 1, TimeWord::Document) && !is_one_day(&read.anchor);
                match sign {
                    // `rights under the Good Friday Agreement`
                    Sign::Strong if self.word(at) == "under" => !is_begun && is_stretch(),
                    Sign::Strong => !is_loose && !is_begun,
                    Sign::Weak if leading.length > 0 => match self.word(at) {
                        // `in the Chilcot report` tells where it stands, `killed in the Westminster attack` how.
                        "in" | "at" => {
                            let is_occasion = (start..end).any(|at| self.is(at, TimeWord::Occasion));
                            words > 1 && (is_stretch() || is_occasion)
                        }
                        "on" => matches!(read.anchor, Anchor::Turn(_)) && (told || self.has_topic_before(at)),
                        _ => false,
                    },
                    _ => is_left_out && told,
                }
            }
            _ if self.word(at) == "under" => false,
            Shape::Holiday { told } => match sign {
                Sign::Strong => at_end || told,
                Sign::Weak if leading.length > 0 => {
                    at_end
                        && (self.is(at, TimeWord::ThroughPreposition)
                            || self.word(at) == "on" && is_one_day(&read.anchor) && (told || self.has_topic_before(at)))
                }
                _ => told && at_end,
            },
            Shape::Year | Shape::ShortYear => {
                let is_future = matches!(read.anchor, Anchor::Days(from, _) if from > self.reader.today);
                if is_future {
                    return false;
                }
                match sign {
                    Sign::Strong => at_end || !goes_on,
                    Sign::Weak => (leading.length == 0 || !self.is_topic(at)) && (at_end || !goes_on),
                    Sign::Bare => {
                        // `2016 Corbyn Trident`, `Corbyn 2016 Trident`; else a year stands at the end.
                        let is_beside_name = || {
                            !goes_on
                                && ((self.is_beside_name)(end, NameSide::BeginsAt)
                                    || at > 0 && (self.is_beside_name)(at, NameSide::EndsBefore))
                        };
                        let is_behind = at_end && at > 0;
                        shape != Shape::ShortYear
                            && !lexicon::is(before, TimeWord::NamesFollow)
                            && (is_behind || is_beside_name())
                    }
                }
            }
            Shape::Month => {
                // `since the march` names no month; months alone need their preposition.
                if first == "the" {
                    return false;
                }
                let is_lone_name = List::MonthName.has(first);
                let is_person = is_lone_name && (self.word(at) == "from" || goes_on || leading.length == 0);
                sign != Sign::Bare && !self.is_topic(at) && !is_person
            }
            Shape::Season => sign != Sign::Bare && (leading.length == 0 || !self.is(at, TimeWord::AboutPreposition)),
            // `on Sunday trading` is about trading.
            Shape::Weekday => {
                sign != Sign::Bare && !matches!(self.word(at), "of" | "for") && (self.word(at) != "on" || at_end)
            }
            Shape::DayOfMonth => at_end && (self.word(at) == "on" || sign == Sign::Strong),
            Shape::Decade => match self.word(start) {
                // `nuclear weapons 1990s`
                digits if sign == Sign::Bare => {
                    digits.len() == 5
                        && digits.starts_with(|first: char| first.is_ascii_digit())
                        && at_end
                        && at > 0
                        && !lexicon::is(before, TimeWord::NamesFollow)
                }
                "the" => sign != Sign::Bare && self.word(at) != "of" && self.word(at) != "on",
                _ => sign == Sign::Strong || self.word(at) == "in",
            },
            Shape::Today => sign != Sign::Bare || at_end,
            // `by Theresa May 2016`: the name is stronger than a month that nothing announces.
            Shape::Plain => !(first == "may" && sign == Sign::Bare && lexicon::is(before, TimeWord::TitleBeforeName)),
        }
    }
}

/// In the month before or after.
fn shortly(before: bool) -> Relation {
    Relation::Beside { before, number: 1, unit: Unit::Month, exactly: false }
}

/// Whether it is a day and no longer time.
fn is_one_day(anchor: &Anchor) -> bool {
    match anchor {
        Anchor::Named(rows) => rows.iter().all(|row| row.days.0 == row.days.1),
        Anchor::Yearly(yearly) => yearly.is_one_day(),
        Anchor::Turn(_) => true,
        _ => false,
    }
}
