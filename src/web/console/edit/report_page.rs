//! The page that shows what an action found out: the answer to a form, without an address.

use super::{
    action::{Edit, EditCall},
    report::Report,
};
use crate::{
    console::frame::{Frame, Section},
    messages::Messages,
    respond::{
        address::{Address, Base},
        brand::Brand,
        html,
        page_error::PageError,
    },
};
use actix_web::HttpResponse;
use askama::Template;

#[derive(Template)]
#[template(path = "pages/console_report.html")]
struct ReportPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    frame: Frame,
    title: String,
    report: &'a Report,
    back: Address,
}

/// Shows what an action found out.
pub fn show(
    call: &EditCall<'_>,
    edit: &Edit,
    section: Section,
    report: &Report,
) -> Result<HttpResponse, PageError> {
    let (provider, t) = (call.provider, call.t);
    html::page(&ReportPage {
        t,
        base: Base::of(provider),
        brand: Brand::of(provider),
        frame: Frame::new(section, call.admin, t),
        title: (edit.title)(t),
        back: Base::of(provider).page(&report.page),
        report,
    })
}
