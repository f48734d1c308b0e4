//! Founding a school's book.

use api::{CheckTemplate, ListTemplates, TemplateView};
use domain::date::{Date, Moment};
use domain::period::SchoolYear;
use domain::role::Role;
use leptos::prelude::*;

use super::model::{FoundForm, Needed, school_years};
use super::page::Step;
use super::pin::NewPin;
use super::recovery::RecoveryStep;
use crate::act::{Act, use_act};
use crate::files::read_text;
use crate::i18n::{Locale, td_string, use_locale};
use crate::ipc;
use crate::live::live;
use crate::parts::ErrorNote;
use crate::session::use_session;
use crate::ui::field::LineKind;
use crate::ui::{
    Button, ButtonKind, CheckField, Choice, FileDrop, Head, Page, SelectField, Symbol, TextField,
};
use crate::words;

/// Types what a school's book needs, founds it, and shows the recovery key.
#[component]
pub fn FoundStep(step: RwSignal<Step>) -> impl IntoView {
    let lang = use_locale();
    let session = use_session();
    let act = use_act();
    let form =
        RwSignal::new(FoundForm { school_year: SchoolYear::of(today()).to_string(), ..FoundForm::default() });
    let recovery = RwSignal::new(None::<api::FoundedView>);
    let pin = RwSignal::new(String::new());
    let found = move |_| {
        form.update(|form| form.pin = pin.get_untracked());
        // The key is shown once, so the first screen stays until it was put away.
        session.hold(true);
        act.run(ipc::call(form.with_untracked(FoundForm::request)), move |founded| {
            recovery.set(Some(founded));
        });
    };
    Effect::new(move || {
        if act.error().get().is_some() {
            session.hold(false);
        }
    });
    move || {
        match recovery.get() {
        Some(founded) => view! { <RecoveryStep founded/> }.into_any(),
        None => {
            view! {
                <Button kind=ButtonKind::Quiet icon=Symbol::Back testid="start-back" on_press=move |_| step.set(Step::Who)>
                    {td_string!(lang, common.ui.back)}
                </Button>
                <Head title=td_string!(lang, start.found_form.title)/>
                <Page class="pad stack">
                    <SchoolFields form/>
                    <TemplateFields form/>
                    <PersonFields form/>
                    <RelayField form/>
                    <NewPin pin/>
                    <ErrorNote error=act.error()/>
                    <Missing form/>
                    <Button
                        kind=ButtonKind::Main
                        busy=act.busy()
                        disabled=Signal::derive(move || form.with(|form| !form.missing().is_empty()))
                        testid="found-school"
                        on_press=found
                    >
                        {td_string!(lang, start.found_form.act)}
                    </Button>
                </Page>
            }
                .into_any()
        }
    }
    }
}

#[component]
fn SchoolFields(form: RwSignal<FoundForm>) -> impl IntoView {
    let lang = use_locale();
    let choices: Vec<_> =
        school_years(today()).into_iter().map(|year| Choice::new(year.clone(), year)).collect();
    view! {
        <TextField
            label=td_string!(lang, start.found_form.school)
            example=td_string!(lang, start.found_form.school_example)
            value=Signal::derive(move || form.with(|form| form.school.clone()))
            on_input=move |text| form.update(|form| form.school = text)
            testid="field-school"
        />
        <SelectField
            label=td_string!(lang, start.found_form.year)
            choices=choices
            value=Signal::derive(move || form.with(|form| form.school_year.clone()))
            on_change=move |year| form.update(|form| form.school_year = year)
            testid="field-school-year"
        />
    }
}

#[component]
fn TemplateFields(form: RwSignal<FoundForm>) -> impl IntoView {
    let lang = use_locale();
    let templates = live(|| ListTemplates {}, Vec::new);
    let checked = RwSignal::new(None::<TemplateView>);
    let act = use_act();
    Effect::new(move || {
        let first = templates.with(|list| list.first().map(|template| template.id.clone())).flatten();
        if let Some(id) = first
            && form.with_untracked(|form| form.template.is_empty())
        {
            form.update(|form| form.template = id);
        }
    });
    let chosen = Memo::new(move |_| {
        checked.get().or_else(|| {
            let id = form.with(|form| form.template.clone());
            templates.with(|list| list.iter().find(|template| template.id == id).cloned()).flatten()
        })
    });
    let choices = Signal::derive(move || {
        let choice = |template: &TemplateView| Choice::new(template.id.clone(), template.title.clone());
        templates.with(|list| list.iter().map(choice).collect()).unwrap_or_default()
    });
    let file = move || form.with(|form| form.template_file.as_ref().map(|(name, _)| name.clone()));
    view! {
        <div class="stack-s">
            <Show when=move || file().is_none()>
                <SelectField
                    label=td_string!(lang, start.found_form.movement)
                    choices=choices
                    value=Signal::derive(move || form.with(|form| form.template.clone()))
                    on_change=move |id| form.update(|form| form.template = id)
                    testid="field-template"
                />
            </Show>
            {move || chosen.get().map(|template| view! { <p class="faint">{about(lang, &template)}</p> })}
            {move || match file() {
                Some(name) => {
                    let drop_file = move |_| {
                        checked.set(None);
                        form.update(|form| form.template_file = None);
                    };
                    view! {
                        <p class="row">
                            <span>{td_string!(lang, start.found_form.file_used, name = name).to_string()}</span>
                            <Button kind=ButtonKind::Quiet on_press=drop_file>{td_string!(lang, start.found_form.file_off)}</Button>
                        </p>
                    }
                        .into_any()
                }
                None => {
                    view! {
                        <details class="start-file">
                            <summary>{td_string!(lang, start.found_form.file)}</summary>
                            <FileDrop
                                label=td_string!(lang, start.found_form.file_drop)
                                accept=".json,application/json"
                                testid="template-file"
                                on_files=move |files| take_file(act, form, checked, files)
                            />
                        </details>
                    }
                        .into_any()
                }
            }}
            <ErrorNote error=act.error()/>
        </div>
    }
}

