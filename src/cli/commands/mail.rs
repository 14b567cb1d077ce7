//! `doorward mail`.

use crate::{
    context::Context,
    output,
    settings::Settings,
    startup::{self, Schema},
};
use anyhow::{anyhow, bail};
use clap::{Args, Subcommand};
use doorward_core::{
    context::Actor,
    mail::{Mail, MailContent, MailLook, MailView, RenderedMail},
};
use doorward_protocol::text::nearest;
use serde_json::json;

/// Mails: preview, test.
#[derive(Subcommand)]
pub enum MailCommand {
    /// List the mails, or print one with made-up values
    Preview(Preview),
    /// Send one to an address now, and say what the mail server answers
    Test(Test),
}

/// List the mails, or print one with made-up values
#[derive(Args)]
pub struct Preview {
    /// The name of the mail; without it all are listed
    name: Option<String>,
    /// The language, such as de or pt-BR; English where there are no texts in it
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
    /// The app that the mail is about, by its client_id
    #[arg(long, value_name = "ID")]
    client: Option<String>,
    /// Print the HTML alone
    #[arg(long, conflicts_with = "text")]
    html: bool,
    /// Print the plain text alone
    #[arg(long)]
    text: bool,
}

/// Send one to an address now, and say what the mail server answers
#[derive(Args)]
pub struct Test {
    /// The address that gets it
    address: String,
    /// The language, such as de or pt-BR
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
    /// Send it as a mail about this app, by its client_id: from its sender, by its mail server
    #[arg(long, value_name = "ID")]
    client: Option<String>,
}

/// Runs the subcommand.
pub async fn run(context: &Context, command: MailCommand) -> anyhow::Result<()> {
    match command {
        MailCommand::Preview(preview) => previewed(context, &preview).await,
        MailCommand::Test(test) => tested(context, &test).await,
    }
}

/// How mails about an app look.
async fn look(context: &Context, client_id: &str) -> anyhow::Result<MailLook> {
    let provider = context.provider(Schema::AsItIs).await?;
    let client = provider.configuration().await?.client(client_id).await?;
    let client = client.ok_or_else(|| {
        anyhow!("there is no client {client_id}; `doorward client list` lists them")
    })?;
    let look = MailLook::of(Some(&client), &provider.look(), provider.issuer());
    Ok(look)
}

async fn previewed(context: &Context, preview: &Preview) -> anyhow::Result<()> {
    let settings = &context.settings;
    let look = match &preview.client {
        Some(client_id) => look(context, client_id).await?,
        None => MailLook {
            accent: settings.branding.accent(),
            ..MailLook::default()
        },
    };
    let now = context.operation.now();
    let samples = MailContent::samples(&settings.issuer, now);
    let Some(wanted) = &preview.name else {
        return listed(context, &samples, preview, &look);
    };
    let named = |sample: &&MailContent| sample.name() == wanted.replace('-', "_");
    let Some(found) = samples.iter().find(named) else {
        let near = nearest(wanted, samples.iter().map(MailContent::name));
        let near = near.map(|near| format!("; did you mean {near}?"));
        bail!(
            "there is no mail {wanted}{}; `doorward mail preview` lists them",
            near.unwrap_or_default()
        );
    };
    let mail = rendered(settings, found, preview, &look)?;
    if preview.html && !context.json {
        return output::line(mail.html.trim_end());
    }
    let document = json!({"name": found.name(), "subject": mail.subject, "text": mail.text, "html": mail.html});
    output::print(context.json, &document, || {
        if preview.text {
            mail.text.trim_end().to_owned()
        } else {
            format!("Subject: {}\n\n{}", mail.subject, mail.text.trim_end())
        }
    })
}

fn listed(
    context: &Context,
    samples: &[MailContent],
    preview: &Preview,
    look: &MailLook,
) -> anyhow::Result<()> {
    let rows = samples
        .iter()
        .map(|content| {
            let mail = rendered(&context.settings, content, preview, look)?;
            Ok(vec![content.name().to_owned(), mail.subject])
        })
        .collect::<anyhow::Result<Vec<_>>>()?;
    let described = rows
        .iter()
        .map(|row| json!({"name": row.first(), "subject": row.last()}));
    let document = json!({"mails": described.collect::<Vec<_>>()});
    output::print(context.json, &document, || {
        output::table(&["NAME", "SUBJECT"], &rows)
    })
}

fn rendered(
    settings: &Settings,
    content: &MailContent,
    preview: &Preview,
    look: &MailLook,
) -> anyhow::Result<RenderedMail> {
    let texts = startup::own_texts(&settings.branding)?;
    let view = MailView {
        content,
        language: preview.language.as_deref(),
        texts: texts.of_app(preview.client.as_deref()),
        brand: &settings.name,
        accent: look.accent,
        app: look.app.as_deref(),
        logo: look.logo.as_deref(),
        issuer: &settings.issuer,
        asked: None,
    };
    doorward_web::render_mail(&view).map_err(|error| anyhow!(error))
}

async fn tested(context: &Context, test: &Test) -> anyhow::Result<()> {
    if context.settings.mail.url.is_none() {
        bail!("there is no mail server: set mail.url and mail.from");
    }
    let provider = context.provider(Schema::AsItIs).await?;
    let ctx = provider.context(Actor::CommandLine);
    if let Some(client_id) = &test.client {
        look(context, client_id).await?;
    }
    let mail = Mail {
        to: &test.address,
        language: test.language.as_deref(),
        client_id: test.client.as_deref(),
        content: MailContent::Test { at: ctx.now() },
    };
    if let Err(reason) = provider.mailer().send_now(&ctx, &mail).await? {
        bail!("the mail was not sent: {reason}");
    }
    let document = json!({"sent": true, "to": test.address});
    output::print(context.json, &document, || {
        format!(
            "The mail server took a mail to {}. Look into the inbox, and among the spam.",
            test.address
        )
    })
}
