//! Questions answered: hits with counts and a timeline, quotes like one, every quote of a question.

use super::asked::Asked;
use super::notes::AnswerNote;
use super::request::Request;
use super::{Library, Result, asked, error::refuse};
use crate::article::ExportedArticle;
use crate::index::{self, Answer, Asking, Copies, Explain, Looser, Note, StoredArticle};
use crate::query;
use crate::query::tree::{Form, Node, Order, ResolvedQuery};
use crate::record::QuoteRecord;

/// A question, how it was read, and what was found.
#[derive(Clone, Debug)]
pub struct Response {
    /// How it was read.
    pub asked: Asked,
    /// What was found.
    pub answer: Answer,
    /// What is said beside it.
    pub notes: Vec<AnswerNote>,
    /// Hits that were passed over first.
    pub offset: usize,
    /// Whether each hit says why it stands where it does.
    pub explains: bool,
}

impl Response {
    /// The notes as sentences.
    pub fn notes_in_words(&self) -> Vec<String> {
        self.notes.iter().map(AnswerNote::in_words).collect()
    }
}

/// Which quote others are to be like, and how they are shown.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct SimilarRequest {
    /// The quote's id.
    pub id: String,
    /// Filters, order, number; its question's words are further conditions.
    pub request: Request,
    /// Quotes of the same article too.
    pub same_article: bool,
}

impl Library {
    /// Reads a question without answering it.
    ///
    /// # Errors
    /// Where it cannot be read, or the index or a table of the user's cannot.
    pub fn read(&self, request: &Request) -> Result<Asked> {
        asked::read(request, &self.reader()?)
    }

    /// Answers a question.
    ///
    /// # Errors
    /// Where the question or the index cannot be read.
    pub fn ask(&self, request: &Request) -> Result<Response> {
        let asked = self.read(request)?;
        let asking = Asking {
            // What is told beside the counts costs what they cost.
            offers: if request.facets { asked.offers.clone() } else { Vec::new() },
            looser: if request.all_words { Looser::Nowhere } else { Looser::Behind },
            same_article: request.same_article && !request.all_words,
            ..Asking::default()
        };
        let headline = self.as_headline(&asked, request)?;
        let response = self.answer(asked, request, asking.clone())?;
        let Some(headline) = headline else { return Ok(response) };
        let mut of_headline = self.answer(headline, request, asking)?;
        let (question, count) = (response.asked.read_as, response.answer.total);
        of_headline.notes.insert(0, AnswerNote::Headline { question, count });
        Ok(of_headline)
    }

    /// Quotes that are like one: of its telling words, the rare ones first.
    ///
    /// # Errors
    /// Where no quote has the id, it has no telling word, or the index cannot be read.
    pub fn similar(&self, like: &SimilarRequest) -> Result<Response> {
        let asked = self.read(&like.request)?;
        let records = self.store().quotes_with_id(&like.id)?;
        let Some(record) = records.first() else {
            refuse!("no quote has the id {}: `onrecord search` shows the ids in brackets", like.id);
        };
        let Some(words) = query::similar_to(&record.quote, &record.context) else {
            refuse!("the quote {} has no telling word to look for", like.id);
        };
        let mut conditions = vec![asked.query.root, words];
        if !like.same_article {
            // The article by where it lies: another one with the same words is a copy, and wanted.
            let place = [Some(&record.article.path), record.article.member.as_ref()];
            let place = place.into_iter().flatten().map(|text| Node::Path(text.to_lowercase())).collect();
            conditions.push(Node::Not(Box::new(Node::All(place))));
        }
        let query = ResolvedQuery { root: Node::All(conditions), form: Form::Quotes, order: Order::Relevance };
        let asked = Asked::of_query(format!("quotes like {}", like.id), query, asked.notes);
        // Any of the telling words may be missing, and the more are there, the better.
        self.answer(asked, &like.request, Asking { looser: Looser::Among, ..Asking::default() })
    }

