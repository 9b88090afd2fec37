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
//! | `options`, `bounds` | how a site is served; what is granted before somebody is cut off |
//! | `site`, `call`, `reply`, `fault` | the library of the moment; a request; what is answered; what went wrong |
//! | `routes` | addresses to pages |
//! | `search_url` | a search as an address, both ways |
//! | `marked`, `card`, `chart`, `facets` | parts of pages: text with marks, a quote, quotes over time, counts as links |
//! | `pages`, `frame`, `bare_frame` | pages, and what stands around each of them |
//! | `api`, `feed`, `download`, `assets`, `files` | JSON, Atom, tables, the stylesheet and the script |
//! | `templates`, `assets` (folders) | what a designer edits |

mod api;
mod assets;
mod bare_frame;
mod bounds;
mod call;
mod card;
mod chart;
mod download;
mod facets;
mod fault;
mod feed;
mod files;
mod frame;
mod marked;
mod options;
mod pages;
mod reply;
mod routes;
mod safety;
mod search_url;
mod server;
mod site;

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

pub use options::ServeOptions;
pub use server::{Listening, listen};

use crate::desk::Library;

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
