//! A test of the mail server.

use super::{
    action::{Done, Edit, EditCall},
    fields::FormView,
    report::{Report, ReportLine},
};
use crate::console::frame::Section;
use doorward_core::{
    mail::{Mail, MailContent},
    management::{ManagementError, ManagementOutcome},
};
use doorward_protocol::management::{Permission, Resource};

/// The name of the test.
pub const TEST: &str = "send-test-mail";

/// The actions on mail.
pub const EDITS: &[Edit] = &[Edit {
    name: TEST,
    permission: Permission::write(Resource::Settings),
    is_dangerous: false,
    takes_away: false,
    about: &[],
    typed: &[],
    title: |t| t.console_mail_test(),
    effect: |t| t.console_mail_test_effect(),
    describe: |call| Box::pin(describe(call)),
    carry_out: |call| Box::pin(send(call)),
}];

/// The address of the administrator: a test goes to nobody else.
async fn own_address(call: &EditCall<'_>) -> ManagementOutcome<String> {
    let user_id = &call.admin.signed_in.session.user_id;
    let user = call.provider.users().get(user_id).await?;
    let email = user.and_then(|user| user.email);
    email.ok_or_else(|| ManagementError::invalid(call.t.console_mail_no_address()))
}

async fn describe(call: &EditCall<'_>) -> ManagementOutcome<FormView> {
    Ok(FormView {
        subject: own_address(call).await.ok(),
        page: Section::Mail.path().into(),
        fields: Vec::new(),
    })
}

async fn send(call: &EditCall<'_>) -> ManagementOutcome<Done> {
    let (ctx, to) = (&call.admin.caller.ctx, own_address(call).await?);
    let mail = Mail {
        to: &to,
        language: Some(call.t.language()),
        client_id: None,
        content: MailContent::Test { at: ctx.now() },
    };
    let sent = call.provider.mailer().send_now(ctx, &mail).await?;
    let is_good = sent.is_ok();
    if let Err(cause) = &sent {
        tracing::warn!(cause, "a test mail was not sent");
    }
    Ok(Done::Report(Report {
        page: Section::Mail.path().into(),
        says: if is_good {
            call.t.console_mail_sent(&to)
        } else {
            call.t.console_mail_not_sent()
        },
        subject: to,
        is_good,
        lines: vec![ReportLine {
            name: "mail server".into(),
            is_good,
            text: sent.err().unwrap_or_else(|| "it took the mail".into()),
        }],
    }))
}
