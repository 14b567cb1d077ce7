//! The import of the users of another system: a file is checked first, and then imported. Nothing of it is
//! kept, so that it is chosen twice.

use super::{
    admin::{Admin, AdminUpload},
    frame::{Frame, Section},
    import_report::Counted,
    refusal::page_error,
};
use crate::{
    account::require_fresh,
    extract::{
        browser::Browser,
        form::{Fields, PostedForm},
        query::Query,
        upload::{Upload, UploadForm, UploadedFile},
    },
    messages::Messages,
    respond::{address::Base, brand::Brand, html, page_error::PageError},
};
use actix_web::{HttpResponse, http::StatusCode, web::Data};
use askama::Template;
use doorward_core::{
    Error, Provider,
    users::{ImportOptions, OnDuplicate, ReadRow, check_source},
};
use doorward_protocol::{
    management::{Permission, Resource},
    oauth::redirect_uri::with_query,
    secret::{Digest, form_token},
    sessions::sso_session::SsoSession,
};
use std::{str::FromStr, time::Duration};
use tokio::sync::Semaphore;

const WRITE: Permission = Permission::write(Resource::Users);
/// The largest file, in megabytes.
const MAX_MEGABYTES: usize = 5;
/// The most users of a file: so many are imported while somebody waits.
const MAX_ROWS: usize = 10_000;
/// How many rows are written as one transaction.
const BATCH: usize = 500;

/// How long an import waits for the one before it. Most are over sooner.
const TURN_TIMEOUT: Duration = Duration::from_secs(5);

/// One import at a time: each works through thousands of rows.
static TURNS: Semaphore = Semaphore::const_new(1);

/// The form of an import.
pub struct ImportForm {
    format: String,
    on_duplicate: String,
    source_name: String,
    without_unreadable: bool,
    /// What was checked before, by its digest.
    checked: String,
    is_import: bool,
}

impl PostedForm for ImportForm {
    fn from_fields(fields: &Fields) -> Self {
        let field = |name| fields.get(name).unwrap_or_default().to_owned();
        Self {
            format: field("format"),
            on_duplicate: field("on_duplicate"),
            source_name: field("source_name").trim().to_owned(),
            without_unreadable: fields.get("unreadable") == Some("add"),
            checked: field("checked"),
            is_import: fields.get("do") == Some("import"),
        }
    }

    fn purpose(&self, browser: &Browser) -> Option<String> {
        browser.session.as_ref().map(purpose)
    }

    /// With everything but the file, which only the browser has.
    fn page(&self) -> String {
        let unreadable = if self.without_unreadable { "add" } else { "" };
        let filled = [
            ("format", self.format.as_str()),
            ("on_duplicate", &self.on_duplicate),
            ("unreadable", unreadable),
            ("source_name", &self.source_name),
        ];
        let filled = filled.into_iter().filter(|(_, value)| !value.is_empty());
        with_query(Section::Import.path(), filled)
    }
}

impl UploadForm for ImportForm {
    const MAX_FILE_LENGTH: usize = MAX_MEGABYTES * 1024 * 1024;
}

/// What the token of the form is bound to beside the browser: this administrator.
fn purpose(session: &SsoSession) -> String {
    format!("console import by {}", session.user_id)
}

impl ImportForm {
    /// The form before anything was chosen.
    fn empty() -> Self {
        Self::from_fields(&Fields::parse("format=csv&on_duplicate=skip"))
    }

    /// What tells whether the same file is imported in the same way as it was checked.
    fn digest(&self, file: &[u8]) -> String {
        let way = format!(
            "{}\0{}\0{}\0{}\0",
            self.format, self.on_duplicate, self.source_name, self.without_unreadable
        );
        let all = [way.as_bytes(), file].concat();
        Digest::of(&all).as_str().to_owned()
    }