    fn answer(&self, asked: Asked, request: &Request, asking: Asking) -> Result<Response> {
        let mut asking = Asking {
            limit: request.limit,
            offset: request.offset,
            copies: if request.copies { Copies::Each } else { Copies::Folded },
            explain: if request.explain { Explain::EachHit } else { Explain::Nothing },
            context: request.context,
            ..asking
        };
        if !request.facets {
            asking.facets.clear();
        }
        let answer = self.store().ask(&asked.query, &asking)?;
        let mut notes = self.notes(&asked, &answer)?;
        if answer.total == 0 && !self.store().has_articles()? {
            notes.push(AnswerNote::EmptyIndex);
        }
        Ok(Response { asked, answer, notes, offset: request.offset, explains: request.explain })
    }

    /// Hands on every quote that a question finds, each copy for itself, in the index's order, in little memory; gives how
    /// many there were.
    ///
    /// # Errors
    /// Where the index cannot be read; what `each` gives ends it, and comes back inside.
    pub fn for_each_quote<E>(
        &self,
        asked: &Asked,
        each: impl FnMut(QuoteRecord) -> std::result::Result<(), E>,
    ) -> Result<std::result::Result<u64, E>> {
        Ok(self.store().for_each_quote(&asked.query, each)?)
    }

    /// Hands on, whole, every article that holds a quote which a question finds, each once; where nothing is asked, every
    /// article of the index, those without quotes too. In little memory; gives how many there were.
    ///
    /// # Errors
    /// Where the index cannot be read; what `each` gives ends it, and comes back inside.
    pub fn for_each_article<E>(
        &self,
        asked: &Asked,
        mut each: impl FnMut(ExportedArticle) -> std::result::Result<(), E>,
    ) -> Result<std::result::Result<u64, E>> {
        let export = |article: &StoredArticle| {
            let quotes = article.quote_count() as u64;
            each(ExportedArticle::new(&article.clone().into_article(), &article.record.id, quotes))
        };
        let everything = ResolvedQuery { root: Node::All(Vec::new()), form: Form::Quotes, order: Order::Relevance };
        Ok(match asked.query == everything {
            true => self.store().for_each_article(export)?,
            false => self.store().for_each_article_of(&asked.query, export)?,
        })
    }

    /// What reading and answering have to say; where nothing was found, the questions that find something.
    pub(super) fn notes(&self, asked: &Asked, answer: &Answer) -> Result<Vec<AnswerNote>> {
        let mut notes: Vec<AnswerNote> = asked.notes.iter().cloned().map(AnswerNote::Reading).collect();
        for note in &answer.notes {
            let root = match note {
                Note::Without { what, .. } => index::without_facet(&asked.query.root, *what),
                Note::AnyWord { .. } => index::with_any_word(&asked.query.root),
                Note::Also { typed, wordings } => {
                    let wordings: Vec<&str> = wordings.iter().map(|(wording, _)| wording.as_str()).collect();
                    index::with_wordings(&asked.query.root, typed, &wordings)
                }
                Note::Around { .. } => {
                    let root = &asked.query.root;
                    Some(index::around_quotes(root).unwrap_or_else(|| root.clone()))
                }
                Note::Spelling { .. } | Note::NotInIndex { .. } => None,
            };
            let form = if matches!(note, Note::Around { .. }) { Form::Quotes } else { asked.query.form.clone() };
            let note = note.clone();
            notes.push(match root {
                Some(root) => {
                    let query = ResolvedQuery { root: normal_root(root), form, ..asked.query.clone() };
                    let question = self.written(&[query])?.pop().unwrap_or_default();
                    AnswerNote::Wider { note, question }
                }
                None => AnswerNote::Index(note),
            });
        }
        Ok(notes)
    }
}

/// A condition of one part as that part.
fn normal_root(root: Node) -> Node {
    match root {
        Node::All(mut nodes) if nodes.len() == 1 => nodes.swap_remove(0),
        other => other,
    }
}
