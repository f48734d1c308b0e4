//! The screen of the overview.

use api::{GetMovement, GetOverview, MovementView, OverviewView, Topic};
use domain::period::Period;
use leptos::prelude::*;

use super::figures::Figures;
use super::matrix::Matrix;
use super::model::is_empty;
use super::months::Months;
use super::participation::Participation;
use super::results::Results;
use super::silent::Silent;
use super::statuses::Statuses;
use crate::i18n::{Locale, td_string, use_locale};
use crate::live::live;
use crate::parts::ErrorNote;
use crate::ui::{ButtonLink, Choice, Empty, Head, Loading, Page, SelectField, Symbol};
use crate::words;

/// The whole school's picture, or one period's, or one campaign's.
#[component]
pub fn OverviewPage() -> impl IntoView {
    let lang = use_locale();
    let (period, campaign) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let asked = move || GetOverview {
        period: Period::from_name(&period.get()),
        campaign: Some(campaign.get()).filter(|slug| !slug.is_empty()),
    };
    let overview = live(asked, || vec![Topic::Initiatives, Topic::People, Topic::Movement]);
    let movement = live(|| GetMovement {}, || vec![Topic::Movement]);
    let campaigns = Signal::derive(move || {
        let of = |view: &MovementView| {
            view.movement
                .campaigns
                .iter()
                .map(|campaign| Choice::new(&*campaign.slug, &*campaign.title))
                .collect::<Vec<_>>()
        };
        movement.with(of).unwrap_or_default()
    });
    let view = Memo::new(move |_| overview.get());
    let headline = move || match view.with(|view| view.as_ref().map(|view| headline(lang, view))) {
        Some(headline) => headline,
        None => td_string!(lang, common.place.overview).to_owned(),
    };
    let crumb = move || {
        view.with(|view| view.as_ref().map(|view| crumb(lang, view, &period.get()))).unwrap_or_default()
    };
    view! {
        <Head title=headline above=move || crumb/>
        <div class="filter-choices">{choices(lang, period, campaign, campaigns)}</div>
        <ErrorNote error=Signal::derive(move || overview.error())/>
        {move || match view.get() {
            None if overview.error().is_some() => ().into_any(),
            None => view! { <Loading label=td_string!(lang, common.ui.loading)/> }.into_any(),
            Some(view) if is_empty(&view) => nothing(lang).into_any(),
            Some(view) => picture(&view).into_any(),
        }}
    }
}

fn choices(
    lang: Locale,
    period: RwSignal<String>,
    campaign: RwSignal<String>,
    campaigns: Signal<Vec<Choice>>,
) -> impl IntoView {
    let periods: Vec<Choice> =
        Period::ALL.iter().map(|period| Choice::new(period.name(), words::period(lang, *period))).collect();
    view! {
        <SelectField label=td_string!(lang, overview.period) none=td_string!(lang, overview.every_period)
            choices=Signal::stored(periods) value=period on_change=move |value: String| period.set(value)
            testid="overview-period"/>
        {move || campaigns.with(|campaigns| !campaigns.is_empty()).then(|| view! {
            <SelectField label=td_string!(lang, overview.campaign) none=td_string!(lang, overview.every_campaign)
                choices=campaigns value=campaign on_change=move |value: String| campaign.set(value)
                testid="overview-campaign"/>
        })}
    }
}

fn headline(lang: Locale, view: &OverviewView) -> String {
    if view.total.count == 0 {
        return td_string!(lang, overview.headline_none).to_owned();
    }
    let count = |number: u32| words::count(lang, u64::from(number));
    td_string!(
        lang,
        overview.headline,
        total = count(view.total.count),
        participants = count(view.participants),
        members = count(view.members)
    )
    .to_string()
}

fn crumb(lang: Locale, view: &OverviewView, period: &str) -> String {
    let period = Period::from_name(period)
        .map_or(td_string!(lang, overview.whole), |period| words::period(lang, period));
    let date = words::date(lang, view.as_of);
    td_string!(lang, overview.crumb, period = period, date = date).to_string()
}

fn nothing(lang: Locale) -> impl IntoView {
    view! {
        <Page class="pad">
            <Empty symbol=Symbol::Chart sentence=td_string!(lang, overview.empty)>
                <ButtonLink href="/book" testid="empty-action">{td_string!(lang, overview.empty_action)}</ButtonLink>
            </Empty>
        </Page>
    }
}

/// Areas that fit beside another column; more take the whole width.
const AREAS_BESIDE: usize = 7;

fn picture(view: &OverviewView) -> impl IntoView + use<> {
    let wide = view.areas.len() > AREAS_BESIDE;
    let above = wide.then(|| view! { <div class="overview-wide"><Matrix view=view.clone()/></div> });
    let beside = (!wide).then(|| view! { <Matrix view=view.clone()/> });
    view! {
        <Figures view=view.clone()/>
        {above}
        <div class="overview-grid">
            <div class="stack">
                {beside}
                <Results view=view.clone()/>
                <Participation rows=view.participation.clone()/>
            </div>
            <div class="stack">
                <Months months=view.months.clone()/>
                <Silent view=view.clone()/>
                <Statuses figures=view.statuses.clone()/>
            </div>
        </div>
    }
}
