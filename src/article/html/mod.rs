//! The reader of saved web pages, and of HTML in records and messages.
//!
//! Takes a page's bytes, gives an [`Article`](super::Article) whose text is that of its article. In order of the flow:
//! `tree.rs` makes a tree of the tags, `flow.rs` blocks of text of that.

#![allow(dead_code, reason = "the reader of pages uses it")]

mod flow;
mod fragment;
mod saved;
mod tag;
mod tree;

#[allow(unused_imports, reason = "for the readers of records and messages")]
pub(crate) use fragment::{add_fragment, looks_like_html, plain_words, read_fragment};
