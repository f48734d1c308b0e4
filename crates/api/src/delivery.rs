use domain::date::Moment;
use domain::id::InitiativeId;

use crate::{Edit, Error, ProposalView};

plain! {
    /// Where a thing is; a document shows the least of its parts (protocol, section 16).
    #[derive(Copy, Eq, PartialOrd, Ord)]
    pub enum DeliveryState {
        /// Chỉ trên máy này.
        ThisMachine,
        /// Đã lên trạm.
        AtRelay,
        /// Người duyệt đã nhận.
        Received,
        /// Người duyệt đã xem.
        Seen,
    }

    /// Gửi – nhận: what is where.
    pub struct DeliveryView {
        /// The relay's address; empty when none is known.
        pub relay: String,
        /// What is known of it.
        pub relay_state: RelayState,
        /// What people compare of its key, as the relay says it when it starts; empty when none is known.
        pub relay_fingerprint: String,
        /// Whether the asker may enter another key for it.
        pub can_register: bool,
        /// Where browsers reach it; nothing until it was asked.
        pub entrance: Option<EntranceView>,
        /// When it last answered.
        pub met_at: Option<Moment>,
        /// When the next attempt is due, while it does not answer.
        pub next_attempt: Option<Moment>,
        /// Why sending and receiving stopped, where it is not only that nobody answers.
        pub trouble: Option<Error>,
        /// Minutes by which this machine's clock is ahead of the relay's, behind where negative; none
        /// where they agree. What is shown as due follows the relay.
        pub clock_ahead: Option<i64>,
        /// Envelopes that only this machine has.
        pub unsent: u32,
        /// Files that only this machine has.
        pub unsent_files: u32,
        /// Files that stay here because the relay has no room for them; nothing while all have.
        pub over_quota: Option<OverQuotaView>,
        /// Whether everything handed in has left this machine.
        pub safe_to_shut_down: bool,
        /// Counts by state: this machine, at the relay, received, seen.
        pub counts: DeliveryCounts,
        /// Initiatives, those that are least far first.
        pub items: Vec<DeliveryItem>,
        /// Files on their way, out and in.
        pub transfers: Vec<TransferView>,
        /// The bundle that is being made or read, if any.
        pub bundle: Option<TransferView>,
        /// What the relay or admission refused, newest first.
        pub refused: Vec<LogEntry>,
        /// What this person wrote and may not write any more.
        pub aside: Vec<AsideView>,
    }

    /// Files for which the relay has no room.
    #[derive(Copy, Eq)]
    pub struct OverQuotaView {
        /// How many, previews aside.
        pub files: u32,
        /// Their bytes.
        pub bytes: u64,
        /// Whose room is used up.
        pub of: QuotaOf,
        /// How large that room is, in bytes.
        pub limit: u64,
    }

    /// Whose room for files it is.
    #[derive(Copy, Eq)]
    pub enum QuotaOf {
        /// That of the member whose machine announced them.
        Member,
        /// That of the whole school.
        School,
    }

    /// Whose key answers at an address.
    pub struct RelayKeyView {
        /// The address.
        pub address: String,
        /// The relay's Ed25519 public key, hex.
        pub key: String,
        /// What people compare of it: eight groups of four characters.
        pub fingerprint: String,
        /// Whose it is.
        pub standing: RelayStanding,
    }

    /// What a relay's key is to the school.
    #[derive(Copy, Eq)]
    pub enum RelayStanding {
        /// The key that the school's machines believe.
        Ours,
        /// The next key of the school's relay.
        Next,
        /// Another relay's, or a relay's that lost its key.
        Another,
    }

    /// Another key was entered for the school's relay, or proposed.
    pub struct RelayChangedView {
        /// What a second registrar has to enter, where no recovery key signed.
        pub proposal: Option<ProposalView>,
        /// What is where now.
        pub delivery: DeliveryView,
    }

    /// Lối vào: where tablets reach the school's relay, as the relay signed it.
    pub struct EntranceView {
        /// The address to hand out; it leads to https.
        pub address: String,
        /// SHA-256 of the relay's own authority, in pairs of digits to compare with a tablet's screen;
        /// nothing where browsers trust the relay without doing anything.
        pub fingerprint: Option<String>,
    }

    /// Own work in one initiative that has no effect and is only here, to be read and copied.
    pub struct AsideView {
        /// The initiative.
        pub initiative: InitiativeId,
        /// Its title; empty where it cannot be read here.
        pub title: String,
        /// Each field as it was written.
        pub edits: Vec<Edit>,
    }

    /// Documents by how far they got.
    #[derive(Copy, Eq, Default)]
    pub struct DeliveryCounts {
        /// Only here.
        pub this_machine: u32,
        /// At the relay.
        pub at_relay: u32,
        /// Received by a reviewer.
        pub received: u32,
        /// Seen by a reviewer.
        pub seen: u32,
    }

    /// What the machine knows of its relay.
    #[derive(Copy, Eq)]
    pub enum RelayState {
        /// No address is known.
        None,
        /// Nothing was tried yet.
        Unknown,
        /// It answers.
        Connected,
        /// It does not answer.
        Unreachable,
        /// It answers, and refuses or disagrees; syncing stops until somebody looks.
        Stopped,
    }

    /// One initiative in the delivery list.
    pub struct DeliveryItem {
        /// The initiative.
        pub initiative: InitiativeId,
        /// Its title.
        pub title: String,
        /// Where the least part of it is.
        pub state: DeliveryState,
        /// Whether it is a draft that was never shared.
        pub draft: bool,
        /// Envelopes that only this machine has.
        pub unsent: u32,
        /// Who has received it.
        pub received_by: Vec<String>,
        /// Who has seen it.
        pub seen_by: Vec<String>,
        /// Its files at the relay.
        pub files_at_relay: u32,
        /// All its files.
        pub files: u32,
    }

    /// A file on its way.
    pub struct TransferView {
        /// Hash, hex.
        pub blob: String,
        /// Its name.
        pub name: String,
        /// Out or in.
        pub direction: TransferDirection,
        /// Bytes that have arrived.
        pub done: u64,
        /// All its bytes.
        pub size: u64,
    }

    /// Which way a file goes.
    #[derive(Copy, Eq)]
    pub enum TransferDirection {
        /// To the relay.
        Out,
        /// From the relay.
        In,
    }

    /// What one round of syncing did.
    pub struct SyncView {
        /// Envelopes that the relay took.
        pub pushed: u32,
        /// Envelopes that came.
        pub pulled: u32,
        /// Files sent.
        pub files_sent: u32,
        /// Files fetched.
        pub files_fetched: u32,
        /// Envelopes and files that still wait.
        pub waiting: u32,
    }

    /// One envelope as a person reads it.
    pub struct LogEntry {
        /// Envelope id, hex.
        pub id: String,
        /// Its place in the school's log, none while unsent.
        pub seq: Option<u64>,
        /// `admitted`, `void`, `withheld`, `unsent` or `refused`.
        pub status: String,
        /// Why it is void or refused.
        pub code: Option<String>,
        /// `change`, `record`, `control`, `blob`, …
        pub kind: String,
        /// The record's or control entry's verb.
        pub verb: Option<String>,
        /// The document, hex.
        pub doc: String,
        /// The document's title where it is readable here.
        pub title: Option<String>,
        /// Who signed it, by name where known.
        pub signer: String,
        /// The role it was signed in.
        pub capacity: Option<String>,
        /// The signer's clock.
        pub at: Moment,
        /// Bytes on the wire.
        pub bytes: u64,
    }
}
