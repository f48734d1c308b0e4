use api::{GetMovement, ListInitiatives, ListPeople, MovementView, PeopleView, Topic};
use domain::period::Period;
use leptos::prelude::*;

use crate::features::records::model::{Chip, Kept, chips, status_named};
use crate::i18n::{Locale, td_string, use_locale};
use crate::live::{Live, live};
use crate::ui::field::LineKind;
use crate::ui::{Button, ButtonKind, Choice, Icon, SelectField, Symbol, TextField};
use crate::words;

/// The value of the choice for members without a department.
const LEADERSHIP: &str = "leadership";

/// States that a reader may ask for, in the order of the process.
const STATUSES: [&str; 6] = ["in_review", "returned", "differing", "approved", "in_progress", "withdrawn"];

/// Words, four choices, and a chip for everything that narrows the list.
#[component]
pub fn RecordFilter(
    /// The filter of the address.
    filter: Memo<ListInitiatives>,
    /// Takes a changed filter.
    on_change: Callback<ListInitiatives>,
) -> impl IntoView {
    let lang = use_locale();
    let people = live(|| ListPeople {}, || vec![Topic::People]);
    let movement = live(|| GetMovement {}, || vec![Topic::Movement]);
    let typed = RwSignal::new(filter.get_untracked().words.unwrap_or_default());
    Effect::new(move |_| typed.set(filter.get().words.unwrap_or_default()));
    let take_words = move |words: String| {
        let words = Some(words.trim().to_owned()).filter(|words| !words.is_empty());
        if filter.with_untracked(|filter| filter.words != words) {
            on_change.run(ListInitiatives { words, ..filter.get_untracked() });
        }
    };
    let open = RwSignal::new(false);
    view! {
        <div class="filter">
            <div class="filter-words">
                <TextField
                    label=td_string!(lang, records.words)
                    example=td_string!(lang, records.words)
                    kind=LineKind::Search
                    value=typed
                    on_input=move |words: String| typed.set(words)
                    on_commit=Callback::new(take_words)
                    testid="record-words"
                />
            </div>
            <button type="button" class="button" aria-expanded=move || if open.get() { "true" } else { "false" }
                data-testid="open-filter" on:click=move |_| open.update(|open| *open = !*open)>
                <Icon symbol=Symbol::Filter/>{td_string!(lang, records.filter)}
            </button>
        </div>
        <div class="filter-choices" hidden=move || !open.get()>
            {choices(lang, filter, on_change, people, movement)}
        </div>
        <Chips filter on_change people movement/>
    }
}

fn choices(
    lang: Locale,
    filter: Memo<ListInitiatives>,
    on_change: Callback<ListInitiatives>,
    people: Live<PeopleView>,
    movement: Live<MovementView>,
) -> impl IntoView {
    let departments = Signal::derive(move || {
        let named = |view: &PeopleView| {
            let mut choices: Vec<Choice> = view
                .departments
                .iter()
                .map(|department| Choice::new(department.id.to_string(), &*department.name))
                .collect();
            choices.push(Choice::new(LEADERSHIP, td_string!(lang, records.chip.leadership)));
            choices
        };
        people.with(named).unwrap_or_default()
    });
    let areas = Signal::derive(move || {
        let titled = |view: &MovementView| {
            let title = |area: &domain::movement::ContentArea| format!("{}) {}", area.label, area.title);
            view.movement
                .content_areas
                .iter()
                .map(|area| Choice::new(&*area.slug, title(area)))
                .collect::<Vec<_>>()
        };
        movement.with(titled).unwrap_or_default()
    });
    let statuses: Vec<Choice> =
        STATUSES.iter().map(|status| Choice::new(*status, words::status_name(lang, status))).collect();
    let periods: Vec<Choice> =
        Period::ALL.iter().map(|period| Choice::new(period.name(), words::period(lang, *period))).collect();
    let change = move |edit: &dyn Fn(&mut ListInitiatives)| {
        let mut changed = filter.get_untracked();
        edit(&mut changed);
        on_change.run(changed);
    };
    let department = move || {
        let of = |filter: &ListInitiatives| match filter.department {
            Some(id) => id.to_string(),
            None if filter.leadership => LEADERSHIP.to_owned(),
            None => String::new(),
        };
        filter.with(of)
    };
    view! {
        <SelectField label=td_string!(lang, records.select.department) none=td_string!(lang, records.select.any_department)
            choices=departments value=Signal::derive(department) testid="filter-department"
            on_change=move |value: String| change(&|filter| {
                filter.department = value.parse().ok();
                filter.leadership = value == LEADERSHIP;
            })/>
        <SelectField label=td_string!(lang, records.select.area) none=td_string!(lang, records.select.any_area)
            choices=areas value=Signal::derive(move || filter.with(|filter| filter.content_area.clone().unwrap_or_default()))
            testid="filter-area"
            on_change=move |value: String| change(&|filter| filter.content_area = Some(value.clone()).filter(|slug| !slug.is_empty()))/>
        <SelectField label=td_string!(lang, records.select.status) none=td_string!(lang, records.select.any_status)
            choices=Signal::stored(statuses)
            value=Signal::derive(move || filter.with(|filter| match &filter.statuses[..] {
                [only] => only.name().to_owned(),
                _ => String::new(),
            }))
            testid="filter-status"
            on_change=move |value: String| change(&|filter| filter.statuses = status_named(&value).into_iter().collect())/>
        <SelectField label=td_string!(lang, records.select.period) none=td_string!(lang, records.select.any_period)
            choices=Signal::stored(periods)
            value=Signal::derive(move || filter.with(|filter| filter.period.map(|period| period.name().to_owned()).unwrap_or_default()))
            testid="filter-period"
            on_change=move |value: String| change(&|filter| filter.period = Period::from_name(&value))/>
    }
}

