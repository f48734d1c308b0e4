//! What went wrong, what is safe, and what to do.

use api::{Code, Error};

use crate::i18n::{Locale, td_string};

/// A file may have 128 MiB, where an error does not say otherwise.
const LARGEST_FILE: u64 = 128 << 20;

/// The sentences of an error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorWords {
    /// What happened.
    pub what: String,
    /// What is safe, and what to do.
    pub todo: &'static str,
}

/// Says an error in sentences.
pub fn error(lang: Locale, error: &Error) -> ErrorWords {
    ErrorWords { what: what(lang, error), todo: todo(lang, error.code) }
}

fn what(lang: Locale, error: &Error) -> String {
    let detail = |key: &str| error.details.get(key).and_then(|value| value.as_str()).unwrap_or("?");
    let limit = error.details.get("limit").and_then(serde_json::Value::as_u64).unwrap_or(LARGEST_FILE);
    let seconds = error.details.get("seconds").and_then(serde_json::Value::as_u64).unwrap_or(0);
    match error.code {
        Code::UnknownCall => td_string!(lang, errors.unknown_call.what).to_owned(),
        Code::BadRequest => td_string!(lang, errors.bad_request.what).to_owned(),
        Code::NoProfile => td_string!(lang, errors.no_profile.what).to_owned(),
        Code::UnknownProfile => td_string!(lang, errors.unknown_profile.what).to_owned(),
        Code::Locked => td_string!(lang, errors.locked.what).to_owned(),
        Code::WrongPin => td_string!(lang, errors.wrong_pin.what).to_owned(),
        Code::PinWait => td_string!(lang, errors.pin_wait.what, seconds = seconds).to_string(),
        Code::BadPin => td_string!(lang, errors.bad_pin.what).to_owned(),
        Code::PinNeeded => td_string!(lang, errors.pin_needed.what).to_owned(),
        Code::KeyGone => td_string!(lang, errors.key_gone.what).to_owned(),
        Code::BookKeyGone => td_string!(lang, errors.book_key_gone.what, path = detail("path")).to_string(),
        Code::KeyStoreSilent => td_string!(lang, errors.key_store_silent.what).to_owned(),
        Code::DeviceCloned => td_string!(lang, errors.device_cloned.what).to_owned(),
        Code::LossChanged => td_string!(lang, errors.loss_changed.what).to_owned(),
        Code::ProfileInUse => td_string!(lang, errors.profile_in_use.what).to_owned(),
        Code::NoStorage => td_string!(lang, errors.no_storage.what).to_owned(),
        Code::FolderReadOnly => {
            td_string!(lang, errors.folder_read_only.what, path = detail("path")).to_string()
        }
        Code::DiskFull => td_string!(lang, errors.disk_full.what).to_owned(),
        Code::NewerProfile => td_string!(lang, errors.newer_profile.what).to_owned(),
        Code::DamagedProfile => {
            td_string!(lang, errors.damaged_profile.what, path = detail("path")).to_string()
        }
        Code::SoundProfile => td_string!(lang, errors.sound_profile.what).to_owned(),
        Code::BadTemplate => {
            td_string!(lang, errors.bad_template.what, place = detail("place"), reason = detail("reason"))
                .to_string()
        }
        Code::BadRoster => td_string!(lang, errors.bad_roster.what, reason = detail("reason")).to_string(),
        Code::RosterChanged => td_string!(lang, errors.roster_changed.what).to_owned(),
        Code::BadInvitation => td_string!(lang, errors.bad_invitation.what).to_owned(),
        Code::InvitationClosed => td_string!(lang, errors.invitation_closed.what).to_owned(),
        Code::WrongCode => td_string!(lang, errors.wrong_code.what).to_owned(),
        Code::BadProposal => td_string!(lang, errors.bad_proposal.what).to_owned(),
        Code::StaleProposal => td_string!(lang, errors.stale_proposal.what).to_owned(),
        Code::RelayUnreachable => td_string!(lang, errors.relay_unreachable.what).to_owned(),
        Code::NotOurRelay => td_string!(lang, errors.not_our_relay.what).to_owned(),
        Code::RelayFull => td_string!(lang, errors.relay_full.what).to_owned(),
        Code::RelayTaken => td_string!(lang, errors.relay_taken.what).to_owned(),
        Code::RelayRecovering => td_string!(lang, errors.relay_recovering.what).to_owned(),
        Code::RelayContradicts => td_string!(lang, errors.relay_contradicts.what).to_owned(),
        Code::HistoryComing => td_string!(lang, errors.history_coming.what).to_owned(),
        Code::RelayRefused => {
            td_string!(lang, errors.relay_refused.what, reason = detail("code")).to_string()
        }
        Code::ControlConflict => td_string!(lang, errors.control_conflict.what).to_owned(),
        Code::NotAllowed => td_string!(lang, errors.not_allowed.what).to_owned(),
        Code::FileErased => td_string!(lang, errors.file_erased.what).to_owned(),
        Code::DeviceRevoked => td_string!(lang, errors.device_revoked.what).to_owned(),
        Code::BadRecoveryKey => td_string!(lang, errors.bad_recovery_key.what).to_owned(),
        Code::OwnWork => td_string!(lang, errors.own_work.what).to_owned(),
        Code::NotFound => td_string!(lang, errors.not_found.what).to_owned(),
        Code::UnknownField => {
            td_string!(lang, errors.unknown_field.what, path = super::field(lang, detail("path"))).to_string()
        }
        Code::BadValue => {
            td_string!(lang, errors.bad_value.what, path = super::field(lang, detail("path"))).to_string()
        }
        Code::Incomplete => td_string!(lang, errors.incomplete.what).to_owned(),
        Code::WrongState => td_string!(lang, errors.wrong_state.what).to_owned(),
        Code::NotThisVersion => td_string!(lang, errors.not_this_version.what).to_owned(),
        Code::NotAlike => td_string!(lang, errors.not_alike.what).to_owned(),
        Code::RemarkNeeded => td_string!(lang, errors.remark_needed.what).to_owned(),
        Code::NothingToUndo => td_string!(lang, errors.nothing_to_undo.what).to_owned(),
        Code::EmptyFile => td_string!(lang, errors.empty_file.what).to_owned(),
        Code::FileTooLarge => {
            td_string!(lang, errors.file_too_large.what, limit = super::bytes(lang, limit)).to_string()
        }
        Code::UnsupportedFile => td_string!(lang, errors.unsupported_file.what).to_owned(),
        Code::UnreadableFile => {
            td_string!(lang, errors.unreadable_file.what, path = detail("path")).to_string()
        }
        Code::FileNotHere => td_string!(lang, errors.file_not_here.what).to_owned(),
        Code::NotABundle => td_string!(lang, errors.not_a_bundle.what).to_owned(),
        Code::BundleOfOtherSchool => td_string!(lang, errors.bundle_of_other_school.what).to_owned(),
        Code::BundleForOthers => td_string!(lang, errors.bundle_for_others.what).to_owned(),
        Code::BundleDamaged => td_string!(lang, errors.bundle_damaged.what).to_owned(),
        Code::BundleStopped => td_string!(lang, errors.bundle_stopped.what).to_owned(),
        Code::BrokenDocument => td_string!(lang, errors.broken_document.what).to_owned(),
        Code::UpgradeRequired => td_string!(lang, errors.upgrade_required.what).to_owned(),
        Code::HostGone => td_string!(lang, errors.host_gone.what).to_owned(),
        Code::Internal => td_string!(lang, errors.internal.what).to_owned(),
    }
}

