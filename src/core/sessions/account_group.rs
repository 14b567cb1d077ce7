//! Several accounts in one browser: each has a session of its own, and a cookie names the group of
//! them.

use super::Sessions;
use crate::{Result, context::OperationContext, kernel::Kernel};
use doorward_protocol::{
    clients::client::Client,
    oauth::authorization_request::AuthorizationRequest,
    secret::{Digest, Secret, random_id},
    sessions::{
        account_selection::{Candidate, Clues, Selection, select},
        sso_session::{EndReason, SsoSession},
    },
};
use doorward_storage::{Store, User};
use std::sync::Arc;

/// An account that is signed in in a browser.
#[derive(Clone)]
pub struct Account {
    /// The SSO session of the account.
    pub session: SsoSession,
    /// Its user, where the browser has several accounts. The user of a single account is read where
    /// it is needed.
    pub user: Option<User>,
}

/// The accounts of each browser.
pub struct AccountGroups {
    kernel: Arc<Kernel>,
    sessions: Arc<Sessions>,
}

impl AccountGroups {
    pub(crate) const fn new(kernel: Arc<Kernel>, sessions: Arc<Sessions>) -> Self {
        Self { kernel, sessions }
    }

    /// The live accounts of a browser, the one in use first.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn accounts(
        &self,
        ctx: &OperationContext,
        group: &Secret,
        in_use: Option<&SsoSession>,
    ) -> Result<Vec<Account>> {
        let limits = self.kernel.settings.lifetimes.session;
        let known = self
            .kernel
            .database
            .read()
            .account_group(&group.digest())
            .await?;
        let mut accounts: Vec<Account> = known
            .into_iter()
            .filter(|(session, _)| session.is_alive(ctx.now(), limits))
            .map(|(session, user)| Account {
                session,
                user: Some(user),
            })
            .collect();
        if let Some(in_use) = in_use {
            let is_in_use = |account: &Account| account.session.sid == in_use.sid;
            if !accounts.iter().any(is_in_use) {
                accounts.push(Account {
                    session: in_use.clone(),
                    user: self.kernel.database.read().user(&in_use.user_id).await?,
                });
            }
            accounts.sort_by_key(|account| !is_in_use(account));
        }
        Ok(accounts)
    }

    /// Adds a session to the accounts that this browser has, under a new secret; `None` where it
    /// is the only one. Where there are more accounts than allowed, the oldest end.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub async fn join(
        &self,
        ctx: &OperationContext,
        group: Option<&Secret>,
        accounts: &[Account],
        sid: &str,
    ) -> Result<Option<Secret>> {
        let max = self.kernel.settings.accounts_per_browser;
        let is_alone = accounts.iter().all(|account| account.session.sid == sid);
        if max <= 1 || is_alone && group.is_none() {
            return Ok(None);
        }
        let secret = Secret::generate(self.kernel.entropy.as_ref());
        let digest = secret.digest();
        let is_renewed = match group {
            Some(group) => self.renew(ctx, group, &digest, sid).await?,
            None => false,
        };
        if !is_renewed {
            self.begin(ctx, &digest, accounts, sid).await?;
        }
        let known = self.kernel.database.read().account_group(&digest).await?;
        for (session, _) in known.iter().skip(max) {
            self.sessions
                .end(ctx, session.reference(), EndReason::Replaced)
                .await?;
        }
        Ok(Some(secret))
    }

    /// Puts a session into a group and changes the group's secret. `false` where there is no such
    /// group.
    async fn renew(
        &self,
        ctx: &OperationContext,
        group: &Secret,
        digest: &Digest,
        sid: &str,
    ) -> Result<bool> {
        let renew = Store::renew_account_group(&group.digest(), digest, ctx.now());
        let join = Store::join_account_group(digest, sid, ctx.now());
        self.kernel
            .database
            .commit_unaudited(renew.then(join))
            .await
    }

    /// Begins a group with the accounts that this browser has, and a session that joins last.
    async fn begin(
        &self,
        ctx: &OperationContext,
        digest: &Digest,
        accounts: &[Account],
        sid: &str,
    ) -> Result<()> {
        let id = random_id(self.kernel.entropy.as_ref(), 16);
        let others = accounts
            .iter()
            .map(|account| &account.session)
            .filter(|session| session.sid != sid);
        let begin = others.fold(
            Store::add_account_group(&id, digest, ctx.now()),
            |unit, other| {
                unit.then(Store::join_account_group(
                    digest,
                    &other.sid,
                    other.created_at,
                ))
            },
        );
        let join = Store::join_account_group(digest, sid, ctx.now());
        self.kernel
            .database
            .commit_unaudited(begin.then(join))
            .await?;
        Ok(())
    }

    /// The account that answers an authorization request.
    ///
    /// # Errors
    /// Where the database is unavailable.
    pub(crate) async fn select<'a>(
        &self,
        asked: &AccountRequest<'a, '_>,
        is_expected: impl Fn(&SsoSession) -> bool,
    ) -> Result<Selected<'a>> {
        let used_last = self.used_last(asked).await?;
        let is_hinted = |account: &Account| match (&asked.request.login_hint, &account.user) {
            (Some(hint), Some(user)) => user.is_called(hint),
            _ => false,
        };
        let candidates: Vec<Candidate<'_>> = asked
            .accounts
            .iter()
            .map(|account| Candidate {
                sid: &account.session.sid,
                is_expected: is_expected(&account.session),
                is_hinted: is_hinted(account),
            })
            .collect();
        let clues = Clues {
            chosen: asked.chosen,
            used_last: used_last.as_deref(),
            prompt_login: asked.request.prompt.login,
        };
        let selection = select(&candidates, clues);
        let session = match selection {
            Selection::Account(at) => asked.accounts.get(at).map(|account| &account.session),
            Selection::NotSignedIn | Selection::Ask => None,
        };
        Ok(Selected {
            session,
            is_open: selection == Selection::Ask,
            used_last,
        })
    }

    async fn used_last(&self, asked: &AccountRequest<'_, '_>) -> Result<Option<String>> {
        match asked.group {
            Some(group) if asked.accounts.len() > 1 => Ok(self
                .kernel
                .database
                .read()
                .account_of_client(&group.digest(), &asked.client.client_id)
                .await?),
            _ => Ok(None),
        }
    }
}

