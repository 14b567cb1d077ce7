# What holds while somebody signs in for an organization.

console_organization_policy_change = Zmień logowanie
console_organization_policy_effect = Obowiązuje od następnego logowania w imieniu organizacji. Z wymagań serwera, aplikacji i organizacji obowiązuje najsurowsze.
console_organization_policy_default = Tak jak serwer i aplikacja
console_organization_policy_required = Wymagany
console_organization_age = Największy wiek logowania w sekundach
console_organization_age_hint = Od 60 do 31536000 sekund. Pozostaw puste, aby obowiązywały ustawienia serwera i aplikacji.
console_organization_provider = Dostawca tożsamości domen
console_organization_provider_hint = Identyfikator dostawcy tożsamości. Adresy ze zweryfikowanych domen logują się tam, a tutaj nie hasłem ani e-mailem.
