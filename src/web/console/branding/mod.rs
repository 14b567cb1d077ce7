//! How pages look: the name, the colours and the logo of the server, of an app or of an organization, with
//! a preview of the sign-in page.

mod form;
pub mod preview;
mod subject;
mod told;

use super::{
    admin::{Admin, AdminOrOwner, AdminUpload},
    frame::Frame,
    refusal::{is_about_state, page_error, words},
};
use crate::{
    extract::{
        query::Query,
        upload::{Upload, UploadedFile},
    },
    messages::Messages,
    middleware::guard,
    respond::{
        address::{Address, Base, PageLink},
        brand::Brand,
        headers::see_other,
        html,
        page_error::PageError,
    },
};
use actix_web::{
    HttpResponse,
    http::{
        StatusCode,
        header::{CONTENT_SECURITY_POLICY, HeaderValue},
    },
    web::Data,
};
use askama::Template;
use doorward_core::{
    Error, Provider, RefusedChange,
    management::{ManagementError, ServerImage},
    pictures::PictureError,
};
use doorward_protocol::secret::form_token;
use form::{Asked, BrandingForm, Problem, accents, purpose};
pub use subject::PAGE;
use subject::{Subject, SubjectName, Values};
use told::{Told, is_stale, version};

#[derive(Template)]
#[template(path = "pages/console_branding.html")]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each decides about one part of the page"
)]
struct BrandingPage<'a> {
    t: Messages,
    base: Base<'a>,
    brand: Brand,
    frame: Frame,
    subject: &'a SubjectName,
    /// The name of the app or organization, and its page.
    of: Option<PageLink>,
    is_app: bool,
    is_server: bool,
    /// An app that registered itself, which looks as the server does.
    is_stranger: bool,
    may_change: bool,
    token: String,
    version: String,
    values: &'a Values,
    /// The present values, where somebody else changed them meanwhile.
    now: Option<Values>,
    problem: Option<Problem>,
    is_saved: bool,
    /// Whether the address filled in the form.
    is_filled: bool,
    pictures: Vec<PictureForm>,
    previews: Vec<Preview>,
}

/// The form of a logo or an icon.
struct PictureForm {
    /// What it is called in the form.
    name: &'static str,
    title: String,
    hint: String,
    upload: String,
    remove: String,
    /// The address of the present one.
    present: Option<String>,
}

/// A preview of the sign-in page.
struct Preview {
    name: &'static str,
    title: String,
    address: Address,
}

/// Shows the page.
pub async fn show(
    query: Query,
    provider: Data<Provider>,
    AdminOrOwner(admin): AdminOrOwner,
    t: Messages,
) -> Result<HttpResponse, PageError> {
    let name = SubjectName::of(&query);
    let subject = name.load(&provider, &admin).await?;
    let page = Page {
        provider: &provider,
        admin: &admin,
        name: &name,
        t,
    };
    let present = subject.values();
    if query.get("filled").is_some() {
        let filled = Values::of(&query);
        let told = if is_stale(query.get("version"), &present, &filled) {
            Told::changed(StatusCode::OK, present, t)
        } else {
            Told {
                is_filled: true,
                ..Told::default()
            }
        };
        return page.render(&subject, &filled, told);
    }
    let told = Told {
        is_saved: query.get("saved").is_some(),
        ..Told::default()
    };
    page.render(&subject, &present, told)
}

