//! What is told where a browser does not start the application without a network.

use leptos::prelude::*;

use crate::i18n::{td_string, use_locale};
use crate::ipc::{self, OnlineOnly};
use crate::ui::{Callout, Tone};

/// Says that the book opens only near the relay, why, and what can be done; nothing where it opens
/// anywhere, which in the window is always.
#[component]
pub fn OnlineOnlyNote() -> impl IntoView {
    let lang = use_locale();
    let reason = RwSignal::new(None::<OnlineOnly>);
    ipc::on_online_only(move |told| {
        // The page may be gone by now; the next one asks for itself.
        let _ = reason.try_set(Some(told));
    });
    move || {
        reason.get().map(|reason| {
            let title = td_string!(lang, common.online_only.title);
            view! {
                <Callout tone=Tone::Attention title testid="online-only">
                    {match reason {
                        OnlineOnly::Untrusted => view! {
                            <p>{td_string!(lang, common.online_only.untrusted)}</p>
                            // The relay's own page: no place of the application.
                            <p><a href="/trust" rel="external" class="button button--quiet">{td_string!(lang, common.online_only.how)}</a></p>
                        }.into_any(),
                        OnlineOnly::Unsupported => {
                            view! { <p>{td_string!(lang, common.online_only.unsupported)}</p> }.into_any()
                        }
                    }}
                </Callout>
            }
        })
    }
}
