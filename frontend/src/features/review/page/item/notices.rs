//! What a reader must know before deciding: there is a newer version; nothing is to be decided here.

use leptos::prelude::*;

use crate::features::review::reading::Reading;
use crate::i18n::{td_string, use_locale};
use crate::ui::{Button, Callout, Symbol, Tone};

/// Says that the author has changed it since it was opened; the reader chooses when to see it.
#[component]
pub fn Newer(reading: Reading) -> impl IntoView {
    let lang = use_locale();
    move || {
        // Followed before anything that may not be there yet, else it would never run again.
        let newer = reading.newer().get();
        let code = reading.now()?.initiative.version_code;
        newer.then(|| {
            view! {
                <Callout tone=Tone::Attention alert=true testid="newer-version">
                    <p>{td_string!(lang, review.item.newer, code = code).to_string()}</p>
                    <Button icon=Symbol::Eye testid="see-newer" on_press=move |_| reading.open()>
                        {td_string!(lang, review.item.see_newer)}
                    </Button>
                </Callout>
            }
        })
    }
}

/// Says why nothing can be decided here, where that is so.
#[component]
pub fn NotMine(reading: Reading) -> impl IntoView {
    let lang = use_locale();
    let why = reading.part(move |view| {
        let initiative = &view.initiative;
        let decides = !initiative.can_decide.is_empty() || initiative.can_settle;
        let own = initiative.summary.mine;
        (!decides).then(|| {
            if own {
                td_string!(lang, review.item.own_work)
            } else {
                td_string!(lang, review.item.not_waiting)
            }
        })
    });
    move || {
        let why = why.get()??;
        Some(view! { <Callout testid="nothing-to-decide"><p>{why}</p></Callout> })
    }
}
