use super::*;

fn initiative(number: u16) -> InitiativeId {
    let mut bytes = [0; 16];
    bytes[..2].copy_from_slice(&number.to_be_bytes());
    InitiativeId::from_bytes(bytes)
}

fn department(number: u8) -> DepartmentId {
    DepartmentId::from_bytes([number; 8])
}

fn member(number: u8) -> MemberId {
    MemberId::from_bytes([number; 16])
}

fn row(number: u16) -> OverviewRow {
    OverviewRow {
        initiative: initiative(number),
        departments: BTreeSet::from([department(1)]),
        content_area: Some("teaching".to_owned()),
        campaigns: BTreeSet::new(),
        kind: Some(ParticipantKind::Teacher),
        period: Some(Period::WholeYear),
        status: Status::InProgress,
        registered: true,
        approved: true,
        dossier_submitted: false,
        changed_since_approval: false,
        months: BTreeMap::new(),
        results: ResultCounts::default(),
        quantities: Vec::new(),
        difficulties: DifficultyCounts::default(),
        participants: vec![Participant { member: member(1), department: Some(department(1)) }],
    }
}

fn all(rows: &[OverviewRow]) -> Overview {
    let heads = [(Some(department(1)), 7), (Some(department(2)), 5), (None, 2)];
    let heads: Vec<Headcount> = heads.map(|(department, active)| Headcount { department, active }).into();
    overview(rows, &OverviewFilter::default(), &heads)
}

#[test]
fn a_co_authored_initiative_counts_once_for_the_school_and_once_in_each_department() {
    let mut shared = row(2);
    shared.departments = BTreeSet::from([department(1), department(2)]);
    shared.participants.push(Participant { member: member(2), department: Some(department(2)) });
    let overview = all(&[row(1), shared]);

    assert_eq!(overview.registered.count, 2);
    let by_department: Vec<u32> =
        overview.departments.iter().map(|figures| figures.registered.count).collect();
    assert_eq!(by_department, [0, 2, 1]);
    assert_eq!(overview.matrix[1].figure.initiatives, [initiative(2)]);
    assert_eq!((overview.taking_part, overview.active), (2, 14));
    assert_eq!(overview.departments[1].percent.map(Percent::tenths), Some(143));
}

#[test]
fn drafts_count_nowhere_and_withdrawn_ones_apart() {
    let draft = OverviewRow { registered: false, status: Status::Draft, ..row(1) };
    let withdrawn = OverviewRow { status: Status::Withdrawn, ..row(2) };
    let overview = all(&[draft, withdrawn, row(3)]);

    assert_eq!(overview.registered.initiatives, [initiative(3)]);
    assert_eq!(overview.withdrawn.initiatives, [initiative(2)]);
    let states: Vec<&str> = overview.states.iter().map(|state| state.name.as_str()).collect();
    assert_eq!(states, ["in_progress", "withdrawn"]);
}

#[test]
fn units_are_never_mixed() {
    let amount = |unit: &str, planned: u32, done: u32| UnitAmount {
        unit: unit.to_owned(),
        planned: planned.into(),
        done: done.into(),
    };
    let one = OverviewRow { quantities: vec![amount("thẻ", 60, 60), amount("tiết", 4, 3)], ..row(1) };
    let other = OverviewRow { quantities: vec![amount("thẻ", 40, 20)], ..row(2) };
    let figures = all(&[one, other]).quantities;

    assert_eq!(figures.len(), 2);
    assert_eq!(
        (figures[0].unit.as_str(), figures[0].planned, figures[0].done),
        ("thẻ", 100.into(), 80.into())
    );
    assert_eq!(figures[0].percent.map(Percent::tenths), Some(800));
    assert_eq!(figures[0].initiatives.len(), 2);
    assert_eq!(figures[1].percent.map(Percent::tenths), Some(750));
}

#[test]
fn months_results_and_difficulties_lead_to_their_initiatives() {
    let month = Month::new(2026, 10).unwrap();
    let logged = |number, state| OverviewRow { months: BTreeMap::from([(month, state)]), ..row(number) };
    let mut late = logged(2, LogState::Late);
    late.results = ResultCounts { all: 2, quantified: 1, met: 1, not_met: 0 };
    late.difficulties =
        DifficultyCounts { raised: 2, answered: 2, days_to_answer: vec![9, 2], ..Default::default() };
    let mut silent = logged(3, LogState::Silent);
    silent.difficulties =
        DifficultyCounts { raised: 1, answered: 1, days_to_answer: vec![4], ..Default::default() };
    let overview = all(&[logged(1, LogState::InTime), late, silent]);

    assert_eq!(overview.months[0].silent.initiatives, [initiative(3)]);
    assert_eq!((overview.months[0].in_time.count, overview.months[0].late.count), (1, 1));
    assert_eq!((overview.results.all.count, overview.results.all.initiatives.len()), (2, 1));
    assert_eq!(overview.difficulties.median_days, Some(4));
}

#[test]
fn a_filter_narrows_every_figure() {
    let other = OverviewRow { period: Some(Period::SemesterI), ..row(2) };
    let filter = OverviewFilter { period: Some(Period::SemesterI), ..OverviewFilter::default() };
    let overview = overview(&[row(1), other], &filter, &[]);

    assert_eq!(overview.registered.initiatives, [initiative(2)]);
    assert_eq!(overview.periods.len(), 1);
}

#[test]
fn a_thousand_rows_in_any_order_give_the_same_overview() {
    let mut rows: Vec<OverviewRow> = (0..1_000).map(row).collect();
    let sorted = all(&rows);
    rows.reverse();

    assert_eq!(all(&rows), sorted);
    assert_eq!(sorted.registered.count, 1_000);
}
