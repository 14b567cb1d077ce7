//! Whether this server can do its work: its version, the database, Redis and the background workers.

use super::{
    admin::Admin,
    frame::{Frame, Section},
};
use crate::{
    messages::Messages,
    respond::{address::Base, brand::Brand, html, page_error::PageError},
};
use actix_web::{HttpResponse, web::Data};
use askama::Template;
use doorward_core::{
    Provider, WorkerState,
    readiness::{Problem, Readiness},
};
use doorward_protocol::management::{Permission, Resource};

#[derive(Template)]
#[template(path = "pages/console_system.html")]
struct SystemPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    frame: Frame,
    /// What is wrong, in English.
    problems: Vec<String>,
    parts: Vec<Part>,
    workers: Vec<WorkerState>,
}

/// A part that the server is made of, or stands on.
struct Part {
    name: String,
    state: String,
    /// Its version or kind; empty where there is nothing to say.
    detail: String,
}

/// Shows the page.
pub async fn show(
    provider: Data<Provider>,
    admin: Admin,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    admin.require(Permission::read(Resource::Settings))?;
    let readiness = provider.readiness().await;
    let problems = readiness.problems.iter().chain(&readiness.warnings);
    html::page(&SystemPage {
        t,
        base: Base::of(&provider),
        brand: Brand::of(&provider),
        frame: Frame::new(Section::System, &admin, t),
        problems: problems.map(Problem::to_string).collect(),
        parts: parts(&provider, &readiness, t),
        workers: provider.workers().states(),
    })
}

fn parts(provider: &Provider, readiness: &Readiness, t: Messages) -> Vec<Part> {
    let works = |works| {
        if works {
            t.console_system_works()
        } else {
            t.console_system_fails()
        }
    };
    let database = works(!readiness.problems.iter().any(Problem::is_of_database));
    vec![
        Part {
            name: "Doorward".into(),
            state: works(readiness.problems.is_empty()),
            detail: env!("CARGO_PKG_VERSION").into(),
        },
        Part {
            name: t.console_system_database(),
            state: database.clone(),
            detail: provider.database_kind().into(),
        },
        Part {
            name: t.console_system_schema(),
            state: database,
            detail: provider.schema_version().to_string(),
        },
        Part {
            name: "Redis".into(),
            state: readiness
                .redis
                .map_or_else(|| t.console_system_not_set_up(), works),
            detail: String::new(),
        },
    ]
}
