//! The register: who is who and when; persons with their names, parties and offices, each with dates.
//!
//! Takes names, titles and dates; gives a person, and the party and office on that day. Its tables lie in
//! `src/people/data/`. Knows nothing of articles, quotes or the index. Pure: no input or output, no clock.
//!
//! ```
//! use onrecord::people::Register;
//! # use chrono::NaiveDate;
//!
//! let register = Register::embedded().expect("the embedded tables are sound");
//! let umunna = register.find_name("Chuka Umunna")[0];
//! let party_on = |day| register.party_on(umunna, NaiveDate::parse_from_str(day, "%F").ok());
//! let name = |party| register.party(party).name();
//! assert_eq!(party_on("2018-09-08").map(name), Some("Labour"));
//! assert_eq!(party_on("2019-06-14").map(name), Some("Liberal Democrat"));
//! assert_eq!(party_on("1950-01-01"), None);
//! ```

mod entries;
mod kinds;
mod names;
mod own;
mod pack;
mod packed;
mod popolo;
mod register;
mod roles;
mod tables;

pub use crate::words::fold::fold_name;
pub use kinds::{Country, Gender, Membership, Office, OfficeClass, OfficeId, Party, PartyId, Period, Person, PersonId};
pub use names::slug;
pub use own::{OWN_HEADER, OwnRow, parse_own, render_own};
pub use popolo::{PopoloError, export_popolo, parse_popolo};
pub use register::Register;
pub use tables::{RegisterError, Tables};
