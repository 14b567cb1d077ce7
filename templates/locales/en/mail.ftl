# Mails, and the pages that belong to them.
# $name is the app that the mail is about, or the organization where it is about none.
# No subject names a code or a link: mail programs show it where others can read it.

# Below every mail. $issuer is the address of this server.
mail_footer = Sent by { $organization }, { $issuer }
mail_link_as_text = If the button doesn’t work, open this address in your browser:

## Facts about what happened

mail_device = Device
mail_place = Place
mail_time = Time
mail_asked_title = Asked for from

## The account is about to be made

mail_sign_up_subject = Confirm your email address for { $name }
mail_sign_up_title = Confirm your email address
mail_sign_up_text = Enter this code to finish creating your account at { $name }:
mail_sign_up_button = Confirm address
mail_sign_up_valid = The code and the link work once, for 24 hours.
mail_sign_up_not_you = If you didn’t create an account, ignore this email, and don’t use its link. Nothing happens without the code or the link.

## Somebody tried to make an account for an address that has one

mail_account_exists_subject = You already have an account at { $name }
mail_account_exists_title = You already have an account
mail_account_exists_text = Someone tried to create an account at { $name } with this email address. You have one already, so you can sign in.
mail_account_exists_button = Sign in
mail_account_exists_reset = If you don’t remember your password, choose a new one:
mail_account_exists_not_you = If this wasn’t you, ignore this email. Nothing has changed.

## Another address of an account

mail_verify_subject = Confirm your email address for { $name }
mail_verify_title = Confirm your email address
mail_verify_text = Enter this code to confirm this address for your account at { $name }:
mail_verify_button = Confirm address
mail_verify_valid = The code and the link work once, for 24 hours.
mail_verify_not_you = If you didn’t ask for this, ignore this email, and don’t use its link. The address isn’t used without the code or the link.

## A forgotten password

mail_reset_subject = Choose a new password for { $name }
mail_reset_title = Choose a new password
mail_reset_text = Someone asked to replace the password of your account at { $name }.
mail_reset_button = Choose new password
mail_reset_valid = The link works once, for one hour.
mail_reset_not_you = If this wasn’t you, ignore this email. Your password stays as it is.

## Sign-in by a code or a link

mail_code_subject = Your sign-in code for { $name }
mail_code_title = Your sign-in code
mail_code_text = Enter this code to sign in at { $name }:
mail_code_valid = The code works once, for 10 minutes.
mail_code_or_link = Or use this link in the browser where you asked for it.
mail_code_and_link_valid = The code and the link work once, for 10 minutes.
mail_code_warning = Never give this code to anybody. We don’t ask for it by phone, chat or email.
mail_code_not_you = If you didn’t try to sign in, ignore this email. Nobody gets in without the code.
mail_link_subject = Your sign-in link for { $name }
mail_link_title = Sign in at { $name }
mail_link_text = Use this link in the browser where you asked for it.
mail_link_button = Sign in
mail_link_valid = The link works once, for 10 minutes.
mail_link_not_you = If you didn’t try to sign in, ignore this email. Nobody gets in without the link.

## Invitations

mail_invitation_subject = You’re invited to { $name }
mail_invitation_title = You’re invited to { $name }
mail_invitation_text = You can create your account at { $name }, or sign in with one that you have.
mail_invitation_text_by = { $inviter } invites you to { $name }. You can create your account, or sign in with one that you have.
mail_invitation_apps = Apps
mail_invitation_button = Accept invitation
mail_invitation_valid = The invitation ends on { $time }.
mail_invitation_not_you = If you don’t know what this is about, ignore this email. No account is created without you.

## Notices: each says what happened, and what to do if it was somebody else

mail_not_me_button = This wasn’t me
mail_not_me_explained = If this wasn’t you, tell us. We sign you out everywhere, and your password stops working until you choose a new one.
mail_was_me = If this was you, there’s nothing to do.

mail_address_changed_subject = Your email address at { $name } was changed
mail_address_changed_title = Your email address was changed
mail_address_changed_text = Your account at { $name } now uses { $address }. Emails go there from now on.
mail_address_changed_button = Undo the change
mail_address_changed_explained = If this wasn’t you, undo the change. You can do that for 7 days.

mail_address_replaced_text = Your account at { $name } now uses { $address }. An administrator, or a service that manages your account, changed that.
mail_address_replaced_explained = Emails go there from now on, and links that were sent to this address no longer work. If you didn’t expect this, ask whoever runs { $name }.
mail_address_proven_subject = Your email address at { $name } is confirmed
mail_address_proven_title = Your email address is confirmed
mail_address_proven_text = The address of your account at { $name } was confirmed for the first time. A password, passkeys and connected accounts that were set up before that no longer sign anybody in, and every device was signed out. Set up again what is yours.

