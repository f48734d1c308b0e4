use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use api::{Code, Error, OverQuotaView, RelayState, TransferView};
use domain::date::Moment;
use protocol::{BlobId, RelayKey, RelayKeys, WaitingJoin};
use tokio::sync::{Notify, watch};

use super::held::Held;
use super::relay::{RelayClient, RelayError};
use super::rounds::SyncError;

/// How often a machine looks whether a document wants a snapshot, in milliseconds.
const SNAPSHOTS_EVERY: i64 = 10 * 60 * 1000;

/// What a session knows of its relay, and what is on its way.
pub struct Exchange {
    /// Only one round pushes at a time; a second waits.
    pub(super) sending: tokio::sync::Mutex<()>,
    /// Only one round takes pages at a time.
    pub(super) taking: tokio::sync::Mutex<()>,
    /// Only one file comes at a time: two would write the same one.
    pub(super) fetching: tokio::sync::Mutex<()>,
    /// Somebody wants the next attempt now.
    pub(super) retry: Notify,
    closing: watch::Sender<bool>,
    http: reqwest::Client,
    known: Mutex<Known>,
}

struct Known {
    address: String,
    key: Option<RelayKey>,
    token: Option<Vec<u8>>,
    /// How the relay was reached when the token was given.
    reached: Option<RelayClient>,
    /// Whether it is to be reached anew before the next session.
    doubtful: bool,
    state: RelayState,
    met_at: Option<Moment>,
    next_attempt: Option<Moment>,
    trouble: Option<Error>,
    receipts_at: Option<Moment>,
    snapshots_at: Option<Moment>,
    restored_first: bool,
    joins: Vec<WaitingJoin>,
    transfers: BTreeMap<BlobId, TransferView>,
    held: Held,
}

impl Exchange {
    /// An exchange with a relay of which address and key are known.
    pub fn new(
        http: reqwest::Client,
        address: String,
        key: Option<RelayKey>,
        met_at: Option<Moment>,
    ) -> Self {
        let state = if address.is_empty() { RelayState::None } else { RelayState::Unknown };
        Self {
            sending: tokio::sync::Mutex::new(()),
            taking: tokio::sync::Mutex::new(()),
            fetching: tokio::sync::Mutex::new(()),
            retry: Notify::new(),
            closing: watch::Sender::new(false),
            http,
            known: Mutex::new(Known {
                address,
                key,
                token: None,
                reached: None,
                doubtful: false,
                state,
                met_at,
                next_attempt: None,
                trouble: None,
                receipts_at: None,
                snapshots_at: None,
                restored_first: false,
                joins: Vec::new(),
                transfers: BTreeMap::new(),
                held: Held::default(),
            }),
        }
    }

    /// The relay's address; empty when none is known.
    pub fn address(&self) -> String {
        self.known().address.clone()
    }

    /// The relay's pinned key.
    pub fn key(&self) -> Option<RelayKey> {
        self.known().key
    }

    /// Speaks with the relay at another address from now on; its key stays.
    pub fn move_to(&self, address: &str) {
        let mut known = self.known();
        address.clone_into(&mut known.address);
        known.token = None;
        known.reached = None;
        known.state = RelayState::Unknown;
        known.next_attempt = None;
        known.trouble = None;
    }

    /// Speaks with the relay that has another key from now on.
    pub fn follow(&self, relay: RelayKey) {
        self.known().key = Some(relay);
    }

    /// Asks again who answers before the next session.
    pub(super) fn reach_anew(&self) {
        let mut known = self.known();
        known.reached = None;
        known.token = None;
    }

    /// Asks whoever answers at an address for their keys.
    pub async fn ask_keys(&self, address: &str) -> Result<RelayKeys, RelayError> {
        RelayClient::stranger(self.http.clone(), address).keys().await
    }

    /// What is known of the relay: state, last meeting, next attempt.
    pub fn relay(&self) -> (RelayState, Option<Moment>, Option<Moment>) {
        let known = self.known();
        (known.state, known.met_at, known.next_attempt)
    }

    /// Why the exchange stopped, where it is not only that nobody answers.
    pub fn trouble(&self) -> Option<Error> {
        let known = self.known();
        let restored = known.restored_first.then(|| Error::new(Code::RelayRecovering));
        known.trouble.clone().or(restored)
    }

    /// Whether it is time to look for documents that want a snapshot; the next time comes after a while.
    pub(super) fn turns_to_snapshots(&self, now: Moment) -> bool {
        let mut known = self.known();
        let last = known.snapshots_at.map(Moment::millis);
        let due = last.is_none_or(|at| !(0..SNAPSHOTS_EVERY).contains(&(now.millis() - at)));
        if due {
            known.snapshots_at = Some(now);
        }
        due
    }

    /// Whether the relay is being restored, and took something of what waits here not yet.
    pub(super) fn is_restored_first(&self) -> bool {
        self.known().restored_first
    }

    /// Notes whether the relay holds something back until it is restored; tells whether that is news.
    pub(super) fn note_restored_first(&self, restored_first: bool) -> bool {
        std::mem::replace(&mut self.known().restored_first, restored_first) != restored_first
    }

    /// Files on their way.
    pub fn transfers(&self) -> Vec<TransferView> {
        self.known().transfers.values().cloned().collect()
    }

