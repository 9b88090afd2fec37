//! Every quote of a question as a table, row by row while it is found: as `onrecord export` writes it.

use std::io::{self, Write};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use hyper::body::Frame;
use tokio::runtime::Handle;
use tokio::sync::{Semaphore, mpsc};

use super::call::Call;
use super::fault::Fault;
use super::search_url::SearchUrl;
use super::site::Site;
use crate::desk::rows::CsvRows;

/// Tables that are written at one time.
const AT_ONCE: usize = 4;
static WRITING: Semaphore = Semaphore::const_new(AT_ONCE);

/// Bytes that are sent together, and how many such pieces may wait for the client.
const PIECE: usize = 32 << 10;
const WAITING: usize = 4;
/// How long a client may take nothing.
const STALL: Duration = Duration::from_secs(30);

/// What is written becomes pieces of an answer.
struct TablePieces {
    buffer: Vec<u8>,
    sender: mpsc::Sender<io::Result<Bytes>>,
    runtime: Handle,
}

impl TablePieces {
    fn send(&mut self) -> io::Result<()> {
        let piece = Bytes::from(std::mem::take(&mut self.buffer));
        match hand_on(&self.runtime, &self.sender, Ok(piece)) {
            true => Ok(()),
            false => Err(io::ErrorKind::BrokenPipe.into()),
        }
    }
}

/// Whether the client took it.
fn hand_on(runtime: &Handle, sender: &mpsc::Sender<io::Result<Bytes>>, piece: io::Result<Bytes>) -> bool {
    matches!(runtime.block_on(tokio::time::timeout(STALL, sender.send(piece))), Ok(Ok(())))
}

impl Write for TablePieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.buffer.extend_from_slice(bytes);
        if self.buffer.len() >= PIECE {
            self.send()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.buffer.is_empty() { Ok(()) } else { self.send() }
    }
}

/// TablePieces as the body of an answer.
struct Arriving(mpsc::Receiver<io::Result<Bytes>>);

impl HttpBody for Arriving {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        self.0.poll_recv(context).map(|piece| piece.map(|piece| piece.map(Frame::data)))
    }
}

/// All quotes of a question, every copy a row.
pub async fn quotes(State(site): State<Arc<Site>>, call: Call) -> Response {
    let edition = site.edition();
    let url = SearchUrl::read(&call);
    let for_excel = call.value("excel").is_some();
    let asking = {
        let (url, edition) = (url.clone(), edition.clone());
        site.clone()
            .work(edition, call, move |scene| Ok(scene.edition.library.read(&url.request(scene.site.today()))?))
    };
    let asked = match asking.await {
        Ok(asked) => asked,
        Err(fault) => return fault.into_response_for(false),
    };
    let Ok(place) = WRITING.try_acquire() else { return Fault::Busy.into_response_for(false) };
    let (sender, receiver) = mpsc::channel(WAITING);
    let runtime = Handle::current();
    tokio::task::spawn_blocking(move || {
        let _place = place;
        let pieces =
            TablePieces { buffer: Vec::with_capacity(PIECE), sender: sender.clone(), runtime: runtime.clone() };
        let Ok(mut rows) = CsvRows::new(pieces, for_excel) else { return };
        let is_whole = matches!(edition.library.for_each_quote(&asked, |record| rows.write(&record)), Ok(Ok(_)));
        if !(is_whole && rows.finish().is_ok()) {
            // The connection breaks, so that nobody takes a part of the table for all of it.
            let _ = hand_on(&runtime, &sender, Err(io::ErrorKind::UnexpectedEof.into()));
        }
    });
    let mut response = Body::new(Arriving(receiver)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"quotes.csv\""));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
