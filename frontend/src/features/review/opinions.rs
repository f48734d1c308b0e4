//! Ý kiến: every stage with its standing opinions, and records that do not count.

use api::{InitiativeView, OpinionView, StageState, StageView};
use domain::record::Part;
use leptos::prelude::*;

use crate::i18n::{Locale, td_string, use_locale};
use crate::ui::{Badge, Button, ButtonKind, Icon, Page, Symbol, Tone};
use crate::words;

use super::model::{current_part, stages_of};
use super::remarks::target_words;

/// The stages of both parts; the part that is decided on now comes first.
#[component]
pub fn Opinions(
    /// The initiative.
    view: InitiativeView,
    /// Takes back an own opinion; without it none can be taken back here.
    #[prop(optional_no_strip)]
    on_revoke: Option<Callback<OpinionView>>,
) -> impl IntoView {
    let lang = use_locale();
    let first = current_part(&view);
    let parts = if first == Part::Dossier {
        [Part::Dossier, Part::Registration]
    } else {
        [Part::Registration, Part::Dossier]
    };
    let sections = parts.map(|part| part_stages(lang, &view, part, part == first, on_revoke)).collect_view();
    let void = void_lines(lang, &view);
    view! {
        <Page class="pad stack-s" label=td_string!(lang, review.opinions.title) testid="opinions">
            <h2>{td_string!(lang, review.opinions.title)}</h2>
            {sections}
            {void}
        </Page>
    }
}

fn part_stages(
    lang: Locale,
    view: &InitiativeView,
    part: Part,
    first: bool,
    on_revoke: Option<Callback<OpinionView>>,
) -> Option<impl IntoView + use<>> {
    let stages = stages_of(&view.state, part);
    let silent = stages.iter().all(|stage| stage.opinions.is_empty() && stage.state == StageState::NotYet);
    if stages.is_empty() || (silent && !first) {
        return None;
    }
    let lines = stages.into_iter().map(|stage| stage_lines(lang, view, stage, on_revoke)).collect_view();
    Some(view! {
        <h3 class="soft">{words::part(lang, part)}</h3>
        <ul class="stages">{lines}</ul>
    })
}

fn stage_lines(
    lang: Locale,
    view: &InitiativeView,
    stage: &StageView,
    on_revoke: Option<Callback<OpinionView>>,
) -> impl IntoView + use<> {
    let (tone, symbol) = match stage.state {
        StageState::Approved | StageState::ApprovedEarlier => (Tone::Seal, Symbol::Check),
        StageState::Returned => (Tone::Attention, Symbol::Undo),
        StageState::Differing => (Tone::Attention, Symbol::People),
        StageState::Waiting => (Tone::Accent, Symbol::Clock),
        StageState::NotYet | StageState::NotNeeded => (Tone::Plain, Symbol::More),
    };
    let opinions =
        stage.opinions.iter().map(|opinion| opinion_line(lang, view, opinion, on_revoke)).collect_view();
    let falls_to = (!stage.falls_to.is_empty()).then(|| {
        let people = words::list(lang, &stage.falls_to);
        td_string!(lang, review.opinions.falls_to, people = people).to_string()
    });
    let state = words::stage_state(lang, stage.state);
    view! {
        <li class="stack-s">
            <p class="row">
                <strong>{words::stage(lang, stage.stage)}</strong>
                <Badge tone icon=symbol>{state}</Badge>
            </p>
            {falls_to.map(|line| view! { <p class="faint">{line}</p> })}
            {opinions}
        </li>
    }
}

/// One opinion with its words, what it is about, and for which version.
pub fn opinion_line(
    lang: Locale,
    view: &InitiativeView,
    opinion: &OpinionView,
    on_revoke: Option<Callback<OpinionView>>,
) -> impl IntoView + use<> {
    let head = format!("{} · {}", opinion.person, words::role(lang, opinion.capacity));
    let what = format!("{}, {}", words::verb(lang, &opinion.verb), words::moment(lang, opinion.at));
    let about: Vec<String> = opinion
        .targets
        .iter()
        .filter(|target| **target != domain::record::RemarkTarget::Whole)
        .map(|target| target_words(lang, view, target))
        .collect();
    let about = (!about.is_empty())
        .then(|| td_string!(lang, review.opinions.about, what = words::list(lang, &about)).to_string());
    let version = if opinion.version_here {
        td_string!(lang, review.opinions.version, code = opinion.version_code.clone()).to_string()
    } else {
        td_string!(lang, review.opinions.version_absent).to_owned()
    };
    let broken = (!opinion.intact).then(|| td_string!(lang, review.opinions.not_intact));
    let text = opinion.text.clone();
    let own = opinion.clone();
    let revoke = on_revoke.filter(|_| opinion.can_revoke).map(|on_revoke| {
        view! {
            <Button kind=ButtonKind::Quiet icon=Symbol::Undo testid="revoke" on_press=move |_| on_revoke.run(own.clone())>
                {td_string!(lang, review.opinions.revoke)}
            </Button>
        }
    });
    view! {
        <div class="answer stack-s">
            <p><strong>{head}</strong>" "<span class="faint">{what}</span></p>
            {(!text.trim().is_empty()).then(|| view! { <p class="written">{text}</p> })}
            {about.map(|about| view! { <p class="faint">{about}</p> })}
            <p class="faint">{version}</p>
            {broken.map(|broken| view! { <p class="row"><Badge tone=Tone::Attention icon=Symbol::Attention>{broken}</Badge></p> })}
            {revoke}
        </div>
    }
}

fn void_lines(lang: Locale, view: &InitiativeView) -> Option<impl IntoView + use<>> {
    if view.state.void.is_empty() {
        return None;
    }
    let lines = view
        .state
        .void
        .iter()
        .map(|void| {
            let (person, verb) = (void.person.clone(), words::verb(lang, &void.verb));
            let reason = words::void_reason(lang, &void.reason);
            let line =
                td_string!(lang, review.opinions.void_line, person = person, verb = verb, reason = reason);
            view! { <li class="void"><Icon symbol=Symbol::Cross/><span>{line.clone()}</span></li> }
        })
        .collect_view();
    Some(view! {
        <h3 class="soft">{td_string!(lang, review.opinions.void)}</h3>
        <ul class="stack-s faint">{lines}</ul>
    })
}
