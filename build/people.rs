//! The room `people` as the build needs it: the tables read, checked and packed.

#[path = "../src/people/entries.rs"]
mod entries;
#[path = "../src/people/kinds.rs"]
mod kinds;
#[path = "../src/people/names.rs"]
mod names;
#[path = "../src/people/pack.rs"]
mod pack;
#[path = "../src/people/packed.rs"]
mod packed;
#[path = "../src/people/roles.rs"]
mod roles;
#[path = "../src/people/tables.rs"]
mod tables;

pub(crate) use kinds::*;
pub(crate) use pack::{Packed, pack_tables};
pub(crate) use tables::Tables;
