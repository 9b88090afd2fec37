//! What the register holds, as plain values: persons, parties, offices, memberships, each known by an id.

use crate::words::table::list;
use chrono::NaiveDate;

/// A person of the register: an index into it, valid for the register that gave it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PersonId(pub(crate) u32);

/// A party of the register: an index into it, valid for the register that gave it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PartyId(pub(crate) u16);

/// An office of the register: an index into it, valid for the register that gave it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OfficeId(pub(crate) u16);

/// The gender that the record gives, or that a given name lets suppose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Gender {
    /// She.
    Female,
    /// He.
    Male,
    /// Neither the record nor the name tells.
    Unknown,
}

/// Whose politics a person, party or office belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Country {
    /// The United Kingdom.
    Uk,
    /// The United States.
    Us,
    /// Any other country, or none.
    Other,
}

/// First and last day of a membership or an office; `None` is an open end. Both days are included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Period {
    /// The first day.
    pub from: Option<NaiveDate>,
    /// The last day.
    pub to: Option<NaiveDate>,
}

impl Period {
    /// Open at both ends.
    pub(super) const ALWAYS: Period = Period { from: None, to: None };

    /// Whether the day lies inside, both ends included.
    pub fn contains(self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

/// Somebody of the register. The texts are those of the tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Person {
    pub(super) slug: &'static str,
    pub(super) name: &'static str,
    pub(super) surname: &'static str,
    pub(super) aliases: &'static str,
    pub(super) gender: Gender,
    pub(super) country: Country,
    pub(super) prominence: u8,
}

impl Person {
    /// The stable id that records and queries use: `jeremy-corbyn`.
    pub fn slug(&self) -> &'static str {
        self.slug
    }

    /// The name as papers print it.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The surname, particles and all its words included: `de Blasio`, `Duncan Smith`.
    pub fn surname(&self) -> &'static str {
        self.surname
    }

    /// Other names: legal forms, nicknames, titles of peers.
    pub fn aliases(&self) -> impl Iterator<Item = &'static str> {
        list(self.aliases)
    }

    /// The person's gender.
    pub fn gender(&self) -> Gender {
        self.gender
    }

    /// The country in whose politics the person is.
    pub fn country(&self) -> Country {
        self.country
    }

    /// From 0 to 9: how likely the bare surname in the news of the person's time means this person.
    pub fn prominence(&self) -> u8 {
        self.prominence
    }
}

/// A party of the register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Party {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    pub(super) country: Country,
    pub(super) other_names: &'static str,
}

impl Party {
    /// The stable id that queries use: `labour`.
    pub fn id(&self) -> &'static str {
        self.id
    }

    /// The name to show: `Labour`, `Liberal Democrat`.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The party's country.
    pub fn country(&self) -> Country {
        self.country
    }

    /// Whether this is no party at all but the bench of those without one.
    pub fn is_independent(&self) -> bool {
        self.id == "independent"
    }

    /// What else papers call the party and its members: `Tory`, `Tories`, `Dems`, `GOP`.
    pub fn other_names(&self) -> impl Iterator<Item = &'static str> {
        list(self.other_names)
    }
}

/// What kind of office an office is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum OfficeClass {
    /// A monarch, or a president who does not govern alone.
    HeadOfState,
    /// A prime minister, chancellor or governing president.
    HeadOfGovernment,
    /// A member of the cabinet or another minister.
    Minister,
    /// A post in the opposition's cabinet.
    Shadow,
    /// The leader of a party.
    PartyLeader,
    /// A post in a party or in its parliamentary group below the leader: deputy leader, chair, whip.
    PartyOfficer,
    /// A seat in a parliament.
    Legislator,
    /// The chair of a chamber or of a committee.
    Chair,
    /// The head of a state or province.
    Governor,
    /// The head of a town or region.
    Mayor,
    /// Somebody who stands for an office.
    Candidate,
    /// A spokesperson, an adviser, a campaign's manager.
    Staff,
    /// Judges, chiefs of police, heads of agencies and of international bodies.
    Official,
    /// Trade unions, business bodies, charities.
    Association,
}

/// An office of the register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Office {
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    pub(super) country: Country,
    pub(super) class: OfficeClass,
    pub(super) rank: u8,
    pub(super) party: Option<PartyId>,
    pub(super) phrases: &'static str,
}

impl Office {
    /// The stable id that queries use: `prime-minister-uk`.
    pub fn id(&self) -> &'static str {
        self.id
    }

    /// The title to show: `Leader of the Labour Party`, `Home Secretary`.
    pub fn title(&self) -> &'static str {
        self.title
    }

    /// The office's country.
    pub fn country(&self) -> Country {
        self.country
    }

    /// What kind of office it is.
    pub fn class(&self) -> OfficeClass {
        self.class
    }

    /// The smaller, the more important: it chooses a person's main office among several.
    pub fn rank(&self) -> u8 {
        self.rank
    }

    /// The party whose office it is, for leaders and officers of parties.
    pub fn party(&self) -> Option<PartyId> {
        self.party
    }
}

/// A stretch of time in which a person sat for a party, or belonged to one without a seat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Membership {
    /// `None` for those who sit without one: the Speaker of the House of Commons, crossbenchers.
    pub party: Option<PartyId>,
    /// The office that goes with the seat (`mp`, `senator`); `None` without a seat.
    pub office: Option<OfficeId>,
    /// The chamber: `Commons`, `House of Lords`; `party` for a membership without a seat.
    pub body: &'static str,
    /// `Islington North`, `Vermont`; empty where there is none.
    pub seat: &'static str,
    /// From when to when.
    pub period: Period,
    /// How a title with the seat begins: `MP for`; empty where the office's own title is used.
    pub(super) title_prefix: &'static str,
}
