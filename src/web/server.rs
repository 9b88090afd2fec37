//! Connections: how many at one time, what becomes of those that are slow or say nothing, how all of them end.

use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, watch};
use tokio::time::{Sleep, sleep};

use super::bounds::BOUNDS;

/// Bytes of a request's head.
const LARGEST_HEAD: usize = 64 << 10;
/// Files that are kept for what is no connection: the index has many.
const FILES_KEPT: u64 = 256;

/// An address that is listened at, before anybody is answered.
#[derive(Debug)]
pub struct Listening {
    listener: std::net::TcpListener,
    address: SocketAddr,
}

impl Listening {
    /// Where.
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

/// Listens at a port of an address of this machine. Where `usual` is not given outright and is taken, any free one serves.
///
/// # Errors
/// Where nobody may listen there.
pub fn listen(ip: IpAddr, usual: u16, is_given: bool) -> io::Result<Listening> {
    let listener = match std::net::TcpListener::bind((ip, usual)) {
        Err(error) if !is_given && error.kind() == io::ErrorKind::AddrInUse => std::net::TcpListener::bind((ip, 0)),
        other => other,
    }?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    Ok(Listening { listener, address })
}

/// Answers until the process is told to end; then nobody new is heard, who asks nothing is cut off, and what is under way is
/// ended.
///
/// # Errors
/// Where it cannot be listened any more.
pub async fn run(listening: Listening, router: Router) -> io::Result<()> {
    let listener = TcpListener::from_std(listening.listener)?;
    let room = Arc::new(Semaphore::new(room_for_connections()));
    let (tell_end, is_end) = watch::channel(false);
    // Each connection holds a sender of this: when the last is gone, nothing more comes.
    let (open, mut all_closed) = mpsc::channel::<()>(1);
    let mut end = std::pin::pin!(told_to_end());
    loop {
        let (stream, permit) = tokio::select! {
            () = &mut end => break,
            accepted = accept(&listener, &room) => accepted?,
        };
        let (router, is_end, open) = (router.clone(), is_end.clone(), open.clone());
        tokio::spawn(async move {
            converse(stream, router, is_end).await;
            drop((permit, open));
        });
    }
    drop(listener);
    drop(open);
    tell_end.send_replace(true);
    tokio::select! {
        _ = all_closed.recv() => {}
        () = sleep(BOUNDS.farewell) => {}
    }
    Ok(())
}

/// One connection from its begin to its end; what goes wrong with it is that client's own.
async fn converse(stream: TcpStream, router: Router, mut is_end: watch::Receiver<bool>) {
    let was_asked = AtomicBool::new(false);
    let service = TowerToHyperService::new(router);
    let service = service_fn(|request| {
        was_asked.store(true, Ordering::Relaxed);
        service.call(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(BOUNDS.head)
        .max_buf_size(LARGEST_HEAD)
        .serve_connection(TokioIo::new(Unstalled::new(stream)), service);
    let mut connection = std::pin::pin!(connection);
    tokio::select! {
        _ = &mut connection => return,
        _ = is_end.wait_for(|is_end| *is_end) => {}
    }
    // Closes one that waits for a further request; one that was never asked anything would wait for its first.
    connection.as_mut().graceful_shutdown();
    let _ = tokio::time::timeout(BOUNDS.last_word, &mut connection).await;
    if was_asked.load(Ordering::Relaxed) {
        let _ = connection.await;
    }
}

/// The next connection, as soon as there is room for it.
async fn accept(listener: &TcpListener, room: &Arc<Semaphore>) -> io::Result<(TcpStream, OwnedSemaphorePermit)> {
    const PAUSE: Duration = Duration::from_millis(50);
    let permit = room.clone().acquire_owned().await.map_err(io::Error::other)?;
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                // Answers are written whole: nothing is gained by waiting for more.
                let _ = stream.set_nodelay(true);
                return Ok((stream, permit));
            }
            // The client went away, or the system has no room now: both pass.
            Err(_) => sleep(PAUSE).await,
        }
    }
}

/// How many connections can be open at one time: each is a file, of which the system gives so many.
fn room_for_connections() -> usize {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let wanted = BOUNDS.connections as u64 + FILES_KEPT;
        let limit = getrlimit(Resource::Nofile);
        let most = limit.maximum.unwrap_or(wanted).min(wanted);
        if limit.current.is_some_and(|current| current < most) {
            let _ = setrlimit(Resource::Nofile, Rlimit { current: Some(most), maximum: limit.maximum });
        }
        let now = getrlimit(Resource::Nofile).current.unwrap_or(wanted);
        (now.saturating_sub(FILES_KEPT) as usize).clamp(64, BOUNDS.connections)
    }
    #[cfg(not(unix))]
    {
        BOUNDS.connections
    }
}

/// Waits until the process is told to end.
async fn told_to_end() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let terminate = async {
            match signal(SignalKind::terminate()) {
                Ok(mut signal) => {
                    signal.recv().await;
                }
                Err(_) => std::future::pending::<()>().await,
            }
        };
        tokio::select! {
            () = interrupt => {}
            () = terminate => {}
        }
    }
    #[cfg(not(unix))]
    interrupt.await;
}

/// A stream that fails where the other side takes nothing of what is written for too long.
struct Unstalled {
    stream: TcpStream,
    stalled: Option<Pin<Box<Sleep>>>,
}

impl Unstalled {
    fn new(stream: TcpStream) -> Unstalled {
        Unstalled { stream, stalled: None }
    }

    fn watched<T>(&mut self, context: &mut Context<'_>, polled: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if polled.is_ready() {
            self.stalled = None;
            return polled;
        }
        let timer = self.stalled.get_or_insert_with(|| Box::pin(sleep(BOUNDS.stall)));
        ready!(timer.as_mut().poll(context));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Unstalled {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Unstalled {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.watched(context, polled)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
        self.watched(context, polled)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let polled = Pin::new(&mut self.stream).poll_flush(context);
        self.watched(context, polled)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
