//! The dated rules of a template.

use super::{Checked, Names, TemplateError, slug, some};
use crate::movement::Movement;

/// Checks the dated rules, the parameters and the days of years.
pub(super) fn check(movement: &Movement) -> Checked {
    let mut votes = Names::default();
    for (index, rule) in movement.vote_rules.iter().enumerate() {
        let place = format!("vote_rules[{index}]");
        votes.add(&format!("{place}.id"), &rule.id)?;
        for (name, threshold) in [("quorum", &rule.quorum), ("pass", &rule.pass)] {
            if threshold.den == 0 || threshold.num > threshold.den {
                return Err(TemplateError::Fraction { place: format!("{place}.{name}") });
            }
        }
    }
    let (mut awards, mut titles) = (Names::default(), Names::default());
    for (index, award) in movement.awards.iter().enumerate() {
        let place = format!("awards[{index}]");
        awards.add(&format!("{place}.id"), &award.id)?;
        slug(&format!("{place}.slug"), &award.slug)?;
        titles.add(&format!("{place}.slug"), &award.slug)?;
        if let Some(name) = award.vote_rule.as_ref().filter(|rule| !votes.0.contains(rule.as_str())) {
            return Err(TemplateError::Unknown { place: format!("{place}.vote_rule"), name: name.clone() });
        }
    }
    rubrics(movement)?;
    profiles(movement)?;
    parameters(movement)?;
    year_dates(movement)
}

fn rubrics(movement: &Movement) -> Checked {
    let mut ids = Names::default();
    for (index, rubric) in movement.rubrics.iter().enumerate() {
        let place = format!("rubrics[{index}]");
        ids.add(&format!("{place}.id"), &rubric.id)?;
        some(&format!("{place}.criteria"), &rubric.criteria)?;
        let mut criteria = Names::default();
        for (index, criterion) in rubric.criteria.iter().enumerate() {
            criteria.add(&format!("{place}.criteria[{index}].slug"), &criterion.slug)?;
            let above = |points: &u32| *points > criterion.maximum;
            if criterion.maximum == 0 || criterion.minimum.as_ref().is_some_and(above) {
                return Err(TemplateError::Fraction { place: format!("{place}.criteria[{index}].minimum") });
            }
        }
        for (index, rating) in rubric.ratings.iter().enumerate() {
            if let Some(name) = rating.criterion.as_ref().filter(|name| !criteria.0.contains(name.as_str())) {
                let place = format!("{place}.ratings[{index}].criterion");
                return Err(TemplateError::Unknown { place, name: name.clone() });
            }
        }
    }
    Ok(())
}

fn profiles(movement: &Movement) -> Checked {
    let mut ids = Names::default();
    for (index, profile) in movement.regulation_profiles.iter().enumerate() {
        let place = format!("regulation_profiles[{index}]");
        ids.add(&format!("{place}.id"), &profile.id)?;
        if profile.until.is_some_and(|until| until < profile.from) {
            return Err(TemplateError::Order { place });
        }
    }
    Ok(())
}

fn parameters(movement: &Movement) -> Checked {
    let parameters = &movement.parameters;
    let percents = [
        ("cstd_ratio", parameters.cstd_ratio),
        ("collective_advanced", parameters.collective_advanced),
        ("collective_excellent", parameters.collective_excellent),
        ("coauthor_min_share", parameters.coauthor_min_share),
        ("third_reviewer_gap", parameters.third_reviewer_gap),
    ];
    if let Some((name, _)) = percents.iter().find(|(_, percent)| *percent > 100) {
        return Err(TemplateError::Fraction { place: format!("parameters.{name}") });
    }
    let rounding = parameters.cstd_rounding.as_str();
    if !matches!(rounding, "floor" | "half_up" | "ceiling") {
        let place = "parameters.cstd_rounding".to_owned();
        return Err(TemplateError::Unknown { place, name: rounding.to_owned() });
    }
    Ok(())
}

fn year_dates(movement: &Movement) -> Checked {
    for (index, dates) in movement.year_dates.iter().enumerate() {
        let days = [dates.opens, dates.semester_i_ends, dates.semester_ii_starts, dates.ends];
        let inside = days.iter().all(|day| dates.school_year.contains(*day));
        if !inside || days.windows(2).any(|pair| pair[0] >= pair[1]) {
            return Err(TemplateError::Order { place: format!("year_dates[{index}]") });
        }
    }
    Ok(())
}
