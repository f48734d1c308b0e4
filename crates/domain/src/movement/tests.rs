use super::*;
use rstest::rstest;

/// Another movement of another school: three areas, other labels, other months, one stage.
const OTHER: &str = r#"{
  "id": "xanh-2030", "title": "Trường học xanh", "theme": "Mỗi lớp một vườn", "phase": "2026-2030",
  "school_year": "2026-2027",
  "issuers": [{ "slug": "school", "title": "Nhà trường" }],
  "citations": [],
  "content_areas": [
    { "slug": "nuoc", "label": "I", "title": "Nước", "sub_items": [] },
    { "slug": "dat", "label": "II", "title": "Đất", "sub_items": [{ "slug": "dat-1", "title": "Ủ phân" }] },
    { "slug": "gio", "label": "III", "title": "Gió", "sub_items": [] }
  ],
  "campaigns": [],
  "criteria_sets": [],
  "milestones": [
    { "id": "đk", "title": "Đăng ký", "months": [10], "responsible": ["staff"],
      "due": { "rule": "day", "month": 10, "day": 20 }, "opens": ["registration"], "periods": ["whole_year"] }
  ],
  "parameters": {
    "cstd_ratio": 15, "cstd_rounding": "half_up", "collective_advanced": 50, "collective_excellent": 70,
    "coauthor_min_share": 20, "first_use_to_filing_months": 12, "notice_working_days": 3, "archive_years": 10,
    "reviewers_min": 2, "third_reviewer_gap": 10, "late_policy": "refuse", "answer_days": 5,
    "one_stage_per_person": false, "largest_file": 1048576, "remind_days": [3]
  },
  "approval_chain": { "registration": [["leadership"]], "dossier": [["leadership"], ["union"]] },
  "months": [10, 11, 12, 1, 2, 3]
}"#;

fn ddst() -> Movement {
    Movement::parse(builtin()[0].1).unwrap()
}

#[test]
fn the_plans_template_has_its_areas_in_the_printed_order() {
    let movement = ddst();
    let labels: Vec<&str> = movement.content_areas.iter().map(|area| area.label.as_str()).collect();
    let sub_items: Vec<usize> = movement.content_areas.iter().map(|area| area.sub_items.len()).collect();

    assert_eq!(labels, ["a", "b", "c", "d", "đ", "g"]);
    assert_eq!(sub_items, [7, 8, 4, 9, 3, 4]);
    assert_eq!(builtin()[0].0, movement.id);
}

#[rstest]
#[case(ParticipantKind::Department, 7)]
#[case(ParticipantKind::Leader, 4)]
#[case(ParticipantKind::Teacher, 3)]
#[case(ParticipantKind::Staff, 2)]
#[case(ParticipantKind::Pupil, 6)]
fn every_kind_of_participant_has_its_criteria(#[case] kind: ParticipantKind, #[case] criteria: usize) {
    assert_eq!(ddst().criteria_for(kind).unwrap().criteria.len(), criteria);
}

#[test]
fn the_plans_template_has_its_milestones_rules_and_chain() {
    let movement = ddst();

    assert_eq!((movement.milestones.len(), movement.campaigns.len(), movement.rubrics.len()), (12, 2, 4));
    assert_eq!((movement.vote_rules.len(), movement.regulation_profiles.len()), (5, 4));
    assert_eq!(
        movement.approval_chain.of(Part::Registration),
        [vec![Stage::Department], vec![Stage::Union, Stage::Leadership]]
    );
    assert_eq!(movement.parameters.late_policy, LatePolicy::AcceptAndMark);
    let rubric = &movement.rubrics[0];
    assert_eq!(rubric.criteria.iter().map(|criterion| criterion.maximum).sum::<u32>(), 10_000);
}

#[test]
fn a_movement_survives_writing_and_reading() {
    let movement = ddst().for_year("2026-2027".parse().unwrap());
    let json = serde_json::to_string(&movement).unwrap();

    assert_eq!(Movement::parse(&json), Ok(movement));
}

