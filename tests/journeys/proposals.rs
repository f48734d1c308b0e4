//! What no registrar decides alone, decided by two without the key on paper.

use api::{
    AgreeToProposal, Code, ListPeople, PeopleView, Propose, ReadProposal, SetRegistrars, SharedAct, SyncNow,
};
use domain::id::MemberId;
use domain::role::Role;
use testkit::{Person, School};

const VINH: &str = "Đinh Quang Vinh";
const LAN: &str = "Nguyễn Thị Lan";

/// A school with two registrars, Hạnh and Vinh.
async fn with_two() -> (School, [MemberId; 3]) {
    let school = School::with(&[VINH, LAN]).await;
    let members = [school.member("Hạnh").await, school.member("Vinh").await, school.member("Lan").await];
    let key = school.recovery_key.clone();
    let both = SetRegistrars { members: members[..2].to_vec(), recovery_key: key };
    school.registrar.does(both).await;
    school.person(VINH).does(SyncNow {}).await;
    (school, members)
}

async fn proposes(person: &Person, members: &[MemberId]) -> String {
    person.does(Propose { act: SharedAct::Registrars(members.to_vec()) }).await.text
}

fn agree(text: &str) -> AgreeToProposal {
    AgreeToProposal { text: text.to_owned() }
}

fn registrars(people: &PeopleView) -> usize {
    people.members.iter().filter(|one| one.roles.contains(&Role::Registrar)).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_registrar_reads_what_is_proposed_and_enters_it() {
    let (school, members) = with_two().await;
    let text = proposes(&school.registrar, &members).await;
    let vinh = school.person(VINH);

    let read = vinh.does(ReadProposal { text: text.clone() }).await;
    assert_eq!((read.by.as_str(), read.names.len()), ("Nguyễn Thị Hạnh", 3));
    assert_eq!(registrars(&vinh.does(ListPeople {}).await), 2, "reading changes nothing");
    let people = vinh.does(agree(&text)).await;

    assert_eq!(registrars(&people), 3);
    school.syncs().await;
    assert!(school.person(LAN).does(ListPeople {}).await.can_register, "everybody judges it alike");
    assert_eq!(vinh.is_refused(agree(&text)).await, Code::StaleProposal, "it is entered once");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_enters_their_own_proposal_or_an_altered_one() {
    let (school, members) = with_two().await;
    let text = proposes(&school.registrar, &members).await;
    let vinh = school.person(VINH);

    assert_eq!(school.registrar.is_refused(agree(&text)).await, Code::BadProposal);
    assert_eq!(school.person(LAN).is_refused(agree(&text)).await, Code::NotAllowed);
    let alone = SharedAct::Registrars(vec![members[2]]);
    assert_eq!(school.person(LAN).is_refused(Propose { act: alone }).await, Code::NotAllowed);
    let (begin, end) = text.split_at(60);
    let altered = format!("{begin}{}", end.replacen('A', "B", 1).replacen('0', "1", 1));
    for text in [altered.as_str(), "SSKP1:", "SSK1:KHONG-PHAI", ""] {
        assert_eq!(vinh.is_refused(agree(text)).await, Code::BadProposal, "{text}");
    }
    let (other, of_other) = with_two().await;
    let foreign = proposes(&other.registrar, &of_other).await;
    assert_eq!(vinh.is_refused(agree(&foreign)).await, Code::BadProposal);
    assert_eq!(registrars(&vinh.does(ListPeople {}).await), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proposal_is_void_once_the_membership_has_changed() {
    let (mut school, members) = with_two().await;
    let text = proposes(&school.registrar, &members).await;
    school.joins("Trịnh Xuân Bách").await;

    assert_eq!(school.person(VINH).is_refused(agree(&text)).await, Code::StaleProposal);

    let again = proposes(&school.registrar, &members).await;
    assert_eq!(registrars(&school.person(VINH).does(agree(&again)).await), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proposal_of_somebody_who_is_no_registrar_any_more_is_none() {
    let (school, members) = with_two().await;
    let text = proposes(school.person(VINH), &members).await;
    let alone = SetRegistrars { members: members[..1].to_vec(), recovery_key: school.recovery_key.clone() };
    school.registrar.does(alone).await;

    assert_eq!(school.registrar.is_refused(agree(&text)).await, Code::BadProposal);
}
