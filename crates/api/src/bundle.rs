use domain::date::Moment;
use domain::id::MemberId;

plain! {
    /// What is taken out.
    #[derive(Copy, Eq)]
    pub enum BundleWhat {
        /// What waits to be sent, with what it rests on, and drafts.
        Unsent,
        /// Everything that this machine holds.
        Everything,
    }

    /// For whom: the relay and the asker's own machines can always open it.
    #[derive(Eq)]
    pub enum BundleFor {
        /// Nobody else.
        Own,
        /// Also the machines of these members, as far as each of them may read.
        Members(Vec<MemberId>),
    }

    /// Tệp việc chưa gửi: what a bundle holds, or would hold, and for whom.
    #[derive(Default)]
    pub struct BundlePlan {
        /// Initiatives that were shared.
        pub initiatives: u32,
        /// Drafts; only the asker's own machines can read them.
        pub drafts: u32,
        /// Envelopes that wait to be sent.
        pub unsent: u32,
        /// Files, previews aside.
        pub files: u32,
        /// Bytes of the whole, roughly.
        pub bytes: u64,
        /// The asker's other machines that can open it.
        pub own_machines: u32,
        /// Chosen members with a machine that can open it, by name.
        pub people: Vec<String>,
        /// Chosen members who have no machine yet, by name.
        pub without_machine: Vec<String>,
        /// Unsent envelopes that the chosen members may not read; only the relay can.
        pub not_for_people: u32,
    }

    /// A bundle that lies ready.
    pub struct BundleView {
        /// Names it while it is read; empty where it was written to a path.
        pub bundle: String,
        /// What to call the file.
        pub name: String,
        /// Its bytes.
        pub size: u64,
        /// Where it was written.
        pub path: Option<String>,
        /// What is in it.
        pub plan: BundlePlan,
    }

    /// What a bundle brought.
    #[derive(Default)]
    pub struct BundleTaken {
        /// When it was made, by its maker's clock.
        pub created: Option<Moment>,
        /// Envelopes that are new here.
        pub envelopes: u32,
        /// Initiatives that they belong to.
        pub initiatives: u32,
        /// Drafts that are new here or grew.
        pub drafts: u32,
        /// Files that are whole here now.
        pub files: u32,
        /// Envelopes that were here before.
        pub known: u32,
        /// Envelopes that rest on something that is neither here nor in the file.
        pub incomplete: u32,
        /// Envelopes that nobody would take.
        pub refused: u32,
        /// Sealed parts that are handed to the relay when it is met.
        pub carried: u32,
        /// Whether the file came to its end; a cut or altered one gives what lay before.
        pub whole: bool,
    }

    /// Shows what a bundle would hold.
    pub struct PlanBundle {
        /// What is taken out.
        pub what: BundleWhat,
        /// For whom.
        pub to: BundleFor,
    }

    /// Takes work out as a sealed file; needs no network.
    pub struct ExportBundle {
        /// What is taken out.
        pub what: BundleWhat,
        /// For whom.
        pub to: BundleFor,
        /// Where to write it; without a path it lies ready to be read in pieces.
        pub path: Option<String>,
        /// A bundle that the receiver made last: what they have is left out.
        pub since: Option<BundleSource>,
    }

    /// Takes from the relay a sealed file of all that the asker may read, for their other machines:
    /// also those that meet no relay.
    pub struct FetchBundle {
        /// Where to write it; without a path it lies ready to be read in pieces.
        #[serde(default)]
        pub path: Option<String>,
        /// A bundle that the other machine made last: what it has is left out.
        #[serde(default)]
        pub since: Option<BundleSource>,
    }

    /// A bundle's file.
    pub struct BundleSource {
        /// A finished upload, unless `path` is given.
        pub upload: Option<String>,
        /// A path on this machine.
        pub path: Option<String>,
    }

    /// Reads a piece of a bundle that lies ready.
    pub struct ReadBundle {
        /// Which.
        pub bundle: String,
        /// Where to start.
        pub offset: u64,
    }

    /// Stops making a bundle, and removes what lies ready.
    pub struct DiscardBundle {}

    /// Takes in what a bundle holds; any number of times.
    pub struct ImportBundle {
        /// The file.
        pub file: BundleSource,
    }
}
