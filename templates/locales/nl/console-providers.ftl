# Identiteitsproviders in de console.

console_nav_providers = Identiteitsproviders
console_providers_hint = Bekijk met welke andere systemen mensen inloggen, en of dat werkt.
console_providers_none = Nog geen identiteitsproviders. Zet er een in een bestand, en lees het met { $command }.
console_check = Controle
console_more_than = Meer dan { $count }
console_provider_kind = Soort
console_provider_links = Alleen koppelen
console_provider_newcomers = Wie nieuw is
console_provider_sign_up = Krijgt een account
console_provider_known = Wordt geweigerd
console_provider_linked = Gekoppelde identiteiten
console_provider_redirect = Redirect-URI om daar te registreren
console_provider_file = Providers staan in een bestand onder { $table }. Wijzig ze daar, en lees het met { $command }.
console_provider_test = Provider testen
console_provider_test_effect = Vraagt de provider naar zijn instellingen en sleutels, en probeert de redirect-URI en het clientgeheim. Niemand wordt ingelogd.
console_provider_works = Alles wat van hieruit te controleren is, werkt.
console_provider_fails = Er klopt iets niet. Elke regel hieronder zegt wat je moet wijzigen.
console_provider_disable = Provider uitschakelen
console_provider_disable_effect = Vanaf nu kan niemand ermee inloggen. Sessies die ermee begonnen, blijven. Als het bestand waarin hij staat opnieuw wordt toegepast, beslist het bestand.
console_provider_enable = Provider inschakelen
console_provider_enable_effect = Mensen kunnen er weer mee inloggen. Als het bestand waarin hij staat opnieuw wordt toegepast, beslist het bestand.
