# Wie sich Benutzer anmelden, in der Konsole.

console_nav_sign_in = Anmelderegeln
console_sign_in_hint = Sehen, wie sich Benutzer anmelden, insgesamt und bei jeder App.
console_sign_in_lead = Was Benutzer zum Anmelden brauchen: die Regeln für alle und wo eine App strenger ist.
console_sign_in_everybody = Für alle
console_sign_in_settings = Das sind Einstellungen des Servers. Eine App kann daraus wählen und mehr verlangen.
console_sign_in_apps = Nach App
console_sign_in_apps_none = Noch meldet keine App Benutzer an. Fügen Sie unter Apps eine hinzu.
console_as_everybody = Wie für alle
console_days = { $days ->
    [one] { $days } Tag
   *[other] { $days } Tage
}
console_method_password = Passwort
console_method_passkey = Passkey
console_method_code = Code per E-Mail
console_method_link = Link per E-Mail
console_rule_methods = Anmeldewege der Reihe nach
console_methods_hint = Einer pro Zeile: { $names } oder die Kennung eines Identitätsanbieters. Lassen Sie das Feld für alle Wege leer.
console_rule_second_factor = Zweiter Faktor
console_rule_second_factor_of = Zweiter Faktor für einige
console_factor_off = Aus
console_factor_offered = Verlangt, wo ein Benutzer einen eingerichtet hat
console_factor_required = Erforderlich
console_rule_after_providers = Zweiter Faktor auch nach einem Identitätsanbieter
console_rule_trusted = Browsern wird vertraut für
console_rule_recovery = Wartezeit nach verlorenem zweiten Faktor
console_rule_recovery_off = Nicht möglich
console_rule_length = Kürzestes Passwort, in Zeichen
console_rule_breaches = Gestohlene Passwörter werden abgelehnt
console_rule_sign_up = Wer ein Konto erstellen darf
console_sign_up_off = Niemand: Administratoren fügen Benutzer hinzu
console_sign_up_invitation = Wer eingeladen ist
console_sign_up_domain = Wer eine Adresse von { $domains } hat
console_sign_up_open = Alle mit einer E-Mail-Adresse
console_takes_new_users = Nimmt neue Benutzer auf
console_app_sign_in = Anmeldung ändern
console_app_sign_in_effect = Gilt ab der nächsten Anmeldung. Sitzungen laufen weiter; wem ein zweiter Faktor fehlt, wird danach gefragt, wenn die App das nächste Mal fragt.
console_method_unknown = { $name } ist kein Anmeldeweg: Prüfen Sie die Schreibweise oder tragen Sie zuerst den Identitätsanbieter ein.
