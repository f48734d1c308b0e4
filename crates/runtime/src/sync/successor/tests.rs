use api::Code;
use domain::role::Role;
use protocol::{ControlBody, Draft, DraftContent, EnvId, Prepared, RelayKey, SigningKey};

use super::{adopt, named};
use crate::keys::Signer;
use crate::session::Session;
use crate::tests::School;
use crate::{error, relay_key};

/// The relay that the school was founded on.
fn first() -> RelayKey {
    RelayKey::from_bytes(SigningKey::from_seed([3; 32]).public())
}

const NEW: RelayKey = RelayKey::from_bytes([4; 32]);

fn registrar() -> SigningKey {
    SigningKey::from_seed([1; 32])
}

fn recovery() -> SigningKey {
    SigningKey::from_seed([2; 32])
}

/// An entry behind a head, the newest one where none is named.
fn entry(session: &Session, author: &SigningKey, head: Option<EnvId>, second: &SigningKey) -> Prepared {
    let next = session.read(|work| {
        let mut next = ledger::next(work.connection(), author.device_key()).map_err(error::from_ledger)?;
        let state = ledger::state(work.connection()).map_err(error::from_ledger)?;
        next.control = head.unwrap_or(state.control_head);
        Ok(next)
    });
    let next = next.unwrap();
    let content = DraftContent::Control(relay_key::entry(NEW).cosigned(second, next.control));
    let (space, doc) = (session.space, session.space.into());
    Prepared::new(Draft { space, doc, about: None, next, ts: 0, content }.seal(author))
}

fn is_adopted(session: &Session, entries: Vec<Prepared>, relay: RelayKey) -> bool {
    match session.commit(|work| adopt(work, entries, relay)) {
        Ok(()) => true,
        Err(failure) => {
            assert_eq!(failure.code, Code::NotOurRelay);
            let kept =
                session.read(|work| Ok((named(work)?, ledger::unsent_count(work.connection()).unwrap())));
            assert_eq!(kept.unwrap(), (Some(first()), 0), "nothing of it stays");
            false
        }
    }
}

#[test]
fn the_entry_of_a_registrar_and_the_recovery_key_names_another_relay() {
    let mut school = School::an_binh();
    let lan = school.joins("Nguyễn Thị Lan", Some("Tổ Toán"), &[Role::Staff]);
    let entry = entry(&lan, &registrar(), None, &recovery());

    assert!(!is_adopted(&lan, vec![entry.clone()], RelayKey::from_bytes([5; 32])), "it names another one");
    assert!(is_adopted(&lan, vec![entry], NEW));
    assert_eq!(lan.read(|work| named(work)).unwrap(), Some(NEW));
}

#[test]
fn no_other_second_signature_is_enough() {
    let mut school = School::an_binh();
    let lan = school.joins("Nguyễn Thị Lan", Some("Tổ Toán"), &[Role::Staff]);
    let Signer::Here(teacher) = &lan.signer else { panic!("its key is here") };
    for second in [&registrar(), teacher, &SigningKey::from_seed([9; 32])] {
        assert!(!is_adopted(&lan, vec![entry(&lan, &registrar(), None, second)], NEW));
    }
}

#[test]
fn nobody_but_a_registrar_names_a_relay_even_with_the_recovery_key() {
    let mut school = School::an_binh();
    let lan = school.joins("Nguyễn Thị Lan", Some("Tổ Toán"), &[Role::Staff]);
    let khoi = school.joins("Lưu Đình Khôi", Some("Tổ Toán"), &[Role::DepartmentHead]);
    school.syncs(&[&lan]);
    let Signer::Here(head) = &khoi.signer else { panic!("its key is here") };
    for author in [head, &SigningKey::from_seed([9; 32])] {
        assert!(!is_adopted(&lan, vec![entry(&lan, author, None, &recovery())], NEW));
    }
}

#[test]
fn an_entry_that_goes_back_behind_what_is_known_here_is_not_believed() {
    let mut school = School::an_binh();
    let lan = school.joins("Nguyễn Thị Lan", Some("Tổ Toán"), &[Role::Staff]);
    let old = lan.read(|work| Ok(ledger::state(work.connection()).unwrap().control_head)).unwrap();
    school.joins("Lưu Đình Khôi", Some("Tổ Toán"), &[Role::Staff]);
    school.syncs(&[&lan]);

    assert!(!is_adopted(&lan, vec![entry(&lan, &registrar(), Some(old), &recovery())], NEW));
    assert!(!is_adopted(&lan, Vec::new(), NEW), "nor a relay that shows no entry at all");
}

#[test]
fn entries_that_this_machine_has_not_seen_yet_come_with_it() {
    let mut school = School::an_binh();
    let lan = school.joins("Nguyễn Thị Lan", Some("Tổ Toán"), &[Role::Staff]);
    let khoi = school.joins("Lưu Đình Khôi", Some("Tổ Toán"), &[Role::Staff]);
    let log = khoi.read(|work| {
        let all = ledger::envelopes_after(work.connection(), 0, 1000).map_err(error::from_ledger)?;
        let all = all.iter().map(|one| one.to_envelope().map(Prepared::new).map_err(error::from_ledger));
        all.collect::<Result<Vec<_>, _>>()
    });
    let mut entries = log.unwrap();
    entries.retain(|one| matches!(one.parsed(), protocol::Parsed::Control(_)));
    assert!(matches!(entries[0].parsed(), protocol::Parsed::Control(ControlBody::Genesis(_))));
    entries.push(entry(&khoi, &registrar(), None, &recovery()));

    assert!(is_adopted(&lan, entries, NEW));
}
