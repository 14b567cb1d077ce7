# Error pages: what happened, and who can fix it and how.

error_detail = Technical details for the app’s developer
error_reference = Reference { $reference }

error_try_again = Try again. If it happens again, tell your administrator the reference below.
error_start_again = Go back to the app and start again.
error_open_again = Open the page again
error_to_apps = Go to your apps
error_to_accounts = Choose an account
error_developer = You did nothing wrong. The app’s developer can fix this.

error_bad_request_title = We couldn’t read that request
error_bad_request = The request that your browser sent was incomplete or damaged.
error_bad_request_remedy = Go back and try again.

error_app_request = The app sent a request that we can’t read.
error_refused = The app’s request was refused.

error_account_gone_title = That account is signed out
error_account_gone = You’re no longer signed in to the account that you chose.
error_account_gone_remedy = Go back and choose another account, or sign in again.

error_proxy = Only a reverse proxy can use this address, and the proxy didn’t send the address and method of the original request.
error_proxy_remedy = The administrator of the proxy can fix this. The guide is docs/guides/forward-auth.md.

error_form_title = This form has expired
error_form = It is too old, was opened in another browser, or cookies are blocked.
error_form_remedy = Open the page again. If this keeps happening, allow cookies for this site.

error_forbidden_title = You don’t have access
error_forbidden = The account that you are using can’t open this page.
error_forbidden_remedy = If you need access, ask your administrator. You can also go back and use another account.

error_unavailable_title = We’re having trouble right now
error_unavailable = The server is busy or can’t reach its database.
error_unavailable_remedy = Wait a few seconds and try again.

error_out_of_date_title = We can’t continue this sign-in
error_out_of_date = It was started in another browser, its address is incomplete, or cookies are blocked.
error_out_of_date_remedy = Open the app again. If this keeps happening, allow cookies for this site.

error_limited_title = Too many attempts
error_limited = There were too many attempts from your network.
error_limited_remedy = { $seconds ->
    [one] Wait a second and try again.
   *[other] Wait { $seconds } seconds and try again.
}

error_internal_title = Something went wrong on our side
error_internal = We couldn’t complete your request. Nothing was changed.

error_not_found_title = Page not found
error_not_found = There is no page at this address.
error_not_found_remedy = Check the address, or go to your apps.

## An authorization request that no app can be answered about

address_title = Sign-in request rejected
address_remedy = You did nothing wrong. The app’s developer can fix this: the request must match how the app is registered.
address_client_missing = The app didn’t send its client identifier.
address_client_unknown = The app isn’t registered here, or is disabled.
address_redirect_uri_missing = The app didn’t send the address to return to.
address_redirect_uri_unregistered = The app wants to send you to an address that isn’t registered for it.
address_repeated = The app sent two different values for its own identity or address.
address_request_object = The app’s signed request couldn’t be verified.
address_unusable = The app sent something that we can’t read.

## On the way back to an app

form_post_page = Returning to the app
form_post_title = One moment
form_post = We are taking you back to the app.
form_post_continue = Continue to the app
web_message = We are handing the result to the app. If nothing happens, close this window and go back to the app.
