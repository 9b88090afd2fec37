//! Pronouns and bare descriptions: who is meant by *he*, *she*, *it* and *they*.

use super::super::mentions::MentionKind;
use super::super::sureness::Sureness;
use super::antecedent_form::{Antecedent, Lesson, Pronoun};
use super::antecedents::{antecedent_values, read_antecedents};
use super::assign::assign;
use super::entity::EntityKind;
use super::resolver::{Resolver, compatible};
use crate::people::Gender;

/// A pronoun means the likeliest fitting person before it.
pub(super) fn resolve_pronoun(resolver: &mut Resolver, index: usize) {
    let gender = resolver.mentions[index].gender;
    if gender == Gender::Unknown {
        resolve_it(resolver, index);
        return;
    }
    let Some((id, share)) = likeliest_antecedent(resolver, index, gender) else { return };
    assign(resolver, index, id, share);
    if resolver.list[id as usize].gender == Gender::Unknown {
        resolver.list[id as usize].gender = gender;
    }
}

/// The person whom a pronoun or a bare description means here, and how likely. What hangs on a mention that is itself a
/// guess is no surer than that guess.
pub(super) fn likeliest_antecedent(resolver: &mut Resolver, index: usize, gender: Gender) -> Option<(u32, f32)> {
    let mut antecedents = std::mem::take(&mut resolver.antecedents);
    read_antecedents(resolver, index, &mut antecedents);
    if let Some(lessons) = &mut resolver.lessons
        && gender != Gender::Unknown
    {
        let known = |antecedent: &&Antecedent| {
            let entity = &resolver.list[antecedent.entity as usize];
            entity.gender != Gender::Unknown
        };
        let agrees = |antecedent: &Antecedent| resolver.list[antecedent.entity as usize].gender == gender;
        lessons.push(Lesson { antecedents: antecedents.iter().filter(known).map(|it| (*it, agrees(it))).collect() });
    }
    let mut shares: Vec<Share> = Vec::with_capacity(antecedents.len());
    let mut all = 0.0;
    for antecedent in &antecedents {
        let entity = &resolver.list[antecedent.entity as usize];
        let fit = match (entity.gender, entity.kind) {
            (Gender::Unknown, EntityKind::Name) => Sureness::embedded().unknown_name,
            (Gender::Unknown, _) => Sureness::embedded().unknown_gender,
            (known, _) if compatible(known, gender) => 1.0,
            _ if entity.gender_is_sure => continue,
            _ => Sureness::embedded().other_gender,
        };
        let share = resolver.antecedent_model.score(&antecedent.known.values()).exp() * fit;
        all += share;
        let surely = share * antecedent.sure;
        match shares.iter_mut().find(|known| known.entity == antecedent.entity) {
            Some(known) => {
                known.share += share;
                known.surely += surely;
            }
            None => shares.push(Share { entity: antecedent.entity, share, surely }),
        }
    }
    resolver.antecedents = antecedents;
    let best = shares.into_iter().reduce(|best, other| if other.share > best.share { other } else { best })?;
    let share = best.surely / all.max(f32::MIN_POSITIVE);
    // Where nobody fits, the one who fits least badly is hardly meant.
    let fits = compatible(resolver.list[best.entity as usize].gender, gender);
    Some((best.entity, if fits { share } else { share * Sureness::embedded().other_gender }))
}

/// What speaks for an entity, of all that speaks for any.
#[derive(Clone, Copy)]
struct Share {
    entity: u32,
    share: f32,
    /// The part of it that is left where the links behind it are doubted.
    surely: f32,
}

/// Whether somebody else is named before or behind "and" in the same sentence: "Ann Example and Harold Testby".
fn is_one_of_several(resolver: &Resolver, index: usize) -> bool {
    const REACH: usize = 4;
    let sentence = |at: usize| resolver.prose.tokens[resolver.mentions[at].tokens.start].sentence;
    let person = |at: usize| {
        let entity = resolver.of[at].map(|id| (id, resolver.list[id as usize].kind));
        entity.filter(|(_, kind)| matches!(kind, EntityKind::Person | EntityKind::Name)).map(|(id, _)| id)
    };
    let Some(own) = person(index) else { return false };
    let near = index.saturating_sub(REACH)..resolver.mentions.len().min(index + REACH + 1);
    near.filter(|other| sentence(*other) == sentence(index)).any(|other| {
        let (first, second) = (index.min(other), index.max(other));
        let between = resolver.mentions[first].tokens.end..resolver.mentions[second].tokens.start;
        person(other).is_some_and(|id| id != own) && between.clone().any(|at| resolver.prose.str(at) == "and")
    })
}

/// "it", "they": the likeliest body before it, by the same weights as a person; or several people, and then no body.
pub(super) fn resolve_it(resolver: &mut Resolver, index: usize) {
    const REACH: usize = 16;
    const MOST_SENTENCES: u32 = 3;
    let here = resolver.prose.tokens[resolver.mentions[index].tokens.start].sentence;
    let plural = resolver.mentions[index].plural;
    let (mut shares, mut all) = (Vec::<(u32, f32)>::new(), 0.0);
    for other_index in (index.saturating_sub(REACH)..index).rev() {
        let other = &resolver.mentions[other_index];
        let near = here - resolver.prose.tokens[other.tokens.start].sentence <= MOST_SENTENCES;
        if !near || other.quoted.is_some() || other.kind == MentionKind::Place {
            continue;
        }
        let body = resolver.of[other_index].filter(|id| resolver.list[*id as usize].kind == EntityKind::Body);
        // "they" means people rather than a body, where there are any.
        let people = plural && body.is_none() && (other.plural || is_one_of_several(resolver, other_index));
        if body.is_none() && !people {
            continue;
        }
        let known = antecedent_values(resolver, index, other_index, Pronoun::OF_BODY);
        let share = resolver.antecedent_model.score(&known.values()).exp();
        all += share;
        let Some(id) = body else { continue };
        match shares.iter_mut().find(|(known, _)| *known == id) {
            Some((_, sum)) => *sum += share,
            None => shares.push((id, share)),
        }
    }
    let best = shares.into_iter().reduce(|best, other| if other.1 > best.1 { other } else { best });
    if let Some((id, share)) = best
        && share > Sureness::embedded().body_share * all
    {
        assign(resolver, index, id, Sureness::embedded().body_meant * share / all);
    }
}
