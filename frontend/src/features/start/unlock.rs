//! A locked book: nothing of it is on the page but whose it is.

use api::{CloseProfile, LockedView, Unlock};
use leptos::prelude::*;

use crate::act::use_act;
use crate::features::settings::forget::ForgetDialog;
use crate::i18n::{td_string, use_locale};
use crate::parts::ErrorNote;
use crate::session::use_session;
use crate::ui::field::LineKind;
use crate::ui::{Button, ButtonKind, Head, Page, Symbol, TextField};

/// Asks for the PIN.
#[component]
pub fn UnlockPage(
    /// Whose book it is.
    locked: LockedView,
) -> impl IntoView {
    let lang = use_locale();
    let session = use_session();
    let act = use_act();
    let other = use_act();
    let pin = RwSignal::new(String::new());
    let forgetting = RwSignal::new(false);
    let unlock = move || {
        let request = Unlock { pin: pin.get_untracked() };
        pin.set(String::new());
        act.call(request, move |opened| session.set_current(Some(opened)));
    };
    let profile = locked.profile.clone();
    view! {
        <main class="alone start" data-testid="locked">
            <Head title=locked.person below=move || view! { <p class="soft">{locked.school.clone()}</p> }/>
            <Page class="pad stack">
                <form
                    class="stack"
                    on:submit=move |event| {
                        event.prevent_default();
                        unlock();
                    }
                >
                    <TextField
                        label=td_string!(lang, start.unlock.pin)
                        hint=td_string!(lang, start.unlock.hint)
                        value=pin
                        on_input=move |typed| pin.set(typed)
                        kind=LineKind::Pin
                        testid="unlock-pin"
                    />
                    <ErrorNote error=act.error()/>
                    <div class="row">
                        <Button
                            kind=ButtonKind::Main
                            busy=act.busy()
                            disabled=Signal::derive(move || pin.with(String::is_empty))
                            testid="unlock"
                            on_press=move |_| unlock()
                        >
                            {td_string!(lang, start.unlock.act)}
                        </Button>
                    </div>
                </form>
            </Page>
            <div class="row">
                <Button
                    kind=ButtonKind::Quiet
                    icon=Symbol::Leave
                    busy=other.busy()
                    testid="unlock-other"
                    on_press=move |_| other.call(CloseProfile {}, move |start| session.set_start(start))
                >
                    {td_string!(lang, start.unlock.other)}
                </Button>
                <Button kind=ButtonKind::Quiet icon=Symbol::Key testid="unlock-forgot" on_press=move |_| forgetting.set(true)>
                    {td_string!(lang, start.unlock.forgot)}
                </Button>
            </div>
            <ErrorNote error=other.error()/>
            <ForgetDialog open=forgetting profile/>
        </main>
    }
}
