//! The quieter acts: share a draft, take back what was handed in, throw a draft away.

use api::{DiscardDraft, ShareWithAuthors, Withdraw};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

use super::super::super::editor::use_editor;
use crate::act::use_act;
use crate::i18n::{td_string, use_locale};
use crate::parts::ErrorNote;
use crate::ui::{AreaField, Button, ButtonKind, Dialog, Menu, MenuItem, Symbol, use_toasts};

/// The menu of quieter acts, with the dialogs that they open.
#[component]
pub fn More() -> impl IntoView {
    let (lang, editor) = (use_locale(), use_editor());
    let (share, withdraw, discard) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(false));
    let can = editor.part(|view| (view.can_share, view.can_withdraw, view.can_discard));
    let any = move || can.with(|(share, withdraw, discard)| *share || *withdraw || *discard);
    let menu = move || {
        any().then(|| {
            view! {
                <Menu label=td_string!(lang, book.more.menu) testid="more">
                    {move || can.get().0.then(|| view! {
                        <MenuItem
                            icon=Symbol::People
                            testid="share"
                            on_press=move |()| share.set(true)
                        >
                            {td_string!(lang, book.more.share)}
                        </MenuItem>
                    })}
                    {move || can.get().1.then(|| view! {
                        <MenuItem
                            icon=Symbol::Back
                            testid="withdraw"
                            on_press=move |()| withdraw.set(true)
                        >
                            {td_string!(lang, book.more.withdraw)}
                        </MenuItem>
                    })}
                    {move || can.get().2.then(|| view! {
                        <MenuItem
                            icon=Symbol::Bin
                            testid="discard"
                            on_press=move |()| discard.set(true)
                        >
                            {td_string!(lang, book.more.discard)}
                        </MenuItem>
                    })}
                </Menu>
            }
        })
    };
    view! { {menu} <ShareDialog open=share/> <WithdrawDialog open=withdraw/> <DiscardDialog open=discard/> }
}

#[component]
fn ShareDialog(open: RwSignal<bool>) -> impl IntoView {
    let (lang, editor, act, toasts) = (use_locale(), use_editor(), use_act(), use_toasts());
    let press = move |_| {
        act.call(ShareWithAuthors { id: editor.id() }, move |view| {
            editor.accept(view);
            open.set(false);
            toasts.say(td_string!(lang, book.more.shared));
        });
    };
    view! {
        <Dialog open title=td_string!(lang, book.more.share) testid="share-dialog">
            <p>{td_string!(lang, book.more.share_text)}</p>
            <ErrorNote error=act.error()/>
            <div class="dialog-acts">
                <Button
                    kind=ButtonKind::Main
                    icon=Symbol::People
                    busy=act.busy()
                    testid="confirm-share"
                    on_press=press
                >
                    {td_string!(lang, book.more.share_now)}
                </Button>
            </div>
        </Dialog>
    }
}

#[component]
fn WithdrawDialog(open: RwSignal<bool>) -> impl IntoView {
    let (lang, editor, act, toasts) = (use_locale(), use_editor(), use_act(), use_toasts());
    let reason = RwSignal::new(String::new());
    let press = move |_| {
        act.call(Withdraw { id: editor.id(), reason: reason.get_untracked() }, move |view| {
            editor.accept(view);
            open.set(false);
            toasts.say(td_string!(lang, book.more.withdrawn));
        });
    };
    view! {
        <Dialog open title=td_string!(lang, book.more.withdraw) testid="withdraw-dialog">
            <p>{td_string!(lang, book.more.withdraw_text)}</p>
            <AreaField
                label=td_string!(lang, book.more.reason)
                value=reason
                rows=2
                testid="withdraw-reason"
                on_input=move |text| reason.set(text)
            />
            <ErrorNote error=act.error()/>
            <div class="dialog-acts">
                <Button
                    kind=ButtonKind::Main
                    icon=Symbol::Back
                    busy=act.busy()
                    disabled=Signal::derive(move || reason.with(|reason| reason.trim().is_empty()))
                    testid="confirm-withdraw"
                    on_press=press
                >
                    {td_string!(lang, book.more.withdraw_now)}
                </Button>
            </div>
        </Dialog>
    }
}

/// A draft that was never shared is nowhere else: this asks, and names what goes.
#[component]
fn DiscardDialog(open: RwSignal<bool>) -> impl IntoView {
    let (lang, editor, act, toasts) = (use_locale(), use_editor(), use_act(), use_toasts());
    let navigate = StoredValue::new_local(use_navigate());
    let what = editor.part(move |view| {
        let title = if view.summary.title.trim().is_empty() {
            td_string!(lang, book.untitled).to_owned()
        } else {
            view.summary.title.clone()
        };
        let months = view.months.iter().map(|month| month.entries.len()).sum::<usize>();
        td_string!(lang, book.more.discard_text, title = title, months = months, files = view.evidence.len())
            .to_string()
    });
    let press = move |_| {
        act.call(DiscardDraft { id: editor.id() }, move |_| {
            toasts.say(td_string!(lang, book.more.discarded));
            navigate.with_value(|navigate| navigate("/book", leptos_router::NavigateOptions::default()));
        });
    };
    view! {
        <Dialog open title=td_string!(lang, book.more.discard) testid="discard-dialog">
            <p>{move || what.get()}</p>
            <ErrorNote error=act.error()/>
            <div class="dialog-acts">
                <Button
                    testid="keep-draft"
                    on_press=move |_| open.set(false)
                >
                    {td_string!(lang, book.more.keep)}
                </Button>
                <Button
                    kind=ButtonKind::Seal
                    icon=Symbol::Bin
                    busy=act.busy()
                    testid="confirm-discard"
                    on_press=press
                >
                    {td_string!(lang, book.more.discard_now)}
                </Button>
            </div>
        </Dialog>
    }
}
