//! What calls are asked with; the calls themselves are listed in [`crate::call`].

use domain::date::{Date, Month};
use domain::decimal::Decimal;
use domain::id::{BlobId, ChangeId, DepartmentId, EntryId, InitiativeId, MemberId, RecordId};
use domain::period::Period;
use domain::record::{Part, RemarkTarget};
use domain::role::{Role, Stage};
use domain::sheet::Value;
use domain::status::Status;

use crate::Settings;

plain! {
    /// Asks for the first screen.
    pub struct GetStart {}

    /// Opens a profile of this machine.
    pub struct OpenProfile {
        /// Its id.
        pub profile: String,
    }

    /// Puts a damaged profile aside; it is kept under another name.
    pub struct SetAsideProfile {
        /// Its id.
        pub profile: String,
    }

    /// Closes the open profile, so that somebody else can use the machine.
    pub struct CloseProfile {}

    /// Changes language or appearance.
    pub struct SetSettings {
        /// The whole of it.
        pub settings: Settings,
    }

    /// Lists the templates that come with the application.
    pub struct ListTemplates {}

    /// Reads a template file without using it.
    pub struct CheckTemplate {
        /// The file's text.
        pub json: String,
    }

    /// Founds a school on a relay; the founder becomes its first registrar.
    pub struct FoundSchool {
        /// The school's name.
        pub school: String,
        /// Such as `2026-2027`.
        pub school_year: String,
        /// Id of a template that comes with the application, unless `template_json` is given.
        pub template: Option<String>,
        /// A template file's text.
        pub template_json: Option<String>,
        /// The founder's full name.
        pub person: String,
        /// The founder's staff code, if any.
        pub staff_code: Option<String>,
        /// Other roles of the founder, such as leadership.
        pub roles: Vec<Role>,
        /// The relay's address, such as `http://192.168.1.10:7420`.
        pub relay: String,
        /// The PIN of the new book; needed where the browser cannot keep its key.
        pub pin: Option<String>,
    }

    /// Joins a school with an invitation.
    pub struct JoinSchool {
        /// The ticket as scanned or typed.
        pub ticket: String,
        /// The PIN of the new book; needed where the browser cannot keep its key.
        pub pin: Option<String>,
    }

    /// Reads a roster and shows what it would make.
    pub struct PreviewRoster {
        /// The file's name; its ending tells the format.
        pub file_name: String,
        /// The file's bytes in base64, unless `path` is given.
        pub base64: Option<String>,
        /// A path on this machine.
        pub path: Option<String>,
    }

    /// Imports a previewed roster.
    pub struct ImportRoster {
        /// The preview's token.
        pub token: String,
        /// Lines marked doubtful that are to be added as new people.
        pub accept_lines: Vec<u32>,
        /// Go on although rows have problems; those rows are left out.
        pub leave_out_problems: bool,
    }

    /// Lists members, departments and devices.
    pub struct ListPeople {}

    /// Adds one member by hand.
    pub struct AddMember {
        /// Full name.
        pub name: String,
        /// Mã CBGV.
        pub staff_code: Option<String>,
        /// Chức vụ.
        pub position: String,
        /// Môn dạy.
        pub subjects: String,
        /// Department's name; made if new; empty for leadership.
        pub department: String,
        /// Roles.
        pub roles: Vec<Role>,
    }

    /// Changes a member's entry in the roster.
    pub struct EditMember {
        /// The member.
        pub member: MemberId,
        /// Full name.
        pub name: String,
        /// Mã CBGV.
        pub staff_code: Option<String>,
        /// Chức vụ.
        pub position: String,
        /// Môn dạy.
        pub subjects: String,
        /// Department's name; made if new; empty for leadership.
        pub department: String,
    }

    /// Grants a role.
    pub struct GrantRole {
        /// The member.
        pub member: MemberId,
        /// The role.
        pub role: Role,
        /// The department, for heads and deputies.
        pub department: Option<DepartmentId>,
    }

    /// Ends a role.
    pub struct UngrantRole {
        /// The member.
        pub member: MemberId,
        /// The role.
        pub role: Role,
        /// The department, for heads and deputies.
        pub department: Option<DepartmentId>,
    }

    /// Makes invitations; a member's earlier open one is closed.
    pub struct InviteMembers {
        /// Who; empty means everybody without a device.
        pub members: Vec<MemberId>,
        /// Days until they expire, 1 to 60.
        pub days: u16,
    }

    /// Ends a device: from now on the relay takes nothing from it.
    pub struct RevokeDevice {
        /// Its Ed25519 public key, hex.
        pub device: String,
    }

    /// Ends a member with all of their devices and roles.
    pub struct RevokeMember {
        /// Who.
        pub member: MemberId,
    }

    /// Replaces the registrars; the printed recovery key signs beside the asker.
    pub struct SetRegistrars {
        /// The new ones, one to three.
        pub members: Vec<MemberId>,
        /// The recovery key as it was printed: 13 groups of four characters.
        pub recovery_key: String,
    }

    /// Lists what revoked devices sent afterwards; registrars only.
    pub struct ListQuarantine {}

    /// Takes back what a revoked device wrote in one document.
    pub struct Readmit {
        /// The device's key, hex.
        pub device: String,
        /// The document.
        pub document: InitiativeId,
    }

    /// Prints invitations made on this machine as slips with QR codes (PDF, A4).
    pub struct PrintInvitations {
        /// Who; empty means all that are open.
        pub members: Vec<MemberId>,
        /// Where to write the file; without it the bytes come back.
        pub path: Option<String>,
    }

    /// Reads the movement's rules and calendar.
    pub struct GetMovement {}

    /// What is due, what waits, what came back.
    pub struct GetToday {}

    /// Lists the asker's own initiatives, newest first.
    pub struct ListMyInitiatives {}

    /// Lists initiatives by a filter; every figure of the overview carries one.
    #[derive(Default)]
    pub struct ListInitiatives {
        /// Only of this department.
        #[serde(default)]
        pub department: Option<DepartmentId>,
        /// Only of members without a department.
        #[serde(default)]
        pub leadership: bool,
        /// Only of this content area.
        #[serde(default)]
        pub content_area: Option<String>,
        /// Only in these states.
        #[serde(default)]
        pub statuses: Vec<Status>,
        /// Only linked to this campaign.
        #[serde(default)]
        pub campaign: Option<String>,
        /// Only for this period.
        #[serde(default)]
        pub period: Option<Period>,
        /// Only where this month is in the state of `month_state`.
        #[serde(default)]
        pub month: Option<Month>,
        /// `in_time`, `later` or `silent`.
        #[serde(default)]
        pub month_state: Option<String>,
        /// Only with a planned quantity of this unit.
        #[serde(default)]
        pub unit: Option<String>,
        /// One of `results_met`, `results_not_met`, `difficulties_open`, `difficulties_overdue`,
        /// `changed`.
        #[serde(default)]
        pub having: Option<String>,
        /// Words of the title or an author, without accents.
        #[serde(default)]
        pub words: Option<String>,
        /// Skip this many.
        #[serde(default)]
        pub offset: u32,
        /// At most this many; 0 means 100.
        #[serde(default)]
        pub limit: u32,
    }

    /// Begins an initiative; it stays on this machine until it is shared or handed in.
    pub struct CreateInitiative {
        /// Its title; may be empty.
        pub title: String,
        /// Slug of its content area.
        pub content_area: Option<String>,
        /// Semester or year.
        pub period: Option<Period>,
    }

    /// Opens an initiative.
    pub struct GetInitiative {
        /// Which.
        pub id: InitiativeId,
    }

    /// Changes fields; saved and durable when it answers.
    pub struct EditInitiative {
        /// Which.
        pub id: InitiativeId,
        /// The changes, in order.
        pub edits: Vec<Edit>,
    }

    /// One change of one field (`domain::sheet`); setting a field of an entry that is not there
    /// makes the entry, and removing an entry's path removes it.
    pub struct Edit {
        /// The field, such as `results/0a1b2c3d4e5f6071/baseline`.
        pub path: String,
        /// Its new value.
        pub value: Value,
    }

    /// Takes back this machine's last edit of an initiative.
    pub struct UndoEdit {
        /// Which.
        pub id: InitiativeId,
    }

    /// Chooses one of several values that were written apart.
    pub struct ChooseValue {
        /// Which initiative.
        pub id: InitiativeId,
        /// The field.
        pub path: String,
        /// The candidate's token.
        pub token: String,
    }

    /// Logs a month's work in one step.
    pub struct LogMonth {
        /// Which initiative.
        pub id: InitiativeId,
        /// The month.
        pub month: Month,
        /// What was done.
        pub work_done: String,
        /// Rút kinh nghiệm.
        pub lesson: String,
        /// `behind`, `on_plan`, `ahead`.
        pub progress: Option<String>,
        /// Quantities done.
        pub quantities: Vec<LogQuantity>,
        /// Interim values of results.
        pub interim: Vec<LogValue>,
        /// A difficulty, if there is one.
        pub difficulty: Option<NoteDifficulty>,
        /// Uploads to attach as evidence of this month.
        pub uploads: Vec<String>,
    }

    /// A quantity that a month adds.
    pub struct LogQuantity {
        /// The planned quantity.
        pub quantity: EntryId,
        /// The number.
        pub number: Decimal,
    }

    /// A value of a result, measured in a month.
    pub struct LogValue {
        /// The result.
        pub result: EntryId,
        /// The number or the part.
        pub value: Decimal,
        /// The whole, for ratios.
        pub whole: Option<Decimal>,
    }

    /// A difficulty noted with a month.
    pub struct NoteDifficulty {
        /// What is difficult.
        pub text: String,
        /// Whether help is needed.
        pub needs_help: bool,
        /// What is asked for.
        pub request: String,
        /// Role that should answer.
        pub addressed_to: Option<Role>,
        /// Wanted by.
        pub wanted_by: Option<Date>,
    }

    /// Begins to hand over a file in pieces.
    pub struct BeginUpload {
        /// The file's name.
        pub name: String,
        /// All its bytes.
        pub size: u64,
    }

    /// Hands over the next piece of a file.
    pub struct AppendUpload {
        /// The upload.
        pub upload: String,
        /// Where the piece starts.
        pub offset: u64,
        /// Its bytes in base64, at most 1 MiB.
        pub base64: String,
    }

    /// Attaches a file to an initiative; the original is kept as it is.
    pub struct AttachEvidence {
        /// Which initiative.
        pub id: InitiativeId,
        /// A finished upload, unless `path` is given.
        pub upload: Option<String>,
        /// A path on this machine.
        pub path: Option<String>,
        /// Title; the file's name when empty.
        pub title: String,
        /// Caption.
        pub caption: String,
        /// What it supports: `results:<id>`, `quantities:<id>`, `log:<id>`.
        pub supports: Vec<String>,
    }

    /// Reads a piece of a file or a preview, at most 1 MiB.
    pub struct ReadFile {
        /// Its hash.
        pub blob: BlobId,
        /// Where to start.
        pub offset: u64,
    }

    /// Fetches an original that is not on this machine yet.
    pub struct FetchFile {
        /// Its hash.
        pub blob: BlobId,
    }

    /// Writes a file's original to a path.
    pub struct SaveFile {
        /// Its hash.
        pub blob: BlobId,
        /// Where to; an existing file is refused.
        pub path: String,
    }

    /// Shares a draft with its co-authors and the author's other devices.
    pub struct ShareWithAuthors {
        /// Which.
        pub id: InitiativeId,
    }

    /// Hands in a part in the version on this machine.
    pub struct Submit {
        /// Which.
        pub id: InitiativeId,
        /// Registration or dossier.
        pub part: Part,
        /// Cam đoan was given.
        pub pledge: bool,
    }

    /// Takes an initiative back.
    pub struct Withdraw {
        /// Which.
        pub id: InitiativeId,
        /// Why.
        pub reason: String,
    }

    /// Throws away a draft that was never shared.
    pub struct DiscardDraft {
        /// Which.
        pub id: InitiativeId,
    }

    /// Lists what waits for the asker's decision, by due date.
    pub struct ListQueue {}

    /// Opens one item of the queue.
    pub struct GetReview {
        /// Which.
        pub id: InitiativeId,
    }

    /// Looks at one item of the queue before somebody opens it.
    pub struct PeekReview {
        /// Which.
        pub id: InitiativeId,
    }

    /// Tells that the version on the screen was read for three seconds.
    pub struct MarkSeen {
        /// Which.
        pub id: InitiativeId,
        /// Its heads.
        pub heads: Vec<ChangeId>,
    }

    /// Approves exactly the version that was read.
    pub struct Approve {
        /// Which.
        pub id: InitiativeId,
        /// Registration or dossier.
        pub part: Part,
        /// The stage.
        pub stage: Stage,
        /// Heads of the version read.
        pub heads: Vec<ChangeId>,
        /// Words, may be empty.
        pub text: String,
    }

    /// Approves items of the queue that are identical: all of them or none.
    pub struct ApproveAlike {
        /// Registration or dossier.
        pub part: Part,
        /// The stage.
        pub stage: Stage,
        /// At least two, each in the version that was read.
        pub items: Vec<AlikeItem>,
    }

    /// One of several identical items.
    pub struct AlikeItem {
        /// Which.
        pub id: InitiativeId,
        /// Heads of the version read.
        pub heads: Vec<ChangeId>,
    }

    /// Được tập thể ghi nhận: enters that the department's meeting acknowledged a collective's entry.
    pub struct Acknowledge {
        /// Which.
        pub id: InitiativeId,
        /// Registration or dossier.
        pub part: Part,
        /// Heads of the version read.
        pub heads: Vec<ChangeId>,
        /// Members of the department.
        pub members: u32,
        /// Members present.
        pub present: u32,
        /// Members in favour.
        pub in_favour: u32,
        /// Words, may be empty.
        pub text: String,
    }

    /// Returns the version that was read, with a remark.
    pub struct ReturnInitiative {
        /// Which.
        pub id: InitiativeId,
        /// Registration or dossier.
        pub part: Part,
        /// The stage.
        pub stage: Stage,
        /// Heads of the version read.
        pub heads: Vec<ChangeId>,
        /// Why; not empty.
        pub text: String,
        /// What it is about.
        pub targets: Vec<RemarkTarget>,
    }

    /// Remarks without deciding.
    pub struct AddRemark {
        /// Which.
        pub id: InitiativeId,
        /// Words, not empty.
        pub text: String,
        /// What it is about.
        pub target: RemarkTarget,
    }

    /// Settles opinions that differ.
    pub struct Settle {
        /// Which.
        pub id: InitiativeId,
        /// The part.
        pub part: Part,
        /// Heads of the version read.
        pub heads: Vec<ChangeId>,
        /// Approved, or else returned.
        pub approved: bool,
        /// Why.
        pub text: String,
    }

    /// Revokes an own record.
    pub struct RevokeRecord {
        /// Which initiative.
        pub id: InitiativeId,
        /// The record.
        pub record: RecordId,
        /// Why; not empty.
        pub text: String,
    }

    /// Answers a difficulty.
    pub struct AnswerDifficulty {
        /// Which initiative.
        pub id: InitiativeId,
        /// The difficulty.
        pub difficulty: EntryId,
        /// The answer.
        pub text: String,
        /// What will be done.
        pub action: String,
        /// By when.
        pub by_when: Option<Date>,
    }

    /// Says whether an answer solved a difficulty.
    pub struct ResolveDifficulty {
        /// Which initiative.
        pub id: InitiativeId,
        /// The difficulty.
        pub difficulty: EntryId,
        /// Solved or not.
        pub solved: bool,
        /// Words, may be empty.
        pub text: String,
    }

    /// Builds the overview from everyone's merged documents.
    #[derive(Default)]
    pub struct GetOverview {
        /// Only this period.
        #[serde(default)]
        pub period: Option<Period>,
        /// Only linked to this campaign.
        #[serde(default)]
        pub campaign: Option<String>,
    }

    /// Finds initiatives and people, without accents.
    pub struct Search {
        /// Words.
        pub words: String,
    }

    /// What is where.
    pub struct GetDelivery {}

    /// Changes the relay's address; its key stays the school's.
    pub struct SetRelay {
        /// Such as `http://192.168.1.10:7420`.
        pub address: String,
    }

    /// Syncs once, now.
    pub struct SyncNow {}

    /// Lists envelopes, newest first.
    pub struct ReadLog {
        /// Only of this document.
        #[serde(default)]
        pub id: Option<InitiativeId>,
        /// At most this many; 0 means 200.
        #[serde(default)]
        pub limit: u32,
    }
}
