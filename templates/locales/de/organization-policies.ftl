# What holds while somebody signs in for an organization.

console_organization_policy_change = Anmeldung ändern
console_organization_policy_effect = Gilt ab der nächsten Anmeldung für die Organisation. Von dem, was Server, App und Organisation verlangen, gilt das Strengste.
console_organization_policy_default = Wie Server und App es sagen
console_organization_policy_required = Erforderlich
console_organization_age = Höchstes Alter einer Anmeldung in Sekunden
console_organization_age_hint = 60 bis 31536000 Sekunden. Lassen Sie das Feld leer, damit gilt, was Server und App sagen.
console_organization_provider = Identitätsanbieter ihrer Domains
console_organization_provider_hint = Die Kennung eines Identitätsanbieters. Adressen der bestätigten Domains melden sich dort an, und hier nicht mit Passwort oder E-Mail.
