use super::Wanted::{self, Part, Unsatisfiable, Whole};
use super::wanted;

fn check(header: Option<&str>, expected: Wanted) {
    assert_eq!(wanted(header, 100), expected, "{header:?}");
}

#[test]
fn ranges_are_read_as_the_standard_says() {
    check(None, Whole);
    check(Some("bytes=0-9"), Part { first: 0, last: 9 });
    check(Some("bytes=90-"), Part { first: 90, last: 99 });
    check(Some("bytes=90-500"), Part { first: 90, last: 99 });
    check(Some("bytes=-10"), Part { first: 90, last: 99 });
    check(Some("bytes=-500"), Part { first: 0, last: 99 });
    check(Some("bytes=100-"), Unsatisfiable);
    check(Some("bytes=-0"), Unsatisfiable);
    check(Some("bytes=9-0"), Whole);
    check(Some("bytes=0-1,5-6"), Whole);
    check(Some("lines=0-1"), Whole);
}
