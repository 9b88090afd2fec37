//! Who each mention means: mentions of one article gathered into entities, and entities tied to the register.
//!
//! Full names come first, then what follows from them: surnames, given names and nicknames, roles ("the Labour
//! leader"), pronouns. Where two could be meant and nothing tells them apart, nobody is. The largest gap: plural
//! pronouns are never resolved.

use super::lexicon::*;
use super::mentions::{Case, Mention, MentionKind};
use super::tokens::{Kind, Prose, fold};
use crate::people::{Gender, OfficeClass, OfficeId, PartyId, PersonId, Register};
use chrono::NaiveDate;
use rustc_hash::FxHashMap;

/// Somebody or some body that the article speaks of.
#[derive(Clone, Debug)]
pub(crate) struct Entity<'a> {
    /// The words of its fullest name, folded, titles left out.
    pub words: Vec<String>,
    /// The mention with the fullest name; `None` for a person known only by role, through the register.
    pub named_by: Option<usize>,
    pub kind: EntityKind,
    pub gender: Gender,
    pub person: Option<PersonId>,
    /// Head nouns of its titles and appositions, in lower case: what "the senator" can mean later.
    pub roles: Vec<&'a str>,
    /// The party that the article gives it.
    pub party: Option<PartyId>,
    /// The role that the article gives it, as a mention.
    pub role: Option<usize>,
    pub mentions: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EntityKind {
    Person,
    /// A name that may be a person's or not.
    Name,
    Body,
}

/// The entities of an article and which of them each mention means.
pub(crate) struct Entities<'a> {
    pub list: Vec<Entity<'a>>,
    /// By mention.
    pub of: Vec<Option<u32>>,
    /// By mention: how sure it is that the mention means that entity, 0 to 1.
    pub sureness: Vec<f32>,
    /// The article's date, or a day on which all the offices that it names with their holders were held so.
    pub day: Option<NaiveDate>,
}

impl Entities<'_> {
    pub fn entity_of(&self, mention: usize) -> Option<u32> {
        self.of.get(mention).copied().flatten()
    }
}

/// Resolves all mentions of the article.
pub(crate) fn resolve<'a>(
    prose: &Prose<'a>,
    mentions: &[Mention],
    register: &Register,
    day: Option<NaiveDate>,
) -> Entities<'a> {
    let mut resolver = Resolver {
        prose,
        mentions,
        register,
        day,
        list: Vec::new(),
        of: vec![None; mentions.len()],
        sureness: vec![1.0; mentions.len()],
        by_last_word: FxHashMap::default(),
        lower: String::new(),
    };
    resolver.full_names();
    resolver.link_to_register();
    resolver.infer_day();
    resolver.short_names();
    resolver.appositions();
    resolver.descriptions();
    Entities { day: resolver.day, list: resolver.list, of: resolver.of, sureness: resolver.sureness }
}

struct Resolver<'p, 'a> {
    prose: &'p Prose<'a>,
    mentions: &'p [Mention],
    register: &'p Register,
    day: Option<NaiveDate>,
    list: Vec<Entity<'a>>,
    of: Vec<Option<u32>>,
    sureness: Vec<f32>,
    /// Entities by the last word of their name.
    by_last_word: FxHashMap<String, Vec<u32>>,
    lower: String,
}

