//! Ghi tháng: the form that logs a month on one screen.

mod form;
mod kept;
mod measured;

pub use kept::forget_half_typed;

use leptos::prelude::*;

use super::editor::use_editor;
use super::leaf::Opens;
use super::model::log::{first_choice, months};
use super::upload::{Then, Uploads};
use crate::i18n::{td_string, use_locale};
use crate::ui::dialog::DialogSize;
use crate::ui::{Choice, Dialog, SelectField};
use crate::words;
use form::Form;

/// The dialog with the form of a month; closing it keeps what was typed.
#[component]
pub fn LogDialog(opens: Opens) -> impl IntoView {
    let (lang, editor) = (use_locale(), use_editor());
    let month = Memo::new(move |_| opens.month.get().or_else(|| editor.with(first_choice)));
    let title = move || {
        month
            .get()
            .map(|month| td_string!(lang, book.log.title, month = words::month_year(lang, month)).to_string())
            .unwrap_or_default()
    };
    let choices = editor.part(move |view| {
        let months = months(view).into_iter();
        months.map(|month| Choice::new(month.to_string(), words::month_year(lang, month))).collect::<Vec<_>>()
    });
    let chosen = Signal::derive(move || month.get().map(|month| month.to_string()).unwrap_or_default());
    let choose = move |chosen: String| opens.month.set(chosen.parse().ok());
    // Files that were picked stay when the form is closed before the month is logged.
    let uploads = Uploads::new(Then::Keep);
    view! {
        <Dialog open=opens.log title size=DialogSize::Medium testid="log-dialog">
            {move || (choices.with(Vec::len) > 1).then(|| view! {
                <SelectField
                    label=td_string!(lang, book.log.month) choices
                    value=chosen
                    testid="log-choose-month"
                    on_change=choose
                />
            })}
            {move || month.get().map(|month| view! { <Form month uploads open=opens.log/> })}
        </Dialog>
    }
}
