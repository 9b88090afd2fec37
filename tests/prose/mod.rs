//! Made-up news prose for tests and benchmarks: people, papers and places that do not exist, put together by a small
//! generator of numbers so that every run has the same text.

pub mod growth;

/// Articles as papers print them, of this many bytes together.
pub fn articles(bytes: usize) -> impl Iterator<Item = String> {
    let mut size = 0;
    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
    std::iter::from_fn(move || {
        let next = (size < bytes).then(|| article(&mut numbers))?;
        size += next.len();
        Some(next)
    })
}

/// A generator of numbers (xorshift): the same ones at every run.
pub struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 16) as usize % limit
    }

    fn pick<'t>(&mut self, texts: &[&'t str]) -> &'t str {
        texts[self.below(texts.len())]
    }
}

/// Somebody of an article, with the forms in which papers name her or him.
struct Figure {
    given: &'static str,
    surname: &'static str,
    is_woman: bool,
    role: &'static str,
    party: &'static str,
}

impl Figure {
    fn new(numbers: &mut Numbers) -> Figure {
        let is_woman = numbers.below(2) == 0;
        Figure {
            given: numbers.pick(if is_woman { WOMEN } else { MEN }),
            surname: numbers.pick(SURNAMES),
            is_woman,
            role: numbers.pick(ROLES),
            party: numbers.pick(PARTIES),
        }
    }

    fn introduction(&self, numbers: &mut Numbers) -> String {
        let Figure { given, surname, role, party, .. } = self;
        match numbers.below(4) {
            0 => format!("{party} {role} {given} {surname}"),
            1 => format!("{given} {surname}, the {party} {role},"),
            2 => format!("the {role}, {given} {surname},"),
            _ => format!("{given} {surname}"),
        }
    }

    fn again(&self, numbers: &mut Numbers) -> String {
        match numbers.below(5) {
            0 => format!("{} {}", if self.is_woman { "Ms" } else { "Mr" }, self.surname),
            1 => format!("the {}", self.role),
            2 => self.surname.to_owned(),
            _ => if self.is_woman { "she" } else { "he" }.to_owned(),
        }
    }
}

fn article(numbers: &mut Numbers) -> String {
    let figures: Vec<Figure> = (0..2 + numbers.below(4)).map(|_| Figure::new(numbers)).collect();
    let mut text = format!(
        "{} {} {}\n\nPosted On:\n\n{} {} {}\n\n",
        numbers.pick(BODIES),
        numbers.pick(&["looks again at", "divided over", "votes on", "told to drop"]),
        numbers.pick(TOPICS),
        1 + numbers.below(28),
        numbers.pick(&["March", "June", "October", "December"]),
        2001 + numbers.below(24),
    );
    for paragraph in 0..12 + numbers.below(24) {
        let figure = &figures[numbers.below(figures.len())];
        let named =
            if paragraph < figures.len() { figures[paragraph].introduction(numbers) } else { figure.again(numbers) };
        text.push_str(&paragraph_by(&named, numbers));
        text.push_str("\n\n");
    }
    text
}

fn paragraph_by(named: &str, numbers: &mut Numbers) -> String {
    let (first, second, third) = (sentence(numbers), sentence(numbers), sentence(numbers));
    let said = numbers.pick(CUES);
    let body = numbers.pick(BODIES);
    let topic = numbers.pick(TOPICS);
    let capital = |text: &str| text[..1].to_uppercase() + &text[1..];
    match numbers.below(9) {
        0 => format!("“{},” {named} {said}. “{}.”", capital(&first), capital(&second)),
        1 => format!("{} {said} that {first}, after a meeting of {body} on {topic}.", capital(named)),
        2 => format!("\"{},\" {said} {named}. {}. {}.", capital(&first), capital(&second), capital(&third)),
        3 => format!("{} {said} {topic} would be “{}”, and that {second}.", capital(named), few(&first)),
        4 => format!("{}. {}. {}.", capital(&first), capital(&second), capital(&third)),
        5 => format!("{}, according to {named}, while {body} {second}.", capital(&first)),
        6 => format!("{} told {body}: ‘{}.’ {}.", capital(named), capital(&first), capital(&second)),
        7 => format!("Asked about {topic}, {named} {said}: “{}. {}.”", capital(&first), capital(&second)),
        _ => format!(
            "{}. {} of {body} have waited for {topic} since the spring, and {second}.",
            capital(&first),
            capital(numbers.pick(&["members", "friends", "critics"]))
        ),
    }
}

fn few(sentence: &str) -> String {
    sentence.split(' ').take(4).collect::<Vec<_>>().join(" ")
}

fn sentence(numbers: &mut Numbers) -> String {
    format!(
        "{} {} {} {} {}",
        numbers.pick(SUBJECTS),
        numbers.pick(VERBS),
        numbers.pick(TOPICS),
        numbers.pick(LINKS),
        numbers.pick(ENDS)
    )
}

const WOMEN: &[&str] = &["Ann", "Mary", "Helen", "Joan", "Rachel", "Wilhelmina", "Susan", "Olive"];
const MEN: &[&str] = &["Harold", "David", "Peter", "George", "Tom", "Ambrose", "John", "Cuthbert"];
const SURNAMES: &[&str] = &[
    "Example",
    "Testby",
    "Sampleton",
    "Mockridge",
    "Draftwell",
    "Placeholder-Jones",
    "O'Specimen",
    "Trialworth",
    "Fictionby",
    "Madeup",
    "Inventley",
    "Pretendham",
];
const ROLES: &[&str] = &["councillor", "MP", "spokesman", "senator", "minister", "chairman", "leader", "spokeswoman"];
const PARTIES: &[&str] = &["Labour", "Conservative", "Liberal Democrat", "Republican", "Democratic", "Green"];
const BODIES: &[&str] = &[
    "the council",
    "the Harbour Board",
    "the Bridge Committee",
    "the Association of Ferrymen",
    "the government",
    "the Daily Example",
    "the union",
    "the Department of Bridges",
];
const TOPICS: &[&str] = &[
    "the harbour bridge",
    "the new ferry",
    "taxes on salt",
    "the budget for schools",
    "the fishing treaty",
    "the hospital at Exampleton",
    "the plan for the tunnel",
    "the vote of 12 May",
];
const CUES: &[&str] = &["said", "told reporters", "added", "argued", "insisted", "warned", "claimed", "explained"];
const SUBJECTS: &[&str] = &[
    "we",
    "nobody on either side of the river",
    "the people of Exampleton",
    "those who live by the sea",
    "the engineers' report",
    "every one of the ferrymen's families",
    "they",
    "the last three governments",
];
const VERBS: &[&str] =
    &["have never forgotten", "will not stand for", "cannot pay for", "could do without", "must look again at", "want"];
const LINKS: &[&str] = &["because", "although", "and", "so long as", "as if", "now that"];
const ENDS: &[&str] = &[
    "the winter is long",
    "there's no money left in the chest",
    "it was promised in 1987 and again in 2003",
    "the figures do not add up",
    "Sampleton has two bridges already",
    "that is what a harbour is for",
];
