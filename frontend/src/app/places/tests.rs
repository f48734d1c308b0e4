use rstest::rstest;

use super::Place;

#[rstest]
#[case(Place::Today, "/", true)]
#[case(Place::Today, "/book", false)]
#[case(Place::Book, "/book/0a1b", true)]
#[case(Place::Book, "/bookmark", false)]
#[case(Place::Overview, "/records", true)]
fn an_address_lies_in_its_place(#[case] place: Place, #[case] path: &str, #[case] inside: bool) {
    assert_eq!(place.holds(path), inside);
}
