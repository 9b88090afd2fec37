//! The names of filters, as users write them before a colon: `speaker:`, `date:`, `2of:`.

/// The name of a filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// Who said it.
    Speaker,
    /// Speakers whose name has these words, whoever they are.
    Named,
    /// The speaker's party on the article's day.
    Party,
    /// An office that the speaker held on the article's day.
    Office,
    /// The paper, agency or site.
    Outlet,
    /// The days of the article.
    Date,
    /// From the begin of a time on.
    Since,
    /// Up to the end of a time.
    Until,
    /// Up to the day before a time.
    Before,
    /// From the day after a time on.
    After,
    /// Direct, partial or indirect.
    Kind,
    /// Words in the quote itself.
    Quote,
    /// Words in the headline.
    Title,
    /// A part of the article's path or member.
    Path,
    /// The newest version of an address, earlier ones, or all.
    Version,
    /// How the quote was changed between versions of an address.
    Changed,
    /// That the quote has a speaker, party, office, outlet or date.
    Has,
    /// The least confidence of the attribution, 0 to 1.
    Confidence,
    /// The order of the hits.
    Sort,
    /// What is to be told: quotes, a count, when, who.
    Show,
    /// One of the sides that are compared.
    Compare,
    /// All the words in the brackets, wherever a topic counts; never read as names or dates of the question.
    About,
    /// At least so many of the words in the brackets: `any:( )` is 1, `2of:( )` is 2.
    AtLeast(u16),
    /// Words that lift a quote without being needed.
    Prefer,
}

/// Names, the one shown first; `AtLeast` is spelled with its number.
const NAMES: &[(Field, &[&str])] = &[
    (Field::Speaker, &["speaker", "by", "said_by", "person", "mp"]),
    (Field::Named, &["named", "name"]),
    (Field::Party, &["party"]),
    (Field::Office, &["office", "role"]),
    (Field::Outlet, &["outlet", "source", "paper", "publisher"]),
    (Field::Date, &["date", "year", "on", "in", "during"]),
    (Field::Since, &["since", "from"]),
    (Field::Until, &["until", "to", "till"]),
    (Field::Before, &["before"]),
    (Field::After, &["after"]),
    (Field::Kind, &["kind"]),
    (Field::Quote, &["quote", "said", "words"]),
    (Field::Title, &["title", "headline"]),
    (Field::Path, &["path", "file"]),
    (Field::Version, &["version", "versions"]),
    (Field::Changed, &["changed"]),
    (Field::Has, &["has"]),
    (Field::Confidence, &["confidence"]),
    (Field::Sort, &["sort", "order"]),
    (Field::Show, &["show"]),
    (Field::Compare, &["compare"]),
    (Field::About, &["about", "topic"]),
    (Field::AtLeast(1), &["any"]),
    (Field::Prefer, &["prefer"]),
];

impl Field {
    /// The field that the lower-case name means.
    pub(super) fn find(name: &str) -> Option<Field> {
        if let Some(number) = name.strip_suffix("of").filter(|number| !number.is_empty()) {
            return number.parse().ok().filter(|&number| number > 0).map(Field::AtLeast);
        }
        NAMES.iter().find(|(_, names)| names.contains(&name)).map(|&(field, _)| field)
    }

    /// The name of a field that is spelled nearly so.
    pub(super) fn find_near(name: &str) -> Option<&'static str> {
        NAMES
            .iter()
            .flat_map(|(_, names)| names.iter().copied())
            .map(|known| (strsim::osa_distance(known, name), known))
            .filter(|&(distance, known)| distance <= 2 && distance * 2 < known.len())
            .min()
            .map(|(_, known)| known)
    }

    /// The names that are shown, one of each field.
    pub(super) fn shown_names() -> impl Iterator<Item = &'static str> {
        NAMES.iter().map(|(_, names)| names[0])
    }

    /// Every name of every field: for tests of what is written about them.
    pub fn names() -> impl Iterator<Item = &'static str> {
        NAMES.iter().flat_map(|(_, names)| names.iter().copied())
    }

    /// The name that is shown.
    pub(super) fn name(self) -> &'static str {
        NAMES.iter().find(|(field, _)| *field == self).map_or("of", |(_, names)| names[0])
    }

    /// The name as the user writes it, the number of `2of:` included.
    pub(super) fn title(self) -> String {
        match self {
            Field::AtLeast(number) if number > 1 => format!("{number}of"),
            other => other.name().to_owned(),
        }
    }

    /// Whether its value is a list of words to be searched.
    pub(super) fn holds_words(self) -> bool {
        matches!(self, Field::About | Field::AtLeast(_) | Field::Prefer | Field::Quote | Field::Title)
    }
}
