//! Tác giả: who did the work, and each one's share.

use api::{InitiativeView, ListPeople, Topic};
use domain::role::ParticipantKind;
use domain::sheet::Value;
use leptos::prelude::*;

use super::super::editor::use_editor;
use super::super::fields::Number;
use super::super::model::choices::member_words;
use super::super::model::find::{author, last};
use super::super::model::leaf::{anchor, shares};
use super::super::page::use_rules;
use super::linked::Ticks;
use super::row::Row;
use crate::i18n::{td_string, use_locale};
use crate::live::live;
use crate::ui::{Button, ButtonKind, Choice, SelectField, Symbol, use_toasts};

/// Authors with their shares, and a way to add a co-author.
#[component]
pub fn Authors() -> impl IntoView {
    let (lang, editor) = (use_locale(), use_editor());
    let members = editor.part(|view| view.authors.iter().map(|author| author.member).collect::<Vec<_>>());
    let several = Memo::new(move |_| members.with(|members| members.len() > 1));
    let total = editor.part(shares);
    // Whoever helps pupils is their sponsor, not another author.
    let adds = editor.part(|view| view.can_edit && view.participant_kind != Some(ParticipantKind::Pupil));
    let sum =
        move || {
            let total = total.get().filter(|total| *total != 100)?;
            several.get().then(|| view! {
            <p class="book-warning" role="status">{td_string!(lang, book.authors.sum, total = total)}</p>
        })
        };
    view! {
        <Row title=td_string!(lang, book.authors.part) at="authors">
            <ul class="book-authors" id=anchor("authors")>
                <For each=move || members.get() key=|member| *member let:member>
                    <Author member=member.to_string() several/>
                </For>
            </ul>
            {sum}
            {move || adds.get().then(|| view! { <AddAuthor/> })}
        </Row>
    }
}

#[component]
fn Author(member: String, several: Memo<bool>) -> impl IntoView {
    let (lang, editor, toasts) = (use_locale(), use_editor(), use_toasts());
    let path = format!("authors/{member}");
    let key = path.clone();
    let named = editor.part(move |view| author(view, &key).cloned());
    let share = StoredValue::new(format!("{path}/share"));
    let titles = format!("{path}/titles");
    let path = StoredValue::new(path);
    let remove = move |_| {
        let path = path.get_value();
        editor.remove(&path);
        toasts.say_with_undo(lang, td_string!(lang, book.authors.removed), move || {
            editor.set(&path, Value::Flag(true));
        });
    };
    let who = move || {
        named.get().map(|author| {
            let facts = [author.position, author.department]
                .into_iter()
                .filter(|fact| !fact.is_empty())
                .collect::<Vec<_>>();
            view! { <strong>{author.name}</strong> <span class="faint">{facts.join(" · ")}</span> }
        })
    };
    view! {
        <li>
            <div class="what">{who}</div>
            {move || several.get().then(|| view! {
                <Number
                    path=share.get_value()
                    label=td_string!(lang, book.authors.share)
                    read=|view, path| author(view, path).and_then(|author| author.share).map(|share| u32::from(share).into())
                    store=|number| number.as_whole().map_or(Value::Remove, Value::Integer)
                    unit="%"
                    testid="author-share"
                />
                <Button
                    kind=ButtonKind::Bare
                    icon=Symbol::Cross
                    label=td_string!(lang, book.authors.remove)
                    testid="remove-author"
                    on_press=remove
                />
            })}
            <Titles list=titles/>
        </li>
    }
}

/// Danh hiệu đăng ký: what an author registers for, as the movement's rules offer it.
#[component]
fn Titles(list: String) -> impl IntoView {
    let (lang, rules) = (use_locale(), use_rules());
    let items = rules.with_value(|rules| {
        let offered = rules.movement.awards.iter().filter(|award| award.registrable);
        offered.map(|award| (award.slug.clone(), award.title.clone())).collect::<Vec<_>>()
    });
    let has = |view: &InitiativeView, path: &str| {
        author(view, path).is_some_and(|author| author.titles.iter().any(|title| title == last(path)))
    };
    view! { <Ticks name=td_string!(lang, book.authors.titles) list items has/> }
}

/// Adds a colleague; the list is asked for when it is opened.
#[component]
fn AddAuthor() -> impl IntoView {
    let lang = use_locale();
    let open = RwSignal::new(false);
    move || {
        if open.get() {
            return view! { <Colleagues/> }.into_any();
        }
        view! {
            <Button
                kind=ButtonKind::Quiet
                icon=Symbol::Plus
                testid="add-author"
                on_press=move |_| open.set(true)
            >
                {td_string!(lang, book.authors.add)}
            </Button>
        }
        .into_any()
    }
}

#[component]
fn Colleagues() -> impl IntoView {
    let (lang, editor) = (use_locale(), use_editor());
    let people = live(|| ListPeople {}, || vec![Topic::People]);
    let authors = editor.part(|view| view.authors.iter().map(|author| author.member).collect::<Vec<_>>());
    let choices = Signal::derive(move || {
        let members = people.get().map(|people| people.members).unwrap_or_default();
        let others =
            members.into_iter().filter(|member| authors.with(|authors| !authors.contains(&member.id)));
        let named = others.map(|member| Choice::new(member.id.to_string(), member_words(&member)));
        named.collect::<Vec<_>>()
    });
    let add = move |member: String| {
        if member.is_empty() {
            return;
        }
        let order = authors.with_untracked(Vec::len) as i64 + 1;
        let path = format!("authors/{member}");
        editor.set_all(vec![
            (path.clone(), Value::Flag(true)),
            (format!("{path}/order"), Value::Integer(order)),
        ]);
    };
    view! {
        <SelectField
            label=td_string!(lang, book.authors.add)
            choices
            value=Signal::stored(String::new())
            none=td_string!(lang, book.authors.choose)
            testid="choose-author"
            on_change=add
        />
    }
}
