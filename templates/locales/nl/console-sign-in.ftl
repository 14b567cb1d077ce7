# Hoe mensen inloggen, in de console.

console_nav_sign_in = Inlogregels
console_sign_in_hint = Bekijk hoe mensen inloggen, bij alles en bij elke app.
console_sign_in_lead = Wat mensen nodig hebben om in te loggen: de regels voor iedereen, en waar een app strenger is.
console_sign_in_everybody = Voor iedereen
console_sign_in_settings = Dit zijn instellingen van de server. Een app kan eruit kiezen, en meer vragen.
console_sign_in_apps = Per app
console_sign_in_apps_none = Nog geen app laat mensen inloggen. Voeg er een toe bij Apps.
console_as_everybody = Zoals voor iedereen
console_days = { $days ->
    [one] { $days } dag
   *[other] { $days } dagen
}
console_method_password = Wachtwoord
console_method_passkey = Passkey
console_method_code = Code per e-mail
console_method_link = Link per e-mail
console_rule_methods = Manieren om in te loggen, op volgorde
console_methods_hint = Eén per regel: { $names }, of het kenmerk van een identiteitsprovider. Laat leeg voor alle manieren.
console_rule_second_factor = Tweede factor
console_rule_second_factor_of = Tweede factor voor sommigen
console_factor_off = Uit
console_factor_offered = Gevraagd als een gebruiker er een heeft ingesteld
console_factor_required = Verplicht
console_rule_after_providers = Tweede factor ook na een identiteitsprovider
console_rule_trusted = Browsers worden vertrouwd gedurende
console_rule_recovery = Wachttijd na verlies van de tweede factor
console_rule_recovery_off = Niet mogelijk
console_rule_length = Kortste wachtwoord, in tekens
console_rule_breaches = Gestolen wachtwoorden worden geweigerd
console_rule_sign_up = Wie een account mag maken
console_sign_up_off = Niemand: beheerders voegen gebruikers toe
console_sign_up_invitation = Wie is uitgenodigd
console_sign_up_domain = Wie een adres van { $domains } heeft
console_sign_up_open = Iedereen met een e-mailadres
console_takes_new_users = Neemt nieuwe gebruikers aan
console_app_sign_in = Inloggen wijzigen
console_app_sign_in_effect = Geldt vanaf de volgende keer inloggen. Sessies gaan door; wie een tweede factor mist, wordt erom gevraagd als de app weer vraagt.
console_method_unknown = { $name } is geen manier om in te loggen: controleer de spelling, of declareer eerst de identiteitsprovider.