fn todo(lang: Locale, code: Code) -> &'static str {
    match code {
        Code::UnknownCall => td_string!(lang, errors.unknown_call.todo),
        Code::BadRequest => td_string!(lang, errors.bad_request.todo),
        Code::NoProfile => td_string!(lang, errors.no_profile.todo),
        Code::UnknownProfile => td_string!(lang, errors.unknown_profile.todo),
        Code::Locked => td_string!(lang, errors.locked.todo),
        Code::WrongPin => td_string!(lang, errors.wrong_pin.todo),
        Code::PinWait => td_string!(lang, errors.pin_wait.todo),
        Code::BadPin => td_string!(lang, errors.bad_pin.todo),
        Code::PinNeeded => td_string!(lang, errors.pin_needed.todo),
        Code::KeyGone => td_string!(lang, errors.key_gone.todo),
        Code::BookKeyGone => td_string!(lang, errors.book_key_gone.todo),
        Code::KeyStoreSilent => td_string!(lang, errors.key_store_silent.todo),
        Code::DeviceCloned => td_string!(lang, errors.device_cloned.todo),
        Code::LossChanged => td_string!(lang, errors.loss_changed.todo),
        Code::ProfileInUse => td_string!(lang, errors.profile_in_use.todo),
        Code::NoStorage => td_string!(lang, errors.no_storage.todo),
        Code::FolderReadOnly => td_string!(lang, errors.folder_read_only.todo),
        Code::DiskFull => td_string!(lang, errors.disk_full.todo),
        Code::NewerProfile => td_string!(lang, errors.newer_profile.todo),
        Code::DamagedProfile => td_string!(lang, errors.damaged_profile.todo),
        Code::SoundProfile => td_string!(lang, errors.sound_profile.todo),
        Code::BadTemplate => td_string!(lang, errors.bad_template.todo),
        Code::BadRoster => td_string!(lang, errors.bad_roster.todo),
        Code::RosterChanged => td_string!(lang, errors.roster_changed.todo),
        Code::BadInvitation => td_string!(lang, errors.bad_invitation.todo),
        Code::InvitationClosed => td_string!(lang, errors.invitation_closed.todo),
        Code::WrongCode => td_string!(lang, errors.wrong_code.todo),
        Code::BadProposal => td_string!(lang, errors.bad_proposal.todo),
        Code::StaleProposal => td_string!(lang, errors.stale_proposal.todo),
        Code::RelayUnreachable => td_string!(lang, errors.relay_unreachable.todo),
        Code::NotOurRelay => td_string!(lang, errors.not_our_relay.todo),
        Code::RelayFull => td_string!(lang, errors.relay_full.todo),
        Code::RelayTaken => td_string!(lang, errors.relay_taken.todo),
        Code::RelayRecovering => td_string!(lang, errors.relay_recovering.todo),
        Code::RelayContradicts => td_string!(lang, errors.relay_contradicts.todo),
        Code::HistoryComing => td_string!(lang, errors.history_coming.todo),
        Code::RelayRefused => td_string!(lang, errors.relay_refused.todo),
        Code::ControlConflict => td_string!(lang, errors.control_conflict.todo),
        Code::NotAllowed => td_string!(lang, errors.not_allowed.todo),
        Code::FileErased => td_string!(lang, errors.file_erased.todo),
        Code::DeviceRevoked => td_string!(lang, errors.device_revoked.todo),
        Code::BadRecoveryKey => td_string!(lang, errors.bad_recovery_key.todo),
        Code::OwnWork => td_string!(lang, errors.own_work.todo),
        Code::NotFound => td_string!(lang, errors.not_found.todo),
        Code::UnknownField => td_string!(lang, errors.unknown_field.todo),
        Code::BadValue => td_string!(lang, errors.bad_value.todo),
        Code::Incomplete => td_string!(lang, errors.incomplete.todo),
        Code::WrongState => td_string!(lang, errors.wrong_state.todo),
        Code::NotThisVersion => td_string!(lang, errors.not_this_version.todo),
        Code::NotAlike => td_string!(lang, errors.not_alike.todo),
        Code::RemarkNeeded => td_string!(lang, errors.remark_needed.todo),
        Code::NothingToUndo => td_string!(lang, errors.nothing_to_undo.todo),
        Code::EmptyFile => td_string!(lang, errors.empty_file.todo),
        Code::FileTooLarge => td_string!(lang, errors.file_too_large.todo),
        Code::UnsupportedFile => td_string!(lang, errors.unsupported_file.todo),
        Code::UnreadableFile => td_string!(lang, errors.unreadable_file.todo),
        Code::FileNotHere => td_string!(lang, errors.file_not_here.todo),
        Code::NotABundle => td_string!(lang, errors.not_a_bundle.todo),
        Code::BundleOfOtherSchool => td_string!(lang, errors.bundle_of_other_school.todo),
        Code::BundleForOthers => td_string!(lang, errors.bundle_for_others.todo),
        Code::BundleDamaged => td_string!(lang, errors.bundle_damaged.todo),
        Code::BundleStopped => td_string!(lang, errors.bundle_stopped.todo),
        Code::BrokenDocument => td_string!(lang, errors.broken_document.todo),
        Code::UpgradeRequired => td_string!(lang, errors.upgrade_required.todo),
        Code::HostGone => td_string!(lang, errors.host_gone.todo),
        Code::Internal => td_string!(lang, errors.internal.todo),
    }
}
