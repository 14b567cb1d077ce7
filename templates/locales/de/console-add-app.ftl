# Adding an app to the console by a preset, and waiting for its first sign-in.

console_choose_lead = Die Einstellungen dieser Apps und Bibliotheken sind bekannt: Wählen Sie eine aus, geben Sie ihre Adresse ein und sehen Sie, was in ihre Konfiguration gehört.
console_choose_other = Eine andere App
console_choose_other_hint = Eine Web-App, Single-Page-App, native App oder ein Dienst, deren Einstellungen Sie selbst eingeben.
console_choose_other_link = Andere App hinzufügen
console_family_libraries = Bibliotheken und Frameworks
console_family_monitoring = Monitoring und Dashboards
console_family_git = Git-Plattformen und Builds
console_family_wikis = Wikis und Notizen
console_family_storage = Speicher und Medien
console_family_chat = Chat
console_family_platform = Kubernetes, Vault und Plattformen
console_family_proxies = Proxys
console_preset_effect = Fügt die App mit den Einstellungen hinzu, die sie braucht. Die nächste Seite zeigt dieses eine Mal, was in die App gehört, mit ihrem Geheimnis.
console_preset_url = Adresse der App
console_preset_url_hint = So wie man sie öffnet, zum Beispiel https://app.example.com oder http://localhost:3000.
console_preset_url_wrong = Geben Sie eine Webadresse ohne Abfrage ein, zum Beispiel https://app.example.com
console_preset_value = Name in den Einstellungen der App
console_preset_value_wrong = Verwenden Sie Buchstaben, Ziffern, Bindestriche, Punkte und Unterstriche.
console_preset_client_id_hint = Sie ändert sich nie. Wählen Sie für eine zweite App derselben Art eine andere.
# $app is the name of the app that was added.
console_written_title = { $app } einrichten
console_written_lead = Schreiben Sie dies jetzt in die Konfiguration der App: Das Geheimnis wird nur dieses eine Mal angezeigt. Geht es verloren, erzeugen Sie ein neues.
console_written_lead_public = Schreiben Sie dies in die Konfiguration der App. Sie hat kein Geheimnis.
console_written_documentation = Dokumentation der App
console_written_values = Werte einzeln anzeigen
console_written_done = Ich habe es kopiert
console_copy = Kopieren
console_copied = Kopiert
console_wait_waiting = Warten auf die erste Anmeldung …
console_wait_hint = Öffnen Sie die App und melden Sie sich an. Diese Seite zeigt es innerhalb von Sekunden.
# $app is the name of the app that was added.
console_wait_came = Jemand hat sich bei { $app } angemeldet. Es funktioniert.
console_wait_check = Jetzt prüfen
console_first_sign_in = Erste Anmeldung
console_first_sign_in_none = Noch keine gesehen
console_apps_empty = Noch keine Apps. Fügen Sie die erste hinzu.
