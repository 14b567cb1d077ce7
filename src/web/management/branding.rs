//! How pages look: the name, the colours, the logo and the icon of the server, and the logos of apps and
//! organizations.

use super::{
    answer::{Answer, Reply},
    apps,
    call::Call,
    organizations,
    route::{
        Handler::{Act, Read},
        Method, Route,
    },
    shapes::{
        apps::App,
        branding::{Branding, NewBranding, UploadedImage},
        organizations::Organization,
    },
};
use base64::{Engine, engine::general_purpose::STANDARD};
use doorward_core::management::{Accents, ManagementError, ServerImage, check_accents};
use doorward_protocol::management::{Permission, Resource};

const READ: Permission = Permission::read(Resource::Settings);
const WRITE: Permission = Permission::write(Resource::Settings);
const WRITE_APPS: Permission = Permission::write(Resource::Apps);
const WRITE_ORGANIZATIONS: Permission = Permission::write(Resource::Organizations);

/// The routes of how pages look.
pub const ROUTES: &[Route] = &[
    Route::get("/branding", READ, Read(|call| Box::pin(show(call))))
        .named("readBranding", "Show how the pages of this server look")
        .gives(200, "Branding"),
    Route::new(
        Method::Put,
        "/branding",
        WRITE,
        Act(|call| Box::pin(change(call))),
    )
    .named(
        "putBranding",
        "Decide about the name and the colours of the server's pages",
    )
    .takes("NewBranding")
    .gives(200, "Branding"),
    Route::new(
        Method::Put,
        "/branding/logo",
        WRITE,
        Act(|call| Box::pin(put_image(call, ServerImage::Logo))),
    )
    .named("putLogo", "Show a picture as the logo of the server")
    .takes("UploadedImage")
    .gives(200, "Branding"),
    Route::new(
        Method::Delete,
        "/branding/logo",
        WRITE,
        Act(|call| Box::pin(remove_image(call, ServerImage::Logo))),
    )
    .named("removeLogo", "Remove the logo of the server")
    .gives(200, "Branding"),
    Route::new(
        Method::Put,
        "/branding/icon",
        WRITE,
        Act(|call| Box::pin(put_image(call, ServerImage::Icon))),
    )
    .named(
        "putIcon",
        "Show a picture as the icon of the server, in the tab of a browser",
    )
    .takes("UploadedImage")
    .gives(200, "Branding"),
    Route::new(
        Method::Delete,
        "/branding/icon",
        WRITE,
        Act(|call| Box::pin(remove_image(call, ServerImage::Icon))),
    )
    .named("removeIcon", "Remove the icon of the server")
    .gives(200, "Branding"),
    Route::new(
        Method::Put,
        "/apps/{app}/logo",
        WRITE_APPS,
        Act(|call| Box::pin(put_app_logo(call))),
    )
    .named(
        "putAppLogo",
        "Show a picture as the logo of an app: its logo_uri is the address of it",
    )
    .takes("UploadedImage")
    .gives(200, "App")
    .of_owners(),
    Route::new(
        Method::Delete,
        "/apps/{app}/logo",
        WRITE_APPS,
        Act(|call| Box::pin(remove_app_logo(call))),
    )
    .named(
        "removeAppLogo",
        "Remove the logo of an app, and its logo_uri",
    )
    .gives(200, "App")
    .of_owners(),
    Route::new(
        Method::Put,
        "/organizations/{organization}/logo",
        WRITE_ORGANIZATIONS,
        Act(|call| Box::pin(put_organization_logo(call))),
    )
    .named(
        "putOrganizationLogo",
        "Show a picture as the logo of an organization",
    )
    .takes("UploadedImage")
    .gives(200, "Organization"),
    Route::new(
        Method::Delete,
        "/organizations/{organization}/logo",
        WRITE_ORGANIZATIONS,
        Act(|call| Box::pin(remove_organization_logo(call))),
    )
    .named(
        "removeOrganizationLogo",
        "Remove the logo of an organization",
    )
    .gives(200, "Organization"),
];

/// What is decided, as it is shown.
async fn present(call: &Call<'_>) -> Result<Branding, ManagementError> {
    let management = call.management();
    let (branding, name) = (
        management.branding().await?,
        management.provider_name().await?,
    );
    Ok(Branding::of(&branding, &name.name, call.provider.issuer()))
}

async fn show(call: &Call<'_>) -> Answer {
    Ok(Reply::document(&present(call).await?))
}

/// Refuses a change of what is not as the caller read it.
async fn require_match(call: &Call<'_>) -> Result<(), ManagementError> {
    call.require_match(&present(call).await?)
}

async fn change(call: &Call<'_>) -> Answer {
    let management = call.management();
    let (branding, present) = (
        management.branding().await?,
        management.provider_name().await?,
    );
    call.require_match(&Branding::of(
        &branding,
        &present.name,
        call.provider.issuer(),
    ))?;
    let body: NewBranding = call.body()?;
    let accents = Accents {
        accent: body.accent,
        accent_dark: body.accent_dark,
    };
    check_accents(accents)?;
    if let Some(name) = &body.name {
        management
            .rename_provider(call.caller, name, &present.name)
            .await?;
    }
    management
        .change_accents(call.caller, accents, Accents::of(&branding))
        .await?;
    show(call).await
}

/// The file of a body.
fn file(call: &Call<'_>) -> Result<Vec<u8>, ManagementError> {
    let body: UploadedImage = call.body()?;
    STANDARD
        .decode(body.content.trim())
        .map_err(|_| ManagementError::field("/content", "this is no base64"))
}

async fn put_image(call: &Call<'_>, kind: ServerImage) -> Answer {
    require_match(call).await?;
    let file = file(call)?;
    let management = call.management();
    management
        .change_server_image(call.caller, kind, file)
        .await?;
    show(call).await
}

async fn remove_image(call: &Call<'_>, kind: ServerImage) -> Answer {
    require_match(call).await?;
    let management = call.management();
    management.remove_server_image(call.caller, kind).await?;
    show(call).await
}

async fn put_app_logo(call: &Call<'_>) -> Answer {
    let file = file(call)?;
    app_logo(call, Some(file)).await
}

async fn remove_app_logo(call: &Call<'_>) -> Answer {
    app_logo(call, None).await
}

async fn app_logo(call: &Call<'_>, file: Option<Vec<u8>>) -> Answer {
    let app = apps::matched(call).await?;
    let changes = call.provider.change_set(&call.caller.ctx);
    let app = call
        .management()
        .change_app_logo(call.caller, changes, &app, file)
        .await?;
    Ok(Reply::document(&App::of(&app)))
}

async fn put_organization_logo(call: &Call<'_>) -> Answer {
    // Another organization is there for nobody, whatever the body says.
    organizations::matched(call).await?;
    let file = file(call)?;
    organization_logo(call, Some(file)).await
}

async fn remove_organization_logo(call: &Call<'_>) -> Answer {
    organization_logo(call, None).await
}

async fn organization_logo(call: &Call<'_>, file: Option<Vec<u8>>) -> Answer {
    let organization = organizations::matched(call).await?;
    let changes = call.provider.change_set(&call.caller.ctx);
    let organization = call
        .management()
        .change_organization_logo(call.caller, changes, &organization, file)
        .await?;
    Ok(Reply::document(&Organization::of(&organization)))
}
