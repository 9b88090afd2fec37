//! Times of many questions of one form, their median, mean and slowest hundredth, and the bars they are held to.

use std::time::{Duration, Instant};

/// Of the questions one in so many is asked beforehand, so that all are answered warm.
const WARM: usize = 5;

/// Milliseconds that a form may take.
#[derive(Clone, Copy)]
pub struct Bar {
    pub must: Limits,
    pub aim: Limits,
}

/// Milliseconds: the median, and of a hundred questions all but one.
#[derive(Clone, Copy)]
pub struct Limits {
    pub median: f64,
    pub p99: f64,
}

impl Bar {
    pub const fn new(must: (f64, f64), aim: (f64, f64)) -> Bar {
        Bar { must: Limits { median: must.0, p99: must.1 }, aim: Limits { median: aim.0, p99: aim.1 } }
    }
}

/// What questions of one form took.
pub struct Times {
    /// The quickest first.
    each: Vec<Duration>,
    hits: u64,
}

impl Times {
    fn new(questions: usize) -> Times {
        Times { each: Vec::with_capacity(questions), hits: 0 }
    }

    /// Asks each question by itself; `ask` gives how many hits there were.
    pub fn measure<Q>(questions: &[Q], mut ask: impl FnMut(&Q) -> u64) -> Times {
        let mut times = Times::new(questions.len());
        questions.iter().step_by(WARM).for_each(|question| {
            ask(question);
        });
        questions.iter().for_each(|question| times.add(|| ask(question)));
        times.sorted()
    }

    /// Asks two the same questions in turns, so that what else the machine does meets both.
    pub fn measure_two<Q>(
        questions: &[Q],
        mut ask: impl FnMut(&Q) -> u64,
        mut ask_other: impl FnMut(&Q) -> u64,
    ) -> (Times, Times) {
        let (mut times, mut others) = (Times::new(questions.len()), Times::new(questions.len()));
        for question in questions.iter().step_by(WARM) {
            ask(question);
            ask_other(question);
        }
        for (number, question) in questions.iter().enumerate() {
            if number % 2 == 0 {
                times.add(|| ask(question));
                others.add(|| ask_other(question));
            } else {
                others.add(|| ask_other(question));
                times.add(|| ask(question));
            }
        }
        (times.sorted(), others.sorted())
    }

    fn add(&mut self, ask: impl FnOnce() -> u64) {
        let began = Instant::now();
        let hits = ask();
        self.each.push(began.elapsed());
        self.hits += hits;
    }

    fn sorted(mut self) -> Times {
        self.each.sort_unstable();
        self
    }

    /// Milliseconds.
    pub fn median(&self) -> f64 {
        self.at(self.each.len() / 2)
    }

    /// Milliseconds.
    pub fn p99(&self) -> f64 {
        self.at(self.each.len() * 99 / 100)
    }

    /// Milliseconds.
    pub fn mean(&self) -> f64 {
        self.each.iter().sum::<Duration>().as_secs_f64() * 1e3 / self.each.len() as f64
    }

    /// Of a question.
    pub fn mean_hits(&self) -> f64 {
        self.hits as f64 / self.each.len() as f64
    }

    fn at(&self, place: usize) -> f64 {
        self.each[place.min(self.each.len() - 1)].as_secs_f64() * 1e3
    }

    fn meet(&self, limits: Limits) -> bool {
        self.median() <= limits.median && self.p99() <= limits.p99
    }

    pub fn print(&self, name: &str, bar: Option<Bar>) {
        let told = bar.map_or_else(String::new, |bar| {
            let Bar { must, aim } = bar;
            let verdict = verdict(self.meet(must), self.meet(aim));
            format!("  must {}/{}, aim {}/{}: {verdict}", must.median, must.p99, aim.median, aim.p99)
        });
        println!(
            "{name:<56} {:>5.2} ms {:>5.2} ms {:>5.2} ms {:>8.0}{told}",
            self.median(),
            self.mean(),
            self.p99(),
            self.mean_hits()
        );
    }
}

pub fn print_heading() {
    println!("{:<56} {:>8} {:>8} {:>8} {:>8}", "", "median", "mean", "p99", "hits");
}

pub fn verdict(meets_must: bool, meets_aim: bool) -> &'static str {
    match (meets_must, meets_aim) {
        (false, _) => "OVER",
        (true, false) => "ok",
        (true, true) => "ok, aim met",
    }
}
