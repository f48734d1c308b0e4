//! What can be chosen on the sheet, each as the value that is stored and the words that are read.

use api::{InitiativeSummary, MemberView};
use domain::id::InitiativeId;

/// A value that can be chosen, and its words.
pub type Offer = (String, String);

/// Names a member in a list to choose from.
pub fn member_words(member: &MemberView) -> String {
    let parts = [member.name.as_str(), member.department_name.as_str()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// Lists who can sponsor pupils, the asker first; who is chosen is always among them.
pub fn sponsors(members: &[MemberView], chosen: Option<Offer>) -> Vec<Offer> {
    let mut sorted: Vec<&MemberView> = members.iter().collect();
    sorted.sort_by_key(|member| !member.me);
    let offers = sorted.into_iter().map(|member| (member.id.to_string(), member_words(member)));
    with_chosen(offers.collect(), chosen)
}

/// Lists what an initiative can continue: the asker's others that have a title, and the chosen one.
pub fn earlier(mine: &[InitiativeSummary], this: InitiativeId, chosen: Option<Offer>) -> Vec<Offer> {
    let others = mine.iter().filter(|other| other.id != this && !other.title.trim().is_empty());
    with_chosen(others.map(|other| (other.id.to_string(), other.title.clone())).collect(), chosen)
}

/// Adds what is chosen where the list does not have it.
fn with_chosen(mut offers: Vec<Offer>, chosen: Option<Offer>) -> Vec<Offer> {
    let absent = chosen.filter(|(value, _)| offers.iter().all(|(offered, _)| offered != value));
    offers.extend(absent);
    offers
}

#[cfg(test)]
mod tests;
