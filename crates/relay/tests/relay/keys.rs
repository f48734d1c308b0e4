//! Another key of the relay: made beside the present one, named by the schools, taken at a start.

use super::support::{Person, SPACE, Server, founded, genesis};
use protocol::{
    Code, ControlBody, Envelope, ErrorBody, HaveAnswer, HaveRequest, HaveStage, Prepared, RecoverySecret,
    RelayKey, RelayKeys, SessionAnswer, SignedCheckpoint, Takeover, Vector,
};
use relay::Keys;
use tempfile::tempdir;

const GONE: RelayKey = RelayKey::from_bytes([5; 32]);

async fn keys(server: &Server) -> RelayKeys {
    let answer = server.http.get(server.url("/v1/keys")).send().await.unwrap();
    RelayKeys::from_bytes(&answer.bytes().await.unwrap()).unwrap()
}

/// The entry that names a relay, with the key on paper.
async fn names(hanh: &mut Person, server: &Server, relay: RelayKey) {
    let nobody = protocol::Cosign { key: [0; 32], sig: protocol::Signature::MISSING };
    let body = ControlBody::RelayRotate { relay, relay_box: relay.box_key(), tls: vec![], cosign: nobody };
    let recovery = RecoverySecret::from_seed([3; 32]);
    hanh.decides(server, body.cosigned(&recovery.key(), hanh.next.control)).await;
}

async fn founds_again(server: &Server, genesis: &Envelope, word: &Takeover) -> Result<(), Code> {
    let asked = server.http.post(server.url("/v1/found")).body(word.behind(genesis));
    let answer = asked.send().await.unwrap();
    match answer.status().as_u16() {
        200 => Ok(()),
        _ => Err(ErrorBody::from_bytes(&answer.bytes().await.unwrap()).unwrap().code),
    }
}

fn word(person: &Person, relay: RelayKey, genesis: &Envelope) -> Takeover {
    let id = Prepared::new(genesis.clone()).id();
    Takeover { device: person.key.device_key(), sig: person.key.sign(&Takeover::message(relay, id)) }
}

#[tokio::test]
async fn the_next_key_is_told_while_the_relay_runs_and_taken_once_every_school_names_it() {
    let folder = tempdir().unwrap();
    let server = Server::start(folder.path()).await;
    let first = server.key;
    let mut hanh = founded(&server).await;
    assert_eq!(keys(&server).await, RelayKeys { present: first, next: None });
    Keys::make_next(folder.path()).unwrap();
    let next = keys(&server).await.next.expect("it is told without a restart");
    server.stop().await;

    let server = Server::start(folder.path()).await;
    assert_eq!(keys(&server).await, RelayKeys { present: first, next: Some(next) }, "nobody has named it");
    hanh.signs_in(&server).await;
    names(&mut hanh, &server, next).await;
    server.stop().await;
    let server = Server::start(folder.path()).await;
    assert_eq!(keys(&server).await, RelayKeys { present: next, next: None });
    assert_eq!(server.key, next);
    hanh.signs_in(&server).await;
}

#[tokio::test]
async fn a_school_of_another_relay_begins_again_by_a_founders_word_and_is_restored() {
    let folder = tempdir().unwrap();
    let server = Server::start(folder.path()).await;
    let (mut hanh, thief) = (Person::new(1), Person::new(2));
    let first = genesis(&mut hanh, GONE);
    let own = server.key;

    for wrong in [word(&thief, own, &first), word(&hanh, GONE, &first)] {
        assert_eq!(founds_again(&server, &first, &wrong).await, Err(Code::ForbiddenKind));
    }
    assert_eq!(hanh.opens_a_session(&server).await.status(), 404, "there is no school yet");
    founds_again(&server, &first, &word(&hanh, own, &first)).await.unwrap();
    founds_again(&server, &first, &word(&hanh, own, &first)).await.expect("an answer was lost");
    hanh.signs_in(&server).await;
    assert!(has(&hanh, &server, None).await.unwrap().recovering, "it is filled again before anything new");
}

async fn has(who: &Person, server: &Server, shown: Option<SignedCheckpoint>) -> Result<HaveAnswer, Code> {
    let (held, skipped) = (Vector::default(), Vector::default());
    let request = HaveRequest { held, skipped, checkpoint: shown, stage: HaveStage::Asks };
    let asked = who.with_token(server.http.post(server.school("have")).body(request.to_bytes()));
    let answer = asked.send().await.unwrap();
    let ok = answer.status() == 200;
    let bytes = answer.bytes().await.unwrap();
    if ok {
        Ok(HaveAnswer::from_bytes(&bytes).unwrap())
    } else {
        Err(ErrorBody::from_bytes(&bytes).unwrap().code)
    }
}

#[tokio::test]
async fn what_an_earlier_key_signed_still_proves_what_the_log_was() {
    let folder = tempdir().unwrap();
    let server = Server::start(folder.path()).await;
    let mut hanh = founded(&server).await;
    Keys::make_next(folder.path()).unwrap();
    let next = keys(&server).await.next.unwrap();
    names(&mut hanh, &server, next).await;
    let answer = hanh.opens_a_session(&server).await.bytes().await.unwrap();
    let signed = SessionAnswer::from_bytes(&answer).unwrap().checkpoint;
    server.stop().await;
    let server = Server::start(folder.path()).await;
    hanh.signs_in(&server).await;

    assert_eq!(signed.open(&server.key), Err(Code::BadSignature), "it has another key now");
    assert!(has(&hanh, &server, Some(signed.clone())).await.is_ok());
    let forged = SignedCheckpoint { sig: protocol::Signature([7; 64]), ..signed };
    assert_eq!(has(&hanh, &server, Some(forged)).await, Err(Code::BadSignature));
    assert_eq!(SPACE.to_bytes(), [9; 16]);
}
