# Creating an account, and choosing a new password by mail.

sign_up_page = Create account · { $organization }
sign_up_title = Create your account
sign_up_link = Create account
sign_up_have_account = I already have an account
sign_up_email = Email
sign_up_submit = Continue
# The label of a field that people never see: programs fill it in.
sign_up_leave_empty = Leave this field empty
sign_up_no_address = Enter an email address, such as ada@example.com.
sign_up_unmailable_address = Mail can’t be sent to this address. Before the @ it may have letters from a to z, digits, single dots and signs such as + and -.
sign_up_other_domain = Accounts here are for email addresses of certain domains. Use the address of your organization.
sign_up_disposable = Use an email address that you will keep. We don’t accept temporary ones.

## The code that was mailed

sign_up_code_page = Check your email · { $organization }
sign_up_code_title = Check your email
sign_up_code_sent = We sent an email to { $email }. Enter the six-digit code from it, or open the link in it on any device.
sign_up_code = Code
sign_up_code_submit = Continue
sign_up_code_wrong = { $left ->
    [one] That code isn’t right. You can try once more.
   *[other] That code isn’t right. You can try { $left } more times.
}
sign_up_code_again = Send again
sign_up_code_again_hint = No email? Look in the spam folder first.
sign_up_code_sent_again = We sent another email. The code in the first one doesn’t work anymore.
sign_up_code_too_soon = Wait a minute before you ask for another email.
sign_up_other_address = Use another email address

## The link that was mailed

sign_up_confirm_page = Confirm your email · { $organization }
sign_up_confirm_title = Is this you?
sign_up_confirm = Somebody is creating an account with { $email }, in { $device }, from { $address }, { $when }.
sign_up_confirm_warning = Confirm only if it is you: whoever asked goes on with the account.
sign_up_confirm_submit = Yes, confirm my email
sign_up_confirmed_page = Email confirmed · { $organization }
sign_up_confirmed_title = Email confirmed
sign_up_confirmed = Go back to the browser where you began. It goes on by itself.

## The last step

sign_up_complete_page = Finish your account · { $organization }
sign_up_complete_title = Almost done
sign_up_complete = { $email } is confirmed.
sign_up_name = Full name
sign_up_no_name = Enter your name.
sign_up_terms = I accept the terms of service
sign_up_terms_read = Read the terms of service
sign_up_terms_missing = Accept the terms of service to create the account.
sign_up_complete_submit = Create account
sign_up_use_password = Choose a password instead
sign_up_taken_title = You have an account already
sign_up_taken = There is an account with this email address by now.
sign_up_taken_remedy = Sign in with it. If you don’t know the password, choose a new one there.
sign_up_off_title = No new accounts here
sign_up_off = Accounts can’t be created here at the moment.
sign_up_off_remedy = Ask the administrator for an invitation or an account.

## A new password

forgot_password_link = Forgot password?
forgot_password_page = Choose a new password · { $organization }
forgot_password_title = Choose a new password
forgot_password = Enter your email or username. We’ll send you a link.
forgot_password_submit = Send link
forgot_password_sent_title = Check your email
forgot_password_sent = If there is an account for { $name }, an email with a link is on its way. The link works once, within an hour.
forgot_password_sent_hint = No email after a few minutes? Look in the spam folder, or check that this is what you sign in with.
forgot_password_back = Back to sign-in
reset_password_title = Choose a new password
reset_password = For { $name }. You’ll be signed out everywhere.
reset_password_submit = Save password
reset_password_done_page = Password changed · { $organization }
reset_password_done_title = Your password is changed
reset_password_done = Every device was signed out. Sign in with your new password.
reset_password_sign_in = Sign in
reset_off_title = No email from here
reset_off = A new password can’t be sent by email at the moment.
reset_off_remedy = Ask the administrator for a new password.

## Links and codes that are over

token_unknown_title = This link doesn’t work
token_unknown = The link is incomplete, or it was opened in another browser than it is for.
token_used_title = This link was used
token_used = Each link and code works once, and this one was used already.
token_replaced_title = There is a newer link
token_replaced = We sent another email after this one, or the link was taken back.
token_outdated_title = This link doesn’t work anymore
token_outdated = The account changed after the email was sent.
token_expired_title = This link has expired
token_expired = The time in which it works is over.
token_too_many_tries_title = Too many codes
token_too_many_tries = This code was tried too often and doesn’t work anymore.
token_remedy = Start again, and we’ll send you a new one.
token_sign_up_used_remedy = If you have created your account, sign in. Otherwise start again, and we’ll send you a new one.
token_change_address_remedy = Look at your profile. If the new address isn’t there, start again there.
token_change_address_withdrawn = Users with addresses like this one sign in at another place, so your account can’t have it.
token_invitation_replaced = The invitation was taken back, or a newer one was sent.
token_invitation_remedy = If you accepted the invitation already, sign in. Otherwise ask whoever invited you for a new one.
token_first_owner_remedy = If this server has an owner already, sign in. Otherwise start the server again: it prints a new link.
token_recovery_replaced = The request was refused, or we sent another email after this one.
token_recovery_remedy = Sign in. If you’re asked for a second step that you don’t have, start again there.
token_refuse_recovery_over = The request was refused already, or it is over.
token_refuse_recovery_remedy = Sign in and look at how your account is protected. If it wasn’t you who asked, change your password: whoever asked knows it.
token_undo_address_used = The change was taken back already: your account has its old address again.
token_undo_address_used_remedy = Sign in with the address that the email came to. If your password doesn’t work, choose a new one there.
token_undo_address_remedy = Sign in and look at the address of your account. If you didn’t change it yourself, ask the administrator for help.
token_undo_deletion_over = The deletion was taken back already, or it was asked for again after this email.
token_undo_deletion_remedy = Sign in to see your account. If it doesn’t let you in anymore, it was deleted.
token_start_again = Start again

## Invitations

invitation_page = Invitation · { $organization }
invitation_title = You’re invited to { $organization }
invitation = This invitation was sent to { $email }.
invitation_by = { $inviter } sent this invitation to { $email }.
invitation_apps = It is for { $apps }.
invitation_accept_as = Accept as { $user }
invitation_sign_in = Sign in to accept
mail_proof_needed = Your browser has to do a short calculation first, because many emails were asked for. Try again.
mail_proof_needs_script = Many emails were asked for, so your browser has to do a short calculation. Turn on JavaScript, or try again in an hour.

## The page of the link that the server prints while nobody administers it

setup_page = Set up { $organization }
setup_title = Set up { $organization }
setup_text = Nobody administers this server yet. Create your account, and you are its owner: you can add users and apps, and make other people administrators.
setup_taken = { $email } has an account already. Sign in to it with the button below; you come back to this page, and can become the owner.
