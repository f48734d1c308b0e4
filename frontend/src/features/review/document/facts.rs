use api::{AuthorView, InitiativeView};
use domain::record::RemarkTarget;
use leptos::prelude::*;

use crate::features::review::model::{difference_at, differences_within, title_of};
use crate::features::review::remarks::PointAt;
use crate::i18n::{Locale, td_string, use_locale};
use crate::words;

use super::{Marks, anchor, difference_badge, differences_of_entry, pieces};

/// Field by field: what the sheet says in words.
#[component]
pub fn Facts(
    /// The initiative.
    view: InitiativeView,
    /// What is shown beside its words.
    marks: Marks,
) -> impl IntoView {
    let lang = use_locale();
    let titled =
        |slugs: &[String]| slugs.iter().map(|slug| title_of(&marks.titles, slug)).collect::<Vec<_>>();
    let period = view
        .summary
        .period
        .map(|period| format!("{} {}", words::period(lang, period), view.school_year).trim().to_owned());
    let kind = view.participant_kind.map(|kind| words::participant_kind(lang, kind).to_string());
    let scope = view.scope.as_deref().map(|scope| words::scope(lang, scope).to_string());
    let authors = view.authors.iter().map(|author| author_line(&marks, author)).collect();
    // What may be left out is still shown where it was taken away.
    let optional = |path: &'static str, lines: Vec<String>| {
        let told = !lines.is_empty() || !differences_within(&marks.changes, path).is_empty();
        told.then(|| fact(&marks, path, lines))
    };
    view! {
        <dl class="facts">
            {fact(&marks, "content_area", vec![view.content_area_title.clone()])}
            {optional("sub_items", titled(&view.sub_items))}
            {fact(&marks, "period", period.into_iter().collect())}
            {fact(&marks, "participant_kind", kind.into_iter().collect())}
            {optional("continues", continued(lang, &view))}
            {fact(&marks, "authors", authors)}
            {optional("sponsor", sponsor(&view))}
            {optional("pupils", pupils(lang, &view))}
            {fact(&marks, "problem", vec![view.problem.clone()])}
            {fact(&marks, "solution", vec![view.solution.clone()])}
            {fact(&marks, "beneficiaries", vec![view.beneficiaries.clone()])}
            {fact(&marks, "scope", scope.into_iter().collect())}
            {optional("tasks", titled(&view.tasks))}
            {optional("campaigns", titled(&view.campaigns))}
            {fact(&marks, "planned_evidence", vec![view.planned_evidence.clone()])}
            {fact(&marks, "support_needed", vec![view.support_needed.clone()])}
        </dl>
    }
}

/// The title of the initiative that this one continues.
fn continued(lang: Locale, view: &InitiativeView) -> Vec<String> {
    let title = || match view.continues_title.trim() {
        "" => td_string!(lang, review.document.continues_absent).to_owned(),
        title => title.to_owned(),
    };
    view.continues.map(|_| title()).into_iter().collect()
}

fn sponsor(view: &InitiativeView) -> Vec<String> {
    view.sponsor.map(|_| view.sponsor_name.clone()).into_iter().collect()
}

fn pupils(lang: Locale, view: &InitiativeView) -> Vec<String> {
    view.pupils.iter().map(|pupil| words::pupil(lang, &pupil.id, &pupil.class)).collect()
}

fn author_line(marks: &Marks, author: &AuthorView) -> String {
    let lang = marks.lang;
    let share =
        author.share.map(|share| td_string!(lang, review.document.share, percent = share).to_string());
    let titles: Vec<String> = author.titles.iter().map(|slug| title_of(&marks.titles, slug)).collect();
    let titles = (!titles.is_empty())
        .then(|| td_string!(lang, review.document.registered_for, titles = titles.join(", ")).to_string());
    let parts = [
        Some(author.name.clone()),
        Some(author.position.clone()),
        Some(author.department.clone()),
        share,
        titles,
    ];
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// One field: its label, its words or its difference, and a button to remark on it.
fn fact(marks: &Marks, path: &'static str, lines: Vec<String>) -> impl IntoView + use<> {
    let lang = marks.lang;
    let label = words::field(lang, path);
    let change = difference_at(&marks.changes, path);
    let badge = change
        .or_else(|| differences_within(&marks.changes, path).first().copied())
        .map(|change| difference_badge(lang, change));
    let changed = badge.is_some();
    let body = match change {
        Some(change) => pieces(marks, change).into_any(),
        None => plain(lang, lines).into_any(),
    };
    let below = change.is_none().then(|| differences_of_entry(marks, path));
    let what = label.clone();
    let point = marks.on_point.map(|on_point| {
        view! { <PointAt target=RemarkTarget::Field(path.to_owned()) what on_point/> }
    });
    view! {
        <div class="fact" class:fact--changed=changed>
            <dt>{label}{badge}</dt>
            <dd id=anchor(path) tabindex="-1">
                <div class="fact-words">{body}{below}</div>
                {point}
            </dd>
        </div>
    }
}

fn plain(lang: Locale, lines: Vec<String>) -> impl IntoView + use<> {
    let lines: Vec<String> = lines.into_iter().filter(|line| !line.trim().is_empty()).collect();
    if lines.is_empty() {
        return view! { <span class="faint">{td_string!(lang, review.document.empty)}</span> }.into_any();
    }
    lines.into_iter().map(|line| view! { <p class="written">{line}</p> }).collect_view().into_any()
}
