# Signing out.

sign_out_page = Sign out · { $organization }
sign_out_title_everywhere = Sign out everywhere?
sign_out_title_accounts = Sign out?
sign_out_asked_by = { $app } asks to sign you out.
sign_out_signed_in_as = You are signed in as { $user }.
sign_out_effect = This signs you out of every app that you opened with this account in this browser.
sign_out_everywhere = Sign out everywhere
sign_out_this = Sign out of { $user }
sign_out_all = { $count ->
    [one] Sign out of { $count } account
   *[other] Sign out of all { $count } accounts
}
sign_out_fault = This sign-out link does not work as the app meant it: we could not verify where it wants to take you. You can sign out all the same, and stay here. The app’s developer can fix the link.
sign_out_stay = Stay signed in

signed_out_page = Signed out · { $organization }
signed_out_title = You’re signed out
signed_out = To use an app again, open it and sign in.
signed_out_account = That account is signed out of every app.
signed_out_others = Still signed in in this browser: { $users }.
signed_out_sign_in = Sign in again
signed_out_to_app = Go to { $app }
signed_out_choose = Choose an account

signing_out = We are signing you out of your apps. To use one again, open it and sign in.
signing_out_then_back = We are signing you out of your apps, then take you back.
signing_out_continue = Continue
signing_out_frame = Signing out of an app
