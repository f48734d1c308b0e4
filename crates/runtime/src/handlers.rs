//! Every call of the contract, handed to the module that does it.

#![allow(clippy::wildcard_imports, reason = "every request and answer of the contract is named here")]

use api::*;

use crate::application::Application;
use std::sync::Arc;

use crate::join::Joining;
use crate::lock::{Entry, Pin};
use crate::session::Session;
use crate::{
    aside, book, bundle, decide, delivery, evidence, forget, found, invite, join, joiners, lists, lock,
    overview, people, profile, proposals, quarantine, reading, registrars, relay_key, revoke, roster,
    searching, signing, storage, sync, today, waiting,
};

impl Application {
    /// Does what needs the open profile.
    fn with<T>(&self, work: impl FnOnce(&Session) -> Result<T, Error>) -> Result<T, Error> {
        work(&*self.session()?)
    }

    /// Lets a session be the open one.
    fn enter(&self, session: Arc<Session>) -> Result<SessionView, Error> {
        let view = profile::view(&session)?;
        self.switch_to(Ok(session));
        Ok(view)
    }

    /// Whose book is locked.
    fn locked(&self) -> Result<String, Error> {
        let why = self.current().err().unwrap_or_else(|| Error::new(Code::NoProfile));
        let locked = lock::locked_profile(&self.place().home, &why);
        locked.map(|locked| locked.profile).ok_or(why)
    }

    /// Begins the wait after a wrong PIN.
    fn note_wrong<T>(&self, tried: Result<T, Error>) -> Result<T, Error> {
        if tried.as_ref().is_err_and(|failure| failure.code == Code::WrongPin) {
            self.watch.note_wrong();
        }
        tried
    }

    /// Opens the book of a machine that was let in, or tells that it waits.
    fn joined(&self, joining: Result<Joining, Error>) -> Result<JoinView, Error> {
        match self.note_wrong(joining)? {
            Joining::Joined(session) => self.enter(session).map(JoinView::Joined),
            Joining::Waits(waiting) => Ok(JoinView::Waits(waiting)),
        }
    }

    fn start(&self) -> Result<StartView, Error> {
        let session = self.session();
        let locked = session.as_ref().err().and_then(|why| lock::locked_profile(&self.place().home, why));
        let session = session.ok();
        let current = session.as_deref().map(profile::view).transpose()?;
        Ok(StartView {
            locked,
            needs_pin: self.needs_pin,
            waiting: waiting::list(&self.place().home),
            profiles: profile::list(&self.place().home, session.as_deref().map(|one| one.profile.as_str())),
            current,
            version: env!("CARGO_PKG_VERSION").to_owned(),
        })
    }
}

/// Handlers that only ask a function about the open profile.
macro_rules! with_session {
    ($($name:ident($request:ty) -> $answer:ty = $function:path;)*) => {$(
        async fn $name(&self, request: $request) -> Result<$answer, Error> {
            self.with(|session| $function(session, request))
        }
    )*};
}

impl Handlers for Application {
    async fn get_start(&self, _: GetStart) -> Result<StartView, Error> {
        self.start()
    }

    async fn open_profile(&self, request: OpenProfile) -> Result<SessionView, Error> {
        let _one_at_a_time = self.switching.lock().await;
        if let Ok(open) = self.session()
            && open.profile == request.profile
        {
            return profile::view(&open);
        }
        let opened = profile::open(self.place(), &request.profile, Entry::Plain).await;
        if let Err(locked) = &opened
            && locked.code == Code::Locked
        {
            profile::remember(&self.place().home, &request.profile);
            self.switch_to(Err(locked.clone()));
        }
        self.enter(opened?)
    }

    async fn unlock(&self, request: Unlock) -> Result<SessionView, Error> {
        let _one_at_a_time = self.switching.lock().await;
        if let Ok(open) = self.session() {
            return profile::view(&open);
        }
        let id = self.locked()?;
        let pin = Pin::tried(&request.pin);
        let entry = Entry::Pin(&pin, self.watch.since_wrong());
        let opened = profile::open(self.place(), &id, entry).await;
        self.enter(self.note_wrong(opened)?)
    }

