//! One port for http and https: the first byte of a connection tells which it is.
//!
//! Nobody who is slow or speaks something else holds up the others: each connection is looked at in a
//! task of its own, for a short time, and only so many at once.

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::server::TlsStream;

/// How TLS begins: a record of the handshake (RFC 8446, 5.1). No request of HTTP does.
const HANDSHAKE: u8 = 0x16;
/// How long a connection may take to say what it wants, handshake included.
const PATIENCE: Duration = Duration::from_secs(10);
/// How many connections may be at the door: in all, and from one address. This machine's own are not
/// counted by address: a proxy may stand here.
const AT_THE_DOOR: usize = 512;
const OF_ONE_ADDRESS: usize = 64;
/// How long the system is left alone when it has no room for another connection.
const REST: Duration = Duration::from_secs(1);

/// Who is at the other end.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer(pub SocketAddr);

/// The port, as the server of HTTP sees it: connections that are ready.
#[derive(Debug)]
pub(crate) struct Doors {
    address: SocketAddr,
    ready: mpsc::Receiver<(Stream, Peer)>,
}

/// A connection, in clear or not.
#[derive(Debug)]
pub(crate) enum Stream {
    Plain(TcpStream),
    Secure(Box<TlsStream<TcpStream>>),
}

/// Opens the doors; the second part is the work of receiving, which ends when the first is dropped.
pub(crate) fn open(
    listener: TcpListener,
    tls: Arc<ServerConfig>,
) -> io::Result<(Doors, impl Future<Output = ()> + Send)> {
    let address = listener.local_addr()?;
    let (sender, ready) = mpsc::channel(16);
    Ok((Doors { address, ready }, receive(listener, TlsAcceptor::from(tls), sender)))
}

async fn receive(listener: TcpListener, tls: TlsAcceptor, ready: mpsc::Sender<(Stream, Peer)>) {
    let waiting = Arc::new(Waiting::default());
    let mut at_the_door = JoinSet::new();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = ready.closed() => return,
            Some(_) = at_the_door.join_next() => continue,
        };
        match accepted {
            Ok((tcp, from)) => {
                let Some(place) = Waiting::enter(&waiting, from.ip()) else {
                    tracing::warn!("too many connections wait at the door; one was sent away");
                    continue;
                };
                let (tls, ready) = (tls.clone(), ready.clone());
                at_the_door.spawn(async move {
                    let stream = tokio::time::timeout(PATIENCE, ask(tcp, tls)).await;
                    drop(place);
                    if let Ok(Ok(stream)) = stream {
                        // Nobody to take it any more: the relay stops.
                        let _ = ready.send((stream, Peer(from))).await;
                    }
                });
            }
            Err(error) if is_of_one_connection(&error) => {}
            Err(error) => {
                tracing::error!(%error, "no connection can be accepted");
                tokio::time::sleep(REST).await;
            }
        }
    }
}

fn is_of_one_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionRefused | ConnectionAborted | ConnectionReset)
}

/// Waits for the first byte, and for the handshake where it begins one.
async fn ask(tcp: TcpStream, tls: TlsAcceptor) -> io::Result<Stream> {
    // An answer to a push is one small packet: it must not wait for a second one.
    let _ = tcp.set_nodelay(true);
    let mut first = [0];
    if tcp.peek(&mut first).await? == 0 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    if first[0] == HANDSHAKE {
        return Ok(Stream::Secure(Box::new(tls.accept(tcp).await?)));
    }
    Ok(Stream::Plain(tcp))
}

/// Who is at the door, counted.
#[derive(Debug, Default)]
struct Waiting {
    by_address: Mutex<HashMap<IpAddr, usize>>,
}

/// A place at the door; it is free again when this is dropped.
#[derive(Debug)]
struct Place {
    waiting: Arc<Waiting>,
    address: IpAddr,
}

impl Waiting {
    /// Gives a place where there is one.
    fn enter(waiting: &Arc<Self>, address: IpAddr) -> Option<Place> {
        let address = address.to_canonical();
        let mut by_address = waiting.by_address.lock().unwrap_or_else(PoisonError::into_inner);
        let all: usize = by_address.values().sum();
        let own = by_address.get(&address).copied().unwrap_or(0);
        if all >= AT_THE_DOOR || (own >= OF_ONE_ADDRESS && !address.is_loopback()) {
            return None;
        }
        by_address.insert(address, own + 1);
        Some(Place { waiting: Arc::clone(waiting), address })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut by_address = self.waiting.by_address.lock().unwrap_or_else(PoisonError::into_inner);
        match by_address.get_mut(&self.address) {
            Some(count) if *count > 1 => *count -= 1,
            _ => drop(by_address.remove(&self.address)),
        }
    }
}

impl Listener for Doors {
    type Io = Stream;
    type Addr = Peer;

    async fn accept(&mut self) -> (Stream, Peer) {
        match self.ready.recv().await {
            Some(ready) => ready,
            // Receiving ends with this alone; whoever asks waits until it is dropped.
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> io::Result<Peer> {
        Ok(Peer(self.address))
    }
}

impl Connected<IncomingStream<'_, Doors>> for Peer {
    fn connect_info(stream: IncomingStream<'_, Doors>) -> Self {
        *stream.remote_addr()
    }
}

impl AsyncRead for Stream {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_read(cx, into),
            Self::Secure(stream) => Pin::new(stream).poll_read(cx, into),
        }
    }
}

impl AsyncWrite for Stream {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_write(cx, bytes),
            Self::Secure(stream) => Pin::new(stream).poll_write(cx, bytes),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_flush(cx),
            Self::Secure(stream) => Pin::new(stream).poll_flush(cx),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_shutdown(cx),
            Self::Secure(stream) => Pin::new(stream).poll_shutdown(cx),
        }
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_write_vectored(cx, parts),
            Self::Secure(stream) => Pin::new(stream).poll_write_vectored(cx, parts),
        }
    }

    fn is_write_vectored(&self) -> bool {
        match self {
            Self::Plain(stream) => stream.is_write_vectored(),
            Self::Secure(stream) => stream.is_write_vectored(),
        }
    }
}

#[cfg(test)]
mod tests;
