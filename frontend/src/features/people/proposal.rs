//! Đề nghị: what one registrar signs, and a second one reads and enters.

use api::{AgreeToProposal, PeopleView, ProposalView, Propose, ReadProposal, SharedAct};
use leptos::prelude::*;

use crate::act::use_act;
use crate::i18n::{Locale, td_string, use_locale};
use crate::live::Live;
use crate::parts::ErrorNote;
use crate::ui::dialog::DialogSize;
use crate::ui::{AreaField, Button, ButtonKind, Callout, Dialog, Symbol, use_toasts};
use crate::words;

/// Says in a sentence what is proposed.
fn sentence(lang: Locale, proposal: &ProposalView) -> String {
    let by = proposal.by.clone();
    match &proposal.act {
        SharedAct::Registrars(_) => {
            let names = words::list(lang, &proposal.names);
            td_string!(lang, people.proposal.registrars, by = by, names = names).to_string()
        }
        SharedAct::SixDigits => td_string!(lang, people.proposal.six_digits, by = by).to_string(),
        SharedAct::Relay(_) => {
            let fingerprint = proposal.fingerprint.clone();
            td_string!(lang, people.proposal.relay, by = by, fingerprint = fingerprint).to_string()
        }
    }
}

/// A proposal that was just signed: to be copied, or read from the screen.
#[component]
pub fn Signed(proposal: ProposalView) -> impl IntoView {
    let lang = use_locale();
    let toasts = use_toasts();
    let said = sentence(lang, &proposal);
    let text = StoredValue::new(proposal.text.clone());
    let copy = move |_| {
        let _ = window().navigator().clipboard().write_text(&text.get_value());
        toasts.say(td_string!(lang, common.ui.copied));
    };
    let qr = td_string!(lang, people.proposal.qr);
    view! {
        <p class="measure">{said}</p>
        <p class="measure">{td_string!(lang, people.proposal.hand_over)}</p>
        <div class="slip">
            <div class="slip-qr" role="img" aria-label=qr inner_html=proposal.qr_svg></div>
            <div class="stack-s">
                <p class="code people-proposal" data-testid="proposal">{proposal.text}</p>
                <Button kind=ButtonKind::Quiet icon=Symbol::Copy on_press=copy>{td_string!(lang, people.proposal.copy)}</Button>
            </div>
        </div>
    }
}

/// Offers to ask for six digits in a school that was founded before there were any.
#[component]
pub fn SixDigitsOffer() -> impl IntoView {
    let lang = use_locale();
    let act = use_act();
    let signed = RwSignal::new(None::<ProposalView>);
    let propose = move |_| {
        act.call(Propose { act: SharedAct::SixDigits }, move |proposal| signed.set(Some(proposal)));
    };
    view! {
        <Callout testid="six-digits-offer">
            <p>{td_string!(lang, people.proposal.offer)}</p>
            <ErrorNote error=act.error()/>
            {move || match signed.get() {
                Some(proposal) => view! { <Signed proposal/> }.into_any(),
                None => view! {
                    <Button busy=act.busy() testid="propose-six-digits" on_press=propose>
                        {td_string!(lang, people.proposal.make)}
                    </Button>
                }.into_any(),
            }}
        </Callout>
    }
}

/// The dialog in which a second registrar reads a proposal and enters it.
#[component]
pub fn AgreeDialog(open: RwSignal<bool>, people: Live<PeopleView>) -> impl IntoView {
    let lang = use_locale();
    view! {
        <Dialog open title=td_string!(lang, people.proposal.agree_title) size=DialogSize::Medium testid="agree-dialog">
            <Agree open people/>
        </Dialog>
    }
}

#[component]
fn Agree(open: RwSignal<bool>, people: Live<PeopleView>) -> impl IntoView {
    let lang = use_locale();
    let act = use_act();
    let toasts = use_toasts();
    let text = RwSignal::new(String::new());
    let found = RwSignal::new(None::<ProposalView>);
    let read = move |_| {
        act.call(ReadProposal { text: text.get_untracked() }, move |proposal| found.set(Some(proposal)));
    };
    let agree = move |_| {
        act.call(AgreeToProposal { text: text.get_untracked() }, move |view| {
            people.set(view);
            toasts.say(td_string!(lang, people.proposal.done));
            open.set(false);
        });
    };
    let unready = Signal::derive(move || text.with(|text| text.trim().is_empty()));
    view! {
        <p class="measure">{td_string!(lang, people.proposal.agree_what)}</p>
        <AreaField
            label=td_string!(lang, people.proposal.text)
            value=text
            on_input=move |typed| {
                text.set(typed);
                found.set(None);
            }
            testid="proposal-text"
        />
        {move || found.get().map(|proposal| {
            let said = sentence(lang, &proposal);
            view! { <Callout testid="proposal-read"><p>{said}</p></Callout> }
        })}
        <ErrorNote error=act.error()/>
        <div class="dialog-acts">
            <Button on_press=move |_| open.set(false)>{td_string!(lang, common.ui.cancel)}</Button>
            {move || if found.with(Option::is_some) {
                view! {
                    <Button kind=ButtonKind::Seal busy=act.busy() testid="agree" on_press=agree>
                        {td_string!(lang, people.proposal.agree)}
                    </Button>
                }.into_any()
            } else {
                view! {
                    <Button kind=ButtonKind::Main busy=act.busy() disabled=unready testid="read-proposal" on_press=read>
                        {td_string!(lang, people.proposal.read)}
                    </Button>
                }.into_any()
            }}
        </div>
    }
}
