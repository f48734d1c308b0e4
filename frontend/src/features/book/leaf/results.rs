//! Kết quả lượng hóa: a table with bars; each row opens to be written.

mod edit;

use api::{Measure, ResultView};
use domain::id::EntryId;
use leptos::prelude::*;

use super::super::editor::use_editor;
use super::super::model::find::result;
use super::super::model::leaf::{anchor, bar};
use super::quantities::focus_entry;
use super::row::Row;
use crate::i18n::{Locale, td_string, use_locale};
use crate::ui::{Badge, Bar, Button, ButtonKind, Symbol, Tone};
use crate::words;
use edit::Edit;

/// The results as a table with bars.
#[component]
pub fn Results() -> impl IntoView {
    let (lang, editor) = (use_locale(), use_editor());
    let ids = editor.part(|view| view.results.iter().map(|result| result.id).collect::<Vec<_>>());
    let can_edit = editor.part(|view| view.can_edit);
    let none = Memo::new(move |_| ids.with(Vec::is_empty));
    let add = move |_| {
        let id = editor.add(
            "results",
            ids.with_untracked(Vec::len),
            &[("quantity_kind", "count"), ("direction", "higher")],
        );
        request_animation_frame(move || focus_entry("results", id));
    };
    view! {
        <Row title=td_string!(lang, book.results.part) at="results">
            <div id=anchor("results")>
                {move || none.get().then(|| view! {
                    <p class="soft">{td_string!(lang, book.results.empty)}</p>
                })}
                <table
                    class="book-results"
                    class:sr=move || none.get()
                    aria-label=td_string!(lang, book.results.part)
                >
                    <Titles/>
                    <For each=move || ids.get() key=|id| *id let:id><OneResult id/></For>
                </table>
            </div>
            {move || can_edit.get().then(|| view! {
                <Button kind=ButtonKind::Quiet icon=Symbol::Plus testid="add-result" on_press=add>
                    {td_string!(lang, book.results.add)}
                </Button>
            })}
        </Row>
    }
}

#[component]
fn Titles() -> impl IntoView {
    let lang = use_locale();
    view! {
        <thead>
            <tr>
                <th scope="col">{td_string!(lang, book.results.label)}</th>
                <th scope="col" class="r">{td_string!(lang, book.results.baseline)}</th>
                <th scope="col" class="r">{td_string!(lang, book.results.actual)}</th>
                <th scope="col" class="r">{td_string!(lang, book.results.target)}</th>
                <th scope="col" class="book-wide">{td_string!(lang, book.results.progress)}</th>
                <th scope="col">{td_string!(lang, book.results.evidence)}</th>
                <th scope="col"><span class="sr">{td_string!(lang, book.results.edit)}</span></th>
            </tr>
        </thead>
    }
}

#[component]
fn OneResult(id: EntryId) -> impl IntoView {
    let editor = use_editor();
    let path = format!("results/{id}");
    let key = path.clone();
    let shown = editor.part(move |view| result(view, &key).cloned());
    let can_edit = editor.part(|view| view.can_edit);
    let fresh = shown.with_untracked(|result| result.as_ref().is_some_and(|result| result.label.is_empty()));
    let open = RwSignal::new(fresh);
    let place = anchor(&path);
    let edit = move || (open.get() && can_edit.get()).then(|| view! { <Edit path=path.clone()/> });
    view! {
        <tbody id=place data-testid="result">
            {move || shown.get().map(|result| view! { <Summary result open can_edit/> })}
            {edit}
        </tbody>
    }
}

/// One result as it reads.
#[component]
fn Summary(result: ResultView, open: RwSignal<bool>, can_edit: Memo<bool>) -> impl IntoView {
    let lang = use_locale();
    let title = if result.label.trim().is_empty() {
        td_string!(lang, book.results.untitled).to_owned()
    } else {
        result.label.clone()
    };
    let unit = result.unit.clone();
    let unquantified = unit.trim().is_empty();
    let evidence = match result.evidence {
        0 => view! { <Badge tone=Tone::Attention>{td_string!(lang, book.results.no_evidence)}</Badge> },
        count => {
            view! { <Badge tone=Tone::Good>{td_string!(lang, book.results.files, count = count)}</Badge> }
        }
    };
    let label = td_string!(lang, book.results.edit_one, label = title.clone());
    view! {
        <tr>
            <th scope="row">
                {title}
                <span class="faint">{result.how_measured.clone()}</span>
                {unquantified.then(|| view! {
                    <Badge tone=Tone::Attention>{td_string!(lang, book.results.no_unit)}</Badge>
                })}
            </th>
            {measure(lang, td_string!(lang, book.results.baseline), &result.baseline, &unit)}
            {measure(lang, td_string!(lang, book.results.actual), &result.actual, &unit)}
            {measure(lang, td_string!(lang, book.results.target), &result.target, &unit)}
            <td class="book-wide">{progress(lang, &result)}</td>
            <td class="book-badge">{evidence}</td>
            <td class="book-edit">{move || can_edit.get().then(|| view! {
                <button
                    type="button"
                    class="button button--bare"
                    aria-label=label.clone()
                    aria-expanded=move || open.get().to_string()
                    data-testid="edit-result"
                    on:click=move |_| open.update(|open| *open = !*open)
                >
                    <crate::ui::Icon symbol=Symbol::Pencil/>
                </button>
            })}</td>
        </tr>
    }
}

fn measure(lang: Locale, title: &'static str, measure: &Measure, unit: &str) -> impl IntoView + use<> {
    let value = measure.value.map(|value| words::number(lang, value));
    let whole = measure.whole.map(|whole| format!("/{}", words::number(lang, whole)));
    let below = match measure.percent {
        Some(tenths) => words::percent(lang, tenths as i64),
        None if value.is_some() => unit.to_owned(),
        None => String::new(),
    };
    view! {
        <td class="r num">
            <span class="book-cell-title">{title}</span>
            {value.unwrap_or_else(|| "–".into())}{whole}
            <span class="faint">{below}</span>
        </td>
    }
}

/// The way to the target as a bar, and what changed since the beginning in words.
fn progress(lang: Locale, result: &ResultView) -> impl IntoView + use<> {
    let met = result.met;
    let change = change(lang, result);
    let way = result
        .progress
        .map(|tenths| td_string!(lang, book.results.way, percent = words::percent(lang, tenths)).to_string());
    let label = way.clone().unwrap_or_else(|| td_string!(lang, book.results.no_way).to_owned());
    let tenths = i64::from(bar(result.progress));
    view! {
        {way.map(|_| view! { <Bar tenths label reached={met == Some(true)}/> })}
        <span class="book-change faint">
            {met.map(|met| if met {
                view! {
                    <Badge tone=Tone::Good icon=Symbol::Check>{td_string!(lang, book.results.met)}</Badge>
                }.into_any()
            } else {
                view! { <span>{td_string!(lang, book.results.not_met)}</span> }.into_any()
            })}
            {change.map(|words| view! { <span>{words}</span> })}
        </span>
    }
}

fn change(lang: Locale, result: &ResultView) -> Option<String> {
    if let Some(tenths) = result.point_change {
        return Some(words::points(lang, tenths));
    }
    let percent = words::percent(lang, result.relative_change? as i64);
    Some(match result.rises {
        Some(true) => td_string!(lang, book.results.rises, percent = percent).to_string(),
        Some(false) => td_string!(lang, book.results.falls, percent = percent).to_string(),
        None => percent,
    })
}