/// Reads a template file and keeps it only if the application understands it.
fn take_file(
    act: Act,
    form: RwSignal<FoundForm>,
    checked: RwSignal<Option<TemplateView>>,
    files: Vec<web_sys::File>,
) {
    let Some(file) = files.into_iter().next() else { return };
    let name = file.name();
    let steps = async move {
        let json = read_text(&file).await?;
        let template = ipc::call(CheckTemplate { json: json.clone() }).await?;
        Ok((json, template))
    };
    act.run(steps, move |(json, template)| {
        checked.set(Some(template));
        form.update(|form| form.template_file = Some((name, json)));
    });
}

fn about(lang: Locale, template: &TemplateView) -> String {
    td_string!(
        lang,
        start.found_form.about,
        title = template.title.clone(),
        phase = template.phase.clone(),
        areas = template.areas.len(),
        sets = template.criteria_sets
    )
    .to_string()
}

#[component]
fn PersonFields(form: RwSignal<FoundForm>) -> impl IntoView {
    let lang = use_locale();
    let role = move |role: Role| {
        view! {
            <CheckField
                label=words::role(lang, role)
                value=Signal::derive(move || form.with(|form| form.roles.contains(&role)))
                on_change=move |held| form.update(|form| form.set_role(role, held))
                testid=format!("role-{role}")
            />
        }
    };
    view! {
        <div class="two">
            <TextField
                label=td_string!(lang, start.found_form.person)
                autocomplete="name"
                value=Signal::derive(move || form.with(|form| form.person.clone()))
                on_input=move |text| form.update(|form| form.person = text)
                testid="field-person"
            />
            <TextField
                label=td_string!(lang, start.found_form.code)
                mark=td_string!(lang, common.ui.optional)
                value=Signal::derive(move || form.with(|form| form.staff_code.clone()))
                on_input=move |text| form.update(|form| form.staff_code = text)
                testid="field-staff-code"
            />
        </div>
        <fieldset>
            <legend class="field-label">{td_string!(lang, start.found_form.roles)}</legend>
            <div class="row">{role(Role::Leadership)} {role(Role::UnionOfficer)} {role(Role::Clerk)}</div>
            <p class="faint">{td_string!(lang, start.found_form.roles_hint)}</p>
        </fieldset>
    }
}

#[component]
fn RelayField(form: RwSignal<FoundForm>) -> impl IntoView {
    let lang = use_locale();
    view! {
        <TextField
            label=td_string!(lang, start.found_form.relay)
            hint=td_string!(lang, start.found_form.relay_hint)
            kind=LineKind::Address
            value=Signal::derive(move || form.with(|form| form.relay.clone()))
            on_input=move |text| form.update(|form| form.relay = text)
            testid="field-relay"
        />
    }
}

/// Says beside the button why it cannot be pressed.
#[component]
fn Missing(form: RwSignal<FoundForm>) -> impl IntoView {
    let lang = use_locale();
    move || {
        let missing = form.with(FoundForm::missing);
        let fields: Vec<_> = missing.into_iter().map(|needed| name(lang, needed)).collect();
        (!fields.is_empty()).then(|| {
            let said =
                td_string!(lang, start.found_form.missing, fields = words::list(lang, &fields)).to_string();
            view! { <p class="faint">{said}</p> }
        })
    }
}

fn name(lang: Locale, needed: Needed) -> &'static str {
    match needed {
        Needed::School => td_string!(lang, start.found_form.school),
        Needed::Person => td_string!(lang, start.found_form.person),
        Needed::Relay => td_string!(lang, start.found_form.relay),
        Needed::Template => td_string!(lang, start.found_form.movement),
    }
}

/// The machine's date; founding is the one step before any view carries it.
fn today() -> Date {
    Moment::from_millis(js_sys::Date::now() as i64).date()
}
