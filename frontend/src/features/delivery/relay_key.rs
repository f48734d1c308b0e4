//! Khóa của trạm: what a registrar compares, and enters where the school's relay has another key.

use api::{ChangeRelay, DeliveryView, LookAtRelay, ProposalView, RelayKeyView, RelayStanding};
use leptos::prelude::*;

use crate::act::{Act, use_act};
use crate::features::people::Signed;
use crate::features::start::address;
use crate::i18n::{td_string, use_locale};
use crate::live::Live;
use crate::parts::ErrorNote;
use crate::ui::dialog::DialogSize;
use crate::ui::field::LineKind;
use crate::ui::{AreaField, Button, ButtonKind, Callout, CheckField, Dialog, TextField, use_toasts};

/// What is compared of the key, and for registrars the way to another one.
#[component]
pub fn RelayKey(view: Live<DeliveryView>) -> impl IntoView {
    let lang = use_locale();
    let open = RwSignal::new(false);
    let fingerprint =
        Memo::new(move |_| view.with(|view| view.relay_fingerprint.clone()).unwrap_or_default());
    let may = Memo::new(move |_| view.with(|view| view.can_register).unwrap_or_default());
    view! {
        <Show when=move || !fingerprint.with(String::is_empty)>
            <p class="faint">{td_string!(lang, delivery.relay_key.fingerprint)}</p>
            <p class="code relay-fingerprint" data-testid="relay-fingerprint">{move || fingerprint.get()}</p>
        </Show>
        <Show when=move || may.get()>
            <Button kind=ButtonKind::Quiet testid="change-relay-key" on_press=move |_| open.set(true)>
                {td_string!(lang, delivery.relay_key.change)}
            </Button>
            <Dialog open title=td_string!(lang, delivery.relay_key.title) size=DialogSize::Medium testid="relay-key-dialog">
                <Look open view/>
            </Dialog>
        </Show>
    }
}

/// First it is asked who answers; nothing is believed by that.
#[component]
fn Look(open: RwSignal<bool>, view: Live<DeliveryView>) -> impl IntoView {
    let lang = use_locale();
    let act = use_act();
    let typed = RwSignal::new(view.get_untracked().map(|view| view.relay).unwrap_or_default());
    let seen = RwSignal::new(None::<RelayKeyView>);
    let look = move |_| {
        seen.set(None);
        let request = LookAtRelay { address: address(&typed.get_untracked()) };
        act.call(request, move |answer| seen.set(Some(answer)));
    };
    view! {
        <p class="measure">{td_string!(lang, delivery.relay_key.what)}</p>
        <TextField
            label=td_string!(lang, delivery.relay.address)
            kind=LineKind::Address
            value=typed
            on_input=move |text| {
                typed.set(text);
                seen.set(None);
            }
            testid="relay-key-address"
        />
        <div class="row">
            <Button busy=act.busy() testid="look-at-relay" on_press=look>{td_string!(lang, delivery.relay_key.look)}</Button>
        </div>
        {move || seen.get().map(|seen| view! { <Seen open view seen act/> })}
        <ErrorNote error=act.error()/>
    }
}

/// Who answers: the school's key, or one to be compared.
#[component]
fn Seen(open: RwSignal<bool>, view: Live<DeliveryView>, seen: RelayKeyView, act: Act) -> impl IntoView {
    let lang = use_locale();
    let said = match seen.standing {
        RelayStanding::Ours => td_string!(lang, delivery.relay_key.ours),
        RelayStanding::Next => td_string!(lang, delivery.relay_key.next),
        RelayStanding::Another => td_string!(lang, delivery.relay_key.another),
    };
    let changes = seen.standing != RelayStanding::Ours;
    let fingerprint = seen.fingerprint.clone();
    view! {
        <Callout testid="relay-seen">
            <p>{said}</p>
            <p class="code relay-fingerprint" data-testid="seen-fingerprint">{fingerprint}</p>
        </Callout>
        {changes.then(|| view! { <Enter open view seen act/> })}
    }
}

/// After comparing: with the key on paper at once, or by a second registrar.
#[component]
fn Enter(open: RwSignal<bool>, view: Live<DeliveryView>, seen: RelayKeyView, act: Act) -> impl IntoView {
    let lang = use_locale();
    let toasts = use_toasts();
    let same = RwSignal::new(false);
    let paper = RwSignal::new(String::new());
    let signed = RwSignal::new(None::<ProposalView>);
    let seen = StoredValue::new(seen);
    let change = move |recovery_key: Option<String>| {
        let RelayKeyView { address, key, .. } = seen.get_value();
        act.call(ChangeRelay { address, key, recovery_key }, move |answer| {
            view.set(answer.delivery);
            if let Some(proposal) = answer.proposal {
                signed.set(Some(proposal));
            } else {
                toasts.say(td_string!(lang, delivery.relay_key.done));
                open.set(false);
            }
        });
    };
    let unready = Signal::derive(move || !same.get() || paper.with(|text| text.trim().is_empty()));
    let enter = move |_| change(Some(paper.get_untracked()));
    view! {
        <CheckField
            label=td_string!(lang, delivery.relay_key.same)
            value=same
            on_change=move |on| same.set(on)
            testid="relay-key-same"
        />
        <AreaField
            label=td_string!(lang, people.registrars.key)
            value=paper
            on_input=move |text| paper.set(text)
            testid="relay-key-recovery"
        />
        <p class="faint measure">{td_string!(lang, delivery.relay_key.filled)}</p>
        <div class="dialog-acts">
            <Button busy=act.busy() disabled=Signal::derive(move || !same.get()) testid="propose-relay" on_press=move |_| change(None)>
                {td_string!(lang, people.proposal.make)}
            </Button>
            <Button kind=ButtonKind::Main busy=act.busy() disabled=unready testid="enter-relay" on_press=enter>
                {td_string!(lang, delivery.relay_key.enter)}
            </Button>
        </div>
        {move || signed.get().map(|proposal| view! { <Signed proposal/> })}
    }
}
