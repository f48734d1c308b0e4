use api::{AskToJoin, ConfirmJoin, JoinSchool, JoinView, ListJoiners, WaitingView};

use crate::Person;

/// Joins with an invitation, as people do it: where a machine waits, its six digits are read out to a
/// registrar, who types them.
pub async fn joins(machine: &Person, ticket: String, registrar: &Person) {
    match machine.does(JoinSchool { ticket, pin: None }).await {
        JoinView::Joined(_) => {}
        JoinView::Waits(waiting) => is_let_in(machine, &waiting, registrar).await,
    }
}

/// Reads six digits out to a registrar, and opens the book.
pub async fn is_let_in(machine: &Person, waiting: &WaitingView, registrar: &Person) {
    confirms(registrar, &waiting.code).await;
    let asked = machine.does(AskToJoin { id: waiting.id.clone(), pin: None }).await;
    assert!(matches!(asked, JoinView::Joined(_)), "{}: the book is not open: {asked:?}", machine.name);
}

/// A registrar types six digits that somebody reads out.
pub async fn confirms(registrar: &Person, code: &str) {
    let mut members: Vec<_> =
        registrar.does(ListJoiners {}).await.into_iter().map(|joiner| joiner.member).collect();
    members.dedup();
    for member in members {
        if registrar.tries(ConfirmJoin { member, code: code.to_owned() }).await.is_ok() {
            return;
        }
    }
    panic!("{}: nobody waits with {code}", registrar.name);
}
