# The sign-in page and the choice of an account.

sign_in_page = Sign in · { $organization }
sign_in_title = Sign in
sign_in_again_title = Sign in again
sign_in_another_title = Use another account
sign_in_step_up_title = One more step
sign_in_step_up = { $app } needs a stronger sign-in than the one you used. If you go back, you stay signed in.
sign_in_step_up_unknown_app = This page needs a stronger sign-in than the one you used. If you go back, you stay signed in.
sign_in_known = You are signed in as { $user }.
sign_in_identifier = Email or username
sign_in_password = Password
sign_in_remember = Keep me signed in
sign_in_submit = Sign in
sign_in_next = Continue
sign_in_or = or
sign_in_no_method = There is no way to sign in to this app yet. An administrator can set one up.

## Buttons of identity providers

sign_in_continue_with = Continue with { $provider }
# Microsoft's brand rules prescribe this wording.
sign_in_with = Sign in with { $provider }

## What went wrong

sign_in_wrong = That email and password don’t match. Check both and try again.
sign_in_incomplete = Enter your email or username and your password.
sign_in_no_provider_for_address = We couldn’t find a sign-in method for that email address. Choose one of the options below.
sign_in_directory_unreachable = We can’t reach your organization’s directory. Wait a moment, then try again.
sign_in_paused = Too many failed attempts. Wait a moment, then try again.
sign_in_proof_needed = Your browser has to do a short calculation first, because many people are guessing passwords right now. Enter your password again.
sign_in_proving = Your browser is doing a short calculation. This takes a few seconds.
sign_in_proof_needs_script = Many people are guessing passwords right now, so your browser has to do a short calculation. Turn on JavaScript, or try again in ten minutes.
sign_in_busy = Sign-in is very busy right now. Wait a few seconds, then try again.
sign_in_form_too_old = This page was open for too long, or cookies are blocked. Enter your password again. If this keeps happening, allow cookies for this site.
sign_in_fresh = To change how you sign in, sign in again first.

## Choosing an account

select_account_page = Choose an account · { $organization }
select_account_title = Choose an account
select_account_in_use = in use
select_account_other = Use another account

## Sign-in by a mailed code or link

sign_in_mail_code = Email me a sign-in code
sign_in_mail_link = Email me a sign-in link
sign_in_by_password = Use your password
sign_in_mail_incomplete = Enter your email or username.
sign_in_mail_sent_both = If there is an account for { $name }, an email with a code and a link is on its way. Enter the code here, or open the link in this browser, within 10 minutes.
sign_in_mail_sent_code = If there is an account for { $name }, an email with a code is on its way. Enter the code here within 10 minutes.
sign_in_mail_sent_link = If there is an account for { $name }, an email with a link is on its way. Open it in this browser within 10 minutes.
sign_in_mail_sent_again = We sent another email. What the first one brought doesn’t work anymore.
sign_in_mail_hint = No email? Look in the spam folder, or check that this is what you sign in with.
sign_in_other_way = Use another way to sign in
sign_in_link = This link was asked for in { $device }, from { $address }, { $when }.
sign_in_link_elsewhere_title = Open the link where you asked for it
sign_in_link_elsewhere = This link works only in the browser where you asked for it: { $device }. Copy it there, or sign in here from the start.
sign_in_link_elsewhere_or_code = This link works only in the browser where you asked for it: { $device }. Copy it there, or type the code from the email there. You can also sign in here from the start.
sign_in_link_start_here = Sign in here