impl<'a> Resolver<'_, 'a> {
    fn is_named(mention: &Mention) -> bool {
        matches!(mention.kind, MentionKind::Person | MentionKind::Name | MentionKind::Body | MentionKind::Place)
    }

    /// The folded words of a mention's name, suffixes and dots left out.
    fn words(&mut self, mention: usize) -> Vec<String> {
        let head = self.mentions[mention].head.clone();
        let mut words = Vec::with_capacity(head.len());
        for index in head {
            if self.prose.tokens[index].is(SUFFIX) && !words.is_empty() {
                continue;
            }
            fold(self.prose.str(index), &mut self.lower);
            words.push(self.lower.trim_end_matches('.').to_owned());
        }
        words
    }

    fn full_names(&mut self) {
        for index in 0..self.mentions.len() {
            let mention = &self.mentions[index];
            if !Self::is_named(mention) || mention.head.len() < 2 {
                continue;
            }
            let words = self.words(index);
            if words.len() < 2 {
                continue;
            }
            let kind = match mention.kind {
                MentionKind::Person => EntityKind::Person,
                MentionKind::Name => EntityKind::Name,
                _ => EntityKind::Body,
            };
            self.add_named(index, words, kind);
        }
    }

    /// Puts the mention to the entity that bears the name, or makes one.
    fn add_named(&mut self, mention: usize, words: Vec<String>, kind: EntityKind) -> u32 {
        let last = words.last().cloned().unwrap_or_default();
        let found = self.by_last_word.get(&last).into_iter().flatten().copied().find(|id| {
            let entity = &self.list[*id as usize];
            (entity.kind == EntityKind::Body) == (kind == EntityKind::Body) && self.same_name(&entity.words, &words)
        });
        let id = match found {
            Some(id) => {
                let entity = &mut self.list[id as usize];
                if words.len() > entity.words.len() {
                    entity.words = words;
                    entity.named_by = Some(mention);
                }
                if kind == EntityKind::Person {
                    entity.kind = kind;
                }
                id
            }
            None => {
                let id = self.list.len() as u32;
                self.list.push(Entity {
                    words,
                    named_by: Some(mention),
                    kind,
                    gender: Gender::Unknown,
                    person: None,
                    roles: Vec::new(),
                    party: None,
                    role: None,
                    mentions: 0,
                });
                self.by_last_word.entry(last).or_default().push(id);
                id
            }
        };
        self.assign(mention, id, 1.0);
        id
    }

    /// Whether two names of two and more words, with the same last word, can be one person's.
    fn same_name(&self, one: &[String], other: &[String]) -> bool {
        let (long, short) = if one.len() >= other.len() { (one, other) } else { (other, one) };
        if long.ends_with(short) {
            return true;
        }
        match (long.first(), short.first()) {
            (Some(a), Some(b)) => {
                a == b
                    || self.register.same_given_name(a, b)
                    || long[1..long.len() - 1].contains(b) && b.chars().count() > 1
            }
            _ => false,
        }
    }

    fn assign(&mut self, mention: usize, id: u32, sureness: f32) {
        self.of[mention] = Some(id);
        self.sureness[mention] = sureness;
        let found = &self.mentions[mention];
        let entity = &mut self.list[id as usize];
        entity.mentions += 1;
        if entity.gender == Gender::Unknown {
            entity.gender = found.gender;
        }
        if found.kind == MentionKind::Pronoun {
            return;
        }
        for index in found.prefix.clone() {
            let token = &self.prose.tokens[index];
            if token.is(SOURCE_NOUN | TITLE) {
                let word = self.prose.str(index);
                if !entity.roles.contains(&word) {
                    entity.roles.push(word);
                }
            }
            if entity.party.is_none()
                && token.capital
                && let Some(party) = self.register.find_party(self.prose.str(index))
            {
                entity.party = Some(party);
            }
        }
    }

    /// Ties persons with full names to the register, and takes over what it knows.
    fn link_to_register(&mut self) {
        for id in 0..self.list.len() {
            if self.list[id].kind != EntityKind::Body {
                self.link_entity(id);
            }
        }
    }

    fn link_entity(&mut self, id: usize) {
        let Some(named_by) = self.list[id].named_by else { return };
        let mention = &self.mentions[named_by];
        let name = self.prose.span(mention.head.clone()).of(self.prose.text);
        let mut found = if mention.head.len() > 1 {
            self.register.find_name(name)
        } else {
            self.register.find_surname(name).to_vec()
        };
        if mention.head.len() == 1 && found.is_empty() {
            found = self.register.find_name(name);
        }
        if mention.prefix.len() > 0 {
            // "Lord Falconer": peers are entered with their titles.
            let titled = self.prose.span(mention.prefix.end - 1..mention.head.end).of(self.prose.text);
            if self.prose.tokens[mention.prefix.end - 1].is(ANY_HONORIFIC) {
                let peers = self.register.find_name(titled);
                if mention.head.len() == 1 && !peers.is_empty() {
                    found = peers;
                }
            }
        }
        let gender = self.list[id].gender;
        if mention.head.len() == 1 {
            let full = mention.gender != Gender::Unknown;
            found.retain(|person| {
                let known = self.register.person(*person);
                (gender == Gender::Unknown || known.gender() == Gender::Unknown || known.gender() == gender)
                    && known.prominence() >= if full { 2 } else { 4 }
                    && self.plausible_on_day(*person)
            });
            // A bare surname that several of the day's politicians bear tells nobody, unless one stands out.
            if found.len() > 1 {
                let first = self.register.person(found[0]).prominence();
                let second = self.register.person(found[1]).prominence();
                if first < second + 3 && !(first >= 9 && second < first) {
                    found.clear();
                }
            }
        } else {
            let named = found.clone();
            found.retain(|person| self.plausible_on_day(*person));
            if found.is_empty() {
                found = named;
            }
            if found.len() > 1 {
                let party = self.list[id].party;
                let of_party: Vec<_> = found
                    .iter()
                    .copied()
                    .filter(|person| party.is_some() && self.register.party_on(*person, self.day) == party)
                    .collect();
                if !of_party.is_empty() {
                    found = of_party;
                }
            }
        }
        let Some(person) = found.first().copied() else { return };
        let entity = &mut self.list[id];
        entity.person = Some(person);
        entity.kind = EntityKind::Person;
        if entity.gender == Gender::Unknown {
            entity.gender = self.register.person(person).gender();
        }
    }

    /// Whether the register knows the person around the article's day; without a day everybody is.
    fn plausible_on_day(&self, person: PersonId) -> bool {
        let Some(day) = self.day else { return true };
        let slack = chrono::Days::new(15 * 366);
        let near = |period: crate::people::Period| {
            period.from.is_none_or(|from| from.checked_sub_days(slack).is_none_or(|from| from <= day))
                && period.to.is_none_or(|to| to.checked_add_days(slack).is_none_or(|to| day <= to))
        };
        let mut any = false;
        for period in self
            .register
            .memberships(person)
            .iter()
            .map(|membership| membership.period)
            .chain(self.register.tenures(person).map(|(_, period)| period))
        {
            if near(period) {
                return true;
            }
            any = true;
        }
        !any
    }

    /// Without a posting date: a day on which the persons named with their offices held them.
    fn infer_day(&mut self) {
        if self.day.is_some() {
            return;
        }
        let (mut from, mut to) = (None::<NaiveDate>, None::<NaiveDate>);
        for (index, mention) in self.mentions.iter().enumerate() {
            if mention.prefix.is_empty() || mention.kind != MentionKind::Person {
                continue;
            }
            let Some(person) = self.of[index].and_then(|id| self.list[id as usize].person) else { continue };
            let phrase = self.prose.span(mention.prefix.clone()).of(self.prose.text);
            let lower = phrase.to_lowercase();
            if lower.contains("former") || lower.contains("ex-") {
                continue;
            }
            for office in self.register.find_office(phrase) {
                let held: Vec<_> = self.register.tenures(person).filter(|(held, _)| *held == office).collect();
                if let [(_, period)] = held[..] {
                    let (new_from, new_to) = (from.max(period.from), earliest(to, period.to));
                    // Offices that were never held at once say nothing more.
                    if new_from.zip(new_to).is_none_or(|(from, to)| from <= to) {
                        (from, to) = (new_from, new_to);
                    }
                }
            }
        }
        self.day = match (from, to) {
            (Some(from), Some(to)) => Some(from + (to - from) / 2),
            _ => None,
        };
    }

    /// Names of one word: surnames, given names, short names of bodies.
    fn short_names(&mut self) {
        for index in 0..self.mentions.len() {
            let mention = &self.mentions[index];
            if self.of[index].is_some() || !Self::is_named(mention) {
                continue;
            }
            let words = self.words(index);
            let Some(word) = words.first() else { continue };
            let mention = &self.mentions[index];
            if words.len() == 1
                && mention.kind != MentionKind::Place
                && let Some((id, sureness)) = self.find_short(index, word)
            {
                self.assign(index, id, sureness);
                continue;
            }
            let kind = match mention.kind {
                MentionKind::Person => EntityKind::Person,
                MentionKind::Name => EntityKind::Name,
                _ => EntityKind::Body,
            };
            let known = self.list.len();
            let id = self.add_named(index, words, kind);
            if id as usize == known && kind != EntityKind::Body {
                self.link_entity(id as usize);
            }
        }
    }

    /// The entity that a name of one word means here.
    fn find_short(&self, mention: usize, word: &str) -> Option<(u32, f32)> {
        let found = &self.mentions[mention];
        let fits = |id: &u32| {
            let entity = &self.list[*id as usize];
            let is_body = entity.kind == EntityKind::Body;
            (found.kind == MentionKind::Body) == is_body
                && (found.gender == Gender::Unknown
                    || entity.gender == Gender::Unknown
                    || found.gender == entity.gender)
                && entity.words.len() > 1
        };
        let mut ids: Vec<u32> = self.by_last_word.get(word).into_iter().flatten().copied().filter(fits).collect();
        if found.kind == MentionKind::Body && ids.is_empty() {
            // "the NEA" for "National Education Association".
            return (0..self.list.len() as u32)
                .find(|id| is_acronym(word, &self.list[*id as usize].words))
                .map(|id| (id, 0.9));
        }
        if ids.is_empty() && found.kind != MentionKind::Body {
            ids = (0..self.list.len() as u32)
                .filter(|id| {
                    fits(id)
                        && self.list[*id as usize]
                            .words
                            .first()
                            .is_some_and(|given| given == word || self.nickname_of(given, word))
                })
                .collect();
        }
        if ids.len() <= 1 {
            return ids.first().map(|id| (*id, 1.0));
        }
        // Several bear it: the one whose full name stood last in this paragraph, else the one named most.
        let paragraph = self.prose.paragraphs.get(self.prose.paragraph_of(found.tokens.start))?.tokens.clone();
        let near = self.mentions[..mention].iter().enumerate().rev().find_map(|(index, other)| {
            let same = other.tokens.start >= paragraph.start && other.head.len() > 1;
            self.of[index].filter(|id| same && ids.contains(id))
        });
        let most = ids.iter().copied().max_by_key(|id| (self.list[*id as usize].mentions, std::cmp::Reverse(*id)))?;
        let second = ids.iter().filter(|id| **id != most).map(|id| self.list[*id as usize].mentions).max().unwrap_or(0);
        match near {
            Some(id) if id == most => Some((id, 0.95)),
            Some(id) => Some((id, 0.7)),
            None if self.list[most as usize].mentions > 2 * second => Some((most, 0.85)),
            None => Some((most, 0.6)),
        }
    }

    fn nickname_of(&self, given: &str, word: &str) -> bool {
        word.len() > 1 && given.len() > 1 && self.register.same_given_name(given, word)
    }

    /// Descriptions beside a name: "Smith, a Labour MP," and "the Labour leader, Ann Smith,".
    fn appositions(&mut self) {
        for index in 0..self.mentions.len() {
            let mention = &self.mentions[index];
            if !matches!(mention.kind, MentionKind::Role | MentionKind::Unnamed) || mention.plural {
                continue;
            }
            let comma_before = mention.tokens.start.checked_sub(1).filter(|at| self.is_comma(*at));
            let comma_after = Some(mention.tokens.end).filter(|at| self.is_comma(*at));
            let named_before = comma_before.and_then(|comma| self.named_ending(index, comma));
            let named_after = comma_after.and_then(|comma| self.named_starting(index, comma + 1));
            // Behind a name any description will do; before one only a definite one.
            let named = match (named_before, named_after) {
                (Some(named), _) if self.ends_apposition(mention) => named,
                (_, Some(named)) if mention.kind == MentionKind::Role => named,
                _ => continue,
            };
            let Some(id) = self.of[named] else { continue };
            if self.list[id as usize].kind == EntityKind::Body {
                continue;
            }
            self.assign(index, id, 0.95);
            let head = self.prose.str(mention.head.start);
            let entity = &mut self.list[id as usize];
            if !entity.roles.contains(&head) {
                entity.roles.push(head);
            }
            entity.role.get_or_insert(index);
            if entity.kind == EntityKind::Name {
                entity.kind = EntityKind::Person;
            }
            if entity.gender == Gender::Unknown {
                entity.gender = mention.gender;
            }
        }
    }

    fn is_comma(&self, token: usize) -> bool {
        self.prose
            .tokens
            .get(token)
            .is_some_and(|token| matches!(token.kind, Kind::Comma | Kind::Dash | Kind::OpenBracket))
    }

    fn named_ending(&self, before: usize, token: usize) -> Option<usize> {
        let from = before.saturating_sub(3);
        (from..before).rev().find(|index| {
            let other = &self.mentions[*index];
            other.tokens.end == token
                && matches!(other.kind, MentionKind::Person | MentionKind::Name)
                && other.case != Case::Owner
        })
    }

    fn named_starting(&self, after: usize, token: usize) -> Option<usize> {
        (after + 1..self.mentions.len().min(after + 3)).find(|index| {
            let other = &self.mentions[*index];
            other.tokens.start == token && other.kind == MentionKind::Person
        })
    }

    /// Behind the description the sentence goes on: a comma, a preposition, a stop, a relative clause.
    fn ends_apposition(&self, mention: &Mention) -> bool {
        self.prose
            .tokens
            .get(mention.tokens.end)
            .is_none_or(|next| next.kind != Kind::Word || next.is(PREPOSITION | RELATIVE | CONJUNCTION))
            && !self.prose.tokens.get(mention.tokens.end).is_some_and(|next| next.kind == Kind::Genitive)
    }

    /// Roles and pronouns, in order of the text.
    fn descriptions(&mut self) {
        for index in 0..self.mentions.len() {
            if self.of[index].is_some() {
                continue;
            }
            match self.mentions[index].kind {
                MentionKind::Role => self.resolve_role(index),
                MentionKind::Pronoun => self.resolve_pronoun(index),
                _ => {}
            }
        }
    }

    fn resolve_role(&mut self, index: usize) {
        let mention = &self.mentions[index];
        let head = &self.prose.tokens[mention.head.start];
        let noun = self.prose.str(mention.head.start).to_lowercase();
        if head.is(BODY | PAPER) && !head.is(PERSON | MAN | WOMAN) {
            self.resolve_body_role(index, &noun);
            return;
        }
        let phrase = self.prose.span(mention.tokens.clone()).of(self.prose.text);
        let owned = self.prose.tokens[mention.tokens.clone()]
            .iter()
            .any(|token| token.kind == Kind::Genitive || token.is(POSSESSIVE));
        let former = self.prose.tokens[mention.tokens.clone()].iter().any(|token| {
            token.kind == Kind::Word && matches!(token.span.of(self.prose.text), "former" | "ex" | "then" | "late")
        });
        let gender = mention.gender;
        if !owned {
            let offices = self.register.find_office(phrase);
            if !offices.is_empty() && self.resolve_office(index, &offices, former) {
                return;
            }
        }
        // The person last introduced with this noun, or with a title that it stands for.
        let party = self.prose.tokens[mention.tokens.clone()]
            .iter()
            .filter(|token| token.kind == Kind::Word && token.capital)
            .find_map(|token| self.register.find_party(token.span.of(self.prose.text)));
        let found = self.recent_entities(index).into_iter().find(|id| {
            let entity = &self.list[*id as usize];
            entity.kind == EntityKind::Person
                && compatible(entity.gender, gender)
                && entity.roles.iter().any(|role| role_means(role, &noun))
                && party.is_none_or(|party| self.party_of(*id).is_none_or(|known| known == party))
        });
        let by_class = || {
            let class = match noun.as_str() {
                "senator" => "senator",
                "congressman" | "congresswoman" | "representative" => "representative",
                "mp" => "mp",
                _ => return None,
            };
            let office = self.register.find_office_id(class)?;
            self.recent_entities(index).into_iter().find(|id| {
                let entity = &self.list[*id as usize];
                compatible(entity.gender, gender)
                    && entity.person.is_some_and(|person| self.register.ever_held(person, office))
            })
        };
        if let Some(id) = found {
            self.assign(index, id, if owned { 0.6 } else { 0.85 });
        } else if !owned && let Some(id) = by_class() {
            self.assign(index, id, 0.7);
        } else if !owned && party.is_some() && matches!(noun.as_str(), "nominee" | "candidate" | "leader") {
            let found = self.recent_entities(index).into_iter().find(|id| {
                self.list[*id as usize].kind == EntityKind::Person
                    && compatible(self.list[*id as usize].gender, gender)
                    && self.party_of(*id) == party
            });
            if let Some(id) = found {
                self.assign(index, id, 0.6);
            }
        }
    }

    /// An office of the register: its holder on the day, or who of the article ever held it.
    fn resolve_office(&mut self, index: usize, offices: &[OfficeId], former: bool) -> bool {
        let in_article = |person: &PersonId| self.list.iter().any(|entity| entity.person == Some(*person));
        let mut holders: Vec<PersonId> = Vec::new();
        if self.day.is_some() && !former {
            for office in offices {
                holders.extend(self.register.holders(*office, self.day));
            }
        }
        let single = holders.len() == 1;
        holders.retain(in_article);
        holders.dedup();
        if holders.is_empty() && (former || self.day.is_none() || !single) {
            // Who of the article's people, the last one spoken of first, held it at any time?
            let held = self.recent_entities(index).into_iter().find(|id| {
                self.list[*id as usize]
                    .person
                    .is_some_and(|person| offices.iter().any(|office| self.register.ever_held(person, *office)))
            });
            if let Some(id) = held {
                self.assign(index, id, 0.75);
                return true;
            }
        }
        let recent = self.recent_entities(index);
        let chosen = recent
            .iter()
            .copied()
            .find(|id| self.list[*id as usize].person.is_some_and(|person| holders.contains(&person)));
        if let Some(id) = chosen {
            let several = holders.len() > 1;
            self.assign(index, id, if several { 0.7 } else { 0.95 });
            return true;
        }
        // Nobody in the article: the holder alone of the day, where it can only be one.
        if single && !former && self.day.is_some() {
            let all: Vec<PersonId> =
                offices.iter().flat_map(|office| self.register.holders(*office, self.day)).collect();
            if let [person] = all[..] {
                let class = offices.first().map(|office| self.register.office(*office).class());
                if !matches!(class, Some(OfficeClass::Legislator | OfficeClass::Staff)) {
                    let id = self.add_registered(person);
                    self.assign(index, id, 0.8);
                    return true;
                }
            }
        }
        false
    }

    fn add_registered(&mut self, person: PersonId) -> u32 {
        if let Some(at) = self.list.iter().position(|entity| entity.person == Some(person)) {
            return at as u32;
        }
        let known = self.register.person(person);
        self.list.push(Entity {
            words: known.name().split_whitespace().map(str::to_lowercase).collect(),
            named_by: None,
            kind: EntityKind::Person,
            gender: known.gender(),
            person: Some(person),
            roles: Vec::new(),
            party: None,
            role: None,
            mentions: 0,
        });
        self.list.len() as u32 - 1
    }

    /// "the campaign", "the newspaper": the body last named with that word.
    fn resolve_body_role(&mut self, index: usize, noun: &str) {
        let found = self.recent_entities(index).into_iter().find(|id| {
            let entity = &self.list[*id as usize];
            entity.kind == EntityKind::Body && entity.words.last().is_some_and(|word| word == noun)
        });
        if let Some(id) = found
            && self.mentions[index].tokens.len() <= 2
        {
            self.assign(index, id, 0.7);
        }
    }

    /// Entities mentioned before, the last one first, each once; a few dozen at the most.
    fn recent_entities(&self, mention: usize) -> Vec<u32> {
        const REACH: usize = 64;
        let mut recent = Vec::new();
        for index in (mention.saturating_sub(REACH)..mention).rev() {
            if let Some(id) = self.of[index]
                && self.mentions[index].quoted.is_none()
                && !recent.contains(&id)
            {
                recent.push(id);
            }
        }
        recent
    }

    fn party_of(&self, id: u32) -> Option<PartyId> {
        let entity = &self.list[id as usize];
        entity.person.and_then(|person| self.register.party_on(person, self.day)).or(entity.party)
    }

    /// A pronoun means the most salient fitting person before it: near, the subject, neither owner nor object.
    fn resolve_pronoun(&mut self, index: usize) {
        let mention = &self.mentions[index];
        if mention.plural || mention.gender == Gender::Unknown {
            return;
        }
        const REACH: usize = 40;
        let here = self.prose.tokens[mention.tokens.start].sentence;
        let paragraph = self.prose.paragraph_of(mention.tokens.start);
        let mut scores: Vec<(u32, f32)> = Vec::new();
        for other_index in (index.saturating_sub(REACH)..index).rev() {
            let other = &self.mentions[other_index];
            let Some(id) = self.of[other_index] else { continue };
            let entity = &self.list[id as usize];
            if entity.kind == EntityKind::Body
                || !compatible(entity.gender, mention.gender)
                || other.quoted != mention.quoted && other.quoted.is_some()
            {
                continue;
            }
            let sentences = (here - self.prose.tokens[other.tokens.start].sentence) as f32;
            let paragraphs = (paragraph - self.prose.paragraph_of(other.tokens.start)) as f32;
            let mut score = 4.0 - 0.7 * sentences.min(6.0) - 0.5 * paragraphs.min(4.0);
            score += match other.case {
                Case::Free => 1.5,
                Case::Governed | Case::Agent | Case::Object => -0.3,
                Case::Owner => 0.2,
                Case::Modifier => -1.5,
            };
            if self.is_first_of_sentence(other_index) {
                score += 1.0;
            }
            if entity.gender == Gender::Unknown {
                score -= 1.2;
            }
            if entity.kind == EntityKind::Name {
                score -= 1.0;
            }
            match scores.iter_mut().find(|(known, _)| *known == id) {
                Some((_, best)) => *best = best.max(score) + 0.15,
                None => scores.push((id, score)),
            }
        }
        scores.sort_by(|one, other| other.1.total_cmp(&one.1));
        let Some((id, best)) = scores.first().copied() else { return };
        if best < 0.0 {
            return;
        }
        let margin = scores.get(1).map_or(3.0, |(_, second)| best - second);
        self.assign(index, id, (0.6 + 0.15 * margin).clamp(0.5, 0.97));
        if self.list[id as usize].gender == Gender::Unknown {
            self.list[id as usize].gender = self.mentions[index].gender;
        }
    }

    fn is_first_of_sentence(&self, index: usize) -> bool {
        index == 0 || {
            let sentence = self.prose.tokens[self.mentions[index].tokens.start].sentence;
            self.prose.tokens[self.mentions[index - 1].tokens.start].sentence != sentence
        }
    }
}

