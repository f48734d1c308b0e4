//! Thiết bị này: what this machine keeps, and how it forgets.

use leptos::prelude::*;

use super::forget::ForgetDialog;
use crate::i18n::{td_string, use_locale};
use crate::session::use_session;
use crate::ui::{Button, Page, Symbol};

/// The section about this machine.
#[component]
pub fn DeviceSection() -> impl IntoView {
    let lang = use_locale();
    let session = use_session();
    let forgetting = RwSignal::new(false);
    let profile = untrack(|| session.current()).map(|current| current.profile).unwrap_or_default();
    view! {
        <Page class="pad stack" label=td_string!(lang, settings.device.title)>
            <h2>{td_string!(lang, settings.device.title)}</h2>
            <p class="soft measure">{td_string!(lang, settings.device.about)}</p>
            <div>
                <Button icon=Symbol::Leave testid="forget" on_press=move |_| forgetting.set(true)>
                    {td_string!(lang, settings.device.forget)}
                </Button>
            </div>
            <ForgetDialog open=forgetting profile/>
        </Page>
    }
}
