//! Descriptions: appositions beside a name, offices by day, members by their seat, bodies by their kind.

use super::*;
use crate::words::{self, List, MeaningTable};
use std::rc::Rc;

impl<'a> Resolver<'_, 'a> {
    /// Descriptions beside a name: "Smith, a Labour MP," and "the Labour leader, Ann Smith,".
    pub(super) fn appositions(&mut self) {
        for index in 0..self.mentions.len() {
            let mention = &self.mentions[index];
            if !matches!(mention.kind, MentionKind::Role | MentionKind::Unnamed) || mention.plural {
                continue;
            }
            let comma_before = mention.tokens.start.checked_sub(1).filter(|at| self.is_comma(*at));
            let named_before = comma_before.and_then(|comma| self.named_ending(index, comma));
            let named_after = self.comma_after(index).and_then(|comma| self.named_starting(index, comma + 1));
            // Behind a name any description will do; before one only a definite one.
            let named = match (named_before, named_after) {
                (Some(named), _) if self.ends_apposition(mention) => named,
                (_, Some(named))
                    if mention.kind == MentionKind::Role
                        || self.prose.str(mention.tokens.start).eq_ignore_ascii_case("another") =>
                {
                    named
                }
                _ => continue,
            };
            let Some(id) = self.of[named] else { continue };
            if self.list[id as usize].kind == EntityKind::Body {
                continue;
            }
            self.assign(index, id, self.sureness.apposition);
            let head = self.prose.str(mention.head.start);
            if self.list[id as usize].party.is_none() {
                self.list[id as usize].party = self.party_of_description(index);
            }
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

    /// The comma behind a description, what hangs on it left out: "the chairman of the Example Trust, Ann Testby,".
    fn comma_after(&self, index: usize) -> Option<usize> {
        const REACH: usize = 3;
        let mut end = self.mentions[index].tokens.end;
        if self.is_comma(end) {
            return Some(end);
        }
        for other in &self.mentions[index + 1..self.mentions.len().min(index + REACH)] {
            let hangs_on = other.tokens.start == end + 1
                && self.prose.tokens[end].is(PREPOSITION)
                && matches!(other.kind, MentionKind::Body | MentionKind::Place | MentionKind::Name);
            if !hangs_on {
                return None;
            }
            end = other.tokens.end;
            if self.is_comma(end) {
                // The name has to be closed off: "to the head of the council, Ann Testby said" is not about her.
                let named = self.named_starting(index, end + 1)?;
                return Some(end).filter(|_| self.is_comma(self.mentions[named].tokens.end));
            }
        }
        None
    }

    pub(super) fn is_comma(&self, token: usize) -> bool {
        self.prose
            .tokens
            .get(token)
            .is_some_and(|token| matches!(token.kind, Kind::Comma | Kind::Dash | Kind::OpenBracket))
    }

    pub(super) fn named_ending(&self, before: usize, token: usize) -> Option<usize> {
        let from = before.saturating_sub(3);
        (from..before).rev().find(|index| {
            let other = &self.mentions[*index];
            other.tokens.end == token
                && matches!(other.kind, MentionKind::Person | MentionKind::Name)
                && other.case != Case::Owner
        })
    }

    pub(super) fn named_starting(&self, after: usize, token: usize) -> Option<usize> {
        (after + 1..self.mentions.len().min(after + 5)).find(|index| {
            let other = &self.mentions[*index];
            other.tokens.start == token && other.kind == MentionKind::Person
        })
    }

    /// Behind the description the sentence goes on: a comma, a preposition, a stop, a relative clause.
    pub(super) fn ends_apposition(&self, mention: &Mention) -> bool {
        self.prose
            .tokens
            .get(mention.tokens.end)
            .is_none_or(|next| next.kind != Kind::Word || next.is(PREPOSITION | RELATIVE | CONJUNCTION))
            && !self.prose.tokens.get(mention.tokens.end).is_some_and(|next| next.kind == Kind::Genitive)
    }

    /// "A Labour MP has …" in the first paragraph, and the second begins with the name of one: papers keep the name of
    /// the little known for the second paragraph.
    pub(super) fn named_next(&self, index: usize) -> Option<u32> {
        let mention = &self.mentions[index];
        let tokens = &self.prose.tokens;
        let indefinite = self.prose.str(mention.tokens.start).eq_ignore_ascii_case("a")
            || self.prose.str(mention.tokens.start).eq_ignore_ascii_case("an");
        if !indefinite || mention.plural || !tokens[mention.head.start].is(SEAT) {
            return None;
        }
        let mut prose = (0..self.prose.paragraphs.len()).filter(|at| self.prose.paragraphs[*at].is_prose);
        let (first, second) = (prose.next()?, prose.next()?);
        let start = self.prose.paragraphs[second].tokens.start;
        if tokens[mention.tokens.start].paragraph as usize != first
            || mention.tokens.start != self.prose.paragraphs[first].tokens.start
        {
            return None;
        }
        let named = self.mentions.partition_point(|other| other.tokens.start < start);
        let full = self.mentions.get(named).filter(|other| other.tokens.start == start && other.head.len() > 1)?;
        let id = self.of[named]?;
        let entity = &self.list[id as usize];
        let party = self.party_named(index)?;
        (entity.named_by == Some(named)
            && full.case == Case::Free
            && entity.kind == EntityKind::Person
            && self.party_of(id) == Some(party))
        .then_some(id)
    }

    /// One who stays without a name is somebody all the same, for the pronouns that follow.
    pub(super) fn add_unnamed(&mut self, index: usize) {
        let mention = &self.mentions[index];
        let head = &self.prose.tokens[mention.head.start];
        if self.of[index].is_some() || mention.plural || !head.is(PERSON | MAN | WOMAN) {
            return;
        }
        let id = self.list.len() as u32;
        self.list.push(Entity {
            gender: mention.gender,
            gender_is_sure: true,
            roles: vec![self.prose.str(mention.head.start)],
            role: Some(index),
            ..Entity::new(FoldedName::default(), EntityKind::Unnamed)
        });
        self.assign(index, id, 1.0);
    }

    /// "his spokesman", "Trump's lawyer": somebody else's; but "Scotland's justice minister", "Labour's leader" are offices.
    pub(super) fn is_owned_by_person(&self, index: usize) -> bool {
        let tokens = self.mentions[index].tokens.clone();
        let from = index.saturating_sub(3);
        tokens.clone().any(|at| {
            let token = &self.prose.tokens[at];
            let owner = || {
                self.mentions[from..index]
                    .iter()
                    .find(|owner| owner.tokens.end == at)
                    .is_none_or(|owner| !matches!(owner.kind, MentionKind::Place | MentionKind::Body))
            };
            token.is(POSSESSIVE) || token.kind == Kind::Genitive && owner()
        })
    }

    /// "the ad's narrator": says what those say whose ad it is.
    fn narrated(&self, index: usize) -> Option<u32> {
        let tokens = &self.mentions[index].tokens;
        let inside = |other: &usize| {
            let owner = &self.mentions[*other];
            tokens.start <= owner.tokens.start && owner.tokens.end <= self.mentions[index].head.start
        };
        let owner = (index.saturating_sub(2)..index).rev().find(inside)?;
        self.of[owner].filter(|id| self.list[*id as usize].kind == EntityKind::Body)
    }

    /// "the former first lady and senator": one person with two descriptions, where the second has no article.
    pub(super) fn coordinated_with(&self, index: usize) -> Option<u32> {
        let start = self.mentions[index].tokens.start;
        let tokens = &self.prose.tokens;
        if tokens[start].is(DETERMINER | POSSESSIVE) || self.prose.str(start.checked_sub(1)?) != "and" {
            return None;
        }
        // What hangs on the first may stand between: "the former secretary of state and …".
        const LONGEST: usize = 3;
        let ends_before = |other: &usize| {
            let end = self.mentions[*other].tokens.end;
            let between = end..start - 1;
            end + 1 == start
                || (1..=LONGEST).contains(&between.len())
                    && tokens[end].is(PREPOSITION)
                    && tokens[between].iter().all(|token| token.kind == Kind::Word && token.word.cue.is_none())
        };
        let before = (index.saturating_sub(2)..index).rev().find(ends_before)?;
        let first = &self.mentions[before];
        self.of[before].filter(|_| first.kind == MentionKind::Role && !first.plural)
    }

    pub(super) fn resolve_role(&mut self, index: usize) {
        let mention = &self.mentions[index];
        let head = &self.prose.tokens[mention.head.start];
        let noun = self.prose.str(mention.head.start).to_lowercase();
        if head.is(BODY | PAPER) && !head.is(PERSON | MAN | WOMAN) {
            self.resolve_body_role(index, &noun);
            return;
        }
        let phrase = self.prose.span(mention.tokens.clone()).of(self.prose.text);
        let owned = self.is_owned_by_person(index);
        let former = self.prose.tokens[mention.tokens.clone()]
            .iter()
            .any(|token| token.kind == Kind::Word && List::Former.has(token.span.of(self.prose.text)));
        let gender = mention.gender;
        if matches!(noun.as_str(), "narrator" | "announcer")
            && let Some(id) = self.narrated(index)
        {
            self.assign(index, id, self.sureness.narrator);
            return;
        }
        if !owned && let Some(seat) = self.seat_of(index) {
            // Whoever it is sits for that place, and nobody else is meant.
            if let Some(id) = self.find_by_seat(index, &seat) {
                self.assign(index, id, self.sureness.seat);
            }
            return;
        }
        if !owned {
            let offices = if former {
                self.register.find_office(&self.without_former(mention)).into()
            } else {
                self.find_office(phrase)
            };
            if let Some(id) = self.find_legislator(index, &noun, &offices) {
                self.assign(index, id, self.sureness.legislator);
                return;
            }
            if !offices.is_empty() && self.resolve_office(index, &offices, former) {
                return;
            }
        }
        let party = self.party_named(index);
        let found = self.introduced_as(index, &noun);
        let by_class = || {
            let seat = words::meanings(MeaningTable::SeatOffice).of(&noun).first()?;
            let office = self.register.find_office_id(seat)?;
            self.recent_entities(index).find(|id| {
                let entity = &self.list[*id as usize];
                compatible(entity.gender, gender)
                    && entity.person.is_some_and(|person| self.register.ever_held(person, office))
            })
        };
        if let Some(id) = found {
            self.assign(index, id, if owned { self.sureness.introduced_owned } else { self.sureness.introduced });
        } else if !owned && let Some(id) = by_class() {
            self.assign(index, id, self.sureness.class_of_office);
        } else if !owned && party.is_some() && List::Contender.has(&noun) {
            let found = self.recent_entities(index).find(|id| {
                self.list[*id as usize].kind == EntityKind::Person
                    && compatible(self.list[*id as usize].gender, gender)
                    && self.party_of(*id) == party
            });
            if let Some(id) = found {
                self.assign(index, id, self.sureness.member_of_party);
            }
        } else if !owned && !List::TellsNobody.has(&noun) {
            // A description that nothing else explains means the person that the story is about just then; but nobody
            // of whom it is known that the office was never held.
            let offices = if owned { [].into() } else { self.find_office(phrase) };
            let likeliest = self.likeliest_antecedent(index, gender);
            let never_held = |id: u32| {
                !offices.is_empty()
                    && self.list[id as usize]
                        .person
                        .is_some_and(|person| !offices.iter().any(|office| self.register.ever_held(person, *office)))
            };
            if let Some((id, share)) = likeliest.filter(|(id, _)| !never_held(*id)) {
                self.assign(index, id, share.min(self.sureness.bare_description));
            }
        }
    }

    /// The party whose name stands in the description.
    fn party_named(&self, index: usize) -> Option<PartyId> {
        self.prose.tokens[self.mentions[index].tokens.clone()]
            .iter()
            .filter(|token| token.kind == Kind::Word && token.capital && token.is(PARTY_NAME))
            .find_map(|token| self.register.find_party(token.span.of(self.prose.text)))
    }

    /// The person last introduced with this noun, or with a title that it stands for.
    fn introduced_as(&self, index: usize, noun: &str) -> Option<u32> {
        let party = self.party_named(index);
        self.recent_entities(index).find(|id| self.is_introduced_as(*id, index, noun, party))
    }

    fn is_introduced_as(&self, id: u32, index: usize, noun: &str, party: Option<PartyId>) -> bool {
        let entity = &self.list[id as usize];
        matches!(entity.kind, EntityKind::Person | EntityKind::Unnamed)
            && compatible(entity.gender, self.mentions[index].gender)
            && entity.roles.iter().any(|role| role_means(role, noun))
            && party.is_none_or(|party| self.party_of(id).is_none_or(|known| known == party))
    }

    /// "the MP", "the senator": the last one spoken of whom the article called so or who has such a seat and no higher
    /// office, because nobody calls the prime minister "the MP". `None` also where the offices are no seats.
    fn find_legislator(&self, index: usize, noun: &str, offices: &[OfficeId]) -> Option<u32> {
        let is_seat = |office: &OfficeId| self.register.office(*office).class() == OfficeClass::Legislator;
        if !offices.iter().any(is_seat) {
            return None;
        }
        let party = self.party_named(index);
        let then = |period: &crate::people::Period| match (self.day, self.era) {
            (Some(day), _) => period.contains(day),
            (None, Some(era)) => period.from.is_none_or(|from| from <= era.to),
            (None, None) => true,
        };
        let sits = |id: u32| {
            let entity = &self.list[id as usize];
            let Some(person) = entity.person else { return false };
            let is_higher = |office: OfficeId| {
                use OfficeClass::{Governor, HeadOfGovernment, HeadOfState, Mayor, Minister, PartyLeader, Shadow};
                let class = self.register.office(office).class();
                matches!(class, HeadOfState | HeadOfGovernment | Minister | Shadow | PartyLeader | Governor | Mayor)
            };
            let mut higher = self.register.tenures(person).filter(|(office, at)| is_higher(*office) && then(at));
            let holds = |office: &OfficeId| match self.day {
                Some(_) => self.register.held_on(person, *office, self.day),
                None => self.register.ever_held(person, *office),
            };
            compatible(entity.gender, self.mentions[index].gender)
                && offices.iter().any(|office| is_seat(office) && holds(office))
                && higher.next().is_none()
                && party.is_none_or(|party| self.party_of(id) == Some(party))
        };
        self.recent_entities(index).find(|id| self.is_introduced_as(*id, index, noun, party) || sits(*id))
    }

    /// The offices that a phrase of the article names; looked up once, because articles repeat their descriptions.
    fn find_office(&mut self, phrase: &'a str) -> Rc<[OfficeId]> {
        self.offices.entry(phrase).or_insert_with(|| self.register.find_office(phrase).into()).clone()
    }

    /// "the former prime minister" without the "former".
    pub(super) fn without_former(&self, mention: &Mention) -> String {
        let words: Vec<&str> =
            mention.tokens.clone().map(|at| self.prose.str(at)).filter(|word| !List::Former.has(word)).collect();
        words.join(" ")
    }

    /// The place of "the Exampleton North MP" or "the member for Exampleton North", folded.
    pub(super) fn seat_of(&self, index: usize) -> Option<String> {
        const LONGEST: usize = 8;
        let mention = &self.mentions[index];
        let head = mention.head.start;
        let tokens = &self.prose.tokens;
        if !tokens[head].is(SEAT) || mention.head.len() != 1 {
            return None;
        }
        let place = if self.prose.str(mention.tokens.end) == "for" {
            let from = mention.tokens.end + 1;
            let is_name = |token: &Token| token.capital || token.is(CONJUNCTION | PARTICLE | PREPOSITION);
            let length = tokens.get(from..)?.iter().take(LONGEST).take_while(|token| is_name(token)).count();
            from..from + length
        } else {
            let from = mention.tokens.clone().find(|at| !tokens[*at].is(CLOSED_DETERMINER))?;
            let is_name =
                |token: &Token| (token.capital || token.is(CONJUNCTION)) && !token.is(ADJECTIVE | PARTY_NAME | PERSON);
            if !tokens[from..head].iter().all(is_name) {
                return None;
            }
            from..head
        };
        let first = tokens.get(place.start).filter(|token| token.kind == Kind::Word && token.capital)?;
        let place = self.prose.span(place).of(self.prose.text);
        (!first.is(CLOSED_DETERMINER)).then(|| fold_name(place).into_owned()).filter(|place| !place.is_empty())
    }

    /// Who of the article's people sits for the place, or sat for it.
    pub(super) fn find_by_seat(&self, index: usize, place: &str) -> Option<u32> {
        const AHEAD: usize = 40;
        let is_place = |seat: &str| {
            let seat = fold_name(seat);
            let begins = |long: &str, short: &str| {
                long.strip_prefix(short).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
            };
            !seat.is_empty() && (begins(place, &seat) || begins(&seat, place) || seat.ends_with(&format!(" {place}")))
        };
        let sits = |id: &u32, day: Option<NaiveDate>| {
            let entity = &self.list[*id as usize];
            compatible(entity.gender, self.mentions[index].gender)
                && entity.person.is_some_and(|person| {
                    self.register
                        .memberships(person)
                        .iter()
                        .any(|it| day.is_none_or(|day| it.period.contains(day)) && is_place(it.seat))
                })
        };
        let ahead = (index + 1..self.mentions.len().min(index + AHEAD)).filter_map(|other| self.of[other]);
        let near = || self.recent_entities(index).chain(ahead.clone());
        near().find(|id| sits(id, self.day)).or_else(|| near().find(|id| sits(id, None)))
    }

    /// An office of the register: its holder on the day, or who of the article ever held it.
    pub(super) fn resolve_office(&mut self, index: usize, offices: &[OfficeId], former: bool) -> bool {
        let in_article = |person: &PersonId| self.by_person.contains_key(person);
        let is_seat = |office: &&OfficeId| self.register.office(**office).class() == OfficeClass::Legislator;
        let mut holders: Vec<PersonId> = Vec::new();
        if self.day.is_some() && !former {
            for office in offices.iter().filter(|office| !is_seat(office)) {
                holders.extend(self.register.holders(*office, self.day));
            }
        }
        // Seats have hundreds of holders, and only those of the article can be meant.
        let mut seats = offices.iter().filter(is_seat).peekable();
        let single = holders.len() == 1 && seats.peek().is_none();
        let only = holders.first().copied().filter(|_| single);
        holders.retain(in_article);
        if self.day.is_some() && !former {
            for office in seats {
                let sits = |person: &&PersonId| self.register.held_on(**person, *office, self.day);
                holders.extend(self.by_person.keys().filter(sits));
            }
        }
        holders.sort_unstable();
        holders.dedup();
        if holders.is_empty() && (former || self.day.is_none() || !single) {
            // Who of the article's people, the last one spoken of first, held it at any time?
            let held = self.recent_entities(index).find(|id| {
                self.list[*id as usize]
                    .person
                    .is_some_and(|person| offices.iter().any(|office| self.register.ever_held(person, *office)))
            });
            // Or named only further down, the one of them who did.
            let held = held.or_else(|| {
                let mut ever = self
                    .by_person
                    .iter()
                    .filter(|(person, _)| offices.iter().any(|office| self.register.ever_held(**person, *office)));
                ever.next().filter(|_| ever.next().is_none()).map(|(_, id)| *id)
            });
            if let Some(id) = held {
                self.assign(index, id, self.sureness.ever_held);
                return true;
            }
        }
        let chosen = self
            .recent_entities(index)
            .find(|id| self.list[*id as usize].person.is_some_and(|person| holders.contains(&person)));
        // Named only further down, and nobody else in the article holds it; of seats too many hold one.
        let seat = offices.iter().any(|office| is_seat(&office));
        let chosen = chosen.or_else(|| match holders[..] {
            [person] if !seat => self.by_person.get(&person).copied(),
            _ => None,
        });
        if let Some(id) = chosen {
            // Whom the article never called so may only happen to have a seat.
            self.assign(
                index,
                id,
                if holders.len() > 1 || seat { self.sureness.one_of_holders } else { self.sureness.holder },
            );
            return true;
        }
        // Nobody in the article: the holder alone of the day, where it can only be one.
        if let Some(person) = only {
            let class = offices.first().map(|office| self.register.office(*office).class());
            if class != Some(OfficeClass::Staff) {
                let id = self.add_registered(person);
                self.assign(index, id, self.sureness.unnamed_holder);
                return true;
            }
        }
        false
    }
}

/// Whether a title or noun that introduced somebody is what a later description says: "Sen." and "senator".
fn role_means(role: &str, noun: &str) -> bool {
    let role = role.trim_end_matches('.');
    role.eq_ignore_ascii_case(noun) || words::meanings(MeaningTable::RoleNoun).of_any_case(role).contains(&noun)
}
