//! The lists of words that a language has: what the tables name them, and what a word is asked for.

use super::WordSet;
use super::current::language;

macro_rules! lists {
    ($($list:ident = $name:literal),* $(,)?) => {
        /// A list of words. What is in it, and what it is for, say the tables in `data/`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum List { $($list),* }

        impl List {
            pub(super) const COUNT: usize = [$($name),*].len();

            /// The list that a table names so.
            pub(super) fn named(name: &str) -> Option<List> {
                match name { $($name => Some(List::$list),)* _ => None }
            }
        }
    };
}

lists! {
    Abbreviation = "abbreviation",
    About = "about",
    According = "according",
    Addressing = "addressing",
    Adjective = "adjective",
    Adverb = "adverb",
    Agency = "agency",
    AgencyEnding = "agency-ending",
    Ago = "ago",
    Be = "be",
    BeforeOffice = "before-office",
    BetweenNames = "between-names",
    Asks = "asks",
    Body = "body",
    BodyLetters = "body-letters",
    BodyName = "body-name",
    ByPlace = "by-place",
    CapitalOffice = "capital-office",
    Charging = "charging",
    Clipped = "clipped",
    Clock = "clock",
    Condition = "condition",
    Conjunction = "conjunction",
    Counts = "counts",
    Contender = "contender",
    Courtesy = "courtesy",
    DayOfWeek = "day-of-week",
    Definite = "definite",
    DefiniteOne = "definite-one",
    Determiner = "det",
    Do = "do",
    First = "first",
    Follower = "follower",
    Former = "former",
    HandsOver = "hands-over",
    Have = "have",
    He = "he",
    Honorific = "honorific",
    HonorificMan = "honorific-man",
    HonorificWoman = "honorific-woman",
    InBodyName = "in-body-name",
    InByline = "in-byline",
    InDate = "in-date",
    It = "it",
    Kicker = "kicker",
    Knighthood = "knighthood",
    Inscribed = "inscribed",
    LabelsNobody = "labels-nobody",
    Man = "man",
    MediaFile = "media-file",
    Modal = "modal",
    Month = "month",
    MonthName = "month-name",
    NameSuffix = "name-suffix",
    NamesCharge = "names-charge",
    NamesThing = "names-thing",
    Naming = "naming",
    Negation = "negation",
    Network = "network",
    NoArticleHost = "no-article-host",
    NotPerson = "not-person",
    Numbered = "numbered",
    ObjectForm = "object-form",
    OpensContent = "opens-content",
    OpensName = "opens-name",
    OpensSentence = "opens-sentence",
    Office = "office",
    OfficePrefix = "office-prefix",
    Ordinal = "ordinal",
    Outlet = "outlet",
    OutletAlone = "outlet-alone",
    OutletFirst = "outlet-first",
    OutsideOffice = "outside-office",
    Paper = "paper",
    PartOfCountry = "part-of-country",
    Particle = "particle",
    PartyLetter = "party-letter",
    Past = "past",
    Peerage = "peerage",
    People = "people",
    Person = "person",
    Picture = "picture",
    Place = "place",
    PlainAddress = "plain-address",
    Possessive = "possessive",
    PostNominal = "post-nominal",
    Preposition = "preposition",
    PressJob = "press-job",
    Quantity = "quantity",
    Reads = "reads",
    Relative = "relative",
    RoyalTitle = "royal-title",
    RunsBody = "runs-body",
    Seat = "seat",
    Second = "second",
    Section = "section",
    Several = "several",
    She = "she",
    ShownTitle = "shown-title",
    Signs = "signs",
    Site = "site",
    SmallAbbreviation = "small-abbreviation",
    SortOfMember = "sort-of-member",
    Speaking = "speaking",
    SpeaksFor = "speaks-for",
    Subordinate = "subordinate",
    Suffix = "suffix",
    SurnameParticle = "surname-particle",
    TellsNobody = "tells-nobody",
    That = "that",
    They = "they",
    ThingPronoun = "thing-pronoun",
    Time = "time",
    Title = "title",
    UnitedStates = "united-states",
    VerbParticle = "verb-particle",
    Weekday = "weekday",
    Woman = "woman",
    WordsSaid = "words-said",
}

impl List {
    /// The words of the list.
    pub fn words(self) -> &'static WordSet {
        language().list(self)
    }

    /// Whether the word is in the list, as it is written here.
    pub fn has(self, word: &str) -> bool {
        self.words().has(word)
    }

    /// Whether the word, its first letter a capital, is in the list.
    pub fn has_capitalised(self, word: &str) -> bool {
        self.words().has_capitalised(word)
    }

    /// Whether the word is in the list whatever its capitals.
    pub fn has_any_case(self, word: &str) -> bool {
        self.words().has_any_case(word)
    }
}
