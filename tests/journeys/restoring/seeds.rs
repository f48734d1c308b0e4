//! Losses, edits and decisions in an order that only a number knows.

use std::path::Path;

use api::{Approve, GetDelivery, GetInitiative, GetReview, InviteMembers, SyncNow};
use domain::id::{InitiativeId, MemberId};
use domain::record::Part;
use domain::role::Stage;
use testkit::{Person, School};

use super::{
    BACH, HA, KHOI, LAN, SON, back_up, handed_in, lose_all, put_back, put_back_in_place, school_folder,
};

/// Which way the relay's folder goes back.
const LOSSES: [fn(&mut School, &Path); 3] = [put_back, put_back_in_place, lose_all];

/// Numbers that are the same in each run of one seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most
    }
}

/// Three authors who each write one initiative, and what each of them wrote last.
struct Authors {
    works: Vec<(&'static str, InitiativeId)>,
    last: Vec<String>,
}

impl Authors {
    async fn begin(school: &School) -> Self {
        let mut works = Vec::new();
        for name in [LAN, BACH, HA] {
            works.push((name, handed_in(school, name, &format!("Sáng kiến của {name}")).await));
        }
        let last = vec![String::new(); works.len()];
        Self { works, last }
    }

    async fn one_writes(&mut self, school: &School, dice: &mut Dice, step: usize) {
        let which = dice.below(self.works.len());
        let (name, id) = self.works[which];
        self.last[which] = format!("{name}, bước {step}");
        school.person(name).types(id, "support_needed", &self.last[which]).await;
    }

    async fn are_read_by(&self, person: &Person) {
        for ((_, id), last) in self.works.iter().zip(&self.last) {
            if let Ok(seen) = person.tries(GetInitiative { id: *id }).await {
                assert!(last.is_empty() || seen.support_needed == *last, "{}: {last}", person.name);
            }
        }
    }
}

/// The registrar invites somebody, or the head approves what is there.
async fn somebody_decides(school: &School, authors: &Authors, dice: &mut Dice, who: MemberId) {
    if dice.below(2) == 0 {
        let _ = school.registrar.tries(InviteMembers { members: vec![who], days: 7 }).await;
        return;
    }
    let (khoi, id) = (school.person(KHOI), authors.works[0].1);
    if let Ok(review) = khoi.tries(GetReview { id }).await {
        let (part, stage, heads) = (Part::Registration, Stage::Department, review.initiative.heads);
        let _ = khoi.tries(Approve { id, part, stage, heads, text: String::new() }).await;
    }
}

async fn one_syncs(school: &School, dice: &mut Dice) {
    let names = [LAN, BACH, HA, KHOI, SON];
    let which = dice.below(names.len() + 1);
    let person = names.get(which).map_or(&school.registrar, |name| school.person(name));
    // A relay that lacks everything refuses whoever is no registrar.
    let _ = person.tries(SyncNow {}).await;
}

#[rstest::rstest]
#[case::one(1)]
#[case::two(2)]
#[case::three(3)]
#[tokio::test(flavor = "multi_thread")]
async fn whatever_comes_back_in_whichever_order_nothing_is_lost(#[case] seed: u64) {
    let mut school = School::with(&[LAN, BACH, HA, KHOI, SON]).await;
    let mut authors = Authors::begin(&school).await;
    school.syncs().await;
    let invited = school.member(LAN).await;
    let (mut dice, mut backup) = (Dice(seed), back_up(&mut school));
    for step in 0..60 {
        match dice.below(20) {
            0 if school_folder(&school).exists() => backup = back_up(&mut school),
            1 | 2 => LOSSES[dice.below(LOSSES.len())](&mut school, &backup),
            11 | 12 => somebody_decides(&school, &authors, &mut dice, invited).await,
            3..=10 => authors.one_writes(&school, &mut dice, step).await,
            _ => one_syncs(&school, &mut dice).await,
        }
    }
    for _ in 0..3 {
        let _ = school.registrar.tries(SyncNow {}).await;
        for name in [LAN, BACH, HA, KHOI, SON] {
            let _ = school.person(name).tries(SyncNow {}).await;
        }
    }

    school.syncs().await;
    for name in [LAN, BACH, HA, KHOI, SON] {
        authors.are_read_by(school.person(name)).await;
        let delivery = school.person(name).does(GetDelivery {}).await;
        assert_eq!((delivery.unsent, delivery.trouble, delivery.aside.len()), (0, None, 0), "{name}");
    }
    authors.are_read_by(school.joins(LAN).await).await;
}
