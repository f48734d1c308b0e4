use api::QueueItem;
use domain::record::Part;
use domain::text::fold;

/// How a queue item stands against its due date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deadline {
    /// The calendar gives no day.
    None,
    /// Days since the last day.
    Over(u32),
    /// Today is the last day.
    Today,
    /// Days left.
    Left(u32),
}

impl Deadline {
    /// Reads days left; negative when the day is over.
    pub fn of(days_left: Option<i32>) -> Self {
        match days_left {
            None => Self::None,
            Some(0) => Self::Today,
            Some(days) if days < 0 => Self::Over(days.unsigned_abs()),
            Some(days) => Self::Left(days.unsigned_abs()),
        }
    }
}

/// The heading under which a queue item stands, most urgent first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Urgency {
    /// Opinions differ; somebody waits for a word.
    Differing,
    /// The due date is over.
    Over,
    /// Due within seven days.
    Week,
    /// Due later.
    Later,
    /// Without a due date.
    Open,
}

/// Finds the heading of an item.
pub fn urgency(item: &QueueItem) -> Urgency {
    if item.differing {
        return Urgency::Differing;
    }
    match Deadline::of(item.days_left) {
        Deadline::Over(_) => Urgency::Over,
        Deadline::Today | Deadline::Left(0..=7) => Urgency::Week,
        Deadline::Left(_) => Urgency::Later,
        Deadline::None => Urgency::Open,
    }
}

/// Which items of the queue are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Kept {
    /// Everything.
    #[default]
    All,
    /// Registrations only.
    Registrations,
    /// Dossiers only.
    Dossiers,
    /// Only differences since the last approval.
    Changes,
    /// Only what waits to be settled.
    Differing,
}

impl Kept {
    /// Every choice, in the order of the screen.
    pub const ALL: [Self; 5] =
        [Self::All, Self::Registrations, Self::Dossiers, Self::Changes, Self::Differing];

    /// Tells whether an item is shown.
    pub fn keeps(self, item: &QueueItem) -> bool {
        match self {
            Self::All => true,
            Self::Registrations => item.part == Part::Registration,
            Self::Dossiers => item.part == Part::Dossier,
            Self::Changes => item.difference_only,
            Self::Differing => item.differing,
        }
    }

    /// Counts the items that would be shown.
    pub fn count(self, items: &[QueueItem]) -> usize {
        items.iter().filter(|item| self.keeps(item)).count()
    }
}

/// Tells whether every word is found in title, authors or department, without accents.
pub fn fits_words(item: &QueueItem, words: &str) -> bool {
    let initiative = &item.initiative;
    let text = format!("{} {} {}", initiative.title, initiative.authors.join(" "), initiative.department);
    let text = fold(&text);
    fold(words).split_whitespace().all(|word| text.contains(word))
}

/// Puts identical items together, at the place of the first; every other item is by itself.
pub fn together(items: &[QueueItem]) -> Vec<Vec<QueueItem>> {
    let mut groups: Vec<Vec<QueueItem>> = Vec::new();
    for item in items {
        let same = groups.iter().position(|group| item.alike.is_some() && group[0].alike == item.alike);
        match same {
            Some(place) => groups[place].push(item.clone()),
            None => groups.push(vec![item.clone()]),
        }
    }
    groups
}

/// Puts the kept items under their headings, in their own order, at most `limit` in all.
pub fn grouped(items: &[QueueItem], kept: Kept, words: &str, limit: usize) -> Vec<(Urgency, Vec<QueueItem>)> {
    let mut shown: Vec<(Urgency, &QueueItem)> = items
        .iter()
        .filter(|item| kept.keeps(item) && fits_words(item, words))
        .map(|item| (urgency(item), item))
        .collect();
    shown.sort_by_key(|(urgency, _)| *urgency);
    let mut groups: Vec<(Urgency, Vec<QueueItem>)> = Vec::new();
    for (urgency, item) in shown.into_iter().take(limit) {
        match groups.last_mut() {
            Some((last, group)) if *last == urgency => group.push(item.clone()),
            _ => groups.push((urgency, vec![item.clone()])),
        }
    }
    groups
}
