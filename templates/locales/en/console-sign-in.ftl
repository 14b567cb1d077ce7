# How people sign in, in the console.

console_nav_sign_in = Sign-in policy
console_sign_in_hint = See how people sign in, to everything and to each app.
console_sign_in_lead = What people need to sign in: the rules for everybody, and where an app is stricter.
console_sign_in_everybody = For everybody
console_sign_in_settings = These are settings of the server. An app can choose among them, and ask for more.
console_sign_in_apps = By app
console_sign_in_apps_none = No app signs people in yet. Add one under Apps.
console_as_everybody = As for everybody
console_days = { $days ->
    [one] { $days } day
   *[other] { $days } days
}
console_method_password = Password
console_method_passkey = Passkey
console_method_code = Code by email
console_method_link = Link by email
console_rule_methods = Ways to sign in, in order
# $names are the names of the ways.
console_methods_hint = One in each line: { $names }, or the identifier of an identity provider. Leave it empty for all ways.
console_rule_second_factor = Second factor
console_rule_second_factor_of = Second factor for some
console_factor_off = Off
console_factor_offered = Asked for where a user set one up
console_factor_required = Required
console_rule_after_providers = Second factor after an identity provider too
console_rule_trusted = Browsers are trusted for
console_rule_recovery = Wait after a lost second factor
console_rule_recovery_off = Not possible
console_rule_length = Shortest password, in characters
console_rule_breaches = Stolen passwords are refused
console_rule_sign_up = Who may create an account
console_sign_up_off = Nobody: administrators add users
console_sign_up_invitation = Whoever is invited
# $domains is a list of domains.
console_sign_up_domain = Whoever has an address of { $domains }
console_sign_up_open = Everybody with an email address
console_takes_new_users = Takes new users
console_app_sign_in = Change sign-in
console_app_sign_in_effect = Holds from the next sign-in on. Sessions go on; whoever lacks a second factor is asked for it when the app asks next.
# $name is what was written.
console_method_unknown = { $name } is no way to sign in: check the spelling, or declare the identity provider first.
