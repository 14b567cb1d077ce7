# What holds while somebody signs in for an organization.

console_organization_policy_change = Change sign-in
console_organization_policy_effect = Holds from the next sign-in for the organization on. Of what the server, the app and the organization demand the strictest holds.
console_organization_policy_default = As the server and the app say
console_organization_policy_required = Required
console_organization_age = Age of a sign-in in seconds, at most
console_organization_age_hint = 60 to 31536000 seconds. Leave it empty for as the server and the app say.
console_organization_provider = Identity provider of its domains
console_organization_provider_hint = The identifier of an identity provider. Addresses of the verified domains sign in there, and by no password or email here.
