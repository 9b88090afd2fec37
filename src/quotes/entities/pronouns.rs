//! Pronouns and bare descriptions: who is meant by *he*, *she*, *it* and *they*.

use super::*;

impl<'a> Resolver<'_, 'a> {
    /// A pronoun means the most salient fitting person before it: near, the subject, neither owner nor object.
    pub(super) fn resolve_pronoun(&mut self, index: usize) {
        let mention = &self.mentions[index];
        if mention.gender == Gender::Unknown {
            self.resolve_it(index);
            return;
        }
        let Some((id, margin)) = self.most_salient(index, mention.gender) else { return };
        self.assign(index, id, (0.6 + 0.15 * margin).clamp(0.5, 0.97));
        if self.list[id as usize].gender == Gender::Unknown {
            self.list[id as usize].gender = self.mentions[index].gender;
        }
    }

    /// The person whom a pronoun or a bare description means here, and by how much this one leads.
    pub(super) fn most_salient(&self, index: usize, gender: Gender) -> Option<(u32, f32)> {
        const REACH: usize = 40;
        let mention = &self.mentions[index];
        let here = self.prose.tokens[mention.tokens.start].sentence;
        let paragraph = self.prose.paragraph_of(mention.tokens.start);
        let is_pronoun = mention.kind == MentionKind::Pronoun;
        let named_in_quote = self.named_in_quotes_beside(index);
        let most_named = self.most_mentions.max(1) as f32;
        let mut scores: Vec<(u32, f32)> = Vec::new();
        for other_index in (index.saturating_sub(REACH)..index).rev() {
            let other = &self.mentions[other_index];
            let Some(id) = self.of[other_index] else { continue };
            let entity = &self.list[id as usize];
            if entity.kind == EntityKind::Body
                || entity.kind == EntityKind::Unnamed && !is_pronoun
                || entity.kind == EntityKind::Name && entity.words.len() < 2
                || !compatible(entity.gender, gender)
                || other.quoted != mention.quoted && other.quoted.is_some()
            {
                continue;
            }
            let sentences = (here - self.prose.tokens[other.tokens.start].sentence) as f32;
            if sentences == 0.0 && !is_pronoun {
                continue;
            }
            let paragraphs = (paragraph - self.prose.paragraph_of(other.tokens.start)) as f32;
            let weights = self.salience;
            let mut score = 4.0 + weights.sentence * sentences.min(6.0) + weights.paragraph * paragraphs.min(4.0);
            score += match other.case {
                Case::Free => weights.free,
                Case::Governed | Case::Agent | Case::Object => weights.governed,
                Case::Owner => weights.owner,
                Case::Modifier => weights.modifier,
            };
            score += match self.role_in_act[other_index] {
                ActRole::Speaks => weights.speaks,
                ActRole::Spoken => weights.spoken_to,
                ActRole::None => 0.0,
            };
            let when = |holds: bool, weight: f32| if holds { weight } else { 0.0 };
            score += when(sentences == 0.0, weights.same_sentence)
                + when(self.is_first_of_sentence(other_index), weights.first_of_sentence)
                + when(entity.gender == Gender::Unknown, weights.unknown_gender)
                + when(entity.kind == EntityKind::Name, weights.uncertain_name)
                + when(entity.kind == EntityKind::Unnamed, weights.unnamed)
                // Nobody speaks of himself by name.
                + when(named_in_quote.contains(&id), weights.named_in_quote)
                + weights.share_of_story * entity.mentions as f32 / most_named;
            match scores.iter_mut().find(|(known, _)| *known == id) {
                Some((_, best)) => *best = best.max(score) + self.salience.again,
                None => scores.push((id, score)),
            }
        }
        scores.sort_by(|one, other| other.1.total_cmp(&one.1));
        let (id, best) = scores.first().copied()?;
        let margin = scores.get(1).map_or(3.0, |(_, second)| best - second);
        (best >= 0.0).then_some((id, margin))
    }

    /// Entities named inside the quoted words of the sentence that the mention stands in.
    pub(super) fn named_in_quotes_beside(&self, index: usize) -> Vec<u32> {
        let at = self.mentions[index].tokens.start;
        let sentence = self.prose.tokens[at].sentence as usize;
        let Some(tokens) = self.prose.sentences.get(sentence) else { return Vec::new() };
        let mut named = Vec::new();
        let first = self.quoted.partition_point(|quoted| quoted.outer.end < tokens.start);
        for quoted in self.quoted[first..].iter().take_while(|quoted| quoted.outer.start < tokens.end).take(4) {
            let from = self.mentions.partition_point(|mention| mention.tokens.start < quoted.inner.start);
            for (offset, mention) in self.mentions[from..].iter().enumerate().take(24) {
                if mention.tokens.start >= quoted.inner.end {
                    break;
                }
                if matches!(mention.kind, MentionKind::Person | MentionKind::Name)
                    && let Some(id) = self.of[from + offset]
                {
                    named.push(id);
                }
            }
        }
        named
    }

    /// "it", "they": the body that was last the subject, in this sentence or the one before.
    pub(super) fn resolve_it(&mut self, index: usize) {
        let here = self.prose.tokens[self.mentions[index].tokens.start].sentence;
        let plural = self.mentions[index].plural;
        let mut found = None;
        for other_index in (index.saturating_sub(12)..index).rev() {
            let other = &self.mentions[other_index];
            let near = here - self.prose.tokens[other.tokens.start].sentence <= 1;
            if !near || other.case != Case::Free || other.quoted.is_some() {
                continue;
            }
            // "they" means people rather than a body, where there are any.
            if plural && other.plural {
                return;
            }
            let is_body = matches!(other.kind, MentionKind::Body | MentionKind::Role | MentionKind::Pronoun);
            found = self.of[other_index].filter(|id| is_body && self.list[*id as usize].kind == EntityKind::Body);
            if found.is_some() {
                break;
            }
        }
        if let Some(id) = found {
            self.assign(index, id, 0.6);
        }
    }

    pub(super) fn is_first_of_sentence(&self, index: usize) -> bool {
        let sentence = self.prose.tokens[self.mentions[index].tokens.start].sentence;
        // "Trump's lawyer", "the Labour spokesman": an owner or a modifier does not come first.
        !matches!(self.mentions[index].case, Case::Owner | Case::Modifier)
            && self.mentions[..index]
                .iter()
                .rev()
                .take_while(|before| self.prose.tokens[before.tokens.start].sentence == sentence)
                .all(|before| matches!(before.case, Case::Owner | Case::Modifier))
    }
}
