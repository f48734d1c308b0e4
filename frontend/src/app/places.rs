//! The places of the rail, and who sees which.

use api::SessionView;

use crate::i18n::{Locale, td_string};
use crate::ui::Symbol;

/// A place of the application.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Hôm nay.
    Today,
    /// Sổ của tôi.
    Book,
    /// Duyệt.
    Review,
    /// Bức tranh chung.
    Overview,
    /// Thành viên và thiết bị.
    People,
    /// Gửi – nhận.
    Delivery,
    /// Cài đặt.
    Settings,
}

impl Place {
    /// Gives the places that a person sees, in the order of the rail.
    pub fn of(session: &SessionView) -> Vec<Self> {
        let mut places = vec![Self::Today, Self::Book];
        if session.can_review {
            places.push(Self::Review);
        }
        if session.can_overview {
            places.push(Self::Overview);
        }
        places.extend([Self::People, Self::Delivery, Self::Settings]);
        places
    }

    /// Gives its address.
    pub const fn href(self) -> &'static str {
        match self {
            Self::Today => "/",
            Self::Book => "/book",
            Self::Review => "/review",
            Self::Overview => "/overview",
            Self::People => "/people",
            Self::Delivery => "/delivery",
            Self::Settings => "/settings",
        }
    }

    /// Tells whether an address lies in this place.
    pub fn holds(self, path: &str) -> bool {
        match self {
            Self::Today => path == "/",
            Self::Overview => {
                within(path, "/overview") || within(path, "/records") || within(path, "/initiative")
            }
            other => within(path, other.href()),
        }
    }

    /// Gives its icon.
    pub const fn symbol(self) -> Symbol {
        match self {
            Self::Today => Symbol::Calendar,
            Self::Book => Symbol::Book,
            Self::Review => Symbol::Check,
            Self::Overview => Symbol::Chart,
            Self::People => Symbol::People,
            Self::Delivery => Symbol::Transfer,
            Self::Settings => Symbol::Settings,
        }
    }

    /// Gives its name for tests.
    pub const fn testid(self) -> &'static str {
        match self {
            Self::Today => "go-today",
            Self::Book => "go-book",
            Self::Review => "go-review",
            Self::Overview => "go-overview",
            Self::People => "go-people",
            Self::Delivery => "go-delivery",
            Self::Settings => "go-settings",
        }
    }

    /// Gives its name.
    pub fn label(self, lang: Locale) -> &'static str {
        match self {
            Self::Today => td_string!(lang, common.place.today),
            Self::Book => td_string!(lang, common.place.book),
            Self::Review => td_string!(lang, common.place.review),
            Self::Overview => td_string!(lang, common.place.overview),
            Self::People => td_string!(lang, common.place.people),
            Self::Delivery => td_string!(lang, common.place.delivery),
            Self::Settings => td_string!(lang, common.place.settings),
        }
    }
}

fn within(path: &str, place: &str) -> bool {
    path.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests;
