//! Files to quotes without an index, streamed.

use std::path::PathBuf;

use super::batches::{self, Batch, ExtractedArticle, FileChoice};
use super::listen::{Ear, Event};
use super::own_people;
use super::troubles::{TroubleCounts, Troubles};
use super::{DeskError, Settings, corrections};
use crate::archive::WalkOptions;
use crate::article::Article;
use crate::corrections::CorrectionOutcome;
use crate::quotes::{Extractor, Quote};
use crate::record::{QuoteRecord, each_record};

/// What an extraction came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extracted {
    /// Articles that could be read.
    pub articles: u64,
    /// What went wrong.
    pub troubles: TroubleCounts,
}

/// The records of one article.
enum Made<T> {
    /// Those of a large article would fill the memory together: they are made one by one when they are handed on.
    Later(Vec<Quote>),
    Now(Vec<T>),
}

/// Finds the quotes of files and folders, corrections applied, and hands them on in the archive's order. `shape` makes of
/// a record what is wanted of it, on all cores; `each` takes what it made, one after the other.
///
/// # Errors
/// Where a table of the user's cannot be read, and what `each` gives; what is wrong with files and articles is in what
/// comes back instead.
pub fn extract<T: Send, E: From<DeskError> + Send>(
    paths: &[PathBuf],
    leave_out: Vec<PathBuf>,
    choice: &FileChoice,
    settings: &Settings,
    ear: Ear,
    shape: impl Fn(QuoteRecord) -> Result<T, E> + Sync,
    mut each: impl FnMut(T) -> Result<(), E>,
) -> Result<Extracted, E> {
    let register = &own_people::register(settings, ear.as_ref())?;
    let extractor = Extractor::new(register);
    let (corrections, _) = corrections::load(settings, ear.as_ref())?;
    let options = &batches::until_today(&settings.reading);
    let selection = choice.selection(options).map_err(DeskError::from)?;
    let walking = WalkOptions { leave_out, selection, format: options.format };
    let mut troubles = Troubles::new(ear);
    let mut batch = Batch::new();
    let mut unread = Vec::new();
    let mut articles = 0u64;
    let corrected = |mut record: QuoteRecord| {
        (corrections.apply(&mut record, register) != CorrectionOutcome::Dropped).then_some(record)
    };
    let shaped = |article: &Article, quotes: Vec<Quote>| -> Result<Made<T>, E> {
        if article.text.len() > batches::LARGE {
            return Ok(Made::Later(quotes));
        }
        each_record(article, &quotes).filter_map(corrected).map(&shape).collect::<Result<_, _>>().map(Made::Now)
    };
    let mut work = |batch: &mut Batch<()>, troubles: &mut Troubles| -> Result<(), E> {
        let wants_documents = troubles.ear().wants_documents();
        for extracted in batches::extract_all(batch.take(), options, &extractor, wants_documents, shaped) {
            match extracted {
                Ok(ExtractedArticle { article, told, made }) => {
                    articles += 1;
                    if let Some(told) = told {
                        troubles.ear().hear(&Event::Document(&told));
                    }
                    troubles.note(&article.origin, &article.problems);
                    match made? {
                        Made::Later(quotes) => {
                            for record in each_record(&article, &quotes).filter_map(corrected) {
                                each(shape(record)?)?;
                            }
                        }
                        Made::Now(all) => all.into_iter().try_for_each(&mut each)?,
                    }
                }
                Err(trouble) => troubles.fail(trouble),
            }
        }
        Ok(())
    };
    batches::for_each_file(paths, &walking, &mut troubles, &mut unread, |file, troubles| -> Result<(), E> {
        let mut documents = batches::open_documents(&file, None, options);
        while let Some(document) = documents.next(troubles) {
            match document {
                Ok(document) => {
                    if batch.push((), document) {
                        work(&mut batch, troubles)?;
                    }
                }
                Err(trouble) => troubles.fail(trouble),
            }
        }
        Ok(())
    })?;
    work(&mut batch, &mut troubles)?;
    Ok(Extracted { articles, troubles: troubles.counts() })
}
