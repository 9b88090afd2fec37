//! The pages.

pub mod article;
pub mod check;
pub mod compare;
pub mod correct;
pub mod front;
pub mod list;
pub mod person;
pub mod search;
