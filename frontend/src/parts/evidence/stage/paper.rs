//! The pages of a PDF, one at a time; drawn by a worker of their own (`frontend/pdf`).

use domain::id::BlobId;
use js_sys::{Float32Array, Promise, Uint8Array};
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::super::model::sight::{Pair, drawn_width};
use super::{Look, Zoomable};
use crate::files;
use crate::i18n::{td_string, use_locale};
use crate::ui::{Button, ButtonKind, Empty, Loading, Symbol};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["window", "soSangKien"], js_name = openPdf)]
    fn open_pdf(bytes: Uint8Array) -> Promise;

    #[wasm_bindgen(js_namespace = ["window", "soSangKien"], js_name = expectPdf, catch)]
    fn expect_pdf() -> Result<(), JsValue>;

    /// What looks at an opened file.
    #[derive(Clone)]
    type Reader;
    #[wasm_bindgen(method, getter)]
    fn count(this: &Reader) -> u32;
    #[wasm_bindgen(method, getter)]
    fn sizes(this: &Reader) -> Float32Array;
    #[wasm_bindgen(method)]
    fn draw(this: &Reader, page: u32, width: f64) -> Promise;
    #[wasm_bindgen(method)]
    fn close(this: &Reader);
}

/// Says that there is a PDF to be looked at: a browser fetches what that needs while it has a network.
pub fn expect() {
    // An older page around this interface does not know it; it fetches later then.
    let _ = expect_pdf();
}

/// CSS pixels of a point, the unit of a PDF.
const POINT: f64 = 96.0 / 72.0;

/// Why the pages cannot be shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Refused {
    Encrypted,
    Damaged,
    Absent,
    Unread,
}

/// An opened file and where its reader is.
#[derive(Clone, Copy)]
struct Paper {
    reader: StoredValue<Option<Reader>, LocalStorage>,
    count: RwSignal<u32>,
    page: RwSignal<u32>,
    natural: RwSignal<Option<Pair>>,
    refused: RwSignal<Option<Refused>>,
    turn: StoredValue<u64>,
    canvas: NodeRef<html::Canvas>,
}

/// The pages of a file; the viewer has the way to save it.
#[component]
pub fn Pages(
    /// The file.
    blob: BlobId,
    /// How it is looked at.
    look: Look,
    /// Its name.
    label: String,
    /// Goes to the piece before or after.
    step: Callback<isize>,
) -> impl IntoView {
    let lang = use_locale();
    let paper = use_paper(blob, look);
    let label = StoredValue::new(label);
    let said = move || {
        let (page, count) = (paper.page.get() + 1, paper.count.get());
        td_string!(lang, common.viewer.page, page = page, count = count).to_string()
    };
    move || {
        if let Some(refused) = paper.refused.get() {
            let sentence = match refused {
                Refused::Encrypted => td_string!(lang, common.viewer.pdf_encrypted),
                Refused::Damaged => td_string!(lang, common.viewer.pdf_damaged),
                Refused::Absent => td_string!(lang, common.viewer.pdf_absent),
                Refused::Unread => td_string!(lang, common.viewer.no_preview),
            };
            return view! { <div data-testid="pdf-refused"><Empty symbol=Symbol::Sheet sentence/></div> }
                .into_any();
        }
        if paper.count.get() == 0 {
            return view! { <Loading label=td_string!(lang, common.ui.loading)/> }.into_any();
        }
        view! {
            <div class="stack-s" data-testid="pdf">
                <Zoomable look natural=paper.natural step label=label.get_value()>
                    <canvas class="viewer-picture viewer-paper" node_ref=paper.canvas role="img" aria-label=said></canvas>
                </Zoomable>
                <div class="viewer-acts">
                    <Button kind=ButtonKind::Quiet icon=Symbol::Back testid="page-before"
                        disabled=Signal::derive(move || paper.page.get() == 0)
                        on_press=move |_| paper.turn_by(-1)>{td_string!(lang, common.viewer.page_before)}</Button>
                    <span class="num soft" role="status" data-testid="page-place">{said}</span>
                    <Button kind=ButtonKind::Quiet icon=Symbol::Forward testid="page-after"
                        disabled=Signal::derive(move || paper.page.get() + 1 >= paper.count.get())
                        on_press=move |_| paper.turn_by(1)>{td_string!(lang, common.viewer.page_after)}</Button>
                </div>
            </div>
        }
        .into_any()
    }
}

