use api::MonthProgress;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::model::{Column, Logged, Room, ScaleLine, Segment, begun, columns, scale};
use super::panel::{Panel, linked};
use crate::features::records::model::address;
use crate::i18n::{Locale, td_string, use_locale};
use crate::ui::{TableFrame, new_id};
use crate::words;

/// Left edge of the columns; the scale's numbers stand before it.
const LEFT: u32 = 36;
/// Room above the top line for the numbers on the columns.
const TOP: u32 = 18;
/// The chart's own room.
const ROOM: Room = Room { width: 315, height: 150 };

type Go = Callback<String>;

/// How each month was logged: in the month, later, or not.
#[component]
pub fn Months(
    /// The months of the movement.
    months: Vec<MonthProgress>,
) -> impl IntoView {
    let lang = use_locale();
    let navigate = use_navigate();
    let go: Go = Callback::new(move |path: String| navigate(&path, NavigateOptions::default()));
    let told = begun(&months).to_vec();
    let table = told.clone();
    view! {
        <Panel
            title=td_string!(lang, overview.months.title)
            testid="months"
            picture=move || chart(lang, &months, &told, go)
            table=move || month_table(lang, &table)
        />
    }
}

fn chart(lang: Locale, months: &[MonthProgress], told: &[MonthProgress], go: Go) -> AnyView {
    if told.is_empty() {
        return view! { <p class="soft">{td_string!(lang, overview.months.none)}</p> }.into_any();
    }
    let said = told.iter().map(|month| describe(lang, month)).collect::<Vec<_>>().join(". ");
    let pattern = new_id("hatch");
    let fill = format!("url(#{pattern})");
    let lines = scale(months, ROOM.height).into_iter().map(scale_line).collect_view();
    let drawn =
        columns(months, ROOM).into_iter().map(|column| column_view(lang, column, &fill, go)).collect_view();
    let frame = format!("0 0 {} {}", LEFT + ROOM.width, TOP + ROOM.height + 24);
    view! {
        <svg class="month-chart" viewBox=frame role="img" aria-label=said>
            <defs>
                <pattern id=pattern width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                    <rect class="hatch-ground" width="6" height="6"></rect>
                    <rect class="hatch-line" width="3" height="6"></rect>
                </pattern>
            </defs>
            {lines}
            {drawn}
        </svg>
        <p class="faint legend" aria-hidden="true">
            <span><i class="key key--in-time"></i>{td_string!(lang, overview.months.in_time)}</span>
            <span><i class="key key--later"></i>{td_string!(lang, overview.months.later)}</span>
            <span><i class="key key--silent"></i>{td_string!(lang, overview.months.silent)}</span>
        </p>
    }
    .into_any()
}

fn scale_line(line: ScaleLine) -> impl IntoView {
    let y = TOP + line.top;
    view! {
        <line class="scale-line" x1=LEFT.to_string() x2=(LEFT + ROOM.width).to_string() y1=y.to_string() y2=y.to_string()></line>
        <text class="scale-number" x=(LEFT - 6).to_string() y=(y + 4).to_string() text-anchor="end">{line.number.to_string()}</text>
    }
}

fn column_view(lang: Locale, column: Column, hatch: &str, go: Go) -> impl IntoView + use<> {
    let (left, middle) = (LEFT + column.left, LEFT + column.middle);
    let top = column.segments.last().map(|segment| TOP + segment.top);
    let parts = column
        .segments
        .into_iter()
        .map(|segment| segment_view(segment, left, column.width, hatch, go))
        .collect_view();
    let label = td_string!(lang, overview.months.short, month = column.month.number()).to_string();
    view! {
        {parts}
        {top.map(|top| view! {
            <text class="column-number" x=middle.to_string() y=(top - 5).to_string() text-anchor="middle">{column.total.to_string()}</text>
        })}
        <text class="column-label" x=middle.to_string() y=(TOP + ROOM.height + 17).to_string() text-anchor="middle">{label}</text>
    }
}

/// One segment; a press opens its records, and the table offers the same to the keyboard.
fn segment_view(segment: Segment, left: u32, width: u32, hatch: &str, go: Go) -> impl IntoView + use<> {
    let (class, fill) = match segment.logged {
        Logged::InTime => ("segment segment--in-time", None),
        Logged::Later => ("segment segment--later", Some(hatch.to_owned())),
        Logged::Silent => ("segment segment--silent", None),
    };
    let path = address(&segment.figure.filter);
    view! {
        <rect
            class=class
            fill=fill
            x=left.to_string()
            y=(TOP + segment.top).to_string()
            width=width.to_string()
            height=segment.height.to_string()
            on:click=move |_| go.run(path.clone())
        ></rect>
    }
}

fn describe(lang: Locale, month: &MonthProgress) -> String {
    td_string!(
        lang,
        overview.months.describe,
        month = month.month.number(),
        in_time = month.in_time.count,
        later = month.later.count,
        silent = month.silent.count
    )
    .to_string()
}

fn month_table(lang: Locale, months: &[MonthProgress]) -> AnyView {
    let row = |month: &MonthProgress| {
        let name = words::month_year(lang, month.month);
        let cell = |figure: &api::Figure, what: &str| linked(lang, figure, &format!("{name}, {what}"));
        view! {
            <tr>
                <th scope="row">{name.clone()}</th>
                <td class="r">{cell(&month.in_time, td_string!(lang, overview.months.in_time))}</td>
                <td class="r">{cell(&month.later, td_string!(lang, overview.months.later))}</td>
                <td class="r">{cell(&month.silent, td_string!(lang, overview.months.silent))}</td>
            </tr>
        }
    };
    let rows = months.iter().map(row).collect_view();
    view! {
        <TableFrame label=td_string!(lang, overview.months.caption)>
            <table>
                <caption class="sr">{td_string!(lang, overview.months.caption)}</caption>
                <thead>
                    <tr>
                        <th scope="col">{td_string!(lang, overview.months.month)}</th>
                        <th scope="col" class="r">{td_string!(lang, overview.months.in_time)}</th>
                        <th scope="col" class="r">{td_string!(lang, overview.months.later)}</th>
                        <th scope="col" class="r">{td_string!(lang, overview.months.silent)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </TableFrame>
    }
    .into_any()
}
