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

/// Each question is asked so often, in rounds: a machine that others use as well stops now and then for longer than an
/// answer takes, and it is the questions whose slowest hundredth is wanted.
const ROUNDS: usize = 3;

fn time(ask: impl FnOnce() -> u64) -> (Duration, u64) {
    let began = Instant::now();
    let hits = ask();
    (began.elapsed(), hits)
}

/// What questions of one form took.
pub struct Times {
    /// The quickest first.
    each: Vec<Duration>,
    hits: u64,
}

impl Times {
    /// Asks each question by itself; `ask` gives how many hits there were.
    pub fn measure<Q>(questions: &[Q], mut ask: impl FnMut(&Q) -> u64) -> Times {
        Times::measure_rounds(questions, ROUNDS, |question| [time(|| ask(question))]).remove(0)
    }

    /// The same, each question once: for what takes long.
    pub fn measure_once<Q>(questions: &[Q], mut ask: impl FnMut(&Q) -> u64) -> Times {
        Times::measure_rounds(questions, 1, |question| [time(|| ask(question))]).remove(0)
    }

    /// Asks two the same questions in turns, so that what else the machine does meets both.
    pub fn measure_two<Q>(
        questions: &[Q],
        mut ask: impl FnMut(&Q) -> u64,
        mut ask_other: impl FnMut(&Q) -> u64,
    ) -> (Times, Times) {
        let mut turn = false;
        let mut both = Times::measure_rounds(questions, ROUNDS, |question| {
            turn = !turn;
            if turn {
                let first = time(|| ask(question));
                [first, time(|| ask_other(question))]
            } else {
                let second = time(|| ask_other(question));
                [time(|| ask(question)), second]
            }
        });
        let others = both.remove(1);
        (both.remove(0), others)
    }

    /// Asks all questions in each round; what counts of a question is the median of its times.
    fn measure_rounds<Q, const N: usize>(
        questions: &[Q],
        rounds: usize,
        mut ask: impl FnMut(&Q) -> [(Duration, u64); N],
    ) -> Vec<Times> {
        questions.iter().step_by(WARM).for_each(|question| {
            ask(question);
        });
        let mut taken: Vec<[Vec<Duration>; N]> =
            questions.iter().map(|_| std::array::from_fn(|_| Vec::new())).collect();
        let mut hits = [0; N];
        for _ in 0..rounds {
            for (question, taken) in questions.iter().zip(&mut taken) {
                for ((taken, hits), (time, found)) in taken.iter_mut().zip(&mut hits).zip(ask(question)) {
                    taken.push(time);
                    *hits += found;
                }
            }
        }
        let median = |times: &mut Vec<Duration>| {
            times.sort_unstable();
            times[times.len() / 2]
        };
        (0..N)
            .map(|which| {
                let mut each: Vec<Duration> = taken.iter_mut().map(|taken| median(&mut taken[which])).collect();
                each.sort_unstable();
                Times { each, hits: hits[which] / rounds as u64 }
            })
            .collect()
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
