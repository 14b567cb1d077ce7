# The page on which a user allows an app to see something.

consent_page = Allow { $app } · { $organization }
consent_title = { $app } wants to:
consent_signed_in_as = You are signed in as { $user }. You can remove access on your account page at any time.
# Where the browser goes with the answer: a host name, or the scheme of an app on this device.
consent_destination = Your answer goes to { $destination }.
consent_resources = It can use what you allow at:
# The app registered itself; nobody at the organization looked at it.
consent_registered_by_itself = This app was registered by itself: { $organization } has not checked who is behind it. Go on only if you trust the address above.
consent_allow = Continue to { $app }
consent_deny = Don’t allow

# The page of a sign-in that asks for fields which the user has not filled in yet.
missing_fields_page = Complete your account · { $organization }
missing_fields_title = Complete your account
missing_fields_text = { $organization } needs this information before you continue. You are signed in as { $user }.

# The page of a sign-in that asks for which of the user’s organizations it is.
select_organization_page = Choose an organization · { $organization }
select_organization_title = Choose an organization
select_organization_text = You are signed in as { $user }. Which organization do you want to use in { $app }?

## Scopes (OpenID Connect Core §5.4 and §11)

scope_openid = Know who you are
scope_profile = See your name and profile
scope_email = See your email address
scope_address = See your postal address
scope_phone = See your phone number
scope_offline_access = Keep access when you are not using the app
scope_groups = See the groups that you are in
scope_roles = See your roles in the app
scope_permissions = See what you may do in the app
# A scope of the app's own.
scope_other = Use { $scope }
