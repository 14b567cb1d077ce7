//! Identity providers: whether users may come in by them, and whether that would work.

use super::{
    action::{Done, Edit, EditCall},
    fields::FormView,
    report::{Report, ReportLine},
};
use crate::console::frame::Section;
use doorward_core::{
    federation::LoadedIdentityProvider,
    management::{ManagementError, ManagementOutcome},
};
use doorward_protocol::management::{Permission, Resource};
use std::sync::Arc;

const WRITE: Permission = Permission::write(Resource::Providers);

/// The actions on identity providers.
pub const EDITS: &[Edit] = &[
    Edit {
        name: "test-provider",
        permission: WRITE,
        is_dangerous: false,
        takes_away: false,
        about: &["provider"],
        typed: &[],
        title: |t| t.console_provider_test(),
        effect: |t| t.console_provider_test_effect(),
        describe: |call| Box::pin(describe(call)),
        carry_out: |call| Box::pin(test(call)),
    },
    Edit {
        name: "disable-provider",
        permission: WRITE,
        is_dangerous: true,
        takes_away: true,
        about: &["provider"],
        typed: &[],
        title: |t| t.console_provider_disable(),
        effect: |t| t.console_provider_disable_effect(),
        describe: |call| Box::pin(describe(call)),
        carry_out: |call| Box::pin(set_enabled(call, false)),
    },
    Edit {
        name: "enable-provider",
        permission: WRITE,
        is_dangerous: false,
        takes_away: false,
        about: &["provider"],
        typed: &[],
        title: |t| t.console_provider_enable(),
        effect: |t| t.console_provider_enable_effect(),
        describe: |call| Box::pin(describe(call)),
        carry_out: |call| Box::pin(set_enabled(call, true)),
    },
];

/// The provider that a form is about.
async fn provider_of(call: &EditCall<'_>) -> ManagementOutcome<Arc<LoadedIdentityProvider>> {
    let id = call.value("provider");
    let configuration = call.provider.configuration().await?;
    let found = configuration.identity_provider(id).cloned();
    found.ok_or_else(|| ManagementError::NotFound(format!("identity provider {id}")))
}

async fn describe(call: &EditCall<'_>) -> ManagementOutcome<FormView> {
    let found = provider_of(call).await?;
    Ok(FormView {
        subject: Some(found.display_name().to_owned()),
        page: Section::Providers.page_of(found.id()),
        fields: Vec::new(),
    })
}

async fn test(call: &EditCall<'_>) -> ManagementOutcome<Done> {
    let (found, ctx) = (provider_of(call).await?, &call.admin.caller.ctx);
    let findings = call.provider.federation().test_provider(ctx, &found);
    let lines = findings.await?.into_iter().map(|finding| ReportLine {
        name: finding.what.to_owned(),
        is_good: finding.ok,
        text: finding.detail,
    });
    let lines: Vec<ReportLine> = lines.collect();
    let is_good = lines.iter().all(|line| line.is_good);
    Ok(Done::Report(Report {
        page: Section::Providers.page_of(found.id()),
        subject: found.display_name().to_owned(),
        says: if is_good {
            call.t.console_provider_works()
        } else {
            call.t.console_provider_fails()
        },
        is_good,
        lines,
    }))
}

async fn set_enabled(call: &EditCall<'_>, enabled: bool) -> ManagementOutcome<Done> {
    let found = provider_of(call).await?;
    // Files declare providers. The page says that theirs holds again once it is applied.
    let ctx = call.admin.caller.ctx.forced(true);
    let mut changes = call.provider.change_set(&ctx);
    let federation = call.provider.federation();
    federation
        .set_enabled(&mut changes, found.id(), enabled)
        .await?;
    call.commit(changes).await?;
    Ok(Done::Page(Section::Providers.page_of(found.id())))
}
