//! A wire between people and the relay that counts what passes.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::messages::{Messages, Piece};

/// What has passed so far.
#[derive(Clone, Debug, Default)]
pub struct Passed {
    /// First lines of the requests, in order.
    pub requests: Vec<String>,
    /// All bytes towards the relay.
    pub up: u64,
    /// All bytes back.
    pub down: u64,
    /// Bytes of bodies, both ways.
    pub bodies: u64,
    /// Bytes of pushes, heads and bodies.
    pub pushes: u64,
    /// Bytes of the bodies of pushes.
    pub push_bodies: u64,
}

/// The wire.
#[derive(Clone)]
pub struct Wire {
    address: String,
    passed: Arc<Mutex<Passed>>,
}

#[derive(Clone, Copy, PartialEq)]
enum Way {
    Up,
    Down,
}

impl Wire {
    /// Lays a wire to the relay at `host:port`.
    pub async fn to(relay: &str) -> anyhow::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let wire = Self { address: listener.local_addr()?.to_string(), passed: Arc::default() };
        let (relay, passed) = (relay.to_owned(), wire.passed.clone());
        tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                tokio::spawn(connect(near, relay.clone(), passed.clone()));
            }
        });
        Ok(wire)
    }

    /// Its own address as `http://…`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Gives what has passed since it was last taken.
    pub fn take(&self) -> Passed {
        std::mem::take(&mut self.passed.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

async fn connect(mut near: TcpStream, relay: String, passed: Arc<Mutex<Passed>>) {
    let Ok(mut far) = TcpStream::connect(relay).await else { return };
    let _ = (near.set_nodelay(true), far.set_nodelay(true));
    let (mut near_in, mut near_out) = near.split();
    let (mut far_in, mut far_out) = far.split();
    tokio::select! {
        () = carry(&mut near_in, &mut far_out, &passed, Way::Up) => {}
        () = carry(&mut far_in, &mut near_out, &passed, Way::Down) => {}
    }
}

async fn carry(
    from: &mut (impl AsyncReadExt + Unpin),
    to: &mut (impl AsyncWriteExt + Unpin),
    passed: &Mutex<Passed>,
    way: Way,
) {
    let mut bytes = vec![0; 64 << 10];
    let (mut messages, mut is_push) = (Messages::new(), false);
    while let Ok(read) = from.read(&mut bytes).await {
        if read == 0 {
            return;
        }
        note(passed, way, &bytes[..read], &mut messages, &mut is_push);
        if to.write_all(&bytes[..read]).await.is_err() {
            return;
        }
    }
}

fn note(passed: &Mutex<Passed>, way: Way, bytes: &[u8], messages: &mut Messages, is_push: &mut bool) {
    let mut passed = passed.lock().unwrap_or_else(PoisonError::into_inner);
    match way {
        Way::Up => passed.up += bytes.len() as u64,
        Way::Down => passed.down += bytes.len() as u64,
    }
    messages.take(bytes, |piece| match piece {
        Piece::Head(head) if way == Way::Up => {
            let line = head.lines().next().unwrap_or_default();
            *is_push = line.contains("/push ");
            passed.pushes += if *is_push { head.len() as u64 } else { 0 };
            passed.requests.push(line.to_owned());
        }
        Piece::Body(body) => {
            passed.bodies += body.len() as u64;
            if *is_push {
                passed.pushes += body.len() as u64;
                passed.push_bodies += body.len() as u64;
            }
        }
        Piece::Head(_) | Piece::End => {}
    });
}
