//! The library of the moment: asked by many at one time off the threads that talk to clients, and changed for a newer one
//! when the index is written.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock};
use std::time::Duration;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use tokio::sync::Semaphore;

use super::call::Call;
use super::fault::Fault;
use super::options::ServeOptions;
use super::reply::Reply;
use crate::desk::{DeskError, Freshness, Library, Overview};
use crate::index::{Sizes, Times};

/// What all requests share.
pub struct Site {
    edition: RwLock<Arc<Edition>>,
    /// Searches at one time: more would only wait for each other.
    searching: Semaphore,
    pub options: ServeOptions,
    pub address: SocketAddr,
    /// What a form must bring to change anything: only a page of this site can know it.
    pub token: String,
}

/// The index as it was when it was opened last.
pub struct Edition {
    pub library: Library,
    /// How much it holds.
    pub sizes: Sizes,
    /// All articles over time, with quotes or without.
    pub articles: Times,
    freshness: Freshness,
    overview: OnceLock<Overview>,
    /// Held while an overview is made, so that it is made once.
    making: Mutex<()>,
}

/// How often it is looked whether the index was written.
const LOOK: Duration = Duration::from_secs(1);

impl Edition {
    fn new(library: Library) -> Result<Edition, DeskError> {
        // Looked at before anything else is read: what is written from here on makes another edition.
        let freshness = library.freshness()?;
        library.register()?;
        let (sizes, articles) = (library.sizes()?, library.article_days()?);
        Ok(Edition { library, sizes, articles, freshness, overview: OnceLock::new(), making: Mutex::default() })
    }

    /// The archive at a glance; made when it is asked for first.
    pub fn overview(&self) -> Result<&Overview, Fault> {
        if let Some(overview) = self.overview.get() {
            return Ok(overview);
        }
        let _making = self.making.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(overview) = self.overview.get() {
            return Ok(overview);
        }
        let overview = self.library.overview()?;
        Ok(self.overview.get_or_init(|| overview))
    }

    /// Letters and digits that are others as soon as any answer could be another one.
    pub fn digest(&self) -> &str {
        self.freshness.digest()
    }
}

/// What a page is made from.
pub struct PageContext<'a> {
    pub site: &'a Site,
    pub edition: &'a Edition,
    pub call: &'a Call,
}

impl Site {
    pub fn new(library: Library, options: ServeOptions, address: SocketAddr) -> std::io::Result<Arc<Site>> {
        let edition = Edition::new(library).map_err(std::io::Error::other)?;
        let mut secret = [0u8; 16];
        getrandom::fill(&mut secret).map_err(std::io::Error::other)?;
        let token = secret.iter().map(|byte| format!("{byte:02x}")).collect();
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        let edition = RwLock::new(Arc::new(edition));
        Ok(Arc::new(Site { edition, searching: Semaphore::new(cores * 2), options, address, token }))
    }

    /// The library of the moment; whoever holds it goes on with it when a newer one comes.
    pub fn edition(&self) -> Arc<Edition> {
        self.edition.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The day that questions are read on.
    pub fn today(&self) -> chrono::NaiveDate {
        self.options.today.unwrap_or_else(|| chrono::Local::now().date_naive())
    }

    /// Whether the same was answered to this client before: then nothing is looked for.
    fn tag(&self, edition: &Edition, call: &Call) -> String {
        let mut hasher = blake3::Hasher::new();
        let today = self.today().to_string();
        let own = if self.options.corrections { self.token.as_str() } else { "" };
        for part in [env!("CARGO_PKG_VERSION"), super::assets::digest(), edition.digest(), &today, own, &call.address] {
            hasher.update(part.as_bytes()).update(b"\0");
        }
        format!("\"{}\"", &hasher.finalize().to_hex()[..24])
    }

    /// Answers a request with what `make` makes of the library, on a thread for work that takes time.
    pub async fn answer(
        self: Arc<Self>,
        call: Call,
        make: impl FnOnce(&PageContext<'_>) -> Result<Reply, Fault> + Send + 'static,
    ) -> Response {
        let edition = self.edition();
        let tag = self.tag(&edition, &call);
        if call.has_already(&tag) {
            let headers = [(header::ETAG, tag.as_str()), (header::CACHE_CONTROL, CHECKED)];
            return (StatusCode::NOT_MODIFIED, headers).into_response();
        }
        let is_for_programs = call.is_for_programs;
        match self.clone().work(edition, call, make).await {
            Ok(reply) => {
                let is_whole = reply.status == StatusCode::OK;
                let mut response = reply.into_response();
                if let (true, Ok(tag)) = (is_whole, HeaderValue::try_from(tag)) {
                    response.headers_mut().insert(header::ETAG, tag);
                    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(CHECKED));
                }
                response
            }
            Err(fault) => fault.into_response_for(is_for_programs),
        }
    }

    /// What `make` gives, made where it may take time; so many at one time.
    pub async fn work<T: Send + 'static>(
        self: Arc<Self>,
        edition: Arc<Edition>,
        call: Call,
        make: impl FnOnce(&PageContext<'_>) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let site = self.clone();
        let permit = self.searching.acquire().await.map_err(|_| Fault::Busy)?;
        // The permit stays with the work: a search that nobody waits for any more is still one.
        permit.forget();
        let done = tokio::task::spawn_blocking(move || {
            let _room = Room(&site.searching);
            make(&PageContext { site: &site, edition: &edition, call: &call })
        });
        done.await.unwrap_or_else(|_| Err(Fault::Failed("the program stumbled over this question".to_string())))
    }

    /// Takes a newer edition where there is one; `prepare` is done with it while the old one still answers.
    fn renew(&self, prepare: impl FnOnce(&Edition)) {
        let now = self.edition();
        let is_same = Freshness::of(now.library.dir(), now.library.settings()).is_ok_and(|seen| seen == now.freshness);
        if is_same {
            return;
        }
        // What cannot be opened now may be under way: the old one serves until it can.
        let Ok(next) = now.library.open_again().and_then(Edition::new) else { return };
        prepare(&next);
        *self.edition.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(next);
    }

    /// Sees what was written just now, as by a correction.
    pub fn see_changes(&self) {
        self.renew(|_| ());
    }
}

/// A browser may keep it, and asks each time whether it still holds.
const CHECKED: &str = "private, no-cache";

/// A place among those who search, given back at the end whatever that is.
struct Room<'a>(&'a Semaphore);

impl Drop for Room<'_> {
    fn drop(&mut self) {
        self.0.add_permits(1);
    }
}

/// Looks from time to time whether the index was written, and opens it anew where it was. Making an overview looks at all
/// quotes: nobody who asks waits for it but those who come before the first one is made.
pub async fn keep_fresh(site: Arc<Site>) {
    loop {
        let looking = site.clone();
        let looked = tokio::task::spawn_blocking(move || {
            let make_overview = |edition: &Edition| drop(edition.overview());
            looking.renew(make_overview);
            make_overview(&looking.edition());
        });
        let _ = looked.await;
        tokio::time::sleep(LOOK).await;
    }
}
