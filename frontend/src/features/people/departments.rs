//! Departments.

use api::PeopleView;
use leptos::prelude::*;

use crate::i18n::{td_string, use_locale};
use crate::live::Live;

/// Departments with their heads.
#[component]
pub fn DepartmentList(people: Live<PeopleView>) -> impl IntoView {
    let lang = use_locale();
    let item = move |department: api::DepartmentView| {
        let head = if department.head.is_empty() {
            td_string!(lang, people.no_head).to_owned()
        } else {
            td_string!(lang, people.head_of, name = department.head).to_string()
        };
        let members = td_string!(lang, people.members_of, count = department.members).to_string();
        view! {
            <li data-testid="department">
                <div class="what"><strong>{department.name}</strong><span class="faint">{head}</span></div>
                <div class="push num">{members}</div>
            </li>
        }
    };
    view! {
        <ul class="items">
            {move || people.get().map(|people| people.departments.into_iter().map(item).collect_view())}
        </ul>
    }
}