/// Shows what the values would look like, saves them, or takes a picture.
pub async fn submit(
    provider: Data<Provider>,
    t: Messages,
    AdminUpload { admin, upload }: AdminUpload<BrandingForm>,
) -> Result<HttpResponse, PageError> {
    let Upload { form, file } = upload;
    let subject = form.subject.load(&provider, &admin).await?;
    let page = Page {
        provider: &provider,
        admin: &admin,
        name: &form.subject,
        t,
    };
    let (values, present) = (&form.values, subject.values());
    let told = match form.asked {
        Asked::Preview => {
            let problem = accents(values, t).err();
            return page.render(
                &subject,
                values,
                problem.map_or_else(Told::default, Told::problem),
            );
        }
        Asked::Save => {
            form.subject.require(form.subject.write(), &admin)?;
            page.save(subject, &form).await?
        }
        Asked::Upload(kind) => {
            form.subject.require(form.subject.write(), &admin)?;
            Box::pin(page.take(&subject, kind, file)).await?
        }
        Asked::Remove(kind) => {
            form.subject.require(form.subject.write(), &admin)?;
            let removed = subject.save_image(&provider, &admin, kind, None);
            page.told(Box::pin(removed).await.err())?
        }
    };
    let Some(told) = told else {
        let saved = form.subject.page(PAGE, &[("saved", "1")]);
        return Ok(see_other(&Base::of(&provider).page(&saved)));
    };
    if let Some(problem) = &told.problem {
        tracing::info!(problem = problem.text, "the console refused a look");
    }
    // What was filled in is kept; the form of a picture holds none of it.
    let kept = if form.asked == Asked::Save {
        values
    } else {
        &present
    };
    let subject = form.subject.load(&provider, &admin).await?;
    page.render(&subject, kept, told)
}

/// The page for an administrator.
struct Page<'a> {
    provider: &'a Provider,
    admin: &'a Admin,
    name: &'a SubjectName,
    t: Messages,
}

