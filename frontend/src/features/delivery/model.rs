//! Where things are, in words.

use api::{BundlePlan, BundleTaken, DeliveryView, LogEntry, RelayState, SyncView};
use domain::date::Moment;

use crate::i18n::{Locale, td_string};
use crate::ui::Tone;
use crate::words;

/// Says whether the machine may be shut down, and in which colour.
pub fn safety(lang: Locale, view: &DeliveryView) -> (String, Tone) {
    if view.safe_to_shut_down {
        (td_string!(lang, delivery.safe).to_owned(), Tone::Good)
    } else {
        let count = view.unsent + view.unsent_files;
        (td_string!(lang, delivery.not_safe, count = count).to_string(), Tone::Accent)
    }
}

/// Says what is known of the relay; being offline is normal and has no warning colour.
pub fn relay(lang: Locale, state: RelayState) -> (&'static str, Tone) {
    match state {
        RelayState::None => (td_string!(lang, delivery.relay.none), Tone::Plain),
        RelayState::Unknown => (td_string!(lang, delivery.relay.unknown), Tone::Plain),
        RelayState::Connected => (td_string!(lang, delivery.relay.connected), Tone::Good),
        RelayState::Unreachable => (td_string!(lang, delivery.relay.unreachable), Tone::Plain),
        RelayState::Stopped => (td_string!(lang, delivery.relay.stopped), Tone::Attention),
    }
}

/// Says when the relay was met and when it is tried again.
pub fn meetings(lang: Locale, view: &DeliveryView) -> Vec<String> {
    let at = |moment: Moment| words::moment(lang, moment);
    let met = view.met_at.map(|met| td_string!(lang, delivery.relay.met, time = at(met)).to_string());
    let next = view
        .next_attempt
        .map(|next| td_string!(lang, delivery.relay.next, time = words::clock(next)).to_string());
    met.into_iter().chain(next).collect()
}

/// Says what a round of syncing did.
pub fn synced(lang: Locale, done: &SyncView) -> String {
    let said = td_string!(
        lang,
        delivery.synced,
        pushed = done.pushed,
        pulled = done.pulled,
        sent = done.files_sent,
        fetched = done.files_fetched
    )
    .to_string();
    if done.waiting == 0 {
        return said;
    }
    format!("{said} {}", td_string!(lang, delivery.synced_waiting, waiting = done.waiting))
}

/// Says what an envelope is: its verb where it has one, else its kind.
pub fn what(lang: Locale, entry: &LogEntry) -> &'static str {
    if let Some(verb) = &entry.verb {
        return words::verb(lang, verb);
    }
    match entry.kind.as_str() {
        "change" => td_string!(lang, delivery.kind.change),
        "record" => td_string!(lang, delivery.kind.record),
        "control" => td_string!(lang, delivery.kind.control),
        "blob" => td_string!(lang, delivery.kind.blob),
        "receipt" => td_string!(lang, delivery.kind.receipt),
        "key" => td_string!(lang, delivery.kind.key),
        _ => td_string!(lang, delivery.kind.other),
    }
}

/// Says where an envelope is, and in which colour.
pub fn status(lang: Locale, status: &str) -> (&'static str, Tone) {
    match status {
        "admitted" => (td_string!(lang, delivery.status.admitted), Tone::Good),
        "void" => (td_string!(lang, delivery.status.void), Tone::Attention),
        "withheld" => (td_string!(lang, delivery.status.withheld), Tone::Plain),
        "refused" => (td_string!(lang, delivery.status.refused), Tone::Attention),
        _ => (td_string!(lang, delivery.status.unsent), Tone::Plain),
    }
}

/// Says what a bundle would hold, and who can open it.
pub fn plan_lines(lang: Locale, plan: &BundlePlan) -> Vec<String> {
    let mut lines = Vec::new();
    if plan.initiatives + plan.drafts + plan.files + plan.unsent == 0 {
        lines.push(td_string!(lang, delivery.carry.holds_nothing).to_owned());
    } else {
        let (initiatives, drafts, files) = (plan.initiatives, plan.drafts, plan.files);
        let size = words::bytes(lang, plan.bytes);
        let said = td_string!(
            lang,
            delivery.carry.holds,
            initiatives = initiatives,
            drafts = drafts,
            files = files,
            size = size
        )
        .to_string();
        lines.push(said);
    }
    lines.push(match plan.own_machines {
        0 => td_string!(lang, delivery.carry.for_relay).to_owned(),
        count => td_string!(lang, delivery.carry.for_own, count = count).to_string(),
    });
    let names = |names: &[String]| words::list(lang, names);
    if !plan.people.is_empty() {
        lines.push(td_string!(lang, delivery.carry.for_people, names = names(&plan.people)).to_string());
    }
    if !plan.without_machine.is_empty() {
        let names = names(&plan.without_machine);
        lines.push(td_string!(lang, delivery.carry.without, names = names).to_string());
    }
    if plan.not_for_people > 0 {
        let count = plan.not_for_people;
        lines.push(td_string!(lang, delivery.carry.not_for_people, count = count).to_string());
    }
    lines.extend((plan.drafts > 0).then(|| match plan.own_machines {
        0 => td_string!(lang, delivery.carry.drafts_alone).to_owned(),
        _ => td_string!(lang, delivery.carry.drafts_own).to_owned(),
    }));
    lines
}

/// Says what a bundle brought, and in which colour.
pub fn taken(lang: Locale, taken: &BundleTaken) -> (Vec<String>, Tone) {
    let (envelopes, initiatives) = (taken.envelopes, taken.initiatives);
    let (drafts, files) = (taken.drafts, taken.files);
    let mut lines = vec![if envelopes + drafts + files == 0 {
        td_string!(lang, delivery.carry.taken_nothing).to_owned()
    } else {
        td_string!(
            lang,
            delivery.carry.taken,
            envelopes = envelopes,
            initiatives = initiatives,
            drafts = drafts,
            files = files
        )
        .to_string()
    }];
    if taken.carried > 0 {
        lines.push(td_string!(lang, delivery.carry.taken_carried).to_owned());
    }
    let sound = lines.len();
    lines.extend((!taken.whole).then(|| td_string!(lang, delivery.carry.taken_cut).to_owned()));
    if taken.incomplete > 0 {
        let count = taken.incomplete;
        lines.push(td_string!(lang, delivery.carry.taken_incomplete, count = count).to_string());
    }
    if taken.refused > 0 {
        lines.push(td_string!(lang, delivery.carry.taken_refused, count = taken.refused).to_string());
    }
    let tone = if lines.len() == sound { Tone::Good } else { Tone::Attention };
    (lines, tone)
}

/// Gives how far a file is, in tenths of a percent.
pub fn tenths(done: u64, size: u64) -> i64 {
    match size {
        0 => 1000,
        size => i64::try_from(u128::from(done) * 1000 / u128::from(size)).unwrap_or(1000),
    }
}

#[cfg(test)]
mod tests;