    async fn lock(&self, _: Lock) -> Result<StartView, Error> {
        let _one_at_a_time = self.switching.lock().await;
        let session = self.session()?;
        if session.rest().is_none() {
            return Err(Error::new(Code::PinNeeded));
        }
        signing::sign_waiting(&session).await?;
        Application::lock(self, &session);
        self.start()
    }

    async fn note_presence(&self, _: NotePresence) -> Result<(), Error> {
        self.session()?;
        self.watch.touch();
        Ok(())
    }

    async fn set_pin(&self, request: SetPin) -> Result<SessionView, Error> {
        let session = self.session()?;
        self.note_wrong(lock::set_pin(&session, &request, self.watch.since_wrong()))?;
        session.emit(Topic::Profiles);
        profile::view(&session)
    }

    async fn set_lock(&self, request: SetLock) -> Result<SessionView, Error> {
        let session = self.session()?;
        lock::set_lock(&session, &request)?;
        session.emit(Topic::Profiles);
        profile::view(&session)
    }

    async fn weigh_forgetting(&self, request: WeighForgetting) -> Result<ForgettingView, Error> {
        forget::weigh(self, &request.profile)
    }

    async fn forget_device(&self, request: ForgetDevice) -> Result<StartView, Error> {
        let _one_at_a_time = self.switching.lock().await;
        forget::forget(self, request).await?;
        self.start()
    }

    async fn close_profile(&self, _: CloseProfile) -> Result<StartView, Error> {
        let _one_at_a_time = self.switching.lock().await;
        self.switch_to(Err(Error::new(Code::NoProfile)));
        self.start()
    }

    async fn set_aside_profile(&self, request: SetAsideProfile) -> Result<StartView, Error> {
        let _one_at_a_time = self.switching.lock().await;
        aside::set_aside(self, &request.profile).await?;
        self.start()
    }

    async fn set_settings(&self, request: SetSettings) -> Result<SessionView, Error> {
        self.with(|session| profile::set_settings(session, &request.settings))
    }

    async fn list_templates(&self, _: ListTemplates) -> Result<Vec<TemplateView>, Error> {
        domain::movement::builtin()
            .iter()
            .map(|(id, _)| found::template(Some(id), None).map(|movement| template_view(&movement)))
            .collect()
    }

    async fn check_template(&self, request: CheckTemplate) -> Result<TemplateView, Error> {
        found::template(None, Some(&request.json)).map(|movement| template_view(&movement))
    }

    async fn found_school(&self, request: FoundSchool) -> Result<FoundedView, Error> {
        let _one_at_a_time = self.switching.lock().await;
        let (session, view) = found::found(self.place(), request).await?;
        self.switch_to(Ok(session));
        Ok(view)
    }

    async fn join_school(&self, request: JoinSchool) -> Result<JoinView, Error> {
        let _one_at_a_time = self.switching.lock().await;
        let joining = join::join(self.place(), request, self.watch.since_wrong()).await;
        self.joined(joining)
    }

    async fn ask_to_join(&self, request: AskToJoin) -> Result<JoinView, Error> {
        let _one_at_a_time = self.switching.lock().await;
        let pin = request.pin.as_deref().map(Pin::tried);
        let entry = pin.as_ref().map_or(Entry::Plain, |pin| Entry::Pin(pin, self.watch.since_wrong()));
        let joining = waiting::ask(self.place(), &request.id, entry).await;
        self.joined(joining)
    }

    async fn give_up_joining(&self, request: GiveUpJoining) -> Result<StartView, Error> {
        let _one_at_a_time = self.switching.lock().await;
        waiting::give_up(self.place(), &request.id).await?;
        self.start()
    }

    async fn list_people(&self, _: ListPeople) -> Result<PeopleView, Error> {
        self.with(people::list)
    }

    async fn preview_roster(&self, request: PreviewRoster) -> Result<RosterPreview, Error> {
        roster::preview(&*self.session()?, request).await
    }

    async fn import_roster(&self, request: ImportRoster) -> Result<ImportView, Error> {
        roster::import(&*self.session()?, request).await
    }