impl Page<'_> {
    /// Saves the values; says what is wrong where they are not saved.
    async fn save(&self, subject: Subject, form: &BrandingForm) -> Result<Option<Told>, PageError> {
        let present = subject.values();
        if is_stale(Some(&form.version), &present, &form.values) {
            return Ok(Some(self.changed_meanwhile(present)));
        }
        let accents = match accents(&form.values, self.t) {
            Ok(accents) => accents,
            Err(problem) => return Ok(Some(Told::problem(problem))),
        };
        let saved = subject.save(self.provider, self.admin, &form.values, accents);
        match saved.await {
            Err(ManagementError::Refused {
                reason: RefusedChange::ChangedMeanwhile,
                ..
            }) => {
                let present = self.name.load(self.provider, self.admin).await?.values();
                Ok(Some(self.changed_meanwhile(present)))
            }
            saved => self.told(saved.err()),
        }
    }

    /// Somebody else changed what the form is about.
    fn changed_meanwhile(&self, present: Values) -> Told {
        Told::changed(StatusCode::CONFLICT, present, self.t)
    }

    /// Takes the file of a picture; says what is wrong where it is not taken.
    async fn take(
        &self,
        subject: &Subject,
        kind: ServerImage,
        file: Option<UploadedFile>,
    ) -> Result<Option<Told>, PageError> {
        let t = self.t;
        let problem = |text| Ok(Some(Told::problem(Problem { text, field: "" })));
        let file = match file {
            None => return problem(t.profile_picture_none()),
            Some(UploadedFile::TooLarge) => return problem(t.profile_picture_too_large()),
            Some(UploadedFile::Whole(file)) => file,
        };
        let saved = subject.save_image(self.provider, self.admin, kind, Some(file));
        match Box::pin(saved).await {
            Err(ManagementError::Picture(error)) => problem(match error {
                PictureError::NotAPicture => t.profile_picture_no_picture(),
                PictureError::Damaged => t.profile_picture_damaged(),
                PictureError::TooManyPixels => t.profile_picture_too_many_pixels(),
                PictureError::Polyglot => t.profile_picture_more_than_a_picture(),
            }),
            saved => self.told(saved.err()),
        }
    }

    /// What an administrator can put right; nothing where nothing is wrong.
    fn told(&self, error: Option<ManagementError>) -> Result<Option<Told>, PageError> {
        match error {
            None => Ok(None),
            Some(ManagementError::Conflict(_)) => Ok(Some(Told::problem(Problem {
                text: self.t.branding_changed(),
                field: "",
            }))),
            Some(error) if is_about_state(&error) => Ok(Some(Told::problem(Problem {
                text: words(&error, self.t),
                field: "",
            }))),
            Some(error) => Err(page_error(error)),
        }
    }

    fn render(
        &self,
        subject: &Subject,
        values: &Values,
        told: Told,
    ) -> Result<HttpResponse, PageError> {
        let (t, provider, base) = (self.t, self.provider, Base::of(self.provider));
        let browser = &self.admin.signed_in.browser;
        let secret = browser.secret_or_new(provider);
        let page = BrandingPage {
            t,
            base,
            brand: Brand::of(provider),
            frame: Frame::new(self.name.section(), self.admin, t),
            subject: self.name,
            of: subject
                .name()
                .map(|name| self.back().named(name.to_owned())),
            is_app: matches!(subject, Subject::App(_)),
            is_server: matches!(subject, Subject::Server { .. }),
            is_stranger: subject.is_stranger(),
            may_change: self.name.require(self.name.write(), self.admin).is_ok()
                && !subject.is_stranger(),
            token: form_token(&secret, &purpose(&self.admin.signed_in.session, self.name)),
            version: version(&subject.values()),
            values,
            now: told.now,
            problem: told.problem,
            is_saved: told.is_saved,
            is_filled: told.is_filled,
            pictures: self.pictures(subject),
            previews: self.previews(values),
        };
        let mut response = html::page_with(told.status, &page)?;
        browser.keep_secret(provider, &secret, &mut response);
        // The page frames its own previews, and nothing else.
        let policy = format!("{}; frame-src 'self'", guard::CONTENT_SECURITY_POLICY);
        let policy = HeaderValue::from_str(&policy);
        let policy = policy.map_err(|error| Error::Internal(error.to_string()))?;
        let headers = response.headers_mut();
        headers.insert(CONTENT_SECURITY_POLICY, policy);
        Ok(response)
    }

    /// The page of the app or the organization.
    fn back(&self) -> Address {
        let id = if self.name.app.is_empty() {
            &self.name.organization
        } else {
            &self.name.app
        };
        Base::of(self.provider).page(&self.name.section().page_of(id))
    }

    fn pictures(&self, subject: &Subject) -> Vec<PictureForm> {
        let (t, base) = (self.t, Base::of(self.provider));
        let served = |digest: &Option<String>| {
            let digest = digest.as_deref();
            digest.map(|digest| format!("{base}{}", doorward_core::branding::image_path(digest)))
        };
        let (logo, icon) = match subject {
            Subject::Server { branding, .. } => (served(&branding.logo), served(&branding.icon)),
            Subject::App(app) => (app.client.logo_uri.clone(), None),
            Subject::Organization(organization) => (organization.look.logo_uri.clone(), None),
        };
        let logo = PictureForm {
            name: "logo",
            title: t.branding_logo(),
            hint: t.branding_logo_hint(),
            upload: t.branding_logo_upload(),
            remove: t.branding_logo_remove(),
            present: logo,
        };
        let icon = matches!(subject, Subject::Server { .. }).then(|| PictureForm {
            name: "icon",
            title: t.branding_icon(),
            hint: t.branding_icon_hint(),
            upload: t.branding_icon_upload(),
            remove: t.branding_icon_remove(),
            present: icon,
        });
        [logo].into_iter().chain(icon).collect()
    }

    /// The previews of the values.
    fn previews(&self, values: &Values) -> Vec<Preview> {
        let t = self.t;
        let base = Base::of(self.provider);
        let preview = |name, title, scheme| {
            let shown = [
                ("scheme", scheme),
                ("name", values.name.as_str()),
                ("accent", values.accent.as_str()),
                ("accent_dark", values.accent_dark.as_str()),
            ];
            Preview {
                name,
                title,
                address: base.page(&self.name.page(preview::PAGE, &shown)),
            }
        };
        vec![
            preview("light", t.branding_light(), "light"),
            preview("dark", t.branding_dark(), "dark"),
            preview("phone", t.branding_phone(), "light"),
        ]
    }
}