fn earliest(one: Option<NaiveDate>, other: Option<NaiveDate>) -> Option<NaiveDate> {
    match (one, other) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

fn compatible(one: Gender, other: Gender) -> bool {
    one == Gender::Unknown || other == Gender::Unknown || one == other
}

/// Whether a title or noun that introduced somebody is what a later description says: "Sen." and "senator".
fn role_means(role: &str, noun: &str) -> bool {
    let role = role.trim_end_matches('.').to_lowercase();
    role == noun
        || matches!(
            (role.as_str(), noun),
            ("sen", "senator")
                | ("gov", "governor")
                | ("gen", "general")
                | ("prof", "professor")
                | ("lord" | "lady" | "baroness", "peer")
                | (
                    "rep" | "representative" | "congressman" | "congresswoman",
                    "congressman" | "congresswoman" | "representative" | "lawmaker"
                )
                | ("chairman" | "chairwoman" | "chair", "chairman" | "chairwoman" | "chair")
                | ("sen" | "senator", "lawmaker")
                | ("attorney" | "lawyer", "attorney" | "lawyer")
        )
}

fn is_acronym(word: &str, words: &[String]) -> bool {
    let initials = |skip: &[&str]| -> String {
        words.iter().filter(|part| !skip.contains(&part.as_str())).filter_map(|part| part.chars().next()).collect()
    };
    word.len() > 1 && words.len() > 1 && (initials(&[]) == word || initials(&["of", "the", "and", "for"]) == word)
}
