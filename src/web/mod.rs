//! A page in the browser, and an API for programs: a face of the desk, as the command line is one.
//!
//! Takes an opened library, gives a server on an address. It decides nothing: what is asked goes to the desk as its plain
//! types, what comes back is shown. Everything that a page shows is in its address, and every page is whole without a script.
//! Articles are written by strangers, and a page of this machine is within reach of every site that its user looks at: what
//! holds against both is in `safety` and `server`, and in the one way in which text becomes HTML (`templates`, which escape,
//! and `marked`).
//!
//! | file | what is done there |
//! |---|---|
//! | `server` | connections: how many, how slow, how they end |
//! | `safety` | who may ask (Host), what a browser may do with a page, how long an answer may take |
//! | `site`, `call`, `fault` | the library of the moment; a request; what went wrong |
//! | `routes` | addresses to pages |
//! | `search_url` | a search as an address, both ways |
//! | `marked`, `card`, `chart`, `facets` | parts of pages: text with marks, a quote, quotes over time, counts as links |
//! | `pages` | pages |
//! | `api`, `feed`, `download`, `assets` | JSON, Atom, files, the stylesheet and the script |
//! | `templates`, `assets` (folders) | what a designer edits |

mod api;
mod assets;
mod call;
mod card;
mod chart;
mod download;
mod facets;
mod fault;
mod feed;
mod marked;
mod pages;
mod routes;
mod safety;
mod search_url;
mod server;
mod site;

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

pub use server::{Listening, listen};

use crate::desk::Library;

/// How a site is served.
#[derive(Clone, Debug, Default)]
pub struct ServeOptions {
    /// Names by which it may be asked, besides those of this machine's own addresses.
    pub names: Vec<String>,
    /// The site whose pages may read the API from a browser, as `https://example.org`; `*` for any.
    pub allowed_origin: Option<String>,
    /// Whether speakers may be corrected from the page.
    pub corrections: bool,
    /// The day that "today" is, where it is not today.
    pub today: Option<chrono::NaiveDate>,
    /// The command that asks the same index, up to its question: for lines to copy.
    pub command: String,
}

/// What is granted before somebody is cut off.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    /// Until a request's head is there; also how long a connection may say nothing.
    pub head: Duration,
    /// Until an answer begins.
    pub answer: Duration,
    /// How long a client may take nothing of what is sent.
    pub stall: Duration,
    /// Until what is under way must be done once the server is told to end.
    pub farewell: Duration,
    /// Connections at one time.
    pub connections: usize,
    /// Bytes of an address.
    pub address: usize,
}

pub(crate) const BOUNDS: Bounds = Bounds {
    head: Duration::from_secs(15),
    answer: Duration::from_secs(20),
    stall: Duration::from_secs(30),
    farewell: Duration::from_secs(10),
    connections: 4_096,
    address: 16 << 10,
};

/// Serves a library at an address until the process is told to end (SIGTERM, SIGINT), then ends what is under way.
///
/// # Errors
/// Where the server cannot run at all.
pub fn serve(listening: Listening, library: Library, options: ServeOptions) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_io().enable_time().build()?;
    let address: SocketAddr = listening.address();
    runtime.block_on(async move {
        let site = site::Site::new(library, options, address)?;
        let keeper = tokio::spawn(site::keep_fresh(site.clone()));
        let done = server::run(listening, routes::router(site)).await;
        keeper.abort();
        done
    })?;
    // A search that nobody waits for any more need not be waited for.
    runtime.shutdown_timeout(Duration::from_secs(1));
    Ok(())
}
