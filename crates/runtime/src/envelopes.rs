//! Own envelopes: signed, judged by the same admission as everywhere, and put into the outbox.

use api::{Code, Error};
use protocol::{Admission, DocId, Draft, DraftContent, EnvId, Prepared, Verb};

use crate::error;
use crate::session::Work;

impl Work<'_> {
    /// Signs an envelope about `doc`, refuses it as every other machine would, and queues it.
    ///
    /// # Errors
    /// `not_allowed` or `own_work` when the member's roles do not allow it; nothing is kept then.
    pub fn sign(&mut self, doc: DocId, about: Option<DocId>, content: DraftContent) -> Result<EnvId, Error> {
        self.sign_at(doc, about, content, self.session.now().millis())
    }

    /// Signs an envelope as [`Self::sign`] does, with the moment at which its author made it.
    pub fn sign_at(
        &mut self,
        doc: DocId,
        about: Option<DocId>,
        content: DraftContent,
        ts: i64,
    ) -> Result<EnvId, Error> {
        let session = self.session;
        self.refuse_unsigned_ground(about.unwrap_or(doc), &content)?;
        let next =
            ledger::next(self.connection(), session.signer.device_key()).map_err(error::from_ledger)?;
        let draft = Draft { space: session.space, doc, about, next, ts, content };
        let prepared = Prepared::own(session.signer.write(draft)?);
        let log = ledger::Ledger::with_unsent(self.connection());
        match protocol::admit_prepared(&prepared, &log).map_err(error::from_ledger)? {
            Admission::Admitted => {}
            Admission::Void(code) | Admission::Refuse(code) | Admission::Quarantine(code) => {
                return Err(refusal(code));
            }
            Admission::Duplicate { .. } => return Err(Error::new(Code::Internal).with("reason", "duplicate")),
            Admission::Need(need) => {
                return Err(Error::new(Code::Internal).with("reason", need.code().as_str()));
            }
        }
        ledger::append_unsent(self.connection(), &prepared).map_err(error::from_ledger)?;
        if prepared.envelope().is_signed() {
            self.sends();
        } else {
            self.awaits_signature();
        }
        Ok(prepared.id())
    }

    /// Nobody decides about what only a snapshot tells: whose the changes are is not known yet.
    fn refuse_unsigned_ground(&self, subject: DocId, content: &DraftContent) -> Result<(), Error> {
        let decides = matches!(content, DraftContent::Record { verb, heads, .. } if *verb != Verb::Seen && !heads.is_empty());
        if decides && !ledger::is_signed_for(self.connection(), subject).map_err(error::from_ledger)? {
            return Err(Error::new(Code::HistoryComing));
        }
        Ok(())
    }
}

/// Turns the word of an admission into the code that the interface has a sentence for.
pub fn refusal(code: protocol::Code) -> Error {
    let ours = match code {
        protocol::Code::OwnWork => Code::OwnWork,
        protocol::Code::ForbiddenKind | protocol::Code::ForbiddenDoc | protocol::Code::NotMember => {
            Code::NotAllowed
        }
        protocol::Code::Revoked => Code::DeviceRevoked,
        protocol::Code::ControlConflict => Code::ControlConflict,
        protocol::Code::InviteClosed => Code::InvitationClosed,
        // Another school's relay at the address: it knows nothing of this one.
        protocol::Code::UnknownSpace => Code::NotOurRelay,
        protocol::Code::UpgradeRequired => Code::UpgradeRequired,
        protocol::Code::DiskFull => Code::RelayFull,
        protocol::Code::Recovering => Code::RelayRecovering,
        _ => Code::RelayRefused,
    };
    Error::new(ours).with("code", code.as_str())
}