    async fn add_member(&self, request: AddMember) -> Result<MemberView, Error> {
        people::add(&*self.session()?, request).await
    }

    async fn edit_member(&self, request: EditMember) -> Result<MemberView, Error> {
        people::edit(&*self.session()?, request).await
    }

    async fn grant_role(&self, request: GrantRole) -> Result<PeopleView, Error> {
        people::grant_role(&*self.session()?, request).await
    }

    async fn ungrant_role(&self, request: UngrantRole) -> Result<PeopleView, Error> {
        people::ungrant_role(&*self.session()?, request).await
    }

    async fn revoke_device(&self, request: RevokeDevice) -> Result<PeopleView, Error> {
        revoke::device(&*self.session()?, &request).await
    }

    async fn revoke_member(&self, request: RevokeMember) -> Result<PeopleView, Error> {
        revoke::member(&*self.session()?, &request).await
    }

    async fn set_registrars(&self, request: SetRegistrars) -> Result<PeopleView, Error> {
        registrars::set(&*self.session()?, request).await
    }

    async fn list_joiners(&self, _: ListJoiners) -> Result<Vec<JoinerView>, Error> {
        joiners::list(&*self.session()?).await
    }

    async fn confirm_join(&self, request: ConfirmJoin) -> Result<Vec<JoinerView>, Error> {
        joiners::confirm(&*self.session()?, &request).await
    }

    async fn refuse_join(&self, request: RefuseJoin) -> Result<Vec<JoinerView>, Error> {
        joiners::refuse(&*self.session()?, &request).await
    }

    async fn propose(&self, request: Propose) -> Result<ProposalView, Error> {
        proposals::propose(&*self.session()?, &request).await
    }

    async fn read_proposal(&self, request: ReadProposal) -> Result<ProposalView, Error> {
        self.with(|session| proposals::read(session, &request))
    }

    async fn agree_to_proposal(&self, request: AgreeToProposal) -> Result<PeopleView, Error> {
        proposals::agree(&*self.session()?, &request).await
    }

    async fn list_quarantine(&self, _: ListQuarantine) -> Result<Vec<QuarantineView>, Error> {
        quarantine::list(&*self.session()?).await
    }

    async fn readmit(&self, request: Readmit) -> Result<Vec<QuarantineView>, Error> {
        quarantine::readmit(&*self.session()?, &request).await
    }

    async fn invite_members(&self, request: InviteMembers) -> Result<Vec<InvitationView>, Error> {
        invite::invite(&*self.session()?, request).await
    }

    async fn print_invitations(&self, request: PrintInvitations) -> Result<FileView, Error> {
        invite::print(&*self.session()?, request).await
    }

    async fn log_month(&self, request: LogMonth) -> Result<InitiativeView, Error> {
        book::log_month(&*self.session()?, request).await
    }

    async fn attach_evidence(&self, request: AttachEvidence) -> Result<InitiativeView, Error> {
        evidence::attach(&*self.session()?, request).await
    }

    async fn fetch_file(&self, request: FetchFile) -> Result<TransferView, Error> {
        evidence::fetch(&*self.session()?, request).await
    }

    async fn set_relay(&self, request: SetRelay) -> Result<DeliveryView, Error> {
        self.with(|session| delivery::move_relay(session, &request.address))
    }

    async fn look_at_relay(&self, request: LookAtRelay) -> Result<RelayKeyView, Error> {
        relay_key::look(&*self.session()?, &request).await
    }

    async fn change_relay(&self, request: ChangeRelay) -> Result<RelayChangedView, Error> {
        relay_key::change(&*self.session()?, &request).await
    }

    async fn get_delivery(&self, _: GetDelivery) -> Result<DeliveryView, Error> {
        self.with(delivery::view)
    }

    async fn sync_now(&self, _: SyncNow) -> Result<SyncView, Error> {
        let session = self.session()?;
        session.exchange.try_now();
        let view = sync::once(&session).await.map_err(sync::SyncError::into_error)?;
        profile::label(&session)?;
        Ok(view)
    }

