//! Who is here, in which role, on which machine.

use domain::id::{DepartmentId, InitiativeId, MemberId};
use domain::role::Role;

use crate::SharedAct;

plain! {
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

    /// Lists the machines that wait to be let in; registrars only.
    pub struct ListJoiners {}

    /// Lets a machine in whose six digits were read out.
    pub struct ConfirmJoin {
        /// Whose machine it is.
        pub member: MemberId,
        /// The six digits on its screen.
        pub code: String,
    }

    /// Lets none of somebody's waiting machines in: the invitation that they came with is closed.
    pub struct RefuseJoin {
        /// Whom the invitation names.
        pub member: MemberId,
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

    /// Signs what no registrar decides alone, for a second one to enter.
    pub struct Propose {
        /// What is proposed.
        pub act: SharedAct,
    }

    /// Reads a proposal without entering it.
    pub struct ReadProposal {
        /// Its text.
        pub text: String,
    }

    /// Enters what another registrar proposes.
    pub struct AgreeToProposal {
        /// Its text.
        pub text: String,
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
}
