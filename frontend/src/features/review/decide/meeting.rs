//! What the department's meeting said about a collective's entry (CI-3): its count, and words.

use api::Acknowledge;
use domain::decimal::Decimal;
use leptos::prelude::*;

use super::{Desk, Said};
use crate::features::review::model::{MeetingCount, MeetingError, meeting_count, offer};
use crate::i18n::{Locale, td_string, use_locale};
use crate::parts::ErrorNote;
use crate::ui::{Button, ButtonKind, Dialog, NumberField, Symbol};

/// Enters the meeting's count and records the acknowledgement.
#[component]
pub fn MeetingDialog(
    /// Where decisions are made.
    desk: Desk,
) -> impl IntoView {
    let lang = use_locale();
    view! {
        <Dialog open=desk.meeting title=td_string!(lang, review.meeting.title) testid="meeting-dialog">
            <MeetingForm desk/>
        </Dialog>
    }
}

#[component]
fn MeetingForm(desk: Desk) -> impl IntoView {
    let lang = use_locale();
    let (members, present, in_favour) =
        (RwSignal::new(None::<Decimal>), RwSignal::new(None::<Decimal>), RwSignal::new(None::<Decimal>));
    let wrong = RwSignal::new(None::<MeetingError>);
    let send = move |_| {
        let counts = [members.get_untracked(), present.get_untracked(), in_favour.get_untracked()];
        match meeting_count(counts) {
            Ok(count) => acknowledge(desk, count),
            Err(error) => wrong.set(Some(error)),
        }
    };
    let take = move |count: RwSignal<Option<Decimal>>| {
        Callback::new(move |number: Option<Decimal>| {
            wrong.set(None);
            count.set(number);
        })
    };
    view! {
        <p class="soft">{td_string!(lang, review.meeting.lead)}</p>
        <NumberField label=td_string!(lang, review.meeting.members) value=members on_change=take(members)
            on_input=take(members) testid="meeting-members"/>
        <NumberField label=td_string!(lang, review.meeting.present) value=present on_change=take(present)
            on_input=take(present) testid="meeting-present"/>
        <NumberField label=td_string!(lang, review.meeting.in_favour) value=in_favour on_change=take(in_favour)
            on_input=take(in_favour) testid="meeting-in-favour"/>
        <p class="field-error" role="status">{move || wrong.get().map(|error| sentence(lang, error))}</p>
        <ErrorNote error=desk.act.error()/>
        <div class="dialog-acts">
            <Button kind=ButtonKind::Quiet on_press=move |_| desk.meeting.set(false)>
                {td_string!(lang, review.difficulty.cancel)}
            </Button>
            <Button kind=ButtonKind::Seal icon=Symbol::Check busy=desk.act.busy() testid="acknowledge" on_press=send>
                {td_string!(lang, review.meeting.send)}
            </Button>
        </div>
    }
}

fn sentence(lang: Locale, error: MeetingError) -> &'static str {
    match error {
        MeetingError::Missing => td_string!(lang, review.meeting.missing),
        MeetingError::Impossible => td_string!(lang, review.meeting.impossible),
    }
}

fn acknowledge(desk: Desk, count: MeetingCount) {
    let Some(view) = desk.reading.now() else { return };
    let Some(offer) = offer(&view.initiative, desk.chosen.get_untracked()) else { return };
    let (part, stage) = (offer.part, offer.stage);
    let request = Acknowledge {
        id: desk.reading.id,
        part,
        heads: view.initiative.heads.clone(),
        members: count.members,
        present: count.present,
        in_favour: count.in_favour,
        text: desk.draft.with_untracked(|draft| draft.text.trim().to_owned()),
    };
    desk.act.call(request, move |answer| {
        desk.meeting.set(false);
        desk.decided(Said::Approved(part, stage), &answer);
    });
}
