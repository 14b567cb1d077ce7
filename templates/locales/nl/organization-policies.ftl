# What holds while somebody signs in for an organization.

console_organization_policy_change = Inloggen wijzigen
console_organization_policy_effect = Geldt vanaf de volgende keer inloggen voor de organisatie. Van wat server, app en organisatie eisen, geldt het strengste.
console_organization_policy_default = Zoals server en app zeggen
console_organization_policy_required = Verplicht
console_organization_age = Hoogste leeftijd van een inlog in seconden
console_organization_age_hint = 60 tot 31536000 seconden. Laat leeg voor wat server en app zeggen.
console_organization_provider = Identiteitsprovider van de domeinen
console_organization_provider_hint = De identificatie van een identiteitsprovider. Adressen van de geverifieerde domeinen loggen daar in, en hier niet met wachtwoord of e-mail.
