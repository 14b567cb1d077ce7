# The account page.

account_page = Your account · { $organization }
account_switch = Switch account
account_add = Add account
account_sign_out = Sign out
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
