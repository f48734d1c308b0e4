//! Xóa hẳn tệp: said plainly, with a reason, before it is done.

use api::EraseEvidence;
use leptos::prelude::*;

use super::Piece;
use crate::act::use_act;
use crate::i18n::{td_string, use_locale};
use crate::parts::ErrorNote;
use crate::ui::{AreaField, Button, ButtonKind, Symbol, use_toasts};

/// Offers to delete the file everywhere, to whoever may.
#[component]
pub fn EraseAct(current: Memo<Option<Piece>>) -> impl IntoView {
    let lang = use_locale();
    let asked = RwSignal::new(false);
    let can =
        Memo::new(move |_| current.with(|piece| piece.as_ref().is_some_and(|piece| piece.view.can_erase)));
    view! {
        <Show when=move || can.get()>
            <Show
                when=move || asked.get()
                fallback=move || view! {
                    <Button kind=ButtonKind::Quiet icon=Symbol::Bin testid="erase-evidence" on_press=move |_| asked.set(true)>
                        {td_string!(lang, common.viewer.erase)}
                    </Button>
                }
            >
                <Confirm current asked/>
            </Show>
        </Show>
    }
}

#[component]
fn Confirm(current: Memo<Option<Piece>>, asked: RwSignal<bool>) -> impl IntoView {
    let lang = use_locale();
    let act = use_act();
    let toasts = use_toasts();
    let reason = RwSignal::new(String::new());
    let erase = move |_| {
        let Some(piece) = current.get_untracked() else { return };
        let request =
            EraseEvidence { id: piece.initiative, evidence: piece.view.id, text: reason.get_untracked() };
        act.call(request, move |_| {
            toasts.say(td_string!(lang, common.viewer.erased_done));
            asked.set(false);
        });
    };
    view! {
        <div class="stack-s" data-testid="erase-confirm">
            <p class="measure">{td_string!(lang, common.viewer.erase_what)}</p>
            <AreaField
                label=td_string!(lang, common.viewer.erase_why)
                value=reason
                on_input=move |text| reason.set(text)
                testid="erase-reason"
            />
            <ErrorNote error=act.error()/>
            <div class="dialog-acts">
                <Button on_press=move |_| asked.set(false)>{td_string!(lang, common.ui.cancel)}</Button>
                <Button
                    kind=ButtonKind::Seal
                    busy=act.busy()
                    disabled=Signal::derive(move || reason.with(|reason| reason.trim().is_empty()))
                    testid="erase-now"
                    on_press=erase
                >
                    {td_string!(lang, common.viewer.erase)}
                </Button>
            </div>
        </div>
    }
}
