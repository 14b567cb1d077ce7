# The account page.

account_page = Your account · { $organization }
account_switch = Switch account
account_add = Add account
account_sign_out = Sign out
account_navigation = Your account
account_nav_overview = Overview
account_nav_profile = Profile
account_nav_security = Security
account_nav_activity = Activity
account_nav_data = Your data
account_email = Email
account_username = Username

## How the user signs in

account_methods_title = How you sign in
account_password = Password
account_password_detail = Set for this account
account_connected_since = Connected { $when }
account_disconnect = Disconnect { $provider }
account_connect = Connect { $provider }

## Devices

account_devices_title = Devices
account_this_device = this browser
account_session_since = Signed in { $when }
account_session_seen = Last used { $when }
account_session_apps = Opened { $apps }
account_session_end = Sign out
account_sessions_end_others = Sign out of all other devices

# "Firefox on Linux"
device_browser_on_system = { $browser } on { $system }
device_unknown = Unknown browser

# "Berlin, Germany (203.0.113.7)"
place_with_address = { $place } ({ $address })

## Apps that were told that the user signed out

receipts_title = Signed out in the last day
receipt_delivered = Signed you out { $when }
receipt_waiting = Signing you out now
receipt_retrying = Could not be reached yet; last tried { $when }
receipt_given_up = { $count ->
    [one] Could not be reached, tried once
   *[other] Could not be reached, tried { $count } times
}
receipt_send_again = Send again

## Apps

account_apps_title = Your apps
account_apps_none = You haven’t used any app yet. The apps that you sign in to appear here.
account_app_allowed = Can use { $scope }
account_app_allowed_since = Allowed { $when }
account_app_trusted = Provided by your organization
account_app_open = Open { $app }
account_app_remove = Remove access
account_app_sign_out = Sign out of { $app }

## Profile

profile_page = Profile · { $organization }
profile_save = Save
profile_saved = Your profile is saved.
profile_address_saved = Your email address is changed. Other devices were signed out.
profile_given_name = First name
profile_family_name = Last name
profile_nickname = Nickname
profile_website = Website
profile_language = Language
profile_language_of_browser = As my browser says
profile_time_zone = Time zone
profile_picture = Picture
profile_picture_yours = Your picture
profile_picture_choose = Choose a file
profile_picture_hint = PNG, JPEG, WebP or GIF, 5 MB at most. Apps that you sign in to may show it.
profile_picture_save = Save picture
profile_picture_remove = Remove picture
profile_picture_saved = Your picture is saved.
profile_picture_removed = Your picture is removed.
profile_picture_none = Choose a file first.
profile_picture_too_large = The file has more than 5 MB. Choose a smaller one.
profile_picture_no_picture = That is no PNG, JPEG, WebP or GIF. Choose another file.
profile_picture_damaged = The picture is damaged. Save it again with a picture program, then choose it once more.
profile_picture_too_many_pixels = The picture is too large. Make it smaller than 10,000 pixels on each side.
profile_picture_more_than_a_picture = The file holds something besides the picture. Save it again as JPEG or PNG, then choose that file.
profile_username_hint = You can sign in with it. No spaces, and no @.
profile_username_wrong = A username has up to 64 characters, without spaces and without @.
profile_username_taken = Somebody else has that username. Choose another one.
profile_username_reserved = This username is reserved, or looks like one that is. Choose another one.
profile_username_disguised = This username mixes letters of different alphabets, or looks like a name in Latin letters. Choose another one.
profile_value_wrong = A field is too long, or has characters that can’t be shown. Each has room for 200 characters.
profile_website_wrong = Enter a web address that begins with https://, or leave the field empty.
profile_time_zone_wrong = Enter a time zone such as Europe/Berlin, or leave the field empty.
profile_conflict = The account was changed at the same time. Look at the page again, then save.
profile_address_verified = confirmed
profile_new_address = New email
profile_address_hint = We’ll send a code there. Your old address is told, and can take the change back for seven days.
profile_address_change = Change email
profile_address_wrong = Enter another email address than the present one, such as ada@example.com.
profile_address_no_mail = Your email address can’t be changed here at the moment. Ask the administrator.
# $provider is the name of an identity provider.
profile_address_of_provider = Email addresses of this domain belong to { $provider }. Connect your { $provider } account first, or enter another address.

## Links about the address

address_confirm_title = Confirm your new email
address_confirm = { $email } becomes the address of your account. Other devices are signed out. Confirm only if you asked for this: whoever asked keeps the account.
address_confirm_submit = Confirm
address_confirmed_title = Your email is changed
address_confirmed = From now on you sign in with the new address. Other devices were signed out.
address_undo_title = Take the change back?
address_undo = { $email } becomes the address of your account again, and everybody is signed out everywhere.
address_undo_submit = Take the change back
address_undone_title = The change is taken back
address_undone = Your account has its old address again, and every device was signed out. Choose a new password now, so that nobody else has it.

## Password

password_change_title = Password
password_present = Present password
password_new = New password
password_change_submit = Change password
password_changed = Your password is changed. Other devices were signed out.
password_none = Your account has no password. You sign in another way.
password_wrong = That isn’t your present password. Check it and try again.

## What happened lately

activity_page = Activity · { $organization }
activity_title = Recent activity
activity_hint = Was something not you? Change your password and look at your sign-in methods:
activity_none = Nothing happened yet.
activity_older = Older activity
activity_by_administrator = by an administrator
activity_signed_in = Signed in
activity_sign_in_failed = Sign-in failed
activity_stepped_up = Confirmed it was you
activity_session_ended = Signed out
activity_password_changed = Password changed
activity_password_reset_requested = New password asked for
activity_method_added = Sign-in method added
activity_method_removed = Sign-in method removed
activity_second_factor_failed = Second step failed
activity_recovery = Account recovery
activity_address_changed = Email changed
activity_profile_changed = Profile changed
activity_account_made = Account created
activity_account_locked = Account locked or unlocked
activity_disowned = Reported as not you
activity_app_allowed = App allowed
activity_app_removed = App removed

## The data of the account

data_page = Your data · { $organization }
data_download_hint = Everything that is stored about you, as a file: profile, sign-in methods, devices, apps and what happened lately. It holds no passwords and no keys.
data_download = Download my data
data_delete_title = Delete your account
data_delete_effect = { $days ->
    [0] You are signed out everywhere at once, and your account with everything in it is deleted for good.
   *[other] You are signed out everywhere at once. After { $days } days your account with everything in it is deleted for good; until then you can sign in and keep it.
}
data_delete = Delete my account
data_deletion_waits_title = Your account will be deleted
data_deletion_waits = It will be deleted on { $time }. To keep it, sign in before then, or use the link in the email that we sent you.
data_deletion_on = Your account with everything in it will be deleted on
data_deletion_until = Your account with everything in it will be deleted on { $time }.
data_keep = Keep my account
data_keep_title = Keep your account?
data_keep_sign_in = Sign in
data_kept_title = Your account stays
data_kept = Nothing will be deleted. Sign in to go on.
attribute_problems = Some fields need another value.
attribute_missing = Fill in this field.
attribute_length = Use { $min } to { $max } characters.
attribute_min = Enter { $min } or more.
attribute_max = Enter { $max } or less.
attribute_number = Enter a number.
attribute_date = Enter a date, such as 1990-05-31.
attribute_email = Enter an email address.
attribute_phone = Enter a telephone number with the country code, such as +44 20 7946 0000.
attribute_choice = Choose one of the options.
attribute_form = This value doesn’t have the form that is expected here.
