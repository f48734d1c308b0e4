//! Importing a roster: pick the file, look at what it would do, import.

use api::{ImportRoster, PreviewRoster, RosterPreview};
use leptos::prelude::*;

use super::model::{column, needs_attention, to_import};
use super::roster_rows::RosterRows;
use crate::act::use_act;
use crate::files::read_base64;
use crate::i18n::{Locale, td_string, use_locale};
use crate::ipc;
use crate::parts::ErrorNote;
use crate::ui::dialog::DialogSize;
use crate::ui::{Badge, Button, ButtonKind, CheckField, Dialog, FileDrop, Symbol, Tone, use_toasts};
use crate::words;

/// The dialog of the import.
#[component]
pub fn RosterDialog(open: RwSignal<bool>) -> impl IntoView {
    let lang = use_locale();
    let preview = RwSignal::new(None::<RosterPreview>);
    Effect::new(move || {
        if !open.get() {
            preview.set(None);
        }
    });
    view! {
        <Dialog open title=td_string!(lang, people.roster.title) size=DialogSize::Large testid="roster-dialog">
            {move || match preview.get() {
                None => view! { <Pick preview/> }.into_any(),
                Some(shown) => view! { <Preview shown preview open/> }.into_any(),
            }}
        </Dialog>
    }
}

#[component]
fn Pick(preview: RwSignal<Option<RosterPreview>>) -> impl IntoView {
    let lang = use_locale();
    let act = use_act();
    let take = move |files: Vec<web_sys::File>| {
        let Some(file) = files.into_iter().next() else { return };
        let steps = async move {
            let base64 = read_base64(&file).await?;
            ipc::call(PreviewRoster { file_name: file.name(), base64: Some(base64), path: None }).await
        };
        act.run(steps, move |shown| preview.set(Some(shown)));
    };
    view! {
        <FileDrop
            label=td_string!(lang, people.roster.drop)
            accept=".xlsx,.xls,.ods,.csv,text/csv"
            symbol=Symbol::Sheet
            disabled=act.busy()
            testid="roster-file"
            on_files=take
        />
        <p class="faint">{td_string!(lang, people.roster.hint)}</p>
        <ErrorNote error=act.error()/>
    }
}

#[component]
fn Preview(
    shown: RosterPreview,
    preview: RwSignal<Option<RosterPreview>>,
    open: RwSignal<bool>,
) -> impl IntoView {
    let lang = use_locale();
    let act = use_act();
    let toasts = use_toasts();
    let accepted = RwSignal::new(Vec::<u32>::new());
    let attention = shown.rows.iter().filter(|row| needs_attention(row)).count();
    let only_open = RwSignal::new(false);
    let leave_out = RwSignal::new(false);
    let problems = shown.problems;
    let shown = StoredValue::new(shown);
    let count = Memo::new(move |_| shown.with_value(|shown| accepted.with(|lines| to_import(shown, lines))));
    let import = move |_| {
        let request = ImportRoster {
            token: shown.with_value(|shown| shown.token.clone()),
            accept_lines: accepted.get_untracked(),
            leave_out_problems: leave_out.get_untracked(),
        };
        act.call(request, move |done| {
            let said = td_string!(
                lang,
                people.roster.done,
                added = done.added,
                changed = done.changed,
                departments = done.departments,
                left_out = done.left_out
            );
            toasts.say(said);
            open.set(false);
        });
    };
    let cannot = Signal::derive(move || count.get() == 0 || (problems > 0 && !leave_out.get()));
    let words_of_button = move || match count.get() {
        0 => td_string!(lang, people.roster.nothing).to_owned(),
        count => td_string!(lang, people.roster.import, count = count).to_string(),
    };
    view! {
        {shown.with_value(|shown| figures(lang, shown))}
        {(attention > 0)
            .then(|| {
                view! {
                    <CheckField
                        label=td_string!(lang, people.roster.only_open)
                        value=only_open
                        on_change=move |only| only_open.set(only)
                        testid="roster-only-open"
                    />
                }
            })}
        <RosterRows rows=shown.with_value(|shown| shown.rows.clone()) accepted only_open/>
        <ErrorNote error=act.error()/>
        <div class="dialog-acts people-import">
            {(problems > 0)
                .then(|| {
                    view! {
                        <CheckField
                            label=td_string!(lang, people.roster.leave_out, count = problems).to_string()
                            value=leave_out
                            on_change=move |yes| leave_out.set(yes)
                            testid="roster-leave-out"
                        />
                    }
                })}
            <span class="push"></span>
            <Button testid="roster-another" on_press=move |_| preview.set(None)>{td_string!(lang, people.roster.another)}</Button>
            <Button kind=ButtonKind::Main busy=act.busy() disabled=cannot testid="roster-import" on_press=import>
                {words_of_button}
            </Button>
        </div>
    }
}

/// What the file would do, in figures.
fn figures(lang: Locale, shown: &RosterPreview) -> impl IntoView + use<> {
    let badge =
        |tone: Tone, count: u32, said: String| (count > 0).then(|| view! { <Badge tone>{said}</Badge> });
    let new = td_string!(lang, people.roster.new, count = shown.new_members).to_string();
    let changed = td_string!(lang, people.roster.changed, count = shown.changed_members).to_string();
    let same = td_string!(lang, people.roster.same, count = shown.same_members).to_string();
    let problems = td_string!(lang, people.roster.problems, count = shown.problems).to_string();
    let departments = (!shown.new_departments.is_empty()).then(|| {
        let names = words::list(lang, &shown.new_departments);
        view! { <p class="soft">{td_string!(lang, people.roster.new_departments, names = names).to_string()}</p> }
    });
    let sheet = (!shown.sheet.is_empty()).then(|| {
        view! { <p class="faint">{td_string!(lang, people.roster.sheet, sheet = shown.sheet.clone()).to_string()}</p> }
    });
    let columns = shown
        .columns
        .iter()
        .map(|understood| format!("{} → {}", understood.header, column(lang, &understood.field)))
        .collect::<Vec<_>>()
        .join(" · ");
    view! {
        <div class="row row-tight">
            {badge(Tone::Good, shown.new_members, new)}
            {badge(Tone::Accent, shown.changed_members, changed)}
            {badge(Tone::Plain, shown.same_members, same)}
            {badge(Tone::Attention, shown.problems, problems)}
        </div>
        {departments}
        {sheet}
        <p class="faint">{td_string!(lang, people.roster.columns)}": "{columns}</p>
    }
}
