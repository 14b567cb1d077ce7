# Identitätsanbieter in der Konsole.

console_nav_providers = Identitätsanbieter
console_providers_hint = Sehen, über welche anderen Systeme sich Benutzer anmelden und ob das funktioniert.
console_providers_none = Noch keine Identitätsanbieter. Tragen Sie einen in eine Datei ein und lesen Sie sie mit { $command } ein.
console_check = Prüfung
console_more_than = Mehr als { $count }
console_provider_kind = Art
console_provider_links = Nur Verknüpfen
console_provider_newcomers = Wer neu ist
console_provider_sign_up = Bekommt ein Konto
console_provider_known = Wird abgewiesen
console_provider_linked = Verknüpfte Identitäten
console_provider_redirect = Dort einzutragender Redirect-URI
console_provider_file = Anbieter stehen in einer Datei unter { $table }. Ändern Sie sie dort und lesen Sie die Datei mit { $command } ein.
console_provider_test = Anbieter testen
console_provider_test_effect = Fragt den Anbieter nach seinen Einstellungen und Schlüsseln und probiert den Redirect-URI und das Client-Geheimnis. Niemand wird angemeldet.
console_provider_works = Alles, was sich von hier prüfen lässt, funktioniert.
console_provider_fails = Etwas stimmt nicht. Jede Zeile unten sagt, was zu ändern ist.
console_provider_disable = Anbieter deaktivieren
console_provider_disable_effect = Ab jetzt kann sich niemand mehr darüber anmelden. Damit begonnene Sitzungen bleiben. Wird die Datei, in der er steht, wieder eingelesen, entscheidet die Datei.
console_provider_enable = Anbieter aktivieren
console_provider_enable_effect = Benutzer können sich wieder darüber anmelden. Wird die Datei, in der er steht, wieder eingelesen, entscheidet die Datei.