fn use_paper(blob: BlobId, look: Look) -> Paper {
    let paper = Paper {
        reader: StoredValue::new_local(None),
        count: RwSignal::new(0),
        page: RwSignal::new(0),
        natural: RwSignal::new(None),
        refused: RwSignal::new(None),
        turn: StoredValue::new(0),
        canvas: NodeRef::new(),
    };
    spawn_local(paper.open(blob));
    Effect::new(move |_| {
        // Drawn anew from nearer, so that small letters are sharp.
        let (page, percent) = (paper.page.get(), look.percent.get());
        if paper.count.get() > 0 && paper.canvas.get().is_some() {
            spawn_local(paper.draw(page, percent));
        }
    });
    Effect::new(move |_| {
        if let Some(by) = look.paged.get() {
            look.paged.set(None);
            paper.turn_by(by);
        }
    });
    on_cleanup(move || {
        if let Some(Some(reader)) = paper.reader.try_update_value(Option::take) {
            reader.close();
        }
    });
    paper
}

impl Paper {
    async fn open(self, blob: BlobId) {
        let Ok(bytes) = files::bytes(blob).await else { return self.refuse(Refused::Unread) };
        match JsFuture::from(open_pdf(bytes)).await {
            Ok(reader) => {
                let reader: Reader = reader.unchecked_into();
                let count = reader.count();
                // Nobody looks any more.
                if self.reader.try_update_value(|kept| *kept = Some(reader.clone())).is_none() {
                    return reader.close();
                }
                self.measure(0);
                self.count.set(count);
            }
            Err(reason) => self.refuse(match reason.as_string().as_deref() {
                Some("encrypted") => Refused::Encrypted,
                Some("absent") => Refused::Absent,
                _ => Refused::Damaged,
            }),
        }
    }

    fn refuse(self, refused: Refused) {
        let _ = self.refused.try_set(Some(refused));
    }

    fn turn_by(self, by: i32) {
        let (page, count) = (self.page.get_untracked(), self.count.get_untracked());
        let to = page.saturating_add_signed(by).min(count.saturating_sub(1));
        if to != page {
            self.measure(to);
            self.page.set(to);
        }
    }

    fn measure(self, page: u32) {
        let size = self.reader.with_value(|reader| {
            let sizes = reader.as_ref()?.sizes();
            Some((sizes.get_index(2 * page), sizes.get_index(2 * page + 1)))
        });
        self.natural.set(size.map(|(wide, high)| (f64::from(wide) * POINT, f64::from(high) * POINT)));
    }

    async fn draw(self, page: u32, percent: u32) {
        let turn = self.turn.try_update_value(|turn| {
            *turn += 1;
            *turn
        });
        let reader = self.reader.try_with_value(Clone::clone).flatten();
        let (Some(reader), Some(natural)) = (reader, self.natural.get_untracked()) else { return };
        let width = drawn_width(natural.0, percent, window().device_pixel_ratio());
        let drawn = JsFuture::from(reader.draw(page, width)).await;
        if self.turn.try_get_value() != turn {
            return;
        }
        match drawn {
            Ok(drawn) => self.put(&drawn.unchecked_into()),
            Err(_) => self.refuse(Refused::Damaged),
        }
    }

    fn put(self, drawn: &web_sys::ImageData) {
        let Some(canvas) = self.canvas.get_untracked() else { return };
        canvas.set_width(drawn.width());
        canvas.set_height(drawn.height());
        let context = canvas.get_context("2d").ok().flatten();
        if let Some(context) = context {
            let context: web_sys::CanvasRenderingContext2d = context.unchecked_into();
            let _ = context.put_image_data(drawn, 0.0, 0.0);
        }
    }
}
