use api::{DeliveryState, InitiativeSummary, QueueItem};
use domain::date::Moment;
use domain::id::InitiativeId;
use domain::record::Part;
use domain::role::Stage;
use domain::status::Status;

use super::super::{Kept, Urgency, fits_words, grouped, together, urgency};

fn item(number: u8, title: &str, days_left: Option<i32>) -> QueueItem {
    let initiative = InitiativeSummary {
        id: InitiativeId::from_bytes([number; 16]),
        title: title.to_owned(),
        authors: vec!["Nguyễn Thị Lan".to_owned()],
        department: "Toán – Tin – CN".to_owned(),
        content_area: None,
        period: None,
        status: Status::InReview { stages: vec![Stage::Department] },
        waiting_for: vec![Stage::Department],
        changed_since_approval: false,
        changes: 0,
        months_logged: 0,
        months_due: 0,
        results_met: 0,
        results: 0,
        evidence: 0,
        conflicts: 0,
        delivery: DeliveryState::Received,
        updated_at: Moment::from_millis(0),
        mine: false,
    };
    QueueItem {
        initiative,
        part: Part::Registration,
        stage: Stage::Department,
        submitted_at: None,
        due: None,
        days_left,
        late: false,
        difference_only: false,
        differing: false,
        opened: false,
        alike: None,
    }
}

#[test]
fn the_most_urgent_stand_first_and_each_heading_once() {
    let items = [
        item(1, "Không hạn", None),
        item(2, "Tuần này", Some(7)),
        item(3, "Quá hạn", Some(-1)),
        item(4, "Sau đó", Some(8)),
        QueueItem { differing: true, ..item(5, "Khác nhau", Some(30)) },
        item(6, "Hôm nay", Some(0)),
    ];

    let groups = grouped(&items, Kept::All, "", 100);

    let order: Vec<_> = groups.iter().map(|(urgency, group)| (*urgency, group.len())).collect();
    let expected = [
        (Urgency::Differing, 1),
        (Urgency::Over, 1),
        (Urgency::Week, 2),
        (Urgency::Later, 1),
        (Urgency::Open, 1),
    ];
    assert_eq!(order, expected);
}

#[test]
fn a_long_queue_is_shown_in_pages() {
    let items: Vec<_> = (0..=250).map(|number| item(number, "Sáng kiến", Some(3))).collect();

    assert_eq!(grouped(&items, Kept::All, "", 100)[0].1.len(), 100);
    assert_eq!(grouped(&items, Kept::All, "", 300)[0].1.len(), 251);
}

#[test]
fn words_are_found_without_accents_in_title_author_and_department() {
    let item = item(1, "“Thẻ lỗi sai” trong Toán 8", None);

    assert!(fits_words(&item, "the loi lan"));
    assert!(fits_words(&item, "Tin"));
    assert!(fits_words(&item, ""));
    assert!(!fits_words(&item, "the van"));
}

#[test]
fn a_kind_of_item_can_be_kept() {
    let dossier = QueueItem { part: Part::Dossier, difference_only: true, ..item(1, "Hồ sơ", None) };
    let items = [dossier.clone(), item(2, "Phiếu", None)];

    assert_eq!(Kept::ALL.map(|kept| kept.count(&items)), [2, 1, 1, 1, 0]);
    assert_eq!(grouped(&items, Kept::Dossiers, "", 100)[0].1, vec![dossier]);
}

#[test]
fn differing_opinions_come_before_a_due_date_that_is_over() {
    assert_eq!(urgency(&QueueItem { differing: true, ..item(1, "", Some(-9)) }), Urgency::Differing);
}

#[test]
fn identical_items_stand_together_at_the_place_of_the_first() {
    let of = |number: u8, alike| QueueItem { alike, ..item(number, "Thẻ", None) };
    let items = [of(1, None), of(2, Some(1)), of(3, None), of(4, Some(2)), of(5, Some(1)), of(6, Some(2))];
    let ids = |group: &Vec<QueueItem>| -> Vec<u8> {
        group.iter().map(|item| item.initiative.id.as_bytes()[0]).collect()
    };

    let groups: Vec<Vec<u8>> = together(&items).iter().map(ids).collect();

    assert_eq!(groups, [vec![1], vec![2, 5], vec![3], vec![4, 6]]);
}
