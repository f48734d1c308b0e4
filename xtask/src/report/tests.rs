use super::{Report, Tally};

fn lines(text: &str) -> Vec<String> {
    text.lines().map(ToOwned::to_owned).collect()
}

#[test]
fn results_of_all_binaries_are_added_up() {
    let run = lines(
        "running 3 tests\n\
         test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s\n\
         test result: FAILED. 4 passed; 2 failed; 1 ignored; 0 measured; 0 filtered out; finished in 1.20s",
    );

    assert_eq!(Tally::of_test_run(&run, false), Tally { passed: 7, failed: 2 });
}

#[test]
fn a_run_that_did_not_compile_is_a_failure() {
    assert_eq!(Tally::of_test_run(&lines("error: could not compile"), false), Tally { passed: 0, failed: 1 });
}

#[test]
fn a_step_that_breaks_off_fails_the_report() {
    let mut report = Report::default();
    assert!(report.step("holds", || Ok(Tally::one(true))));
    assert!(!report.step("breaks off", || anyhow::bail!("no disk")));

    assert!(!report.close());
}
