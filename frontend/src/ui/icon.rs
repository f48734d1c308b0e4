//! One family of line icons, drawn on a grid of 24.

use leptos::prelude::*;

/// What an icon shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Symbol {
    /// A calendar: today, months, days.
    Calendar,
    /// A book.
    Book,
    /// A tick: approve, done.
    Check,
    /// Columns of a chart.
    Chart,
    /// Two people.
    People,
    /// An arrow up and one down: sending and receiving.
    Transfer,
    /// A magnifying glass.
    Search,
    /// A cog.
    Settings,
    /// A camera.
    Camera,
    /// A paper clip.
    Clip,
    /// A plus sign.
    Plus,
    /// A cross: close, remove.
    Cross,
    /// An arrow back to the left.
    Back,
    /// An arrow to the right.
    Forward,
    /// A turning arrow: undo, return.
    Undo,
    /// A pencil.
    Pencil,
    /// A bin.
    Bin,
    /// A sheet of paper.
    Sheet,
    /// A printer.
    Printer,
    /// An arrow into a tray.
    Download,
    /// A circle with an i.
    Hint,
    /// A triangle with a mark.
    Attention,
    /// A speech bubble.
    Speech,
    /// A clock.
    Clock,
    /// Three dots.
    More,
    /// A key.
    Key,
    /// A screen with a foot: a device.
    Device,
    /// A magnifying glass with a plus.
    ZoomIn,
    /// A magnifying glass with a minus.
    ZoomOut,
    /// An arrow in a circle: a quarter turn to the right.
    Turn,
    /// An eye.
    Eye,
    /// A funnel.
    Filter,
    /// Rows and columns.
    Table,
    /// A small triangle downwards.
    Down,
    /// Two copies of a sheet.
    Copy,
    /// A person leaving through a door.
    Leave,
    /// A building with a flag.
    School,
}

impl Symbol {
    const fn path(self) -> &'static str {
        match self {
            Self::Calendar => "M4 6h16v14H4zM4 10h16M9 3v4M15 3v4",
            Self::Book => "M5 4h11a3 3 0 0 1 3 3v13H8a3 3 0 0 1-3-3zM5 17a3 3 0 0 1 3-3h11",
            Self::Check => "M4 12l5 5L20 6",
            Self::Chart => "M4 20V10M10 20V4M16 20v-8M22 20H2",
            Self::People => {
                "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM3 20c0-4 3-6 6-6s6 2 6 6M16 4.5a3.5 3.5 0 0 1 0 6.500M18 14c2 .8 3 3 3 6"
            }
            Self::Transfer => "M7 20V5M3 9l4-4 4 4M17 4v15M13 15l4 4 4-4",
            Self::Search => "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM20 20l-4-4",
            Self::Settings => "M4 7h10M18 7h2M4 17h2M10 17h10M16 4.500v5M8 14.500v5",
            Self::Camera => "M4 8h4l2-3h4l2 3h4v11H4zM12 16.500a3 3 0 1 0 0-6 3 3 0 0 0 0 6z",
            Self::Clip => "M8 12l6-6a3 3 0 0 1 4 4l-8 8a5 5 0 0 1-7-7l7-7",
            Self::Plus => "M12 5v14M5 12h14",
            Self::Cross => "M6 6l12 12M18 6L6 18",
            Self::Back => "M19 12H5M11 6l-6 6 6 6",
            Self::Forward => "M5 12h14M13 6l6 6-6 6",
            Self::Undo => "M9 14L4 9l5-5M4 9h10a6 6 0 0 1 0 12h-3",
            Self::Pencil => "M4 20l1-5L16 4l4 4L9 19zM13.500 6.500l4 4",
            Self::Bin => "M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5M14 11v5",
            Self::Sheet => "M6 3h9l4 4v14H6zM9 12h7M9 16h7",
            Self::Printer => "M7 9V3h10v6M7 17H4V9h16v8h-3M7 14h10v7H7z",
            Self::Download => "M12 4v11M7 11l5 5 5-5M4 20h16",
            Self::Hint => "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v5M12 8v.01",
            Self::Attention => "M12 4l9 16H3zM12 10v4M12 17v.01",
            Self::Speech => "M4 5h16v11h-8l-5 4v-4H4z",
            Self::Clock => "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3 2",
            Self::More => {
                "M5 12a1 1 0 1 0 2 0 1 1 0 0 0-2 0M11 12a1 1 0 1 0 2 0 1 1 0 0 0-2 0M17 12a1 1 0 1 0 2 0 1 1 0 0 0-2 0"
            }
            Self::Key => "M8 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 12h9M18 12v3",
            Self::Device => "M4 5h16v11H4zM9 20h6M12 16v4",
            Self::ZoomIn => "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM20 20l-4-4M11 8v6M8 11h6",
            Self::ZoomOut => "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM20 20l-4-4M8 11h6",
            Self::Turn => "M20 4v5h-5M19.500 9A8 8 0 1 0 20 13",
            Self::Eye => {
                "M2 12c3-5 6-7 10-7s7 2 10 7c-3 5-6 7-10 7s-7-2-10-7zM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6z"
            }
            Self::Filter => "M4 5h16l-6 8v6l-4-2v-4z",
            Self::Table => "M4 5h16v14H4zM4 10h16M10 5v14",
            Self::Down => "M6 9l6 6 6-6",
            Self::Copy => "M8 8h12v12H8zM16 8V4H4v12h4",
            Self::Leave => "M14 4H5v16h9M10 12h11M17 8l4 4-4 4",
            Self::School => "M3 20h18M5 20v-9l7-4 7 4v9M12 7V3h4M10 20v-5h4v5",
        }
    }
}

/// Draws an icon; it says nothing to screen readers, the words beside it do.
#[component]
pub fn Icon(
    /// What it shows.
    symbol: Symbol,
) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
            <path d=symbol.path()></path>
        </svg>
    }
}
