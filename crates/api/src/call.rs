#![allow(clippy::wildcard_imports, reason = "the list names nearly everything of this crate")]

use crate::*;

/// On native hosts a future that may move between threads; in a browser any future.
#[cfg(not(target_arch = "wasm32"))]
pub trait Reply<T>: Future<Output = Result<T, Error>> + Send {}
#[cfg(not(target_arch = "wasm32"))]
impl<T, F: Future<Output = Result<T, Error>> + Send> Reply<T> for F {}

/// On native hosts a future that may move between threads; in a browser any future.
#[cfg(target_arch = "wasm32")]
pub trait Reply<T>: Future<Output = Result<T, Error>> {}
#[cfg(target_arch = "wasm32")]
impl<T, F: Future<Output = Result<T, Error>>> Reply<T> for F {}

/// A call of the contract: the request knows its name and its answer.
pub trait Call: serde::Serialize + serde::de::DeserializeOwned {
    /// The call's name on every host.
    const NAME: &'static str;
    /// What it answers.
    type Answer: serde::Serialize + serde::de::DeserializeOwned;
}

/// One line of the list of calls.
#[derive(Clone, Copy, Debug)]
pub struct CallDescription {
    /// The call's name.
    pub name: &'static str,
    /// What it does, in one sentence.
    pub doc: &'static str,
}