    async fn fetch_bundle(&self, request: FetchBundle) -> Result<BundleView, Error> {
        bundle::fetch(&*self.session()?, request).await
    }

    async fn export_bundle(&self, request: ExportBundle) -> Result<BundleView, Error> {
        bundle::export(&*self.session()?, request).await
    }

    async fn import_bundle(&self, request: ImportBundle) -> Result<BundleTaken, Error> {
        bundle::import(&*self.session()?, request).await
    }

    async fn read_log(&self, request: ReadLog) -> Result<Vec<LogEntry>, Error> {
        self.with(|session| reading::read(session, &request))
    }

    with_session! {
        get_movement(GetMovement) -> MovementView = today::movement;
        get_today(GetToday) -> TodayView = today::view;
        list_my_initiatives(ListMyInitiatives) -> Vec<InitiativeSummary> = lists::mine;
        list_initiatives(ListInitiatives) -> Vec<InitiativeSummary> = lists::filtered;
        create_initiative(CreateInitiative) -> InitiativeView = book::create;
        get_initiative(GetInitiative) -> InitiativeView = book::get;
        edit_initiative(EditInitiative) -> InitiativeView = book::edit;
        undo_edit(UndoEdit) -> InitiativeView = book::undo;
        choose_value(ChooseValue) -> InitiativeView = book::choose;
        share_with_authors(ShareWithAuthors) -> InitiativeView = book::share_with_authors;
        submit(Submit) -> InitiativeView = book::submit;
        withdraw(Withdraw) -> InitiativeView = book::withdraw;
        discard_draft(DiscardDraft) -> Vec<InitiativeSummary> = book::discard;
        begin_upload(BeginUpload) -> UploadView = evidence::begin_upload;
        append_upload(AppendUpload) -> UploadView = evidence::append_upload;
        read_file(ReadFile) -> FilePiece = evidence::read_file;
        save_file(SaveFile) -> FileView = evidence::save_file;
        erase_evidence(EraseEvidence) -> InitiativeView = evidence::erase;
        list_queue(ListQueue) -> Vec<QueueItem> = lists::queue;
        get_review(GetReview) -> ReviewView = decide::review;
        peek_review(PeekReview) -> ReviewView = decide::peek;
        mark_seen(MarkSeen) -> InitiativeView = decide::mark_seen;
        approve(Approve) -> InitiativeView = decide::approve;
        approve_alike(ApproveAlike) -> Vec<MadeRecord> = decide::approve_alike;
        acknowledge(Acknowledge) -> InitiativeView = decide::acknowledge;
        return_initiative(ReturnInitiative) -> InitiativeView = decide::return_initiative;
        add_remark(AddRemark) -> InitiativeView = decide::add_remark;
        settle(Settle) -> InitiativeView = decide::settle;
        revoke_record(RevokeRecord) -> InitiativeView = decide::revoke;
        answer_difficulty(AnswerDifficulty) -> InitiativeView = decide::answer_difficulty;
        resolve_difficulty(ResolveDifficulty) -> InitiativeView = decide::resolve_difficulty;
        plan_bundle(PlanBundle) -> BundlePlan = bundle::plan;
        read_bundle(ReadBundle) -> FilePiece = bundle::read;
        discard_bundle(DiscardBundle) -> DeliveryView = bundle::discard;
        get_overview(GetOverview) -> OverviewView = overview::view;
        search(Search) -> Vec<SearchHit> = searching::find;
        get_storage(GetStorage) -> StorageView = storage::view;
        limit_originals(LimitOriginals) -> StorageView = storage::limit_originals;
        free_space(FreeSpace) -> StorageView = storage::free;
    }
}

fn template_view(movement: &domain::movement::Movement) -> TemplateView {
    TemplateView {
        id: movement.id.clone(),
        title: movement.title.clone(),
        phase: movement.phase.clone(),
        areas: movement.content_areas.iter().map(|area| format!("{}) {}", area.label, area.title)).collect(),
        criteria_sets: movement.criteria_sets.len() as u32,
        months: movement.months.clone(),
    }
}
