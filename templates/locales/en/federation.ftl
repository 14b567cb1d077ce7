# Signing in with an identity provider, such as Google.

link_account_page = Connect { $provider } · { $organization }
link_account_title = Is this your account?
link_account = There is already an account for <strong>{ $email }</strong>. If it is yours, enter its password to sign in with { $provider } from now on.
link_account_password = Password
link_account_submit = Connect { $provider } and sign in
link_account_other = Use another method
link_account_wrong = That password is wrong. Try again.
link_account_missing = Enter the password of that account.
link_account_paused = Too many failed attempts. Wait a moment, then try again.

# In place of a provider's name where it is not known.
provider_unknown = this provider

## What went wrong

federation_failed_title = We couldn’t sign you in
federation_failed_with_title = We couldn’t sign you in with { $provider }

federation_stale = This sign-in was already completed, took too long, or was started in another browser. Nothing was changed.
federation_stale_remedy = Go back to the app and start again.

federation_not_offered = You can’t sign in with { $provider } here.
federation_not_offered_remedy = Use another method. Your administrator decides which ones are available.

federation_denied = The sign-in was cancelled or not allowed at { $provider }.
federation_denied_remedy = Try again, or use another method.

federation_unreachable = { $provider } isn’t responding.
federation_unreachable_remedy = Wait a minute and try again, or use another method.

federation_busy = Sign-in with { $provider } is very busy right now.
federation_busy_remedy = Wait a minute and try again, or use another method.

federation_misconfigured = { $provider } rejected our request. Its settings here may be out of date.
federation_misconfigured_remedy = Use another method for now. Tell your administrator the reference below, so that they can fix this.

federation_invalid = We couldn’t verify the response from { $provider }.
federation_invalid_remedy = Try again, or use another method. If it happens again, tell your administrator the reference below.

federation_unreadable = We couldn’t verify the response from { $provider }: it doesn’t say who you are.
federation_unreadable_remedy = Use another method for now. Tell your administrator the reference below, so that they can fix this.

federation_not_admitted = The { $provider } account that you used can’t be used here.
federation_not_admitted_remedy = Use the account of your organization, or use another method.

federation_no_account = Your { $provider } account is not connected to an account here.
federation_known_email = Your { $provider } account is not connected here, but an account with the same email address may already exist.
federation_connect_remedy = If you have an account here, sign in as usual and connect { $provider } on your account page. Otherwise ask your administrator for an account.

federation_link_only = { $provider } is connected to accounts here, but can’t be used to sign in.
federation_link_only_remedy = Use another method.

federation_disabled = Your account is disabled.
federation_disabled_remedy = Your administrator can enable it again.

federation_linked_title = This account is already connected
federation_linked = This { $provider } account is already connected to another account here. Nothing was changed.
federation_linked_remedy = If the other account is yours too, sign in to it and disconnect { $provider } there first.

last_method_title = You can’t disconnect your only sign-in method
last_method = Without it, you couldn’t sign in to this account.
last_method_remedy = Connect another method first.

use_another_method = Use another method
back_to_account = Back to your account