#[test]
fn a_title_that_authors_register_for_has_its_printed_name() {
    let movement = ddst();

    assert_eq!(movement.titles()["ldtt"], "Lao động tiên tiến");
}

#[test]
fn a_template_with_other_areas_labels_and_months_works_as_well() {
    let movement = Movement::parse(OTHER).unwrap();
    let months: Vec<String> = movement.months_of_year().iter().map(ToString::to_string).collect();

    assert_eq!(movement.content_area("dat").unwrap().label, "II");
    assert_eq!(months, ["2026-10", "2026-11", "2026-12", "2027-01", "2027-02", "2027-03"]);
    assert_eq!(movement.titles()["dat-1"], "Ủ phân");
    let due = crate::calendar::part_due(&movement, Part::Registration, Period::WholeYear);
    assert_eq!(due, "2026-10-20".parse().ok());
}

#[rstest]
#[case(Period::SemesterI, 5)]
#[case(Period::SemesterII, 5)]
#[case(Period::WholeYear, 9)]
fn a_period_has_its_months(#[case] period: Period, #[case] months: usize) {
    assert_eq!(ddst().months_of(period).len(), months);
}

#[rstest]
#[case::unknown_field(r#""phase":"#, r#""fase": "x", "phase":"#, "line")]
#[case::missing_field(r#""theme": "Mỗi lớp một vườn","#, "", "missing field `theme`")]
#[case::two_areas_of_one_slug(
    r#""slug": "gio""#,
    r#""slug": "dat""#,
    "content_areas[2].slug: \"dat\" stands twice"
)]
#[case::two_areas_of_one_label(r#""III""#, r#""II""#, "content_areas[2].label: \"II\" stands twice")]
#[case::slug_with_capitals(r#""slug": "gio""#, r#""slug": "Gió""#, "content_areas[2].slug: a slug has")]
#[case::empty_title(r#""title": "Gió""#, r#""title": " ""#, "content_areas[2].title is empty")]
#[case::month_thirteen("[10, 11, 12, 1, 2, 3]", "[10, 13]", "months: 13 is not a month")]
#[case::months_out_of_order("[10, 11, 12, 1, 2, 3]", "[10, 9]", "months[1]: 9 is not a month in its order")]
#[case::no_months("[10, 11, 12, 1, 2, 3]", "[]", "months needs at least one entry")]
#[case::chain_without_stages(r#"[["leadership"]]"#, "[]", "approval_chain.registration needs")]
#[case::empty_group(r#"[["leadership"]]"#, "[[]]", "approval_chain.registration[0] needs")]
#[case::stage_twice(
    r#"[["leadership"], ["union"]]"#,
    r#"[["union"], ["union"]]"#,
    "approval_chain.dossier[1]: Union"
)]
#[case::unknown_stage(r#"[["leadership"]]"#, r#"[["parents"]]"#, "unknown variant `parents`")]
#[case::no_such_day(r#""day": 20"#, r#""day": 32"#, "milestones[0].due: there is no such day")]
#[case::share_above_all(
    r#""coauthor_min_share": 20"#,
    r#""coauthor_min_share": 120"#,
    "parameters.coauthor_min_share"
)]
#[case::rounding(r#""half_up""#, r#""up""#, "parameters.cstd_rounding: there is no \"up\"")]
#[case::year(r#""2026-2027""#, r#""2026-2028""#, "second year must follow")]
fn a_template_that_would_not_work_is_refused_with_the_place(
    #[case] good: &str,
    #[case] bad: &str,
    #[case] message: &str,
) {
    assert!(OTHER.contains(good), "the template has {good}");
    let error = Movement::parse(&OTHER.replacen(good, bad, 1)).unwrap_err().to_string();

    assert!(error.contains(message), "{error}");
}

#[rstest]
#[case::empty("")]
#[case::not_json("<template/>")]
#[case::a_list("[]")]
#[case::of_another_program("{\"name\":\"x\"}")]
fn what_is_no_template_is_refused(#[case] text: &str) {
    assert!(matches!(Movement::parse(text), Err(TemplateError::Shape { .. })));
}
