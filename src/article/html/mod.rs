//! The reader of saved web pages, and of HTML in records and messages.
//!
//! Takes a page's bytes, gives an [`Article`](super::Article) whose text is that of its article. In order of the flow:
//! `tree.rs` makes a tree of the tags, `flow.rs` blocks of text of that; `head.rs` reads what the page tells of itself,
//! `body.rs` and `story.rs` choose the article's blocks, `page_date.rs` its day; `live.rs` parts a live blog into its posts.

mod body;
mod boilerplate;
mod byline;
mod charset;
mod class_words;
mod evidence;
mod flow;
mod fragment;
mod head;
mod instants;
mod json_ld;
mod live;
mod meta;
mod no_article;
mod page;
mod page_date;
mod saved;
mod story;
mod tag;
mod title;
mod tree;

pub(crate) use fragment::{add_fragment, looks_like_html, plain_words, read_fragment};
pub(crate) use live::posts_of;
pub(crate) use page::HtmlPage;
