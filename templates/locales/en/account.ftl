# The account page.

account_page = Your account · { $organization }
account_switch = Switch account
account_add = Add account
account_sign_out = Sign out
account_navigation = Your account
account_nav_overview = Overview
account_nav_profile = Profile
account_nav_security = Security
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
profile_username_hint = You can sign in with it. No spaces, and no @.
profile_username_wrong = A username has up to 64 characters, without spaces and without @.
profile_username_taken = Somebody else has that username. Choose another one.
profile_value_wrong = A field is too long, or has characters that can’t be shown. Each has room for 200 characters.
profile_website_wrong = Enter a web address that begins with https://, or leave the field empty.
profile_conflict = The account was changed at the same time. Look at the page again, then save.
profile_address_verified = confirmed
profile_new_address = New email
profile_address_hint = We’ll send a code there. Your old address is told, and can take the change back for seven days.
profile_address_change = Change email
profile_address_wrong = Enter another email address than the present one, such as ada@example.com.
profile_address_no_mail = Your email address can’t be changed here at the moment. Ask the administrator.

## Links about the address

address_confirm_title = Confirm your new email
address_confirm = { $email } becomes the address of your account. Other devices are signed out.
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
