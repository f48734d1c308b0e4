//! Files that stay here because the relay has no room for them, and what can be done about it.

use api::{DeliveryView, QuotaOf};
use leptos::prelude::*;

use crate::i18n::{td_string, use_locale};
use crate::live::Live;
use crate::ui::{Callout, Tone};
use crate::words;

/// Says which files have no room; nothing is shown while all have.
#[component]
pub fn Room(view: Live<DeliveryView>) -> impl IntoView {
    let lang = use_locale();
    let over = Memo::new(move |_| view.with(|view| view.over_quota).flatten());
    move || {
        over.get().map(|over| {
            let (size, limit) = (words::bytes(lang, over.bytes), words::bytes(lang, over.limit));
            let whose = match over.of {
                QuotaOf::Member => td_string!(lang, delivery.room.member, limit = limit).to_string(),
                QuotaOf::School => td_string!(lang, delivery.room.school, limit = limit).to_string(),
            };
            view! {
                <Callout tone=Tone::Attention title=td_string!(lang, delivery.room.title) testid="over-quota">
                    <p>{td_string!(lang, delivery.room.files, count = over.files, size = size)}" "{whose}</p>
                    <p>{td_string!(lang, delivery.room.todo)}</p>
                </Callout>
            }
        })
    }
}
