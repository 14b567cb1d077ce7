# Second factors: asked for, set up, and the security page of the account.

## The second step of a sign-in

second_factor_page = Two-step verification · { $organization }
second_factor_title = Two-step verification
second_factor_intro = Enter the 6-digit code from your authenticator app for { $user }.
second_factor_recovery_intro = Enter one of the recovery codes that you saved for { $user }. Each works once.
second_factor_key_intro = Use your passkey or security key to continue as { $user }.
second_factor_use_key = Use a passkey or security key
second_factor_wrong_key = That passkey or security key wasn’t accepted. Try again.
second_factor_account = Account: { $user }
second_factor_code = Code
second_factor_recovery_code = Recovery code
second_factor_trust =
    { $days ->
        [one] Don’t ask again in this browser for a day
       *[other] Don’t ask again in this browser for { $days } days
    }
second_factor_submit = Continue
second_factor_use = Use your second step
second_factor_use_recovery = Use a recovery code
second_factor_use_app = Use another second step
second_factor_other_way = Sign in another way
second_factor_missing = Enter the code.
second_factor_wrong = That code isn’t right. Wait for a new one in your app, then try again.
second_factor_wrong_recovery_code = That recovery code isn’t right, or it was used before. Try another one.
second_factor_over = Signing in took too long, or your account changed. Sign in again.

## Setting up an authenticator app

set_up_page = Set up two-step verification · { $organization }
set_up_title = Set up two-step verification
set_up_needed = { $organization } asks for a second step when you sign in. Set up an authenticator app on your phone, such as Google Authenticator, Microsoft Authenticator or Aegis.
set_up_for_app = { $app } asks for a second step when you sign in. Set up an authenticator app on your phone, such as Google Authenticator, Microsoft Authenticator or Aegis.
set_up_scan = Scan this code with your authenticator app.
set_up_qr_label = QR code with the key for your authenticator app
set_up_open_app = Open your authenticator app on this device
set_up_type_key = Can’t scan it? Type this key instead
set_up_code = Enter the 6-digit code that the app shows
set_up_submit = Turn on
set_up_later = Not now
set_up_cancel = Cancel
set_up_wrong_code = That code isn’t right. Check that your phone’s clock is set automatically, then enter the code that the app shows now.
set_up_too_late = That took too long. Scan the new code.

## Recovery codes

recovery_codes_page = Recovery codes · { $organization }
recovery_codes_title = Save your recovery codes
recovery_codes_intro = If you lose your phone, each of these codes lets you sign in once. Print them, or keep them in your password manager.
recovery_codes_once = We can’t show these codes again.
recovery_codes_print = Print codes
recovery_codes_continue = Continue
recovery_codes_kept_title = Two-step verification is on
recovery_codes_kept = Your recovery codes are still good.

## The security page

security_page = Security · { $organization }
security_title = Security
security_password = Password
security_password_on = You can sign in with a password.
security_password_off = You have no password.
security_password_change = Change password
security_password_set = Set a password
security_factors_title = Two-step verification
security_factors_intro = When you sign in with your password, { $user }, a second step keeps out anyone who knows it.
security_on = On
security_app = Authenticator app
security_app_on = We ask for its code when you sign in.
security_app_off = Get codes from an app on your phone.
security_app_set_up = Set up
security_app_remove = Remove
security_recovery = Recovery codes
security_recovery_left =
    { $left ->
        [0] None of your { $codes } codes is left. Get new ones.
       *[other] { $left } of { $codes } are left.
    }
security_recovery_renew = Get new codes
security_trusted_title = Trusted browsers
security_trusted_intro = We don’t ask for the second step in these browsers.
security_trusted_since = Trusted since { $when }
security_trusted_until = Until { $when }
security_trusted_remove = Remove

## Passkeys

passkey_sign_in = Sign in with a passkey
passkey_not_used = Your passkey wasn’t used. Try again, or sign in another way.
passkey_wrong = We couldn’t sign you in with that passkey. Try again, or sign in another way.
passkey_page = Create a passkey · { $organization }
passkey_title = Create a passkey
passkey_intro = Sign in with your fingerprint, your face or your screen lock instead of a password. Nobody can steal or guess a passkey.
passkey_create = Create a passkey
passkey_not_made = No passkey was created. Try again.
passkey_name_title = This passkey can’t have that name
passkey_name = A name has up to 60 characters, and none that can’t be seen.
passkey_name_remedy = Go back and choose another name.
passkey_needs_script = Passkeys need JavaScript. Turn it on, or use an authenticator app.
security_key_page = Add a security key · { $organization }
security_key_title = Add a security key
security_key_intro = Connect your security key, or hold it to your phone. We ask for it after your password.
security_key_create = Add security key
security_key_new = Add a security key
security_key_tag = Second step only
security_passkeys_title = Passkeys
security_passkeys_intro = Sign in with your fingerprint, your face or your screen lock.
security_passkey_new = Create a passkey
security_passkey_unnamed = Passkey
security_passkey_synced = Synced between your devices
security_passkey_on_one_device = On one device
security_passkey_since = Created { $when }
security_passkey_used = Last used { $when }
security_passkey_rename = Rename
security_passkey_label = Name
security_passkey_save = Save
security_passkey_remove = Remove
security_passkey_remove_named = Remove { $name }
passkey_offer_page = Sign in faster next time · { $organization }
passkey_offer_title = Sign in faster next time

second_factor_lost = I can’t use any of these
recovery_page = Get back into your account · { $organization }
recovery_title = Get back into your account
recovery_intro = If you lost your second step and your recovery codes, you can ask to sign in without them. We tell you by email now. On { $when } we send you a link that turns two-step verification off.
recovery_security = Anyone who is signed in to your account can refuse the request, and signing in with your second step cancels it.
recovery_submit = Ask to get back in
recovery_back = Back
recovery_waiting_title = Your request is waiting
recovery_waiting = On { $when } we send you an email with a link.
recovery_not_possible = We can’t do this here. Ask your administrator for a one-time code.
recovery_too_many = You asked too often. Ask your administrator for a one-time code.
recovery_confirm_title = Turn off two-step verification
recovery_confirm = This removes the authenticator app, passkeys, security keys and recovery codes of { $user }, and signs you out everywhere.
recovery_confirm_submit = Turn off
recovery_done_title = Two-step verification is off
recovery_done = Sign in, then set up two-step verification again.
recovery_refuse_title = Refuse the request
recovery_refuse = Someone who knows the password of { $user } asked to sign in without the second step. Refuse if it wasn’t you.
recovery_refuse_submit = Refuse the request
recovery_refused_title = The request was refused
recovery_refused = Nobody can sign in without your second step. Whoever asked knows your password, so change it now.
account_recovery_title = Someone asked to sign in without your second step
account_recovery = The request came from { $device } and takes effect on { $when }. If it wasn’t you, refuse it and change your password.
