# Adding an app to the console by a preset, and waiting for its first sign-in.

console_choose_lead = De instellingen van deze apps en bibliotheken zijn bekend: kies er een, vul het adres in en zie wat je in de configuratie schrijft.
console_choose_other = Een andere app
console_choose_other_hint = Een webapp, single-page-app, native app of dienst waarvan je de instellingen zelf invult.
console_choose_other_link = Andere app toevoegen
console_family_libraries = Bibliotheken en frameworks
console_family_monitoring = Monitoring en dashboards
console_family_git = Git-platforms en builds
console_family_wikis = Wiki’s en notities
console_family_storage = Opslag en media
console_family_chat = Chat
console_family_platform = Kubernetes, Vault en platforms
console_family_proxies = Proxy’s
console_preset_effect = Voegt de app toe met de instellingen die nodig zijn. De volgende pagina toont, alleen deze keer, wat je in de app schrijft, met het geheim.
console_preset_url = Adres van de app
console_preset_url_hint = Zoals mensen de app openen, bijvoorbeeld https://app.example.com of http://localhost:3000.
console_preset_url_wrong = Vul een webadres zonder parameters in, bijvoorbeeld https://app.example.com
console_preset_value = Naam in de instellingen van de app
console_preset_value_wrong = Gebruik letters, cijfers, koppeltekens, punten en onderstrepingstekens.
console_preset_client_id_hint = Het verandert nooit. Kies een ander kenmerk voor een tweede app van dezelfde soort.
# $app is the name of the app that was added.
console_written_title = { $app } instellen
console_written_lead = Schrijf dit nu in de configuratie van de app: het geheim wordt alleen deze keer getoond. Maak een nieuw geheim als het kwijtraakt.
console_written_lead_public = Schrijf dit in de configuratie van de app. De app heeft geen geheim.
console_written_documentation = Documentatie van de app
console_written_values = De waarden een voor een tonen
console_written_done = Ik heb het gekopieerd
console_copy = Kopiëren
console_copied = Gekopieerd
console_wait_waiting = Wachten op de eerste login…
console_wait_hint = Open de app en log in. Deze pagina toont het binnen enkele seconden.
# $app is the name of the app that was added.
console_wait_came = Iemand heeft ingelogd bij { $app }. Het werkt.
console_wait_check = Nu controleren
console_first_sign_in = Eerste login
console_first_sign_in_none = Nog geen gezien
console_apps_empty = Nog geen apps. Voeg de eerste toe.