mail_new_device_subject = New sign-in to your account at { $name }
mail_new_device_title = New sign-in to your account
mail_new_device_text = Your account at { $name } was used in a browser that we haven’t seen you in before.

mail_password_changed_subject = Your password for { $name } was changed
mail_password_changed_title = Your password was changed
mail_password_changed_text = The password of your account at { $name } was changed, and your other devices were signed out.

mail_guessed_subject = Many wrong passwords for your account at { $name }
mail_guessed_title = Someone typed many wrong passwords
mail_guessed_text = 100 wrong passwords in a row were typed for your account at { $name }. So that nobody can go on guessing, your password alone now signs you in only in browsers where you have signed in before.
mail_guessed_explained = Anywhere else, choose a new password, or sign in another way, such as with a passkey. This ends when you choose a new password, or sign in with yours in a browser that you used before.

mail_factor_subject = The ways to sign in to your account at { $name } have changed
mail_factor_text = The ways to sign in to your account at { $name } have changed.
mail_passkey_added = A passkey was added to your account
mail_passkey_removed = A passkey was removed from your account
mail_security_key_added = A security key was added to your account
mail_security_key_removed = A security key was removed from your account
mail_authenticator_added = An authenticator app was added to your account
mail_authenticator_removed = The authenticator app was removed from your account
mail_recovery_codes_added = New recovery codes were created for your account
mail_password_removed = The password of your account was removed
mail_recovery_codes_removed = The recovery codes of your account were removed
mail_connected_added = { $provider } was connected to your account
mail_connected_removed = { $provider } was disconnected from your account
mail_code_given = An administrator created a one-time code for your account

mail_recovery_subject = Someone asked to get back into your account at { $name }
mail_recovery_title = Someone asked to get back into your account
mail_recovery_text = Someone says that they lost the second step of signing in to your account at { $name }. They can sign in without it from { $time } on, unless you refuse.
mail_recovery_button = Refuse
mail_recovery_explained = If this wasn’t you, refuse now, and change your password.
mail_recovery_ready_subject = You can get back into your account at { $name }
mail_recovery_ready_title = You can get back into your account
mail_recovery_ready_text = Nobody refused your request. Turn two-step verification off, then sign in and set it up again.
mail_recovery_ready_button = Turn off two-step verification
mail_recovery_ready_valid = The link works once, until { $time }.
mail_recovery_ready_not_you = If you didn’t ask for this, don’t use the link, and change your password.

mail_deletion_subject = Your account at { $name } will be deleted
mail_deletion_title = Your account will be deleted
mail_deletion_text = Your account at { $name } and everything in it will be deleted on { $time }. Until then you can change your mind.
mail_deletion_button = Keep my account
mail_deletion_explained = If this wasn’t you, keep your account, and change your password.

mail_deleted_subject = Your account at { $name } is deleted
mail_deleted_title = Your account is deleted
mail_deleted_text = Your account at { $name } and everything in it was deleted on { $time }. You won’t hear from us again.

mail_test_subject = Test email from { $name }
mail_test_title = This email arrived
mail_test_text = An administrator of { $name } sent it at { $time } to see whether emails arrive. There’s nothing to do.

## The mailbox of a provider on the machine of its developer

dev_mail_page = Emails · { $organization }
dev_mail_title = Emails
dev_mail_explained = There is no mail server here, so emails land on this page. They are kept in the memory of this process until it stops, the last 200 of them; another process over the same database has its own.
dev_mail_none = No emails yet. Reload this page after something was sent.
dev_mail_to = To { $address }
dev_mail_sent = Sent { $when }
dev_mail_html = Show as HTML

## The page behind "This wasn't me"

not_me_title = Wasn’t this you?
not_me_happened = Your account was used or changed on { $when }.
not_me_explained = If it wasn’t you, we sign you out on every device and in every app, and your password stops working. You then choose a new one.
not_me_button = Secure my account
not_me_done_title = Your account is secured
not_me_done = You’re signed out everywhere, and your old password no longer works. Choose a new one now.
not_me_done_without_password = You’re signed out everywhere. You sign in with an account at another provider: change your password there, too.
not_me_factors_wait = The second step that was added stays for now, so that nobody gets in by your email alone. On { $when } we send you a link that removes it.
not_me_factors_stay = The second step that was added stays, so that nobody gets in by your email alone. If it isn’t yours, ask your administrator to remove it.
not_me_done_apps = Apps may take a few minutes to sign out. When you’re back in, look at the ways to sign in to your account, and remove those you don’t know.
not_me_choose_password = Choose new password
not_me_sign_in = Sign in
not_me_used_title = This was done already
not_me_used = Your account was secured after this email was sent. If you haven’t chosen a new password since, do it now.
not_me_invalid_title = This link doesn’t work
not_me_invalid = It’s older than 7 days, or part of the address is missing. If you think that somebody else uses your account, choose a new password.
