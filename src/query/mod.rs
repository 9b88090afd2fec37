//! A question to a query: a plain tree that says what is asked.
//!
//! Takes the user's text, today's date, the register and the speakers that the archive knows; gives a
//! [`ResolvedQuery`] of ids and dates, with notes on how the text was read. Knows nothing of the engine or of how
//! text is stored. Pure: no input or output, no clock.

pub mod tree;
