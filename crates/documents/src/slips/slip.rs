//! What stands on one slip, and where.

use krilla::geom::Point;
use krilla::surface::Surface;

use super::face::{Face, Faces};
use super::pdf::ink;
use super::{Slip, SlipsError, qr};

const PADDING: f32 = 10.0;
const QR_SIDE: f32 = 98.0;
const GREY: u8 = 90;
/// Letters of a ticket that are typed in one go.
const GROUP: usize = 5;

const STEPS: [&str; 3] = [
    "1. Máy tính bảng: quét mã bằng camera của máy.",
    "2. Máy tính: mở Sổ Sáng Kiến, gõ dãy chữ ở dưới.",
    "3. Mỗi phiếu dùng một lần, cho một người.",
];

/// Draws a slip into a cell of the page.
pub(super) fn draw(
    surface: &mut Surface<'_>,
    faces: &Faces,
    slip: &Slip,
    corner: Point,
    (width, height): (f32, f32),
) -> Result<(), SlipsError> {
    let (left, right) = (corner.x + PADDING, corner.x + width - PADDING);
    let mut top = Column { surface, x: left, y: corner.y + PADDING, width: right - left };
    top.write(&faces.regular, &slip.school, Look { size: 7.5, lightness: GREY, most_lines: 1 });
    let middle = top.y + 6.0;
    surface.set_fill(Some(ink(0)));
    qr::draw(surface, &slip.address, Point::from_xy(left, middle), QR_SIDE)?;

    let beside = left + QR_SIDE + 10.0;
    let mut column = Column { surface, x: beside, y: middle - 2.0, width: right - beside };
    column.write(
        &faces.semi_bold,
        &slip.name,
        Look { size: name_size(&faces.semi_bold, slip, column.width), lightness: 0, most_lines: 3 },
    );
    column.write(&faces.regular, &slip.department, Look { size: 8.5, lightness: 0, most_lines: 2 });
    column.y += 3.0;
    let expires = format!("Dùng đến hết ngày {}", slip.expires.to_vietnamese());
    column.write(&faces.semi_bold, &expires, Look { size: 7.5, lightness: 0, most_lines: 1 });
    column.y += 2.0;
    for step in STEPS {
        column.write(&faces.regular, step, Look { size: 6.6, lightness: GREY, most_lines: 2 });
    }

    let below = (middle + QR_SIDE).max(column.y) + 5.0;
    let mut bottom = Column { surface, x: left, y: below, width: right - left };
    let room = corner.y + height - PADDING - below;
    let ticket = in_groups(&slip.ticket);
    let look = ticket_look(&faces.regular, &ticket, bottom.width, room - 9.0);
    bottom.write(&faces.regular, &ticket, look);
    let relay = format!("Trạm: {}", slip.relay);
    bottom.write(&faces.regular, &relay, Look { size: 6.6, lightness: GREY, most_lines: 1 });
    Ok(())
}

/// How a text looks.
#[derive(Clone, Copy)]
struct Look {
    size: f32,
    lightness: u8,
    most_lines: usize,
}

/// Lines below each other, from `y` downwards.
struct Column<'s, 'd> {
    surface: &'s mut Surface<'d>,
    x: f32,
    y: f32,
    width: f32,
}

impl Column<'_, '_> {
    fn write(&mut self, face: &Face, text: &str, look: Look) {
        self.surface.set_fill(Some(ink(look.lightness)));
        let mut lines = face.wrap(text, look.size, self.width);
        if lines.len() > look.most_lines {
            lines.truncate(look.most_lines);
            if let Some(last) = lines.last_mut() {
                last.push('…');
            }
        }
        for line in lines {
            self.y += look.size * 1.3;
            face.draw(self.surface, Point::from_xy(self.x, self.y - look.size * 0.3), look.size, &line);
        }
    }
}

/// Long names wrap; those that would need more than three lines are set smaller.
fn name_size(face: &Face, slip: &Slip, width: f32) -> f32 {
    let fits = |size: &f32| face.wrap(&slip.name, *size, width).len() <= 3;
    [12.5, 11.0, 9.5, 8.0].into_iter().find(fits).unwrap_or(8.0)
}

/// A ticket is never cut: its letters become smaller until it fits.
fn ticket_look(face: &Face, ticket: &str, width: f32, room: f32) -> Look {
    let lines = |size: f32| face.wrap(ticket, size, width).len();
    let fits = |size: &f32| lines(*size) as f32 * size * 1.3 <= room;
    let size = [8.0, 7.5, 7.0, 6.5, 6.0, 5.5, 5.0, 4.5].into_iter().find(fits).unwrap_or(4.0);
    Look { size, lightness: 0, most_lines: usize::MAX }
}

/// "SSK1:" and then groups of five, to be read aloud and typed.
fn in_groups(ticket: &str) -> String {
    let (prefix, letters) =
        ticket.split_once(':').map_or(("", ticket), |(prefix, letters)| (prefix, letters));
    let letters: Vec<char> = letters.chars().collect();
    let groups: Vec<String> = letters.chunks(GROUP).map(|group| group.iter().collect()).collect();
    if prefix.is_empty() { groups.join(" ") } else { format!("{prefix}: {}", groups.join(" ")) }
}