    /// How the file is imported.
    fn options(&self, dry_run: bool) -> Result<ImportOptions, Error> {
        let source = match self.source_name.as_str() {
            "" => self.format.clone(),
            name => name.to_owned(),
        };
        check_source(&source)?;
        let wrong = |_| Error::Input("on_duplicate must be skip, update or fail".into());
        Ok(ImportOptions {
            source,
            on_duplicate: OnDuplicate::from_str(&self.on_duplicate).map_err(wrong)?,
            dry_run,
            without_unreadable_passwords: self.without_unreadable,
        })
    }
}

#[derive(Template)]
#[template(path = "pages/console_import.html")]
struct ImportPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    frame: Frame,
    token: String,
    form: &'a ImportForm,
    formats: Vec<Named>,
    duplicates: Vec<Named>,
    unreadable: Vec<Named>,
    megabytes: usize,
    rows: usize,
    /// What is wrong.
    problem: Option<&'a str>,
    /// What happened, or would happen.
    report: Option<&'a Counted>,
    /// The digest of what was checked.
    checked: &'a str,
}

/// A value that can be chosen.
struct Named {
    value: &'static str,
    label: String,
}

/// What a posted form led to.
struct ImportOutcome {
    status: StatusCode,
    problem: Option<String>,
    report: Option<Counted>,
    checked: String,
}

impl ImportOutcome {
    fn problem(text: String) -> Self {
        Self {
            status: StatusCode::UNPROCESSABLE_ENTITY,
            problem: Some(text),
            report: None,
            checked: String::new(),
        }
    }

    /// The form, as nobody chose a file yet.
    const fn form(problem: Option<String>) -> Self {
        Self {
            status: StatusCode::OK,
            problem,
            report: None,
            checked: String::new(),
        }
    }
}

/// Shows the form.
pub async fn show(
    query: Query,
    provider: Data<Provider>,
    admin: Admin,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    admin.require(WRITE)?;
    let form = match query.get("format") {
        Some(_) => ImportForm::from_fields(&query),
        None => ImportForm::empty(),
    };
    let asked = Asked {
        provider: &provider,
        admin: &admin,
        form: &form,
        t,
    };
    asked.render(&ImportOutcome::form(None))
}

/// Checks a file, or imports it.
pub async fn submit(
    provider: Data<Provider>,
    t: Messages,
    AdminUpload { admin, upload }: AdminUpload<ImportForm>,
) -> Result<HttpResponse, PageError> {
    let Upload { form, file } = upload;
    admin.require(WRITE)?;
    if let Some(sign_in) = require_fresh(&provider, &admin.signed_in, &form.page()) {
        return Ok(sign_in);
    }
    let asked = Asked {
        provider: &provider,
        admin: &admin,
        form: &form,
        t,
    };
    let outcome = match file {
        None => ImportOutcome::form(Some(t.console_import_none())),
        Some(UploadedFile::TooLarge) => ImportOutcome::problem(t.console_import_large()),
        Some(UploadedFile::Whole(file)) => {
            let turn = tokio::time::timeout(TURN_TIMEOUT, TURNS.acquire()).await;
            match turn {
                Ok(Ok(_turn)) => asked.take(file).await?,
                Ok(Err(_)) | Err(_) => ImportOutcome::problem(t.console_import_busy()),
            }
        }
    };
    if let Some(problem) = &outcome.problem {
        tracing::info!(problem, "the console refused an import");
    }
    asked.render(&outcome)
}

/// An import that an administrator asks for.
struct Asked<'a> {
    provider: &'a Provider,
    admin: &'a Admin,
    form: &'a ImportForm,
    t: Messages,
}