/// An authorization request, and the accounts that could answer it.
pub(crate) struct AccountRequest<'a, 'r> {
    pub(crate) client: &'r Client,
    pub(crate) request: &'r AuthorizationRequest,
    pub(crate) accounts: &'a [Account],
    /// The secret of the group, where the browser has several accounts.
    pub(crate) group: Option<&'r Secret>,
    /// The `sid` of the session that the user chose for this request.
    pub(crate) chosen: Option<&'r str>,
}

/// The account that answers an authorization request.
pub(crate) struct Selected<'a> {
    /// Its session; `None` where nobody is signed in, or only the user can choose.
    pub(crate) session: Option<&'a SsoSession>,
    /// Whether only the user can choose.
    pub(crate) is_open: bool,
    /// The `sid` of the session that the client used last in this browser.
    pub(crate) used_last: Option<String>,
}

/// Whether every account of a group stays signed in when the browser is closed. Only then does the
/// cookie of the group outlive the browser.
pub fn is_kept(accounts: &[Account], sid: &str, remembered: bool) -> bool {
    remembered
        && accounts
            .iter()
            .all(|account| account.session.sid == sid || account.session.remembered)
}

/// A text that stands for a set of accounts: the identifiers of their sessions, in one order.
pub fn sids(accounts: &[Account]) -> String {
    joined(accounts.iter().map(|account| account.session.sid.as_str()))
}

/// The same text once a session was added, beside the others or in their place.
pub fn sids_with(accounts: &[Account], sid: &str, beside: bool) -> String {
    let others = accounts
        .iter()
        .map(|account| account.session.sid.as_str())
        .filter(|other| beside && *other != sid);
    joined(others.chain([sid]))
}

fn joined<'a>(sids: impl Iterator<Item = &'a str>) -> String {
    let mut sids: Vec<&str> = sids.collect();
    sids.sort_unstable();
    sids.join(" ")
}