#[component]
fn Chips(
    filter: Memo<ListInitiatives>,
    on_change: Callback<ListInitiatives>,
    people: Live<PeopleView>,
    movement: Live<MovementView>,
) -> impl IntoView {
    let lang = use_locale();
    let chip = move |chip: Chip| {
        let words = chip_words(lang, &chip.kept, people, movement);
        let label = td_string!(lang, records.take_off, what = words.clone()).to_string();
        view! {
            <li class="target">
                <span class="target-words">{words}</span>
                <Button kind=ButtonKind::Bare icon=Symbol::Cross label=label testid="take-off"
                    on_press=move |_| on_change.run(chip.without.clone())/>
            </li>
        }
    };
    move || {
        let chips = filter.with(chips);
        (!chips.is_empty()).then(|| {
            let several = chips.len() > 1;
            view! {
                <div class="targets" data-testid="chips">
                    <span class="faint">{td_string!(lang, records.chips)}</span>
                    <ul class="targets">{chips.into_iter().map(chip).collect_view()}</ul>
                    {several.then(|| {
                        view! {
                            <Button kind=ButtonKind::Quiet testid="clear-filter" on_press=move |_| on_change.run(ListInitiatives::default())>
                                {td_string!(lang, records.clear)}
                            </Button>
                        }
                    })}
                </div>
            }
        })
    }
}

fn chip_words(lang: Locale, kept: &Kept, people: Live<PeopleView>, movement: Live<MovementView>) -> String {
    let title = |slug: &str| {
        let find = |view: &MovementView| view.movement.titles().get(slug).map(ToString::to_string);
        movement.with(find).flatten().unwrap_or_else(|| slug.to_owned())
    };
    match kept {
        Kept::Department(id) => {
            let name = |view: &PeopleView| {
                view.departments
                    .iter()
                    .find(|department| department.id == *id)
                    .map(|department| department.name.clone())
            };
            match people.with(name).flatten() {
                Some(name) => td_string!(lang, records.chip.department, name = name).to_string(),
                None => td_string!(lang, records.chip.department_unknown).to_owned(),
            }
        }
        Kept::Leadership => td_string!(lang, records.chip.leadership).to_owned(),
        Kept::Area(slug) => td_string!(lang, records.chip.area, title = title(slug)).to_string(),
        Kept::Status(status) => words::status_name(lang, status.name()).to_owned(),
        Kept::Campaign(slug) => td_string!(lang, records.chip.campaign, title = title(slug)).to_string(),
        Kept::Period(period) => words::period(lang, *period).to_owned(),
        Kept::Month(month, state) => month_words(lang, *month, state.as_deref()),
        Kept::Unit(unit) => td_string!(lang, records.chip.unit, unit = unit.clone()).to_string(),
        Kept::Having(having) => having_words(lang, having).to_owned(),
        Kept::Words(words) => td_string!(lang, records.chip.words, words = words.clone()).to_string(),
    }
}

fn month_words(lang: Locale, month: domain::date::Month, state: Option<&str>) -> String {
    let month = month.to_vietnamese();
    match state {
        Some("in_time") => td_string!(lang, records.chip.month_in_time, month = month).to_string(),
        Some("later") => td_string!(lang, records.chip.month_later, month = month).to_string(),
        Some("silent") => td_string!(lang, records.chip.month_silent, month = month).to_string(),
        _ => td_string!(lang, records.chip.month, month = month).to_string(),
    }
}

fn having_words(lang: Locale, having: &str) -> &'static str {
    match having {
        "results_met" => td_string!(lang, records.chip.results_met),
        "results_not_met" => td_string!(lang, records.chip.results_not_met),
        "difficulties_open" => td_string!(lang, records.chip.difficulties_open),
        "difficulties_overdue" => td_string!(lang, records.chip.difficulties_overdue),
        _ => td_string!(lang, records.chip.changed),
    }
}
