use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// Mạng hỏng được: a wire between people and the relay that can be cut, also in the middle.
#[derive(Clone)]
pub struct Network {
    address: String,
    switch: Arc<Switch>,
}

struct Switch {
    /// Bytes that still pass towards the relay; `u64::MAX` while the wire is whole.
    up: AtomicU64,
    /// Bytes that still pass towards people.
    down: AtomicU64,
    passed_up: AtomicU64,
    passed_down: AtomicU64,
    /// What was said towards the relay, where somebody listens.
    heard: Option<Mutex<Vec<u8>>>,
    /// Somebody else, to whom everything leads that begins like TLS.
    impostor: Option<String>,
}

/// How TLS begins.
const HANDSHAKE: u8 = 0x16;

impl Network {
    /// Lays a wire to the relay at `host:port`.
    pub async fn to(relay: &str) -> Self {
        Self::with(relay, None, None).await
    }

    /// Lays a wire on which somebody listens.
    pub async fn overheard(relay: &str) -> Self {
        Self::with(relay, Some(Mutex::default()), None).await
    }

    /// Lays a wire that leads what is said in clear to the relay, and TLS to somebody else.
    pub async fn diverted(relay: &str, impostor: &str) -> Self {
        Self::with(relay, None, Some(impostor.to_owned())).await
    }

    async fn with(relay: &str, heard: Option<Mutex<Vec<u8>>>, impostor: Option<String>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let switch = Arc::new(Switch {
            up: AtomicU64::new(u64::MAX),
            down: AtomicU64::new(u64::MAX),
            passed_up: AtomicU64::new(0),
            passed_down: AtomicU64::new(0),
            heard,
            impostor,
        });
        let (relay, shared) = (relay.to_owned(), switch.clone());
        tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                tokio::spawn(connect(near, relay.clone(), shared.clone()));
            }
        });
        Self { address, switch }
    }

    /// The wire's own address as `host:port`.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The wire's own address as `http://…`, for people to use.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The wire's own address as `https://…`.
    pub fn secure_url(&self) -> String {
        format!("https://{}", self.address)
    }

    /// What was said towards the relay so far, as text where it is text.
    pub fn heard(&self) -> String {
        let heard = self.switch.heard.as_ref().expect("somebody listens on this wire");
        String::from_utf8_lossy(&heard.lock().unwrap_or_else(PoisonError::into_inner)).into_owned()
    }

    /// Cuts the wire after so many more bytes towards the relay.
    pub fn cut_after_sending(&self, bytes: u64) {
        self.switch.up.store(bytes, Ordering::SeqCst);
    }

    /// Cuts the wire after so many more bytes from the relay: an answer is lost.
    pub fn cut_after_receiving(&self, bytes: u64) {
        self.switch.down.store(bytes, Ordering::SeqCst);
    }

    /// Makes the wire whole again.
    pub fn mend(&self) {
        self.switch.up.store(u64::MAX, Ordering::SeqCst);
        self.switch.down.store(u64::MAX, Ordering::SeqCst);
    }

    /// Bytes that passed so far: towards the relay, and back.
    pub fn passed(&self) -> (u64, u64) {
        (self.switch.passed_up.load(Ordering::SeqCst), self.switch.passed_down.load(Ordering::SeqCst))
    }
}

async fn connect(mut near: TcpStream, relay: String, switch: Arc<Switch>) {
    let mut first = [0];
    let is_secret = switch.impostor.is_some()
        && near.peek(&mut first).await.is_ok_and(|read| read == 1 && first[0] == HANDSHAKE);
    let to = switch.impostor.clone().filter(|_| is_secret).unwrap_or(relay);
    let Ok(mut far) = TcpStream::connect(to).await else { return };
    let _ = (near.set_nodelay(true), far.set_nodelay(true));
    let (mut near_in, mut near_out) = near.split();
    let (mut far_in, mut far_out) = far.split();
    // Either side's end ends both: that is what a cut cable does.
    tokio::select! {
        () = carry(&mut near_in, &mut far_out, &switch.up, &switch.passed_up, switch.heard.as_ref()) => {}
        () = carry(&mut far_in, &mut near_out, &switch.down, &switch.passed_down, None) => {}
    }
}

async fn carry(
    from: &mut (impl AsyncReadExt + Unpin),
    to: &mut (impl AsyncWriteExt + Unpin),
    left: &AtomicU64,
    passed: &AtomicU64,
    heard: Option<&Mutex<Vec<u8>>>,
) {
    let mut piece = vec![0; 16 << 10];
    while let Ok(read) = from.read(&mut piece).await {
        let may = left.load(Ordering::SeqCst);
        let take = usize::try_from(may).unwrap_or(usize::MAX).min(read);
        if read == 0 || to.write_all(&piece[..take]).await.is_err() {
            return;
        }
        passed.fetch_add(take as u64, Ordering::SeqCst);
        if let Some(heard) = heard {
            heard.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(&piece[..take]);
        }
        if may != u64::MAX {
            left.store(may - take as u64, Ordering::SeqCst);
        }
        if take < read {
            return;
        }
    }
}