    /// Bytes of a file that have arrived at the other side so far.
    pub fn transferred(&self, blob: BlobId) -> u64 {
        self.known().transfers.get(&blob).map_or(0, |transfer| transfer.done)
    }

    /// Files for which the relay had no room when they were last offered.
    pub fn over_quota(&self) -> Option<OverQuotaView> {
        self.known().held.view()
    }

    /// Whether the relay had no room for a file when it was last offered.
    pub fn is_over_quota(&self, blob: BlobId) -> bool {
        self.known().held.blobs.contains(&blob)
    }

    /// Notes for which files the relay has no room; gives those of which that is news.
    pub(super) fn note_held(&self, held: Held) -> BTreeSet<BlobId> {
        let before = std::mem::replace(&mut self.known().held, held.clone());
        before.blobs.symmetric_difference(&held.blobs).copied().collect()
    }

    /// Ends the loops of this session.
    pub fn close(&self) {
        self.closing.send_replace(true);
    }

    /// Ends when the session is closed.
    pub async fn closed(&self) {
        // The sender lives in `self`, so waiting cannot fail.
        let _ = self.closing.subscribe().wait_for(|closed| *closed).await;
    }

    /// Tries again now: the machine woke up, the network changed, or somebody asked.
    pub fn try_now(&self) {
        self.retry.notify_waiters();
    }

    /// The relay as it was reached; before that as somebody who must prove what they say.
    pub(super) fn client(&self) -> RelayClient {
        let known = self.known();
        let reached = known.reached.clone();
        reached.unwrap_or_else(|| RelayClient::stranger(self.http.clone(), &known.address))
    }

    /// Whoever answers at the relay's address.
    pub(super) fn stranger(&self) -> RelayClient {
        RelayClient::stranger(self.http.clone(), &self.known().address)
    }

    /// Reaches a relay with another key at the relay's address, which does not become the school's by that.
    pub(super) async fn reach_another(&self, relay: &RelayKey) -> Result<RelayClient, RelayError> {
        let address = self.known().address.clone();
        RelayClient::reach(self.http.clone(), &address, relay).await
    }

    /// Whether the relay that has this key answers at an address, in secret.
    #[cfg(not(target_arch = "wasm32"))]
    pub(super) async fn is_reached_at(&self, address: &str, relay: &RelayKey) -> bool {
        let Ok(client) = RelayClient::reach(self.http.clone(), address, relay).await else { return false };
        client.hello().await.is_ok_and(|hello| hello.relay == *relay)
    }

    /// Reaches the relay, in secret unless it is on this machine.
    pub(super) async fn reach(&self, relay: &RelayKey) -> Result<RelayClient, RelayError> {
        let (reached, address) = {
            let known = self.known();
            (known.reached.clone().filter(|_| !known.doubtful), known.address.clone())
        };
        if let Some(reached) = reached {
            return Ok(reached);
        }
        let fresh = RelayClient::reach(self.http.clone(), &address, relay).await?;
        let mut known = self.known();
        if known.address == address {
            known.reached = Some(fresh.clone());
            known.doubtful = false;
        }
        Ok(fresh)
    }

    pub(super) fn token(&self) -> Option<Vec<u8>> {
        self.known().token.clone()
    }

    pub(super) fn set_token(&self, token: Option<Vec<u8>>) {
        self.known().token = token;
    }

    /// Notes that the relay answered; tells whether that is news.
    pub(super) fn met(&self, now: Moment) -> bool {
        let mut known = self.known();
        let news = known.state != RelayState::Connected;
        known.state = RelayState::Connected;
        known.met_at = Some(now);
        known.next_attempt = None;
        known.trouble = None;
        news
    }

    /// Notes that it did not, and when it is tried again; tells whether that is news.
    pub(super) fn missed(&self, failure: &SyncError, next_attempt: Option<Moment>) -> bool {
        let mut known = self.known();
        let state = failure.state();
        let is_said = state == RelayState::Stopped || failure.is_recovering();
        let trouble = is_said.then(|| failure.to_error());
        let news = known.state != state || known.trouble != trouble;
        known.state = state;
        known.next_attempt = next_attempt;
        known.trouble = trouble;
        if failure.is_of_another_relay() {
            // Who answers is asked again before the next session.
            known.reached = None;
            known.token = None;
        }
        // Its TLS key may be another one now; it is asked again, and signs again.
        if state == RelayState::Unreachable && known.reached.as_ref().is_some_and(RelayClient::is_pinned) {
            known.doubtful = true;
            known.token = None;
        }
        news
    }

    /// The machines that waited to be let in when the relay was last asked.
    pub fn joins(&self) -> Vec<WaitingJoin> {
        self.known().joins.clone()
    }

    /// Notes which machines wait; tells whether that is news.
    pub fn note_joins(&self, joins: Vec<WaitingJoin>) -> bool {
        let mut known = self.known();
        let news = known.joins != joins;
        known.joins = joins;
        news
    }

    pub(super) fn receipts_at(&self) -> Option<Moment> {
        self.known().receipts_at
    }

    pub(super) fn note_receipts(&self, now: Moment) {
        self.known().receipts_at = Some(now);
    }

    pub(super) fn note_transfer(&self, blob: BlobId, transfer: TransferView) {
        self.known().transfers.insert(blob, transfer);
    }

    pub(super) fn end_transfer(&self, blob: BlobId) {
        self.known().transfers.remove(&blob);
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
