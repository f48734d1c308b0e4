//! What is typed on the first screen, made ready to be sent.

use api::FoundSchool;
use domain::date::Date;
use domain::period::SchoolYear;
use domain::role::Role;

/// A field that founding cannot do without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needed {
    /// The school's name.
    School,
    /// The founder's name.
    Person,
    /// The relay's address.
    Relay,
    /// A template.
    Template,
}

/// What a founder types.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FoundForm {
    /// The school's name.
    pub school: String,
    /// Such as `2026-2027`.
    pub school_year: String,
    /// Id of a template that comes with the application.
    pub template: String,
    /// A template file: its name and text.
    pub template_file: Option<(String, String)>,
    /// Full name.
    pub person: String,
    /// Staff code, may be empty.
    pub staff_code: String,
    /// Further roles.
    pub roles: Vec<Role>,
    /// The relay's address.
    pub relay: String,
    /// The PIN of the new book; empty for none.
    pub pin: String,
}

impl FoundForm {
    /// Lists what is still missing, in the order of the form.
    pub fn missing(&self) -> Vec<Needed> {
        let empty = |text: &str| text.trim().is_empty();
        let checks = [
            (Needed::School, empty(&self.school)),
            (Needed::Template, empty(&self.template) && self.template_file.is_none()),
            (Needed::Person, empty(&self.person)),
            (Needed::Relay, empty(&self.relay)),
        ];
        checks.into_iter().filter_map(|(needed, missing)| missing.then_some(needed)).collect()
    }

    /// Turns a role on or off.
    pub fn set_role(&mut self, role: Role, held: bool) {
        self.roles.retain(|other| *other != role);
        if held {
            self.roles.push(role);
        }
    }

    /// Makes the request; a template file is preferred to a template that comes along.
    pub fn request(&self) -> FoundSchool {
        let code = self.staff_code.trim();
        FoundSchool {
            school: self.school.trim().to_owned(),
            school_year: self.school_year.clone(),
            template: self.template_file.is_none().then(|| self.template.clone()),
            template_json: self.template_file.as_ref().map(|(_, json)| json.clone()),
            person: self.person.trim().to_owned(),
            staff_code: (!code.is_empty()).then(|| code.to_owned()),
            roles: self.roles.clone(),
            relay: address(&self.relay),
            pin: (!self.pin.is_empty()).then(|| self.pin.clone()),
        }
    }
}

/// Completes an address as people type it: `192.168.1.10:7420` becomes `http://192.168.1.10:7420`.
pub fn address(typed: &str) -> String {
    let typed = typed.trim().trim_end_matches('/');
    if typed.is_empty() || typed.contains("://") { typed.to_owned() } else { format!("http://{typed}") }
}

/// Takes spaces and line breaks out of a ticket, however it was typed.
pub fn ticket(typed: &str) -> String {
    typed.chars().filter(|letter| !letter.is_whitespace()).collect()
}

/// The ticket in the fragment of an address, such as `#SSK1:…`, if there is one.
pub fn brought_ticket(fragment: &str) -> Option<String> {
    let ticket = fragment.strip_prefix('#')?;
    let is_ticket = ticket.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("SSK"));
    // Some programs write the colon of an address in another way.
    is_ticket.then(|| ticket.replace("%3A", ":").replace("%3a", ":"))
}

/// Offers the school year of a day and the one after it.
pub fn school_years(today: Date) -> Vec<String> {
    let now = SchoolYear::of(today);
    vec![now.to_string(), now.next().to_string()]
}

#[cfg(test)]
mod tests;
