//! Several accounts in one browser: each has a session of its own, and a cookie keeps them
//! together.

use crate::context::OperationContext;
use crate::{
    Provider, Result,
    oauth::authorize::Visitor,
    sessions::sso_session::{self, Ending},
};
use doorward_protocol::{
    clients::client::Client,
    oauth::authorization_request::AuthorizationRequest,
    secret::{Secret, random_id},
    sessions::{
        account_selection::{Candidate, Clues, Selection, select},
        sso_session::{EndReason, SsoSession},
    },
};
use doorward_storage::{Store, Unit, User};

/// An account that is signed in in a browser.
#[derive(Clone)]
pub struct Account {
    /// Its session.
    pub session: SsoSession,
    /// Whose it is, where there are several; one account alone is looked up by whom it concerns.
    pub user: Option<User>,
}

/// The accounts of a browser, the one in use first.
///
/// # Errors
/// Where the store is away.
pub async fn accounts(
    provider: &Provider,
    ctx: &OperationContext,
    group: &Secret,
    in_use: Option<&SsoSession>,
) -> Result<Vec<Account>> {
    let (now, limits) = (ctx.now(), provider.settings.lifetimes.session);
    let known = provider.store.account_group(&group.digest()).await?;
    let mut accounts: Vec<Account> = known
        .into_iter()
        .filter(|(session, _)| session.is_alive(now, limits))
        .map(|(session, user)| Account {
            session,
            user: Some(user),
        })
        .collect();
    if let Some(in_use) = in_use {
        if accounts
            .iter()
            .all(|account| account.session.sid != in_use.sid)
        {
            let user = provider.store.user(&in_use.user_id).await?;
            accounts.push(Account {
                session: in_use.clone(),
                user,
            });
        }
        accounts.sort_by_key(|account| account.session.sid != in_use.sid);
    }
    Ok(accounts)
}

/// Puts a session beside the ones that this browser has, under a new secret; `None` where it is
/// alone. Where there are more than may be, those that came first end.
///
/// # Errors
/// Where the store is away.
pub async fn join(
    provider: &Provider,
    ctx: &OperationContext,
    group: Option<&Secret>,
    accounts: &[Account],
    sid: &str,
) -> Result<Option<Secret>> {
    if provider.settings.accounts_per_browser <= 1 {
        return Ok(None);
    }
    let others: Vec<&Account> = accounts
        .iter()
        .filter(|account| account.session.sid != sid)
        .collect();
    if others.is_empty() && group.is_none() {
        return Ok(None);
    }
    let (secret, now) = (Secret::generate(provider.entropy.as_ref()), ctx.now());
    let digest = secret.digest();
    // Every other account came before this one; what the store knows of their order stays.
    let members = Store::join_account_group(&digest, sid, now);
    let renewed = match group {
        Some(group) => {
            provider
                .store
                .commit(
                    Store::renew_account_group(&group.digest(), &digest, now).then(members.clone()),
                )
                .await?
        }
        None => false,
    };
    if !renewed {
        let before = others.iter().fold(Unit::new(), |unit, other| {
            unit.then(Store::join_account_group(
                &digest,
                &other.session.sid,
                other.session.created_at,
            ))
        });
        let begun =
            Store::add_account_group(&random_id(provider.entropy.as_ref(), 16), &digest, now);
        provider
            .store
            .commit(begun.then(before).then(members))
            .await?;
    }
    let mut known = provider.store.account_group(&digest).await?;
    for (session, _) in known.drain(..).skip(provider.settings.accounts_per_browser) {
        let ending = Ending {
            reason: EndReason::Replaced,
            actor: &session.user_id,
        };
        sso_session::end(provider, ctx, &session.sid, &session.user_id, ending).await?;
    }
    Ok(Some(secret))
}

/// Whether every account of a group stays when the browser is closed: only then does its cookie.
pub fn is_kept(accounts: &[Account], sid: &str, remembered: bool) -> bool {
    remembered
        && accounts
            .iter()
            .all(|account| account.session.sid == sid || account.session.remembered)
}

/// What stands for a set of accounts: the same in whatever order, and for one account its session
/// alone.
pub fn sids(accounts: &[Account]) -> String {
    joined(accounts.iter().map(|account| account.session.sid.as_str()))
}

/// The same once a session has come: beside the others, or in their place.
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

/// Whose answer a request gets.
///
/// # Errors
/// Where the store is away.
pub(crate) async fn selected<'a>(
    provider: &Provider,
    asked: (&Client, &AuthorizationRequest),
    visitor: Visitor<'a>,
    expects: impl Fn(&SsoSession) -> bool,
    chosen: Option<&str>,
) -> Result<Selected<'a>> {
    let (client, request) = asked;
    let used_last = match visitor.group {
        Some(group) if visitor.accounts.len() > 1 => {
            provider
                .store
                .account_of_client(&group.digest(), &client.client_id)
                .await?
        }
        _ => None,
    };
    let is_hinted = |account: &Account| match (&request.login_hint, &account.user) {
        (Some(hint), Some(user)) => user.is_called(hint),
        _ => false,
    };
    let candidates: Vec<Candidate<'_>> = visitor
        .accounts
        .iter()
        .map(|account| Candidate {
            sid: &account.session.sid,
            is_expected: expects(&account.session),
            is_hinted: is_hinted(account),
        })
        .collect();
    let clues = Clues {
        chosen,
        used_last: used_last.as_deref(),
        prompt_login: request.prompt.login,
    };
    Ok(match select(&candidates, clues) {
        Selection::Nobody => Selected {
            session: None,
            is_open: false,
            used_last,
        },
        Selection::Ask => Selected {
            session: None,
            is_open: true,
            used_last,
        },
        Selection::Account(at) => Selected {
            session: visitor.accounts.get(at).map(|account| &account.session),
            is_open: false,
            used_last,
        },
    })
}

/// Whose answer a request gets.
pub(crate) struct Selected<'a> {
    /// The session; none where nobody is signed in, or only the user can say.
    pub(crate) session: Option<&'a SsoSession>,
    /// Whether only the user can say.
    pub(crate) is_open: bool,
    /// The session that the client used last in this browser.
    pub(crate) used_last: Option<String>,
}
