//! A newer version of the application: announced, and taken when the person agrees.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::i18n::{td_string, use_locale};
use crate::ipc::{self, NotTaken};
use crate::ui::{Button, Callout, Tone};

/// Says that a newer version waits; nothing while there is none, which in the window is always.
#[component]
pub fn NewerVersion() -> impl IntoView {
    let lang = use_locale();
    let waits = RwSignal::new(false);
    let taking = RwSignal::new(false);
    let writing = RwSignal::new(false);
    ipc::on_update(move || {
        // The frame may be gone by now; the next one asks for itself.
        let _ = waits.try_set(true);
    });
    let take = move |_| {
        taking.set(true);
        spawn_local(async move {
            let why = ipc::take_update().await;
            // The page did not load anew: it may be asked for again.
            let _ = taking.try_set(false);
            let _ = writing.try_set(why == NotTaken::Writing);
        });
    };
    view! {
        <div role="status">
            {move || {
                waits
                    .get()
                    .then(|| {
                        view! {
                            <div class="newer">
                                <Callout
                                    tone=Tone::Accent
                                    title=td_string!(lang, common.newer.title)
                                    testid="newer-application"
                                >
                                    <p>
                                        {move || if writing.get() {
                                            td_string!(lang, common.newer.writing)
                                        } else {
                                            td_string!(lang, common.newer.safe)
                                        }}
                                    </p>
                                    <Button busy=taking testid="take-newer" on_press=take>
                                        {td_string!(lang, common.newer.take)}
                                    </Button>
                                </Callout>
                            </div>
                        }
                    })
            }}
        </div>
    }
}
