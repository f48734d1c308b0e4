//! Templates that come with the product.

/// Lists the built-in templates: id and JSON text.
pub fn builtin() -> &'static [(&'static str, &'static str)] {
    &[("ddst-2017", include_str!("../../templates/ddst-2017.json"))]
}
