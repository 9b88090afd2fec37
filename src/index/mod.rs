//! Quotes in, hits and counts out: a searchable, updatable store on disk. The only room that names the engine.
//!
//! Takes articles with their quotes, and resolved queries; gives answers. Knows nothing of how the user is talked to.