macro_rules! calls {
    ($($(#[doc = $doc:literal])+ $name:ident($request:ty) -> $answer:ty;)*) => {
        $(impl Call for $request {
            const NAME: &'static str = stringify!($name);
            type Answer = $answer;
        })*

        /// Every call, in the order of the list.
        pub const CALLS: &[CallDescription] =
            &[$(CallDescription { name: stringify!($name), doc: concat!($($doc),+) }),*];

        /// What an application must be able to do; a call without a handler does not compile.
        pub trait Handlers: Sync {
            $($(#[doc = $doc])+ fn $name(&self, request: $request) -> impl Reply<$answer>;)*
        }

        /// Runs a call by name, with request and answer as JSON.
        pub async fn dispatch<H: Handlers>(
            handlers: &H, name: &str, request: serde_json::Value,
        ) -> Result<serde_json::Value, Error> {
            match name {
                $(stringify!($name) => {
                    let request: $request = read(request)?;
                    write(&handlers.$name(request).await?)
                })*
                _ => Err(Error::new(Code::UnknownCall).with("name", name)),
            }
        }

        /// JSON Schemas of a call's request and answer.
        #[cfg(feature = "schema")]
        pub fn schemas(name: &str) -> Option<(schemars::Schema, schemars::Schema)> {
            match name {
                $(stringify!($name) => Some((schemars::schema_for!($request), schemars::schema_for!($answer))),)*
                _ => None,
            }
        }
    };
}

fn read<T: serde::de::DeserializeOwned>(request: serde_json::Value) -> Result<T, Error> {
    let request = if request.is_null() { serde_json::json!({}) } else { request };
    serde_json::from_value(request)
        .map_err(|error| Error::new(Code::BadRequest).with("reason", error.to_string()))
}

fn write<T: serde::Serialize>(answer: &T) -> Result<serde_json::Value, Error> {
    serde_json::to_value(answer).map_err(|error| Error::new(Code::Internal).with("reason", error.to_string()))
}

calls! {
    /// Shows who has a book on this machine.
    get_start(GetStart) -> StartView;
    /// Opens a profile.
    open_profile(OpenProfile) -> SessionView;
    /// Puts a damaged profile aside, so that its person can join again; nothing of it is deleted.
    set_aside_profile(SetAsideProfile) -> StartView;
    /// Closes the open profile.
    close_profile(CloseProfile) -> StartView;
    /// Closes the open profile until its PIN is given.
    lock(Lock) -> StartView;
    /// Opens the locked profile.
    unlock(Unlock) -> SessionView;
    /// Tells that somebody is at the machine: rest begins anew.
    note_presence(NotePresence) -> ();
    /// Sets, changes or takes away the PIN.
    set_pin(SetPin) -> SessionView;
    /// Chooses after how long a rest the book is locked.
    set_lock(SetLock) -> SessionView;
    /// Shows what would be lost if this machine forgot a profile now.
    weigh_forgetting(WeighForgetting) -> ForgettingView;
    /// Removes a profile with everything of it from this machine.
    forget_device(ForgetDevice) -> StartView;
    /// Changes language or appearance.
    set_settings(SetSettings) -> SessionView;
    /// Lists the templates that come with the application.
    list_templates(ListTemplates) -> Vec<TemplateView>;
    /// Reads a template file without using it.
    check_template(CheckTemplate) -> TemplateView;
    /// Founds a school on a relay.
    found_school(FoundSchool) -> FoundedView;
    /// Joins a school with an invitation.
    join_school(JoinSchool) -> JoinView;
    /// Asks whether this machine was let in, and opens the book if so.
    ask_to_join(AskToJoin) -> JoinView;
    /// Asks to join no more.
    give_up_joining(GiveUpJoining) -> StartView;

    /// Lists members, departments and devices.
    list_people(ListPeople) -> PeopleView;
    /// Reads a roster and shows what it would make.
    preview_roster(PreviewRoster) -> RosterPreview;
    /// Imports a previewed roster.
    import_roster(ImportRoster) -> ImportView;
    /// Adds one member.
    add_member(AddMember) -> MemberView;
    /// Changes a member's entry.
    edit_member(EditMember) -> MemberView;
    /// Grants a role.
    grant_role(GrantRole) -> PeopleView;
    /// Ends a role.
    ungrant_role(UngrantRole) -> PeopleView;
    /// Makes invitations.
    invite_members(InviteMembers) -> Vec<InvitationView>;
    /// Lists the machines that wait to be let in.
    list_joiners(ListJoiners) -> Vec<JoinerView>;
    /// Lets a machine in whose six digits were read out.
    confirm_join(ConfirmJoin) -> Vec<JoinerView>;
    /// Closes the invitation that machines wait with.
    refuse_join(RefuseJoin) -> Vec<JoinerView>;
    /// Ends a device.
    revoke_device(RevokeDevice) -> PeopleView;
    /// Ends a member with all of their devices and roles.
    revoke_member(RevokeMember) -> PeopleView;
    /// Replaces the registrars, with the recovery key.
    set_registrars(SetRegistrars) -> PeopleView;
    /// Signs what no registrar decides alone, for a second one to enter.
    propose(Propose) -> ProposalView;
    /// Reads a proposal without entering it.
    read_proposal(ReadProposal) -> ProposalView;
    /// Enters what another registrar proposes.
    agree_to_proposal(AgreeToProposal) -> PeopleView;
    /// Lists what revoked devices sent afterwards.
    list_quarantine(ListQuarantine) -> Vec<QuarantineView>;
    /// Takes back what a revoked device wrote in one document.
    readmit(Readmit) -> Vec<QuarantineView>;
    /// Prints invitations as slips with QR codes.
    print_invitations(PrintInvitations) -> FileView;

    /// Reads the movement's rules and calendar.
    get_movement(GetMovement) -> MovementView;
    /// Shows what is due, what waits and what came back.
    get_today(GetToday) -> TodayView;

    /// Lists the asker's own initiatives.
    list_my_initiatives(ListMyInitiatives) -> Vec<InitiativeSummary>;
    /// Lists initiatives by a filter.
    list_initiatives(ListInitiatives) -> Vec<InitiativeSummary>;
    /// Begins an initiative.
    create_initiative(CreateInitiative) -> InitiativeView;
    /// Opens an initiative.
    get_initiative(GetInitiative) -> InitiativeView;
    /// Changes fields of an initiative.
    edit_initiative(EditInitiative) -> InitiativeView;
    /// Takes back this machine's last edit.
    undo_edit(UndoEdit) -> InitiativeView;
    /// Chooses one of several values that were written apart.
    choose_value(ChooseValue) -> InitiativeView;
    /// Logs a month's work.
    log_month(LogMonth) -> InitiativeView;
    /// Shares a draft with its co-authors and the author's other devices.
    share_with_authors(ShareWithAuthors) -> InitiativeView;
    /// Hands in a registration or a dossier.
    submit(Submit) -> InitiativeView;
    /// Takes an initiative back.
    withdraw(Withdraw) -> InitiativeView;
    /// Throws away a draft that was never shared.
    discard_draft(DiscardDraft) -> Vec<InitiativeSummary>;

    /// Begins to hand over a file in pieces.
    begin_upload(BeginUpload) -> UploadView;
    /// Hands over the next piece of a file.
    append_upload(AppendUpload) -> UploadView;
    /// Attaches a file as evidence.
    attach_evidence(AttachEvidence) -> InitiativeView;
    /// Reads a piece of a file or a preview.
    read_file(ReadFile) -> FilePiece;
    /// Fetches an original from the relay.
    fetch_file(FetchFile) -> TransferView;
    /// Writes a file's original to a path.
    save_file(SaveFile) -> FileView;

    /// Deletes a file of evidence everywhere.
    erase_evidence(EraseEvidence) -> InitiativeView;

    /// Lists what waits for the asker's decision.
    list_queue(ListQueue) -> Vec<QueueItem>;
    /// Opens one item of the queue.
    get_review(GetReview) -> ReviewView;
    /// Looks at one item of the queue beforehand, which does not count as opening it.
    peek_review(PeekReview) -> ReviewView;
    /// Tells that a version was read.
    mark_seen(MarkSeen) -> InitiativeView;
    /// Approves the version that was read.
    approve(Approve) -> InitiativeView;
    /// Approves items that are identical, all of them or none.
    approve_alike(ApproveAlike) -> Vec<MadeRecord>;
    /// Enters that the department's meeting acknowledged a collective's entry.
    acknowledge(Acknowledge) -> InitiativeView;
    /// Returns the version that was read, with a remark.
    return_initiative(ReturnInitiative) -> InitiativeView;
    /// Remarks without deciding.
    add_remark(AddRemark) -> InitiativeView;
    /// Settles opinions that differ.
    settle(Settle) -> InitiativeView;
    /// Revokes an own record.
    revoke_record(RevokeRecord) -> InitiativeView;
    /// Answers a difficulty.
    answer_difficulty(AnswerDifficulty) -> InitiativeView;
    /// Says whether an answer solved a difficulty.
    resolve_difficulty(ResolveDifficulty) -> InitiativeView;

    /// Builds the overview from everyone's merged documents.
    get_overview(GetOverview) -> OverviewView;
    /// Finds initiatives and people.
    search(Search) -> Vec<SearchHit>;

    /// Shows what lies on this machine, and how much of it may.
    get_storage(GetStorage) -> StorageView;
    /// Limits what originals may take on this machine.
    limit_originals(LimitOriginals) -> StorageView;
    /// Takes off this machine what can be fetched from the relay again.
    free_space(FreeSpace) -> StorageView;

    /// Shows what is where.
    get_delivery(GetDelivery) -> DeliveryView;
    /// Changes the relay's address.
    set_relay(SetRelay) -> DeliveryView;
    /// Asks whose key answers at an address.
    look_at_relay(LookAtRelay) -> RelayKeyView;
    /// Enters another key for the school's relay.
    change_relay(ChangeRelay) -> RelayChangedView;
    /// Syncs once, now.
    sync_now(SyncNow) -> SyncView;
    /// Shows what a bundle would hold.
    plan_bundle(PlanBundle) -> BundlePlan;
    /// Takes from the relay a sealed file for the asker's other machines.
    fetch_bundle(FetchBundle) -> BundleView;
    /// Takes work out as a sealed file.
    export_bundle(ExportBundle) -> BundleView;
    /// Reads a piece of a bundle that lies ready.
    read_bundle(ReadBundle) -> FilePiece;
    /// Stops making a bundle, and removes what lies ready.
    discard_bundle(DiscardBundle) -> DeliveryView;
    /// Takes in what a bundle holds.
    import_bundle(ImportBundle) -> BundleTaken;
    /// Lists envelopes.
    read_log(ReadLog) -> Vec<LogEntry>;
}
