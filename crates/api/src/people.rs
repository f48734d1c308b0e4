use domain::date::{Date, Moment};
use domain::id::{DepartmentId, InitiativeId, MemberId};
use domain::role::Role;

plain! {
    /// Thành viên và thiết bị: everybody in the school.
    pub struct PeopleView {
        /// Departments in the order of the roster.
        pub departments: Vec<DepartmentView>,
        /// Members, sorted as Vietnamese names are.
        pub members: Vec<MemberView>,
        /// Devices, those that may write and those that were revoked, newest last.
        pub devices: Vec<DeviceView>,
        /// Whether the asker may change any of it.
        pub can_register: bool,
        /// Whether admission itself asks for six digits (protocol, policy 2).
        pub six_digits: bool,
    }

    /// Tổ: a department with its people counted.
    pub struct DepartmentView {
        /// Its id.
        pub id: DepartmentId,
        /// Its name.
        pub name: String,
        /// Number of active members.
        pub members: u32,
        /// Name of the head, empty when there is none.
        pub head: String,
    }

    /// Thành viên: a member as others see them.
    pub struct MemberView {
        /// The member.
        pub id: MemberId,
        /// Full name.
        pub name: String,
        /// Mã CBGV, if the roster has it.
        pub staff_code: Option<String>,
        /// Chức vụ as written in the roster.
        pub position: String,
        /// Môn dạy.
        pub subjects: String,
        /// Department, none for leadership.
        pub department: Option<DepartmentId>,
        /// Its name, empty when none.
        pub department_name: String,
        /// Roles held now.
        pub roles: Vec<Role>,
        /// Number of devices that have joined.
        pub devices: u32,
        /// The state of the newest invitation.
        pub invitation: InvitationState,
        /// Whether it is the asker.
        pub me: bool,
    }

    /// How far an invitation got.
    #[derive(Copy, Eq)]
    pub enum InvitationState {
        /// None was made.
        None,
        /// It waits to be used.
        Open,
        /// A device joined with it.
        Used,
        /// It expired or was closed.
        Closed,
    }

    /// Thiết bị: one installation of one member.
    pub struct DeviceView {
        /// Its Ed25519 public key, hex.
        pub key: String,
        /// Whose it is.
        pub member: MemberId,
        /// Their name.
        pub name: String,
        /// Place in the school's log where it was added.
        pub since_seq: u64,
        /// Whether it is this one.
        pub this_one: bool,
        /// Whether it was revoked.
        pub revoked: bool,
        /// Whether the asker may revoke it.
        pub can_revoke: bool,
    }

    /// Máy đang chờ: a machine that waits until a registrar lets it in.
    pub struct JoinerView {
        /// Whom its invitation names.
        pub member: MemberId,
        /// Their name.
        pub name: String,
        /// The machine's Ed25519 public key, hex.
        pub device: String,
        /// When it asked first, by the relay's clock.
        pub since: Moment,
    }

    /// Việc cần hai người: what no registrar decides alone.
    #[derive(Eq)]
    pub enum SharedAct {
        /// These become the registrars.
        Registrars(Vec<MemberId>),
        /// Nobody with another role than staff joins without six digits any more; for schools that were
        /// founded before that was so.
        SixDigits,
        /// The relay that has this key is the school's from now on; its Ed25519 public key, hex.
        Relay(String),
    }

    /// Đề nghị: what one registrar signed, for a second one to enter.
    pub struct ProposalView {
        /// What is proposed.
        pub act: SharedAct,
        /// Names of those who would be registrars.
        pub names: Vec<String>,
        /// What is compared of the key of the relay that would be the school's; empty otherwise.
        pub fingerprint: String,
        /// Who proposes.
        pub by: String,
        /// The proposal as text; it holds no secret.
        pub text: String,
        /// The text's QR code as an SVG picture.
        pub qr_svg: String,
    }

    /// What a revoked device wrote in one document after it was revoked.
    pub struct QuarantineView {
        /// The device's key, hex.
        pub device: String,
        /// Whose it was.
        pub name: String,
        /// The document.
        pub document: InitiativeId,
        /// The initiative's title; empty where it is not here.
        pub title: String,
        /// How many entries wait.
        pub entries: u32,
        /// When the first of them was written, by that device's clock.
        pub first: Moment,
        /// When the last of them was written, by that device's clock.
        pub last: Moment,
        /// When the last of them came to the relay.
        pub received: Moment,
    }

    /// What a roster would make, before anything is written.
    pub struct RosterPreview {
        /// Names this preview; `import_roster` asks for it.
        pub token: String,
        /// The sheet that was read, for a workbook.
        pub sheet: String,
        /// Columns that were understood: header as written, and its meaning.
        pub columns: Vec<RosterColumn>,
        /// One a person row, in the order of the file.
        pub rows: Vec<RosterRow>,
        /// Departments that would be made.
        pub new_departments: Vec<String>,
        /// Rows that would be added.
        pub new_members: u32,
        /// Rows that change somebody.
        pub changed_members: u32,
        /// Rows that are as they are.
        pub same_members: u32,
        /// Rows that cannot be imported as they stand.
        pub problems: u32,
    }

    /// A header cell and what it was taken for.
    pub struct RosterColumn {
        /// As written.
        pub header: String,
        /// The meaning, empty when the column is not used.
        pub field: String,
    }

    /// One row of a roster.
    pub struct RosterRow {
        /// Line in the file, from 1.
        pub line: u32,
        /// What would happen.
        pub outcome: RosterOutcome,
        /// Full name, NFC.
        pub name: String,
        /// Mã CBGV.
        pub staff_code: Option<String>,
        /// Ngày sinh.
        pub birth_date: Option<Date>,
        /// Tổ as written.
        pub department: String,
        /// Chức vụ as written.
        pub position: String,
        /// Môn dạy.
        pub subjects: String,
        /// Trình độ.
        pub qualification: String,
        /// Roles that would be granted.
        pub roles: Vec<Role>,
        /// Stable words of what is wrong or doubtful.
        pub problems: Vec<String>,
        /// For a change: the fields that differ, as `field: old → new`.
        pub changes: Vec<String>,
    }

    /// What a roster row does.
    #[derive(Copy, Eq)]
    pub enum RosterOutcome {
        /// Adds a member.
        New,
        /// Is as it is.
        Same,
        /// Changes a member.
        Changed,
        /// May be somebody who is there; left out until corrected or accepted.
        Doubtful,
        /// Cannot be imported.
        Problem,
    }

    /// What an import did.
    pub struct ImportView {
        /// Members added.
        pub added: u32,
        /// Members changed.
        pub changed: u32,
        /// Departments made.
        pub departments: u32,
        /// Roles granted.
        pub roles: u32,
        /// Rows left out.
        pub left_out: u32,
    }

    /// Mã mời: an invitation, readable only where it was made.
    pub struct InvitationView {
        /// Who is invited.
        pub member: MemberId,
        /// Their name.
        pub name: String,
        /// Their department.
        pub department: String,
        /// The whole ticket as text, to be typed.
        pub ticket: String,
        /// The address that opens the application in a browser, with the ticket behind its `#`.
        pub address: String,
        /// The address's QR code as an SVG picture.
        pub qr_svg: String,
        /// Last moment of use.
        pub expires: Moment,
        /// Whether a registrar must confirm six digits before the machine is let in.
        pub needs_code: bool,
    }

    /// A file that the application made, such as the slips of invitations.
    pub struct FileView {
        /// Suggested name.
        pub name: String,
        /// MIME type.
        pub mime: String,
        /// Contents in base64, unless it was written to a path.
        pub base64: Option<String>,
        /// Where it was written, if a path was given.
        pub path: Option<String>,
    }
}
