use domain::date::{Date, Moment, Month};
use domain::decimal::Decimal;
use domain::id::{ChangeId, EntryId, InitiativeId, MemberId, RecordId};
use domain::period::Period;
use domain::record::{Part, RemarkTarget};
use domain::role::{ParticipantKind, Role, Stage};
use domain::status::Status;

use crate::{DeliveryState, DifferenceView, EvidenceView};

plain! {
    /// Sáng kiến in a list.
    pub struct InitiativeSummary {
        /// The initiative.
        pub id: InitiativeId,
        /// Tên giải pháp; empty in a fresh draft.
        pub title: String,
        /// Authors' names, in order.
        pub authors: Vec<String>,
        /// Name of the first author's department.
        pub department: String,
        /// Slug of its content area.
        pub content_area: Option<String>,
        /// Semester or year.
        pub period: Option<Period>,
        /// Derived.
        pub status: Status,
        /// Stages that still have to decide, while in review.
        pub waiting_for: Vec<Stage>,
        /// A material field differs from what somebody approved.
        pub changed_since_approval: bool,
        /// Number of material differences since then.
        pub changes: u32,
        /// Months logged of the months so far.
        pub months_logged: u32,
        /// Months that should be logged by now.
        pub months_due: u32,
        /// Results that meet their target, of those with an actual value.
        pub results_met: u32,
        /// All results.
        pub results: u32,
        /// Number of pieces of evidence.
        pub evidence: u32,
        /// Two values of one field wait for a choice.
        pub conflicts: u32,
        /// Where the least part of it is.
        pub delivery: DeliveryState,
        /// The newest change or record.
        pub updated_at: Moment,
        /// Whether the asker is an author, co-author or sponsor.
        pub mine: bool,
    }

    /// Sáng kiến as one page of the book: everything about one initiative, ready to show.
    pub struct InitiativeView {
        /// What a list shows of it.
        pub summary: InitiativeSummary,
        /// Mã sáng kiến, once the clerk has given one.
        pub number: Option<String>,
        /// Năm học, such as 2026-2027.
        pub school_year: String,
        /// Loại chủ thể.
        pub participant_kind: Option<ParticipantKind>,
        /// The earlier initiative that this one continues.
        pub continues: Option<InitiativeId>,
        /// Title of that earlier one; empty where this machine does not have it.
        pub continues_title: String,
        /// Label and title of the content area, such as `b) Đổi mới dạy và học`.
        pub content_area_title: String,
        /// Slugs of chosen sub-items.
        pub sub_items: Vec<String>,
        /// Slugs of linked campaigns.
        pub campaigns: Vec<String>,
        /// Slugs of linked tasks of the year plan.
        pub tasks: Vec<String>,
        /// Authors with shares.
        pub authors: Vec<AuthorView>,
        /// Người bảo trợ.
        pub sponsor: Option<MemberId>,
        /// The sponsor's full name; empty without one.
        pub sponsor_name: String,
        /// Học sinh, by id and class.
        pub pupils: Vec<PupilView>,
        /// Thực trạng có số liệu.
        pub problem: String,
        /// Giải pháp.
        pub solution: String,
        /// Đối tượng.
        pub beneficiaries: String,
        /// Phạm vi: class, department, school, commune, province.
        pub scope: Option<String>,
        /// Minh chứng dự kiến.
        pub planned_evidence: String,
        /// Hỗ trợ cần.
        pub support_needed: String,
        /// Số lượng dự kiến.
        pub quantities: Vec<QuantityView>,
        /// Kết quả lượng hóa.
        pub results: Vec<ResultView>,
        /// Tiến độ and nhật ký, one for each month of the movement.
        pub months: Vec<MonthView>,
        /// Khó khăn, vướng mắc.
        pub difficulties: Vec<DifficultyView>,
        /// Minh chứng.
        pub evidence: Vec<EvidenceView>,
        /// State of the two parts and every opinion.
        pub state: StateView,
        /// Records and versions, oldest first.
        pub timeline: Vec<TimelineItem>,
        /// Fields where two people wrote apart.
        pub conflicts: Vec<ConflictView>,
        /// What is missing before the registration can be handed in.
        pub missing_registration: Vec<MissingView>,
        /// What is missing before the dossier can be handed in.
        pub missing_dossier: Vec<MissingView>,
        /// Warnings that block nothing; stable words with the path they are about.
        pub warnings: Vec<MissingView>,
        /// Other initiatives of the school with an equal title.
        pub same_title: Vec<SameTitle>,
        /// Who may read it.
        pub audience: Audience,
        /// The asker may edit.
        pub can_edit: bool,
        /// The registration can be handed in now.
        pub can_submit_registration: bool,
        /// The dossier can be handed in now.
        pub can_submit_dossier: bool,
        /// It can be withdrawn.
        pub can_withdraw: bool,
        /// It can be shared with co-authors and the author's other devices before it is handed in.
        pub can_share: bool,
        /// A draft that can be thrown away.
        pub can_discard: bool,
        /// The last edit of this machine can be taken back.
        pub can_undo: bool,
        /// Stages at which the asker may decide now.
        pub can_decide: Vec<DecisionOffer>,
        /// The asker may settle a difference of opinions.
        pub can_settle: bool,
        /// The asker may remark.
        pub can_remark: bool,
        /// The asker may answer difficulties.
        pub can_answer: bool,
        /// Heads of the version shown; a decision names them.
        pub heads: Vec<ChangeId>,
        /// Short code of the version, as printed.
        pub version_code: String,
        /// When this machine last saved it.
        pub saved_at: Moment,
        /// Envelopes that only this machine has.
        pub unsent: u32,
        /// Names of those who have received it.
        pub received_by: Vec<String>,
        /// Names of those who have seen it.
        pub seen_by: Vec<String>,
    }

    /// Who may read a document (protocol, section 5).
    #[derive(Copy, Eq, PartialOrd, Ord)]
    pub enum Audience {
        /// Only this machine.
        Device,
        /// Devices of its authors.
        Authors,
        /// Also its department's heads and the school's reviewers.
        Group,
        /// Every member.
        School,
    }

    /// Tác giả: one author with share.
    pub struct AuthorView {
        /// The member.
        pub member: MemberId,
        /// Full name.
        pub name: String,
        /// Department's name.
        pub department: String,
        /// Chức vụ.
        pub position: String,
        /// Tỷ lệ đóng góp in whole percent.
        pub share: Option<u8>,
        /// Titles registered for, as slugs of award kinds.
        pub titles: Vec<String>,
    }

    /// Học sinh, by id; names are not in documents.
    pub struct PupilView {
        /// Id in the pupil list.
        pub id: String,
        /// Lớp.
        pub class: String,
    }

    /// Số lượng dự kiến and what the log adds up to.
    pub struct QuantityView {
        /// The entry.
        pub id: EntryId,
        /// Of what.
        pub what: String,
        /// Planned number.
        pub planned: Option<Decimal>,
        /// Đơn vị.
        pub unit: String,
        /// For one semester, or the year.
        pub semester: Option<Period>,
        /// Sum over the log.
        pub done: Decimal,
        /// Completion in tenths of a percent.
        pub completion: Option<u64>,
    }

    /// Kết quả lượng hóa with its derived figures; percents are in tenths.
    pub struct ResultView {
        /// The entry.
        pub id: EntryId,
        /// Chỉ số.
        pub label: String,
        /// `count`, `ratio`, `mean`, `per_month`, `duration`, `money`, `statistic`.
        pub quantity_kind: Option<String>,
        /// `higher`, `lower`, `keep_at_least`, `keep_at_most`, `none`.
        pub direction: Option<String>,
        /// Đơn vị.
        pub unit: String,
        /// Cách đo.
        pub how_measured: String,
        /// Mốc đầu.
        pub baseline: Measure,
        /// Đích.
        pub target: Measure,
        /// Thực tế: the newest value, from the result itself or the log.
        pub actual: Measure,
        /// Day of the baseline.
        pub baseline_on: Option<Date>,
        /// Day of the actual value.
        pub actual_on: Option<Date>,
        /// |actual − baseline| / baseline in tenths of a percent.
        pub relative_change: Option<u64>,
        /// Whether actual is above (`true`) or below baseline.
        pub rises: Option<bool>,
        /// Difference of two ratios in tenths of a percentage point.
        pub point_change: Option<i64>,
        /// Way from baseline to target in tenths of a percent; may pass 1000, may be negative.
        pub progress: Option<i64>,
        /// Whether the target is met.
        pub met: Option<bool>,
        /// Unit, method, baseline and actual are there.
        pub quantified: bool,
        /// Pieces of evidence that support it.
        pub evidence: u32,
    }

    /// A measured value: a number, or a part of a whole.
    #[derive(Default)]
    pub struct Measure {
        /// The number, or the part.
        pub value: Option<Decimal>,
        /// The whole, for ratios.
        pub whole: Option<Decimal>,
        /// Part of whole in tenths of a percent.
        pub percent: Option<u64>,
    }

    /// Tháng: plan and log of one month.
    pub struct MonthView {
        /// The month.
        pub month: Month,
        /// Tiến độ dự kiến.
        pub plan: String,
        /// Logged, silent, now or to come.
        pub state: MonthState,
        /// Everything logged for it.
        pub entries: Vec<MonthEntryView>,
    }

    /// How a month stands.
    #[derive(Copy, Eq)]
    pub enum MonthState {
        /// Has at least one entry.
        Logged,
        /// Is over, and nothing was logged.
        Silent,
        /// Is this month, and nothing was logged yet.
        Now,
        /// Is still to come.
        ToCome,
    }

    /// Nhật ký: one entry of a month's log.
    pub struct MonthEntryView {
        /// The entry.
        pub id: EntryId,
        /// What was done.
        pub work_done: String,
        /// Rút kinh nghiệm.
        pub lesson: String,
        /// `behind`, `on_plan`, `ahead`.
        pub progress: Option<String>,
        /// Quantities of this entry.
        pub quantities: Vec<LoggedQuantity>,
        /// Interim values of results.
        pub interim: Vec<LoggedValue>,
        /// The day it was typed.
        pub entered_on: Option<Date>,
        /// Typed in another month: "ghi bổ sung".
        pub added_later: bool,
        /// Pieces of evidence for it.
        pub evidence: u32,
    }

    /// A quantity in a log entry.
    pub struct LoggedQuantity {
        /// The planned quantity.
        pub quantity: EntryId,
        /// Of what.
        pub what: String,
        /// Number.
        pub number: Decimal,
        /// Đơn vị.
        pub unit: String,
    }

    /// An interim value in a log entry.
    pub struct LoggedValue {
        /// The result.
        pub result: EntryId,
        /// Its label.
        pub label: String,
        /// The value.
        pub value: Measure,
    }

    /// Khó khăn, vướng mắc with its answers.
    pub struct DifficultyView {
        /// The entry.
        pub id: EntryId,
        /// What is difficult.
        pub text: String,
        /// `self_handled` or `needs_help`.
        pub level: Option<String>,
        /// What is asked for.
        pub request: String,
        /// Role that should answer.
        pub addressed_to: Option<Role>,
        /// Wanted by.
        pub wanted_by: Option<Date>,
        /// Derived.
        pub state: DifficultyState,
        /// Answers, oldest first.
        pub answers: Vec<AnswerView>,
    }

    /// How a difficulty stands (domain, 4.2).
    #[derive(Copy, Eq)]
    pub enum DifficultyState {
        /// The author handles it.
        SelfHandled,
        /// Waits for an answer.
        Open,
        /// Was answered.
        Answered,
        /// Waits longer than the rules allow.
        Overdue,
        /// The author says it is solved.
        Solved,
        /// The author says that the answer did not help.
        AskedAgain,
    }

    /// An answer to a difficulty.
    pub struct AnswerView {
        /// Who answered.
        pub person: String,
        /// In which role.
        pub capacity: Role,
        /// When, by their clock.
        pub at: Moment,
        /// Their words.
        pub text: String,
        /// What will be done.
        pub action: String,
        /// By when.
        pub by_when: Option<Date>,
    }

    /// Derived state of both parts.
    pub struct StateView {
        /// What is shown as the initiative's status.
        pub status: Status,
        /// The registration's own.
        pub registration: Status,
        /// The dossier's own.
        pub dossier: Status,
        /// Every stage with its standing opinion.
        pub stages: Vec<StageView>,
        /// Records that do not count, with the reason.
        pub void: Vec<VoidView>,
        /// Material fields that differ from the approved version.
        pub changes: Vec<DifferenceView>,
        /// Editorial fields that differ from it.
        pub editorial_changes: Vec<DifferenceView>,
    }

    /// Cấp duyệt: one stage of one part.
    pub struct StageView {
        /// Registration or dossier.
        pub part: Part,
        /// Which stage.
        pub stage: Stage,
        /// `waiting`, `approved`, `returned`, `differing`, `settled`, `not_yet`, `not_needed`.
        pub state: StageState,
        /// Standing opinions with names and words.
        pub opinions: Vec<OpinionView>,
        /// Why the stage falls to somebody else, empty otherwise.
        pub falls_to: Vec<String>,
    }

    /// How a stage stands.
    #[derive(Copy, Eq)]
    pub enum StageState {
        /// Nothing was handed in, or an earlier stage has not decided.
        NotYet,
        /// Has to decide.
        Waiting,
        /// Approved the version that stands.
        Approved,
        /// Approved an earlier version; material fields differ.
        ApprovedEarlier,
        /// Returned it.
        Returned,
        /// Opinions differ.
        Differing,
        /// Falls away for this initiative.
        NotNeeded,
    }

    /// Ý kiến: one decision.
    pub struct OpinionView {
        /// The record.
        pub record: RecordId,
        /// Who.
        pub person: String,
        /// In which role.
        pub capacity: Role,
        /// When, by their clock.
        pub at: Moment,
        /// `approve`, `return` or `settle`.
        pub verb: String,
        /// Their words.
        pub text: String,
        /// What the words are about.
        pub targets: Vec<RemarkTarget>,
        /// Short code of the version.
        pub version_code: String,
        /// Whether that version is on this machine.
        pub version_here: bool,
        /// Whether the hash that it names fits the content.
        pub intact: bool,
        /// The asker may revoke it.
        pub can_revoke: bool,
    }

    /// A record that does not count.
    pub struct VoidView {
        /// The record.
        pub record: RecordId,
        /// Who.
        pub person: String,
        /// Its verb.
        pub verb: String,
        /// A stable word: `conflict_of_interest`, `role_not_held`, `revoked`, `hash_mismatch`, …
        pub reason: String,
    }

    /// Dòng thời gian: one thing that happened.
    pub struct TimelineItem {
        /// When, by the signer's clock.
        pub at: Moment,
        /// Who.
        pub person: String,
        /// The verb of a record, or `changed`.
        pub verb: String,
        /// In which role, for records.
        pub capacity: Option<Role>,
        /// Stage, for decisions.
        pub stage: Option<Stage>,
        /// Words.
        pub text: String,
        /// What the words are about.
        pub targets: Vec<RemarkTarget>,
        /// The record.
        pub record: Option<RecordId>,
        /// Where it is.
        pub delivery: DeliveryState,
    }

    /// Hai giá trị khác nhau: one field with several values.
    pub struct ConflictView {
        /// The field.
        pub path: String,
        /// The values; the first is the one shown meanwhile.
        pub candidates: Vec<CandidateView>,
    }

    /// One of several values.
    pub struct CandidateView {
        /// Names it for `choose_value`.
        pub token: String,
        /// As shown.
        pub value: String,
        /// Who wrote it.
        pub person: String,
    }

    /// Something missing or doubtful.
    pub struct MissingView {
        /// The field.
        pub path: String,
        /// A stable word.
        pub reason: String,
    }

    /// Another initiative with an equal title (W-1).
    pub struct SameTitle {
        /// The initiative.
        pub id: InitiativeId,
        /// Its authors.
        pub authors: Vec<String>,
        /// Its department.
        pub department: String,
    }

    /// A decision that the asker may make now.
    pub struct DecisionOffer {
        /// The part.
        pub part: Part,
        /// The stage.
        pub stage: Stage,
        /// The role it is made in.
        pub capacity: Role,
        /// Only the difference since this stage's last approval goes to approval.
        pub difference_only: bool,
        /// A collective's entry: the department's meeting acknowledges it, with its count (CI-3).
        pub by_meeting: bool,
    }
}