impl Asked<'_> {
    /// Checks the file; imports it where it was checked before, and nothing else was chosen since.
    async fn take(&self, file: Vec<u8>) -> Result<ImportOutcome, PageError> {
        let (t, form) = (self.t, self.form);
        let checked = form.digest(&file);
        let is_other = form.is_import && form.checked != checked;
        let dry_run = !form.is_import || is_other;
        let options = match form.options(dry_run) {
            Ok(options) => options,
            Err(error) => return Ok(ImportOutcome::problem(error.to_string())),
        };
        let (read, format) = (self.provider.read_import(), form.format.clone());
        let rows = actix_web::web::block(move || read(&format, &file)).await;
        let rows = match rows.map_err(|error| Error::Internal(error.to_string()))? {
            Ok(rows) => rows,
            Err(reason) => {
                let text = format!("{} {reason}", t.console_import_nothing());
                return Ok(ImportOutcome::problem(text));
            }
        };
        if rows.len() > MAX_ROWS {
            return Ok(ImportOutcome::problem(t.console_import_many()));
        }
        let report = self.import(options, rows).await?;
        let status = if is_other {
            StatusCode::UNPROCESSABLE_ENTITY
        } else {
            StatusCode::OK
        };
        Ok(ImportOutcome {
            status,
            problem: is_other.then(|| t.console_import_other()),
            report: Some(report),
            checked,
        })
    }

    async fn import(
        &self,
        options: ImportOptions,
        rows: Vec<ReadRow>,
    ) -> Result<Counted, PageError> {
        let mut counted = Counted::new(options.dry_run);
        let (management, caller) = (self.provider.management(), &self.admin.caller);
        let mut import = management.import_users(caller, options);
        let mut rows = rows.into_iter().peekable();
        while rows.peek().is_some() {
            // Many rows take long, and the turn before them: nobody goes on who is signed out meanwhile.
            let now = self.admin.caller_now(self.provider).await?;
            now.require(WRITE).map_err(page_error)?;
            let (mut batch, mut places) = (Vec::new(), Vec::new());
            for read in rows.by_ref().take(BATCH) {
                match read.row {
                    Ok(row) => {
                        batch.push(row);
                        places.push(read.place);
                    }
                    Err(reason) => counted.refuse(read.place, "", reason),
                }
            }
            let outcomes = import.rows(&batch).await?;
            for ((row, place), outcome) in batch.iter().zip(places).zip(outcomes) {
                counted.add(place, row.label(), outcome);
            }
        }
        // What could not be read was counted before the others of its batch.
        counted.refusals.sort_by_key(|refusal| refusal.place);
        if !counted.is_dry_run {
            tracing::info!(
                rows = counted.rows,
                added = counted.added,
                updated = counted.updated,
                refused = counted.refused,
                "the console imported users"
            );
        }
        Ok(counted)
    }

    fn render(&self, outcome: &ImportOutcome) -> Result<HttpResponse, PageError> {
        let (t, provider) = (self.t, self.provider);
        let browser = &self.admin.signed_in.browser;
        let secret = browser.secret_or_new(provider);
        let named = |value, label| Named { value, label };
        let page = ImportPage {
            t,
            base: Base::of(provider),
            brand: Brand::of(provider),
            frame: Frame::new(Section::Import, self.admin, t),
            token: form_token(&secret, &purpose(&self.admin.signed_in.session)),
            form: self.form,
            formats: vec![
                named("csv", t.console_import_csv()),
                named("jsonl", t.console_import_jsonl()),
                named("keycloak", t.console_import_keycloak()),
                named("auth0", t.console_import_auth0()),
                named("firebase", t.console_import_firebase()),
            ],
            duplicates: vec![
                named("skip", t.console_import_skip()),
                named("update", t.console_import_update()),
                named("fail", t.console_import_refuse()),
            ],
            unreadable: vec![
                named("refuse", t.console_import_unreadable_refuse()),
                named("add", t.console_import_unreadable_add()),
            ],
            megabytes: MAX_MEGABYTES,
            rows: MAX_ROWS,
            problem: outcome.problem.as_deref(),
            report: outcome.report.as_ref(),
            checked: &outcome.checked,
        };
        let mut response = html::page_with(outcome.status, &page)?;
        browser.keep_secret(provider, &secret, &mut response);
        Ok(response)
    }
}
